"""Money in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.nouns import NUMBER, is_adjective, say_number, several
from f5tts_worker.engine.text.reading.neutral import currency_names
from f5tts_worker.engine.text.reading.numbers import cardinal, parse
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_SIGN = r"(?:US|AU|CA|NZ|HK|[ACS])?[$€£¥₹₽₩]"
LETTER = r"(?: ?(?:m(?:ln|il\.)|b(?:ln|il\.)|mn|bn|tn|MM|mm|[kKMBT])| ?[mb])(?!\w)"
SCALE = r"(?i:hundred|thousand|million|billion|trillion|crore|lakh)(?!\w)"
_MONEY = (
    rf"(?<![\w.,])(?<!\d')(?P<minus>-)?(?P<sign>{_SIGN})(?P<gap> ?)(?P<minus2>-)?(?P<number>\d+,\d\d(?!,?\d)|{NUMBER})"
    rf"(?:(?P<letter>{LETTER})|[ -](?P<scale>{SCALE}))?(?: (?P<code>USD|CAD|AUD|NZD|HKD|SGD|MXN)(?!\w))?"
)
_LOSS = rf"(?<![\w.,])(?P<sign>{_SIGN})(?P<open>\()(?P<number>{NUMBER})(?P<close>\))(?:(?P<letter>{LETTER})| (?P<scale>{SCALE}))?"
_MONEY_RANGE = (
    rf"(?<![\w.,])(?<!\d')(?P<sign>{_SIGN})(?P<low>{NUMBER})(?P<small>{LETTER})?(?P<to> ?[-–] ?| (?:to|and|or) (?={_SIGN}))(?P<again>{_SIGN})?(?P<high>{NUMBER})"
    rf"(?:(?P<letter>{LETTER})| (?P<scale>{SCALE}))?"
)
_PARTS = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters", "3/2": "three halves"}
_PER = {
    "pcm": "per calendar month", "pw": "per week", "pppn": "per person per night", "pppd": "per person per day",
    "pppw": "per person per week", "pa": "per annum", "ph": "per hour", "pm": "per month", "pn": "per night", "pp": "per person",
}  # fmt: skip
# South Africa's rand: a letter in front of an amount that is grouped, has cents or a scale, or is a price.
_RAND = r"(?<![\w.,&-])(?P<sign>R)"
_IS_PRICE = re.compile(
    r"(?i:\b(?:about|approximately|are|around|at|below|charged?|costs?|earn\w*|for|from|is|just|less|nearly|now|of|only|over|owes?|paid|pay|pays|plus|price|save|sold for|spend|spent|than|to|under|up to|was|were|worth) )$"
)
_PER_TIME = re.compile(r"(?i: (?:a|an|per|each) |/| (?:off|extra|deposit|note|voucher)\b)")
_RAND_FOR_SURE = re.compile(
    r"(?<![\w.,-])R ?\d{1,3}(?:[,']\d{3}|\.\d\d(?!\d)|(?:\.\d)? ?(?:million|billion|bn))"
)
_ROAD = re.compile(
    r"\b(?:roads?|route|turn\w*|junction|highway|motorway|exit|resistors?|refrigerant|tyres?|rated|between)\b"
)
_OF_A_COLUMN = r"'?000s?|[kKmMBT]|MM|mm|mn|mln|bn|bln|tn|(?:thousand|million|billion|trillion)s?"
_LOCAL = "|".join(map(re.escape, sorted(tables.LOCAL_CURRENCIES, key=len, reverse=True)))
_LOCAL_BEHIND = "|".join(map(re.escape, sorted(tables.LOCAL_BEHIND, key=len, reverse=True)))
CODES = "|".join(map(re.escape, sorted(tables.CURRENCY_CODES, key=len, reverse=True)))


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of amounts of money."""
    return (
        Kind("money of a column", rf"(?<=\()(?:in )?(?P<sign>{_SIGN}|{CODES}) ?(?P<scale>{_OF_A_COLUMN})?(?=\))", _column, frozenset("(")),
        Kind("money without a number", rf"(?:(?<=\()|(?<=\bof )|(?<=\bin )){_SIGN}(?=\)| in (?:thousands|millions|billions)\b|[,;]| and\b)", lambda match: whole(match, _names(match[0])[1]), frozenset("$€£¥₹₽₩")),
        Kind("notes", r"(?<![\w.,])[$€£](?P<number>[125]|[125]0|100)'?s(?!\w)", lambda match: whole(match, several(cardinal(match["number"], "en").removeprefix("one ")))),
        Kind("loss", _LOSS, _loss),
        Kind("money and a part", rf"(?<![\w.,])(?P<sign>{_SIGN})(?P<number>\d{{1,3}}) (?P<part>[13]/[24])(?P<letter>{LETTER})?(?: (?P<scale>{SCALE}))?(?![\w/])", _money_and_part),
        Kind("pence and a part", r"(?<![\w.,/])(?:(?P<number>\d{1,3}) )?(?P<part>[13]/[24])(?P<sign>[pd])(?!\w)", _pence_and_part),
        Kind("money", _MONEY, _money),
        Kind("scaled", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER})(?P<letter> ?(?:bn|mn|mln|bln|trn|tn))(?!\w)\.?", _scaled),
        Kind("several for", r"(?<=\d)/(?=[$€£]\d)|(?<=\d)/(?=\ue000)", _for, frozenset("/")),
        Kind("per so many", r"(?<=\ue000)/(?=\d{1,3}(?:(?:,\d{3}){1,3}|(?:\.\d)?[kKMB])\b)", lambda match: whole(match, "per"), frozenset("/")),
        Kind("per person", r"(?<=\ue000)[ /]?(?P<each>pp|ea)(?!\w)(?P<dot>\.(?= [a-z=(]|[,;)]))?", lambda match: named(match, each="per person" if match["each"] == "pp" else "each", dot=""), frozenset("pe")),
        Kind("per time of a rent", r"(?<=\ue000)[ /]?(?P<each>pcm|p\.c\.m\.|pw|p\.w\.|pppn|pppd|pppw|pa|p\.a\.|ph|p\.h\.|p\.p\.|p/[ahmnw])(?![\w'])", _rent, frozenset("p")),
        Kind("per currency", r"(?<=[\d\ue000])(?P<slash>/)(?P<sign>[$€£¥])(?!\d)", lambda match: named(match, slash="per", sign=_names(match["sign"])[0]), frozenset("/")),
        Kind("cents", r"(?<![\w.,])(?<!\d')(?P<number>\d+(?:\.\d+)?)(?P<sign> ?¢)", _cents, frozenset("¢")),
        Kind("cents by their letter", r"(?<![\w.,])(?P<number>\d{1,2})(?P<sign>c)(?= (?:each|apiece|per|off|a)\b|/)", _cents),
        Kind("pence", r"(?<![\w.,])(?<!\d')(?P<number>\d{1,2}|(?!144|240|360|480|540|576|720)\d{3})(?P<sign>p)(?!\w)", _pence),
    )  # fmt: skip


