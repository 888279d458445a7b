"""Dates and times of day, from a language's `Grammar`."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import Grammar
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_DAYS, _MONTHS, _HOURS = 31, 12, 24
_PART_OF = re.compile(
    r" (?:de|des|du|del|dell[aeo]|degli|dei|di|do|da|dos|das|der|von|van|of) [^\W\d_]| (?:d|dell)['’]\w"
    r"| (?:restante?s?|gauche|droite?|rimanent[ei]|restant[ei])\b"
)
_UNTIL = r" ?(?:tot|bis|und|en|-|–) ?\d{1,2}(?:[.:]\d\d)? (?:uur|Uhr)"
_TO = rf"(?:(?<={TAKEN})|(?<=\d))(?P<to> ?[-–] ?)(?={TAKEN})"
_ISO = r"(?<![\w./-])(?P<year>\d{4})(?P<gap>[-/])(?P<month>\d\d)(?P=gap)(?P<day>\d\d)(?![\w/-]|\.\d)"
_NUMERIC = (
    r"(?<![\w./-])(?P<day>\d{1,2})(?P<gap>[./-])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{4}|\d\d)(?![\w/-]|\.\d)"
)
_DAY_AND_MONTH = r"(?<![\w.,/-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|[.,]\d)"
# "de 23/12 a 6/1": between such words two days are dates, if one of them can be no fraction.
_FROM_DAY_TO_DAY = (
    r"(?:(?<=\b[Dd][ae] )|(?<=\b[Dd][ií]as )|(?<=\bgiorni )|"
    r"(?<=\b[Ee]ntre )|(?<=\b[Vv]an )|(?<=\b[Tt]ussen ))"
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2}) (?:a|à|e|en|et|tot|y) "
    r"(?P<last>\d{1,2})/(?P<in>\d{1,2})(?![\w/-]|[.,]\d)"
)
_BEFORE_DATE = re.compile(r"\b(?i:am|até|au|al|dal|del|desde|dia|du|el|em|hasta|il|le|op|vanaf|vom|zum) $")
_MONTH_AND_YEAR = (
    r"(?<![\w.,/-])(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d|(?<=0\d/)\d\d)(?![\w/-]|[.,]\d)"
)
_BEFORE_MONTH = re.compile(
    r"\b(?i:seit|ab|bis|stand:?|anfang|mitte|ende|im|in|depuis|dès|en|début|fin|"
    r"jusqu'(?:en|à)|desde|hasta|finales de|caducidad:?|vto\.:?) $"
)
# What may end a day's number: "3.", "1er", "1.º", "1°".
_MARK = r"(?P<mark>\.?[ºª°]|er|\.)?"


def date_kinds(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of dates: in figures, and with a month's name or abbreviation."""
    say = partial(_say_date, grammar=grammar)
    months = {name.lower(): name for name in grammar.months.split()}
    for name, short in zip(months.copy().values(), grammar.short_months.split(), strict=True):
        months |= {part.lower(): name for part in short.split("|")}
    names = "|".join(name.lower() for name in grammar.months.split())
    short = "|".join(sorted(grammar.short_months.replace(" ", "|").split("|"), key=len, reverse=True))
    with_name = (
        rf"(?<![\w.,:/-])(?P<day>\d{{1,2}}){_MARK}(?P<of> de)? "
        rf"(?P<month>(?i:{names})(?!\w)|(?i:{short})(?:\.|(?= \d{{4}})))"
        r"(?:(?P<link> de[l]?)? (?P<year>\d{4})(?![\w%]|[.,]\d))?"
    )
    return (
        Kind("date, year first", _ISO, say),
        Kind("date in figures", _NUMERIC, say),
        Kind("from day to day", _FROM_DAY_TO_DAY, partial(_say_days, grammar=grammar)),
        Kind("day and month", _DAY_AND_MONTH, partial(_say_day_and_month, grammar=grammar)),
        Kind("month and year", _MONTH_AND_YEAR, partial(_say_month_and_year, grammar=grammar)),
        Kind("date", with_name, partial(_say_named, grammar=grammar, months=months)),
        Kind(
            "month",
            rf"(?<![\w.-])(?P<month>(?i:{short}))\.(?= (?:de[l]? )?(?:'\d\d|\d{{4}})(?!\d))",
            lambda match: whole(match, months[match["month"].lower()]),
        ),
    )


