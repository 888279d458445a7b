"""Cutting a long recording and its text into pieces that belong together, each short enough to be aligned.

Cuts are between two words that are both part of an anchor, at a pause if there is one within reach. What is
between two anchors that are far apart is a piece of its own: sound without text, text without sound, or
words that were said differently.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from f5tts_worker.engine.alignment.anchors import Run, find_anchors

Kind = Literal["plain", "loose", "unheard"]

# In seconds; about as long as a chunk of F5-TTS's own speech.
_SHORTEST, _LONGEST = 10.0, 30.0
_PACE = 0.07  # seconds per letter if unknown: 14 letters a second
_LONG = 1.0  # between two letters: anything longer does not count for the pace
_HURRIED = 0.4  # of the usual time: words that would have to be this quick were not said
_SLOW, _PAUSE = 3.0, 4.0  # times the usual time, and seconds: anything beyond is sound without text
_LOST_LETTERS = 100  # without an anchor among them
_FEW, _UNLIKE = 0.4, 15  # letters heard per letter said, or the reverse, and how many are not in both
_LEAD = 0.08  # seconds of a pause that are left to the word after it
_BESIDE = 200  # letters heard beside words that were not said, and among them: with more, no search is made
_ALIKE = 0.5  # differing letters per letter heard, up to which words count as said
_LARGEST = 100_000_000  # frames times states of an alignment; a byte each


@dataclass(frozen=True)
class Piece:
    """Words `first` to `last` (exclusive) belong to frames `start` to `end`.

    "plain": they fill them. "loose": there may be sound between them that is in no word. "unheard": they
    cannot have been said there.
    """

    first: int
    last: int
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class _Point:
    """A place where recording and text may be cut: before `word`, at `frame`, in a pause of `pause` frames.

    `heard` and `said` letters come before it.
    """

    word: int
    frame: int
    pause: int
    heard: int
    said: int


def cut(
    heard: Sequence[int], at: Sequence[int], words: Sequence[Sequence[int]], frames: int, frame_s: float
) -> list[Piece]:
    """Return pieces that cover all words and frames, in order.

    `heard` are the letters recognised, `at` the frame of each; `words` the letters of every word; `frames`
    how many there are, of `frame_s` seconds each.
    """
    said = [letter for word in words for letter in word]
    owners = [number for number, word in enumerate(words) for _ in word]
    anchors = find_anchors(heard, said)
    lead = round(_LEAD / frame_s)
    middle = _points(anchors, at, owners, lead)
    points = [_Point(0, 0, 0, 0, 0), *middle, _Point(len(words), frames, 0, len(heard), len(said))]
    pace = _pace(anchors, at, round(_LONG / frame_s)) or _PACE / frame_s
    pieces = []
    for left, right in itertools.pairwise(points):
        kind = _kind(left, right, pace, frame_s)
        piece = Piece(left.word, right.word, left.frame, right.frame, kind)
        own = slice(left.heard, right.heard)
        pieces += _with_said_edges(piece, heard[own], at[own], words[left.word : right.word], lead)
    return _joined(pieces, {point.frame: point.pause for point in middle}, frame_s)


def _points(anchors: Sequence[Run], at: Sequence[int], owners: Sequence[int], lead: int) -> list[_Point]:
    """Return the places between two words whose last and first letter are adjacent in an anchor."""
    points: list[_Point] = []
    for run in anchors:
        for step in range(1, run.length):
            word = owners[run.said + step]
            if word == owners[run.said + step - 1]:
                continue
            last, first = at[run.heard + step - 1], at[run.heard + step]
            frame = max(first - lead, (last + first + 1) // 2)
            if not points or frame > points[-1].frame:
                points.append(_Point(word, frame, first - last, run.heard + step, run.said + step))
    return points


def _pace(anchors: Sequence[Run], at: Sequence[int], longest: int) -> float | None:
    """Return the frames a letter inside the anchors, pauses included: up to `longest` each."""
    steps = [np.diff(at[run.heard : run.heard + run.length]) for run in anchors]
    letters = sum(map(len, steps))
    spent = sum(int(np.minimum(own, longest).sum()) for own in steps)
    return max(spent, 1) / letters if letters else None


def _kind(left: _Point, right: _Point, pace: float, frame_s: float) -> Kind:
    heard, said, frames = right.heard - left.heard, right.said - left.said, right.frame - left.frame
    usual = pace * said
    missing = said - heard >= _UNLIKE and heard < _FEW * said and frames < usual
    hurried = frames < _HURRIED * usual - 0.1 / frame_s
    if said and (missing or hurried or frames * (4 * said + 3) > _LARGEST):
        return "unheard"
    slow = frames > _SLOW * usual + _PAUSE / frame_s
    more = heard - said >= _UNLIKE and said < _FEW * heard
    return "loose" if slow or more or said > _LOST_LETTERS else "plain"


def _with_said_edges(
    piece: Piece, heard: Sequence[int], at: Sequence[int], words: Sequence[Sequence[int]], lead: int
) -> list[Piece]:
    """Separate from unsaid words those at both ends that were said: what is heard there is like them."""
    count = len(heard)
    if piece.kind != "unheard" or not 0 < count <= _BESIDE:
        return [piece]
    before, first_words = _differences(heard, words)
    after, last_words = _differences(heard[::-1], [word[::-1] for word in reversed(words)])
    place = int((before + after[::-1]).argmin())
    start, first = piece.start, piece.first
    end, last = piece.end, piece.last
    if place > 0 and before[place] <= _ALIKE * place:
        first += first_words[place]
        start = min(at[place - 1] + lead, (at[place - 1] + at[place]) // 2 if place < count else end)
    if place < count and after[count - place] <= _ALIKE * (count - place):
        last -= last_words[count - place]
        end = max(at[place] - lead, start)
    if first > last:
        return [piece]
    parts = [
        Piece(piece.first, first, piece.start, start, "plain"),
        Piece(first, last, start, end, "unheard"),
        Piece(last, piece.last, end, piece.end, "plain"),
    ]
    return [part for part in parts if part.first < part.last or part.start < part.end]


def _differences(heard: Sequence[int], words: Sequence[Sequence[int]]) -> tuple[Any, list[int]]:
    """Return for every number of letters heard the edits to the words that begin like them, and how many."""
    ends = np.cumsum([0, *map(len, words)])
    ends = ends[ends <= 2 * len(heard)]
    said = np.array([letter for word in words[: len(ends) - 1] for letter in word], np.int64)
    steps = np.arange(len(said) + 1)
    row = steps
    rows = [row]
    for letter in heard:  # Levenshtein's distance, a letter heard at a time
        best = np.concatenate([row[:1] + 1, np.minimum(row[1:] + 1, row[:-1] + (said != letter))])
        row = np.minimum.accumulate(best - steps) + steps
        rows.append(row)
    at_words = np.stack(rows)[:, ends]
    return at_words.min(1), at_words.argmin(1).tolist()


def _joined(pieces: Sequence[Piece], pauses: dict[int, int], frame_s: float) -> list[Piece]:
    """Join plain pieces that follow each other, up to the longest pause at which a piece is long enough."""
    joined: list[Piece] = []
    index = 0
    while index < len(pieces):
        first = pieces[index]
        best, longest_pause, following = index, -1, index
        while following < len(pieces) and pieces[following].kind == "plain" == first.kind:
            seconds = (pieces[following].end - first.start) * frame_s
            if seconds > _LONGEST and following > index:
                break
            # Until a piece is long enough, any cut is better than none; the end of a plain stretch is best.
            at_end = following + 1 == len(pieces) or pieces[following + 1].kind != "plain"
            pause = 10**9 if at_end else pauses.get(pieces[following].end, 0)
            if seconds < _SHORTEST or pause >= longest_pause:
                best, longest_pause = following, pause if seconds >= _SHORTEST else -1
            following += 1
        last = pieces[best]
        joined.append(Piece(first.first, last.last, first.start, last.end, first.kind))
        index = best + 1
    return joined
