"""German times of day with "h", told from how long something takes; days and months that stand alone."""

# ruff: noqa: E501, RUF001, RUF002 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR, agree, hour_of_day
from f5tts_worker.engine.text.languages.de.inflection import takes_dative
from f5tts_worker.engine.text.languages.de.weekdays import SHORT_DAYS
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole
from f5tts_worker.languages import SENTENCE_STARTERS

_TOOK, _LASTS = re.compile(r"\b(?:dauer|brauch)\w* $"), re.compile(r" (?:Flug|Fahrt|Arbeit|lang)\b")


def _say_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Tell "in 3:58 h", which took so long, from "um 8:15 h"."""
    hours, minutes = cardinal(str(int(match["h"])), "de"), cardinal(str(int(match["min"])), "de")
    before = match.string[max(0, match.start() - 12) : match.start()]
    is_long = re.search(r"\b(?:in|nach|dauert|dauerte|von|Zeit|etwa|rund) $", before)
    if match["unit"] == "Stunden" and not int(match["h"]):
        first, rest = minutes, "Minuten"
    elif (is_long or match["unit"] == "Stunden") and int(match["h"]):
        one = "einer Stunde" if takes_dative(before) else "eine Stunde"
        took = one if match["h"] == "1" else f"{hours} Stunden"
        first, rest = f"{took} {minutes}", "Minuten"
    else:
        first, rest = agree(hours, "m"), f"Uhr {minutes if int(match['min']) else ''}".strip()
    return [Piece(match.start(), match.end("min"), first), *named(match, unit=rest)]


def _say_clock(match: re.Match[str]) -> Iterable[Piece]:
    hour, name = hour_of_day(int(match["hour"]))
    minute = int(match["minute"] or match["more"])
    if _TOOK.search(match.string[max(0, match.start() - 12) : match.start()]) or _LASTS.match(
        match.string, match.end()
    ):
        hour = "eine" if int(match["hour"]) == 1 else cardinal(match["hour"], "de")
        name = "Stunde" + "n" * (hour != "eine")
    return whole(match, f"{hour} {name} {cardinal(str(minute), 'de') if minute else ''}".strip())


def _say_hour(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, " ".join(hour_of_day(int(match["hour"])))) if int(match["hour"]) <= 24 else ()


def _say_day(match: re.Match[str]) -> Iterable[Piece]:
    ends = "." * (not match.string[match.end() :].strip("\n"))
    return whole(match, SHORT_DAYS[match["day"]] + ends)


_LONG_RUN = re.compile(r"[Mm]arathon|Ironman|Triathlon|Etappe")


def _say_opening(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Sa 9-13 h" as times of day."""
    said = {"first": cardinal(match["first"], "de"), "to": "bis"} if match["first"] else {}
    hour, name = hour_of_day(int(match["last"]))
    if match["day"]:
        said["day"] = SHORT_DAYS[match["day"]]
    return named(match, **said, last=hour, hour=name)


def _say_seconds(match: re.Match[str]) -> Iterable[Piece]:
    """Say "9:15:30 Uhr"."""
    hour, name = hour_of_day(int(match["hour"]))
    second = cardinal(str(int(match["second"])), "de")
    seconds = "eine Sekunde" if second == "eins" else f"{second} Sekunden"
    minute = cardinal(str(int(match["minute"])), "de")
    return [
        Piece(match.start(), match.end("second"), hour),
        *named(match, name=f"{name} {minute} und {seconds}"),
    ]


_PARTS = (("h", "eine Stunde", "Stunden"), ("m", "eine Minute", "Minuten"), ("s", "eine Sekunde", "Sekunden"))
_QUARTERS = {"1/2": "halb", "1/4": "viertel", "3/4": "drei viertel"}
_MONTHS = "Jan|Febr?|Mrz|Mär|März|Apr|Mai|Juni?|Juli?|Aug|Sept?|Okt|Nov|Dez"


_WORD = re.compile(r" ([^\W\d_]+)")
_IN_FULL = {name[:3]: name for name in GRAMMAR.months.split()} | {"Mrz": "März"}


def _say_month(match: re.Match[str]) -> Iterable[Piece]:
    following = match.string[match.end() :].strip("\"')\n")
    starts = _WORD.match(following)
    is_end = not following or (starts and starts[1] in SENTENCE_STARTERS["de"])
    return whole(match, _IN_FULL[match["one"][:3]] + "." * bool(is_end))


