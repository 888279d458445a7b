"""What a cue may be, and how much of a line a text takes. Plain numbers: styles and requests set others."""

import math
import unicodedata
from dataclasses import dataclass

from f5tts_worker.languages import is_joined
from f5tts_worker.subtitles.fonts import ems


@dataclass(frozen=True)
class CueRules:
    """What a cue may be. Times in milliseconds."""

    # Netflix Timed Text Style Guide, General Requirements: two lines; English, for adults: 42 characters
    # a line, 20 a second.
    lines: int = 2
    chars_per_line: int = 42
    chars_per_second: int = 20
    # Netflix's guides for Simplified Chinese and Korean: 16 full-width characters.
    wide_chars_per_line: int = 16
    words: int | None = None  # at most on the screen at one time; None: as many as fit
    one_sentence: bool = False  # no cue holds words of two sentences
    # What a line holds by the width of its letters, in ems of Arial Bold; None: only their number counts.
    line_ems: float | None = None
    # Netflix, General Requirements: 5/6 of a second to 7 seconds, 2 frames between two cues (83 ms at 24
    # frames a second), and a gap of less than half a second is closed to those 2 frames.
    shortest_ms: int = 833
    longest_ms: int = 7000
    gap_ms: int = 83
    chain_ms: int = 500
    # Ours: a cue stays this long after its last word where there is room, so that reading can finish.
    linger_ms: int = 300
    # Ours: a silence that a listener hears as a break between phrases, and one that no cue may contain,
    # because what is said after it would be on the screen long before.
    pause_ms: int = 500
    long_pause_ms: int = 2000


RULES = CueRules()
SMALLEST = 0.6  # of a style's size: a wider word is divided


def width(text: str, rules: CueRules = RULES) -> int:
    """Return the width of the text in units of which a line holds `capacity(rules)`.

    East Asian wide and fullwidth characters (Unicode Standard Annex 11) count as many narrow ones as the two
    limits of a line say; combining marks do not count.
    """
    if text.isascii():
        return rules.wide_chars_per_line * len(text)
    total = 0
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me", "Cf"):
            continue
        wide = unicodedata.east_asian_width(char) in "WF"
        total += rules.chars_per_line if wide else rules.wide_chars_per_line
    return total


def extent(text: str, rules: CueRules) -> int:
    """Return how much of a line's capacity a text takes, by the number of its letters or by their width.

    Whichever is more; but what is too wide by its letters alone takes a whole line: it can be drawn smaller.
    """
    by_number = width(text, rules)
    if rules.line_ems is None:
        return by_number
    room = capacity(rules)
    return max(by_number, min(room, math.ceil(room * ems(text) / rules.line_ems)))


def least_extent(text: str, rules: CueRules) -> float:
    """Return what `extent` is in letters as small as they may become: those that join, as small as needed."""
    if rules.line_ems is None or is_joined(text):
        return width(text, rules)
    by_width = capacity(rules) * ems(text) * SMALLEST / rules.line_ems
    return max(width(text, rules), by_width)


def capacity(rules: CueRules = RULES) -> int:
    """Return the width that a line holds."""
    return rules.chars_per_line * rules.wide_chars_per_line
