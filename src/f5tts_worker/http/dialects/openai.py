"""OpenAI's audio routes: speech, transcriptions, models and voices, as its clients ask for them."""

import json
import math
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from pydantic import AliasChoices, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from f5tts_worker.bootstrap import check_model
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.desk import AtDesk, Desk
from f5tts_worker.http.dialects import elevenlabs
from f5tts_worker.http.dialects.asked import AskedModel, Lower, lower
from f5tts_worker.http.faults import Fault, of_answer
from f5tts_worker.http.forms import consent_of, one
from f5tts_worker.http.json_route import JsonRoute
from f5tts_worker.http.sound import samples_of
from f5tts_worker.http.streams import PCM, Leaving, Stream, in_base64
from f5tts_worker.jobs.delivery.response import failure
from f5tts_worker.languages import LANGUAGES
from f5tts_worker.request.names import voice_name

router = APIRouter(prefix="/v1", tags=["OpenAI"], route_class=JsonRoute)

# Their format -> ours, and the media type by which clients tell it.
FORMATS: Mapping[str, tuple[str, str]] = {
    "mp3": ("mp3", "audio/mpeg"),
    "opus": ("opus", "audio/opus"),
    "aac": ("m4a", "audio/mp4"),
    "m4a": ("m4a", "audio/mp4"),
    "ogg": ("ogg", "audio/ogg"),
    "flac": ("flac", "audio/flac"),
    "wav": ("wav", "audio/wav"),
    "pcm": (PCM, "audio/pcm"),
}
# Leaves whole: libsndfile, and so soundfile and librosa, read no FLAC whose header does not say its length.
UNSTREAMED = "flac"
MEANT = {"mpeg": "mp3", "mp4": "m4a", "x-wav": "wav", "wave": "wav", "x-flac": "flac", "pcm16": "pcm"}
# Names that mean the built-in voice, unless F5TTS_VOICE_NAMES says otherwise.
VOICES = (
    *(
        "alloy",
        "ash",
        "ballad",
        "cedar",
        "coral",
        "echo",
        "fable",
        "marin",
        "nova",
        "onyx",
        "sage",
        "shimmer",
    ),
    "verse",
)
OURS = ("f5-tts", "f5tts", "kokoro")  # the last in other such servers' clients; and those of OpenAI's models
MODELS = ("tts-1", "tts-1-hd", "gpt-4o-mini-tts", "whisper-1")  # names that mean the worker's own model
SILENCE = Path(__file__).parents[1] / "silence" / "silence"  # .mp3 and so on, by the engine's own encoder
KEPT_AS = {PCM: "wav", "ogg": "opus"}  # the silence, which is in fewer formats
# How Kokoro calls languages; and the word of servers that find them out.
KOKORO = {
    "auto": None,
    "a": "en",
    "b": "en",
    "e": "es",
    "f": "fr",
    "h": "hi",
    "i": "it",
    "j": "ja",
    "p": "pt",
    "z": "zh",
}
SLOWEST, FASTEST = 0.3, 3.0  # of ours; theirs are 0.25 and 4
EVENTS = "text/event-stream"
FIXED = ("text", "output_format")  # by which the answer is read
DELTA_BYTES = 24_000  # half a second of samples; a line that every client's reader takes
FIELDS = {
    "text": "input",
    "local_voice": "voice",
    "output_format": "response_format",
    "voice_name": "name",
    "voice_file_base64": "audio_sample",
    "audio_base64": "file",
}


class VoiceId(BaseModel):
    """A voice by its id."""

    id: str


def _name_of(voice: object) -> object:
    """Return the name in a voice, which is one or an object with its id."""
    names = ("id", "voice_id", "name")
    found = next(filter(None, map(voice.get, names)), None) if isinstance(voice, dict) else voice
    if not isinstance(found, str):
        raise PydanticCustomError("voice", 'a voice\'s name, or an object such as {"id": "anna"}')
    return found.strip()


def _format(name: object) -> object:
    """Return the format that was meant: some clients send `.mp3`, or a media type."""
    if not isinstance(name, str):
        return name
    bare = name.partition(";")[0].strip().lower().removeprefix("audio/").removeprefix(".")
    return MEANT.get(bare, bare)


