"""Money, percentages, units, sizes and ranges of them, from a language's `Grammar`."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.grammar import NUMBER, Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import is_numbered
from f5tts_worker.engine.text.reading.numbers import cardinal, parse, quantity
from f5tts_worker.engine.text.reading.proportions import say_fraction, say_marks, say_range
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, named_apart, whole

_MILLIONS = re.compile(
    r"\b(?:milli(?:on|ard)s?|[mb]ill[oó]n(?:es)?|mili(?:on[ei]|ard[oi])|[mb]ilh(?:ão|ões))$"
)
_TIMES = (
    "jour|semaine|mois|an|heure|nuit|personne|Tag|Woche|Monat|Jahr|Stunde|Nacht|Person|día|semana|mes|año|hora|noche|persona|"
    "giorno|settimana|mese|anno|ora|notte|dia|mês|ano|noite|pessoa|dag|week|maand|jaar|uur|nacht|persoon|h|min"
)
_OFTEN = (
    "täglich|wöchentlich|monatlich|jährlich|pro |am Tag|die Woche|par |al día|al mes|por |al giorno|per |"
    "ao dia|diari|daags"
)
_TIMES_MANY = ("vezes", "veces", "volte", "fois", "Mal", "keer")
_GROUPED_BY_COMMAS = re.compile(r".*\$.*|[QL]|S/\.?")  # money of America
_LONG = 4  # letters that are no abbreviation
_ELECTRIC = re.compile(r"\d ?(?:[mk]?[VWΩ]|mAh|Volt|volt)|Sicherung|Strom|fusible|corriente|courant")
_HEAT = re.compile(r"°[CF]|\b(?i:temp[eé]rat|kelvin|hierv|siede|gefrier|kook|smelt|fusi[oó]n|absol)")
_LEFT = r"(?<![\w.,:/])(?<!(?<![dlDLu])')(?<!\d-)(?<!\d–)"  # "d'1 km"


def amount_kinds(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of amounts in order of priority."""
    signs = "|".join(re.escape(sign) for sign in sorted(grammar.currencies, key=len, reverse=True))
    units = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    scales = "|".join(re.escape(scale) for scale in sorted(grammar.scales, key=len, reverse=True))
    low = rf"(?:(?P<low>{NUMBER})(?P<lowsign> ?(?:[%°]|{signs}))?(?P<to> ?[-–] ?))?"
    each = r"(?:(?P<slash> ?/ ?)(?P<each>100 ?km|[^\W\d_]+[²³23]?(?:\.(?=[,)/]| [^\W\d_A-Z]))?))?"
    each += r"(?:(?<=€)(?=HT|TTC)|(?!\w|'\w))"
    lead = rf"{_LEFT}(?P<minus>-)?"
    amount = (
        rf"{low}(?P<number>{NUMBER})(?P<dash>,[-–]{{1,2}})?"
        rf"(?:(?P<scale> ?(?:{scales}))(?P<of> d[eiou]| d['’])?)?"
    )
    money = rf"{lead}{amount}(?P<sign> ?(?:{signs})){each}"
    codes = "|".join(sign for sign in grammar.currencies if re.fullmatch("[A-Z]{3}", sign))
    sign_first = rf"{lead}(?P<sign>(?:{signs}) ?){amount}(?P<code> (?:{codes})(?!\w))?{each}"
    scaled = rf"{lead}{low}(?P<number>{NUMBER})(?P<scale> ?(?:{scales}))(?!\w)"
    unit = rf"{lead}{low}(?P<number>{NUMBER})(?P<gap>[ -]?)(?P<unit>{units})(?P<power>[²³23])?{each}"
    size = rf"{_LEFT}(?P<one>{NUMBER})(?P<unit> ?(?:{units}))?(?P<by> ?[x×] ?)(?=[\d{TAKEN}])"
    fraction = (
        r"(?<![\w.,/])(?<!\d')(?:(?P<whole>\d{1,3}) )?(?P<over>\d{1,3})/(?P<under>\d{1,3})(?!(?!h\b)[\w/]|[.,]\d)"
        rf"(?:(?P<unit> (?:{units})|h)(?!\w))?"
    )
    span = rf"(?<![\w.,:/'–-])(?P<low>{NUMBER})(?P<to> ?[-–] ?)(?P<high>{NUMBER})(?![\w–-]|[/:.,]\d)"
    per = "|".join(sorted(filter(str.isalpha, grammar.per), key=len, reverse=True))
    each_of = rf"(?:(?<={TAKEN})|[\d{TAKEN}] [^\W\d_]+|\d)(?P<slash>/)(?P<each>(?:{_TIMES}|{per}|k?m[²2]|[μmd][lL])(?!\w)(?:\.(?=,| [^\W\d_A-Z]))?)"
    counted = rf"{_LEFT}(?<![A-Z]-)(?P<minus>(?<!\w)-)?(?P<number>{NUMBER})(?= (?P<noun>[^\W\d_]+))"
    power = rf"(?<=10)[⁺⁻]?[⁰¹²³⁴-⁹]+ (?P<unit>{units})(?P<power>[²³23])?{each}"
    height = r"(?<![\w.,])(?P<number>[12])(?P<unit>m)(?P<rest>\d\d)(?![\w]|[.,]\d)"
    place = (
        rf"{_LEFT}(?P<number>{NUMBER})(?P<degree> ?°)(?: ?(?P<minute>\d{{1,2}})(?P<m>'))?"
        rf"(?: ?(?P<way>[{''.join(tables.COMPASS[grammar.code])}]))(?!\w)"
    )
    marks = rf"{_LEFT}\d{{1,2}},\d{{1,2}}(?P<slash> ?/ ?)(?=(?:5|10|20|100)(?![\w/]|[.,]\d))"
    says = (
        ("coordinate", place, _say_coordinate), ("marks", marks, say_marks),
        ("money", money, _say_money), ("money, sign first", sign_first, _say_money),
        ("scaled", scaled, _say_scaled), ("size", size, _say_size), ("height", height, _say_height),
        ("power of ten", power, _say_after_power),
        ("unit", unit, _say_unit),
        ("fraction", fraction, say_fraction), ("each", each_of, _say_each),
        ("range", span, say_range),
        ("counted", counted, _say_counted),
    )  # fmt: skip
    kinds = [Kind(name, pattern, partial(say, grammar=grammar)) for name, pattern, say in says]
    square = partial(_say_square, grammar=grammar)
    pair = rf"(?<![\w/.{TAKEN}-])(?<!{TAKEN} )(?P<unit>{units})(?P<slash>/)(?P<each>[^\W\d_]{{1,3}}[²³23]?)"
    say_quotient = partial(_say_quotient, grammar=grammar)
    so_many = rf"(?<={TAKEN})(?P<slash> ?/ ?)(?P<number>{NUMBER}) ?(?P<unit>(?:[cdm]?[lL]|[kmμ]?g|k?m|k?Wh|kcal|kJ|h|min)(?!\w))"
    kinds.append(Kind("each so many", so_many, partial(_say_each_so_many, grammar=grammar)))
    kinds.append(Kind("quotient", rf"{pair}(?![\w/])", say_quotient, frozenset("/")))
    alone = rf"(?<={TAKEN} )min(?:\.(?= ))?(?!\w)"
    kinds.append(Kind("minute", alone, lambda match: whole(match, grammar.units["min"].one), frozenset("m")))
    return (
        *kinds,
        Kind("square", r"(?<=[^\W⁰¹²³⁴-⁹])(?P<power>[²³])(?![\w⁰⁴-⁹])", square, frozenset("²³")),
    )


