"""Streets and cities in English: numbers of houses, quarters of the compass, states behind a city."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both dashes are meant

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, ordinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

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

# What follows the state of a city: marks, or a word that goes on.
_BEHIND_A_STATE = r"(?=[,.;:!?)]|$|\n| [–—(]| - | (?:and|area|are|as|at|based|because|but|by|for|from|has|have|in|is|native|on|or|that|to|was|were|when|where|who|will|with)\b)"
# These are words, degrees or grades too: "Jane Roe, MD", "Fine, OK".
_DOUBTFUL = frozenset(
    ("CO", "DE", "HI", "ID", "IN", "LA", "MA", "MD", "ME", "MO", "MS", "MT", "OH", "OK", "OR", "PA", "VA")
)
_SURE_CITY = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Aa]t|[Tt]hrough|based in) (?:[A-Z][\w.']+ ){0,2}[A-Z][\w']+, $"
    r"|\b(?:[Tt]o|[Ff]rom|[Oo]f|[Ff]or|[Ii]nto|[Vv]ia) (?:(?:St\.|Ft\.|Mt\.|New|San|Los|Las|El|Fort|West|East|North|South) )?[A-Z][\w']+, $"
)
_CITY = re.compile(r"(?<!Dr\. )(?<!Mr\. )(?<!Ms\. )\b[A-Z][\w'.-]+[a-z], $")
# States whose letters are shouted words, which are in small letters by now, behind their large cities.
_LOWERED = (
    ("Honolulu|Hilo|Kailua|Lahaina", "hi", "Hawaii"),
    ("Portland|Bangor|Augusta|Bar Harbor", "me", "Maine"),
    ("Toronto|Ottawa|Hamilton|Mississauga|Kingston|Windsor|Sudbury|Guelph|Waterloo", "on", "Ontario"),
)
_PROVINCES = {
    "AB": "Alberta",
    "BC": "B C",
    "MB": "Manitoba",
    "NB": "New Brunswick",
    "NS": "Nova Scotia",
    "QC": "Quebec",
    "SK": "Saskatchewan",
}
_STATES = {**tables.POSTAL_STATES, **_PROVINCES}

_MAPPED = re.compile(r"\b(?:[Gg]rid|[Mm]aps?|OS|[Tt]rig|[Ss]ummit|[Pp]arking at|[Ss]tart:?|[Ff]inish:?)\b")
_ROW = 20  # numbers that one building may take
_FLIES = re.compile(
    r"\b(?i:air(?:fare|line|port)\w*|depart\w*|flew|flies|flights?|fly\w*|layovers?|non-?stop|red-eye|round-?trip|route)\b|\b(?:dep|arr|[Ff]lt)\."
)
ON_A_STREET = re.compile(rf" {_STREET}")


def numbers() -> tuple[Kind, ...]:
    """Return the kinds of houses and flats with a stroke; they come before dates and fractions could take it."""
    return (
        Kind("houses of a street", rf"(?<![\w.,$€£:/#-])(?<!\d )(?<!\b[Oo]n )(?!(?:9/11|24/7|7/7|1/2|3/4) )(?P<one>[1-9]\d{{0,3}})(?P<slash>/)(?P<two>[1-9]\d{{0,3}})(?= {_STREET}{_NO_COUNT})", _houses),
        Kind("two beside each other", r"\b(?i:bays|flats|gates|lots|nos\.?|numbers|pages|pitches|platforms|plots|rooms|rows|seats|units|class|grades?|platform|row|years?) (?P<one>\d{1,3})(?P<slash>/)(?P<two>\d{1,3})(?![\w/]|[.,]\d)", _beside),
        Kind("grid reference", r"(?<!\w)[HNOST][A-HJ-Z](?: |(?=\d))(?P<east>\d{3})(?P<gap>[ ']?)(?P<north>\d{3})(?![\w'-]|[.,]\d)", _grid),
        Kind("flat of a house", r"\b(?i:apartment|apt\.?|flat|shop|suite|unit) (?P<one>\d{1,4})(?P<slash>/)(?P<two>\d{1,4})(?=[,;)]|$|\n| [A-Z])", lambda match: named(match, one=paired(match["one"]), slash=" ", two=paired(match["two"]))),
    )  # fmt: skip


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of streets and houses; they come before numbers and initials could be read."""
    return (
        Kind("house", rf"(?<![\w.,$€£:/#-])(?<!\d )(?P<number>\d{{3,5}})(?P<letter>[A-Z])?(?= (?:(?:{_COMPASS})\.? )?{_NO_COURT}{_STREET}{_NO_COUNT})", _house),
        Kind("block", r"(?<![\w.,$€£:/#-])(?P<number>\d{3,4})(?P<letter>)(?= block of\b)", _house),
        Kind("floor", r"(?<![\w/.])(?P<number>\d{1,2}|G)/F(?=[,;.)]|$| [A-Z\d])", _floor, frozenset("F")),
        Kind("from airport to airport", r"(?<![\w–/-])[A-Z]{3}(?P<to> ?[–-] ?)(?=[A-Z]{3}(?![\w–/-]))", _flown, frozenset("–-")),
        Kind("from junction to junction", r"(?<![\w–-])(?:J\d{1,2}[Aa]?(?P<to> ?[-–] ?)(?=J?\d)|([ABD-IK-RU-Z])\d{1,3}(?P<until>–)(?=\2\d))", lambda match: named(match, to=" to ", until=" to "), frozenset("–-")),
        Kind("side of a street", rf"(?<![\w.]){_NO_NAME}(?P<way>{_COMPASS})(?P<dot>\.?)(?= {_STREET}|(?<=\.) \d{{1,3}}(?:st|nd|rd|th)\b)", _side, frozenset("NSEW")),
        Kind("state of a city", rf"(?<=[a-z.], )(?P<state>{'|'.join(_STATES)}){_BEHIND_A_STATE}", _state, frozenset("".join(_STATES))),
        *(Kind("state in small letters", rf"\b(?:{cities}), (?P<state>{short})(?=[,.;:!?)]|$|\n)", partial(_named_state, state=state), frozenset(short)) for cities, short, state in _LOWERED),
    )  # fmt: skip


