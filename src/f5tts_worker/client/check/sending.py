"""Sends jobs, each once, and follows them: one that is lost is noticed long before the time is over."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from f5tts_worker.client.check.outcome import Outcome
from f5tts_worker.client.connection import (
    FINAL,
    NO_WORKER,
    Connection,
    JobError,
    UnknownJobError,
    UnreachableError,
)
from f5tts_worker.running_time import running_time

POLL_SECONDS = 0.25
COLD_JOBS = 2  # the first ones: they may wait for an installation, which takes minutes


@dataclass(frozen=True)
class Patience:
    """Seconds until a job counts as lost, or the whole check is over."""

    total: float = 600.0
    first: float = 120.0  # in the queue, if RunPod starts no worker
    queued: float = 60.0  # in the queue without any news of another job
    working: float = 240.0  # at work
    unknown: float = 5.0  # the queue says 404
    silent: float = 60.0  # the endpoint does not answer
    cancelled: float = 30.0  # after a cancel, until queue and worker say that the job has ended


class Sender:
    """Sends jobs, follows them to their ends, and cancels what it leaves behind."""

    def __init__(
        self, connection: Connection, patience: Patience, show: Callable[[Mapping[str, Any]], None]
    ) -> None:
        self.connection, self.patience, self._show = connection, patience, show
        self._end = running_time() + patience.total
        self._under_way: dict[str, Outcome] = {}
        self._news = self._heard = running_time()  # of any job's progress; of the endpoint at all
        self.outcomes: list[Outcome] = []

    @property
    def left(self) -> float:
        """Seconds until the check is over."""
        return self._end - running_time()

    def send(self, name: str, order: Mapping[str, Any]) -> Outcome:
        """Send one job, once. Raises JobError and UnreachableError."""
        sent = running_time()
        job = Outcome(name, order, self.connection.submit({"input": dict(order)}), sent)
        self._under_way[job.job_id] = job
        self.outcomes.append(job)
        return job

    def run(self, name: str, order: Mapping[str, Any]) -> Outcome:
        """Send one job and return when it has ended, or is lost."""
        job = self.send(name, order)
        self.follow([job])
        return job

    def follow(
        self, jobs: Sequence[Outcome], until: Callable[[Outcome], bool] = lambda job: job.ended
    ) -> None:
        """Return when each of these jobs has ended, is lost, or has come as far as `until` says.

        Raises JobError, and UnreachableError if the endpoint has not answered for a minute.
        """
        self._news = self._heard = running_time()
        waiting = [job for job in jobs if not until(job)]
        while waiting:
            for job in waiting:
                self._look(job)
            waiting = [job for job in waiting if not (job.ended or until(job))]
            if waiting:
                self._show({"message": f"{waiting[0].name}: {waiting[0].state.get('status', 'sent')}"})
                time.sleep(POLL_SECONDS)

    def cancel(self, job: Outcome) -> None:
        """Ask once for a job's end; what comes of it is seen in its state."""
        with suppress(JobError, UnknownJobError, UnreachableError):
            self.connection.cancel(job.job_id)

    def close(self) -> None:
        """Cancel what is under way, so that nothing goes on to cost money."""
        for job in list(self._under_way.values()):
            self.cancel(job)
        self._under_way.clear()

    def _look(self, job: Outcome) -> None:
        now = running_time()
        try:
            state = self.connection.state(job.job_id)
        except UnknownJobError:
            job.unknown_since = job.unknown_since or now
            if now - job.unknown_since >= self.patience.unknown:
                self._lose(job, "was accepted, and then the queue knew no such job (404)")
            return
        except UnreachableError:
            if now - self._heard > self.patience.silent:
                raise
            return
        self._heard = running_time()
        job.state, job.seconds, job.unknown_since = state, running_time() - job.sent, None
        if state.get("status") in FINAL:
            self._news = running_time()
            self._under_way.pop(job.job_id, None)
        else:
            self._judge_wait(job, now)

    def _judge_wait(self, job: Outcome, now: float) -> None:
        is_queued = job.state.get("status") in ("IN_QUEUE", "QUEUED")
        if not is_queued:
            self._news = now
        job.working_since = None if is_queued else job.working_since or now
        limit, waits = self.patience, now - max(self._news, job.sent)
        if len(self.outcomes) == 1 and is_queued:
            if (waits >= limit.first and not self._starting()) or self.left <= 0:
                self._no_worker(job, waits)
        elif is_queued and waits >= limit.queued:
            self._lose(job, f"never left the queue: it was IN_QUEUE for {waits:.0f} s{self._counts()}")
        elif job.working_since and now - job.working_since >= limit.working and not self._is_cold:
            self._lose(job, f"has not ended {limit.working:.0f} s after it was begun")
        elif self.left <= 0:
            self._lose(job, f"had not ended when the time of {limit.total:.0f} s was over")

    @property
    def _is_cold(self) -> bool:
        return len(self.outcomes) <= COLD_JOBS

    def _starting(self) -> bool:
        with suppress(UnreachableError, JobError):
            return bool(self.connection.workers().get("initializing"))
        return False

    def _counts(self) -> str:
        try:
            counts = self.connection.workers()
        except (UnreachableError, JobError):
            return ""
        told = ", ".join(f"{count} {state}" for state, count in counts.items())
        return f"; RunPod's counts of workers: {told}" if told else ""

    def _no_worker(self, job: Outcome, waits: float) -> None:
        sentence = (
            f"no worker has taken the first job for {waits:.0f} s{self._counts()}; the job was cancelled"
        )
        self._lose(job, sentence)
        raise JobError(sentence, NO_WORKER, retryable=True)

    def _lose(self, job: Outcome, how: str) -> None:
        job.lost = f"the job is lost: {job.job_id} {how}"
        self._under_way.pop(job.job_id, None)
        self.cancel(job)
