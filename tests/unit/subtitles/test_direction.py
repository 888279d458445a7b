# ruff: noqa: RUF001 - Hebrew
"""Lines that run from right to left, in files whose players do not see it."""

import pytest
from tests.unit.timed_words import steady

from f5tts_worker.script.cues import read_cues
from f5tts_worker.subtitles.render import render

HEBREW = "הוא אמר: לך הביתה עכשיו, אולי! iPhone 15 הוא טלפון חדש ויפה."


@pytest.mark.parametrize("style", ["default", "karaoke"])
def test_players_that_go_by_no_letter_are_told(style):
    """Each line of SRT and WebVTT is embedded, and TTML says it; a line of ASS goes by its first letter."""
    files = render(steady(HEBREW), ["srt", "vtt", "ttml", "ass"], style)
    said = [line for line in files["srt"].splitlines() if line and not line[0].isdigit()]
    said += [line for line in files["vtt"].splitlines()[1:] if line and "-->" not in line]
    assert said
    assert all(line[0] == "\u202b" and line[-1] == "\u202c" for line in said)
    assert files["ttml"].count("<p ") == files["ttml"].count('tts:direction="rtl"')
    assert "\u200fiPhone" in files["ass"]
    assert "\u202b" not in files["ass"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("He said it in Paris.", 0),
        ("A man said שלום to the captain of the ship.", 0),
        ("今日は。", 0),
        (HEBREW, 1),
    ],
)
def test_other_lines_have_no_marks(text, marks):
    """Also one of another direction that quotes a word."""
    for content in render(steady(text), ["srt", "vtt"]).values():
        assert ("\u202b" in content) is bool(marks)
    ass = render(steady(text), ["ass"])["ass"]
    assert "\u200e" not in ass


def test_a_line_that_begins_with_a_quoted_word_runs_as_its_cue_does():
    """Renderers of ASS would turn it round."""
    assert "\u200eשלום" in render(steady("שלום is what the old captain always said."), ["ass"])["ass"]


def test_our_own_files_are_read_without_the_marks():
    """What embeds a line is none of its words."""
    files = render(steady(HEBREW), ["srt", "ass"])
    assert "\u202b" in files["srt"]
    assert "\u200f" in files["ass"]
    for content in files.values():
        assert " ".join(" ".join(cue.text.split()) for cue in read_cues(content, {}).cues) == HEBREW
