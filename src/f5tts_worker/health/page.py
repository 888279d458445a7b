"""The worker's state on one page, at once: on a broken volume, during an installation, without the engine."""

import asyncio
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from f5tts_worker import bootstrap
from f5tts_worker.bootstrap.environment.environment import GIVEN, chosen_recipe
from f5tts_worker.config import Bucket, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.gpus import look_at_gpus
from f5tts_worker.health.latest import Latest
from f5tts_worker.settings.s3_address import is_in_front
from f5tts_worker.storage import open_bucket
from f5tts_worker.volume.inventory import published_models
from f5tts_worker.volume.volume import explain, volume_as_it_is

PATIENCE_S = 0.02  # the page takes 50 ms at most; a network volume that hangs may never answer
FRESH_S = 60.0  # how long the last look at GPUs and bucket counts
PROBE_PREFIX = "health-probe/"  # nothing is ever stored there: asking for it costs one small request


class Lookout:
    """Looks at the volume, the GPUs and the bucket at the same time, for `patience_s` seconds at most."""

    def __init__(self, settings: Settings) -> None:
        self.patience_s = PATIENCE_S
        self._settings = settings
        self._volume = Latest(lambda: look_at_volume(settings), _seen(settings.volume))
        self._gpus: Latest[dict[str, Any]] = Latest(look_at_gpus, {"gpus": None, "error": None}, FRESH_S)
        asked = None if settings.bucket is None else _named(settings.bucket)
        self._bucket = Latest(lambda: look_at_bucket(settings), asked, FRESH_S)

    async def page(self, installed: str | None, installing: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the parts of the page that need no engine.

        `installed` is the key of the environment where the worker has it already, `installing` how far its
        installation is. What does not answer in time is shown as it was seen last.
        """
        (seen, now), (gpus, _), (bucket, _) = await asyncio.gather(
            self._volume.get(self.patience_s),
            self._gpus.get(self.patience_s),
            self._bucket.get(self.patience_s),
        )
        slow = "the volume does not answer immediately; what is reported about it was seen earlier"
        found = seen["environment"]
        key = installed or found["key"]
        state = "published" if key else "installing" if installing else "absent"
        return {
            "volume": seen["volume"],
            "environment": {
                "key": key or wanted_key(self._settings),
                "installed": key is not None,
                "state": state,
                "installing": None if key else installing,
                "error": found["error"],
                **({name: found["facts"].get(name) for name in ("size", "trimmed")} if key else {}),
            },
            "models": seen["models"],
            "gpu": gpus,
            "bucket": bucket,
            "warnings": [*seen["warnings"], *(() if now else (slow,))],
        }

    def close(self) -> None:
        """Stop waiting."""
        for latest in (self._volume, self._gpus, self._bucket):
            latest.close()


def look_at_bucket(settings: Settings) -> dict[str, Any] | None:
    """Make one request to the bucket that results go to; return what the page says of it."""
    store = open_bucket(settings)
    if store is None or settings.bucket is None:
        return None
    found: dict[str, Any] = {"reachable": True}
    try:
        store.list(PROBE_PREFIX)
    except WorkerError as error:
        found = {"reachable": False, "error": str(error)}
    finally:
        store.close()
    return _named(settings.bucket) | found


def _named(bucket: Bucket) -> dict[str, Any]:
    """Return what is known of a bucket before it is asked."""
    place = "in front of the host" if is_in_front(bucket.endpoint, bucket.name) else "behind the host"
    return {"name": bucket.name, "address": place, "reachable": None, "error": None}


def _seen(
    path: Path, *, mounted: bool | None = None, free_bytes: int | None = None, error: str | None = None
) -> dict[str, Any]:
    """Return what was found on the volume; None: not known yet. `error` says why it cannot be used.

    What is not `mounted` is the container's own disk.
    """
    known = free_bytes is not None or error is not None
    return {
        "volume": {
            "path": str(path),
            "mounted": mounted,
            "writable": error is None if known else None,
            "free_bytes": free_bytes,
            "error": error,
        },
        "environment": {"key": None, "error": None, "facts": {}},
        "models": [],
        "warnings": [],
    }


def look_at_volume(settings: Settings) -> dict[str, Any]:
    """Try the volume as a job would, and read what is on it, also where it is full or cannot be written to.

    Takes as long as the volume does.
    """
    wrong = _why_unusable(settings)
    try:
        volume = volume_as_it_is(settings)
    except WorkerError as error:
        return _seen(settings.volume, mounted=is_mounted(settings.volume), error=wrong or str(error))
    path = volume.settings.volume
    seen = _seen(path, mounted=is_mounted(path), free_bytes=volume.free_bytes, error=wrong)
    seen["warnings"] = list(volume.warnings)
    try:
        seen["models"] = [dict(model) for model in published_models(volume.settings.root)]
        found = bootstrap.find(volume.settings)
    except WorkerError as error:
        seen["environment"]["error"] = str(error)
        return seen
    except OSError as error:  # it was lost between two looks
        seen["volume"] |= {"writable": False, "error": wrong or str(explain(error, path))}
        return seen
    if found is not None:
        seen["environment"] |= {"key": found.key, "facts": found.facts}
    return seen


def _why_unusable(settings: Settings) -> str | None:
    """Return the error that a job would get from the volume, if any."""
    try:
        bootstrap.check_volume(settings)
    except WorkerError as error:
        return str(error)
    except OSError as error:
        return str(explain(error, settings.volume))
    return None


def wanted_key(settings: Settings) -> str | None:
    """Return the key of the environment that this worker uses, installed or not."""
    if settings.runtime_python is not None:
        return GIVEN
    with contextlib.suppress(WorkerError, OSError):
        return chosen_recipe(settings).key
    return None


def is_mounted(path: Path) -> bool:
    """Say whether a path lies on something that is mounted, and not on the container's own disk."""
    return any(os.path.ismount(folder) for folder in (path, *path.parents) if folder.parent != folder)
