"""Units and what is measured with them in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.nouns import NUMBER, SURE_NOUN, is_adjective, say_number
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_POWER = r"(?:[²³]|\^?[23](?!\w|\.\d))"
SYMBOL = rf"(?:°[CF]?|[μ]?[A-Za-z]{{1,5}}Ω?|Ω){_POWER}?"
_WORD = "(?=[a-z]*[aeiouy])[a-z]{3,12}"  # behind a slash: "per side"
_UNIT = (
    rf"(?:(?<![\w.,])|(?<=\bc\.))(?<!\d')(?P<minus>-)?(?P<number>{NUMBER})(?P<gap>[ -]?)(?P<unit>{SYMBOL}(?:/(?:{SYMBOL}|{_WORD}(?!-))){{0,2}})(?!\w|\.[a-z]\.|\.\d[a-z]|\. (?:Supp|App)\b|(?<!°[CF])/[A-Za-z]|°)"
    r"(?P<dot>\.(?= [a-z0-9=\ue000]| [NSEW]{1,3} |[,;)])|(?<=-[a-z][a-z])\.(?= )|(?<=-[a-z]{3})\.(?= ))?"
)
_NO_STONE = re.compile(
    r"\b(?i:cast(?:ing)? on|corner|crochet\w*|dc|k\d|knit\w*|p\d|purl\w*|rnds?|rows?|st(?:itch|s)\w*|yarn|(?:at|on|off|to|near) \d+ st)\b"
)
_SCALES = {"C": "Celsius", "F": "Fahrenheit"}
_WAYS = frozenset("NSEW")
_STUFF = frozenset(
    ["g", "kg", "mg", "mcg", "μg", "lb", "lbs", "oz", "l", "L", "ml", "mL", "cl", "dl", "kcal", "cal"]
)  # "30g cocoa", but "a 30g bar"
_PLURAL = frozenset(
    ["hrs", "mins", "secs", "yrs", "wks", "mos", "lbs", "kgs", "pts", "gals", "qts", "yds", "tabs"]
)
_COMPOUND = re.compile("(?:sub|mid|near|pre|post|non)-$")
_HOLDER = re.compile(rf"\)? (?:{tables.HOLDERS})\b")
SPACED = frozenset("ANJ")  # letters that are units only where they touch the number
_PACKED = re.compile(r"\.? (?:bags?|bottles?|box|boxes|cans?|cartons?|containers?|packs?|pkg)\b")
POURED = re.compile(
    r" (?:of )?(?:ale|beer|bitter|blackberries|blood|blueberries|broth|buttermilk|cherry|cider|cream|grape|half-and-half|heavy|ice cream|lager"
    r"|milk|raspberries|sour|stock(?! market| up)|stout|strawberries|water(?! polo)|whipping)\b"
)
_AT_SEA = re.compile(
    r"(?i:\b(?:aircraft|anchor\w*|boats?|coast\w*|course|ferr(?:y|ies)|harbou?r|island|knots?|kn|kts?|nautical|offshore|port|sail\w*|seas?|ships?|visibility|vis\.|voyage|yachts?)(?!\w))"
)
_TURN = re.compile(
    r" (?:angles?|arcs?|cameras?|coverage|panoramas?|rotations?|slopes?|spins?|turns?|views?|videos?)\b"
)
_NAMES_WHAT_FOLLOWS = re.compile(
    r"(?i:\b(?:apartment|apt|bay|berth|building|bus|exhibit|exit|figure|highway|hwy|interstate|rte?|flat|flight|gate|hall|level|line|lot|no|number|option|page|part|pier|"
    r"platform|question|room|route|row|runway|seat|section|size|stall|step|suite|table|track|unit|ward)s?\.? )$"
)
# What is so many metres long, high or deep.
_LENGTHY = "(?:cables|champion|cliffs|depths|drops|fences|finals|gaps|heats|hurdles|laps|lengths|less|planks|plus|poles|races|records|ropes|runs|seas|sprints|strides|swells|trees|walls|waves)"
_SEVERAL_OF = re.compile(
    r" (?:battery|car|drives?|engines?|films?|flights?|hikes?|motors?|rides?|runs?|shifts?|trips?|walks?|warranty)\b"
)
# What is no unit behind "per" alone: "per ac adapter", "per pt", "per ms".
_NOT_EACH = frozenset(("in", "ha", "ac", "bp", "ct", "ms", "pt", "st", "sts", "blk", *tables.EACH_WORDS))
_ENGINE = (
    re.compile(r" [A-Z]?\ue000"),
    re.compile(r"(?<=\.\d L) [A-Z]{1,3}\ue000"),
)  # "3.5L V6", "a 4.7 L V8"
_SEVERAL = re.compile("[bcdfghjklmnpqrstvwxz]{2,4}s")
_ELECTRIC = re.compile(
    r"\d ?[VWΩ]\b|mAh|(?i:amp|batter|breaker|charg|circuit|current|draws|fuse|load|power|rated)|\.\d+ A\b"
)


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of what is measured."""
    each = "|".join(sorted((*tables.EACH, *tables.EACH_WORDS), key=len, reverse=True))
    return (
        Kind("torque", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER})(?P<gap>[ -])(?P<unit>ft[- ]?lbs?|lb[- ]?ft)(?P<dot>\.(?= [a-z]))?(?!\w)",
             lambda match: named(match, number=say_number(match["number"]), unit="foot pounds", dot="")),
        Kind("millions", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER})(?P<unit>m)(?= (?:(?:{tables.MANY})\b|[A-Z][a-z]+s\b)|(?<=\d\.\dm) (?!across|always|towards)[a-z]{{3,}}s\b)",
             lambda match: named(match, number=say_number(match["number"]), unit="million")),
        Kind("so many millions", rf"(?i:\b(?:about|almost|around|by|estimated|least|nearly|over|roughly|some|than|to) )(?P<number>{NUMBER})(?P<unit>m)(?= (?!above|across|always|below|towards|{_LENGTHY})[a-z]{{3,}}s\b)",
             lambda match: named(match, number=say_number(match["number"]), unit="million")),
        Kind("population", rf"(?i:\bpop(?:ulation|\.)?(?: of|:| is| was)? )(?P<number>{NUMBER})(?P<unit>m)(?!\w)",
             lambda match: named(match, number=say_number(match["number"]), unit="million")),
        Kind("millions and billions", rf"(?<![\w.,'-])(?!3M(?!\w|\+? (?:{tables.MANY})\b))(?P<number>{NUMBER})(?P<unit>M(?!\w|['’]| (?:dash|freestyle|hurdles|race|relay|run|sprint)\b)|B(?=\+? (?!pencils?\b)[a-z]{{3,}})|(?<=\.\dB)B(?!\w))", _millions),
        Kind("consumption", r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>[lL]/)(?P<hundred>100 ?)(?P<km>km)(?!\w)",
             lambda match: named(match, number=say_number(match["number"]), unit="litre per" if match["number"] == "1" else "litres per", hundred="hundred", km="kilometres")),
        Kind("square unit", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER})[ -](?P<kind>sq|cu|fl)(?P<dot>\.?)[ -](?P<unit>[a-z]{{1,3}})(?!\w)(?P<end>\.(?= [a-z\d(]|[,;)]))?",
             _square_unit),
        Kind("degrees in short", r"(?<=\d )(?P<sign>deg\.?) ?(?P<scale>[CF])(?!\w)",
             lambda match: named(match, sign="degrees", scale={"C": "Celsius", "F": "Fahrenheit"}[match["scale"]]), frozenset("d")),
        Kind("oven", r"(?<![\w.,])(?P<number>\d{2,3})(?P<unit>F)(?!\w)|(?<=F \/ )(?P<also>\d{2,3})(?P<c>C)(?!\w)|(?<=F\/)(?P<too>\d{2,3})(?P<d>C)(?!\w)|"
             r"(?<=[Aa]t )(?P<at>[12]\d\d)(?P<e>C)(?!\w)|(?P<first>\d{2,3})(?P<f>C)(?=\/| \/ | \()", _oven),
        Kind("stone", r"(?<![\w.,])(?P<number>\d?(?:[02-9]|1[1-3]))(?P<gap> ?)(?P<unit>st)(?= \d{1,2} ?lbs?\b|(?<=\dst)(?!\w))", _stone),
        Kind("stone at the end", r"(?<![\w.,])(?P<number>[6-9]|[12]\d)(?P<gap> )(?P<unit>st)(?=[,;!?)]|\.?(?:$|\n))", _stone_of_a_person),
        Kind("part of a fluid ounce", r"(?<=\ue000) (?P<kind>fl)(?P<dot>\.?)[ -](?P<unit>oz)(?!\w)(?P<end>\.(?= [a-z\d(]|[,;)]))?", _part_of_an_ounce),
        Kind("unit to unit", r"(?<=\d )(?P<unit>[a-z]{1,5}|°[CF]?)(?P<dot>\.?)(?P<to> ?[-–] ?)(?=\d[\d.,]* ?[a-z°])",
             lambda match: named(match, to="to") if match["unit"] in tables.UNITS else (), frozenset("-–")),
        Kind("stone of a person", r"(?<=weigh )(?P<number>\d{1,2})(?P<gap> )(?P<unit>st)\b|(?:(?<=weighs )|(?<=weighed ))(?P<n>\d{1,2})(?P<g> )(?P<u>st)\b",
             lambda match: named(match, **{"unit" if match["unit"] else "u": "stone"})),
        Kind("unit", _UNIT, _unit),
        Kind("unit of at least", r"(?:(?<=\d\+ )|(?<=\d\ue000 ))(?P<unit>(?!in\b|at\b)[a-zA-Z]{2,4})(?P<dot>\.(?= [a-z]|[,;)]))?(?![\w/])", _unit_alone, frozenset("+")),
        Kind("scaled unit", rf"(?:(?<=million )|(?<=billion )|(?<=trillion )|(?<=thousand )|(?<=hundred )|(?<=\dk ))(?P<unit>{SYMBOL}(?:/{SYMBOL})?)(?![\w/°])",
             _unit_alone, frozenset()),
        Kind("unit of a power", rf"(?<=\ue000) (?P<unit>{SYMBOL}/{SYMBOL}|[mkcμ][mglLWVA]|mmHg)(?![\w/°])", _unit_alone),
        Kind("quotient", rf"(?<![\w/.\ue000-])(?<!\ue000 )(?P<unit>(?!N/A|[MS]/[VY](?!\w)){SYMBOL}/{SYMBOL})(?![\w/°])", _unit_alone, frozenset("/")),
        Kind("degrees by a raised letter", r"(?<=\d)º(?: ?(?P<scale>[CF])(?!\w)|(?!\w))",
             lambda match: whole(match, f"degrees {_SCALES[match['scale']] if match['scale'] else ''}".strip()), frozenset("º")),
        Kind("scale of heat", r"(?<![\w\ue000])°(?P<scale>[CF])(?!\w)",
             lambda match: whole(match, f"degrees {_SCALES[match['scale']]}"), frozenset("°")),
        Kind("micro", r"(?<![\w\u0370-\u03ff])μ[mgLlsAVWF](?!\w)", lambda match: whole(match, tables.UNITS[match[0]][1]), frozenset("μ")),
        Kind("newton metre", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER}) ?(?P<one>k?N) (?P<two>m)(?!\w)",
             lambda match: named(match, number=say_number(match["number"]), one="kilonewton" if match["one"] == "kN" else "newton", two="metres")),
        Kind("each", rf"(?:(?<=[\d\ue000])|(?<=[a-z]{{2}})|(?<=[a-z] [A-Z])(?!/[A-Z](?!\w)))(?P<slash>/)(?P<each>{each})(?![\w/\ue000])(?P<dot>\.(?= [a-z]|[,;)]))?", _each),
        Kind("each behind a word", rf"(?<=\b[Pp]er )(?<!\b[Aa]s per )(?P<each>{'|'.join(short for short in tables.EACH if short.isalpha() and len(short) > 1 and short not in _NOT_EACH)})(?!\w)(?! wage\b| order\b)(?P<dot>\.(?= [a-z]|[,;)]))?",
             lambda match: named(match, each=tables.EACH[match["each"]], dot=""), frozenset()),
        Kind("each behind a space", rf"(?<=\ue000 )(?P<slash>/)(?= (?:{'|'.join(tables.EACH_WORDS)})\b)", lambda match: named(match, slash="per"), frozenset("/")),
        Kind("each word", rf"(?<![\w/.\ue000-])[\d.,$€£\ue000]{{1,12}}(?P<slash>/)(?!fan\b|gas\b)(?P<each>{_WORD})(?![\w/-]|\.\w)", lambda match: named(match, slash="per"), frozenset("/")),
    )  # fmt: skip


