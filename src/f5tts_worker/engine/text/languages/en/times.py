"""Times, dates and years in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words, ordinal, quantity, year
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_MONTH = (
    r"(?P<month>Jan(?:uary|\.|(?!\w))|Feb(?:ruary|\.|(?!\w))|Mar(?:ch|\.|(?!\w))|Apr(?:il|\.|(?!\w))|May|June|Jun\.?|"
    r"July|Jul\.?|Aug(?:ust|\.|(?!\w))|Sept(?:ember|\.|(?!\w))|Sep(?:\.|(?!\w))|Oct(?:ober|\.|(?!\w))|"
    r"Nov(?:ember|\.|(?!\w))|Dec(?:ember|\.|(?!\w)))(?!\w)"
)
_MONTHS = {name[:3]: name for name in tables.MONTHS}
_WEEKDAYS = {
    name[:2]: name for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
}
_DAY = r"Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?![\d:%]|[.,]\d)"
_HALF = r"(?P<half> ?(?i:a\.m\.|p\.m\.|am|pm))(?!\w)"
_BEFORE_DATE = re.compile(
    r"(?i:\b(?:on|by|until|since|dated|due|till|thru|through|before|after|starting|begin\w*|start\w*|ends?|expires?|effective|eta|deadline|closes|opens|drops|airs|premieres|launch\w*|ships?|born|died|held|scheduled|posted|updated|released|week of|(?:e?mail|letter|message|meeting|memo|invoice) of|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)\w*\.?,?)) $"
)
_CHANGED_BY = re.compile(
    r"(?i:\b(?:reduc|cut|increas|gr[eo]w|rose|fell|drop|down|up|shr[iu]nk|multipl|divid)\w* (?:\w+ )?by )$"
)
_ELAPSED = re.compile(
    r"(?i:\b(?:in|of|took|lasted|time|for|record|WR|PB|ran|clocked|mark)(?: (?:is|was|of|at|now|a)){0,2}) $"
)
_BEFORE_RATIO = re.compile(r"(?i:\b(?:ratio|scale|odds|dilut\w+|mix\w*|proportion)(?: \w+){0,2} )$")
_AFTER_RATIO = re.compile(r" (?:ratio|scale|odds|dilution|mix|favou?rite|split)\b")
_DATED = re.compile(r"(?i:\b(?:on|by|until|till|since|from|of|before|after|through|to|and|next|last)) $")
_QUANTIFIED = re.compile(
    r"(?i:\b(?:about|some|over|nearly|almost|around|roughly|approximately|than|least|only|exactly|another|total of|up to|sold)) $"
)
_DATED_OR_NAMED = re.compile(
    r"(?:\b(?i:in|since|the|by|until|till|during|of|from|his|her|its|their|our|and|to|for)|\b[A-Z]\w*|'s) $"
)
_PERSONS = (
    f"(?:{tables.MANY}|men|women|students|employees|patients|soldiers|refugees|guests|attendees|participants)"
)
_COUNTED = re.compile(r" (?!(?:is|was|as|has|this)\b)(?:[a-z]{2,20}s|people|men|women|children)\b")
_HOURS, _NOON, _DAYS, _LOW = 24, 12, 31, 10


def _after(words: str) -> str:
    """Return a look-behind for one of some words and a space."""
    return "(?i:" + "|".join(rf"(?<=\b{word} )" for word in words.split()) + ")"


def dates() -> tuple[Kind, ...]:
    """Return the kinds of dates."""
    return (
        Kind("date with month first", rf"(?<!\w){_MONTH} (?P<day>\d{{1,2}}){_TH}"
             rf"(?:(?P<to> ?[-–] ?)(?P<last>\d{{1,2}}){_TH})?(?![\w:%]|[.,/-]\d)(?:(?:,? ){_YEAR})?", _month_first),
        Kind("date with day first", rf"(?<![\w.,:$/-])(?:(?P<first>\d{{1,2}}){_TH}(?P<to> ?[-–/] ?))?(?P<day>\d{{1,2}}){_TH}"
             rf" (?P<of>of )?{_MONTH}(?:,? {_YEAR})?", _day_first),
        Kind("season", r"(?<![\w.,/-])(?P<year>(?:1[5-9]|20)\d\d)(?P<slash>/)(?P<next>\d\d(?:\d\d)?)(?![\w/-]|[.,]\d)", _season),
        Kind("ISO date", r"(?<![\w.,-])(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?:(?=T\d\d:)|(?![\w/-]))",
             _numeric),
        Kind("time of a date", r"(?<=\ue000)T(?=\d\d:)", lambda match: whole(match, "at"), frozenset("T")),
        Kind("day, month, year", r"(?<![\w.,/-])(?P<day>\d{1,2})-(?P<month>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))-(?P<year>\d{4}|\d\d)(?![\w-])", _hyphened),
        Kind("month of a year", r"(?<![\w.-])(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?P<gap>\.?[- ]|\. )(?=(?:19|20)\d\d(?!\d))",
             lambda match: named(match, month=_MONTHS[match["month"][:3]], gap=" ")),
        Kind("date", r"(?<![\w.,/-])(?P<one>\d{1,2})(?P<gap>[./-])(?P<two>\d{1,2})(?P=gap)(?P<year>\d{4}|\d\d)(?![\w/-]|\.\d)",
             _numeric),
        Kind("dates from to", r"(?<![\w.,/-])(?P<one>\d{1,2}/\d{1,2})(?P<to> ?[-–] ?)(?P<two>\d{1,2}/\d{1,2})(?![\w/-]|[.,]\d)", _dates),
        Kind("date without a year", r"(?<![\w.,/-])(?P<one>\d{1,2})(?P<gap>/|-(?=\d\d))(?P<two>\d{1,2})(?<!-[2-9]\d)(?<![1-9]\d-1\d)(?![\w/-]|[.,]\d)",
             _short_date),
        Kind("dotted weekday", r"(?<![\w–-])(?P<day>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|(?<!the )(?:Sat|Sun))\.(?! ?[-–])(?=[/,;:)]| [a-z(\d\ue000]|$)",
             _short_weekday, frozenset("MTWFS")),
        Kind("weekdays", rf"(?<!\w)(?:{_DAY})(?=(?:/|, |,? (?:and|&|or) )(?:(?:{_DAY})(?!\w)|\ue000))", _short_weekday, frozenset("MTWFS")),
        Kind("last weekday", rf"(?:(?<=\ue000/)|(?<=\ue000, )|(?<=\ue000 and )|(?<=\ue000 & )|(?<=\ue000 or ))(?:{_DAY})(?!\w)",
             _short_weekday, frozenset("MTWFS")),
        Kind("weekday", rf"(?<!\w)(?P<day>{_DAY})(?P<dot>\.?)"
             rf"(?:(?P<to> ?[-–] ?)(?P<last>{_DAY})(?P<stop>\.(?= ))?(?!\w)|(?=,? (?:\d|\ue000)))",
             _weekday, frozenset("MTWFS")),
        Kind("months", rf"(?<!\w)(?P<from>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?P<dot>\.?)(?P<to> ?[-–] ?){_MONTH}", _months, frozenset("-–")),
        Kind("working days", r"(?<![\w-])(?P<first>M)(?P<to> ?[-–] ?)(?P<last>F)(?=[,:;.]?(?: \d|$|\n))",
             lambda match: named(match, first="Monday", to="to", last="Friday"), frozenset("-–")),
        Kind("bare weekday", rf"(?=[MTWFS]){_after('on by until till next last this every before after from eod')}(?!(?<=from )Sun)(?:{_DAY})(?![\w'.-])", _short_weekday,
             frozenset("MTWFS")),
        Kind("bare month", rf"(?=[JFMASOND]){_after('in since until by from last next this late early of mid')}(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?![\w'.-])",
             lambda match: whole(match, _MONTHS[match[0][:3]]), frozenset("JFMASOND")),
        Kind("plain weekday", r"(?<!\w)(?i:tues|weds|thurs)(?![\w.])", lambda match: whole(match, _WEEKDAYS[match[0][:2].capitalize()]), frozenset("TtWw")),
        Kind("name of a day", r"(?<![\w./])(?:9/11|24/7(?:/365)?|401\(k\))(?![\w/]|\.\d)", _known),
    )  # fmt: skip


def times() -> tuple[Kind, ...]:
    """Return the kinds of times, decades and years."""
    return (
        Kind("military", r"(?<![\w:.,$])(?P<hour>0\d|1\d(?=\d\d ?hrs)|2[0-4](?=\d\d ?hrs))(?P<minute>[0-5]\d)(?:(?P<hrs> ?hrs\b)|(?= hours\b))", _military),
        Kind("duration", r"(?<![\w:.,])(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)(?![\d:]|\.\d)",
             _duration),
        Kind(
            "minutes and seconds",
            r"(?<![\w:.,$])(?P<minutes>\d{1,2})(?P<colon>:)(?P<seconds>[0-5]\d\.\d{1,3})(?![\w:]|[.,]\d)",
            _race_time,
        ),
        Kind("to noon", r"(?i:(?<=[ap]m)|(?<=[ap]\.m\.)|(?<=noon)|(?<=midnight)|(?<=\ue000)|(?<=\d))(?P<to> ?[-–] ?)(?=(?:noon|midnight)\b|(?<=n.)\d|(?<=t.)\d)",
             lambda match: named(match, to="to"), frozenset("-–")),
        Kind("clock", rf"(?<![\w:.,$])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?P<second>:[0-5]\d)?(?![\d:]|[.,]\d)(?:{_HALF}|(?P<hours> ?hrs\b))?",
             _clock),
        Kind("hour", rf"(?<![\w:.,$])(?P<hour>\d{{1,2}})(?:\.(?P<minute>[0-5]\d))?{_HALF}", _hour),
        Kind("short year", r"(?<!\w)'(?P<number>0\d)(?![\w'])", lambda match: whole(match, f"oh {cardinal(match['number'][1], 'en')}")),
        Kind("decade", rf"(?<![\w.,])(?:'?(?P<decade>(?:1\d|20)\d0)'?s|(?:'|(?:(?<=mid-)|{_after('the early late mid her his their my')}|(?<=0s and )|(?<=0s or )|(?<=0s to )|(?<=0s-))'?|"
             r"(?=\d0s (?:and|or|to) '?\d0s))(?P<age>\d0)'?s)(?!\w)", _decade),
        Kind("era", r"(?<![\w.,-])(?:(?P<before>AD|A\.D\.) )?(?P<number>[1-9]\d{0,3})(?P<after> ?(?:BCE?|CE|AD|B\.C\.|A\.D\.)(?!\w))?",
             _era, frozenset("BCD")),
        Kind("count", r"(?<![\w.,$-])(?P<number>1[1-9]\d\d|20\d\d)(?= (?P<noun>[a-z]{2,}s|people|men|women|children)\b)", _count),
        Kind("early year", rf"{_after('in since year until circa')}10\d\d(?![\w%-]|[.,]\d| \w+s\b)|"
             r"(?<=\()1[0-9]\d\d(?=\))|(?i:(?<=\byear ))2[1-9]\d\d(?!\w|[.,]\d)",
             lambda match: whole(match, in_words(int(match[0]), "en", to="year"))),
    )  # fmt: skip


def _month_first(match: re.Match[str]) -> Iterable[Piece]:
    if not 1 <= int(match["day"]) <= _DAYS or (match["month"] in ("May", "March") and _is_verb(match)):
        return ()
    last = ordinal(match["last"], "en") if match["last"] else ""
    said = {"day": ordinal(match["day"], "en"), "to": "to", "last": last}
    pieces = named(match, month=_MONTHS[match["month"][:3]], **said)
    if match["year"]:
        pieces += named(match, year=year(match["year"], "en"))
    return [_with_ending(piece, match.string) for piece in pieces]


def _is_verb(match: re.Match[str]) -> bool:
    """Say whether "May 5 people come" has no date in it."""
    dated = _DATED.search(match.string[max(0, match.start() - 8) : match.start()])
    counted = _COUNTED.match(match.string, match.end())
    return bool(counted and not dated and not match["to"])


def _day_first(match: re.Match[str]) -> Iterable[Piece]:
    if not 1 <= int(match["day"]) <= _DAYS:
        return ()
    day = ordinal(match["day"], "en")
    the = (
        ""
        if re.search(
            r"(?i:\b(?:the|on) the |\bthe )$", match.string[max(0, match.start() - 8) : match.start()]
        )
        else "the "
    )
    first = ""
    if match["first"]:
        first, the = f"{the}{ordinal(match['first'], 'en')}", "the "
    day = day if match["of"] else f"{the}{day} of"
    pieces = named(match, first=first, to="to", day=day, month=_MONTHS[match["month"][:3]])
    if match["year"]:
        pieces += named(match, year=year(match["year"], "en"))
    return [_with_ending(piece, match.string) for piece in pieces]


def _with_ending(piece: Piece, line: str) -> Piece:
    """Take "st", "nd", "rd" or "th" along with the number before it."""
    ending = re.compile("st|nd|rd|th").match(line, piece.end)
    return piece._replace(end=ending.end()) if ending and line[piece.end - 1].isdecimal() else piece


def _numeric(match: re.Match[str]) -> Iterable[Piece]:
    groups = match.groupdict()
    if "one" in groups:
        first, second = int(groups["one"]), int(groups["two"])
        # 5/17/2024 and 17/5/2024; where both could be months, the American order, unless dots divide them.
        month, day = (first, second) if groups["gap"] != "." and first <= _NOON else (second, first)
        if groups["gap"] == "." and len(groups.get("year") or "") == 2:
            return ()  # a version
    else:
        month, day = int(groups["month"]), int(groups["day"])
    if not (1 <= month <= _NOON and 1 <= day <= _DAYS):
        return ()
    number = groups.get("year") or ""
    if len(number) == 2:
        number = ("19" if int(number) > 50 else "20") + number
    said = f"{tables.MONTHS[month - 1]} {ordinal(str(day), 'en')}"
    return whole(match, f"{said} {year(number, 'en')}" if number else said)


def _hyphened(match: re.Match[str]) -> Iterable[Piece]:
    """Say "25-Dec-2023"."""
    in_year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    month = _MONTHS[match["month"].capitalize()]
    return whole(match, f"{month} {ordinal(match['day'], 'en')} {year(in_year, 'en')}")


def _season(match: re.Match[str]) -> Iterable[Piece]:
    """Say 2020/21 as two years that follow each other."""
    following = str(int(match["year"]) + 1)
    if not following.endswith(match["next"]):
        return ()
    said = (
        year(following, "en")
        if len(match["next"]) > 2 or following.endswith("00")
        else _paired(following).split(" ", 1)[1]
    )
    return named(match, year=year(match["year"], "en"), slash=" ", next=said)


def _short_date(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 40) : match.start()]
    return _numeric(match) if _BEFORE_DATE.search(before) and not _CHANGED_BY.search(before) else ()


def _dates(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3/1-3/31" as from date to date, but not "1/2-3/4 cup"."""
    parts = [[int(number) for number in match[end].split("/")] for end in ("one", "two")]
    valid = all(1 <= month <= _NOON and 1 <= day <= _DAYS for month, day in parts)
    if not valid or not ("0" in match[0] or any(month >= day for month, day in parts)):
        return ()
    one, two = (f"{tables.MONTHS[month - 1]} {ordinal(str(day), 'en')}" for month, day in parts)
    return named(match, one=one, to="to", two=two)


