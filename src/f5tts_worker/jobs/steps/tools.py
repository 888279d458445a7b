"""What a job works with, besides the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from f5tts_worker.config import PlacedSettings
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.ready.readiness import Readiness
from f5tts_worker.storage import Store
from f5tts_worker.storage.voices.forgetting import COPIES
from f5tts_worker.storage.voices.stored import Voices


@dataclass(frozen=True)
class Tools:
    """The store and the worker, as one job sees them.

    `settings` point to the volume that was found, `warnings` are about it.
    `running` has the jobs that this worker is doing, by id. `own_cache` is for copies of voices that are for
    this job only: they come from a bucket that the job brought.
    """

    settings: PlacedSettings
    store: Store
    readiness: Readiness
    warnings: tuple[str, ...] = ()
    running: Mapping[str, Job] = field(default_factory=dict)
    own_cache: Path | None = None

    @property
    def voices(self) -> Voices:
        """The voices of the store."""
        if self.own_cache is None or (bucket := self.settings.bucket) is None:
            return Voices(self.store, self.settings.root / COPIES)
        return Voices(self.store, self.own_cache, f"{bucket.endpoint}/{bucket.name}")
