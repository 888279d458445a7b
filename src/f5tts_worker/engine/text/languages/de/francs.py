"""Francs as Switzerland writes them: "Fr. 8.20", "Fr. 25.-", "1200 Fr.", "50 Rp."; "Fr." is a Friday too."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_NUMBER = r"(?P<number>\d{1,3}(?:['’ ]\d{3})+|\d+)"
_NO_TIME = r"(?![\w-]|[.,:]\d| ?Uhr|(?: ?[-–] ?| bis )\d{1,2}(?:[.:]\d\d)? Uhr|\. (?:[a-zäöü]|Jan|Feb|Mär|Apr|Mai|Ju[nl]|Aug|Sep|Okt|Nov|Dez))"
_COSTS = re.compile(
    r"\b(?i:für|kost\w+|preis\w*|eintritt:?|kinder:?|erwachsene:?|ab|nur|je|à|beträgt|bezahl\w*|zahl\w*|"
    r"gebühr:?|pauschal|total:?|rund|etwa|ca\.|statt|von|um|mit|oder|und|bis|zu|über|unter|pro)(?:: | )$"
)
_COUNTS = re.compile(r"\)|,? (?:pro|je|für|inkl|exkl|plus|zzgl|statt|bis)\b| ?/|[.;]?(?:$|\n)")
# Farther away: what is paid for, and what tells a day from a price.
_PAID = re.compile(
    r"\b(?i:kost\w+|\w*preise?n?|\w*gebühr\w*|\w*zahl(?:e|t|en|te|ten)|macht|beträgt|beläuft|betrug|porto|versand|total|summe|\w*menü|franken|rappen|teurer|billiger|günstiger|"
    r"rabatt|spar(?:e|t|en)|(?:un)?kosten\w*|eintritt\w*|verdien\w*|billette?|tarif\w*|geld|portemonnaie|aufpreis|zuschlag)\b|CHF|Rp\.|Fr\. ?\d+\.[-–]"
)
_ON_DAY = re.compile(r"\b(?i:am|vom|zum|seit|nächsten|letzten|diesen|jeden|kommenden|vergangenen|jeweils) $")
_DAYS_AROUND = re.compile(
    r"\b(?:Mo|Di|Mi|Do|Sa|So)\.?(?: ?[-–] ?|, | und )?(?: ?\d{1,2}[.:]\d\d|Fr\.)|\d Uhr\b"
)
_DAYS, _HOURS, _MINUTES, _MONTHS = 31, 24, 60, 12
_QUARTERS, _MORNING = frozenset((0, 15, 30, 45)), 7  # when something begins


def _say_price(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Fr. 8.20"; "Fr. 20" is a price where something costs it, or where no month has such a day."""
    number, rappen = re.sub("['’ ]", "", match["number"]), match["rappen"]
    if not match["dash"] and _is_day(match, int(number), rappen):
        return ()
    return [*named(match, sign="", number=_francs(number, rappen)), *named(match, cents="", dash="")]


def _francs(number: str, rappen: str | None) -> str:
    rest = cardinal(str(int(rappen)), "de") if rappen and int(rappen) else ""
    if rest and not int(number):
        return f"{rest} Rappen"
    return f"{cardinal(number, 'de').removesuffix('s' * (number == '1'))} Franken {rest}".strip()


def _is_day(match: re.Match[str], number: int, rappen: str | None) -> bool:
    """Say whether it is Friday the 20th, the 14.10. or at 8.30."""
    line, start, end = match.string, match.start(), match.end()
    if not _may_be_time(match, number, rappen):
        return False
    if _ON_DAY.search(line, max(0, start - 16), start) or _DAYS_AROUND.search(
        line, max(0, start - 60), end + 30
    ):
        return True
    if _COSTS.search(line, max(0, start - 24), start) or _PAID.search(line, max(0, start - 80), end + 30):
        return False
    return not rappen or (int(rappen) in _QUARTERS and number >= _MORNING)


def _may_be_time(match: re.Match[str], number: int, rappen: str | None) -> bool:
    """Say whether it may be a day or a time of day."""
    if not rappen:
        return number <= _DAYS
    if match.string.startswith(".", match.end()) and number <= _DAYS and 1 <= int(rappen) <= _MONTHS:
        return True
    is_time = number <= _HOURS and int(rappen) < _MINUTES
    return is_time and not _COUNTS.match(match.string, match.end())


def _say_in_francs(match: re.Match[str]) -> Iterable[Piece]:
    """Say "5.20 Franken" with the francs between: fünf Franken zwanzig."""
    *before, last = _francs(re.sub("['’ ]", "", match["number"]), match["rappen"]).split()
    ends = "." * (match["sign"][-1] == "." and not match.string[match.end() :].strip("\"')\n"))
    return [
        Piece(match.start(), match.end("rappen"), " ".join(before)),
        *named(match, sign=last + ends),
    ]


def _say_rappen(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Fr. -.80" and "-.50 CHF" without francs."""
    rappen = cardinal(str(int(match["rappen"])), "de")
    if match["sign"]:
        return [Piece(*match.span("sign"), ""), Piece(*match.span("amount"), f"{rappen} Rappen")]
    ends = "." * (match["behind"][-1] == "." and not match.string[match.end() :].strip("\"')\n"))
    return [Piece(*match.span("amount"), rappen), Piece(*match.span("behind"), f"Rappen{ends}")]


def _say_millions(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Fr. 2.5 Mio." with its francs behind."""
    number = quantity(match["number"].replace(".", ","), "de")
    scale = GRAMMAR.scales[match["unit"]]
    many, name = ("eine", scale.one) if number == "eins" else (number, scale.many)
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return named(match, sign="", number=many, unit=f"{name} Franken{ends}")


FRANCS: tuple[Kind, ...] = (
    Kind(
        "rappen alone",  # "Fr. -.80"
        r"(?<![\w.,])(?:(?P<sign>s?Fr\.|CHF) ?)?(?P<amount>[-–—]\.(?P<rappen>\d[05]))(?(sign)(?![\w.,]\d|\d)| (?P<behind>s?Fr\.|CHF|Franken)(?!\w))",
        _say_rappen,
    ),
    Kind(
        "millions of francs",
        r"(?<!\w)(?P<sign>s?Fr\.) ?(?P<number>\d{1,3}(?:[.,]\d{1,2})?) (?P<unit>(?:Mio|Mrd)\.)",
        _say_millions,
    ),
    Kind(
        "francs behind a price",  # "5.20 Fr."
        rf"(?<![\w.,:'-])(?<![-–] ){_NUMBER}\.(?P<rappen>\d[05]) (?P<sign>s?Fr\.|Franken)(?![\w-])",
        _say_in_francs,
    ),
    abbreviation_kind(
        "francs",
        {"Fr.": "Franken", "Rp.": "Rappen", "sFr.": "Franken"},
        before=r"(?:(?<=\d )|(?<=Mio\. )|(?<=Mrd\. )|(?<=Millionen )|(?<=Milliarden ))",
    ),
    Kind(
        "price in francs",
        rf"(?<!\w)(?P<sign>s?Fr\.) ?{_NUMBER}(?:(?P<cents>\.(?P<rappen>\d[05]))|(?P<dash>\.[-–—]{{1,2}}))?{_NO_TIME}",
        _say_price,
    ),
)