def _say_months(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Jan.–März"."""
    ends = "." * (match["dot"] == "." and not match.string[match.end() :].strip("\n"))
    return whole(match, f"{_IN_FULL[match['one'][:3]]} bis {_IN_FULL[match['two'][:3]]}{ends}")


def _say_minutes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "26:40 Minuten" as minutes and seconds."""
    minutes, seconds = (cardinal(str(int(match[part])), "de") for part in ("m", "s"))
    took = "eine Minute" if minutes == "eins" else f"{minutes} Minuten"
    if not int(match["s"]):
        return [Piece(match.start(), match.end("s"), took.split(maxsplit=1)[0])]
    return [Piece(match.start(), match.end("s"), f"{took} {seconds}"), *named(match, unit="Sekunden")]


def _say_exact_run(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2:22,58 Minuten", "in 1:58,3" and "1:02:33,4 Stunden"."""
    in_dative = takes_dative(match.string[max(0, match.start() - 40) : match.start()])
    said = [
        _timed(match[part], one.replace("eine", "einer") if in_dative else one, many)
        for part, one, many in _PARTS[:2]
        if match[part]
    ]
    *before, last = f"{' '.join(said)} {quantity(match['s'], 'de')} Sekunden".split()
    if not match["unit"]:
        return [Piece(match.start(), match.end("s"), " ".join((*before, last)))]
    return [Piece(match.start(), match.end("s"), " ".join(before)), *named(match, unit=last)]


def _say_record(match: re.Match[str]) -> Iterable[Piece]:
    """Say "schaffte 1:49" by minutes, where no marathon is run."""
    is_long = _LONG_RUN.search(match.string, max(0, match.start() - 80), match.end() + 40)
    one, many = _PARTS[0 if is_long else 1][1:]
    said = (
        f"{_timed(match['m'], one, many)} {cardinal(str(int(match['s'])), 'de') if int(match['s']) else ''}"
    )
    return [Piece(match.start("m"), match.end("s"), said.strip())]


def _timed(number: str, one: str, many: str) -> str:
    """Say so many hours or minutes; none are not said."""
    return (
        "" if not int(number) else one if int(number) == 1 else f"{cardinal(str(int(number)), 'de')} {many}"
    )


def _say_timecode(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Timecode 00:41:07" by what has passed."""
    said = (_timed(match[part], one, many) for part, one, many in _PARTS if match[part])
    start = match.start("h" if match["h"] else "m")
    return [Piece(start, match.end("s"), " ".join(filter(None, said)) or "null")]


def _say_run(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2:04:35 Stunden" with hours, minutes and seconds."""
    in_dative = takes_dative(match.string[max(0, match.start() - 40) : match.start()])
    said = [
        _timed(match[part], one.replace("eine", "einer") if in_dative else one, many)
        for part, one, many in _PARTS
    ]
    *before, last = " ".join(said).split() or ["null", "Stunden"]
    return [Piece(match.start(), match.end("s"), " ".join(before)), *named(match, unit=last)]


def _say_gap(match: re.Match[str]) -> Iterable[Piece]:
    """Say "+11:37", how long after the winner somebody arrives."""
    minutes = _timed(match["m"], "eine Minute", "Minuten")
    seconds = _timed(match["s"], "eine Sekunde", "Sekunden")
    return whole(match, " ".join(filter(None, ("plus", minutes, seconds))))


def _say_quarter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "um 1/2 9"."""
    return named(match, quarter=_QUARTERS[match["quarter"]], hour=cardinal(match["hour"], "de"))


CLOCKS: tuple[Kind, ...] = (
    Kind(
        "half an hour before",
        r"\b(?i:um|ab|gegen|bis|seit|vor|nach|so|kurz|erst|schon|heute|morgen|abend|früh) (?P<quarter>1/2|[13]/4) (?P<hour>1[0-2]|[1-9])(?![\w/%€]|[.,:]\d| (?!Uhr)[A-ZÄÖÜ])",
        _say_quarter,
    ),
    Kind(
        "timecode",
        r"(?:(?:\b(?:Timecode|TC|Laufzeit|Spieldauer|Spielzeit|Gesamtzeit|Dauer|Länge|Zeitstempel|Zeitmarke|Videolänge):? )(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>[0-5]\d))(?!\w|[.,:]\d| (?:Uhr|Stunden|Std|h|[Mm]in))",
        _say_timecode,
    ),
    Kind(
        "timecode without hours",  # "bei 00:41:07": no clock says so
        rf"(?<![\w.,:])(?<!{TAKEN} )(?<!{TAKEN}, )(?<!\b[Uu]m )(?P<h>00):(?P<m>[0-5]\d):(?P<s>[0-5]\d)(?!\w|[.,:]\d| Uhr)",
        _say_timecode,
    ),
    Kind(
        "hundredths of a run",
        r"(?<![\w.,:])(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>[0-5]\d,\d{1,3})(?: (?P<unit>Minuten|Min\.|min|Stunden|Std\.|h)(?!\w)|(?![\w:]|[.,]\d| ?(?:Min|min|Uhr)))",
        _say_exact_run,
    ),
    Kind(
        "time of a runner",
        r"\b(?:schafften?|brauchten?|benötigten?|stoppten?|Bestzeit(?: von| ist| war|:)?|Bestmarke(?: von|:)?|Endzeit(?: von|:)?|Siegerzeit(?: von|:)?|Rekordzeit von|Zeit von|Rekord von) (?P<m>\d{1,2}):(?P<s>[0-5]\d)(?![\w:]|[.,]\d| ?(?:Uhr|Stunden|Std|h|[Mm]in))",
        _say_record,
    ),
    Kind(
        "hours of a run",
        r"(?<![\w.,:])(?P<h>\d{1,2}):(?P<m>[0-5]\d):(?P<s>[0-5]\d) (?P<unit>Stunden|Std\.|h)(?!\w)",
        _say_run,
    ),
    Kind(
        "gap behind a leader",  # "+11:37"; "UTC +5:30"
        r"(?<![\w+.,:])(?<!UTC )(?<!GMT )(?<!ME[ZS] )\+(?P<m>\d{1,2}):(?P<s>[0-5]\d)(?![\w:]|[.,]\d| ?(?:h|Std|Uhr|Stunden|Min)\b)",
        _say_gap,
    ),
    Kind(
        "minutes of a run", r"(?<![\w.,:])(?P<m>\d{1,3}):(?P<s>[0-5]\d) (?P<unit>Minuten)(?!\w)", _say_minutes
    ),
    Kind(
        "from month to month",
        rf"(?<!\w)(?P<one>{_MONTHS})\.?(?P<to> ?[-–] ?)(?P<two>{_MONTHS})(?P<dot>\.?)(?!\w)",
        _say_months,
        frozenset(),
    ),
    Kind(
        "day of the week at an end",  # "die Agenda für Do."
        r"(?:(?<=\b[Ff]ür )|(?<=\b[Aa]b )|(?<=\b[Ss]eit )|(?<=\bvom )|(?<=\bzum )|(?<=\b[Jj]eden )|(?<=sten )|(?<=enden )|(?<=zten )|(?<=diesen )|(?<=\b[Ww]g\. )|(?<=\b[Ww]egen )|(?<=\b[Ss]onst )|(?<=\b[Aa]ußer )|(?<=\boder )|(?<=\blieber )|(?<=\berst )|(?<=\bnur )|(?<=\bauch )|(?<=\bbis ))"
        r"(?P<day>Mo|Di|Mi|Do|Fr|Sa|(?<!auch )(?<!nur )(?<!oder )(?<!erst )(?<!lieber )So)(?P<dot>\.?)(?=[,;:!?)]|$|\n)",
        _say_day,
        frozenset("MDFS"),
    ),
    Kind(
        "day of the week in brackets",  # "3,2 m (Mo)"
        r"(?<=\()(?<!olybdän \()(?P<day>Mo|Di|Mi|Do|Fr|Sa|So)(?=\))",
        lambda match: whole(match, SHORT_DAYS[match["day"]]),
        frozenset("MDFS"),
    ),
    Kind(
        "month in short",  # "im Sept."
        rf"(?:(?<=\b[Ii]m )|(?<=\b[Ss]eit )|(?<=\b[Aa]b )|(?<=\b[Bb]is )|(?<=\bAnfang )|(?<=\bMitte )|(?<=\bEnde )|(?<=\b[Vv]on )|(?<=\bund )|(?<=\b[Ff]ür )|(?<=\b[Vv]or ))(?P<one>{_MONTHS})\.(?!\w| (?:19|20)\d\d|[-–]| [-–])",
        _say_month,
        frozenset("."),
    ),
    Kind(
        "day of the week before a date",  # "auf Do, den 14."
        r"(?<!\w)(?P<day>Mo|Di|Mi|Do|Fr|Sa|So(?=, (?:de[nm]|\d{1,2}\.(?:\d|\ue000))))(?=, (?:de[nm] )?(?:\d{1,2}\.|\ue000))",
        lambda match: whole(match, SHORT_DAYS[match["day"]]),
        frozenset("MDFS"),
    ),
    Kind(
        "time of day with seconds",
        r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d) (?P<name>Uhr)(?!\w)",
        _say_seconds,
    ),
    Kind(
        "closed on Sundays",
        r"(?<=[,;] )(?P<day>So)(?= (?:u\. |und |\+ |& )?(?:geschl\.|geschlossen|Feiertage?n?|Ruhetag))",
        lambda match: whole(match, SHORT_DAYS[match["day"]]),
        frozenset("S"),
    ),
    Kind(
        "day of rest",
        rf"(?<![\w–-])(?P<day>{'|'.join(SHORT_DAYS)})\.?(?= (?:Ruhetag|geschl)|(?<!So)(?<!So\.) (?:frei|zu|ab \d|von \d|um \d|früh|(?:[Aa]bend|[Nn]achmittag|[Vv]ormittag|[Mm]ittag|Nacht)s?)(?!\w))",
        lambda match: whole(match, SHORT_DAYS[match["day"]]),
        frozenset("MDFS"),
    ),
    Kind(
        "heading of a day",  # "Sa.: Markt, So.: Gottesdienst"
        r"(?:(?<![^\n])|(?<=[,;] )|(?<=\. ))(?P<day>Mo|Di|Mi|Do|Fr|Sa|So)\.(?=:)",
        lambda match: whole(match, SHORT_DAYS[match["day"]]),
        frozenset(":"),
    ),
    Kind(
        "hours", r"(?<![\w.,:])(?P<h>\d{1,2}):(?P<min>[0-5]\d) ?(?P<unit>h|Std\.|Stunden)(?!\w)", _say_hours
    ),
    Kind(
        "hours of a day",
        rf"(?:(?<![-–])(?<![-–] )(?<!und )\b(?P<day>{'|'.join(SHORT_DAYS)})\.?|\b(?:{'|'.join(SHORT_DAYS)})\.?|\b(?:[A-Z][a-z]+tags?|Mittwochs?|täglich|tgl\.|geöffnet)|(?<![\d.])\d{{1,2}}\.\d{{1,2}}\.|{TAKEN})[,:]? (?:(?P<first>\d{{1,2}})(?P<to> ?[-–] ?))?(?P<last>\d{{1,2}})(?P<hour> ?h)(?!\w)",
        _say_opening,
    ),
    Kind(
        "clock with h",
        r"(?:(?<=\b[Uu]m )|(?<=\b[Aa]b )|(?<=\bgegen )|(?<=\bbis (?=\d\dh))|(?<=\b[Tt]reffpunkt )|(?<=\b[Bb]eginn )|(?<=\b[Ss]tart )|(?<=\b[Ee]inlass )|(?<=\b[Aa]bfahrt )|(?<=\b[Ee]nde )|(?<=tag )(?=\d\dh)|(?<=woch )(?=\d\dh)|(?<=\bheute )(?=\d\dh)|(?<=\bmorgen )(?=\d\dh)|(?<=\babend )(?=\d\dh))(?P<hour>\d{1,2}) ?h(?!\w| (?:länger|kürzer|früher|später|mehr|weniger|lang|verlängert|verkürzt|verschoben|verzögert|verspätet|vorverlegt|erhöht|gekürzt|reduziert|überschritten|aufwärts|Arbeit|Schlaf|Training|Dauer|Laufzeit)\b)",
        _say_hour,
    ),
    Kind(
        "clock with a point and h",
        r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])(?:\.(?P<minute>[0-5]\d) ?h|h(?P<more>[0-5]\d))(?!\w)",
        _say_clock,
    ),
)
# After the dates: "Fr 14.11." and "Do 15 Uhr".
DAY_BESIDE_DATE = Kind(
    "day of the week beside a date",
    r"(?<![\w–-])(?<![–-] )(?<!und )(?<!bis )(?<!u\. )(?P<day>Mo|Di|Mi|Do|Fr|Sa)(?= (?:\ue000|\d{1,2}(?:[.:]\d\d)? ?(?:[-–] ?\d{1,2}(?:[.:]\d\d)? ?)?(?:Uhr|h)\b|\d{1,2}:\d\d(?!\d)))|(?:(?<=[,;/] )|(?<=\())(?P<sunday>So)(?= \d{1,2}(?:[.:]\d\d)? ?(?:Uhr|h)\b)",
    lambda match: whole(match, SHORT_DAYS[match[0]]),
    frozenset("MDFS"),
)
