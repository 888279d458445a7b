import os
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.timed_words import SPEECH, SPEECH_MS, UNHURRIED, hostile_text, spoken, word_lists

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles import ass
from f5tts_worker.subtitles.cues import Cue, from_words
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES, find

GOLDEN = Path(__file__).parent / "golden"
WIDTH, HEIGHT = 640, 360
BRIGHT = bytes(value > 60 for value in range(256))
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg, which holds libass")


@pytest.mark.parametrize(("style", "file"), [("default", "speech.ass"), ("karaoke", "speech.karaoke.ass")])
def test_the_whole_file(style, file):
    """Header, style, times, karaoke and escapes are what the golden file says."""
    text = render(SPEECH, ["ass"], style, title="A golden\r\nfile", audio_ms=SPEECH_MS)["ass"]
    assert text == (GOLDEN / file).read_text(encoding="utf-8")


def read_back(text):
    """Undo the escaping as libass reads it. Returns the visible text and the overrides."""
    visible, overrides = [], []
    tokens = re.compile(r"\\\{|\\\u2060|\\N|\{[^}]*\}|.", re.DOTALL)
    for token in tokens.findall(text):
        if token.startswith("{"):
            overrides.append(token)
        else:
            visible.append({"\\{": "{", "\\\u2060": "\\", "\\N": "\n"}.get(token, token))
    return "".join(visible), overrides


@given(word_lists(hostile_text, max_size=6))
@settings(max_examples=1000, **UNHURRIED)
def test_hostile_text_comes_back_as_it_was(words):
    """Through pysubs2 and back: as many events as cues, each with its text, and no override but our own."""
    cues = from_words(words)
    for name in ("default", "karaoke"):
        events = pysubs2.SSAFile.from_string(ass.write(cues, find(name)), format_="ass").events
        assert len(events) == len(cues)
        for event, cue in zip(events, cues, strict=True):
            text, overrides = read_back(event.text.replace(ass.BREAK, ""))
            assert text == cue.text
            assert (event.style, event.name, event.effect, event.type) == ("Default", "", "", "Dialogue")
            assert not overrides or name == "karaoke"
            assert all(re.fullmatch(r"\{\\k\d+\}", override) for override in overrides)


