"""What a job's time went into: its stages, and the waiting, which is none of them."""

import asyncio

import pytest
from tests.unit.tiny_worker import busy, job, running, waits_for_others

from f5tts_worker.jobs import job as jobs
from f5tts_worker.jobs.job import Job
from f5tts_worker.running_time import running_time

LONG = 300.0  # seconds by the jobs' clock, which no test waits for


@pytest.fixture
def clock(monkeypatch):
    """Move the jobs' clock on: `clock[0]` is how many seconds it is ahead."""
    ahead = [0.0]
    monkeypatch.setattr(jobs, "running_time", lambda: running_time() + ahead[0])
    return ahead


def test_time_counts_to_the_innermost_stage(tmp_path, monkeypatch):
    """A stage inside another pauses it; what is waited in one is no work of its; a stage may come again."""
    now = [0.0]
    monkeypatch.setattr(jobs, "running_time", lambda: now[0])
    made = Job("job-1", None, tmp_path, 1000.0)
    for _ in range(2):
        with made.stage("voice"):
            now[0] += 1
            with made.stage("fetch"):
                now[0] += 10
            with made.waiting() as over:
                now[0] += 100
                over()
                over()
                now[0] += 1000
    assert made.seconds == {"queued": 200, "voice": 2002, "fetch": 20}


async def test_a_wait_for_another_job_is_not_work(tmp_path, clock):
    """`timings` shows it as `queued`, and neither a stage nor the real-time factor contains it."""
    async with running(tmp_path) as worker:
        first = asyncio.ensure_future(worker.answer(job(1, text="hang")))
        await busy(worker)
        second = asyncio.ensure_future(worker.answer(job(2, text="Hello", speed=1.5)))
        await waits_for_others(worker, 2)
        clock[0] = LONG
        first.cancel()
        timings = (await second)["timings"]
    factor, queued = timings.pop("real_time_factor"), timings.pop("queued")
    assert queued >= LONG > sum(timings.values())
    assert factor * 0.1 < LONG  # 0.1 s of speech


async def test_a_wait_for_the_installation_is_not_work(tmp_path, clock):
    """Nor is it a stage of its own."""
    async with running(tmp_path) as worker:
        worker.readiness.installing = True
        waiting = asyncio.ensure_future(worker.answer(job(text="Hello")))
        async with asyncio.timeout(120):
            while not worker.readiness.environment_work.waiting:
                await asyncio.sleep(0.01)
        clock[0] = LONG
        worker.readiness.installing = False
        timings = (await waiting)["timings"]
    assert timings.pop("queued") >= LONG > sum(timings.values())
