"""What is kept of a voice on the volume besides the voice: found again by marks, and removed at once.

A mark is a hash of the voice's name, so that nothing on the volume says whose voice it was. Copies of a
recording begin with it, in every version of the recording; prepared references have an empty file of that
name beside them; and chunks of speech begin with the prepared reference's own name. The engine keeps no chunk
whose reference is not on the volume (engine/speech/kept_waves.py).
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker.volume.sweep import CHUNKS, remove

REFERENCES, COPIES = "references", "voices-cache"  # folders on the volume
PARTIAL = ".partial-"  # what the names of copies begin with that are being made
_MARK = "voice-"  # what the names of marks begin with, beside a prepared reference
_REFERENCE_CHARS = 16  # of a reference's name, with which the names of its chunks begin


@dataclass
class Forgotten:
    """How much was removed, and how much could not be."""

    copies: int = 0
    prepared: int = 0
    chunks: int = 0
    stuck: int = 0


def mark_of(name: str, place: str = "") -> str:
    """Return the mark of a voice; `place` tells the voices of a caller's own bucket from all others."""
    composed = unicodedata.normalize("NFC", name)
    return hashlib.sha256(f"{place}\0{composed}".encode()).hexdigest()[:16]


def reference_mark(mark: str) -> str:
    """Return the name of the file that says whose a prepared reference is."""
    return f"{_MARK}{mark}"


def forget(root: Path, mark: str, text: str | None, copies: Iterable[str] = ()) -> Forgotten:
    """Remove what the volume has of a voice besides the voice itself.

    `copies` are names that workers of earlier versions gave to copies. They left no marks, either: of what
    has none, all that has been prepared with the voice's own `text` goes. What goes needlessly is made again.
    """
    done = Forgotten()
    named = set(copies)
    for path in _entries(root / COPIES):
        if path.name.removeprefix(PARTIAL).startswith(f"{mark}-") or path.name in named:
            done.copies += _removed(path, done)
    # First under another name: a worker finds a reference whole or not at all, and from then on keeps no more
    # chunks that were made with it. By the hidden ones, the next delete finds what a broken one has left.
    gone = [_hidden(folder) for folder in _entries(root / REFERENCES) if _is_of(folder, mark, text)]
    beginnings = {_beginning(folder) for folder in gone}
    for path in _entries(root / CHUNKS) if beginnings else ():
        if _beginning(path) in beginnings:
            done.chunks += _removed(path, done)
    for folder in gone:
        done.prepared += _removed_reference(folder, done)
    return done


def forget_strays(root: Path) -> int:
    """Remove chunks whose reference is no longer there; return how many.

    Nobody can say whose they are: a worker was killed while it put them there, or is of an earlier version.
    """
    with suppress(OSError):
        known = {_beginning(folder) for folder in (root / REFERENCES).iterdir()}
        strays = [path for path in (root / CHUNKS).iterdir() if _beginning(path) not in known]
        return sum(_removed(path, Forgotten()) for path in strays)
    return 0


def _beginning(path: Path) -> str:
    """Return what a reference and its chunks, hidden or not, have in common."""
    return path.name.lstrip(".")[:_REFERENCE_CHARS]


def _hidden(folder: Path) -> Path:
    if folder.name.startswith("."):
        return folder
    hidden = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        folder.rename(hidden)
    return hidden if hidden.exists() else folder


def _removed_reference(folder: Path, done: Forgotten) -> int:
    """Remove a reference, its marks last: by them the next delete finds it if this one breaks off."""
    for path in _entries(folder):
        if not path.name.startswith(_MARK):
            remove(path)
    return _removed(folder, done)


def _is_of(folder: Path, mark: str, text: str | None) -> bool:
    marks = [path.name for path in _entries(folder) if path.name.startswith(_MARK)]
    if marks or text is None:
        return reference_mark(mark) in marks
    return _letters(_facts(folder).get("text")) == _letters(text) != ""


def _facts(folder: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads((folder / "reference.json").read_bytes())
        return found if isinstance(found, dict) else {}
    return {}


def _letters(text: object) -> str:
    """Return a text's letters and digits: a prepared text has its marks set right."""
    return "".join(filter(str.isalnum, text.casefold())) if isinstance(text, str) else ""


def _removed(path: Path, done: Forgotten) -> int:
    remove(path)
    if not path.exists():
        return 1
    done.stuck += 1
    return 0


def _entries(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(folder.iterdir())