def _weekday(match: re.Match[str]) -> Iterable[Piece]:
    last = _WEEKDAYS[match["last"][:2]] if match["last"] else ""
    return named(match, day=_WEEKDAYS[match["day"][:2]], dot="", to="to", last=last, stop="")


def _short_weekday(match: re.Match[str]) -> Iterable[Piece]:
    is_end = match[0].endswith(".") and match.end() == len(match.string)
    return whole(match, _WEEKDAYS[match[0][:2]] + "." * is_end)


def _months(match: re.Match[str]) -> Iterable[Piece]:
    return [
        *named(match, **{"from": _MONTHS[match["from"][:3]]}, dot="", to="to"),
        *named(match, month=_MONTHS[match["month"][:3]]),
    ]


def _duration(match: re.Match[str]) -> Iterable[Piece]:
    if not _ELAPSED.search(match.string[max(0, match.start() - 24) : match.start()]):
        return ()
    said = []
    for unit in ("hour", "minute", "second"):
        number = int(match[f"{unit}s"])
        if number:
            said.append(f"{cardinal(str(number), 'en')} {unit}{'' if number == 1 else 's'}")
    return whole(match, " ".join([*said[:-1], "and", said[-1]] if len(said) > 1 else said))


def _known(match: re.Match[str]) -> Iterable[Piece]:
    return whole(
        match,
        {
            "9/11": "nine eleven",
            "24/7": "twenty-four seven",
            "24/7/365": "twenty-four seven three sixty-five",
            "401(k)": "four oh one K",
        }[match[0]],
    )


