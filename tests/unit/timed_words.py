"""Timed words for the subtitle tests: a fixed speech, and generated ones of every shape."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st

from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.subtitles.words import Word

# For `settings` of property tests: words in their dozens take long to make; with --exhaustive, there are all.
EXAMPLES = 25 if settings.default.derandomize else settings.default.max_examples

# What hurts: ASS overrides, tags, arrows, line breaks, bidi marks, wide and combining characters.
HOSTILE = [
    "{\\an8}", "{\\p1}m 0 0 l 9 9", "\\N", "\\n", "\\h", "\\", "\\\\", "{", "}", "\\{", "\\}",
    "{{\\b1}", "<i>", "</i>", "<00:00:01.000>", "-->", "--", ">", "&lt;", "&", "\r", "\r\n", "\n\n",
    "\v", "\f", "\x85", "\u2028", "\u2029", "\x00", "\x1b[31m", "\u202e", "\u2066", "\u2060", "\ufeff",
    "\u200b", ",", "Dialogue: 0,", "[Events]", ";", "!:", "1", "…", "é", "e\u0301", "\u0301", "東京", "。",
    "สวัสดี", "👩‍👩‍👧", "\ufffe", "a", "Word", "ends.", "so,", "«", "”", " ", "\u00a0",
]  # fmt: skip

hostile_text = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=6).map("".join)
ordinary_text = st.from_regex(r"[A-Za-z']{1,12}[,.!?]?", fullmatch=True) | st.sampled_from(
    ["東", "京", "は", "。"]
)


def word_lists(texts=ordinary_text, max_size=40):
    """Generate words in order: fast or slow, with and without pauses, some of no length."""
    part = st.tuples(
        texts,
        st.integers(0, 60) | st.just(0) | st.integers(0, 3000),
        st.integers(1, 900) | st.just(0),
        st.booleans(),
    )
    return st.lists(part, max_size=max_size).map(_timed)


def _timed(parts):
    words, now = [], 0
    for text, pause, length, space in parts:
        start = now + pause
        now = start + length
        words.append(Word(text, start, now, 0.9, "aligned", space))
    return words


def spoken(*parts):
    """Make words from (text, start, end) in milliseconds."""
    return [Word(text, start, end, 0.95, "aligned") for text, start, end in parts]


def steady(text, ms_per_char=60, pause=0, language="en"):
    """Speak a text at a steady pace; after a sentence's end comes a pause."""
    words, now = [], 0
    for number, sentence in enumerate(split_sentences(text, language)):
        for token in sentence.split():
            end = now + ms_per_char * (len(token) + 1)
            words.append(Word(token, now, end, 0.9, "aligned", sentence=number))
            now = end
        now += pause
    return words


# A pause in the middle, text that every format has to escape, and a word that was not heard.
SPEECH = [
    *spoken(("Well,", 124, 400), ("3", 1106, 1333), ("<", 1333, 1602), ("5", 1602, 1957), ("&", 1957, 2101)),
    *spoken(("{bold}", 2104, 2666), ("costs", 2666, 3011), ("in", 3011, 3097), ("C:\\new", 3097, 3688)),
    *spoken(("are", 3688, 3801), ("not", 3801, 4075), ("escaped.", 4075, 4777)),
    Word("☺", 4777, 4900, None, "interpolated"),
    *spoken(("東", 7004, 7204), ("京", 7204, 7415), ("です。", 7415, 8001)),
]
SPEECH[-3:] = [replace(word, space=False, sentence=1) for word in SPEECH[-3:]]
SPEECH_MS = 8250
