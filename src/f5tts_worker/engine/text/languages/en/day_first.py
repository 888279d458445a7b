"""Dates in figures with the day in front, where a line shows that it writes them so: "27/12 instead of 25/12"."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both dashes are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.amounts import RATED
from f5tts_worker.engine.text.languages.en.tables import MONTHS
from f5tts_worker.engine.text.reading.numbers import ordinal, year
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_DAY, _MONTH = r"(?:1[3-9]|2\d|3[01])", r"(?:0?[1-9]|1[0-2])"
# More ninths, elevenths or twelfths than there are in one: no fraction that anybody writes.
_SURE = re.compile(rf"(?<![\w.,/=+*-]){_DAY}/(?:9|1[12])(?![\w/-]|[.,]\d| ?[=+*\"])")
_SURE_WITH_YEAR = re.compile(rf"(?<![\w.,/-]){_DAY}([/-]){_MONTH}\1(?:\d{{4}}|\d\d)(?![\w/-])")
_MONTH_FIRST = re.compile(rf"(?<![\w.,/-]){_MONTH}([/-]){_DAY}(?:\1(?:\d{{4}}|\d\d))?(?![\w/-])")
_DATED = re.compile(
    r"(?i:\b(?:(?:re)?open(?:s|ed)?|closed?|closing|shut|not|except|from|until|till?|by|on|of|than|before|after|since|due|dated?|and|or|to|for|is|was|back|w/?[ce]|y/e|commencing|starts?|starting|ends?|ending) |[-–,(] ?)$"
)
_OF_A_DIARY = re.compile(r"(?i:\b(?:w/[ce]|y/e|week (?:commencing|ending)):? )$")
_PARTS_OF = re.compile(r" (?:of|aspect|inch|display|monitor|screen|ultrawide)\b")
_DAYS, _LAST_MONTH = 31, 12
_NEAR = 200  # letters on both sides


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of dates that a line writes with the day in front."""
    return (
        Kind("day first with a year", r"(?<![\w.,/-])(?P<day>0?[1-9]|1[0-2])(?P<gap>[/-])(?P<month>0?[1-9]|1[0-2])(?P=gap)(?P<year>\d{4}|\d\d)(?![\w/-]|\.\d)", _with_year),
        Kind("day first", r"(?<![\w.,/=+*-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|[.,]\d| ?[=+*\"])", _without_year),
    )  # fmt: skip


def _is_shown(match: re.Match[str], sure: re.Pattern[str]) -> bool:
    """Say whether a date beside another has the day in front for sure, and none the month."""
    near = match.string, max(0, match.start() - _NEAR), match.end() + _NEAR
    return bool(sure.search(*near) and not _MONTH_FIRST.search(*near))


def _with_year(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1/5/2024" as May first beside "31/5/2024"."""
    if not _is_shown(match, _SURE_WITH_YEAR):
        return ()
    in_year = match["year"] if len(match["year"]) > len("24") else f"20{match['year']}"
    month = MONTHS[int(match["month"]) - 1]
    return whole(match, f"{month} {ordinal(str(int(match['day'])), 'en')} {year(in_year, 'en')}")


def _without_year(match: re.Match[str]) -> Iterable[Piece]:
    day, month = int(match["day"]), int(match["month"])
    before = match.string[max(0, match.start() - 40) : match.start()]
    is_shown = _OF_A_DIARY.search(before) or _is_shown(match, _SURE)
    if not (1 <= day <= _DAYS and 1 <= month <= _LAST_MONTH and is_shown):
        return ()
    if _PARTS_OF.match(match.string, match.end()):
        return ()
    is_dated = not before or (_DATED.search(before) and not RATED.search(before))
    if not is_dated and not _SURE.match(match.string, match.start()):
        return ()
    the = "" if before.lower().endswith(" the ") else "the "
    return whole(match, f"{the}{ordinal(str(day), 'en')} of {MONTHS[month - 1]}")
