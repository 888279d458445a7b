"""Compare the engine with f5_tts.api from a sentence to a page: seconds to make it, and a second of it.

scripts/bench.py lengths --runtime ENV/bin/python --stock STOCK/bin/python [--quick] [--picture F.svg]

Random weights of F5TTS_v1_Base's full size and a random Vocos, as in `synthesis`. A sentence and a paragraph
are spoken in 7 and in 16 steps, the sentence in 32 too, a page in 7. The rest, a chapter of a quarter of an
hour above all, is computed, since the time goes with the number of steps and of chunks, and marked with a
star. Then four jobs come at once, from which sixteen are computed; `f5_tts.api` has no queue, and two calls
at a time would share one random state, so that its jobs are spoken one after the other. All this takes over
an hour on two cores without bfloat16; with --quick, only the sentence in 7 and 16 steps and the paragraph in
7 are spoken, a page and a chapter are computed from paragraphs, and only sentences come at once.
"""

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import bench_step
from bench_runs import BUSY, cpu_name, make_files, run_in
from bench_synthesis import LOADERS, TEXT, Loaded, peak_megabytes

SENTENCES = {"a sentence": 1, "a paragraph": 4, "a page": 24, "a chapter": 226}
STEPS = (7, 16, 32)
QUICK = [("a sentence", 7), ("a sentence", 16), ("a paragraph", 7)]
MEASURED = [*QUICK, ("a sentence", 32), ("a paragraph", 16), ("a page", 7)]
AT_ONCE = 4
MANY_AT_ONCE = 16  # computed
TOGETHER_QUICK = [("a sentence", 7)]
TOGETHER = [*TOGETHER_QUICK, ("a sentence", 16), ("a paragraph", 7)]

