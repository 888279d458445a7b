"""What the languages of the continent differ in when they read numbers: words, endings, order. Types only.

German, French, Spanish, Italian, Portuguese and Dutch write numbers, dates and amounts alike (1.234,50 €) and
say them each in their own way. A language's module fills in a `Grammar`; the kinds of spans are made from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

# A written number: groups of three by a dot, a space (which spoken.py writes as ') or none, and
# decimals; or as America does: 1,234.50.
NUMBER = r"(?:\d{1,3}(?:,\d{3})+\.\d\d(?!\d)|\d{1,3}(?:[.']\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"


class Noun(NamedTuple):
    """What is counted: one and many of it, and its gender ("m", "f", "n")."""

    one: str
    many: str
    gender: str = "m"


def regular(one: str, gender: str = "m") -> Noun:
    """Return a noun whose plural has an "s"."""
    return Noun(one, f"{one}s", gender)


class Currency(NamedTuple):
    """A currency and its hundredth."""

    unit: Noun
    cent: Noun = Noun("", "")


@dataclass(frozen=True)
class Grammar:
    """How one language says what is counted, dated and timed."""

    code: str
    agree: Callable[[str, str], str]  # number words and the gender of what they count -> as said before it
    gender_of: Callable[[str], str]  # a noun in a text -> its gender, "" for a word that is not counted
    months: str  # their names, in order
    short_months: str  # their abbreviations, "|" between two of one month
    weekdays: str  # from Monday
    short_weekdays: str
    day: Callable[[int, str, str], str]  # a day of a month, the text before it, its mark ("º") -> as said
    date: tuple[str, str]  # what stands between day and month, month and year
    year: Callable[[str], str]
    hour: Callable[[int], tuple[str, str]]  # an hour -> its number and its name: ("acht", "Uhr")
    minute: Callable[[int], str]
    hour_words: str  # what an hour's name is written as, "|" between two: "h|heures"
    says_hours: bool  # whether the name is said for "15:45" too
    before_hour: str  # words after which "20.30" is a time, "|" between two
    units: Mapping[str, Noun]
    powers: tuple[Callable[[Noun], Noun], Callable[[Noun], Noun]]  # square and cubic
    per: Mapping[str, str]  # what may follow a slash -> as said: "h" -> "pro Stunde"
    each: str  # the same before any other noun
    currencies: Mapping[str, Currency]  # by sign and by code
    cents_after: str  # between an amount's units and its hundredths
    says_cents: bool  # whether the name of the hundredths is said after units
    scales: Mapping[str, Noun]  # "Mio." -> million
    of: str  # between a scale and a currency: "milliards d'euros"
    fraction: Callable[[int, int, int, str], str]  # whole, over, under, gender of the unit behind it or ""
    signs: Mapping[str, str]  # words for "-", a range's dash, "x" (size), ":" (ratio), "score", "²"