def _clock(match: re.Match[str]) -> Iterable[Piece]:
    line, rest = match.string, match.string[match.end() : match.end() + 12]
    is_ratio = _BEFORE_RATIO.search(line, max(0, match.start() - 24), match.start()) or _AFTER_RATIO.match(
        rest
    )
    if is_ratio and not match["half"]:
        return ()
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > _HOURS:  # minutes and seconds of a run
        return (
            ()
            if match["second"] or match["half"]
            else whole(match, f"{cardinal(str(hour), 'en')} {_minutes(minute)}")
        )
    said = _time(hour, minute, second=match["second"], has_half=bool(match["half"]))
    end = match.end("second") if match["second"] else match.end("minute")
    if match["hours"]:
        said = f"{cardinal(str(hour), 'en')} hundred" if not minute else said
        return [Piece(match.start(), end, said), *named(match, hours="hours")]
    return [Piece(match.start(), end, said), *_half(match)]


def _time(hour: int, minute: int, *, second: str | None = None, has_half: bool = False) -> str:
    said = cardinal(str(hour), "en")
    if second:
        return f"{said} {_minutes(minute)} and {cardinal(str(int(second[1:])), 'en')} seconds"
    if minute:
        return f"{said} {_minutes(minute)}"
    if has_half:
        return said
    return f"{said} o'clock" if 1 <= hour <= _NOON else f"{said} hundred" if hour else "midnight"


