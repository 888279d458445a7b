# ruff: noqa: RUF001 - Japanese, Chinese and Thai
"""Characters joined to what readers read as one."""

import re

import pytest
from hypothesis import given, settings
from tests.unit.timed_words import EXAMPLES, hostile_text, word_lists

from f5tts_worker.subtitles.phrases import phrased
from f5tts_worker.subtitles.words import from_engine


def timed(text):
    """Time each character, with the marks of other scripts behind it, as the engine does."""
    return from_engine(
        [
            {
                "word": found[0],
                "start_ms": 100 * found.start(),
                "end_ms": 100 * found.end(),
                "source": "aligned",
                "score": 0.5,
            }
            for found in re.finditer(".[…?!]*", text)
        ],
        sentences=[text],
    )


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("今日はとても良い天気ですね。", ["今日は", "とても", "良い", "天気ですね。"]),
        ("私は東京へ行きます。", ["私は", "東京へ", "行きます。"]),
        ("でも疲れたかもしれません…明日は", ["でも", "疲れたかもしれません…", "明日は"]),
        ("今日は良い天気ですか?はい!", ["今日は", "良い", "天気ですか?", "はい!"]),
        ("今天天气非常好，我们去公园散步。", None),
        ("我們打電話給遠方的朋友。", None),
        ("วันนี้อากาศดีมาก", None),
    ],
)
def test_phrases_of_each_script(text, phrases):
    """Characters become phrases; a mark never begins one, and times are those of the characters."""
    found = phrased(timed(text))
    assert "".join(word.text for word in found) == text
    assert 1 < len(found) < len(text)
    assert phrases is None or [word.text for word in found] == phrases
    assert not any(word.text[0] in "。，" for word in found)
    first = 0
    for word in found:
        assert (word.start_ms, word.end_ms) == (100 * first, 100 * (first + len(word.text)))
        assert word.score == 0.5
        first += len(word.text)


@given(word_lists(hostile_text) | word_lists())
@settings(max_examples=EXAMPLES)
def test_nothing_is_lost_or_moved(words):
    """All words are in it once, in order; those of other scripts stay what they are."""
    found = phrased(words)
    assert [source for word in found for source in word.sources] == words
    assert all(word.start_ms == word.sources[0].start_ms for word in found)
    assert all(word.end_ms == word.sources[-1].end_ms for word in found)
    assert all(word in words for word in found if word.text.isascii())
