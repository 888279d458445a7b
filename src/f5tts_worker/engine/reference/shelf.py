"""Prepared references, kept by content: what was prepared once is found again, by other workers too."""

import hashlib
import json
import os
import secrets
import sys
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from f5tts_worker.engine.cancelling import holding, undivided
from f5tts_worker.engine.reference.excerpt import Align
from f5tts_worker.engine.reference.prepare import (
    Find,
    Limits,
    Listeners,
    PreparedReference,
    Transcribe,
    prepare,
)
from f5tts_worker.errors import WorkerError

_LOOK_SECONDS = 60.0  # between looks whether what is in memory has been deleted
_VERSION = 4  # of what `prepare` does; a change makes new cache entries


class ReferenceShelf:
    """Prepared references: the last few in memory, all that could be written in cache folders."""

    def __init__(self, keep: int = 16) -> None:
        self._keep = keep
        self._recent: OrderedDict[str, PreparedReference] = OrderedDict()
        self._caches: set[Path] = set()
        self._published: set[str] = set()  # of the recent ones, those that were seen in a cache folder
        self._looked = 0.0  # whether they are still there
        self._changing = threading.Lock()
        # While somebody prepares a voice, or waits for it.
        self._preparing: WeakValueDictionary[str, Any] = WeakValueDictionary()

    def prepare(
        self,
        path: Path,
        text: str | None,
        language: str | None,
        cache: Path,
        limits: Limits,
        *,
        align: Align | None = None,
        find: Find | None = None,
        transcribe: Transcribe | None = None,
        mark: str | None = None,
    ) -> PreparedReference:
        """Prepare a recording and its text, or find them prepared. Raises WorkerError.

        `mark` names an empty file that is written before what is prepared, and says whose it is. `align` is
        needed only for recordings over `limits.max_ms` that come with text, `transcribe` only for those
        without text; `find` notices a text that is not, or only partly, what is said.
        """
        text = " ".join(text.split()) if text else None
        sha = _content_hash(path, [text, language, limits.min_ms, limits.max_ms, find is not None])
        self._caches.add(cache)
        self._forget_deleted(sha)
        found = self._find(sha)
        if found is not None:
            self._remember(found)
            return found

        def make() -> PreparedReference:
            made = self._find(sha)
            if made is None:
                made = prepare(sha, path, text or None, language, limits, Listeners(align, find, transcribe))
                try:
                    _publish(cache / sha, made, mark)
                except OSError as error:  # a full or read-only volume: the job has what it needs
                    print(f"a prepared voice is kept in memory alone: {error}", file=sys.stderr)
            self._remember(made)
            return made

        with undivided(), self._changing:
            preparing = self._preparing.setdefault(sha, threading.Lock())
        return holding(preparing, make)  # of jobs with one new voice, the first prepares it

    def get(self, sha: str, cache: Path | None = None) -> PreparedReference:
        """Return a reference prepared before, even by another process. Raises WorkerError NOT_FOUND."""
        if cache is not None:
            self._caches.add(cache)
        found = self._find(sha)
        if found is None:
            raise WorkerError("NOT_FOUND", "This reference has not been prepared here.", {"reference": sha})
        self._remember(found)
        return found

    def _find(self, sha: str) -> PreparedReference | None:
        with undivided(), self._changing:
            found, caches = self._recent.get(sha), list(self._caches)
        return found or next((found for cache in caches if (found := _read(cache / sha))), None)

    def _forget_deleted(self, wanted: str) -> None:
        """Drop from memory what has been deleted from the volume: a voice that is to be forgotten, mostly.

        The one that is wanted now is looked for each time: it has to be on the volume again before speech
        is made with it, for speech that is kept is found by it.
        """
        now = time.time()
        with undivided(), self._changing:
            is_due = not 0 <= now - self._looked < _LOOK_SECONDS  # a network volume makes each look dear
            self._looked, caches = now if is_due else self._looked, list(self._caches)
            known = [sha for sha in self._recent if sha in self._published and (is_due or sha == wanted)]
        for sha in known:
            if all(_is_gone(cache / sha) for cache in caches):
                with undivided(), self._changing:
                    self._recent.pop(sha, None)
                    self._published.discard(sha)

    def _remember(self, reference: PreparedReference) -> None:
        with undivided(), self._changing:
            is_known, caches = reference.sha in self._published, list(self._caches)
        is_published = is_known or not all(_is_gone(cache / reference.sha) for cache in caches)
        with undivided(), self._changing:
            if is_published:
                self._published.add(reference.sha)
            self._recent[reference.sha] = reference
            self._recent.move_to_end(reference.sha)
            while len(self._recent) > self._keep:
                self._published.discard(self._recent.popitem(last=False)[0])


def _is_gone(folder: Path) -> bool:
    """Say whether a reference is not there, and not only out of reach with its whole volume."""
    try:
        (folder / "reference.json").stat()
    except FileNotFoundError:
        return folder.parent.is_dir()
    except OSError:
        return False
    return False


def _content_hash(path: Path, asked: list[Any]) -> str:
    digest = hashlib.sha256(json.dumps([_VERSION, *asked], ensure_ascii=False).encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _publish(folder: Path, reference: PreparedReference, mark: str | None) -> None:
    """Write whose it is, then the samples, then the description that makes them count."""
    folder.mkdir(parents=True, exist_ok=True)
    if mark is not None:
        (folder / mark).touch()
    facts = asdict(replace(reference, samples=None)) | {"count": len(reference.samples)}
    for name, data in (
        ("audio.f32", reference.samples.astype("<f4").tobytes()),
        ("reference.json", json.dumps(facts, ensure_ascii=False, indent=1).encode()),
    ):
        _write_whole(folder / name, data)


def _write_whole(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")  # containers share process ids
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # the volume's fault, or the job was cancelled
        with suppress(OSError):
            temporary.unlink()
        raise


def _read(folder: Path) -> PreparedReference | None:
    """Read a published reference; None for one that is missing or incomplete."""
    try:
        facts = json.loads((folder / "reference.json").read_bytes())
        samples = np.fromfile(folder / "audio.f32", dtype="<f4")
        count = facts.pop("count")
        facts |= {name: tuple(facts[name]) for name in ("warnings", "changes")} | {"samples": samples}
        return PreparedReference(**facts) if len(samples) == count else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
