"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

PARTIAL = ".partial-"  # what a file is called until it is whole begins so


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write beside the target, flush to disk, then rename: readers see the old file or the new one.

    The folder is created. Raises OSError and what `write` raises, and then nothing has changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            write(target)
            target.flush()
            os.fsync(target.fileno())
        Path(name).chmod(0o644)  # mkstemp gives 0600, which a Pod with another user could not read
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
