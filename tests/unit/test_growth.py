"""Requests and words made to take long: work grows with what is sent, not with its square."""

import contextlib

import pytest
from tests.growth import AT_MOST, growth

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.steps.results import subtitle_files
from f5tts_worker.request.parse import parse
from f5tts_worker.request.requests import Subtitles
from f5tts_worker.script.readable import readable
from f5tts_worker.script.sentences import split_sentences

SETTINGS = from_environment({})

REQUESTS = {
    "unknown fields": lambda n: {"text": "a"} | {f"field_{k}": k for k in range(n)},
    "unknown options": lambda n: {"text": "a", "options": {f"speeds{k}": k for k in range(n)}},
    "spaces": lambda n: {"text": " " * n + "a"},
    "a voice's name": lambda n: {"text": "a", "local_voice": "a " * n},
    "an address": lambda n: {"text": "a", "voice_reference_url": "https://" + "a." * n},
    "base64": lambda n: {"text": "a", "voice_reference_base64": "data:," + "A \n" * n},
    "formats": lambda n: {"text": "a", "options": {"subtitle_format": ["srt"] * n}},
}
WORDS = {
    "words": lambda n: ["word"] * n,
    "abbreviations": lambda n: ["Dr."] * n,
    "marks": lambda n: ["?!"] * n,
    "Han": lambda n: ["漢"] * n,
}
LONG = {"one long word": lambda n: "a" * n, "marks in a word": lambda n: "a" + "!" * n + "b"}


# What each rule of reading and the finder of sentences look for, without the end that they wait for.
COPIED = [
    *("<b", "<b ", "<b a=", "<!--", "<!--->", "<script>", "<head", "<sup>1", "&", "&amp;", "&amp", "&#1"),
    *("*a", "**a", "*a ", "***", "_a", "_ _", "`a", "~~a", "[", "[^", "![", "[a](", "[](x", "[a][", "[a](b("),
    *('[a](/"', '[a](/ "', "[a]: /x\n", "#", "# ", "- ", "- -", "-\n", "> ", "|", "|-", "---", "=", "\\*"),
    *("1. a\n", "1\n00:00:01,000 --> 00:00:02,000\na\n\n", "--> \n", "00:00:00.000 -->", "WEBVTT\n", "{\\"),
    *("- 1 -\n", "- ", "page 1 of 2\n", "1 00:00:01,000 --> 00:00:02,000 a ", "1 ", "/(1)²"),
    *(
        "[1]",
        "ab[1]",
        "word¹",
        "s\u00b4 ",
        "ab.",
        "ab.Ab",
        "ab,ab",
        "ab...",
        "\u00ad",
        "\u00ad ",
        "ab-\n",
        "a- ",
    ),
    *(
        "[[a",
        "[[a|",
        "[b]",
        "[/b]",
        "[/list][*]",
        "[img]a",
        "''a",
        "'''",
        "<https://a|a",
        "<@12345",
        "<a:b:1",
    ),
    *("\\n", '\\"', "==a", "== a\n", "---\na: b\n", "â€™", "Ã", "(ab", "ab)", '"ab', "ab.“a", "\x1b["),
    *("<think>", "<![CDATA[", "&amp ", "]]>"),
    *("\n", "\r", "“a. ", '"a. ', "1. ", "Dr. ", "U.S. ", "ab.\n\n", "「", "😀", " "),
]


@pytest.mark.parametrize("part", COPIED)
def test_the_work_of_reading_a_text_grows_with_it(part):
    """What a reader would see of a text, and the sentences of both."""

    def read(text):
        split_sentences(text, "en")
        split_sentences(readable(text)[0], "en")

    assert growth(read, lambda n: part * n) < AT_MOST


@pytest.mark.parametrize("kind", REQUESTS)
def test_the_work_of_reading_a_request_grows_with_it(kind):
    """Eight times as much is not sixty-four times the work, faults included."""

    def read(given):
        with contextlib.suppress(WorkerError):
            parse(given, SETTINGS)

    assert growth(read, REQUESTS[kind]) < AT_MOST


@pytest.mark.parametrize("kind", WORDS)
def test_the_work_of_subtitles_grows_with_the_words(kind):
    """Cues and every format of them, from words as the engine times them."""

    def make(n):
        texts = WORDS[kind](n)
        return [
            {"word": text, "start_ms": 300 * k, "end_ms": 300 * k + 250, "score": 0.9, "source": "aligned"}
            for k, text in enumerate(texts)
        ]

    wanted = Subtitles(("ass", "srt", "vtt", "json"), None)

    def write(given):
        text = " ".join(word["word"] for word in given)
        subtitle_files(wanted, given, split_sentences(text, "en"), 300 * len(given), "x", "en", [])

    assert growth(write, make) < AT_MOST


@pytest.mark.parametrize("kind", LONG)
def test_the_work_of_a_long_word_grows_with_its_length(kind):
    """A cue of one word without a place to break it."""

    def write(given):
        words = [{"word": given, "start_ms": 0, "end_ms": 9000, "score": 0.9, "source": "aligned"}]
        subtitle_files(Subtitles(("ass", "srt", "vtt", "json"), None), words, [given], 9000, "x", "en", [])

    assert growth(write, LONG[kind]) < AT_MOST
