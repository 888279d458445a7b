"""Italian times of day and their opening hours: "all'1", "9-12.30", "h 15.30"; minutes behind a figure."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_OPEN = re.compile(
    r"(?i:\b(?:lun|mart|mercol|giov|ven)(?:edì|erdì)|\b(?:sabato|domenica|lun|mar|merc?|giov?|ven|sab|dom)\b|\borar|\bapert|\bchius|\bore\b|festivi|feriali|giorni|mattin|pomerigg|\bdal?le\b)|\ue000[;,]? $"
)


def _hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "9-12.30" as hours: a decimal has a comma."""
    times = [(*map(int, match[end].split(".")), 0)[:2] for end in ("one", "two")]
    are_quarters = re.fullmatch(r"\d+\.(?:00|15|30|45)\D+\d+\.(?:00|15|30|45)", match[0])
    if not are_quarters and not _OPEN.search(match.string, max(0, match.start() - 60), match.start()):
        return ()
    if "." not in match[0] or not times[0] < times[1] or times[1][0] > 24:
        return ()
    one, two = (
        " e ".join(cardinal(str(part), "it") for part in (hour, minute) if part or part is hour)
        for hour, minute in times
    )
    return named(match, one=one, to=" a ", two=two)


def _at_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "h 15.30" as ore quindici e trenta."""
    minute = int(match["minute"])
    return whole(
        match,
        f"ore {cardinal(str(int(match['hour'])), 'it')}"
        + (f" e {cardinal(str(minute), 'it')}" if minute else ""),
    )


CLOCK: tuple[Kind, ...] = (
    Kind(
        "one o'clock",
        r"(?:(?<=\b[Ll]')|(?<=\b[Aa]ll')|(?<=\b[Dd]all')|(?<=\b[Dd]ell'))1(?= (?:e le \d|e mezz|alle \d{1,2}(?!\w)(?! [a-z]*(?:aio|braio|zo|ile|gio|gno|lio|sto|bre)\b)|di notte|del (?:mattino|pomeriggio)|in punto))",
        lambda match: whole(match, "una"),
    ),
    Kind(
        "hours with a dot",
        r"(?<![\w.,/-])(?P<one>\d{1,2}(?:\.[0-5]\d)?)(?P<to> ?[-–] ?)(?P<two>\d{1,2}(?:\.[0-5]\d)?)(?![\w/-]|[.,]\d| ?[%€$]| (?:dollari|euro|gradi|kg|km|metri|miliardi|milioni|punti|secondi)\b)",
        _hours,
    ),
    Kind(
        "at so many hours",
        r"(?<![\w./])(?<![\d\ue000] )h\.? (?P<hour>\d{1,2})[.:](?P<minute>[0-5]\d)(?![\w:]|[.,]\d| ?c?mt?\b)",
        _at_hours,
    ),
    Kind("an hour", r"(?<![\w.,:/'])1 ?h(?![\w'/])(?! ?\d)", lambda match: whole(match, "un'ora")),
    Kind(
        "minutes",
        r"(?:(?<=\brit\. )|(?<=\britardo )|(?<=\bdi )|(?<=\bda )|(?<=\bper )|(?<=\bin )|(?<=\bdopo )|(?<=\bcirca )|(?<=\bogni ))\d{1,3}(?P<mark>')(?![\w'])",
        lambda match: named(match, mark=" minuti"),
        frozenset("'"),
    ),
)
