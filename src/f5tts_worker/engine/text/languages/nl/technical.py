"""Dutch: what stands on plates, in programs and on cards: "2.4GHz", "0,3 A", "numpy==1.26", "t/m 09/27"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; signs are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_ELECTRIC = re.compile(
    r"\d ?V\b|(?i:\b(?:volt|stroom\w*|zekering\w*|groepen|lader|adapter|accu|laadpaal|laad\w*|last)\b)|\bIP\d\d"
)
_SHOWN = re.compile(r"\b(?i:\w*pas|\w*kaart|\w*card|geldig\w*|vervalt|verloopt|exp\.?|visa|cvc|cvv)\b")
_COLOUR = re.compile(r"\b(?i:\w*kleur\w*|achtergrond|rand|hex|css|ral|pantone|wit|zwart|grijs)\b")
_NUMBERED = re.compile(r"(?i:\b(?:artikel|bestelling|factuur|issue|kamer|order|pr|ticket|zaak)) $")
_COMPARED = {
    "==": "is gelijk aan", ">=": "groter dan of gelijk aan", "<=": "kleiner dan of gelijk aan", "!=": "ongelijk aan", "~=": "ongeveer gelijk aan", "≥": "groter dan of gelijk aan", "≤": "kleiner dan of gelijk aan", ">": "groter dan", "<": "kleiner dan",
}  # fmt: skip
_POINT = "punt"
_FAULTS = {"DEEL/0": "deel nul", "N/B": "N B", "VERW": "verwijzing"}
_VERSIONED = "python|node|java|php|ruby|go|android|ios|macos|windows|django|gcc|cuda"


def _say_current(match: re.Match[str]) -> Iterable[Piece]:
    """Say "0,3 A" with ampère where volts or a fuse are near; "16 A" may be a house."""
    near = match.string[max(0, match.start() - 40) : match.end() + 40]
    return (
        named(match, number=quantity(match["number"], "nl"), unit="ampère") if _ELECTRIC.search(near) else ()
    )


def _say_card(match: re.Match[str]) -> Iterable[Piece]:
    """Say "09/27" on a card as it is printed: there is no day in it."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    if not _SHOWN.search(before):
        return ()
    month, year = match["month"], cardinal(match["year"], "nl")
    return named(
        match, month=digits(month, "nl") if month[0] == "0" else cardinal(month, "nl"), slash=" ", year=year
    )


def _say_colour(match: re.Match[str]) -> Iterable[Piece]:
    """Say "#FF6600" sign by sign; figures alone may be a number, letters alone a tag."""
    code = match["code"]
    if _NUMBERED.search(match.string, max(0, match.start() - 20), match.start()):
        return ()
    is_mixed = len(code) != len("FFF") and re.search(r"\d", code) and not code.isdecimal()
    near = match.string[max(0, match.start() - 60) : match.end() + 30]
    if not (is_mixed or _COLOUR.search(near)):
        return ()
    return whole(
        match, f"hekje {' '.join(digits(sign, 'nl') if sign.isdecimal() else sign.upper() for sign in code)}"
    )


# Figures that would be parts or days to what every language shares.
BEFORE_DATES: tuple[Kind, ...] = (
    Kind(
        "expiry of a card",
        r"(?<![\w.,/-])(?P<month>0[1-9]|1[0-2])(?P<slash>/)(?P<year>[2-9]\d)(?![\w/-]|[.,]\d)",
        _say_card,
    ),
    Kind("colour", r"(?<![\w&#])#(?P<code>[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})(?!\w)", _say_colour, frozenset("#")),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "point of a frequency",  # "2.4GHz"
        r"(?<![^\W_])(?P<one>\d)(?P<dot>\.)(?P<two>\d) ?GHz(?!\w)",
        lambda match: whole(
            match, f"{cardinal(match['one'], 'nl')} {_POINT} {cardinal(match['two'], 'nl')} gigahertz"
        ),
    ),
    Kind(
        "current",
        r"(?<![\w.,-])(?P<number>\d{1,3}(?:,\d{1,3})?)(?P<gap> ?)(?P<unit>A)(?![\w-])",
        _say_current,
    ),
    abbreviation_kind(
        "turns in a minute",
        {
            "tpm": "toeren per minuut",
            "t/min": "toeren per minuut",
            "tr/min": "toeren per minuut",
            "omw/min": "omwentelingen per minuut",
        },
        before=r"(?:(?<=\d )|(?<=\ue000 )|(?<=\d))",
    ),
    Kind(
        "version that is asked",  # "numpy==1.26", "Python ≥ 3.9"
        rf"(?:(?<=[a-z\d])(?P<sign>==|>=|<=|!=|~=)|\b(?i:{_VERSIONED})(?P<than> ?(?:≥|≤|>=|<=|>|<) ?))(?P<number>\d{{1,4}}(?:\.\d{{1,4}}){{1,3}})(?![\w]|[.,]\d)",
        lambda match: named(
            match,
            sign=_COMPARED.get(match["sign"] or "", ""),
            than=_COMPARED.get((match["than"] or "").strip(), ""),
            number=f" {_POINT} ".join(cardinal(part, "nl") for part in match["number"].split(".")),
        ),
    ),
    Kind(
        "figures of a name",  # "Welkom01"
        r"(?<=[a-z]{3})(?P<number>0\d{1,3})(?![\w]|[.,:-]\d)",
        lambda match: named(match, number=digits(match["number"], "nl")),
    ),
    Kind(
        "fault of a sheet",  # "geeft #DEEL/0!"
        r"(?<![\w#])#(?P<fault>DEEL/0|GETAL|LEEG|N/B|NAAM|VERW|WAARDE)[!?]?(?![\w])",
        lambda match: whole(match, f"hekje {_FAULTS.get(match['fault'], match['fault'].lower())}"),
        frozenset("#"),
    ),
    abbreviation_kind("word to enter", {"ww": "wachtwoord", "Ww": "Wachtwoord"}, after=r"(?=: ?\S)"),
    Kind(
        "factorial",  # "5! = 120"
        r"(?:(?<=\d)|(?<=\bn)|(?<=\bk))!(?= ?[=+*/×÷≈<>≤≥]|-| - ?[\dn]|[kr]!)|(?<=\([\dnkr])!(?=\))|(?<=[nk] [+-] [\dkr]\))!|(?<=[nk][+-][\dkr]\))!",
        lambda match: whole(match, " faculteit"),
        frozenset("!"),
    ),
)
