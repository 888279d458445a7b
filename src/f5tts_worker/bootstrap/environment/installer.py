"""Install a lock into a new virtual environment with uv: exactly the files whose hashes are locked.

Nothing is ever built: every package of the lock has a wheel, so no foreign code runs while it is installed.
"""

import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from f5tts_worker.bootstrap.command import Outcome, StrPath, public_environment, run
from f5tts_worker.bootstrap.environment.copy_to_volume import copy_to_volume, took_too_long
from f5tts_worker.bootstrap.environment.indexes import translate
from f5tts_worker.bootstrap.environment.install_progress import STAGE, InstallProgress
from f5tts_worker.bootstrap.environment.package_cache import PackageCache, choose
from f5tts_worker.bootstrap.environment.trim import Trimmed, contents, trim
from f5tts_worker.bootstrap.environment.uv_settings import fetching_only
from f5tts_worker.errors import WorkerError
from f5tts_worker.log import redact
from f5tts_worker.running_time import running_time
from f5tts_worker.supervisor.own_folder import own_folder
from f5tts_worker.volume.progress import Watch

log = logging.getLogger(__name__)

COMPILER = Path(__file__).parents[1] / "inside" / "bytecode.py"
_REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\-]*(?:\[.*?\])?\s*==", re.MULTILINE)
_COMPILED = re.compile(r"compiled (?P<files>\d+) modules, (?P<bytes>\d+) bytes")
_UNPACKED = re.compile(r"^# unpacked: (?P<bytes>\d+) bytes", re.MULTILINE)

# What uv says -> the code and the sentence; the first that matches counts.
# uv itself retries network faults three times.
_FAULTS = (
    (r"Hash mismatch", "ENVIRONMENT_FAILED", "a package is not the locked one (its hash differs)"),
    (r"--require-hashes", "ENVIRONMENT_FAILED", "the lock names a package without its hash or version"),
    (
        r"No space left on device|os error 28\b|Disk quota exceeded|os error 122\b",
        "VOLUME_FULL",
        "the disk is full; 7.5 GB are needed on the volume, and 7 GB on the container's disk to unpack",
    ),
    (r"Read-only file system|os error 30\b", "VOLUME_UNUSABLE", "the volume is read-only"),
    (r"Permission denied|os error 13\b", "VOLUME_UNUSABLE", "this worker may not write to the volume"),
    (
        (
            r"error sending request|dns error|tcp connect|timed? ?out|connection (?:refused|reset|closed)|"
            r"HTTP status (?:client error \(4(?:03|08|29)|server error)|unexpected EOF|decoding response body"
        ),
        "INDEX_UNREACHABLE",
        "the package index cannot be reached",
    ),
    (
        r"not found in the package registry|no usable wheels",
        "ENVIRONMENT_FAILED",
        "the index lacks a package",
    ),
)


@dataclass(frozen=True)
class Wanted:
    """What is to be installed: the lock's path, how many packages it names, and their bytes (0: unknown).

    `check` is the program that must then run in the environment.
    """

    lock: Path
    packages: int
    unpacked: int
    check: Path


@dataclass(frozen=True)
class Installed:
    """What was installed: the files that stayed, compiled ones included; what was deleted."""

    files: int
    bytes: int
    trimmed: Trimmed


def wanted(lock: Path, check: Path) -> Wanted:
    """Read how many packages a lock names, and how large scripts/lock.sh found them to be. Raises OSError."""
    text = lock.read_text(encoding="utf-8")
    unpacked = _UNPACKED.search(text)
    return Wanted(lock, len(_REQUIREMENT.findall(text)), int(unpacked["bytes"]) if unpacked else 0, check)


def install(
    want: Wanted, attempt: Path, watch: Watch, deadline: float, environ: Mapping[str, str] = os.environ
) -> Installed:
    """Fill the empty folder `attempt` with an environment that has what inference reads, compiled and tried.

    Raises WorkerError ENVIRONMENT_FAILED, INDEX_UNREACHABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED, and
    leaves the folder behind, which must then be thrown away.
    """
    cache, spent = choose(environ, attempt, want.unpacked), False
    do = partial(run, folder=cache.workshop.parent, watch=watch, deadline=deadline)
    try:
        with own_folder() as folder:  # an index's address in it may hold a password
            of_uv = _uv_environment(environ, cache, folder)
            installed = _put_together(want, cache, partial(do, environ=of_uv), watch)
        # All of it is read where that is quick; on a network volume it would take longer than the copy does.
        watch.say(STAGE, "installing the environment: checking that it can be imported")
        variables = public_environment(environ)
        checked = do([_python(cache.workshop), "-I", want.check], environ=variables, folder=cache.workshop)
        spent = checked.code not in (0, None)  # what cannot be imported may be what is wrong with the cache
        _check_imports(checked)
        if cache.apart:
            copy_to_volume(cache.workshop, attempt, watch, deadline)
            _check_imports(do([_python(attempt), "-I", "-c", ""], environ=variables))
        spent = True
    except WorkerError as error:
        spent = spent or error.code == "VOLUME_FULL"  # what is kept takes room, too
        raise
    finally:
        cache.close(spent=spent)
    return installed