def _unit(match: re.Match[str]) -> Iterable[Piece]:
    symbol = match["unit"].partition("/")[0]
    gap = match["gap"]
    after = match.string[match.end() : match.end() + 8]
    if symbol in _WAYS and re.match(r"\.? (?:\d+(?:st|nd|rd|th)\b|(?<=\. )[A-Z])", after):  # "55 W. 42nd St."
        return ()
    if _is_a_name(match, symbol):
        return ()
    if match["unit"] == "bps" and len(match["number"]) < 4:  # modems did thousands of bits a second
        unit = "basis point" if match["number"] == "1" or gap == "-" else "basis points"
        return named(match, minus="minus", number=say_number(match["number"]), gap="", unit=unit, dot="")
    if match["unit"] == "A" and not _ELECTRIC.search(
        match.string[max(0, match.start() - 40) : match.end() + 40]
    ):
        return ()  # a seat
    follows = _HOLDER if gap or symbol in _STUFF else SURE_NOUN
    is_plural = symbol in _PLURAL
    is_attached = (
        symbol == match["unit"]
        and symbol[:1] != "°"
        and not is_plural
        and follows.match(match.string, match.end())
    )
    if (not gap and symbol not in _STUFF) or symbol[-1:] == "B":  # "2 TB SSD", "65W PD charger"
        is_attached = is_attached or (not is_plural and re.match(" (?!V?RAM|DDR)[A-Z]+[a-z]*[A-Z]", after))
    is_compound = _COMPOUND.search(match.string, max(0, match.start() - 6), match.start())  # "sub-4 min."
    singular = (
        match["number"] in ("1", "1.0")
        or gap == "-"
        or is_compound
        or re.match(r"-[a-z]| f[/\ue000]", after)  # "a 50mm f/1.4"
        or (match["unit"] == "L" and _ENGINE[gap == " "].match(match.string, match.end()))
        or is_attached
        or is_adjective(match)
    )
    said = unit_of(match["unit"], many=not singular, words=True)
    said = _called_otherwise(match) or said
    if symbol[:1] == "°" and match["unit"].partition("/")[2] not in tables.EACH:
        said = said if "/" not in match["unit"] else ""
    if not said and symbol[:1] == "°" and "/" in match["unit"]:  # "180°C/Gas 4"
        start = match.start("unit")
        name = Piece(start, start + len(symbol), unit_name(symbol, many=True))
        return [*named(match, minus="minus", number=say_number(match["number"]), gap=""), name]
    if not said:
        return ()
    minus, number = "minus", say_number(match["number"])
    if symbol[:1] == "°" and "." in match["unit"]:
        return ()
    return named(match, minus=minus, number=number, gap="", unit=said, dot="")


