"""Dutch: numbers that are called, and those of accounts and files, by their digits."""

# ruff: noqa: E501 - a pattern is one line

from functools import partial

from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.spans import Kind, named

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
