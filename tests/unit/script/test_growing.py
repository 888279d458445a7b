"""Sentences of a text that is still being written."""

# ruff: noqa: RUF001 - marks of many scripts are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import AT_MOST, growth

from f5tts_worker.script.growing import LONGEST, GrowingText
from f5tts_worker.script.sentences import split_sentences

TEXTS = [
    (
        "en",
        "Dr. Smith paid $3.50 at 5 p.m. on Monday. I saw it. See Vol. I of No. 7, e.g. page 3. Well... yes?",
    ),
    ("en", "Do you? No. 3 came. He said “Go now.” She went. The U.S. Army left. Version 3.14 is out."),
    ("de", "Er wohnt im 3. Stock. Es war 1998. Das ist z.B. gut. Am 3. Mai kam Dr. Müller."),
    ("fr", "Le mer. 3 janv. 2025 et le mer. 4 mars. M. Dupont est là. Fin."),
    ("nl", "Bel mevr. De Wit op ma. 3 jan. 2025. Einde."),
    ("zh", "他说：“你好。”然后走了。世界！再见。"),
    ("ja", "今日は。明日「いい。」と言った。「はい。」「いいえ。」終わり？"),
    ("en", "A heading\n\nA paragraph without a mark\n\n- and more"),
]


def grown(language, pieces):
    """Return the sentences of a text that comes in these pieces."""
    text = GrowingText(language)
    return [*(sentence for piece in pieces for sentence in text.add(piece)), *text.flush()]


@pytest.mark.parametrize(("language", "text"), TEXTS)
@pytest.mark.parametrize("size", [1, 4, 1000])
def test_the_sentences_are_those_of_the_whole(language, text, size):
    """However it is cut: no mark ends a sentence before what follows it is known."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert grown(language, pieces) == split_sentences(text, language)


@given(st.lists(st.text(st.sampled_from("aB1 .?!\n,;。「」’")), max_size=30))
def test_nothing_is_lost(pieces):
    """Joined, what comes out is the text."""
    assert "".join(grown("en", pieces)) == "".join(pieces)


def test_a_sentence_comes_as_soon_as_it_is_certain():
    """After two more words, or at a blank line, where nothing can follow that changes it."""
    text = GrowingText("en")
    assert text.add("It is late. We") == []
    assert text.add(" should ") == ["It is late. "]
    assert text.add("go\n") == []
    assert text.add("\n") == ["We should go\n\n"]
    assert text.flush() == []


@pytest.mark.parametrize(
    ("sign", "end"),
    [("word ", "word "), ("one, two ", "one,"), ("x", "x"), ("三", "三"), ("a-b ", "a-b ")],
)
def test_a_sentence_that_does_not_end_is_cut(sign, end):
    """After a clause if there is one, else after a word, so that no memory is filled."""
    text = GrowingText("en")
    cut = text.add(sign * LONGEST)
    assert bool(cut) == (len(sign) > 1)
    assert all(0 < len(part) <= LONGEST and part.endswith(end) for part in cut)


def test_many_sentences_at_once_are_no_more_work_each():
    """A message may bring thousands of them, and the server's other clients wait meanwhile."""
    assert growth(lambda text: GrowingText("en").add(text), lambda size: "Go on. " * size) < AT_MOST
