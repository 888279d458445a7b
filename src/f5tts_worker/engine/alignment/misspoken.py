"""Words that a chunk's speech leaves out, says again or adds, found in what the aligner heard of it.

The chunk's text is laid along the aligner's output as connectionist temporal classification does it (Graves
et al., 2006), from its start and from its end at once. What is best up to a frame and what is best from
there on then give, without another pass, the likelihood of every other course: on from one word to a later
one (skipped), or back to an earlier one (repeated), with letters of any kind in between (added) or without.
A fault is such a course that is likelier than the text by more nats than healthy speech normally shows.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from f5tts_worker.engine.alignment.ctc import FLOOR, FREE_COST, STAR, Labels, softened

# Chosen with scripts/judge_faults.py (docs/BENCHMARKS.md has the figures): in nats, for speech that the model
# hears well. Where what it hears is likelier than the text by more than _USUAL nats a letter, more is needed.
_SKIPPED, _ADDED, _USUAL = 9.5, 7.5, 1.0
_REPEATED = 1.25  # where neither is found, for words of the text said twice: healthy speech hardly shows any
# Letters that gain where words are missing speak for the words: something was said in their place.
_INSTEAD, _MOST_INSTEAD = 0.54, 20.0
# What is added is mostly words of the text again; that they fit there counts beside that any letters do.
_AGAIN, _LEAST_AGAIN, _MOST_AGAIN = 0.83, -10.0, 30.0
_FREEDOM = 1.5  # letters that the model hears badly speak sooner for additions than for gaps
_SAID_AGAIN = 0.78  # of what any letters gain: with more, words of the text are what was added
SHARED = 0.2  # of a letter's probability goes to those that sound like it
_NEVER = -1e9  # nats: what cannot be
_MOST_FAULTS = 6  # of a chunk: with more, it is made again anyway
_MOST_CELLS = 5_000_000  # frames by letters, 0.2 GB; a chunk of 30 s has less than 1,000,000


@dataclass(frozen=True)
class Added:
    """Letters that were heard before word number `before`; "" where the model has no names for them."""

    before: int
    letters: str


@dataclass(frozen=True)
class Misspoken:
    """The numbers of the words that are missing, what was said in addition, and how bad that is.

    `badness` compares takes of one chunk, less is better: the evidence of the faults in nats, and how much
    likelier, in nats a letter, what was heard is than the text with them.
    """

    missing: tuple[int, ...]
    added: tuple[Added, ...]
    badness: float

    def __bool__(self) -> bool:
        return bool(self.missing or self.added)


@dataclass(frozen=True)
class Unit:
    """Letters between two spaces: of word `word`, number `number` of the text, or -1 for what was added."""

    word: int
    letters: Sequence[int]
    spaced: bool  # whether the separator belongs before it
    number: int


def misspoken(
    emission: Any, words: Sequence[Sequence[Sequence[int]]], labels: Labels, spaced: Sequence[bool]
) -> Misspoken:
    """Compare what was heard, log probabilities of shape (frames, columns), with the words of a chunk.

    `words` and `spaced` are what `ctc.align_words` takes. Sound far longer than a chunk is not judged.
    """
    # What is added before the first word stands apart from it like any other word.
    apart = [any(spaced) or len(words) == 1, *spaced[1:]]
    pieces = [
        (word, own, apart[word] or n > 0) for word, its in enumerate(words) for n, own in enumerate(its)
    ]
    text = [Unit(*piece, number) for number, piece in enumerate(pieces)]
    letters = sum(len(unit.letters) for unit in text)
    if not letters or letters * len(emission) > _MOST_CELLS:
        return Misspoken((), (), 0.0)
    logs = np.asarray(emission, np.float32)
    soft = softened(logs, labels, SHARED)
    said, nats, left_over = list(text), 0.0, 0.0
    # Once a fault is found, the text is what was said, and what remains is judged anew.
    for _ in range(_MOST_FAULTS):
        courses = weigh(soft, said, labels) if said else None
        if courses is None:
            said, nats = (said, nats) if nats else ([], -FLOOR * letters)
            break
        left_over = max(courses.surplus, 0.0)
        fault = _surest(courses, letters)
        if fault is None:
            break
        nats += fault.nats
        if fault.left < fault.right:
            del said[fault.left : fault.right]
        else:
            said[fault.left : fault.left] = _addition(fault, said, logs, labels)
    return Misspoken(_missing(text, said), _added(said, len(words), labels), left_over / letters + nats)


def _addition(fault: "_Fault", said: Sequence[Unit], logs: Any, labels: Labels) -> list[Unit]:
    """Return what is said in addition: units of the text again, or the letters that were heard."""
    again = [replace(unit, number=-1) for unit in said[fault.right : fault.left]]
    heard = [column for column, _ in itertools.groupby(logs[slice(*fault.frames)].argmax(1).tolist())]
    letters = [column for column in heard if column not in labels.silent]
    return again or [Unit(-1, letters or [STAR], labels.separator is not None, -1)]


def _missing(text: Sequence[Unit], said: Sequence[Unit]) -> tuple[int, ...]:
    left = {unit.number for unit in said}
    return tuple(dict.fromkeys(unit.word for unit in text if unit.number not in left))


def _added(said: Sequence[Unit], end: int, labels: Labels) -> tuple[Added, ...]:
    """Return what was added, each between two words of the text; `end` is the number of words."""
    names = {column: letter for letter, column in labels.columns.items()}
    found = []
    before = end
    for is_added, units in itertools.groupby(reversed(said), lambda unit: unit.number < 0):
        run = list(units)[::-1]
        if is_added:
            spelled = ("".join(names.get(letter, "") for letter in unit.letters) for unit in run)
            found.append(Added(before, " ".join(spelled)))
        before = run[0].word
    return tuple(found[::-1])


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


def weigh(emission: Any, units: Sequence[Unit], labels: Labels) -> Courses | None:
    """Weigh every other course against the text; None if the text does not fit into the frames.

    `emission` is as `softened` makes it.
    """
    states, firsts, lasts = _states(units, labels)
    said = emission[:, states]
    # What is said from a frame on to the end is the same question, asked of both turned round.
    ends = len(states) - lasts[-1]
    both = np.stack([said, said[::-1, ::-1]], 1), np.stack([states, states[::-1]])
    paths = _best_paths(*both, (2, ends), labels.blank)
    until, since = paths[:, 0], paths[::-1, 1, ::-1]
    text = float(until[-1, -ends:].max())
    if text < _NEVER / 2:
        return None
    count, frames = len(units), len(emission)
    before, after = (np.full((count + 1, frames + 1), _NEVER, np.float32) for _ in range(2))
    before[0, 0], before[0, 1:] = 0.0, until[:, 0]
    after[:-1, :-1], after[-1, -1] = since[:, firsts].T, 0.0
    for unit, (last, following) in enumerate(zip(lasts, [*firsts[1:], len(states)], strict=True), 1):
        before[unit, 1:] = until[:, last:following].max(1)
    free = np.concatenate([[0.0], np.cumsum(emission.max(1) - FREE_COST)]).astype(np.float32)
    left = np.maximum.accumulate(before - free, 1)
    jumps = np.stack([(before + row).max(1) for row in after], 1) - text
    detours = np.stack([(left + (free + row)).max(1) for row in after], 1) - text
    return Courses(jumps, detours, float(emission.max(1).sum()) - text, before, after, free)


def _surest(courses: Courses, letters: int) -> _Fault | None:
    """Return the fault with the most evidence by what is needed; None if none has enough."""
    doubt = _doubt(courses, courses.jumps, letters)
    instead = np.clip(courses.detours - courses.jumps, 0.0, _MOST_INSTEAD)
    skipped = np.triu(courses.jumps - _INSTEAD * instead, 1)
    skips = skipped / (_SKIPPED * doubt)
    gains = np.diag(courses.detours)
    back = np.where(np.tri(len(gains), k=-1, dtype=bool), courses.jumps, _NEVER)
    again = np.clip(back.max(1), _LEAST_AGAIN, _MOST_AGAIN)
    again[0] = 0.0  # before the first word there is none to say again
    added = gains + _AGAIN * again
    additions = added / (_ADDED * _doubt(courses, gains, letters) ** _FREEDOM)
    if max(skips.max(), additions.max()) <= 1.0:
        repeats = back / (_REPEATED * doubt)
        return _jump(repeats, back) if repeats.max() > 1.0 else None
    if skips.max() > additions.max():
        return _jump(skips, skipped)
    nats = float(added[additions.argmax()])
    if back.max() > _SAID_AGAIN * gains.max():
        return replace(_jump(back, back), nats=nats)
    place = int(gains.argmax())
    return _Fault(place, place, nats, courses.frames(place))


def _jump(ratios: Any, nats: Any) -> _Fault:
    """Return the jump from one word to another that has the largest ratio."""
    left, right = np.unravel_index(int(ratios.argmax()), ratios.shape)
    return _Fault(int(left), int(right), float(nats[left, right]), (0, 0))


def _doubt(courses: Courses, gains: Any, letters: int) -> Any:
    """Return by how much more is needed to believe a fault that gains so many nats; 1 for clear speech."""
    return np.maximum((courses.surplus - gains) / letters / _USUAL, 1.0)


def _states(units: Sequence[Unit], labels: Labels) -> tuple[Any, list[int], list[int]]:
    """Return the columns of a path's states, and which states are each unit's first and last letter."""
    columns: list[int] = [labels.blank]
    firsts: list[int] = []
    lasts: list[int] = []
    for unit in units:
        if firsts and labels.separator is not None and unit.spaced:
            columns += [labels.separator, labels.blank]
        firsts.append(len(columns))
        columns += itertools.chain.from_iterable((letter, labels.blank) for letter in unit.letters)
        lasts.append(len(columns) - 2)
    if labels.separator is not None:
        columns += [labels.separator, labels.blank]  # may be left out
    return np.asarray(columns), firsts, lasts  # STAR, -1, is the last column


def _best_paths(said: Any, states: Any, starts: Sequence[int], blank: int) -> Any:
    """Return the best path's log probability at each frame and state; `said` is (frames, rows, states)."""
    frames, rows, count = said.shape
    paths = np.full((frames + 1, rows, count + 2), _NEVER, np.float32)
    over = np.full((rows, count), _NEVER, np.float32)  # a blank may be left out between unlike letters
    over[:, 2:][(states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])] = 0.0
    for row, first in enumerate(starts):
        paths[1, row, 2 : 2 + first] = 0.0
    paths[1, :, 2:] += said[0]
    for frame in range(1, frames):
        last, now = paths[frame], paths[frame + 1, :, 2:]
        np.add(last[:, :-2], over, out=now)
        np.maximum(now, last[:, 1:-1], out=now)
        np.maximum(now, last[:, 2:], out=now)
        now += said[frame]
    return paths[1:, :, 2:]
