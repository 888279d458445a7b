"""From the start of the engine's process to the first speech, by stages; and what a bare PyTorch costs."""

import asyncio
import json
import subprocess
import sys

from gpu_day import models
from gpu_day.engine import speaker
from gpu_day.step import Day
from gpu_day.texts import SENTENCE


def run(day: Day) -> None:
    """Measure PyTorch alone, then the engine twice: the second start finds every file in memory."""
    asked = [sys.executable, "-W", "ignore", "-m", "gpu_day.bare", day.device]
    done = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True)
    for stage, seconds in json.loads(done.stdout.splitlines()[-1]).items():
        day.figures.add(f"PyTorch alone: {stage}", seconds, "s")
    for start in ("first", "second"):
        asyncio.run(_start(day, start))


async def _start(day: Day, start: str) -> None:
    model = models.largest(day)
    async with speaker(model.files, day.device) as voice:
        loaded = await voice.ready()
        stages = loaded["seconds"]
        process = loaded["all"] - sum(stages.values())
        day.figures.add(f"{start} start: process, pipes and the rest", process, "s")
        for stage, seconds in stages.items():
            day.figures.add(
                f"{start} start: {stage.replace('_', '-')}", seconds, "s", "read ahead" * (stage == "weights")
            )
        note = f"{model.name} in {loaded['dtype']}, Vocos and the demo's aligner"
        day.figures.add(f"{start} start: ready after", loaded["all"], "s", note)
        steps = 2 if day.small else 7
        for job in ("first", "second"):
            said = await voice.say(SENTENCE, steps)
            day.figures.add(
                f"{start} start: {job} job, {steps} steps",
                said["all"],
                "s",
                f"{said['ms'] / 1000:.1f} s of speech",
            )
