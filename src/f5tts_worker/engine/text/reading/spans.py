"""Spans of a line and what is said for them: the classifier that every language's kinds go through.

A line is what display words hold, with single spaces between words. The kinds of a language stand in order of
priority. Each takes the spans that its pattern finds and that no kind before it took, so that "9:00-17:00" is
two times before it can be a number, and what is left is read as it is written.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

# Stands for what is taken already. No pattern finds it: patterns name the characters that they take.
TAKEN = "\ue000"
_ELIDED = re.compile(r"[^\W\d_]'$")  # "L'11", "d'1 euro"
_LETTER, _DIGIT, _VISIBLE = re.compile(r"\w"), re.compile("[0-9]"), re.compile(r"\S")
_ENDING = re.compile(r"'[a-z]")
DIGITS = frozenset("0123456789")


class Piece(NamedTuple):
    """What is said in place of `line[start:end]`, by the display word that has its first letter."""

    start: int
    end: int
    said: str


Say = Callable[[re.Match[str]], Iterable[Piece]]


@dataclass(frozen=True)
class Kind:
    """One kind of span: what it looks like, and what is said for it (no piece: it is none after all).

    A pattern's work has to be linear in the length of the line, which may be 100,000 hostile characters: no
    nested quantifiers, and a look-behind in front of what may be repeated, so that a match is tried once.
    `needs`: characters of which every match has one; empty when there are none.
    """

    name: str
    pattern: str
    say: Say
    needs: frozenset[str] = DIGITS

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Return the pattern, compiled when it is first needed."""
        return re.compile(self.pattern)


def whole(match: re.Match[str], said: str) -> tuple[Piece, ...]:
    """Say this for the whole match."""
    return (Piece(match.start(), match.end(), said),)


def named(match: re.Match[str], **said: str) -> list[Piece]:
    """Say these for the named groups of a match that took part in it; the rest stays as it is written."""
    return [Piece(*match.span(group), words) for group, words in said.items() if match[group] is not None]


def named_apart(match: re.Match[str], said: Mapping[str, str]) -> list[Piece]:
    """Say these for the groups that took part; a space in front of one stays with the word before."""
    pieces = []
    for group, words in said.items():
        start, end = match.span(group) if group in match.re.groupindex else (-1, -1)
        if start < end:
            pieces.append(Piece(start + (match.string[start] == " "), end, words))
    return pieces


def find_pieces(line: str, kinds: Sequence[Kind]) -> list[Piece]:
    """Return the pieces of a line, in order; none overlaps another."""
    present = set(line)
    pieces: list[Piece] = []
    for kind in kinds:
        if kind.needs and present.isdisjoint(kind.needs):
            continue
        found = [
            piece
            for match in kind.compiled.finditer(line)
            for piece in kind.say(match)
            if piece.start < piece.end and TAKEN not in line[piece.start : piece.end]
        ]
        if found:
            line = without(line, sorted(found))
            pieces += found
    return sorted(pieces)


def without(line: str, pieces: Sequence[Piece]) -> str:
    """Return a line in which no pattern finds anything where pieces are."""
    parts: list[str] = []
    reached = 0
    for piece in pieces:
        parts += (line[reached : piece.start], TAKEN * (piece.end - piece.start))
        reached = piece.end
    return "".join([*parts, line[reached:]])


def read_words(line: str, starts: Sequence[int], pieces: Sequence[Piece]) -> list[str]:
    """Return each word's own part of a line with what is said put in; `starts` is where the words begin.

    A piece goes to the word that has its first letter or digit; where it covers digits of words after that,
    they share it. So the map from what is said to the words is total and in order.
    """
    ends = [*starts[1:], len(line)]
    said: list[list[str]] = [[] for _ in starts]
    word, reached = 0, 0
    for piece in [*pieces, Piece(len(line), len(line), "")]:
        while reached < piece.start:
            while ends[word] <= reached:
                word += 1
            stop = min(piece.start, ends[word])
            if said[word] and _ENDING.match(line, reached):  # "III's"
                said[word][-1] = said[word][-1].rstrip()
            said[word].append(line[reached:stop])
            reached = stop
        if piece.said:
            owners = _owners(line, starts, piece)
            gap = "" if _ELIDED.search(line, max(0, piece.start - 2), piece.start) else " "
            for owner, share in zip(owners, _shares(piece.said, len(owners)), strict=True):
                said[owner].append(f"{gap}{share} ")
                gap = " "
        reached = piece.end
    return ["".join(parts) for parts in said]


def _owners(line: str, starts: Sequence[int], piece: Piece) -> list[int]:
    """Return the words that say a piece, in order."""
    first = _LETTER.search(line, piece.start, piece.end) or _VISIBLE.search(line, piece.start, piece.end)
    digits = (match.start() for match in _DIGIT.finditer(line, piece.start, piece.end))
    places = [first.start() if first else piece.start, *digits]
    return sorted({bisect_right(starts, place) - 1 for place in places})


def _shares(said: str, count: int) -> list[str]:
    """Divide what is said into parts of about as many words each."""
    words = said.split(" ")
    cuts = [len(words) * number // count for number in range(count + 1)]
    return [" ".join(words[start:stop]) for start, stop in pairwise(cuts)]
