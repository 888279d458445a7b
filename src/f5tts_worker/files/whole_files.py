"""Files that are there whole or not at all, on file systems of every kind."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

T = TypeVar("T")

PARTIAL = ".partial-"  # what a file is called until it is whole begins so


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write beside the target, flush to disk, then rename: readers see the old file or the new one.

    The folder is created. Raises OSError and what `write` raises, and then nothing has changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(PARTIAL + os.urandom(8).hex())
    try:
        with partial.open("xb") as target:  # not mkstemp, whose file only its user may read
            write(target)
            flush(target)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def flush(file: BinaryIO) -> None:
    """Bring a file's content to the disk, if its file system can be asked to: some in user space cannot."""
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise


def fresh(read: Callable[[], T]) -> T:
    """Return what `read` returns, tried again if what the network's file system remembered was stale.

    That is said once of a file that another machine has just replaced; asking has it looked up anew.
    """
    try:
        return read()
    except OSError as error:
        if error.errno != errno.ESTALE:
            raise
        return read()
