"""The formats of other tools, read back by readers that others wrote."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pysubs2
import pytest
import ttconv.imsc.reader
import webvtt
from hypothesis import given, settings
from praatio import textgrid as praat
from tests.unit.timed_words import EXAMPLES, SPEECH, SPEECH_MS, hostile_text, spoken, word_lists
from ttconv.model import Br, P, Text

from f5tts_worker.subtitles.cues import from_words
from f5tts_worker.subtitles.endings import ending
from f5tts_worker.subtitles.phrases import phrased
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.words import joined

GOLDEN = Path(__file__).parent / "golden"
WORDS = word_lists(hostile_text, max_size=6)


def texts(node):
    """Return the text below an element as ttconv has read it, with line feeds for its breaks."""
    if isinstance(node, Text):
        return node.get_text()
    return "\n" if isinstance(node, Br) else "".join(map(texts, node))


@given(words=WORDS)
@settings(max_examples=EXAMPLES)
def test_ttml_read_by_ttconv(words):
    """The same cues, with their times and lines, whatever the text holds."""
    cues = from_words(phrased(words))
    tree = ET.fromstring(render(words, ["ttml"])["ttml"])  # noqa: S314 - the file is our own
    document = ttconv.imsc.reader.to_model(ET.ElementTree(tree))
    found = [
        (round(1000 * (node.get_begin() or 0)), round(1000 * node.get_end()), texts(node))
        for node in document.get_body().dfs_iterator()
        if isinstance(node, P)
    ]
    assert found == [(cue.start_ms, max(cue.end_ms, cue.start_ms + 1), cue.text) for cue in cues]


@given(words=WORDS)
@settings(max_examples=EXAMPLES)
def test_textgrid_read_by_praatio(words, tmp_path_factory):
    """Every word and cue once, in order and at its time; those without length still have an interval."""
    path = tmp_path_factory.getbasetemp() / "speech.TextGrid"
    path.write_text(render(words, ["textgrid"])["textgrid"], encoding="utf-8", newline="")
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=True, reportingMode="error")
    shown = [word for word in words if word.visible]
    tiers = {name: [entry for entry in grid.getTier(name).entries if entry.label] for name in grid.tierNames}
    assert (
        " ".join(entry.label for entry in tiers["words"]).split()
        == " ".join(w.visible for w in shown).split()
    )
    starts = {entry.label: entry.start for entry in tiers["words"]}
    for word in shown:
        if word.end_ms > word.start_ms and [w.visible for w in shown].count(word.visible) == 1:
            assert abs(starts.get(word.visible, word.start_ms / 1000) - word.start_ms / 1000) <= 0.0011
    cues = [cue for cue in from_words(phrased(words)) if cue.end_ms > cue.start_ms]
    assert {(entry.start, entry.end) for entry in tiers["cues"]} >= {
        (cue.start_ms / 1000, cue.end_ms / 1000) for cue in cues
    }


@given(words=WORDS)
@settings(max_examples=EXAMPLES)
def test_whisper_json_is_whole(words):
    """As Whisper writes it: a segment's words joined are its text, and times are those of the words."""
    document = json.loads(render(words, ["whisper_json"], language="en")["whisper_json"])
    cues = from_words(phrased(words))
    assert document["language"] == "en"
    assert document["text"] == "".join(segment["text"] for segment in document["segments"])
    assert [segment["id"] for segment in document["segments"]] == list(range(len(cues)))
    for segment, cue in zip(document["segments"], cues, strict=True):
        assert "".join(word["word"] for word in segment["words"]) == segment["text"]
        assert segment["text"].replace(" ", "") == joined(cue.words).replace(" ", "")
        assert [word["start"] for word in segment["words"]] == [word.start_ms / 1000 for word in cue.words]


@given(words=WORDS)
@settings(max_examples=EXAMPLES)
def test_webvtt_read_by_webvtt_py_and_srt_by_pysubs2(words):
    """The same number of cues at the same times."""
    cues = from_words(phrased(words))
    made = render(words, ["vtt", "srt"])
    times = [(cue.start_ms, max(cue.end_ms, cue.start_ms + 1)) for cue in cues]
    read = webvtt.from_string(made["vtt"])
    assert [(c.start, c.end) for c in read] == [(clock(start), clock(end)) for start, end in times]
    srt = pysubs2.SSAFile.from_string(made["srt"], format_="srt") if cues else []
    assert [(line.start, line.end) for line in srt] == [(cue.start_ms, cue.end_ms) for cue in cues]


def clock(ms):
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def test_voices_are_named_in_every_format_that_can():
    """Two voices never share a cue; ASS has them as actors, WebVTT as voice spans, TTML as agents."""
    words = [
        *spoken(("Who", 0, 300), ("is", 300, 500), ("there?", 500, 900)),
        *spoken(("Me,", 950, 1200), ("Ann.", 1200, 1600)),
    ]
    named = [
        *(replace(word, voice="Ben, <the> old") for word in words[:3]),
        *(replace(w, voice="Ann") for w in words[3:]),
    ]
    made = render(named, ["ass", "vtt", "ttml", "json", "whisper_json"], "speaker")
    events = pysubs2.SSAFile.from_string(made["ass"]).events
    assert [(event.name, event.style, event.text) for event in events] == [
        ("Ben; <the> old", "Default", "Who is there?"),
        ("Ann", "Voice 2", "Me, Ann."),
    ]
    many = [replace(word, voice=str(number)) for number, word in enumerate(words * 2)]
    many = [replace(word, start_ms=100 * n, end_ms=100 * n + 100) for n, word in enumerate(many)]
    file = pysubs2.SSAFile.from_string(render(many, ["ass"], "speaker")["ass"])
    assert [event.style for event in file.events] == ["Default", "Voice 2", "Voice 3", "Voice 4"] * 2 + [
        "Default",
        "Voice 2",
    ]
    assert set(file.styles) == {"Default", "Voice 2", "Voice 3", "Voice 4"}
    assert "<v Ben, &lt;the&gt; old>Who is there?" in made["vtt"]
    assert [caption.voice for caption in webvtt.from_string(made["vtt"])][1] == "Ann"
    assert 'ttm:agent="voice2">Me, Ann.' in made["ttml"]
    assert [cue["voice"] for cue in json.loads(made["json"])["cues"]] == ["Ben, <the> old", "Ann"]
    assert [s["speaker"] for s in json.loads(made["whisper_json"])["segments"]] == ["Ben, <the> old", "Ann"]


@pytest.mark.parametrize("name", ["ttml", "textgrid", "whisper_json"])
def test_the_whole_file(name):
    """Every byte is what the golden file says."""
    made = render(SPEECH, [name], title="A golden file", audio_ms=SPEECH_MS, language="en")[name]
    assert made.encode() == (GOLDEN / f"speech.{ending(name)}").read_bytes()
