"""Abbreviations, acronyms, Roman numerals, codes and names in English."""

# ruff: noqa: E501 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, ordinal, quantity, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_CAPITAL = r"(?= [A-Z])"
_BEFORE_NUMBER = r"(?= ?(?:[\d\ue000]|[#(]\d|[IVXLC]+(?!\w)))"
_ROMAN = r"(?P<roman>[IVXLC]+)(?![\w-]|\.\w)"
_CALLED = r"(?i:call(?:ed|ing)?|dial(?:ed|ing)?|text(?:ed)?|phone(?:d)?|extension|ext\.|area code|zip code|zip|postcode|pin|PIN|code|passcode|password|ending in|ends in)"
_PAIRED = r"(?i:flight|room|route|highway|interstate|bus|boeing|airbus|suite|apartment|channel|exit|hwy|rtx|gtx|porsche|line)"
_MODEL = (
    r"(?<![\w.'-])(?P<letters>[A-Z]{1,5})(?P<gap>-?)(?P<number>\d{1,5})(?P<tail>[A-Za-z]{0,4})(?![\w-]|\.\d)"
)


def numbered() -> tuple[Kind, ...]:
    """Return the kinds of numbers that are names: they are no quantities, and their dashes no ranges."""
    return (
        Kind(
            "called",
            rf"(?<!\w){_CALLED} (?:is )?(?P<number>\d{{3,6}})(?P<more>-\d{{4}})?(?!\w|[.,:-]\d)",
            _called,
        ),
        Kind(
            "jet",
            r"(?<![\w.,$-])(?P<number>7[0-8]7)(?:(?P<dash>-)(?P<kind>\d{1,3}))?(?P<many>s)?(?!\w|[.,]\d|[%-])",
            _jet,
        ),
        Kind(
            "ZIP",
            rf"(?:(?<=[a-z] )|(?<={tables.STATES}))(?P<number>\d{{5}})(?P<more>-\d{{4}})?(?=[.,;!?)]|$|\n)",
            _zip,
        ),
        Kind(
            "plural",
            r"(?i:(?<=two )|(?<=three )|(?<=four )|(?<=by )|(?<=many )|(?<=of )|(?<=all )|(?<=several )|(?<=few ))(?P<number>\d{1,2})'?s(?!\w)",
            _plural,
        ),
        Kind(
            "letter after a number",
            r"(?<![\w.,])(?P<number>[248])(?P<letter>K)(?!\w)",
            lambda match: named(match, number=cardinal(match["number"], "en")),
        ),
    )


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of words in order of priority."""
    return (
        Kind("street or saint", r"(?<!\w)(?P<short>St\.?|Dr\.|Ct\.)(?!\w)", _street, frozenset("tr")),
        abbreviation_kind("title", tables.TITLES, after=_CAPITAL),
        abbreviation_kind("after a name", tables.AFTER_NAMES, before=r"(?<=[\w,.)] )"),
        abbreviation_kind("before a number", tables.BEFORE_NUMBERS, after=_BEFORE_NUMBER),
        abbreviation_kind("phrase", tables.PHRASES),
        Kind("acronym", rf"(?<![\w.&-])(?:{tables.WORDS})(?!\w|[.-][^\W\d])", lambda match: whole(match, match[0].capitalize()),
             frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        Kind("regnal", rf"(?<!\w)(?P<name>{tables.REGNAL}) {_ROMAN}", _regnal, frozenset("IVX")),
        Kind("roman", rf"(?<!\w)(?i:{tables.NUMBERED}) (?P<roman>[IVXLC]+|[ivx]{{2,6}})(?![\w-]|\.\w)", _roman, frozenset("IVXLCivx")),
        Kind("world war", r"(?<!\w)WW(?P<roman>II?)(?!\w)", lambda match: whole(match, f"World War {'one' if match['roman'] == 'I' else 'two'}"), frozenset("W")),
        Kind("roman century", r"(?<!\w)(?P<roman>[IVX]+)(?:th|st)? (?=century|centuries)", _century, frozenset("IVX")),
        Kind("roman alone", r"(?<=[A-Za-z] )(?P<roman>[IVX]{2,8}|[LMCD][IVXLCD]{2,9}|M[MCDLXVI]{3,9})(?![\w-]|\.\w)", _roman_alone,
             frozenset("IVXLCDM")),
        Kind("sharp", r"(?<!\w)(?P<note>[A-G])(?P<sign>#)(?!\w)", partial(_say, sign="sharp"), frozenset("#")),
        Kind("dot net", r"(?<!\w)\.NET\b", lambda match: whole(match, "dot Net"), frozenset(".")),
        Kind("salt", rf"(?<![\w.'-])(?=\w{{0,8}}[a-z]\w{{0,8}}[A-Z])(?:(?:{tables.ELEMENTS})\d?){{2,5}}(?!\w|'\w)", _salt, frozenset("CNOHS")),
        Kind("hashtag", r"(?<![\w&])(?P<sign>#)(?P<tag>[A-Za-z]\w*)", _hashtag, frozenset("#")),
        Kind("handle", r"(?<![\w.])(?P<sign>@)(?P<tag>[A-Za-z]\w*)", _handle, frozenset("@")),
        Kind("copyright", r"\(c\)(?= (?:\d|\ue000))", lambda match: whole(match, "copyright"), frozenset("(")),
        Kind("list number", r"(?:^|(?<=\n))\(?(?P<number>\d{1,3}|[a-z])\)(?= )", _list_number, frozenset(")")),
        Kind("version", r"(?<![\w.])(?P<v>[vV]\.? ?)?(?P<number>\d+(?:\.\d+)*)(?=(?P<tail>[\w-]?))", _version),
        Kind("emergency", r"(?<![\w.,$#-])(?:911)(?![\w%-]|[.,]\d| [a-z]+s\b)", lambda match: whole(match, digits(match[0], "en"))),
        Kind("paired", rf"(?<!\w){_PAIRED} (?P<number>\d{{3,4}})(?!\w|[.,:-]\d)", _paired),
        Kind("lines of a picture", r"(?<![\w.,])(?P<number>\d{3,4})(?P<letter>[pi])(?!\w)", _picture),
        Kind("model", _MODEL, _model, frozenset("0123456789")),
        Kind("ordinal", r"(?<![\w.,])(?P<number>\d{1,3}(?:,?\d{3})*)(?i:st|nd|rd|th)(?!\w)", _ordinal),
        Kind("thousands", r"(?<![\w.,])(?P<number>\d+(?:\.\d+)?)(?P<letter>[kK])(?!\w)", _thousands),
        Kind("decimal", r"(?<![\w.,])(?P<number>\.\d+)", lambda match: whole(match, quantity(match[0], "en"))),
        Kind("plus", r"(?<=[\d\ue000])(?P<sign>\+)(?=\W|$)", partial(_say, sign="plus"), frozenset("+")),
    )  # fmt: skip


def _say(match: re.Match[str], sign: str) -> Iterable[Piece]:
    return named(match, sign=sign)


def _street(match: re.Match[str]) -> Iterable[Piece]:
    """Tell Saint from Street and Doctor from Drive by the words around."""
    line, short = match.string, match["short"].rstrip(".")
    before = line[max(0, match.start() - 30) : match.start()]
    goes_on = re.match(r" [A-Z][a-z']", line[match.end() : match.end() + 3])
    last = before.split(" ")[-2:-1] if before.endswith(" ") else []
    after_name = bool(last) and bool(re.fullmatch(r"[A-Z][a-z]+|\d+(?:st|nd|rd|th)", last[0]))
    addressed = re.search(r"\d+ (?:[NSEW]\.? )?(?:[A-Z][a-z]+ ){1,2}$", before)
    is_road = bool(addressed) if goes_on else after_name
    if short == "Ct" and not is_road:
        return ()
    full = (
        {"St": "Street", "Dr": "Drive", "Ct": "Court"}[short]
        if is_road
        else {"St": "Saint", "Dr": "Doctor"}[short]
    )
    if not is_road and not goes_on:
        return ()
    ends = is_road and re.match("[\"')]*(?:\n|$)", line[match.end() : match.end() + 3])
    return whole(match, full + ("." if ends and match[0].endswith(".") else ""))


def _regnal(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    rest = match.string[match.end() : match.end() + 12]
    if not value or match["roman"] in ("C", "L", "D", "M"):
        return ()
    if len(match["roman"]) == 1 and re.match(r"\. [A-Z]", rest):  # an initial: "John V. Smith"
        return ()
    if match["roman"] == "I" and re.match(
        r" (?!was|of|and|had|is|became|ruled|reigned|died|to|in|as|who)[a-z]", rest
    ):
        return ()
    if match["name"] == "Malcolm" and match["roman"] == "X":
        return ()
    return named(match, roman=f"the {ordinal(str(value), 'en')}")


def _roman(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"].upper())
    rest = match.string[match.end() : match.end() + 3]
    if not value or (match["roman"] == "I" and re.match(r" [a-z]", rest) and " War " not in match[0]):
        return ()
    return named(match, roman=cardinal(str(value), "en"))


def _century(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return named(match, roman=ordinal(str(value), "en")) if value else ()


def _roman_alone(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Rocky III" and "Super Bowl LVIII"; "MIX", "CD" and "XX" are no numbers."""
    value = roman_value(match["roman"])
    before = match.string[max(0, match.start() - 30) : match.start()].split()[-1:]
    if not value or match["roman"] in (
        "MIX",
        "LIV",
        "XL",
        "XX",
        "XXL",
        "CD",
        "DIV",
        "CIV",
        "VI",
        "IV",
        "MIDI",
        "DIX",
        "CC",
        "MI",
    ):
        return ()
    if not before or not before[0][:1].isupper():
        return ()
    return named(match, roman=cardinal(str(value), "en"))


