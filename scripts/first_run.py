"""What the quickstart's first run makes: announced before anything is fetched, refused without enough space.

Runs in any Python, before any package is installed: the standard library only.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

REPOSITORY = Path(__file__).resolve().parent.parent
LACKS = "QUICKSTART_LACKS"  # set by quickstart.sh: "image" while the image's packages are not there
STARTED = "QUICKSTART_STARTED"  # when the command started, for the Python that continues it
# 2026-11-28: scripts/test_fresh.sh, 499 s in all, the download 123 s of them; a load of 12 on two cores.
MEASURED = "On two cores busy with other work it took 8 minutes; the download was 2 minutes of that."


@dataclass(frozen=True)
class Part:
    """Something to be made: where, bytes to fetch, bytes that the disk must have, and what for."""

    place: Path
    fetched: int
    needed: int
    holds: str


def prepare(volume: Path, model: str) -> float:
    """Say what is missing and make the image's side of it. Returns when the command started (monotonic).

    Continues as another process, with the Python that was made. Exits if that fails, or without enough space.
    """
    image = os.environ.pop(LACKS, "") == "image"
    if said := os.environ.pop(STARTED, ""):
        return float(said)
    started = time.monotonic()
    parts = missing(volume, image=image)
    if parts:
        sys.stderr.write(announcement(parts, model))
        if problem := no_room(parts):
            sys.exit(problem)
    if image:
        go_on(made_python(), started)
    return started


def missing(volume: Path, *, image: bool) -> list[Part]:
    """Return what is to be made. The sizes are those of the locked packages, as the index gives them."""
    parts = []
    if image:
        holds = "the packages that the worker itself imports"
        parts.append(Part(REPOSITORY / ".cache/image", 66_000_000, 300_000_000, holds))
    published = any((volume / "f5tts/envs").glob("*.json")) or os.environ.get("F5TTS_RUNTIME_PYTHON")
    if not published:
        holds = "PyTorch, F5-TTS, WhisperX"
        parts.append(Part(volume.absolute(), 3_979_000_000, 7_500_000_000, holds))
    return parts


def announcement(parts: Sequence[Part], model: str) -> str:
    """Return what is said before anything is fetched."""
    lines = ["First run: this makes what is missing, once. Later runs take seconds."]
    for part in parts:
        sizes = f"{gigabytes(part.fetched)} to fetch, {gigabytes(part.needed)} on disk"
        lines.append(f"  {part.place}\n      {sizes}: {part.holds}")
    if model != "demo" and not Path(model).is_dir():
        lines.append(f"  The weights of {model} are also fetched, if they are missing.")
    if sum(part.fetched for part in parts) > 1e9:
        lines.append(MEASURED)
    lines.append("You can stop it with Ctrl-C at any time; the next run starts over.")
    return "\n".join(lines) + "\n"


def no_room(parts: Sequence[Part]) -> str:
    """Return a sentence if what is to be made does not fit on its disk, else nothing."""
    wanted: dict[int, int] = {}
    for part in parts:
        there = existing(part.place)
        disk = there.stat().st_dev
        wanted[disk] = wanted.get(disk, 0) + part.needed
        free = shutil.disk_usage(there).free
        if free < wanted[disk]:
            has = (
                f"The disk of {part.place} has {gigabytes(free)} free; {gigabytes(wanted[disk])} are needed."
            )
            return f"{has} --volume FOLDER puts the larger part on another disk."
    return ""


def existing(place: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(path for path in (place, *place.parents) if path.exists())


def gigabytes(size: int) -> str:
    """Return a size as people read it: 66 MB, 4.0 GB."""
    return f"{size / 1e9:.1f} GB" if size >= 100_000_000 else f"{size / 1e6:.0f} MB"


def made_python() -> str:
    """Make the virtual environment with the image's packages, as all scripts do; return its Python."""
    call = 'set -euo pipefail; source "$0/scripts/python.sh"; image_python "$0"'
    made = subprocess.run(["bash", "-c", call, REPOSITORY], stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode:
        sys.exit(made.returncode)
    return made.stdout.strip()


def go_on(python: str, started: float) -> NoReturn:
    """Run the same command with another Python, in place of this one."""
    os.environ[STARTED] = str(started)
    os.execv(python, [python, *sys.argv])  # noqa: S606 (no shell is wanted)
