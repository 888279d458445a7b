"""Dutch: times of day without "uur", and hours and minutes that something takes."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR, agree
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_FULL_DAY = GRAMMAR.weekdays.replace(" ", "|")
_TIME = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
_NO_MEASURE = (
    r"(?![\w:]|[.,']\d| ?[€$%°]| (?i:euro|procent|punten|meter|kilo|gram|liter|mm|cm|km|kg|m|g|l|mln|mld)\b)"
)
# Behind these words figures with a dot are an hour: "om 19.30", "aanvang 20.15".
_BEFORE_HOUR = "om|tot|vanaf|rond|omstreeks|tegen|aankomst|aank\\.|vertrek|vertr\\.|vertrekt|aanvang|inloop|start|begint|sluit|opent|morgen|vandaag|gisteren|vanavond|vanmiddag|vanmorgen|vanochtend|vannacht|ochtend|middag|avond"


def _time(hour: str, minute: str) -> str:
    said = f"{agree(cardinal(str(int(hour)), 'nl'), '')} uur"
    return said if minute == "00" else f"{said} {cardinal(str(int(minute)), 'nl')}"


def _say_elapsed(match: re.Match[str]) -> Iterable[Piece]:
    said = []
    for group, unit in (("hour", "u"), ("minute", "min"), ("second", "s")):
        if match[group]:
            number = str(int(match[group]))
            said.append(f"{agree(cardinal(number, 'nl'), '')} {GRAMMAR.units[unit][number != '1']}")
    return whole(match, " ".join(said))


def _say_times(match: re.Match[str]) -> Iterable[Piece]:
    """Say each time of "9.00-17.30"; a dash between two is "tot"."""
    for time in re.finditer(r"(?P<hour>\d{1,2})\.(?P<minute>\d\d)", match[0]):
        said = _time(time["hour"], time["minute"])
        yield Piece(match.start() + time.start(), match.start() + time.end(), said)
    if match.groupdict().get("to"):
        yield from named(match, to=GRAMMAR.signs["–"])


def _are_times(match: re.Match[str]) -> bool:
    """Say whether two figures with a dot are hours: their minutes are such as people agree on."""
    return all(int(minute) % 5 == 0 for minute in re.findall(r"\.(\d\d)", match[0]))


KINDS: tuple[Kind, ...] = (
    Kind(
        "time with a letter",  # "14.00u", "8:30u"
        r"(?<![\w.,:/'])(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)(?:u|uur)(?!\w)",
        lambda match: whole(match, _time(match["hour"], match["minute"])),
    ),
    Kind(
        "time with the h of Flanders",  # "10h30"
        r"(?<![\w.,:/'])(?P<hour>[01]?\d|2[0-4])h(?P<minute>[0-5]\d)(?!\w|[.,]\d)",
        lambda match: whole(match, _time(match["hour"], match["minute"])),
    ),
    Kind(
        "hours and minutes",  # "4u32'15\"", "1u 32m"
        r"(?<![\w.,:/'])(?P<hour>\d{1,2}) ?u\.? ?(?P<minute>[0-5]?\d) ?(?:(?:m|min\.?|')(?!\w)|'(?P<second>[0-5]\d)(?:\"|''|s)?(?!\w))",
        _say_elapsed,
    ),
    Kind(
        "times with a dot",  # "9.00-17.30", "van 9.00 tot 17.30"
        rf"(?<![\w.,:/'-])(?<![Vv]ersie ){_TIME}(?: (?:tot|en|t/m|à) |(?P<to> ?[-–] ?)){_TIME}{_NO_MEASURE}(?! uur| u\b)",
        lambda match: _say_times(match) if _are_times(match) else (),
    ),
    Kind(
        "time with a nought",  # "in: 08.12 Gouda"
        rf"(?<![\w.,:/'-])(?<!nr\. )(?<!ersie )0\d\.[0-5]\d{_NO_MEASURE}(?! uur| u\b)",
        _say_times,
    ),
    Kind(
        "time with a dot before another",  # "19.30 - 21.30 u."
        rf"(?<![\w.,:/'-]){_TIME}(?= ?(?:[-–]|tot|en|t/m|à) ?{_TIME} ?(?:uur|u)(?!\w))",
        _say_times,
    ),
    Kind(
        "time with a dot",
        rf"(?:\b(?i:{_BEFORE_HOUR})[:,]? |(?:{_FULL_DAY}),? |\ue000{{3}},? |\b(?i:aankomst|aank\.|vertrek|vertr\.):? (?:[A-ZÀ-Þ][\w'-]{{0,20}}\.? ){{1,3}})(?P<time>{_TIME}){_NO_MEASURE}(?! uur| u\b)",
        lambda match: (
            Piece(piece.start, piece.end, piece.said)
            for piece in _say_times(match)
            if piece.start == match.start("time")
        ),
    ),
)
