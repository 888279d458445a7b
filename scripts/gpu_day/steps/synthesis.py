"""Seconds to speak a sentence and a page, the engine's and `f5_tts.api`'s; many at once; the matrix peak.

Both sides are scripts/bench.py synthesis' own, in processes of their own with the same files.
"""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import torch

import bench_files
from bench_runs import environment_of
from gpu_day import models
from gpu_day.machine import matrix_peak
from gpu_day.step import Day
from gpu_day.texts import DEMO, SENTENCE, page

_FRAMES_PER_SECOND = 24_000 / 256


def run(day: Day) -> None:
    """Measure, what is wanted most first."""
    for dtype in (torch.float32,) if day.small else (torch.bfloat16, torch.float16):
        name = str(dtype).removeprefix("torch.")
        day.figures.add(
            f"matrix peak, {name}", matrix_peak(day.device, dtype), "TFLOP/s", "product of square matrices"
        )
    folder = _small_files(day) if day.small else _full_files(day)
    cases = {"sentence": SENTENCE} if day.small else {"sentence": SENTENCE, "page": " ".join(page())}
    steps = (2,) if day.small else (32, 16, 7)
    for name, text in cases.items():
        _both_sides(day, folder, name, text, steps)
    _in_batches(day)


def _both_sides(day: Day, folder: Path, name: str, text: str, steps: tuple[int, ...]) -> None:
    sides = {side: _side(day, side, folder, text, steps) for side in ("ours", "stock")}
    ours, stock = sides["ours"], sides["stock"]
    if name == "sentence":
        for side, found in sides.items():
            absent = f"too short: {', '.join(found['absent'])} stood in for" if found["absent"] else ""
            day.figures.add(f"import, {side}", found["import"], "s", absent)
            day.figures.add(f"load, {side}", found["load"], "s")
    for number in steps:
        theirs, mine = stock["seconds"][str(number)], ours["seconds"][str(number)]
        types = f"stock {stock['dtype']}, ours {ours['dtype']}"
        day.figures.add(f"{name}, {number} steps, stock", theirs, "s", f"{stock['speech']:.1f} s of speech")
        day.figures.add(f"{name}, {number} steps, ours", mine, "s", f"{ours['speech']:.1f} s of speech")
        day.figures.add(f"{name}, {number} steps, stock / ours", theirs / mine, "", types)
    day.figures.add(
        f"{name}, peak memory of the process, stock / ours", f"{stock['mb']} / {ours['mb']}", "MB"
    )


def _side(day: Day, side: str, folder: Path, text: str, steps: tuple[int, ...]) -> dict[str, Any]:
    case: dict[str, str] = {"text": text, "device": day.device}
    if day.small:
        case |= {"config": str(DEMO / "config"), "vocab": str(DEMO / "vocab.txt")}
    command = [sys.executable, "-W", "ignore", "-m", "gpu_day.side", side, str(folder), json.dumps(case)]
    environment = {**environment_of(side), "PYTHONPATH": ":".join(sys.path)}  # and what was unpacked
    done = subprocess.run(
        [*command, *map(str, steps)], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    lines = done.stdout.splitlines()
    figures: dict[str, Any] = json.loads(lines[-1])
    before = json.loads(lines[0])
    return {**figures, "import": figures["import"] + before["import"], "absent": before["absent"]}


def _full_files(day: Day) -> Path:
    folder = day.work / "files"
    if not (folder / "complete").exists():
        raise FileNotFoundError("the step files has made no files")
    return folder


def _small_files(day: Day) -> Path:
    folder = day.work / "small"
    folder.mkdir(parents=True, exist_ok=True)
    bench_files.demo(folder)
    return folder


def _in_batches(day: Day) -> None:
    """Sample one sentence many times at once: what a full device gives in all."""
    model = models.largest(day)
    network = model.network(day.device)
    steps = 2 if day.small else 16
    with torch.inference_mode():
        for size in (1, 2) if day.small else (1, 4, 16, 64):
            plans = model.plans([SENTENCE] * size)
            loop = models.Loop(network, model, plans, steps)
            seconds = models.seconds_of(partial(loop.run, network.velocity), day.device)
            speech = sum(plan.frames - model.reference.shape[0] for plan in plans) / _FRAMES_PER_SECOND
            day.figures.add(
                f"{size} sentences at once, {steps} steps, sampling alone",
                seconds,
                "s",
                f"{speech:.1f} s of speech, real-time factor {seconds / speech:.4f}",
            )
