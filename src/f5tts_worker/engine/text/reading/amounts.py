"""Money, percentages, units, fractions, sizes and ranges of them, from a language's `Grammar`."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Iterable, Mapping
from functools import partial

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.grammar import NUMBER, Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.numbers import cardinal, parse, quantity
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_MILLIONS = re.compile(
    r"\b(?:milli(?:on|ard)s?|[mb]ill[oó]n(?:es)?|mili(?:on[ei]|ard[oi])|[mb]ilh(?:ão|ões))$"
)
_TIMES = (
    "jour|semaine|mois|an|heure|nuit|personne|Tag|Woche|Monat|Jahr|Stunde|Nacht|Person|día|semana|mes|año|hora|noche|persona|"
    "giorno|settimana|mese|anno|ora|notte|dia|mês|ano|noite|pessoa|dag|week|maand|jaar|uur|nacht|persoon|h|min"
)
_TIMES_MANY = ("vezes", "veces", "volte", "fois", "Mal", "keer")
_MARKS = (10, 20, 100)  # out of these are marks, not fractions
_LONG = 4  # digits that are no score, letters that are no abbreviation
_ELECTRIC = re.compile(r"\d ?(?:[mk]?[VWΩ]|mAh|Volt|volt)")
_LEFT = r"(?<![\w.,:/'])(?<!\d-)(?<!\d–)"


def amount_kinds(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of amounts in order of priority."""
    signs = "|".join(re.escape(sign) for sign in sorted(grammar.currencies, key=len, reverse=True))
    units = "|".join(re.escape(unit) for unit in sorted(grammar.units, key=len, reverse=True))
    scales = "|".join(re.escape(scale) for scale in sorted(grammar.scales, key=len, reverse=True))
    low = rf"(?:(?P<low>{NUMBER})(?P<lowsign> ?(?:[%°]|{signs}))?(?P<to> ?[-–] ?))?"
    each = r"(?:(?P<slash> ?/ ?)(?P<each>100 ?km|[^\W\d_]+[²³23]?(?:\.(?=,| [^\W\d_A-Z]))?))?(?!\w|'\w)"
    lead = rf"{_LEFT}(?P<minus>-)?"
    amount = (
        rf"{low}(?P<number>{NUMBER})(?P<dash>,[-–]{{1,2}})?"
        rf"(?:(?P<scale> ?(?:{scales}))(?P<of> d[eiou]| d['’])?)?"
    )
    money = rf"{lead}{amount}(?P<sign> ?(?:{signs})){each}"
    sign_first = rf"{lead}(?P<sign>(?:{signs}) ?){amount}{each}"
    scaled = rf"{lead}{low}(?P<number>{NUMBER})(?P<scale> ?(?:{scales}))(?!\w)"
    unit = rf"{lead}{low}(?P<number>{NUMBER})(?P<gap>[ -]?)(?P<unit>{units})(?P<power>[²³23])?{each}"
    size = rf"{_LEFT}(?P<one>{NUMBER})(?P<unit> ?(?:{units}))?(?P<by> ?[x×] ?)(?=\d)"
    fraction = (
        r"(?<![\w.,/'])(?:(?P<whole>\d{1,3}) )?(?P<over>\d{1,3})/(?P<under>\d{1,3})(?![\w/]|[.,]\d)"
        rf"(?:(?P<unit> (?:{units}))(?!\w))?"
    )
    span = rf"(?<![\w.,:/'–-])(?P<low>{NUMBER})(?P<to> ?[-–] ?)(?P<high>{NUMBER})(?![\w–-]|[/:.,]\d)"
    each_of = rf"(?:(?<={TAKEN})|[\d{TAKEN}] [^\W\d_]+|\d)(?P<slash>/)(?P<each>(?:{_TIMES}|k?m[²2])(?!\w))"
    counted = rf"{_LEFT}(?<![A-Z]-)(?P<minus>(?<!\w)-)?(?P<number>{NUMBER})(?= (?P<noun>[^\W\d_]+))"
    place = (
        rf"{_LEFT}(?P<number>{NUMBER})(?P<degree> ?°)(?: ?(?P<minute>\d{{1,2}})(?P<m>'))?"
        rf"(?: ?(?P<way>[{''.join(tables.COMPASS[grammar.code])}]))(?!\w)"
    )
    marks = rf"{_LEFT}\d{{1,2}},\d{{1,2}}(?P<slash> ?/ ?)(?=(?:5|10|20|100)(?![\w/]|[.,]\d))"
    says = (
        ("coordinate", place, _say_coordinate), ("marks", marks, _say_marks),
        ("money", money, _say_money), ("money, sign first", sign_first, _say_money),
        ("scaled", scaled, _say_scaled), ("size", size, _say_size), ("unit", unit, _say_unit),
        ("fraction", fraction, _say_fraction), ("each", each_of, _say_each),
        ("range", span, _say_range),
        ("counted", counted, _say_counted),
    )  # fmt: skip
    kinds = [Kind(name, pattern, partial(say, grammar=grammar)) for name, pattern, say in says]
    square = partial(_say_square, grammar=grammar)
    return (*kinds, Kind("square", r"(?<=[^\W\d_])(?P<two>²)(?!\w)", square, frozenset("²")))


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
    elif not known and len(each) > 2:
        known = f"{grammar.each} {each}"
    return {"slash": "", "each": known} if known else {}


