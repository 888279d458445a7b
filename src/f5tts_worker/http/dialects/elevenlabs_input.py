"""ElevenLabs' WebSocket `stream-input`: text as it is written, speech with its characters' times."""

import asyncio
import base64
import functools
from typing import Any

from fastapi import APIRouter, WebSocket

from f5tts_worker.http.characters import CharacterTimes, Times
from f5tts_worker.http.conversation import Mark, Piece, Speaker, Work, converse, message_of
from f5tts_worker.http.dialects.elevenlabs import Format, VoiceSettings, format_of
from f5tts_worker.http.faults import Fault
from f5tts_worker.languages import language_code

router = APIRouter()


@router.websocket("/v1/text-to-speech/{voice_id}/stream-input")
async def stream_input(
    socket: WebSocket,
    voice_id: str,
    model_id: str | None = None,
    language_code: str | None = None,
    output_format: str = "mp3_44100_128",
) -> None:
    """Speak whole sentences of a text while it is written."""
    socket.app.state.runs.check_room()
    given = {"local_voice": voice_id, "model": model_id, "language": language_code}
    await converse(socket, functools.partial(_begin, socket, output_format, given), _error)


async def _begin(socket: WebSocket, output_format: str, given: dict[str, str | None]) -> tuple[Work, Work]:
    """Take the first message."""
    serving = socket.app.state.serving
    wanted = format_of(output_format)
    first = await message_of(socket)
    options = _options(first, wanted, given)
    options["local_voice"] = serving.voices.get(options["local_voice"], options["local_voice"])
    language = options.get("language") or serving.language
    speaker = Speaker(socket.app.state.runs, options, language, serving.text_chars)
    _take(first, speaker)
    return _read(socket, speaker), _send(socket, speaker, wanted)


async def _read(socket: WebSocket, speaker: Speaker) -> None:
    """Take what the client writes until it leaves."""
    while True:
        _take(await message_of(socket, speaker), speaker)


async def _send(socket: WebSocket, speaker: Speaker, wanted: Format) -> None:
    """Send what is spoken until the end of the text."""
    times, is_first = CharacterTimes(""), True
    async for step in speaker.spoken():
        if step is Mark.END:
            await socket.send_json({"audio": None, "isFinal": True})
        elif isinstance(step, Piece):
            if is_first:
                times = CharacterTimes(step.sentence, step.start)
            is_first = step.is_last
            await socket.send_json(await asyncio.to_thread(_message, step, times, wanted))


def _message(piece: Piece, times: CharacterTimes, wanted: Format) -> dict[str, Any]:
    """Return a piece of speech; its times begin with it, as theirs do."""
    audio = base64.b64encode(wanted.coded(piece.audio)).decode("ascii")
    found = times.further(piece.words, piece.end if piece.is_last else None)
    alignment = _alignment([(sign, start - piece.start, end - piece.start) for sign, start, end in found])
    return {"audio": audio, "isFinal": False, "alignment": alignment, "normalizedAlignment": alignment}


def _alignment(times: Times) -> dict[str, Any]:
    return {
        "chars": [character for character, _, _ in times],
        "charStartTimesMs": [round(1000 * start) for _, start, _ in times],
        "charDurationsMs": [round(1000 * end) - round(1000 * start) for _, start, end in times],
    }


def _options(message: dict[str, Any], wanted: Format, given: dict[str, str | None]) -> dict[str, Any]:
    """Return what the address (`given`) and the first message say of the speech. Raises Fault 422."""
    try:
        settings = VoiceSettings.model_validate(message.get("voice_settings") or {})
    except ValueError:
        row = {"field": "voice_settings.speed", "problem": "is wrong", "expected": "0.3 to 3"}
        sentence = "voice_settings.speed must be a number from 0.3 to 3."
        raise Fault(422, "INVALID_REQUEST", sentence, {"faults": [row]}) from None
    options: dict[str, Any] = {name: value for name, value in given.items() if value} | wanted.streamed
    options["timing_level"] = "character"
    if options.get("model", "").startswith("eleven_"):
        del options["model"]
    if "language" in options:
        options["language"] = language_code(options["language"])
    if settings.speed not in (None, 1):
        options["speed"] = settings.speed
    return options


def _take(message: dict[str, Any], speaker: Speaker) -> None:
    """Do what a message says: an empty text is the end. Raises Fault."""
    text = message.get("text")
    if not isinstance(text, str):
        row = {"field": "text", "problem": "is missing or no string", "expected": "a string"}
        raise Fault(422, "INVALID_REQUEST", "text must be a string.", {"faults": [row]})
    if not text:
        speaker.end()
        return
    speaker.add(text)
    if message.get("flush"):
        speaker.flush()


def _error(fault: Fault) -> dict[str, Any]:
    return {"message": fault.message, "error": fault.code.lower(), "code": fault.status}
