"""Numbers as they are said: whole, decimal, ordinal, years, times, dates, amounts of money, units.

num2words has the number words of most languages; what it lacks is read digit by digit, or left as written.

A number is taken apart from the outside in. `say_number` takes off what is attached: sign, currency, unit.
`_say_plain` finds times, dates, fractions and ranges in the rest, and says their parts: each is shorter than
the whole, so that it ends although it calls itself. `_quantity` says a single number and
calls neither of the two.
"""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
import unicodedata
from fractions import Fraction
from typing import Any

from num2words import CONVERTER_CLASSES, num2words

from f5tts_worker.engine.text import spoken_tables as tables

_LONGEST = 15  # digits said as one number; more is an identifier
_PLAIN_LONGEST = 9  # ... of those written without groups: ten digits in a row are a telephone number
_CURRENCIES = "".join(tables.CURRENCY_CODES)

NUMBER = r"\d(?:(?:[.,:/–-]|'(?=\d{3}(?!\d)))?\d)*"
# sign or currency, number, what is attached to it: ordinal ending, unit, percent, currency, scale letter
TOKEN = re.compile(
    rf"(?P<minus>(?<![\w)])-)?(?P<before>[{_CURRENCIES}#]?)(?P<number>{NUMBER})"
    rf"(?P<after>°[CF]|[%‰°{_CURRENCIES}]|(?:km/h|m/s|[^\W\d_]{{1,4}}|[ºª])(?!\w))?"
)
LEADING_MONEY = re.compile(rf"(?P<currency>[{_CURRENCIES}])(?P<number>{NUMBER})")
_ORDINAL = {
    "en": ("st", "nd", "rd", "th"),
    "fr": ("er", "re", "e", "ème", "eme"),
    **dict.fromkeys(("es", "it", "pt", "gl", "ca"), ("º", "ª")),
}
_HOURS, _MINUTES = 24, 60
_ENGLISH_CLOCK = {"am": "a m", "pm": "p m"}


def say_number(match: re.Match[str], language: str) -> str:
    """Return what is said for one match of TOKEN in a language such as "en"."""
    number, before, after = match["number"], match["before"], (match["after"] or "").strip()
    signs = tables.SIGNS.get(language, {})
    sign = signs.get("-", "") if match["minus"] else ""
    rest = ""
    said = _say_with(number, before, after, language)
    if said is None:
        said, rest = _say_plain(number, language), after
    lead = signs.get("#", "") if before == "#" else ""
    return " ".join(part for part in (lead, sign, said, rest) if part)


def _say_with(number: str, before: str, after: str, language: str) -> str | None:
    """Say a number together with what is attached to it, or return None if that is a word of its own."""
    currency = before if before in tables.CURRENCY_CODES else after if after in tables.CURRENCY_CODES else ""
    if currency:
        return _money(number, currency, "" if currency == after else after, language)
    if after.lower() in _ORDINAL.get(language, ()):
        return _ordinal(number, language)
    if after in ("%", "‰"):
        word = tables.SIGNS.get(language, {}).get(after, "")
        pair = (word, _quantity(number, language))
        return " ".join(pair if language in tables.PERCENT_FIRST else pair[::-1]).strip()
    if language != "en":
        word = tables.SIGNS.get(language, {}).get("°", "")
        return f"{_quantity(number, language)} {word}{after[1:]}".strip() if after.startswith("°") else None
    if after.lower() in _ENGLISH_CLOCK:
        hour = number if ":" in number else f"{number}:00"
        said = (_time(hour, language) or _say_plain(number, language)).removesuffix(" o'clock")
        return f"{said} {_ENGLISH_CLOCK[after.lower()]}"
    if after == "s" and re.fullmatch(r"[12]?\d?\d0", number):  # the 1990s, the 80s
        said = _say_plain(number, language)
        return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"
    if after in tables.UNITS:
        return f"{_quantity(number, language)} {tables.UNITS[after][number != '1']}"
    return None  # "4K", "3M": read as letters


