"""Percentages, fractions, ratios and sizes in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable
from functools import partial
from math import gcd

from f5tts_worker.engine.text.languages.en.measures import POURED, SPACED, SYMBOL, unit_name
from f5tts_worker.engine.text.languages.en.nouns import NUMBER, SURE_NOUN, say_number
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.languages.en.ranges import CRICKET
from f5tts_worker.engine.text.languages.en.tables import MONTHS
from f5tts_worker.engine.text.reading.numbers import cardinal, ordinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

RATED = re.compile(
    r"(?i:\b(?:rat(?:ed|es|ing|e (?:it|this|that|him|her|them))|scor\w+|gets?|got|gave|gives?|earns?|deserves?|mark\w*|answer\w*|solid|perfect) (?:\w+ ){0,3})$"
)
_IS_MEASURED = re.compile(
    r" (?:of )?(?:the|an?|his|her|their|your|credit|tank|my|all|its|our|it|them|acre|block|bottle|cup|day|dose|gallon|glass|hour|inch|mile|ounce|page|pill|pint|point|portion|pound|quart|"
    r"scoop|share|stick|tablet|tablespoon|teaspoon|ton|year|cups|inches|tsp|tbsp|oz|lbs?|ml|mg|g|kg|km|mi|in)\b"
)
_MARKS = (10, 100)  # "7/10" are marks, "7/10 of it" a part
_RUNNER = re.compile(
    r" (?:(?:joint|second|hot|ante-post|pre-race) )?(?:chances?|fav\b|favou?rites?|jolly|odds|odds-on|outsiders?|shots?)\b| each[- ]way\b| to (?:lift|retain|reach|score|win)\b(?! of\b)"
)
_BET = re.compile(
    r"(?i:\b(?:odds(?: of| are| were| at)?|(?:Ascot|Aintree|Epsom|Cheltenham|Newmarket|bookies\w*|bookmakers?|backed|priced|evens|favourite|punters?|each[- ]way)\b[^.!?]* at|drifted (?:to|from)|odds\b[^.!?]* (?:to|from|at))) $"
)
_MUSIC = re.compile(
    r"[♩♪♫♬]|(?i:\b(?:allegr\w+|andante|bossa|bpm|crotchets?|dances? in|jigs?|mazurkas?|minuets?|modulates?|polkas?|quavers?|reels?|sarabande|tempo|time signatures?|waltz(?:es)?)\b)|\b[A-G](?:[♭♯#b]| flat| sharp)? (?:major|minor)\b"
)
_LOW = 40  # of a blood pressure
_WICKETS, _RUNS = 10, 5  # of an innings, and more than so many for each
_PARTS = frozenset((2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100, 1000))  # that things are cut into
# Behind these words more parts than there are are a day: "closed 25/12", "not 31/10".
_DAY = re.compile(
    r"\b(?i:closed|open|midnight|noon|ends?|starts?|expires?|valid|deadline|not|except|from|until|till|by|on|before|after|since|excl\.?|excluding|due|dated?|and|to|[-–]) ?$"
)
_NEAR = 80  # letters on both sides in which a game is spoken of
_MANY_OF = 10  # what there is so much of is no part, unless its own name says so
_SOLVED = re.compile(
    r"[=+-] ?$|\b(?i:[xy]|slope|derivative|integral|differentiate|simplify|factor out|equation|solve|add)\b[^.!?]*$"
)
_SHARED = re.compile(  # what is counted, and no measure
    r" (?!(?:is|was|has|of|as|in|at|on|to|across|always|perhaps|plus|less|times|this|thus|does|inches|feet)\b"
    r"|(?:met(?:re|er)|lit(?:re|er)|second|minute|hour|day|week|month|year|mile|cup|pound|ounce|gram)s\b)"
    r"(?:[a-z]+ )?[a-z]{3,}s\b"
)
_WEIGHED = re.compile(
    r" (?:bab(?:y|ies)|bags?|bass|boys?|chickens?|dogs?|girls?|hammers?|loa(?:f|ves)|salmon|trout|turkeys?|weights?)\b"
)
_HALF_OF = re.compile(
    r" (?:an?|the|his|her|their|my|our|your|its|this|that|these|those)\b|[ -](?:marathons?|off|price|term|time|board|day)\b"
)
_SIZED = re.compile(r"(?i:\b(?:sizes?|wears?|a half) )$")
_IN_WHAT = re.compile(
    r" (?:an?|the|all|any|both|each|every|her|his|its|kids'?|mens?|men's|most|my|our|some|that|their|these|this|those|total|width|womens?|women's|your|EU|UK|US"
    r"|(?:boots|clogs|cleats|flats|heels|loafers|pumps|sandals|shoes|skates|slippers|sneakers|trainers)|[A-Z][a-z]+s?|\d{4}|\d+ (?:days|games|hours|minutes|months|weeks|years))\b"
)
_HALF_NAMES = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of proportions and sizes."""
    return (
        Kind("percent", rf"(?<![\w.,/])(?<!\d')(?P<minus>-)?(?P<number>{NUMBER})(?P<gap>[ -]?)(?P<sign>[%‰])", _percent, frozenset("%‰")),
        Kind("kitchen", r"(?P<number>\d{1,3}(?:[. ]\d{1,2})?(?:/\d{1,2})?) (?P<unit>[cTt])\.(?= (?:[a-z]|AP\b)|[),;])", _kitchen),
        Kind("pixels", r"(?<![\w.,])(?P<one>\d{3,4})(?P<by> ?[x×] ?)(?P<two>\d{3,4})(?![\d]|[.,]\d)",
             lambda match: named(match, one=paired(match["one"]), by="by", two=paired(match["two"]))),
        Kind("size", rf"(?:(?<![\w.,])(?<!\d')|(?<=\d[x×]))(?P<one>{NUMBER})(?: ?(?:(?!an|as|at|by|if|in|is|or|so|to)[a-z]{{1,2}}|(?<=\d)in|[\"'])(?=[ x×]))?(?P<by>[x×]| [x×] )"
             r"(?=(?P<ten>10[\^⁰¹²³⁴-⁹⁻\ue000])|\.?\d|\ue000)", _size,
             frozenset("x×")),
        Kind("so far", r"(?i:\b(?:chapter|day|episode|game|item|lap|lesson|level|page|part|photo|question|round|slide|step|thread|tweet|week))(?: [^\w\s(]{1,2})? \(?\d{1,3}(?P<slash>/)(?=\d{1,3}(?![\w/]|[.,]\d))(?!\d{1,2}/\d{1,2},? (?:at |@ ?)?\d)(?!\d{1,3} ?(?:inch(?:es)?|in\.|cups?|miles?|turns?|up|down|view)\b)", lambda match: named(match, slash=" of "), frozenset("/")),
        Kind("calibre", r"(?<![\w.])\.(?P<number>2[25]|3[0258]|357|4[0145]|50)(?=[- ](?:ACP|ammo|bullets?|cal(?:iber|ibre)?|cartridges?|guns?|handguns?|magnum|Magnum|pistols?|revolvers?|rifles?|rounds?|shells?|slugs?|special|Special)\b|(?:(?<=\ba \.\d\d)|(?<=\b(?:his|her|the) \.\d\d))(?:[.,;!?]|$))",
             lambda match: whole(match, f"point {paired(match['number'])}" if len(match["number"]) == 2 else paired(match["number"]))),
        Kind("battalion", r"(?<![\w.,/-])(?P<one>[1-9])(?P<slash>/)(?P<two>\d{1,2})(?:st|nd|rd|th)(?= (?:Battalions?|Bn|Foot|Gurkhas?|Light|Marines|Regiment|Royal|South|North|East|West)\b)", _battalion),
        Kind("alloy", r"(?<![\w.,/-])18(?P<slash>/)(?:0|8|10)(?= (?:[a-z]+[ -])?(?:steel|stainless)\b)", lambda match: named(match, slash=" "), frozenset("/")),
        Kind("loan", r"(?<![\w.,/-])(?:[357]|10)(?P<slash>/)[16](?= (?:(?:adjustable|hybrid|interest)\S* (?:rate )?)?(?:ARMs?|loans?|mortgages?)\b)", lambda match: named(match, slash=" "), frozenset("/")),
        Kind("hours of two zones", r"(?<![\w.,/-])\d{1,2}(?P<slash>/)\d{1,2}(?= Central\b)", lambda match: named(match, slash=" "), frozenset("/")),
        Kind("one or the other", r"(?<![\w.,/-])(?P<one>\d{2,4}|2\.4)(?P<slash>/)(?=(?:\d{2,4}|(?<=2\.4/)[56]) ?(?:[kMG]?Hz|[kM]?[VW]|[MG]bps|mpg)\b)", lambda match: named(match, one=say_number(match["one"]), slash=" and " if "." in match["one"] else " ")),
        Kind("time signature", r"(?<![\w.,/-])(?P<beats>\d{1,2})(?P<slash>/)(?P<of>[248]|16)(?:(?= (?:time|metre|meter|signature)\b)|(?:(?<= in [2-9]/[248])|(?<= in 1[25]/8))(?<!in 2/4)(?<!in 2/8)(?<!in 3/8)(?<!in 3/4)(?![\w/]|[.,]\d| of\b))", _marks_of_time),
        Kind("betting odds", r"(?<![\w.,/-])(?P<one>\d{1,3})(?P<to>/)(?P<two>\d{1,2})(?![\w/]|[.,]\d)", _odds),
        Kind("stars", r"(?<![\w.,*])[1-5](?P<star>[*★⭐]️?)(?= (?:[a-z-]+ )?(?:accommodation|establishment|food|general|hotels?|inns?|lodges?|luxury|meals?|rated|ratings?|resorts?|restaurants?|reviews?|rooms?|service|spas?)\b)", lambda match: named(match, star=" star"), frozenset("*★⭐")),
        Kind("time of a piece", r"(?<![\w.,/-])(?P<beats>[2-79]|12)(?P<slash>/)(?P<of>[248]|16)(?![\w/]|[.,]\d| (?:of|cups?|an?|inch|mile|full)\b)", _time_of_a_piece),
        Kind("fraction", rf"(?:(?<![\w.,/-])|(?<=\d/\d[-–]))(?:(?P<whole>\d{{1,4}})(?P<gap>[ -]))?(?P<over>\d{{1,3}})/(?P<under>\d{{1,4}})(?P<th>(?:rd|th)s?(?!\w))?(?!\d|/(?![A-Z])|[.,]\d)"
             rf"(?:(?P<inch>\")|(?P<second>s)(?!\w)|[ -]?(?P<unit>in(?=\.|(?<=\din))|{SYMBOL})(?![\w/°])(?P<dot>\.(?= [a-z]|[,;)]))?)?",
             _fraction),
        Kind("range from what is said", r"(?<=\ue000)(?P<to>[-–](?=[\d$€£])|–(?=\ue000))", lambda match: named(match, to="to"), frozenset("-–")),
        Kind("marks", rf"(?<![\w.,/])(?<!\d')(?P<got>{NUMBER})(?P<slash> ?/ ?)(?P<of>\d{{1,3}})(?![\w/]|[.,]\d)", _marks),
        Kind("ratio", r"(?<![\w.:])(?P<one>\d{1,4})(?P<to>:)(?P<two>\d{1,4}(?:,\d{3})*)(?:(?P<and_to>:)(?P<three>\d{1,4}))?(?![\w:]|[.,]\d)", _ratio),
        Kind("pieces in a list", r"(?:^|(?<=[\n,;:+(•] )|(?<=[\n(])|(?<=and ))\d{1,3}(?P<x>[×✕])(?= [A-Za-z])(?! (?:a|as|better|bigger|brighter|cheaper|faster|heavier|higher|larger|less|longer|lower|more|per|shorter|slower|smaller|stronger|the)\b)", lambda match: named(match, x=""), frozenset("×✕")),
        Kind("so many times over", r"(?:(?<=[a-z]{4} )|(?<=\())(?P<x>[x×] ?)(?=(?!1\b)\d{1,2}(?:[,;:)\]]|\.(?!\d)|$|\n)(?!,? ?[yz]))", lambda match: named(match, x="times "), frozenset("x×")),
        Kind("times as much", rf"(?<![\w.,])(?<!\d')(?<!\b[Ii]f )(?P<number>{NUMBER})(?P<x>[x×])(?! (?:and|or) \d*[yz]\b)(?= (?:[a-z]{{3,}}er|[a-z]{{2,}}ly|more|less|as|the|an?|per|this|that|over|my|your|his|her|its|our|their|what|and|in|or|then|when|with|before|after|y/y|q/q|m/m|YoY|QoQ|MoM|yoy|qoq)\b|[/\ue000]|[,;:!?)]|\.(?!\w)|$)", partial(_attached, word="times"), frozenset("x×")),
        Kind("so often", r"(?<![\w.,-])\d{1,2}(?P<x>[x×])(?= (?:All-|champions?|GOAT|MVP|Olympian|winner|Pro|Grammy|Oscar|Emmy|World|NBA|Super)\b)", lambda match: named(match, x=" time"), frozenset("x×")),
    )  # fmt: skip