def _called_otherwise(match: re.Match[str]) -> str:
    """Return what a 12-ct box and a 360° view are called, "" for all that are called as any other."""
    if match["unit"] == "°" and _TURN.match(match.string, match.end()):
        return "degree"
    if match["unit"] == "nm" and _AT_SEA.search(match.string, max(0, match.start() - 80), match.end() + 80):
        return "nautical mile" if match["number"] == "1" else "nautical miles"
    few = len(match["number"]) == 1 or match["number"].startswith(("0", "1."))  # not "12 pt" of a font
    if match["unit"] in ("pt", "pts") and few and POURED.match(match.string, match.end()):
        return "pint" if match["number"] == "1" else "pints"
    is_count = match["gap"] == "-" or _PACKED.match(match.string, match.end())
    return "count" if match["unit"] == "ct" and is_count else ""


def _millions(match: re.Match[str]) -> Iterable[Piece]:
    if _NAMES_WHAT_FOLLOWS.search(match.string, max(0, match.start() - 12), match.start()):
        return ()
    return named(
        match, number=say_number(match["number"]), unit="million" if match["unit"] == "M" else "billion"
    )


def _is_a_name(match: re.Match[str], symbol: str) -> bool:
    """Say whether one letter behind a number is none of its unit: "F1", "3d", "1F", "5 A", "gate 12A"."""
    called = _NAMES_WHAT_FOLLOWS.search(match.string, max(0, match.start() - 12), match.start())
    if called and re.fullmatch("[A-Z]", symbol) and not match["gap"]:
        return True
    if len(symbol) == 1 and symbol.isupper() and match.string.startswith(TAKEN, match.end()):
        return True
    if (
        symbol == "L"
        and match["gap"] == " "
        and re.match(r" \d+ [A-Z]", match.string[match.end() : match.end() + 6])
    ):
        return True  # "W 12 L 5 D 3"
    if symbol == "ac" and re.match(" units?\\b", match.string[match.end() : match.end() + 6]):
        return True
    if len(match["number"]) == 1 and (symbol == "F" or (symbol == "d" and not match["gap"])):
        return True
    return bool(match["gap"]) and symbol in SPACED and "." not in match["number"]


