"""Files that are still arriving.

`NAME.part` is always the beginning of one version of the file, and `NAME.part.tag` says of which, so that
another process can continue where this one ended.
"""

from contextlib import suppress
from pathlib import Path


def part_of(target: Path) -> Path:
    """Return where the beginning of a file is kept until it is whole."""
    return target.with_name(f"{target.name}.part")


def begin(target: Path, tag: str) -> int:
    """Return how many bytes of the version `tag` are there already; those of another version are deleted."""
    part = part_of(target)
    note = tag_of(part)
    known = None
    with suppress(OSError, ValueError):
        known = note.read_text(encoding="utf-8")
    if tag and known == tag and part.is_file():
        return part.stat().st_size
    target.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    note.write_text(tag, encoding="utf-8")  # before the first byte, so that no byte is without its version
    return 0


def finish(target: Path) -> None:
    """Give a file that is whole its name."""
    part = part_of(target)
    part.replace(target)
    tag_of(part).unlink(missing_ok=True)


def tag_of(part: Path) -> Path:
    """Return where the version of a `.part` file is noted."""
    return part.with_name(f"{part.name}.tag")
