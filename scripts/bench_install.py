"""From an empty folder to an importable environment: both of ours compared with venv and pip, without caches.

Ours is the worker's own installation, including checks and publishing. Each side downloads about 4 GB.
With UV_LINK_MODE=copy in the process environment, ours installs as it does onto a volume (another disk).
Also: the first request on an empty slow volume, from the worker's start to its answer.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench_cold_runs import SlowVolume

ROOT = Path(__file__).resolve().parents[1]
STOCK = ("f5-tts==1.1.22", "whisperx==3.8.6", "datasets>=3")
FIRST_BAR = 120.0  # seconds
JOB = json.dumps({"input": {"text": "Hello there, world."}})
FASTER_BAR, GB_LESS_BAR, FILES_LESS_BAR = 3.0, 1.0, 1 / 3


def compare(folder: Path | None) -> dict[str, Any]:
    """Install all three, one after the other, into folders that are deleted afterwards; print the table."""
    figures = {}
    sides = {"ours": partial(_ours, cuda="12"), "ours13": partial(_ours, cuda="13"), "stock": _stock}
    for name, install in sides.items():
        with tempfile.TemporaryDirectory(prefix=f"f5tts-install-{name}-", dir=folder) as place:
            print(f"... install, {name}", file=sys.stderr)
            started = time.perf_counter()
            made = install(Path(place).resolve())
            figures[name] = {"seconds": round(time.perf_counter() - started, 1), **_weighed(made)}
    _print_table(figures["ours"], figures["ours13"], figures["stock"])
    return figures


def first_request(place: Path, volume: SlowVolume) -> dict[str, Any]:
    """Start a worker with one job on an empty slow volume below `place`; print what it took."""
    disk = _disk_mb_per_s(place)
    print("... the first request on an empty volume", file=sys.stderr)
    with volume as mounted:
        variables = {
            "F5TTS_VOLUME": str(mounted / (place / "volume").relative_to("/")),
            "F5TTS_MODEL": "demo",
            "F5TTS_JOB_SECONDS": "1700",
            "XDG_CACHE_HOME": str(place / "cache"),
            "UV_CACHE_DIR": "",
        }
        started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        _run([sys.executable, str(ROOT / "handler.py"), "--test_input", JOB], variables)
        seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    facts = volume.facts()
    print("\nThe first request on an empty volume, without caches")
    print(f"{'seconds':24}{seconds:12,.1f}  bar: {FIRST_BAR:g}")
    print(f"{'CPU seconds':24}{cpu:12,.1f}")
    print(f"{'waits':24}{facts['waits']:12,}")
    print(f"{'GB written':24}{facts['written'] / 1e9:12,.1f}")
    print(f"{'GB read':24}{(facts['bytes'] - facts['written']) / 1e9:12,.1f}")
    print(f"{'this disk, MB/s':24}{disk:12,.0f}")
    return {"seconds": seconds, "cpu": cpu, "disk": disk, **facts}


def _disk_mb_per_s(place: Path) -> float:
    """Write a gigabyte to the disk under everything else, and wait until it is there."""
    started = time.perf_counter()
    with (place / "gigabyte").open("wb") as file:
        for _ in range(100):
            file.write(bytes(10**7))
        os.fsync(file.fileno())
    (place / "gigabyte").unlink()
    return 1000 / (time.perf_counter() - started)


def _ours(place: Path, cuda: str) -> Path:
    """Have the worker's bootstrap install the environment; return the published one's folder."""
    python = [sys.executable, "-m", "f5tts_worker.bootstrap", "--volume", str(place), "--no-models"]
    cache = {"UV_CACHE_DIR": str(place / "cache"), "PYTHONPATH": str(ROOT / "src")}
    _run(python, {**cache, "F5TTS_CUDA": cuda})
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


def _print_table(ours: Mapping[str, float], ours13: Mapping[str, float], stock: Mapping[str, float]) -> None:
    print("\nEmpty folder to installed environment, no caches")
    print(f"{'':24}{'ours':>12}{'F5TTS_CUDA=13':>15}{'stock':>12}{'stock/ours':>12}  bar")
    bars = {
        "seconds": f"{FASTER_BAR:g} times faster",
        "bytes": f"{GB_LESS_BAR:g} GB less",
        "files": f"{FILES_LESS_BAR:.0%} less",
    }
    for name, bar in bars.items():
        unit, shown = (1e9, "GB") if name == "bytes" else (1, name.replace("files", "files and folders"))
        cells = f"{ours[name] / unit:12,.1f}{ours13[name] / unit:15,.1f}{stock[name] / unit:12,.1f}"
        cells += f"{stock[name] / ours[name]:12.2f}"
        print(f"{shown:24}{cells}  {bar}")
    less = (stock["bytes"] - ours["bytes"]) / 1e9, 1 - ours["files"] / stock["files"]
    print(f"ours is {less[0]:.1f} GB smaller and has {less[1]:.0%} fewer files")