def local() -> tuple[Kind, ...]:
    """Return the kinds of currencies by their letters; they come before letters and numbers could be models."""
    scaled = rf"(?:(?P<letter>{LETTER})|[ -](?P<scale>{SCALE}))?"
    return (
        Kind("revenue", r"\b(?P<rev>[Rr]ev\.)(?= [-+]?[$€£]\d| [-+]\d)", lambda match: named(match, rev="revenue"), frozenset("v")),
        Kind("pair of currencies", rf"(?<![\w/])(?P<one>{CODES})(?P<slash>/)(?P<two>{CODES})(?![\w/])", lambda match: whole(match, f"{match['one']} {match['two']}"), frozenset("/")),
        Kind("rand", rf"{_RAND}(?P<gap> ?)(?P<number>\d+(?:'\d{{3}})*,\d\d(?!,?\d)|{NUMBER}){scaled}(?![\w-])", _rand),
        Kind("local money", rf"(?<![\w.,])(?P<sign>{_LOCAL})(?P<gap> ?)(?P<number>{NUMBER}){scaled}(?!\w)", _local),
        Kind("local money behind", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER})(?: {SCALE})?(?P<gap> ?)(?P<sign>{_LOCAL_BEHIND})(?!\w)(?! \d)", lambda match: named(match, number=say_number(match["number"]), gap=" ", sign=tables.LOCAL_BEHIND[match["sign"]])),
    )  # fmt: skip


