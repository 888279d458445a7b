"""What the store knows of a job: a note of its state until it is done, and then its record.

Both are read back from places where others may write, too (a caller's own bucket): only the fields listed
here are taken from them, and only with the types that they should have.
"""

import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from f5tts_worker.errors import CODES, WorkerError
from f5tts_worker.request.consent import is_consent
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS
from f5tts_worker.storage.json_checks import (
    Table,
    checked,
    dict_of,
    exactly,
    is_number,
    is_text,
    is_whole,
    list_of,
    optional,
    required,
)
from f5tts_worker.storage.store import Store, missing
from f5tts_worker.storage.voices.metadata import are_defaults

VERSION = 1
MAX_RECORD_BYTES = 8 * 1024 * 1024  # words of 2 MB, the longest text, short subtitles
MAX_NOTE_BYTES = 128 * 1024

State = Literal["PROCESSING", "FAILED"]


@dataclass(frozen=True)
class Note:
    """A job that was begun, or that failed. Times are Unix milliseconds.

    `until` is when a job under way has ended at the latest, because its time is up: a killed worker does not
    take its note back.
    """

    job_id: str
    status: State
    time: int
    until: int = 0
    error_code: str = ""
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def error(self) -> WorkerError:
        """Return the failure as it was raised."""
        return WorkerError(self.error_code, self.message, self.details)


def output_key(job_id: str, extension: str) -> str:
    """Return the key of a job's output, `output/{job_id}.wav` or the like, whatever the job's id contains."""
    return f"output/{safe_job_id(job_id)}.{extension}"


def safe_job_id(job_id: str) -> str:
    """Return an id that can be part of a key. Ids that had to be changed get a hash, so that none collide.

    An id that it returned stays unchanged: the worker's job id and the key's part are the same.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", job_id)[:64].strip("-")
    if plain == job_id:
        return plain
    return f"{plain[:51] or 'job'}-{hashlib.sha256(job_id.encode(errors='replace')).hexdigest()[:12]}"


def put_record(store: Store, record: Mapping[str, Any]) -> None:
    """Store the record of a job that is done; from now on the job has a result."""
    key = output_key(record["job_id"], "result.json")
    store.put_bytes(key, json.dumps(record, ensure_ascii=False).encode(), "application/json")


def record_of(endpoint: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a job that made no files, from its answer."""
    known = {
        name: answer[name] for name, (_, check) in _RECORD.items() if name in answer and check(answer[name])
    }
    return {"version": VERSION, "endpoint": endpoint, **known}


def load_result(store: Store, job_id: str) -> dict[str, Any] | None:
    """Return the record of a finished job, or None if it has none, or one that has expired.

    Raises WorkerError as `store` does.
    """
    record = load_record(store, job_id)
    if record is None or (until := until_of(record)) is None:
        return record
    return record if until > time.time() else None


def until_of(record: Mapping[str, Any]) -> float | None:
    """Return when a record expires, in Unix seconds, or None if never."""
    try:
        return datetime.fromisoformat(record["expires"]).timestamp() if "expires" in record else None
    except (ValueError, OverflowError):
        return None  # not written by us


def load_record(store: Store, job_id: str) -> dict[str, Any] | None:
    """Return the record of a finished job, expired or not. Raises WorkerError as `store` does."""
    found = _load(store, output_key(job_id, "result.json"), MAX_RECORD_BYTES)
    record = checked(found, _RECORD)
    if record is None or safe_job_id(record["job_id"]) != safe_job_id(job_id):
        return None
    own = output_key(job_id, "")
    return record if all(key.startswith(own) for key in keys_of(record)) else None


def keys_of(record: Mapping[str, Any]) -> list[str]:
    """Return the keys of all files that a record names."""
    files = record.get("files", {})
    plain = [key for name, key in files.items() if name != "subtitles"]
    return [*plain, *files.get("subtitles", {}).values()]


def words_of(data: bytes, key: str) -> list[dict[str, Any]]:
    """Return the word timings in a file. Raises WorkerError NOT_FOUND if it holds anything else."""
    try:
        words = json.loads(data)
    except (ValueError, RecursionError):
        words = None
    if not list_of(exactly(_WORD))(words):
        raise missing(key)
    return list(words)


