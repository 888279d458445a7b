"""Kinds that every language has: amounts, times, dates, ranges, numbers, said with the language's tables.

They come after a language's own kinds and take the numbers that those left. A language that is missing from a
table gets no word for it: the sign is left out, never read in English.

A number is taken apart from the outside in. `_say_number` takes off what is attached: sign, currency, unit.
`say_plain` finds times, dates and ranges in the rest, and says their parts: each is shorter than the whole,
so that it ends although it calls itself.
"""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from num2words import CONVERTER_CLASSES

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.numbers import NUMBER, cardinal, digits, ordinal, parse, quantity, year
from f5tts_worker.engine.text.reading.spans import Kind, Piece, Say, named, whole
from f5tts_worker.languages import UNSPACED_LETTERS

CURRENCIES = "".join(tables.CURRENCY_CODES)
# sign or currency, number, what is attached to it: ordinal ending, unit, percent, currency
_TOKEN = (
    rf"(?P<minus>(?<![\w)\ue000])-|(?<=[{UNSPACED_LETTERS}])-)?(?P<before>[{CURRENCIES}#]?)(?P<number>{NUMBER})"
    rf"(?P<after>°[CF]|[%‰°{CURRENCIES}]|(?:km/h|m/s|[^\W\d_]{{1,4}}|[ºª])(?!\w)| [{CURRENCIES}](?![\w.]))?"
)
_RAISED = r"(?<=[\w)])\^(?P<power>-?\d{1,3}|[a-z])(?!\w)"
# ² and ³ alone have words of their own.
_POWER = r"(?<=[^\W⁰¹²³⁴-⁹])(?:[⁺⁻][⁰¹²³⁴-⁹]+|(?=[⁰¹²³⁴-⁹]{2}|[⁰¹⁴-⁹])(?<=\d)[⁰¹²³⁴-⁹]+)"
SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_ORDINAL = {
    "fr": ("er", "re", "e", "ème", "eme"),
    **dict.fromkeys(("es", "it", "pt", "gl", "ca"), ("º", "ª")),
}
_HOURS, _MINUTES, _MONTHS, _DAYS = 24, 60, 12, 31


@lru_cache
def neutral_kinds(language: str) -> tuple[Kind, ...]:
    """Return the kinds of a language that may have no others."""
    scales = "|".join(sorted(tables.SCALES.get(language, ()), key=len, reverse=True))
    signs = tables.SIGNS.get(language, {})
    kinds = [
        Kind("raised", _RAISED, partial(_say_raised, language=language), frozenset("^")),
        Kind("power", _POWER, partial(_say_power, language=language), SUPERSCRIPTS),
        Kind("number", _TOKEN, partial(_say_number, language=language)),
    ]
    if "–" in signs:
        pattern = rf"(?<=\d[%‰{CURRENCIES}])(?P<to> ?[-–] ?)(?=[{CURRENCIES}]?\d)"
        kinds.insert(0, Kind("range", pattern, lambda match: named(match, to=signs["–"])))
    if scales:
        pattern = rf"(?P<sign>[{CURRENCIES}])(?P<number>{NUMBER}) (?P<scale>(?i:{scales}))(?!\w)"
        kinds.insert(0, Kind("scaled money", pattern, partial(_say_scaled, language=language)))
    if language == "zh":  # Japanese says years as numbers
        kinds.insert(0, Kind("year", r"(?<!\d)\d{4}(?=年)", _by_digits(language)))
    return tuple(kinds)


def _by_digits(language: str) -> Say:
    return lambda match: whole(match, digits(match[0], language))


def _say_scaled(match: re.Match[str], language: str) -> Iterable[Piece]:
    """Say "$5 million" as five million dollars: the currency goes behind the scale word."""
    name = currency_names(match["sign"], language)(5, 0)
    said = {"sign": "", "number": quantity(match["number"], language), "scale": f"{match['scale']} {name}"}
    return named(match, **said)


def _say_number(match: re.Match[str], language: str) -> Iterable[Piece]:
    number, before, after = match["number"], match["before"], match["after"] or ""
    signs = tables.SIGNS.get(language, {})
    lead = [signs.get("-", "") if match["minus"] else "", signs.get("#", "") if before == "#" else ""]
    if "-" in number and match.string[match.start() - 1 : match.start()].isalpha():  # a code: "F2024-118"
        number = number.replace("-", "/")
    said, rest = _say_with(number, before, after.strip(), language)
    end = match.end() if rest is not None else match.end("number")
    if rest is not None and after[:1] == " ":  # a display word of its own: "5,50 €"
        start = match.start("after") + 1
        first = Piece(match.start(), start - 1, " ".join(filter(None, [*lead, said])))
        return [first, Piece(start, end, rest)]
    return [Piece(match.start(), end, " ".join(filter(None, [*lead, said, rest])))]


