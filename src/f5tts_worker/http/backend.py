"""What does the jobs of the HTTP server: the worker in this process, or an endpoint of RunPod's queue."""

import asyncio
import base64
import binascii
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
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
from f5tts_worker.http.streams import PCM, Told, in_one_piece, last, sound_asked
from f5tts_worker.jobs.delivery.response import failure
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.opening import FILES

log = logging.getLogger(__name__)

Answer = dict[str, Any]
State = Literal["ready", "preparing", "broken"]

# What takes a `request_id`: the job is found by it later, by any worker.
NAMED = ("tts", "dub", "align", "upload")
SERVED = ("output/", "voices/")  # of the store, by key
LOOK_S = 0.5  # between looks at a job in RunPod's queue
PATIENCE_S = 60.0  # with a queue that does not answer
MAX_INPUT_BYTES = INLINE_BYTES * 4 // 3 + 500_000  # of RunPod's 10 MB


class Backend(Protocol):
    """Does one job at a time for each caller; several callers may wait at once.

    `is_metered`: whatever its workers are asked has to be paid for.
    """

    is_metered: bool

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer, that of a failed one too. Cancelling this ends the job's work.

        Raises Fault where the job could not be sent.
        """

    def stream(self, job_id: str, job_input: Mapping[str, Any]) -> AsyncGenerator[Told, None]:
        """Yield what a job tells that makes speech, as `Stream` has it. Closing this ends its work.

        `output_format` is that of the sound, and may be `pcm`, which it is by default. Raises Fault where the
        job could not be sent.
        """

    def known(self, job_id: str) -> Answer | None:
        """Return how a job stands, if that is known without asking a worker."""

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

    is_metered = False

    def __init__(
        self,
        handle: Callable[[Mapping[str, Any], Listener | None], Awaitable[Answer]],
        path_of: Callable[[str], Awaitable[Path | None]],
        state: Callable[[], State],
        model: str,
    ) -> None:
        """`path_of` returns where a key of the store is on this machine, or None."""
        self._handle = handle
        self._path_of = path_of
        self._state = state
        self._model = model
        self._is_broken = False

    async def run(
        self, job_id: str, job_input: Mapping[str, Any], listener: Listener | None = None
    ) -> Answer:
        """Return a job's answer."""
        answer = await self._handle({"id": job_id, "input": dict(job_input)}, listener)
        # RunPod's queue would replace this worker; without one, its health check has to.
        self._is_broken |= bool(answer.pop("refresh_worker", False))
        return answer

    async def stream(self, job_id: str, job_input: Mapping[str, Any]) -> AsyncGenerator[Told, None]:
        """Yield what a job tells while its speech is made."""
        form, order = sound_asked(job_input)
        with Listener(PCM if form == PCM else None) as listener:
            doing = asyncio.create_task(self.run(job_id, order, listener))
            doing.add_done_callback(lambda _: listener.end())
            try:
                async for told in listener.heard():
                    yield told
                answer = await doing
            finally:
                if doing.cancel():
                    await asyncio.wait({doing})
        if not listener.has_begun and "error" not in answer:  # done before, or joined
            async for told in finished(self, answer, form):
                yield told
        yield last(answer)

    def known(self, job_id: str) -> Answer | None:  # noqa: ARG002 - the queue's backend needs it
        """Return None: the worker is near enough to be asked."""
        return None

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
        return "broken" if self._is_broken else self._state()


