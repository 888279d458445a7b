"""Reads single fields of a request by the table in `fields`, and collects every fault."""

import base64
import binascii
import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import earlier
from f5tts_worker.request import fields as table
from f5tts_worker.request.fields import Field
from f5tts_worker.text_files import controls_in

# A request made of nothing but faults must not become an answer that RunPod refuses.
MAX_FAULTS_LISTED = 30


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field, and what would be right."""

    field: str
    problem: str
    expected: str

    def __str__(self) -> str:
        return f"{self.field} {self.problem}" + (f"; expected {self.expected}" if self.expected else "")


class _WrongValueError(Exception):
    """A value that its field does not take: the problem, and what was expected if not the table's words."""

    def __init__(self, problem: str, expected: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected


class FieldReader:
    """Reads a job's input field by field.

    `given` maps the name of every field that holds something to the path the caller used (`options.speed`).
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.faults: list[Fault] = []
        self.given: dict[str, str] = {}
        self.warnings: list[str] = []

    def read(self, job_input: object) -> tuple[str | None, dict[str, Any]]:
        """Return the endpoint and the value of each of its fields; absent and faulty ones get the default."""
        if not isinstance(job_input, dict):
            found = f"is {_kind(job_input)}"
            self.faults.append(Fault("input", found, 'an object such as {"text": "Hello world"}'))
            return None, {}
        job_input, self.warnings = earlier.translate(job_input)
        name = self._endpoint(job_input)
        if name is None:
            return None, {}
        endpoint = table.ENDPOINTS[name]
        raw = self._collect(name, job_input)
        values: dict[str, Any] = {}
        for field in (*endpoint.fields, *endpoint.options):
            self._leave_out(field, raw)
            values[field.name] = self._value(field, raw)
        return name, values

    def raise_faults(self) -> None:
        """Raise WorkerError INVALID_REQUEST if anything was wrong."""
        if not self.faults:
            return
        listed = self.faults[:MAX_FAULTS_LISTED]
        more = len(self.faults) - len(listed)
        sentences = [str(fault) for fault in listed] + ([f"and {more} more"] if more else [])
        head = f"{len(self.faults)} faults: " if len(self.faults) > 1 else ""
        raise WorkerError(
            "INVALID_REQUEST",
            head + "; ".join(sentences) + ".",
            {"faults": [vars(fault) for fault in listed]},
        )

    def _endpoint(self, job_input: Mapping[Any, Any]) -> str | None:
        field = Field("endpoint", "choice", "What to do.", choices=tuple(table.ENDPOINTS))
        value = job_input.get("endpoint")
        if value is None:
            return "tts"
        try:
            return str(_choice(field, value))
        except _WrongValueError as wrong:
            self.faults.append(Fault("endpoint", wrong.problem, wrong.expected or field.wanted))
            return None

    def _collect(self, name: str, job_input: Mapping[Any, Any]) -> dict[str, Any]:
        """Merge `options` and the top level; null counts as absent."""
        endpoint = table.ENDPOINTS[name]
        option_names = {field.name for field in endpoint.options}
        names = option_names | {field.name for field in endpoint.fields}
        extra = {"endpoint"} | ({"options"} if option_names else set())
        raw: dict[str, Any] = {}
        for key, value in job_input.items():
            if key in names:
                self._take(raw, key, key, value)
            elif key not in extra:
                self._unknown(key, name, names | extra)
        options = job_input.get("options") if option_names else None
        if options is not None and not isinstance(options, dict):
            self.faults.append(Fault("options", f"is {_kind(options)}", "an object"))
            return raw
        for key, value in (options or {}).items():
            if key in option_names:
                self._take(raw, key, f"options.{key}", value)
            elif key in names:
                self.faults.append(Fault(f"options.{key}", "is in the wrong place", f"{key} beside options"))
            else:
                self._unknown(key, name, option_names, "options.")
        return raw

    def _take(self, raw: dict[str, Any], key: str, path: str, value: object) -> None:
        if value is None:
            return
        if key in raw and not _same(raw[key], value):
            self.faults.append(Fault(key, f"differs from {path}", "one of the two"))
        raw[key] = value
        self.given[key] = path

    def _leave_out(self, field: Field, raw: dict[str, Any]) -> None:
        """Take away what was given and counts as left out, before anything judges it."""
        value = raw.get(field.name)
        blank = field.blank_is_absent and isinstance(value, str) and not value.strip()
        winner = next((other for other in field.yields_to if other in raw), None)
        if value is None or not (blank or winner):
            return
        del raw[field.name], self.given[field.name]
        if winner:
            self.warnings.append(f"{field.name} was ignored: {winner} is the voice.")

    def _unknown(self, key: object, endpoint: str, names: set[str], prefix: str = "") -> None:
        shown = prefix + (
            key if isinstance(key, str) and key.isprintable() and len(key) <= 40 else _show(key)
        )
        owners = [
            other
            for other, spec in table.ENDPOINTS.items()
            if any(field.name == key for field in (*spec.fields, *spec.options))
        ]
        if owners:
            self.faults.append(
                Fault(shown, f"does not belong to endpoint {endpoint}", "it in " + ", ".join(owners))
            )
            return
        if len(self.faults) >= MAX_FAULTS_LISTED:  # counted, never shown: it needs no guess
            self.faults.append(Fault(shown, f"is not a field of endpoint {endpoint}", ""))
            return
        lowered = key[:64].lower() if isinstance(key, str) else ""
        close = difflib.get_close_matches(lowered, names, n=1, cutoff=0.7)
        known = table.OTHER_NAMES.get(lowered)
        guess = close[0] if close else known if known in names else None
        hint = f"(did you mean {guess}?)" if guess else "(see docs/API.md)"
        self.faults.append(Fault(shown, f"is not a field of endpoint {endpoint} {hint}", ""))

    def _value(self, field: Field, raw: Mapping[str, Any]) -> object:
        if field.name not in raw:
            if field.required:
                self.faults.append(Fault(field.name, "is missing", field.wanted))
            return _default(field)
        try:
            value = raw[field.name]
            return _READERS[field.kind](field, value, self.settings)
        except _WrongValueError as wrong:
            path = self.given[field.name]
            self.faults.append(Fault(path, wrong.problem, wrong.expected or field.wanted))
            return _default(field)


def _same(one: object, other: object) -> bool:
    try:
        return type(one) is type(other) and one == other
    except RecursionError:  # lists nested by the hundred: nothing that any field takes
        return False


def _default(field: Field) -> object:
    return (field.default,) if field.kind == "choices" else field.default


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise _WrongValueError(f"is {_kind(value)}")
    if not value.strip():
        raise _WrongValueError("is empty")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _WrongValueError("holds half a character (a lone surrogate)", "valid Unicode text") from None
    if field.high is not None and field.kind == "string" and len(value) > field.high:
        raise _WrongValueError(f"has {len(value):,} characters")
    if field.is_shown and (found := controls_in(value)):
        shown = ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(found[:10]))
        raise _WrongValueError(f"holds control characters ({shown})", "text without them")
    return value


def _voice(field: Field, value: object) -> str:
    name = table.voice_name(given := _text(field, value))
    if name is None:
        raise _WrongValueError(f"is {_show(given)}")
    return name


def _identifier(field: Field, value: object, settings: Settings) -> str:
    given = _text(field, value)
    # The operator's own model may be a folder; callers may name it, and no other path.
    is_own_model = field.name == "model" and given == settings.model
    name = given if is_own_model else table.identifier(given)
    if name is None:
        raise _WrongValueError(f"is {_show(given)}")
    return name


def _url(field: Field, value: object, settings: Settings) -> str:
    url = _text(field, value).strip()
    if len(url) > table.MAX_URL_CHARS:
        raise _WrongValueError(f"has {len(url):,} characters", f"at most {table.MAX_URL_CHARS:,}")
    # A key is written as it is; only the other addresses know an escape for the blank.
    blank = " " if url.lower().startswith("s3://") else ""
    if any(character != blank and (character.isspace() or not character.isprintable()) for character in url):
        raise _WrongValueError("holds white space or control characters", "them percent-encoded")
    schemes = ("https://", "s3://", *(("http://",) if settings.allow_private_urls else ()))
    if not url.lower().startswith(schemes):
        # The address itself stays out of the message: it may be presigned.
        raise _WrongValueError(f"does not start with {' or '.join(schemes)}")
    return url


def _base64(field: Field, value: object, settings: Settings) -> bytes:
    text = _text(field, value)
    if text.startswith("data:"):
        text = text.partition(",")[2]
    limit = settings.max_download_bytes
    if (
        len(text) * 3 // 4 > limit + limit // 16
    ):  # line breaks may add a few per cent; the exact check is below
        raise _WrongValueError("is too large", f"at most {limit:,} bytes of audio")
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise _WrongValueError("is not valid base64") from None
    if not data:
        raise _WrongValueError("holds no bytes")
    if len(data) > limit:
        raise _WrongValueError(f"holds {len(data):,} bytes", f"at most {limit:,} bytes of audio")
    return data


def _number(field: Field, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WrongValueError(f"is {_kind(value)}")
    try:
        number = float(value)
    except OverflowError:
        raise _WrongValueError("is far out of range") from None
    if not math.isfinite(number):
        raise _WrongValueError(f"is {number}")
    _check_range(field, number)
    return number


def _integer(field: Field, value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # some JSON writers turn 16 into 16.0
    if isinstance(value, bool) or not isinstance(value, int):
        raise _WrongValueError(f"is {_show(value) if isinstance(value, float) else _kind(value)}")
    _check_range(field, value)
    return value


def _check_range(field: Field, number: float) -> None:
    if field.low is not None and field.high is not None and not field.low <= number <= field.high:
        raise _WrongValueError(f"is {number:g}" if abs(number) < 1e15 else "is far out of range")


def _boolean(_field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError(f"is {_kind(value)}")
    return value


def _choice(field: Field, value: object) -> str | int:
    if isinstance(field.choices[0], int):
        number = _integer(field, value)
        if number not in field.choices:
            raise _WrongValueError("is far out of range" if abs(number) >= 10**15 else f"is {number}")
        return number
    word = _text(field, value).strip().lower()
    if field.name == "language":
        word = word.replace("_", "-").partition("-")[0]
    if word not in field.choices:
        close = difflib.get_close_matches(word[:64], [str(choice) for choice in field.choices], n=1)
        raise _WrongValueError(f"is {_show(value)}" + (f" (did you mean {close[0]}?)" if close else ""))
    return word


def _choices(field: Field, value: object) -> tuple[str | int, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        raise _WrongValueError("is an empty list")
    if len(items) > len(field.choices):
        raise _WrongValueError(f"has {len(items):,} entries")
    return tuple(dict.fromkeys(_choice(field, item) for item in items))


def _plain(read: Callable[[Field, object], object]) -> Callable[[Field, object, Settings], object]:
    return lambda field, value, _settings: read(field, value)


_READERS: Mapping[str, Callable[[Field, object, Settings], object]] = {
    "string": _plain(_text),
    "voice": _plain(_voice),
    "identifier": _identifier,
    "url": _url,
    "base64": _base64,
    "number": _plain(_number),
    "integer": _plain(_integer),
    "boolean": _plain(_boolean),
    "choice": _plain(_choice),
    "choices": _plain(_choices),
}


_KINDS = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def _kind(value: object) -> str:
    """Name a JSON value's type as its sender knows it."""
    return _KINDS.get(type(value), "something else")


def _show(value: object) -> str:
    """Show a value of any size, short."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    return _kind(value)