def _say_date(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
        return ()
    year = match["year"]
    if len(year) == 2:
        year = ("19" if int(year) > 50 else "20") + year
    before = match.string[max(0, match.start() - 40) : match.start()]
    of_month, of_year = grammar.date
    name = grammar.months.split()[month - 1]
    return whole(match, f"{grammar.day(day, before, '')}{of_month}{name}{of_year}{grammar.year(year)}")


def _say_day_and_month(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "25/12" as a date where it can be no fraction and a word says that it is one."""
    day, month = int(match["day"]), int(match["month"])
    before = match.string[max(0, match.start() - 40) : match.start()]
    full, short = ("|".join(names.split()) for names in (grammar.weekdays, grammar.short_weekdays))
    on_weekday = re.search(rf"\b(?i:{full}|(?:{short})[a-zì]{{0,2}}\.),? $", before)
    is_part = _PART_OF.match(match.string, match.end())  # "mercredi 3/4 des élèves"
    is_fraction = (
        "0" not in match.group(1)[0] + match.group(2)[0]
        and month > day
        and (is_part or month in (2, 3, 4, 8))
    )  # "le 3/4"
    evident = (on_weekday and not is_part) or (not is_fraction and _BEFORE_DATE.search(before))
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS and evident):
        return ()
    name = grammar.months.split()[month - 1]
    return whole(match, f"{grammar.day(day, before, '')}{grammar.date[0]}{name}")


def _say_days(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    days = [(int(match[day]), int(match[month])) for day, month in (("day", "month"), ("last", "in"))]
    are_days = all(1 <= day <= _DAYS and 1 <= month <= _MONTHS for day, month in days)
    if not are_days or all(day < month for day, month in days):
        return ()
    first, last = (
        f"{grammar.day(day, '', '')}{grammar.date[0]}{grammar.months.split()[month - 1]}"
        for day, month in days
    )
    return [
        Piece(match.start("day"), match.end("month"), first),
        Piece(match.start("last"), match.end("in"), last),
    ]


def _say_month_and_year(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "seit 03/2021" with the month's name; "Heft 03/2021" is left."""
    if grammar.code == "de" and match[0] == "08/15":  # a saying
        return ()
    if not _BEFORE_MONTH.search(match.string, max(0, match.start() - 16), match.start()):
        return ()
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    name = grammar.months.split()[int(match["month"]) - 1]
    return whole(match, f"{name}{grammar.date[1]}{grammar.year(year)}")


def _say_named(match: re.Match[str], grammar: Grammar, months: dict[str, str]) -> Iterable[Piece]:
    if not 1 <= int(match["day"]) <= _DAYS:
        return ()
    before = match.string[max(0, match.start() - 40) : match.start()]
    end = match.start("of") if match["of"] else match.start("month") - 1
    lead = "" if match["of"] else f"{grammar.date[0].strip()} ".lstrip()
    short = match["month"].rstrip(".")
    dot = match["month"][len(short) :] and match.string[match.end("month") :].strip("\"') \n") == ""
    pieces = [
        Piece(match.start(), end, grammar.day(int(match["day"]), before, match["mark"] or "")),
        Piece(*match.span("month"), lead + months[short.lower()] + ("." if dot else "")),
    ]
    if match["year"]:
        link = "" if match["of"] or match["link"] else f"{grammar.date[1].strip()} ".lstrip()
        pieces += named(match, year=link + grammar.year(match["year"]))
    return pieces


def clock_kinds(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of times of day: "15:45", "15h45", "20 h 30", "20.15 Uhr", "8 Uhr"."""
    left, right = r"(?<![\w.,:/])(?<!(?<![dlDLu])')", r"(?!\w|[:.,']\d)"
    words = grammar.hour_words
    minute = r"(?P<minute>[0-5]\d)"
    say = partial(_say_time, grammar=grammar)
    # Two digits and a colon are a time of day with its seconds, as in logs.
    elapsed = (
        rf"(?<!{TAKEN} )(?P<h>\d(?=:)|\d{{1,2}}(?=h))(?::|h ?)(?P<min>[0-5]\d)(?::|min ?|' ?)(?P<s>[0-5]\d)"
        r"(?: ?(?:Std\.|h|s)|\")?(?! (?:[Uu]hr|uur|u)(?!\w))"
    )
    run = r"(?P<min>\d{1,2})[:'](?P<s>[0-5]\d)[,\"](?P<part>\d{1,3})(?: ?[Mm]in(?!\w)\.?)?(?!\w|[.,:]\d)"
    marks = r"(?<!°)(?:(?P<min>\d{1,2})' ?(?P<s>[0-5]\d)\"|(?P<only>\d{1,2})\"(?P<part>\d\d))(?!\w)"
    say_run = partial(_say_run, grammar=grammar)
    kinds = [Kind("run", rf"{left}{run}", say_run), Kind("run with marks", rf"{left}{marks}", say_run)]
    took = rf"{left}(?P<min>\d{{1,3}}):(?P<s>[0-5]\d) ?[Mm]in(?!\w)(?P<dot>\.?)"
    kinds += [Kind("minutes", took, partial(_say_minutes, grammar=grammar))]
    # No day has so many hours: "en 41:20".
    ran = rf"(?:(?<=\ben )|(?<=\bin )|(?<=\bem ))(?P<min>2[5-9]|[3-9]\d):(?P<s>[0-5]\d)(?P<dot>){right}"
    kinds += [Kind("minutes of a run", ran, partial(_say_minutes, grammar=grammar))]
    kinds += [Kind("duration", rf"{left}{elapsed}{right}", partial(_say_elapsed, grammar=grammar))]
    kinds += [Kind("clock", rf"{left}(?P<hour>\d{{1,2}})[:.]{minute}(?P<word> ?(?:{words}))?{right}", say)]
    letter = next((short for short in ("h", "u") if short in words.split("|")), "")
    if letter:
        kinds.append(
            Kind(
                "clock with h",
                rf"{left}(?P<hour>\d{{1,2}})(?P<h> ?{letter} ?){minute}(?P<min> ?min(?!\w)\.?)?{right}",
                say,
            )
        )
    kinds.append(Kind("hour", rf"{left}(?P<hour>\d{{1,2}})(?P<word> ?(?:{words})){right}", say))
    until = Kind("from time to time", _TO, lambda match: named(match, to=grammar.signs["–"]), frozenset("-–"))
    return (*kinds, until)


def _say_elapsed(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "2:05:35" as hours, minutes and seconds."""
    said = []
    for unit in ("h", "min", "s"):
        number, noun = str(int(match[unit])), grammar.units[unit]
        if number != "0":
            said += [count(number, noun.gender, grammar), counted(number, noun, grammar)]
    return whole(match, " ".join(said)) if said else ()


def _say_minutes(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "38:20 min" as minutes and what is over."""
    minutes, noun = str(int(match["min"])), grammar.units["min"]
    over = cardinal(str(int(match["s"])), grammar.code) if int(match["s"]) else ""
    said = (count(minutes, noun.gender, grammar), counted(minutes, noun, grammar), over)
    ends = "." if match["dot"] and not match.string[match.end() :].strip() else ""
    return whole(match, " ".join(filter(None, said)) + ends)


def _say_run(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say 4:26,36 and 1'35" and 10"87 as minutes, seconds and their hundredths."""
    groups = match.groupdict("")
    minute, second = grammar.units["min"], grammar.units["s"]
    said = []
    if groups["min"]:
        minutes = str(int(groups["min"]))
        said = [count(minutes, minute.gender, grammar), counted(minutes, minute, grammar)]
    seconds = groups["s"] or groups["only"]
    if '"' in match[0]:
        hundredths = quantity(groups["part"], grammar.code) if groups["part"] else ""
        said += [count(seconds, second.gender, grammar), second.many, hundredths]
    else:
        said += [quantity(f"{seconds},{groups['part']}", grammar.code), second.many]
    return whole(match, " ".join(filter(None, said)))


def _say_time(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    groups = match.groupdict()
    minute, word, letter = (groups.get(group) or "" for group in ("minute", "word", "h"))
    if int(match["hour"]) > _HOURS or not (word or letter or _is_clock(match, grammar)):
        return ()
    hour, name = grammar.hour(int(match["hour"]))
    rest = grammar.minute(int(minute)) if minute.strip("0") else ""
    if rest and groups.get("min"):
        noun = grammar.units["min"]
        dot = "." * (match[0][-1] == "." and not match.string[match.end() :].strip())
        rest = f"{count(str(int(minute)), noun.gender, grammar)} {counted(minute, noun, grammar)}{dot}"
    if not (letter or grammar.says_hours or (word and not rest)):
        name = ""
    if word[:1] == " ":
        said = {"word": f"{name} {rest}".strip()}
    elif letter[:1] == " ":
        said = {"h": name, "minute": rest} if rest else {"h": "", "minute": name}
    else:
        return whole(match, " ".join(filter(None, (hour, name, rest))))
    first, *others = (match.start(group) + (match[group][0] == " ") for group in said)
    ends = [*others, match.end()]
    pieces = [Piece(match.start(), first, hour)]
    return pieces + [
        Piece(start, end, words)
        for start, end, words in zip([first, *others], ends, said.values(), strict=True)
    ]


_MEASURES = re.compile(
    r" ?[€$%]| (?:auf|mal)\b| (?i:euro|franken|fr\.|dollar|chf|eur|prozent|\w*meter|"
    r"sekunden|minuten|stunden|tagen?|jahren?|wochen|monaten?|"
    r"kilo\w*|gramm|liter|grad|punkte\w*|millionen|milliarden|mio|mrd|[ckm]?m|kg|g|l)\b"
)


def _is_clock(match: re.Match[str], grammar: Grammar) -> bool:
    """Say whether hour and minute alone are a time: after a dot only where a word in front says so."""
    if ":" in match[0] or re.match(_UNTIL, match.string[match.end() : match.end() + 20]):
        return True
    before = match.string[max(0, match.start() - 12) : match.start()]
    if _MEASURES.match(match.string, match.end()):  # "nach 2.30 Minuten"
        return False
    return bool(grammar.before_hour and re.search(rf"\b(?i:{grammar.before_hour}) $", before))


def weekday_kind(grammar: Grammar) -> Kind:
    """Return the kind of days of the week that are shortened: "Mo.-Fr.", "Mo., 5. Mai", "lun. 9h"."""
    short = grammar.short_weekdays.split()
    day = f"(?:{'|'.join([*short, *map(str.capitalize, short)])})"
    to = r"\.?(?P<to> ?[-–] ?| (?:au?|bis|tot|al?|t/m|tot en met|y|et|und|e|en|u\.) )"
    before_date = (
        rf"\.(?=,? ?[\d{TAKEN}]|,? (?:den|dem|le|el|il) [\d{TAKEN}]|,| ?[!?]| (?!von [^\d{TAKEN}])[a-zà-ÿ])"
    )
    bare = r"(?<!\bSo)(?<!\bzo)(?=, \d{1,2}(?:[.:]\d\d)? ?Uhr"
    bare += r"| \d{1,2}(?:[.:h]\d\d)? ?(?:[-–]|Uhr|h(?!\w))| (?:geschl|ferm|cerrad|chius|fechad|gesl))"
    closed = "|".join(
        rf"(?<={word} )"
        for word in (
            "fermé",
            "sauf",
            "bis",
            "am",
            "à",
            "até",
            "tot",
            "cerrado",
            "chiuso",
            "fechado",
            "gesloten",
            "geschlossen",
        )
    )
    pattern = (
        rf"(?<![\w.'-])(?!(?<=\d )[Ss]eg)(?P<day>{day})(?:{to}(?P<last>{day})\.?(?!\w)|{before_date}|{bare})"
    )
    pattern += rf"|(?:{closed})(?P<only>{day})\.?(?!\w)"
    return Kind("weekday", pattern, partial(_say_weekday, grammar=grammar), frozenset())


def _say_weekday(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    names = dict(zip(grammar.short_weekdays.lower().split(), grammar.weekdays.split(), strict=True))
    if match["only"]:
        return whole(match, names[match["only"].lower()] + ("." if match.end() == len(match.string) else ""))
    first = names[match["day"].lower()]
    if match["last"] and match["last"].lower() == match["day"].lower():  # "so-so"
        return ()
    if not match["last"]:
        return whole(match, first)
    to = match["to"].strip()
    said = grammar.signs["–"] if to in "-–" else {"t/m": "tot en met", "u.": "und"}.get(to, to)
    start, end = match.span("to")
    start += match.string[start] == " "
    return [
        Piece(match.start(), start, first),
        Piece(start, end, said),
        Piece(match.start("last"), match.end(), names[match["last"].lower()]),
    ]
