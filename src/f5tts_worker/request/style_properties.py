"""The properties of a subtitle style as a table, as `fields` is: what each is called, takes and means.

docs/API.md is compared with it.
"""

import re
from collections.abc import Callable, Mapping

from f5tts_worker.config import Settings
from f5tts_worker.request.field import Field
from f5tts_worker.request.forms import plain_name
from f5tts_worker.request.values import READERS, WrongValueError, kind_of, show
from f5tts_worker.subtitles.pictures import FEWEST, LONGEST, MOST, SHAPES, Picture, picture
from f5tts_worker.subtitles.styles import DEFAULT, STYLES, Colour

MAX_VOICES = 12
FEWEST_LETTERS = 4  # that a line must have room for
_A_COLOUR = "a colour such as #FFD60A, or #FFD60A80 for one that is half transparent"

PROPERTIES: tuple[Field, ...] = (
    Field("preset", "choice", "The style that the other properties change.", DEFAULT, choices=tuple(STYLES)),
    Field(
        "resolution",
        "picture",
        "The picture: a shape or its pixels. Letters, margins and lines are made for it, and in an upright "
        "one (2:3 or narrower) they keep clear of what the apps cover. Without it, a picture of 1920x1080, "
        "and words that are drawn narrower where one of 9:16 needs it; letters larger or lines longer than "
        "the style's are for 1920x1080 alone.",
        expected=f"one of {', '.join(SHAPES)}, or pixels such as 1080x1920: {FEWEST} to {MOST} a side, "
        f"the longer one at most {LONGEST} times the other",
    ),
    Field(
        "font",
        "font",
        "The font's name. It has to be installed where the subtitles are drawn.",
        expected="a font's name of at most 64 letters, digits, spaces, dots, apostrophes, + or hyphens",
    ),
    Field("size", "number", "The height of a line's letters, in pixels.", None, 12, 400),
    Field("bold", "boolean", "Bold letters."),
    Field(
        "color", "color", "The colour of the words; in karaoke, of those still to come.", expected=_A_COLOUR
    ),
    Field("highlight", "color", "The colour of spoken words.", expected=_A_COLOUR),
    Field("scale", "integer", "The size of the spoken word, in per cent.", None, 100, 200),
    Field(
        "outline",
        "number",
        "How thick the edge of the letters is, or how far a box goes beyond them, in pixels.",
        None,
        0,
        40,
        expected="a number from 0 to 40 (its colour is outline_color)",
    ),
    Field("outline_color", "color", "The colour of the edge.", expected=_A_COLOUR),
    Field("shadow", "number", "How far the shadow falls, in pixels.", None, 0, 40),
    Field("shadow_color", "color", "The colour of the shadow.", expected=_A_COLOUR),
    Field(
        "box_color", "color", "The colour of the box, behind lines or the spoken word.", expected=_A_COLOUR
    ),
    Field(
        "speaker_colors",
        "colors",
        "The colours of the voices, in the order in which they first speak.",
        expected=f"a list of 1 to {MAX_VOICES} colours such as #FFD60A",
    ),
    Field("position", "choice", "Where the lines are.", choices=("bottom", "middle", "top")),
    Field(
        "margin",
        "number",
        "The pixels between the lines and the edge of the picture, or what apps cover there.",
        None,
        0,
        1000,
    ),
    Field("max_words", "integer", "The most words on the screen at once.", None, 1, 40),
    Field(
        "max_chars",
        "integer",
        "The most characters of a line; a Chinese one counts as 2.6.",
        None,
        FEWEST_LETTERS,
        100,
    ),
    Field("max_lines", "integer", "The most lines on the screen at once.", None, 1, 4),
    Field("all_caps", "boolean", "Show words in capitals."),
    Field(
        "fade_ms",
        "integer",
        "How long a cue takes to appear and to vanish, in milliseconds: at most a quarter of its time each.",
        None,
        0,
        1000,
    ),
)
BY_NAME = {field.name: field for field in PROPERTIES}
BY_PLAIN_NAME = {plain_name(name): field for name, field in BY_NAME.items()}
# What people write who come from other tools, and what it is called here.
OTHER_NAMES = {
    **dict.fromkeys(("name", "style"), "preset"),
    **dict.fromkeys(("font_name", "fontname", "font_family"), "font"),
    **dict.fromkeys(("font_size", "fontsize"), "size"),
    **dict.fromkeys(("colour", "primary_color", "text_color"), "color"),
    **dict.fromkeys(("stroke", "stroke_width"), "outline"),
    **dict.fromkeys(("uppercase", "caps"), "all_caps"),
    **dict.fromkeys(("aspect_ratio", "shape"), "resolution"),
    "highlight_color": "highlight",
    "stroke_color": "outline_color",
    "alignment": "position",
    "background": "box_color",
    "max_characters": "max_chars",
    "fade": "fade_ms",
}
_FONT = re.compile(r"[\w .'+-]{1,64}")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)


def property_value(field: Field, value: object, settings: Settings) -> object:
    """Return a property's value as it is used. Raises WrongValueError."""
    return {**READERS, **_READERS}[field.kind](field, value, settings)


def _font(field: Field, value: object, settings: Settings) -> str:
    name = str(READERS["string"](field, value, settings)).strip()
    if not _FONT.fullmatch(name):
        raise WrongValueError(f"is {show(name)}")
    return name


def _picture(field: Field, value: object, settings: Settings) -> Picture:
    found = picture(str(READERS["string"](field, value, settings)))
    if found is None:
        raise WrongValueError(f"is {show(value)}")
    return found


def _color(_field: Field, value: object, _settings: Settings) -> Colour:
    """Read a colour as CSS writes it; the alpha of ASS runs the other way."""
    if not isinstance(value, str):
        raise WrongValueError(f"is {kind_of(value)}")
    if not _COLOUR.fullmatch(value.strip()):
        raise WrongValueError(f"is {show(value)}")
    digits = value.strip().removeprefix("#")
    if len(digits) <= len("rgba"):
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, alpha = bytes.fromhex(digits.ljust(len("rrggbbaa"), "f"))
    return red, green, blue, 255 - alpha


def _colors(field: Field, value: object, settings: Settings) -> tuple[Colour, ...]:
    if not isinstance(value, list):
        raise WrongValueError(f"is {kind_of(value)}")
    if not 1 <= len(value) <= MAX_VOICES:
        raise WrongValueError(f"has {len(value):,} entries")
    return tuple(_color(field, one, settings) for one in value)


_READERS: Mapping[str, Callable[[Field, object, Settings], object]] = {
    "font": _font,
    "picture": _picture,
    "color": _color,
    "colors": _colors,
}
