"""The folder that everything is installed to: whether it is a volume, can be written to, has room."""

import dataclasses
import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.config import SERVERLESS_MOUNT, Settings
from f5tts_worker.errors import WorkerError

POD_MOUNT = Path("/workspace")  # where Pods see the volume that workers see at SERVERLESS_MOUNT
CONTAINER_FOLDER = Path("/var/tmp/f5tts-volume")  # noqa: S108 - survives a reboot of the container, and is its disk's
MIN_FREE_BYTES = 64 * 1024 * 1024  # needed in any case: references, outputs, pointers
ENVIRONMENT_BYTES = 7_500_000_000  # the packages unpack to 6.8 GB, before what is not needed is deleted


@dataclass(frozen=True)
class Volume:
    """A folder that can be used: the settings that point to it, and what to warn of."""

    settings: Settings
    persistent: bool  # outlives this worker
    free_bytes: int
    warnings: tuple[str, ...] = ()


def check_volume(settings: Settings, *, mounts: tuple[Path, ...] = (SERVERLESS_MOUNT, POD_MOUNT)) -> Volume:
    """Choose the folder and try to write to it.

    F5TTS_VOLUME is taken as it is and created if necessary. Without it: the network volume if one is mounted,
    else the container's own disk, with a warning. Raises WorkerError VOLUME_UNUSABLE or VOLUME_FULL.
    """
    path = choose_folder(settings, mounts)
    persistent = settings.volume_is_set or path in mounts
    chosen = dataclasses.replace(settings, volume=path)
    _try_writing(chosen.root)
    free = shutil.disk_usage(chosen.root).free
    if free < MIN_FREE_BYTES:
        raise _full(path, free)
    return Volume(chosen, persistent, free, () if persistent else (_no_volume(mounts[0], path),))


def choose_folder(settings: Settings, mounts: tuple[Path, ...] = (SERVERLESS_MOUNT, POD_MOUNT)) -> Path:
    """Return the folder that `check_volume` tries, without trying it."""
    if settings.volume_is_set:
        return settings.volume
    return next((mount for mount in mounts if os.path.ismount(mount)), CONTAINER_FOLDER)


def require_room(folder: Path, needed: int) -> None:
    """Raise WorkerError VOLUME_FULL if the folder's file system plainly has less than `needed` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise _full(folder, free, needed)


def explain(error: OSError, path: Path) -> WorkerError:
    """Turn a failed write into the sentence an operator can act on."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WorkerError("VOLUME_FULL", f"There is no space left on the volume at {path}.")
    reason = {
        errno.EROFS: "it is mounted read-only",
        errno.EACCES: "this worker may not write there",
        errno.EPERM: "this worker may not write there",
        errno.ENOTDIR: "a part of the path is a file",
        errno.EEXIST: "a file of that name exists",
        errno.ESTALE: "the connection to it was lost",
        errno.EIO: "reading or writing failed",
    }.get(error.errno or 0, os.strerror(error.errno) if error.errno else str(error))
    return WorkerError("VOLUME_UNUSABLE", f"The volume at {path} cannot be used: {reason}.")


def _try_writing(root: Path) -> None:
    probe = root / f".write-test-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with probe.open("xb") as file:
            file.write(b"f5tts")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise explain(error, root) from error
    finally:
        try:
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise explain(error, root) from error


def _no_volume(mount: Path, path: Path) -> str:
    seen = (
        f"{mount} exists but is not a mounted volume" if mount.exists() else "no network volume is attached"
    )
    return f"{seen}: every new worker installs everything again, onto the container's disk ({path})"


def _full(path: Path, free: int, needed: int = MIN_FREE_BYTES) -> WorkerError:
    message = f"The volume at {path} has {free / 1e9:.1f} GB free; {needed / 1e9:.1f} GB are needed."
    return WorkerError("VOLUME_FULL", message, {"free_bytes": free, "needed_bytes": needed})
