"""How the worker is, on one page, at once: on a broken volume, during an installation, without the engine."""

import asyncio
import contextlib
import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker import bootstrap
from f5tts_worker.bootstrap.environment import default_recipe
from f5tts_worker.bootstrap.volume import explain
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError

PATIENCE_S = 0.03  # the page takes 50 ms at most; a network volume that has hung may take for ever


@dataclass(frozen=True)
class Sight:
    """What was found on the volume; `error` says why it cannot be used. None is what nobody knows yet."""

    path: Path
    mounted: bool | None = None  # False: this is the container's own disk
    free_bytes: int | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    environment: str | None = None  # the key of the installed one
    environment_error: str | None = None

    def volume(self) -> dict[str, Any]:
        """Return the page's part on the volume."""
        return {
            "path": str(self.path),
            "mounted": self.mounted,
            "writable": None if self.free_bytes is None and self.error is None else self.error is None,
            "free_bytes": self.free_bytes,
            "error": self.error,
        }


class Lookout:
    """Looks at the volume, once at a time however often it is asked. Lives in one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._latest = Sight(settings.volume)
        self._task: asyncio.Task[Sight] | None = None

    async def look(self) -> Sight:
        """Return what there is now, or what was seen last if the volume does not answer at once."""
        if self._task is not None and self._task.done():
            self._latest, self._task = self._task.result(), None
        if self._task is None:
            self._task = asyncio.create_task(asyncio.to_thread(look, self._settings))
        await asyncio.wait([self._task], timeout=PATIENCE_S)
        if self._task.done():
            return self._task.result()
        slow = "the volume does not answer at once; what is said of it was seen earlier"
        return dataclasses.replace(self._latest, warnings=(*self._latest.warnings, slow))

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._task is not None:
            self._task.cancel()


def look(settings: Settings) -> Sight:
    """Try the volume as a job would, and read which environment is on it. Takes what the volume takes."""
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
        found = bootstrap.find(volume.settings)
    except WorkerError as error:
        return dataclasses.replace(sight, environment_error=str(error))
    return dataclasses.replace(sight, environment=found.key if found else None)


def wanted_key(settings: Settings) -> str | None:
    """Return the key of the environment that this worker uses, installed or not."""
    if settings.runtime_python is not None:
        return "given"
    with contextlib.suppress(WorkerError, OSError):
        return default_recipe().key
    return None


def is_mounted(path: Path) -> bool:
    """Say whether a path lies on something that is mounted, and not on the container's own disk."""
    return any(os.path.ismount(folder) for folder in (path, *path.parents) if folder.parent != folder)
