"""The rule by which anything counts on the volume: write everything, then the small file that makes it count.

A folder is built at its final path and never renamed; a *pointer*, a JSON file beside it, names it. Readers
look at the pointer only. Its paths are relative, because Pods and workers see the same volume under different
paths.
"""

import contextlib
import ctypes
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.files.whole_files import flush, fresh

LAYOUT = 1  # raised when what a pointer promises changes; older and newer images then do not see each other's
CONVERTED = "converted"  # the folder, beside the models' own, of copies that load faster
_ATTEMPT = re.compile(r"(?P<key>[0-9a-f]{16})-[0-9a-f]{8}")


def new_attempt(parent: Path, key: str) -> Path:
    """Make the folder of a fresh attempt, `<key>-<random>`. Raises OSError."""
    folder = parent / f"{key}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def key_of(attempt: Path) -> str | None:
    """Return the key that an attempt's folder name starts with; None for any other name."""
    found = _ATTEMPT.fullmatch(attempt.name)
    return found["key"] if found else None


def mark_of(folder: Path) -> Path:
    """Return the mark that says when a published folder was last used."""
    return folder.with_name(f"{folder.name}.used")


def named_by(pointer: Path) -> str | None:
    """Return the name of the folder that a pointer names, of any layout: other images use this volume too."""
    try:
        data = json.loads(fresh(pointer.read_bytes))
    except (OSError, ValueError, RecursionError):
        return None
    name = data.get("folder") if isinstance(data, dict) else None
    return name if isinstance(name, str) else None


def read_pointer(pointer: Path) -> dict[str, Any] | None:
    """Return what the pointer says, `folder` as an absolute path.

    None where there is none, it is cut short, is of another layout, or names a folder that is gone.
    """
    try:
        data = json.loads(fresh(pointer.read_bytes))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("layout") != LAYOUT:
        return None
    name = data.get("folder")
    if not isinstance(name, str) or key_of(Path(name)) != pointer.stem:
        return None
    folder = pointer.parent / name
    return data | {"folder": folder} if folder.is_dir() else None


def publish(folder: Path, data: Mapping[str, Any], is_valid: Callable[[], bool]) -> bool:
    """Write the pointer to a finished attempt; say whether it is ours that counts now.

    The first one wins: a pointer that is there and valid (`is_valid` reads it) stays, since a running engine
    may depend on what it names. Raises OSError, and then nothing is published.
    """
    pointer = folder.parent / f"{key_of(folder)}.json"
    text = json.dumps({**data, "layout": LAYOUT, "folder": folder.name}, indent=1)
    _flush(folder)
    temporary = pointer.with_name(f".{pointer.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode())
            flush(file)
        if not _link(temporary, pointer):
            if is_valid():
                return False
            temporary.replace(pointer)
        _fsync_folder(pointer.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def discard(folder: Path) -> None:
    """Remove an attempt that failed; what cannot be removed is left to the sweep."""
    shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> bool:
    """Put the file under its final name if that is free; say whether it was."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links: in the same moment the last one wins, and is whole
        if target.exists():
            return False
        source.replace(target)
    return True


def _flush(folder: Path) -> None:
    """Bring the attempt's data to the disk before the pointer that vouches for it."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(fd) != 0:
            raise OSError(ctypes.get_errno(), "the volume did not take the data", str(folder))
    except AttributeError:  # no syncfs on this platform
        os.sync()
    finally:
        os.close(fd)


def _fsync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every network file system lets a folder be synced
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
