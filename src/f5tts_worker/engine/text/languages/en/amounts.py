"""Money, percentages, units, fractions and ratios in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable
from functools import partial
from math import gcd

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.neutral import currency_names
from f5tts_worker.engine.text.reading.numbers import cardinal, ordinal, parse, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_NUMBER = r"(?:\d+(?:[,']\d{3})*(?:\.\d+)?|\.\d+)"
_SIGN = r"(?:US|AU|CA|NZ|HK|[ACS])?[$€£¥₹₽₩]"
_LETTER = r"(?: ?(?:mn|bn|tn|MM|mm|[kKMBT])| ?[mb])(?!\w)"
_SCALE = r"(?i:hundred|thousand|million|billion|trillion|crore|lakh)(?!\w)"
_MONEY = (
    rf"(?<![\w.,])(?<!\d')(?P<minus>-)?(?P<sign>{_SIGN})(?P<gap> ?)(?P<minus2>-)?(?P<number>{_NUMBER})"
    rf"(?:(?P<letter>{_LETTER})|[ -](?P<scale>{_SCALE}))?"
)
_MONEY_RANGE = (
    rf"(?<![\w.,])(?<!\d')(?P<sign>{_SIGN})(?P<low>{_NUMBER})(?P<to> ?[-–] ?)(?P<high>{_NUMBER})"
    rf"(?:(?P<letter>{_LETTER})| (?P<scale>{_SCALE}))?"
)
_CODES = "|".join(tables.CURRENCY_CODES)
_POWER = r"(?:[²³]|\^?[23](?!\w|\.\d))"
_SYMBOL = rf"(?:°[CF]?|[μ]?[A-Za-z]{{1,4}}Ω?|Ω){_POWER}?"
_UNIT = (
    rf"(?<![\w.,])(?<!\d')(?P<minus>-)?(?P<number>{_NUMBER})(?P<gap>[ -]?)(?P<unit>{_SYMBOL}(?:/{_SYMBOL})?)(?!\w|/[A-Za-z]|°)"
    r"(?P<dot>\.(?= [a-z0-9]|,))?"
)
_HALF_NAMES = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_SPACED = frozenset("ANJF")  # letters that are units only where they touch the number
_ELECTRIC = re.compile(
    r"\d ?[VWΩ]\b|mAh|(?i:amp|batter|breaker|charg|circuit|current|draws|fuse|load|power|rated)|\.\d+ A\b"
)
_ARTICLE = re.compile(
    r"(?i:(?<!\w)(?:(?P<a>an?)|the|this|that|every|each|my|your|his|her|our|their|its|another|one|first) )$"
)
_NOUN = re.compile(r"[ -][a-z]")
# Behind "the $5" may stand a verb or what tells where, when, whose.
_SURE_NOUN = re.compile(
    r"[ -](?!(?:a|about|above|after|all|an|and|are|as|at|back|be|because|before|but|by|can|could|did|do|does|down|for|from|"
    r"had|has|have|he|her|here|i|if|in|into|is|it|may|more|now|of|off|on|onto|or|out|over|per|she|should|so|that|the|then|"
    r"there|they|to|today|under|until|up|was|we|went|were|when|which|who|will|with|without|would|you|your|less|every|each|daily|north|south|east|west|long|wide|tall|"
    r"deep|high|heavy|old|away|ago|apart|yesterday|tomorrow|tonight|later|earlier|further|faster|ahead|only|just|not|plus|"
    r"minus|max|min|maximum|minimum|if|this|next|last|through|across|between|round|around|where|while)\b)[a-z]"
)


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of amounts in order of priority."""
    each = "|".join(sorted((*tables.EACH, *tables.EACH_WORDS), key=len, reverse=True))
    return (
        Kind("money", _MONEY, _money),
        Kind("cents", r"(?<![\w.,])(?<!\d')(?P<number>\d+(?:\.\d+)?)(?P<sign> ?¢)", _cents, frozenset("¢")),
        Kind("pence", r"(?<![\w.,])(?<!\d')(?P<number>\d{1,2})(?P<sign>p)(?!\w)", _pence),
        Kind("currency code", rf"(?<![\w.,])(?<!\d')(?P<number>{_NUMBER})(?P<letter>{_LETTER})?(?: {_SCALE})? ?(?P<code>{_CODES})(?!\w)", _code),
        Kind("currency code before", rf"(?<!\w)(?P<code>{_CODES}) ?(?P<number>{_NUMBER})(?:(?P<letter>{_LETTER})| (?P<scale>{_SCALE}))?(?!\w)", _code_before),
        Kind("percent", rf"(?<![\w.,])(?<!\d')(?P<minus>-)?(?P<number>{_NUMBER})(?P<gap>[ -]?)(?P<sign>[%‰])", _percent, frozenset("%‰")),
        Kind("coordinate", r"(?<![\w.,])(?<!\d')(?P<degrees>\d{1,3}(?:\.\d+)?)(?P<sign>° ?)(?:(?P<minutes>\d{1,2}(?:\.\d+)?)(?P<m>' ?))?"
             r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?P<s>(?:\"|'') ?))?(?P<way>[NSEW])(?!\w)", _coordinate, frozenset("°")),
        Kind("size in feet", r"(?<![\w.,])(?P<one>\d{1,3})(?P<f>')(?P<by> ?[x×] ?)(?P<two>\d{1,3})(?P<g>')(?!\w)",
             lambda match: named(match, one=_number(match["one"]), f="feet", by="by", two=_number(match["two"]), g="feet"), frozenset("'")),
        Kind("pixels", r"(?<![\w.,])(?P<one>\d{3,4})(?P<by> ?[x×] ?)(?P<two>\d{3,4})(?![\d]|[.,]\d)",
             lambda match: named(match, one=paired(match["one"]), by="by", two=paired(match["two"]))),
        Kind("size", rf"(?<![\w.,])(?<!\d')(?P<one>{_NUMBER})(?: ?(?:[a-z]{{1,2}}|[\"'])(?=[ x×]))?(?P<by>[x×]| [x×] )(?=(?P<ten>10[\^⁰¹²³⁴-⁹⁻\ue000])|\.?\d|\ue000)", _size,
             frozenset("x×")),
        Kind("feet and inches", r"(?<![\w.,])(?<!\d')(?P<feet>\d)(?P<f>') ?(?P<inches>\d{1,2})(?P<i>\"|'')?(?!\w)", _feet),
        Kind("feet and inches in letters", r"(?:(?<=\d ft )|(?<=\d ft\. ))(?P<inches>\d{1,2}) (?P<i>in\b(?:\.(?= [a-z]))?)", _inches),
        Kind("inches", r"(?<![\w.,])(?P<inches>\d{1,3}(?:\.\d+)?)[ -](?P<i>in)(?P<dot>\.)(?= [a-z]|$|\n)", _inches),
        Kind("time signature", r"(?<![\w.,/-])(?P<beats>\d{1,2})(?P<slash>/)(?P<of>[248]|16)(?= (?:time|metre|meter|signature)\b)", _marks_of_time),
        Kind("fraction", rf"(?<![\w.,/-])(?:(?P<whole>\d{{1,4}})(?P<gap>[ -]))?(?P<over>\d{{1,3}})/(?P<under>\d{{1,4}})(?![\d/]|[.,]\d)(?:(?P<inch>\")|[ -](?P<unit>{_SYMBOL})(?![\w/°]))?",
             _fraction),
        Kind("marks", rf"(?<![\w.,/])(?<!\d')(?P<got>{_NUMBER})(?P<slash> ?/ ?)(?P<of>\d{{1,3}})(?![\w/]|[.,]\d)", _marks),
        Kind("consumption", r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>[lL]/)(?P<hundred>100 ?)(?P<km>km)(?!\w)",
             lambda match: named(match, number=_number(match["number"]), unit="litres per", hundred="hundred", km="kilometres")),
        Kind("square unit", rf"(?<![\w.,])(?<!\d')(?P<number>{_NUMBER})[ -](?P<kind>sq|cu|fl)(?P<dot>\.?)[ -](?P<unit>[a-z]{{1,2}})(?!\w)",
             _square_unit),
        Kind("hours and minutes", r"(?<![\w.,:])(?P<hours>\d{1,3}) ?(?P<h>h(?:rs?)?) ?(?P<minutes>\d{1,2}) ?(?P<m>m(?:ins?)?)(?!\w)(?: (?P<seconds>\d{1,2}) ?(?P<s>s(?:ecs?)?)(?!\w))?",
             _duration),
        Kind("minutes and seconds", r"(?<![\w.,:])(?P<minutes>\d{1,3}) ?(?P<m>m(?:ins?)?) (?P<seconds>\d{1,2}) ?(?P<s>s(?:ecs?)?)(?!\w)", _duration),
        Kind("unit", _UNIT, _unit),
        Kind("unit of a power", rf"(?<=\ue000) (?P<unit>{_SYMBOL}/{_SYMBOL}|[mkcμ][mglLWVA])(?![\w/°])", _unit_alone),
        Kind("each", rf"(?<=[\w\ue000])(?P<slash>/)(?P<each>{each})(?![\w/])(?P<dot>\.(?= [a-z]))?", _each),
        Kind("ratio", r"(?<![\w.:])(?P<one>\d{1,4})(?P<to>:)(?P<two>\d{1,4}(?:,\d{3})*)(?:(?P<and_to>:)(?P<three>\d{1,4}))?(?![\w:]|[.,]\d)", _ratio),
        Kind("times as much", rf"(?<![\w.,])(?<!\d')(?P<number>{_NUMBER})(?P<x>x)(?= (?:faster|slower|more|less|better|bigger|larger|higher|"
             r"smaller|cheaper|as|the|longer|stronger|a|per)\b|[/\ue000])", partial(_attached, word="times")),
    )  # fmt: skip


