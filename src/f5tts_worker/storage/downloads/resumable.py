"""Files that are still arriving.

`NAME.part` is always the beginning of one version of the file, and `NAME.part.tag` says of which, so that
another process can continue where this one ended.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def arriving(target: Path, tag: str, size: int | None) -> Iterator[BinaryIO]:
    """Give a file to append to, at the end of what is there of the version `tag`; whole, it gets its name.

    What is there of another version is deleted, and so is all of one whose tag is "", or that is larger than
    `size` bytes (None: unknown). On an error what has arrived stays.
    """
    part = _part_of(target)
    note = tag_of(part)
    target.parent.mkdir(parents=True, exist_ok=True)
    if arrived(target, tag, size) == 0:
        part.unlink(missing_ok=True)
        note.write_text(tag, encoding="utf-8")  # before the first byte: no byte is without its version
    with part.open("ab") as file:
        yield file
    part.replace(target)
    note.unlink(missing_ok=True)


def arrived(target: Path, tag: str, size: int | None) -> int:
    """Return how many bytes of the version `tag` are there, which has `size` bytes (None: unknown)."""
    part = _part_of(target)
    with suppress(OSError, ValueError):
        there = part.stat().st_size
        if tag and tag_of(part).read_text(encoding="utf-8") == tag and there <= (size or there):
            return there
    return 0


def _part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def tag_of(part: Path) -> Path:
    """Return where the version of a `.part` file is noted."""
    return part.with_name(f"{part.name}.tag")
