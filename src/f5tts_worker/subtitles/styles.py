"""The looks of subtitles: a table of plain data, so that a request can be checked against it cheaply."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from f5tts_worker.errors import fault
from f5tts_worker.subtitles.fonts import ARIAL, EM, LINE_HEIGHT, relative_width
from f5tts_worker.subtitles.pictures import UNKNOWN, Picture
from f5tts_worker.subtitles.rules import RULES, CueRules

Colour = tuple[int, int, int, int]  # red, green, blue, and ASS's alpha: 0 is opaque, 255 cannot be seen
# What happens to a word while it is spoken. "fill" and "sweep" are ASS's karaoke, which leaves spoken words
# lit; the others change the spoken word alone: its colour, its colour and size, or the box behind it.
Effect = Literal["", "fill", "sweep", "colour", "pop", "box"]
Position = Literal["bottom", "middle", "top"]

WHITE: Colour = (255, 255, 255, 0)
BLACK: Colour = (0, 0, 0, 0)
SHADE: Colour = (0, 0, 0, 96)
YELLOW: Colour = (255, 214, 10, 0)
AQUA: Colour = (64, 224, 255, 0)
GREEN: Colour = (92, 255, 128, 0)
VIOLET: Colour = (124, 58, 237, 0)
NIGHT: Colour = (16, 16, 20, 0)
# The order in which British television colours speakers (BBC Subtitle Guidelines).
VOICES: tuple[Colour, ...] = (WHITE, (255, 255, 0, 0), (0, 255, 255, 0), (0, 255, 0, 0))


@dataclass(frozen=True)
class Style:
    """How subtitles look, and what a cue may be. Sizes in pixels of a picture whose shorter side has 1080.

    `fill` is the colour of words, in karaoke of those that were spoken, `waiting` there of words still to
    come, and `spoken` elsewhere of the word that is being spoken.
    """

    description: str
    font: str = "Arial"  # on every desktop; elsewhere fontconfig takes one of the same widths, or its default
    size: float = 72  # 42 average characters fill about 70 % of the width
    bold: bool = False
    fill: Colour = WHITE
    waiting: Colour = WHITE
    spoken: Colour = WHITE
    edge: Colour = BLACK  # the outline, or the box
    shade: Colour = SHADE
    box: bool = False  # an opaque box behind each line instead of an outline
    outline: float = 3.5
    shadow: float = 1.5
    position: Position = "bottom"
    margin_side: float = 120  # of a picture 1920 wide
    margin_edge: float = 70  # between the lines and the edge at `position`, above what apps cover
    effect: Effect = ""
    scale: int = 100  # per cent: the spoken word's size
    word_box: Colour = VIOLET
    box_margin: float = 10  # around the letters of the spoken word
    by_voice: bool = False
    voices: tuple[Colour, ...] = VOICES
    all_caps: bool = False
    fade_ms: int = 0
    rules: CueRules = RULES
    picture: Picture | None = None  # None: unknown, so no word may leave the narrowest one

    @property
    def is_karaoke(self) -> bool:
        """Whether ASS's own karaoke does the highlight."""
        return self.effect in ("fill", "sweep")


# Captions that change with every few words: a gap of two frames would flicker, and none stays long.
_QUICK = replace(RULES, shortest_ms=400, gap_ms=0, linger_ms=400, one_sentence=True)

