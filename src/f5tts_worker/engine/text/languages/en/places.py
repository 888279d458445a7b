"""Streets in English: numbers of houses, quarters of the compass."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.numbers import digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_WAYS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_COMPASS = "N[EW]|S[EW]|[NSEW]"
_SUFFIX = (
    "Alley|Aly|Av|Ave|Avenue|Blvd|Boulevard|Cir|Circle|Close|Court|Crescent|Cres|Ct|Dr|Drive|Gardens|Grove|Highway|Hwy|Lane|Ln|Loop|"
    "Parade|Parkway|Pike|Pkwy|Pl|Place|Plaza|Rd|Road|Row|Sq|Square|St|Street|Ter|Terrace|Trail|Way"
)
_NO_COURT = r"(?!(?:Supreme|High|District|Federal|Circuit|Crown|County|Superior|Family|Food|Tennis) Court\b)"
_NO_COUNT = r"(?! (?!(?:is|was|has|as|houses?)\b)[a-z]+s\b)"  # "450 Sesame Street episodes"
_NO_NAME = (
    "".join(rf"(?<![A-Z][a-z]{{{count}}} )" for count in range(3, 10)) + r"(?<![A-Z]\. )(?<!Mr\. )(?<!Mrs\. )"
)  # "Robert E. Lee Highway"
_STREET = rf"(?:(?:[A-Z][\w']*|\d{{1,3}}(?:st|nd|rd|th)) ){{1,3}}(?:{_SUFFIX})\b"

ON_A_STREET = re.compile(rf" {_STREET}")


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of streets and houses; they come before numbers and initials could be read."""
    return (
        Kind("house", rf"(?<![\w.,$€£:/#-])(?<!\d )(?P<number>\d{{3,5}})(?P<letter>[A-Z])?(?= (?:(?:{_COMPASS})\.? )?{_NO_COURT}{_STREET}{_NO_COUNT})", _house),
        Kind("block", r"(?<![\w.,$€£:/#-])(?P<number>\d{3,4})(?P<letter>)(?= block of\b)", _house),
        Kind("side of a street", rf"(?<![\w.]){_NO_NAME}(?P<way>{_COMPASS})(?P<dot>\.?)(?= {_STREET}|(?<=\.) \d{{1,3}}(?:st|nd|rd|th)\b)", _side, frozenset("NSEW")),
    )  # fmt: skip


def _house(match: re.Match[str]) -> Iterable[Piece]:
    number, letter = match["number"], match["letter"]
    said = digits(number, "en") if len(number) > len("0000") else paired(number)
    return named(match, number=f"{said} {letter}" if letter else said, letter="")


def _side(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, way="".join(_WAYS[letter] for letter in match["way"]).capitalize(), dot="")
