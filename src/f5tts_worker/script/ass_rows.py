"""The events of ASS and SSA, and the lines of text that one shows."""

import re
from collections.abc import Iterator, Sequence

_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_MARKS = re.compile("[\u200e\u200f]")  # by which a line runs as its text does
_PLACE = re.compile(r"(?<=\S)\{\\fscx0\} \{\\fscx\d{1,5}\}(?=\S)")  # to wrap, inside a word: no space is seen
_DRAWS = re.compile(r"\\p[1-9]")


def rows(lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each event with the number of its line; `kind` is "dialogue" or "comment"."""
    section, fields = "[events]", list(_FIELDS)
    for number, line in enumerate(lines, start=1):
        kind, _, rest = line.partition(":")
        kind = kind.strip().lower()
        if line.strip().startswith("["):
            section = line.strip().lower()
        elif section == "[events]" and kind == "format":
            named = [name.strip().lower() for name in rest.split(",")]
            fields = named if {"start", "end", "text"} <= set(named) else fields
        elif section == "[events]" and kind in ("dialogue", "comment"):
            event = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            yield number, {**dict.fromkeys(_FIELDS, ""), **event, "kind": kind}


def is_drawing(text: str) -> bool:
    """Say whether a line draws shapes: what follows the override is numbers."""
    return any(_DRAWS.search(override) for override in _OVERRIDE.findall(text))


def lines_of(text: str) -> list[str]:
    """Return the lines of an event's text, with its overrides: without what only wraps or turns them."""
    return re.split(r"\\[Nn]", _PLACE.sub("", _MARKS.sub("", text)).replace("\\h", " "))


def without_overrides(text: str) -> str:
    """Return a text without the tags that say how it looks."""
    return _OVERRIDE.sub("", text)
