"""Times, decades and years in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.dates import after
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words, quantity, year
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_HALF = r"(?P<half> ?(?i:a\.m\.|p\.m\.|am|pm))(?!\w)"
_HALF_LETTER = rf"(?:{_HALF}|(?P<letter>[ap])(?![\w'.]\w|\w))"
_ELAPSED = re.compile(
    r"(?i:\b(?:in|of|took|lasted|time|for|record|WR|PB|ran|clocked|mark)(?: (?:is|was|of|at|now|a)){0,2}) $"
    r"|(?i:\b(?:record|WR|PB|best|runtime|duration|length|(?:finish\w*|total|elapsed|winning|chip|gun|run\w*) time)): $"
)
_BEFORE_RATIO = re.compile(r"(?i:\b(?:ratio|scale|odds|dilut\w+|mix\w*|proportion)(?: \w+){0,2} )$")
_AFTER_RATIO = re.compile(r" (?:ratio|scale|odds|dilution|mix|favou?rite|split)\b")
_QUANTIFIED = re.compile(
    r"(?i:\b(?:about|some|over|nearly|almost|around|roughly|approximately|than|least|only|exactly|another|total of|up to|sold)) $"
)
_DATED_OR_NAMED = re.compile(
    r"(?:\b(?i:in|since|the|by|until|till|during|of|from|his|her|its|their|our|and|to|for)|\b[A-Z]\w*|'s) $"
)
_PERSONS = (
    f"(?:{tables.MANY}|men|women|students|employees|patients|soldiers|refugees|guests|attendees|participants)"
)
_TRAVELS = re.compile(
    r"(?i:\b(?:arriv\w+|boat|bus|coach|depart\w*|ferry|flight|leaves?|leaving|left|sails?|sailed|trains?|tram)\b)[^.!?]*$"
)
# What begins or ends by the clock, in Britain with a dot: "doors open at 7.30".
_HAPPENS = re.compile(
    r"(?i:\b(?:afternoon|alarm|appointment|arriv\w+|assembly|bed(?:time)?|bells?|boat|breakfast|brunch|bus|ceremony|church|class(?:es)?|clos(?:es?|ed|ing)|clock|coach|coffee|concert|curtain|"
    r"depart\w*|dinner|doors|evening|ferry|film|finish(?:es)?|flight|funeral|gates|home|kick[- ]?off|last (?:entry|orders|admission)|leaves?|leaving|left|lessons?|library|lunch|mass|match|matin[eé]e|meet(?:ing|s)?|morning|nursery|office|open(?:s|ed|ing)?|"
    r"party|performances?|pick(?:ed)? (?:\w+ )?up|play begins|pub|registration|rehearsals?|sails?|sailed|school|screening|serv(?:ed|ice|ices|ing)|sharp|shops?|show|speech(?:es)?|start(?:s|ed|ing)?|sun(?:rise|set)|supper|surgery|talk|tea|ten to|today|tomorrow|tonight|"
    r"trains?|tram|until|wak(?:e|es|ing)|wedding|woke|workshop|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b)"
)
_NO_UNIT = r"(?![\w%]|[.,]\d| ?(?:percent|per|promille|[mb]illion|each(?! (?:day|evening|morning|night|week|weekday)\b)|apiece|now|(?:kilo|milli|centi)?met(?:er|re)s?|k?m|k?g|cm|mm|km/h|kilos?|mph|miles?|tonnes?|tons|hours?|minutes?|degrees?|pounds?|dollars?|euros?|times|points?|seconds?|ml|l|litres?|inches|feet|ft|in|lbs?|oz)\b(?! the\b))"
_DOTTED = rf"(?P<hour>[1-9]|1\d|2[0-3])\.(?P<minute>[0-5]\d){_NO_UNIT}"
_LEAVES_OR_IS = r"(?= (?:(?:at|from|to|out of|via) (?:[A-Z]|\ue000)|(?:(?:fast|slow|stopping|express|morning|evening|early|last|first) )?(?:bus|boat|coach|departure|ferry|flight|plane|service|sailing|train|tram)\b))"
_FROM_HOUR = re.compile(r"\d (?:to|for) (?:\w+ )?$")  # "at 7 for 7.30"
_NO_CLOCK = re.compile(
    r"(?i:\b(?:average|chapter|cost|diesel|dollars?|euro|figure|gpa|size|fig\.|grade|index|inflation|lap|magnitude|metres|odds|pence|petrol|ph|points?|quake|earthquake|price[ds]?|rate[ds]?|ratio|score[ds]?|seconds|section|shares?|stocks?|table|temperature|trad(?:e|ed|es|ing)|version|yield|(?:rose|fell|climb\w+|dropp\w+|jump\w+|f[ae]ll|rise|increas\w+) (?:by|from|to))\b|[$€£%])"
)
_PRICED = re.compile(r"\b(?:bought|cost|fare|inflation|price|rate|share|sold|ticket|trad|valu|yield)")
_HOURS, _NOON, _LOW = 24, 12, 10


def times() -> tuple[Kind, ...]:
    """Return the kinds of times, decades and years."""
    return (
        Kind("military", r"(?<![\w:.,$])(?P<hour>0\d|1\d(?=\d\d ?hrs)|2[0-4](?=\d\d ?hrs))(?P<minute>[0-5]\d)(?:(?P<hrs> ?hrs\b)|(?= hours\b)|(?:(?<=\b(?:[Aa]t|[Bb]y) 0...)|(?<=\b(?:[Ii]t's|from) 0...)|(?<=\b(?:until|after|since) 0...)|(?<=\b(?:around|before) 0...))(?![\w%-]|[.,:]\d| [a-z]+s\b))", _military),
        Kind("military with a dot", r"(?<![\w:.,$])(?:(?P<hour>0\d)|(?:(?<=\b[Aa]t )|(?<=\b[Bb]y )|(?<=\bfrom )|(?<=\buntil ))(?P<late>1\d|2[0-3]))\.(?P<minute>[0-5]\d)(?P<hrs> ?hrs\b| hours\b)", _military_with_a_dot),
        Kind("time among others", r"(?<![\w:.,$#-])(?P<hour>0\d)(?P<minute>[0-5]\d)(?P<hrs>)(?=[,;] | and\b| then\b| or\b|\.$)", _among_others),
        Kind("time of a timetable", r"(?i:\b(?:dep(?:art(?:s|ing|ure)?)?|arr(?:iv(?:es?|al|ing))?|leaves?|leaving|the|and)\.?) (?:(?:[A-Z][\w'’&]*\.? ){1,3})?(?P<hour>0\d|1\d|2[0-3])(?P<minute>[0-5]\d)(?![\w%-]|[.,]\d| [a-z]+s\b)", _timetabled),
        Kind("duration", r"(?<![\w:.,])(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)(?![\d:]|\.\d)",
             _duration),
        Kind(
            "minutes and seconds",
            r"(?<![\w:.,$])(?P<minutes>\d{1,2})(?P<colon>:)(?P<seconds>[0-5]\d\.\d{1,3})(?![\w:]|[.,]\d)",
            _race_time,
        ),
        Kind("to noon", r"(?i:(?<=[ap]m)|(?<=[ap]\.m\.)|(?<=noon)|(?<=midnight)|(?<=\ue000)|(?<=\d))(?P<to> ?[-–] ?)(?=(?:noon|midnight|present|late|(?:(?<![ ])(?:now|today)|(?:now|today)(?=[).;]|$|\n)))\b|(?<=n.)\d|(?<=t.)\d)",
             lambda match: named(match, to="to"), frozenset("-–")),
        Kind("clock", rf"(?<![\w:.,$])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?P<second>:[0-5]\d)?(?![\d:]|[.,]\d)(?:{_HALF_LETTER}|(?P<hours> ?hrs\b))?",
             _clock),
        Kind("start of an afternoon", r"(?<![\w.,$€£-])(?P<hour>[1-9]|1[0-2])\.(?P<minute>[0-5]\d)(?= ?[-–\ue000] ?(?:[1-9]|1[0-2])(?:[.:][0-5]\d)? ?(?i:[ap]m|[ap]\.m\.)(?!\w))", _dotted),
        Kind("train", rf"(?i:\b(?:the|a|an|my|our|his|her|their) ){_DOTTED}{_LEAVES_OR_IS}", _dotted),
        Kind("part of a day", rf"(?<![\w.,$€£-]){_DOTTED}(?= (?:in the (?:morning|afternoon|evening)|at night|on the dot|sharp)\b)", _dotted),
        Kind("about a time", r"(?<![\w.,$€£-])(?P<hour>[1-9]|1[0-2])\.(?P<minute>[0-5][05])(?=-?ish\b)", _dotted),
        Kind("start by the clock", rf"(?i:\b(?:the|an?|for|usual) ){_DOTTED}(?= (?:kick-?off|start|finish|alarm|appointment|slot|screening|matin[eé]e|performance|showing|curfew|meeting|tee[- ]time|throw-in)\b)", _dotted),
        Kind("timetable", rf"(?i:\b(?P<at>after|around|at|before|by|for|from|since|till|to|until|@) ?(?:about |around |exactly |precisely )?){_DOTTED}", _timetable),
        Kind("opening by the clock", rf"\b(?i:closes?|closing|opens?|opening|starts?|begins?|finishes|kicks off|lunch|dinner|supper|breakfast|tea|doors|kick-?off|KO|tip-off|curtain up|last orders|gates):? {_DOTTED}(?![-–])", _dotted),
        Kind("hour", rf"(?<![\w:.,$])(?P<hour>\d{{1,2}})(?:\.(?P<minute>[0-5]\d))?{_HALF}", _hour),
        Kind("short year", r"(?<!\w)'(?P<number>0\d)(?![\w'])", lambda match: whole(match, f"oh {cardinal(match['number'][1], 'en')}")),
        Kind("decade", rf"(?<![\w.,])(?:'?(?P<decade>(?:1\d|20)\d0)'?s|(?:'|(?:(?<=mid-)|{after('the early late mid low lower upper high roaring swinging her his their my')}|(?<=0s and )|(?<=0s or )|(?<=0s to )|(?<=0s-)|(?<=0s\ue000))'?|"
             r"(?=\d0s (?:and|or|to) '?\d0s))(?P<age>\d0)'?s)(?!\w)", _decade),
        Kind("era", r"(?<![\w.,-])(?:(?P<before>AD|A\.D\.) )?(?P<number>[1-9]\d{0,3})(?P<after> ?(?:BCE?|CE|AD|B\.C\.|A\.D\.)(?!\w))?",
             _era, frozenset("BCD")),
        Kind("count", r"(?<![\w.,$-])(?P<number>1[1-9]\d\d|20\d\d)(?= (?P<noun>[a-z]{2,}s|people|men|women|children)\b)", _count),
        Kind("early year", rf"{after('in since year until circa')}10\d\d(?![\w%-]|[.,]\d| \w+s\b)|"
             rf"(?<=\()1[0-9]\d\d(?=\))|(?<=year was )1\d\d\d(?![\w%-]|[.,]\d)|{after('in by until before')}2[1-9]\d\d(?![\w%-]|[.,]\d| \w+s\b)|(?i:(?<=\byear ))2[1-9]\d\d(?!\w|[.,]\d)",
             lambda match: whole(match, in_words(int(match[0]), "en", to="year"))),
    )  # fmt: skip


def _duration(match: re.Match[str]) -> Iterable[Piece]:
    starts_at_zero = (
        match["hours"] == "00" and match["minutes"] + match["seconds"] != "0000"
    )  # of a recording
    if not starts_at_zero and not _ELAPSED.search(match.string[max(0, match.start() - 24) : match.start()]):
        return ()
    said = []
    for unit in ("hour", "minute", "second"):
        number = int(match[f"{unit}s"])
        if number:
            said.append(f"{cardinal(str(number), 'en')} {unit}{'' if number == 1 else 's'}")
    return whole(match, " ".join([*said[:-1], "and", said[-1]] if len(said) > 1 else said))


def _clock(match: re.Match[str]) -> Iterable[Piece]:
    line, rest = match.string, match.string[match.end() : match.end() + 12]
    is_ratio = _BEFORE_RATIO.search(line, max(0, match.start() - 24), match.start()) or _AFTER_RATIO.match(
        rest
    )
    half = match["half"] or match["letter"]
    if is_ratio and not half:
        return ()
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > _HOURS:  # minutes and seconds of a run
        return (
            () if match["second"] or half else whole(match, f"{cardinal(str(hour), 'en')} {_minutes(minute)}")
        )
    said = _time(hour, minute, second=match["second"], has_half=bool(half))
    end = match.end("second") if match["second"] else match.end("minute")
    if match["hours"]:
        said = f"{cardinal(str(hour), 'en')} hundred" if not minute else said
        return [Piece(match.start(), end, said), *named(match, hours="hours")]
    letter = f"{match['letter']} m"
    return [Piece(match.start(), end, said), *_half(match), *named(match, letter=letter)]


_NUMBERED = re.compile(
    r"(?i:\b(?:exercise|fig(?:ure)?|item|level|part|question|rule|section|step|table)s?\.? )$"
)


def _from_hour(match: re.Match[str]) -> Iterable[Piece]:
    """Say "8a-5:30p"; "figures 1a-2a" are none."""
    if match["half"] == match["half2"] and _NUMBERED.search(
        match.string, max(0, match.start() - 12), match.start()
    ):
        return []
    ends = ((match[f"hour{end}"], match[f"minute{end}"], match[f"half{end}"]) for end in ("", "2"))
    one, two = (
        f"{_time(int(hour), int(minute or 0), has_half=True)} {half} m" for hour, minute, half in ends
    )
    return [
        Piece(match.start(), match.start("to"), one),
        *named(match, to=match["to"].strip("- –") or "to"),
        Piece(match.end("to"), match.end(), two),
    ]


def _time(hour: int, minute: int, *, second: str | None = None, has_half: bool = False) -> str:
    said = cardinal(str(hour), "en")
    if second:
        count = int(second[1:])
        told = f"{cardinal(str(count), 'en')} second{'' if count == 1 else 's'}"
        return f"{said} {_minutes(minute) if minute else 'hundred hours'} and {told}"
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
    rest = _by_the_military(match["hour"], int(match["minute"]))
    return [Piece(match.start(), match.end("minute"), rest), *named(match, hrs="hours")]


def _among_others(match: re.Match[str]) -> Iterable[Piece]:
    """Say "trains: 0715, 0745" as times."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    return _military(match) if _TRAVELS.search(before) else ()


