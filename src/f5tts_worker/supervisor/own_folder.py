"""Temporary folders on the container's disk, such as an engine's home or a job's files.

Each is locked for as long as its worker lives, so that the next worker can tell what a killed one has left: a
container that starts again has the disk that it had.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from f5tts_worker.supervisor.spawning import keep_private

_PREFIX = "f5tts-worker-own-"


def remove_left() -> None:
    """Remove the folders of killed workers."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), _locked(left, waits=False):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Give a new folder that ends with the block. Raises OSError."""
    with contextlib.ExitStack() as lock:
        folder = None
        while folder is None or not folder.exists():  # another worker may remove it before it is locked
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            with contextlib.suppress(FileNotFoundError):
                lock.enter_context(_locked(folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path, *, waits: bool = True) -> Iterator[None]:
    import fcntl  # late: Windows has none, where `f5tts serve` is in front of an endpoint

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        keep_private(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
