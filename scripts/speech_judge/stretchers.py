"""Ways to make speech faster or slower without changing its pitch, to be compared."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from f5tts_worker.engine.speech.stretch import stretch

Stretcher = Callable[[NDArray[np.float32], int, float], Any]  # samples, rate in Hz, times as fast


def atempo(samples: NDArray[np.float32], rate: int, tempo: float) -> Any:
    """Stretch as the worker does: FFmpeg's WSOLA."""
    return stretch(samples, rate, round(len(samples) / tempo))


def signalsmith(samples: NDArray[np.float32], rate: int, tempo: float) -> Any:
    """Stretch by Signalsmith's spectral method (package python-stretch)."""
    from python_stretch.Signalsmith import Stretch

    stretcher = Stretch()
    stretcher.preset(1, rate)
    stretcher.timeFactor = tempo
    return stretcher.process(samples[None])[0]


STRETCHERS: Mapping[str, Stretcher] = {"atempo": atempo, "signalsmith": signalsmith}
