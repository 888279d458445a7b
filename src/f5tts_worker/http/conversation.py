"""Text that comes as it is written, spoken sentence by sentence: what the WebSocket dialects share."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from f5tts_worker.http.faults import AN_OBJECT, Fault, of_whole
from f5tts_worker.http.json_body import read_json
from f5tts_worker.http.runs import Runs
from f5tts_worker.http.streams import PCM
from f5tts_worker.request.names import voice_name
from f5tts_worker.script.growing import GrowingText
from f5tts_worker.script.markup import read_marked
from f5tts_worker.script.readable import readable
from f5tts_worker.script.ssml import is_ssml
from f5tts_worker.script.turns import Context

log = logging.getLogger(__name__)

PAUSE_MS = 180  # between sentences; with what their speech has at its edges, about the 300 ms of one speech
ROOM_S = 60.0  # how long a sentence waits for other clients' jobs
IDLE_S = 60.0  # for a client to go on while nothing is left to say
LAID_OUT = ("pcm", "wav")  # sentences in other formats are files of their own, one behind the other
Work = Coroutine[Any, Any, None]


class Mark(Enum):
    """What stands between sentences."""

    FLUSHED = "flushed"
    END = "end"


@dataclass(frozen=True)
class Piece:
    """The speech of a sentence, or of a part of it, which the `text` is.

    `start` and `end` are in seconds of the whole conversation, and so are its words' times. The pause before
    a sentence is the beginning of its `audio`.
    """

    index: int
    job_id: str
    text: str
    audio: bytes
    start: float
    end: float
    words: list[dict[str, Any]]
    sample_rate: int
    seed: int
    sentence: str
    is_last: bool  # of the sentence


class Speaker:
    """Speaks sentences in their order, while more of the text is written."""

    def __init__(
        self,
        runs: Runs,
        job_input: Mapping[str, Any],
        language: str,
        most_chars: int,
    ) -> None:
        """`job_input` is a job's of `tts` without its text."""
        self._runs = runs
        self._given = dict(job_input)
        self.form = self._given.pop("output_format", "pcm")
        self._text, self._room = GrowingText(language), most_chars
        self._wordless = ""  # a pause, say: it goes before the next sentence
        self._steps: asyncio.Queue[str | Mark] = asyncio.Queue()
        self._unsaid = 0
        self.count = 0  # of the pieces
        self._seconds = 0.0  # that have been spoken

    @property
    def seconds(self) -> float:
        """How long it has spoken."""
        return round(self._seconds, 3)

    @property
    def _reads_markup(self) -> bool:
        return self._given.get("markup", self._given.get("literal_text") is not True) is not False

    def is_idle(self) -> bool:
        """Say whether there is nothing to say."""
        return not self._unsaid

    def add(self, text: str) -> None:
        """Take more of the text. Raises Fault 413 where it is too long."""
        self._room -= len(text)
        if self._room < 0:
            sentence = "The text of the conversation is too long (F5TTS_MAX_TEXT_CHARS). Begin another one."
            raise Fault(413, "TOO_LARGE", sentence)
        self._put(*self._text.add(text))

    def flush(self) -> None:
        """Say what is there, whole or not."""
        self._mark(Mark.FLUSHED)

    def end(self) -> None:
        """Say what is there, and then nothing more."""
        self._mark(Mark.END)

    async def spoken(self) -> AsyncGenerator[Piece | Mark, None]:
        """Yield what is spoken until the end of the text. Raises Fault.

        A task that is cancelled while it waits for this ends the job that is under way.
        """
        step: str | Mark = ""
        while step is not Mark.END:
            step = await self._steps.get()
            if isinstance(step, Mark):
                yield step
            elif not _has_words(step, self._given):
                self._wordless += step
            else:
                sentence, self._wordless = self._wordless + step, ""
                async with contextlib.aclosing(self._pieces(sentence)) as pieces:
                    async for piece in pieces:
                        yield piece
            self._unsaid -= 1

    def _mark(self, mark: Mark) -> None:
        self._room -= 1  # so that marks have a limit, too
        self._put(*self._text.flush(), mark)

    def _put(self, *steps: str | Mark) -> None:
        if any(isinstance(step, str) and is_ssml(step) for step in steps) and self._reads_markup:
            expected = "the text itself, or another route"
            row = {"field": "text", "problem": "is SSML, which would be cut", "expected": expected}
            sentence = (
                "SSML is refused in a conversation, which speaks sentence by sentence: it would be cut."
            )
            raise Fault(422, "INVALID_REQUEST", sentence, {"faults": [row]})
        self._unsaid += len(steps)
        for step in steps:
            self._steps.put_nowait(step)

    async def _pieces(self, sentence: str) -> AsyncGenerator[Piece, None]:
        """Speak a sentence. Raises Fault."""
        form = PCM if self.form in LAID_OUT else self.form
        asked = {"endpoint": "tts", "output_format": form, "text": sentence}
        stream = await self._runs.stream_later({**self._given, **asked}, ROOM_S)
        rate, begins = int(stream.start["sample_rate"]), self._seconds
        silence = rate * PAUSE_MS // 1000 if self.form in LAID_OUT and self.count else 0
        base = begins + silence / rate
        # One voice in all sentences: the noise that the first one drew is the others', too. Only the first is
        # waited for.
        self._given["seed"] = stream.start["seed"]
        self._given.pop("low_latency", None)
        try:
            async for told in stream.pieces():
                lead, audio = b"", told["audio"]
                if self.form == "wav" and not self.count:
                    lead = endless_wav_header(rate)
                elif told["index"] == 0:
                    lead = bytes(2 * silence)
                    audio = untagged(audio) if self.form == "mp3" and self.count else audio
                begins, self._seconds = self._seconds, base + told["end"]
                self.count += 1
                yield Piece(
                    index=self.count - 1,
                    job_id=stream.job_id,
                    text=told["text"],
                    audio=lead + audio,
                    start=round(begins, 3),
                    end=self.seconds,
                    words=[later(word, base) for word in told.get("word_timings", ())],
                    sample_rate=rate,
                    seed=stream.start["seed"],
                    sentence=sentence,
                    is_last=told["is_last"],
                )
        finally:
            await stream.close()


