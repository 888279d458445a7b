"""Payment cards in English: "card ending 4471", "exp. 09/27"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.numbers import digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_CARD = r"(?i:account|amex|card|cardholder|debit|mastercard|phone|visa)"
_MONTH = r"(?P<month>0[1-9]|1[0-2])(?P<slash> ?/ ?)(?P<year>[2-9]\d)(?![\w/-]|[.,]\d)"


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of what is printed on cards; they come before dates, which hold a day."""
    return (
        Kind("last figures", rf"\b{_CARD} (?:number )?(?i:ending|ends)(?: with)?:? (?P<number>\d{{4}})(?![\w-]|[.,]\d)", lambda match: named(match, number=digits(match["number"], "en"))),
        Kind("expiry of a card", rf"\b{_CARD}\b[^.!?\n\d]{{0,40}}(?:\d{{4}}[^.!?\n\d]{{1,20}}|\ue000{{4}}[^.!?\n\d]{{1,20}})?(?i:exp\.?|expir(?:es|y|ation)|valid)(?: (?:date|end|thru|through|to|until))?:? {_MONTH}", _expiry),
        Kind("expiry", rf"\b(?i:valid thru|good thru|exp\.?(?: date)?|expir(?:y|ation)(?: date)?)(?::? ){_MONTH}", _expiry),
    )  # fmt: skip


def _expiry(match: re.Match[str]) -> Iterable[Piece]:
    """Say "09/27" as it is printed: no card shows a day."""
    month = match["month"]
    said = f"oh {paired(month[1])}" if month[0] == "0" else paired(month)
    return named(match, month=said, slash=" ", year=paired(match["year"]))
