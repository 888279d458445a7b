"""How a job stands: from this worker's own jobs, and from the notes that workers keep in the store."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from f5tts_worker.config import PlacedSettings
from f5tts_worker.deadline import in_thread
from f5tts_worker.jobs.job import Job
from f5tts_worker.running_time import running_time
from f5tts_worker.storage import Store
from f5tts_worker.storage.results import records
from f5tts_worker.storage.results.records import Note
from f5tts_worker.storage.results.undelivered import spool_of

log = logging.getLogger(__name__)

LOOK_S = 5.0  # how soon after a freeze a note is renewed
PATIENCE_S = 2.0  # how long an answer may wait for its note
OVERTIME_MS = 60_000  # past the end of a job's time: its worker's clock may differ from ours


class NoteKeeper:
    """Keeps the store's note of one job up to date, alongside the work: nothing depends on it."""

    def __init__(self, job_id: str, after: asyncio.Task[None] | None = None) -> None:
        """Take the job's id, and a note of an earlier attempt that is still being written."""
        self._job_id = job_id
        self._store: Store | None = None
        self._writing = after
        self._since = 0

    def begin(self, store: Store, seconds: float) -> None:
        """Note that the job is under way, and for how long at most."""
        now = _now()
        until = now + round(1000 * seconds) + OVERTIME_MS
        self._store = store
        self._since = self._since or now
        note = Note(self._job_id, "PROCESSING", self._since, until)
        self._writing = asyncio.create_task(_write(store, note, after=self._writing))

    @contextlib.asynccontextmanager
    async def kept(self, store: Store, ends: float) -> AsyncIterator[None]:
        """Note that the job is under way until `ends` (of `running_time`), and once more after a freeze."""
        self.begin(store, ends - running_time())
        renewing = asyncio.create_task(self._renew(store, ends))
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self, store: Store, ends: float) -> None:
        freezes = running_time.freezes
        while True:
            await asyncio.sleep(LOOK_S)
            if running_time.freezes != freezes:
                freezes = running_time.freezes
                self.begin(store, ends - running_time())

    async def fail(self, store: Store, failure: Mapping[str, Any]) -> None:
        """Note a failure, given as the answer for it."""
        code = str(failure["error_code"])
        if code.startswith(("STORE_", "VOLUME_")):
            return  # the store has just failed: the answer must not wait for it again
        message = str(failure["error"]).removeprefix(f"{code}: ")
        note = Note(self._job_id, "FAILED", _now(), 0, code, message, dict(failure["details"]))
        await _write(store, note, after=self._writing)

    def cancel(self, heard: Mapping[str, Any] | None = None) -> asyncio.Task[None] | None:
        """Note that the job was cancelled, without waiting for the store; return the task that does it.

        `heard`: how far its listener had come.
        """
        if self._store is None:
            return None
        details = {} if heard is None else {"heard": heard}
        note = Note(self._job_id, "FAILED", _now(), 0, "CANCELLED", "The job was cancelled.", details)
        self._writing = asyncio.create_task(_write(self._store, note, after=self._writing))
        return self._writing


async def _write(store: Store, note: Note, after: asyncio.Task[None] | None = None) -> None:
    """Store a note if the store accepts it in time, and not before the previous one."""
    if after is not None:
        await asyncio.wait({after})
    try:
        await in_thread(running_time() + PATIENCE_S, 0, records.put_note, store, note)
    except Exception as error:  # noqa: BLE001 (a note that is not written must never cost the job)
        log.warning("the job's state could not be noted: %s", error)


@dataclass(frozen=True)
class Standing:
    """How a job stands, and what else is known of it."""

    status: Literal["QUEUED", "PROCESSING", "COMPLETED", "FAILED", "UNKNOWN"]
    progress: Mapping[str, Any] | None = None
    note: Note | None = None

    def shown(self) -> dict[str, Any]:
        """Return it as it stands in an answer, where a top-level `error` would be the asking job's own."""
        found: dict[str, Any] = {"status": self.status}
        if self.progress is not None:
            found["progress"] = dict(self.progress)
        if self.note is not None and self.status == "FAILED":
            error = self.note.error()
            found["failure"] = {"error": str(error), "error_code": error.code, "retryable": error.retryable}
        elif self.note is not None:
            found["since"] = self.note.time
        return found


def standing_of(job_id: str, running: Mapping[str, Job], settings: PlacedSettings, store: Store) -> Standing:
    """Look a job up, here and in the store (blocking). Raises WorkerError as the store does.

    A result counts before all else, and a failure only when no worker is working on the job.
    """
    if _has_result(job_id, settings, store):
        return Standing("COMPLETED")
    if (job := running.get(job_id)) is not None:
        return Standing("QUEUED" if job.is_queued else "PROCESSING", job.progress.latest)
    note = records.load_note(store, job_id)
    if note is None:
        return Standing("UNKNOWN")
    # A worker that was killed leaves its note behind: after the job's time no worker is working on it.
    is_over = note.status == "PROCESSING" and (_now() >= note.until or _had_result(note, store))
    return Standing("UNKNOWN" if is_over else note.status, note=note)


def _has_result(job_id: str, settings: PlacedSettings, store: Store) -> bool:
    """Say whether a job's result is in the store, or on the volume, waiting for the bucket."""
    spool = spool_of(settings)
    places = [store] if spool is None else [spool, store]
    return any(records.load_result(place, job_id) is not None for place in places)


def _had_result(note: Note, store: Store) -> bool:
    """Say whether the job of this note was done: its result has expired."""
    record = records.load_record(store, note.job_id)
    until = None if record is None else records.until_of(record)
    return until is not None and note.time < 1000 * until


def _now() -> int:
    return round(time.time() * 1000)
