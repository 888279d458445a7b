"""What is in a folder that another process is writing to."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def files_under(folder: Path) -> Iterator[Path]:
    """Yield everything but folders, at any depth; what vanishes meanwhile is left out.

    `Path.rglob` raises an error when a folder vanishes before it is looked into, as a download's temporary
    ones do at its end.
    """
    for where, _folders, names in os.walk(folder):
        yield from (Path(where, name) for name in names)


def bytes_under(place: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; 0 for what is not there."""
    size = 0
    for path in files_under(place) if place.is_dir() else (place,):
        with suppress(OSError):
            size += path.lstat().st_size
    return size
