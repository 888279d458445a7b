"""Copy a finished environment from the container's disk to the volume, many files at a time.

A network volume is slow with every file, whatever is done with it. So packages are unpacked, trimmed
and compiled on the container's disk; only what stays is written to the volume, once, and not read back.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from f5tts_worker.bootstrap.environment.install_progress import STAGE
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.watch import Watch

THREADS = 16
_EXECUTABLE = 0o111


def copy_to_volume(source: Path, target: Path, watch: Watch, deadline: float) -> None:
    """Copy all that is in one folder into another one, which is empty; links stay links.

    `deadline` is a time of `running_time`. Raises OSError, or WorkerError CANCELLED or ENVIRONMENT_FAILED.
    """
    folders, files = _listed(source)
    sizes = {path: path.lstat().st_size for path in files}
    total, done, told = sum(sizes.values()), 0, -1
    for folder in folders:  # from the outside in, so that each finds its parent
        (target / folder.relative_to(source)).mkdir(exist_ok=True)
    with ThreadPoolExecutor(THREADS) as pool:
        work = {pool.submit(_copy, path, target / path.relative_to(source)): path for path in files}
        try:
            for ended in as_completed(work):
                ended.result()
                watch.check()
                _check_time(deadline)
                done += sizes[work[ended]]
                if done * 10 // 10**9 != told:  # each tenth of a gigabyte
                    told = done * 10 // 10**9
                    watch.say(STAGE, _message(done, total), done // 10**6, total // 10**6)
        except BaseException:
            _stop(work)
            raise


def _listed(source: Path) -> tuple[list[Path], list[Path]]:
    """Return all folders, and all else with the largest files first, so that no thread ends up alone."""
    folders: list[Path] = []
    files: list[Path] = []
    for path in _walk(source):
        (folders if path.is_dir() and not path.is_symlink() else files).append(path)
    return folders, sorted(files, key=lambda path: path.lstat().st_size, reverse=True)


def _walk(source: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(source):
        yield from (Path(where, name) for name in (*folders, *files))


def _copy(source: Path, target: Path) -> None:
    """Copy one file, or link. A module keeps its time: its compiled form names it."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    shutil.copyfile(source, target)
    found = source.stat()
    if found.st_mode & _EXECUTABLE and source.parent.name == "bin":
        target.chmod(found.st_mode)
    if source.suffix == ".py":
        os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))


def _check_time(deadline: float) -> None:
    if running_time() > deadline:
        message = "Installing the environment took longer than F5TTS_INSTALL_SECONDS allows."
        raise WorkerError("ENVIRONMENT_FAILED", message)


def _message(done: int, total: int) -> str:
    return f"installing the environment: to the volume, {done / 1e9:.1f} of {total / 1e9:.1f} GB"


def _stop(work: "dict[Future[None], Path]") -> None:
    for future in work:
        future.cancel()
