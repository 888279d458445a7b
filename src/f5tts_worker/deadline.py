"""A job's one deadline: for the event loop's wait for a thread, and for every wait inside that thread.

The deadline travels in a context variable, which `asyncio.to_thread` takes along and `Threads` hands on. Work
for no single job, such as an installation that several jobs wait for, has none.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time

P = ParamSpec("P")
T = TypeVar("T")

_ends: contextvars.ContextVar[float | None] = contextvars.ContextVar("deadline", default=None)


def left(most: float) -> float:
    """Return how many seconds to wait at most: `most`, or what is left of the job's time if that is less.

    Raises WorkerError JOB_TIMEOUT when nothing is left.
    """
    ends = _ends.get()
    if ends is None:
        return most
    seconds = ends - running_time()
    if seconds <= 0:
        raise out_of_time()
    return min(most, seconds)


def out_of_time() -> WorkerError:
    """Return the error for a job whose time is up."""
    return WorkerError(
        "JOB_TIMEOUT", "The time for this job ran out while it waited for a store, the volume or a download."
    )


async def in_thread(
    ends: float, grace_s: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return the result of the work, done in a thread with the deadline `ends` (seconds of `running_time`).

    The wait for the thread ends `grace_s` seconds after the deadline; a stuck thread is left behind.
    Raises WorkerError JOB_TIMEOUT, and what the work raises.
    """
    before = _ends.set(ends)
    try:
        async with asyncio.timeout(max(0.0, ends + grace_s - running_time())) as limit:
            return await asyncio.to_thread(work, *args, **kwargs)
    except TimeoutError:
        if limit.expired():
            raise out_of_time() from None
        raise
    finally:
        _ends.reset(before)


class Threads(ThreadPoolExecutor):
    """A pool whose tasks run in the context of their submitter: the deadline, the job's id in the log."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit a task."""
        context = contextvars.copy_context()
        return super().submit(lambda: context.run(fn, *args, **kwargs))
