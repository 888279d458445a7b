"""Install a lock into a new virtual environment with uv: exactly the files whose hashes are locked.

Nothing is ever built: every package of the lock has a wheel, so no foreign code runs while it is installed.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from f5tts_worker.bootstrap.command import Outcome, StrPath, public_environment, run
from f5tts_worker.bootstrap.indexes import translate
from f5tts_worker.bootstrap.watch import Watch
from f5tts_worker.errors import WorkerError
from f5tts_worker.log import redact

STAGE = "environment"
_REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\-]*(?:\[.*?\])?\s*==", re.MULTILINE)
_DOWNLOADING = re.compile(r"^Downloading (?P<name>\S+) \((?P<size>[^)]+)\)")

# What uv says -> the code and the sentence; the first that matches. uv itself retries network faults three
# times.
_FAULTS = (
    (r"Hash mismatch", "ENVIRONMENT_FAILED", "a package is not the one that was locked (its hash differs)"),
    (r"--require-hashes", "ENVIRONMENT_FAILED", "the lock names a package without its hash or version"),
    (
        r"No space left on device|os error 28\b|Disk quota exceeded|os error 122\b",
        "VOLUME_FULL",
        "the disk is full; about 8 GB are needed on the volume, and 4 GB for the package cache",
    ),
    (r"Read-only file system|os error 30\b", "VOLUME_UNUSABLE", "the volume is read-only"),
    (r"Permission denied|os error 13\b", "VOLUME_UNUSABLE", "the volume may not be written to"),
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
    """What is to be installed: the lock's path and how many packages it names."""

    lock: Path
    packages: int


def wanted(lock: Path) -> Wanted:
    """Read how many packages a lock names. Raises OSError."""
    return Wanted(lock, len(_REQUIREMENT.findall(lock.read_text(encoding="utf-8"))))


def install(
    want: Wanted, attempt: Path, watch: Watch, deadline: float, environ: Mapping[str, str] = os.environ
) -> Path:
    """Fill the empty folder `attempt` with an environment; return its Python.

    Raises WorkerError ENVIRONMENT_FAILED, INDEX_UNREACHABLE, VOLUME_FULL, VOLUME_UNUSABLE or CANCELLED, and
    leaves the folder as it then is: it must be thrown away.
    """
    uv = find_uv()
    variables = _uv_environment(environ, attempt)
    python = attempt / "bin" / "python"
    make: list[StrPath] = [uv, "venv", "--quiet", "--no-project", "--relocatable", "--clear"]
    make += ["--python", base_python(), attempt]
    check_outcome(run(make, environ=variables, folder=attempt.parent, watch=watch, deadline=deadline))
    fill: list[StrPath] = [uv, "pip", "install", "--python", python, "--compile-bytecode", "-r", want.lock]
    fill += ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    meter = _Meter(want.packages, site_packages(attempt), watch)
    meter.tick()
    outcome = run(
        fill,
        environ=variables,
        folder=attempt.parent,
        watch=watch,
        deadline=deadline,
        on_line=meter.hear,
        on_tick=meter.tick,
    )
    check_outcome(outcome)
    return python


def find_uv() -> Path:
    """Return the uv program: the one from the image's own packages. Raises WorkerError ENVIRONMENT_FAILED."""
    try:
        from uv import find_uv_bin

        return Path(find_uv_bin())
    except (ImportError, FileNotFoundError) as error:
        found = shutil.which("uv")
        if found is None:
            raise WorkerError("ENVIRONMENT_FAILED", "the package uv is missing from the image") from error
        return Path(found)


def site_packages(environment: Path) -> Path:
    """Return the folder that holds an environment's packages; it has our own Python's minor version."""
    return environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def base_python() -> Path:
    """Return the interpreter under our own virtual environment, so that the new one does not hang on ours."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable)


def _uv_environment(environ: Mapping[str, str], attempt: Path) -> dict[str, str]:
    variables = public_environment(environ) | translate(environ)
    variables |= {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "NO_COLOR": "1"}
    variables.setdefault("UV_COMPILE_BYTECODE_TIMEOUT", "600")  # a network volume can be that slow
    variables.pop("VIRTUAL_ENV", None)
    if not _same_file_system(environ, attempt):
        # Links to the cache are impossible then, and asking for them costs a failed call for every file.
        variables.setdefault("UV_LINK_MODE", "copy")
    return variables


def _same_file_system(environ: Mapping[str, str], attempt: Path) -> bool:
    home = Path(environ.get("HOME") or Path.home())
    cache = Path(environ.get("UV_CACHE_DIR") or Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "uv")
    while not cache.exists():
        cache = cache.parent
    return cache.stat().st_dev == attempt.stat().st_dev


class _Meter:
    """Says how far uv is: what it downloads, then how many packages are in place."""

    def __init__(self, packages: int, folder: Path, watch: Watch) -> None:
        self._packages, self._folder, self._watch = packages, folder, watch
        self._downloading = ""
        self._told = ("", -1)

    def hear(self, line: str) -> None:
        """Notice the downloads in uv's output."""
        if found := _DOWNLOADING.match(line):
            self._downloading = f"downloading {found['name']} ({found['size']})"
            self.tick()
        elif line.startswith("Prepared"):
            self._downloading = ""

    def tick(self) -> None:
        """Count what is installed; RECORD is the last file of a package."""
        done = sum(1 for _ in self._folder.glob("*.dist-info/RECORD"))
        message = f"installing the environment: {done} of {self._packages} packages"
        if done == 0 and self._downloading:
            message = f"installing the environment: {self._downloading}"
        elif done >= self._packages:
            message = "installing the environment: compiling"
        if (message, done) != self._told:
            self._told = (message, done)
            self._watch.say(STAGE, message, done, self._packages)


def check_outcome(outcome: Outcome) -> None:
    """Raise the WorkerError that says why uv failed; return where it did not."""
    if outcome.code == 0:
        return
    if outcome.code is None:
        message = "installing the environment took longer than F5TTS_INSTALL_SECONDS allows"
        raise WorkerError("ENVIRONMENT_FAILED", message)
    said = _last_words(outcome)
    for pattern, code, sentence in _FAULTS:
        if re.search(pattern, outcome.text, re.IGNORECASE):
            raise WorkerError(code, f"the environment was not installed: {sentence}", {"uv": said})
    raise WorkerError(
        "ENVIRONMENT_FAILED", f"the environment was not installed: uv ended with {outcome.code}", {"uv": said}
    )


def _last_words(outcome: Outcome) -> list[str]:
    """Return the part of uv's output that explains a failure."""
    lines = [redact(line) for line in outcome.lines if line.strip()]
    start = next((i for i, line in enumerate(lines) if line.startswith("error")), max(0, len(lines) - 8))
    return lines[start : start + 8]


def deadline_after(seconds: float) -> float:
    """Return the time of time.monotonic() that is so many seconds from now."""
    return time.monotonic() + seconds