def _military_with_a_dot(match: re.Match[str]) -> Iterable[Piece]:
    """Say "06.00 hrs" as oh six hundred hours."""
    rest = _by_the_military(match["hour"] or match["late"], int(match["minute"]))
    return [Piece(match.start(), match.end("minute"), rest), *named(match, hrs=" hours")]


def _by_the_military(hour: str, minute: int) -> str:
    said = f"{'oh ' if hour[0] == '0' else ''}{cardinal(str(int(hour)), 'en')}"
    return f"{said} {_minutes(minute) if minute else 'hundred'}"


def _timetabled(match: re.Match[str]) -> Iterable[Piece]:
    """Say "dep. Leeds 0647" and "the 0815 to York" as times; "the 1745 rising" is read in pairs anyway."""
    if match["hour"][0] != "0" and match[0].startswith(("the", "The", "and")):
        return ()
    hour, minute = cardinal(str(int(match["hour"])), "en"), int(match["minute"])
    said = f"{'oh ' * match['hour'].startswith('0')}{hour} {_minutes(minute) if minute else 'hundred'}"
    return [Piece(match.start("hour"), match.end("minute"), said)]


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


def _dotted(match: re.Match[str]) -> Iterable[Piece]:
    """Say "7.30" as a time."""
    said = _time(int(match["hour"]), int(match["minute"]))
    return [Piece(match.start("hour"), match.end("minute"), said)]


