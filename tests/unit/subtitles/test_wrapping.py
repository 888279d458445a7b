"""Words and lines in a picture that is not known: whole wherever they can be."""

import pysubs2
import pytest
from tests.unit.timed_words import steady

from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES
from f5tts_worker.subtitles.words import from_engine
from f5tts_worker.subtitles.wrapping import PLACE

WHOLE = ["responsibilities", "والمستشفيات", "अंतर्राष्ट्रीयकरण", "استخدامها-الأولى", "ᠮᠣᠩᠭᠣᠯᠴᠤᠳ"]
LARGE = {"word_pop", "headline"}  # sixteen Latin letters would be too narrow to be read


def read_back(words, style="default"):
    """Return what an editor takes out of the words' ASS: the text of each cue."""
    file = pysubs2.SSAFile.from_string(render(words, ["ass"], style)["ass"])
    return list(dict.fromkeys(event.plaintext for event in file))


def characters(text, language):
    """Time each character of a text that is written without spaces, as the engine does."""
    items = [
        {"word": char, "start_ms": 100 * i, "end_ms": 100 * i + 100, "score": 0.9, "source": "aligned"}
        for i, char in enumerate(text)
    ]
    return from_engine(items, sentences=split_sentences(text, language))


@pytest.mark.parametrize(
    ("word", "style"),
    [(word, style) for word in WHOLE for style in STYLES if not (word.isascii() and style in LARGE)],
)
def test_a_word_stays_whole(word, style):
    """Its letters are drawn narrower; where they join, however narrow that makes them."""
    found = read_back(steady(f"These {word} here."), style)
    assert word.casefold() in " ".join(found).casefold()


def test_a_word_has_the_width_that_fits():
    """In the narrowest picture, and its neighbours have theirs."""
    text = render(steady("The internationalization"), ["ass"])["ass"]
    assert "The {\\fscx79}internationalization{\\fscx100}" in text
    assert "fscx" not in render(steady("The conversation."), ["ass"])["ass"]


def test_a_word_that_pops_grows_from_its_own_width():
    """A narrow one stays narrow beside its height."""
    text = render(steady("Something"), ["ass"], "word_pop")["ass"]
    assert r"{\rSpoken\fscx78\t(0,80,\fscx89\fscy115)}SOMETHING{\r}" in text


def test_what_would_be_too_narrow_has_few_places_to_wrap():
    """Other programs read a space at each of them: there are no more than a narrow picture needs."""
    text = render(steady("See https://www.example.com/a/long/path here."), ["ass"])["ass"]
    assert f"https://www.{PLACE}example.com/{PLACE}a/long/path" in text


@pytest.mark.parametrize(
    ("text", "language", "places"),
    [
        ("良いですね。", "ja", [0]),
        ("今日はとても良い天気ですね。", "ja", [1]),
        ("今日はとても良い天気ですね散歩に行きましょう。", "ja", [0, 1]),
    ],
)
def test_a_line_without_spaces_has_few_places_to_wrap(text, language, places):
    """One in a line that is up to twice as wide as a narrow picture, none in one that fits."""
    body = render(characters(text, language), ["ass"])["ass"].rpartition(",,")[2]
    assert [line.count(PLACE) for line in body.split(r"\N")] == places
    assert body.replace(PLACE, "").replace(r"\N", "").strip() == text
