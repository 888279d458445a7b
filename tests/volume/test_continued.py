"""A worker is killed in the middle of a download, and the next one goes on; only whole files count."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.e2e.processes import children
from tests.frozen import stop_for_hours
from tests.volume.hub import Hub
from tests.volume.workers import wait_for

from f5tts_worker.bootstrap import ensure_transcriber
from f5tts_worker.bootstrap.weights import weights
from f5tts_worker.bootstrap.weights.models import File, Source
from f5tts_worker.volume import lease

ROOT = Path(__file__).parents[2]
GETTER = Path(__file__).with_name("getter.py")
WEIGHTS = os.urandom(36 * 2**20)
ENOUGH = len(WEIGHTS) // 2  # then the hub says nothing more, the first time


@pytest.fixture
def hub():
    with Hub({"model.bin": WEIGHTS}, {"model.bin": "stall"}) as served:
        yield served


@pytest.fixture
def get(hub, settings):
    """Start a worker process that wants the model; what still runs afterwards is killed."""
    started = []

    def start(*options):
        wanted = [hashlib.sha256(WEIGHTS).hexdigest(), str(len(WEIGHTS))]
        process = subprocess.Popen(
            [sys.executable, GETTER, *wanted, *options],
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
                "F5TTS_VOLUME": str(settings.volume),
                "HF_ENDPOINT": hub.address,
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def another_worker(hub, settings, monkeypatch):
    """Return a function that gets the model here; whoever holds the lease counts for nothing."""
    large = File("model.bin", len(WEIGHTS), hashlib.sha256(WEIGHTS).hexdigest())
    monkeypatch.setattr(weights, "TRANSCRIBER", Source("large", "MIT", "some/large", "a" * 40, (large,)))
    monkeypatch.setattr(lease, "_acquire", lambda _lease: True)
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    return lambda: ensure_transcriber(settings) / "model.bin"


def partial(settings):
    """Return the longest beginning that an attempt has left."""
    found = (settings.root / "models/large").rglob("*.part")
    return max(found, key=lambda path: path.stat().st_size, default=None)


def arrived(settings):
    """Wait until a good part of the file has come; return where that is."""
    wait_for(lambda: (left := partial(settings)) is not None and left.stat().st_size >= ENOUGH)
    return partial(settings)


def kill_midway(get, settings):
    """Kill a worker when a good part of the file has come; return where that is."""
    worker = get("--without-lease")
    left = arrived(settings)
    worker.kill()
    worker.wait()
    left = partial(settings)
    assert left.stat().st_size >= ENOUGH
    return left


def test_the_next_worker_goes_on(hub, get, settings, another_worker):
    """It asks the hub for the rest alone, and publishes the whole, verified file."""
    left = kill_midway(get, settings)
    time.sleep(0.2)  # its download program dies with it
    size = left.stat().st_size
    assert another_worker().read_bytes() == WEIGHTS
    assert hub.ranges["model.bin"] == [None, f"bytes={size}-"]
    assert left.exists()  # it was copied: its writer might have been alive


def test_a_beginning_that_is_damaged(hub, get, settings, another_worker):
    """Power may fail and leave zeros: the sum tells, and the file is fetched afresh."""
    left = kill_midway(get, settings)
    size = left.stat().st_size
    with left.open("r+b") as file:
        file.seek(size - 4096)
        file.write(bytes(4096))
    assert another_worker().read_bytes() == WEIGHTS
    assert hub.ranges["model.bin"][1:] == [f"bytes={size}-", None]


def all_of(pid):
    """Return a process and everything that it started."""
    return [pid, *(one for child in children(pid) for one in all_of(child))]


def test_hours_in_the_middle_of_a_download(hub, get, settings, tmp_path):
    """Its connection broke meanwhile, and its time to install has not passed: it fetches the rest, once."""
    clock = tmp_path / "clock"
    clock.touch()
    worker = get(f"--clock={clock}")
    arrived(settings)
    stop_for_hours(all_of(worker.pid), clock, 12, meanwhile=hub.break_all)
    path = Path(worker.communicate(timeout=60)[0].strip())
    assert path.read_bytes() == WEIGHTS
    first, rest = hub.ranges["model.bin"]
    assert first is None
    assert int(rest.removeprefix("bytes=").removesuffix("-")) >= ENOUGH
