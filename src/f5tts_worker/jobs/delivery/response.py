"""A job's record or an error -> the dict that RunPod gets, never larger than RunPod takes.

RunPod makes a job FAILED when the answer has a top-level `error`; `{"status": "error"}` would count as
COMPLETED, and an empty dict would be dropped.
"""

import base64
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.log import redact
from f5tts_worker.storage import Store
from f5tts_worker.storage.results.expiry import seconds_left
from f5tts_worker.storage.results.outputs import INLINE_WORDS_BYTES
from f5tts_worker.storage.results.records import words_of

log = logging.getLogger(__name__)

# RunPod refuses results over 10 MB (/run) or 20 MB (/runsync), and a worker cannot tell which one it answers.
MAX_ANSWER_BYTES = 9_000_000
MAX_ERROR_CHARS = 8_000
DONE = "completed"  # what clients of earlier workers look for
LOSSLESS_FORMATS = ("wav", "flac")
# The fewest bytes that a second of speech takes, by its sample rate. All but WAV and MP3 vary with what is
# said: half of what they usually take, so that nothing is refused that might fit.
LEAST_BYTES: Mapping[str, Callable[[int], int]] = {
    "wav": lambda rate: 2 * rate,
    "flac": lambda rate: min(rate, 24_000) // 3,  # speech is made at 24 kHz: a higher rate adds little
    "mp3": lambda _rate: 7_500,
    "m4a": lambda _rate: 4_000,
    "ogg": lambda _rate: 3_000,
    "opus": lambda _rate: 3_000,
}


def success(record: Mapping[str, Any], store: Store) -> dict[str, Any]:
    """Return the answer for a job's record (`storage.results.outputs.publish`), with fresh addresses.

    With addresses, large parts are linked. Without, they are inside, and when they do not fit, WorkerError
    RESULT_TOO_LARGE says so, with the keys of the files in the store in `details`.
    """
    files = record.get("files", {})
    inside = ("version", "endpoint", "request", "files")
    answer: dict[str, Any] = {"status": DONE}
    answer |= {key: value for key, value in record.items() if key not in inside}
    room = _Room(record, store)
    if "audio" in files:
        answer.update(room.audio(files["audio"]))
    if "word_timings" in files:
        answer.update(room.words(files["word_timings"]))
    if "subtitles" in files:
        answer["subtitles"] = {
            name: room.subtitle(key, record.get("subtitles", {}).get(name, {}))
            for name, key in files["subtitles"].items()
        }
    if (
        (size := _size(answer)) > MAX_ANSWER_BYTES
        and answer.get("text")
        and record.get("endpoint") in ("tts", "dub")
    ):
        answer["text"] = answer["text"][:1000] + "…"  # the caller has it already
        answer["warnings"] = [*answer.get("warnings", []), "The text is long and shown shortened."]
        size = _size(answer)
    if size > MAX_ANSWER_BYTES:
        raise room.too_large(size)
    return answer


def plain(job_id: str, **data: Any) -> dict[str, Any]:
    """Return the answer of an endpoint that makes no files. Raises WorkerError RESULT_TOO_LARGE."""
    answer = {"status": DONE, "job_id": job_id, **data}
    if (size := _size(answer)) > MAX_ANSWER_BYTES:
        sentence = f"The answer would have {size:,} bytes; RunPod takes at most {MAX_ANSWER_BYTES:,}."
        sentence += " Ask for less at once."
        raise WorkerError(
            "RESULT_TOO_LARGE", sentence, {"answer_bytes": size, "limit_bytes": MAX_ANSWER_BYTES}
        )
    return answer


def longest_ms(store: Store, audio_format: str, sample_rate: int) -> int | None:
    """Return the length of the longest speech that could fit into an answer; None where it is linked."""
    if store.url("output/any") is not None:
        return None
    return 1000 * MAX_ANSWER_BYTES * 3 // 4 // LEAST_BYTES[audio_format](sample_rate)


