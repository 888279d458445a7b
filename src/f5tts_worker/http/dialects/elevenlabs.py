"""ElevenLabs' routes: speech with and without the characters' times, voices and their settings."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from f5tts_worker.http.desk import AtDesk, Desk
from f5tts_worker.http.dialects.asked import AskedModel
from f5tts_worker.http.dialects.elevenlabs_answers import Asked, Order, format_of, timed_objects
from f5tts_worker.http.dialects.native import linked
from f5tts_worker.http.faults import WHOLE, Fault
from f5tts_worker.http.forms import consent_of, one
from f5tts_worker.http.json_route import JsonRoute
from f5tts_worker.http.streams import Leaving, Stream
from f5tts_worker.languages import LANGUAGES

router = APIRouter(tags=["ElevenLabs"], route_class=JsonRoute)

THEIR_MODEL = "eleven_multilingual_v2"  # a name that means the worker's own model, as all `eleven_` do
FIELDS = {
    "local_voice": "voice_id",
    "voice_name": "name",
    "voice_file_base64": "files",
    "audio_base64": "file",
    "sample_rate": "output_format",
    "turns": "inputs",
    "voice": "voice_id",
    "language": "language_code",
}


class VoiceSettings(AskedModel):
    """How a voice speaks; stability, similarity, style and boost mean nothing to this model."""

    speed: float | None = Field(None, ge=0.3, le=3.0)


class Speech(Asked):
    """What is asked of the `text-to-speech` routes."""

    text: str
    voice_settings: VoiceSettings | None = None


@router.post("/v1/text-to-speech/{voice_id}", response_class=Response)
async def convert(
    voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> Response:
    """Speak a text."""
    return await _order(voice_id, body, desk, output_format).sound(desk)


@router.post("/v1/text-to-speech/{voice_id}/stream", response_class=Response)
async def stream(voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128") -> Response:
    """Speak a text; it leaves as it is made."""
    return await _order(voice_id, body, desk, output_format).stream(desk)


@router.post("/v1/text-to-speech/{voice_id}/with-timestamps")
async def convert_with_timestamps(
    voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> dict[str, Any]:
    """Speak a text, with the time of every character."""
    return await _order(voice_id, body, desk, output_format).timed(desk)


@router.post("/v1/text-to-speech/{voice_id}/stream/with-timestamps", response_class=Response)
async def stream_with_timestamps(
    voice_id: str, body: Speech, desk: AtDesk, output_format: str = "mp3_44100_128"
) -> Response:
    """Speak a text, with the time of every character; lines of JSON, which leave as they are made."""
    order = _order(voice_id, body, desk, output_format)
    heard = await order.heard(desk, timed=True)
    return Leaving(heard, _lines(heard, order), "application/json", {"request-id": heard.job_id})


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


@router.get("/v1/voices/settings/default")
async def default_settings() -> dict[str, Any]:
    """Show how voices speak that have no settings of their own."""
    return _settings({})


@router.get("/v1/voices/{voice_id}/settings")
async def get_settings(voice_id: str, desk: AtDesk) -> dict[str, Any]:
    """Show how a voice speaks: the speed that it was stored with."""
    return _settings((await desk.do("get_voice", voice_name=desk.voice(voice_id)))["voice"])


@router.get("/v1/voices/{voice_id}")
async def get_voice(voice_id: str, desk: AtDesk) -> dict[str, Any]:
    """Show one voice."""
    voice = (await desk.do("get_voice", voice_name=desk.voice(voice_id)))["voice"]
    return {**_voice(voice, desk), "settings": _settings(voice)}


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
        if rows[0].get("field") == WHOLE:
            return {"detail": [{"loc": ["body"], "msg": fault.message, "type": "value_error"}]}
        return {"detail": [_wrong(row) for row in rows]}
    return {"detail": {"status": fault.code.lower(), "message": fault.message}}


def _wrong(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = re.findall(r"[^.\[\]]+", str(row.get("field")))
    names = {} if parts[:1] == ["f5tts"] else FIELDS  # what stands in it has our names
    place = [int(part) if part.isdecimal() else names.get(part, part) for part in parts]
    message = f"{row.get('problem')}; expected {row.get('expected')}"
    return {"loc": ["body", *place], "msg": message, "type": "value_error"}


def _order(voice_id: str, body: Speech, desk: Desk, output_format: str) -> Order:
    speed = body.voice_settings.speed if body.voice_settings else None
    said = {"text": body.text, "local_voice": desk.voice(voice_id), "speed": None if speed == 1 else speed}
    return Order(body, said, body.text, "text", format_of(output_format))


async def _lines(stream: Stream, order: Order) -> AsyncGenerator[bytes, None]:
    async for told in timed_objects(stream, order):
        yield json.dumps(told).encode() + b"\n"


def _settings(voice: Mapping[str, Any]) -> dict[str, Any]:
    """Return a voice's settings; those that mean nothing to this model are null."""
    unknown = dict.fromkeys(("stability", "similarity_boost", "style", "use_speaker_boost"))
    return {**unknown, "speed": (voice.get("defaults") or {}).get("speed", 1.0)}


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
