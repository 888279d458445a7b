"""Answers that leave as they are made: what a job tells on the way, and the responses that carry it."""

import asyncio
import base64
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any, Self

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from f5tts_worker.http.faults import Fault, of_answer
from f5tts_worker.http.sound import samples_of
from f5tts_worker.request.fields import ENDPOINTS
from f5tts_worker.request.forms import is_nothing, meant
from f5tts_worker.request.other_names import OTHER_NAMES

log = logging.getLogger(__name__)

Told = dict[str, Any]
PCM = "pcm"  # samples of 16 bits without a header: no file, so no format of a job
_FORMAT = next(field for field in ENDPOINTS["tts"].options if field.name == "output_format")
_FORMAT_NAMES = ("output_format", *(name for name, own in OTHER_NAMES.items() if own == "output_format"))


def sound_asked(job_input: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the format of a stream's sound as it was asked for, and the job's input.

    Without any it is PCM; the file that is kept is a wav then.
    """
    order, options = dict(job_input), job_input.get("options")
    places = [order]
    if isinstance(options, dict):
        order["options"] = dict(options)
        places.append(order["options"])
    given = [(place, name) for place in places for name in _FORMAT_NAMES if _format(place.get(name))]
    for place, name in given:
        if _format(place[name]) == PCM:
            place[name] = "wav"
            return PCM, order
    return (_format(given[0][0][given[0][1]]) if given else None) or PCM, order


def _format(value: object) -> str | None:
    """Return the format that a value names, as `request` reads it, which does not know PCM; None for none."""
    value = meant(_FORMAT, value)
    if value is None or is_nothing(_FORMAT, value):
        return None
    return str(value).strip().lower().removeprefix(".")


class Stream:
    """What a job tells: `start`, `piece`s with `progress` between them, and `end` or `error`.

    The next is asked for when the last was taken. Iterated once; a piece has its sound as bytes `audio`.
    """

    def __init__(self, told: AsyncGenerator[Told, None]) -> None:
        self._told = told
        self._waiting: asyncio.Queue[Told | None] = asyncio.Queue(1)
        self._first: Told | None = None

    async def pump(self) -> None:
        """Take each message until the stream ends. Cancelling this ends the job."""
        async with contextlib.aclosing(self._told):
            async for one in self._told:
                await self._waiting.put(one)
        await self._waiting.put(None)

    async def begin(self, pumping: "asyncio.Task[None]", receive: Receive) -> None:
        """Return once there is something to hear; `receive` tells of the client's end.

        Raises Fault for a job that fails before, and 499 when the client leaves before.
        """
        self.task = pumping
        try:
            self.start = self._first = await self._first_told(receive)
        except BaseException:
            await self.close()
            raise

    async def _first_told(self, receive: Receive) -> Told:
        left = asyncio.ensure_future(client_left(receive))
        getting = asyncio.ensure_future(self._next())
        try:
            await asyncio.wait({getting, left}, return_when=asyncio.FIRST_COMPLETED)
            if not getting.done():
                raise Fault(499, "CLIENT_LEFT", "The client has closed the connection.")
            first = getting.result()
            assert first is not None  # noqa: S101 - every stream has an end
            if first["type"] == "error":
                raise of_told(first)
            return first
        finally:
            left.cancel()
            getting.cancel()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Told:
        """Return the next event of the stream."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        told = await self._next()
        if told is None:
            raise StopAsyncIteration
        return told

    async def pieces(self) -> AsyncIterator[Told]:
        """Yield the pieces alone. Raises Fault where the job fails in the middle."""
        async for told in self:
            if told["type"] == "error":
                raise of_told(told)
            if told["type"] == "piece":
                yield told

    async def sound(self) -> AsyncGenerator[bytes, None]:
        """Yield the sound alone. Raises Fault where the job fails in the middle."""
        async for piece in self.pieces():
            yield piece["audio"]

    @property
    def job_id(self) -> str:
        """The job's id, once it has begun."""
        return str(self.start["job_id"])

    async def close(self) -> None:
        """End the job, if it has not ended."""
        if self.task.cancel():
            await asyncio.wait({self.task})

    async def _next(self) -> Told | None:
        getting = asyncio.ensure_future(self._waiting.get())
        try:
            await asyncio.wait({getting, self.task}, return_when=asyncio.FIRST_COMPLETED)
            if getting.done():
                return getting.result()
        finally:
            getting.cancel()
        if not self._waiting.empty():
            return self._waiting.get_nowait()
        if self.task.cancelled():
            error = {"error": "CANCELLED: The job was cancelled.", "error_code": "CANCELLED"}
            await self._waiting.put(None)
            return {"type": "error", **error, "retryable": False, "details": {}}
        self.task.result()  # raises what went wrong inside the server
        return None


async def in_one_piece(
    answer: Mapping[str, Any], audio: bytes, words: list[Any] | None, form: str
) -> AsyncIterator[Told]:
    """Yield finished speech as a stream of one piece: where a job could not be heard while it was made."""
    facts = {name: answer.get(name) for name in ("job_id", "sample_rate", "seed")}
    yield {"type": "start", **facts, "format": form}
    sound = await asyncio.to_thread(samples_of, audio) if form == PCM else audio
    timings = {} if words is None else {"word_timings": words}
    whole = {"index": 0, "is_last": True, "start": 0.0, "end": answer.get("duration")}
    yield {"type": "piece", **whole, "text": answer.get("text"), **timings, "audio": sound}


def last(answer: Mapping[str, Any]) -> Told:
    """Return what a stream ends with: a job's answer without its sound, or its error."""
    kept = {name: value for name, value in answer.items() if name != "audio_base64"}
    return {"type": "error" if "error" in answer else "end", **kept}


def of_told(told: Told) -> Fault:
    """Return the fault in a stream's `error`."""
    return of_answer({name: value for name, value in told.items() if name != "type"})


class Leaving(Response):
    """A response whose parts leave as they come.

    A client that leaves ends the stream, and so its job. Where a Fault comes up in the middle, the connection
    is closed without an end: no client takes the half for the whole.
    """

    def __init__(
        self,
        stream: Stream,
        parts: AsyncGenerator[bytes, None],
        media_type: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status_code, self.media_type, self.background = 200, media_type, None
        self._stream, self._parts = stream, parts
        self.init_headers({"cache-control": "no-store", "x-accel-buffering": "no", **(headers or {})})

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send the parts, until the client leaves."""
        sending = asyncio.ensure_future(self._send(send))
        left = asyncio.ensure_future(client_left(receive))
        try:
            await asyncio.wait({sending, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
            sending.cancel()
            await asyncio.wait({sending})
            await self._parts.aclose()
            await self._stream.close()
        if not sending.cancelled():
            sending.result()

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for part in self._parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except Fault as fault:
            log.warning("a stream was broken off: %s: %s", fault.code, fault.message)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def client_left(receive: Receive) -> None:
    """Return when the client has closed its connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def stays() -> Message:
    """Never return: the `receive` of a client whose end is heard of elsewhere."""
    await asyncio.Event().wait()
    return {}


def as_line(told: Told) -> bytes:
    """Return an event as a line of JSON, with its sound in base64."""
    if "audio" in told:
        told = {**told, "audio": in_base64(told["audio"])}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def in_base64(data: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(data).decode("ascii")
