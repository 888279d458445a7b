"""Faults planted in the sound of speech: a word cut out, a word said twice, another word in front."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
KINDS = ("cut", "doubled", "leaked")
_FADE = RATE // 100  # samples: 10 ms of both sides sound together at a seam
_BREATH = 3 * _FADE  # between what leaked and the first word
Sound = NDArray[np.float32]
Times = Sequence[tuple[float, float]]  # seconds


@dataclass(frozen=True)
class Planted:
    """Speech of a text with a fault: `word` is the number of the word cut or doubled, -1 for one in front."""

    kind: str
    word: int
    samples: Sound


def plant(samples: Sound, times: Times, leaks: Sequence[Sound], each: int, seed: str) -> Iterator[Planted]:
    """Yield speech with `each` words cut, as many doubled, and every one of `leaks` in front.

    `samples` are at 16 kHz, `times` each word's start and end in seconds; `seed` draws the words.
    """
    draw = random.Random(seed)  # noqa: S311 - words, not secrets
    for kind, planted in (("cut", cut), ("doubled", doubled)):
        for word in draw.sample(range(len(times)), min(each, len(times))):
            yield Planted(kind, word, planted(samples, times[word]))
    for leak in leaks:
        yield Planted("leaked", -1, leaked(samples, leak))


def cut(samples: Sound, time: tuple[float, float]) -> Sound:
    """Return speech without what is said in a time in seconds."""
    start, end = _edges(time)
    return _join(samples[:start], samples[end:])


def doubled(samples: Sound, time: tuple[float, float]) -> Sound:
    """Return speech in which what is said in a time in seconds is said twice."""
    start, end = _edges(time)
    return _join(samples[:end], samples[start:])


def leaked(samples: Sound, leak: Sound) -> Sound:
    """Return speech with other sound in front of it."""
    return _join(leak, np.concatenate([np.zeros(_BREATH, np.float32), samples]))


def sound_of(samples: Sound, time: tuple[float, float]) -> Sound:
    """Return what is said in a time in seconds."""
    return samples[slice(*_edges(time))]


def _edges(time: tuple[float, float]) -> tuple[int, int]:
    return round(time[0] * RATE), round(time[1] * RATE)


def _join(left: Sound, right: Sound) -> Sound:
    """Join two sounds so that the end of one fades into the start of the other."""
    length = min(_FADE, len(left), len(right))
    rise = np.linspace(0.0, 1.0, length, dtype=np.float32)
    seam = left[len(left) - length :] * (1 - rise) + right[:length] * rise
    return np.concatenate([left[: len(left) - length], seam, right[length:]])
