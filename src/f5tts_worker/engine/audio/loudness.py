"""How loud a recording is to people: LUFS, ITU-R BS.1770-4."""

import math
from typing import Any

import numpy as np
import torch
from torchaudio.functional import loudness as _loudness

_BLOCK_MS = 400  # BS.1770 measures in blocks of this length
_FLOOR = -70.0  # BS.1770: what is quieter counts as silence


def loudness(samples: Any, rate: int) -> float:
    """Return the integrated loudness of mono samples [n] in LUFS, -70 at the least.

    What is shorter than a block is measured as one: the silence behind it does not count.
    """
    if not len(samples):
        return _FLOOR
    short = max(0, rate * _BLOCK_MS // 1000 + 1 - len(samples))
    wave = torch.from_numpy(np.pad(np.asarray(samples, np.float32), (0, short)))
    measured = float(_loudness(wave[None], rate)) + 10 * math.log10(len(wave) / len(samples))
    return max(measured, _FLOOR) if measured == measured else _FLOOR  # NaN: no block is above the floor
