"""Faster or slower speech of the same pitch: FFmpeg's `atempo` (WSOLA), which PyAV's wheel has."""

import itertools
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np

_SPARE_MS = 100  # of silence, so that no sound is lost where the filter's output is a few samples short


def stretch(samples: Any, rate: int, length: int) -> Any:
    """Return mono samples [n] at `rate` Hz as exactly `length` samples, float32, at the same pitch."""
    if length == len(samples) or not length or not len(samples):
        return np.asarray(samples, np.float32)[:length]
    return np.concatenate([*stretched([samples], rate, len(samples), length)])


def stretched(blocks: Iterable[Any], rate: int, samples: int, length: int) -> Iterator[Any]:
    """Yield blocks that have so many `samples` together as `length` ones, as `stretch` does."""
    if not length or not samples:
        return
    spare = np.zeros(rate * _SPARE_MS // 1000, np.float32)
    for block in _atempo(itertools.chain(blocks, [spare]), rate, samples / length):
        yield block[:length]
        length -= len(block[:length])
    if length:
        yield np.zeros(length, np.float32)


# One filter does half to twice the tempo well; beyond that it leaves samples out.
def _atempo(blocks: Iterable[Any], rate: int, tempo: float) -> Iterator[Any]:
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
    place = 0
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(block[None].astype(np.float32), format="flt", layout="mono")
        frame.sample_rate, frame.pts = rate, place
        place += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Any) -> Iterator[Any]:
    """Yield what a filter has ready."""
    while True:
        try:
            yield graph.pull().to_ndarray()[0]
        except (av.EOFError, av.BlockingIOError):
            return
