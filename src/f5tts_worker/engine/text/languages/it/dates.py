"""Italian dates of other shapes: "via XX Settembre", "4.XI.1918", "1915-18", "dal 15.12 al 6.1"; centuries."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_MONTHS = GRAMMAR.months.replace(" ", "|")
_BY_SHORT = {
    short: name
    for name, shorts in zip(GRAMMAR.months.split(), GRAMMAR.short_months.split(), strict=True)
    for short in shorts.split("|")
}
_SHORT = "|".join(sorted(_BY_SHORT, key=len, reverse=True))


def _day_of_street(match: re.Match[str]) -> Iterable[Piece]:
    """Say "via XX Settembre" and "piazza I Maggio" as days."""
    value = roman_value(match["roman"])
    if not 1 <= value <= 31:
        return ()
    return named(match, roman="primo" if value == 1 else cardinal(str(value), "it"))


def _roman_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "4.XI.1918" with its month's name."""
    month, day = roman_value(match["roman"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ()
    name = GRAMMAR.months.split()[month - 1]
    return whole(match, f"{GRAMMAR.day(day, '', '')} {name} {cardinal(match['year'], 'it')}")


def _century(match: re.Match[str]) -> Iterable[Piece]:
    """Say "fra il XV e il XVI secolo": the noun stands behind the last one only."""
    value = roman_value(match["roman"])
    return named(match, roman=ordinal(value)) if value else ()


def _centuries(match: re.Match[str]) -> Iterable[Piece]:
    """Say "secc. XV-XVI" as secoli quindicesimo e sedicesimo."""
    low, high = roman_value(match["low"]), roman_value(match["high"])
    if not 0 < low < high:
        return ()
    to = None if match["to"].strip().isalpha() else " e " if high == low + 1 else " a "
    said = {"low": ordinal(low), "high": ordinal(high)} | ({"to": to} if to else {})
    return named(match, **said)


def _from_month_to_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "gen-mar" and "nov.-dic." with their names, one behind the other."""
    first, last = (_BY_SHORT[match[end].lower()] for end in ("first", "last"))
    end = "." * (match[0][-1] == "." and not match.string[match.end() :].strip())
    return [
        Piece(match.start(), match.start("to"), first),
        Piece(*match.span("to"), " "),
        Piece(match.start("last"), match.end(), last + end),
    ]


def _years(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1915-18" as two years, one behind the other."""
    low, high = match["low"], match["high"]
    if not low[-len(high) :] < high:
        return ()
    in_brackets = match.string[max(0, match.start() - 1) : match.start()] == "("
    return named(match, to="," if in_brackets and len(high) == len(low) else " ")


def _from_day_to_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dal 15.12 al 6.1" as days: a decimal has a comma."""
    days = [(int(match[f"day{end}"]), int(match[f"month{end}"])) for end in "12"]
    if not all(1 <= day <= 31 and 1 <= month <= 12 for day, month in days):
        return ()
    names = GRAMMAR.months.split()
    return [
        Piece(
            match.start(f"day{end}"),
            match.end(f"month{end}"),
            f"{GRAMMAR.day(day, '', '')} {names[month - 1]}",
        )
        for end, (day, month) in zip("12", days, strict=True)
    ]


def _date_of_paper(match: re.Match[str]) -> Iterable[Piece]:
    """Say "verbale del 3/4" as a day: a paper has a date."""
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return ()
    name = GRAMMAR.months.split()[month - 1]
    start, end = match.start("day"), match.end("month")
    return (Piece(start, end, f"{GRAMMAR.day(day, match.string[start - 1 : start], '')} {name}"),)


DATES: tuple[Kind, ...] = (
    Kind(
        "day of a street",
        rf"(?<![\w.'-])(?P<roman>[IVX]{{1,6}})(?= (?i:{_MONTHS})(?!\w))",
        _day_of_street,
        frozenset("IVX"),
    ),
    Kind(
        "one of two centuries",
        r"(?<![\w.-])(?P<roman>[IVX]{1,5})(?=(?:(?:,| e| o| al) (?:il |l'|al |all'|nel |del |dal )?| all'| ?[-–] ?)[IVX]{1,5} (?:secolo|sec\.))",
        _century,
        frozenset("IVX"),
    ),
    Kind(
        "centuries",
        r"\b(?i:secoli|secc\.) (?P<low>[IVX]{1,5})(?P<to> ?[-–] ?| e )(?P<high>[IVX]{1,5})(?!\w)",
        _centuries,
        frozenset("IVX"),
    ),
    Kind(
        "another century",  # "dal sec. XII al XIV": the first is said by now
        r"(?:(?<=\ue000 al )|(?<=\ue000 e il )|(?<=\ue000 e del )|(?<=\ue000 e nel )|(?<=\ue000 o del )|(?<=\ue000 o il ))(?P<roman>[IVX]{2,5})(?![\w.]| sec)",
        lambda match: named(match, roman=cardinal(str(roman_value(match["roman"])), "it")),
        frozenset("IVX"),
    ),
    Kind(
        "from month to month",  # "gen-mar"; "mar" is a day too
        rf"(?<![\w.-])(?P<first>(?i:{_SHORT}))\.?(?P<to> ?[-–/] ?)(?P<last>(?i:{_SHORT}))(?:\.|(?!\w))",
        _from_month_to_month,
        frozenset("-–/"),
    ),
    Kind(
        "Roman month",
        r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<gap>[./-])(?P<roman>[IVX]{1,4})(?P=gap)(?P<year>1\d{3}|20\d\d)(?![\w/-]|[.,]\d)",
        _roman_month,
    ),
    Kind(
        "years from to",
        r"(?<![\w.,:/–-])(?P<low>1[0-9]\d\d|20\d\d)(?P<to> ?[-–] ?)(?P<high>(?:1[0-9]|20)?\d\d)(?![\w–-]|[/:.,]\d)",
        _years,
    ),
    Kind(
        "date of a paper",
        r"\b(?i:bando|circolare|comunicazione|delibera|decreto|determina|e-?mail|fattura|giorno|lettera|log|mail|messaggio|nota|ordinanza|ordine|post|preventivo|riunione|seduta|sentenza|verbale)(?: del(?: giorno)?)? (?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        _date_of_paper,
    ),
    Kind(
        "day behind il",  # "il 3/8": three eighths would be "i 3/8"
        r"\b(?i:il|dal|al|del|entro il|per il) (?P<day>[2-9]|[12]\d|3[01])/(?P<month>1[0-2]|[1-9])(?![\w/-]|[.,]\d| ?%| d(?:i(?! (?:sera|mattina|notte))|e[il]|ell[aeo'])(?!\w)| \")",
        _date_of_paper,
    ),
    Kind(
        "day behind an article",  # "l'11/11", "dall'8/3"
        r"(?<=[Ll]')(?P<day>1|8|11)/(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        _date_of_paper,
    ),
    Kind(
        "from day to day",
        r"\b[Dd]al(?: |l')(?P<day1>\d{1,2})\.(?P<month1>\d{1,2}) al(?: |l')(?P<day2>\d{1,2})\.(?P<month2>\d{1,2})(?![\w/-]|[.,]\d| ?[%€]| (?:per|euro|kg|km|milion|miliard|punti))",
        _from_day_to_day,
    ),
)
