"""What a bill needs of a job: how much was asked for, how much came of it, and what it cost the device."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from f5tts_worker.engine.protocol import SynthesiseResult

log = logging.getLogger(__name__)

Cached = Literal["none", "some", "all", "answer"]


@dataclass
class Usage:
    """Counts while a job runs. Of the chunks of its speech, some may have been kept from before."""

    device: str = "cpu"
    device_seconds: float = 0.0  # of the model, the aligner and the transcriber
    chunks_made: int = 0
    chunks_kept: int = 0

    def count_speech(self, speech: SynthesiseResult, *, is_again: bool) -> None:
        """Count what the engine has spoken; `is_again`: some was kept by this very job."""
        self.chunks_made += len(speech["chunks"]) - speech["kept"]
        self.chunks_kept += 0 if is_again else speech["kept"]

    def told(self, *, characters: int, seconds: float, model: str) -> dict[str, Any]:
        """Return what the answer, the record and the log have: of a text's characters, and of the speech."""
        cached: Cached = "none" if not self.chunks_kept else "some" if self.chunks_made else "all"
        return {
            "characters": characters,
            "speech_seconds": round(seconds, 3),
            "device": self.device,
            "device_seconds": round(self.device_seconds, 3),
            "model": model,
            "chunks_made": self.chunks_made,
            "chunks_kept": self.chunks_kept,
            "cached": cached,
        }


def of_earlier(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer of an earlier delivery with what giving it once more costs: nothing."""
    usage = answer.get("usage")
    if not isinstance(usage, dict):  # of an earlier version
        return dict(answer)
    cached: Cached = "answer"
    return {**answer, "usage": {**usage, "device_seconds": 0.0, "chunks_made": 0, "cached": cached}}


def log_usage(answer: Mapping[str, Any]) -> None:
    """Write the one line that a job's bill needs, if there is one: numbers, and neither text nor voice."""
    if usage := answer.get("usage"):
        log.info("done", extra={"usage": usage})
