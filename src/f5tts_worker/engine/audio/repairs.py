"""What recording devices and programs get wrong, taken out of samples: a constant offset, another scale."""

from typing import Any

import numpy as np

_LOUDEST = (
    4.0  # floats a little above 1 are only loud; above this the file is scaled differently (e.g. to 32768)
)
_OFFSET = 0.003  # -50 dBFS, which would hide a quiet pause
_WINDOW_MS = 100  # whole periods of the mains' hum, of 50 and of 60 Hz, whose mean is then none
_LEAST_WINDOWS = 5  # to tell an offset from sound that is slow


def centred(samples: Any, rate: int) -> Any:
    """Take out a constant offset, which cheap sound cards add: no pause is quiet with it.

    It is that of the quietest tenth, if all of it has the same one: speech, hum and noise are not the same to
    both sides in each moment.
    """
    window = rate * _WINDOW_MS // 1000
    windows = samples[: len(samples) // window * window].reshape(-1, window)
    if len(windows) < _LEAST_WINDOWS:
        return samples
    means = windows.mean(axis=1)
    powers = np.einsum("ij,ij->i", windows, windows) / window - means**2  # an hour is not copied
    quietest = np.argpartition(powers, len(powers) // 10)[: len(powers) // 10 + 1]
    offset = float(np.median(means[quietest]))
    spread = float(np.abs(means[quietest] - offset).max())
    if abs(offset) > max(_OFFSET, 4 * spread):
        samples -= np.float32(offset)
    return samples


def at_full_scale(samples: Any) -> tuple[Any, list[str]]:
    """Bring samples that are scaled to something else than 1 back to it."""
    peak = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))  # an hour is not copied
    if peak <= _LOUDEST:
        return samples, []
    return samples / peak, [f"The audio's samples reach {peak:.0f} times full scale; it was turned down."]
