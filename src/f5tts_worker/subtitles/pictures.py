"""The pictures that subtitles stand on: their shapes, and the parts of them that the apps leave free."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

SHORT_SIDE = 1080  # the shorter side of the picture that the sizes of styles are given for
NARROWEST = 9 / 16  # width by height of the narrowest usual picture
FEWEST, MOST, LONGEST = 100, 8192, 3  # pixels of a side, and how many times as long as the other it may be
_UPRIGHT = 3 / 2  # from this height by width on, a picture is one of those that phones show whole
_PIXELS = re.compile(r"(\d{1,5})\s*[x×*]\s*(\d{1,5})")  # noqa: RUF001 - both signs


@dataclass(frozen=True)
class Picture:
    """A picture in pixels."""

    width: int
    height: int

    @property
    def scale(self) -> float:
        """How large its letters are beside those of a style."""
        return min(self.width, self.height) / SHORT_SIDE

    @property
    def is_upright(self) -> bool:
        """Whether apps show it whole on a phone, with their own buttons and texts on top."""
        return self.height >= _UPRIGHT * self.width

    @property
    def covered(self) -> tuple[float, float, float]:
        """What apps cover of an upright picture: top and bottom by its height, each side by its width.

        The widest of what TikTok, Reels and Shorts are said to cover; 13 % is the side with the buttons, kept
        free on both so that lines stand in the middle.
        """
        return (0.14, 0.35, 0.13) if self.is_upright else (0.0, 0.0, 0.0)


SHAPES: Mapping[str, Picture] = {
    "16:9": Picture(1920, 1080),
    "9:16": Picture(1080, 1920),
    "1:1": Picture(1080, 1080),
    "4:5": Picture(1080, 1350),
}
UNKNOWN = SHAPES["16:9"]  # the picture for which sizes and lines are meant where none is named


def picture(text: str) -> Picture | None:
    """Return the picture of a shape's name or of pixels such as `1080x1920`; None if there can be none."""
    if shape := SHAPES.get(text.strip()):
        return shape
    pixels = _PIXELS.fullmatch(text.strip().lower())
    if pixels is None:
        return None
    width, height = int(pixels[1]), int(pixels[2])
    sides = sorted((width, height))
    makes_sense = sides[0] >= FEWEST and sides[1] <= min(MOST, LONGEST * sides[0])
    return Picture(width, height) if makes_sense else None
