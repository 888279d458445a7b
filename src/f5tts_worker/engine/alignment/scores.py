"""How likely it is that a word is what was said, from what the aligner heard where the word is.

Three questions are asked of the frames around it. How much less likely than the likeliest letter is each of
its own? How much likelier are its neighbours without it? And with anything else in its place? Each answer
is a log likelihood ratio, so it depends less on the model than probabilities do. A logistic function makes
a probability of them: among as many right words as wrong ones, that share of those with this score are
right.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from f5tts_worker.engine.alignment.ctc import FLOOR, FREE_COST, STAR, Labels, Span, softened
from f5tts_worker.engine.alignment.misspoken import SHARED

# By scripts/fit_scores.py: the weights of the three answers, and the constant.
_WEIGHTS, _CONSTANT = (0.492, -0.141, -0.220), 3.326
_MOST = 30.0  # nats: more of an answer is no surer
_NEAR = 12  # letters of each neighbour that are heard with the word
_FAR = 75  # frames to a neighbour, 1.5 s: one that is farther away is not heard with it
_TAIL = 25  # frames after a letter in which its sound may go on
_AT_ONCE = 96  # rows: of about the same length
_NEVER = -1e9


@dataclass(frozen=True)
class _Letters:
    """All words' letters in a row: their frames, the word of each, and whether a space comes before it."""

    columns: Any
    frames: Any
    owners: Any
    spaced: Any

    @classmethod
    def of(
        cls, words: Sequence[Sequence[Sequence[int]]], spans: Sequence[Span | None], spaced: Sequence[bool]
    ) -> "_Letters":
        rows = []
        for number, (pieces, span) in enumerate(zip(words, spans, strict=True)):
            starts = iter(span.letters if span else ())
            before = round(span.start) if span else 0
            for piece, own in enumerate(pieces):
                for place, column in enumerate(own):
                    frame = next(starts)
                    before = before if frame is None else round(frame)
                    rows.append((column, before, number, not place and (piece > 0 or spaced[number])))
        return cls(*np.array(rows, np.int64).reshape(-1, 4).T)


def scored(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    spans: Sequence[Span | None],
    labels: Labels,
    spaced: Sequence[bool],
) -> list[Span | None]:
    """Return the spans with the probability, 0 to 1, that each word is what was said as its score.

    The arguments are those of `evidence`. A word of which the model knows no letter keeps None; letters that
    it does not know count as not heard.
    """
    answers = evidence(emission, words, spans, labels, spaced)
    chances = 1 / (1 + np.exp(-(answers @ np.array(_WEIGHTS) + _CONSTANT)))
    found: list[Span | None] = []
    for span, chance, pieces in zip(spans, chances.tolist(), words, strict=True):
        if span is not None and span.score is not None:
            known = [letter != STAR for piece in pieces for letter in piece]
            span = replace(span, score=chance * sum(known) / len(known))  # noqa: PLW2901 - the same, with its score
        found.append(span)
    return found


def evidence(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    spans: Sequence[Span | None],
    labels: Labels,
    spaced: Sequence[bool],
) -> Any:
    """Return the three answers for each word, shape (words, 3): zeros where it has no letters.

    `emission` holds log probabilities of shape (frames, columns), `spans` is what `ctc.align_words` returned
    for these `words` and `spaced`.
    """
    answers = np.zeros((len(words), 3))
    letters = _Letters.of(words, spans, spaced)
    if not len(letters.columns):
        return answers
    logs = np.maximum(np.asarray(emission, np.float32), FLOOR)
    soft = softened(np.asarray(emission, np.float32), labels, SHARED)
    best = np.delete(logs, labels.silent, 1).max(1)
    own = np.where(letters.columns == STAR, 0.0, logs[letters.frames, letters.columns] - best[letters.frames])
    known = np.bincount(letters.owners, letters.columns != STAR, len(words))
    answers[:, 0] = np.bincount(letters.owners, own, len(words)) / np.maximum(known, 1)
    # Anything at all counts as a letter, too.
    soft = np.concatenate([soft, soft.max(1, keepdims=True) - FREE_COST], 1)
    said = np.unique(letters.owners)
    places = [_around(letters, *edges, len(soft)) for edges in _edges(letters.owners)]
    rows = [row for place in places for row in _rows(letters, place, labels, soft.shape[1])]
    windows = np.array([place.frames for place in places for _ in range(3)])
    nats = _best_paths(soft, rows, windows, labels.blank).reshape(-1, 3)
    answers[said, 1:] = np.clip(nats[:, 1:] - nats[:, :1], -_MOST, _MOST)
    return answers


