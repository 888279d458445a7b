"""Which words of a text are said in a recording, and where, when one has more in it than the other.

The states are those of CTC segmentation (see `ctc`), with two liberties that torchaudio's forced_align lacks:
between two words there may be sound that is in no word, and words may be left out. Both have a price, and a
higher one within a sentence, whose words stand together unless the sound says otherwise. The best path is
Viterbi's.

What is too long for that is searched in windows, one after the other: each has more of the text than can be
said in it, and begins where the words of the last one are surely said.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from f5tts_worker.engine.alignment.ctc import STAR, Labels

# Log probabilities, compared with the likeliest letter of each frame, whatever it is: a poor recording then
# has the same prices as a clear one. In that measure, text that is said costs 0.3 to 2.5 a letter (the demo's
# aligner, 163 sentences of seven kinds of voice; 1.8 and less with those that it knows), and another text of
# that length 3.0 to 7.0.
# Leaving out a letter and taking its sound for something else must cost what lies between.
_OTHER = 0.3  # of a frame in no word in which a letter is heard
_MISSED = 2.5  # of a letter that is left out
_BREAK, _SENTENCE_BREAK = 8.0, 3.0  # of going from a word to other sound, or back: in a sentence, between two
_LARGEST = 100_000_000  # bytes of a path's steps
# A window of 60 s; words that end in its last quarter are looked for again with what follows them.
_WINDOW, _SETTLED = 3000, 2250
_WINDOW_LETTERS = 1500  # the quickest speaker says fewer
# In other speech of 60 s, whole sentences fit by chance: up to 93 letters more are said than not in any part
# of a text; where it is said, 690 and more (the demo's aligner, on voices that it hears well and badly).
_LEAST_SAID = 200
_STAY, _FROM_REST, _FROM_LETTER, _FROM_OTHER = range(4)


@dataclass(frozen=True)
class Place:
    """Frames `start` to `end` (exclusive) of a word; `apart`: sound that is in no word comes before it."""

    start: int
    end: int
    apart: bool


@dataclass(frozen=True)
class _States:
    """The letters of all words in a row: each is a state, with a rest before it and one after the last.

    `first` and `last` are the places of every word's letters in the row. Before each word, and after
    the last one, is a state for other sound; `price` is that of going there or back, `missed` that of leaving
    out all words so far.
    """

    letters: Any
    first: Any
    last: Any
    price: Any
    missed: Any

    @classmethod
    def of(cls, words: Sequence[Sequence[int]], price: Sequence[float]) -> "_States":
        """Put in a row the letters of words, of which each has some."""
        letters = np.array([letter for word in words for letter in word])
        ends = np.cumsum([0, *map(len, words)])
        return cls(letters, ends[:-1], ends[1:] - 1, np.array(price), _MISSED * ends)


@dataclass(frozen=True)
class _Steps:
    """How every state was best reached, frame by frame."""

    letter: Any  # uint8 (frames, letters): one of the four above
    rest: Any  # the same with one more rest than letters: _STAY or _FROM_LETTER
    other: Any  # the same for other sound, in which `origin` is the state before words were left out
    origin: Any


def break_prices(begins: Sequence[bool]) -> list[float]:
    """Return the price of other sound before each word, and after the last, of a whole text.

    `begins` says for each word, and for the end, whether a sentence begins there. Beyond the text's own ends
    it is free.
    """
    inner = [_SENTENCE_BREAK if begin else _BREAK for begin in begins[1:-1]]
    return [0.0, *inner, 0.0]


def find_words(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    labels: Labels,
    prices: Sequence[float],
    searched: Callable[[int], None] = lambda _frames: None,
) -> tuple[list[Place | None], bool]:
    """Return each word's place in log probabilities of shape (frames, columns), None where it is not said.

    Also return whether other sound follows the last word. Words without a letter that the model knows are not
    looked for. `prices` are those of other sound before each word and after the last. `searched` is called
    with the frames so far where there are several windows.
    """
    counts = np.array([len(letters) for letters in _known(words)])
    if _size(len(emission), counts) <= _LARGEST:
        return _best_places(emission, words, labels, prices)
    return _in_windows(emission, words, counts, labels, prices, searched)


def _known(words: Sequence[Sequence[Sequence[int]]]) -> list[list[int]]:
    """Return each word's letters without those that the model does not know."""
    return [[letter for piece in pieces for letter in piece if letter != STAR] for pieces in words]


