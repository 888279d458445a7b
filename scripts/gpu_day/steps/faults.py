"""A lost GPU context and exhausted memory, provoked in the real engine process: what the worker does then."""

import asyncio
from typing import Any

from f5tts_worker.errors import WorkerError
from gpu_day import models
from gpu_day.engine import Speaker, speaker
from gpu_day.step import Day
from gpu_day.texts import SENTENCE, page

_STEPS = 8


def run(day: Day) -> None:
    """Provoke both, and speak after each."""
    asyncio.run(_run(day))


async def _run(day: Day) -> None:
    async with speaker(models.largest(day).files, day.device) as voice:
        await voice.say(SENTENCE, _STEPS)
        await _lose_context(day, voice)
        await _run_out(day, voice)


async def _lose_context(day: Day, voice: Speaker) -> None:
    before = voice.engine.pid
    error = await _error_of(voice, SENTENCE, "device-assert")
    day.figures.add("a kernel that fails an assertion: the job's answer", error)
    after = await voice.say(SENTENCE, _STEPS)
    process = "a new process" if voice.engine.pid != before else "THE SAME PROCESS"
    day.figures.add(
        "the next job", after["all"], "s", f"spoken by {process}; its start and load are included"
    )


async def _run_out(day: Day, voice: Speaker) -> None:
    text = " ".join(page() * 6)
    whole = await voice.say(text, _STEPS, name="fresh")
    alone = await voice.say(SENTENCE, _STEPS, name="fresh")
    day.figures.add(
        "six pages: memory reserved at the peak", whole["gpu_peak_mb"], "MB", "of PyTorch's on the GPU"
    )
    day.figures.add("a sentence: the same", alone["gpu_peak_mb"], "MB")
    before = voice.engine.pid
    for share in (0.6, 0.4, 0.2):
        most = alone["gpu_peak_mb"] + share * (whole["gpu_peak_mb"] - alone["gpu_peak_mb"])
        day.figures.add(f"six pages with {most:.0f} MB", await _outcome(voice, text, most))
    too_little = alone["gpu_peak_mb"] * 0.9
    day.figures.add(f"six pages with {too_little:.0f} MB", await _outcome(voice, text, too_little))
    last = await voice.say(SENTENCE, _STEPS)
    process = "the same process" if voice.engine.pid == before else "A NEW PROCESS"
    day.figures.add("a sentence afterwards, all memory given back", last["all"], "s", f"spoken by {process}")


async def _outcome(voice: Speaker, text: str, megabytes: float) -> str:
    try:
        said: dict[str, Any] = await voice.say(text, _STEPS, name=f"at-most-{int(megabytes * 1e6)}")
    except WorkerError as error:
        return f"{error.code}: {error.message}"
    batches = "on the second try, chunk by chunk" if said["frugal"] else "at once"
    return f"spoken {batches} in {said['all']:.1f} s"


async def _error_of(voice: Speaker, text: str, name: str) -> str:
    try:
        await voice.say(text, _STEPS, name=name)
    except WorkerError as error:
        return f"{error.code}: {error.message}"
    return "NO ERROR"