async def language_of(state: Any, options: Mapping[str, Any]) -> str:
    """Return the language in which a conversation's sentences end: what was asked for, or the voice's own.

    `state` is the application's. Raises Fault 404 for a voice that there is not, where that is known without
    a job that has to be paid for.
    """
    language, voice = options.get("language"), options.get("local_voice")
    if voice is not None:
        told = await state.runs.told_at_once({"endpoint": "get_voice", "voice_name": voice}) or {}
        language = language or told.get("voice", {}).get("defaults", {}).get("language")
    return str(language or state.serving.language)


def _has_words(sentence: str, options: Mapping[str, Any]) -> bool:
    """Say whether there is something to speak in a sentence, as a job with these options reads it."""
    is_literal = options.get("literal_text") is True
    if options.get("markup", not is_literal) is not False:
        named = options.get("voices")
        voices = {str(name): str(name) for name in named} if isinstance(named, dict | list) else {}
        reading = read_marked(sentence, Context(voices=voices, literal=is_literal), voice_name)
        if reading.faults:  # the job will name them
            return True
        shown = "".join(turn.text for turn in reading.turns)
    else:
        shown = sentence if is_literal else readable(sentence)[0]
    return any(sign.isalnum() for sign in shown)


async def converse(
    socket: WebSocket, begin: Callable[[], Awaitable[tuple[Work, Work]]], error: Callable[[Fault], Any]
) -> None:
    """Take a connection, speak while its client writes, and close it.

    `begin` returns what takes the client's messages and what sends it speech; `error` puts a fault into the
    dialect's form. A client that leaves ends its work.
    """
    try:
        await socket.accept()
        await _until_done(await begin())
        await socket.close()
    except (WebSocketDisconnect, WebSocketDisconnected):
        return
    except Fault as fault:
        await _refuse(socket, fault, error)
    except Exception as failure:
        log.exception("an unexpected failure in a conversation")
        sentence = f"Something went wrong inside the server ({type(failure).__name__}); its log says more."
        await _refuse(socket, Fault(500, "INTERNAL", sentence, retryable=True), error)


async def _until_done(works: tuple[Work, Work]) -> None:
    """Work until one of the two has ended, and end the other. Raises what went wrong."""
    tasks = {asyncio.create_task(work) for work in works}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _refuse(socket: WebSocket, fault: Fault, error: Callable[[Fault], Any]) -> None:
    """Send a fault as a client's last message, and close the connection."""
    socket.app.state.refuse(socket.url.path, fault)
    try:
        await socket.send_json(error(fault))
        # RFC 6455, section 7.4.1, and 1013 of IANA's registry: try again later.
        code = 1013 if fault.status == 429 else 1011 if fault.status >= 500 else 1008
        await socket.close(code, fault.code)
    except (WebSocketDisconnect, WebSocketDisconnected):
        return


async def message_of(
    socket: WebSocket, is_idle: Callable[[], bool] = lambda: True, idle_s: float | None = None
) -> dict[str, Any]:
    """Return the next message, a JSON object. Raises Fault, and WebSocketDisconnect when the client leaves.

    A client may be silent for so long, and for as long as there is something to say for it.
    """
    idle_s = IDLE_S if idle_s is None else idle_s
    while True:
        try:
            async with asyncio.timeout(idle_s):
                message = await socket.receive()
            break
        except TimeoutError:
            if is_idle():
                sentence = f"Nothing has come for {idle_s:g} seconds, and nothing is left to say."
                raise Fault(408, "TOO_SLOW", sentence) from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1006))
    try:
        found = read_json(message.get("text") or "")
        json.dumps(
            found, ensure_ascii=False
        ).encode()  # half a character could be neither spoken nor sent back
    except (ValueError, RecursionError):  # the second for lists in lists by the thousand
        found = None
    if not isinstance(found, dict):
        problem = "is not a JSON object of whole characters in a text frame"
        raise of_whole(problem, AN_OBJECT, sentence=f"A message {problem}.")
    return found


def endless_wav_header(rate: int) -> bytes:
    """Return the header of a WAV file of 16-bit samples, mono, whose length is not known yet."""
    unknown = (2**32 - 1).to_bytes(4, "little")
    sizes = ((16, 4), (1, 2), (1, 2), (rate, 4), (2 * rate, 4), (2, 2), (16, 2))
    described = b"".join(value.to_bytes(size, "little") for value, size in sizes)
    return b"RIFF" + unknown + b"WAVEfmt " + described + b"data" + unknown


def untagged(mp3: bytes) -> bytes:
    """Return MP3 data without its tag (ID3v2.4, section 3.1): some decoders end at a second one."""
    if not mp3.startswith(b"ID3"):
        return mp3
    size = 0
    for byte in mp3[6:10]:
        size = size << 7 | byte
    return mp3[10 + size :]


def later(timed: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """Return a word, with its characters if it has them, so many seconds later."""
    moved: dict[str, Any] = {name: round(timed[name] + seconds, 3) for name in ("start", "end")}
    if "characters" in timed:
        moved["characters"] = [later(one, seconds) for one in timed["characters"]]
    return {**timed, **moved}
