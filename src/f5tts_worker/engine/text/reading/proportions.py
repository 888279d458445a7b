"""Fractions, marks and ranges of bare numbers, from a language's `Grammar`."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.grammar import Grammar, Noun
from f5tts_worker.engine.text.reading.numbers import cardinal, parse
from f5tts_worker.engine.text.reading.spans import Piece, named, named_apart, whole

_MARKS = (10, 20, 100)  # out of these are marks, not fractions
_BEAT = re.compile(r"[- ]?(?:Takt|maat)", re.IGNORECASE)  # of music
OF_SO_MANY = {"de": "von", "fr": "sur", "es": "de", "it": "di", "pt": "de", "nl": "van de"}
# "3/5 llaves" has no "de" behind the figures: three of five, no part. Measures and beats are parts.
_COUNTED = re.compile(
    r" (?!(?:Mehrheit|Takt|maat|liters?|litros?|Zoll|pulgadas?|[Mm]eter)\b)"
    r"(?:[A-ZÄÖÜ][a-zäöüß]+(?:en|n|e|s)|[a-záéíóúñ]{3,}s|[a-z]{3,}en)\b"
)
_OF_ALL = re.compile(
    r" (?:der|des|aller|von|van|de la|de los|de las|des|della|delle|dei|dos|das|Sekunden?|Millimeter|mm)\b"
)  # "3/10 der Wähler"
_PAGE = re.compile(
    r"(?:\b(?!RR )[A-Z]{2,4}|\d [A-Z](?:[a-z]{0,2}R)?|Windows|Android|iOS|Office|"
    r"(?P<of>[Pp]age|[Pp][áa]gina|Seite)) $"
)
_LONG = 4  # digits that are no score


def say_marks(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "4,7/5"."""
    return named_apart(match, {"slash": grammar.signs.get("marks", "von")})


def say_fraction(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "3/4" as a part, "7/10" as marks."""
    over, under = int(match["over"]), int(match["under"])
    if (over, under) in ((24, 7), (50, 50)):
        return whole(match, " ".join(cardinal(match[end], grammar.code) for end in ("over", "under")))
    if not over or not under or under == 1 or match["under"][0] == "0":
        return ()
    if match["unit"] and match["unit"].strip() in ("h", "Std.") and over in (24, 48):  # "24/48 h"
        said = f"{cardinal(str(over), grammar.code)} {cardinal(str(under), grammar.code)}"
        hours = grammar.units[match["unit"].strip()].many
        return [Piece(match.start("over"), match.end("under"), said), *named_apart(match, {"unit": hours})]
    before = match.string[max(0, match.start() - 12) : match.start()]
    if not match["unit"] and (page := _PAGE.search(before)):
        return _say_page(match, page, grammar)
    if over >= under or (
        under in _MARKS
        and not _OF_ALL.match(match.string, match.end())
        and over > 1
        and not match["unit"]
        and "marks" in grammar.signs
    ):
        if match["whole"]:
            return ()
        out_of = grammar.signs["marks" if over < under or "/" not in grammar.signs else "/"]
        if over == under and not (
            _BEAT.match(match.string, match.end()) or re.search("passo d?em? $", before)
        ):
            out_of = grammar.signs.get("marks", "von")
        said = f"{cardinal(match['over'], grammar.code)} {out_of} {cardinal(match['under'], grammar.code)}"
        unit = grammar.units[match["unit"].strip()].many if match["unit"] else ""  # "120/80 mmHg"
        return [Piece(match.start(), match.end("under"), said), *named_apart(match, {"unit": unit})]
    if (
        over > 1
        and under in (5, 6, 7, 9)
        and not (match["unit"] or match["whole"])
        and grammar.code in ("de", "es", "nl")
        and _COUNTED.match(match.string, match.end())
    ):
        pair = (cardinal(match[end], grammar.code) for end in ("over", "under"))
        return [Piece(match.start("over"), match.end("under"), f" {OF_SO_MANY[grammar.code]} ".join(pair))]
    units = int(match["whole"] or 0)
    noun = (
        grammar.units[match["unit"].strip()] if match["unit"] else Noun("", "", _next_gender(match, grammar))
    )
    said = grammar.fraction(units, over, under, noun.gender)
    begin = match.start() if units else match.start("over")  # "0 1/2": the nought is read by itself
    if not match["unit"]:
        return [Piece(begin, match.end(), said)]
    name = noun.one if not units or grammar.code == "nl" else noun.many  # "twee en een halve week"
    linked = f"{grammar.of} {name}" if grammar.of and not units and under > 2 else name
    linked = linked.replace("de h", "d'h") if grammar.code == "fr" else linked
    start = match.start("unit") + 1
    return [Piece(begin, start - 1, said), Piece(start, match.end(), linked)]


def _say_page(match: re.Match[str], page: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "page 3/10", and the two numbers of "BGH VIII ZR 12/18"."""
    if page["of"]:
        slash = grammar.signs.get("marks", "von")
    else:
        slash = "" if page[0][1:2].islower() else grammar.signs.get("slash", "")
    said = f" {slash} ".join(cardinal(match[end], grammar.code) for end in ("over", "under"))
    return [Piece(match.start("over"), match.end("under"), said)]


def _next_gender(match: re.Match[str], grammar: Grammar) -> str:
    """Return the gender of the noun behind a fraction, "" for none."""
    following = re.compile(r" ([^\W\d_]+)").match(match.string, match.end())
    return grammar.gender_of(following[1]) if following else ""


def say_range(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "12-15" as from twelve to fifteen, "3-1" as a score."""
    low, high = (parse(match[end], grammar.code) for end in ("low", "high"))
    if not low or not high or re.match(r"0\d", match["low"]):
        return ()
    if re.match(r"0\d", match["high"]):  # "Nr. 2023-0815"
        return named(match, to=" ")
    if match["low"] == match["high"] == "50":
        return named(match, to=" ")
    lost = match["low"] == "0" and not re.match(r" [^\W\d_]", match.string[match.end() : match.end() + 2])
    is_span = (
        re.fullmatch(r"1[1-9]\d\d|20\d\d", match["low"]) and low[0][2:] < high[0] and len(high[0]) == 2
    )  # "1914-18"
    if low[1] or is_span or (int(low[0]) < int(high[0]) and not lost):
        return named(match, to=grammar.signs["–"])
    return named(match, to=grammar.signs["score"] if len(low[0]) < _LONG else ",")  # "No. 2023-15"
