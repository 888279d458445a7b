"""How loud a recording is to people: LUFS, ITU-R BS.1770-4."""

import math
from typing import Any

import numpy as np

_BLOCK_MS, _STEP_MS = 400, 100  # BS.1770 measures in blocks of this length
_FLOOR = -70.0  # BS.1770: what is quieter counts as silence
_GATE = -10.0  # beside the mean of the rest: what is quieter is a pause
_TINY = 1e-12


def loudness(samples: Any, rate: int) -> float:
    """Return the integrated loudness of mono samples [n] in LUFS, -70 at the least.

    What is shorter than a block is measured as one.
    """
    power = np.square(_weighted(np.asarray(samples, np.float64), rate))
    block = min(rate * _BLOCK_MS // 1000, len(power))
    if not block:
        return _FLOOR
    sums = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, len(power) - block + 1, rate * _STEP_MS // 1000)
    powers = (sums[starts + block] - sums[starts]) / block
    heard = powers[_lufs(powers) > _FLOOR]
    if not len(heard):
        return _FLOOR
    heard = heard[_lufs(heard) > _lufs(heard.mean()) + _GATE]
    return max(float(_lufs(heard.mean())), _FLOOR) if len(heard) else _FLOOR


def _lufs(power: Any) -> Any:
    return -0.691 + 10 * np.log10(power + _TINY)


def _weighted(samples: Any, rate: int) -> Any:
    """Return samples as the ear weighs them: BS.1770's two filters, by the spectrum, which is quick."""
    size = len(samples) + rate * _BLOCK_MS // 1000  # what rings at the end does not come in at the beginning
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(size))  # one sample later
    spectrum = np.fft.rfft(samples, size) * _shelf(rate, turn) * _high_pass(rate, turn)
    return np.fft.irfft(spectrum, size)[: len(samples)]


def _shelf(rate: int, turn: Any) -> Any:
    """Return the response of a shelf of 4 dB above 1.5 kHz: a head's (R. Bristow-Johnson's formulas)."""
    amp, angle = 10 ** (4 / 40), 2 * math.pi * 1500 / rate
    cosine, slope = math.cos(angle), math.sqrt(2 * amp) * math.sin(angle)  # Q is the root of one half
    above = (
        amp * ((amp + 1) + (amp - 1) * cosine + slope),
        -2 * amp * ((amp - 1) + (amp + 1) * cosine),
        amp * ((amp + 1) + (amp - 1) * cosine - slope),
    )
    below = (
        (amp + 1) - (amp - 1) * cosine + slope,
        2 * ((amp - 1) - (amp + 1) * cosine),
        (amp + 1) - (amp - 1) * cosine - slope,
    )
    return np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)


def _high_pass(rate: int, turn: Any) -> Any:
    """Return the response of a high pass at 38 Hz, with a Q of one half."""
    angle = 2 * math.pi * 38 / rate
    cosine, width = math.cos(angle), math.sin(angle)
    above = ((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2)
    return np.polyval(above[::-1], turn) / np.polyval((1 - width, -2 * cosine, 1 + width), turn)