def _minutes(minute: int) -> str:
    said = cardinal(str(minute), "en")
    return f"oh {said}" if minute < _LOW else said


def _military(match: re.Match[str]) -> Iterable[Piece]:
    """Say "0900 hours" as oh nine hundred, "1530hrs" as fifteen thirty."""
    hour, minute = match["hour"], int(match["minute"])
    said = f"{'oh ' if hour[0] == '0' else ''}{cardinal(str(int(hour)), 'en')}"
    rest = f"{said} {_minutes(minute) if minute else 'hundred'}"
    return [Piece(match.start(), match.end("minute"), rest), *named(match, hrs="hours")]


def _race_time(match: re.Match[str]) -> Iterable[Piece]:
    minutes, seconds = int(match["minutes"]), quantity(match["seconds"], "en")
    return whole(match, f"{cardinal(str(minutes), 'en')} minute{'s' * (minutes != 1)} {seconds} seconds")


def _half(match: re.Match[str]) -> list[Piece]:
    """Spell the half of a day; capitals that are a word of their own are spelled by the models anyway."""
    if not match["half"] or match["half"] in (" AM", " PM"):
        return []
    start, end = match.span("half")
    start += match["half"][0] == " "
    letters = " ".join(re.findall("[apm]", match["half"].lower()))
    rest = match.string[end : end + 2].strip("\"')")
    return [Piece(start, end, letters + ("." if match["half"].endswith(".") and not rest.strip() else ""))]


