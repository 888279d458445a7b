"""What the dialects share: the jobs, the settings, the voices by their clients' names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from f5tts_worker.config import Settings
from f5tts_worker.http.backend import Answer
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.forms import fields_of, one
from f5tts_worker.http.runs import Runs
from f5tts_worker.http.serving import Serving
from f5tts_worker.http.streams import Stream
from f5tts_worker.request.fields import ENDPOINTS
from f5tts_worker.request.forms import as_object, meant
from f5tts_worker.request.parse import read
from f5tts_worker.request.values import READERS, WrongValueError

PAGE = 1000  # of voices
_SOME_RECORDING = "UklGRg=="
_ROUTES = ("word_timings",)  # said by a route, and not by its client, unless it is fixed
_FIELDS = {field.name: field for field in (*ENDPOINTS["tts"].fields, *ENDPOINTS["tts"].options)}


@dataclass(frozen=True)
class Desk:
    """Takes one request's job to the worker."""

    runs: Runs
    serving: Serving
    request: Request

    async def do(self, endpoint: str, /, **fields: Any) -> Answer:
        """Do a job and return its answer; fields that are None are left out. Raises Fault."""
        given = {name: value for name, value in fields.items() if value is not None}
        return await self.runs.answer({**given, "endpoint": endpoint}, self.request)

    async def transcribe(
        self, form: dict[str, Any], wrong: Sequence[Mapping[str, str]], /, **fields: Any
    ) -> Answer:
        """Do a job `align` for the recording (`file`) of a form; `wrong` is what a dialect finds in it.

        Raises Fault, for everything that is wrong with the request at once.
        """
        rows = list(wrong)
        try:
            fields["audio_base64"] = one(form, "file")
        except Fault as fault:
            rows += fault.details["faults"]
        if rows:
            order = {name: value for name, value in fields.items() if value is not None}
            order |= {"endpoint": "align", "audio_base64": _SOME_RECORDING}  # the form's is large, or missing
            faults = read(order, self.request.app.state.backend.settings).faults
            rows += [{"field": one.field, "problem": one.problem, "expected": one.expected} for one in faults]
            said = "; ".join(f"{row['field']} {row['problem']} (expected {row['expected']})" for row in rows)
            raise Fault(422, "INVALID_REQUEST", f"{said}.", {"faults": rows})
        return await self.do("align", **fields)

    async def speak(self, own: Mapping[str, Any], /, fixed: Collection[str], **fields: Any) -> Answer:
        """Speak a text, with options of ours in which a client may say what its dialect cannot.

        Raises Fault 422 where an option says otherwise than the request, or changes one of the `fixed`
        fields, by which the answer is read.
        """
        return await self.do("tts", **self._order(own, fixed, fields))

    async def hear(self, own: Mapping[str, Any], /, fixed: Collection[str], **fields: Any) -> Stream:
        """Speak a text as `speak` does, and return when there is something of it to hear. Raises Fault."""
        given = self._order(own, fixed, fields)
        order = {name: value for name, value in given.items() if value is not None}
        return await self.runs.stream({**order, "endpoint": "tts"}, self.request)

    def _order(
        self, own: Mapping[str, Any], fixed: Collection[str], fields: Mapping[str, Any]
    ) -> dict[str, Any]:
        return _with_options(own, fixed, fields, self.request.app.state.backend.settings)

    async def voices(self) -> list[dict[str, Any]]:
        """Return all voices, as `list_voices` describes them."""
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            answer = await self.do("list_voices", limit=PAGE, cursor=cursor)
            found += answer["voices"]
            cursor = answer.get("next_cursor")
            if not cursor:
                return found

    async def form(self) -> dict[str, Any]:
        """Return the fields of a form, unless there is no room for its job. Raises Fault."""
        self.runs.check_room()  # before a recording fills the memory
        return await fields_of(self.request)

    def voice(self, name: str) -> str:
        """Return our voice for a name or an id that a client has."""
        return self.serving.voices.get(name, name)


def _with_options(
    own: Mapping[str, Any], fixed: Collection[str], fields: Mapping[str, Any], settings: Settings
) -> dict[str, Any]:
    """Return the fields of `tts` with options of ours. Raises Fault 422 for what is said in two ways."""
    own, said = _own(own), {**fields, "endpoint": "tts"}
    rows = [
        {
            "field": f"f5tts.{name}",
            "problem": "contradicts the request",
            "expected": "another field of tts",
        }
        for name, value in own.items()
        if name in fixed or (said.get(name) is not None and name not in _ROUTES)
        if not _is_same(name, value, said[name], settings)
    ]
    if rows:
        named = ", ".join(row["field"] for row in rows)
        raise Fault(422, "INVALID_REQUEST", f"{named} contradicts the rest of the request.", {"faults": rows})
    return {**fields, **own}


def _own(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return options under our names, without those that are null."""
    found = as_object(dict(own))
    return {
        name: value
        for name, value in (found if isinstance(found, dict) else own).items()
        if value is not None
    }


def _is_same(name: str, one: object, other: object, settings: Settings) -> bool:
    """Say whether two values of a field mean the same, however they are spelled."""
    field = _FIELDS.get(name)
    if field is None or one == other:
        return one == other
    try:
        first, second = (READERS[field.kind](field, meant(field, value), settings) for value in (one, other))
    except (WrongValueError, RecursionError):  # the second for lists in lists, which no field takes
        return False
    return bool(first == second)


def _desk(request: Request) -> Desk:
    return Desk(request.app.state.runs, request.app.state.serving, request)


AtDesk = Annotated[Desk, Depends(_desk)]