def _house(match: re.Match[str]) -> Iterable[Piece]:
    number, letter = match["number"], match["letter"]
    said = digits(number, "en") if len(number) > len("0000") else paired(number)
    return named(match, number=f"{said} {letter}" if letter else said, letter="")


def _houses(match: re.Match[str]) -> Iterable[Piece]:
    """Say "12/14 High Street" as from one house to another, "3/18 Argyle St" as a flat of a house."""
    one, two = int(match["one"]), int(match["two"])
    is_row = one < two <= one + _ROW and not (two - one) % 2
    return named(match, one=paired(match["one"]), slash=" to " if is_row else ", ", two=paired(match["two"]))


def _beside(match: re.Match[str]) -> Iterable[Piece]:
    """Say "seats 12/13" and "Year 5/6" as two that follow each other."""
    if int(match["two"]) != int(match["one"]) + 1:
        return ()
    several = match[0].split(" ")[0].rstrip(".").endswith("s") and not match[0].lower().startswith("class")
    ends = (cardinal(match[end], "en") for end in ("one", "two"))
    return named(match, slash=" and " if several else " ", **dict(zip(("one", "two"), ends, strict=True)))


def _grid(match: re.Match[str]) -> Iterable[Piece]:
    """Say "SU 123 456" digit by digit where a map is spoken of."""
    near = match.string[max(0, match.start() - 60) : match.end() + 60]
    east, north = digits(match["east"], "en"), digits(match["north"], "en")
    return named(match, east=f"{east},", gap=" ", north=north) if _MAPPED.search(near) else ()


def _floor(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3/F" as people in Hong Kong write it."""
    return whole(match, f"{'ground' if match['number'] == 'G' else ordinal(match['number'], 'en')} floor")


def _flown(match: re.Match[str]) -> Iterable[Piece]:
    """Say "LAX-JFK" as from one airport to the other where somebody flies."""
    flies = _FLIES.search(match.string, max(0, match.start() - 60), match.end() + 60)
    return named(match, to=" to ") if flies else ()


def _side(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, way="".join(_WAYS[letter] for letter in match["way"]).capitalize(), dot="")


def _state(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Chicago, IL" with the state's name."""
    short = match["state"]
    city = _SURE_CITY if short in _DOUBTFUL else _CITY
    is_state = city.search(match.string, max(0, match.start() - 40), match.start())
    return whole(match, _STATES[short]) if is_state else ()


def _named_state(match: re.Match[str], state: str) -> Iterable[Piece]:
    return named(match, state=state)
