"""Dutch: days of the week and months that are shortened, dates and seasons in figures."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_MONTH_NAMES = GRAMMAR.months.split()
_MONTHS = {
    short: name
    for name, forms in zip(_MONTH_NAMES, GRAMMAR.short_months.split(), strict=True)
    for short in forms.split("|")
    if short != name
}
_WEEKDAYS = dict(zip(GRAMMAR.short_weekdays.split(), GRAMMAR.weekdays.split(), strict=True))
_SHORT = "|".join(sorted(_MONTHS, key=len, reverse=True))
# "Jan" is a man and "zo" a word: what stands near them has to show that they are none here.
_MEN = "|".join(short for short in sorted(_MONTHS, key=len, reverse=True) if short != "jan")
_DAY_NAME = "|".join((*_WEEKDAYS, *map(str.capitalize, _WEEKDAYS)))
_FULL_DAY = "|".join(_WEEKDAYS.values())
_BEHIND_MONTH = "".join(f"|(?<=\\b{short}[-–])" for short in (*_MONTHS, "mei"))
_NUMBERED = re.compile(r"(?i:nummer|nr\.?|factuur|kenmerk|ref\.?|dossier|zaak):? $|[A-Z]{2}(?<!PK) $")
_YEAR = r"[ -]?(?:'\d\d|(?:19|20)\d\d)(?!\d)"
_SPAN = r" ?(?:-|–|/|t/m|tot(?: en met)?|en|of) ?"
# Always open, and the shapes of screens.
_NO_DATES = {(24, 7), (16, 9), (16, 10), (21, 9)}
_RARE_PARTS = (6, 7, 9, 11, 12)  # nobody divides by these in passing
_FROM = re.compile(r"\b(?i:van|tussen|op) $")


def _weekday(short: str) -> str:
    name = _WEEKDAYS[short.lower()]
    return name.capitalize() if short[0].isupper() else name


def _say_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ma 4/3" and "dinsdag 5-3" as dates."""
    day, month = int(match["number"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return
    if match["day"]:
        yield Piece(*match.span("day"), _weekday(match["day"].rstrip(".,")))
    said = f"{cardinal(str(day), 'nl')} {_MONTH_NAMES[month - 1]}"
    yield Piece(match.start("number"), match.end("month"), said)


def _say_until(match: re.Match[str]) -> Iterable[Piece]:
    """Say "tot 1/5" as a date; "tot 3/4" and "tot 9/10" are parts and marks."""
    day, month = int(match["number"]), int(match["month"])
    is_part = (day < month and month in (2, 3, 4, 8)) or (1 < day < month == 10)
    return () if is_part and "0" not in (match["number"][0], match["month"][0]) else _say_day(match)


def _say_dates(match: re.Match[str]) -> Iterable[Piece]:
    """Say each date of a row in which one at least can be no fraction."""
    dates = [(int(day), int(month)) for day, month in re.findall(r"(\d+)/(\d+)", match[0])]
    if not all(1 <= day <= 31 and 1 <= month <= 12 for day, month in dates) or set(dates) & _NO_DATES:
        return
    leads = _FROM.search(match.string, max(0, match.start() - 10), match.start())
    is_evident = "t/m" in match[0] or (leads and all(month in _RARE_PARTS for _, month in dates))
    if not (is_evident or any(day > month for day, month in dates)):
        return
    for date, (day, month) in zip(re.finditer(r"\d+/\d+", match[0]), dates, strict=True):
        said = f"{cardinal(str(day), 'nl')} {_MONTH_NAMES[month - 1]}"
        yield Piece(match.start() + date.start(), match.start() + date.end(), said)
    for dash in re.finditer(" ?[-–] ?", match[0]):
        yield Piece(match.start() + dash.start(), match.start() + dash.end(), GRAMMAR.signs["–"])


def _say_days(match: re.Match[str]) -> Iterable[Piece]:
    """Say each day of "ma/wo/vr" and of "ma 3, di 4 en wo 5"."""
    return [
        Piece(match.start() + day.start(), match.start() + day.end(), _weekday(day[1]))
        for day in re.finditer(rf"(?<![\w.'-])({_DAY_NAME})\.?(?!\w)", match[0])
    ]


def _say_season(match: re.Match[str]) -> Iterable[Piece]:
    """Say "98/99" as two years, one after the other."""
    follows = int(match["last"]) == (int(match["first"]) + 1) % 100
    return named(match, slash=" ") if follows and not match.string.startswith(" van de", match.end()) else ()


# Figures that would be a telephone number to what every language shares.
BEFORE_DATES: tuple[Kind, ...] = (
    Kind(
        "from a month to another",  # "01/2020 - 12/2023"
        r"(?<![\w.,/-])(?P<month>0?[1-9]|1[0-2])(?P<gap>/)(?P<year>(?:19|20)\d\d)(?P<to> ?[-–] ?)(?P<last>0?[1-9]|1[0-2])(?P<other>/)(?P<end>(?:19|20)\d\d)(?![\w/-]|[.,]\d)",
        lambda match: named(
            match,
            month=_MONTH_NAMES[int(match["month"]) - 1],
            gap=" ",
            other=" ",
            year=GRAMMAR.year(match["year"]),
            to=GRAMMAR.signs["–"],
            last=_MONTH_NAMES[int(match["last"]) - 1],
            end=GRAMMAR.year(match["end"]),
        ),
    ),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "day of the week and date in figures",
        rf"(?<![\w.'-])(?:(?P<day>(?:{_DAY_NAME}))[.,]{{0,2}}|(?i:{_FULL_DAY}),?) (?P<number>\d{{1,2}})(?P<sep>[/-])(?P<month>\d{{1,2}})(?![\w/-]|[.,]\d| van (?:de|het)\b)(?<!\b[Zz]o \d-\d)",
        _say_day,
    ),
    Kind(
        "day of a date",  # "ma 4 maart", "wo 06.03.24"
        rf"(?<![\w.'-])(?P<day>{_DAY_NAME})\.?(?=,? (?:\ue000{{1,2}} \ue000{{3,}}|\ue000{{6,}}))(?<!\b[Zz]o(?= \ue000{{6}}))",
        lambda match: whole(match, _weekday(match["day"])),
        frozenset(),
    ),
    Kind(
        "day of a date with a short month",  # "vr 8 mrt"
        rf"(?<![\w.'-])(?P<day>{_DAY_NAME})\.?(?=,? \d{{1,2}}[ -](?i:{_SHORT})(?!\w))",
        lambda match: whole(match, _weekday(match["day"])),
    ),
    Kind(
        "day of the week before hours",  # "za 10.00-16.00", "ma t/m vr 9.00-17.00"
        rf"(?<![\w.'-])(?:(?P<first>{_DAY_NAME})\.?(?: t/m |(?P<to> ?[-–] ?)| tot(?: en met)? | en ))?(?P<day>{_DAY_NAME})(?P<dot>\.?)(?=[:,]? (?:van |om )?(?:\d{{1,2}}(?:[-–]\d{{1,2}})?(?:[.:][0-5]\d|u[0-5]\d| ?u(?:ur)?)(?!\w|[.,]\d)|\d{{1,2}}(?:e|de|ste) (?:uur|les)\b)|,? (?:op afspraak|dicht|vrij|middag|ochtend|avond)\b)(?<!\b[Zz]o)",
        lambda match: named(
            match,
            first=_weekday(match["first"] or "ma"),
            to=GRAMMAR.signs["–"],
            day=_weekday(match["day"]),
            dot="",
        ),
        frozenset(),
    ),
    Kind(
        "days in figures",  # "van 12/2 t/m 20/2", "op 14/2, 21/2 of 28/2"
        r"(?<![\w.,/-])\d{1,2}/\d{1,2}(?:(?:,| en| of| t/m| tot| tot en met| ?[-–])(?: ?)\d{1,2}/\d{1,2}){1,8}(?![\w/-]|[.,]\d| (?:van de|deel|liter|[dcm]?l|el|tl|uur|kop\w*)\b)",
        _say_dates,
    ),
    Kind(
        "dated",  # "d.d. 2/5"
        r"(?i:(?<=\bd\.d\. )|(?<=\bdd\. )|(?<=\bdd )|(?<=\bd\. d\. )|(?<=\bper )|(?<=\bt/m )|(?<=\bv\.a\. )|(?<=\bt\.e\.m\. ))(?P<day>)(?P<number>\d{1,2})(?P<sep>[/-])(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        _say_day,
    ),
    Kind(
        "day and month of no fraction",  # "vóór 15/10", "van 05/04 t/m 22/4"
        r"(?:(?<=\b[Vv]oor )|(?<=\b[Vv]óór )|(?<=\b[Nn]a )|(?<=\b[Vv]an )|(?<=\b[Tt]ussen )|(?<=\b[Ss]inds )|(?<=\b[Uu]iterlijk )|(?<=\b[Rr]ond )|(?<=\b[Dd]eadline )|(?<=\b[Dd]eadline: )|(?<=\b[Dd]atum: )|(?<=\ben )|(?<=\bof ))(?P<day>)(?P<number>1[3-9]|2\d|3[01]|0[1-9](?=/)|\d{1,2}(?=/0[1-9]))(?P<sep>/)(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        _say_day,
    ),
    Kind(
        "eleventh of September",
        r"(?<![\w.,/-])(?:(?<!tot )(?<!t/m )(?<!en met )(?<!óór )(?<!voor ))9/11(?![\w/]|[.,]\d)",
        lambda match: whole(match, "nine eleven"),
    ),
    Kind(
        "until a day",  # "tot 30/11", "na 1/7"
        r"(?:(?<=\b[Tt]ot )|(?<=\ben met )|(?<=\b[Nn]a )|(?<=\b[Vv]oor )|(?<=\b[Vv]óór )|(?<=\btegen )|(?<=\brond )|(?<=\beinde )|(?<=\bdeadline is )|(?<=\bDeadline is ))"
        r"(?P<day>)(?P<number>\d{1,2})(?P<sep>/)(?P<month>\d{1,2})(?![\w/-]|[.,]\d| (?:van|deel|liter|dl|l|el|tl|uur|kop\w*)\b)",
        _say_until,
    ),
    Kind(
        "day before another",  # "(25/12 en 26/12)"
        r"(?<![\w.,/-])(?P<day>)(?P<number>1[3-9]|2\d|3[01]|\d{1,2}(?=/\d{1,2} t))(?P<sep>/)(?P<month>\d{1,2})(?=(?: (?:en|of|t/m|tot)|,| ?[-–]) ?\ue000{3})",
        _say_day,
        frozenset("/"),
    ),
    Kind(
        "season",  # "seizoen 98/99"; no month has such a number
        r"(?<![\w.,/'-])(?P<first>1[2-9]|[2-9]\d)(?P<slash>/)(?P<last>\d\d)(?![\w/]|[.,]\d| ?[a-z]*°)",
        _say_season,
    ),
    Kind(
        "days in a row",  # "ma/wo/vr", "di. & do."
        rf"(?<![\w.'/-])(?:{_DAY_NAME})\.?(?:(?:/| ?& ?)(?:{_DAY_NAME})\.?(?![\w'])){{1,6}}(?![\w/'-])",
        _say_days,
        frozenset("/&"),
    ),
    Kind(
        "days with their dates",  # "ma 3, di 4 en wo 5 jan."
        rf"(?<![\w.'-])(?:{_DAY_NAME})\.? \d{{1,2}}(?=(?:,| en| of| t/m| tot| ?&| ?-| naar)(?: en)? ?(?:(?:{_DAY_NAME})\b|\ue000))",
        _say_days,
    ),
    Kind(
        "Sunday before hours",  # "zo 12-17u"
        r"(?<![\w.'-])(?P<day>[Zz]o)(?=:? \d{1,2}(?:[.:][0-5]\d|u[0-5]\d|u)?(?: ?[-–] ?| tot )\d{1,2}(?:[.:][0-5]\d| ?u))",
        lambda match: whole(match, _weekday(match["day"])),
    ),
    Kind(
        "day that is closed",  # "zo: gesloten"
        rf"(?<![\w.'-])(?P<day>{_DAY_NAME})(?P<dot>\.?)(?=:? (?:gesloten|gesl\.|dicht|vrij|op afspraak)\b)(?<!\b[Zz]o)|(?<![\w.'-])(?P<sunday>[Zz]o)(?=: )",
        lambda match: named(
            match,
            day=_weekday(match["day"] or "ma"),
            dot="",
            sunday=_weekday(match["sunday"] or "zo"),
        ),
        frozenset("adioru"),
    ),
    Kind(
        "day and month alone",  # "14/3, 2 nachten"
        r"(?:(?<![^\n])|(?<=[,;:|] )|(?<=\()|(?<=Res\. ))(?!24/7|16/9|16/10|21/9)(?P<day>)(?P<number>1[3-9]|2\d|3[01])(?P<sep>/)(?P<month>\d{1,2})(?=[,;:)|]|$|\n| (?:om|t/m|-|–|\|) )",
        _say_day,
    ),
    Kind(
        "date with a short year",  # "21-09-'23"
        r"(?<![\w./-])(?P<day>)(?P<number>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P<last>[-/.])(?=(?P<year>'\d\d)(?!\w))",
        lambda match: [*_say_day(match), *named(match, last=" ")] if match["sep"] == match["last"] else (),
    ),
    Kind(
        "month and year in figures",  # "11-2025", "t/m 3/2024"
        r"(?<![\w.,/-])(?:(?P<month>0[1-9]|1[0-2])|(?:(?<=t/m )|(?<=tot )|(?<=vanaf )|(?<=sinds )|(?<=per ))(?P<one>[1-9]))(?P<sep>[-/])(?=(?:19|20)\d\d(?![\w/-]|[.,]\d))",
        lambda match: (
            ()
            if _NUMBERED.search(match.string, max(0, match.start() - 20), match.start())
            else named(match, month=_month_of(match), one=_month_of(match), sep=" ")
        ),
    ),
    Kind(
        "short month",  # "8 mrt", "05-okt-2024", "jan '24", "jan t/m mrt"
        rf"(?<![\w.])(?:(?<![^\W\d]-){_BEHIND_MONTH})(?P<month>(?<=\d )(?:jan|(?i:{_MEN}))|(?<=\d-)(?i:{_SHORT})(?=-\d)|(?:{_MEN})|(?i:{_SHORT})(?={_YEAR}|{_SPAN}(?:{_MEN}|jan)(?!\w)))(?P<dot>\.?)(?![\w'])(?P<dash>-(?='?\d\d))?",
        lambda match: [
            Piece(match.start(), match.end("dot"), _month(match)),
            *named(match, dash=" "),
        ],
        frozenset(),
    ),
    Kind(
        "short month alone",  # "de 2e week van jan.", "begin febr."
        rf"(?:(?<=\bin )|(?<=\bvan )|(?<=\beind )|(?<=\bbegin )|(?<=\bhalf )|(?<=\bmedio )|(?<=\btot )|(?<=\bsinds )|(?<=\bvanaf ))(?P<month>{_SHORT})(?P<dot>\.)(?!\w)",
        lambda match: whole(match, _month(match)),
        frozenset("."),
    ),
    Kind(
        "day of a month with dashes",  # "05-okt-2024"
        r"(?<![\w.,:/-])(?P<day>\d{1,2})(?P<dash>-)(?=\ue000{3})",
        lambda match: named(match, day=cardinal(str(int(match["day"])), "nl"), dash=" "),
    ),
    Kind(
        "from month to month",
        rf"(?:(?<=\ue000)(?P<to> ?[-–] ?)(?=(?:{'|'.join(_MONTH_NAMES)})\b)|(?<=\bmei)(?P<until>[-–])(?=\ue000{{3}}))",
        lambda match: named(match, to=GRAMMAR.signs["–"], until=GRAMMAR.signs["–"]),
        frozenset("-–"),
    ),
)


def _month_of(match: re.Match[str]) -> str:
    return _MONTH_NAMES[int(match["month"] or match["one"]) - 1]


def _month(match: re.Match[str]) -> str:
    """Return the month's name; a full stop that ends the line too is kept."""
    name = _MONTHS[match["month"].lower()]
    name = name.capitalize() if match["month"][0].isupper() else name
    return name + "." * (match["dot"] == "." and not match.string[match.end("dot") :].strip("\"') \n"))
