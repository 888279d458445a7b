"""Abbreviations that are said in full."""

import re
from collections.abc import Iterable, Mapping
from functools import partial

from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_ENDS_LINE = re.compile(r"[\"')\]]*(?:\n|$)")


def capitalised(table: Mapping[str, str]) -> dict[str, str]:
    """Return a table with what begins a sentence too: "Vgl." beside "vgl."."""
    return {_capital(short): _capital(full) for short, full in table.items() if "." in short} | dict(table)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def abbreviation_kind(name: str, said: Mapping[str, str], *, before: str = "", after: str = "") -> Kind:
    """Return the kind of these abbreviations, which mind their capitals.

    `before` and `after` are what has to stand around them: look-arounds of a pattern. A full stop that also
    ends the line is kept.
    """
    listed = "|".join(re.escape(short) for short in sorted(said, key=len, reverse=True))
    pattern = rf"(?<![\w.-])(?<!\w[^\Wl]'){before}(?:{listed})(?![^\W\d]){after}"
    marks = frozenset(".") if all("." in short for short in said) else frozenset[str]()
    return Kind(name, pattern, partial(_say, said=said), marks)


def _say(match: re.Match[str], said: Mapping[str, str]) -> Iterable[Piece]:
    full = said[match[0]]
    is_end = match[0].endswith(".") and _ENDS_LINE.match(match.string, match.end())
    return whole(match, f"{full}." if is_end else full)
