"""Shouted words in small letters: F5-TTS's models were trained to spell what is written in capitals.

"Uppercased letters (best with form like K.F.C.) will be uttered letter by letter, and lowercased letters used
for common words", says F5-TTS (infer/README.md). So acronyms stay as they are. A word is shouted if it is
longer than acronyms are, or is a common one, or if the words around it are shouted.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Self

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.roman import roman_value

_MODEL_NAME = 3  # letters of one: "FIT3"
_STATE, _ZIP = 2, re.compile(r"\d{5}(?!\w)")  # letters of a state, and what stands behind it
_PHRASE = 4  # words of more than one letter: acronyms stand together in threes
_BANK = 11  # letters of a bank's code, at most
_LONGER = 5  # letters: most acronyms have fewer, and the others are read as words ("UNESCO")
# Letters of scripts without capitals, from Hebrew to Hangul: what stands next to them is a word by itself.
_UNCASED = (
    "\u0590-\u109f\u1100-\u137f\u1780-\u18af\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufb1d-\ufdff"
    "\ufe70-\ufefc\uff66-\uffdc\U00020000-\U0003ffff"
)
_SMALL_FIGURES = "²³¹⁰-₉"  # "H₂O" has one letter and one
_LETTER = rf"[^\W\d_{_UNCASED}{_SMALL_FIGURES}]"
_PART = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)*")  # noqa: RUF001 - both apostrophes
# "XIV" and "MMXXIV"; others are as rare as "MIX" is common.
_NUMERAL = re.compile(
    "(?=..)X{0,3}(?:IX|IV|V?I{0,3})|(?=.{5})M{1,3}(?:CM|C?D|C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)

_TAX_NUMBER = re.compile(r"(?:\d\d)?[A-Z]{5}\d{4}[A-Z](?:[A-Z\d]{3})?")  # of India: "ABCPK1234L"
_REGISTERED = re.compile(rf"[A-Z]{{2}}\d\d|{_TAX_NUMBER.pattern}")  # an account abroad: "BE68"
_CODE = re.compile(r"_|[A-Z]=\S|\$\{?[A-Z]{3}")
_ELIDED = re.compile("(?:[CDJLMNST]|QU)['’]")  # noqa: RUF001 - both apostrophes; "L'URSS" has four letters

_HALVES = frozenset(("AM", "PM"))
_PROSE = frozenset(("AN", "AT", "IN", "OR"))  # small words that no acronym is: a line with one is shouted

_AROUND = " \"'“”‘’«»„(),;:!?…"  # noqa: RUF001 - quotation marks

Part = tuple[int, re.Match[str]]  # the number of a word, and letters in it that stand together


class _Word(NamedTuple):
    """What is asked about a word for each of its parts: found once, as a word may be all of a long text."""

    bare: str  # without the marks around it
    has_digit: bool
    ends_in_digit: bool
    is_name: bool  # of code: "MAX_RETRIES"

    @classmethod
    def of(cls, word: str) -> Self:
        parts = re.split("[=:(]", word)  # "DEBUG=1"
        has_digit = any(any(map(str.isdigit, part)) and any(map(str.isalpha, part)) for part in parts)
        return cls(word.strip(_AROUND), has_digit, word.rstrip()[-1:].isdigit(), "_" in word)


def lower_shouted(words: Sequence[str], language: str) -> list[str]:
    """Return the words of a text, those that are shouted in small letters. `language` is a code like "en"."""
    parts = [(number, match) for number, word in enumerate(words) for match in _PART.finditer(word)]
    known = [_Word.of(word) for word in words]
    shouted: set[tuple[int, int]] = set()
    for is_capital, run in groupby(parts, key=lambda part: part[1][0].isupper()):
        if is_capital:
            shouted.update((n, part.start()) for n, part in _shouted([*run], known, len(parts), language))

    def written(number: int, part: re.Match[str]) -> str:
        return _small(part[0], language) if (number, part.start()) in shouted else part[0]

    return [_PART.sub(lambda part, n=n: written(n, part), word) for n, word in enumerate(words)]  # type: ignore[misc]  # mypy cannot infer a lambda with a default


def lower_shouting(text: str, language: str) -> str:
    """Return a text with its shouted words in small letters."""
    return "".join(lower_shouted(re.findall(r"\S+\s*|\s+", text), language))


def _shouted(run: Sequence[Part], words: Sequence[_Word], parts: int, language: str) -> Iterable[Part]:
    """Return those parts of a run of capitals that are shouted; `parts` is how many the whole text has."""
    evident = [
        part
        for part in run
        if _is_evident(part[1][0], words[part[0]], language)
        and not (_is_state(part, words) or _is_bank(part, words))
    ]
    several = [part[0] for _, part in run if len(part[0]) > 1]
    is_list = any(_is_acronym(letters, language) for letters in several if letters not in _HALVES)
    is_list = is_list and _PROSE.isdisjoint(several)  # "USB VGA DVI", not "MEET US AT 5 PM"
    shouts = evident or (len(several) > 2 and not is_list)
    is_phrase = bool(evident) and len(several) >= _PHRASE and not is_list  # "crie WE WERE ON A BREAK"
    if len(evident) > 1 or is_phrase or (len(run) == parts and shouts):
        return [part for part in run if not _is_spelled(part, words, language)]
    return evident


def _is_evident(part: str, word: _Word, language: str) -> bool:
    """Say whether a part of a word is shouted, whatever stands around it."""
    often = tables.OFTEN_SHOUTED.get(language, frozenset())
    whole, part = part, _ELIDED.sub("", part, count=1) if language == "fr" else part
    if (
        word.is_name
        and len(part) >= _MODEL_NAME
        and _has_vowel(part, language)
        and part not in tables.SPELLED
    ):
        return True
    if not often.isdisjoint((whole, part)):
        return not word.has_digit or len(part) > _MODEL_NAME  # "SAVE20"
    if word.has_digit and _TAX_NUMBER.fullmatch(word.bare):
        return False
    if word.has_digit and len(part) < _LONGER + ("-" in word.bare):  # a name: "COVID-19"
        return False
    long = sum(map(str.isalpha, part)) >= _LONGER
    is_numeral = bool(_NUMERAL.fullmatch(part)) or roman_value(part) > 0
    return long and _has_vowel(part, language) and part not in tables.SPELLED and not is_numeral


def _is_state(part: Part, words: Sequence[_Word]) -> bool:
    """Say whether "ME" or "HI" stands before a ZIP code."""
    number, match = part
    following = words[number + 1].bare if len(match[0]) == _STATE and number + 1 < len(words) else ""
    return bool(_ZIP.match(following))


def _is_bank(part: Part, words: Sequence[_Word]) -> bool:
    """Say whether letters are a bank's code: "BIC BYLADEM1001"."""
    number, match = part
    return number > 0 and words[number - 1].bare in ("BIC", "SWIFT") and len(match[0]) <= _BANK