def _timetable(match: re.Match[str]) -> Iterable[Piece]:
    """Say "at 17.42" as a time where somebody leaves or arrives, or where something begins."""
    before, near = _around(match)
    at = match["at"].lower()
    if at in ("to", "for") and not _FROM_HOUR.search(before):
        return ()
    is_time = (at == "at" and _TRAVELS.search(before)) or (
        match["minute"][1] in "05" and _HAPPENS.search(near)
    )
    return _dotted(match) if is_time and not _NO_CLOCK.search(near) and not _PRICED.search(before) else ()


def _hours_by_the_clock(match: re.Match[str]) -> Iterable[Piece]:
    """Say "9.30-5.30" as times, with "to" between them, where something is open."""
    _, near = _around(match)
    minutes = match["minute"] or "", match["minute2"] or ""
    if "".join(minutes)[1::2].strip("05") or not _HAPPENS.search(near):
        return ()
    goes_round = int(match["hour"]) > int(match["hour2"])  # from noon to 2.30 o'clock
    if _NO_CLOCK.search(near) and not goes_round:
        return ()
    to = match["to"].strip()
    first, last = (
        _time(int(match[hour]), int(minute or 0), has_half=not minute)
        for hour, minute in zip(("hour", "hour2"), minutes, strict=True)
    )
    return [
        Piece(match.start("hour"), match.start("to"), first),
        *named(match, to=to if to.isalpha() else "to"),
        Piece(match.start("hour2"), match.end(), last),
    ]


