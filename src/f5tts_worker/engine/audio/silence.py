"""Where a recording is silent: edges, pauses, the best place to cut it. Levels are relative to its speech."""

from collections.abc import Sequence
from typing import Any

import numpy as np

_WINDOW_MS = 10
_BELOW_SPEECH_DB = 40.0
_NEVER_SPEECH_DB = -60.0  # dBFS; quieter than any usable recording
_TINY = 1e-10
_FADE_MS = 5
# A room's noise: measured in 50 ms, which for noise of 100 Hz bandwidth is within 2 dB or so.
_SMOOTH = 5  # windows
_NOISE_SHARE = 0.02  # of a recording, at the least, is pause
_NOISE_SPREAD_DB, _NOISE_BELOW_SPEECH_DB = 6.0, 12.0


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


def quiet_windows(samples: Any, rate: int, speech: float | None = None) -> Any:
    """Return for each 10 ms whether it is silent: 40 dB below the speech, or below -60 dBFS.

    `speech` is the level of the speech in dBFS; None is that of these samples.
    """
    speech = speech_level(samples, rate) if speech is None else speech
    return levels(samples, rate) < max(speech - _BELOW_SPEECH_DB, _NEVER_SPEECH_DB)


def sound_bounds(samples: Any, rate: int, keep_ms: int, speech: float | None = None) -> tuple[int, int]:
    """Return the first and one past the last sample of the sound and up to `keep_ms` around it.

    `speech` is its level, as in `quiet_windows`.
    """
    loud = np.flatnonzero(~quiet_windows(samples, rate, speech))
    if not loud.size:
        return 0, len(samples)
    window, keep = rate * _WINDOW_MS // 1000, rate * keep_ms // 1000
    return max(0, int(loud[0]) * window - keep), min(len(samples), (int(loud[-1]) + 1) * window + keep)


def pauses(samples: Any, rate: int, shortest_ms: int, quiet: Any = None) -> list[tuple[int, int]]:
    """Return silent stretches of at least `shortest_ms` as (first, one past last) samples.

    `quiet` says for each 10 ms whether it counts as silent; without it, `quiet_windows` decides.
    """
    quiet = quiet_windows(samples, rate) if quiet is None else quiet
    edges = np.flatnonzero(np.diff(quiet, prepend=False, append=False)).reshape(-1, 2)
    window = rate * _WINDOW_MS // 1000
    found = [(int(a) * window, min(int(b) * window, len(samples))) for a, b in edges]
    return [(a, b) for a, b in found if (b - a) * 1000 >= shortest_ms * rate]


def room_windows(samples: Any, rate: int) -> Any:
    """Return for each 10 ms whether it is silent or holds only the room's steady noise.

    The noise is what the quietest fiftieth holds, digital silence apart. Speech of any loudness swells and
    falls, and does not stay for long within a few dB of it.
    """
    power = np.convolve(10 ** (levels(samples, rate) / 10), np.ones(_SMOOTH) / _SMOOTH, mode="same")
    smooth = 10 * np.log10(power + _TINY)
    speech = speech_level(samples, rate)
    silent = max(speech - _BELOW_SPEECH_DB, _NEVER_SPEECH_DB)
    sound = smooth[smooth >= silent]
    noise = float(np.quantile(sound, _NOISE_SHARE)) if sound.size else silent
    return smooth < max(silent, min(noise + _NOISE_SPREAD_DB, speech - _NOISE_BELOW_SPEECH_DB))


def shorten_pauses(samples: Any, rate: int, longest_ms: int, speech: float | None = None) -> Any:
    """Return the samples with every longer pause cut down to `longest_ms`, out of its middle.

    `speech` is the level of the speech, as in `quiet_windows`.
    """
    found = pauses(samples, rate, longest_ms + _WINDOW_MS, quiet_windows(samples, rate, speech))
    spans = outside(found, len(samples), rate * longest_ms // 2000)
    return np.concatenate([samples[start:stop] for start, stop in spans])


def outside(found: Sequence[tuple[int, int]], length: int, kept: int) -> list[tuple[int, int]]:
    """Return the stretches around pauses as (first, one past last) samples, with `kept` of each pause.

    At the very start and end of the `length` samples, only the side that touches sound is kept.
    """
    spans, place = [], 0
    for start, stop in found:
        if start > 0:
            spans.append((place, start + kept))
        place = stop - kept
        if stop >= length:
            return spans or [(0, min(2 * kept, length))]
    return [*spans, (place, length)]


def fade_samples(rate: int) -> int:
    """Return how many samples are faded where a recording is cut."""
    return rate * _FADE_MS // 1000


def joined(samples: Any, spans: Sequence[tuple[int, int]], rate: int) -> Any:
    """Return these stretches of the samples one after the other, without clicks: 5 ms of each fade."""
    fade = fade_samples(rate)
    result = np.array(samples[spans[0][0] : spans[0][1]], np.float32)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    for start, stop in spans[1:]:
        part = np.array(samples[start:stop], np.float32)
        result[-fade:] = result[-fade:] * (1 - ramp) + part[:fade] * ramp
        result = np.concatenate([result, part[fade:]])
    return result


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
    length = min(fade_samples(rate), len(samples) // 2)
    faded = np.array(samples, np.float32)
    if length:
        ramp = np.linspace(0, 1, length, dtype=np.float32)
        faded[:length] *= ramp
        faded[-length:] *= ramp[::-1]
    return faded
