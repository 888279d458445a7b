"""Where cues and lines break, and what stays together."""

from dataclasses import replace

import pytest
from tests.unit.timed_words import spoken, steady

from f5tts_worker.subtitles.cues import from_words
from f5tts_worker.subtitles.rules import RULES
from f5tts_worker.subtitles.styles import STYLES
from f5tts_worker.subtitles.together import HELD, parting
from f5tts_worker.subtitles.words import from_engine


def texts(words, **options):
    return [cue.text for cue in from_words(words, **options)]


def ends_of_lines(text, **changes):
    """Return the last word of every line but the last of a sentence."""
    rules = replace(RULES, **changes)
    lines = [line for cue in from_words(steady(text), rules=rules) for line in cue.text.split("\n")]
    return [line.split()[-1] for line in lines if not line.endswith(".")]


@pytest.mark.parametrize("chars", [18, 24, 32, 42])
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_belongs_together_is_not_parted(chars, lines):
    """No line ends with an article, a title before its name, or a number before its unit."""
    text = (
        "The old captain told Mr. Brown that an island lay 40 miles to the west of the harbour on page 12 of "
        "the log, and that Dr. Gray had paid a man 5 million dollars for a map of the place in March 1921."
    )
    kept = {"The", "the", "a", "an", "Mr.", "Dr.", "40", "5", "page"}
    found = ends_of_lines(text, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6), lines=lines)
    assert not kept & set(found)


@pytest.mark.parametrize("chars", [18, 24, 32])
def test_marks_before_a_word_hide_nothing(chars):
    """A quotation mark or a bracket before an article, and the initials of a name."""
    text = (
        'She met J. K. Rowling (the author) and saw "the end of an age" with C. S. Lewis at “a small inn” '
        "of old."
    )
    found = ends_of_lines(text, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
    assert not {"J.", "K.", "C.", "S.", "(the", '"the', "“a", "an"} & set(found)


@pytest.mark.parametrize(
    "pair", ["Hauptstr. 5", "Lindengasse 12a", "S. 45", "Abs. 2", "n.º 5", "№ 7", "pág. 12"]
)
def test_a_number_stays_with_what_it_numbers(pair):
    """In other languages, too; and the number of a house with its street."""
    assert parting(*pair.split()) >= HELD


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ('He walked slowly back home. "Where were you?" asked his mother.', "en", ["home.", "mother."]),
        ("He walked slowly back home. 'Where were you?' asked his mother.", "en", ["home.", "mother."]),
        ("Er ging langsam nach Hause. »Wo bist du gewesen?« fragte sie ihn.", "de", ["Hause.", "ihn."]),
        ("He walked slowly back home. — Where were you? — At the old inn.", "en", ["home.", "you?", "inn."]),
        ("Hon gick sakta hem igen. ”Var har du varit?” frågade modern.", "sv", ["igen.", "modern."]),
        ("Il est rentré. « Bonjour à vous tous ! » dit la mère.", "fr", ["rentré.", "mère."]),
    ],
)
def test_what_opens_speech_goes_with_it(text, language, ends):
    """Marks that close elsewhere, and dashes: the cue ends before them, and no line ends with one."""
    cues = from_words(steady(text, language=language))
    assert [cue.text.split()[-1] for cue in cues] == ends
    assert not any(line.split()[-1] in {"—", "«"} for cue in cues for line in cue.text.split("\n"))