def _around(match: re.Match[str]) -> tuple[str, str]:
    """Return what stands before a time, and that with what stands behind it."""
    before = match.string[max(0, match.start() - 80) : match.start("hour")]
    return before, before + match.string[match.end() : match.end() + 50]


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
    in_pairs = len(number) == 3 and number[1:] != "00"
    said = paired(number) if in_pairs else year(number, "en") if len(number) == 4 else quantity(number, "en")
    return named(match, number=said)


HOURS = (
    Kind(
        "from hour to hour",
        r"(?<![\w:.,$])(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?(?P<half>[ap])(?P<to> ?[-–] ?|(?<=a) (?:to|until|till) (?=[\d:]{1,5}p))"
        r"(?P<hour2>\d{1,2})(?::(?P<minute2>[0-5]\d))?(?P<half2>[ap])(?!\w)",
        _from_hour,
    ),
    Kind("hours by the clock", rf"(?<![\w.,$€£-])(?P<hour>[1-9]|1\d|2[0-3])(?:\.(?P<minute>[0-5]\d))?(?P<to> ?[-–] ?| (?:to|until|till|and) )(?P<hour2>[1-9]|1\d|2[0-3])(?:\.(?P<minute2>[0-5]\d)|(?<=\d\.\d\d[-–].)|(?<=\d\.\d\d[-–]1.)){_NO_UNIT}", _hours_by_the_clock),
)  # fmt: skip