def put_note(store: Store, note: Note) -> None:
    """Store the note, in place of an earlier one. A record counts before it."""
    kept = {"version": VERSION, **vars(note)}
    data = json.dumps(kept, ensure_ascii=False, default=str).encode()
    store.put_bytes(output_key(note.job_id, "state.json"), data, "application/json")


def load_note(store: Store, job_id: str) -> Note | None:
    """Return the note of a job, or None. Raises WorkerError as `store` does."""
    found = checked(_load(store, output_key(job_id, "state.json"), MAX_NOTE_BYTES), _NOTE)
    if found is None:
        return _earlier_failure(store, job_id)
    del found["version"]
    if found["status"] == "FAILED" and not found["error_code"]:
        return None
    return Note(**found) if safe_job_id(found["job_id"]) == safe_job_id(job_id) else None


def _earlier_failure(store: Store, job_id: str) -> Note | None:
    """Return the failure that a worker of version 0.1 noted, in a file of another name."""
    found = checked(_load(store, output_key(job_id, "failure.json"), MAX_NOTE_BYTES), _FAILURE)
    if found is None:
        return None
    message = found["error"].removeprefix(f"{found['error_code']}: ")
    return Note(job_id, "FAILED", 0, error_code=found["error_code"], message=message)


def _load(store: Store, key: str, limit: int) -> object:
    try:
        return json.loads(store.read_bytes(key, limit))
    except WorkerError as error:
        if error.code == "NOT_FOUND":
            return None
        raise
    except (ValueError, RecursionError):
        return None  # not written by us: what we write is whole or absent


def _is_code(value: object) -> bool:
    return isinstance(value, str) and (value == "" or value in CODES)


_OURS: Table = required(version=lambda value: value == VERSION)
_FORMATS = frozenset(SUBTITLE_FORMATS)
_TIMES = required(start=is_number, end=is_number)
_WORD: Table = {
    **_TIMES,
    **required(
        word=is_text,
        score=lambda value: value is None or is_number(value),
        source=lambda value: value in ("aligned", "interpolated"),
    ),
    **optional(voice=is_text, characters=list_of(exactly({**_TIMES, **required(character=is_text)}))),
}
_FILES = optional(audio=is_text, word_timings=is_text, subtitles=dict_of(is_text, _FORMATS))
_RETRIED: Table = required(chunk=is_whole, words=is_text, why=is_text, times=is_whole, left=is_text)
_RECORD: Table = {
    **_OURS,
    **required(job_id=is_text, endpoint=is_text),
    **optional(
        request=is_text,
        files=exactly(_FILES),
        # tts and align
        duration=is_number,
        sample_rate=is_whole,
        text=is_text,
        voice=is_text,
        model=is_text,
        seed=is_whole,
        language=lambda value: value is None or is_text(value),
        ai_generated=lambda value: value is True,
        marked=dict_of(lambda value: isinstance(value, bool)),
        worker=is_text,
        created=is_text,
        expires=is_text,
        usage=dict_of(lambda value: is_text(value) or is_number(value)),
        word_timings=list_of(exactly(_WORD)),
        sentence_timings=list_of(exactly({**_TIMES, **required(text=is_text)})),
        retried=list_of(exactly(_RETRIED)),
        subtitles=dict_of(dict_of(is_text, frozenset({"content"})), _FORMATS),
        warnings=list_of(is_text),
        timings=dict_of(is_number),
        # upload
        key=is_text,
        seconds=is_number,
        chars_per_second=is_number,
        source=exactly({**required(format=is_text, seconds=is_number), "from": (True, is_text)}),
        transcribed=lambda value: isinstance(value, bool),
        changes=list_of(is_text),
        defaults=are_defaults,
        consent=is_consent,
    ),
}
_NOTE: Table = {
    **_OURS,
    **required(job_id=is_text, status=lambda value: value in get_args(State), time=is_whole, until=is_whole),
    **required(error_code=_is_code, message=is_text, details=lambda value: isinstance(value, dict)),
}
_FAILURE: Table = {**_OURS, **required(job_id=is_text, error_code=_is_code, error=is_text)}
