"""Jobs of the local API, as RunPod's queue keeps them: each begins at once and can be asked for until later.

The SDK's own server runs a job only when its status is asked for, with POST, and answers when it is done: a
client that asks with GET as it asks RunPod, or asks again meanwhile, never gets its answer.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from f5tts_worker.running_time import running_time

KEPT_S = 1800.0  # as long as RunPod keeps what came from /run
KEPT_BYTES = 200_000_000  # of sound in base64, mostly; the oldest results go first

Run = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class LocalJobs:
    """Runs jobs in the loop that asks for them, and keeps their results for half an hour."""

    def __init__(self, run: Run) -> None:
        """`run` does a job and returns the SDK's dict: `output`, `error` or both."""
        self._run = run
        self._tasks: dict[str, asyncio.Task[dict[str, Any]]] = {}
        self._ended: dict[str, tuple[float, int]] = {}  # when, and how large the answer is; oldest first

    def begin(self, order: Mapping[str, Any]) -> str:
        """Start a job and return its id."""
        job_id = f"local-{uuid.uuid4()}"
        task = asyncio.ensure_future(self._run({"id": job_id, "input": order}))
        self._tasks[job_id] = task
        task.add_done_callback(lambda done: self._end(job_id, done))
        return job_id

    async def wait(self, job_id: str, other: "asyncio.Future[None]") -> None:
        """Return when a job has ended, however it did, or when the other is done."""
        ends: list[asyncio.Future[Any]] = [self._tasks[job_id], other]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)

    def state(self, job_id: str) -> dict[str, Any] | None:
        """Return what RunPod's `/status` says of a job; None for one that is unknown, or no longer known."""
        self._forget()
        task = self._tasks.get(job_id)
        if task is None:
            return None
        if not task.done():
            return {"id": job_id, "status": "IN_PROGRESS"}
        if task.cancelled():
            return {"id": job_id, "status": "CANCELLED"}
        if (fault := task.exception()) is not None:
            return {"id": job_id, "status": "FAILED", "error": f"INTERNAL: {type(fault).__name__}"}
        answer = task.result()
        status = "FAILED" if "error" in answer else "COMPLETED"
        return {
            "id": job_id,
            "status": status,
            **{k: v for k, v in answer.items() if k in ("output", "error")},
        }

    async def cancel(self, job_id: str) -> None:
        """Stop a job, and return when it has stopped. Does nothing for one that has ended, or is unknown."""
        task = self._tasks.get(job_id)
        if task is not None and task.cancel():
            await asyncio.wait([task])

    def _end(self, job_id: str, task: asyncio.Task[dict[str, Any]]) -> None:
        size = 0
        if not task.cancelled() and task.exception() is None:
            output = task.result().get("output")
            audio = output.get("audio_base64") if isinstance(output, dict) else None
            size = len(audio) if isinstance(audio, str) else 0
        self._ended[job_id] = (running_time(), size)
        self._forget()

    def _forget(self) -> None:
        total = sum(size for _, size in self._ended.values())
        for job_id, (ended, size) in list(self._ended.items())[:-1]:
            if total <= KEPT_BYTES and running_time() - ended < KEPT_S:
                break
            total -= size
            del self._ended[job_id], self._tasks[job_id]