def _put_together(want: Wanted, cache: PackageCache, do: Callable[..., Outcome], watch: Watch) -> Installed:
    python, packages = _python(cache.workshop), site_packages(cache.workshop)
    progress = InstallProgress(want.packages, want.unpacked, packages, cache.folder, watch)
    uv = find_uv()
    make: list[StrPath] = [uv, "venv", "--quiet", "--no-project", "--relocatable", "--allow-existing"]
    check_outcome(do([*make, "--python", base_python(), cache.workshop]))
    progress.tick()
    fill: list[StrPath] = [uv, "pip", "install", "--python", python, "-r", want.lock]
    fill += ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    check_outcome(do(fill, on_line=progress.hear, on_tick=progress.tick))
    trimmed = trim(packages)
    saved = f"deleted {trimmed.files} files that inference never reads, {trimmed.bytes / 1e9:.1f} GB"
    log.info("%s", saved)
    watch.say(STAGE, f"installing the environment: {saved}", want.packages, want.packages)
    outcome = do([python, "-I", COMPILER, packages], on_line=progress.hear_compiler)
    check_outcome(outcome)
    files, size = contents(packages)
    if compiled := _COMPILED.fullmatch(outcome.lines[-1] if outcome.lines else ""):
        files, size = files + int(compiled["files"]), size + int(compiled["bytes"])
    return Installed(files, size, trimmed)


def _python(environment: Path) -> Path:
    return environment / "bin" / "python"


def _check_imports(outcome: Outcome) -> None:
    """Raise the WorkerError that says why an environment's own Python failed; return where it did not."""
    if outcome.code is None or "No space left" in outcome.text:
        check_outcome(outcome)
    if outcome.code != 0:
        message = "The environment was installed, but what the engine needs cannot be imported from it."
        raise WorkerError("ENVIRONMENT_FAILED", message, {"last_lines": list(outcome.lines[-8:])})


def find_uv() -> Path:
    """Return the uv program: the one from the image's own packages. Raises WorkerError ENVIRONMENT_FAILED."""
    try:
        from uv import find_uv_bin

        return Path(find_uv_bin())
    except (ImportError, FileNotFoundError) as error:
        found = shutil.which("uv")
        if found is None:
            raise WorkerError("ENVIRONMENT_FAILED", "The package uv is missing from the image.") from error
        return Path(found)


def site_packages(environment: Path) -> Path:
    """Return the folder that holds an environment's packages; it has our own Python's minor version."""
    return environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def base_python() -> Path:
    """Return the interpreter under our own virtual environment, on which the new one shall not depend."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable)


def _uv_environment(environ: Mapping[str, str], cache: PackageCache, folder: Path) -> dict[str, str]:
    own = fetching_only(public_environment(environ), folder)
    variables = own | translate(environ) | cache.variables()
    variables |= {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "NO_COLOR": "1"}
    variables.pop("VIRTUAL_ENV", None)
    return variables


def check_outcome(outcome: Outcome) -> None:
    """Raise the WorkerError that says why uv failed; return where it did not."""
    if outcome.code == 0:
        return
    if outcome.code is None:
        raise took_too_long()
    said = _last_words(outcome)
    for pattern, code, sentence in _FAULTS:
        if re.search(pattern, outcome.text, re.IGNORECASE):
            raise WorkerError(code, f"The environment was not installed: {sentence}.", {"uv": said})
    raise WorkerError(
        "ENVIRONMENT_FAILED",
        f"The environment was not installed: uv exited with code {outcome.code}.",
        {"uv": said},
    )


def _last_words(outcome: Outcome) -> list[str]:
    """Return the part of uv's output that explains a failure."""
    lines = [redact(line) for line in outcome.lines if line.strip()]
    start = next((i for i, line in enumerate(lines) if line.startswith("error")), max(0, len(lines) - 8))
    return lines[start : start + 8]


def deadline_after(seconds: float) -> float:
    """Return the time of `running_time` that is so many seconds from now."""
    return running_time() + seconds
