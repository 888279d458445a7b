"""A job's outputs: files under keys made from the job's id, and the record that makes them count."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import Store

RECORD_VERSION = 1
MAX_RECORD_BYTES = 64 * 1024 * 1024  # words of many hours; more than that is not a record of ours

UPLOADS = 4  # side by side: the audio and its subtitles

# Texts up to this size are in the answer itself, whether or not they can be downloaded, too.
INLINE_BYTES = 64 * 1024

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
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Outcome:
    """What a job has made. Times in milliseconds; `words` as the engine gives them, None if nobody asked."""

    job_id: str
    endpoint: str
    duration_ms: int
    sample_rate: int
    text: str
    audio: Path | None = None  # None: the audio was the caller's own
    audio_format: str = "wav"
    words: Sequence[Mapping[str, Any]] | None = None
    subtitles: Mapping[str, str] = field(default_factory=dict)  # format -> the file's text
    voice: str | None = None
    model: str | None = None
    seed: int | None = None
    language: str | None = None
    warnings: Sequence[str] = ()
    timings: Mapping[str, float] = field(default_factory=dict)  # seconds per stage, and real_time_factor
    request: str | None = None  # what tells the job's request from others under the same id


def publish(store: Store, outcome: Outcome) -> dict[str, Any]:
    """Store everything that a job has made, the record last, and return the record.

    Long texts are files only; short ones are in the record as well, so that an answer needs no second look.
    """
    record, parts = _describe(outcome)
    put_all(store, parts)
    put_output(store, outcome.job_id, "result.json", json.dumps(record, ensure_ascii=False).encode())
    return record


def put_all(store: Store, parts: Sequence[tuple[str, Path | bytes]]) -> None:
    """Store several contents, each under its key, side by side; all have ended when an error is raised."""
    if len(parts) < 2:
        for key, content in parts:
            _put(store, key, content)
        return
    with ThreadPoolExecutor(min(len(parts), UPLOADS), thread_name_prefix="outputs") as pool:
        for done in [pool.submit(_put, store, key, content) for key, content in parts]:
            done.result()


def keys_of(record: Mapping[str, Any]) -> list[str]:
    """Return the keys of all files that a record names."""
    files = record.get("files", {})
    return [key for name, key in files.items() if name != "subtitles"] + [
        *files.get("subtitles", {}).values()
    ]


def _describe(outcome: Outcome) -> tuple[dict[str, Any], list[tuple[str, Path | bytes]]]:
    """Return the record of a job and the contents of the files that it names, by key."""
    files: dict[str, Any] = {}
    parts: list[tuple[str, Path | bytes]] = []
    record: dict[str, Any] = {
        "version": RECORD_VERSION,
        "status": "success",
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
        words = [_word(word) for word in outcome.words]
        data = json.dumps(words, ensure_ascii=False).encode()
        if len(data) <= INLINE_BYTES:
            record["word_timings"] = words
        else:
            files["word_timings"] = add("words.json", data)
    if outcome.subtitles:
        files["subtitles"], record["subtitles"] = {}, {}
    for name, text in outcome.subtitles.items():
        data = text.encode()
        files["subtitles"][name] = add(name, data)
        record["subtitles"][name] = {"content": text} if len(data) <= INLINE_BYTES else {}
    return record, parts


def _facts(outcome: Outcome) -> dict[str, Any]:
    facts = {
        "endpoint": outcome.endpoint,
        "job_id": outcome.job_id,
        "request": outcome.request,
        "duration": _seconds(outcome.duration_ms),
        "sample_rate": outcome.sample_rate,
        "text": outcome.text,
        "voice": outcome.voice,
        "model": outcome.model,
        "seed": outcome.seed,
        "language": outcome.language,
        "warnings": list(outcome.warnings),
        "timings": {stage: round(seconds, 3) for stage, seconds in outcome.timings.items()},
    }
    return {name: value for name, value in facts.items() if value is not None}


def _word(word: Mapping[str, Any]) -> dict[str, Any]:
    score = word.get("score")
    return {
        "word": word["word"],
        "start": _seconds(word["start_ms"]),
        "end": _seconds(word["end_ms"]),
        "score": None if score is None else round(float(score), 3),
        "source": word["source"],
    }


def _seconds(milliseconds: int) -> float:
    return round(milliseconds / 1000, 3)


def output_key(job_id: str, extension: str) -> str:
    """Return the key of a job's output, `output/{job_id}.wav` or the like, whatever the job's id holds."""
    return f"output/{safe_job_id(job_id)}.{extension}"


def safe_job_id(job_id: str) -> str:
    """Return an id that can be part of a key. Ids that had to be changed get a hash, so that none collide.

    What it returns it leaves as it is: the worker's job id and the key's part are the same.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", job_id)[:64].strip("-")
    if plain == job_id:
        return plain
    return f"{plain[:51] or 'job'}-{hashlib.sha256(job_id.encode(errors='replace')).hexdigest()[:12]}"


def content_type(extension: str) -> str:
    """Return the media type that a file of this extension is served with."""
    return CONTENT_TYPES.get(extension, "application/octet-stream")


def put_output(store: Store, job_id: str, extension: str, content: Path | bytes) -> str:
    """Store one output and return its key."""
    key = output_key(job_id, extension)
    _put(store, key, content)
    return key


def _put(store: Store, key: str, content: Path | bytes) -> None:
    kind = content_type(key.rpartition(".")[2])
    if isinstance(content, Path):
        store.put_file(key, content, kind)
    else:
        store.put_bytes(key, content, kind)


def put_failure(store: Store, failure: Mapping[str, Any]) -> None:
    """Store what is to be known of a failed job, under a key of its own: it never hides a result."""
    kept = ("job_id", "error", "error_code", "retryable")
    record = {"version": RECORD_VERSION, "status": "failed", **{name: failure[name] for name in kept}}
    put_output(store, failure["job_id"], "failure.json", json.dumps(record, ensure_ascii=False).encode())


def load_result(store: Store, job_id: str) -> dict[str, Any] | None:
    """Return the record of an earlier job, or None if there is none."""
    return _load(store, output_key(job_id, "result.json"))


def load_failure(store: Store, job_id: str) -> dict[str, Any] | None:
    """Return what is known of a job's failure, or None; it counts only where there is no result."""
    return _load(store, output_key(job_id, "failure.json"))


def _load(store: Store, key: str) -> dict[str, Any] | None:
    try:
        record = json.loads(store.read_bytes(key, MAX_RECORD_BYTES))
    except WorkerError as error:
        if error.code == "NOT_FOUND":
            return None
        raise
    except ValueError:
        return None  # not written by us: a record is whole or not there
    known = isinstance(record, dict) and record.get("version") == RECORD_VERSION
    return record if known else None
