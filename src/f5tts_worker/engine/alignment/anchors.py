"""Where a long recording and its text surely match: runs of letters that are heard as they are written.

An hour is too long to align in one piece. The way is that of Moreno et al., "A recursive algorithm
for the forced alignment of very long audio segments" (1998): recognise, match what was recognised with the
text, and trust long matches. Here the aligner's own likeliest letters are the recognition, and matches are
chained as genome aligners chain theirs (Li, "Minimap2", 2018, section 2.1): as many letters as possible, in
order, with a price for every jump.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

_LETTERS_A_SEED = 6
_SIGNS_A_SEED = 3  # in scripts with many signs, where a few in a row are distinctive
_MANY_SIGNS = 100
_PAIRS_A_SEED = 64  # repeated words tell little, and trying all of them would take forever
_MOST_RUNS = 12_000
# In letters. With cheaper jumps, a refrain that is heard better the second time takes the place of the first.
_JUMP, _JUMP_A_LETTER, _DEAREST_JUMP = 0.5, 0.15, 12.0
_LEAST_CHAIN = 20.0  # letters: fewer match between any two texts
_WORTH_A_LOOK = 40  # letters without an anchor


@dataclass(frozen=True)
class Run:
    """Letters that are alike: `length` of them, from `heard` in one row and from `said` in the other."""

    heard: int
    said: int
    length: int


def find_anchors(heard: Sequence[int], said: Sequence[int]) -> list[Run]:
    """Return what is alike in two rows of letters (0 and up; others match nothing), in order, apart.

    Stretches without an anchor are searched once more on their own: what is frequent overall may be rare
    there. Empty if the rows are unrelated.
    """
    left, right = np.asarray(heard, np.int64), np.asarray(said, np.int64)
    length = _SIGNS_A_SEED if len(np.unique(right)) > _MANY_SIGNS else _LETTERS_A_SEED
    anchors: list[Run] = []
    at_left, at_right = 0, 0
    for run in [*_chain(_runs(left, right, length)), Run(len(left), len(right), 0)]:
        if anchors or run.length:
            between = left[at_left : run.heard], right[at_right : run.said]
            if min(map(len, between)) >= _WORTH_A_LOOK:
                inner = _chain(_runs(*between, length))
                anchors += [Run(at_left + r.heard, at_right + r.said, r.length) for r in inner]
        anchors += [run] if run.length else []
        at_left, at_right = run.heard + run.length, run.said + run.length
    return anchors


def _seeds(letters: Any, length: int) -> list[int]:
    """Return a number for every place of a row: that of the `length` letters from there on."""
    codes = np.zeros(max(len(letters) - length + 1, 0), np.uint64)
    for offset in range(length):
        # Knuth's multiplier; in 64 bits collisions are negligible.
        following = letters[offset : offset + len(codes)].astype(np.uint64)
        codes = codes * np.uint64(0x9E3779B97F4A7C15) + following + np.uint64(1)
    numbers: list[int] = codes.tolist()
    return numbers


def _runs(heard: Any, said: Any, length: int) -> list[Run]:
    """Return the stretches that are alike, in order of `heard`: the longest where there are too many."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, code in enumerate(_seeds(said, length)):
        places[code].append(place)
    codes = _seeds(heard, length)
    times: dict[int, int] = defaultdict(int)
    for code in codes:
        times[code] += code in places
    growing: dict[int, Run] = {}  # by diagonal, the difference of the two places
    runs: list[Run] = []
    for place, code in enumerate(codes):
        if not times[code] or times[code] * len(places[code]) > _PAIRS_A_SEED:
            continue
        for other in places[code]:
            before = growing.get(other - place)
            if before is not None and before.heard + before.length >= place:
                growing[other - place] = replace(before, length=place + length - before.heard)
                continue
            runs += [before] if before else []
            growing[other - place] = Run(place, other, length)
    runs += growing.values()
    longest = sorted(runs, key=lambda run: -run.length)[:_MOST_RUNS]
    return sorted(longest, key=lambda run: (run.heard, run.said))


def _chain(runs: Sequence[Run]) -> list[Run]:
    """Choose runs that follow each other in both rows, with the most letters less the price of jumps."""
    if not runs:
        return []
    heard, said, length = (
        np.array([getattr(run, name) for run in runs]) for name in ("heard", "said", "length")
    )
    ends, heard_ends, diagonals = said + length, heard + length, said - heard
    scores = np.zeros(len(runs))
    before = np.full(len(runs), -1)
    for index, run in enumerate(runs):
        scores[index] = run.length
        overlap = np.maximum(np.maximum(heard_ends[:index] - run.heard, ends[:index] - run.said), 0)
        jump = np.abs(diagonals[:index] - diagonals[index])
        price = np.where(jump > 0, np.minimum(_JUMP + _JUMP_A_LETTER * jump, _DEAREST_JUMP), 0.0)
        follows = (said[:index] < run.said) & (heard[:index] < run.heard) & (overlap < run.length)
        totals = np.where(follows, scores[:index] + run.length - overlap - price, -np.inf)
        best = int(totals.argmax()) if index else -1
        if best >= 0 and totals[best] > scores[index]:
            scores[index], before[index] = totals[best], best
    if scores.max() < _LEAST_CHAIN:
        return []
    return _apart(runs, before, int(scores.argmax()))


def _apart(runs: Sequence[Run], before: Any, last: int) -> list[Run]:
    """Follow a chain back from its last run, and cut from each what the one before it has already."""
    order = [last]
    while before[order[-1]] >= 0:
        order.append(int(before[order[-1]]))
    chain: list[Run] = []
    for run in (runs[index] for index in reversed(order)):
        spare = 0
        if chain:
            end = chain[-1]
            spare = max(end.heard + end.length - run.heard, end.said + end.length - run.said, 0)
        chain.append(Run(run.heard + spare, run.said + spare, run.length - spare))
    return chain
