"""What an HTTP request is answered with when it fails: a status for each code, and one exception for all."""

import re
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException

from f5tts_worker.errors import CODES
from f5tts_worker.request.values import show

# The status of each of the worker's codes.
STATUS: Mapping[str, int] = {
    **dict.fromkeys(CODES, 500),
    **dict.fromkeys(("NOT_FOUND", "UNKNOWN_VOICE", "UNKNOWN_MODEL"), 404),
    **dict.fromkeys(
        (
            "INVALID_REQUEST",
            "UNSUPPORTED_LANGUAGE",
            "URL_REFUSED",
            "AUDIO_UNREADABLE",
            "AUDIO_TOO_SHORT",
            "AUDIO_SILENT",
            "TEXT_MISMATCH",
            "TRANSCRIBER_MISSING",
        ),
        422,
    ),
    **dict.fromkeys(("DOWNLOAD_TOO_LARGE", "AUDIO_TOO_LONG", "OUT_OF_MEMORY", "RESULT_TOO_LARGE"), 413),
    "DOWNLOAD_FAILED": 502,
    "CANCELLED": 409,
    "JOB_TIMEOUT": 504,
    **dict.fromkeys(
        (
            "MODEL_UNAVAILABLE",
            "ENVIRONMENT_INSTALLING",
            "INDEX_UNREACHABLE",
            "ENGINE_DIED",
            "ENGINE_START_FAILED",
            "ENGINE_UNHEALTHY",
            "STORE_UNAVAILABLE",
        ),
        503,
    ),
    **dict.fromkeys(("VOLUME_FULL", "VOLUME_UNUSABLE"), 507),
}
# Of HTTP alone, by status.
CODE_OF: Mapping[int, str] = {
    401: "UNAUTHORIZED",
    404: "NOT_FOUND",
    405: "WRONG_METHOD",
    408: "TOO_SLOW",
    413: "TOO_LARGE",
    429: "BUSY",
    499: "CLIENT_LEFT",
}
SENTENCES: Mapping[int, str] = {
    404: "There is nothing at this path; /docs lists the routes.",
    405: "This path is asked for in another way; /docs says how.",
}
WHOLE = "body"  # in place of a field, where none can be told
AN_OBJECT = "a JSON object"
NO_JSON = "is not JSON"
NO_OBJECT = "is no JSON object, sent as application/json"
RETRY_AFTER_S = 5
# Of pydantic's sentences.
_SURPLUS = re.compile(", (?:unable to|got) .*| or object to extract fields from")
_WORDS = {
    "greater than or equal to": "at least",
    "less than or equal to": "at most",
    "valid dictionary": "valid object",
}
_LENGTH = re.compile(r"ha(?:s|ve) [\d,]+ characters")


class Fault(HTTPException):
    """A request that fails, with a sentence for people; each dialect puts it into its clients' form.

    An HTTPException, which is what FastAPI lets through while it reads a body.
    """

    def __init__(
        self, status: int, code: str, message: str, details: Mapping[str, Any] | None = None, **more: Any
    ) -> None:
        """`more`: `retryable`, `job_id`."""
        retry = {"Retry-After": str(RETRY_AFTER_S)} if status in (429, 503) else None
        super().__init__(status, message, retry)
        self.status = status
        self.code = code
        self.message = message
        self.details = dict(details or {})
        self.retryable = bool(more.get("retryable", status in (408, 429, 503)))
        self.job_id: str | None = more.get("job_id")

    @property
    def field(self) -> str | None:
        """The first field that is wrong, as the worker calls it."""
        faults = self.details.get("faults")
        if isinstance(faults, list) and faults:
            first = str(faults[0].get("field")).removeprefix("options.")
            return None if first == WHOLE else first
        return {"UNKNOWN_VOICE": "local_voice", "UNKNOWN_MODEL": "model"}.get(self.code)


def of_answer(answer: Mapping[str, Any]) -> Fault:
    """Return the fault in a job's answer."""
    code, details = str(answer.get("error_code") or "INTERNAL"), answer.get("details")
    details = details if isinstance(details, dict) else {}
    status = STATUS.get(code, 500)
    faults = details.get("faults") if code == "INVALID_REQUEST" else None
    if isinstance(faults, list) and any(_LENGTH.search(str(fault.get("problem"))) for fault in faults):
        status = 413
    sentence = str(answer.get("error")).removeprefix(f"{code}: ")
    retryable = bool(answer.get("retryable"))
    return Fault(status, code, sentence, details, retryable=retryable, job_id=answer.get("job_id"))


def of_exception(error: HTTPException) -> Fault:
    """Return an exception of the framework's as a fault of ours."""
    if isinstance(error, Fault):
        return error
    status = error.status_code
    if status == 400:  # FastAPI's, for a body that is no text in UTF-8
        return no_text()
    sentence = SENTENCES.get(status, f"{error.detail.rstrip('.')}.")
    if status in CODE_OF:
        fault = Fault(status, CODE_OF[status], sentence)
    else:
        fault = of_whole("was refused", "another one", status=status, sentence=sentence)
    fault.headers = error.headers
    return fault


def of_whole(problem: str, expected: str, *, status: int = 422, sentence: str | None = None) -> Fault:
    """Return the fault of a request of which no field can be told, with its sentence if that says more."""
    row = {"field": WHOLE, "problem": problem, "expected": expected}
    return Fault(status, "INVALID_REQUEST", sentence or f"The request {problem}.", {"faults": [row]})


def no_text() -> Fault:
    """Return the fault of a body whose letters cannot be read."""
    problem, expected = "is not text in UTF-8", "application/json; charset=utf-8"
    return of_whole(problem, expected, sentence=f"The request {problem}. Send it so, as {expected}.")


def no_json(problem: str, place: int) -> Fault:
    """Return the fault of a body that is no JSON, with what Python's reader found, and where."""
    what = problem.lower().removesuffix(" at")
    return of_whole(f"{NO_JSON}: {what} at character {place}", AN_OBJECT)


def of_validation(errors: list[Any]) -> Fault:
    """Return what pydantic finds wrong with a request, as the worker says such things."""
    for error in errors:
        if error["type"] == "json_invalid":
            return no_json(str(error["ctx"]["error"]), int(error["loc"][-1]))
    if any(tuple(error["loc"]) == ("body",) for error in errors):  # another type of content, or no object
        return of_whole(NO_OBJECT, AN_OBJECT)
    rows = [
        {
            "field": ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "path")),
            "problem": "is missing" if error["type"] == "missing" else f"is {_shown(error['input'])}",
            "expected": "a value" if error["type"] == "missing" else _expected(str(error["msg"])),
        }
        for error in errors
    ]
    said = (f"{row['field'] or 'the request'} {row['problem']} (expected {row['expected']})" for row in rows)
    return Fault(422, "INVALID_REQUEST", "; ".join(said) + ".", {"faults": rows})


def _expected(said: str) -> str:
    """Return what pydantic says would be right, in words of people who know JSON alone."""
    said = _SURPLUS.sub("", said.removeprefix("Input should be ")).lower()
    for theirs, ours in _WORDS.items():
        said = said.replace(theirs, ours)
    return said


def _shown(value: object) -> str:
    is_number = type(value) is float or (type(value) is int and abs(value) < 10**15)
    return f"{value:g}" if is_number else show(value)
