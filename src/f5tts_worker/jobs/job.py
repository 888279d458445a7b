"""One job as the pipeline sees it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from f5tts_worker.deadline import in_thread
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.jobs.status.progress import ProgressPosts
from f5tts_worker.jobs.usage import Usage
from f5tts_worker.running_time import running_time

P = ParamSpec("P")
T = TypeVar("T")

QUEUED = "queued"  # the stage of all waiting: for other jobs, for the installation, for the engine to load


@dataclass(eq=False)  # compared by identity: jobs are kept in sets of waiters
class Job:
    """A job's id, its progress, its temporary folder, and when its time is up (seconds of `running_time`).

    `digest` tells its request from others under the same id; None for a job whose work may be done twice.
    `is_named`: its id is its own, and no other job has it. `listener` hears its speech while it is made.
    """

    id: str
    progress: ProgressPosts
    folder: Path
    deadline: float
    digest: str | None = None
    is_named: bool = True
    listener: Listener | None = None
    seconds: dict[str, float] = field(default_factory=lambda: {QUEUED: 0.0})  # spent in each stage
    warnings: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    is_queued: bool = False  # it waits until the engine has finished other jobs' work
    _stage: tuple[str | None, float] = (None, 0.0)  # the one it is in, and since when
    _before: str | None = None  # the one it was in before it was queued

    def beside(self) -> "Job":
        """Return the job as a part of it is done beside others: its progress and its times are not shown."""
        part = Job(
            self.id, ProgressPosts(None), self.folder, self.deadline, self.digest, is_named=self.is_named
        )
        part.usage = self.usage
        return part

    def remaining(self) -> float:
        """Return the seconds that are left, at least 0."""
        return max(0.0, self.deadline - running_time())

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of work that blocks; the job's deadline holds in its thread and for the wait.

        Raises WorkerError JOB_TIMEOUT when the job's time is up, whatever the thread is waiting for.
        """
        return await in_thread(self.deadline, 0, work, *args, **kwargs)

    def waits(self, *, is_waiting: bool) -> None:
        """Count what follows as queued, or no longer: the engine works for others, or for this job again."""
        if is_waiting == self.is_queued:
            return
        self.is_queued = is_waiting
        self._before = self._enter(QUEUED if is_waiting else self._before)

    @contextmanager
    def waiting(self) -> Iterator[Callable[[], None]]:
        """Count the job as queued until the function that is yielded is called, or the block ends."""
        self.waits(is_waiting=True)
        try:
            yield functools.partial(self.waits, is_waiting=False)
        finally:
            self.waits(is_waiting=False)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time spent in the block to this stage, but not that of a stage inside it."""
        outer = self._enter(name)
        try:
            yield
        finally:
            self._enter(outer)

    def _enter(self, name: str | None) -> str | None:
        """Begin a stage; return the one that ends, or pauses, with it."""
        now, (before, since) = running_time(), self._stage
        if before is not None:
            self.seconds[before] = self.seconds.get(before, 0.0) + now - since
        self._stage = name, now
        return before
