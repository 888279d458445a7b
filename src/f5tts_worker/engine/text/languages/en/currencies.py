"""Currencies by their codes in English: "USD 1.27", "1.25 million EUR", "a 50 EUR note"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable, Mapping

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.languages.en.money import CODES, LETTER, SCALE, amount, scale_word
from f5tts_worker.engine.text.languages.en.nouns import NUMBER, is_adjective, say_number
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

# What one and many of the hundredths are called; those of the others are said behind a point.
_HUNDREDTHS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("USD", "EUR", "CAD", "AUD", "NZD", "HKD", "SGD", "ZAR", "NT$"), ("cent", "cents")),
    "GBP": ("penny", "pence"), "INR": ("paisa", "paise"), "Rs": ("paisa", "paise"), "Rs.": ("paisa", "paise"),
    "CHF": ("centime", "centimes"), "MXN": ("centavo", "centavos"), "BRL": ("centavo", "centavos"), "R$": ("centavo", "centavos"),
}  # fmt: skip


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of amounts with a code in front of them or behind."""
    return (
        Kind("currency code", rf"(?<![\w.,])(?<!\d')(?P<number>{NUMBER})(?P<letter>{LETTER})?(?: (?P<scale>{SCALE}))? ?(?P<code>{CODES})(?!\w)", _behind),
        Kind("currency code before", rf"(?<!\w)(?P<code>{CODES}) ?(?P<number>{NUMBER})(?:(?P<letter>{LETTER})| (?P<scale>{SCALE}))?(?!\w)", _before),
    )  # fmt: skip


def _behind(match: re.Match[str]) -> Iterable[Piece]:
    one, many = tables.CURRENCY_CODES[match["code"]]
    unit = one if is_adjective(match) else many
    if match[0] == "3 Rs":  # of a school
        return ()
    if match["letter"] or match["scale"]:
        return named(match, number=say_number(match["number"]), letter=scale_word(match), code=unit)
    said = amount(match["number"], one, unit, *_HUNDREDTHS.get(match["code"], ("", "")))
    cut = max(said.find(f" {one}"), said.find(f" {unit}"))
    cut = said.rfind(" ") if cut < 0 else cut  # cents alone
    return named(match, number=said[:cut], code=said[cut + 1 :])


def _before(match: re.Match[str]) -> Iterable[Piece]:
    one, many = tables.CURRENCY_CODES[match["code"]]
    unit = one if is_adjective(match) else many
    if match["letter"] or match["scale"]:
        last = "scale" if match["scale"] else "letter"
        said = {"code": "", "number": say_number(match["number"])}
        return named(match, **said, **{last: f"{match['scale'] or scale_word(match)} {unit}"})
    small = _HUNDREDTHS.get(match["code"], ("", ""))
    return named(match, code="", number=amount(match["number"], one, unit, *small))