def _oven(match: re.Match[str]) -> Iterable[Piece]:
    pieces = []
    for group, number in match.groupdict().items():
        if number and number.isdecimal():
            pieces += named(match, **{group: say_number(number)})
        elif number:
            pieces += named(match, **{group: "degrees Fahrenheit" if number == "F" else "degrees Celsius"})
    return pieces


def _unit_alone(match: re.Match[str]) -> Iterable[Piece]:
    symbol, _, each = match["unit"].partition("/")
    if symbol == each:  # "m/m"
        return ()
    if len(symbol) < 2 and (not each or (len(each) < 2 and match["unit"].isupper())):  # "A/C"
        return ()
    of_each = _SEVERAL_OF.match(match.string, match.end())  # "4+ hr drives"
    name = unit_of(match["unit"], many=not of_each)
    dot = {"dot": ""} if match.groupdict().get("dot") else {}
    return named(match, unit=name, **dot) if name else ()


def unit_of(unit: str, *, many: bool, words: bool = False) -> str:
    """Return what a unit or a quotient of two is called, "" for what is none; `words` may stand behind "/"."""
    symbol, _, each = unit.partition("/")
    each, _, time = each.partition("/")  # "mcg/kg/min"
    if time:
        dose, often = unit_of(f"{symbol}/{each}", many=many), unit_name(time, many=False, each=True)
        return f"{dose} per {often}" if dose and often else ""
    name, below = unit_name(symbol, many=many), unit_name(each, many=False, each=True)
    if words and not below and re.fullmatch(_WORD, each):
        below = each
    return f"{name} per {below}" if name and below else "" if each else name


