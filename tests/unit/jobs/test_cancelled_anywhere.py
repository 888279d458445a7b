"""A job that is cancelled ends, at whatever moment the cancel comes."""

import asyncio

from tests.unit.tiny_worker import job, running

TURNS = 40  # of the event loop, from a job's beginning until the engine has it and longer


async def test_a_cancel_is_lost_at_no_turn_of_the_loop(tmp_path):
    """The text would hang for an hour: a job that missed its cancel would be seen."""
    async with running(tmp_path) as worker:
        await worker.answer(job(text="Hello"))
        for turns in range(TURNS):
            task = asyncio.create_task(worker.answer(job(turns + 2, text="hang")))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=120)
            assert done, f"the cancel after {turns} turns was lost"
            assert task.cancelled()
