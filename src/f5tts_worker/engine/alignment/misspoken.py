"""Words that a chunk's speech leaves out, says again or adds, found in what the aligner heard of it.

The chunk's text is laid along the aligner's output as connectionist temporal classification does it (Graves
et al., 2006), from its start and from its end at once. What is best up to a frame and what is best from
there on then give, without another pass, the likelihood of every other course: on from one word to a later
one (skipped), or back to an earlier one (repeated), with letters of any kind in between (added) or without.
A fault is such a course that is likelier than the text by more nats than healthy speech ever shows.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.alignment.ctc import Labels

# Chosen with scripts/judge_faults.py (docs/BENCHMARKS.md has the figures): in nats, for speech that the model
# hears well. Where what it hears is likelier than the text by more than _USUAL nats a letter, more is needed.
_SKIPPED, _ADDED, _USUAL = 11.0, 7.5, 1.1
# Letters that gain where words are missing speak for the words: something was said in their place.
_INSTEAD, _MOST_INSTEAD = 0.54, 20.0
# What is added is mostly words of the text again; that they fit there counts beside that any letters do.
_AGAIN, _LEAST_AGAIN, _MOST_AGAIN = 0.83, -10.0, 30.0
# One frame never decides: what is less likely than this counts as this likely.
_FLOOR = -8.0
# A blank of which the model is unsure is a poor witness of silence, so its log probability counts double.
_BLANK, _BLANK_COST = 2.0, 0.5
_NEVER = -1e9  # nats: what cannot be
_FREE_COST = 0.2  # nats a frame, the price of a letter that is not in the text
# Letters that models take for each other: this share of what one gets is the other's too.
_ALIKE = ("aeiouyw'", "pb", "td", "ckgqx", "szxc", "fv", "mn", "lrw", "jgy", "ht", "gh")
_SHARED = 0.2


@dataclass(frozen=True)
class Added:
    """Letters that were heard before word number `before`; "" where the model has no names for them."""

    before: int
    letters: str


@dataclass(frozen=True)
class Misspoken:
    """The numbers of the words that are missing, what was said in addition, and how bad that is.

    `badness` compares takes of one chunk, less is better: how much likelier, in nats a letter, what was heard
    is than what should be.
    """

    missing: tuple[int, ...]
    added: tuple[Added, ...]
    badness: float

    def __bool__(self) -> bool:
        return bool(self.missing or self.added)


def misspoken(
    emission: Any, words: Sequence[Sequence[Sequence[int]]], labels: Labels, spaced: Sequence[bool]
) -> Misspoken:
    """Compare what was heard, log probabilities of shape (frames, columns), with the words of a chunk.

    `words` and `spaced` are what `ctc.align_words` takes.
    """
    units = [(owner, piece) for owner, pieces in enumerate(words) for piece in pieces]
    letters = sum(len(piece) for _, piece in units)
    if not letters:
        return Misspoken((), (), 0.0)
    logs = np.asarray(emission, np.float32)
    courses = weigh(_softened(logs, labels), units, labels, spaced)
    if courses is None:
        return Misspoken(tuple(dict.fromkeys(owner for owner, _ in units)), (), -_FLOOR * letters)
    faults = _choose(courses, letters)
    missing: dict[int, None] = {}
    added: list[Added] = []
    for fault in sorted(faults, key=lambda fault: min(fault.left, fault.right)):
        left, right = fault.left, fault.right
        if left < right:
            missing |= dict.fromkeys(owner for owner, _ in units[left:right])
            continue
        before = units[left][0] if left < len(units) else len(words)
        said: list[Sequence[int]] = [piece for _, piece in units[right:left]]
        if not said:
            said = [_letters(logs[slice(*fault.frames)], labels)]
        added.append(Added(before, " ".join(_spelled(piece, labels) for piece in said)))
    badness = max(courses.surplus, 0.0) / letters + sum(fault.nats for fault in faults)
    return Misspoken(tuple(missing), tuple(added), float(badness))


@dataclass(frozen=True)
class Courses:
    """How many nats likelier other courses are than the text.

    `jumps[i, j]`: what comes after the first i units (what stands between spaces) is unit j. `detours[i, j]`:
    the same with any letters in between. `surplus`: any letters from start to end. The rest is for `frames`.
    """

    jumps: Any
    detours: Any
    surplus: float
    before: Any
    after: Any
    free: Any

    def frames(self, place: int) -> tuple[int, int]:
        """Return the frames of the letters that are likeliest added after the first `place` units."""
        left, right = self.before[place] - self.free, self.after[place] + self.free
        end = int((np.maximum.accumulate(left) + right).argmax())
        return int(left[: end + 1].argmax()), end


@dataclass(frozen=True)
class _Fault:
    """After the first `left` units comes unit `right`: some are skipped, repeated or, if equal, added to.

    `nats` are its evidence, `frames` those of what was added.
    """

    left: int
    right: int
    nats: float
    frames: tuple[int, int]

    def touches(self, other: "_Fault") -> bool:
        """Say whether both may be the same fault, explained in two ways."""
        (low, high), (first, last) = sorted((self.left, self.right)), sorted((other.left, other.right))
        (start, end), (begin, stop) = self.frames, other.frames
        return (low <= last and first <= high) or (start < stop and begin < end)


def weigh(
    emission: Any, units: Sequence[tuple[int, Sequence[int]]], labels: Labels, spaced: Sequence[bool]
) -> Courses | None:
    """Weigh every other course against the text; None if the text does not fit into the frames.

    `units` are pairs of a word's number and letters of it, `emission` as `_softened` makes it.
    """
    states, firsts, lasts = _states(units, labels, spaced)
    said = emission[:, states]
    # What is said from a frame on to the end is the same question, asked of both turned round.
    paths = _best_paths(np.stack([said, said[::-1, ::-1]], 1), np.stack([states, states[::-1]]), labels.blank)
    until, since = paths[:, 0], paths[::-1, 1, ::-1]
    text = float(until[-1, -2:].max())
    if text < _NEVER / 2:
        return None
    count, frames = len(units), len(emission)
    before, after = (np.full((count + 1, frames + 1), _NEVER, np.float32) for _ in range(2))
    before[0, 0], before[0, 1:] = 0.0, until[:, 0]
    after[:-1, :-1], after[-1, -1] = since[:, firsts].T, 0.0
    for unit, (last, following) in enumerate(zip(lasts, [*firsts[1:], len(states)], strict=True), 1):
        before[unit, 1:] = until[:, last:following].max(1)
    free = np.concatenate([[0.0], np.cumsum(emission.max(1) - _FREE_COST)]).astype(np.float32)
    left = np.maximum.accumulate(before - free, 1)
    jumps = np.stack([(before + row).max(1) for row in after], 1) - text
    detours = np.stack([(left + (free + row)).max(1) for row in after], 1) - text
    return Courses(jumps, detours, float(emission.max(1).sum()) - text, before, after, free)


def _choose(courses: Courses, letters: int) -> list[_Fault]:
    """Return the faults that are believed, the surest first, none of which may be the same as another."""
    found = sorted([*_skips(courses, letters), *_additions(courses, letters)], key=lambda one: -one[0])
    chosen: list[_Fault] = []
    for _, fault in found:
        if not any(fault.touches(other) for other in chosen):
            chosen.append(fault)
    return chosen


def _skips(courses: Courses, letters: int) -> Iterator[tuple[float, _Fault]]:
    """Yield skipped units, each with its evidence as a multiple of what is needed."""
    instead = np.clip(courses.detours - courses.jumps, 0.0, _MOST_INSTEAD)
    evidence = np.triu(courses.jumps - _INSTEAD * instead, 1)
    share = evidence / (_SKIPPED * np.sqrt(_doubt(courses, courses.jumps, letters)))
    for left, right in np.argwhere(share > 1.0).tolist():
        yield share[left, right], _Fault(left, right, float(evidence[left, right]), (0, 0))


def _additions(courses: Courses, letters: int) -> Iterator[tuple[float, _Fault]]:
    """Yield what is added, each with its evidence as a multiple of what is needed."""
    gains = np.diag(courses.detours)
    back = np.where(np.tri(len(gains), k=-1, dtype=bool), courses.jumps, _NEVER)
    again = np.clip(back.max(1), _LEAST_AGAIN, _MOST_AGAIN)
    again[0] = 0.0  # before the first word there is none to say again
    evidence = gains + _AGAIN * again
    share = evidence / (_ADDED * _doubt(courses, gains, letters))
    for place in np.flatnonzero(share > 1.0).tolist():
        source = int(back[place].argmax()) if again[place] > 0 else place
        fault = _Fault(place, source, float(evidence[place]), courses.frames(place))
        yield share[place], fault


def _doubt(courses: Courses, gains: Any, letters: int) -> Any:
    """Return by how much more is needed to believe a fault that gains so many nats; 1 for clear speech."""
    return np.maximum((courses.surplus - gains) / letters / _USUAL, 1.0)


def _softened(logs: Any, labels: Labels) -> Any:
    """Make the model less sure of what it hears; the last column becomes that of letters it does not know."""
    shares = np.exp(logs)
    soft = shares.copy()
    for alike in _ALIKE:
        columns = [labels.columns[letter] for letter in alike if letter in labels.columns]
        soft[:, columns] += _SHARED * (shares[:, columns].sum(1, keepdims=True) - shares[:, columns])
    soft = np.log(np.minimum(soft, 1.0) + 1e-9)
    soft[:, labels.blank] = _BLANK * logs[:, labels.blank] - _BLANK_COST
    soft = np.maximum(soft, _FLOOR)
    return np.concatenate([soft, np.delete(soft, labels.silent, 1).max(1, keepdims=True)], 1)


def _states(
    units: Sequence[tuple[int, Sequence[int]]], labels: Labels, spaced: Sequence[bool]
) -> tuple[Any, list[int], list[int]]:
    """Return the columns of a path's states, and which states are each unit's first and last letter."""
    columns: list[int] = [labels.blank]
    firsts: list[int] = []
    lasts: list[int] = []
    owner_before = -1
    for owner, piece in units:
        if firsts and labels.separator is not None and (owner == owner_before or spaced[owner]):
            columns += [labels.separator, labels.blank]
        firsts.append(len(columns))
        columns += itertools.chain.from_iterable((letter, labels.blank) for letter in piece)
        lasts.append(len(columns) - 2)
        owner_before = owner
    return np.asarray(columns), firsts, lasts  # STAR, -1, is the last column


def _best_paths(said: Any, states: Any, blank: int) -> Any:
    """Return the best path's log probability at each frame and state; `said` is (frames, rows, states)."""
    frames, rows, count = said.shape
    paths = np.full((frames + 1, rows, count + 2), _NEVER, np.float32)
    over = np.full((rows, count), _NEVER, np.float32)  # a blank may be left out between unlike letters
    over[:, 2:][(states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])] = 0.0
    paths[0, :, 1] = 0.0  # before the first frame; the first two states begin a path
    for frame in range(frames):
        last, now = paths[frame], paths[frame + 1, :, 2:]
        np.add(last[:, :-2], over, out=now)
        np.maximum(now, last[:, 1:-1], out=now)
        np.maximum(now, last[:, 2:], out=now)
        if not frame:
            now[:, 1] = 0.0
        now += said[frame]
    return paths[1:, :, 2:]


def _letters(logs: Any, labels: Labels) -> list[int]:
    """Return the likeliest letters of some frames."""
    heard = [column for column, _ in itertools.groupby(logs.argmax(1).tolist())]
    return [column for column in heard if column not in labels.silent]


def _spelled(columns: Sequence[int], labels: Labels) -> str:
    names = {column: letter for letter, column in labels.columns.items()}
    return "".join(names.get(column, "") for column in columns)