def _is_spelled(part: Part, words: Sequence[_Word], language: str) -> bool:
    """Say whether letters stay capitals among words that are shouted."""
    number, match = part
    letters = match[0]
    if words[number].has_digit and _REGISTERED.fullmatch(words[number].bare):
        return True
    if _is_bank(part, words):
        return True
    if letters in tables.OFTEN_SHOUTED.get(language, ()):
        return words[number].has_digit and len(letters) < _MODEL_NAME  # a country's account: "ES91"
    if len(letters) == 1:  # an initial, a part of a name ("T-shirt", "U.S."), or the English "I"
        alone = words[number].bare == letters
        return not alone or (language == "en" and letters == "I") or not _has_vowel(letters, language)
    bare = max(re.split("['’]", letters), key=len)  # noqa: RUF001 - both apostrophes
    hour = letters == "AM" and number > 0 and words[number - 1].ends_in_digit
    return hour or _is_acronym(bare, language) or bool(_NUMERAL.fullmatch(bare))


def _is_acronym(letters: str, language: str) -> bool:
    """Say whether letters are spelled for sure: no word has them, or none without a vowel."""
    known = letters in tables.SPELLED or letters in tables.SPELLED_IN.get(language, ())
    return known or not _has_vowel(letters, language)


def _has_vowel(letters: str, language: str) -> bool:
    """Say whether a word can be pronounced: "HTML" cannot."""
    vowels = tables.VOWELS + ("LR" if language in tables.SYLLABIC_LR else "")
    places = [place for place, letter in enumerate(unicodedata.normalize("NFD", letters)) if letter in vowels]
    return bool(places) and not (len(letters) <= _LONGER and places[0] >= _LONGER - 1)  # "DSGVO"


def _small(part: str, language: str) -> str:
    if language == "tr":
        return part.replace("I", "\u0131").replace("İ", "i").lower()  # dotless and dotted
    small = part.lower()
    return small.capitalize() if language == "en" and re.match("i['’]", small) else small  # noqa: RUF001 - "I'm"
