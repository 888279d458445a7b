"""The environment on the volume: found by its pointer, or built, checked and published.

An attempt that died is never resumed: an installer killed at random leaves packages that look complete and
cannot be imported. Every attempt starts in a folder of its own.
"""

import hashlib
import json
import os
import secrets
import sys
import sysconfig
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from f5tts_worker.bootstrap.environment import installer
from f5tts_worker.bootstrap.environment.install_progress import STAGE
from f5tts_worker.bootstrap.environment.installer import (
    Installed,
    deadline_after,
    site_packages,
)
from f5tts_worker.bootstrap.environment.package_cache import kept_packages
from f5tts_worker.config import PlacedSettings, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.lease import take_turn
from f5tts_worker.volume.progress import Progress, Report, Watch, silent
from f5tts_worker.volume.publish import LAYOUT, discard, mark_of, new_attempt, publish, read_pointer
from f5tts_worker.volume.use_marks import touch
from f5tts_worker.volume.volume import ENVIRONMENT_BYTES, explain, require_room

GIVEN = "given"  # the key where the operator named the Python
# By F5TTS_CUDA: the lock that installs PyTorch for it.
LOCKS = {"12": "runtime_requirements.txt", "13": "runtime_requirements_cuda13.txt"}
CHECK = Path(__file__).parents[2] / "engine" / "startup" / "first_import.py"
BACK_OFF_SECONDS = (5.0, 20.0)  # between attempts when the index cannot be reached
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Environment:
    """An installed environment: `python` runs in it. `key` is "given" where the operator named the Python."""

    key: str
    folder: Path
    python: Path
    site_packages: Path
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)  # what else the pointer says


