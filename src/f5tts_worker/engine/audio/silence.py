"""Where a recording is silent: edges, pauses, the best place to cut it. Levels are relative to its speech."""

from typing import Any

import numpy as np

_WINDOW_MS = 10
_BELOW_SPEECH_DB = 40.0
_NEVER_SPEECH_DB = -60.0  # dBFS; quieter than any usable recording
_TINY = 1e-10
_FADE_MS = 5


def levels(samples: Any, rate: int) -> Any:
    """Return the level in dBFS of each 10 ms of mono samples [n]; an incomplete window at the end counts."""
    window = rate * _WINDOW_MS // 1000
    padded = np.pad(np.asarray(samples, np.float64), (0, -len(samples) % window))
    power = np.square(padded.reshape(-1, window)).mean(axis=1)
    return 10 * np.log10(power + _TINY)


def speech_level(samples: Any, rate: int) -> float:
    """Return the level of the loud parts in dBFS: nine tenths of the windows are below it."""
    return float(np.quantile(levels(samples, rate), 0.9)) if len(samples) else -100.0


def is_silent(samples: Any, rate: int) -> bool:
    """Say whether there is nothing in the recording that could be speech."""
    return not len(samples) or float(levels(samples, rate).max()) < _NEVER_SPEECH_DB + 10


def quiet_windows(samples: Any, rate: int) -> Any:
    """Return for each 10 ms whether it is silent: 40 dB below the speech, or below -60 dBFS."""
    return levels(samples, rate) < max(speech_level(samples, rate) - _BELOW_SPEECH_DB, _NEVER_SPEECH_DB)


def sound_bounds(samples: Any, rate: int, keep_ms: int) -> tuple[int, int]:
    """Return the first and one past the last sample of the sound and up to `keep_ms` around it."""
    loud = np.flatnonzero(~quiet_windows(samples, rate))
    if not loud.size:
        return 0, len(samples)
    window, keep = rate * _WINDOW_MS // 1000, rate * keep_ms // 1000
    return max(0, int(loud[0]) * window - keep), min(len(samples), (int(loud[-1]) + 1) * window + keep)


def pauses(samples: Any, rate: int, shortest_ms: int) -> list[tuple[int, int]]:
    """Return silent stretches of at least `shortest_ms` as (first, one past last) samples."""
    quiet = np.concatenate(([False], quiet_windows(samples, rate), [False]))
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
    window = rate * _WINDOW_MS // 1000
    found = [(int(a) * window, min(int(b) * window, len(samples))) for a, b in edges]
    return [(a, b) for a, b in found if (b - a) * 1000 >= shortest_ms * rate]


def shorten_pauses(samples: Any, rate: int, longest_ms: int) -> Any:
    """Return the samples with every longer pause cut down to `longest_ms`, out of its middle."""
    kept, place = [], 0
    half = rate * longest_ms // 2000
    for start, stop in pauses(samples, rate, longest_ms + _WINDOW_MS):
        kept.append(samples[place : start + half])
        place = stop - half
    return np.concatenate([*kept, samples[place:]])


def quietest_cut(samples: Any, rate: int, first_ms: int, last_ms: int) -> int:
    """Return the sample between two times at which a cut does the least harm.

    The middle of the longest pause there; with no pause, the quietest 50 ms.
    """
    first, last = rate * first_ms // 1000, min(rate * last_ms // 1000, len(samples))
    inside = [(a, b) for a, b in pauses(samples, rate, 80) if first <= (a + b) // 2 <= last]
    if inside:
        start, stop = max(inside, key=lambda pause: pause[1] - pause[0])
        return (start + stop) // 2
    window = rate * _WINDOW_MS // 1000
    power = np.convolve(10 ** (levels(samples, rate) / 10), np.ones(5), mode="same")
    return first + int(power[first // window : max(last // window, first // window + 1)].argmin()) * window


def fade_edges(samples: Any, rate: int) -> Any:
    """Return the samples with 5 ms faded in and out, so that a join does not click."""
    length = min(rate * _FADE_MS // 1000, len(samples) // 2)
    faded = np.array(samples, np.float32)
    if length:
        ramp = np.linspace(0, 1, length, dtype=np.float32)
        faded[:length] *= ramp
        faded[-length:] *= ramp[::-1]
    return faded
