"""Measure many jobs at once: when each is answered, and what a short one waits beside a long one.

scripts/bench.py throughput --volume VOLUME [--model demo] [--jobs 12] [--runs 3]

The worker is the real one, on a volume that is set up; jobs are sent together to its handler. Each has a text
of its own, so that nothing is taken from what was spoken before.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench_runs import BUSY, ROOT, cpu_name

WORDS = (
    *("amber", "basket", "candle", "dinner", "engine", "forest", "garden", "hammer", "island", "jacket"),
    *("kitchen", "lantern", "market", "needle", "orchard", "pepper", "quarry", "river", "saddle", "timber"),
)
SHORT_WORDS, LONG_SENTENCES = 8, 30
SEED = time.time_ns() % 2**32
OPTIONS = {"word_timings": True, "subtitle_format": ["ass"]}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--volume", type=Path, required=True, help="a volume that is set up for the model")
    parser.add_argument("--model", default="demo")
    parser.add_argument("--quality", default="balanced")
    parser.add_argument("--jobs", type=int, default=12, help="how many are sent together")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print medians over the runs."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    figures = asyncio.run(_measured(arguments))
    print(
        f"{cpu_name()}, {cores} cores, load at the start {load:.1f}; {arguments.model}, {arguments.quality}"
    )
    if load > BUSY * cores:
        print("THE MACHINE WAS BUSY: only ratios of one run may be kept.")
    for name, value in figures.items():
        print(f"{name:48} {value:8.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps({**figures, "cores": cores, "load": load}, indent=1))
    return 0


async def _measured(arguments: argparse.Namespace) -> dict[str, float]:
    sys.path.insert(0, str(ROOT / "src"))
    from f5tts_worker.config import from_environment
    from f5tts_worker.jobs.worker import Worker

    texts = _texts()
    settings = {
        "F5TTS_VOLUME": str(arguments.volume),
        "F5TTS_MODEL": arguments.model,
        "F5TTS_LOG_LEVEL": "WARNING",
    }
    worker = Worker(from_environment(settings))
    worker.start()
    try:
        await _answered(worker, next(texts), arguments, "warm-up")
        rows = [await _one_run(worker, texts, arguments, str(number)) for number in range(arguments.runs)]
    finally:
        worker.close()
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


async def _one_run(worker: Any, texts: Any, arguments: argparse.Namespace, run_id: str) -> dict[str, float]:
    alone = await _answered(worker, next(texts), arguments, f"{run_id}-alone")
    together = [
        _answered(worker, next(texts), arguments, f"{run_id}-{number}") for number in range(arguments.jobs)
    ]
    ends = await asyncio.gather(*together)
    text = " ".join(next(texts) for _ in range(LONG_SENTENCES))
    long = asyncio.create_task(_answered(worker, text, arguments, f"{run_id}-long"))
    await asyncio.sleep(2 * alone)
    beside = await _answered(worker, next(texts), arguments, f"{run_id}-beside")
    still_speaks = not long.done()
    long_took = await long
    fair = alone * (arguments.jobs + 1) / 2
    out_of_order = sum(late < early for early, late in itertools.pairwise(ends))
    return {
        "one job alone, s": alone,
        f"{arguments.jobs} together: first answer, s": min(ends),
        f"{arguments.jobs} together: mean, s": statistics.mean(ends),
        f"{arguments.jobs} together: last, s": max(ends),
        "first / alone": min(ends) / alone,
        "mean / a fair queue's": statistics.mean(ends) / fair,
        "last / one after the other": max(ends) / (alone * arguments.jobs),
        "answers that passed the one before": float(out_of_order),
        f"a text of {LONG_SENTENCES} sentences, s": long_took,
        "a short job sent while it is spoken, s": beside,
        "the long one was still speaking (1: yes)": float(still_speaks),
    }


async def _answered(worker: Any, text: str, arguments: argparse.Namespace, name: str) -> float:
    """Return the seconds until the job's answer."""
    begun = time.perf_counter()
    job: Mapping[str, Any] = {
        "id": f"bench-{name}-{time.time_ns()}",
        # Another seed in each run of this program: nothing is there already.
        "input": {"text": text, "quality": arguments.quality, "seed": SEED, **OPTIONS},
    }
    answer = await worker.handle(job)
    if "error" in answer:
        raise SystemExit(f"a job failed: {answer}")
    return time.perf_counter() - begun


def _texts() -> Any:
    """Yield sentences of eight words, none like another."""
    for words in itertools.permutations(WORDS, SHORT_WORDS):
        yield " ".join(words).capitalize() + "."
