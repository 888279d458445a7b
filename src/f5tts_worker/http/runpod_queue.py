"""An endpoint of RunPod's queue as what does the jobs of the HTTP server."""

import asyncio
import base64
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.client.connection import (
    FINAL,
    Connection,
    JobError,
    UnknownJobError,
    UnreachableError,
    answer_of,
)
from f5tts_worker.client.input.recordings import INLINE_BYTES
from f5tts_worker.config import read_environment
from f5tts_worker.http.backend import NAMED, Answer, State, fetch, fetch_if_there, finished
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.streams import PCM, Told, last, sound_asked
from f5tts_worker.request.canonical import DELIVERY
from f5tts_worker.running_time import running_time

log = logging.getLogger(__name__)

LOOK_S = 0.5  # between looks at a job in RunPod's queue
PATIENCE_S = 60.0  # with a queue that does not answer
MAX_INPUT_BYTES = INLINE_BYTES * 4 // 3 + 500_000  # of RunPod's 10 MB
WAV_HEADER_BYTES = 44  # of a wav that is streamed: before its samples, in the first piece


class RunPodQueue:
    """An endpoint of RunPod's queue. The key stays here."""

    is_metered = True

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Its own are not known here: what only they can tell is left to the endpoint.
        self.settings, _ = read_environment({"F5TTS_ALLOW_PRIVATE_URLS": "true"})
        self._progress: dict[str, Answer] = {}  # of the jobs that are under way

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer; wait for it in the queue."""
        return await self._noted(job_id, job_input, _queued(job_id))

    async def _noted(self, job_id: str, job_input: Mapping[str, Any], progress: Answer) -> Answer:
        """Do a job, and let those who ask see its progress meanwhile."""
        self._progress[job_id] = progress
        try:
            return await self._done(job_id, job_input, progress)
        finally:
            if self._progress.get(job_id) is progress:  # a later request may have brought the same id
                del self._progress[job_id]

    async def stream(self, job_id: str, job_input: Mapping[str, Any]) -> AsyncGenerator[Told, None]:
        """Yield a job's speech as its pieces come into the bucket; without one, all of it when it is done."""
        form, order = sound_asked(job_input)
        progress = _queued(job_id)  # its own: a later request may bring the same id
        doing = asyncio.create_task(self._noted(job_id, _in_pieces(order), progress))
        pieces = _Pieces(form)
        try:
            while not pieces.is_over:
                await asyncio.wait({doing}, timeout=LOOK_S)
                pieces.look_at(progress, is_over=doing.done())
                async for told in pieces.made():
                    yield told
            answer = await doing
        finally:
            if doing.cancel():
                await asyncio.wait({doing})
        if "error" not in answer and not pieces.has_begun:
            async for told in finished(self, answer, form):
                yield told
        elif "error" not in answer and not pieces.has_ended:
            raise Fault(502, "STORE_UNAVAILABLE", "The bucket did not get all of the speech.", retryable=True)
        yield last(answer)

    def known(self, job_id: str) -> Answer | None:
        """Return how far a job is that is under way here."""
        found = self._progress.get(job_id)
        return None if found is None else dict(found)

    async def read(self, address: str) -> bytes:
        """Return the content behind an address in an answer."""
        return await fetch(address)

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
        """Cancel an abandoned job."""
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


class _Pieces:
    """The pieces of one job, as they come into the bucket."""

    def __init__(self, form: str) -> None:
        self.has_begun = self.has_ended = self.is_over = False
        self._form = form
        self._next: str | None = None  # where the next one is, or will be

    def look_at(self, state: Mapping[str, Any], *, is_over: bool) -> None:
        """Take note of how the job stands. When it is over, what is not there will not come."""
        self.is_over = is_over
        if not self.has_begun and self._next is None:
            self._next = (state.get("progress") or {}).get("pieces_url")

    async def made(self) -> AsyncGenerator[Told, None]:
        """Yield what has come since. Raises Fault."""
        while self._next is not None and (data := await self._fetched(self._next)) is not None:
            try:
                piece = json.loads(data)
                about = {name: piece.pop(name) for name in ("job_id", "sample_rate", "format", "seed")}
                sound = base64.b64decode(piece["audio"])
                self._next, self.has_ended = piece.pop("next", None), piece["is_last"]
            except (ValueError, KeyError, TypeError, AttributeError):
                raise Fault(502, "INTERNAL", "The bucket has something else in a piece's place.") from None
            if not self.has_begun:
                self.has_begun = True
                yield {"type": "start", **about, "format": self._form}
                if self._form == PCM and sound.startswith(b"RIFF"):
                    sound = sound[WAV_HEADER_BYTES:]
            yield {"type": "piece", **piece, "audio": sound}

    async def _fetched(self, address: str) -> bytes | None:
        try:
            return await fetch_if_there(address)
        except Fault:
            if self.is_over:
                raise
            return None  # there is another look


def _queued(job_id: str) -> Answer:
    return {"job_id": job_id, "status": "QUEUED"}


def _in_pieces(order: Answer) -> Answer:
    """Return an order whose speech leaves in pieces, whatever it says itself."""
    options = order.get("options")
    if isinstance(options, dict):
        order = {**order, "options": {name: value for name, value in options.items() if name != DELIVERY}}
    return {**order, DELIVERY: True}


async def _undone(asking: "asyncio.Future[Any]", undo: Callable[[Any], Awaitable[None]]) -> None:
    """Wait for a call, and undo it if it did anything."""
    await asyncio.wait({asking})
    if asking.exception() is None:
        await undo(asking.result())


def _failure(error: JobError, output: object) -> Answer:
    facts = output if isinstance(output, dict) else {}
    found = {"error": str(error), "error_code": error.code, "retryable": error.retryable}
    return {"details": {}, **facts, **found}