def _size(frames: int, counts: Any) -> int:
    """Return how many bytes the steps of a search take, for words of so many letters each."""
    return frames * int(2 * counts.sum() + 5 * np.count_nonzero(counts))


def _in_windows(
    emission: Any,
    words: Sequence[Sequence[Sequence[int]]],
    counts: Any,
    labels: Labels,
    prices: Sequence[float],
    searched: Callable[[int], None],
) -> tuple[list[Place | None], bool]:
    """Do what `find_words` does window by window; in one that has too little of the text, no word is said.

    `counts` has each word's letters that the model knows.
    """
    until = np.cumsum(counts)
    places: list[Place | None] = [None] * len(words)
    word, frame = 0, 0
    while word < len(words) and frame < len(emission):
        window = emission[frame : frame + _WINDOW]
        before = until[word] - counts[word]
        last = max(int(np.searchsorted(until, before + _WINDOW_LETTERS, "right")), word + 1)
        if _size(len(window), counts[word:last]) > _LARGEST:  # one word of thousands of letters
            word += 1
            continue
        is_last = frame + len(window) == len(emission)
        price = [*prices[word:last], prices[-1] if last == len(words) else 0.0]
        found, ends_apart = _best_places(window, words[word:last], labels, price)
        stretch = _said_stretch(found, counts[word:last]) if not is_last else range(len(found))
        settled = [
            (number + 1, place.end)
            for number in stretch
            if (place := found[number]) and (is_last or place.end <= _SETTLED)
        ]
        count, end = settled[-1] if settled else (0, _SETTLED)
        places[word : word + count] = [
            place and replace(place, start=frame + place.start, end=frame + place.end)
            for place in found[:count]
        ]
        if is_last:
            return places, ends_apart or last < len(words)
        word, frame = word + count, frame + end
        searched(frame)
    return places, True


def _said_stretch(places: Sequence[Place | None], counts: Any) -> range:
    """Return the words between which most letters more are said than not; none if that is no sure sign."""
    gains = np.cumsum(np.where([place is not None for place in places], counts, -counts))
    lowest = np.minimum.accumulate(np.append(0, gains[:-1]))
    end = int((gains - lowest).argmax())
    if gains[end] - lowest[end] < _LEAST_SAID:
        return range(0)
    return range(int(np.append(0, gains[:-1])[: end + 1].argmin()), end + 1)


def _best_places(
    emission: Any, words: Sequence[Sequence[Sequence[int]]], labels: Labels, prices: Sequence[float]
) -> tuple[list[Place | None], bool]:
    """Do what `find_words` does, all at once."""
    known = _known(words)
    wanted = [number for number, letters in enumerate(known) if letters]
    places: list[Place | None] = [None] * len(words)
    if not wanted or not len(emission):
        return places, True
    # Where a word that cannot be looked for comes between two others, its sound is in neither.
    edges = [-1, *wanted, len(words)]
    price = [
        0.0 if any(words[before + 1 : after]) else min(prices[before + 1 : after + 1])
        for before, after in itertools.pairwise(edges)
    ]
    states = _States.of([known[number] for number in wanted], price)
    found, rest_is_other = _back(states, *_forward(emission, states, labels))
    for number, place in zip(wanted, found, strict=True):
        places[number] = place
    return places, rest_is_other


