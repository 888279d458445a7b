"""Reads a request field by field, by the table in `fields`, and collects every fault."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import earlier
from f5tts_worker.request import fields as table
from f5tts_worker.request.field import Field
from f5tts_worker.request.other_names import OTHER_NAMES
from f5tts_worker.request.values import READERS, WrongValueError, choice, kind_of, show

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


@dataclass(frozen=True)
class PlacedFault(Fault):
    """A fault of a text, and where in it."""

    line: int
    column: int


class FieldReader:
    """Reads a job's input field by field.

    `given` maps the name of every field that holds something to the path the caller used (`options.speed`).
    `meant` has the fields that a fault already speaks of: written otherwise or in another place, they are not
    missing as well.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.faults: list[Fault] = []
        self.given: dict[str, str] = {}
        self.meant: set[str] = set()
        self.warnings: list[str] = []

    def read(self, job_input: object) -> tuple[str | None, dict[str, Any]]:
        """Return the endpoint and the value of each of its fields; absent and faulty ones get the default."""
        if not isinstance(job_input, dict):
            found = f"is {kind_of(job_input)}"
            self.faults.append(Fault("input", found, 'an object such as {"text": "Hello world"}'))
            return None, {}
        job_input, self.warnings = earlier.translate(unwrapped(job_input))
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

    def _endpoint(self, job_input: Mapping[Any, Any]) -> str | None:
        field = Field("endpoint", "choice", "What to do.", choices=tuple(table.ENDPOINTS))
        value = job_input.get("endpoint")
        if value is None:
            return "tts"
        try:
            return str(choice(field, value))
        except WrongValueError as wrong:
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
            self.faults.append(Fault("options", f"is {kind_of(options)}", "an object"))
            return raw
        for key, value in (options or {}).items():
            if key in option_names:
                self._take(raw, key, f"options.{key}", value)
            elif key in names:
                self.faults.append(Fault(f"options.{key}", "is in the wrong place", f"{key} beside options"))
                self.meant.add(key)
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
        shown = prefix + (key if isinstance(key, str) and key.isprintable() and len(key) <= 40 else show(key))
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
        known = OTHER_NAMES.get(lowered)
        guess = known if known in names else close[0] if close else None
        self.meant |= {guess} if guess else set()
        hint = f"(did you mean {guess}?)" if guess else "(see docs/API.md)"
        self.faults.append(Fault(shown, f"is not a field of endpoint {endpoint} {hint}", ""))

    def _value(self, field: Field, raw: Mapping[str, Any]) -> object:
        if field.name not in raw:
            if field.required and not self.meant.union(raw) & {field.name, *field.replaced_by}:
                self.faults.append(Fault(field.name, "is missing", field.wanted))
            return _default(field)
        try:
            value = raw[field.name]
            return READERS[field.kind](field, value, self.settings)
        except WrongValueError as wrong:
            path = self.given[field.name]
            self.faults.append(Fault(path, wrong.problem, wrong.expected or field.wanted))
            return _default(field)


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise WorkerError INVALID_REQUEST if anything was wrong."""
    if not faults:
        return
    listed = faults[:MAX_FAULTS_LISTED]
    more = len(faults) - len(listed)
    sentences = [str(fault) for fault in listed] + ([f"and {more} more"] if more else [])
    head = f"{len(faults)} faults: " if len(faults) > 1 else ""
    raise WorkerError(
        "INVALID_REQUEST",
        head + "; ".join(sentences) + ".",
        {"faults": [vars(fault) for fault in listed]},
    )


def unwrapped(job_input: dict[Any, Any]) -> dict[Any, Any]:
    """Return the fields of an input that stands in another one, as where a client adds `input` itself."""
    inner = job_input.get("input")
    if isinstance(inner, dict) and set(job_input) <= {"input", "endpoint"}:
        return inner | {name: value for name, value in job_input.items() if name == "endpoint"}
    return job_input


def _same(one: object, other: object) -> bool:
    try:
        return type(one) is type(other) and one == other
    except RecursionError:  # lists nested by the hundred: nothing that any field takes
        return False


def _default(field: Field) -> object:
    """Return what stands for a field that is not there; an empty text for a required one, after a fault."""
    if field.required:
        return ""
    return (field.default,) if field.kind == "choices" else field.default
