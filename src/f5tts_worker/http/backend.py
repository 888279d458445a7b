"""What does the jobs of the HTTP server: the worker in this process, or an endpoint of RunPod's queue."""

import asyncio
import base64
import binascii
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import unquote

from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.faults import Fault, of_answer
from f5tts_worker.http.streams import PCM, Told, in_one_piece, last, sound_asked
from f5tts_worker.jobs.delivery.response import failure
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.storage.opening import FILES

Answer = dict[str, Any]
State = Literal["ready", "preparing", "broken"]

# What takes a `request_id`: the job is found by it later, by any worker.
NAMED = ("tts", "dub", "align", "upload")
SERVED = ("output/", "voices/")  # of the store, by key


class Backend(Protocol):
    """Does one job at a time for each caller; several callers may wait at once.

    `is_metered`: whatever its workers are asked has to be paid for. `settings`: what requests are read with
    before they are sent.
    """

    is_metered: bool
    settings: Settings

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
        settings: Settings,
    ) -> None:
        """`path_of` returns where a key of the store is on this machine, or None."""
        self._handle = handle
        self._path_of = path_of
        self._state = state
        self.settings = settings
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
        with Listener(PCM if form == PCM else None, is_played=True) as listener:
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
            return await fetch(address)
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
        return (self.settings.model,)

    def state(self) -> State:
        """Say whether jobs would be done now."""
        return "broken" if self._is_broken else self._state()


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


async def fetch(address: str) -> bytes:
    """Return what is at a presigned address. Raises Fault."""
    found = await asyncio.to_thread(_fetched, address)
    if found is None:
        raise Fault(502, "STORE_UNAVAILABLE", "The bucket did not deliver the result.", retryable=True)
    return found


async def fetch_if_there(address: str) -> bytes | None:
    """Return what is at a presigned address, or None if nothing is. Raises Fault."""
    return await asyncio.to_thread(_fetched, address)


def _fetched(address: str) -> bytes | None:
    """Fetch a presigned address. The address itself stays out of every message."""
    import requests

    try:
        with requests.get(address, timeout=(10, 60)) as response:
            if response.status_code in (403, 404):  # the first where the key may not list the bucket
                return None
            response.raise_for_status()
            return response.content
    except requests.RequestException as error:
        sentence = f"The bucket did not deliver the result ({type(error).__name__})."
        raise Fault(502, "STORE_UNAVAILABLE", sentence, retryable=True) from None
