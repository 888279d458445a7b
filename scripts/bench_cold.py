"""Measure installing, starting, and starting from a slow volume.

install  from an empty folder to a published environment, compared with `python -m venv` and `pip install`,
         without caches
ready    from a published environment to a warm engine (imports, full-size random weights, aligner, a warm-up
         pass), compared with `import f5_tts.api`, `F5TTS(ckpt_file=...)` and WhisperX's aligner; uses strace
first    the first request on an empty volume, from the worker's start to its answer, with the demo's weights,
         without caches; writes and reads on the volume are as slow as below; needs the same
slow     the same as ready from a file system (tests/slow_volume) where every stat and open takes 1 ms and
         reads run at 300 MB/s; needs gcc, libfuse3-dev, fuse3, /dev/fuse and permission to mount

Our side of `ready` and `slow` is the worker's own engine process, driven through its protocol.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bench_install
from bench_cold_runs import CALLS_OF, Place, SlowVolume, run_side, traced
from bench_runs import BUSY, cpu_name, make_files

PARTS = ("install", "first", "ready", "slow")
DELAY_US, MB_PER_S = 1000, 300
IMPORT_BAR = 1.5  # times what a bare `import torch` costs
SECONDS_BAR = 4.0
SIDES = ("torch", "ours", "stock")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--runtime", type=Path, help="a published environment's Python, for ready and slow")
    parser.add_argument("--stock", type=Path, help="a Python with the stock packages, for ready and slow")
    parser.add_argument(
        "--parts", default=",".join(PARTS), help="parts to run, separated by commas (default: all)"
    )
    parser.add_argument("--folder", type=Path, help="folder to install to (about 30 GB; default: temporary)")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(arguments: argparse.Namespace) -> int:
    """Run the parts that are named, both sides of each; print their tables."""
    parts = arguments.parts.split(",")
    if unknown := sorted(set(parts) - set(PARTS)):
        raise SystemExit(f"there is no part {unknown[0]}; the parts are {', '.join(PARTS)}")
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    print(f"{cpu_name()}, {cores} cores, load at the start {load:.1f}")
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: do not keep these figures.")
    figures: dict[str, Any] = {"cores": cores, "load": load}
    if "install" in parts:
        figures["install"] = bench_install.compare(arguments.folder)
    if "first" in parts:
        with tempfile.TemporaryDirectory(prefix="f5tts-first-", dir=arguments.folder) as folder:
            place = Path(folder).resolve()
            (place / "volume").mkdir()
            volume = SlowVolume(place, DELAY_US, MB_PER_S, place / "volume")
            figures["first"] = bench_install.first_request(place, volume)
    if {"ready", "slow"} & set(parts):
        if arguments.runtime is None or arguments.stock is None:
            raise SystemExit("ready and slow need --runtime and --stock")
        with tempfile.TemporaryDirectory(prefix="f5tts-cold-") as folder:
            here = Place.of(arguments.runtime, arguments.stock, Path(folder))
            make_files(here.runtime, here.weights, "checkpoint", "vocos", "aligner")
            figures |= _start(here, Path(folder), [part for part in parts if part in ("ready", "slow")])
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))
    return 0


def _start(here: Place, folder: Path, parts: list[str]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    if not here.has_bundle():
        print("The environment has no bundle of modules; another version published it.")
    if "ready" in parts:
        figures["ready"] = ready = _ready(here)
        print("\nPublished environment, local disk")
        _print_table(ready, slow=False)
    if "slow" in parts:
        volume = SlowVolume(folder, DELAY_US, MB_PER_S)
        figures["slow"] = slow = _slow(here, volume)
        print(f"\nThe same, every stat and open {DELAY_US / 1000:g} ms, reads {MB_PER_S} MB/s")
        _print_table(slow, slow=True)
    return figures


def _ready(here: Place) -> dict[str, Any]:
    """Seconds untraced, calls traced; each side twice and the better one, so that both find a warm cache."""
    figures: dict[str, Any] = {}
    for side in SIDES:
        imports = min((run_side(here, side, "imports") for _ in range(2)), key=_seconds)
        ready = (
            imports
            if side == "torch"
            else min((run_side(here, side, "ready") for _ in range(2)), key=_seconds)
        )
        figures[side] = {
            "imports": imports | {"calls": traced(here, side, "imports")},
            "ready": ready | {"calls": traced(here, side, "ready") if side != "torch" else None},
        }
    return figures


def _slow(here: Place, volume: SlowVolume) -> dict[str, Any]:
    """Do every run on a fresh mount, so that only the file system under it is cached."""
    figures: dict[str, Any] = {}
    for side in SIDES:
        figures[side] = {}
        for stage in ("imports", "ready") if side != "torch" else ("imports",):
            with volume as mounted:
                figures[side][stage] = run_side(here.under(mounted), side, stage)
            figures[side][stage] |= volume.facts()
        figures[side].setdefault("ready", figures[side]["imports"])
    return figures


def _seconds(figures: dict[str, Any]) -> float:
    return float(figures["seconds"])


Cell = Callable[[dict[str, Any]], float | None]


def _print_table(figures: dict[str, Any], *, slow: bool) -> None:
    rows: list[tuple[str, str, Cell]] = [
        ("imports, s", "imports", lambda f: f["seconds"]),
        ("imports, modules", "imports", lambda f: f["modules"]),
    ]
    if slow:
        rows.append(("imports, waits", "imports", lambda f: f["waits"]))
        rows.append(("imports, MB read", "imports", lambda f: f["bytes"] / 1e6))
        rows.append(("until ready, s", "ready", lambda f: f["seconds"]))
        rows.append(("until ready, waits", "ready", lambda f: f["waits"]))
        rows.append(("until ready, MB read", "ready", lambda f: f["bytes"] / 1e6))
    else:
        rows.append((f"imports, {CALLS_OF}", "imports", lambda f: f["calls"]))
        rows.append(("until ready, s", "ready", lambda f: f["seconds"]))
        rows.append(("until ready, modules", "ready", lambda f: f["modules"]))
        rows.append((f"until ready, {CALLS_OF}", "ready", lambda f: f["calls"]))
    heads = ("", "import torch", "ours", "stock", "ours/torch", "stock/ours")
    print(f"{heads[0]:40}" + "".join(f"{head:>14}" for head in heads[1:]))
    for name, stage, cell in rows:
        torch, ours, stock = (cell(figures[side][stage]) for side in SIDES)
        if stage == "ready":
            torch = None
        cells = (_shown(torch), _shown(ours), _shown(stock), _ratio(ours, torch), _ratio(stock, ours))
        print(f"{name:40}" + "".join(f"{text:>14}" for text in cells))
    print(f"Goals: imports, at most {IMPORT_BAR} times the modules and calls of import torch; until ready,")
    print(f"{SECONDS_BAR:g} times faster than stock. Stock runs no warm-up pass.")


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) and value < 100 else f"{value:,.0f}"


def _ratio(value: float | None, of: float | None) -> str:
    return f"{value / of:.2f}" if value and of else ""