STYLES: Mapping[str, Style] = {
    "default": Style("White with a dark edge at the bottom; no highlight."),
    "broadcast": Style(
        "White on a dark box, at most 37 characters a line: as television has them.",
        size=64,
        box=True,
        edge=BLACK,  # opaque: the boxes of two lines overlap, which would show as a darker band
        outline=10,
        shadow=0,
        rules=replace(RULES, chars_per_line=37),
    ),
    "karaoke": Style("Words turn yellow as they are spoken.", bold=True, fill=YELLOW, effect="fill"),
    "sweep": Style(
        "A colour sweeps across each word while it is spoken.", bold=True, fill=AQUA, effect="sweep"
    ),
    "highlight": Style(
        "The line stays, and the word that is being spoken is yellow.",
        bold=True,
        spoken=YELLOW,
        effect="colour",
    ),
    "word_pop": Style(
        "One to four large words in capitals; the spoken one is larger and green: for short clips.",
        size=100,
        bold=True,
        spoken=GREEN,
        outline=7,
        shadow=3,
        position="middle",
        margin_side=40,
        effect="pop",
        scale=115,
        all_caps=True,
        rules=replace(_QUICK, lines=1, words=4, chars_per_line=18, wide_chars_per_line=9),
    ),
    "box_word": Style(
        "A violet box moves from word to word.",
        size=80,
        bold=True,
        outline=4,
        shadow=0,
        margin_side=60,
        effect="box",
        rules=replace(_QUICK, chars_per_line=26, wide_chars_per_line=12),
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
        position="middle",
        margin_side=40,
        effect="fill",
        rules=replace(RULES, chars_per_line=26, wide_chars_per_line=12),
    ),
    "minimal": Style(
        "Small and plain, one line with a soft shadow, fading in and out.",
        size=50,
        outline=0,
        shadow=2,
        margin_edge=56,
        fade_ms=120,
        rules=replace(RULES, lines=1),
    ),
    "speaker": Style(
        "A colour for each voice: white, yellow, cyan, green.", bold=True, outline=4, by_voice=True
    ),
}
DEFAULT = "default"
UPRIGHT, LARGE = 1.2, 96  # letters of an upright picture beside those of others, and up to which size
WIDE_PER_NARROW = RULES.wide_chars_per_line / RULES.chars_per_line


def find(style: Style | str | None) -> Style:
    """Return the style of that name, or the default one for None. Raises WorkerError INVALID_REQUEST."""
    if isinstance(style, Style):
        return style
    found = STYLES.get(DEFAULT if style is None else style)
    if found is None:
        known = sorted(STYLES)
        expected = f"one of {', '.join(known)}"
        raise fault("subtitle_style", f"is {str(style)[:40]!r}", expected, styles=known)
    return found


def enlarged(style: Style, picture: Picture) -> Style:
    """Return the style with the larger letters that an upright picture needs, for phones show it small."""
    if not picture.is_upright or style.size >= LARGE:
        return style
    growth = min(UPRIGHT, LARGE / style.size)
    grown = {name: round(getattr(style, name) * growth, 1) for name in ("size", "outline", "shadow")}
    return replace(style, **grown)


def fitted(style: Style, picture: Picture) -> Style:
    """Return the style for a picture that is known: its lines hold what the letters' widths allow there."""
    placed = replace(style, picture=picture)
    return replace(placed, rules=replace(style.rules, line_ems=word_ems(placed, picture) / ARIAL))


def word_ems(style: Style, picture: Picture) -> float:
    """Return how many ems (`fonts.ems`) a word may be wide in any usual font, enlarged or not."""
    letters = relative_width(style.font, bold=style.bold) * style.scale / 100
    return room(style, picture) * picture.width / (style.size * picture.scale * EM) / letters


def room(style: Style, picture: Picture) -> float:
    """Return what lines may take of the picture's width, as a share."""
    _, _, covered = picture.covered
    edge = edge_of(style) * picture.scale
    return 1 - 2 * (max(covered, style.margin_side / UNKNOWN.width) + edge / picture.width)


def edge_of(style: Style) -> float:
    """Return how far what is drawn goes beyond the letters: an outline, or a box."""
    return max(style.outline, style.box_margin if style.effect == "box" else 0)


def margin_of(style: Style) -> float:
    """Return the margin of the lines at `position`: what is drawn around the letters is within it, too."""
    return max(style.margin_edge, edge_of(style) + style.shadow)


def most_lines(style: Style, picture: Picture) -> float:
    """Return how many lines fit one above the other between what apps cover."""
    top, bottom, _ = picture.covered
    if style.position == "middle":
        free = picture.height * (1 - 2 * max(top, bottom))
    else:
        free = picture.height * (1 - top - bottom) - margin_of(style) * picture.scale
    return free / (style.size * picture.scale * LINE_HEIGHT * style.scale / 100)
