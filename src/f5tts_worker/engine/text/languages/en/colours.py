"""Colours of web pages in English: "#FF8800", "#000"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_HEX = "[0-9A-Fa-f]"
_MIXED = rf"(?=#(?:\d{{0,7}}[A-Fa-f]))(?=#(?:[A-Fa-f]{{0,7}}\d))#(?P<six>{_HEX}{{6}}|{_HEX}{{8}})(?!\w)"
_PLAIN = rf"#(?P<any>{_HEX}{{3}}|{_HEX}{{6}})(?!\w)"
_NAMED = re.compile(
    rf"(?i:\b(?:backgrounds?|bg|borders?|colou?rs?|css|foregrounds?|hex|hues?|palette|shades?)\b)|{_MIXED.replace('?P<six>', '?:')}"
)
_NUMBERED = re.compile(
    r"(?i:\b(?:batch|booking|case|invoice|issue|item|lot|model|order|part|pr|ref|room|serial|sku|ticket|unit)) $"
)
_NEAR = 60  # letters on both sides in which a colour is spoken of


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of colours; figures alone may be a number, letters alone a tag: something near tells."""
    return (Kind("colour", rf"(?<![\w&#])(?:{_MIXED}|{_PLAIN})", _say, frozenset("#")),)


def _say(match: re.Match[str]) -> Iterable[Piece]:
    if _NUMBERED.search(match.string, max(0, match.start() - 16), match.start()):
        return ()
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    code = match["six"] or match["any"]
    is_mixed = match["six"] and match["six"].upper() != "BADA55"  # a word
    if not is_mixed and not _NAMED.search(near):
        return ()
    return whole(
        match, f"hash {' '.join(digits(sign, 'en') if sign.isdecimal() else sign.upper() for sign in code)}"
    )
