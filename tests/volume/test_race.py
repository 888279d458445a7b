"""Many workers on one volume, killed at random, with useless locks: readers see nothing half-done."""

import json
import random
import statistics
import time

import pytest
from tests.volume.workers import HERE, attempts, kill, works

from f5tts_worker.bootstrap import find


class Round:
    """Workers that build the same environment at once; the first ones are killed on the way."""

    def __init__(self, crowd, recipe, workers, victims, typical):
        self.started, self.victims = time.monotonic(), victims
        options = ["--without-lease", "--useless-locks"]
        self.workers = [crowd.worker(recipe, *options) for _ in range(workers)]
        moments = (random.SystemRandom().uniform(0, typical) for _ in range(victims))
        self.doomed = sorted(zip(moments, self.workers, strict=False), key=lambda pair: pair[0])

    def finish(self):
        """Return how many were killed and how long the slowest survivor took."""
        killed = 0
        for moment, worker in self.doomed:
            time.sleep(max(0.0, self.started + moment - time.monotonic()))
            killed += kill(worker)
        survivors = self.workers[self.victims :]
        said = {worker.communicate()[0] for worker in survivors}
        took = time.monotonic() - self.started
        assert {worker.returncode for worker in survivors} == {0}, said
        assert len(said) == 1
        return killed, took, said.pop().strip()


def start_readers(crowd, releases, stop, count, pause):
    program = [HERE / "reader.py", releases.locks, stop, str(pause)]
    return [crowd.python([*program, "--import"] if n == 0 else program) for n in range(count)]


def reports(readers, stop):
    """End the readers and return what they have seen."""
    stop.touch()
    return [json.loads(reader.communicate()[0]) for reader in readers]


def test_race(crowd, releases, settings, envs, tally, full, tmp_path):
    """Without lease and locks, builders race and die; what a reader finds is whole and stays what it is."""
    builders, kills, count = (480, 320, 8) if full else (4, 1, 1)
    at_a_time, victims = (8, 6) if full else (4, 2)
    pause = 0.03 if full else 0.1  # readers must leave the builders some of the machine
    done, killed, took = 0, 0, [2.0]
    readers = start_readers(crowd, releases, tmp_path / "stop", count, pause)
    while done < builders or killed < kills:
        recipe = releases.next()
        one = Round(crowd, recipe, at_a_time, victims, statistics.median(took[-9:]))
        hit, seconds, python = one.finish()
        assert python == str(find(settings, recipe).python)
        done, killed, took = done + at_a_time, killed + hit, [*took, seconds]
        assert done <= 4 * builders, f"only {killed} were killed in time"
    seen = reports(readers, tmp_path / "stop")
    broken = [fault for reader in seen for fault in reader["broken"]]
    assert broken == []
    assert [reader["environments"] for reader in seen] == [done // at_a_time] * count
    assert all(reader["absent"] for reader in seen)  # they looked before anything was there
    tally("race", builders=done, SIGKILLs=killed, reads=sum(reader["reads"] for reader in seen))
    tally("race", broken_reads=len(broken))


@pytest.mark.counts(quick=1, full=5)
def test_many_start_at_once(number, crowd, releases, settings, envs, tally, full, other_hosts):
    """Workers start on an empty volume and half of them die: one environment is left, and it works."""
    recipe, count = releases.next(), 10 if full else 4
    far = number % 2 and other_hosts  # then a dead holder's lease has to run out
    started = time.monotonic()
    workers = [crowd.worker(recipe, *([f"--host=worker-{n}"] if far else [])) for n in range(count)]
    moments = sorted(random.SystemRandom().uniform(0, 1) for _ in range(count // 2))
    killed = 0
    for moment, worker in zip(moments, workers, strict=False):
        time.sleep(max(0.0, started + moment - time.monotonic()))
        killed += kill(worker)
    said = {worker.communicate()[0].strip() for worker in workers[count // 2 :]}
    found = find(settings, recipe)
    assert said == {str(found.python)}
    assert {worker.returncode for worker in workers[count // 2 :]} == {0}
    assert works(found)
    assert [path.name for path in envs.glob("*.json")] == [f"{recipe.key}.json"]
    tally("empty", workers=count, SIGKILLs=killed)


@pytest.mark.counts(quick=1, full=10)
def test_two_images(number, crowd, releases, settings, envs, tally, full):
    """Images with different locks start at once on one volume, and each gets its own environment."""
    recipes = [releases.next(), releases.next()]
    each = 2 if full else 1
    workers = [crowd.worker(recipe) for recipe in recipes for _ in range(each)]
    said = [worker.communicate()[0].strip() for worker in workers]
    found = [find(settings, recipe) for recipe in recipes]
    assert said == [str(one.python) for one in found for _ in range(each)]
    assert found[0].folder != found[1].folder
    for recipe, one in zip(recipes, found, strict=True):
        pins = {line.split(" ")[0] for line in recipe.lock.read_text().splitlines()}
        installed = {path.name.removesuffix(".dist-info") for path in one.site_packages.glob("*.dist-info")}
        assert installed == {pin.replace("==", "-") for pin in pins}
        assert works(one)
    assert len(attempts(envs)) == 2
    tally("images", runs=1)