class Speech(AskedModel):
    """What is asked of `/v1/audio/speech`."""

    input: str
    model: str = "tts-1"
    voice: Annotated[str, BeforeValidator(_name_of, json_schema_input_type=str | VoiceId)] = "alloy"
    response_format: Annotated[
        Literal["mp3", "opus", "aac", "m4a", "ogg", "flac", "wav", "pcm"], BeforeValidator(_format)
    ] = "mp3"
    speed: float = Field(1.0, ge=0.25, le=4.0)
    stream_format: Annotated[Literal["audio", "sse"], Lower] = "audio"
    # OpenAI has not these two, but most other servers of this dialect, and so their clients.
    language: Annotated[str | None, Field(validation_alias=AliasChoices("language", "lang_code"))] = None
    seed: int | str | None = None
    f5tts: dict[str, Any] = Field({}, description="Fields of this worker's own `tts`, such as `seed`.")


@router.post("/audio/speech", response_class=Response)
async def speech(body: Speech, desk: AtDesk) -> Response:
    """Speak a text; it leaves as it is made (but for a FLAC), with `sse` beside the times of its words.

    A text without a letter or digit (an emoji of an agent, or the full stop with which Home Assistant tries a
    key) is a fifth of a second of silence.
    """
    form, media_type = FORMATS[body.response_format]
    is_sse = body.stream_format == "sse"
    if body.input and not any(character.isalnum() for character in body.input):
        data = SILENCE.with_suffix(f".{KEPT_AS.get(form, form)}").read_bytes()
        data = samples_of(data) if form == PCM else data
        if is_sse:
            return StreamingResponse([*_deltas(data), _DONE], media_type=EVENTS)
        return Response(data, media_type=media_type)
    fields = _fields(body, form, desk, timed=is_sse)
    if form == UNSTREAMED and not is_sse:
        answer = await desk.speak(body.f5tts, FIXED, **fields)
        headers = {"x-request-id": str(answer["job_id"])}
        return Response(await desk.runs.audio(answer), media_type=media_type, headers=headers)
    stream = await desk.hear(body.f5tts, FIXED, **fields)
    headers = {"x-request-id": stream.job_id}
    if is_sse:
        return Leaving(stream, _events(stream), EVENTS, headers)
    return Leaving(stream, stream.sound(), media_type, headers)


@router.post("/audio/transcriptions")
async def transcriptions(desk: AtDesk) -> Response:
    """Write down what is said in a recording (`file`), with the times of its words if they are asked for."""
    fields = await desk.form()
    form = str(lower(fields.get("response_format") or "json"))
    wanted = fields.get("timestamp_granularities[]", fields.get("timestamp_granularities"))
    wanted = wanted if isinstance(wanted, list) else [wanted or "segment"]
    wrong = []
    if form not in ("json", "text", "srt", "vtt", "verbose_json"):
        expected = "json, text, srt, vtt or verbose_json"
        wrong.append({"field": "response_format", "problem": "is unknown", "expected": expected})
    subtitles = {"srt": "srt", "vtt": "vtt", "verbose_json": "json"}.get(form)
    answer = await desk.transcribe(
        fields,
        wrong,
        language=fields.get("language") or None,
        subtitle_format=subtitles,
        word_timings=form == "verbose_json",
    )
    text = str(answer["text"])
    if form == "text":
        return PlainTextResponse(text + "\n")
    if form in ("srt", "vtt"):
        return PlainTextResponse(await desk.runs.subtitles(answer, form))
    usage = {"type": "duration", "seconds": math.ceil(answer["duration"])}
    if form == "verbose_json":
        return JSONResponse({**await _verbose(answer, desk, wanted), "usage": usage})
    if str(fields.get("stream")).lower() == "true":
        rows = (
            {"type": "transcript.text.delta", "delta": text},
            {"type": "transcript.text.done", "text": text},
        )
        return StreamingResponse(map(_event, rows), media_type="text/event-stream")
    return JSONResponse({"text": text, "usage": usage})


@router.get("/models")
@router.get("/audio/models", include_in_schema=False)
async def models(request: Request) -> JSONResponse:
    """List the names by which the model may be called; ElevenLabs' clients get their own list here."""
    if "xi-api-key" in request.headers:
        return JSONResponse(await elevenlabs.models(request))
    names = (*MODELS, *request.app.state.backend.models())
    rows = [{"id": name, "object": "model", "created": 0, "owned_by": "f5tts"} for name in names]
    return JSONResponse({"object": "list", "data": rows, "models": rows})  # the second for Open WebUI


@router.get("/models/{name}")
async def model(name: str, request: Request) -> dict[str, Any]:
    """Show one of these names, or another model that a request may name."""
    backend = request.app.state.backend
    own = _model(name).get("model")
    if own and not backend.is_metered and own not in backend.models():
        try:
            check_model(backend.settings, own)
        except WorkerError as error:
            raise of_answer(failure(error, "")) from None
    return {"id": name, "object": "model", "created": 0, "owned_by": "f5tts"}


