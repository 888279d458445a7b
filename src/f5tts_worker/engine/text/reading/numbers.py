"""Numbers as they are said: whole, decimal, ordinal, years, digits.

num2words has the number words of most languages; what it lacks is read digit by digit, or left as written.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from num2words import CONVERTER_CLASSES, num2words

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.number_words import OWN_WORDS

_LONGEST = 15  # digits said as one number; more is an identifier
_PLAIN_LONGEST = 9  # ... of those written without groups: ten digits in a row are a telephone number

# What num2words (0.5.14) gets wrong, by language.
_CORRECTIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": ((r"eins(?=tausend)", "ein"),),
    "fr": ((r"cents(?=ième)", "cent"), (r"vingts(?=ième)", "vingt")),
    "es": (
        (r"veintiuno(?= mil)", "veintiún"),
        (r"\buno(?= mil)", "un"),
        (r"^décimoprimero", "undécimo"),
        (r"\bquadra", "cuadra"),
    ),
    "it": ((r"(?<=\w)tre\b", "tré"), ("dicotto", "diciotto")),
    "nl": ((r"(?<!joen)(?<!jard) honderd ?", "honderd"), ("^duizendhonderd", "elfhonderd")),
}

NUMBER = r"\d(?:(?:[.,:/–-]|'(?=\d{3}(?!\d)))?\d)*"  # noqa: RUF001 - the dash of ranges


def ordinal(number: str, language: str) -> str:
    """Say a written number as an ordinal, or as it is when the language has none."""
    parsed = parse(number, language)
    if parsed is None or parsed[1] or len(parsed[0]) > _LONGEST:
        return quantity(number, language)
    return in_words(int(parsed[0]), language, to="ordinal") or quantity(number, language)


def year(number: str, language: str) -> str:
    """Say a run of digits as a year, which some languages say in pairs: nineteen ninety-nine."""
    if language in tables.YEARS and re.fullmatch(r"1[1-9]\d\d|20[1-9]\d", number):
        return in_words(int(number), language, to="year") or cardinal(number, language)
    return cardinal(number, language)


def quantity(number: str, language: str) -> str:
    """Say a whole or decimal number; what is neither (versions, addresses) part by part."""
    parsed = parse(number, language)
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
    if language in tables.POINT_AS_WRITTEN and number.rfind(".") > number.rfind(","):
        point = tables.SIGNS[language]["."]
    if point:
        said = _decimals(decimals, language)
        return f"{cardinal(whole, language) if whole else ''} {point} {said}".strip()
    whole = whole or "0"
    said = in_words(float(f"{whole}.{decimals}"), language) if len(whole + decimals) <= _LONGEST else ""
    return said or f"{cardinal(whole, language)} {digits(decimals, language)}"


def _decimals(written: str, language: str) -> str:
    """Say few decimals as one number where that is usual, noughts in front one by one: "zéro vingt-cinq"."""
    bare = written.lstrip("0")
    if not bare or not 1 < len(written) <= tables.DECIMALS_AS_ONE.get(language, 0):
        return digits(written, language)
    noughts = [digits("0", language)] * (len(written) - len(bare))
    return " ".join([*noughts, cardinal(bare, language)])


def parse(number: str, language: str) -> tuple[str, str] | None:
    """Return (whole digits, decimal digits) of a written number, or None when it is no single number."""
    number = re.sub("[' ]", "", number)  # Swiss thousands, and groups by spaces
    if number.isdecimal():
        return number, ""
    if not re.fullmatch(r"[\d.,]+", number):
        return None
    point = tables.GROUPING.get(language, tables.POINT_GROUPING)[1]
    if re.fullmatch(r"\d{1,2}(?:,\d\d)+,\d{3}", number):  # as India groups
        return number.replace(",", ""), ""
    last = max(number.rfind("."), number.rfind(","))
    mark, whole, decimals = number[last], number[:last], number[last + 1 :]
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", number):
        # Two or more groups are unambiguous; for "1.234" the language decides.
        several = mark in whole
        thousands = several or mark != point or (language == "es" and decimals == "000")  # America's "1,000"
        return (re.sub(r"[.,]", "", number), "") if thousands else (whole, decimals)
    if mark not in whole and re.fullmatch(r"\d*|\d{1,3}(?:[.,]\d{3})+", whole):
        return re.sub(r"[.,]", "", whole), decimals
    return None


def cardinal(number: str, language: str) -> str:
    """Say a run of ASCII digits as one number; digit by digit when it is too long or starts with a zero."""
    if len(number) > _LONGEST or (number[0] == "0" and len(number) > 2):  # "05" is five
        return digits(number, language)
    if language in OWN_WORDS:
        return OWN_WORDS[language](int(number))
    return in_words(int(number), language) or digits(number, language)


def digits(number: str, language: str) -> str:
    """Say a run of ASCII digits one by one; as written when the language has no words here."""
    names = tables.DIGITS.get(language) or tuple(in_words(digit, language) for digit in range(10))
    if not all(names):
        return number
    return ("" if language in ("zh", "ja") else " ").join(names[int(digit)] for digit in number)


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit, of whatever script, as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


@lru_cache(4096)
def in_words(number: float, language: str, to: str = "cardinal") -> str:
    """Return num2words' words for a number, or "" when it has none; `to` is cardinal, ordinal or year."""
    name = tables.NUM2WORDS_NAMES.get(language, language)
    if name not in CONVERTER_CLASSES:
        return ""
    try:
        said = str(num2words(number, lang=name, to=to))
    except Exception:  # noqa: BLE001 - num2words raises whatever its language modules happen to: KeyError, ...
        return ""
    said = re.sub(r"\s+", " ", re.sub(r"[,،]", " ", said)).strip()
    for wrong, right in _CORRECTIONS.get(language, ()):
        said = re.sub(wrong, right, said)
    return said
