"""Spectrograms as a PNG file, each with its title and its axes."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_RATE = 16_000
_WINDOW, _OVERLAP, _FFT = 400, 320, 1024  # samples: 25 ms, every 5 ms
_RANGE_DB = 70


def save_spectrograms(path: Path, speech: Mapping[str, NDArray[np.float32]]) -> None:
    """Write spectrograms of samples at 16 kHz, by their titles, one under the other and on one time axis."""
    from matplotlib.figure import Figure
    from PIL import Image

    figure = Figure((9, 2 * len(speech) + 0.6), dpi=110, layout="constrained")
    all_axes = figure.subplots(len(speech), sharex=True, squeeze=False)[:, 0]
    for axes, (title, samples) in zip(all_axes, speech.items(), strict=True):
        # So that silence has a level: a tenth of a step of 16-bit samples.
        heard = samples + 3e-6 * np.random.default_rng(0).standard_normal(len(samples))
        _, _, _, image = axes.specgram(
            heard, NFFT=_FFT, Fs=_RATE, noverlap=_FFT - _WINDOW + _OVERLAP, window=_window(), cmap="magma"
        )
        image.set_data(image.get_array() - image.get_array().max())
        image.set_clim(-_RANGE_DB, 0)
        axes.set_title(title, loc="left", fontsize=10)
        axes.set_yticks([0, 2000, 4000, 6000, 8000], ["0", "2", "4", "6", "8"])
        axes.set_ylabel("kHz")
    all_axes[-1].set_xlabel("seconds")
    all_axes[-1].set_xlim(0, max(map(len, speech.values())) / _RATE)
    figure.colorbar(image, ax=list(all_axes), label="dB, from the loudest")
    figure.savefig(path)
    with Image.open(path) as picture:  # 256 colours are enough, and far fewer bytes
        few = picture.convert("RGB").quantize(256)
    few.save(path, optimize=True)


def _window() -> NDArray[np.float64]:
    """Return a Hann window in the middle of the frame: matplotlib wants one as long as the transform."""
    window = np.zeros(_FFT)
    start = (_FFT - _WINDOW) // 2
    window[start : start + _WINDOW] = np.hanning(_WINDOW)
    return window
