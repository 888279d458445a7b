"""A job's outputs: files under keys made from the job's id, and the record that makes them count."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f5tts_worker import __version__
from f5tts_worker.deadline import Threads
from f5tts_worker.storage.results.expiry import put_mark, text_of
from f5tts_worker.storage.results.records import VERSION, output_key, put_record
from f5tts_worker.storage.store import Store
from f5tts_worker.subtitles.endings import ending
from f5tts_worker.subtitles.words import timing_of

WORKER = f"f5tts-worker {__version__}"
UPLOADS = 4  # side by side: the audio and its subtitles

# Texts up to this size are in the answer itself, whether or not they can be downloaded, too. Words are what
# most callers came for: some 19,000 of them.
INLINE_BYTES = 64 * 1024
INLINE_WORDS_BYTES = 2_000_000

CONTENT_TYPES: Mapping[str, str] = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "m4a": "audio/mp4",
    "mp4": "audio/mp4",
    "aac": "audio/aac",
    "webm": "audio/webm",
    "ass": "text/x-ssa; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "ttml": "application/ttml+xml",
    "TextGrid": "text/plain; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Outcome:
    """What a job has made. Times in milliseconds; `words` as the engine gives them, None if not asked for."""

    job_id: str
    endpoint: str
    duration_ms: int
    sample_rate: int
    text: str
    audio: Path | None = None  # None: the audio was the caller's own
    audio_format: str = "wav"
    words: Sequence[Mapping[str, Any]] | None = None
    sentences: Sequence[Mapping[str, Any]] | None = None  # in their place, as the answer has them
    subtitles: Mapping[str, str] = field(default_factory=dict)  # format -> the file's text
    voice: str | None = None
    model: str | None = None
    seed: int | None = None
    language: str | None = None
    retried: Sequence[Mapping[str, Any]] = ()  # chunks that were made again, and why
    marked: Mapping[str, bool] = field(default_factory=dict)  # as made by a machine: which marks the file has
    warnings: Sequence[str] = ()
    timings: Mapping[str, float] = field(default_factory=dict)  # seconds per stage, and real_time_factor
    consent: Mapping[str, str] | None = None  # to the cloning of a recording that came with the job
    expires_in: int | None = None  # seconds
    usage: Mapping[str, Any] = field(default_factory=dict)  # what a bill needs
    request: str | None = None  # tells the job's request from others under the same id


def machine_made(model: str) -> str:
    """Return the sentence that marks a file as made by a machine, for its `comment` tag.

    A duty in the EU (Regulation 2024/1689, article 50, paragraph 2). It tells neither text nor voice, and no
    time, so that the same request makes the same file.
    """
    return f"AI-generated speech, {WORKER}, model {model}"


def publish(store: Store, outcome: Outcome) -> dict[str, Any]:
    """Store everything that a job has made, the record last, and return the record.

    Long texts are files only; short ones are in the record as well, so that an answer needs no second look.
    """
    record, parts = _describe(outcome)
    put_mark(store, record)  # first: what a kill leaves without a record goes at its time, too
    put_all(store, parts)
    put_record(store, record)
    return record


def put_all(store: Store, parts: Sequence[tuple[str, Path | bytes]]) -> None:
    """Store several contents, each under its key, side by side; all have ended when an error is raised."""
    with Threads(UPLOADS, thread_name_prefix="outputs") as pool:
        for done in [pool.submit(_put, store, key, content) for key, content in parts]:
            done.result()


def _describe(outcome: Outcome) -> tuple[dict[str, Any], list[tuple[str, Path | bytes]]]:
    """Return the record of a job and the contents of the files that it names, by key."""
    files: dict[str, Any] = {}
    parts: list[tuple[str, Path | bytes]] = []
    record: dict[str, Any] = {
        "version": VERSION,
        "status": "completed",
        **_facts(outcome),
        "files": files,
    }

    def add(extension: str, content: Path | bytes) -> str:
        key = output_key(outcome.job_id, extension)
        parts.append((key, content))
        return key

    if outcome.audio is not None:
        files["audio"] = add(outcome.audio_format, outcome.audio)
    if outcome.words is not None:
        words = [timing_of(word) for word in outcome.words]
        data = json.dumps(words, ensure_ascii=False).encode()
        if len(data) <= INLINE_WORDS_BYTES:
            record["word_timings"] = words
        if len(data) > INLINE_BYTES:
            files["word_timings"] = add("words.json", data)
    if outcome.subtitles:
        files["subtitles"], record["subtitles"] = {}, {}
    for name, text in outcome.subtitles.items():
        data = text.encode()
        files["subtitles"][name] = add(ending(name), data)
        record["subtitles"][name] = {"content": text} if len(data) <= INLINE_BYTES else {}
    return record, parts


def _facts(outcome: Outcome) -> dict[str, Any]:
    facts = {
        "endpoint": outcome.endpoint,
        "job_id": outcome.job_id,
        "request": outcome.request,
        "duration": outcome.duration_ms / 1000,
        "sample_rate": outcome.sample_rate,
        "text": outcome.text,
        "voice": outcome.voice,
        "model": outcome.model,
        "seed": outcome.seed,
        "language": outcome.language,
        "consent": outcome.consent and dict(outcome.consent),
        "sentence_timings": None if outcome.sentences is None else [*outcome.sentences],
        "retried": [*outcome.retried] or None,
        **(_origin(outcome.marked) if outcome.audio is not None else {}),
        "expires": None if outcome.expires_in is None else text_of(time.time() + outcome.expires_in),
        "usage": dict(outcome.usage) or None,
        "warnings": list(outcome.warnings),
        "timings": {stage: round(seconds, 3) for stage, seconds in outcome.timings.items()},
    }
    return {name: value for name, value in facts.items() if value is not None}


def _origin(marked: Mapping[str, bool]) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"ai_generated": True, "marked": dict(marked), "worker": WORKER, "created": now}


def content_type(extension: str) -> str:
    """Return the media type that a file of this extension is served with."""
    return CONTENT_TYPES.get(extension, "application/octet-stream")


def _put(store: Store, key: str, content: Path | bytes) -> None:
    kind = content_type(key.rpartition(".")[2])
    if isinstance(content, Path):
        store.put_file(key, content, kind)
    else:
        store.put_bytes(key, content, kind)
