"""What is kept of a voice on the volume besides the voice: found again by marks, and removed at once.

A mark is a hash of the voice's name, so that nothing on the volume says whose voice it was. Copies of a
recording begin with it, in every version of the recording; prepared references have an empty file of that
name beside them; and chunks of speech begin with the prepared reference's own name.
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
        if path.name.startswith(f"{mark}-") or path.name in named:
            done.copies += _removed(path, done)
    gone = [folder for folder in _entries(root / REFERENCES) if _is_of(folder, mark, text)]
    # Chunks first: they are found by their references, which a broken delete must leave for the next one.
    beginnings = tuple(f"{folder.name[:_REFERENCE_CHARS]}-" for folder in gone)
    for path in _entries(root / CHUNKS) if beginnings else ():
        if path.name.lstrip(".").startswith(beginnings):
            done.chunks += _removed(path, done)
    for folder in gone:
        # Under another name first: a worker finds it whole or not at all.
        hidden = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
        with suppress(OSError):
            folder.rename(hidden)
        done.prepared += _removed(hidden if hidden.exists() else folder, done)
    return done


def _is_of(folder: Path, mark: str, text: str | None) -> bool:
    if folder.name.startswith("."):
        return False
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
