"""Faster or slower speech of the same pitch: FFmpeg's `atempo` (WSOLA), which PyAV's wheel has."""

import math
from fractions import Fraction
from typing import Any

import av
import numpy as np

_SPARE_MS = 100  # of silence, so that no sound is lost where the filter's output is a few samples short


def stretch(samples: Any, rate: int, length: int) -> Any:
    """Return mono samples [n] at `rate` Hz as exactly `length` samples, float32, at the same pitch."""
    if length == len(samples) or not length or not len(samples):
        return np.asarray(samples, np.float32)[:length]
    spare = np.zeros(rate * _SPARE_MS // 1000, np.float32)
    stretched = _atempo(np.concatenate([samples, spare]), rate, len(samples) / length)[:length]
    return np.pad(stretched, (0, length - len(stretched)))


# One filter does half to twice the tempo well; beyond that it leaves samples out.
def _atempo(samples: Any, rate: int, tempo: float) -> Any:
    graph = av.filter.Graph()
    last = graph.add_abuffer(sample_rate=rate, format="flt", layout="mono", time_base=Fraction(1, rate))
    count = max(1, math.ceil(abs(math.log2(tempo))))
    for _ in range(count):
        after = graph.add("atempo", str(tempo ** (1 / count)))
        last.link_to(after)
        last = after
    sink = graph.add("abuffersink")
    last.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="flt", layout="mono")
    frame.sample_rate, frame.pts = rate, 0
    graph.push(frame)
    graph.push(None)
    parts = []
    while True:
        try:
            parts.append(graph.pull().to_ndarray()[0])
        except (av.EOFError, av.BlockingIOError):
            return np.concatenate(parts) if parts else np.zeros(0, np.float32)
