"""Changing the sample rate, as a stream and in one piece."""

from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.filter import Graph

# swresample with a long Kaiser filter: flat to 0.9 of the lower Nyquist rate, images 120 dB down. Its default
# (32 taps) lets 13 kHz through at -34 dB when 48 kHz becomes 24 kHz.
_QUALITY = "filter_size=128:cutoff=0.95:filter_type=kaiser:kaiser_beta=12"
_BLOCK = 1 << 17  # samples passed to FFmpeg at a time: bounds its memory


class Resampler:
    """A stream of mono float32 blocks at `rate_in` Hz turned into one at `rate_out` Hz.

    The output starts at the same instant as the input and holds round(n * rate_out / rate_in) samples in all.
    """

    def __init__(self, rate_in: int, rate_out: int) -> None:
        self._ratio = Fraction(rate_out, rate_in)
        self._rate_in = rate_in
        self._taken = 0
        self._given = 0
        self._graph = None if rate_in == rate_out else _graph(rate_in, rate_out)

    def push(self, samples: Any) -> Any:
        """Take samples of shape (n,); return those that are ready, shape (m,)."""
        if self._graph is None:
            return samples
        for start in range(0, len(samples), _BLOCK):
            block = np.ascontiguousarray(samples[None, start : start + _BLOCK], np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="flt", layout="mono")
            frame.sample_rate = self._rate_in
            frame.time_base = Fraction(1, self._rate_in)
            frame.pts = self._taken
            self._graph.push(frame)
            self._taken += block.shape[1]
        return self._pull()

    def finish(self) -> Any:
        """Return the remaining samples and end the stream."""
        if self._graph is None or not self._taken:
            return np.zeros(0, np.float32)
        self._graph.push(None)
        before = self._given
        rest = self._pull()
        missing = round(self._taken * self._ratio) - before
        # swresample may be one sample long or short at the end.
        return np.pad(rest[: max(missing, 0)], (0, max(missing - len(rest), 0)))

    def _pull(self) -> Any:
        assert self._graph is not None  # noqa: S101 - for mypy: both callers have checked
        blocks = []
        while True:
            try:
                blocks.append(self._graph.pull().to_ndarray().reshape(-1))
            except (BlockingIOError, EOFError):
                break
        ready = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
        self._given += len(ready)
        return ready


def resample(samples: Any, rate_in: int, rate_out: int) -> Any:
    """Return mono samples of shape (n,) at another rate: shape (round(n * rate_out / rate_in),), float32."""
    stream = Resampler(rate_in, rate_out)
    first = stream.push(np.asarray(samples, np.float32).reshape(-1))
    return np.concatenate([first, stream.finish()])


def _graph(rate_in: int, rate_out: int) -> Any:
    graph = Graph()
    source = graph.add(
        "abuffer", sample_rate=str(rate_in), sample_fmt="flt", channel_layout="mono", time_base=f"1/{rate_in}"
    )
    change = graph.add("aresample", f"{rate_out}:{_QUALITY}")
    sink = graph.add("abuffersink")
    source.link_to(change)
    change.link_to(sink)
    graph.configure()
    return graph