@pytest.mark.parametrize(
    "text", ["Oh yes ! We will. He went — she stayed.", "Elle a dit « bonjour » hier soir."]
)
@pytest.mark.parametrize("chars", [11, 13, 16])
def test_a_mark_that_stands_apart_begins_no_line(text, chars):
    """It belongs to the word before, as French has it; an opening one to the word after."""
    rules = replace(RULES, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
    lines = [line for cue in from_words(steady(text), rules=rules) for line in cue.text.split("\n")]
    assert not {line.split()[0] for line in lines} & {"!", "—", "»"}
    assert not {line.split()[-1] for line in lines} & {"«"}


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The price was 25 % or 3 dollars.", ["The price", "was", "25 %", "or", "3 dollars."]),
        ("He ran with Mrs. White to town.", ["He ran", "with", "Mrs. White", "to town."]),
        ("She lived near the old barn.", ["She lived", "near", "the old", "barn."]),
        ("We met in May, 1999.", ["We met", "in", "May, 1999."]),
    ],
)
def test_what_belongs_together_is_worth_a_cue(text, cues):
    """With two words at most, a word for itself is better than a number without its unit."""
    assert texts(steady(text), rules=replace(RULES, words=2)) == cues


def test_lines_break_after_a_unit():
    """It looks like a short word that leans on the next, but its number came before."""
    (cue,) = from_words(steady("Dr. Smith walked 5 km to the old mill on Baker Street."))
    assert cue.text.split("\n") == ["Dr. Smith walked 5 km", "to the old mill on Baker Street."]


def test_the_rest_of_a_sentence_does_not_join_the_next():
    """A cue rather holds fewer words than the end of one sentence and the beginning of another."""
    rules = replace(RULES, words=6, lines=1)
    words = steady("The old barn opened at 7 p.m. today. Mr. Brown, who is 42 years old, ran.")
    assert "at 7 p.m. today." in texts(words, rules=rules)


def test_a_paragraph_ends_a_line():
    """So does an item of a list; three of one word are no cue of two lines."""
    sentences = ["Chapter One\n\n", "No.\n\n", "He left. ", "So did I.\n \n", "eggs\n\n", "milk\n\n", "bread"]
    words = in_paragraphs(sentences)
    lines = [line for cue in from_words(words) for line in cue.text.split("\n")]
    assert lines == ["Chapter One", "No.", "He left. So did I.", "eggs", "milk", "bread"]
    for count in (3, 4):
        cues = from_words(words, rules=replace(RULES, lines=count))
        assert [line for cue in cues for line in cue.text.split("\n")] == lines
        assert max(len(cue.lines) for cue in cues) <= count
    alone = from_words(
        in_paragraphs(["Ham, eggs and milk.\n\n", "Bread and some cheese."]), rules=replace(RULES, lines=1)
    )
    assert [cue.text for cue in alone] == ["Ham, eggs and milk.", "Bread and some cheese."]


def in_paragraphs(sentences):
    """Speak sentences at a steady pace, as the engine would."""
    items, now = [], 0
    for word in "".join(sentences).split():
        end = now + 60 * (len(word) + 1)
        items.append({"word": word, "start_ms": now, "end_ms": end, "score": 0.9, "source": "aligned"})
        now = end
    return from_engine(items, sentences=sentences)


def test_no_sentence_flashes_for_itself():
    """Where a style has a cue for each sentence, one that could hardly be seen joins its neighbour."""
    words = spoken(
        ("Go!", 0, 193), ("A", 193, 300), ("dog", 300, 600), ("is", 600, 800), ("here.", 800, 1400)
    )
    words = [words[0], *(replace(word, sentence=1) for word in words[1:])]
    first, *_ = from_words(words, rules=STYLES["word_pop"].rules)
    assert first.text.startswith("Go! A")


def test_no_short_word_is_left_alone():
    """The last word of a sentence joins the others where a cue can hold them otherwise."""
    for chars in range(20, 43):
        rules = replace(RULES, lines=1, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
        cues = from_words(
            steady("We walked along the river and then we all went back to our old house."), rules=rules
        )
        assert all(len(cue.words) > 1 for cue in cues)


def test_three_lines_are_even():
    """More lines than two are shared out as evenly as their words allow."""
    rules = replace(RULES, chars_per_line=16, wide_chars_per_line=6, lines=3, longest_ms=9000)
    (cue,) = from_words(steady("We had seen nothing of the sea all day."), rules=rules)
    assert cue.text.split("\n") == ["We had seen", "nothing of", "the sea all day."]
