"""The clock of deadlines, on clocks of the machine that the test moves (a stand-in for `time`)."""

import asyncio
import time
import types

import pytest

from f5tts_worker import running_time as module
from f5tts_worker.running_time import LOOK_S, STOOD_S, Loop, RunningTime


@pytest.fixture
def machine(monkeypatch):
    """Give clocks that stand where the test puts them, and that the thread's looks do not move."""
    clock = types.SimpleNamespace(now=1000.0, wall=2000.0)
    stand_in = types.SimpleNamespace(
        monotonic=lambda: clock.now, time=lambda: clock.wall, sleep=lambda _seconds: time.sleep(3600)
    )
    monkeypatch.setattr(module, "time", stand_in)
    return clock


def test_a_freeze_is_left_out(machine):
    """Hours in which nobody looked count as one look's worth; what comes after counts in full."""
    clock = RunningTime()
    clock.look()
    before = clock()
    machine.now += 6 * 3600
    assert clock() == before + LOOK_S
    machine.now += 5
    assert clock() == before + LOOK_S + 5


def test_a_slow_look_is_no_freeze(machine):
    """On a machine that is busy, the thread comes late: that time has passed."""
    clock = RunningTime()
    clock.look()
    before = clock()
    machine.now += STOOD_S - 1
    assert clock() == before + STOOD_S - 1


def test_without_looks_all_time_counts(machine):
    """A program that never began to look, such as the client, has the plain clock."""
    clock = RunningTime()
    before = clock()
    machine.now += 3600
    assert clock() == before + 3600


def test_time_never_runs_backwards(machine):
    """Whatever the freezes."""
    clock = RunningTime()
    clock.look()
    seen = [clock()]
    for step in (0.1, 20, 0.1, 15.1, 3600, 14.9, 0.0):
        machine.now += step
        seen.append(clock())
    assert seen == sorted(seen)


@pytest.mark.parametrize("both", [True, False], ids=["both clocks went on", "the wall clock alone"])
def test_a_freeze_is_noticed_by_either_clock(machine, both):
    """A snapshot's own clock may continue where it stopped: the time of day has gone on all the same."""
    clock = RunningTime()
    clock.look()
    before, seconds = clock.freezes, clock()
    machine.wall += 3600
    machine.now += 3600 if both else 0
    assert clock.freezes == before + 1
    assert clock() - seconds <= LOOK_S
    machine.wall += STOOD_S
    machine.now += STOOD_S
    assert clock.freezes == before + 1
    assert clock() - seconds >= STOOD_S


def test_a_clock_that_is_set_back_is_no_freeze(machine):
    """As happens when a machine's clock is corrected."""
    clock = RunningTime()
    clock.look()
    machine.wall -= 3600
    assert clock.freezes == 0


def test_a_loops_timers_stand_still(monkeypatch, machine):
    """A timeout of a minute has not passed after a freeze of an hour; it has when the minute was lived."""
    clock = RunningTime()
    clock.look()
    monkeypatch.setattr(module, "running_time", clock)
    loop = Loop()

    async def main():
        async with asyncio.timeout(60) as limit:
            for step in (3600, STOOD_S, STOOD_S):
                machine.now += step
                await asyncio.sleep(0)
            assert not limit.expired()
        async with asyncio.timeout(60) as limit:
            for _ in range(int(80 / STOOD_S)):
                machine.now += STOOD_S
                await asyncio.sleep(0)
            await asyncio.get_running_loop().create_future()

    with pytest.raises(TimeoutError):
        loop.run_until_complete(main())
    loop.close()
