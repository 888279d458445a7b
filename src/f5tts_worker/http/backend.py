"""What does the jobs of the HTTP server: the worker in this process, or an endpoint of RunPod's queue."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import unquote

from f5tts_worker.client.connection import (
    FINAL,
    Connection,
    JobError,
    UnknownJobError,
    UnreachableError,
    answer_of,
)
from f5tts_worker.client.input.recordings import INLINE_BYTES
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.faults import Fault, of_answer
from f5tts_worker.jobs.delivery.response import failure
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.opening import FILES

Answer = dict[str, Any]
State = Literal["ready", "preparing", "broken"]

SERVED = ("output/", "voices/")  # of the store, by key
LOOK_S = 0.5  # between looks at a job in RunPod's queue
PATIENCE_S = 60.0  # with a queue that does not answer
MAX_INPUT_BYTES = INLINE_BYTES * 4 // 3 + 500_000  # of RunPod's 10 MB


class Backend(Protocol):
    """Does one job at a time for each caller; several callers may wait at once."""

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer, that of a failed one too. Cancelling this ends the job's work.

        Raises Fault where the job could not be sent.
        """

    async def earlier(self, job_id: str) -> Answer:
        """Return the answer of an earlier job, or how it stands: the endpoint `result`."""

    async def status(self, job_id: str) -> Answer:
        """Say how a job stands: the endpoint `status`."""

    async def read(self, address: str) -> bytes:
        """Return the content behind an address in an answer. Raises Fault."""

    async def file(self, key: str) -> Path:
        """Return the file that is served under a key. Raises Fault 404."""

    def models(self) -> tuple[str, ...]:
        """Return the models that are known without asking a worker."""

    def state(self) -> State:
        """Say whether jobs would be done now."""


class OwnWorker:
    """The worker in this process."""

    def __init__(
        self,
        handle: Callable[[Mapping[str, Any]], Awaitable[Answer]],
        path_of: Callable[[str], Awaitable[Path | None]],
        is_preparing: Callable[[], bool],
        model: str,
    ) -> None:
        """`path_of` returns where a key of the store is on this machine, or None."""
        self._handle = handle
        self._path_of = path_of
        self._is_preparing = is_preparing
        self._model = model
        self._is_broken = False

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer."""
        answer = await self._handle({"id": job_id, "input": dict(job_input)})
        # RunPod's queue would replace this worker; without one, its health check has to.
        self._is_broken |= bool(answer.pop("refresh_worker", False))
        return answer

    async def earlier(self, job_id: str) -> Answer:
        """Return the answer of an earlier job, or how it stands."""
        return await self.run(f"result-{uuid.uuid4()}", {"endpoint": "result", "job_id": job_id})

    async def status(self, job_id: str) -> Answer:
        """Say how a job stands."""
        return await self.run(f"status-{uuid.uuid4()}", {"endpoint": "status", "job_id": job_id})

    async def read(self, address: str) -> bytes:
        """Return the content behind an address: a file of the store, or of the bucket."""
        if not address.startswith(FILES):
            return await _fetch(address)
        path = await self.file(unquote(address.removeprefix(f"{FILES}/")))
        return await asyncio.to_thread(path.read_bytes)

    async def file(self, key: str) -> Path:
        """Return the file of the store that is served under a key. Raises Fault."""
        try:
            path = await self._path_of(key) if key.startswith(SERVED) else None
        except WorkerError as error:
            raise of_answer(failure(error, "")) from None
        if path is None or not path.is_file():
            raise Fault(404, "NOT_FOUND", "There is no such file.")
        return path

    def models(self) -> tuple[str, ...]:
        """Return the worker's model."""
        return (self._model,)

    def state(self) -> State:
        """Say whether jobs would be done now."""
        if self._is_broken:
            return "broken"
        return "preparing" if self._is_preparing() else "ready"


