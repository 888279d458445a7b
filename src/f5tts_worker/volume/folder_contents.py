"""What is in a folder that another process is writing to."""

import os
from collections.abc import Iterator
from pathlib import Path


def files_under(folder: Path) -> Iterator[Path]:
    """Yield everything but folders, at any depth; what vanishes meanwhile is left out.

    `Path.rglob` raises an error when a folder vanishes before it is looked into, as a download's temporary
    ones do at its end.
    """
    for where, _folders, names in os.walk(folder):
        yield from (Path(where, name) for name in names)
