"""A limit on the memory that reading a stranger's file may take. Standard library only.

A file of a megabyte can ask FFmpeg for gigabytes: pictures, compressed tags, tables that claim more entries
than there are. Left alone, the kernel kills the engine, or the whole container. Under a limit the allocation
fails, FFmpeg and NumPy say so, and the engine goes on.

RLIMIT_DATA counts what the process may write and does not share (VmData). RLIMIT_AS would count CUDA's
reservations, too, which are many times the machine's memory and no memory at all. The limit is set around the
reading alone and measured from what is in use at that moment, so models, pinned memory and the pools of MKL
and OpenMP are within it whatever their size, and nothing that they do later can meet it: the engine works on
one request at a time.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# As the process was started: were it read anew each time, a limit that a cancelled job left would stay.
_USUAL = resource.getrlimit(resource.RLIMIT_DATA)


@contextmanager
def growth_limited(extra: int) -> Iterator[None]:
    """Let this process's own memory grow by at most `extra` bytes; what asks for more gets MemoryError."""
    soft, hard = _USUAL
    limits = [_in_use() + extra, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, _USUAL)


def _in_use() -> int:
    """Return VmData in bytes, as RLIMIT_DATA counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmData:"))
    return int(kilobytes) * 1024
