"""Angles, lengths of feet and inches, durations and ages in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.nouns import NUMBER, SURE_NOUN, is_adjective, say_number
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named

_INCHES = 12  # in a foot
_SIDE = rf"{NUMBER} ?(?:in\.?|cm|mm|ft\.?|[\"'])? ?[WDHLwdhl]"
_OF_SIDES = {
    "": "",
    '"': "inches",
    "in": "inches",
    "'": "feet",
    "ft": "feet",
    "cm": "centimetres",
    "mm": "millimetres",
}
_WAYS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_SOMEBODY = re.compile(
    r"\b(?:I|[Mm]e|[Mm]y(?: [\w-]+){1,2}|(?:boy|girl)?friend|husband|wife|brother|sister|mother|father|son|daughter) \($"
)
_A = re.compile(r"(?i:\b(?:an?|the|this|our|my|another) )$")


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of what is so long, so old, so far round."""
    return (
        Kind("bearing", rf"(?<!\w)(?P<line>(?i:lat|long|lon)\.?) (?P<number>{NUMBER})(?P<sign> ?°)? ?(?P<way>[NSEW])(?!\w)", _bearing),
        Kind("coordinate", r"(?<![\w.,])(?<!\d')(?P<degrees>\d{1,3}(?:\.\d+)?)(?P<sign>° ?)(?:(?P<minutes>\d{1,2}(?:\.\d+)?)(?P<m>' ?))?"
             r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?P<s>(?:\"|'') ?))?(?P<way>[NSEW])(?!\w)", _coordinate, frozenset("°")),
        Kind("feet and inches", r"(?<![\w.,])(?<!\d')(?P<feet>\d{1,2})(?P<f>') ?(?P<inches>\d{1,2})(?P<i>\"|''|(?<=(?<!\d)\d'\d)|(?<=(?<!\d)\d'\d\d)|(?<=(?<!\d)\d' \d)|(?<=(?<!\d)\d' \d\d))(?!\w)(?P<by> ?[x×] ?(?=\d{1,2}'))?", _feet),
        Kind("feet and inches in letters", r"(?:(?<=\d ft )|(?<=\dft )|(?<=\d ft\. ))(?P<inches>\d{1,2}) ?(?P<i>in\b(?:\.(?= [a-z]))?)(?<!\d in(?= (?!across|and|at|by|deep|from|has|high|in|is|long|of|on|or|tall|thick|to|was|when|wide|with)[a-z]))", _inches),
        Kind("inches", r"(?<![\w.,])(?P<inches>\d{1,3}(?:\.\d+)?)[ -](?P<i>in)(?P<dot>\.(?= [a-z\ue000]|$|\n|[,;)])|(?<=-in)\.?(?= )|(?:(?<=\.\d in)|(?<=\.\d\d in))(?=[;,)]|$)|(?= (?:wide|long|tall|thick|deep|high|in diameter|across|of (?:rain|snow))\b)|(?= \ue000 [\d.,\ue000]+ ?(?:[cm]?m|ft)\b))", _inches),
        Kind("inches that touch", r"(?<![\w.,])(?P<inches>\d{1,3}(?:\.\d+)?)(?P<i>in)(?P<dot>\.(?= [a-z]|[,;)]))?(?!\w)", _inches),
        Kind("sides of a thing", rf"(?<![\w.,]){_SIDE}(?: ?[x×] ?{_SIDE}){{1,2}}(?!\w)", _sides, frozenset("x×")),
        Kind("length", r"(?<![\w.,'\"/])(?P<number>\d{1,3}(?:,\d{3})?(?:\.\d+)?)(?P<mark>['\"])(?![\w'\"]|\ue000(?!\ue000{0,2}\d))", _length, frozenset("'\"")),
        Kind("hours and minutes", r"(?<![\w.,:])(?P<hours>\d{1,3}) ?(?P<h>h(?:rs?)?) ?(?P<minutes>\d{1,2}) ?(?P<m>m(?:ins?)?)(?!\w)"
             r"(?: (?P<seconds>\d{1,2}) ?(?P<s>s(?:ecs?)?)(?!\w))?",
             _duration),
        Kind("hours with minutes", r"(?<![\w.,:])(?P<hours>\d{1,2})(?P<h>h)(?P<minutes>[0-5]\d)(?!\w)", _duration),
        Kind("minutes of a recipe", r"\b(?i:prep|cook(?:ing)?|bake|baking|rest(?:ing)?|chill(?:ing)?|total|active)(?: [Tt]ime)?:? (?P<minutes>\d{1,3})(?P<m>m)(?![\w/])", _duration),
        Kind("age of somebody", r"(?<=\()(?P<number>[1-9]\d)(?=[MF]\))", _age_told),
        Kind("age", r"(?<![\w.,])(?P<number>\d{1,3})(?P<gap>[ -]?)(?P<old>y/o|yo|y\.o\.)(?!\w)", _age),
        Kind("minutes and seconds", r"(?<![\w.,:])(?P<minutes>\d{1,3}) ?(?P<m>m(?:ins?)?) (?P<seconds>\d{1,2}) ?(?P<s>s(?:ecs?)?)(?!\w)", _duration),
    )  # fmt: skip


def _coordinate(match: re.Match[str]) -> Iterable[Piece]:
    said = {"degrees": say_number(match["degrees"]), "sign": "degrees"}
    if match["minutes"]:
        said |= {"minutes": say_number(match["minutes"]), "m": "minutes"}
    if match["seconds"]:
        said |= {"seconds": say_number(match["seconds"]), "s": "seconds"}
    return named(match, **said, way=_WAYS[match["way"]])


def _bearing(match: re.Match[str]) -> Iterable[Piece]:
    line = "latitude" if match["line"][:2].lower() == "la" else "longitude"
    sign, way = "degrees", _WAYS[match["way"]]
    return named(match, line=line, number=say_number(match["number"]), sign=sign, way=way)


def _feet(match: re.Match[str]) -> Iterable[Piece]:
    feet, inches = say_number(match["feet"]), say_number(match["inches"])
    if int(match["inches"]) >= _INCHES:  # 1'45" is a time
        one = "minute" if match["feet"] == "1" else "minutes"
        return named(match, feet=feet, f=one, inches=inches, i="seconds" if match["i"] else "")
    if not int(match["inches"]):
        return named(match, feet=feet, f="feet", inches="", i="", by="by")
    return named(match, feet=feet, f="foot", inches=inches, i="", by="by")


def _inches(match: re.Match[str]) -> Iterable[Piece]:
    dot = {"dot": "." if match.end() == len(match.string) else ""} if "dot" in match.groupdict() else {}
    touches = match.string[match.start("i") - 1]
    before_noun = touches == "-" or is_adjective(match)
    before_noun = before_noun or bool(touches.isdecimal() and SURE_NOUN.match(match.string, match.end()))
    return named(match, i="inch" if match["inches"] == "1" or before_noun else "inches", **dot)


def _length(match: re.Match[str]) -> Iterable[Piece]:
    """Take a mark for feet or inches where no quotation is open."""
    before = match.string[max(0, match.start() - 200) : match.start()]
    opened = _is_quoting(before) if match["mark"] == '"' else len(re.findall(r"(?<!\w)'", before))
    stands_out = re.compile(r" [A-Za-z]|\ue000").match(match.string, match.end())
    stands_out = stands_out or re.search(rf"['\"–]{TAKEN}+$", before)  # the second side of a size
    is_long = len(match["number"]) > len("120")  # no game has so many minutes
    if opened or (not stands_out and not is_long and match["mark"] == "'"):  # "Kane 12', 67'"
        return ()
    one, many = ("foot", "feet") if match["mark"] == "'" else ("inch", "inches")
    sides = re.compile(r"(?: ?[x×\ue000]+ ?[\d\ue000.]+['\"])*").match(match.string, match.end())
    end = sides.end() if sides else match.end()
    single = (
        match["number"] == "1"
        or re.compile(r" (?:[A-Z]|[\d\ue000]+[Kp]\b)").match(match.string, end)
        or SURE_NOUN.match(match.string, end)
    )
    return named(match, number=say_number(match["number"]), mark=one if single else many)


def _sides(match: re.Match[str]) -> Iterable[Piece]:
    """Say 24"W x 18"D as inches of two sides; without a unit the letter is said alone."""
    for side in re.finditer(
        rf"(?P<by> ?[x×] ?)?(?P<number>{NUMBER}) ?(?P<unit>[a-z\"'.]*?) ?(?P<side>[WDHLwdhl])(?!\w)", match[0]
    ):
        by = "by " if side["by"] else ""
        unit = _OF_SIDES[side["unit"].rstrip(".")]
        said = " ".join(filter(None, [say_number(side["number"]), unit, side["side"].upper()]))
        yield Piece(match.start() + side.start(), match.start() + side.end(), by + said)


def _is_quoting(before: str) -> bool:
    """Say whether a quotation is open at the end of a text, in which a mark behind a digit may mean inches."""
    is_open = False
    for mark in re.finditer('"', before):
        if is_open or not before[: mark.start()][-1:].isdecimal():
            is_open = not is_open
    return is_open


def _duration(match: re.Match[str]) -> Iterable[Piece]:
    said: dict[str, str] = {}
    one_only = is_adjective(match)
    for group, letter, one in (
        ("hours", "h", "hour"),
        ("minutes", "m", "minute"),
        ("seconds", "s", "second"),
    ):
        if match.groupdict().get(group):
            number = str(int(match[group]))
            said[group] = say_number(number)
            if letter in match.re.groupindex:
                said[letter] = one if number == "1" or one_only else f"{one}s"
    return named(match, **said)


def _age(match: re.Match[str]) -> Iterable[Piece]:
    stands_before = (
        match["gap"] == "-"
        or _A.search(match.string, max(0, match.start() - 12), match.start())
        or SURE_NOUN.match(match.string, match.end())
    )
    old = "year-old" if stands_before or match["number"] == "1" else "years old"
    return named(match, number=say_number(match["number"]), gap=" ", old=old)


def _age_told(match: re.Match[str]) -> Iterable[Piece]:
    """Say "my wife (34F)" as people tell their ages in forums; degrees and millions stand behind other words."""
    return (
        named(match, number=say_number(match["number"]))
        if _SOMEBODY.search(match.string[max(0, match.start() - 40) : match.start()])
        else ()
    )