@router.get("/audio/voices")
async def voices(desk: AtDesk) -> dict[str, Any]:
    """List the voices; so do the clients' own servers, though OpenAI's does not."""
    names = [*(voice["name"] for voice in await desk.voices()), *desk.serving.voices]
    return {"voices": [{"id": name, "name": name} for name in dict.fromkeys(names)]}


@router.post("/audio/voices")
async def add_voice(desk: AtDesk) -> dict[str, Any]:
    """Store a voice from a recording (`audio_sample`); what is said in it is transcribed, or `ref_text`."""
    fields = await desk.form()
    name = one(fields, "name")
    answer = await desk.do(
        "upload",
        voice_name=name,
        voice_file_base64=one(fields, "audio_sample"),
        ref_text=fields.get("ref_text") or None,
        consent=consent_of(fields),
    )
    stored = str(answer["voice"])
    kind = {"object": "audio.voice", "type": "audio_sample"}
    return {"id": stored, "name": stored, "created_at": int(time.time()), **kind}


@router.delete("/audio/voices/{voice_id}")
async def delete_voice(voice_id: str, desk: AtDesk) -> dict[str, Any]:
    """Delete a stored voice."""
    await desk.do("delete_voice", voice_name=desk.voice(voice_id))
    return {"id": voice_name(voice_id) or voice_id, "object": "audio.voice.deleted", "deleted": True}


def error(fault: Fault) -> dict[str, Any]:
    """Return a fault in OpenAI's form."""
    kind = "server_error" if fault.status >= 500 else "invalid_request_error"
    kind = {401: "authentication_error", 429: "rate_limit_error"}.get(fault.status, kind)
    param = fault.field and FIELDS.get(fault.field, fault.field)
    return {"error": {"message": fault.message, "type": kind, "param": param, "code": fault.code.lower()}}


def _fields(body: Speech, form: str, desk: Desk, *, timed: bool) -> dict[str, Any]:
    given = body.voice
    usual = given.lower()  # "Alloy"
    voice = usual if usual in VOICES and given not in desk.serving.voices else given
    return {
        "text": body.input,
        "local_voice": None if voice in VOICES and voice not in desk.serving.voices else desk.voice(voice),
        "output_format": form,
        "language": KOKORO.get((body.language or "").strip().lower(), body.language),
        "seed": body.seed,
        "speed": None if body.speed == 1 else min(max(body.speed, SLOWEST), FASTEST),
        "word_timings": timed,
        **_model(body.model),
    }


def _model(name: str) -> dict[str, Any]:
    name = name.strip().removeprefix("openai/")  # as gateways call them
    usual = name.lower()
    if usual.startswith("tts-1-hd"):
        return {"quality": "best"}
    is_ours = usual in (*MODELS, *OURS) or usual.startswith(("tts-", "gpt-"))
    return {} if is_ours else {"model": name}


def _event(data: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


async def _events(stream: Stream) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in stream.pieces():
            for event in _deltas(piece["audio"], words=piece.get("word_timings")):
                yield event.encode()
    except Fault as fault:
        yield _event({"type": "error", **error(fault)}).encode()
    else:
        yield _DONE.encode()


def _deltas(data: bytes, **more: Any) -> Iterator[str]:
    """Yield sound as events; the first of them, which there always is, has what else there is to tell."""
    for start in range(0, max(1, len(data)), DELTA_BYTES):
        part = in_base64(data[start : start + DELTA_BYTES])
        yield _event({"type": "speech.audio.delta", "audio": part, **({} if start else more)})


_DONE = _event(
    {
        "type": "speech.audio.done",
        "usage": {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0},
    }
)


async def _verbose(answer: Mapping[str, Any], desk: Desk, wanted: list[str]) -> dict[str, Any]:
    """Return a transcription with its segments, which are the subtitles' cues, and the times of its words."""
    found = {
        "task": "transcribe",
        "language": LANGUAGES.get(answer["language"], answer["language"]).lower(),
        "duration": answer["duration"],
        "text": answer["text"],
    }
    if "segment" in wanted:
        cues = json.loads(await desk.runs.subtitles(dict(answer), "json"))["cues"]
        unknown = {"seek": 0, "tokens": [], "temperature": 0.0, "avg_logprob": 0.0}
        unknown |= {"compression_ratio": 1.0, "no_speech_prob": 0.0}
        found["segments"] = [
            {
                "id": number,
                "start": cue["start"],
                "end": cue["end"],
                "text": " ".join(cue["lines"]),
                **unknown,
            }
            for number, cue in enumerate(cues)
        ]
    if "word" in wanted:
        words = await desk.runs.words(dict(answer))
        found["words"] = [{name: word[name] for name in ("word", "start", "end")} for word in words]
    return found
