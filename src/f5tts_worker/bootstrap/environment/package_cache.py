"""Where packages are unpacked, and where an environment is put together.

Both are on the container's disk, where links cost nothing; the finished environment is then carried to the
volume. If that disk is too small, as RunPod's smallest is, or is where the environment belongs anyway,
everything is done in place.
"""

import shutil
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from f5tts_worker.volume.use_marks import DAY_SECONDS

THREADS = 16
_SLACK_BYTES = 500_000_000


@dataclass(frozen=True)
class PackageCache:
    """uv's cache for one installation, and the folder to put the environment together in.

    `temporary`: the cache is on the volume, for this installation only. `apart`: the workshop is
    not where the environment belongs, so that what is in it may be linked, whatever the volume can do.
    """

    folder: Path
    workshop: Path
    temporary: bool = False
    apart: bool = False

    def variables(self) -> dict[str, str]:
        """Return uv's settings for it."""
        linked = {"UV_LINK_MODE": "hardlink"} if self.apart else {}
        return linked | ({"UV_CACHE_DIR": str(self.folder)} if self.temporary else {})

    def empty(self) -> None:
        """Remove a temporary cache; what was linked from it stays where it is."""
        if self.temporary:
            _remove(self.folder)

    def close(self) -> None:
        """Remove a workshop that is not the environment's own folder."""
        if self.apart:
            _remove(self.workshop)


def choose(environ: Mapping[str, str], attempt: Path, unpacked: int) -> PackageCache:
    """Return the cache for an installation into `attempt` of packages of so many bytes (0: unknown).

    A cache that the operator names (UV_CACHE_DIR) is used. Raises OSError.
    """
    home = Path(environ.get("HOME") or Path.home())
    caches = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    usual = Path(environ.get("UV_CACHE_DIR") or caches / "uv")
    disk = next(path for path in (usual, *usual.parents) if path.exists())
    here = disk.stat().st_dev == attempt.stat().st_dev
    if here and environ.get("UV_LINK_MODE") != "copy":  # the operator's choice: links may not work there
        return PackageCache(usual, attempt)
    too_small = unpacked and shutil.disk_usage(disk).free < unpacked + _SLACK_BYTES
    if too_small and not here and not environ.get("UV_CACHE_DIR"):
        return PackageCache(attempt / "packages", attempt, temporary=True)
    workshop = usual.with_name(f"{usual.name}-f5tts") / attempt.name
    _sweep(workshop.parent)
    workshop.mkdir(parents=True)
    return PackageCache(usual, workshop, apart=True)


def _remove(folder: Path) -> None:
    parts = [path for path in folder.glob("*/*") if path.is_dir() and not path.is_symlink()]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(partial(shutil.rmtree, ignore_errors=True), parts))
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(workshops: Path) -> None:
    """Remove what killed installations have left on this disk; no installation takes a day."""
    for left in workshops.glob("*-*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > DAY_SECONDS:
                _remove(left)
