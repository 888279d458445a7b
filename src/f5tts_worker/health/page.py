"""The worker's state on one page, at once: on a broken volume, during an installation, without the engine."""

import asyncio
import contextlib
import dataclasses
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from f5tts_worker import bootstrap
from f5tts_worker.bootstrap.environment.environment import GIVEN, default_recipe
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.machine import BucketSight, Machine, describe_bucket, look_at_bucket, look_at_gpus
from f5tts_worker.volume.inventory import published_models
from f5tts_worker.volume.volume import explain

T = TypeVar("T")

PATIENCE_S = 0.02  # the page takes 50 ms at most; a network volume that hangs may never answer
FRESH_S = 60.0  # how long the last look at GPUs and bucket counts


@dataclass(frozen=True)
class Sight:
    """What was found on the volume; `error` says why it cannot be used. None: not known yet."""

    path: Path
    mounted: bool | None = None  # False: this is the container's own disk
    free_bytes: int | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    environment: str | None = None  # the key of the installed one
    environment_error: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)  # what its pointer says: sizes, what was deleted
    models: tuple[Mapping[str, Any], ...] = ()

    def volume(self) -> dict[str, Any]:
        """Return the page's part on the volume."""
        return {
            "path": str(self.path),
            "mounted": self.mounted,
            "writable": None if self.free_bytes is None and self.error is None else self.error is None,
            "free_bytes": self.free_bytes,
            "error": self.error,
        }


class Latest(Generic[T]):
    """The last result of a slow look, which runs in a thread, one at a time however often it is asked for."""

    def __init__(self, look: Callable[[], T], first: T, fresh_s: float = 0.0) -> None:
        self._look, self._seen, self._fresh_s = look, first, fresh_s
        self._task: asyncio.Future[T] | None = None
        self._when: float | None = None

    async def get(self) -> tuple[T, bool]:
        """Return what there is now and True; or what was seen last and False, if that takes too long."""
        self._notice()
        if self._when is not None and time.monotonic() - self._when < self._fresh_s:
            return self._seen, True
        if self._task is None:
            self._task = self._begin()
        await asyncio.wait([self._task], timeout=PATIENCE_S)
        done = self._task.done()
        self._notice()
        return self._seen, done

    def close(self) -> None:
        """Stop waiting."""
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> "asyncio.Future[T]":
        """Look in a thread that does not delay the worker's end: what it looks at may hang."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def deliver(seen: T | None, error: Exception | None) -> None:
            if future.done():  # cancelled meanwhile
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(cast("T", seen))

        def run() -> None:
            seen, failure = None, None
            try:
                seen = self._look()
            except Exception as error:  # noqa: BLE001 - passed on to the caller
                failure = error
            with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is ending
                loop.call_soon_threadsafe(deliver, seen, failure)

        threading.Thread(target=run, daemon=True, name="health").start()
        return future

    def _notice(self) -> None:
        if self._task is not None and self._task.done():
            task, self._task = self._task, None
            self._seen = task.result()
            self._when = time.monotonic()


class Lookout:
    """Looks at the volume, the GPUs and the bucket at the same time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._volume = Latest(lambda: look(settings), Sight(settings.volume))
        self._machine = Latest(look_at_gpus, Machine(), FRESH_S)
        self._bucket = Latest(lambda: look_at_bucket(settings), BucketSight(), FRESH_S)

    async def look(self) -> Sight:
        """Return what is on the volume, or what was there last if it does not answer at once."""
        sight, now = await self._volume.get()
        if now:
            return sight
        slow = "the volume does not answer immediately; what is reported about it was seen earlier"
        return dataclasses.replace(sight, warnings=(*sight.warnings, slow))

    async def page(self, installed: str | None, installing: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the parts of the page that need no engine.

        `installed` is the key of the environment where the worker has it already, `installing` how far its
        installation is.
        """
        sight, (machine, _), (bucket, _) = await asyncio.gather(
            self.look(), self._machine.get(), self._bucket.get()
        )
        key = installed or sight.environment
        state = "published" if key else "installing" if installing else "absent"
        return {
            "volume": sight.volume(),
            "environment": {
                "key": key or wanted_key(self._settings),
                "installed": key is not None,
                "state": state,
                "installing": None if key else installing,
                "error": sight.environment_error,
                **({"size": sight.facts.get("size"), "trimmed": sight.facts.get("trimmed")} if key else {}),
            },
            "models": [dict(model) for model in sight.models],
            "gpu": {
                "gpus": None if machine.gpus is None else [vars(gpu) for gpu in machine.gpus],
                "error": machine.gpu_error,
            },
            "bucket": describe_bucket(self._settings, bucket),
            "warnings": list(sight.warnings),
        }

    def close(self) -> None:
        """Stop waiting."""
        for latest in (self._volume, self._machine, self._bucket):
            latest.close()


def look(settings: Settings) -> Sight:
    """Try the volume as a job would, and read what is on it. Takes as long as the volume does."""
    try:
        volume = bootstrap.check_volume(settings)
    except WorkerError as error:
        return Sight(settings.volume, is_mounted(settings.volume), error=str(error))
    except OSError as error:
        problem = str(explain(error, settings.volume))
        return Sight(settings.volume, is_mounted(settings.volume), error=problem)
    path = volume.settings.volume
    sight = Sight(path, is_mounted(path), volume.free_bytes, warnings=volume.warnings)
    try:
        sight = dataclasses.replace(sight, models=tuple(published_models(volume.settings.root)))
        found = bootstrap.find(volume.settings)
    except WorkerError as error:
        return dataclasses.replace(sight, environment_error=str(error))
    except OSError as error:  # it was lost between two looks
        return dataclasses.replace(sight, error=str(explain(error, path)))
    if found is None:
        return sight
    return dataclasses.replace(sight, environment=found.key, facts=found.facts)


def wanted_key(settings: Settings) -> str | None:
    """Return the key of the environment that this worker uses, installed or not."""
    if settings.runtime_python is not None:
        return GIVEN
    with contextlib.suppress(WorkerError, OSError):
        return default_recipe().key
    return None


def is_mounted(path: Path) -> bool:
    """Say whether a path lies on something that is mounted, and not on the container's own disk."""
    return any(os.path.ismount(folder) for folder in (path, *path.parents) if folder.parent != folder)
