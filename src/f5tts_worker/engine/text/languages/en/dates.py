"""Dates and days of the week in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.amounts import RATED
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.numbers import cardinal, ordinal, year
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
_NAMES = "|".join(
    [*tables.MONTHS, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
)
_LETTERS = "(?:M(?:on)?|Tue?|Th?u?|W(?:ed?)?|F(?:ri?)?|Sat?|Sun?)"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?![\d:%]|[.,]\d)"
_UNTIL = "(?:(?P<until> ?[-–] ?)(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]* \\d))?"
_BEFORE_DATE = re.compile(
    r"(?i:\b(?:on|by|until|since|dated|due|till|thru|through|before|after|starting|begin\w*|start\w*|ends?|expires?|effective|et[ad]|deadline|closes|opens|drops|airs|premieres|launch\w*|ships?|born|died|held|scheduled|posted|updated|released|week of|(?:e?mail|letter|message|meeting|memo|minutes|invoice|notes) (?:of|from)|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)\w*\.?,?)) $|\b(?i:appointment|call|e?mail|game|letter|meeting|memo|message|minutes|notes|session|visit) \($"
)
_LAST_COMMON_PART = 8  # "1/2-1/4 inch"
_PORTION = re.compile(r"(?:1/2|1/3|2/3|3/4|3/5) vote\b")
_MEETS = re.compile(
    r" (?:appointment|appt|call|deadline|email|game|hearing|meeting|memo|mtg|session|show|vote)\b"
)
_CHANGED_BY = re.compile(
    r"(?i:\b(?:reduc|cut|increas|gr[eo]w|rose|fell|drop|down|up|shr[iu]nk|multipl|divid)\w* (?:\w+ )?by )$"
)
_DATED = re.compile(r"(?i:\b(?:on|by|until|till|since|from|of|before|after|through|to|and|next|last)) $")
_DATED_FOR_SURE = re.compile(r"(?i:\b(?:born|dated?|dob|ended|ending|issued|signed|w/[ce]|y/e):? )$")
_COUNTED = re.compile(r" (?!(?:is|was|as|has|this)\b)(?:[a-z]{2,20}s|people|men|women|children)\b")
_NOON, _DAYS = 12, 31
_NO_PARTS = frozenset(range(13, 32)) - {15, 16, 20}
_REMEMBERED = re.compile(r"(?i:\b(?:since|after|before|post|pre|on|of|the)[ -])$")
_PART = re.compile(
    r" (?:of|time|inch|in\.|hrs?|scale|sec(?:ond)?|shutter|correct|right|from (?:the|three|deep|beyond|long|behind|downtown))\b|\"| [a-z]{3,}s\b|-[a-z]"
)
_COUNTS = re.compile(
    r"(?i:\b(?:chapter|episode|level|lesson|page|part|photo|question|round|score|shoots|shooting|shot|slide|step|thread|tweet|(?:i|s?he|they) (?:was|were)) )$|[.!?…] $"
)
# "Carried over from 2/11" is a date, since elevenths are taken from nothing, but marks go "up from 8/11".
_FOLLOWED, _ODD_PART = (
    re.compile(
        r"(?i:\b(?:(?<!up )(?<!down )(?<!improved )(?<!dropped )(?<!fell )(?<!rose )(?<!went )from|on|since|till|until|before|after)) $"
    ),
    re.compile("0?[79]|11"),
)
_IS_OVER = re.compile(r"[:,;.!?)]|$")
_STANDS_ALONE = re.compile(r" ?[-–,.;!?)]|$| (?:and|or|to|through|thru|until)\b")
_FIGURES = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})(?![\w/])")
_AT_TIME = re.compile(r",? (?:at |@ ?)?(?:noon|midnight|\d{1,2}(?::\d\d|(?::\d\d)? ?[ap]\.?m))")


def after(words: str) -> str:
    """Return a look-behind for one of some words and a space."""
    return "(?i:" + "|".join(rf"(?<=\b{word} )" for word in words.split()) + ")"


def dates() -> tuple[Kind, ...]:
    """Return the kinds of dates."""
    return (
        Kind("date with month first", rf"(?<!\w)(?<!\b\d )(?<!\b\d\d ){_MONTH} (?P<day>\d{{1,2}}){_TH}"
             rf"(?:(?P<to> ?[-–] ?)(?P<last>\d{{1,2}}){_TH})?(?![\w:%]|[.,/-]\d)(?:(?:,? ){_YEAR})?{_UNTIL}", _month_first),
        Kind("date with day first", rf"(?<![\w.,:$/-])(?:(?P<first>0?[1-9]|[12]\d|3[01]){_TH}(?P<to> ?[-–/] ?| (?:&|and|or) (?:the )?))?(?P<day>\d{{1,2}}){_TH}"
             rf" (?P<of>of )?{_MONTH}(?:,? {_YEAR}| (?P<mark>'?)(?P<short>\d\d)(?=[,.;)]|$))?{_UNTIL}", _day_first),
        Kind("season", r"(?<![\w.,/-])(?P<year>(?:1[5-9]|20)\d\d)(?P<slash>[/–-])(?P<next>\d\d(?:\d\d)?|(?<=/)\d)(?![\w/-]|[.,]\d)", _season),
        Kind("ISO date", r"(?<![\w.,-])(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?:(?=T\d\d:)|(?![\w/-]))",
             _numeric),
        Kind("zone", r"(?<=\b(?:UTC|GMT))(?P<sign>-)(?=\d)", lambda match: named(match, sign=" minus"), frozenset("-")),
        Kind("ISO month", r"(?<![\w.,-])(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])(?![\w–-]|[.,:/]\d)", _iso_month),
        Kind("time of a date", r"(?<=\ue000)T(?=\d\d:)", lambda match: whole(match, "at"), frozenset("T")),
        Kind("day, month, year", r"(?<![\w.,/-])(?P<day>\d{1,2})-(?P<month>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))-(?P<year>\d{4}|\d\d)(?![\w-])", _hyphened),
        Kind("month of a year", rf"(?:(?<![\w.-])|(?<=\d-)){_MONTH}(?P<gap>-| )(?P<year>(?:19|20)\d\d)(?!\d){_UNTIL}",
             lambda match: named(match, month=_MONTHS[match["month"][:3]], gap=" ", year=year(match["year"], "en"), until="to")),
        Kind("date", r"(?<![\w.,/-])(?P<one>\d{1,2})(?P<gap>[./-])(?P<two>\d{1,2})(?P=gap)(?P<year>\d{4}|\d\d)(?![\w/-]|\.\d)",
             _numeric),
        Kind("month by number", r"(?<![\w/.,$€£-])(?P<month>0[1-9]|1[0-2]|(?:(?<=\b[Ee]xp )|(?<=\b[Ee]xpires )|(?<=\b[Vv]alid to )|(?<=\bsince ))[1-9])/(?P<year>(?:19|20)\d\d)(?![\w/]|[.,]\d)", _month_by_number),
        Kind("dates from to", r"(?<![\w.,/-])(?P<one>\d{1,2}/\d{1,2})(?P<to> ?[-–] ?)(?P<two>\d{1,2}/\d{1,2})(?![\w/-]|[.,]\d)", _dates),
        Kind("date without a year", r"(?<![\w.,/-])(?P<one>\d{1,2})(?P<gap>/|-(?=\d\d))(?P<two>\d{1,2})(?<!-[2-9]\d)(?<![1-9]\d-1\d)(?![\w/-]|[.,]\d)",
             _short_date),
        Kind("dotted weekday", r"(?<![\w–-])(?P<day>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|(?<!the )(?:Sat|Sun))\.(?! ?[-–])(?=[/,;:)]| [a-z&(\d\ue000]|$)",
             _short_weekday, frozenset("MTWFS")),
        Kind("weekdays", rf"(?<!\w)(?:{_DAY})(?=(?:/|, |,? (?:and|&|or) )(?:(?:{_DAY})(?!\w)|\ue000))", _short_weekday, frozenset("MTWFS")),
        Kind("last weekday", rf"(?:(?<=\ue000/)|(?<=\ue000, )|(?<=\ue000 and )|(?<=\ue000 & )|(?<=\ue000 or ))(?:{_DAY})(?!\w)",
             _short_weekday, frozenset("MTWFS")),
        Kind("letters of days", rf"(?<![\w/–-]){_LETTERS}(?:(?:/{_LETTERS}){{1,4}}|[–-]{_LETTERS})(?![\w/–-])|"
             r"(?<!\w)(?:MWF|T?TuTh|TTh)(?!\w)", _letters_of_days, frozenset("MTWF")),
        Kind("weekday", rf"(?<!\w)(?P<day>{_DAY})(?P<dot>\.?)"
             rf"(?:(?P<to> ?[-–] ?)(?P<last>{_DAY})(?P<stop>\.(?= ))?(?!\w)|(?=,? (?:\d|\ue000)))",
             _weekday, frozenset("MTWFS")),
        Kind("from name to name", rf"(?<!\w)(?:{_NAMES})(?:(?P<to>[–-])(?=(?:{_NAMES})(?!\w)|\ue000)|(?P<spaced> [–-] )(?=(?:{_NAMES})(?!\w)(?! (?:is|was|were|are|has|had|will|would|came|brought|saw)\b)))", lambda match: named(match, to="to", spaced="to"), frozenset("-–")),
        Kind("months", rf"(?<!\w)(?P<from>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?P<dot>\.?)(?P<to> ?[-–] ?)(?:{_MONTH}|(?<=[a-z.][-–])(?=\ue000))", _months, frozenset("-–")),
        Kind("working days", r"(?<![\w-])(?P<first>M)(?P<to> ?[-–] ?)(?P<last>F)(?=[,:;.]?(?: \d|$|\n))",
             lambda match: named(match, first="Monday", to="to", last="Friday"), frozenset("-–")),
        Kind("bare weekday", rf"(?=[MTWFS]){after('on by until till next last this every before after from eod')}(?!(?<=from )Sun)(?:{_DAY})(?![\w'.-])", _short_weekday,
             frozenset("MTWFS")),
        Kind("day with its part", r"(?<![\w-])(?:Mon|Tue|Wed|Thu|Fri)(?= (?:closed|early|eve|evenings?|late|mornings?|nights?|noon|only|open)\b)|(?<=[ap]m )(?:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)(?![\w'-])|(?<=\d(?:st|nd|rd|th) )(?:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)(?= (?:and|each|every|in|of)\b|[,.;)])", _short_weekday, frozenset("MTWFS")),
        Kind("small weekday", rf"(?=[mtwf]){after('on by until till next this from')}(?:mon|tue|wed|thu|fri)(?![\w'-])", lambda match: whole(match, _WEEKDAYS[match[0][:2].capitalize()]), frozenset("mtwf")),
        Kind("bare month", rf"(?=[JFMASOND]){after('in since until by from last next this late early of mid')}(?:Jan(?! [A-Z][a-z])|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?![\w'.-])",
             lambda match: whole(match, _MONTHS[match[0][:3]]), frozenset("JFMASOND")),
        Kind("part of a month", r"(?i:(?<=\bmid-)|(?<=\bearly-)|(?<=\blate-))(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?![\w-])\.?",
             lambda match: whole(match, _MONTHS[match[0][:3]] + "." * (match.end() == len(match.string) and match[0][-1] == ".")), frozenset("JFMASOND")),
        Kind("weekday of a list", r"(?<!\w)(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat)(?=: )", _short_weekday, frozenset("MTWFS")),
        Kind("plain weekday", r"(?<!\w)(?i:tues|weds|thurs)(?![\w.])", lambda match: whole(match, _WEEKDAYS[match[0][:2].capitalize()]), frozenset("TtWw")),
        Kind("law of charities", r"(?<![\w.,$])501(?=\(c\))", lambda match: whole(match, "five oh one")),
        Kind("name of a day", r"(?<![\w./$€£])(?:9/11|7/7(?= (?:attacks?|bomb\w+|inquests?|victims?)\b)|24/7(?:/365)?|40[13]\(?[bkBK]\)?(?! (?:followers|likes|people|subscribers|users|views|visitors)\b))(?![\w/]|\.\d)", _known),
    )  # fmt: skip


def _month_first(match: re.Match[str]) -> Iterable[Piece]:
    if not 1 <= int(match["day"]) <= _DAYS or (match["month"] in ("May", "March") and _is_verb(match)):
        return ()
    last = ordinal(match["last"], "en") if match["last"] else ""
    said = {"day": ordinal(match["day"], "en"), "to": "to", "last": last, "until": "to"}
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
    to = {"&": "and", "and": "and", "or": "or"}.get((match["to"] or "").strip().split(" ")[0], "to")
    pieces = named(match, first=first, to=to, day=day, month=_MONTHS[match["month"][:3]], until="to")
    short = match["short"]
    if short:
        in_year = (
            ("oh " if short[0] == "0" else "") + cardinal(str(int(short)), "en")
            if match["mark"]
            else year(f"20{short}", "en")
        )
        pieces += named(match, mark="", short=in_year)
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
        if groups["gap"] == "." and len(groups.get("year") or "") == 2 and not _is_dotted(match, first):
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


def _is_dotted(match: re.Match[str], first: int) -> bool:
    """Say whether "on 26.5.67" is a day, and no version."""
    before = match.string[max(0, match.start() - 14) : match.start()]
    is_day = first > _NOON and (not before or _DATED.search(before) or before.endswith((": ", "(")))
    return bool(is_day or _DATED_FOR_SURE.search(before))


def _month_by_number(match: re.Match[str]) -> Iterable[Piece]:
    """Say "09/2026" as a month."""
    return whole(match, f"{tables.MONTHS[int(match['month']) - 1]} {year(match['year'], 'en')}")


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
        else paired(following).split(" ", 1)[1]
    )
    slash = " " if match["slash"] == "/" and len(match["next"]) > 1 else "to"
    return named(match, year=year(match["year"], "en"), slash=slash, next=said)


def _iso_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2025-03" as a month, "2002-03" and "2003-07" as years."""
    if int(match["year"][2:]) < int(match["month"]):
        return ()
    return whole(match, f"{tables.MONTHS[int(match['month']) - 1]} {year(match['year'], 'en')}")


