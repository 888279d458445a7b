"""What stands around a match: evidence of what an ambiguous sign means."""

import re

_REACH = 150  # characters: the work on a long line stays linear
_WORD = re.compile(r"[^\W_]+")


def around(match: re.Match[str]) -> str:
    """Return the text near a match, without the match."""
    line, start, end = match.string, match.start(), match.end()
    return f"{line[max(0, start - _REACH) : start]} {line[end : end + _REACH]}"


def near(match: re.Match[str]) -> str:
    """Return a match with the text near it."""
    return match.string[max(0, match.start() - _REACH) : match.end() + _REACH]


def is_near(match: re.Match[str], words: frozenset[str]) -> bool:
    """Say whether one of these words, in small letters, stands near a match."""
    return not words.isdisjoint(_WORD.findall(near(match).lower()))
