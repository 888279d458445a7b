"""What a field of a request is: its name, what it takes, and how that is said."""

from dataclasses import dataclass
from typing import Any, Literal

from f5tts_worker.request.names import MAX_ID_CHARS

Kind = Literal[
    "string", "voice", "cursor", "identifier", "url", "base64", "number", "integer", "boolean", "choice",
    "choices", "takes", "turns", "voices", "lexicon", "defaults", "consent",
    "style", "color", "colors", "font", "picture",  # the last four: of a subtitle style
]  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field of a request. `low` and `high` bound a number, or the length of a string."""

    name: str
    kind: Kind
    doc: str
    default: Any = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str | int, ...] = ()
    required: bool = False
    replaced_by: tuple[str, ...] = ()  # one of these fields may stand in place of a required one
    expected: str = ""  # overrides the sentence made from the kind and the range
    yields_to: tuple[str, ...] = ()  # beside one of these fields it is ignored, with a warning
    blank_is_absent: bool = False  # a string of nothing counts as left out
    is_shown: bool = False  # to other callers, whose terminals obey control characters

    @property
    def wanted(self) -> str:
        """Say what the field takes, as the end of the sentence "expected …"."""
        return self.expected or _wanted(self)


@dataclass(frozen=True)
class Endpoint:
    """What one `input.endpoint` takes; every option is taken at the top level too."""

    doc: str
    fields: tuple[Field, ...] = ()
    options: tuple[Field, ...] = ()


def _wanted(field: Field) -> str:
    bounds = "" if field.low is None else f" from {_plain(field.low)} to {_plain(field.high)}"
    listed = ", ".join(map(str, field.choices))
    return {
        "string": "a string",
        "voice": "a name of at most 64 letters, digits, spaces, dots, hyphens or underscores, "
        "starting with a letter or digit, no word of it in two alphabets",
        "cursor": "the next_cursor of an earlier answer",
        "identifier": f"at most {MAX_ID_CHARS} letters, digits, dots, hyphens and underscores, "
        "starting with a letter or digit",
        "url": "an https:// address, or s3:// in this worker's own bucket",
        "base64": "an audio file in base64",
        "number": f"a number{bounds}",
        "integer": f"a whole number{bounds}",
        "boolean": "true or false, without quotes",
        "choice": f"one of {listed}",
        "choices": f"one of {listed}, or a list of them",
    }[field.kind]


def _plain(number: float | None) -> str:
    """Write 3.0 as 3 and large numbers with commas."""
    return f"{int(number):,}" if number is not None and float(number).is_integer() else f"{number:g}"
