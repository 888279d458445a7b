"""German places: coordinates, heights above the sea, corners of a picture, who stands where in it."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.numbers import quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named_apart, whole

_WAYS = {"N": "Nord", "S": "Süd", "O": "Ost", "E": "Ost", "W": "West"}
_SIDES = {"l": "links", "r": "rechts", "o": "oben", "u": "unten", "m": "Mitte", "M": "Mitte"}
_PART = r"\d{1,2}(?:[.,]\d{1,4})?"
_COORDINATE = (
    r"(?<![\w.,])(?:(?P<before>[NSOEW]):? ?)?(?P<number>\d{1,3}(?:[.,]\d{1,7})?)(?P<degree> ?°)"
    rf"(?:(?P<minute> ?{_PART})(?P<m>')?(?:(?P<second> ?{_PART})(?P<s>\"))?)?"
    r"(?(before)|(?:(?P<after> ?[NSOEW])(?![\w'.]))?)"
)


def _say_coordinate(match: re.Match[str]) -> Iterable[Piece]:
    """Say "N 47° 25.266'" and "52° 31' N"."""
    way = (match["before"] or match["after"] or "").strip()
    is_minute = match["m"] or match["second"] or re.search("[.,]", match["minute"] or "")
    if not way or (match["minute"] and not is_minute) or (match["before"] and not match["minute"]):
        return ()
    said = {"before": _WAYS[way], "after": _WAYS[way]}
    for group, sign, unit in (("number", "degree", "°"), ("minute", "m", "min"), ("second", "s", "s")):
        if match[group]:
            said |= _say_part(match, group, sign, unit)
    return named_apart(match, said)


def _say_part(match: re.Match[str], group: str, sign: str, unit: str) -> dict[str, str]:
    """Say degrees, minutes or seconds, whose sign may be missing; points are written for commas."""
    number = re.sub(r"^0+(?=\d)", "", match[group].strip().replace(".", ","))
    noun = GRAMMAR.units[unit]
    said = quantity(number, "de") if "," in number else count(number, noun.gender, GRAMMAR)
    name = counted(number, noun, GRAMMAR)
    return {group: said, sign: name} if match[sign] else {group: f"{said} {name}"}


def _say_sides(match: re.Match[str]) -> Iterable[Piece]:
    """Say "u. l.", where a picture is signed, and "v. l. n. r."."""
    words = {"v": "von", "n": "nach"}
    letters = re.findall(r"\w", match[0])
    said = [words.get(letter) or _SIDES[letter] for letter in letters]
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return whole(match, " ".join(said) + ends)


COORDINATE = Kind("coordinate", _COORDINATE, _say_coordinate, frozenset("°"))
_QUARTER = Kind(
    "quarter in a word",  # "SO-Wind", in small letters by now
    r"(?<![\w-])(?P<way>[NnSs][OoWw]|[NSOW])(?=-(?:Wind|Hang|Grat|Wand|Seite|Ufer|Lage|Balkon|Terrasse|Küste|Ausrichtung))",
    lambda match: whole(match, "".join(_WAYS[letter] for letter in match["way"].upper()).capitalize()),
    frozenset("-"),
)
# After the ordinals: "2. v. l.".
SIDES: tuple[Kind, ...] = (
    _QUARTER,
    Kind(
        "from side to side",
        r"(?<![\w.])(?:v\. ?[lrou]\. ?n\. ?[lrou]\.|v\. ?[lr]\.)(?!\w)",
        _say_sides,
        frozenset("v"),
    ),
    Kind(
        "corner of a picture",  # "sign. u. l."
        r"(?<![\w.])(?:[uo]\. ?[lr]\.|[lr]\. ?[uo]\.|(?:(?<=signiert )|(?<=datiert )|(?<=bezeichnet )|(?<=monogrammiert )|(?<=sign\. )|(?<=dat\. )|(?<=bez\. ))[uo]\. ?[mM]\.)(?!\w)",
        _say_sides,
        frozenset("lrmM"),
    ),
    Kind(
        "side of a picture",  # "Anna Berg (l.) und Tim Kurz (M.)"
        r"(?<=[^\W\d_] \()(?P<side>[lrM])\.(?=\)|,)",
        lambda match: whole(match, _SIDES[match["side"]]),
        frozenset("lrM"),
    ),
)
