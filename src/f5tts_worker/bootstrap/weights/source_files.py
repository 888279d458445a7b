"""A source's verified files: from RunPod's cache, our copy, the bucket or the hub, in this order."""

import dataclasses
import hashlib
import json
import time
from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.environment.installer import deadline_after
from f5tts_worker.bootstrap.weights import download, model_cache, runpod_cache, unfinished_downloads
from f5tts_worker.bootstrap.weights.download import Fetched
from f5tts_worker.bootstrap.weights.models import Source
from f5tts_worker.bootstrap.weights.uploads import UPLOADS
from f5tts_worker.config import PlacedSettings
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.places import Place, settle
from f5tts_worker.volume.publish import discard
from f5tts_worker.volume.volume import require_room
from f5tts_worker.volume.watch import Watch

SLACK_BYTES = 256 * 1024 * 1024


def place_of(settings: PlacedSettings, source: Source) -> Place:
    """Return where a source's files belong; the key is made of all that the table says of it."""
    said = json.dumps(dataclasses.asdict(source), sort_keys=True)
    return Place(settings.root / "models" / source.name, hashlib.sha256(said.encode()).hexdigest()[:16])


def ensure_source(settings: PlacedSettings, environment: Environment, source: Source, watch: Watch) -> Path:
    """Return the folder that holds the source's verified files; fetch and publish them if necessary.

    Raises WorkerError MODEL_UNAVAILABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED.
    """
    place = place_of(settings, source)
    cached = runpod_cache.find(settings, source, place, watch)
    if cached is not None:
        return cached
    found = place.use()
    getting = _Getting(settings, environment, source, place, watch)
    if found is None:
        found = settle(
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
    if total:
        download.Arrivals(watch, doing, total).show(arrived)
    else:
        watch.say(download.STAGE, doing)


class _InBucket(Enum):
    """What an attempt found in the bucket, and so whether our copy is to be offered to it afterwards."""

    UNKNOWN = auto()  # not asked, or without a copy: one is uploaded if there really is none
    WRONG = auto()  # its copy is replaced by ours
    LEAVE_ALONE = auto()  # its copy is right, or it cannot be reached


class _Getting:
    """One attempt at a source: the bucket first, then the hub."""

    def __init__(
        self, settings: PlacedSettings, environment: Environment, source: Source, place: Place, watch: Watch
    ) -> None:
        self._settings, self._environment = settings, environment
        self._source, self._place, self._watch = source, place, watch
        self.bucket = _InBucket.UNKNOWN

    def fill(self, folder: Path) -> dict[str, Any]:
        """Fetch into the empty folder; return what its pointer says."""
        deadline = deadline_after(self._settings.install_seconds)
        require_room(self._place.home, sum(file.size or 0 for file in self._source.files) + SLACK_BYTES)
        inherited = unfinished_downloads.inherit(self._place, folder)
        try:
            try:
                fetched, files = self._fetch(folder, deadline)
            except WorkerError as error:
                if not inherited or "expected" not in error.details:
                    raise
                self._empty(folder)  # what an earlier attempt left was not the beginning of the right file
                fetched, files = self._fetch(folder, deadline)
        except WorkerError as error:
            if error.code != "VOLUME_FULL" and "expected" not in error.details:
                unfinished_downloads.keep(self._place, folder)
            raise
        unfinished_downloads.forget(self._place)
        return self._said(fetched, files)

    def _fetch(self, folder: Path, deadline: float) -> tuple[Fetched, Mapping[str, Any]]:
        halfway = (running_time() + deadline) / 2  # a slow bucket must leave the hub some of the time
        return self._from_bucket(folder, halfway) or self._from_hub(folder, deadline)

    def _from_bucket(self, folder: Path, deadline: float) -> tuple[Fetched, Mapping[str, Any]] | None:
        objects = model_cache.cache_of(self._settings)
        if objects is None:
            return None
        try:
            fetched = model_cache.fetch(objects, self._source, self._place, folder, self._watch, deadline)
            files = download.verify(self._source, folder, fetched.paths, self._watch, fetched.sums)
        except WorkerError as error:
            if error.code == "CANCELLED":
                raise
            model_cache.tell_fallback(self._source, error, self._watch)
            found = {
                "MODEL_UNAVAILABLE": _InBucket.WRONG,
                "STORE_UNAVAILABLE": _InBucket.LEAVE_ALONE,
                "STORE_REFUSED": _InBucket.LEAVE_ALONE,
            }
            self.bucket = found.get(error.code, _InBucket.UNKNOWN)
            self._empty(folder)
            return None
        self.bucket = _InBucket.LEAVE_ALONE
        return fetched, files

    def _from_hub(self, folder: Path, deadline: float) -> tuple[Fetched, Mapping[str, Any]]:
        fetched = download.fetch(self._source, self._environment.python, folder, self._watch, deadline)
        return fetched, download.verify(self._source, folder, fetched.paths, self._watch, fetched.sums)

    def _empty(self, folder: Path) -> None:
        discard(folder)
        folder.mkdir(exist_ok=True)

    def _said(self, fetched: Fetched, files: Mapping[str, Any]) -> dict[str, Any]:
        source = self._source
        return {
            "name": source.name,
            "licence": source.licence,
            "repository": source.repository or source.url,
            "revision": fetched.revision,
            "files": files,
            "published": int(time.time()),
        }