def _percent(match: re.Match[str]) -> Iterable[Piece]:
    sign = "percent" if match["sign"] == "%" else "per mille"
    return named(match, minus="minus", number=say_number(match["number"]), gap="", sign=sign)


def _battalion(match: re.Match[str]) -> Iterable[Piece]:
    """Say "the 2/7th Battalion" with two ordinals."""
    return whole(match, f"{ordinal(match['one'], 'en')} {ordinal(match['two'], 'en')}")


def _kitchen(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2 c. flour" with cups, "1 T." and "1/2 t." with a spoon; the number is said as any other."""
    name = {"c": "cup", "T": "tablespoon", "t": "teaspoon"}[match["unit"]]
    is_one = match["number"] == "1" or re.fullmatch(r"\d/\d{1,2}", match["number"])
    return [Piece(match.start("unit"), match.end(), name if is_one else f"{name}s")]


def _attached(match: re.Match[str], word: str) -> Iterable[Piece]:
    if _SOLVED.search(match.string, max(0, match.start() - 60), match.start()):
        return ()  # "y = 5x."
    return named(match, number=say_number(match["number"]), x="X" if match["number"] == "1" else word)


def _fraction(match: re.Match[str]) -> Iterable[Piece]:
    over, under = int(match["over"]), int(match["under"])
    before = match.string[max(0, match.start() - 40) : match.start()]
    after = match.string[match.end("under") : match.end("under") + 8]
    is_part = match["whole"] or re.match(r"[ -](?:of|[a-z]+)\b|\"", after)
    named_marks = (
        RATED.search(before) and not _IS_MEASURED.match(match.string, match.end("under"))
    ) or re.match(r" (?:stars?|points|marks)\b", after)
    rated = (named_marks and not match["whole"]) or (under in _MARKS and not is_part)
    if (
        rated
        or not 0 < over < (under if not re.match(" ?π", after) else under * under)
        or (gcd(over, under) > 1 and not re.match(" of [a-z]", after))
        or match["under"][0] == "0"
    ):
        return ()
    if (
        over > 1
        and under not in _PARTS
        and not match["whole"]
        and _SHARED.match(match.string, match.end("under"))
    ):  # "8/11 board members"
        said = f"{cardinal(str(over), 'en')} of {cardinal(str(under), 'en')}"
        return (Piece(match.start("over"), match.end("under"), said),)
    is_measured = (
        match["whole"] or unit_name(match["unit"] or "", many=False) or re.match(r"-|\"| of\b| ?π", after)
    )
    is_solved = _SOLVED.search(before) or "raction" in before
    if (
        not is_solved and over >= _MANY_OF and under not in _PARTS and under % 5 and not is_measured
    ):  # "28/39 passing"
        said = f"{cardinal(str(over), 'en')} out of {cardinal(str(under), 'en')}"
        return (Piece(match.start("over"), match.end("under"), said),)
    one, many = _HALF_NAMES.get(under) or (ordinal(str(under), "en"), f"{ordinal(str(under), 'en')}s")
    is_deal = match["whole"] == "1" and match.string.startswith(
        (" price", " off"), match.end("under")
    )  # "get 1 ½ price"
    if (
        (not match["whole"] or is_deal)
        and (over, under) == (1, 2)
        and _HALF_OF.match(match.string, match.end("under"))
    ):
        return (Piece(match.start("over"), match.end("under"), "half"),)  # "½ the dough"
    name = one if over == 1 else many
    article = "an" if one[0] == "e" else "a"
    part = cardinal(str(over), "en") if over > 1 or not match["whole"] else article
    said = f"{'and ' if match['whole'] else ''}{part} {name}"
    return [
        *named(match, whole=cardinal(match["whole"] or "0", "en"), gap="", th=""),
        Piece(match.start("over"), match.end("under"), said),
        *_unit_of_fraction(match),
        *_to_fraction(match),
    ]


def _unit_of_fraction(match: re.Match[str]) -> Iterable[Piece]:
    """Say what a fraction measures, one of it in front of a noun: "a 2½ yr old", "a 6½ lb baby"."""
    unit, end = match["unit"] or "", match.end()
    sized = (
        unit == "in"
        and not match["dot"]
        and _SIZED.search(match.string, max(0, match.start() - 12), match.start())
    )
    if sized or (unit == "in" and _IN_WHAT.match(match.string, end)):
        return ()  # "a 7½ in boots"
    inch = "inches" if match["whole"] and not SURE_NOUN.match(match.string, end) else "inch"
    if unit == "s" and not match["whole"]:
        return named(match, unit="of a second", dot="")
    if unit in ("pt", "pts") and POURED.match(match.string, end):  # milk, and no size of letters
        return named(match, unit="pints" if match["whole"] else "pint", dot="")
    if unit in ("in", "st"):
        return named(match, unit=inch if unit == "in" else "stone", dot="")
    one_of = unit == "yr" or _WEIGHED.match(match.string, end)
    measured = unit_name(unit, many=bool(match["whole"]) and not one_of) if unit not in SPACED else ""
    return named(
        match, inch=inch, second="of a second", **({"unit": measured, "dot": ""} if measured else {})
    )


def _to_fraction(match: re.Match[str]) -> Iterable[Piece]:
    """Say the dash of "1/2-3/4 cup"."""
    dash = match.end("under")
    return (Piece(dash, dash + 1, "to"),) if re.compile(r"[-–]\d{1,2}/\d").match(match.string, dash) else ()


def _is_day(match: re.Match[str]) -> bool:
    """Say whether "closed 25/12" and "5 Nov., 14/2, 1 Apr." have a day in them, and no wickets."""
    line, start, end = match.string, match.start(), match.end()
    if not re.fullmatch(r"(?:1[3-9]|2\d|3[01])/(?:[1-9]|1[0-2])", match[0]):
        return False
    listed = line[max(0, start - 2) : start] in (", ", "; ", "") and re.compile(r"[,;)]|\.?$").match(
        line, end
    )
    dated = _DAY.search(line, max(0, start - 24), start)
    return bool(dated or listed) and not CRICKET.search(line, max(0, start - _NEAR), end + _NEAR)


def _marks(match: re.Match[str]) -> Iterable[Piece]:
    got, of = match["got"], int(match["of"])
    if _is_day(match):
        return whole(match, f"the {ordinal(got, 'en')} of {MONTHS[of - 1]}")
    halves = got == match["of"] == "20" or (got.isdecimal() and int(got) + of == 100)  # eyes, and odds
    around = (
        match.string[max(0, match.start() - 24) : match.start()] + match.string[match.end() : match.end() + 5]
    )
    is_innings = got.isdecimal() and of < _WICKETS and int(got) > max(_RUNS * of, _WICKETS)  # 245/6
    if re.match(" net ", match.string[match.end() : match.end() + 5]):  # terms of an invoice
        halves = True
    pressure = re.search(r"(?i:pressure|\bBP\b|mmHg)", around)
    is_over = got.isdecimal() and int(got) > of >= _LOW and not is_innings  # 120/80
    slash = "" if halves else "over" if pressure or is_over else "for" if is_innings else "out of"
    return named(match, got=say_number(match["got"]), slash=slash, of=say_number(match["of"]))


def _odds(match: re.Match[str]) -> Iterable[Piece]:
    """Say "the 11/4 favourite" as people bet, eleven to four."""
    line, end = match.string, match.end()
    if int(match["one"]) == int(match["two"]) or (
        int(match["one"]) < int(match["two"]) and line.startswith(" chance", end)
    ):
        return ()  # "a 50/50 chance", "a 1/6 chance"
    is_bet = _RUNNER.match(line, end) or _BET.search(line[max(0, match.start() - 60) : match.start()])
    return named(match, one=say_number(match["one"]), to="to", two=say_number(match["two"])) if is_bet else ()


def _time_of_a_piece(match: re.Match[str]) -> Iterable[Piece]:
    """Say "6/8" as a time where music is spoken of."""
    is_music = _MUSIC.search(match.string, max(0, match.start() - 60), match.end() + 40)
    return _marks_of_time(match) if is_music else ()


def _marks_of_time(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, beats=say_number(match["beats"]), slash="", of=say_number(match["of"]))


def _ratio(match: re.Match[str]) -> Iterable[Piece]:
    shape = (match["one"], match["two"]) in {("16", "9"), ("4", "3"), ("9", "16"), ("16", "10"), ("21", "9")}
    return named(
        match,
        one=say_number(match["one"]),
        to="by" if shape else "to",
        two=say_number(match["two"]),
        and_to="to",
        three=say_number(match["three"] or "0"),
    )


def _size(match: re.Match[str]) -> Iterable[Piece]:
    """Tell "by" from "times": a single spaced sign between two bare numbers multiplies."""
    if match["one"] == "0":
        return ()  # 0x1F
    after = match.string[match.end() : match.end() + 40]
    bare = match["by"] == " × " and not re.match(r"[\d.,]+ ?(?:[a-z\"']|[x×])", after)
    is_product = match["ten"] or re.match(r"[\d.,]+ ?[=\ue000]", after) or bare
    return named(match, by="times" if is_product else "by")
