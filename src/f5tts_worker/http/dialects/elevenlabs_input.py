"""ElevenLabs' WebSockets: text as it is written, speech with its characters' times.

`stream-input` has one text, `multi-stream-input` several at once, each of which is spoken by itself.
"""

import asyncio
import base64
import contextlib
import functools
import re
from typing import Any

from fastapi import APIRouter, WebSocket

from f5tts_worker.http.characters import CharacterTimes, Times
from f5tts_worker.http.conversation import (
    IDLE_S,
    Mark,
    Piece,
    Speaker,
    Work,
    converse,
    language_of,
    message_of,
)
from f5tts_worker.http.dialects.elevenlabs import VoiceSettings
from f5tts_worker.http.dialects.elevenlabs_answers import Format, format_of, own_model
from f5tts_worker.http.faults import Fault
from f5tts_worker.languages import language_code

router = APIRouter()

MOST_CONTEXTS = 5  # at once, as many as there
LONGEST_IDLE_S = 180  # that a client may ask for


@router.websocket("/v1/text-to-speech/{voice_id}/stream-input")
async def stream_input(socket: WebSocket, voice_id: str) -> None:
    """Speak whole sentences of a text while it is written."""
    socket.app.state.runs.check_room()
    await converse(socket, functools.partial(_begin, socket, voice_id, several=False), _error)


@router.websocket("/v1/text-to-speech/{voice_id}/multi-stream-input")
async def multi_stream_input(socket: WebSocket, voice_id: str) -> None:
    """Do the same for several texts over one connection."""
    socket.app.state.runs.check_room()
    await converse(socket, functools.partial(_begin, socket, voice_id, several=True), _error)


async def _begin(socket: WebSocket, voice_id: str, *, several: bool) -> tuple[Work, Work]:
    """Take what the address says."""
    asked, serving = socket.query_params, socket.app.state.serving
    wanted = format_of(asked.get("output_format", "mp3_44100_128"))
    options: dict[str, Any] = {**wanted.streamed, "timing_level": "character"}
    options["local_voice"] = serving.voices.get(voice_id, voice_id)
    model, language = own_model(asked.get("model_id")), asked.get("language_code")
    if model:
        options["model"] = model
    if language:
        options["language"] = language_code(language)
    if asked.get("apply_text_normalization", "").lower() == "off":
        options["text_normalization"] = False
    spoken = await language_of(socket.app.state, options)
    contexts = _Contexts(socket, wanted, options, spoken, several=several)
    return contexts.read(), contexts.send()


