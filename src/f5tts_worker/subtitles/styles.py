"""The looks of ASS subtitles: a table of plain data, so that a request can be checked against it cheaply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from f5tts_worker.errors import WorkerError

# The picture that sizes and margins are given for. Players scale letters by the real picture's height, so in
# an upright one they are larger, and a line is wrapped at its spaces.
PLAY_WIDTH = 1920
PLAY_HEIGHT = 1080
NARROWEST = 9 / 16  # the shape, width by height, in which no word may leave the picture

Colour = tuple[int, int, int, int]  # red, green, blue, and ASS's alpha: 0 is opaque, 255 cannot be seen

WHITE: Colour = (255, 255, 255, 0)
BLACK: Colour = (0, 0, 0, 0)
SHADE: Colour = (0, 0, 0, 96)
YELLOW: Colour = (255, 214, 10, 0)
AQUA: Colour = (64, 224, 255, 0)
NIGHT: Colour = (16, 16, 20, 0)


@dataclass(frozen=True)
class Style:
    """The fields of an ASS V4+ style that we set, and how words are highlighted; sizes in pixels.

    `fill` is the colour of words that were spoken (ASS: primary), `waiting` that of words still to come
    (secondary). `karaoke`: "" for no highlight, "k" for word by word, "kf" for a sweep across each word.
    """

    description: str
    font: str = "Arial"  # on every desktop; elsewhere fontconfig takes one of the same widths, or its default
    size: int = 72  # 42 average characters fill about 70 % of the width
    bold: bool = False
    fill: Colour = WHITE
    waiting: Colour = WHITE
    edge: Colour = BLACK  # the outline, or the box
    shade: Colour = SHADE
    box: bool = False  # an opaque box behind each line instead of an outline
    outline: float = 3.5
    shadow: float = 1.5
    alignment: int = 2  # as on a numeric keypad: 2 is bottom centre, 5 the middle of the picture
    margin_side: int = 120
    margin_bottom: int = 70
    karaoke: Literal["", "k", "kf"] = ""
    chars_per_line: int = 42  # as `cues.CueRules` has them; fewer where letters are larger
    wide_chars_per_line: int = 16


STYLES: Mapping[str, Style] = {
    "default": Style("White with a dark edge at the bottom; no highlight."),
    "karaoke": Style("Words turn yellow as they are spoken.", bold=True, fill=YELLOW, karaoke="k"),
    "sweep": Style(
        "A colour sweeps across each word while it is spoken.", bold=True, fill=AQUA, karaoke="kf"
    ),
    "boxed": Style(
        "White on an opaque box: readable on any picture.",
        size=66,
        box=True,
        edge=NIGHT,
        outline=14,
        shadow=0,
    ),
    "headline": Style(
        "Large words in the middle of the picture, highlighted: for short clips.",
        size=84,  # in Arial, "communication" still fits into the narrowest picture undivided
        bold=True,
        fill=YELLOW,
        outline=6,
        alignment=5,
        margin_side=40,
        chars_per_line=26,
        wide_chars_per_line=12,
        karaoke="k",
    ),
}
DEFAULT = "default"


def find(name: str | None) -> Style:
    """Return the style of that name, or the default one for None. Raises WorkerError INVALID_REQUEST."""
    style = STYLES.get(DEFAULT if name is None else name)
    if style is None:
        known = sorted(STYLES)
        raise WorkerError(
            "INVALID_REQUEST",
            f"There is no subtitle style {str(name)[:40]!r}; the styles are {', '.join(known)}.",
            {"field": "subtitle_style", "styles": known},
        )
    return style