def count(number: str, gender: str, grammar: Grammar) -> str:
    """Say a written number as it is said before a noun of this gender."""
    said = quantity(number, grammar.code)
    parsed = parse(number, grammar.code)
    return grammar.agree(said, gender) if gender and parsed and not parsed[1] else said


def counted(number: str, noun: Noun, grammar: Grammar) -> str:
    """Return one or many of what a number counts; French has one of anything below two."""
    parsed = parse(number, grammar.code)
    units, decimals = parsed or ("", "")
    single = units in ("0", "1") if grammar.code == "fr" else units == "1" and not decimals.strip("0")
    return noun.one if single else noun.many


def _lead(grammar: Grammar) -> dict[str, str]:
    """Return what is said for the parts in front of an amount: a minus, and the lower end of a range."""
    return {"minus": grammar.signs["-"], "lowsign": "", "to": grammar.signs["–"], "dash": ""}


def _each(match: re.Match[str], grammar: Grammar) -> dict[str, str]:
    each = (match["each"] or "").rstrip(".")
    if not each:
        return {}
    known = grammar.per.get(each.replace("0k", "0 k"), "")
    if not known and each[-1] in "²³23" and each[:-1] in grammar.units:
        known = f"{grammar.each} {grammar.powers[each[-1] in '³3'](grammar.units[each[:-1]]).one}"
    elif not known and (len(each) > 1 or each in "Llg") and each in grammar.units:
        known = f"{grammar.each} {grammar.units[each].one}"
    elif not known and len(each) > 2:
        known = f"{grammar.each} {each}"
    return {"slash": "", "each": known} if known else {}


