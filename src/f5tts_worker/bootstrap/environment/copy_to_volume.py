"""Copy a finished environment from the container's disk to the volume, many files at a time.

A network volume is slow with every file, whatever is done with it. So packages are unpacked, trimmed,
compiled and imported on the container's disk; only what stays is written to the volume, once, and not read
back.
"""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path

from f5tts_worker.bootstrap.environment.install_progress import STAGE
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.progress import Watch

THREADS = 16
_BLOCK_BYTES = 4 * 1024 * 1024
_EXECUTABLE = 0o111


def copy_to_volume(source: Path, target: Path, watch: Watch, deadline: float) -> None:
    """Copy all that is in one folder into another one, which is empty; links stay links.

    `deadline` is a time of `running_time`. Raises OSError, or WorkerError CANCELLED or ENVIRONMENT_FAILED.
    """
    folders, sizes = _listed(source)
    total, done, told = sum(sizes.values()), 0, -1
    with ThreadPoolExecutor(THREADS) as pool:
        for _depth, level in groupby(folders, key=_depth_of):  # a parent before what is in it
            list(pool.map(lambda name: (target / name).mkdir(), level))
        work = {pool.submit(_copy, source / name, target / name): size for name, size in sizes.items()}
        try:
            for ended in as_completed(work):
                ended.result()
                watch.check()
                _check_time(deadline)
                done += work[ended]
                if done * 10 // 10**9 != told:  # each tenth of a gigabyte
                    told = done * 10 // 10**9
                    message = f"to the volume, {done / 1e9:.1f} of {total / 1e9:.1f} GB"
                    watch.say(STAGE, f"installing the environment: {message}", done // 10**6, total // 10**6)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def took_too_long() -> WorkerError:
    """Return the error for an installation that F5TTS_INSTALL_SECONDS has ended."""
    message = "Installing the environment took longer than F5TTS_INSTALL_SECONDS allows."
    return WorkerError("ENVIRONMENT_FAILED", message)


def _check_time(deadline: float) -> None:
    if running_time() > deadline:
        raise took_too_long()


def _depth_of(name: str) -> int:
    return name.count("/")


def _listed(source: Path) -> tuple[list[str], dict[str, int]]:
    """Return all folders by depth, and all else with its bytes, the largest first."""
    folders: list[str] = []
    sizes: dict[str, int] = {}
    pending = [f"{source}"]
    while pending:
        for entry in os.scandir(pending.pop()):
            name = entry.path.removeprefix(f"{source}/")
            if entry.is_dir(follow_symlinks=False):
                folders.append(name)
                pending.append(entry.path)
            else:
                sizes[name] = entry.stat(follow_symlinks=False).st_size
    return sorted(folders, key=_depth_of), dict(sorted(sizes.items(), key=lambda one: one[1], reverse=True))


def _copy(source: Path, target: Path) -> None:
    """Copy one file, or link. A module keeps its time: its compiled form names it.

    The target is looked for only once: each question about it costs as much as writing a small file.
    """
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    with source.open("rb", buffering=0) as reading, target.open("xb") as file:
        shutil.copyfileobj(reading, file, _BLOCK_BYTES)
        file.flush()
        found = os.fstat(reading.fileno())
        if found.st_mode & _EXECUTABLE and source.parent.name == "bin":
            os.fchmod(file.fileno(), found.st_mode)
        if source.suffix == ".py":
            os.utime(file.fileno(), ns=(found.st_atime_ns, found.st_mtime_ns))
