"""Parts of one job's speech, made side by side: so a GPU speaks chunks of several in one batch.

As many at once as the worker takes jobs, for the same reason: on a CPU, where nothing is faster for being
together, one. What a part sounds like does not depend on the others.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.status.progress import SAMPLING

T = TypeVar("T")
Say = Callable[[int, Session], Awaitable[T]]
Take = Callable[[int, T], Awaitable[object]]


async def each(count: int, session: Session, say: Say[T], take: Take[T]) -> None:
    """Have `say` make the parts number 0 to `count`, and `take` have them one by one, in order.

    Raises what either raises; whatever is being made has ended by then.
    """
    job = session.job
    for window in _windows(count, session.readiness.jobs_at_once, has_listener=job.listener is not None):
        async with _begun(window, session, say) as begun:
            for number, (own, making) in zip(window, begun, strict=True):
                with job.progress.part(number, count), job.stage("synthesise"):
                    job.progress.advance(SAMPLING, "speaking", 0, 1)
                    made = await making
                job.warnings += own.warnings if own is not job else ()
                await take(number, made)


def _windows(count: int, most: int, *, has_listener: bool) -> Iterator[range]:
    """Yield the numbers of parts that are made at once.

    A listener waits for the first one alone, and hears it while twice as many are made.
    """
    first, size = 0, 1 if has_listener else most
    while first < count:
        yield range(first, min(first + size, count))
        first, size = first + size, min(2 * size, most)


@contextlib.asynccontextmanager
async def _begun(
    window: range, session: Session, say: Say[T]
) -> AsyncIterator[Sequence[tuple[Job, "asyncio.Future[T]"]]]:
    """Begin a window's parts. The first has the job's progress and its waits; the others go beside it."""
    sessions = [session, *(session.beside() for _ in window[1:])]
    begun = [
        (own.job, asyncio.ensure_future(say(number, own)))
        for number, own in zip(window, sessions, strict=True)
    ]
    try:
        yield begun
    finally:
        makings = [making for _, making in begun]
        for making in makings:
            making.cancel()
        await asyncio.wait(makings)
        for making in makings:
            making.cancelled() or making.exception()  # one error is enough for a job
