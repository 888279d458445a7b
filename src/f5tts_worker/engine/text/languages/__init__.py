"""The languages' own rules for text: one module a language, named by its code; tables alone read the others.

To add a language, write `languages/xx.py`, or a folder of that name, with `KINDS`, a tuple of `Kind`
(reading/spans.py) in order of priority, and put its code into `_WITH_RULES`. A kind is a pattern and a
function from a match to the pieces that are said; a piece belongs to the display word that has its first
letter, so give every word of a span its own (`named` does it by groups). After KINDS come the
kinds of reading/neutral.py, which say what is left with the words of tables.py. What languages share is in
reading/: numbers (num2words), addresses, telephone and card numbers, Roman numerals, abbreviations. A
language that writes numbers as German and French do (1.234,50 €) fills in a `Grammar` and a `Lexicon`, from
which `continental_kinds` makes its kinds.

A span has the same letters as the display words, but dashes, apostrophes and full-width forms are unified,
digits are ASCII, ½ is 1/2, and single spaces stand between words (a line feed where the text has one).
"""

from functools import lru_cache
from importlib import import_module

from f5tts_worker.engine.text.reading.formulas import sums
from f5tts_worker.engine.text.reading.neutral import neutral_kinds
from f5tts_worker.engine.text.reading.spans import Kind
from f5tts_worker.engine.text.reading.unsaid import UNSAID
from f5tts_worker.languages import language_code

_WITH_RULES = frozenset({"en", "de", "fr", "es", "it", "pt", "nl"})
_WITH_REGIONS = frozenset({"es"})


@lru_cache
def kinds_of(language: str, region: str = "") -> tuple[Kind, ...]:
    """Return a language's kinds of spans, in order of priority.

    `language` is a code such as "en", `region` one that `region_of` has found for it.
    """
    own: tuple[Kind, ...] = ()
    if language in _WITH_RULES:
        rules = import_module(f"{__name__}.{language}")
        own = rules.kinds_in(region) if region else rules.KINDS
    return (*UNSAID, *sums(language), *own, *neutral_kinds(language))


def region_of(text: str, language: str) -> str:
    """Return whose habits of writing a text shows, of the regions that its language tells apart, "" for none.

    `language` may name a country, as "es-MX" does. Rules that tell regions apart have a `region_of` of their
    own and `kinds_in` each of them.
    """
    code = language_code(language)
    if code not in _WITH_REGIONS:
        return ""
    found: str = import_module(f"{__name__}.{code}").region_of(text, language)
    return found
