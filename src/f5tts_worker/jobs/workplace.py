"""What the jobs of one worker share: the store, what is under way, and the notes that are being written."""

import asyncio
import contextlib
from collections.abc import Iterator

from f5tts_worker.config import Settings
from f5tts_worker.deadline import in_thread
from f5tts_worker.jobs.delivery.deliveries import Deliveries
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.ready.readiness import Readiness
from f5tts_worker.storage import Store, open_store
from f5tts_worker.storage.results.undelivered import sweep as sweep_spool
from f5tts_worker.volume.volume import Volume


class Workplace:
    """Lives in one event loop. `running` has the jobs that are being worked on, by id."""

    def __init__(self, settings: Settings, readiness: Readiness) -> None:
        self.settings = settings
        self.readiness = readiness
        self.deliveries = Deliveries()
        self.running: dict[str, Job] = {}
        self.store: Store | None = None  # once a job has needed it
        self._notes: dict[str, asyncio.Task[None]] = {}  # of cancelled jobs, while they are written

    async def opened(self, deadline: float) -> tuple[Volume, Store]:
        """Return the volume, a full one too, and the worker's own store.

        Whoever is to write much asks `Readiness.volume` for room. Raises WorkerError VOLUME_UNUSABLE.
        """
        volume = await self.readiness.volume_as_it_is()
        if self.store is None:
            self.store = open_store(volume.settings)
            await in_thread(deadline, 0, sweep_spool, volume.settings)
        return volume, self.store

    @contextlib.contextmanager
    def listed(self, job: Job) -> Iterator[None]:
        """Have `status` find the job while it is under way."""
        self.running[job.id] = job
        try:
            yield
        finally:
            if self.running.get(job.id) is job:
                del self.running[job.id]

    def note_of(self, job_id: str) -> "asyncio.Task[None] | None":
        """Return the note of the same job, cancelled before, that is still being written."""
        return self._notes.get(job_id)

    def keep_note(self, job_id: str, note: "asyncio.Task[None] | None") -> None:
        """Have the same job, sent again, write its notes after this one."""
        if note is None:
            return

        def forget(done: "asyncio.Task[None]") -> None:
            if self._notes.get(job_id) is done:
                del self._notes[job_id]

        self._notes[job_id] = note
        note.add_done_callback(forget)
