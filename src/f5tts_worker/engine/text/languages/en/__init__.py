"""English, as people read it aloud: the kinds of spans in order of priority."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import amounts, formulas, tables, times, words
from f5tts_worker.engine.text.reading.addresses import address_kinds
from f5tts_worker.engine.text.reading.digit_groups import digit_kinds, say_groups
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_RANGE = (
    r"(?<![-–/])(?:\d|(?<=\d)[%°$€£¢]|(?<=\d )%|(?<=[ap])\.?m\.?|(?<=\d)(?:[a-zμ]?[a-zA-ZΩ]{1,2}|°[CF])|(?<=\d)(?:st|nd|rd|th))"
    r"(?P<to> ?[-–] ?)(?=[$€£]?\.?\d)(?!-)"
)
_LOCAL = r"(?<![\w.,$€£+/-])(?P<one>\d{3})-(?P<two>\d{4})(?![\w/-]|[.,]\d)"


_CHAIN = r"(?<![\w.,$€£+/-])\d{1,5}(?:-\d{1,7}){2,6}(?![\w/-]|[.,]\d)"  # numbers of books and people


def _chain(match: re.Match[str]) -> Iterable[Piece]:
    return say_groups(match, "en")


def _range(match: re.Match[str]) -> Iterable[Piece]:
    """Say the dash between two numbers, unless more than two hang together."""
    end = match.end()
    chained = re.match(r"[$€£\d.,:]{1,12}[-–](?=\d)", match.string[end : end + 14])
    before = re.search(
        r"(?P<letter>[A-Za-z])?(?P<number>\d{1,6})$",
        match.string[max(0, match.start() - 7) : match.start("to")],
    )
    if chained or (before and before["letter"]):  # a name: x86-64
        return ()
    halves = before and before["number"] == "50" and match.string.startswith("50", end)
    return named(match, to="" if halves else "to")


def _local(match: re.Match[str]) -> Iterable[Piece]:
    """Take 555-0199 for a telephone number: no range ends with a zero in front."""
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    asked = re.search(r"\b(?:call|phone|tel|dial|fax|text|number|reach|ring|at)\b", before)
    return say_groups(match, "en") if match["one"] == "555" or match["two"][0] == "0" or asked else ()


KINDS: tuple[Kind, ...] = (
    *address_kinds("en", tables.ADDRESS_SIGNS),
    *digit_kinds("en", "plus"),
    Kind("local phone", _LOCAL, _local),
    *formulas.formulas(),
    *times.dates(),
    Kind("chain", _CHAIN, _chain),
    *words.numbered(),
    amounts.MONEY_RANGE,
    Kind("range", _RANGE, _range),
    *times.times(),
    *amounts.kinds(),
    *formulas.signs(),
    *words.kinds(),
)
