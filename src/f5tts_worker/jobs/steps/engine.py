"""The steps that the engine does: each sends one request for a job's session."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.engine.protocol import (
    ALIGN,
    ENCODE,
    PREPARE,
    TRANSCRIBE,
    AlignParams,
    AlignResult,
    EncodeParams,
    PrepareParams,
    PrepareResult,
    RecordingLimits,
    TranscribeParams,
    TranscribeResult,
)
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.delivery.deliveries import seed_of
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps.inputs import ONE_OFF
from f5tts_worker.languages import language_code
from f5tts_worker.request.requests import TtsRequest
from f5tts_worker.script.readable import readable
from f5tts_worker.script.transcript import words_said
from f5tts_worker.storage.results.outputs import machine_made
from f5tts_worker.storage.voices.builtin import LocalVoice
from f5tts_worker.storage.voices.forgetting import REFERENCES, reference_mark
from f5tts_worker.volume.use_marks import touch_daily

CLONED_MS = 12_000  # F5-TTS was trained on 30 s in all: 12 s of reference leave room for the generated text
SHORTEST_MS = 1_000
SHORTEST_STORED_MS = 3_000  # a voice that is used again and again should be good
DECODED_BYTES = 1024**3  # of 32-bit floats; the limits in seconds come first for all that a voice can be
LONG_DECODED_BYTES = 4 * 1024**3  # an hour at 96 kHz in stereo is 2.8 GB; never held at once
SPOKEN_MS = 24 * 3_600_000  # our own speech is as long as its text
ENGINE_RATE = 24_000  # Hz: what F5-TTS speaks at
_NO_ALIGNER = ("UNSUPPORTED_LANGUAGE", "MODEL_UNAVAILABLE", "VOLUME_FULL")  # why there is none, or none now


async def prepare_voices(
    cast: Mapping[str | None, LocalVoice], wanted: str | None, language: str, session: Session
) -> dict[str | None, PrepareResult]:
    """Prepare every voice in a language; that of one without a text is the one wanted, or else detected."""
    with session.job.stage("prepare"):
        return {
            name: await prepare_voice(voice, wanted if voice.text is None else language, session)
            for name, voice in cast.items()
        }


async def prepare_voice(
    voice: LocalVoice, language: str | None, session: Session, *, store_as: Path | None = None
) -> PrepareResult:
    """Have the engine cut and clean the reference, or find it done.

    An aligner and the model that transcribes are fetched only if the engine asks for them. With `store_as`,
    the reference is also written there as a voice that is ready to use.
    """
    cache = session.settings.root / REFERENCES
    order: PrepareParams = {
        "audio": str(voice.audio),
        "text": None if voice.text is None else words_said(readable(voice.text)[0]),
        "language": language,
        "transcriber": None,
        "cache": str(cache),
        "mark": None if voice.mark is None else reference_mark(voice.mark),
        "aligner": session.load["aligner"],
        "limits": {
            **limits(CLONED_MS, session.settings.max_reference_ms),
            "min_ms": SHORTEST_MS if store_as is None else SHORTEST_STORED_MS,
        },
        "store_as": None if store_as is None else str(store_as),
        "judge": store_as is not None or voice.name == ONE_OFF,  # what is stored was judged then
        "asks_for_aligner": True,
    }
    try:
        prepared = await session.call(PREPARE, order)
    except WorkerError as error:
        if error.code == "TRANSCRIBER_MISSING":
            order["transcriber"] = str(await session.transcriber("ref_text"))
        elif error.code == "ALIGNER_MISSING":
            session = await session.for_language(language or session.settings.aligner_language)
            order["asks_for_aligner"], order["aligner"] = False, session.load["aligner"]
        else:
            raise
        prepared = await session.call(PREPARE, order)
    folder = cache / prepared["reference"]
    await session.job.in_thread(touch_daily, folder / "used")
    if voice.mark is not None:
        await session.job.in_thread(touch_daily, folder / reference_mark(voice.mark))
    return prepared


async def transcribe(audio: Path, language: str | None, session: Session) -> TranscribeResult:
    """Return what is said in a recording, and in which language: the given one, or the one detected."""
    order: TranscribeParams = {
        "audio": str(audio),
        "transcriber": str(await session.transcriber("text")),
        "language": language,
        "limits": long_limits(session.settings.max_align_ms),
    }
    return await session.call(TRANSCRIBE, order)


async def for_heard_language(heard: str, session: Session) -> Session:
    """Return the session with the aligner of the detected language, or the worker's own, with a warning."""
    own = session.settings.aligner_language
    if heard == language_code(own):
        return await session.for_language(own)
    try:
        return await session.for_language(heard)
    except WorkerError as error:
        if error.code not in _NO_ALIGNER:
            raise
        session.job.warnings.append(
            f"The language heard is {heard}, and its aligner is not available ({error.code}):"
            f" the words were timed with the aligner for {own}, less reliably."
        )
        return await session.for_language(own)


async def with_aligner(language: str, session: Session) -> Session:
    """Return the session with the aligner of a language, or as it is where there is none."""
    try:
        return await session.for_language(language)
    except WorkerError as error:
        if error.code not in _NO_ALIGNER:
            raise
        return session


def draw_seed(job: Job) -> int:
    """Return a seed for a job that brought none: its own where it has an id, so that workers agree."""
    return secrets.randbelow(2**32) if job.digest is None else seed_of(job.id, job.digest)


async def align_words(
    audio: Path,
    said: Mapping[str, Any],
    language: str,
    session: Session,
    *,
    is_beside: bool = False,
    characters: bool = False,
) -> AlignResult:
    """Time every display word of speech whose text is known: `said` holds its `chunks`, or its `text`.

    `characters` times those of each word, too.
    """
    order: AlignParams = {
        "audio": str(audio),
        "chunks": said.get("chunks"),
        "text": said.get("text"),
        "language": language,
        "aligner": session.load["aligner"],
        "limits": long_limits(SPOKEN_MS if said.get("chunks") else session.settings.max_align_ms),
        "characters": characters,
    }
    return await session.call(ALIGN, order, is_beside=is_beside)


async def encode(speech: Path, request: TtsRequest, session: Session) -> tuple[Path, int]:
    """Return the speech as a file of the wanted format, and its rate: Opus takes the next one that it knows.

    What the engine wrote is a WAV already.
    """
    if request.output_format == "wav" and request.sample_rate == ENGINE_RATE:
        return speech, ENGINE_RATE
    target = session.job.folder / f"encoded.{request.output_format}"
    order: EncodeParams = {
        "audio": str(speech),
        "out": str(target),
        "format": request.output_format,
        "sample_rate": request.sample_rate,
        "comment": machine_made(request.model),
    }
    encoded = await session.call(ENCODE, order)
    return target, encoded["sample_rate"]


def limits(longest_ms: int, decode_ms: int) -> RecordingLimits:
    """Return the engine's limits on a recording: what is kept of it, and what is decoded at all."""
    return {"max_ms": longest_ms, "decode_max_ms": decode_ms, "decode_max_bytes": DECODED_BYTES}


def long_limits(longest_ms: int) -> RecordingLimits:
    """Return the engine's limits on a recording that is taken whole."""
    return {**limits(longest_ms, longest_ms), "decode_max_bytes": LONG_DECODED_BYTES}