def _say_with(number: str, before: str, after: str, language: str) -> tuple[str, str | None]:
    """Say a number, and what follows it for what is attached to it: None if that is read as written."""
    currency = before if before in tables.CURRENCY_CODES else after if after in tables.CURRENCY_CODES else ""
    if currency:
        return money(number, currency, "" if currency == after else after, language)
    if after in _ORDINAL.get(language, ()):
        return ordinal(number, language), ""
    if after in ("%", "‰"):
        word = tables.SIGNS.get(language, {}).get(after, "")
        pair = (quantity(number, language), word)
        return pair[::-1] if language in tables.PERCENT_FIRST else pair
    if after == "°C" and language in tables.CELSIUS:
        return quantity(number, language), tables.CELSIUS[language]
    if after.startswith("°"):
        return quantity(
            number, language
        ), f"{tables.SIGNS.get(language, {}).get('°', '')} {after[1:]}".strip()
    return say_plain(number, language), None


def _say_power(match: re.Match[str], language: str) -> Iterable[Piece]:
    power = match[0].translate(_SUPERSCRIPT_DIGITS)
    signs = tables.SIGNS.get(language, {})
    said = (
        signs.get("^", ""),
        signs.get("-", "") if power[0] == "-" else "",
        cardinal(power.strip("+-"), language),
    )
    return whole(match, " ".join(filter(None, said)))


def _say_raised(match: re.Match[str], language: str) -> Iterable[Piece]:
    """Say "10^6" as 10⁶."""
    signs, power = tables.SIGNS.get(language, {}), match["power"]
    minus = signs.get("-", "") if power[0] == "-" else ""
    said = cardinal(power.strip("-"), language) if power[-1].isdecimal() else power
    return whole(match, " ".join(filter(None, [signs.get("^", ""), minus, said])))


def money(number: str, currency: str, scale: str, language: str) -> tuple[str, str]:
    """Say an amount: its units, then all that follows; `scale` stands between number and currency."""
    names = currency_names(currency, language)
    if scale:
        return quantity(number, language), f"{scale} {names(5, 0)}".strip()
    parsed = parse(number, language)
    if parsed is None:
        return say_plain(number, language), names(5, 0)
    units, decimals = parsed[0] or "0", parsed[1]
    cents = int(decimals) if len(decimals) == 2 else 0  # hundredths
    has_no_hundredths = cents and not names(cents, 1)
    if decimals.strip("0") and (not cents or has_no_hundredths):
        return quantity(number, language), names(5, 0)
    said = cardinal(units, language)
    if not cents:
        return said, names(int(units), 0)
    joint = tables.SIGNS.get(language, {}).get("&", "")
    rest = (names(int(units), 0), joint, cardinal(str(cents), language), names(cents, 1))
    return said, " ".join(filter(None, rest))


def currency_names(currency: str, language: str) -> Callable[[int, int], str]:
    """Return a function from (count, 0: the unit, 1: its hundredth) to the declined name, "" if unknown."""
    own = tables.CURRENCY_NAMES.get(language, {}).get(currency)
    converter = CONVERTER_CLASSES.get(tables.NUM2WORDS_NAMES.get(language, language))
    forms = getattr(converter, "CURRENCY_FORMS", {}).get(tables.CURRENCY_CODES[currency])

    def name(count: int, part: int) -> str:
        if own:
            pair = own[2 * part : 2 * part + 2]
            return pair[count != 1] if pair else ""
        try:
            return str(converter.pluralize(count, forms[part])) if forms else ""
        except (AttributeError, IndexError, NotImplementedError, TypeError):
            return ""

    return name


def say_plain(number: str, language: str) -> str:
    """Say a bare number: a time, a date, a range, a year, or a quantity."""
    said = _time(number, language) or _date(number, language)
    if said:
        return said
    parts = re.split(r"([:/–-])", number)
    if len(parts) == 1:
        is_year = language in tables.YEARS and re.fullmatch(r"\d{4}", number)
        return year(number, language) if is_year else quantity(number, language)
    if len(parts) > 3 and "-" in parts:  # more than number, sign, number: a telephone number
        return ", ".join(digits(part, language) for part in re.split(r"\D+", number) if part)
    # A range has its word ("10-20"); everything else is read as separate numbers.
    joint = tables.SIGNS.get(language, {}).get("–" if parts[1] == "-" else parts[1], "")
    joint = joint if len(parts) == 3 and parts[1] != "/" else ""  # number, sign, number
    said_parts = [say_plain(part, language) for part in parts[::2] if part]
    return (f" {joint} " if joint else " ").join(said_parts)


def _time(number: str, language: str) -> str:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)(?::(\d\d))?", number)
    if not match or int(match[1]) > _HOURS or int(match[2]) >= _MINUTES:
        return ""
    hour, minute = cardinal(str(int(match[1])), language), int(match[2])
    said = cardinal(str(minute), language) if minute else ""
    second = cardinal(str(int(match[3])), language) if match[3] else ""
    return " ".join(filter(None, (hour, tables.HOUR_WORD.get(language, ""), said, second)))


def _date(number: str, language: str) -> str:
    """Say 2024-05-17, 17.05.2024 and 17/5/2024 as three numbers, the day first."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", number)
    other = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", number)
    if iso:
        day, month, in_year = int(iso[3]), int(iso[2]), iso[1]
    elif other:
        day, month, in_year = int(other[1]), int(other[3]), other[4]
    else:
        return ""
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS):
        return ""
    return " ".join((cardinal(str(day), language), cardinal(str(month), language), year(in_year, language)))
