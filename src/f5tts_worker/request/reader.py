"""Reads a request field by field, by the table in `fields`, and collects every fault."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import earlier, forms
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
    missing as well. `empty` has those that were there, but with nothing in them.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.faults: list[Fault] = []
        self.given: dict[str, str] = {}
        self.meant: set[str] = set()
        self.empty: set[str] = set()
        self.warnings: list[str] = []

    def read(self, job_input: object) -> tuple[str | None, dict[str, Any]]:
        """Return the endpoint and the value of each of its fields; absent and faulty ones get the default."""
        job_input = forms.as_object(job_input)
        if not isinstance(job_input, dict):
            found = f"is {kind_of(job_input)}"
            self.faults.append(Fault("input", found, 'an object such as {"text": "Hello world"}'))
            return None, {}
        job_input, self.warnings = earlier.translate(job_input)
        name = self._endpoint(job_input)
        if name is None:
            return None, {}
        forms.exchange_twins(name, job_input, self.warnings)
        endpoint = table.ENDPOINTS[name]
        raw = self._collect(name, job_input)
        fields = (*endpoint.fields, *endpoint.options)
        empty = [self.given[field.name] for field in fields if self._is_not_filled_in(field, raw)]
        for field in fields:
            self._leave_out(field, raw)
        if empty:
            self.warnings.append(f"Taken as left out, for nothing is in it: {', '.join(empty)}.")
        return name, {field.name: self._value(field, raw) for field in fields}

    def _endpoint(self, job_input: Mapping[Any, Any]) -> str | None:
        field = Field("endpoint", "choice", "What to do.", choices=tuple(table.ENDPOINTS))
        value = forms.meant(field, job_input.get("endpoint"))
        if value is None or forms.is_nothing(field, value):
            return "tts"
        if isinstance(value, str):
            value = _ENDPOINT_NAMES.get(forms.plain_name(value), value)
        try:
            return str(choice(field, value))
        except WrongValueError as wrong:
            self.faults.append(Fault("endpoint", wrong.problem, wrong.expected or field.wanted))
            return None

    def _collect(self, name: str, job_input: Mapping[Any, Any]) -> dict[str, Any]:
        """Merge `options` and the top level; null counts as absent."""
        endpoint = table.ENDPOINTS[name]
        option_names = {field.name for field in endpoint.options}
        fields = {field.name: field for field in (*endpoint.fields, *endpoint.options)}
        names = set(fields)
        extra = {"endpoint"} | ({"options"} if option_names else set())
        raw: dict[str, Any] = {}
        for key, value in job_input.items():
            if key in names:
                self._take(raw, fields[key], key, value)
            elif key not in extra:
                self._unknown(key, name, names | extra)
        options = job_input.get("options") if option_names else None
        if options is not None and not isinstance(options, dict):
            self.faults.append(Fault("options", f"is {kind_of(options)}", "an object"))
            return raw
        for key, value in (options or {}).items():
            if key in option_names:
                self._take(raw, fields[key], f"options.{key}", value)
            elif key in names:
                self.faults.append(Fault(f"options.{key}", "is in the wrong place", f"{key} beside options"))
                self.meant.add(key)
            else:
                self._unknown(key, name, option_names, "options.")
        return raw

    def _take(self, raw: dict[str, Any], field: Field, path: str, value: object) -> None:
        """Take a value; of two places, that of the options, after noting if they differ."""
        key = field.name
        if value is None:
            return
        if key in raw:
            empty = {self.given[key]: raw[key], path: value}
            empty = {place: one for place, one in empty.items() if forms.is_blank(field, one)}
            if len(empty) == 1:
                self.warnings.append(f"Taken as left out, for nothing is in it: {next(iter(empty))}.")
            elif not self._is_same(field, raw[key], value):
                self.faults.append(Fault(key, f"differs from {path}", "one of the two"))
            if path in empty:
                return
        raw[key] = value
        self.given[key] = path

    def _is_same(self, field: Field, one: object, other: object) -> bool:
        """Say whether two values mean the same: 1.0 is 1, and "1.2" is 1.2."""
        try:
            first, second = self._as_meant(field, one), self._as_meant(field, other)
            return isinstance(first, bool) == isinstance(second, bool) and first == second
        except RecursionError:  # lists nested by the hundred: nothing that any field takes
            return False

    def _as_meant(self, field: Field, value: object) -> object:
        value = forms.meant(field, value)
        try:
            return READERS[field.kind](field, value, self.settings)
        except WrongValueError:
            return value

    def _is_not_filled_in(self, field: Field, raw: dict[str, Any]) -> bool:
        """Take away a value that a form sends for none; say whether the caller is to hear of it.

        A field that is required, and has no other in its place, is empty instead.
        """
        if field.name not in raw or not forms.is_nothing(field, raw[field.name]):
            return False
        others = (name for name in field.replaced_by if name in raw and raw[name] not in ("", []))
        if field.required and next(others, None) is None:
            return False
        value = raw.pop(field.name)
        if not forms.is_blank(field, value):
            return False
        self.empty.add(field.name)
        return not (field.blank_is_absent and not value.strip())

    def _leave_out(self, field: Field, raw: dict[str, Any]) -> None:
        """Take away what was given and counts as left out, before anything judges it."""
        if field.name not in raw:
            self.given.pop(field.name, None)
        elif winner := next((other for other in field.yields_to if other in raw), None):
            del raw[field.name], self.given[field.name]
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
            value = forms.meant(field, raw[field.name])
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


def _default(field: Field) -> object:
    """Return what stands for a field that is not there; an empty text for a required one, after a fault."""
    if field.required:
        return ""
    return (field.default,) if field.kind == "choices" else field.default


_ENDPOINT_NAMES = {forms.plain_name(name): name for name in table.ENDPOINTS}
