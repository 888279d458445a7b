"""Speech that was put together, as it will be heard: stretched to its length, as loud as is wanted, marked.

All of it block by block: an hour needs no more memory.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.speech.join_chunks import PEAK_REACH, guard_peak
from f5tts_worker.engine.speech.stretch import stretched

_BLOCK_SECONDS = 10  # a mark is put into so much at once

Block = Any  # float32 samples [n]


@dataclass(frozen=True)
class Finish:
    """What is still to be done to speech at `rate` Hz. `mark` puts the watermark into samples [n]."""

    rate: int
    gain: float = 1.0
    mark: Callable[[Any], Any] | None = None

    def of(self, blocks: Iterable[Block], samples: int, length: int) -> Iterator[Block]:
        """Yield the blocks, which have so many samples together, as `length` samples."""
        if length != samples:
            blocks = stretched(blocks, self.rate, samples, length)
        if self.mark is not None:
            blocks = map(self.mark, _regrouped(blocks, self.rate * _BLOCK_SECONDS))
        if self.gain != 1.0 or self.mark is not None:
            blocks = _guarded(blocks, self.gain)
        yield from blocks


def _regrouped(blocks: Iterable[Block], size: int) -> Iterator[Block]:
    """Yield the same samples in blocks of `size` to twice that, or all that there is."""
    held: list[Block] = []
    for block in blocks:
        held.append(block)
        if sum(map(len, held)) >= 2 * size:
            whole = np.concatenate(held)
            yield whole[:size]
            held = [whole[size:]]
    if held:
        yield np.concatenate(held)


def _guarded(blocks: Iterable[Block], gain: float) -> Iterator[Block]:
    """Yield what `guard_peak` makes of all blocks together: each is judged with what is near it."""
    held, done = np.zeros(0, np.float32), 0
    for block in itertools.chain(blocks, [None]):
        if block is not None:
            held = np.concatenate([held, block])
        ready = len(held) if block is None else (len(held) - PEAK_REACH) // PEAK_REACH * PEAK_REACH
        if ready > done:
            yield guard_peak(held, gain)[done:ready]
            gone = max(0, ready - PEAK_REACH)
            held, done = held[gone:], ready - gone