def _column(match: re.Match[str]) -> Iterable[Piece]:
    """Say "GDP (US$ bn)" as in billions of US dollars."""
    sign, scale = match["sign"], match["scale"] or ""
    name = tables.CURRENCY_CODES[sign][1] if sign in tables.CURRENCY_CODES else _names(sign)[1]
    letter = scale.removesuffix("s")
    word = tables.SCALE_LETTERS.get(letter) or {"'000": "thousand", "000": "thousand"}.get(letter, letter)
    return whole(match, f"in {word}s of {name}" if word else f"in {name}")


def _rand(match: re.Match[str]) -> Iterable[Piece]:
    """Say "R1,299" as rand; "R2" and "R44" are a droid and a road."""
    line = match.string
    is_amount = _RAND_FOR_SURE.match(line, match.start()) or match["letter"] or match["scale"]
    if not is_amount and (match["gap"] or len(match["number"]) < len("10")):
        return ()
    near = line[max(0, match.start() - 100) : match.end() + 100]
    is_price = _IS_PRICE.search(line, max(0, match.start() - 16), match.start())
    is_price = is_price or _PER_TIME.match(line, match.end()) or _RAND_FOR_SURE.search(near)
    if not is_amount and (not is_price or _ROAD.search(near)):
        return ()
    return _before(match, "rand", "cents")


def _local(match: re.Match[str]) -> Iterable[Piece]:
    return _before(match, tables.LOCAL_CURRENCIES[match["sign"]], "")


def _before(match: re.Match[str], name: str, smalls: str) -> Iterable[Piece]:
    """Say the name of a currency that stands in front of an amount behind it."""
    number = re.sub(r",(?=\d\d$)", ".", match["number"])
    said = {"sign": "", "gap": "", "number": say_number(number)}
    if match["scale"] or match["letter"]:
        last = "scale" if match["scale"] else "letter"
        said[last] = f"{match['scale'] or scale_word(match)} {name}"
    else:
        said["number"] = amount(number, name, name, smalls.removesuffix("s"), smalls)
    return named(match, **said)


def _names(sign: str) -> tuple[str, str, str, str]:
    """Return what one and many of a currency are called, and one and many of its hundredths."""
    name = currency_names(sign[-1], "en")
    lead = f"{tables.DOLLARS[sign[:-1]]} " if sign[:-1] in tables.DOLLARS else ""
    return lead + name(1, 0), lead + name(5, 0), name(1, 1), name(5, 1)


def _money(match: re.Match[str]) -> Iterable[Piece]:
    one, many, small, smalls = _names(match["sign"])
    number = match["number"]
    if (
        match["sign"] == "€"
        and re.fullmatch(r"\d{1,3}\.\d{3}", number)
        and match.string[match.end() : match.end() + 1] != "/"
    ):
        number = number.replace(".", "")  # as the continent groups
    minus = "minus " if match["minus"] or match["minus2"] else ""
    if match["code"]:
        one, many = tables.CURRENCY_CODES[match["code"]]
    unit = one if is_adjective(match) else many
    said = {"minus": "", "sign": "", "minus2": "", "code": ""}
    if match["scale"]:
        return named(match, **said, number=minus + say_number(number), scale=f"{match['scale']} {unit}")
    if match["letter"]:
        return named(match, **said, number=minus + say_number(number), letter=f"{scale_word(match)} {unit}")
    return named(match, **said, number=minus + amount(number, one, unit, small, smalls))


def _money_and_part(match: re.Match[str]) -> Iterable[Piece]:
    """Say "£2½m" as two and a half million pounds."""
    _, many, _, _ = _names(match["sign"])
    scale = match["scale"] or scale_word(match)
    said = f"{say_number(match['number'])} and {_PARTS[match['part']]}"
    return whole(match, " ".join(filter(None, [said, scale, many])))


def _pence_and_part(match: re.Match[str]) -> Iterable[Piece]:
    """Say "12½p" as twelve and a half pence."""
    part = _PARTS[match["part"]]
    return whole(
        match,
        f"{say_number(match['number'])} and {part} pence" if match["number"] else f"{part} penny",
    )


