import re
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pairs import each_once, ordinarily
from tests.unit.drawn_subtitles import edges, frames, needs_ffmpeg, pixels
from tests.unit.timed_words import EXAMPLES, SPEECH, SPEECH_MS, hostile_text, spoken, word_lists

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles import ass
from f5tts_worker.subtitles.cues import Cue, from_words
from f5tts_worker.subtitles.pictures import SHAPES
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES, find, fitted
from f5tts_worker.subtitles.wrapping import PLACE

GOLDEN = Path(__file__).parent / "golden"
WIDTH, HEIGHT = 640, 360


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


SIZE = r"\\fscx\d+\\fscy\d+"
NARROW = r"\\fscx\d+"
SPOKEN = rf"\\r(?:Spoken)?(?:{SIZE}|{NARROW})?(?:\\t\(0,\d+,{SIZE}\))?"
CHANGES = rf"\\kf?\d+(?:{NARROW})?|{NARROW}|\\fade?\([\d,]+\)|{SIZE}|{SPOKEN}"
OURS = re.compile(rf"\{{(?:{CHANGES})\}}")
NO_MARKS = dict.fromkeys(map(ord, "\u200e\u200f"))  # of direction
UPRIGHT = {name: fitted(style, SHAPES["9:16"]) for name, style in STYLES.items()}


@given(word_lists(hostile_text, max_size=6), st.sampled_from([*STYLES.values(), *UPRIGHT.values()]))
@settings(max_examples=EXAMPLES)
def test_hostile_text_comes_back_as_it_was(words, style):
    """Through pysubs2 and back: every event has its cue's text and no override but our own; none is added."""
    cues = from_words(words, rules=style.rules)
    events = iter(pysubs2.SSAFile.from_string(ass.write(cues, style), format_="ass").events)
    for cue in cues:
        for ours in ass.events(cue, style):
            event = next(events)
            body = event.text.replace(PLACE, "").replace(r"{\fscx0} {\fscx115}", "")
            text, overrides = read_back(body)
            assert text.translate(NO_MARKS) == cue.text.translate(NO_MARKS)  # which lines may begin with
            assert (event.style, event.name, event.effect, event.type) == ("Default", "", "", "Dialogue")
            assert (event.start, event.end) == (10 * ours.start_cs, 10 * ours.end_cs)
            assert all(OURS.fullmatch(override) for override in overrides)
    assert next(events, None) is None


@given(word_lists(), st.sampled_from(["highlight", "word_pop", "box_word"]))
@settings(max_examples=EXAMPLES)
def test_a_cues_events_follow_one_another_and_light_each_word(words, name):
    """They fill the cue without a gap, so that nothing flickers; in the middle of a word, it is lit."""
    style = STYLES[name]
    for cue in from_words(words, rules=style.rules):
        events = ass.events(cue, style)
        assert (events[0].start_cs, events[-1].end_cs) == tuple(
            map(ass.centiseconds, (cue.start_ms, cue.end_ms))
        )
        assert all(one.end_cs == other.start_cs for one, other in pairwise(events))
        for word in cue.words:
            middle = (ass.centiseconds(word.start_ms) + ass.centiseconds(word.end_ms)) / 2
            (event,) = [e for e in events if e.start_cs < middle < e.end_cs] or [None]
            if event is not None and ass.centiseconds(word.end_ms) > ass.centiseconds(word.start_ms):
                (lit,) = re.findall(r"\{\\rSpoken[^}]*\}(.*?)\{\\r\}", event.text)
                assert re.sub(r"\{[^}]*\} \{[^}]*\}", "", lit) == word.visible