class RunPodQueue:
    """An endpoint of RunPod's queue. The key stays here."""

    # What takes a `request_id`: the job is found by it later, by any worker.
    NAMED = ("tts", "align", "upload")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._progress: dict[str, Answer] = {}  # of the jobs that are under way

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer; wait for it in the queue."""
        order = dict(job_input)
        if order.get("endpoint", "tts") in self.NAMED:
            order.setdefault("request_id", job_id)
        if sum(len(value) for value in order.values() if isinstance(value, str)) > MAX_INPUT_BYTES:
            sentence = "RunPod's queue takes requests of at most 10 MB; send the address of the recording."
            raise Fault(413, "TOO_LARGE", sentence)
        self._progress[job_id] = {"status": "QUEUED"}
        try:
            sent = await self._asked(lambda: self._connection.submit({"input": order}))
            return await self._followed(job_id, sent)
        except UnknownJobError as error:
            raise Fault(502, "UNREACHABLE", f"{error}.", retryable=True) from None
        except JobError as error:
            return _failure(error, {})
        finally:
            del self._progress[job_id]

    async def earlier(self, job_id: str) -> Answer:
        """Return the answer of an earlier job, or how it stands."""
        return await self._told("result", job_id)

    async def status(self, job_id: str) -> Answer:
        """Say how a job stands."""
        return await self._told("status", job_id)

    async def read(self, address: str) -> bytes:
        """Return the content behind an address in an answer."""
        return await _fetch(address)

    async def file(self, key: str) -> Path:
        """Raise Fault 404: the endpoint's answers link elsewhere."""
        raise Fault(404, "NOT_FOUND", f"{key[:60]} is not here: the endpoint's answers have their own links.")

    def models(self) -> tuple[str, ...]:
        """Return none: a list that clients ask for often must not start a worker."""
        return ()

    def state(self) -> State:
        """Say that jobs are taken: the queue starts workers for them."""
        return "ready"

    async def _told(self, endpoint: str, job_id: str) -> Answer:
        """Ask a worker about a job, unless it is under way here."""
        if job_id in self._progress:
            return {"job_id": job_id, **self._progress[job_id]}
        return await self.run(f"{endpoint}-{uuid.uuid4()}", {"endpoint": endpoint, "job_id": job_id})

    async def _followed(self, job_id: str, sent: str) -> Answer:
        try:
            while True:
                state = await self._asked(lambda: self._connection.state(sent))
                if state.get("status") in FINAL:
                    break
                progress = state.get("output")
                known = {"progress": progress} if isinstance(progress, dict) else {}
                is_queued = state.get("status") == "IN_QUEUE"
                self._progress[job_id] = {"status": "QUEUED" if is_queued else "PROCESSING", **known}
                await asyncio.sleep(LOOK_S)
        except asyncio.CancelledError:
            await asyncio.shield(self._asked(lambda: self._connection.cancel(sent)))
            raise
        try:
            return answer_of(state)
        except JobError as error:
            return _failure(error, state.get("output"))

    async def _asked(self, call: Callable[[], Any]) -> Any:
        """Ask the queue, again for a while where it does not answer. Raises Fault 502, JobError."""
        end = running_time() + PATIENCE_S
        while True:
            try:
                return await asyncio.to_thread(call)
            except UnreachableError as error:
                if running_time() > end:
                    raise Fault(502, "UNREACHABLE", f"{str(error).capitalize()}.", retryable=True) from None
                await asyncio.sleep(LOOK_S)


def _failure(error: JobError, output: object) -> Answer:
    facts = output if isinstance(output, dict) else {}
    found = {"error": str(error), "error_code": error.code, "retryable": error.retryable}
    return {"details": {}, **facts, **found}


async def _fetch(address: str) -> bytes:
    return await asyncio.to_thread(_fetched, address)


def _fetched(address: str) -> bytes:
    """Fetch a presigned address. The address itself stays out of every message."""
    import requests

    try:
        with requests.get(address, timeout=(10, 60)) as response:
            response.raise_for_status()
            return response.content
    except requests.RequestException as error:
        sentence = f"The bucket did not deliver the result ({type(error).__name__})."
        raise Fault(502, "STORE_UNAVAILABLE", sentence, retryable=True) from None
