"""French days of a month without its name: "14-15/02", "les 14, 15 et 16/02", and "dès le 1.10." in Switzerland."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_DAYS, _MONTHS = 31, 12
_NAMES = GRAMMAR.months.split()
_MONTH = r"0[1-9]|1[0-2]"
_ENDS = r"(?![\w/-]|[.,]\d)"
_LISTED = re.compile(r"\b[Ll]es (?:\d{1,2}, ){0,6}\d{1,2} (?:et|ou) $")
# What may stand behind a day, and not behind the number of a version.
_GOES_ON = (
    r"(?=[,;:)?!]|\.?(?:\n|$)| (?:à|au|de|dès|du|entre|et|inclus|jusqu|matin|midi|ou|par|pour|soir|sur)\b)"
)


def _day(number: str) -> str:
    return GRAMMAR.day(int(number), "", "")


def _are_days(*numbers: str) -> bool:
    return all(1 <= int(number) <= _DAYS for number in numbers)


def _say_days(match: re.Match[str]) -> Iterable[Piece]:
    """Say "14-15/02" as two days, "12-16/02" as from one to the other."""
    first, last = match["first"], match["last"]
    if not _are_days(first, last) or int(first) >= int(last):
        return ()
    name = _NAMES[int(match["month"]) - 1]
    year = f" {GRAMMAR.year(match['year'])}" if match["year"] else ""
    joint = "et" if int(last) == int(first) + 1 else "au"
    return whole(match, f"{_day(first)} {joint} {_day(last)} {name}{year}")


def _say_span(match: re.Match[str]) -> Iterable[Piece]:
    """Say "14/02-16/03"."""
    if not _are_days(match["first"], match["last"]):
        return ()
    first, last = (
        f"{_day(match[day])} {_NAMES[int(match[month]) - 1]}"
        for day, month in (("first", "month"), ("last", "other"))
    )
    return [
        Piece(match.start(), match.start("to"), first),
        *named(match, to=" au "),
        Piece(match.end("to"), match.end(), last),
    ]


def _say_last_of_several(match: re.Match[str]) -> Iterable[Piece]:
    if not _are_days(match["day"]) or not _LISTED.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return ()
    return whole(match, f"{_day(match['day'])} {_NAMES[int(match['month']) - 1]}")


def _say_with_dots(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dès le 1.10." as Switzerland writes it."""
    if not _are_days(match["day"]) or not 1 <= int(match["month"]) <= _MONTHS:
        return ()
    ends = "." if match["dot"] and not match.string[match.end() :].strip() else ""
    return whole(match, f"{_day(match['day'])} {_NAMES[int(match['month']) - 1]}{ends}")


_WEEKDAYS = "|".join(GRAMMAR.weekdays.split())
_MONTH_NAMES = "|".join(_NAMES)

DAYS: tuple[Kind, ...] = (
    *(
        Kind(
            "from name to name",  # "lundi - vendredi", "janvier-mars"
            rf"(?<![\w-])(?i:{names})(?P<to> ?[-–] ?)(?=(?i:{names})(?![\w-]))",
            lambda match: named(match, to=" à "),
            frozenset("-–"),
        )
        for names in (_WEEKDAYS, _MONTH_NAMES)
    ),
    Kind(
        "days of a month",
        rf"(?<![\w./-])(?P<first>\d{{1,2}})[-–](?P<last>\d{{1,2}})/(?P<month>{_MONTH})(?:/(?P<year>\d{{4}}))?{_ENDS}",
        _say_days,
    ),
    Kind(
        "from a day to a day",
        rf"(?<![\w./-])(?P<first>\d{{1,2}})/(?P<month>{_MONTH})(?P<to> ?[-–] ?)(?P<last>\d{{1,2}})/(?P<other>{_MONTH}){_ENDS}",
        _say_span,
    ),
    Kind(
        "last of several days",
        rf"(?:(?<= et )|(?<= ou ))(?P<day>\d{{1,2}})/(?P<month>{_MONTH}){_ENDS}",
        _say_last_of_several,
    ),
    Kind(
        "day with dots",
        rf"(?:(?<=\b[Ll]e )|(?<=\b[Dd]u )|(?<=\b[Aa]u )|(?<=['’]au ))(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})(?!\d|\.\d)(?P<dot>\.)?{_GOES_ON}",
        _say_with_dots,
    ),
)
