"""Lines that run from right to left, in players that do not see it.

ffmpeg, mpv, editors and televisions draw a line of SRT or WebVTT from left to right, whatever its letters,
and put the last mark of Hebrew or Arabic at its beginning. Marks of direction, which all of them know, say
what is meant.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from f5tts_worker.subtitles.cues import Cue

_EMBEDDED, _EMBEDDING_ENDS = "\u202b", "\u202c"  # older than isolates: players of all ages know them
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = "\u200f", "\u200e"


def file_runs_left(cues: Iterable[Cue]) -> bool:
    """Say whether a file is read from right to left: most of its letters are."""
    leftwards, all_letters = _letters("".join(cue.text for cue in cues))
    return 2 * leftwards > all_letters


def runs_left(cue: Cue, *, among_such: bool) -> bool:
    """Say whether a cue is read from right to left: most of it is, or, in such a file, any letter."""
    leftwards, all_letters = _letters(cue.text)
    return leftwards > 0 if among_such else 2 * leftwards > all_letters


def word_runs_left(text: str) -> bool:
    """Say whether a word is read from right to left."""
    leftwards, all_letters = _letters(text)
    return 2 * leftwards > all_letters


def _letters(text: str) -> tuple[int, int]:
    """Return how many letters run from right to left, and how many there are that run."""
    if text.isascii():
        return 0, len(text)
    kinds = Counter(map(unicodedata.bidirectional, text))
    leftwards = kinds["R"] + kinds["AL"]
    return leftwards, leftwards + kinds["L"]


def embedded(line: str) -> str:
    """Return a line of SRT or WebVTT that is drawn from right to left, with its codes inside."""
    return f"{_EMBEDDED}{line}{_EMBEDDING_ENDS}"


def mark_before(line: str, *, leftwards: bool) -> str:
    """Return what goes before a line that is drawn as its first letter says, if that is of the other kind."""
    first = next((kind for kind in map(unicodedata.bidirectional, line) if kind in ("L", "R", "AL")), "L")
    if leftwards is (first != "L"):
        return ""
    return _RIGHT_TO_LEFT if leftwards else _LEFT_TO_RIGHT
