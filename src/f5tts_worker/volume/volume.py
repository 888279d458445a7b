"""The folder that everything is installed to: whether it is a volume, can be written to, has room."""

import errno
import mmap
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.config import SERVERLESS_MOUNT, PlacedSettings, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.files.whole_files import flush

POD_MOUNT = Path("/workspace")  # where Pods see the volume that workers see at SERVERLESS_MOUNT
CONTAINER_FOLDER = Path("/var/tmp/f5tts-volume")  # noqa: S108 - survives a reboot of the container, and is its disk's
HUB_CACHE = Path("huggingface-cache/hub")  # RunPod's own cached models, below SERVERLESS_MOUNT
ON_RUNPOD = ("RUNPOD_POD_ID", "RUNPOD_WEBHOOK_POST_OUTPUT")  # set in workers and Pods, and nowhere else
MIN_FREE_BYTES = 64 * 1024 * 1024  # needed in any case: references, outputs, pointers
_MAKE_ROOM = "Enlarge it, or free room: delete_result and delete_voice work on a full volume, too."
ENVIRONMENT_BYTES = 7_500_000_000  # the packages unpack to 6.8 GB, before what is not needed is deleted


@dataclass(frozen=True)
class Volume:
    """A folder that can be used: the settings that point to it, and what to warn of."""

    settings: PlacedSettings
    persistent: bool  # outlives this worker
    free_bytes: int
    warnings: tuple[str, ...] = ()


def let_others_read() -> None:
    """On RunPod, have what this process makes readable for all: workers and Pods may be other users.

    Elsewhere, whoever runs it says by the umask who may read it.
    """
    if any(os.environ.get(name) for name in ON_RUNPOD):
        os.umask(os.umask(0) & 0o022)


def check_volume(settings: Settings, *, mounts: tuple[Path, ...] = (SERVERLESS_MOUNT, POD_MOUNT)) -> Volume:
    """Choose the folder and try to write to it.

    F5TTS_VOLUME is taken as it is and created if necessary. Without it: the network volume if one is mounted,
    else the container's own disk, with a warning. Raises WorkerError VOLUME_UNUSABLE or VOLUME_FULL.
    """
    _try_writing(settings.placed(choose_folder(settings, mounts)).root, settings.runtime_python)
    _require_temporary_folder()
    volume = volume_as_it_is(settings, mounts)
    if volume.free_bytes < MIN_FREE_BYTES:
        raise _full(volume.settings.volume, volume.free_bytes)
    return volume


def volume_as_it_is(settings: Settings, mounts: tuple[Path, ...] = (SERVERLESS_MOUNT, POD_MOUNT)) -> Volume:
    """Return the folder without trying it, for what needs no room. Raises WorkerError VOLUME_UNUSABLE."""
    path = choose_folder(settings, mounts)
    persistent = settings.volume_is_set or path in mounts
    chosen = settings.placed(path)
    try:
        free = shutil.disk_usage(chosen.root).free
    except OSError as error:
        raise explain(error, path) from error
    warnings = () if persistent else (_no_volume(mounts[0], path, settings.runtime_python),)
    return Volume(chosen, persistent, free, warnings)


def choose_folder(settings: Settings, mounts: tuple[Path, ...] = (SERVERLESS_MOUNT, POD_MOUNT)) -> Path:
    """Return the folder that `check_volume` tries, without trying it."""
    if settings.volume_is_set:
        return settings.volume
    return next((mount for mount in mounts if _is_volume(mount)), CONTAINER_FOLDER)


def _is_volume(mount: Path) -> bool:
    """Say whether a volume is mounted, and not merely RunPod's cached model.

    Such a model makes the folder appear with no volume attached: as a plain folder, or as a mount of its own
    that only has the model and cannot be written to.
    """
    if not os.path.ismount(mount):
        return False
    only_cached = (mount / HUB_CACHE).is_dir() and not (mount / "f5tts").exists()
    return not only_cached or os.access(mount, os.W_OK)


def require_room(folder: Path, needed: int) -> None:
    """Raise WorkerError VOLUME_FULL if the folder's file system plainly has less than `needed` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise _full(folder, free, needed)


def explain(error: OSError, path: Path) -> WorkerError:
    """Turn a failed write into the sentence an operator can act on."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = (
            f"There is no space left on the volume at {path}, or it may hold no more files. {_MAKE_ROOM}"
        )
        return WorkerError("VOLUME_FULL", message)
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


def _try_writing(root: Path, python: Path | None) -> None:
    """Write a file, and see whether programs can run from there, or from where the operator's Python is."""
    probe = root / f".write-test-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with probe.open("xb") as file:
            file.write(b"f5tts")
            flush(file)
        _require_exec(python or probe)
    except OSError as error:
        raise explain(error, root) from error
    finally:
        try:
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise explain(error, root) from error


def _require_exec(file: Path) -> None:
    """Refuse a file system that no library can be loaded from: everything could be installed, nothing run.

    Maps the file as the dynamic loader does: whoever forbids that, what the mount's options say is not all.
    """
    with suppress(FileNotFoundError), file.open("rb") as opened:  # a missing Python has its own sentence
        try:
            mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC).close()
        except PermissionError as error:
            reason = "it is mounted noexec, and the installed libraries run from it"
            message = f"The volume at {file.parent} cannot be used: {reason}; mount it without that option."
            raise WorkerError("VOLUME_UNUSABLE", message) from error


def _require_temporary_folder() -> None:
    """Refuse a container without room for a job's temporary files, as one with a read-only root is."""
    try:
        tempfile.gettempdir()
    except OSError as error:
        message = "No folder for temporary files can be written to; is the container's root read-only?"
        hint = "Set TMPDIR to a folder that can be written to, or mount one at /tmp."
        raise WorkerError("VOLUME_UNUSABLE", f"{message} {hint}") from error


def _no_volume(mount: Path, path: Path, python: Path | None) -> str:
    seen = "no network volume is attached"
    if (mount / HUB_CACHE).is_dir():
        seen = f"{mount} has RunPod's cached model, which is used, but {seen}"
    elif mount.exists():
        seen = f"{mount} exists but is not a mounted volume"
    again = "installs everything again" if python is None else "downloads weights again"
    return f"{seen}: every new worker {again}, onto the container's disk ({path})"


def _full(path: Path, free: int, needed: int = MIN_FREE_BYTES) -> WorkerError:
    message = f"The volume at {path} has {free / 1e9:.1f} GB free; {needed / 1e9:.1f} GB are needed."
    message = f"{message} {_MAKE_ROOM}"
    return WorkerError("VOLUME_FULL", message, {"free_bytes": free, "needed_bytes": needed})
