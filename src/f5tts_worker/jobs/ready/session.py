"""The engine, with the models that one job needs: what a job's steps ask for everything heavy."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from f5tts_worker.config import PlacedSettings
from f5tts_worker.engine.protocol import (
    ALIGN,
    ENCODE,
    PREPARE,
    SYNTHESISE,
    TRANSCRIBE,
    Method,
    P,
    R,
    SynthesiseResult,
)
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.job import QUEUED, Job
from f5tts_worker.running_time import running_time
from f5tts_worker.supervisor.lifetime import OnPiece

if TYPE_CHECKING:
    from f5tts_worker.jobs.ready.readiness import Readiness  # which makes sessions

# What the engine reports, in words for people.
STAGES = {
    "load": "loading the models",
    "prepare": "preparing the voice",
    "sampling": "speaking",
    "vocoding": "turning it into sound",
    "align": "timing the words",
    "transcribe": "listening to the voice",
    "encode": "writing the file",
}


@dataclass(frozen=True)
class Session:
    """One job's use of the engine. `load` names what it was loaded with, `loaded` is its answer to that.

    If other jobs had something else loaded meanwhile, or the engine died, it loads again at the next call.
    """

    job: Job
    settings: PlacedSettings
    model: str
    load: Mapping[str, Any]
    loaded: Mapping[str, Any]
    readiness: "Readiness"
    is_beside: bool = False  # the job waits for other calls meanwhile, whose progress alone is shown

    def beside(self) -> "Session":
        """Return a session for a part of the job that is done beside others."""
        return dataclasses.replace(self, job=self.job.beside(), is_beside=True)

    async def call(
        self,
        method: Method[P, R],
        params: P,
        *,
        on_piece: OnPiece | None = None,
        is_beside: bool = False,
    ) -> R:
        """Return the engine's answer to one request. Raises WorkerError, and takes pieces, as `Engine.call`.

        `is_beside`: the job waits for another request meanwhile, whose progress alone is shown.
        """
        began, queued = running_time(), self.job.seconds[QUEUED]
        # What needs no model, or brings its own files, does not wait for another job's model to be replaced.
        load = None if method in (ALIGN, ENCODE, TRANSCRIBE) else self.load
        is_beside = is_beside or self.is_beside
        result = await self.readiness.call(
            method, params, load, self.job, on_piece=on_piece, is_beside=is_beside
        )
        usage = self.job.usage
        usage.device = self.loaded.get("device", usage.device)
        if method == SYNTHESISE:  # it shares its batches with other jobs, and says what its part took
            usage.device_seconds += sum(cast("SynthesiseResult", result)["seconds"].values())
        elif method in (ALIGN, PREPARE, TRANSCRIBE):
            waited = self.job.seconds[QUEUED] - queued
            usage.device_seconds += max(0.0, running_time() - began - waited)
        return result

    async def transcriber(self, field: str) -> Path:
        """Return the folder of the model that transcribes a recording, whose text `field` would have had.

        Raises WorkerError MODEL_UNAVAILABLE and VOLUME_FULL, which name the field: with it, none is needed.
        """
        try:
            return await self.readiness.transcriber(self.job)
        except WorkerError as error:
            if error.code not in ("MODEL_UNAVAILABLE", "VOLUME_FULL"):
                raise
            why = error.message.rstrip(".")
            advice = f"It is needed because the recording has no text: send what is said in it as {field}."
            raise WorkerError(error.code, f"{why}. {advice}", error.details) from None

    async def for_language(self, language: str) -> "Session":
        """Return this session with the aligner of a language; it is loaded at the next call."""
        load = await self.readiness.load_params(self.model, language, self.job)
        return dataclasses.replace(self, load=load)


def shown(job: Job) -> Callable[[str, int, int], None]:
    """Return what passes the engine's progress on to a job's caller, and its waits to the job."""

    def show(stage: str, done: int, total: int) -> None:
        waits = stage == QUEUED
        if stage != "load":  # which is a wait, too, but has words of its own
            job.waits(is_waiting=waits)
        if waits:
            job.progress.report(QUEUED, "waiting for other jobs")
        else:
            job.progress.advance(stage, STAGES.get(stage, stage), done, total)

    return show
