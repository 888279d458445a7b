"""The mains' hum in a recording: 50 or 60 Hz and their multiples, which a clone of the voice would keep."""

from functools import partial
from typing import Any

import numpy as np

_MAINS_HZ = 50, 60
_MULTIPLES = 12  # 600 or 720 Hz: what rectifiers and dimmers add is weaker above
_BLOCK_MS, _STEP_MS = 200, 100  # 5 Hz apart
_SECONDS = 2.0  # in a shorter recording a low voice may be as steady
_LOUD_DB = 40.0  # below the speech: what is weaker hides no pause
_STEADY_DB = 6.0  # from a tenth of the blocks to nine: speech has nothing at 50 Hz, or swells and falls
_ABOVE_DB = 8.0  # what lies beside a tone
_MEAN = 9  # steps


def without_hum(samples: Any, rate: int) -> tuple[Any, int]:
    """Return samples [n] without the hum that they hold, and its frequency in Hz, 0 for none."""
    if len(samples) < _SECONDS * rate:
        return samples, 0
    spectra, speech = _spectra(samples, rate)
    for mains in _MAINS_HZ:
        tones = [mains * number for number in range(1, _MULTIPLES + 1)]
        if _is_steady(spectra, mains, speech):
            heard = [tone for tone in tones if tone == mains or _stands_out(spectra, tone, speech)]
            return _without(samples, rate, heard), mains
    return samples, 0


def _spectra(samples: Any, rate: int) -> tuple[Any, float]:
    """Return the level in dBFS of each 5 Hz in each block [blocks, bins], and that of the loud blocks."""
    length, step = rate * _BLOCK_MS // 1000, rate * _STEP_MS // 1000
    blocks = np.lib.stride_tricks.sliding_window_view(np.asarray(samples, np.float32), length)[::step]
    window = np.hanning(length).astype(np.float32)
    tones = np.abs(np.fft.rfft(blocks * window)[:, : _bin(1000)]) * (2 / window.sum())
    level = np.sqrt(np.quantile(np.square(blocks).mean(axis=1), 0.9))
    return 20 * np.log10(tones / np.sqrt(2) + 1e-9), 20 * float(np.log10(level + 1e-9))


def _bin(hertz: int) -> int:
    return hertz * _BLOCK_MS // 1000


def _is_steady(spectra: Any, hertz: int, speech: float) -> bool:
    low, high = np.quantile(spectra[:, _bin(hertz)], (0.1, 0.9))
    return bool(low > speech - _LOUD_DB and high - low < _STEADY_DB and _stands_out(spectra, hertz, speech))


def _stands_out(spectra: Any, hertz: int, speech: float) -> bool:
    """Say whether a tone is there in the quietest blocks, too, above what lies 15 Hz beside it."""
    place = _bin(hertz)
    least = np.quantile(spectra[:, [place - 3, place, place + 3]], 0.1, axis=0)
    return bool(least[1] > max(speech - _LOUD_DB, least[0] + _ABOVE_DB, least[2] + _ABOVE_DB))


def _without(samples: Any, rate: int, tones: list[int]) -> Any:
    """Take the tones out by what each is from moment to moment: a filter would ring at the ends."""
    times = np.arange(len(samples)) / rate
    return (samples - sum(_tone(samples, times, tone) for tone in tones)).astype(np.float32)


def _tone(samples: Any, times: Any, hertz: float) -> Any:
    """Return the tone of about `hertz` in samples [n] at `times`: its mean over a second around each.

    Quiet moments count for more: a voice may be as high as the tone.
    """
    length = round(_STEP_MS / 1000 / (times[1] - times[0]))
    count = len(samples) // length
    middles = times[: count * length].reshape(count, length).mean(axis=1)
    weights = 1 / (np.square(samples[: count * length]).reshape(count, length).mean(axis=1) + 1e-9)
    whole, around = np.ones(_MEAN), partial(np.convolve, mode="valid")
    for _ in range(2):  # the second time with the frequency that the first one's turning phase shows
        carrier = np.exp(2j * np.pi * hertz * times)
        parts = (samples * carrier.conj())[: count * length].reshape(count, length).mean(axis=1)
        means = around(parts * weights, whole) / around(weights, whole)
        turns = np.angle(means[1:] * means[:-1].conj()) / (2 * np.pi)
        hertz += float(np.median(turns)) * 1000 / _STEP_MS
    inner = middles[_MEAN // 2 : _MEAN // 2 + len(means)]
    strength = np.interp(times, inner, means.real) + 1j * np.interp(times, inner, means.imag)
    return 2 * (strength * carrier).real
