"""Make a model and a vocoder of full size with random weights: speed does not depend on their values."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import bench_files
from gpu_day.step import Day

_MADE: tuple[Callable[[Path], None], ...] = (bench_files.checkpoint, bench_files.vocos, bench_files.reference)


def run(day: Day) -> None:
    """Write them into WORK/files, unless they are there."""
    folder = day.work / "files"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)  # what a killed run has left
        folder.mkdir()
        for make in _MADE:
            started = time.perf_counter()
            make(folder)
            day.figures.add(f"making {make.__name__}", time.perf_counter() - started, "s")
        (folder / "complete").touch()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    day.figures.add("files", size / 1e6, "MB")