def unit_name(symbol: str, *, many: bool, each: bool = False) -> str:
    """Return what a unit is called: "m2", "m^2" and "m²" are square metres; "" for what is none."""
    power = symbol[-1:] if symbol[-1:] in tuple("23²³") else ""
    bare = symbol.rstrip("23²³^") if power else symbol
    name = tables.EACH.get(bare, "") if each else tables.UNITS.get(bare, ("", ""))[many]
    if not name and not each and _SEVERAL.fullmatch(bare):  # "tsps"
        name = tables.UNITS.get(bare[:-1], ("", ""))[1]
    if not name or not power:
        return name
    if bare == "d":
        return ""
    seconds = bare in ("s", "h", "min")
    return f"{name} squared" if seconds else f"{'square' if power in '2²' else 'cubic'} {name}"


def _square_unit(match: re.Match[str]) -> Iterable[Piece]:
    kind = {"sq": "square", "cu": "cubic", "fl": "fluid"}[match["kind"]]
    one, many = tables.UNITS.get(match["unit"], ("inch", "inches") if match["unit"] == "in" else ("", ""))
    if not one:
        return ()
    name = one if match["number"] == "1" or is_adjective(match) else many
    return named(match, number=say_number(match["number"]), kind=kind, dot="", unit=name, end="")


def _part_of_an_ounce(match: re.Match[str]) -> Iterable[Piece]:
    """Say "½ fl oz" as half a fluid ounce of it, "1½ fl oz" with ounces."""
    number = re.search(rf"{TAKEN}+(?: {TAKEN}+)?$", match.string[: match.start() + 1].rstrip())
    many = number is None or len(number[0]) > len("1/2")
    return named(match, kind="fluid", dot="", unit="ounces" if many else "ounce", end="")


def _stone_of_a_person(match: re.Match[str]) -> Iterable[Piece]:
    """Say "he's 14 st" with stone; stitches are counted so too, and streets have a corner."""
    near = match.string[max(0, match.start() - 80) : match.end() + 40]
    return () if _NO_STONE.search(near) else named(match, unit="stone")


def _stone(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=say_number(match["number"]), gap=" ", unit="stone")


def _each(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, slash="per", each=tables.EACH.get(match["each"], match["each"]), dot="")
