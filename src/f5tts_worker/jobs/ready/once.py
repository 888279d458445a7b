"""Work that is done once, however many jobs wait for it: installing the environment, downloading a model.

It continues when a job gives up waiting, and reports its progress to all jobs that wait.
"""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.job import QUEUED, Job
from f5tts_worker.volume.progress import Progress, Report

log = logging.getLogger(__name__)
T = TypeVar("T")


class Once(Generic[T]):
    """One piece of work, done in a thread when the first job asks. What failed is tried again by the next."""

    def __init__(self, work: Callable[[Report], T]) -> None:
        """Take the work; it blocks, and may report its progress."""
        self._work = work
        self._task: asyncio.Task[T] | None = None
        self.latest: Progress | None = None  # what it reported last
        self.waiting: set[Job] = set()

    @property
    def is_under_way(self) -> bool:
        """Whether it is being done now."""
        return self._task is not None and not self._task.done()

    @property
    def result(self) -> T | None:
        """What came of it; None if it is not done, or has failed."""
        return self._task.result() if self._task and self._is_good(self._task) else None

    def begin(self) -> "asyncio.Task[T]":
        """Start it unless it is under way, or done; do not wait for it."""
        if self._task is None or (self._task.done() and not self._is_good(self._task)):
            self._task = self._start(asyncio.get_running_loop())
        return self._task

    async def done(self, job: Job | None = None) -> T:
        """Return its result; start it if need be.

        Raises WorkerError ENVIRONMENT_INSTALLING if the job's time is up first, and what the work raises.
        """
        task = self.begin()
        if job is None:
            return await asyncio.shield(task)
        self.waiting.add(job)
        try:
            with job.stage(QUEUED):
                # Python 3.11's `wait_for` loses a cancel that comes as the wait ends: the job would go on.
                async with asyncio.timeout(job.remaining()):
                    return await asyncio.shield(task)
        except TimeoutError:
            if task.done():  # the work's own, of a file system that does not answer
                raise
            raise self._not_yet() from None
        finally:
            self.waiting.discard(job)

    def cancel(self) -> "asyncio.Task[T] | None":
        """Stop waiting for it; return the task to wait for."""
        if self._task is not None:
            self._task.cancel()
        return self._task

    def tell(self, progress: Progress) -> None:
        """Take a report, and pass it to the jobs that wait. Called in the event loop's thread."""
        self.latest = progress
        for job in self.waiting:
            job.progress.report(progress.stage, progress.message, progress.done, progress.total)
        if not self.waiting:
            log.debug("%s", progress.message)

    def _start(self, loop: asyncio.AbstractEventLoop) -> "asyncio.Task[T]":
        def report(progress: Progress) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is going
                loop.call_soon_threadsafe(self.tell, progress)

        task = loop.create_task(asyncio.to_thread(self._work, report))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # there may be no waiter
        return task

    @staticmethod
    def _is_good(task: "asyncio.Task[T]") -> bool:
        return task.done() and not task.cancelled() and task.exception() is None

    def _not_yet(self) -> WorkerError:
        message = (
            "The worker is still being prepared and this job's time is up"
            + (f" ({self.latest.message})" if self.latest else "")
            + "; this continues while the worker runs, so send the job again in a minute."
        )
        details = dataclasses.asdict(self.latest) if self.latest else None
        return WorkerError("ENVIRONMENT_INSTALLING", message, details)
