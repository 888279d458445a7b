"""Sentences that are said anew, in the place of what a chunk had there: all around them stays as it was.

Between sentences that the model says in one go there is a pause, as a rule: what is said anew by itself goes
from one pause to another, which stay as long as they were. Sentences without one between them are said anew
together.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.loudness import loudness
from f5tts_worker.engine.text.clean import SpokenWord

# Finds when words are said in samples [n] at a rate: starts and ends in milliseconds.
Hear = Callable[[Any, int, Sequence[SpokenWord]], Sequence[tuple[float, float]]]

_SHORTEST_PAUSE_MS = 60
_PAUSE_BELOW_SPEECH_DB = 15.0  # at its quietest: a hesitant consonant is louder
_MOST_DB = 12.0  # by which new sentences are made as loud as the chunk was
_WINDOW_MS = 10


@dataclass(frozen=True)
class Pause:
    """Samples of a chunk between two sentences, and the quietest place there."""

    start: int
    stop: int
    quietest: int


@dataclass(frozen=True)
class Anew:
    """Words of a chunk that are said anew together, in a take of theirs, and the pauses around them.

    None is the chunk's beginning, or end. `beside` are those of the words that nobody asked for.
    """

    words: slice
    take: int
    before: Pause | None
    after: Pause | None
    beside: Sequence[slice]

    @property
    def is_all(self) -> bool:
        """Whether these are all words of the chunk."""
        return self.before is None and self.after is None


def said_anew(
    samples: Any, rate: int, words: Sequence[SpokenWord], takes: Mapping[int, int], hear: Hear | None
) -> list[Anew]:
    """Return what must be said anew for takes of some sentences of a chunk, in order.

    `samples` [n] are the chunk's. Without `hear`, nobody knows where a sentence ends: then it is all of it.
    """
    sentences = _sentences(words)
    pauses: list[Pause | None] = [None] * (len(sentences) - 1)
    if hear is not None:
        times = hear(samples, rate, words)
        level = silence.speech_level(samples, rate) - _PAUSE_BELOW_SPEECH_DB
        pauses = [
            _pause(
                samples, rate, (times[_spoken(words, left)[-1]][1], times[_spoken(words, right)[0]][0]), level
            )
            for left, right in itertools.pairwise(sentences)
        ]
    edges = [0, *(number for number, pause in enumerate(pauses, start=1) if pause), len(sentences)]
    around = [None, *filter(None, pauses), None]
    found: list[Anew] = []
    for (first, last), (before, after) in zip(
        itertools.pairwise(edges), itertools.pairwise(around), strict=True
    ):
        group = sentences[first:last]
        numbers = [words[_spoken(words, sentence)[0]].sentence for sentence in group]
        if take := sum(takes.get(number, 0) for number in numbers):
            beside = [one for one, number in zip(group, numbers, strict=True) if number not in takes]
            found.append(Anew(slice(group[0].start, group[-1].stop), take, before, after, beside))
    return found


def spliced(samples: Any, rate: int, anew: Sequence[Anew], waves: Sequence[Any]) -> Any:
    """Return a chunk's samples, float32 [n], with these waves in the place of what they say anew."""
    level, fade, window = _level(samples, rate), silence.fade_samples(rate), rate * _WINDOW_MS // 1000
    sounds: list[Any] = [np.asarray(samples, np.float32)]
    spans: list[tuple[int, int]] = []
    kept_from, base = 0, len(samples)
    for one, wave in zip(anew, waves, strict=True):
        start, stop, begin, end = 0, len(wave), *silence.sound_bounds(wave, rate, 0)
        if one.before is not None:  # of its own silence, as much as the pause has room for
            own = min(begin, one.before.stop - one.before.quietest)
            start = begin - own
            spans.append((kept_from, one.before.stop - own))
        kept_from = len(samples)
        if one.after is not None:
            own = min(stop - end, one.after.quietest - one.after.start)
            stop = end + own
            kept_from = one.after.start + own
        spans.append((base + start, base + stop))
        # What follows lies as before in the windows that edges and pauses are found by, and in peaks' blocks.
        written = sum(last - first - fade for first, last in spans)
        kept_from += (written - kept_from) % window if one.after is not None else 0
        wanted = level - _level(wave, rate)
        sounds.append(wave * np.float32(10 ** (min(max(wanted, -_MOST_DB), _MOST_DB) / 20)))
        base += len(wave)
    spans.append((kept_from, len(samples)))
    whole = [one for one in spans if one[1] - one[0] >= 2 * fade]
    return silence.joined(np.concatenate(sounds), whole, rate)


def _sentences(words: Sequence[SpokenWord]) -> list[slice]:
    """Return each sentence's words; those that are silent go with what is before them, or after them."""
    found: list[slice] = []
    for _, group in itertools.groupby(range(len(words)), key=lambda place: words[place].sentence):
        places = list(group)
        whole = slice(places[0], places[-1] + 1)
        if found and not (_spoken(words, whole) and _spoken(words, found[-1])):
            found[-1] = slice(found[-1].start, whole.stop)
        else:
            found.append(whole)
    return found


def _spoken(words: Sequence[SpokenWord], part: slice) -> list[int]:
    """Return the places of a part's words that are spoken."""
    return [place for place in range(part.start, part.stop) if words[place].spoken.strip()]


def _pause(samples: Any, rate: int, between_ms: tuple[float, float], level: float) -> Pause | None:
    """Return the pause between two words' times, if there is one that is quieter than this level in dBFS."""
    start, stop = (round(ms * rate / 1000) for ms in between_ms)
    if (stop - start) * 1000 < _SHORTEST_PAUSE_MS * rate:
        return None
    window = rate * _WINDOW_MS // 1000  # at either edge, some of the pause stays
    levels = silence.levels(samples[start + window : stop - 2 * window], rate)
    quietest = int(levels.argmin())
    if levels[quietest] > level:
        return None
    return Pause(start, stop, start + window + quietest * window + window // 2)


def _level(samples: Any, rate: int) -> float:
    start, stop = silence.sound_bounds(samples, rate, 0)
    return loudness(samples[start:stop], rate)
