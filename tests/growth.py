"""How a function's work grows with its input, whatever the machine.

On eight times as much, linear work takes eight times as long, quadratic work sixty-four times.
"""

import time
from collections.abc import Callable
from typing import Any

TIMES = 8
AT_MOST = 24.0  # three times linear: room for caches that overflow and for busy neighbours
_LEAST_SECONDS = 0.002  # less than this is mostly the clock
_LARGEST = 32_000  # what is refused unread takes no time at any size


def growth(work: Callable[[Any], object], make: Callable[[int], Any], start: int = 250) -> float:
    """Return how many times as long `work(make(8 * n))` takes as `work(make(n))`, in processor time.

    `n` is the first, from `start` on, whose work can be measured. Each is the best of several tries.
    """
    size = start
    while (few := _seconds(work, make(size))) < _LEAST_SECONDS and size < _LARGEST:
        size *= 2
    if size >= _LARGEST:
        few = max(few, _LEAST_SECONDS)
    else:
        few = min(few, _seconds(work, make(size)), _seconds(work, make(size)))
    many = make(TIMES * size)
    ratio = _seconds(work, many) / few
    for _ in range(4):  # a neighbour on the same processor may take long
        if ratio < AT_MOST:
            break
        ratio = min(ratio, _seconds(work, many) / few)
    return ratio


def _seconds(work: Callable[[Any], object], given: Any) -> float:
    begun = time.thread_time()
    work(given)
    return time.thread_time() - begun