def _money(number: str, currency: str, scale: str, language: str) -> str:
    names = _currency_names(currency, language)
    if scale:
        words = tables.SCALE_LETTERS.get(scale, scale) if language == "en" else scale
        return f"{_quantity(number, language)} {words} {names(5, 0)}".strip()
    parsed = _parse(number, language)
    if parsed is None:
        return f"{_say_plain(number, language)} {names(5, 0)}".strip()
    whole, decimals = parsed
    cents = int(decimals) if len(decimals) == 2 else 0  # hundredths
    if decimals and not cents and decimals.strip("0"):
        return f"{_quantity(number, language)} {names(5, 0)}".strip()
    said = f"{cardinal(whole, language)} {names(int(whole), 0)}".strip()
    if not cents:
        return said
    small = names(cents, 1)
    joint = tables.SIGNS.get(language, {}).get("&", "") if small else ""
    return " ".join(part for part in (said, joint, cardinal(str(cents), language), small) if part)


def _currency_names(currency: str, language: str) -> Any:
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


def currency_name(currency: str, language: str) -> str:
    """Return the name of many of a currency such as "€", or "" when the language has none here."""
    return str(_currency_names(currency, language)(5, 0))


def _ordinal(number: str, language: str) -> str:
    parsed = _parse(number, language)
    if parsed is None or parsed[1] or len(parsed[0]) > _LONGEST:
        return _say_plain(number, language)
    said = _num2words(int(parsed[0]), language, to="ordinal")
    return said or _say_plain(number, language)


def _say_plain(number: str, language: str) -> str:
    """Say a bare number: a time, a date, a range, a fraction, a year, or a quantity."""
    said = _time(number, language) or _date(number, language) or _fraction(number, language)
    if said:
        return said
    if language in tables.YEARS and re.fullmatch(r"1[1-9]\d\d|20[1-9]\d", number):
        return _num2words(int(number), language, to="year") or cardinal(number, language)
    parts = re.split(r"([:/–-])", number)
    if len(parts) == 1:
        return _quantity(number, language)
    if len(parts) > 3 and "-" in parts:  # more than number, sign, number: a telephone number
        return ", ".join(digits(part, language) for part in parts[::2] if part.isdigit())
    # A range has its word ("10-20"); everything else is read as separate numbers.
    joint = tables.SIGNS.get(language, {}).get("–" if parts[1] == "-" else parts[1], "")
    joint = joint if len(parts) == 3 and parts[1] != "/" else ""  # number, sign, number
    said_parts = [_say_plain(part, language) for part in parts[::2] if part]
    return (f" {joint} " if joint else " ").join(said_parts)


def _time(number: str, language: str) -> str:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)(?::(\d\d))?", number)
    if not match or int(match[1]) > _HOURS or int(match[2]) >= _MINUTES:
        return ""
    hour, minute = cardinal(str(int(match[1])), language), int(match[2])
    said = cardinal(str(minute), language) if minute else ""
    second = cardinal(str(int(match[3])), language) if match[3] else ""
    if language != "en":
        return " ".join(word for word in (hour, tables.HOUR_WORD.get(language, ""), said, second) if word)
    if not minute and not second:
        return f"{hour} o'clock"
    low = minute < 10  # "ten oh five"
    return " ".join(word for word in (hour, f"oh {said or 'oh'}" if low else said, second) if word)