def _salt(match: re.Match[str]) -> Iterable[Piece]:
    """Spell a formula such as NaCl."""
    parts = re.findall(r"[A-Za-z]|\d", match[0])
    return whole(match, " ".join(cardinal(part, "en") if part.isdigit() else part.upper() for part in parts))


def _hashtag(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, sign="hashtag", tag=_apart(match["tag"]))


def _handle(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, sign="at", tag=_apart(match["tag"].replace("_", " underscore ")))


def _apart(tag: str) -> str:
    """Write "ThrowbackThursday2024" as words."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]", tag)
    return " ".join(year(part, "en") if part.isdigit() else part for part in parts)


def _list_number(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    return whole(match, f"{cardinal(number, 'en') if number.isdigit() else number},")


def _version(match: re.Match[str]) -> Iterable[Piece]:
    parts = match["number"].split(".")
    before = match.string[max(0, match.start() - 12) : match.start()]
    after_name = re.search(
        r"(?i:\b(?:version|release|python|android|ios|macos|node|build|java|firmware|ubuntu)) $", before
    )
    if not (match["v"] or len(parts) > 2 or (after_name and len(parts) == 2)) or match["tail"].isdigit():
        return ()
    if not match["v"] and all(len(part) == 3 for part in parts[1:]):
        return ()  # 1.000.000
    said = " point ".join(
        f"oh {cardinal(part, 'en')}" if part[0] == "0" < part[1:] else cardinal(part, "en") for part in parts
    )
    lead = "version " if match["v"] else ""
    return [Piece(match.start(), match.end("number"), lead + said)]


def _called(match: re.Match[str]) -> Iterable[Piece]:
    return _zip(match)


def _paired(match: re.Match[str]) -> Iterable[Piece]:
    group = "number" if "number" in match.groupdict() else 0
    return [Piece(*match.span(group), paired(match[group]))]


def _zip(match: re.Match[str]) -> Iterable[Piece]:
    more = digits(match["more"][1:], "en") if match["more"] else ""
    return named(match, number=digits(match["number"], "en"), more=f", {more}")


def _jet(match: re.Match[str]) -> Iterable[Piece]:
    kind = paired(match["kind"]) if match["kind"] else ""
    said = paired(match["number"])
    return named(match, number=said + ("s" if match["many"] else ""), dash="", kind=kind, many="")


def _plural(match: re.Match[str]) -> Iterable[Piece]:
    said = cardinal(match["number"], "en")
    ending = f"{said[:-1]}ies" if said.endswith("y") else f"{said}es" if said.endswith("x") else f"{said}s"
    return whole(match, ending)


def _picture(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=paired(match["number"]), letter=match["letter"])


def _model(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, gap="", number=paired(match["number"]))


def _ordinal(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, ordinal(match["number"], "en"))


def _thousands(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=quantity(match["number"], "en"), letter="thousand")