class RunPodQueue:
    """An endpoint of RunPod's queue. The key stays here."""

    is_metered = True

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._progress: dict[str, Answer] = {}  # of the jobs that are under way

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer; wait for it in the queue."""
        progress: Answer = {"job_id": job_id, "status": "QUEUED"}
        self._progress[job_id] = progress
        try:
            return await self._done(job_id, job_input, progress)
        finally:
            if self._progress.get(job_id) is progress:  # a later request may have brought the same id
                del self._progress[job_id]

    async def stream(self, job_id: str, job_input: Mapping[str, Any]) -> AsyncGenerator[Told, None]:
        """Yield a job's speech in one piece, when it is done: the queue has no other way."""
        form, order = sound_asked(job_input)
        answer = await self.run(job_id, order)
        if "error" not in answer:
            async for told in finished(self, answer, form):
                yield told
        yield last(answer)

    def known(self, job_id: str) -> Answer | None:
        """Return how far a job is that is under way here."""
        found = self._progress.get(job_id)
        return None if found is None else dict(found)

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

    async def _done(self, job_id: str, job_input: Mapping[str, Any], progress: Answer) -> Answer:
        """Do a job, and note how far it is in `progress`."""
        order = dict(job_input)
        if order.get("endpoint", "tts") in NAMED:
            order.setdefault("request_id", job_id)
        if sum(len(value) for value in order.values() if isinstance(value, str)) > MAX_INPUT_BYTES:
            sentence = "RunPod's queue takes requests of at most 10 MB; send the address of the recording."
            raise Fault(413, "TOO_LARGE", sentence)
        try:
            sent = await self._submitted(order)
            return await self._followed(sent, progress)
        except UnknownJobError as error:
            raise Fault(502, "UNREACHABLE", f"{error}.", retryable=True) from None
        except JobError as error:
            return _failure(error, {})

    async def _submitted(self, order: Answer) -> str:
        """Put an order into the queue and return its id there. Cancelling this takes it out again."""

        def submit() -> str:
            return self._connection.submit({"input": order})

        return str(await self._asked(submit, undo=self._take_out))

    async def _take_out(self, sent: str) -> None:
        """Cancel a job that nobody waits for."""
        try:
            await self._asked(lambda: self._connection.cancel(sent))
        except (Fault, JobError, UnknownJobError) as error:
            log.warning("the job %s could not be cancelled in the queue: %s", sent, error)

    async def _followed(self, sent: str, progress: Answer) -> Answer:
        """Return the answer of a job in the queue. Cancelling this takes it out."""
        try:
            while True:
                state = await self._asked(lambda: self._connection.state(sent))
                if state.get("status") in FINAL:
                    break
                progress["status"] = "QUEUED" if state.get("status") == "IN_QUEUE" else "PROCESSING"
                if isinstance(state.get("output"), dict):
                    progress["progress"] = state["output"]
                await asyncio.sleep(LOOK_S)
        except asyncio.CancelledError:
            await asyncio.shield(self._take_out(sent))
            raise
        try:
            return answer_of(state)
        except JobError as error:
            return _failure(error, state.get("output"))

    async def _asked(
        self, call: Callable[[], Any], undo: Callable[[Any], Awaitable[None]] | None = None
    ) -> Any:
        """Ask the queue, again for a while where it does not answer. Raises Fault 502, JobError.

        A thread's call goes on when this is cancelled; then `undo` gets what it returns.
        """
        end = running_time() + PATIENCE_S
        while True:
            asking = asyncio.ensure_future(asyncio.to_thread(call))
            try:
                return await asyncio.shield(asking)
            except UnreachableError as error:
                if running_time() > end:
                    raise Fault(502, "UNREACHABLE", f"{str(error).capitalize()}.", retryable=True) from None
            except asyncio.CancelledError:
                if undo is not None:
                    await asyncio.shield(_undone(asking, undo))
                raise
            await asyncio.sleep(LOOK_S)


async def finished(backend: Backend, answer: Answer, form: str) -> AsyncGenerator[Told, None]:
    """Yield the speech of an answer as a stream has it. Raises Fault."""
    words = None
    if "word_timings" in answer or "word_timings_url" in answer:
        words = await words_of(backend, answer)
    async for told in in_one_piece(answer, await sound_of(backend, answer), words, form):
        yield told


async def sound_of(backend: Backend, answer: Answer) -> bytes:
    """Return the speech of an answer, inside it or linked. Raises Fault."""
    inside = answer.get("audio_base64")
    if isinstance(inside, str):
        try:
            return base64.b64decode(inside, validate=True)
        except binascii.Error:
            raise Fault(502, "INTERNAL", "The worker's audio is not valid base64.") from None
    return await backend.read(str(answer.get("audio_url")))


async def words_of(backend: Backend, answer: Answer) -> list[dict[str, Any]]:
    """Return the word timings of an answer, inside it or linked. Raises Fault."""
    found = answer.get("word_timings")
    if found is None:
        found = json.loads(await backend.read(str(answer.get("word_timings_url"))))
    return list(found)


async def _undone(asking: "asyncio.Future[Any]", undo: Callable[[Any], Awaitable[None]]) -> None:
    """Wait for a call, and undo it if it did anything."""
    await asyncio.wait({asking})
    if asking.exception() is None:
        await undo(asking.result())


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
