"""Every style in every shape, drawn by libass: in the safe area, with the highlight where the voice is."""

from dataclasses import replace

import pytest
from tests.pairs import each_once
from tests.unit.drawn_subtitles import columns, edges, frames, needs_ffmpeg, needs_fonts, pixels, words_of
from tests.unit.timed_words import spoken

from f5tts_worker.subtitles.pictures import SHAPES, Picture, picture
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.styles import STYLES, enlarged, fitted
from f5tts_worker.subtitles.words import from_engine

TEXTS = (
    "Today we look at international communication, photography and incomprehensibilities.",
    "مرحبا بالعالم. كيف حالك اليوم؟",
    "שלום עולם, מה שלומך היום?",
    "今日はとても良い天気ですね。",
    "So 😀 many 👩‍👩‍👧 faces!",
    "Donaudampfschifffahrtsgesellschaftskapitän WWWWWWWWWWWWWWWWWWWWWWWW",
)
LIT = 60
HIGHLIGHTS = [name for name, style in STYLES.items() if style.effect]


def in_shape(name, shape, **changes):
    """Return a style for a shape of picture, at once and not by fading."""
    return replace(fitted(enlarged(STYLES[name], SHAPES[shape]), SHAPES[shape]), fade_ms=0, **changes)


def timed(text, start=0):
    """Time the words of a text, or its characters where it has no spaces, 200 ms each."""
    parts = text.split() if " " in text else list(text)
    return [
        {"word": part, "start_ms": start + 200 * i, "end_ms": start + 200 * i + 200, "source": "aligned"}
        for i, part in enumerate(parts)
    ]


def small(shape):
    """Return the size of a shape's picture at a quarter."""
    return SHAPES[shape].width // 4, SHAPES[shape].height // 4


