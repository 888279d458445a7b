"""What needs no recogniser: how steady the pace is, and how samples jump where chunks are joined."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scripts.demo.flite import SAMPLE_RATE as RATE

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.loudness import loudness
from f5tts_worker.engine.text.clean import speech_length

from .speakers import Said

_LONG_ENOUGH_S = 1.0  # a chunk of a word or two has no pace of its own
_AT_JOIN_MS = 10


def pace_variation(chunks: Sequence[tuple[str, NDArray[np.float32]]]) -> float:
    """Return standard deviation over mean of the letters a second, in per cent; pauses do not count."""
    paces = []
    for text, samples in chunks:
        spoken = silence.shorten_pauses(samples, RATE, 0)
        if len(spoken) >= _LONG_ENOUGH_S * RATE:
            paces.append(speech_length(text) * RATE / len(spoken))
    return 100 * float(np.std(paces) / np.mean(paces))


def jumps(said: Said) -> tuple[float, float]:
    """Return the largest difference of neighbouring samples at joins, and inside chunks."""
    steps = np.abs(np.diff(said.samples))
    at_join = np.zeros(len(steps), bool)
    reach = RATE * _AT_JOIN_MS // 1000
    for place in {place for _, *bounds in said.chunks for place in bounds}:
        at_join[max(0, place - reach) : place + reach] = True
    return float(steps[at_join].max(initial=0)), float(steps[~at_join].max(initial=0))


def changed(was: NDArray[np.float32], now: NDArray[np.float32]) -> int:
    """Return how many samples of `was` lie between the first and the last that are not as before."""
    length = min(len(was), len(now))
    heads, tails = was[:length] == now[:length], was[::-1][:length] == now[::-1][:length]
    same = sum(int(np.argmin(np.append(edge, False))) for edge in (heads, tails))
    return max(0, len(was) - same)


def measured_loudness(said: Said) -> float:
    """Return the loudness of speech in LUFS."""
    return loudness(said.samples, RATE)


def most_lowered(loud: Said, soft: Said, decibels: float) -> float:
    """Return in dB how much quieter than it should be the quietest chunk of loud speech is.

    `soft` is the same speech, asked to be so many decibels softer, where nothing would clip.
    """
    pairs = zip(loud.chunks, soft.chunks, strict=True)
    gains = [
        loudness(loud.samples[first:last], RATE) - loudness(soft.samples[start:end], RATE)
        for (_, first, last), (_, start, end) in pairs
    ]
    return decibels - min(gains)
