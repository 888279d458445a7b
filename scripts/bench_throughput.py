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
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench_runs import BUSY, ROOT, cpu_name

WORDS = (
    *("amber", "basket", "candle", "dinner", "engine", "forest", "garden", "hammer", "island", "jacket"),
    *("kitchen", "lantern", "market", "needle", "orchard", "pepper", "quarry", "river", "saddle", "timber"),
)
SHORT_WORDS, LONG_SENTENCES = 8, 30
SEED = time.time_ns() % 2**32
_NUMBERS = itertools.count()
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
    texts, quality = sentences(), arguments.quality
    async with worker_on(arguments.volume, arguments.model) as worker:
        await _answered(worker, next(texts), quality)
        rows = [await _one_run(worker, texts, quality, arguments.jobs) for _ in range(arguments.runs)]
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


async def _one_run(worker: Any, texts: Iterator[str], quality: str, jobs: int) -> dict[str, float]:
    alone = await _answered(worker, next(texts), quality)
    ends = await answer_all(worker, list(itertools.islice(texts, jobs)), quality)
    text = " ".join(itertools.islice(texts, LONG_SENTENCES))
    long = asyncio.create_task(_answered(worker, text, quality))
    await asyncio.sleep(2 * alone)
    beside = await _answered(worker, next(texts), quality)
    still_speaks = not long.done()
    long_took = await long
    fair = alone * (jobs + 1) / 2
    out_of_order = sum(late < early for early, late in itertools.pairwise(ends))
    return {
        "one job alone, s": alone,
        f"{jobs} together: first answer, s": min(ends),
        f"{jobs} together: mean, s": statistics.mean(ends),
        f"{jobs} together: last, s": max(ends),
        "first / alone": min(ends) / alone,
        "mean / a fair queue's": statistics.mean(ends) / fair,
        "last / one after the other": max(ends) / (alone * jobs),
        "answers that passed the one before": float(out_of_order),
        f"a text of {LONG_SENTENCES} sentences, s": long_took,
        "a short job sent while it is spoken, s": beside,
        "the long one was still speaking (1: yes)": float(still_speaks),
    }


@asynccontextmanager
async def worker_on(volume: Path, model: str) -> AsyncIterator[Any]:
    """Have a worker that runs on this volume, as RunPod would start it."""
    sys.path.insert(0, str(ROOT / "src"))
    from f5tts_worker.config import from_environment
    from f5tts_worker.jobs.worker import Worker

    settings = {"F5TTS_VOLUME": str(volume), "F5TTS_MODEL": model, "F5TTS_LOG_LEVEL": "WARNING"}
    worker = Worker(from_environment(settings))
    worker.start()
    try:
        yield worker
    finally:
        worker.close()


async def answer_all(worker: Any, texts: Sequence[str], quality: str) -> list[float]:
    """Send jobs together; return the seconds until each one's answer, in order of arrival."""
    return await asyncio.gather(*(_answered(worker, text, quality) for text in texts))


async def _answered(worker: Any, text: str, quality: str) -> float:
    """Return the seconds until the job's answer."""
    begun = time.perf_counter()
    job: Mapping[str, Any] = {
        "id": f"bench-{next(_NUMBERS)}-{SEED}",
        # Another seed in each run of this program: nothing is there already.
        "input": {"text": text, "quality": quality, "seed": SEED, **OPTIONS},
    }
    answer = await worker.handle(job)
    if "error" in answer:
        raise SystemExit(f"a job failed: {answer}")
    return time.perf_counter() - begun


def sentences() -> Iterator[str]:
    """Yield sentences of eight words, none like another."""
    for words in itertools.permutations(WORDS, SHORT_WORDS):
        yield " ".join(words).capitalize() + "."
