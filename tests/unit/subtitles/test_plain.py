import html
import json
import re
from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from tests.unit.timed_words import EXAMPLES, SPEECH, SPEECH_MS, hostile_text, spoken, steady, word_lists

from f5tts_worker.errors import WorkerError
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS
from f5tts_worker.subtitles import plain
from f5tts_worker.subtitles.cues import from_words
from f5tts_worker.subtitles.render import FORMATS, capitals, render
from f5tts_worker.subtitles.rules import capacity, width
from f5tts_worker.subtitles.words import as_json

GOLDEN = Path(__file__).parent / "golden"
CLOCK = r"(\d\d):(\d\d):(\d\d)[,.](\d\d\d)"


def ms(parts):
    hours, minutes, seconds, rest = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def blocks(text):
    """Read SRT or WebVTT strictly. Returns (start, end, text) of every cue."""
    found = []
    for block in text.removeprefix("WEBVTT\n\n").removesuffix("\n").split("\n\n"):
        lines = block.split("\n")
        if lines[0].isdigit():
            assert int(lines.pop(0)) == len(found) + 1
        match = re.fullmatch(f"{CLOCK} --> {CLOCK}", lines[0])
        found.append((ms(match.groups()[:4]), ms(match.groups()[4:]), "\n".join(lines[1:])))
    return found


@pytest.mark.parametrize(
    ("style", "kind", "file"),
    [
        ("default", "srt", "speech.srt"),
        ("default", "vtt", "speech.vtt"),
        ("karaoke", "vtt", "speech.karaoke.vtt"),
        ("default", "json", "speech.json"),
    ],
)
def test_the_whole_file(style, kind, file):
    """Every byte is what the golden file says."""
    text = render(SPEECH, [kind], style, title="A golden file", audio_ms=SPEECH_MS)[kind]
    assert text.encode() == (GOLDEN / file).read_bytes()


@given(word_lists(hostile_text, max_size=6))
@settings(max_examples=EXAMPLES)
def test_srt_holds_hostile_text(words):
    """Cues come back with their times; no tag, code or arrow; without joiners the text is whole."""
    cues = from_words(words)
    text = plain.srt(cues)
    if not cues:
        assert text == ""
        return
    assert [(start, end) for start, end, _ in blocks(text)] == [(cue.start_ms, cue.end_ms) for cue in cues]
    for cue, (_, _, body) in zip(cues, blocks(text), strict=True):
        assert not re.search(r"<[^\s\u2060]|\{[^\u2060]|\\[Nnh{}]|-->", body)
        assert body.replace("\u2060", "") == cue.text.replace("\u2060", "")
    assert len(pysubs2.SSAFile.from_string(text, format_="srt")) == len(cues)


@given(word_lists(hostile_text, max_size=6))
@settings(max_examples=EXAMPLES)
def test_webvtt_holds_hostile_text(words):
    """Cues come back; with entities read, their text is whole; stamps rise strictly inside the cue."""
    cues = from_words(words)
    for word_times in (False, True):
        text = plain.vtt(cues, word_times=word_times)
        assert text.startswith("WEBVTT\n")
        if not cues:
            continue
        for cue, (start, end, body) in zip(cues, blocks(text), strict=True):
            assert (start, end) == (cue.start_ms, max(cue.end_ms, cue.start_ms + 1))
            stamps = [ms(found) for found in re.findall(f"<{CLOCK}>", body)]
            assert word_times or not stamps
            assert all(before < after for before, after in pairwise([start, *stamps, end]))
            assert html.unescape(re.sub(f"<{CLOCK}>", "", body)) == cue.text
            assert not set(re.sub(f"<{CLOCK}>", "", body)) & set("<>")


@given(word_lists(hostile_text, max_size=6))
@settings(max_examples=EXAMPLES)
def test_json_says_which_words_a_cue_holds(words):
    """Words are the API's; each cue's range of words covers its lines."""
    document = json.loads(plain.as_json_text(words, from_words(words), title="t\n", audio_ms=9))
    assert document["words"] == as_json(words)
    assert (document["title"], document["duration"]) == ("t", 0.009)
    for cue in document["cues"]:
        first, stop = cue["words"]
        assert cue["start"] >= document["words"][first]["start"]
        shown = "".join(word.visible for word in words[first:stop]).replace(" ", "")
        lines = "".join(cue["lines"]).replace(" ", "")
        assert lines in shown
        if not any(width(word.visible) > capacity() for word in words):  # else a cue may hold part of a word
            assert lines == shown
            assert cue["start"] == document["words"][first]["start"]
            assert cue["end"] >= document["words"][stop - 1]["end"] - 0.083


def test_hours():
    """A long speech counts on past the hour."""
    text = render(spoken(("late", 3_723_004, 3_724_000)), ["srt", "vtt"])
    assert "01:02:03,004 --> " in text["srt"]
    assert "01:02:03.004 --> " in text["vtt"]


@pytest.mark.parametrize("text", ["C:\\path", "0:00:09.00", "a\\ b", "1 < 2", "a -> b"])
def test_srt_leaves_alone_what_no_player_obeys(text):
    """No character that cannot be seen is put into it."""
    assert plain.srt(from_words(steady(text))).rpartition(" --> ")[2].partition("\n")[2] == f"{text}\n"


def test_two_times_in_a_line_are_no_time_line():
    """To pysubs2 they would be, with whatever stands between them."""
    text = plain.srt(from_words(steady("from 0:00:09.00 to 0:00:10.00 today")))
    assert len(pysubs2.SSAFile.from_string(text, format_="srt")) == 1


def test_capitals():
    """Turkish has a dotted capital I; Georgian stays as it is, for few fonts have its capitals."""
    assert capitals("istanbul, ß", "tr") == "İSTANBUL, SS"
    assert capitals("istanbul", None) == "ISTANBUL"
    assert capitals("თბილისი", "ka") == "თბილისი"
    words = spoken(("Hello", 0, 500), ("there.", 500, 900))
    made = render(words, ["srt", "json"], "word_pop")
    assert "HELLO THERE." in made["srt"]
    assert [word["word"] for word in json.loads(made["json"])["words"]] == ["Hello", "there."]


def test_greek_capitals_have_no_accents():
    """A diaeresis stays, or takes the place of the accent that parted two vowels; "or" keeps its accent."""
    assert capitals("Καλημέρα κόσμε", "el") == "ΚΑΛΗΜΕΡΑ ΚΟΣΜΕ"
    assert capitals("ΰ, μάιος, προϊόν, ἀρχῇ", None) == "Ϋ, ΜΑΪΟΣ, ΠΡΟΪΟΝ, ΑΡΧΗΙ"  # noqa: RUF001 - Greek
    assert [capitals(word, "el") for word in ("ή", "ή,", "ήταν", "élan")] == ["Ή", "Ή,", "ΗΤΑΝ", "ÉLAN"]  # noqa: RUF001 - Greek


def test_formats():
    """What a request may ask for can be made, and anything else is answered with what there is."""
    assert set(FORMATS) == set(SUBTITLE_FORMATS)
    assert list(render([], FORMATS)) == list(FORMATS)
    with pytest.raises(WorkerError, match="'sbv'; expected one of ass, srt, vtt, ttml") as caught:
        render([], ["ass", "sbv"])
    assert caught.value.code == "INVALID_REQUEST"