def _forward(emission: Any, states: _States, labels: Labels) -> tuple[_Steps, Any]:
    """Return the best steps to every state at every frame, and the scores of the last frame's states."""
    frames, letters, words = len(emission), len(states.letters), len(states.first)
    best_logs = emission.amax(1).float().numpy()
    # Of an hour's text, these words have few signs in some scripts: only their columns are copied.
    used, places = np.unique([*states.letters, *labels.silent], return_inverse=True)
    logs = emission[:, used].float().numpy()
    columns, silent = places[:letters], places[letters:]
    pause = np.logaddexp.reduce(logs[:, silent], 1)
    other_logs = np.maximum(pause, best_logs - _OTHER)
    between_words = np.zeros(letters + 1, bool)
    between_words[[*states.first, letters]] = True
    repeated = np.append(True, states.letters[1:] == states.letters[:-1])  # CTC wants a blank between
    steps = _Steps(
        np.empty((frames, letters), np.uint8),
        np.empty((frames, letters + 1), np.uint8),
        np.empty((frames, words + 1), np.uint8),
        np.empty((frames, words + 1), np.int32),
    )
    letter, rest, other = (np.full(size, -np.inf) for size in (letters, letters + 1, words + 1))
    rest[0] = 0.0
    ways = np.full((4, letters), -np.inf)
    numbers = np.arange(words + 1)
    for frame in range(frames):
        ways[_STAY], ways[_FROM_REST] = letter, rest[:-1]
        ways[_FROM_LETTER, 1:] = letter[:-1]
        ways[_FROM_LETTER, repeated] = -np.inf
        ways[_FROM_OTHER, states.first] = other[:-1] - states.price[:-1]
        after = np.append(-np.inf, letter[states.last])
        pausing = rest[np.append(states.first, letters)]
        kinds = np.array([other, pausing - states.price, after - states.price])
        steps.other[frame] = kinds.argmax(0)
        reached = kinds.max(0) + states.missed
        best = np.maximum.accumulate(reached)
        steps.origin[frame] = np.maximum.accumulate(np.where(reached >= best, numbers, 0))
        other = best - states.missed + other_logs[frame]
        from_letter = np.append(-np.inf, letter)
        steps.rest[frame] = np.where(from_letter > rest, _FROM_LETTER, _STAY)
        quiet = np.where(between_words, pause[frame], logs[frame, silent[0]])
        rest = np.maximum(from_letter, rest) + quiet
        steps.letter[frame] = ways.argmax(0)
        letter = ways.max(0) + logs[frame, columns]
    return steps, (letter[-1], rest[-1], other[-1] - states.price[-1])


def _back(
    states: _States, steps: _Steps, ends: tuple[float, float, float]
) -> tuple[list[Place | None], bool]:
    """Follow the best path back from the last frame."""
    words = len(states.first)
    owners = np.repeat(np.arange(words), states.last - states.first + 1)
    found: list[Place | None] = [None] * words
    state = int(np.argmax(ends))
    kind, number = [(_FROM_LETTER, len(owners) - 1), (_FROM_REST, len(owners)), (_FROM_OTHER, words)][state]
    rest_is_other = kind == _FROM_OTHER
    for frame in range(len(steps.letter) - 1, -1, -1):
        if kind == _FROM_OTHER:
            number = int(steps.origin[frame, number])
            kind = (_FROM_OTHER, _FROM_REST, _FROM_LETTER)[steps.other[frame, number]]
            if kind != _FROM_OTHER:  # from the letter or the rest before the word
                at = int(states.first[number]) if number < words else len(owners)
                number = at - (kind == _FROM_LETTER)
        elif kind == _FROM_REST:
            if steps.rest[frame, number] == _FROM_LETTER:
                kind, number = _FROM_LETTER, number - 1
        else:
            word = int(owners[number])
            step = steps.letter[frame, number]
            place = found[word]
            found[word] = Place(frame, place.end if place else frame + 1, step == _FROM_OTHER)
            if step == _FROM_LETTER:
                number -= 1
            elif step != _STAY:
                kind = int(step)
                number = word if step == _FROM_OTHER else number
    return found, rest_is_other