@given(word_lists())
@settings(**UNHURRIED)
def test_karaoke_adds_up_and_each_word_lights_at_its_time(words):
    """An event's durations sum to its length; a word's begins at its start, however many came before."""
    for cue in from_words(words):
        (event,) = ass.events(cue, STYLES["karaoke"])
        syllables = re.findall(r"\{\\k(\d+)\}([^{]*)", event.text.replace(ass.BREAK, ""))
        assert sum(int(length) for length, _ in syllables) == event.end_cs - event.start_cs
        now, lit = event.start_cs, []
        for length, text in syllables:
            if text:
                lit.append((now, now + int(length)))
            now += int(length)
        assert lit == [((w.start_ms + 5) // 10, (w.end_ms + 5) // 10) for w in cue.words]


@given(word_lists(), st.sampled_from(sorted(STYLES)))
@settings(**UNHURRIED)
def test_events_do_not_overlap(words, name):
    """Rounding to centiseconds keeps the order of cues, and of a cue's events; no event runs backwards."""
    cues = from_words(words, rules=STYLES[name].rules)
    events = [event for cue in cues for event in ass.events(cue, STYLES[name])]
    assert all(event.start_cs <= event.end_cs for event in events)
    assert all(before.end_cs <= after.start_cs for before, after in pairwise(events))


def test_a_title_cannot_add_a_line():
    """Line breaks in a title become spaces."""
    text = ass.write([], find(None), title="A\n[Events]\r\nDialogue: 0,\u2028x")
    assert pysubs2.SSAFile.from_string(text).info["Title"] == "A [Events] Dialogue: 0, x"
    assert "Title" not in ass.write([], find(None))


def test_more_than_ten_hours():
    """The format cannot hold it, and says so instead of writing a wrong time."""
    hours = 36_000_000
    with pytest.raises(WorkerError, match="10 hours"):
        ass.write([Cue(hours - 9, hours, (tuple(spoken(("late", hours - 9, hours))),))], find(None))


def frame(tmp_path, text, at_ms, size=(WIDTH, HEIGHT), fonts=None):
    """Draw the subtitles onto black at a moment, with no other `fonts`; return rows of red, green, blue."""
    width, height = size
    file = tmp_path / "speech.ass"
    file.write_text(text, encoding="utf-8", newline="")
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color=black:s={width}x{height},format=rgb24"]
    command += ["-vf", f"setpts=PTS+{at_ms}/1000/TB,ass={file}", "-frames:v", "1", "-f", "rawvideo", "-"]
    environment = dict(os.environ)
    if fonts is not None:
        environment["FONTCONFIG_FILE"] = str(tmp_path / "fonts.conf")
        (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>")
    raw = subprocess.run(command, check=True, capture_output=True, env=environment).stdout
    assert len(raw) == 3 * width * height
    return [raw[start : start + 3 * width] for start in range(0, len(raw), 3 * width)]


def edges(rows):
    """Return the first and last columns and rows that are lit."""
    bright = [row.translate(BRIGHT) for row in rows]
    lines = [y for y, row in enumerate(bright) if 1 in row]
    columns = [x for row in bright if 1 in row for x in (row.index(1) // 3, row.rindex(1) // 3)]
    return min(columns), max(columns), min(lines), max(lines)


def pixels(row):
    return zip(row[::3], row[1::3], row[2::3], strict=True)


def lit(rows):
    return sum(max(pixel) > 128 for row in rows for pixel in pixels(row))


def yellow(rows):
    return sum(red > 128 and blue < 64 for row in rows for red, _, blue in pixels(row))


@needs_ffmpeg
@pytest.mark.parametrize("style", STYLES)
def test_libass_draws_the_text(tmp_path, style):
    """A frame has letters where the style puts them while a cue is on, and none before."""
    text = render(spoken(("Hello", 1000, 1500), ("there.", 1500, 2000)), ["ass"], style)["ass"]
    rows = frame(tmp_path, text, 1800)
    place = (
        rows[HEIGHT * 3 // 4 :] if STYLES[style].position == "bottom" else rows[HEIGHT // 3 : HEIGHT * 2 // 3]
    )
    assert lit(place) > 300
    assert lit(rows) == lit(place)
    assert lit(frame(tmp_path, text, 500)) == 0


@needs_ffmpeg
def test_no_override_in_the_text_takes_effect(tmp_path):
    """Codes that move, colour, enlarge, hide or break text are drawn as letters, at the bottom, in white."""
    hostile = r"{\an8}up {\c&H0000FF&\fs300}red {\alpha&HFF&}gone a\Nb c\hd \{\an7} {\p1}m"
    words = spoken(*((word, 100 * i, 100 * i + 100) for i, word in enumerate(hostile.split())))
    rows = frame(tmp_path, render(words, ["ass"])["ass"], 400)
    assert lit(rows[HEIGHT * 3 // 4 :]) == lit(rows)
    assert max(max(pixel) - min(pixel) for row in rows for pixel in pixels(row)) < 24
    # As wide as its many letters; with the braces obeyed, "up a b c d" would be left.
    columns = [x for row in rows for x, pixel in enumerate(pixels(row)) if max(pixel) > 128]
    assert max(columns) - min(columns) > WIDTH // 3


@needs_ffmpeg
def test_the_highlight_waits_for_the_voice(tmp_path):
    """Through a pause the second word is still waiting; it lights up when it is spoken."""
    words = spoken(("Wait", 0, 500), ("now", 980, 1500), ("go", 1500, 2000))
    text = render(words, ["ass"], "karaoke")["ass"]
    first, held, second = (yellow(frame(tmp_path, text, at)) for at in (300, 960, 1000))
    assert first == held > 100
    assert second > first + 100


LONG = (
    "about international communication, MAMMOTH downtown window Donaudampfschifffahrtsgesellschaftskapitän "
    "or https://www.example.org/somewhere/far/away.html WWWWWWWWWWWWWWWWWWWW"
)


@needs_ffmpeg
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [(270, 480), (480, 480), (640, 360), (384, 480), (840, 360)])
@pytest.mark.parametrize("family", ["liberation", "dejavu"])
def test_nothing_leaves_the_picture(tmp_path, style, size, family):
    """Whatever the shape of the picture, no letter touches its edge: long words are divided.

    Liberation Sans is as wide as Arial; DejaVu Sans, which many machines have instead, is wider.
    """
    fonts = Path("/usr/share/fonts/truetype") / family
    if not fonts.is_dir():
        pytest.skip(f"there are no {family} fonts on this machine")
    words = spoken(*((word, 100 * i, 100 * i + 100) for i, word in enumerate(LONG.split())))
    look = replace(find(style), fade_ms=0)
    for cue in from_words(words, rules=look.rules):
        text = ass.write([cue], look)
        left, right, top, bottom = edges(frame(tmp_path, text, cue.start_ms + 50, size, fonts))
        assert left > 0
        assert right < size[0] - 1
        assert top > 0
        assert bottom < size[1] - 1


def test_a_long_word_stays_whole_where_it_fits():
    """The places to divide it have no width of their own."""
    assert "international" in ass.write(from_words(spoken(("international", 0, 900))), find("headline"))
    assert ass.BREAK in ass.write(from_words(spoken(("incomprehensibilities", 0, 900))), find("headline"))


@needs_ffmpeg
def test_hebrew_runs_from_right_to_left(tmp_path):
    """The final mark stands at the left end, and the highlight begins at the right."""
    words = spoken(("שלום", 0, 500), ("עולם", 500, 1000), ("?", 1000, 1500))
    rows = frame(tmp_path, render(words, ["ass"], "karaoke")["ass"], 300)
    spoken_columns = [
        x for row in rows for x, (red, _, blue) in enumerate(pixels(row)) if red > 128 and blue < 64
    ]
    waiting_columns = [x for row in rows for x, pixel in enumerate(pixels(row)) if min(pixel) > 128]
    assert min(spoken_columns) > max(waiting_columns)
    rows = frame(tmp_path, render(words, ["ass"], "karaoke")["ass"], 700)  # the mark alone is waiting
    spoken_columns = [
        x for row in rows for x, (red, _, blue) in enumerate(pixels(row)) if red > 128 and blue < 64
    ]
    waiting_columns = [x for row in rows for x, pixel in enumerate(pixels(row)) if min(pixel) > 128]
    assert min(spoken_columns) > max(waiting_columns)
