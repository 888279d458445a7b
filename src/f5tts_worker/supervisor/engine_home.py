"""The folder that an engine lives in, on the container's disk: its home and its temporary files.

It is locked for as long as its worker lives, so that the next worker can tell what a killed one has left.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from f5tts_worker.supervisor.spawning import keep_private

_PREFIX = "f5tts-engine-home-"


@contextlib.contextmanager
def engine_home() -> Iterator[Path]:
    """Give a new folder that ends with the block; remove those of killed workers. Raises OSError."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), _locked(left, fcntl.LOCK_NB):
            shutil.rmtree(left, ignore_errors=True)
    with contextlib.ExitStack() as lock:
        home = None
        while home is None or not home.exists():  # another worker may remove it before it is locked
            home = Path(tempfile.mkdtemp(prefix=_PREFIX))
            with contextlib.suppress(FileNotFoundError):
                lock.enter_context(_locked(home))
        try:
            yield home
        finally:
            shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path, how: int = 0) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        keep_private(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(descriptor)
