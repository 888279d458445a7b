"""A worker is killed in the middle of a download, and the next one goes on; only whole files count."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.volume.hub import Hub

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

    def start():
        wanted = [hashlib.sha256(WEIGHTS).hexdigest(), str(len(WEIGHTS))]
        process = subprocess.Popen(
            [sys.executable, GETTER, *wanted, "--without-lease"],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "src"),
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


def kill_midway(get, settings):
    """Kill a worker when a good part of the file has come; return where that is."""
    worker = get()
    for _ in range(600):
        left = partial(settings)
        if left is not None and left.stat().st_size >= ENOUGH:
            break
        time.sleep(0.02)
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
    worker = get()
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
    worker = get()
    path = Path(worker.communicate(timeout=60)[0].strip())
    assert path.read_bytes() == WEIGHTS
    assert hub.ranges["model.bin"][1:] == [f"bytes={size}-", None]
