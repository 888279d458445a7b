"""What is in a folder to which somebody else is writing."""

import os
from collections.abc import Iterator
from pathlib import Path


def files_under(folder: Path) -> Iterator[Path]:
    """Yield all that is no folder, at any depth; what is gone when it is its turn is left out.

    `Path.rglob` raises an error when a folder vanishes before it is looked into, as a download's temporary
    ones do at its end.
    """
    for where, _folders, names in os.walk(folder):
        yield from (Path(where, name) for name in names)
