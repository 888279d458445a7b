"""From an empty folder to an importable environment: ours compared with venv and pip, without caches.

Ours is the worker's own installation, including checks and publishing. Each side downloads about 4 GB.
With UV_LINK_MODE=copy in the process environment, ours installs as it does onto a volume (another disk).
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STOCK = ("f5-tts==1.1.22", "whisperx==3.8.6", "datasets>=3")
FASTER_BAR, GB_LESS_BAR, FILES_LESS_BAR = 3.0, 1.0, 1 / 3


def compare(folder: Path | None) -> dict[str, Any]:
    """Install both sides, one after the other, into folders that are deleted afterwards; print the table."""
    figures = {}
    for name, install in (("ours", _ours), ("stock", _stock)):
        with tempfile.TemporaryDirectory(prefix=f"f5tts-install-{name}-", dir=folder) as place:
            print(f"... install, {name}", file=sys.stderr)
            started = time.perf_counter()
            made = install(Path(place).resolve())
            figures[name] = {"seconds": round(time.perf_counter() - started, 1), **_weighed(made)}
    _print_table(figures["ours"], figures["stock"])
    return figures


def _ours(place: Path) -> Path:
    """Have the worker's bootstrap install the environment; return the published one's folder."""
    python = [sys.executable, "-m", "f5tts_worker.bootstrap", "--volume", str(place), "--no-models"]
    cache = {"UV_CACHE_DIR": str(place / "cache"), "PYTHONPATH": str(ROOT / "src")}
    _run(python, cache)
    envs = place / "f5tts" / "envs"
    return next(path for path in envs.iterdir() if path.is_dir() and not path.name.startswith("."))


def _stock(place: Path) -> Path:
    """Make a virtual environment and have its pip install the stock packages."""
    base = getattr(sys, "_base_executable", sys.executable)
    _run([base, "-m", "venv", str(place / "venv")], {})
    install = [str(place / "venv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-cache-dir"]
    _run([*install, "--disable-pip-version-check", *STOCK], {"TMPDIR": str(place)})
    return place / "venv"


def _run(command: Sequence[str], variables: Mapping[str, str]) -> None:
    run = subprocess.run(
        command, env={**os.environ, **variables}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{run.stderr[-2000:]}")


def _weighed(folder: Path) -> dict[str, int]:
    """Return the bytes of all files under a folder, and how many there are, folders included."""
    size = files = 0
    for where, folders, names in os.walk(folder):
        files += len(folders) + len(names)
        size += sum((Path(where) / name).lstat().st_size for name in names)
    return {"bytes": size, "files": files}


def _print_table(ours: Mapping[str, float], stock: Mapping[str, float]) -> None:
    print("\nEmpty folder to installed environment, no caches")
    print(f"{'':24}{'ours':>12}{'stock':>12}{'stock/ours':>12}  bar")
    bars = {
        "seconds": f"{FASTER_BAR:g} times faster",
        "bytes": f"{GB_LESS_BAR:g} GB less",
        "files": f"{FILES_LESS_BAR:.0%} less",
    }
    for name, bar in bars.items():
        unit, shown = (1e9, "GB") if name == "bytes" else (1, name.replace("files", "files and folders"))
        cells = f"{ours[name] / unit:12,.1f}{stock[name] / unit:12,.1f}{stock[name] / ours[name]:12.2f}"
        print(f"{shown:24}{cells}  {bar}")
    less = (stock["bytes"] - ours["bytes"]) / 1e9, 1 - ours["files"] / stock["files"]
    print(f"ours is {less[0]:.1f} GB smaller and has {less[1]:.0%} fewer files")