class _Contexts:
    """The texts that are written over one connection, by their names; the only one has none."""

    def __init__(
        self, socket: WebSocket, wanted: Format, options: dict[str, Any], language: str, *, several: bool
    ) -> None:
        self._socket, self._wanted, self._options, self._several = socket, wanted, options, several
        self._language = language
        self._open: dict[str | None, Speaker] = {}  # their texts may go on
        self._speaking: dict[Speaker, asyncio.Task[None]] = {}
        self._latest: dict[str | None, asyncio.Task[None]] = {}  # of each name that has been used
        # What is spoken, by the name of its context; one at a time, so that no speech is made far ahead.
        self._spoken: asyncio.Queue[tuple[str | None, Speaker | None, Piece | Mark | Exception]]
        self._spoken = asyncio.Queue(1)
        self._is_closing = False

    async def read(self) -> None:
        """Take what the client writes until it leaves."""
        asked = self._socket.query_params.get("inactivity_timeout", "")
        is_number = re.fullmatch("[0-9]{1,9}", asked) is not None
        idle_s = min(max(int(asked), 1), LONGEST_IDLE_S) if is_number else IDLE_S
        while True:
            message = await message_of(self._socket, self._is_idle, idle_s)
            if self._several and message.get("close_socket"):
                self._is_closing = True
                for name in list(self._open):
                    self._open.pop(name).end()
                if not self._speaking:
                    await self._spoken.put((None, None, Mark.END))
            elif not self._is_closing:
                self._take(message)

    async def send(self) -> None:
        """Send what is spoken until the end of the texts. Raises Fault."""
        times: dict[str | None, CharacterTimes] = {}
        try:
            while True:
                name, speaker, step = await self._spoken.get()
                if isinstance(step, Exception):
                    raise step
                about = {"contextId": name} if self._several else {}
                if isinstance(step, Piece):
                    if name not in times:
                        times[name] = CharacterTimes(step.sentence, step.start)
                    told = await asyncio.to_thread(_message, step, times[name], self._wanted)
                    if step.is_last:
                        del times[name]
                    await self._socket.send_json({**told, **about})
                elif step is Mark.END:
                    self._end(speaker)
                    await self._socket.send_json({"audio": None, "isFinal": True, **about})
                    if not self._several or (self._is_closing and not self._speaking):
                        return
        finally:
            for task in self._speaking.values():
                task.cancel()
            if self._speaking:
                await asyncio.wait(self._speaking.values())

    def _end(self, speaker: Speaker | None) -> None:
        """Note that a text's end is being sent: until then it keeps the connection open."""
        if speaker is not None:
            del self._speaking[speaker]

    def _is_idle(self) -> bool:
        return all(speaker.is_idle() for speaker in self._speaking)

    def _take(self, message: dict[str, Any]) -> None:
        """Do what a message says. Raises Fault."""
        name = str(message["context_id"]) if self._several and message.get("context_id") else None
        text = message.get("text", "" if self._several else None)
        if not isinstance(text, str):
            row = {"field": "text", "problem": "is missing or no string", "expected": "a string"}
            raise Fault(422, "INVALID_REQUEST", "text must be a string.", {"faults": [row]})
        is_end = bool(message.get("close_context")) if self._several else not text
        if name not in self._open:
            if (self._several and not text) or self._is_closing:  # nothing has begun by it: it keeps alive
                return
            self._open[name] = self._begun(name, message)
        speaker = self._open[name]
        speaker.add(text)
        if is_end:
            self._open.pop(name).end()
            self._is_closing |= not self._several
        elif message.get("flush"):
            speaker.flush()

    def _begun(self, name: str | None, message: dict[str, Any]) -> Speaker:
        """Begin to speak a text, whose first message says how. Raises Fault."""
        if len(self._speaking) >= MOST_CONTEXTS:
            raise Fault(429, "BUSY", f"{MOST_CONTEXTS} contexts are open already; close one first.")
        try:
            settings = VoiceSettings.model_validate(message.get("voice_settings") or {})
        except ValueError:
            row = {"field": "voice_settings.speed", "problem": "is wrong", "expected": "0.3 to 3"}
            sentence = "voice_settings.speed must be a number from 0.3 to 3."
            raise Fault(422, "INVALID_REQUEST", sentence, {"faults": [row]}) from None
        options = dict(self._options)
        if settings.speed not in (None, 1):
            options["speed"] = settings.speed
        serving = self._socket.app.state.serving
        speaker = Speaker(self._socket.app.state.runs, options, self._language, serving.text_chars)
        speaking = asyncio.create_task(self._speak(name, speaker, self._latest.get(name)))
        self._speaking[speaker] = self._latest[name] = speaking
        return speaker

    async def _speak(self, name: str | None, speaker: Speaker, before: "asyncio.Task[None] | None") -> None:
        """Speak a text, when the one `before` it, which had its name, has been spoken."""
        try:
            if before is not None:
                await asyncio.wait({before})
            async with contextlib.aclosing(speaker.spoken()) as spoken:
                async for step in spoken:
                    await self._spoken.put((name, speaker, step))
            if self._latest[name] is asyncio.current_task():
                del self._latest[name]
        except Exception as error:  # noqa: BLE001 - raised again by the one who sends
            await self._spoken.put((name, speaker, error))


def _message(piece: Piece, times: CharacterTimes, wanted: Format) -> dict[str, Any]:
    """Return a piece of speech; its times begin with it, as theirs do.

    They end with it, too: clients add up where messages end, to know where the next one begins.
    """
    audio = base64.b64encode(wanted.coded(piece.audio)).decode("ascii")
    found = times.further(piece.words, piece.end if piece.is_last else None)
    if found:
        sign, start, _ = found[-1]
        found[-1] = sign, start, piece.end
    alignment = _alignment([(sign, start - piece.start, end - piece.start) for sign, start, end in found])
    return {"audio": audio, "isFinal": False, "alignment": alignment, "normalizedAlignment": alignment}


def _alignment(times: Times) -> dict[str, Any]:
    return {
        "chars": [character for character, _, _ in times],
        "charStartTimesMs": [round(1000 * start) for _, start, _ in times],
        "charDurationsMs": [round(1000 * end) - round(1000 * start) for _, start, end in times],
    }


def _error(fault: Fault) -> dict[str, Any]:
    return {"message": fault.message, "error": fault.code.lower(), "code": fault.status}
