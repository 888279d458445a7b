"""Francs as Switzerland writes them: "Fr. 8.20", "Fr. 25.-", "1200 Fr.", "50 Rp."; "Fr." is a Friday too."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_PRICE = r"(?P<number>\d{1,3}(?:['’ ]\d{3})+|\d+)"
_NO_TIME = r"(?![\w-]|[.,:]\d| ?Uhr| ?[-–] ?\d{1,2}(?:[.:]\d\d)? Uhr|\. (?:[a-zäöü]|Jan|Feb|Mär|Apr|Mai|Ju[nl]|Aug|Sep|Okt|Nov|Dez))"
_COSTS = re.compile(
    r"\b(?i:für|kost\w+|preis\w*|eintritt:?|kinder:?|erwachsene:?|ab|nur|je|à|beträgt|bezahl\w*|zahl\w*|"
    r"gebühr:?|pauschal|total:?|rund|etwa|ca\.|statt|von|um|mit|oder|und|bis|zu|über|unter|pro)(?:: | )$"
)
_COUNTS = re.compile(r"\)|,? (?:pro|je|für|inkl|exkl|plus|zzgl|statt|bis)\b| ?/|[.;]?(?:$|\n)")
_DAYS, _HOURS, _MINUTES, _MONTHS = 31, 24, 60, 12


def _say_price(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Fr. 8.20"; "Fr. 20" is a price where something costs it, or where no month has such a day."""
    number = re.sub("['’ ]", "", match["number"])
    rappen = match["rappen"]
    costs = _COSTS.search(match.string, max(0, match.start() - 24), match.start())
    if not match["dash"] and not costs and _may_be_time(match, int(number), rappen):
        return ()
    francs = cardinal(number, "de").removesuffix("s" * (number == "1"))
    rest = cardinal(str(int(rappen)), "de") if rappen and int(rappen) else ""
    said = {"sign": "", "number": f"{francs} Franken {rest}".strip()}
    if rest and not int(number):
        said["number"] = f"{rest} Rappen"
    return [*named(match, **said), *named(match, cents="", dash="")]


def _may_be_time(match: re.Match[str], number: int, rappen: str | None) -> bool:
    """Say whether it may be Friday the 20th, the 14.10. or at 8.30."""
    if not rappen:
        return number <= _DAYS
    if match.string.startswith(".", match.end()) and number <= _DAYS and 1 <= int(rappen) <= _MONTHS:
        return True
    is_time = number <= _HOURS and int(rappen) < _MINUTES
    return is_time and not _COUNTS.match(match.string, match.end())


FRANCS: tuple[Kind, ...] = (
    abbreviation_kind("francs", {"Fr.": "Franken", "Rp.": "Rappen", "sFr.": "Franken"}, before=r"(?<=\d )"),
    Kind(
        "price in francs",
        rf"(?<!\w)(?P<sign>s?Fr\.) ?{_PRICE}(?:(?P<cents>\.(?P<rappen>\d[05]))|(?P<dash>\.[-–—]{{1,2}}))?{_NO_TIME}",
        _say_price,
    ),
)