def moments(ass):
    """Return the middle of every event of an ASS file, in milliseconds, in order."""

    def ms(clock):
        hours, minutes, seconds = clock.split(":")
        return round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds)))

    lines = [line.split(",") for line in ass.splitlines() if line.startswith("Dialogue")]
    return [(ms(line[1]) + ms(line[2])) // 2 for line in lines]


@needs_ffmpeg
@needs_fonts
@pytest.mark.parametrize(("name", "shape"), each_once(STYLES, SHAPES))
def test_text_stays_in_the_safe_area(tmp_path, name, shape):
    """In Latin, Arabic, Hebrew, Japanese and emoji, with words of any length; a word that pops included."""
    items = []
    for text in TEXTS:
        items += timed(text, items[-1]["end_ms"] + 3000 if items else 0)
    style = in_shape(name, shape)
    ass = render(from_engine(items, sentences=TEXTS), ["ass"], style)["ass"]
    width, height = small(shape)
    top, bottom, side = SHAPES[shape].covered
    edge = (
        style.outline + style.shadow + 2
    ) / 4  # what is drawn around letters, and a pixel of a blurred edge
    for drawn in frames(tmp_path, ass, moments(ass)[:: 1 if len(ass) < 9000 else 3], (width, height)):
        left, right, first, last = edges(drawn)
        assert left >= side * width - edge
        assert right <= width - side * width + edge
        assert first >= top * height
        assert last <= height - bottom * height


@needs_ffmpeg
@needs_fonts
@pytest.mark.parametrize(
    ("name", "position", "changes"),
    [
        ("broadcast", "top", {}),
        ("default", "bottom", {"outline": 40}),
        ("box_word", "bottom", {"shadow": 12}),
    ],
)
def test_a_box_and_an_outline_are_within_the_margin(tmp_path, name, position, changes):
    """Without a margin, what is drawn around the letters still keeps clear of what apps cover."""
    style = in_shape(name, "9:16", margin_edge=0, position=position, **changes)
    width, height = SHAPES["9:16"].width, SHAPES["9:16"].height
    top, bottom, _ = SHAPES["9:16"].covered
    words = spoken(("Gray", 0, 900), ("jog", 900, 1900))
    (drawn,) = frames(
        tmp_path,
        render(words, ["ass"], replace(style, edge=(255, 255, 255, 0)))["ass"],
        [450],
        (width, height),
    )
    _, _, first, last = edges(drawn)
    assert first >= top * height
    assert last < height - bottom * height


@needs_ffmpeg
@needs_fonts
def test_a_box_without_a_margin_is_drawn_around_the_letters(tmp_path):
    """Smaller than one with a margin, but there."""
    red, areas = (255, 0, 0, 0), []
    for outline in (0, 14):
        style = replace(STYLES["boxed"], outline=outline, edge=red)
        ass = render(spoken(("Hello", 0, 900)), ["ass"], style)["ass"]
        (drawn,) = frames(tmp_path, ass, [450], small("16:9"))
        areas.append(len(columns(drawn, lambda r, g, b: r > 200 and g < LIT and b < LIT)))
    assert 0 < areas[0] < areas[1]


def is_highlight(style):
    """Return what says whether a pixel has the colour of the spoken word, or of its box."""
    wanted = style.word_box if style.effect == "box" else style.fill if style.is_karaoke else style.spoken
    return lambda red, green, blue: (
        abs(red - wanted[0]) + abs(green - wanted[1]) + abs(blue - wanted[2]) < LIT
    )


@needs_ffmpeg
@needs_fonts
@pytest.mark.parametrize(
    ("name", "words"), each_once(HIGHLIGHTS, [("Mmm", "ooo", "www"), ("של", "גן", "מה")])
)
def test_the_highlight_is_on_the_word_that_is_spoken(tmp_path, name, words):
    """At its mid time, on it alone (in karaoke, on those before it, too), from the right in Hebrew."""
    style = in_shape(name, "1:1")
    parts = [(word, 1000 * i, 1000 * i + 1000) for i, word in enumerate(words)]
    ass = render(spoken(*parts), ["ass"], style)["ass"]
    at = [500, 1500, 2500]
    drawn = frames(tmp_path, ass, at, small("1:1"))
    is_box = style.effect == "box"  # it is wider than its word
    margin = 5 if is_box else 1
    for number, rows in enumerate(drawn):
        found = words_of(columns(rows, lambda *pixel: (min if is_box else max)(pixel) > 2 * LIT), len(words))
        order = found if words[0].isascii() else found[::-1]
        spoken_now = order[: number + 1] if style.is_karaoke else [order[number]]
        lit = columns(rows, is_highlight(style))
        assert min(lit) >= min(first for first, _ in spoken_now) - margin
        assert max(lit) <= max(last for _, last in spoken_now) + margin
        assert lit & set(range(order[number][0], order[number][1] + 1))


@needs_ffmpeg
@needs_fonts
@pytest.mark.parametrize("name", ["highlight", "box_word"])
def test_nothing_else_moves_when_the_next_word_is_spoken(tmp_path, name):
    """The frames before and after differ only in the two words; through a pause no word is lit."""
    style = in_shape(name, "1:1")
    words = spoken(("Mmm", 0, 1000), ("ooo", 1000, 2000), ("www", 2400, 3000))
    ass = render(words, ["ass"], style)["ass"]
    before, after, pause = frames(tmp_path, ass, [990, 1010, 2200], small("1:1"))
    every = words_of(columns(pause, lambda *pixel: max(pixel) > 2 * LIT), 3)
    changed = {
        x
        for one, other in zip(before, after, strict=True)
        if one != other
        for x, (p, q) in enumerate(zip(pixels(one), pixels(other), strict=True))
        if max(abs(a - b) for a, b in zip(p, q, strict=True)) > LIT
    }
    margin = style.box_margin / 4 + 2
    assert min(changed) >= every[0][0] - margin
    assert max(changed) <= every[1][1] + margin
    assert not columns(pause, is_highlight(style))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9:16", Picture(1080, 1920)),
        ("1080x1920", Picture(1080, 1920)),
        (" 720 X 1280 ", Picture(720, 1280)),
        ("1920×1080", Picture(1920, 1080)),  # noqa: RUF001 - the sign itself
        ("99x99", None),
        ("100x400", None),
        ("9000x9000", None),
        ("16:10", None),
        ("1080", None),
        ("", None),
    ],
)
def test_a_picture_is_a_shape_or_pixels(text, found):
    """Sides from 100 to 8192 pixels, one at most three times the other."""
    assert picture(text) == found