def _say_each(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "3 fois/jour" and "40 Einwohner/km²"."""
    return _named(match, _each(match, grammar))


def _say_scaled(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    scale = match["scale"].strip()
    if len(scale) == 1:  # "5 M" may be a size
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
    return _named(match, said)


def _say_money(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    sign, number = match["sign"].strip(), match["number"]
    if "$" in sign and re.fullmatch(r"\d{1,3}(?:,\d{3})+", number):  # as dollars and pesos are grouped
        number = number.replace(",", "")
    currency = grammar.currencies[sign]
    unit = currency.unit
    said = _lead(grammar) | _each(match, grammar)
    if match["low"]:
        said["low"] = count(match["low"], unit.gender, grammar)
    scale = (match["scale"] or "").strip()
    if scale:
        noun = grammar.scales[scale]
        name = unit.many
        name = name if match["of"] else _linked(name, grammar)
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
    return _named(match, said)


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
    said["unit"] = counted(match["number"], noun, grammar)
    return _named(match, said)


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
    return match["unit"] in ("x" if not match["gap"] else "") + "mglLhjstuWVΩ" or bool(match["each"])


def _say_size(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    after = match.string[match.end() : match.end() + 16]
    times = grammar.code == "fr" and re.match(r"[\d.,]+ ?[cmdk]?[lLg]\b|[1-9]00 ?m\b", after)  # packs, relays
    if times or re.match(r"[\d.,]+ ?=|10[⁰-⁹¹²³⁻]", after):
        return _named(match, {"by": tables.SIGNS[grammar.code]["×"]})
    said = {"one": quantity(match["one"], grammar.code), "by": grammar.signs["x"]}
    if match["unit"]:
        noun = grammar.units[match["unit"].strip()]
        said |= {
            "one": count(match["one"], noun.gender, grammar),
            "unit": counted(match["one"], noun, grammar),
        }
    return _named(match, said)


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
    return _named(match, said | {"way": tables.COMPASS[grammar.code][match["way"]]})


def _say_marks(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "4,7/5"."""
    return _named(match, {"slash": grammar.signs.get("marks", "von")})


def _say_fraction(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    over, under = int(match["over"]), int(match["under"])
    if (over, under) == (24, 7):
        return whole(match, f"{cardinal('24', grammar.code)} {cardinal('7', grammar.code)}")
    if not over or not under or (under == 1):
        return ()
    if over >= under or (under in _MARKS and over > 1 and not match["unit"] and "marks" in grammar.signs):
        if match["whole"]:
            return ()
        out_of = grammar.signs["marks" if over < under or "/" not in grammar.signs else "/"]
        said = f"{cardinal(match['over'], grammar.code)} {out_of} {cardinal(match['under'], grammar.code)}"
        unit = grammar.units[match["unit"].strip()].many if match["unit"] else ""  # "120/80 mmHg"
        return [Piece(match.start(), match.end("under"), said), *_named(match, {"unit": unit})]
    units = int(match["whole"] or 0)
    noun = (
        grammar.units[match["unit"].strip()] if match["unit"] else Noun("", "", _next_gender(match, grammar))
    )
    said = grammar.fraction(units, over, under, noun.gender)
    begin = match.start() if units else match.start("over")  # "0 1/2": the nought is read by itself
    if not match["unit"]:
        return [Piece(begin, match.end(), said)]
    name = noun.many if units else noun.one
    linked = f"{grammar.of} {name}" if grammar.of and not units and under > 2 else name
    start = match.start("unit") + 1
    return [Piece(begin, start - 1, said), Piece(start, match.end(), linked)]


def _next_gender(match: re.Match[str], grammar: Grammar) -> str:
    """Return the gender of the noun behind a fraction, "" for none."""
    following = re.compile(r" ([^\W\d_]+)").match(match.string, match.end())
    return grammar.gender_of(following[1]) if following else ""


def _say_range(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    """Say "12-15" as from twelve to fifteen, "3-1" as a score."""
    low, high = (parse(match[end], grammar.code) for end in ("low", "high"))
    if not low or not high or any(re.match(r"0\d", match[end]) for end in ("low", "high")):
        return ()
    if match["low"] == match["high"] == "50":
        return named(match, to=" ")
    lost = match["low"] == "0" and not re.match(r" [^\W\d_]", match.string[match.end() : match.end() + 2])
    is_span = (
        re.fullmatch(r"1[1-9]\d\d|20\d\d", match["low"]) and low[0][2:] < high[0] and len(high[0]) == 2
    )  # "1914-18"
    if low[1] or is_span or (int(low[0]) <= int(high[0]) and not lost):
        return named(match, to=grammar.signs["–"])
    return named(match, to=grammar.signs["score"] if len(low[0]) < _LONG else ",")  # "No. 2023-15"


def _say_counted(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    gender = grammar.gender_of(match["noun"])
    if not gender:
        return ()
    said = count(match["number"], gender, grammar)
    before = match.string[max(0, match.start() - 30) : match.start()]
    if _MILLIONS.search(said) and grammar.of:
        said = f"{said} {grammar.of}"
    elif said == quantity(match["number"], grammar.code) or (
        match["noun"] not in _TIMES_MANY and _numbers_something(before, grammar)
    ):
        return named(match, minus=grammar.signs["-"])  # a number as any other: it may be a year
    return named(match, minus=grammar.signs["-"], number=said)


def _numbers_something(before: str, grammar: Grammar) -> bool:
    """Say whether a number belongs to what stands before it: "Kapitel 1 Einleitung"."""
    is_noun = grammar.code == "de" and re.search(r"[\w,] [A-ZÄÖÜ]\w+ $", before)
    return bool(is_noun or re.search(rf"{TAKEN} $", before))


def _say_square(match: re.Match[str], grammar: Grammar) -> Iterable[Piece]:
    return named(match, two=grammar.signs["²"])


def _named(match: re.Match[str], said: Mapping[str, str]) -> list[Piece]:
    """Say these for the groups that took part; a space in front of one stays with the word before."""
    pieces = []
    for group, words in said.items():
        start, end = match.span(group) if group in match.re.groupindex else (-1, -1)
        if start < end:
            pieces.append(Piece(start + (match.string[start] == " "), end, words))
    return pieces