def _loss(match: re.Match[str]) -> Iterable[Piece]:
    """Say "$(4.2)M", as books of accounts write it, with a minus."""
    one, many, small, smalls = _names(match["sign"])
    number = say_number(match["number"])
    if match["scale"]:
        signs = {"sign": "", "open": "", "close": ""}
        return named(match, **signs, number=f"minus {number}", scale=f"{match['scale']} {many}")
    scaled = f"{number} {scale_word(match)} {many}" if match["letter"] else ""
    return whole(match, f"minus {scaled or amount(match['number'], one, many, small, smalls)}")


def amount(number: str, one: str, many: str, small: str, smalls: str) -> str:
    """Say an amount with its units and hundredths; those that have no name are said behind a point."""
    units, decimals = parse(number, "en") or ("", "")
    if (len(decimals) not in (0, 2) and decimals.strip("0")) or not (units or decimals):
        return f"{say_number(number)} {many}"
    if decimals.strip("0") and not small:  # yen have no hundredths: a rate, "¥191.20"
        return f"{say_number(number)} {many}"
    cents = int(decimals or 0)
    said = f"{cardinal(str(int(units or 0)), 'en')} {one if units == '1' else many}"
    if not cents:
        return said
    hundredths = f"{cardinal(str(cents), 'en')} {small if cents == 1 else smalls}"
    return f"{said} and {hundredths}" if units.strip("0") else hundredths


def _money_range(match: re.Match[str]) -> Iterable[Piece]:
    one, many, small, smalls = _names(match["sign"])
    stands_before = is_adjective(match)
    shared = (
        not match["small"]
        and (match["scale"] or match["letter"])
        and _value(match["low"]) < _value(match["high"])
    )
    if match["again"] and not shared and (not stands_before or match["to"].strip().isalpha()):
        return ()  # "$5-$10": each is said by itself
    many = one if stands_before else many
    to = match["to"].strip()
    said = {"sign": "", "low": say_number(match["low"]), "to": to if to.isalpha() else "to", "again": ""}
    if match["small"]:
        said["small"] = tables.SCALE_LETTERS[match["small"].strip()]
    if match["scale"]:
        return named(match, **said, high=say_number(match["high"]), scale=f"{match['scale']} {many}")
    if match["letter"]:
        return named(match, **said, high=say_number(match["high"]), letter=f"{scale_word(match)} {many}")
    if "." in match["low"] and not match["again"]:
        said["low"] = amount(match["low"], one, many, small, smalls)
    return named(match, **said, high=amount(match["high"], one, many, small, smalls))


def _value(number: str) -> float:
    units, decimals = parse(number, "en") or ("", "")
    return float(f"{units or 0}.{decimals or 0}")


def _scaled(match: re.Match[str]) -> Iterable[Piece]:
    scale = {"b": "billion", "m": "million", "t": "trillion"}[match["letter"].strip()[0]]
    return named(
        match, number=say_number(match["number"]), letter=f"{scale} " if match["letter"][0] == " " else scale
    )


def _rent(match: re.Match[str]) -> Iterable[Piece]:
    """Say "£950 pcm" as per calendar month; the full stop that may end the sentence is kept."""
    each = re.sub("[./]", "", match["each"])
    ends = match["each"].endswith(".") and match.end() == len(match.string)
    return named(match, each=_PER[each] + "." * ends)


def _for(match: re.Match[str]) -> Iterable[Piece]:
    return [Piece(match.start(), match.end(), "for")]


def _cents(match: re.Match[str]) -> Iterable[Piece]:
    one = match["number"] == "1" or is_adjective(match)
    return named(match, number=say_number(match["number"]), sign="cent" if one else "cents")


def _pence(match: re.Match[str]) -> Iterable[Piece]:
    return named(
        match, number=say_number(match["number"]), sign="penny" if match["number"] == "1" else "pence"
    )


def scale_word(match: re.Match[str]) -> str:
    """Return the word for a letter behind an amount, "m" for million, "" for none."""
    return tables.SCALE_LETTERS[match["letter"].strip()] if match["letter"] else ""


MONEY_RANGE = Kind("money range", _MONEY_RANGE, _money_range)