def advised(sentence: str, details: Mapping[str, Any], audio_format: str) -> WorkerError:
    """Return the error RESULT_TOO_LARGE with what a caller and an operator can change."""
    smaller, setting = "or split the text into several jobs", {"setting": "S3_BUCKET"}
    if audio_format in LOSSLESS_FORMATS:
        details = {**details, "fits_better": {"output_format": "mp3"}}
        smaller = "ask for output_format mp3 (or opus), which is much smaller, " + smaller
    advice = f"Set S3_BUCKET on the endpoint to get links instead, {smaller}."
    return WorkerError("RESULT_TOO_LARGE", f"{sentence} {advice}", {**details, **setting})


def failure(error: BaseException, job_id: str) -> dict[str, Any]:
    """Return the answer for an error; any other exception is INTERNAL, its details only in the log."""
    if not isinstance(error, WorkerError):
        log.error("an unexpected failure", exc_info=error)
        sentence = f"Something went wrong inside the worker ({type(error).__name__}); its log says more."
        error = WorkerError("INTERNAL", sentence)
    message = _sendable(redact(str(error)))
    answer: dict[str, Any] = {
        "error": message if len(message) <= MAX_ERROR_CHARS else message[:MAX_ERROR_CHARS] + "…",
        "error_code": error.code,
        "retryable": error.retryable,
        "details": _details(error.details),
        "job_id": job_id,
    }
    if error.refresh_worker:
        answer["refresh_worker"] = True
    return answer


class _Room:
    """Puts the parts of one answer inside it or links them, and makes the error when they do not fit."""

    def __init__(self, record: Mapping[str, Any], store: Store) -> None:
        self.record = record
        self.store = store
        self.lifetime = seconds_left(record)

    def audio(self, key: str) -> dict[str, Any]:
        url = self.store.url(key, self.lifetime)
        if url is not None:
            return {"audio_url": url}
        limit = MAX_ANSWER_BYTES * 3 // 4
        data = self.store.read_bytes(key, limit + 1)
        if len(data) > limit:
            path = self.store.head(key)
            raise self.too_large((path.size if path else len(data)) * 4 // 3)
        return {"audio_base64": base64.b64encode(data).decode("ascii")}

    def words(self, key: str) -> dict[str, Any]:
        url = self.store.url(key, self.lifetime)
        link = {} if url is None else {"word_timings_url": url}
        if "word_timings" in self.record:
            return link
        # Too many for a record, or the record of an earlier version, which has them in a file from 64 KB on.
        limit = MAX_ANSWER_BYTES if url is None else INLINE_WORDS_BYTES
        data = self.store.read_bytes(key, limit + 1)
        if len(data) <= limit:
            return {"word_timings": words_of(data, key), **link}
        if url is None:
            raise self.too_large(len(data))
        return link

    def subtitle(self, key: str, inline: Mapping[str, Any]) -> dict[str, Any]:
        url = self.store.url(key, self.lifetime)
        if url is not None:
            return {"url": url, **inline}
        return dict(inline) or {"content": self._text(key)}

    def too_large(self, size: int) -> WorkerError:
        sentence = f"The answer would have {size:,} bytes; RunPod takes at most {MAX_ANSWER_BYTES:,}."
        files = self.record.get("files", {})
        # Keys, never paths: where a server keeps its files is no business of a caller's.
        details = {"answer_bytes": size, "limit_bytes": MAX_ANSWER_BYTES, "files": files}
        error = advised(sentence, details, str(files.get("audio", "")).rpartition(".")[2])
        error.message += " The files are on the volume, under the keys in details.files."
        return error

    def _text(self, key: str) -> str:
        data = self.store.read_bytes(key, MAX_ANSWER_BYTES + 1)
        if len(data) > MAX_ANSWER_BYTES:
            raise self.too_large(len(data))
        return data.decode()


def _size(answer: Mapping[str, Any]) -> int:
    """Count the bytes of the answer as JSON, in the longest form that a client could make of it."""
    return len(json.dumps(answer))


def _details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details as JSON without secrets; details that would crowd out the error are left out."""
    text = _sendable(redact(json.dumps(details, default=str, ensure_ascii=False)))
    if len(text) > 4 * MAX_ERROR_CHARS:
        return {"left_out": "the details are too long"}
    try:
        return dict(json.loads(text))
    except ValueError:  # redaction cut into the JSON itself
        return {"left_out": "the details held a secret"}


def _sendable(text: str) -> str:
    """Return the text without half characters, for which the SDK would send no answer at all."""
    return text.encode(errors="replace").decode()