def _short_date(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 40) : match.start()]
    if (
        match.string.startswith(" of ", match.end())
        or _CHANGED_BY.search(before)
        or (match[0] == "9/11" and _REMEMBERED.search(before))
    ):
        return ()
    meets = _MEETS.match(match.string, match.end()) and not re.search(r"\b[Aa]n? $", before)  # "a 2/3 vote"
    is_over = _IS_OVER.match(match.string, match.end())
    follows = _FOLLOWED.search(before) and is_over and _ODD_PART.match(match["two"])
    is_date = (
        follows or _BEFORE_DATE.search(before) or (meets and not _PORTION.match(match.string, match.start()))
    )
    return _numeric(match) if is_date or _is_evident(match, before) else ()


def _is_evident(match: re.Match[str], before: str) -> bool:
    """Say whether "12/23" can be no fraction: no such parts are common, or a date or a time stands beside it."""
    if RATED.search(before) or _PART.match(match.string, match.end()) or match["gap"] != "/":
        return False
    line, place = match.string, match.start()
    near = _FIGURES.findall(line, max(0, place - 80), match.end() + 80)
    sure = _is_no_part(match["one"], match["two"])
    counts = _COUNTS.search(before)  # "page 3/28", a thread's "1/14"
    if (
        counts
        and (counts[0][0] not in ".!?…" or not line[match.end() : match.end() + 9].strip())
        and not _AT_TIME.match(line, match.end())
    ):
        return False
    sure = sure or (any(_is_no_part(*pair) for pair in near) and bool(_STANDS_ALONE.match(line, match.end())))
    return sure or bool(_AT_TIME.match(match.string, match.end()))


