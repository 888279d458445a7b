"""Compare the worker with f5_tts.api when many jobs come at once: seconds until each is answered.

scripts/bench.py answers --volume VOLUME --runtime ENV/bin/python --stock STOCK/bin/python [--picture F.svg]

Both sides have the demo's weights, the same voice, texts and steps. Ours is the whole worker: it also aligns
every word and writes ASS. `f5_tts.api` has no queue, and two calls at a time would share one random state,
so that its jobs are spoken one after the other, as by the servers that people build around it.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench_files import DEMO
from bench_runs import BUSY, cpu_name, make_files, run_in
from bench_synthesis import Case, load_stock
from bench_throughput import answer_all, sentences, worker_on

QUALITY, STEPS = "balanced", 16
SIDES = {"ours": "tab:blue", "stock": "tab:gray"}

Ends = Mapping[str, Sequence[Sequence[float]]]
"""For each number of jobs, what each run's jobs waited, in seconds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--volume", type=Path, required=True, help="a volume that is set up for the demo")
    parser.add_argument("--runtime", required=True, help="the inference environment's Python")
    parser.add_argument("--stock", required=True, help="a Python with the stock packages")
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 2, 4, 8, 12])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--picture", type=Path, help="also draw them here, by the stock packages' Matplotlib")


def run(arguments: argparse.Namespace) -> int:
    """Run both sides one after the other; print medians over the runs as Markdown."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    found: dict[str, Any] = {"cpu": cpu_name(), "cores": cores, "load": round(load, 1)}
    found["ours"] = asyncio.run(_ours(arguments.volume, arguments.at_once, arguments.runs))
    with tempfile.TemporaryDirectory() as folder:
        make_files(arguments.runtime, Path(folder), "demo")
        numbers = json.dumps(arguments.at_once)
        print("... stock", file=sys.stderr)
        spoken = run_in(arguments.stock, __file__, "stock", folder, numbers, arguments.runs, side="stock")
        found["stock"] = json.loads(spoken)
        figures = arguments.json or Path(folder, "figures.json")
        figures.write_text(json.dumps(found, indent=1))
        if arguments.picture:
            run_in(arguments.stock, __file__, "draw", figures, arguments.picture, side="stock")
    print(f"{cpu_name()}, {cores} cores, load at the start {load:.1f}; demo, {STEPS} steps")
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: only ratios of one run may be kept.")
    print("\n| jobs at once | | first, s | mean, s | last, s | answers a minute |\n|---|---|---|---|---|---|")
    for number in arguments.at_once:
        for side in SIDES:
            first, mean, last = (_median(found[side], number, of) for of in (min, statistics.mean, max))
            cells = f"{first:.1f} | {mean:.1f} | {last:.1f} | {60 * number / last:.1f}"
            print(f"| {number} | {side} | {cells} |")
    return 0


def _median(ends: Ends, number: int, of: Any) -> float:
    return statistics.median(of(one) for one in ends[str(number)])


async def _ours(volume: Path, at_once: Sequence[int], runs: int) -> Ends:
    """Send jobs to the worker's handler, so many at a time."""
    texts, found = sentences(), {}
    async with worker_on(volume, "demo") as worker:
        await answer_all(worker, [next(texts)], QUALITY)
        for number in at_once:
            rounds = [list(islice(texts, number)) for _ in range(runs)]
            found[str(number)] = [await answer_all(worker, said, QUALITY) for said in rounds]
    return found


def run_stock(folder: Path, at_once: Sequence[int], runs: int) -> None:
    """Speak the same texts in the same order; print the ends as one line of JSON."""
    said = (DEMO / "voices" / "slt.txt").read_text().strip()
    case = Case(said=said, config=str(DEMO / "config"), vocab=str(DEMO / "vocab.txt"))
    loaded, texts, found = load_stock(folder, case), sentences(), {}
    loaded.speak(next(texts), STEPS)  # both sides: what only a first call pays for is not counted
    for number in at_once:
        found[str(number)] = [_one_after_the_other(loaded, islice(texts, number)) for _ in range(runs)]
    print(json.dumps(found))


def _one_after_the_other(loaded: Any, texts: Any) -> list[float]:
    begun, ends = time.perf_counter(), []
    for text in texts:
        loaded.speak(text, STEPS)
        ends.append(time.perf_counter() - begun)
    return ends


def draw(figures: Path, picture: Path) -> None:
    """Draw what jobs wait, and the answers a minute, against the jobs at once."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    found = json.loads(figures.read_text())
    chart, (waits, rates) = plt.subplots(1, 2, figsize=(9, 3.8))
    for side, colour in SIDES.items():
        numbers = [int(number) for number in found[side]]
        for of, style, name in ((min, ":", "first"), (statistics.mean, "-", "mean"), (max, "--", "last")):
            seconds = [_median(found[side], number, of) for number in numbers]
            waits.plot(numbers, seconds, style, color=colour, marker="o", label=f"{side}, {name}")
        a_minute = [60 * number / _median(found[side], number, max) for number in numbers]
        rates.plot(numbers, a_minute, color=colour, marker="o", label=side)
    waits.set(xlabel="jobs at once", ylabel="seconds until the answer", ylim=(0, None))
    rates.set(xlabel="jobs at once", ylabel="answers a minute", ylim=(0, None))
    for axes in (waits, rates):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    chart.suptitle(f"{found['cpu']}, {found['cores']} cores, demo, {STEPS} steps", fontsize=9)
    chart.savefig(picture, bbox_inches="tight")


if (
    __name__ == "__main__"
):  # what `run` starts: stock FOLDER NUMBERS RUNS in the stock Python, or draw FIGURES PICTURE
    if sys.argv[1] == "draw":
        draw(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        run_stock(Path(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4]))