def _number(text: str) -> str:
    return quantity(text, "en")


def _names(sign: str) -> tuple[str, str, str, str]:
    """Return what one and many of a currency are called, and one and many of its hundredths."""
    name = currency_names(sign[-1], "en")
    lead = f"{tables.DOLLARS[sign[:-1]]} " if sign[:-1] in tables.DOLLARS else ""
    return lead + name(1, 0), lead + name(5, 0), name(1, 1), name(5, 1)


def _is_adjective(match: re.Match[str]) -> bool:
    """Say whether an amount stands before a noun: "a $5 million deal" is a five million dollar deal."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    article = _ARTICLE.search(before)
    return bool(article and (_NOUN if article["a"] else _SURE_NOUN).match(match.string, match.end()))


def _money(match: re.Match[str]) -> Iterable[Piece]:
    one, many, small, smalls = _names(match["sign"])
    number = match["number"]
    minus = "minus " if match["minus"] or match["minus2"] else ""
    unit = one if _is_adjective(match) else many
    said = {"minus": "", "sign": "", "minus2": ""}
    if match["scale"]:
        return named(match, **said, number=minus + _number(number), scale=f"{match['scale']} {unit}")
    if match["letter"]:
        return named(match, **said, number=minus + _number(number), letter=f"{_scale(match)} {unit}")
    return named(match, **said, number=minus + _amount(number, one, unit, small, smalls))


def _amount(number: str, one: str, many: str, small: str, smalls: str) -> str:
    units, decimals = parse(number, "en") or ("", "")
    if (len(decimals) not in (0, 2) and decimals.strip("0")) or not (units or decimals):
        return f"{_number(number)} {many}"
    cents = int(decimals or 0) if small else 0
    said = f"{cardinal(str(int(units or 0)), 'en')} {one if units == '1' else many}"
    if not cents:
        return said
    hundredths = f"{cardinal(str(cents), 'en')} {small if cents == 1 else smalls}"
    return f"{said} and {hundredths}" if units.strip("0") else hundredths


def _money_range(match: re.Match[str]) -> Iterable[Piece]:
    one, many, small, smalls = _names(match["sign"])
    said = {"sign": "", "low": _number(match["low"]), "to": "to"}
    if match["scale"]:
        return named(match, **said, high=_number(match["high"]), scale=f"{match['scale']} {many}")
    if match["letter"]:
        return named(match, **said, high=_number(match["high"]), letter=f"{_scale(match)} {many}")
    if "." in match["low"]:
        said["low"] = _amount(match["low"], one, many, small, smalls)
    return named(match, **said, high=_amount(match["high"], one, many, small, smalls))


MONEY_RANGE = Kind("money range", _MONEY_RANGE, _money_range)


def _cents(match: re.Match[str]) -> Iterable[Piece]:
    one = match["number"] == "1" or _is_adjective(match)
    return named(match, number=_number(match["number"]), sign="cent" if one else "cents")


def _pence(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=_number(match["number"]), sign="penny" if match["number"] == "1" else "pence")


def _code(match: re.Match[str]) -> Iterable[Piece]:
    one, many = tables.CURRENCY_CODES[match["code"]]
    small = "pence" if match["code"] == "GBP" else "cents"
    if re.search(r"\.\d\d$", match["number"]) and not match["letter"]:
        whole_units, _, cents = match["number"].partition(".")
        said = f"{one if whole_units == '1' else many} and {_number(str(int(cents)))} {small}"
        return named(match, number=_number(whole_units), code=said)
    return named(
        match,
        number=_number(match["number"]),
        letter=_scale(match),
        code=one if match["number"] == "1" else many,
    )


def _code_before(match: re.Match[str]) -> Iterable[Piece]:
    name = tables.CURRENCY_CODES[match["code"]][match["number"] != "1"]
    small = "pence" if match["code"] == "GBP" else "cents"
    said = {"code": "", "number": _number(match["number"])}
    if re.search(r"\.\d\d$", match["number"]) and not (match["scale"] or match["letter"]):
        units, _, cents = match["number"].partition(".")
        return named(match, code="", number=f"{_number(units)} {name} and {_number(str(int(cents)))} {small}")
    last = "scale" if match["scale"] else "letter" if match["letter"] else "number"
    said[last] = f"{match['scale'] or _scale(match) or said['number']} {name}"
    return named(match, **said)


def _scale(match: re.Match[str]) -> str:
    return tables.SCALE_LETTERS[match["letter"].strip()] if match["letter"] else ""


def _percent(match: re.Match[str]) -> Iterable[Piece]:
    sign = "percent" if match["sign"] == "%" else "per mille"
    return named(match, minus="minus", number=_number(match["number"]), gap="", sign=sign)


def _attached(match: re.Match[str], word: str) -> Iterable[Piece]:
    return named(match, number=_number(match["number"]), x=word)


def _coordinate(match: re.Match[str]) -> Iterable[Piece]:
    way = {"N": "north", "S": "south", "E": "east", "W": "west"}[match["way"]]
    said = {"degrees": _number(match["degrees"]), "sign": "degrees"}
    if match["minutes"]:
        said |= {"minutes": _number(match["minutes"]), "m": "minutes"}
    if match["seconds"]:
        said |= {"seconds": _number(match["seconds"]), "s": "seconds"}
    return named(match, **said, way=way)


def _feet(match: re.Match[str]) -> Iterable[Piece]:
    inches = _number(match["inches"])
    return named(match, feet=_number(match["feet"]), f="foot", inches=inches, i="")


def _inches(match: re.Match[str]) -> Iterable[Piece]:
    dot = {"dot": "." if match.end() == len(match.string) else ""} if "dot" in match.groupdict() else {}
    return named(match, i="inch" if match["inches"] == "1" else "inches", **dot)


def _unit(match: re.Match[str]) -> Iterable[Piece]:
    symbol, _, each = match["unit"].partition("/")
    gap = match["gap"]
    if gap and symbol in _SPACED and "." not in match["number"]:
        return ()
    if match["unit"] == "A" and not _ELECTRIC.search(
        match.string[max(0, match.start() - 40) : match.end() + 40]
    ):
        return ()  # a seat
    is_attached = not gap and symbol[:1] != "°" and _SURE_NOUN.match(match.string, match.end())
    singular = match["number"] in ("1", "1.0") or gap == "-" or is_attached or _is_adjective(match)
    name = _unit_name(symbol, many=not singular)
    below = _unit_name(each, many=False, each=True) if each else ""
    if not name or (each and not below):
        return ()
    minus, number = "minus", _number(match["number"])
    if symbol[:1] == "°" and "." in match["unit"]:
        return ()
    said = f"{name} per {below}" if each else name
    return named(match, minus=minus, number=number, gap="", unit=said, dot="")


def _unit_alone(match: re.Match[str]) -> Iterable[Piece]:
    symbol, _, each = match["unit"].partition("/")
    name, below = _unit_name(symbol, many=True), _unit_name(each, many=False, each=True) if each else ""
    return named(match, unit=f"{name} per {below}" if each else name) if name and (below or not each) else ()


def _unit_name(symbol: str, *, many: bool, each: bool = False) -> str:
    """Return what a unit is called: "m2", "m^2" and "m²" are square metres; "" for what is none."""
    power = symbol[-1:] if symbol[-1:] in tuple("23²³") else ""
    bare = symbol.rstrip("23²³^") if power else symbol
    name = tables.EACH.get(bare, "") if each else tables.UNITS.get(bare, ("", ""))[many]
    if not name or not power:
        return name
    seconds = bare in ("s", "h", "min")
    return f"{name} squared" if seconds else f"{'square' if power in '2²' else 'cubic'} {name}"


def _square_unit(match: re.Match[str]) -> Iterable[Piece]:
    kind = {"sq": "square", "cu": "cubic", "fl": "fluid"}[match["kind"]]
    one, many = tables.UNITS.get(match["unit"], ("inch", "inches") if match["unit"] == "in" else ("", ""))
    if not one:
        return ()
    name = one if match["number"] == "1" or _is_adjective(match) else many
    return named(match, number=_number(match["number"]), kind=kind, dot="", unit=name)


def _duration(match: re.Match[str]) -> Iterable[Piece]:
    said: dict[str, str] = {}
    for group, letter, one in (
        ("hours", "h", "hour"),
        ("minutes", "m", "minute"),
        ("seconds", "s", "second"),
    ):
        if match.groupdict().get(group):
            number = str(int(match[group]))
            said |= {group: _number(number), letter: one if number == "1" else f"{one}s"}
    return named(match, **said)


def _each(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, slash="per", each=tables.EACH.get(match["each"], match["each"]), dot="")


def _fraction(match: re.Match[str]) -> Iterable[Piece]:
    over, under = int(match["over"]), int(match["under"])
    rated = re.search(r"(?i:\b(?:rat\w+|scor\w+|got|gave|give|mark\w*|answer\w*) (?:\w+ ){0,3})$",
                      match.string[max(0, match.start() - 40) : match.start()])  # fmt: skip
    rated = rated or re.match(r" (?:stars?|points|marks)\b", match.string[match.end() : match.end() + 8])
    if rated or not 0 < over < under or gcd(over, under) > 1 or match["under"][0] == "0":
        return ()
    one, many = _HALF_NAMES.get(under) or (ordinal(str(under), "en"), f"{ordinal(str(under), 'en')}s")
    name = one if over == 1 else many
    part = cardinal(str(over), "en") if over > 1 or not match["whole"] else "a"
    said = f"{'and ' if match['whole'] else ''}{part} {name}"
    unit = match["unit"] or ""
    measured = _unit_name(unit, many=bool(match["whole"])) if unit not in _SPACED else ""
    return [
        *named(match, whole=cardinal(match["whole"] or "0", "en"), gap=""),
        Piece(match.start("over"), match.end("under"), said),
        *named(match, inch="inch", unit=measured or unit),
    ]


def _marks(match: re.Match[str]) -> Iterable[Piece]:
    halves = match["got"] == match["of"] in ("50", "20")  # odds, and eyes
    around = match.string[max(0, match.start() - 24) : match.start()] + match.string[match.end() :][:5]
    pressure = re.search(r"(?i:pressure|\bBP\b|mmHg)", around)
    slash = "" if halves else "over" if pressure else "out of"
    return named(match, got=_number(match["got"]), slash=slash, of=_number(match["of"]))


def _marks_of_time(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, beats=_number(match["beats"]), slash="", of=_number(match["of"]))


def _ratio(match: re.Match[str]) -> Iterable[Piece]:
    shape = (match["one"], match["two"]) in {("16", "9"), ("4", "3"), ("9", "16"), ("16", "10"), ("21", "9")}
    return named(
        match,
        one=_number(match["one"]),
        to="by" if shape else "to",
        two=_number(match["two"]),
        and_to="to",
        three=_number(match["three"] or "0"),
    )


def _size(match: re.Match[str]) -> Iterable[Piece]:
    """Tell "by" from "times": a single spaced sign between two bare numbers multiplies."""
    if match["one"] == "0":
        return ()  # 0x1F
    after = match.string[match.end() : match.end() + 40]
    bare = match["by"] == " × " and not re.match(r"[\d.,]+ ?(?:[a-z\"']|[x×])", after)
    is_product = match["ten"] or "=" in after or bare
    return named(match, by="times" if is_product else "by")
