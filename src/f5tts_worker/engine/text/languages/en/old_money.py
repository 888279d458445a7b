"""Pounds, shillings and pence in English: "£1 10s. 6d.", "5/-", "10/6 in old money"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.nouns import say_number
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_OLD = re.compile(
    r"(?i:\b(?:farthings?|florins?|guineas?|half-?crowns?|in this style|old money|pre-decimal|shillings?|sixpen\w+|threepen\w+)\b)|\b\d{1,2}/-|£\d+/\d+/\d+"
)
_IN_OLD_DAYS = re.compile(r"\b(?:in|of|until|back in) 1[6-9][0-6]\d\b")
_PRICED = re.compile(r"\b(?i:at|cheap at|cost|costing|costs|for|paid|price(?:d at|d)?|rent was|was) $")
_SHILLINGS, _PENCE = 20, 12  # in a pound, in a shilling
_NEAR = 80  # letters on both sides in which old money is spoken of


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of old money; they come before dates and fractions could take their strokes."""
    return (
        Kind("shillings", r"(?<!\w)£(?P<pounds>\d{1,3}(?:,\d{3})*)(?P<gap> )(?P<number>\d{1,2})(?P<s>s\.?)(?: (?P<pence>\d{1,2})(?P<d>d\.?))?(?!\w)", _shillings),
        Kind("shillings and pence", r"(?<![\w.,£])(?P<number>1?\d)(?P<s>s\.?) (?P<pence>\d|1[01])(?P<d>d\.?)(?!\w)", _shillings),
        Kind("pounds by strokes", r"(?<!\w)£(?P<pounds>\d{1,3})/(?P<number>\d{1,2})/(?P<pence>\d{1,2})(?![\w/]|[.,]\d)", _by_strokes),
        Kind("shillings and pence by a stroke", r"(?<![\w.,/£$€-])(?P<number>[1-9]|1\d)/(?P<pence>\d|1[01])(?![\w/%-]|[.,]\d)", _by_a_stroke_in_context),
        Kind("shillings by a stroke", r"(?<![\w.,/£$€-])(?P<number>[1-9]\d?)/-(?=[\s.,;:!?)]|$)", _by_a_stroke),
    )  # fmt: skip


def _shillings(match: re.Match[str]) -> Iterable[Piece]:
    """Say "£1 10s. 6d." as pounds, shillings and pence."""
    dot = "." * (match.end() == len(match.string) and match[0].endswith("."))
    said = {"number": say_number(match["number"]), "s": _shilling(match["number"])}
    if match["pence"]:
        said |= {"pence": say_number(match["pence"]), "d": _penny(match["pence"])}
    *pieces, last = named(match, **said)
    pieces.append(last._replace(said=last.said + dot))
    if "pounds" not in match.re.groupindex:
        return pieces
    return [Piece(match.start(), match.end("pounds"), _pounds(match["pounds"])), *pieces]


def _by_strokes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "£2/10/6" as two pounds, ten shillings and six pence."""
    if int(match["number"]) >= _SHILLINGS or int(match["pence"]) >= _PENCE:
        return ()
    shillings = f"{say_number(match['number'])} {_shilling(match['number'])}"
    pence = f"{say_number(match['pence'])} {_penny(match['pence'])}"
    return whole(match, f"{_pounds(match['pounds'])}, {shillings} and {pence}")


def _by_a_stroke(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, f"{say_number(match['number'])} {_shilling(match['number'])}")


def _by_a_stroke_in_context(match: re.Match[str]) -> Iterable[Piece]:
    """Say "10/6" as ten and six where old money is spoken of, or what something cost long ago."""
    start, end = match.span()
    near = match.string[max(0, start - _NEAR) : end + _NEAR]
    is_price = _PRICED.search(match.string, max(0, start - 20), start) and _IN_OLD_DAYS.search(near)
    if not (is_price or _OLD.search(near)):
        return ()
    return whole(match, f"{say_number(match['number'])} and {say_number(match['pence'])}")


def _pounds(number: str) -> str:
    return f"{say_number(number)} pound{'s' * (number != '1')}"


def _shilling(number: str) -> str:
    return "shilling" if number == "1" else "shillings"


def _penny(number: str) -> str:
    return "penny" if number == "1" else "pence"
