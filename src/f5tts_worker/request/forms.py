"""Requests as forms, spreadsheets and no-code programs send them -> the same requests as JSON has them.

Such programs know only text: numbers and `true` come in quotes, objects as JSON inside a string, what was not
filled in as an empty string, a single value as a list of one, and names as people write them. What can mean
one thing alone is taken; the rest stays as it is, for its field to refuse. No I/O.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from f5tts_worker.request import fields as table
from f5tts_worker.request.field import Field

_SWITCHES: Mapping[str, bool] = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,20})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"([+-]?\d{1,20}),(\d{1,2})", re.ASCII)  # three digits may be thousands
_NOTHING = frozenset(("null", "none", "undefined"))  # what programs write for a value that they lack
_TEXTS = ("string", "voice", "identifier", "cursor")  # where these words may be meant
_LISTS = ("choices", "colors", "turns", "voices")
_NESTED = ("takes", "turns", "voices", "lexicon", "defaults", "consent", "style")  # objects and lists
_MOST_NAME = 64
_MOST_IN_TEXT = 10**15  # larger floats are written with an exponent

# An address that holds the file itself, and a file's field that holds an address, belong in the other one.
_TWINS_OF_SPEECH = {"voice_reference_url": "voice_reference_base64", "audio_url": "voice_reference_base64"}
_TWINS: Mapping[str, Mapping[str, str]] = {
    "tts": _TWINS_OF_SPEECH,
    "dub": _TWINS_OF_SPEECH,
    "align": {"audio_url": "audio_base64"},
    "upload": {"voice_file_url": "voice_file_base64", "text_file_url": "text_file_base64"},
}
_ADDRESS = re.compile(r"\s*(?:https?|s3)://\S+\s*$", re.IGNORECASE)
_DATA = re.compile(r"\s*data:", re.IGNORECASE)


def as_object(job_input: object) -> object:
    """Return a job's input with our names for its fields, also if it is in another one, or JSON in a text.

    What is no object stays as it is.
    """
    found = _parsed(job_input)
    found = found[0] if isinstance(found, list) and len(found) == 1 else found
    if not isinstance(found, dict):
        return job_input
    found = _in_our_names(_unwrapped(found))
    options = _parsed(found.get("options"))
    if isinstance(options, dict):
        found["options"] = _in_our_names(options)
    elif isinstance(options, str) and not options.strip():
        del found["options"]
    return found


def plain_name(name: str) -> str:
    """Return a name without what programs change in it: `outputFormat` and `Output Format` are the same."""
    return re.sub(r"[\s_-]", "", name).casefold()


def meant(field: Field, value: object) -> object:
    """Return the value that was meant for the field, of one that a form or a table may have sent as text."""
    if isinstance(value, list) and len(value) == 1 and field.kind not in _LISTS:
        value = value[0]
    if isinstance(value, str):
        return _of_text(field, value)
    if field.kind == "boolean" and type(value) is int and value in (0, 1):
        return bool(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and field.kind in _TEXTS:
        if not abs(value) < _MOST_IN_TEXT:
            return value
        return str(int(value) if value == int(value) else value)  # a cell of figures; tables write 7 as 7.0
    return value


def is_nothing(field: Field, value: object) -> bool:
    """Say whether a field is as if it had been left out: nothing is in it, or it asks for a random seed.

    -1 is what speech programs send for that.
    """
    return is_blank(field, value) or (field.name == "seed" and _is_minus_one(meant(field, value)))


def _is_minus_one(value: object) -> bool:
    return isinstance(value, int | float) and value == -1


def is_blank(field: Field, value: object) -> bool:
    """Say whether a value stands for one that was not filled in: "auto" is sent for no choice."""
    if not isinstance(value, str):
        return False
    word = value.strip().lower() if len(value) < _MOST_NAME else value
    if field.kind == "choice" and word == "auto":
        return True
    return not word.strip() or (word in _NOTHING and (field.kind not in _TEXTS or field.blank_is_absent))


def exchange_twins(endpoint: object, found: dict[Any, Any], said: list[str]) -> None:
    """Put an address that holds its own file where files go, and an address among files where those go."""
    twins = _TWINS.get(endpoint, {}) if isinstance(endpoint, str) else {}
    for url, inline in twins.items():
        for name, other, pattern in ((url, inline, _DATA), (inline, url, _ADDRESS)):
            _move(name, other, pattern, found, said)
    if endpoint == "dub":
        _move("srt", "srt_url", _ADDRESS, found, said)


def _move(name: str, other: str, pattern: re.Pattern[str], found: dict[Any, Any], said: list[str]) -> None:
    value = found.get(name)
    is_other = isinstance(value, str) and pattern.match(value) is not None
    if is_other and found.get(other) in (None, ""):
        found[other] = found.pop(name)
        said.append(f"What {name} holds belongs in {other}.")


def _of_text(field: Field, text: str) -> object:
    plain = text.strip()
    if field.kind == "boolean":
        return _SWITCHES.get(plain.lower(), text)
    if field.kind in ("number", "integer") or (field.kind == "choice" and isinstance(field.choices[0], int)):
        plain = _DECIMAL_COMMA.sub(r"\1.\2", plain) if _DECIMAL_COMMA.fullmatch(plain) else plain
        if not _NUMBER.fullmatch(plain):
            return text
        return float(plain) if "." in plain else int(plain)
    if field.kind == "choices":
        listed = _parsed(plain)
        return listed if isinstance(listed, list) else re.split(r"[\s,;|]+", plain.strip(",;| "))
    return _parsed(text) if field.kind in _NESTED else text


def _parsed(value: object) -> object:
    """Return the object or the list that a text holds as JSON; everything else as it is."""
    if not (isinstance(value, str) and value.strip()[:1] in ("{", "[")):
        return value
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return found


def _unwrapped(found: dict[Any, Any]) -> dict[Any, Any]:
    """Return the fields of an input that stands in another one, as where a client adds `input` itself."""
    inner = _parsed(found.get("input"))
    if isinstance(inner, dict) and set(found) <= {"input", "endpoint"}:
        return inner | {name: value for name, value in found.items() if name == "endpoint" and value}
    return found


def _in_our_names(given: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the fields under our names. Of two that would have the same one, the second keeps its own."""
    found: dict[Any, Any] = {}
    for key, value in given.items():
        name = key
        if isinstance(key, str) and key not in _OWN and len(key) <= _MOST_NAME:
            name = _NAMES.get(plain_name(key), key)
        is_taken = name != key and (name in given or name in found)
        found[key if is_taken else name] = value
    return found


_SPECS = table.ENDPOINTS.values()
_FIELDS = {field.name for spec in _SPECS for field in (*spec.fields, *spec.options)}
_OWN = _FIELDS | {"endpoint", "options"}
_NAMES: Mapping[str, str] = {plain_name(name): name for name in _OWN}
