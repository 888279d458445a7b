"""Where uv unpacks packages before they go into the environment.

On the container's disk: from there they are copied to the volume once, file by file. Where that disk is too
small, as RunPod's smallest is, on the volume itself, and they are linked into place.
"""

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

THREADS = 16
_SLACK_BYTES = 500_000_000


@dataclass(frozen=True)
class PackageCache:
    """uv's cache for one installation: `linked` into the environment, or copied; `temporary`, or kept."""

    folder: Path
    linked: bool
    temporary: bool = False

    def variables(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return what uv is told of it."""
        told = {"UV_CACHE_DIR": str(self.folder)} if self.temporary else {}
        if not self.linked and not environ.get("UV_LINK_MODE"):
            # Links are impossible then, and asking for them costs a failed call for every file.
            told["UV_LINK_MODE"] = "copy"
        return told

    def close(self) -> None:
        """Remove a temporary cache; what was linked from it stays where it is."""
        if self.temporary:
            folders = [path for path in self.folder.glob("*/*") if path.is_dir()]
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(partial(shutil.rmtree, ignore_errors=True), folders))
            shutil.rmtree(self.folder, ignore_errors=True)


def choose(environ: Mapping[str, str], attempt: Path, unpacked: int) -> PackageCache:
    """Return the cache for an installation into `attempt` of packages of so many bytes (0: unknown).

    Where the operator names a cache (UV_CACHE_DIR), that is the one. Raises OSError.
    """
    home = Path(environ.get("HOME") or Path.home())
    usual = Path(environ.get("UV_CACHE_DIR") or Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "uv")
    disk = next(path for path in (usual, *usual.parents) if path.exists())
    if disk.stat().st_dev == attempt.stat().st_dev:
        return PackageCache(usual, linked=True)
    too_small = unpacked and shutil.disk_usage(disk).free < unpacked + _SLACK_BYTES
    if too_small and not environ.get("UV_CACHE_DIR"):
        return PackageCache(attempt / "packages", linked=True, temporary=True)
    return PackageCache(usual, linked=False)
