"""ElevenLabs' routes: speech with and without the characters' times, voices, forced alignment."""

import asyncio
import base64
import bisect
import json
import math
import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from f5tts_worker.http.backend import Answer
from f5tts_worker.http.characters import CharacterTimes, Times, character_times
from f5tts_worker.http.desk import AtDesk, Desk
from f5tts_worker.http.dialects.native import linked
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.forms import consent_of, one
from f5tts_worker.http.sound import coded, samples_of
from f5tts_worker.http.streams import PCM, Leaving, Stream
from f5tts_worker.languages import LANGUAGES, language_code
from f5tts_worker.request.fields import SAMPLE_RATES

router = APIRouter(tags=["ElevenLabs"])

MEDIA_TYPES: Mapping[str, str] = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
    "ulaw": "audio/basic",
    "alaw": "audio/x-alaw-basic",
}
THEIR_MODEL = "eleven_multilingual_v2"  # a name that means the worker's own model, as all `eleven_` do
LINE_BYTES = 24_000  # of audio in a line of JSON: some readers take lines of 64 KB at most
LEAST_SCORE = 1e-4  # for the loss of words in which nothing was heard
FIELDS = {"local_voice": "voice_id", "voice_name": "name", "sample_rate": "output_format"}


class VoiceSettings(BaseModel):
    """How a voice speaks; stability, similarity, style and boost mean nothing to this model."""

    speed: float | None = Field(None, ge=0.3, le=3.0)


class Speech(BaseModel):
    """What is asked of the `text-to-speech` routes. Other fields are ignored, as ElevenLabs' server does."""

    text: str
    model_id: str | None = None
    language_code: str | None = None
    voice_settings: VoiceSettings | None = None
    seed: int | None = None
    apply_text_normalization: Literal["auto", "on", "off"] | None = None
    f5tts: dict[str, Any] = Field({}, description="Fields of this worker's own `tts`, such as `quality`.")


@dataclass(frozen=True)
class Format:
    """One of their formats, such as `mp3_44100_128`. The bit rate is ours."""

    codec: str
    rate: int

    @property
    def fields(self) -> dict[str, Any]:
        """What the worker is asked for."""
        return {
            "output_format": self.codec if self.codec in ("mp3", "opus") else "wav",
            "sample_rate": self.rate,
        }

    @property
    def streamed(self) -> dict[str, Any]:
        """What the worker is asked for in a stream."""
        is_file = self.codec in ("mp3", "opus", "wav")
        return {**self.fields, "output_format": self.codec if is_file else PCM}

    def made_of(self, audio: bytes) -> bytes:
        """Return the worker's audio in this format."""
        return audio if self.codec in ("mp3", "opus", "wav") else self.coded(samples_of(audio))

    def coded(self, samples: bytes) -> bytes:
        """Return a piece of a stream in this format."""
        return coded(samples, self.codec) if self.codec in ("ulaw", "alaw") else samples


