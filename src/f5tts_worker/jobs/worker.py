"""The worker: takes jobs from the RunPod SDK, runs them in its own event loop, and always answers."""

import asyncio
import atexit
import contextlib
import dataclasses
import logging
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker import log as logs
from f5tts_worker.bootstrap import uploads_paused
from f5tts_worker.bootstrap.start_check import check_settings
from f5tts_worker.config import Bucket, Settings, risks
from f5tts_worker.deadline import in_thread
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs import response
from f5tts_worker.jobs.delivery import Deliveries, earlier_answer, has_id, request_digest, waiting_answer
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.job_bucket import FIELD, bucket_of
from f5tts_worker.jobs.pipeline import ENDPOINTS
from f5tts_worker.jobs.progress import Progress, runpod_post
from f5tts_worker.jobs.runtime import Runtime
from f5tts_worker.jobs.standing import PATIENCE_S, NoteKeeper
from f5tts_worker.jobs.steps import Tools
from f5tts_worker.request.parse import (
    AlignRequest,
    HealthRequest,
    Request,
    TtsRequest,
    UploadRequest,
    WarmupRequest,
    parse,
)
from f5tts_worker.storage import Store, open_store
from f5tts_worker.storage.records import keys_of, load_result, put_record, record_of, safe_job_id
from f5tts_worker.storage.undelivered import sweep as sweep_spool
from f5tts_worker.supervisor.privacy import close_to_other_processes
from f5tts_worker.volume.volume import Volume

log = logging.getLogger(__name__)

CLOSING_S = 5.0
THREADS = 64
WITH_OUTPUTS = (TtsRequest, AlignRequest)  # what a second delivery must not make again
WITHOUT_FILES = (UploadRequest, WarmupRequest)  # what is done once it has an answer


