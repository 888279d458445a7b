import asyncio
import logging

import pytest

from f5tts_worker.jobs.status import progress as module
from f5tts_worker.jobs.status.progress import ProgressPosts


class Posts:
    """Remembers what was posted, and can be slow or broken."""

    def __init__(self, seconds=0.0, error=None):
        self.seen = []
        self.seconds = seconds
        self.error = error

    async def __call__(self, update):
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        self.seen.append(update["done"])


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(module, "INTERVAL_S", 0.01)


async def _report(posts, count, between=0.0):
    async with ProgressPosts(posts) as progress:
        for done in range(1, count + 1):
            progress.report("sampling", "sampling", done, count)
            await asyncio.sleep(between)
    return progress


async def test_updates_are_posted_in_order():
    """What is posted is an increasing subsequence of what was reported."""
    posts = Posts(seconds=0.002)
    await _report(posts, 60, between=0.003)
    assert posts.seen == sorted(set(posts.seen))
    assert len(posts.seen) >= 2


async def test_a_jam_drops_the_old_not_the_new():
    """While one post is under way, later reports replace each other, so the newest comes next."""
    posts = Posts(seconds=0.02)
    async with ProgressPosts(posts) as progress:
        progress.report("a", "a", 1, 9)
        await asyncio.sleep(0.005)
        for done in range(2, 9):
            progress.report("a", "a", done, 9)
        await asyncio.sleep(0.08)
    assert posts.seen == [1, 8]


async def test_nothing_is_posted_after_close():
    """When the block has ended, no update is on its way, however many were reported."""
    posts = Posts(seconds=0.005)
    progress = await _report(posts, 20)
    before = list(posts.seen)
    progress.report("late", "late", 99, 99)
    await asyncio.sleep(0.05)
    assert posts.seen == before


async def test_a_hanging_post_does_not_hold_the_result(monkeypatch):
    """An update that never arrives is given up after LAST_POST_S, and its task is gone."""
    monkeypatch.setattr(module, "LAST_POST_S", 0.02)
    posts = Posts(seconds=3600)
    async with ProgressPosts(posts) as progress:
        progress.report("a", "a", 1, 2)
        await asyncio.sleep(0.005)
    assert progress._task.cancelled()


async def test_a_broken_post_costs_nothing(caplog):
    """A post that fails is logged and the next one is tried."""
    posts = Posts(error=OSError("no route"))
    with caplog.at_level(logging.WARNING, "f5tts_worker.jobs.status.progress"):
        await _report(posts, 5, between=0.02)
    assert "no route" in caplog.text


async def test_a_cancelled_job_leaves_no_task():
    """Cancelling the job while it reports ends the sender too."""
    posts = Posts(seconds=0.001)
    job = asyncio.create_task(_report(posts, 10_000, between=0.001))
    await asyncio.sleep(0.02)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_without_runpod_progress_is_only_logged(caplog):
    """With nowhere to post to, reports are log lines: one for each stage, not one for each step."""
    with caplog.at_level(logging.INFO, "f5tts_worker.jobs.status.progress"):
        await _report(None, 1000)
    assert len(caplog.records) == 1


async def test_a_long_stage_has_a_line_now_and_then(caplog, monkeypatch):
    """So that an installation of minutes is seen to go on; a new stage has its line at once."""
    now = [0.0]
    monkeypatch.setattr(module, "running_time", lambda: now[0])
    with caplog.at_level(logging.INFO, "f5tts_worker.jobs.status.progress"):
        async with module.ProgressPosts(None) as progress:
            for second in range(100):
                now[0] = float(second)
                progress.report("environment", f"installing: {second}", second, 100)
            progress.report("load", "loading", 1, 3)
    said = [record.getMessage() for record in caplog.records]
    assert said == [*(f"installing: {second}" for second in (0, 30, 60, 90)), "loading"]


async def advanced(*reports):
    """Return what is told of an engine's reports: stage, done, total."""
    told = []
    async with ProgressPosts(None) as progress:
        for stage, done, total in reports:
            progress.advance(stage, f"doing {stage}", done, total)
            told.append((progress.latest["stage"], progress.latest["done"], progress.latest["total"]))
    return told


async def test_what_is_done_again_takes_nothing_back():
    """Out of memory at half: the bar stands until the repetition, in smaller parts, has passed it."""
    told = await advanced(("sampling", 2, 4), *(("sampling", done, 16) for done in (1, 7, 8, 9, 16)))
    assert told == [("sampling", 2, 4)] * 3 + [("sampling", done, 16) for done in (8, 9, 16)]


async def test_a_stage_that_is_over_does_not_come_back():
    """An engine that died loads and speaks again, behind what was told before."""
    told = await advanced(
        ("load", 3, 3), ("sampling", 3, 4), ("load", 1, 3), ("sampling", 1, 4), ("align", 1, 9)
    )
    assert told == [("load", 3, 3), *[("sampling", 3, 4)] * 3, ("align", 1, 9)]


async def test_rounds_of_retries_fill_one_bar():
    """Each of at most two has its half of it; what is timed within a round stands at its end."""
    told = []
    async with ProgressPosts(None) as progress:
        progress.advance("align", "timing", 9, 9)
        for before, steps in ((0, 8), (1, 4)):
            with progress.retrying("again", before, 2):
                for stage, done, total in (
                    ("sampling", steps // 2, steps),
                    ("sampling", 1, 1),
                    ("align", 0, 3),
                ):
                    progress.advance(stage, stage, done, total)
                    told.append((progress.latest["message"], progress.latest["percent"]))
        progress.advance("align", "timing", 1, 9)
        told.append((progress.latest["message"], progress.latest["percent"]))
    assert told == [("again", share) for share in (25, 50, 50, 75, 100, 100, 100)]


async def test_loading_again_is_no_step_forward():
    """An engine that died, or another aligner, is loaded in mid-job: the bar goes on from where it was."""
    async with ProgressPosts(None) as progress:
        for stage, done, total in (("sampling", 3, 8), ("load", 0, 3), ("load", 3, 3), ("sampling", 2, 8)):
            progress.advance(stage, stage, done, total)
            assert (progress.latest["stage"], progress.latest["done"]) == ("sampling", 3)
            assert progress.latest["message"] == ("load" if stage == "load" else "sampling")
        progress.advance("sampling", "sampling", 4, 8)
        assert progress.latest["done"] == 4
