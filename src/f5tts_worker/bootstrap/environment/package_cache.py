"""Where packages are unpacked, and where an environment is put together.

Both are on the container's disk, where links cost nothing; the finished environment is then copied to the
volume. If that disk is too small, as RunPod's smallest is, or is where the environment belongs anyway,
everything is done in place.

What has been downloaded outlives an attempt that is killed, so that the next one in this container (or, with
a small disk, on this volume) fetches only the rest. uv uses of its cache only packages that are complete.
"""

import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from f5tts_worker.volume.folder_contents import bytes_under
from f5tts_worker.volume.publish import discard, key_of
from f5tts_worker.volume.use_marks import DAY_SECONDS

_SLACK_BYTES = 500_000_000


@dataclass(frozen=True)
class PackageCache:
    """uv's cache for one installation, and the folder to put the environment together in.

    `ours`: the cache is for installations alone, and of no use after one that succeeded. `apart`: the
    workshop is not where the environment belongs, so that what is in it may be linked, whatever the volume
    can do.
    """

    folder: Path
    workshop: Path
    ours: bool = False
    apart: bool = False

    def variables(self) -> dict[str, str]:
        """Return uv's settings for it."""
        linked = {"UV_LINK_MODE": "hardlink"} if self.apart else {}
        return linked | ({"UV_CACHE_DIR": str(self.folder)} if self.ours else {})

    def close(self, *, spent: bool) -> Thread:
        """Remove the workshop and, if it is `spent`, a cache of ours, in a thread: nothing waits for that.

        In one thread, since a pool takes no work any more when the process is about to end.

        What was linked from it stays where it is. The cache is put aside first, so that no other installation
        finds one from which files are missing.
        """
        going = [self.workshop] if self.apart else []
        if self.ours and spent:
            beside = self.workshop if self.apart else self.folder
            aside = beside.with_name(f"{self.folder.name}-{secrets.token_hex(4)}")
            with suppress(OSError):
                going.append(self.folder.rename(aside))
        thread = Thread(target=lambda: list(map(discard, going)), name="package-cache")
        thread.start()
        return thread


def choose(environ: Mapping[str, str], attempt: Path, unpacked: int) -> PackageCache:
    """Return the cache for an installation into `attempt` of packages of so many bytes (0: unknown).

    A cache that the operator names (UV_CACHE_DIR) is used. Raises OSError.
    """
    home = Path(environ.get("HOME") or Path.home())
    caches = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    named = environ.get("UV_CACHE_DIR")
    usual = Path(named or caches / "uv")
    disk = next(path for path in (usual, *usual.parents) if path.exists())
    here = disk.stat().st_dev == attempt.stat().st_dev
    if here and environ.get("UV_LINK_MODE") != "copy":  # the operator's choice: links may not work there
        return PackageCache(usual, attempt)
    cache = usual if named or here else caches / "f5tts-worker" / "packages"
    if unpacked and cache != usual:
        missing = unpacked + _SLACK_BYTES - shutil.disk_usage(disk).free
        if missing > 0 and missing > bytes_under(cache):
            return PackageCache(kept_packages(attempt.parent, f"{key_of(attempt)}"), attempt, ours=True)
    workshop = cache.with_name(f"{cache.name}-unfinished") / attempt.name
    _sweep(workshop.parent)
    workshop.mkdir(parents=True)
    return PackageCache(cache, workshop, ours=cache != usual, apart=True)


def kept_packages(envs: Path, key: str) -> Path:
    """Return where packages are unpacked for an environment that is put together on the volume itself."""
    return envs / f".packages-{key}"


def _sweep(workshops: Path) -> None:
    """Remove what killed installations have left on this disk; no installation takes a day."""
    for left in workshops.glob("*-*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > DAY_SECONDS:
                discard(left)
