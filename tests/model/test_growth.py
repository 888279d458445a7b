"""Texts made to take long: the work of the engine's text functions grows with the text, not its square."""

import pytest
from tests.growth import AT_MOST, growth

from f5tts_worker.engine.speech import chunking
from f5tts_worker.engine.text import clean as text
from f5tts_worker.engine.text import spoken

RUNS = {
    "marks inside a word": lambda n: "a" + "!" * n + "b",
    "dots inside a word": lambda n: "a" + "." * n + "b",
    "marks": lambda n: "?!" * n,
    "digits": lambda n: "7" * n,
    "digits and commas": lambda n: "1" + ",000" * n + "x",
    "digits and points": lambda n: "1.2" * n,
    "digits and colons": lambda n: "1:2" * n,
    "groups by spaces": lambda n: "1" + " 000" * n + "x",
    "no-break spaces": lambda n: "1\u00a0" * n,
    "slashes": lambda n: "a" + "/" * n + "!",
    "underscores": lambda n: "a" + "_/" * n + "!",
    "dashes": lambda n: "a" + "-" * n + "!",
    "currencies": lambda n: "$" * n + "5",
    "minus signs": lambda n: "-" * n + "5",
    "accents": lambda n: "e" + "\u0301" * n,
    "joiners": lambda n: "a" + "\u200d" * n + "b",
    "brackets": lambda n: "(" * n + "ก" + ")" * n,
    "Thai marks": lambda n: "ก" + "ะ" * n + "a!" * n,
    "Han": lambda n: "漢字" * n,
    "superscripts": lambda n: "m²" * n,
    "one word": lambda n: "a" * n,
    "words": lambda n: "one 2 three. " * n,
    "letters and dots": lambda n: "ab." * n,
    "signs of addresses": lambda n: "a@" * n + "b./" * n,
    "slashes and a file": lambda n: "a/" * n + ".pdf1",
    "groups by apostrophes": lambda n: "1" + "'000" * n + "x",
    "groups by commas, an ordinal": lambda n: "1" + ",000" * n + "rd",
    "telephone numbers": lambda n: "555-" * n + "1",
    "operators": lambda n: "1+" * n + "a=b",
    "powers": lambda n: "1^" * n + "²³" * n,
    "Roman numerals": lambda n: "Henry IV " * n + "I" * n,
    "abbreviations": lambda n: "St. etc." * n + ")" * n,
    "months": lambda n: "May 5 " * n,
    "fractions": lambda n: "1/2 " * n + "1/" * n,
    "money": lambda n: "$5-" * n + "5%-" * n,
    "initials in one word": lambda n: "A." * n,
    "initials and small letters": lambda n: "A.b." * n,
    "quotation marks": lambda n: "5" + "\"'" * n,
    "inches": lambda n: '5" ' * n,
    "days": lambda n: "Mon, " * n,
    "letters and digits of a hash": lambda n: "a1" * n,
    "letters between colons": lambda n: "aa:" * n,
    "chords": lambda n: "Am-" * n,
    "moves": lambda n: "1.e4 Nf3x" * n,
    "sides in inches": lambda n: '5"x' * n,
    "dollars": lambda n: "$a^" * n,
    "eyes of faces": lambda n: "(°" * n + ")",
    "struck letters": lambda n: "e" + "\u0335\u0301" * n,
    "small capitals": lambda n: "ʜs" * n + "b",
    "codes": lambda n: "A1" * n + "-",
    "runs of races": lambda n: "4:26.3-" * n,
}


@pytest.fixture(scope="module")
def start(pytestconfig):
    """Return how often a run is repeated at least; it is repeated until its work can be measured."""
    return 250 if pytestconfig.getoption("--exhaustive") else 50


@pytest.mark.parametrize("run", RUNS)
def test_the_work_of_a_text_grows_with_its_length(run, start):
    """Eight times the text is not sixty-four times the work: splitting, spoken forms and joining."""

    def work(given):
        text.join_words(spoken.split_words(given, "en"))

    assert growth(work, RUNS[run], start) < AT_MOST


@pytest.mark.parametrize("run", ["marks inside a word", "one word", "words", "Han", "digits"])
def test_the_work_of_cutting_grows_with_the_text(run, start):
    """Chunks of a text without a place to cut, and of one with many."""

    def make(n):
        return spoken.split_words(RUNS[run](n), "en")

    assert growth(lambda given: chunking.split_chunks(given, 120.0), make, start) < AT_MOST