def _is_no_part(one: str, two: str) -> bool:
    return "0" in (one[0], two[0]) or (int(two) in _NO_PARTS and int(one) <= _NOON)


def _dates(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3/1-3/31" as from date to date, but not "1/2-3/4 cup"."""
    parts = [[int(number) for number in match[end].split("/")] for end in ("one", "two")]
    valid = all(1 <= month <= _NOON and 1 <= day <= _DAYS for month, day in parts)
    sure = any(month >= day or day in _NO_PARTS for month, day in parts)
    is_falling = parts[0][0] * parts[1][1] >= parts[1][0] * parts[0][1] > 0  # fractions mostly rise
    sure = sure or (is_falling and parts[0] < parts[1] and parts[1][1] > _LAST_COMMON_PART)
    if not valid or not ("0" in match[0] or sure):
        return ()
    one, two = (f"{tables.MONTHS[month - 1]} {ordinal(str(day), 'en')}" for month, day in parts)
    return named(match, one=one, to="to", two=two)


def _weekday(match: re.Match[str]) -> Iterable[Piece]:
    last = _WEEKDAYS[match["last"][:2]] if match["last"] else ""
    return named(match, day=_WEEKDAYS[match["day"][:2]], dot="", to="to", last=last, stop="")


def _letters_of_days(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Tu/Th" and "MWF"; "M/F" and "T/F" mean something else."""
    if not re.search(r"(?<![a-z])[A-Z][a-z](?![a-z])|\w/\w/\w|[A-Z]{3}", match[0]):
        return
    for day in re.finditer("[A-Z][a-z]*[/–-]?", match[0]):
        name = next(name for short, name in _WEEKDAYS.items() if short.startswith(day[0].strip("/–-")[:2]))
        name += " to" if day[0][-1] in "–-" else ""
        yield Piece(match.start() + day.start(), match.start() + day.end(), name)


def _short_weekday(match: re.Match[str]) -> Iterable[Piece]:
    is_end = match[0].endswith(".") and match.end() == len(match.string)
    return whole(match, _WEEKDAYS[match[0][:2]] + "." * is_end)


def _months(match: re.Match[str]) -> Iterable[Piece]:
    return [
        *named(match, **{"from": _MONTHS[match["from"][:3]]}, dot="", to="to"),
        *named(match, month=_MONTHS[(match["month"] or match["from"])[:3]]),
    ]


def _known(match: re.Match[str]) -> Iterable[Piece]:
    if match[0].startswith("40"):
        return whole(match, f"four oh {cardinal(match[0][2], 'en')} {match[0].strip('401()3').upper()}")
    names = {
        "9/11": "nine eleven",
        "7/7": "seven seven",
        "24/7": "twenty-four seven",
        "24/7/365": "twenty-four seven three sixty-five",
    }
    return whole(match, names[match[0]])
