"""A limit on the memory that reading a stranger's file may take. Standard library only.

A file of a megabyte can ask FFmpeg for gigabytes: pictures, compressed tags, tables that claim more entries
than there are. Left alone, the kernel kills the engine, or the whole container. Under a limit the allocation
fails, FFmpeg and NumPy say so, and the engine goes on.

RLIMIT_DATA counts what the process may write and does not share (VmData). RLIMIT_AS would count CUDA's
reservations, too, which are many times the machine's memory and no memory at all. The limit is set around the
reading alone and measured from what is in use at that moment, so models, pinned memory and the pools of MKL
and OpenMP are within it whatever their size. What other requests do meanwhile gets room of its own.
"""

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from f5tts_worker.engine.cancelling import is_alone, undivided, when_one_begins

# As the process was started: were it read anew each time, a limit that a cancelled job left would stay.
_USUAL = resource.getrlimit(resource.RLIMIT_DATA)
_BESIDE_BYTES = 4 << 30  # for what other requests load, sample and hear meanwhile

_changing = threading.Lock()
_readings: dict[object, int] = {}  # by how much each of those under way may grow
_before = 0  # what was in use when the last of them began


@contextmanager
def growth_limited(extra: int) -> Iterator[None]:
    """Let this process's own memory grow by at most `extra` bytes; what asks for more gets MemoryError.

    Readings at the same time share the sum of what each may take, and others' work has its room beside them.
    Cancelled is not raised from outside in the block: whatever reads there looks itself.
    """
    global _before
    reading = object()
    with undivided():
        try:
            with _changing:
                _readings[reading], _before = extra, _in_use()
                _limit()
            yield
        finally:
            with _changing:
                _readings.pop(reading, None)
                _limit()


def _limit() -> None:
    soft, hard = _USUAL
    if not _readings:
        resource.setrlimit(resource.RLIMIT_DATA, _USUAL)
        return
    allowed = _before + sum(_readings.values()) + (0 if is_alone() else _BESIDE_BYTES)
    limits = [allowed, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))


def _make_room_for_another() -> None:
    with _changing:
        if _readings:
            _limit()


when_one_begins(_make_room_for_another)


def _in_use() -> int:
    """Return VmData in bytes, as RLIMIT_DATA counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmData:"))
    return int(kilobytes) * 1024
