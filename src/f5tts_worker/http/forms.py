"""Requests as forms: fields and recordings, as clients upload them."""

import base64
import logging
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from f5tts_worker.http.faults import AN_OBJECT, NO_OBJECT, Fault, of_whole
from f5tts_worker.http.json_body import read_json

MOST_FIELDS = 100

logging.getLogger("python_multipart").setLevel(logging.ERROR)  # what it finds wrong is in the answer


async def fields_of(request: Request) -> dict[str, Any]:
    """Return a form's fields: texts as they are, files in base64, lists for names that occur repeatedly.

    Raises Fault 422 for what is no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return await _fields_in_json(request)
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise of_whole("is no form; send it as multipart/form-data", "a form")
    found: dict[str, Any] = {}
    try:
        async with request.form(max_files=MOST_FIELDS, max_fields=MOST_FIELDS) as form:
            for name in dict.fromkeys(form):
                values = [await _value(value) for value in form.getlist(name)]
                found[name] = values[0] if len(values) == 1 else values
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise of_whole(f"is a form that cannot be read: {error.detail.rstrip('.')}", "a form") from None
    return found


async def _fields_in_json(request: Request) -> dict[str, Any]:
    """Return the fields of a JSON object; its recording is in `input_audio`, as OpenRouter has it."""
    try:
        given = read_json(await request.body())
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise of_whole(NO_OBJECT, AN_OBJECT)
    recording = given.pop("input_audio", None)
    return {**given, "file": recording.get("data") if isinstance(recording, dict) else None}


def one(fields: dict[str, Any], name: str) -> str:
    """Return a field that a form must have; the first one where it has several. Raises Fault 422."""
    value = fields.get(name)
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, str) or not value:
        row = {"field": name, "problem": "is missing", "expected": "a field of the form"}
        raise Fault(422, "INVALID_REQUEST", f"{name} is missing.", {"faults": [row]})
    return value


def consent_of(fields: dict[str, Any]) -> Any:
    """Return the consent in a form, which is JSON there, or None.

    OpenAI's clients must send a field of this name: the id of a recording that they keep, and none of ours.
    """
    given = fields.get("consent")
    text = given[0] if isinstance(given, list) and given else given
    if not isinstance(text, str) or not text.lstrip().startswith("{"):
        return None
    try:
        return read_json(text)
    except (ValueError, RecursionError):
        return text  # which the worker refuses, and says what is expected


async def _value(value: UploadFile | str) -> str:
    return value if isinstance(value, str) else base64.b64encode(await value.read()).decode("ascii")
