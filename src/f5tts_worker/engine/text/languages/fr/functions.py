"""Functions and terms of mathematics in French: "f(2)", "P(A)", "5!", "|x|", "y = -x"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; signs are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.formulas import ABSOLUTE_VALUE, PROBABILITY
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_NEAR = 60  # letters around

_COMPARED = {"<": "inférieur à", ">": "supérieur à", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à"}


def _say_function(match: re.Match[str]) -> Iterable[Piece]:
    """Say "f'(x)" as f prime de x."""
    primes = {"": "", "'": " prime", "''": " seconde"}[match["primes"]]
    return [Piece(match.start("name"), match.end("open"), f"{match['name']}{primes} de ")]


def _say_last(match: re.Match[str]) -> Iterable[Piece]:
    """Say the minus of "3x - 2" at an equation's end."""
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return named(match, sign="moins") if "=" in near else ()


def _say_absolute(match: re.Match[str]) -> Iterable[Piece]:
    return named(
        match, open="valeur absolue de ", close=" ", sign=_COMPARED.get(match["sign"], ""), minus=" moins "
    )


FUNCTIONS: tuple[Kind, ...] = (
    Kind(
        "function",
        r"(?<![\w'(])(?P<name>[fghFGPuv])(?P<primes>'{0,2})(?P<open>\()(?=(?:[xyztnkab]|(?<![P]\()-?\d{1,4}|x ?[-+] ?\d{1,3}|[a-z] ?, ?[a-z])\))",
        _say_function,
        frozenset("("),
    ),
    Kind(
        "probability",  # "P(A)"
        PROBABILITY,
        lambda match: named(match, open=" de "),
        frozenset("("),
    ),
    Kind(
        "factorial",
        r"(?:(?<=\d)|(?<=\bn)|(?<=\bk)) ?!(?= ?[=*/×≈])",
        lambda match: whole(match, " factorielle "),
        frozenset("!"),
    ),
    Kind(
        "absolute value",
        ABSOLUTE_VALUE,
        _say_absolute,
        frozenset("|"),
    ),
    Kind(
        "minus of the last term",  # "y = 3x - 2"
        r"(?<=\d[a-z] )(?P<sign>-)(?= \d{1,4}(?:[,;.]?(?:$|\n)|[,;)]| (?:et|pour|avec|donc|si|où|sur)\b))",
        _say_last,
        frozenset("-"),
    ),
    Kind(
        "sign of the first term",  # "y = -x"
        r"(?<== )(?P<sign>-)(?=\d{0,3}[a-z](?![\w'])|\d{1,4}(?!\d))",
        lambda match: whole(match, "moins "),
        frozenset("-"),
    ),
)
