"""200 jobs of unlike lengths through one engine: does its memory grow, on the machine or on the GPU."""

import asyncio
import time
from itertools import cycle, islice

import numpy as np

from gpu_day import models
from gpu_day.engine import speaker
from gpu_day.step import Day
from gpu_day.texts import SENTENCE, page

_JOBS = 200
_SETTLED = 0.25  # of the jobs: until then caches fill
_RESERVE_SECONDS = 4.0


def run(day: Day) -> None:
    """Speak; save where memory stood as it goes."""
    asyncio.run(_run(day))


async def _run(day: Day) -> None:
    sentences = page()
    texts = (
        [SENTENCE, *sentences[:4]]
        if day.small
        else [SENTENCE, *sentences, " ".join(sentences[:5]), " ".join(sentences)]
    )
    memory: list[dict[str, float]] = []
    started = 0.0
    async with speaker(models.largest(day).files, day.device) as voice:
        for text in islice(cycle(texts), _JOBS):
            started = started or time.monotonic()
            said = await voice.say(text, 1 if day.small else 7)
            memory.append({name: said[name] for name in said if name.endswith("_mb")})
            if day.left < _RESERVE_SECONDS:
                break
        day.figures.add(
            "jobs", f"{len(memory)} of {_JOBS}", "", f"in {time.monotonic() - started:.1f} s, one process"
        )
    settled = memory[int(len(memory) * _SETTLED) :]
    for name in memory[0]:
        values = [found[name] for found in settled]
        what = {
            "rss_mb": "the process",
            "gpu_mb": "the GPU, reserved",
            "gpu_peak_mb": "the GPU, a job's peak",
        }[name]
        stages = f"after the first job, {values[0]:.0f} after a quarter, {values[-1]:.0f} at the end"
        note = f"{memory[0][name]:.0f} MB {stages}"
        slope = float(np.polyfit(range(len(values)), values, 1)[0]) * 100 if len(values) > 1 else float("nan")
        day.figures.add(f"memory of {what}: growth in 100 jobs after the first quarter", slope, "MB", note)
