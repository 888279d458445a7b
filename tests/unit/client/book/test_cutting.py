"""Passages: a paragraph each, long ones cut, with the pauses that a reader would make."""

import pytest

from f5tts_worker.client.book import cutting
from f5tts_worker.client.book.contents import Block, Chapter, Kind
from f5tts_worker.client.book.cutting import passages, seconds_of, words_in


def chapter(*blocks):
    kinds = {"#": Kind.HEADING, "*": Kind.SCENE}
    return Chapter(
        "x", tuple(Block(kinds.get(text[0], Kind.PARAGRAPH), text.lstrip("#*")) for text in blocks)
    )


def test_pauses():
    """After headings, paragraphs, before a break and at a chapter's end; nothing is said of a break."""
    cut = passages(chapter("#One", "A.", "B.", "*", "C.", "#Two", "D."), "en", 1.0)
    assert [(one.text, one.pause_ms) for one in cut] == [
        ("One", cutting.HEADING_MS),
        ("A.", cutting.PARAGRAPH_MS),
        ("B.", cutting.SCENE_MS),
        ("C.", cutting.HEADING_MS),
        ("Two", cutting.HEADING_MS),
        ("D.", cutting.CHAPTER_MS),
    ]


@pytest.mark.parametrize("speed", [0.3, 1.0, 2.0])
@pytest.mark.parametrize(
    "text", ["A sentence of some words. " * 300, "word " * 2_000, "x" * 9_000, "漢字。" * 900]
)
def test_a_long_paragraph_is_cut(text, speed):
    """No passage is too long for an answer at this speed, nothing is lost, and sentences stay whole."""
    cut = passages(chapter(text), "en", speed)
    assert all(seconds_of(one.text) <= cutting.MOST_SECONDS * min(1.0, speed) for one in cut)
    assert "".join("".join(one.text for one in cut).split()) == "".join(text.split())
    if text.startswith("A"):
        assert all(one.text.endswith(".") for one in cut)
    assert [one.pause_ms for one in cut[:-1]] == [cutting._INSIDE_MS] * (len(cut) - 1)
    assert cut[-1].pause_ms == cutting.CHAPTER_MS


def test_an_edit_changes_its_own_passage():
    """The passages of all other paragraphs are as before."""
    before = passages(chapter("#One", "A b c.", "D e f.", "G."), "en", 1.0)
    after = passages(chapter("#One", "A b c.", "D, e, f.", "G."), "en", 1.0)
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, False, True]


def test_counting():
    """Words are counted; each letter of a script without spaces is one, and takes longer."""
    assert (words_in("It was — late."), words_in("漢字 x"), words_in("")) == (3, 3, 0)
    assert (seconds_of("a" * 30), seconds_of("漢" * 30)) == (2.0, 6.0)
