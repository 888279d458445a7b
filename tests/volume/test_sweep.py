"""Sweeps that never rest, while workers come, build, use what is there, die and go."""

import json
import os
import random
import signal
import time

import pytest
from tests.volume.workers import HERE, kill, wait_for, works

from f5tts_worker.bootstrap import ensure, find
from f5tts_worker.volume.publish import CONVERTED, mark_of

AT_A_TIME = 4


@pytest.fixture
def stop(tmp_path):
    return tmp_path / "stop"


@pytest.fixture
def sweepers(crowd, settings, envs, stop, full):
    envs.mkdir(parents=True)
    count, pause = (3, 0.01) if full else (1, 0.1)
    return [crowd.python([HERE / "sweeper.py", stop, str(pause)]) for _ in range(count)]


def come_and_go(crowd, recipes, workers, kills):
    """Let workers come one by one and die or end; return what they read, and how many were killed."""
    chance, here, said, killed = random.SystemRandom(), [], [], 0
    for number in range(workers):
        recipe = recipes[number % len(recipes)]
        # Some leave the environment alone for just so long that the sweep takes it when the next one comes.
        arguments = [recipe.lock, recipe.check, str(chance.uniform(0.1, 4))]
        here.append(crowd.python([HERE / "user.py", *arguments]))
        time.sleep(chance.uniform(0.2, 1.5))
        if number < 2 * kills and number % 2:
            killed += kill(here.pop(chance.randrange(len(here))))
        if len(here) >= AT_A_TIME or chance.random() < 0.2:
            said += [end(worker) for worker in here]
            here = []
            time.sleep(chance.choice([0, 2.5, 3]))
    return said + [end(worker) for worker in here], killed


def end(worker):
    told = worker.communicate()[0]
    assert worker.returncode == 0, told
    return json.loads(told)


def how_many(folder):
    """Count the files below a folder that may go while they are counted."""
    return sum(len(files) for _, _, files in os.walk(folder))


def test_nothing_in_use_is_swept(crowd, releases, sweepers, stop, envs, tally, full):
    """Whoever got an environment and weights has all of them as long as he works; what nobody uses goes."""
    recipes = [releases.next(), releases.next()]
    workers, kills = (80, 30) if full else (4, 1)
    said, killed = come_and_go(crowd, recipes, workers, kills)
    assert [fault for one in said for fault in one["broken"]] == []
    assert all(one["reads"] for one in said)
    copies = envs.parent / "models" / CONVERTED
    wait_for(lambda: not [path for home in (envs, copies) for path in home.iterdir() if path.is_dir()])
    stop.touch()
    removed = [name for sweeper in sweepers for name in json.loads(sweeper.communicate()[0])]
    assert any(name.startswith(recipe.key) for recipe in recipes for name in removed)
    assert any(name.startswith("c" * 16) for name in removed)
    tally("sweep", workers=workers, SIGKILLs=killed, reads=sum(one["reads"] for one in said))


def test_own_environment_stays(crowd, releases, settings, envs, stop):
    """A sweep leaves the environment of its own image and its pointer, however long it was not used."""
    recipe, other = releases.next(), releases.next()
    kept, gone = (ensure(settings, recipe=one) for one in (recipe, other))
    sweeper = crowd.python([HERE / "sweeper.py", stop, "0.05", recipe.key])
    for folder in (kept.folder, gone.folder):
        for path in (folder, mark_of(folder), envs / f"{folder.name[:16]}.json"):
            os.utime(path, (0, 0))
    wait_for(lambda: not gone.folder.exists())
    stop.touch()
    assert json.loads(sweeper.communicate()[0]) == [gone.folder.name]
    assert find(settings, recipe) == kept
    assert works(kept)


@pytest.mark.counts(quick=1, full=10)
def test_a_killed_sweep(number, crowd, releases, settings, envs, stop):
    """A sweep that is killed in the middle leaves nothing that is taken for an environment."""
    recipe = releases.next()
    built = ensure(settings, recipe=recipe)
    for path in (built.folder, mark_of(built.folder), envs / f"{built.key}.json"):
        os.utime(path, (0, 0))
    files = how_many(built.folder)
    sweeper = crowd.python([HERE / "sweeper.py", stop, "0.05"])
    wait_for(lambda: how_many(built.folder) < files)
    sweeper.send_signal(signal.SIGKILL)
    sweeper.wait()
    assert find(settings, recipe) is None
    again = ensure(settings, recipe=recipe)
    assert again.folder != built.folder
    assert works(again)
