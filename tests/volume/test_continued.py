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

ROOT = Path(__file__).parents[2]
GETTER = Path(__file__).with_name("getter.py")
WEIGHTS = os.urandom(48 * 2**20)
ENOUGH = 20 * 2**20


@pytest.fixture
def hub():
    with Hub({"model.bin": WEIGHTS}, {"model.bin": "slow"}) as served:
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


def test_the_next_worker_goes_on(hub, get, settings):
    """It asks the hub for the rest alone, and publishes the whole, verified file."""
    left = kill_midway(get, settings)
    time.sleep(0.2)  # its download program dies with it
    size = left.stat().st_size
    worker = get("--without-lease")
    path = Path(worker.communicate(timeout=60)[0].strip())
    assert path.read_bytes() == WEIGHTS
    assert hub.ranges["model.bin"] == [None, f"bytes={size}-"]
    assert left.exists()  # it was copied: its writer might have been alive


def test_a_beginning_that_is_damaged(hub, get, settings):
    """Power may fail and leave zeros: the sum tells, and the file is fetched afresh."""
    left = kill_midway(get, settings)
    size = left.stat().st_size
    with left.open("r+b") as file:
        file.seek(size - 4096)
        file.write(bytes(4096))
    worker = get("--without-lease")
    path = Path(worker.communicate(timeout=60)[0].strip())
    assert path.read_bytes() == WEIGHTS
    assert hub.ranges["model.bin"][1:] == [f"bytes={size}-", None]


def all_of(pid):
    """Return a process and everything that it started."""
    return [pid, *(one for child in children(pid) for one in all_of(child))]


def test_hours_in_the_middle_of_a_download(hub, get, settings, tmp_path):
    """Its connection broke meanwhile, and its time to install has not passed: it fetches the rest, once."""
    hub.faults["model.bin"] = "stall"
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
