"""German days of the week in short, in a row and with their hours: "Mo, Mi + Fr", "Sa. 9.00–12.00", "Abfahrt 8.05"."""

# ruff: noqa: E501, RUF001, RUF002 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR, hour_of_day
from f5tts_worker.engine.text.languages.de.inflection import inflected
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece

SHORT_DAYS = dict(zip(GRAMMAR.short_weekdays.split(), GRAMMAR.weekdays.split(), strict=True))
_DAY = f"(?:{'|'.join(SHORT_DAYS)})"
_CHANNELS = "ORF(?: (?:[123]|III|eins))?|ARD|ZDF(?: ?[Nn]eo|info)?|[Aa]rte|3sat|Servus ?TV|RTL(?: ?2| II)?|Super RTL|Sat\\.? ?1|SAT\\.1|Pro ?Sieben|Puls ?4|ATV(?: ?2)?|BR|WDR|NDR|SWR|MDR|HR|RBB|V[Oo][Xx]|[Kk]abel [Ee]ins|Eins (?:Festival|Plus)|One|Phoenix|phoenix|N24|Tele 5|Dmax|DMAX|SRF ?[12]?|KiKA|Ö[13]"
_IN_A_ROW = {"+": "und", "&": "und", "/": "", "-": "bis", "–": "bis", "u.": "und"}
_ITEM = rf"{_DAY}\.?(?: ?[-–] ?{_DAY}\.?)?(?!\w)"

_LAST_DAY = 31
_HOUR = r"(?:[01]?\d|2[0-3])"
# Of months there is a fifth and a tenth: "Sa 15.10" is a date.
_TIME = rf"{_HOUR}\.(?:00|[1-5]5|[2-5]0)"
_SHORT = (
    rf"(?<![\w–-])(?:(?<![^\n])|(?<=[,;/(] )|(?<=und )|(?!So[ ,]))(?P<days>{_DAY}\.?"
    rf"(?:(?: ?[-–/+&,] ?| (?:und|u\.) ){_DAY}\.?){{0,4}})(?!\w)"
)
_FULL = r"\b(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tags?|Mittwochs?|Sonnabends?|(?:mon|diens|donners|frei|sams|sonn|werk|feier)tags|mittwochs)"
_ANY_DAY = r"\b(?:(?<=[a-z]tag )(?:früh|abend)|täglich|heute|morgen)"
_NO_AMOUNT = r"(?!\w|[.,:]\d| ?(?:Uhr|h|€|\$|EUR|Euro|CHF|s?Fr\.|Franken|%|Prozent|[ckm]?m|k?g|l|Mio|Mrd|Millionen|Milliarden|Punkte\w*|Meter|Kilo\w*|Liter|Tonnen|Grad|Minuten|Stunden|Sekunden)\b)"


def _say_days(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Mo, Mi + Fr" and "Di, Do-Sa"."""
    ends = "." * (match[0][-1] == "." and not match.string[match.end() :].strip("\"')\n"))
    return _days(match[0], match.start(), ends)


def _days(text: str, start: int, ends: str) -> Iterable[Piece]:
    for part in re.finditer(r"(?P<day>[A-Z][a-z])\.?|[+&/–-]|u\.", text):
        day = SHORT_DAYS.get(part["day"] or "", "") + ends * (part.end() == len(text))
        yield Piece(start + part.start(), start + part.end(), day or _IN_A_ROW[part[0]])


def _time(written: str) -> str:
    hour, minute = map(int, written.split("."))
    said, name = hour_of_day(hour)
    return f"{said} {name} {cardinal(str(minute), 'de') if minute else ''}".strip()


def _say_pointed(match: re.Match[str]) -> Iterable[Piece]:
    return [Piece(*match.span("time"), _time(match["time"]))]


def _say_on_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Sa. 9.00–12.00 und 14.30" with the day's name and its hours."""
    if match["days"]:
        yield from _days(match["days"], match.start("days"), "")
    start = match.start("times")
    for part in re.finditer(r"(?P<time>\d{1,2}\.\d\d)|[-–/+]|u\.", match["times"]):
        said = _time(part[0]) if part["time"] else _IN_A_ROW[part[0]]
        yield Piece(start + part.start(), start + part.end(), said)


def _say_date(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Sa 15.10", a date without its last point; "Sa 9.05" is a time."""
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= day <= _LAST_DAY or (len(match["day"]) == 1 and match["month"][0] == "0"):
        return
    if match["days"]:
        yield from _days(match["days"], match.start("days"), "")
    before = match.string[max(0, match.start("day") - 40) : match.start("day")]
    said = f"{inflected(day, before)} {GRAMMAR.months.split()[month - 1]}"
    yield Piece(match.start("day"), match.end("month"), said)


WEEKDAYS: tuple[Kind, ...] = (
    Kind(
        "hours of a day with points",
        rf"(?:{_SHORT}|{_FULL}|{_ANY_DAY})[,:]? (?P<times>{_TIME}(?:(?: ?[-–/+] ?| (?:und|bis|oder|u\.) |, ){_TIME}){{0,5}}){_NO_AMOUNT}",
        _say_on_day,
    ),
    Kind(
        "time in a programme",  # "Bis 22.00, ORF 1 20.15 Abenteuer"; "18.30 Einlass, 19.30 Konzert"
        rf"(?:\b(?:{_CHANNELS}) |(?:(?<![^\n])|(?<=[,;|] )|(?<=[.!?] ))(?=[7-9]\.|[12]\d\.))(?P<time>{_TIME})(?= [A-ZÄÖÜ]){_NO_AMOUNT}",
        _say_pointed,
    ),
    Kind(
        "date of a day",
        rf"(?:{_SHORT}|{_FULL}),? (?P<day>\d{{1,2}})\.(?P<month>0[1-9]|1[0-2])(?!\.){_NO_AMOUNT}",
        _say_date,
    ),
    Kind(
        "clock with a point",  # "Abfahrt 8.05", ", an Zürich HB 9.02"
        rf"(?:\b(?:Abfahrt|Ankunft|Abf\.|Ank\.|Beginn|Start|Einlass|Türöffnung|Anpfiff|Anstoß|Schluss):? |[,;] (?:an|ab) [A-ZÄÖÜ][a-zäöüß]{{1,20}}(?: (?:HB|Hbf|Bhf))? )(?P<time>{_HOUR}\.[0-5]\d)(?!\w|[.,:]\d| ?(?:Uhr|€|Euro|%|k?m|km|h)\b)",
        _say_pointed,
    ),
    Kind(
        "days in a row",  # "Mo, Mi + Fr geschlossen"
        rf"(?<![\w.–-])(?<![-–] )(?!So, ){_ITEM}(?:(?:, ?| ?[+/&] ?| und | u\. | oder | sowie ){_ITEM}){{1,6}}(?![\w–-]| [-–] ?[A-ZÄÖÜ])",
        _say_days,
        frozenset("MDFS"),
    ),
)
