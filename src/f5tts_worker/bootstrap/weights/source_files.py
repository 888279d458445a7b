"""A source's verified files: from RunPod's cache, our copy, the bucket or the hub, in this order."""

import dataclasses
import hashlib
import json
import time
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.environment.installer import deadline_after
from f5tts_worker.bootstrap.weights import download, model_cache, runpod_cache, unfinished_downloads
from f5tts_worker.bootstrap.weights.download import Fetched, WrongFileError
from f5tts_worker.bootstrap.weights.models import Source
from f5tts_worker.bootstrap.weights.uploads import UPLOADS
from f5tts_worker.config import PlacedSettings
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.folder_contents import files_under
from f5tts_worker.volume.places import Place, settle
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.publish import discard
from f5tts_worker.volume.volume import require_room

SLACK_BYTES = 256 * 1024 * 1024


def place_of(settings: PlacedSettings, source: Source) -> Place:
    """Return where a source's files belong; the key is made of all that the table says of it."""
    said = json.dumps(dataclasses.asdict(source), sort_keys=True)
    return Place(settings.root / "models" / source.name, hashlib.sha256(said.encode()).hexdigest()[:16])


def ensure_source(settings: PlacedSettings, source: Source, watch: Watch) -> Path:
    """Return the folder that holds the source's verified files; fetch and publish them if necessary.

    Raises WorkerError MODEL_UNAVAILABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED.
    """
    place = place_of(settings, source)
    cached = runpod_cache.find(settings, source, place, watch)
    if cached is not None:
        return cached
    getting = _Getting(settings, source, place, watch)
    found = place.use() or settle(
        place,
        getting.fill,
        watch,
        waiting=lambda: _tell_of_other(place, source, watch),
        patience=settings.install_seconds,
    )
    if getting.bucket is not _InBucket.LEAVE_ALONE:
        UPLOADS.offer(settings, source.name, place, replace=getting.bucket is _InBucket.WRONG)
    return found


def _tell_of_other(place: Place, source: Source, watch: Watch) -> None:
    """Report how far the other worker is: the attempt with the most bytes."""
    doing = f"another worker is downloading {source.name}"
    total = sum(file.size or 0 for file in source.files)
    arrived = max(map(download.arrived_in, place.home.glob(f"{place.key}-*")), default=0)
    download.Arrivals(watch, doing, total).show(arrived)


class _InBucket(Enum):
    """What an attempt found in the bucket, and so whether our copy is to be offered to it afterwards."""

    UNKNOWN = auto()  # not asked, or without a copy: one is uploaded if there really is none
    WRONG = auto()  # its copy is replaced by ours
    LEAVE_ALONE = auto()  # its copy is right, or it cannot be reached


class _Getting:
    """One attempt at a source: the bucket first, then the hub."""

    def __init__(self, settings: PlacedSettings, source: Source, place: Place, watch: Watch) -> None:
        self._settings = settings
        self._source, self._place, self._watch = source, place, watch
        self.bucket = _InBucket.UNKNOWN

    def fill(self, folder: Path) -> dict[str, Any]:
        """Fetch into the empty folder; return what its pointer says."""
        deadline = deadline_after(self._settings.install_seconds)
        require_room(self._place.home, sum(file.size or 0 for file in self._source.files) + SLACK_BYTES)
        unfinished_downloads.inherit(self._place, folder)
        halfway = (running_time() + deadline) / 2  # a slow bucket must leave the hub some of the time
        try:
            said = self._from_bucket(folder, halfway) or self._from_hub(folder, deadline)
        except WorkerError as error:
            if error.code != "VOLUME_FULL" and not isinstance(error, WrongFileError):
                unfinished_downloads.keep(self._place, folder)
            raise
        unfinished_downloads.forget(self._place)
        return said

    def _from_bucket(self, folder: Path, deadline: float) -> dict[str, Any] | None:
        objects = model_cache.cache_of(self._settings)
        if objects is None:
            return None
        self.bucket = _InBucket.LEAVE_ALONE
        if model_cache.is_left_alone(objects):
            return None
        there = frozenset(files_under(folder))
        try:
            fetched = model_cache.fetch(objects, self._source, self._place, folder, self._watch, deadline)
            return self._verified(folder, fetched)
        except WorkerError as error:
            if error.code == "CANCELLED":
                raise
            model_cache.tell_fallback(self._source, error, self._watch)
            if error.code == "MODEL_UNAVAILABLE":
                self.bucket = _InBucket.WRONG
                _empty(folder)
                return None
            if error.code not in ("STORE_UNAVAILABLE", "STORE_REFUSED"):
                self.bucket = _InBucket.UNKNOWN
            _drop_small_files(set(files_under(folder)) - there)
            return None

    def _from_hub(self, folder: Path, deadline: float) -> dict[str, Any]:
        is_begun = any(files_under(folder))

        def fetched() -> dict[str, Any]:
            return self._verified(folder, download.fetch(self._source, folder, self._watch, deadline))

        try:
            return fetched()
        except WrongFileError:
            if not is_begun:
                raise
            _empty(folder)  # what was there was not the beginning of the right file
            return fetched()

    def _verified(self, folder: Path, fetched: Fetched) -> dict[str, Any]:
        source = self._source
        return {
            "name": source.name,
            "licence": source.licence,
            "repository": source.repository or source.url,
            "revision": fetched.revision,
            "files": download.verify(source, folder, fetched.paths, self._watch, fetched.sums),
            "published": int(time.time()),
        }


def _drop_small_files(paths: Iterable[Path]) -> None:
    """Delete what a bucket gave before it failed: maybe of another revision, and the hub has no sums for it.

    Large files stay, whole or begun: the hub gives their sums.
    """
    for path in paths:
        if path.suffix not in (".part", ".tag") and path.stat().st_size < unfinished_downloads.LARGE_BYTES:
            path.unlink()


def _empty(folder: Path) -> None:
    discard(folder)
    folder.mkdir(exist_ok=True)