def _hour(match: re.Match[str]) -> Iterable[Piece]:
    if int(match["hour"]) > _HOURS:
        return ()
    said = _time(int(match["hour"]), int(match["minute"] or 0), has_half=True)
    if re.search(r"(?i:a\.m\.|am)", match["half"]) and match["half"] == " am" and not match["minute"]:
        said = cardinal(match["hour"], "en")
    end = match.end("minute") if match["minute"] else match.end("hour")
    return [Piece(match.start(), end, said), *_half(match)]


def _decade(match: re.Match[str]) -> Iterable[Piece]:
    number = match["decade"] or match["age"]
    said = year(number, "en") if len(number) == 4 else cardinal(number, "en")
    return whole(match, f"{said[:-1]}ies" if said.endswith("y") else f"{said}s")


def _count(match: re.Match[str]) -> Iterable[Piece]:
    """Say "about 2050 women" as a number: what is counted stands behind it, and no word for a date before."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    is_count = _QUANTIFIED.search(before) or (
        re.fullmatch(_PERSONS, match["noun"]) and not _DATED_OR_NAMED.search(before)
    )
    return (
        named(match, number=quantity(match["number"], "en"))
        if is_count and match["number"][2:] != "00"
        else ()
    )


def _era(match: re.Match[str]) -> Iterable[Piece]:
    if not match["before"] and not match["after"]:
        return ()
    number = match["number"]
    paired = len(number) == 3 and number[1:] != "00"
    said = _paired(number) if paired else year(number, "en") if len(number) == 4 else quantity(number, "en")
    return named(match, number=said)


def _paired(number: str) -> str:
    low = number[-2:]
    return f"{cardinal(number[:-2], 'en')} {_minutes(int(low))}"