class Worker:
    """Owns the runtime and the store for the life of the process.

    The SDK makes a new event loop in each of its modes and calls nothing at its start. The engine must load
    before the first job and outlive every loop of the SDK, so it lives in a loop and a thread of our own.
    """

    def __init__(self, settings: Settings, runtime: Runtime | None = None) -> None:
        """Take the settings. Raises WorkerError INVALID_SETTINGS for those that cannot work."""
        check_settings(settings)
        self.settings = settings
        self._runtime = runtime or Runtime(settings)
        self._store: Store | None = None
        self._deliveries = Deliveries()
        self._running: dict[str, Job] = {}
        self._notes: dict[str, asyncio.Task[None]] = {}  # of cancelled jobs, while they are written
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to get ready for jobs, and to take them."""
        logs.configure(self.settings.log_level)
        close_to_other_processes()
        if self.settings.bucket is not None:
            logs.hide(*self.settings.bucket.secrets)
        for sentence in risks(self.settings):
            log.warning("%s", sentence)
        self._loop = asyncio.new_event_loop()
        # Python's own pool has a few threads more than cores: some that are stuck would hold up every job.
        self._loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="worker"))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="worker")
        self._thread.start()
        atexit.register(self.close)
        if self.settings.preload:
            asyncio.run_coroutine_threadsafe(self._runtime.preload(), self._loop)

    async def handle(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one job; called by the SDK. Cancelling this stops the job's work, in the engine too."""
        answer = asyncio.run_coroutine_threadsafe(self.answer(job), self._loop)
        return await asyncio.wrap_future(answer)

    async def answer(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Run one job and return the dict that RunPod gets. Raises nothing but CancelledError."""
        job_id = safe_job_id(str(job.get("id") or "job"))
        logs.job_id.set(job_id)
        try:
            order = self._read(job, job_id)
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer and the log the details)
            refusal = _failed(error, job_id)
            if has_id(job) and not job.get(FIELD):  # the bucket that came with the job may be the fault
                await self._note_refusal(job_id, refusal)
            return refusal
        if order.digest is None:
            return await self._attempt(order)
        return await self._deliveries.once(job_id, order.digest, lambda: self._attempt(order))

    def files_of(self, answer: Mapping[str, Any]) -> list[Path]:
        """Return where an answer's files are on this machine: none if it has none or a bucket has them."""
        store = self._store
        if store is None or "timings" not in answer:
            return []
        record = load_result(store, answer["job_id"])
        # Jobs of `--test_input` share one id: an earlier one's record is not this answer's.
        if record is None or record.get("timings") != answer["timings"]:
            return []
        paths = (store.local_path(key) for key in keys_of(record))
        return [path for path in paths if path is not None]

    def close(self) -> None:
        """End the engine and the loop."""
        if self._thread is None or not self._thread.is_alive():
            return
        closing = asyncio.run_coroutine_threadsafe(self._runtime.close(), self._loop)
        with contextlib.suppress(TimeoutError):  # the engine ends with its pipe in any case
            closing.result(CLOSING_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING_S)
        if not self._thread.is_alive():
            self._loop.close()

    def _read(self, job: Mapping[str, Any], job_id: str) -> "_Order":
        bucket, faults = bucket_of(job, self.settings)
        if bucket is not None:
            logs.hide_in_job(*bucket.secrets)
        request = parse(job.get("input"), self.settings, also=faults)
        digest = request_digest(job, bucket) if isinstance(request, WITH_OUTPUTS) else None
        return _Order(job, job_id, request, digest, bucket)

    async def _note_refusal(self, job_id: str, refusal: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                _, store = await self._own_store(time.monotonic() + PATIENCE_S)
        except Exception as error:  # noqa: BLE001 (the refusal is answered, noted or not)
            log.warning("the refusal could not be noted: %s", error)
            return
        await NoteKeeper(job_id).fail(store, refusal)

    async def _attempt(self, order: "_Order") -> dict[str, Any]:
        store = None
        if order.bucket is not None:
            store = open_store(dataclasses.replace(self.settings, bucket=order.bucket))
        note = NoteKeeper(order.job_id, after=self._notes.get(order.job_id))
        try:
            with uploads_paused():
                return await self._run(order, store, note)
        except asyncio.CancelledError:
            self._keep(order.job_id, note.cancel())
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer and the log the details)
            answer = _failed(error, order.job_id)
            kept_in = store or self._store
            if order.is_noted and kept_in is not None:
                await note.fail(kept_in, answer)
            return answer
        finally:
            if store is not None:
                store.close()

    async def _run(self, order: "_Order", store: Store | None, note: NoteKeeper) -> dict[str, Any]:
        # A cancelled job's last thread may still write here; what it leaves goes with the container.
        prefix = f"{order.job_id[:32]}-"
        deadline = time.monotonic() + self.settings.job_seconds
        with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
            folder = Path(name)
            tools = await self._tools(order, store, folder, deadline)
            if order.digest is not None:
                earlier = await in_thread(deadline, 0, _earlier, tools, order.job_id, order.digest)
                if earlier is not None:
                    log.info("delivered again: answered from the earlier result")
                    return earlier
            async with Progress(runpod_post(order.job) if self.settings.on_runpod else None) as progress:
                warnings = [*order.request.warnings, *tools.warnings]
                this = Job(order.job_id, progress, folder, deadline, order.digest, warnings=warnings)
                if order.is_noted:
                    note.begin(tools.store, self.settings.job_seconds)
                with self._listed(this):
                    answer: dict[str, Any] = await ENDPOINTS[type(order.request)](order.request, this, tools)
                answer.setdefault("warnings", warnings)
            if order.is_noted and isinstance(order.request, WITHOUT_FILES):
                await in_thread(deadline, 0, _record, tools.store, order, answer)
        return answer

    def _keep(self, job_id: str, note: asyncio.Task[None] | None) -> None:
        """Have the same job, sent again, write its notes after this one."""
        if note is None:
            return

        def forget(done: asyncio.Task[None]) -> None:
            if self._notes.get(job_id) is done:
                del self._notes[job_id]

        self._notes[job_id] = note
        note.add_done_callback(forget)

    @contextlib.contextmanager
    def _listed(self, job: Job) -> Iterator[None]:
        """Have `status` find the job while it is under way."""
        self._running[job.id] = job
        try:
            yield
        finally:
            if self._running.get(job.id) is job:
                del self._running[job.id]

    async def _own_store(self, deadline: float) -> tuple[Volume, Store]:
        volume = await self._runtime.volume()
        if self._store is None:
            self._store = open_store(volume.settings)
            await in_thread(deadline, 0, sweep_spool, volume.settings)
        return volume, self._store

    async def _tools(self, order: "_Order", store: Store | None, folder: Path, deadline: float) -> Tools:
        """Return what the steps work with; `health` does not wait for the volume."""
        if isinstance(order.request, HealthRequest):
            return Tools(self.settings, open_store(self.settings), self._runtime)
        volume, own = await self._own_store(deadline)
        settings = volume.settings
        tools = Tools(settings, own, self._runtime, volume.warnings, self._running)
        if store is None:
            return tools
        # Nothing from a caller's own bucket goes where other jobs look: its server may send anything.
        settings = dataclasses.replace(settings, bucket=order.bucket)
        return dataclasses.replace(tools, settings=settings, store=store, own_cache=folder / "voices")


@dataclass(frozen=True)
class _Order:
    """A job as it was parsed: `digest` is None where it makes nothing, `bucket` where it brings none."""

    job: Mapping[str, Any]
    job_id: str
    request: Request
    digest: str | None
    bucket: Bucket | None

    @property
    def is_noted(self) -> bool:
        """Say whether others may ask how the job stands: it takes a while, and has an id of its own."""
        return has_id(self.job) and isinstance(self.request, (*WITH_OUTPUTS, *WITHOUT_FILES))


def _earlier(tools: Tools, job_id: str, digest: str) -> dict[str, Any] | None:
    """Return the answer of this very job if it was done before: from the volume, else from the store."""
    return waiting_answer(tools.settings, tools.store, job_id, digest) or earlier_answer(
        tools.store, job_id, digest
    )


def _record(store: Store, order: "_Order", answer: Mapping[str, Any]) -> None:
    """Store the record of a job that made no files, so that `result` and `status` know it."""
    endpoint = "upload" if isinstance(order.request, UploadRequest) else "warmup"
    try:
        put_record(store, record_of(endpoint, answer))
    except WorkerError as error:
        log.warning("the answer could not be stored: %s", error)


def _failed(error: Exception, job_id: str) -> dict[str, Any]:
    log.info("failed: %s", error)
    return response.failure(error, job_id)