@given(word_lists())
@settings(max_examples=EXAMPLES)
def test_karaoke_adds_up_and_each_word_lights_at_its_time(words):
    """An event's durations sum to its length; a word's begins at its start, however many came before."""
    for cue in from_words(words):
        (event,) = ass.events(cue, STYLES["karaoke"])
        syllables = re.findall(r"\{\\k(\d+)(?:\\fscx\d+)?\}([^{]*)", event.text.replace(PLACE, ""))
        assert sum(int(length) for length, _ in syllables) == event.end_cs - event.start_cs
        now, lit = event.start_cs, []
        for length, text in syllables:
            if text:
                lit.append((now, now + int(length)))
            now += int(length)
        last = event.end_cs  # the cue may end a moment before its last word
        due = [((w.start_ms + 5) // 10, min(last, (w.end_ms + 5) // 10)) for w in cue.words]
        if PLACE in event.text:  # a divided word lights up part by part
            assert {start for start, _ in due} <= {start for start, _ in lit}
            assert {end for _, end in due} <= {end for _, end in lit}
        else:
            assert lit == due


def test_each_part_of_a_divided_word_lights_up_in_its_time():
    """What libass lights up together ends where a style changes, as it does at each place to break."""
    (cue,) = from_words(spoken(("My", 0, 900), ("counterrevolutionaryindustrialisation", 1000, 1900)))
    (event,) = ass.events(cue, STYLES["karaoke"])
    gap, *parts = re.findall(r"\{\\k(\d+)\}([a-z]*)", event.text)[1:4]
    assert gap == ("10", "")
    assert all(part for _, part in parts)
    lengths = [int(length) for length, _ in re.findall(r"\{\\k(\d+)\}([a-z]+)", event.text)]
    assert len(lengths) > 1
    assert sum(lengths) == 90


@given(word_lists(), st.sampled_from(sorted(STYLES)))
@settings(max_examples=EXAMPLES)
def test_events_do_not_overlap(words, name):
    """Rounding to centiseconds keeps the order of cues, and of a cue's events; no event runs backwards."""
    cues = from_words(words, rules=STYLES[name].rules)
    events = [event for cue in cues for event in ass.events(cue, STYLES[name])]
    assert all(event.start_cs <= event.end_cs for event in events)
    assert all(before.end_cs <= after.start_cs for before, after in pairwise(events))


def alpha(event, at):
    """Return the alpha of an event of a cue at a moment, in milliseconds from its start, as libass does."""
    found = re.match(r"\{\\(fade?)\(([\d,]+)\)\}", event.text)
    if found is None:
        return 0
    numbers = [int(number) for number in found[2].split(",")]
    if found[1] == "fad":
        length = 10 * (event.end_cs - event.start_cs)
        numbers = [255, 0, 255, 0, numbers[0], length - numbers[1], length]
    first, middle, last, *times = numbers
    assert min(numbers) >= 0 or found[1] == "fad"
    if at < times[1]:
        return first + (middle - first) * (at - times[0]) / (times[1] - times[0])
    if at < times[2]:
        return middle
    return middle + (last - middle) * (at - times[2]) / max(1, times[3] - times[2])


@given(word_lists(), st.sampled_from(["highlight", "word_pop", "minimal"]), st.integers(1, 1000))
@settings(max_examples=EXAMPLES)
def test_a_cue_fades_as_one(words, name, fade_ms):
    """From one event to the next nothing jumps, and at least half of the time it is fully seen."""
    style = replace(STYLES[name], fade_ms=fade_ms)
    for cue in from_words(words, rules=style.rules):
        events = ass.events(cue, style)
        begin, end = 10 * events[0].start_cs, 10 * events[-1].end_cs
        length = min(fade_ms, (end - begin) // 4)
        for event in events:
            start, stop = 10 * event.start_cs, 10 * event.end_cs
            for at in {start, (start + stop) // 2, stop - 1} if length and stop > start else ():
                hidden = max(1 - (at - begin) / length, 1 - (end - at) / length, 0)
                assert abs(alpha(event, at - start) - 255 * hidden) <= 2


def test_a_sweep_does_not_run_against_the_letters():
    """It runs to the right in every player: a word that is read from the right lights up as a whole."""
    words = spoken(("Say", 0, 500), ("שלום", 500, 1000), ("now", 1000, 1500))
    (event,) = ass.events(from_words(words)[0], STYLES["sweep"])
    assert event.text.startswith(r"{\kf50}Say {\k50}שלום {\kf50}now")


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


def frame(tmp_path, text, at_ms, size=(WIDTH, HEIGHT)):
    """Draw the subtitles at a moment; return rows of red, green, blue."""
    return frames(tmp_path, text, [at_ms], size)[0]


def lit(rows):
    return sum(max(pixel) > 128 for row in rows if max(row) > 128 for pixel in pixels(row))


def yellow(rows):
    return sum(red > 128 and blue < 64 for row in rows if max(row) > 128 for red, _, blue in pixels(row))


@needs_ffmpeg
@pytest.mark.parametrize("style", ordinarily(STYLES, "default", "karaoke", "word_pop"))
def test_libass_draws_the_text(tmp_path, style):
    """A frame has letters where the style puts them while a cue is on, and none before."""
    text = render(spoken(("Hello", 1000, 1500), ("there.", 1500, 2000)), ["ass"], style)["ass"]
    none, rows = frames(tmp_path, text, [500, 1800], (WIDTH, HEIGHT))
    place = (
        rows[HEIGHT * 3 // 4 :] if STYLES[style].position == "bottom" else rows[HEIGHT // 3 : HEIGHT * 2 // 3]
    )
    assert lit(place) > 150
    assert lit(rows) == lit(place)
    assert lit(none) == 0


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
    first, held, second = map(yellow, frames(tmp_path, text, [300, 960, 1000], (WIDTH, HEIGHT)))
    assert first == held > 100
    assert second > first + 100


SIZES = ((270, 480), (480, 480), (840, 360))
LONG = (
    "about international communication, MAMMOTH downtown window Donaudampfschifffahrtsgesellschaftskapitän "
    "or https://www.example.org/somewhere/far/away.html WWWWWWWWWWWWWWWWWWWW"
)


@needs_ffmpeg
@pytest.mark.parametrize(("place", "style"), each_once(product(SIZES, ["liberation", "dejavu"]), STYLES))
def test_nothing_leaves_an_unknown_picture(tmp_path, style, place):
    """Whatever the shape of the picture, no letter touches its edge: long words are divided.

    Liberation Sans is as wide as Arial; DejaVu Sans, which many machines have instead, is wider.
    """
    size, family = place
    fonts = Path("/usr/share/fonts/truetype") / family
    if not fonts.is_dir():
        pytest.skip(f"there are no {family} fonts on this machine")
    words = spoken(*((word, 100 * i, 100 * i + 100) for i, word in enumerate(LONG.split())))
    look = replace(find(style), fade_ms=0)
    cues = from_words(words, rules=look.rules)
    moments = [cue.start_ms + 50 for cue in cues]
    for drawn in frames(tmp_path, ass.write(cues, look), moments, size, fonts):
        left, right, top, bottom = edges(drawn)
        assert left > 0
        assert right < size[0] - 1
        assert top > 0
        assert bottom < size[1] - 1


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
