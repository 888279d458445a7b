"""Quarters of the compass and turns of a way in English: "the NE corner", "winds SW 15 kt", "turn L at the inn"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_NAMES = {"N": "north", "S": "south", "E": "east", "W": "west"}
_TWO = "N[EW]|S[EW]"
_ANY = rf"(?:(?:NN|EN|WN)[EW]|(?:SS|ES|WS)[EW]|{_TWO}|[NSEW])"
_LANDS = (
    "Africa|America|Asia|Atlantic|California|Carolina|Dakota|Devon|Dorset|Europe|Germany|Hollywood|India|Ireland|Italy|Korea|Lanarkshire|London|"
    "Midlands|Pacific|Somerset|Sudan|Sussex|Texas|Vietnam|Virginia|Wales|Yemen|Yorkshire"
)
_LARGER_LANDS = f"{_LANDS}|Australia|Brazil|China|England|France|Greece|Iceland|Iran|Japan|Mexico|Nigeria|Poland|Scotland|Spain|Turkey|US|USA|Portland|Washington|Calgary|Edmonton"
_SIDED = (
    "(?:aisles?|approach|aspect|banks?|beach|border|boundary|carriageway|coasts?|corners?|doors?|doorway|edges?|elevation|ends?|entrances?|exits?|fa[cç]ades?|faces?|flanks?|"
    r"front|gable|gates?|half|lawn|porch|portal|quadrant|rim|ridges?|shores?|sides?(?! effects?)|slopes?|spire|stairs?|stand|tip|towers?|transepts?|walls?|windows?|wings?)\b"
)
_BLOWS = r"\b(?i:(?:winds?|gusts?|breezes?|gales?|blowing|backing|veering|swell)(?: (?:blowing|coming|fresh|from|gusting|is|are|light|mainly|moderate|mostly|now|of|strong|the|to|was|were)){0,3}:?)"
_ENDS = r"(?=[.,;:!?)]|$|\n| (?:after|and|as|at|before|by|into|on|onto|or|past|then|to|until|when|where)\b)"
_NTH, _SHOWN = (
    re.compile(r"\b(?:first|second|third|next|1st|2nd|3rd|\ue000{3}) $"),
    re.compile(r"\b(?i:drive|go|take|turn)\b"),
)


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of quarters and turns, in order of priority."""
    quarters = frozenset("NSEW")
    return (
        Kind("way", r"(?<=[\d\ue000] )(?P<way>[NSEW])(?:\.(?= [\w\ue000])(?! Ct\.)|(?= \d+(?:st|nd|rd|th)\b)|(?<=\ue000 \w)(?= (?:on|of|from|to|along|towards?|until|onto)\b|[,.;]|$))", _named, quarters),
        Kind("way to go", r"(?i:\b(?:bear|continue|drive|go|going|head|heads|headed|heading|ran|runs|travel|turn|turned|walk)) (?P<way>[NSEW])\.?(?= (?:along|down|for|from|into|off|on|onto|past|to|toward|towards|until|up)\b)", _named, quarters),
        Kind("way from a place", rf"(?:(?<=[a-z] )|(?<=\ue000 ))(?P<way>(?=\w\w){_ANY}|(?:(?<=miles )|(?<=mile )|(?<=metres )|(?<=meters )|(?<=yards )|(?<=just ))[NSEW])(?= of\b)", _quarter, quarters),
        Kind("way of a road", r"(?<!\w)(?:I|US|SR|Hwy|Highway|Route|Rte|Interstate)[- \d\ue000]{2,6} (?P<way>[NSEW])(?![\w'])", _named, quarters),
        Kind("side of a land", rf"(?<!\w)(?P<way>[NSEW])\.(?= (?:{_LANDS})\b)", _named, quarters),
        Kind("part of a land", rf"(?<![\w.-])(?P<way>{_TWO})(?= (?:{_LARGER_LANDS})\b)", _quarter, quarters),
        Kind("side of a thing", rf"(?<![\w.&/-])(?P<way>{_TWO}|(?:(?<=\b[Tt]he )|(?<=\b[Ii]ts )|(?<=\b(?:and|our|her|his) )|(?<=\b(?:on|in|to|of) )|(?<=\ba ))[NSEW])(?P<dot>\.?)(?= {_SIDED})", _quarter, quarters),
        Kind("facing", rf"(?<![\w.&/-])(?P<way>{_ANY})(?=-facing\b)", _quarter, quarters),
        Kind("axis", r"(?<![\w.&/-])(?P<way>N|S|E|W|NE|NW|SE|SW)-(?P<back>(?<=N-)S|(?<=S-)N|(?<=E-)W|(?<=W-)E|(?<=NE-)SW|(?<=SW-)NE|(?<=NW-)SE|(?<=SE-)NW)(?![\w-])", _axis, quarters),
        Kind("wind from", rf"{_BLOWS} (?P<way>{_ANY})(?![\w.&/-]\w|\w)", _quarter, quarters),
        Kind("wind", rf"(?<=[A-Za-z] )(?P<way>{_ANY})(?:-(?P<next>{_ANY}))?(?= (?:winds?|breezes?|gales?|gusts?|swell|monsoon)\b)", _axis, quarters),
        Kind("out of a quarter", r"(?:(?<=\bfrom the )|(?<=\bto the ))(?P<way>N[EW]|SW|NN[EW]|SS[EW]|E[NS]E|W[NS]W)(?=[.,;:!?)]|$|\n| (?:and|at|of|is|to|was)\b)", _quarter, quarters),
        Kind("turn", rf"\b(?i:(?:turn(?:s|ed|ing)?|bear(?:s|ing)?|keep(?:s|ing)?|fork|veer)(?: (?:sharp|hard|slightly|immediately))?|on (?:your|my)) (?P<side>[LR]){_ENDS}", _turn, frozenset("LR")),
        Kind("turn of several", rf"(?<=[a-z\ue000] )(?P<side>[LR]){_ENDS}", _turn_of_several, frozenset("LR")),
    )  # fmt: skip


def _named(match: re.Match[str]) -> Iterable[Piece]:
    return [Piece(match.start("way"), match.end(), _NAMES[match["way"]].capitalize())]


def _quarter(match: re.Match[str]) -> Iterable[Piece]:
    last = "dot" if "dot" in match.re.groupindex else "way"
    return [Piece(match.start("way"), match.end(last), _said(match["way"]))]


def _axis(match: re.Match[str]) -> Iterable[Piece]:
    """Say "an E-W road" and "a S-SW wind" quarter by quarter."""
    groups = match.groupdict()
    other = groups.get("back") or groups.get("next")
    return whole(match, " ".join(_said(way) for way in (match["way"], other) if way))


def _said(way: str) -> str:
    """Return what a quarter is called: "north", "northeast", "north northeast"."""
    halves = (way[:-2], way[-2:])
    return " ".join("".join(_NAMES[letter] for letter in half) for half in halves if half)


def _turn_of_several(match: re.Match[str]) -> Iterable[Piece]:
    """Say "take the 2nd L" where somebody is shown the way."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    return _turn(match) if _NTH.search(before) and _SHOWN.search(before) else ()


def _turn(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, side={"L": "left", "R": "right"}[match["side"]])
