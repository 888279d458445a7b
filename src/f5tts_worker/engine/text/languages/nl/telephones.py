"""Dutch: numbers that are called, and those of accounts and files, by their digits."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash between parts of an address is meant

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named


def _say_town(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2509 LV" in pairs, as people do."""
    high, low = match["number"][:2], match["number"][2:]
    said = f"{cardinal(high, 'nl')}honderd" if low == "00" else ""
    if not said:
        said = f"{cardinal(high, 'nl')} {digits(low, 'nl') if low[0] == '0' else cardinal(low, 'nl')}"
    return named(match, number=said)


KINDS: tuple[Kind, ...] = (
    Kind(
        "number of a file",  # "Offerte 25-117"
        r"\b(?i:offerte|factuur|order|dossier|zaak|polis|bestelling|kenmerk|referentie|\w{0,20}nummer|\w{0,20}nr\.):? \d{2,6}(?P<dash>-)(?=\d{2,6}(?![\w-]|[.,]\d))",
        lambda match: named(match, dash=" "),
    ),
    Kind(
        "number of a file in groups",  # "polis nr. 20.118.447"
        r"(?:(?<=nummer )|(?<=nummer: )|(?<=nr\. )|(?<=nr\.: )|(?<=\bpolis )|(?<=\brekening ))"
        r"(?!\d{1,3}\.\d{3}\.000)\d{1,3}(?:\.\d{2,3}){2,4}(?![\w-]|[.,]\d)",
        partial(say_groups, language="nl"),
    ),
    Kind(
        "called",  # by its digits
        r"(?:(?:nummer|nr\.?|(?i:bsn|kvk|code)):? (?:is )?)(?P<number>\d{5,12})(?!\w|[.,]\d)",
        lambda match: named(match, number=digits(match["number"], "nl")),
    ),
    Kind(
        "box at a post office",  # "Postbus 90801"
        r"\b(?:[Pp]ostbus|PB) (?P<number>\d{5})(?![\w-]|[.,]\d)",
        lambda match: named(match, number=digits(match["number"], "nl")),
    ),
    Kind(
        "code of a town",  # "2509 LV Den Haag"
        r"(?:(?<![^\n])|(?<=[,;(] )|(?<=\()|(?<=\ue000 )|(?<=[·|•–] ))(?P<number>[1-9]\d{3}) ?(?:[A-Z]{2}(?= (?:'[st]-? ?)?[A-Z][a-z]| A')|(?!AD|BC|BV|CE|EU|GB|JA|MB|NM|NU|NV|OK|PK|TB|UK|US|VS)[A-Z]{2}(?=[,;)]|$|\n))",
        _say_town,
    ),
    Kind(
        "emergency number",
        r"(?:\b(?i:bel|belt|bellen|belde|belden|gebeld|alarmnummer|noodnummer|nummer|via|naar|direct|altijd) )(?P<number>11[23]|144|101|100)(?=[.,!?;)]|$| (?:in|bij|als|en|of|voor|bellen|gebeld|met|wanneer|om|is)\b)",
        lambda match: named(match, number=digits(match["number"], "nl")),
    ),
    Kind(
        "number of a helpline in a word",  # "06-nummers", "112-melding"
        r"(?<![\w.,-])(?P<number>0\d{1,3}|11[23])(?P<dash>-)(?=nummer|lijn|bel|meld|opr|gesprek|centrale|app)",
        lambda match: named(match, number=digits(match["number"], "nl"), dash=" "),
    ),
    Kind(
        "number of a Belgian company",  # "BE 0403.170.701"
        r"(?<![\w.,-])[01]\d{3}\.\d{3}\.\d{3}(?![\w-]|[.,]\d)",
        partial(say_groups, language="nl"),
    ),
    Kind(
        "number of a town hall",  # "14 020"
        r"(?<![\w.,+-])14[ '](?P<area>0\d{2,3})(?![\w-]|[.,]\d| \d)",
        lambda match: named(match, area=f"nul {cardinal(match['area'][1:], 'nl')}"),
    ),
    Kind(
        "telephone number from abroad",
        r"(?<![\w.,+-])00(?:31|32|49|33|44)(?:[ -]?\(?\d{1,4}\)?){2,6}(?![\w-]|[.,]\d)",
        partial(say_groups, language="nl"),
    ),
    Kind(
        "telephone number in Belgium",  # "0475/12.34.56"
        r"(?<![\w.,+-])0\d{1,3}[/ ]\d{2,3}(?:\.\d{2,3}){1,2}(?![\w-]|[.,]\d)",
        partial(say_groups, language="nl"),
    ),
)