@dataclass(frozen=True)
class _Place:
    """A word's letters `start` to `end` among its neighbours' from `before` to `after`, and their frames."""

    before: int
    start: int
    end: int
    after: int
    frames: tuple[int, int]


def _edges(owners: Any) -> list[tuple[int, int]]:
    """Return each word's first letter and the one after its last."""
    cuts = np.flatnonzero(np.diff(owners)) + 1
    return list(itertools.pairwise([0, *cuts.tolist(), len(owners)]))


def _around(letters: _Letters, start: int, end: int, frames: int) -> _Place:
    """Return what is heard to judge a word: its letters, and those of the words next to it that are near."""
    at, count = letters.frames, len(letters.frames)
    before, after = start, end
    while before and start - before < _NEAR and letters.owners[before - 1] == letters.owners[start - 1]:
        before -= 1
    while after < count and after - end < _NEAR and letters.owners[after] == letters.owners[end]:
        after += 1
    if at[start] - at[before] > _FAR:
        before = start
    if at[after - 1] - at[end - 1] > _FAR:
        after = end
    stop = min(at[after] if after < count else frames, at[after - 1] + _TAIL)
    return _Place(before, start, end, after, (int(at[before]), int(max(stop, at[before] + 1))))


def _rows(letters: _Letters, place: _Place, labels: Labels, columns: int) -> Iterator[list[int]]:
    """Yield the states of three paths: through the word, past it, and through anything in its place."""
    star, anything = columns - 2, columns - 1
    named = [star if letter == STAR else letter for letter in letters.columns[place.before : place.after]]
    spaced = letters.spaced[place.before : place.after]
    first, last = place.start - place.before, place.end - place.before
    for left_out, instead in (((last, last), []), ((first, last), []), ((first, last), [anything])):
        states = [labels.blank]
        for number, letter in enumerate(named):
            if number == left_out[0]:
                states += [state for other in instead for state in (other, labels.blank)]
            if left_out[0] <= number < left_out[1]:
                continue
            if spaced[number] and labels.separator is not None and len(states) > 1 and states[-2] != anything:
                states += [labels.separator, labels.blank]
            states += [letter, labels.blank]
        if left_out[0] == len(named):
            states += [state for other in instead for state in (other, labels.blank)]
        yield states


def _best_paths(logs: Any, rows: Sequence[list[int]], windows: Any, blank: int) -> Any:
    """Return the log probability of the best path through each row's states in its frames."""
    found = np.empty(len(rows))
    lengths = windows[:, 1] - windows[:, 0]
    order = np.argsort(lengths, kind="stable")
    for group in np.array_split(order, -(-len(order) // _AT_ONCE)):
        found[group] = _together(logs, [rows[row] for row in group], windows[group, 0], lengths[group], blank)
    return found


def _together(logs: Any, rows: Sequence[list[int]], first: Any, lengths: Any, blank: int) -> Any:
    """Return what `_best_paths` does for rows in frames of about the same number, in order."""
    count = max(map(len, rows))
    states = np.full((len(rows), count), blank)
    for number, row in enumerate(rows):
        states[number, : len(row)] = row
    ends = np.array([len(row) - 1 for row in rows])
    over = np.full(states.shape, _NEVER, np.float32)  # a blank may be left out between unlike letters
    over[:, 2:][(states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])] = 0.0
    paths = np.full((len(rows), count + 2), _NEVER, np.float32)
    paths[:, 2:4] = logs[first[:, None], states[:, :2]]
    found = np.empty(len(rows))
    numbers = np.arange(len(rows))
    done = 0
    for frame in range(1, int(lengths[-1]) + 1):
        ready = int(np.searchsorted(lengths, frame, side="right"))
        own = numbers[done:ready]
        found[own] = np.maximum(paths[own, ends[own] + 2], paths[own, ends[own] + 1])
        done = ready
        if done == len(rows):
            break
        best = paths[done:, :-2] + over[done:]
        np.maximum(best, paths[done:, 1:-1], out=best)
        np.maximum(best, paths[done:, 2:], out=best)
        best += logs[(first[done:] + frame)[:, None], states[done:]]
        paths[done:, 2:] = best
    return found
