"""Another pace made by the model and by stretching, side by side: recordings to listen to, and figures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from f5tts_worker.client.check.hearing import judge_heard
from f5tts_worker.client.check.judging import judge_speech
from f5tts_worker.client.check.orders import LONG, speech
from f5tts_worker.client.check.sending import Sender
from f5tts_worker.client.check.sound import Sound
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.output.saving import save
from f5tts_worker.request.fields import PACES

SPEEDS = (0.8, 1.25)


def orders() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield names and requests: the same sentences at their own pace, then at others, in each way."""
    yield "pace 1", speech(LONG, seed=7)
    for speed in SPEEDS:
        for way in PACES:
            yield f"pace {speed:g} by {way}", speech(LONG, seed=7, speed=speed, pace_by=way)


def compare_paces(sender: Sender, folder: Path, verdict: Verdict) -> None:
    """Have the same text said at every pace, keep the recordings in the folder, and have each transcribed.

    Raises SavingError for a folder that takes no file.
    """
    hears = True
    for name, order in orders():
        job = sender.run(name, order)
        sound = judge_speech(job, verdict)
        if sound is None or job.answer is None:
            continue
        save(job.answer, {"audio": folder / f"{name.replace(' ', '-')}.wav"})
        verdict.figures[f"{name}: words a minute"] = f"{len(LONG.split()) * 60_000 / sound.ms:.0f}"
        if hears:
            hears = _hear(sender, name, sound, verdict)


def _hear(sender: Sender, name: str, sound: Sound, verdict: Verdict) -> bool:
    order = {"endpoint": "align", "audio_base64": sound.base64, "word_timings": False, "language": "en"}
    return judge_heard(sender.run(f"hear: {name}", order), name, LONG, verdict)