@dataclass(frozen=True)
class Recipe:
    """What an environment is made of, and the program that must run in it before it counts.

    With "--check" the program only looks; without, it may also write what makes the engine's start quick.
    """

    lock: Path
    check: Path = CHECK
    bytes_needed: int = ENVIRONMENT_BYTES

    @property
    def key(self) -> str:
        """The environment's name: 16 hexadecimal digits of its lock, Python, platform and layout."""
        lines = (line.strip() for line in self.lock.read_text(encoding="utf-8").splitlines())
        pins = "\n".join(line for line in lines if line and not line.startswith("#"))
        parts = [pins, MINOR, sysconfig.get_platform(), str(LAYOUT)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def chosen_recipe(settings: Settings) -> Recipe:
    """Find the chosen lock, beside handler.py. Raises WorkerError ENVIRONMENT_FAILED if it is missing."""
    name = LOCKS[settings.cuda]
    places = [Path(__file__).parents[4], Path(sys.argv[0]).absolute().parent, Path.cwd()]
    for place in places:
        if (place / name).is_file():
            return Recipe(place / name)
    raise WorkerError("ENVIRONMENT_FAILED", f"{name} is missing; it belongs next to handler.py.")


def find(settings: PlacedSettings, recipe: Recipe | None = None) -> Environment | None:
    """Return the published environment, or None. Reads the pointer and a few entries, so it is quick.

    Raises WorkerError INVALID_SETTINGS if F5TTS_RUNTIME_PYTHON is not an environment's Python.
    """
    if settings.runtime_python is not None:
        return given(settings.runtime_python)
    key = (recipe or chosen_recipe(settings)).key
    data = read_pointer(settings.root / "envs" / f"{key}.json")
    if data is None or data.get("key") != key:
        return None
    folder: Path = data["folder"]
    packages = site_packages(folder)
    if not packages.is_dir() or not (folder / "pyvenv.cfg").is_file():
        return None
    facts: dict[str, Any] = {name: data[name] for name in ("published", "size", "trimmed") if name in data}
    return Environment(key, folder, _python(folder), packages, facts)


def use(settings: PlacedSettings, recipe: Recipe | None = None) -> Environment | None:
    """Return the published environment, marked as used, so that no sweep takes it; or None."""
    found = find(settings, recipe)
    if found is None or found.key == GIVEN:
        return found
    touch(mark_of(found.folder))
    # Looked at again after the mark: a sweep that has not seen it has taken the pointer away by now.
    return found if find(settings, recipe) == found else None


def ensure(
    settings: PlacedSettings,
    progress: Report = silent,
    cancelled: Event | None = None,
    recipe: Recipe | None = None,
) -> Environment:
    """Return the published environment; build and publish it first if there is none.

    While another worker builds it, waits with progress and takes over if that worker dies; or does not wait,
    if the settings say so. Raises WorkerError ENVIRONMENT_INSTALLING, ENVIRONMENT_FAILED, INDEX_UNREACHABLE,
    VOLUME_FULL, VOLUME_UNUSABLE, CANCELLED or INVALID_SETTINGS.
    """
    recipe = recipe or chosen_recipe(settings)
    found = use(settings, recipe)
    if found is not None:
        return found
    watch = Watch(progress, cancelled or Event())
    folder = settings.root / "envs"
    news = folder / f".building-{recipe.key}.progress"

    def build() -> Environment:
        try:
            return _build(settings, recipe, replace(watch, report=_broadcast(news, progress)))
        finally:
            with suppress(OSError):
                news.unlink(missing_ok=True)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return take_turn(
            folder / f".building-{recipe.key}",
            watch,
            published=lambda: use(settings, recipe),
            make=build,
            waiting=lambda: _tell_of_other(news, watch, waits=settings.wait_for_installation),
            patience=settings.install_seconds,
        )
    except OSError as error:
        raise explain(error, folder) from error


def _build(settings: PlacedSettings, recipe: Recipe, watch: Watch) -> Environment:
    """Attempt after attempt, each in a new folder; only an unreachable index is worth another one."""
    parent = settings.root / "envs"
    _make_room(parent, recipe)
    deadline = deadline_after(settings.install_seconds)
    for pause in (*BACK_OFF_SECONDS, None):
        attempt = new_attempt(parent, recipe.key)
        try:
            want = installer.wanted(recipe.lock, recipe.check)
            return _publish(settings, recipe, attempt, installer.install(want, attempt, watch, deadline))
        except WorkerError as error:
            discard(attempt)
            if error.code != "INDEX_UNREACHABLE" or pause is None or deadline_after(pause) > deadline:
                raise
            why = error.message.rpartition(": ")[2].rstrip(".")
            watch.say(STAGE, f"installing the environment: {why}; trying again in {pause:.0f} s")
            watch.sleep(pause)
        except BaseException:
            discard(attempt)
            raise
    raise AssertionError  # the last pause is None, so that the loop returns or raises


def _make_room(parent: Path, recipe: Recipe) -> None:
    """Raise WorkerError VOLUME_FULL where there is too little room; before that, give up what was kept."""
    kept = kept_packages(parent, recipe.key)
    try:
        require_room(parent, recipe.bytes_needed)
    except WorkerError:
        if not kept.exists():
            raise
        discard(kept)
        require_room(parent, recipe.bytes_needed)


def _publish(settings: PlacedSettings, recipe: Recipe, attempt: Path, installed: Installed) -> Environment:
    data = {
        "key": recipe.key,
        "python": MINOR,
        "published": int(time.time()),
        "size": {"files": installed.files, "bytes": installed.bytes},
        "trimmed": {"files": installed.trimmed.files, "bytes": installed.trimmed.bytes},
    }
    ours = publish(attempt, data, lambda: find(settings, recipe) is not None)
    if not ours:
        discard(attempt)
    found = use(settings, recipe)
    if found is None:
        raise WorkerError("VOLUME_UNUSABLE", "The volume does not keep what is written to it.")
    return found


def _python(folder: Path) -> Path:
    """Return a Python that runs in the environment.

    Its own Python is a link to an interpreter of the machine that built it. A Pod's image may have Python in
    another place than the worker's; then a small environment on this machine's disk uses our Python, with the
    same packages.
    """
    own = folder / "bin" / "python"
    if own.exists():  # follows the link
        return own
    packages = site_packages(folder)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    base = installer.base_python()
    both = hashlib.sha256(bytes(folder) + b"\0" + bytes(base)).hexdigest()[:8]
    lent = cache / "f5tts-worker" / f"{folder.name}-{both}"
    if not (lent / "bin" / "python").exists():
        draft = lent.with_name(f"{lent.name}.{secrets.token_hex(4)}")
        (draft / "bin").mkdir(parents=True)
        (draft / "bin" / "python").symlink_to(base)
        (draft / "pyvenv.cfg").write_text(f"home = {base.parent}\ninclude-system-site-packages = false\n")
        (draft / "lib" / packages.parent.name).mkdir(parents=True)
        (draft / "lib" / packages.parent.name / "site-packages").symlink_to(packages)
        try:
            draft.rename(lent)
        except OSError:  # another thread or process was first
            discard(draft)
    return lent / "bin" / "python"


def given(python: Path) -> Environment:
    """Return the environment of F5TTS_RUNTIME_PYTHON. Raises WorkerError INVALID_SETTINGS if it is none."""
    # Its folder may be a link: what was prepared for a quick start is bound to the place where it was made.
    folder = python.parent.resolve().parent
    packages = next(iter(sorted(folder.glob("lib/python3.*/site-packages"))), None)
    if not python.is_file() or packages is None:
        message = f"F5TTS_RUNTIME_PYTHON is {python}, which is not the Python of a virtual environment."
        raise WorkerError("INVALID_SETTINGS", message)
    return Environment(GIVEN, folder, folder / "bin" / python.name, packages)


def _broadcast(news: Path, report: Report) -> Report:
    """Report, and leave the report next to the lease for the workers that wait."""
    last = 0.0

    def both(progress: Progress) -> None:
        nonlocal last
        report(progress)
        if running_time() - last >= 1:
            last = running_time()
            with suppress(OSError):  # nothing depends on it
                news.write_text(json.dumps([progress.message, progress.done, progress.total]))

    return both


def _tell_of_other(news: Path, watch: Watch, *, waits: bool = True) -> None:
    message, done, total = "installing the environment", 0, 0
    with suppress(OSError, ValueError, TypeError):
        message, done, total = json.loads(news.read_text())
    if not waits:
        sentence = f"Another worker is {message}; send the job again when it is done."
        details = {"stage": STAGE, "message": message, "done": done, "total": total}
        raise WorkerError("ENVIRONMENT_INSTALLING", sentence, details)
    watch.say(STAGE, f"another worker is {message}", done, total)