@router.post("/v1/text-to-speech/{voice_id}", response_class=Response)
async def convert(
    voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> Response:
    """Speak a text."""
    wanted = format_of(output_format)
    answer = await _speak(voice_id, body, desk, wanted, timed=False)
    audio = await _made(wanted, answer, desk)
    return Response(audio, media_type=MEDIA_TYPES[wanted.codec], headers=_headers(answer))


@router.post("/v1/text-to-speech/{voice_id}/stream", response_class=Response)
async def stream(voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128") -> Response:
    """Speak a text; it leaves as it is made."""
    wanted = format_of(output_format)
    heard = await _hear(voice_id, body, desk, wanted, timed=False)
    return Leaving(heard, _sound(heard, wanted), MEDIA_TYPES[wanted.codec], {"request-id": heard.job_id})


@router.post("/v1/text-to-speech/{voice_id}/with-timestamps")
async def convert_with_timestamps(
    voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> dict[str, Any]:
    """Speak a text, with the time of every character."""
    return _object(*await _timed(voice_id, body, desk, format_of(output_format)))


@router.post("/v1/text-to-speech/{voice_id}/stream/with-timestamps", response_class=Response)
async def stream_with_timestamps(
    voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> Response:
    """Speak a text, with the time of every character; lines of JSON, which leave as they are made."""
    wanted = format_of(output_format)
    heard = await _hear(voice_id, body, desk, wanted, timed=True)
    lines = _timed_lines(heard, wanted, body.text)
    return Leaving(heard, lines, "application/json", {"request-id": heard.job_id})


@router.get("/v1/voices")
async def voices(desk: AtDesk) -> dict[str, Any]:
    """List the voices."""
    return {"voices": [_voice(voice, desk) for voice in await desk.voices()]}


@router.get("/v2/voices")
async def search_voices(desk: AtDesk, search: str = "") -> dict[str, Any]:
    """List the voices whose name holds a word, all at once."""
    wanted = search.lower()
    found = [_voice(voice, desk) for voice in await desk.voices() if wanted in voice["name"].lower()]
    return {"voices": found, "has_more": False, "total_count": len(found), "next_page_token": None}


@router.get("/v1/voices/{voice_id}")
async def get_voice(voice_id: str, desk: AtDesk) -> dict[str, Any]:
    """Show one voice."""
    return _voice((await desk.do("get_voice", voice_name=desk.voice(voice_id)))["voice"], desk)


@router.delete("/v1/voices/{voice_id}")
async def delete_voice(voice_id: str, desk: AtDesk) -> dict[str, str]:
    """Delete a stored voice."""
    await desk.do("delete_voice", voice_name=desk.voice(voice_id))
    return {"status": "ok"}


@router.post("/v1/voices/add")
async def add_voice(desk: AtDesk) -> dict[str, Any]:
    """Store a voice from the first of the recordings in `files`; it is transcribed, or `ref_text`."""
    fields = await desk.form()
    recording = one(fields, "files" if "files" in fields else "files[]")
    more = {"ref_text": fields.get("ref_text") or None, "consent": consent_of(fields)}
    answer = await desk.do("upload", voice_name=one(fields, "name"), voice_file_base64=recording, **more)
    return {"voice_id": answer["voice"], "requires_verification": False}


@router.post("/v1/forced-alignment")
async def forced_alignment(desk: AtDesk) -> dict[str, Any]:
    """Time the words and characters of a recording (`file`) whose `text` is known."""
    fields = await desk.form()
    text = one(fields, "text")
    answer = await desk.do("align", audio_base64=one(fields, "file"), text=text, timing_level="character")
    words = [
        {"text": word["word"], "start": word["start"], "end": word["end"], "loss": _loss(word)}
        for word in await desk.runs.words(answer)
    ]
    times = character_times(text, await desk.runs.words(answer), answer["duration"])
    loss = sum(word["loss"] for word in words) / len(words) if words else 0.0
    characters = [{"text": character, "start": start, "end": end} for character, start, end in times]
    return {"characters": characters, "words": words, "loss": loss}


async def models(request: Request) -> list[dict[str, Any]]:
    """List the names by which the worker's model may be called."""
    languages = [{"language_id": code, "name": language} for code, language in LANGUAGES.items()]
    more = {"can_do_text_to_speech": True, "languages": languages}
    names = (*request.app.state.backend.models(), THEIR_MODEL)
    return [{"model_id": name, "name": name, **more} for name in names]


def error(fault: Fault) -> dict[str, Any]:
    """Return a fault in ElevenLabs' form: a list for wrong fields, else a status and a sentence."""
    rows = fault.details.get("faults")
    if fault.status == 422 and isinstance(rows, list) and rows:
        return {"detail": [_wrong(row) for row in rows]}
    return {"detail": {"status": fault.code.lower(), "message": fault.message}}


def _wrong(row: Mapping[str, Any]) -> dict[str, Any]:
    field = str(row.get("field"))
    message = f"{row.get('problem')}; expected {row.get('expected')}"
    return {"loc": ["body", FIELDS.get(field, field)], "msg": message, "type": "value_error"}


def format_of(name: str) -> Format:
    """Return the format of this name. Raises Fault 422."""
    found = re.fullmatch(r"(mp3|opus|pcm|wav|ulaw|alaw)_(\d+)(?:_\d+)?", name)
    if found is None or int(found[2]) not in SAMPLE_RATES:
        expected = "one such as mp3_44100_128, opus_48000_64, pcm_24000, wav_44100 or ulaw_8000"
        row = {"field": "output_format", "problem": f"is {name[:40]!r}", "expected": expected}
        raise Fault(
            422, "INVALID_REQUEST", f"output_format is unknown; expected {expected}.", {"faults": [row]}
        )
    return Format(found[1], int(found[2]))


async def _speak(voice_id: str, body: Speech, desk: Desk, wanted: Format, *, timed: bool) -> Answer:
    fields = _fields(voice_id, body, desk, timed=timed) | wanted.fields
    return await desk.speak(body.f5tts, _fixed(wanted, timed=timed), **fields)


async def _hear(voice_id: str, body: Speech, desk: Desk, wanted: Format, *, timed: bool) -> Stream:
    fields = _fields(voice_id, body, desk, timed=timed) | wanted.streamed
    return await desk.hear(body.f5tts, _fixed(wanted, timed=timed), **fields)


def _fixed(wanted: Format, *, timed: bool) -> tuple[str, ...]:
    return ("text", *wanted.fields, *(("word_timings", "timing_level") if timed else ()))


def _fields(voice_id: str, body: Speech, desk: Desk, *, timed: bool) -> dict[str, Any]:
    speed = body.voice_settings.speed if body.voice_settings else None
    model = body.model_id if body.model_id and not body.model_id.startswith("eleven_") else None
    return {
        "text": body.text,
        "local_voice": desk.voice(voice_id),
        "model": model,
        "language": language_code(body.language_code) if body.language_code else None,
        "speed": None if speed == 1 else speed,
        "seed": body.seed,
        "text_normalization": None if body.apply_text_normalization != "off" else False,
        "word_timings": timed,
        "timing_level": "character" if timed else None,
    }


async def _timed(voice_id: str, body: Speech, desk: Desk, wanted: Format) -> tuple[bytes, Times, Times]:
    """Return the audio, and the characters' times in the text as sent and as read."""
    answer = await _speak(voice_id, body, desk, wanted, timed=True)
    words, seconds = await desk.runs.words(answer), float(answer["duration"])
    audio = await _made(wanted, answer, desk)
    as_sent = await asyncio.to_thread(character_times, body.text, words, seconds)
    as_read = await asyncio.to_thread(character_times, answer["text"], words, seconds)
    return audio, as_sent, as_read


async def _made(wanted: Format, answer: Answer, desk: Desk) -> bytes:
    """Return an answer's audio in a format; in a thread, so that other clients need not wait for it."""
    return await asyncio.to_thread(wanted.made_of, await desk.runs.audio(answer))


async def _sound(stream: Stream, wanted: Format) -> AsyncGenerator[bytes, None]:
    async for sound in stream.sound():
        yield await asyncio.to_thread(wanted.coded, sound)


async def _timed_lines(stream: Stream, wanted: Format, text: str) -> AsyncGenerator[bytes, None]:
    sent = CharacterTimes(text)
    async for piece in stream.pieces():
        words, end = piece["word_timings"], piece["end"]
        total = end if piece["is_last"] else None
        as_sent = await asyncio.to_thread(sent.further, words, total)
        as_read = CharacterTimes(piece["text"], piece["start"]).further(words, end)
        audio = await asyncio.to_thread(wanted.coded, piece["audio"])
        for line in _lines(audio, as_sent, as_read, piece["start"], end):
            yield line.encode()


def _lines(audio: bytes, as_sent: Times, as_read: Times, start: float, stop: float) -> Iterator[str]:
    """Yield objects that together are a piece, each a line that every client's reader takes.

    Each has the characters that begin while it is played, taking the bytes as even in time.
    """
    count = max(1, math.ceil(len(audio) / LINE_BYTES))
    both, firsts = (as_sent, as_read), [0, 0]
    for number in range(count):
        end = math.inf if number == count - 1 else start + (stop - start) * (number + 1) / count
        ends = [bisect.bisect_left(times, end, key=itemgetter(1)) for times in both]
        parts = (times[first:last] for times, first, last in zip(both, firsts, ends, strict=True))
        yield json.dumps(_object(audio[number * LINE_BYTES : (number + 1) * LINE_BYTES], *parts)) + "\n"
        firsts = ends


def _object(audio: bytes, as_sent: Times, as_read: Times) -> dict[str, Any]:
    return {
        "audio_base64": base64.b64encode(audio).decode("ascii"),
        "alignment": _alignment(as_sent),
        "normalized_alignment": _alignment(as_read),
    }


def _alignment(times: Times) -> dict[str, Any] | None:
    if not times:
        return None
    return {
        "characters": [character for character, _, _ in times],
        "character_start_times_seconds": [start for _, start, _ in times],
        "character_end_times_seconds": [end for _, _, end in times],
    }


def _loss(word: Mapping[str, Any]) -> float:
    return round(-math.log(max(word.get("score") or 0.0, LEAST_SCORE)), 3)


def _voice(voice: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    found = {
        "voice_id": voice["name"],
        "name": voice["name"],
        "category": "premade" if voice.get("builtin") else "cloned",
        "description": voice.get("text"),
        "labels": {"language": voice["language"]} if voice.get("language") else {},
        "preview_url": voice.get("url"),
    }
    return dict(linked(found, desk.request))


def _headers(answer: Answer) -> dict[str, str]:
    return {"request-id": str(answer["job_id"])}
