"""What is too wide for a picture in ASS: drawn smaller or narrower, or given places where players may wrap.

A picture that is not known may be as narrow as 9:16. There, a word is drawn narrower as long as that can be
read: a place to wrap inside it is a space to every program that takes the text out of the file.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from f5tts_worker.languages import is_joined
from f5tts_worker.subtitles.cues import Cue
from f5tts_worker.subtitles.fonts import EM, ems, relative_width
from f5tts_worker.subtitles.pictures import NARROWEST, UNKNOWN
from f5tts_worker.subtitles.rules import SMALLEST
from f5tts_worker.subtitles.styles import Style, edge_of, word_ems
from f5tts_worker.subtitles.together import MARKS
from f5tts_worker.subtitles.words import Word, divided

FULL = 100  # per cent of a style's size
# A space without width: renderers wrap lines at spaces alone.
PLACE = r"{\fscx0} {\fscx100}"
_SURELY_FITS = 1 / 1.28  # the widest letter's ems: no need to measure so short a text


def size_of(cue: Cue, style: Style) -> int:
    """Return the size of the cue's letters in per cent: smaller where a word is too wide for its picture."""
    if style.picture is None:
        return FULL
    room = word_ems(style, style.picture)
    long = [word.visible for word in cue.words if len(word.visible) > _SURELY_FITS * room]
    widest = max(map(ems, long), default=0)
    return FULL if widest <= room else int(FULL * room / widest)


def narrowest_room(style: Style) -> float:
    """Return how many ems (`fonts.ems`) a line holds in the narrowest picture."""
    picture = UNKNOWN.height * NARROWEST
    margins = 2 * (style.margin_side * picture / UNKNOWN.width + edge_of(style))
    letters = relative_width(style.font, bold=style.bold) * style.scale / 100
    return (picture - margins) / (style.size * EM) / letters


def narrowed(line: Sequence[Word], room: float) -> Iterator[tuple[list[str], int, bool]]:
    """Yield the parts of each word, its width in per cent, and whether a place to wrap follows it.

    For a line that may stand in a picture with `room` for so many ems. There is a place only where there is
    no space, and no more of them than are needed.
    """
    used = 0.0  # since the last place to wrap
    for word, after in pairwise([*line, *line[-1:]]):
        parts, width = _fitted(word.visible, room)
        if word.space or word is line[-1]:
            used = 0.0
            yield parts, width, False
            continue
        used = ems(parts[-1]) + (used if len(parts) == 1 else 0.0)
        is_place = used + ems(after.visible) > room and after.visible[0] not in MARKS
        used *= not is_place
        yield parts, width, is_place


def _fitted(text: str, room: float) -> tuple[list[str], int]:
    """Return a word's parts and their width in per cent: one that is narrower, or else several."""
    if len(text) <= _SURELY_FITS * room or (wide := ems(text)) <= room:
        return [text], FULL
    if wide * SMALLEST <= room or is_joined(text):
        return [text], int(FULL * room / wide)
    return divided(text, room, ems), FULL
