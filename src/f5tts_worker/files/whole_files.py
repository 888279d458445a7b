"""Files that are there whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

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
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