Figures = dict[tuple[str, int], float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--runtime", required=True, help="the inference environment's Python")
    parser.add_argument("--stock", required=True, help="a Python with the stock packages")
    parser.add_argument("--runs", type=int, default=1, help="of each; the median counts")
    parser.add_argument("--quick", action="store_true", help="measure half of it, and compute more")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--picture", type=Path, help="also draw them here, by the stock packages' Matplotlib")


def run(arguments: argparse.Namespace) -> int:
    """Run both sides one after the other; print the table as Markdown."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    found: dict[str, Any] = {"cpu": cpu_name(), "cores": cores, "load": round(load, 1)}
    spoken = json.dumps(QUICK if arguments.quick else MEASURED)
    together = json.dumps(TOGETHER_QUICK if arguments.quick else TOGETHER)
    with tempfile.TemporaryDirectory() as folder:
        make_files(arguments.runtime, Path(folder), "checkpoint", "vocos", "reference")
        for side, python in (("ours", arguments.runtime), ("stock", arguments.stock)):
            print(f"... {side}", file=sys.stderr)
            found[side] = json.loads(
                run_in(python, __file__, side, folder, arguments.runs, spoken, together, side=side)
            )
        found |= bench_step.measure(arguments.runtime, arguments.stock, folder)
        figures = Path(folder, "figures.json")
        figures.write_text(json.dumps(found, indent=1))
        if arguments.json:
            arguments.json.write_text(figures.read_text())
        if arguments.picture:
            run_in(arguments.stock, __file__, "draw", figures, arguments.picture, side="stock")
    peaks = found["peak"]["peak_gflops"]
    products = ", ".join(f"{name} {gflops:.0f}" for name, gflops in peaks.items())
    print(f"{found['cpu']}, {cores} cores, load at the start {load:.1f}; GFLOP/s of one thread: {products}")
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: waiting threads distort these figures.")
    _print_table(found)
    _print_together(found)
    return 0


def _print_table(found: Mapping[str, Any]) -> None:
    ours, stock = _seconds(found["ours"]), _seconds(found["stock"])
    print("\n| | speech, s | steps | stock, s | ours, s | ratio | ours, seconds of work a second |")
    print("|---|---|---|---|---|---|---|")
    for text, steps in ours:
        at = text, steps
        mark = "" if _key(text, steps) in found["ours"]["seconds"] else "*"
        speech, stars = _speech(found["ours"], text), "" if text in found["ours"]["speech"] else "*"
        cells = f"{stock[at]:.1f}{mark} | {ours[at]:.1f}{mark} | {stock[at] / ours[at]:.1f}{mark}"
        print(f"| {text} | {speech:.1f}{stars} | {steps} | {cells} | {ours[at] / speech:.2f}{mark} |")
    print("\n* computed from the time in fewer steps, or of a shorter text")
    print(f"Peak memory: stock {found['stock']['mb']} MB, ours {found['ours']['mb']} MB")


def _print_together(found: Mapping[str, Any]) -> None:
    print("\n| at once | | steps | | first answer, s | mean, s | last, s |\n|---|---|---|---|---|---|---|")
    for key in found["ours"]["together"]:
        text, _, steps = key.rpartition(" ")
        for side in LOADERS:
            ends = found[side]["together"][key]
            cells = f"{ends[0]:.1f} | {statistics.mean(ends):.1f} | {ends[-1]:.1f}"
            print(f"| {AT_ONCE} | {text} | {steps} | {side} | {cells} |")
            # Answers keep coming at the pace at which they came, from the first to the last.
            last = ends[0] + (ends[-1] - ends[0]) * (MANY_AT_ONCE - 1) / (AT_ONCE - 1)
            cells = f"{ends[0]:.1f}* | {(ends[0] + last) / 2:.1f}* | {last:.1f}*"
            print(f"| {MANY_AT_ONCE} | {text} | {steps} | {side} | {cells} |")


def _seconds(side: Mapping[str, Any]) -> Figures:
    """Return a side's seconds, measured and computed, in order of length and steps."""
    found = {}
    for text, steps in itertools.product(SENTENCES, STEPS):
        known = max(
            count for count in STEPS if count <= steps and _key(_known(side, text), count) in side["seconds"]
        )
        share = steps / known * SENTENCES[text] / SENTENCES[_known(side, text)]
        found[text, steps] = side["seconds"][_key(_known(side, text), known)] * share
    return found


def _speech(side: Mapping[str, Any], text: str) -> float:
    """Return how many seconds of speech a text gives."""
    known = _known(side, text)
    return float(side["speech"][known]) * SENTENCES[text] / SENTENCES[known]


def _known(side: Mapping[str, Any], text: str) -> str:
    """Return the text whose times tell a text's: itself, if it was spoken, or the longest that was."""
    return text if text in side["speech"] else max(side["speech"], key=SENTENCES.__getitem__)


def _key(text: str, steps: int) -> str:
    return f"{text} {steps}"


def run_side(
    side: str, folder: Path, runs: int, spoken: Sequence[tuple[str, int]], together: Sequence[tuple[str, int]]
) -> None:
    """Speak each text in each number of steps; print the figures as one line of JSON."""
    loaded = LOADERS[side](folder)
    loaded.speak(TEXT, 1)  # both sides: what only a first call pays for is not counted
    seconds: dict[str, float] = {}
    speech: dict[str, float] = {}
    for text, steps in spoken:
        times = []
        for _ in range(runs):
            begun = time.perf_counter()
            speech[text] = loaded.speak(_text(text), steps)
            times.append(time.perf_counter() - begun)
        seconds[_key(text, steps)] = round(statistics.median(times), 2)
    figures = {**loaded.facts, "seconds": seconds, "speech": speech, "mb": peak_megabytes()}
    figures["together"] = {
        _key(text, steps): _middle([_ends(loaded, _text(text), steps) for _ in range(runs)])
        for text, steps in together
    }
    print(json.dumps(figures))


def _ends(loaded: Loaded, text: str, steps: int) -> list[float]:
    """Return the seconds until each of AT_ONCE jobs that come at once is answered, in order."""
    begun = time.perf_counter()

    def answered(_number: int) -> float:
        loaded.speak(text, steps)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(1 if loaded.takes_turns else AT_ONCE) as threads:
        return sorted(threads.map(answered, range(AT_ONCE)))


def _middle(runs: Sequence[Sequence[float]]) -> list[float]:
    return [round(statistics.median(column), 2) for column in zip(*runs, strict=True)]


def _text(name: str) -> str:
    return " ".join([TEXT] * SENTENCES[name])


def draw(figures: Path, picture: Path) -> None:
    """Draw seconds against seconds of speech, a line for each side and number of steps."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    found = json.loads(figures.read_text())
    chart, axes = plt.subplots(figsize=(7, 4.5))
    for side, colour in (("stock", "tab:gray"), ("ours", "tab:blue")):
        seconds = _seconds(found[side])
        for steps, style in ((32, "-"), (16, "--"), (7, ":")):
            points = [
                (_speech(found[side], text), spent)
                for (text, count), spent in seconds.items()
                if count == steps
            ]
            axes.plot(
                *zip(*points, strict=True), style, color=colour, marker="o", label=f"{side}, {steps} steps"
            )
    axes.set(xscale="log", yscale="log", xlabel="seconds of speech", ylabel="seconds to make it")
    axes.set_title(f"{found['cpu']}, {found['cores']} cores", fontsize=9)
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=8)
    chart.savefig(picture, bbox_inches="tight")


if (
    __name__ == "__main__"
):  # what `run` starts in each environment: SIDE FOLDER RUNS TEXTS TOGETHER, or draw FIGURES PICTURE
    if sys.argv[1] == "draw":
        draw(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        spoken, together = (json.loads(order) for order in sys.argv[4:6])
        run_side(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), spoken, together)
