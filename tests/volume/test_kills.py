"""Real installations are killed in their middle: nothing broken is published, and the next attempt works."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.volume.hub import Hub
from tests.volume.workers import HERE, ROOT, alive, attempts, children_that_run, kill, wait_for, works

from f5tts_worker.bootstrap import ensure, find
from f5tts_worker.bootstrap.environment import environment


def installer_of(worker):
    """Return the process id of the worker's `uv pip install`, None while it has none."""
    for pid in children_that_run("uv", worker.pid):
        with suppress(OSError):  # it has just ended
            if b"\0install\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
    return None


def kill_in_the_middle(worker, victim, seconds):
    """Kill the worker or its uv at some moment of the installation; say whether that ended it.

    What is killed is given no chance to say so: SIGKILL.
    """
    uv = wait_for(lambda: installer_of(worker) or worker.poll() is not None)
    if uv is True:  # over before it was seen
        return False
    time.sleep(random.SystemRandom().uniform(0, seconds))
    if installer_of(worker) != uv:  # it had come to its end before
        kill(worker)
        return False
    if victim == "worker":
        return kill(worker)
    try:
        os.kill(uv, signal.SIGKILL)
    except ProcessLookupError:
        kill(worker)
        return False
    return worker.wait() == 1


@pytest.mark.counts(quick=2, full=60)
def test_killed_during_the_installation(number, crowd, releases, settings, envs, tally, full):
    """Whenever uv dies, with its worker or alone, nothing is published by it, and the next attempt works."""
    releases.modules = 80 if full else 30  # so that there is something to hit
    victim = ("worker", "uv")[number % 2]
    while True:
        recipe = releases.next()
        worker = crowd.worker(recipe)
        if kill_in_the_middle(worker, victim, seconds=0.6 if full else 0.3):
            break
    if victim == "uv":
        assert worker.stdout.read() == "ENVIRONMENT_FAILED\n"
        assert not [path for path in attempts(envs) if path.name.startswith(recipe.key)]
    assert find(settings, recipe) is None
    wait_for(lambda: not alive(recipe.key))
    left = set(attempts(envs))
    built = ensure(settings, recipe=recipe)
    assert built.folder not in left
    assert works(built)
    tally("uv", SIGKILLs=1)


def is_downloading(folder):
    """Say whether part of a file is there; folders may come and go while we look."""
    return any(name.endswith(".part") for _, _, names in os.walk(folder) for name in names)


@pytest.mark.counts(quick=1, full=20)
def test_killed_during_a_download(number, crowd, settings, tally, full):
    """Of two workers that download the same model beside each other one dies: what is published is whole."""
    data = random.SystemRandom().randbytes((40 if full else 20) * 2**20)
    wanted = [hashlib.sha256(data).hexdigest(), str(len(data))]
    with Hub({"model.bin": data}, {"model.bin": "slow"}) as hub:
        programs = [HERE / "getter.py", *wanted, "--without-lease"]
        doomed, other = (crowd.python(programs, HF_ENDPOINT=hub.address) for _ in range(2))
        wait_for(lambda: is_downloading(settings.root / "models"))
        time.sleep(random.SystemRandom().uniform(0, 0.6 if full else 0.3))
        killed = kill(doomed)
        model = Path(other.communicate()[0].strip())
    assert model.read_bytes() == data
    (pointer,) = settings.root.glob("models/large/*.json")
    assert model.parent.name == json.loads(pointer.read_text())["folder"]
    tally("download", SIGKILLs=killed)


def bootstrap(volume):
    """Start the preparation of a volume as an operator does, environment only."""
    command = [sys.executable, "-m", "f5tts_worker.bootstrap", "--volume", volume, "--no-models"]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE
    )


@pytest.mark.long
def test_the_whole_environment(settings, envs, tally):
    """The real lock's installation is killed when half of it is there; the next one is whole and works."""
    packages = environment.chosen_recipe(settings).lock.read_text().count("==")
    try:
        with bootstrap(settings.volume) as worker:
            wait_for(
                lambda: (
                    len(list(envs.glob("*/lib/python3*/site-packages/*.dist-info/RECORD"))) > packages / 2
                ),
                900,
            )
            assert kill(worker)
        assert find(settings) is None
        wait_for(lambda: not alive(settings.volume))  # others may use an environment of this key elsewhere
        with bootstrap(settings.volume) as worker:
            assert worker.wait() == 0
        found = find(settings)
        subprocess.run([found.python, "-I", environment.CHECK, "--check"], check=True)
    finally:
        shutil.rmtree(settings.volume)
    tally("whole", times=1)
