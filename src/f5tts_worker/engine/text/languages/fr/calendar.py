"""French days and months that dates leave: "14-15/02", "les 14, 15 et 16/02", "dès le 1.10.", "fin nov."."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_DAYS, _MONTHS = 31, 12
_NAMES = GRAMMAR.months.split()
_MONTH = r"0[1-9]|1[0-2]"
_SOME_MONTH = rf"(?:{_MONTH}|[1-9])"
# "sept." may end a sentence with a number: "ils étaient sept."
_SHORT_MONTHS = {
    "janv": "janvier", "févr": "février", "fév": "février", "avr": "avril", "juil": "juillet", "juill": "juillet", "oct": "octobre",
    "nov": "novembre", "déc": "décembre",
}  # fmt: skip
_MONTH_OF = _SHORT_MONTHS | {"sept": "septembre"}
_OF_MONTHS = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_SHORTENED = rf"(?:{'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))}|(?:(?<=\b[Ee]n )|(?<=\b[Mm]i-)|(?<=\b[Ff]in )|(?<=\b[Dd]ébut )|(?<=\b[Dd]ès )|(?<=\bdepuis )|(?<=\b[Dd]e ))sept)"
_ENDS = r"(?![\w/-]|[.,]\d)"
_LISTED = re.compile(r"\b[Ll]es (?:\d{1,2}, ){0,6}\d{1,2} (?:et|ou) $")
# What may stand behind a day, and not behind the number of a version.
_FROM_DAY = re.compile(r"\b[LJVS] ?[-–] ?[JVSD]\b")
_ENDS_LINE = re.compile(r"[\"')\]]*(?:\n|$)")
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
    """Say "14/02-16/03", and "1/4-30/9", of which not both can be parts of one: "1/4-1/2"."""
    dates = [(int(match[day]), int(match[month])) for day, month in (("first", "month"), ("last", "other"))]
    are_parts = all(day < month and match["month"][0] != "0" for day, month in dates)
    if are_parts or not _are_days(match["first"], match["last"]):
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


def _say_first_month(match: re.Match[str]) -> Iterable[Piece]:
    name = _MONTH_OF[match["month"].lower()]
    name = name.capitalize() if match["month"][0].isupper() else name
    joint = "" if "/" in match["to"] else "à"
    return [Piece(match.start(), match.start("to"), name), *named(match, to=f" {joint} ")]


_WEEKDAYS = "|".join(GRAMMAR.weekdays.split())
_MONTH_NAMES = "|".join(_NAMES)


def _say_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "fin nov." without a day or a year."""
    name = _MONTH_OF[match["month"].lower()]
    ends = "." if _ENDS_LINE.match(match.string, match.end()) else ""
    return whole(match, (name.capitalize() if match["month"][0].isupper() else name) + ends)


_BY_LETTER = {"L": "lundi", "J": "jeudi", "V": "vendredi", "S": "samedi", "D": "dimanche"}  # "M" is two days


def _say_letters(match: re.Match[str]) -> Iterable[Piece]:
    """Say "L-V 8h-12h" as from Monday to Friday, and the "S" of "S 9h-12h" beside it."""
    if match["alone"]:
        is_beside = _FROM_DAY.search(match.string, max(0, match.start() - 60), match.start())
        return named(match, alone=_BY_LETTER[match["alone"]]) if is_beside else ()
    return named(match, first=_BY_LETTER[match["first"]], to=" à ", last=_BY_LETTER[match["last"]])


DAYS: tuple[Kind, ...] = (
    Kind(
        "days by their letters",
        r"(?<![\w-])(?:(?P<first>[LJVS])(?P<to> ?[-–] ?)(?P<last>[JVSD])|(?P<alone>[JVSD]))(?=(?: :)? \d{1,2} ?h)",
        _say_letters,
        frozenset("JVSD"),
    ),
    Kind(
        "from month to month",  # "oct.-nov. 2024", "janv./févr."
        rf"(?<!\w)(?P<month>(?i:{_OF_MONTHS}))\.?(?P<to> ?[-–/] ?)(?=(?:(?i:{_OF_MONTHS})\.|(?i:{_MONTH_NAMES})(?!\w)|\ue000))",
        _say_first_month,
        frozenset("-–/"),
    ),
    Kind(
        "from month to short month",  # "mars-avr."
        rf"(?<![\w-])(?i:{_MONTH_NAMES})(?P<to> ?[-–] ?)(?=(?i:{_OF_MONTHS})\.)",
        lambda match: named(match, to=" à "),
        frozenset("-–"),
    ),
    Kind(
        "month alone",
        rf"(?<![\w.])(?P<month>(?i:{_SHORTENED}))\.(?! ?(?:n°|\d{{1,3}}(?!\d)))",
        _say_month,
        frozenset("."),
    ),
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
        rf"(?<![\w./-])(?P<first>\d{{1,2}})/(?P<month>{_SOME_MONTH})(?P<to> ?[-–] ?)(?P<last>\d{{1,2}})/(?P<other>{_SOME_MONTH}){_ENDS}",
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