def _say_each(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "3 fois/jour" and "40 Einwohner/km²"."""
    return named_apart(match, _each(match, grammar))


def _say_scaled(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    scale = match["scale"].strip()
    if len(scale) == 1 and not re.compile(" d(?:e |'|i )").match(
        match.string, match.end()
    ):  # "5 M" may be a size
        return ()
    noun = grammar.scales[scale]
    following = re.compile(r" ([^\W\d_]+)").match(match.string, match.end())
    gender = (
        grammar.gender_of(following[1]) if following and noun.one == noun.many else noun.gender
    )  # "duas mil alunas"
    said = _lead(grammar)
    if not scale.isalpha() or len(scale) < _LONG:  # a whole word is said as it is written
        said["scale"] = counted(match["number"], noun, grammar)
    said["number"] = count(match["number"], gender or noun.gender, grammar)
    if match["low"]:
        said["low"] = count(match["low"], gender or noun.gender, grammar)
    return named_apart(match, said)


def _say_money(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    code = match.groupdict().get("code") or ""  # "$1,250.00 MXN"
    sign, number = (code or match["sign"]).strip(), match["number"]
    if sign.isalpha() and match.string.endswith(
        "$ ", 0, match.start()
    ):  # "$ 1.500 MXN": the dollar's sign leads
        return ()
    if _GROUPED_BY_COMMAS.fullmatch(match["sign"].strip()) and re.fullmatch(r"\d{1,3}(?:,\d{3})+", number):
        number = number.replace(",", "")
    currency = grammar.currencies[sign]
    unit = currency.unit
    said = _lead(grammar) | _each(match, grammar) | ({"code": ""} if code else {})
    if match["low"]:
        said["low"] = count(match["low"], unit.gender, grammar)
    scale = (match["scale"] or "").strip()
    if scale:
        noun = grammar.scales[scale]
        name = unit.many
        name = name if match["of"] or noun.one == noun.many else _linked(name, grammar)
        word = scale if scale.isalpha() and len(scale) >= _LONG else counted(number, noun, grammar)
        said |= {"number": count(number, noun.gender, grammar), "scale": word}
    else:
        words, name = _amount(number, currency, grammar)
        said["number"] = words
        name = _linked(name, grammar) if _MILLIONS.search(words) else name
    if match.start("sign") < match.start("number"):  # the name is said after the amount
        last = "scale" if scale else "number"
        said |= {"sign": "", last: f"{said[last]} {name}"}
    else:
        said["sign"] = name
    return named_apart(match, said)


def _linked(name: str, grammar: Grammar) -> str:
    """Put "de" between a million and what there are so many of: "un million d'euros"."""
    if grammar.code == "fr" and name[:1] in "aeiouéèh":
        return f"d'{name}"
    return f"{grammar.of} {name}" if grammar.of else name


def _amount(number: str, currency: Currency, grammar: Grammar) -> tuple[str, str]:
    """Say an amount: its units, then their name and what follows."""
    unit, cent = currency
    parsed = parse(number, grammar.code)
    units, decimals = parsed or ("", "")
    if len(decimals) != 2 or not cent.many:  # hundredths have two digits
        return count(number, unit.gender, grammar), counted(number, unit, grammar)
    cents = grammar.agree(cardinal(str(int(decimals)), grammar.code), cent.gender)
    cent_name = counted(decimals.lstrip("0"), cent, grammar)
    if decimals == "00":
        return count(units, unit.gender, grammar), counted(units, unit, grammar)
    if not units.strip("0"):
        return cents, cent_name
    rest = [
        counted(units, unit, grammar),
        grammar.cents_after,
        cents,
        cent_name if grammar.says_cents else "",
    ]
    return count(units, unit.gender, grammar), " ".join(filter(None, rest))


def _say_unit(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    noun, power = grammar.units[match["unit"]], match["power"]
    if power:
        if power in "23" and not match["unit"].endswith("m"):  # "CO2" and "5 h 2" are none
            return ()
        noun = grammar.powers[power in "³3"](noun)
    if (
        match["unit"] == '"' and match.string.count('"', max(0, match.start() - 200), match.start()) % 2
    ):  # a quotation ends here
        return ()
    if len(match["unit"]) == 1 and match["unit"].isalpha() and not _is_unit(match):
        return ()
    said = _lead(grammar) | _each(match, grammar)
    if match["low"]:
        said["low"] = count(match["low"], noun.gender, grammar)
    said |= {"number": count(match["number"], noun.gender, grammar), "power": ""}
    ends = "." * (match["unit"][-1] == "." and not match.string[match.end() :].strip("\"')\n"))
    said["unit"] = counted(match["number"], noun, grammar) + ends
    return named_apart(match, said)


def _say_each_so_many(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "52 kcal/100 ml"."""
    noun = grammar.units[match["unit"]]
    said = f"{count(match['number'], noun.gender, grammar)} {counted(match['number'], noun, grammar)}"
    is_each = re.fullmatch(r"100 ?(?:g|km|m[lL])|(?:1|5|10) ?m[lL]|24 ?h|1\.?000 ?h", match[0].strip(" /"))
    return whole(match, f"{grammar.each} {said}" if is_each else said)  # "500 ml/750 ml" are sizes


def _say_quotient(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "km/h" where no number stands in front."""
    is_known = match["each"] in grammar.per or match["each"].rstrip("²³23") in grammar.units
    each = _each(match, grammar) if is_known and len(match["unit"]) > 1 else {}
    return named_apart(match, {"unit": grammar.units[match["unit"]].many} | each) if each else ()


def _say_height(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "1m75" as one metre seventy-five."""
    metre = grammar.units["m"]
    said = (
        count(match["number"], metre.gender, grammar),
        counted(match["number"], metre, grammar),
        cardinal(match["rest"], grammar.code),
    )
    return whole(match, " ".join(said))


def _say_after_power(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say the unit of a power of ten: "10⁸ m/s", "10⁸ km²"."""
    noun, power = grammar.units[match["unit"]], match["power"]
    if power:
        noun = grammar.powers[power in "³3"](noun)
    return named_apart(match, {"unit": noun.many, "power": ""} | _each(match, grammar))


def _is_unit(match: re.Match[str]) -> bool:
    """Say whether a letter after a number is a unit: "14A" is a house, "3 B" a name, "los 90s" a decade."""
    if match["unit"] == "s" and not match["gap"] and re.fullmatch("[2-9]0", match["number"]):
        return False
    if match["unit"] == "x" and re.match(
        r" ?[-+=*/]", match.string[match.end() : match.end() + 2]
    ):  # "2x + 3"
        return False
    if match["unit"] == "A":  # amperes beside volts and the like
        around = match.string[max(0, match.start() - 40) : match.end() + 40]
        return bool(_ELECTRIC.search(around))
    if match["unit"] == "K":  # kelvin where temperatures are spoken of
        near = match.string[max(0, match.start() - 200) : match.end() + 200]
        return bool(re.search(r"[.,]\d|\d{3}", match["number"]) and _HEAT.search(near))
    often = re.compile(
        rf" (?:{TAKEN}|{_OFTEN}|[»«„]|(?!(?:gleich|minus|plus|menos|igual|moins|égale|uguale|menus|minder)\b)[^\W\d_]{{4,}})"
    ).match(match.string, match.end())  # "3 x täglich"
    return match["unit"] in ("x" if often or not match["gap"] else "") + "mglLhjdstuWVΩ" or bool(
        match["each"]
    )


def _say_size(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    after = match.string[match.end() : match.end() + 16]
    times = grammar.code == "fr" and re.match(r"[\d.,]+ ?[cmdk]?[lLg]\b|[1-9]00 ?m\b", after)  # packs, relays
    bare = match["by"] == " × " and not match["unit"] and not re.match(r"[\d.,']+ ?[^\W\d_]", after)
    if (
        times or bare or re.match(rf"[\d.,]+(?: ?[x×] ?[\d.,]+){{0,3}} ?=|{TAKEN}|10[⁰-⁹¹²³⁻]", after)
    ):  # money and powers are multiplied
        return named_apart(match, {"by": tables.SIGNS[grammar.code]["×"]})
    is_score = (
        match["by"] == " x "
        and re.match(r"\d{1,2}(?!\d|[.,]\d| ?[x×=]| ?(?:[cmk]?m|pol)\b)", after)
        and len(match["one"]) < 3
    )
    by = grammar.signs.get("x score", "") if is_score and not match["unit"] else ""
    said = {"one": quantity(match["one"], grammar.code), "by": by or grammar.signs["x"]}
    if match["unit"]:
        noun = grammar.units[match["unit"].strip()]
        said |= {
            "one": count(match["one"], noun.gender, grammar),
            "unit": counted(match["one"], noun, grammar),
        }
    return named_apart(match, said)


def _say_coordinate(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    said = {
        "number": quantity(match["number"], grammar.code),
        "degree": counted(match["number"], grammar.units["°"], grammar),
    }
    if match["minute"]:
        noun = grammar.units["min"]
        said |= {
            "minute": count(match["minute"], noun.gender, grammar),
            "m": counted(match["minute"], noun, grammar),
        }
    return named_apart(match, said | {"way": tables.COMPASS[grammar.code][match["way"]]})


def _say_counted(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    gender = grammar.gender_of(match["noun"])
    is_one = match["number"] == "1" or grammar.code not in ("es", "fr", "pt")
    if not gender or not (is_one or match["noun"][-1] in "sxz"):  # "En 1936 vivía", "la habitación 21 daba"
        return ()
    said = count(match["number"], gender, grammar)
    before = match.string[max(0, match.start() - 30) : match.start()]
    if _MILLIONS.search(said) and grammar.of:
        said = f"{said} {grammar.of}"
    elif said == quantity(match["number"], grammar.code) or (
        match["noun"] not in _TIMES_MANY and is_numbered(before, grammar.code)
    ):
        return named(match, minus=grammar.signs["-"])  # a number as any other: it may be a year
    return named(match, minus=grammar.signs["-"], number=said)


def _say_square(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    said = grammar.signs.get(match["power"])
    return whole(match, said) if said else ()
