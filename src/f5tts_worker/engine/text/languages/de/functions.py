"""Functions and terms of mathematics in German: "f(x)", "P(A)", "5!", "|x|", "2x³ – 5"."""

# ruff: noqa: E501, RUF001, RUF002, RUF003 - a pattern is one line; the dash that is a minus is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.formulas import ABSOLUTE_VALUE, PROBABILITY
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_NEAR = 60  # letters around
_TERM_ENDS = r"(?=$|\n|[.,;)]|,? (?:[-+=*/·–×]|und|für|mit|hat|ist|gilt|bei|also)(?!\w))"

_COMPARED = {"<": "kleiner als", ">": "größer als", "≤": "kleiner gleich", "≥": "größer gleich"}


def _say_minus(match: re.Match[str]) -> Iterable[Piece]:
    """Say the long dash of "x² – 4x" where an equation is written; elsewhere it is a pause."""
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return named(match, sign="minus ") if "=" in near else ()


def _say_absolute(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, open="Betrag von ", close=" ", sign=_COMPARED.get(match["sign"], ""), minus=" minus ")


def _say_function(match: re.Match[str]) -> Iterable[Piece]:
    """Say "f'(x)" as f Strich von x."""
    primes = {"": "", "'": " Strich", "''": " zwei Strich"}[match["primes"]]
    return [Piece(match.start("name"), match.end("open"), f"{match['name']}{primes} von ")]


FUNCTIONS: tuple[Kind, ...] = (
    Kind(
        "function",  # an item of a law, "(f)(2)", has brackets around its letter
        r"(?<![\w()'.&§-])(?P<name>[fghFG])(?P<primes>'{0,2})(?P<open>\()(?=(?:[xytnkzab]|-?\d{1,4}|x ?[-+] ?\d{1,3}|[a-z], ?[a-z])\))",
        _say_function,
        frozenset("("),
    ),
    Kind(
        "probability",  # "P(A)"
        PROBABILITY,
        lambda match: named(match, open=" von "),
        frozenset("("),
    ),
    Kind(
        "factorial",
        r"(?:(?<=\d)|(?<=\bn)|(?<=\bk))!(?= ?[=*/·×≈])",
        lambda match: whole(match, " Fakultät "),
        frozenset("!"),
    ),
    Kind(
        "absolute value",
        ABSOLUTE_VALUE,
        _say_absolute,
        frozenset("|"),
    ),
    Kind(
        "minus with a long dash",
        rf"(?:(?<=[a-z²³){TAKEN}] )|(?<=\d ))(?P<sign>–) (?=(?:\d{{1,4}}|\d{{0,4}}[a-z])[²³]?{_TERM_ENDS}|\(\d{{0,3}}[a-z] ?[-+–])",
        _say_minus,
        frozenset("–"),
    ),
    Kind(
        "sign with a long dash",  # "y = –2x", "Steigung –2"
        r"(?:(?<== )|(?<=\()|(?<=[Ss]teigung )|(?<=[Ss]aldo )|(?<=[Ww]ert )|(?<=[Ll]ösung )|(?<=[Ee]rgebnis ))(?P<sign>–)(?=\d{1,4}(?!\d)|[a-z](?![\wäöüß]))",
        lambda match: whole(match, "minus "),
        frozenset("–"),
    ),
)