def _date(number: str, language: str) -> str:
    """Say 2024-05-17, 17.05.2024, 5/17/2024: the month by name in English, elsewhere three numbers."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", number)
    other = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", number)
    if iso:
        year, month, day = iso[1], int(iso[2]), int(iso[3])
    elif other:
        first, second, year = int(other[1]), int(other[3]), other[4]
        # English writes 5/17/2024 and 17/5/2024; where both could be months, the American order.
        month_first = language == "en" and other[2] == "/" and first <= len(tables.MONTHS)
        month, day = (first, second) if month_first else (second, first)
    else:
        return ""
    if not (1 <= month <= len(tables.MONTHS) and 1 <= day <= 31):  # days
        return ""
    if language == "en":
        return f"{tables.MONTHS[month - 1]} {_ordinal(str(day), 'en')} {_say_plain(year, 'en')}"
    return " ".join(
        (cardinal(str(day), language), cardinal(str(month), language), _say_plain(year, language))
    )


def _fraction(number: str, language: str) -> str:
    match = re.fullmatch(r"([1-9]\d?)/([1-9]\d?)", number)
    if not match or language != "en" or int(match[1]) >= int(match[2]):
        return ""
    value = Fraction(int(match[1]), int(match[2]))
    if value.denominator != int(match[2]):
        return ""
    many = value.numerator > 1
    names = {2: ("half", "halves"), 4: ("quarter", "quarters")}
    ordinal = _ordinal(match[2], language)
    name = names.get(value.denominator, (ordinal, f"{ordinal}s"))[many]
    return f"{cardinal(match[1], language)} {name}"


def _quantity(number: str, language: str) -> str:
    """Say a whole or decimal number; what is neither (versions, addresses) part by part."""
    parsed = _parse(number, language)
    if parsed is None:
        parts = re.findall(r"\d+", number)
        joint = tables.SIGNS.get(language, {}).get(".", "") if "." in number else ""
        return (f" {joint} " if joint else " ").join(cardinal(part, language) for part in parts)
    whole, decimals = parsed
    if not decimals:
        grouped = len(whole) < len(number)
        return (
            cardinal(whole, language) if grouped or len(whole) <= _PLAIN_LONGEST else digits(whole, language)
        )
    point = tables.POINT.get(language)
    if point:
        return f"{cardinal(whole, language)} {point} {digits(decimals, language)}"
    said = _num2words(float(f"{whole}.{decimals}"), language) if len(whole + decimals) <= _LONGEST else ""
    return said or f"{cardinal(whole, language)} {digits(decimals, language)}"


def _parse(number: str, language: str) -> tuple[str, str] | None:
    """Return (whole digits, decimal digits) of a written number, or None when it is no single number."""
    number = number.replace("'", "")  # Swiss thousands
    if number.isdigit():
        return number, ""
    if not re.fullmatch(r"[\d.,]+", number):
        return None
    point = tables.GROUPING.get(language, tables.POINT_GROUPING)[1]
    last = max(number.rfind("."), number.rfind(","))
    mark, whole, decimals = number[last], number[:last], number[last + 1 :]
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", number):
        # Two or more groups are unambiguous; for "1.234" the language decides.
        several = mark in whole
        return (re.sub(r"[.,]", "", number), "") if several or mark != point else (whole, decimals)
    if mark not in whole and re.fullmatch(r"\d+|\d{1,3}(?:[.,]\d{3})+", whole):
        return re.sub(r"[.,]", "", whole), decimals
    return None


def cardinal(number: str, language: str) -> str:
    """Say a run of ASCII digits as one number; digit by digit when it is too long or starts with a zero."""
    if len(number) > _LONGEST or (number[0] == "0" and len(number) > 2):  # "05" is five
        return digits(number, language)
    if language == "zh":
        return _chinese(int(number))
    return _num2words(int(number), language) or digits(number, language)


def digits(number: str, language: str) -> str:
    """Say a run of ASCII digits one by one; as written when the language has no words here."""
    names = tables.DIGITS.get(language) or tuple(_num2words(digit, language) for digit in range(10))
    if not all(names):
        return number
    return ("" if language in ("zh", "ja") else " ").join(names[int(digit)] for digit in number)


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit, of whatever script, as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _num2words(number: float, language: str, to: str = "cardinal") -> str:
    name = tables.NUM2WORDS_NAMES.get(language, language)
    if name not in CONVERTER_CLASSES:
        return ""
    try:
        said = str(num2words(number, lang=name, to=to))
    except Exception:  # noqa: BLE001 - num2words raises whatever its language modules happen to: KeyError, ...
        return ""
    return re.sub(r"\s+", " ", re.sub(r"[,،]", " ", said)).strip()


def _chinese(number: int) -> str:
    """Say a whole number below 10**16 in Chinese, which num2words lacks."""
    if number == 0:
        return "零"
    groups = []
    for unit in ("", "万", "亿", "万亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    said, gap = "", False
    for group, unit in reversed(groups):
        if not group:
            gap = gap or bool(said)
            continue
        said += ("零" if said and (gap or group < 1000) else "") + _chinese_group(group) + unit
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


def _chinese_group(group: int) -> str:
    names, said, zero = tables.DIGITS["zh"], "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // place % 10
        if digit:
            said += ("零" if zero and said else "") + names[digit] + unit
        zero = not digit and bool(said)
    return said
