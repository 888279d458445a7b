"""How words are to be spoken: a lexicon's entries, and what say-as asks for."""

import pytest

from f5tts_worker.script import say_as
from f5tts_worker.script.lexicon import MAX_ENTRIES, Lexicon, faults_of
from f5tts_worker.script.turns import Respelling, Turn


def respelled(text, *entries, taken=()):
    turn = Lexicon(*entries).respelled(Turn(text, respellings=taken))
    return [(turn.text[one.start : one.stop], one.spoken) for one in turn.respellings]


def test_words_are_found_as_wholes():
    """An entry is found as a word, or several, whatever stands around it; never inside another word."""
    assert respelled("A GIF, GIFs and (GIF).", {"GIF": "jif"}) == [("GIF", "jif"), ("GIF", "jif")]
    assert respelled("New\n York's New Yorker", {"New York": "Noo Yawk"}) == [("New\n York", "Noo Yawk")]
    assert respelled("a.b C++ c", {"C++": "see plus plus"}) == [("C++", "see plus plus")]
    assert respelled("nothing", {}) == []


def test_capitals_count_where_an_entry_has_some():
    """An entry with a capital is found as it is written, one without in either case."""
    assert respelled("US us Us", {"US": "you ess"}) == [("US", "you ess")]
    assert respelled("gif Gif GIF", {"gif": "jif"}) == [("gif", "jif"), ("Gif", "jif"), ("GIF", "jif")]
    assert respelled("GIF gif", {"gif": "jif", "GIF": "jee eye eff"}) == [
        ("GIF", "jee eye eff"),
        ("gif", "jif"),
    ]


def test_the_longest_and_the_last_win():
    """Of entries at one place the longest counts, and of lexicons the last."""
    assert respelled("New York", {"New": "Noo", "New York": "Gotham"}) == [("New York", "Gotham")]
    assert respelled("GIF", {"GIF": "gif"}, {"GIF": "jif"}) == [("GIF", "jif")]
    # A longer one that is written otherwise does not stand in the way.
    assert respelled("us army US Army", {"US Army": "x", "us": "uss"}) == [("us", "uss"), ("US Army", "x")]


def test_letters_of_any_kind():
    """Entries are composed as texts are, and found in letters whose small form is longer than they are."""
    assert respelled("caf\u00e9 CAF\u00c9", {"cafe\u0301": "ka"}) == [
        ("caf\u00e9", "ka"),
        ("CAF\u00c9", "ka"),
    ]
    assert respelled("İstanbul gif İ GIF", {"gif": "jif", "İ": "i"}) == [
        ("gif", "jif"),
        ("İ", "i"),
        ("GIF", "jif"),
    ]


def test_a_lexicon_cannot_make_a_text_slow():
    """Entries that all begin alike, on a text of that beginning: once minutes, in which no job went on."""
    entries = {"a " * 45 + f"{number:04}": "x" for number in range(MAX_ENTRIES)}
    assert respelled("a " * 50_000, entries) == []


def test_respellings_of_the_text_come_first():
    """A word that the text itself respells stays as the text says."""
    own = (Respelling(0, 3, "own"),)
    assert respelled("GIF GIF", {"GIF": "jif"}, taken=own) == [("GIF", "own"), ("GIF", "jif")]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ({"GIF": "jif"}, 0),
        ([], 1),
        ({"": "x", "a": 7, "b": "!"}, 3),
        ({"a" * 101: "b"}, 1),
        ({"\ud800a": "b"}, 1),
    ],
)
def test_faults(value, count):
    """Whatever is no map of words to words is named."""
    assert len(list(faults_of(value))) == count


@pytest.mark.parametrize(
    ("text", "kind", "form", "language", "spoken"),
    [
        ("AB12", "characters", "", "en", "A.B. 1 2"),
        ("x-7", "spell-out", "", "en", "X. - 7"),
        ("2024", "digits", "", "en", "2 0 2 4"),
        ("+1 555-0199", "telephone", "", "en", "+1, 5 5 5, 0 1 9 9"),
        ("21", "ordinal", "", "en", "21st"),
        ("112", "ordinal", "", "en-GB", "112th"),
        ("3", "ordinal", "", "de", "3."),
        ("3/5/2024", "date", "mdy", "en", "2024-03-05"),
        ("3.5.24", "date", "dd.mm.yy", "de", "2024-05-03"),
        ("tomorrow", "date", "mdy", "en", "tomorrow"),
        ("14:30", "time", "hms24", "en", "14:30"),
        ("soon", "ordinal", "", "en", "soon"),
        ("1²", "ordinal", "", "en", "1²"),
    ],
)
def test_say_as(text, kind, form, language, spoken):
    """A text is written so that the reading of numbers says it as it was asked for."""
    assert say_as.spoken(text, kind, form, language) == spoken
