import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.timed_words import EXAMPLES, hostile_text

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.words import OVERRIDES, Word, as_json, divided, from_engine, joined, visible


def item(word, start, end, score=0.9, source="aligned"):
    return {"word": word, "start_ms": start, "end_ms": end, "score": score, "source": source}


def test_words_come_in_as_the_engine_sent_them():
    """Times, scores and sources are kept; words may touch, and may have no length."""
    words = from_engine(
        [item("a", 0, 10), item("b", 10, 10, None, "interpolated"), item("c", 10, 99)], audio_ms=99
    )
    assert words == [
        Word("a", 0, 10, 0.9, "aligned"),
        Word("b", 10, 10, None, "interpolated"),
        Word("c", 10, 99, 0.9, "aligned", space=False),
    ]
    assert from_engine([]) == []


@pytest.mark.parametrize(
    ("second", "what"),
    [
        (item("b", 90, 200), "overlaps the word before it"),
        (item("b", 300, 200), "ends before it starts"),
        (item("b", 900, 1001), "ends after the audio"),
        (item("b", -5, 200), "starts before the audio"),
        (item("b", 100.0, 200), "has a time that is no whole number"),
        (item("b", True, 200), "has a time that is no number"),
        (item("b", None, None), "has no time"),
        (item("b", 100, 200, source="guessed"), "has an unknown source"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_word_that_cannot_be_right_is_refused(second, what):
    """Subtitles that would be wrong in silence become an error that names the word."""
    with pytest.raises(WorkerError, match="word 2") as caught:
        from_engine([item("a", 0, 100), second], audio_ms=1000)
    assert caught.value.code == "INTERNAL"
    assert caught.value.details == {"word": 1}


def test_api_form():
    """The API gives seconds, and nothing that JSON does not know."""
    words = from_engine([item("a\ud800", 5, 1234, float("nan")), item("b", 1234, 2000, 0.98765)])
    assert as_json(words) == [
        {"word": "a?", "start": 0.005, "end": 1.234, "score": None, "source": "aligned"},
        {"word": "b", "start": 1.234, "end": 2.0, "score": 0.988, "source": "aligned"},
    ]
    assert json.dumps(as_json(words), allow_nan=False).encode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It costs 5 €, he said.", ["It", "costs", "5", "€,", "he", "said."]),
        ("東京は 晴れ。", ["東", "京", "は", "晴", "れ。"]),
        ("Hello世界 is two.", ["Hello", "世", "界", "is", "two."]),
        ("well-known", ["well-", "known"]),
    ],
)
def test_spaces_come_from_the_text(text, words):
    """Put together again, the words read as the text did."""
    timed = from_engine([item(word, i, i + 1) for i, word in enumerate(words)], sentences=[text])
    assert joined(timed) == text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["one", "two"], "one two"),
        (["東", "京", "タ", "ワ", "ー"], "東京タワー"),
        (["สวัส", "ดี"], "สวัสดี"),
        (["한국", "사람"], "한국 사람"),
        (["“", "東", "京", "”"], "“東京”"),
        (["東京", "Tower"], "東京 Tower"),
    ],
)
def test_without_the_text_the_script_decides(words, line):
    """Chinese, Japanese and Thai run on; Korean and everything else have spaces."""
    assert joined(from_engine([item(word, i, i + 1) for i, word in enumerate(words)])) == line


def test_a_word_that_the_text_does_not_hold():
    """The search for the words after it goes on, and only its own neighbours are guessed."""
    timed = from_engine(
        [item(w, i, i + 1) for i, w in enumerate(["a-", "b", "??", "c", "d-", "e"])],
        sentences=["a-b ", "c d-e"],
    )
    assert joined(timed) == "a-b ?? c d-e"
    assert [word.sentence for word in timed] == [0, 0, 0, 1, 1, 1]


@given(hostile_text | st.text())
@settings(max_examples=EXAMPLES)
def test_what_can_be_seen(text):
    """Visible text is one line without control, overriding or half characters, fits UTF-8 and is final."""
    line = visible(text)
    assert line == visible(line) == line.strip()
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(line) & OVERRIDES
    assert line.encode().decode() == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb\x85c\u2028d\te\x0bf", "a b c d e f"),
        ("\u202eevil\x00\x1b", "evil"),
        ("\u200f(\u05d0)\u2067\u2069", "\u200f(\u05d0)\u2067\u2069"),
        ("\u200d\u0301 \ufe0f", ""),
        ("👩‍👩‍👧 e\u0301", "👩‍👩‍👧 e\u0301"),
        ("nai\u00adve", "nai\u00adve"),
    ],
)
def test_what_is_kept_and_what_goes(text, line):
    """Line breaks become spaces, marks that reverse or do nothing go; direction, emoji and accents stay."""
    assert visible(text) == line


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("https://example.org/some/where", ["https://", "example.org/", "some/where"]),
        ("state-of-the-art-machine", ["state-of-the-", "art-machine"]),
        ("Donaudampfschifffahrt", ["Donaudampfs", "chifffahrt"]),
        ("e\u0301" * 14, ["e\u0301" * 14]),
        ("🇩🇪🇫🇷🇮🇹🇪🇸🇵🇱🇳🇱🇵🇹🇨🇭🇦🇹", ["🇩🇪🇫🇷🇮🇹🇪🇸🇵🇱", "🇳🇱🇵🇹🇨🇭🇦🇹"]),
        ("क्षक्षक्षक्षक्षक्ष", ["क्षक्षक्ष", "क्षक्षक्ष"]),
        ("short", ["short"]),
    ],
)
def test_a_word_is_divided_at_its_marks_or_evenly(word, parts):
    """No part is wider than the room; a letter keeps its accents; flags and conjuncts stay whole."""
    assert divided(word, 14, lambda text: len(text.replace("\u0301", ""))) == parts
