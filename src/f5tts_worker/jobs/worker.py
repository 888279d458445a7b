"""The worker: takes jobs from the RunPod SDK and runs them in its own event loop."""

import asyncio
import atexit
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

from f5tts_worker import log as logs
from f5tts_worker.bootstrap.start_check import check_settings
from f5tts_worker.config import Settings, risks
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs import one_job
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.jobs.ready.readiness import Readiness
from f5tts_worker.jobs.workplace import Workplace
from f5tts_worker.running_time import Loop, running_time
from f5tts_worker.storage.results.expiry import path_while_it_counts
from f5tts_worker.storage.results.records import keys_of, load_result, safe_job_id
from f5tts_worker.supervisor.privacy import close_to_other_processes
from f5tts_worker.volume.volume import let_others_read

log = logging.getLogger(__name__)

CLOSING_S = 5.0
REFRESH = "refresh_worker"  # in an answer: RunPod replaces this worker after the job
THREADS = 64


def refusing(error: WorkerError) -> Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]:
    """Return what answers every job with this error, in place of a worker that cannot be."""

    async def handle(job: Mapping[str, Any]) -> dict[str, Any]:
        return response.failure(error, safe_job_id(str(job.get("id"))))

    return handle


class Worker:
    """Owns the engine, the store and their event loop for the life of the process.

    The SDK makes a new event loop in each of its modes and calls nothing at its start. The engine must load
    before the first job and outlive every loop of the SDK, so it lives in a loop and a thread of our own.
    """

    def __init__(self, settings: Settings, readiness: Readiness | None = None) -> None:
        """Take the settings. Raises WorkerError INVALID_SETTINGS for those that cannot work."""
        check_settings(settings)
        self.settings = settings
        self.readiness = readiness or Readiness(settings)
        self._place = Workplace(settings, self.readiness)
        self._thread: threading.Thread | None = None
        self._under_way = 0  # jobs
        self._is_worn_out = False  # a job's error asks for a fresh worker

    def start(self) -> None:
        """Begin to get ready for jobs, and to take them."""
        logs.configure(self.settings.log_level)
        close_to_other_processes()
        let_others_read()
        if self.settings.bucket is not None:
            logs.hide(*self.settings.bucket.secrets)
        if self.settings.signing is not None:
            logs.hide(*self.settings.signing.secrets)
        for sentence in risks(self.settings):
            log.warning("%s", sentence)
        running_time.look()
        self._loop = Loop()
        # Python's own pool has a few threads more than cores: some that are stuck would hold up every job.
        self._loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="worker"))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="worker")
        self._thread.start()
        atexit.register(self.close)
        if self.settings.preload:
            asyncio.run_coroutine_threadsafe(self.readiness.preload(), self._loop)

    def jobs_at_once(self, _current: int) -> int:
        """Return how many jobs may be taken at once: the SDK's `concurrency_modifier`.

        While the number changes the SDK takes no job, so a worker that is to be replaced soon has none.
        """
        most = self.readiness.jobs_at_once
        return most if most == 1 or not self._is_worn_out else most - 1

    async def handle(self, job: Mapping[str, Any], listener: Listener | None = None) -> dict[str, Any]:
        """Answer one job; called by the SDK. A listener hears the speech while it is made.

        Cancelling this stops the job's work, in the engine too, and waits a few seconds for its end: whoever
        counts jobs must not begin another in its place before.
        """
        tasks: list[asyncio.Task[dict[str, Any]]] = []
        ended: Future[asyncio.Task[dict[str, Any]]] = Future()

        def begin() -> None:
            task = self._loop.create_task(self.answer(job, listener))
            task.add_done_callback(ended.set_result)
            tasks.append(task)

        def stop() -> None:
            tasks[0].cancel()

        self._loop.call_soon_threadsafe(begin)
        end = asyncio.wrap_future(ended)
        try:
            return (await asyncio.shield(end)).result()
        except asyncio.CancelledError:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is going
                self._loop.call_soon_threadsafe(stop)
                await asyncio.wait({end}, timeout=CLOSING_S)
            raise

    async def answer(self, job: Mapping[str, Any], listener: Listener | None = None) -> dict[str, Any]:
        """Answer one job in the event loop that this is called in."""
        self._under_way += 1
        try:
            answer = await one_job.answer(job, self._place, listener)
        finally:
            self._under_way -= 1
        self._is_worn_out |= bool(answer.pop(REFRESH, False))
        if self._is_worn_out and not self._under_way:  # RunPod would end the others with this worker
            answer[REFRESH] = True
        return answer

    def files_of(self, answer: Mapping[str, Any]) -> list[Path]:
        """Return where an answer's files are on this machine: none if it has none or a bucket has them."""
        store = self._place.store
        if store is None or "timings" not in answer:
            return []
        record = load_result(store, answer["job_id"])
        # A local client may use an id again: an earlier job's record is not this answer's.
        if record is None or record.get("timings") != answer["timings"]:
            return []
        paths = (store.local_path(key) for key in keys_of(record))
        return [path for path in paths if path is not None]

    async def path_of(self, key: str) -> Path | None:
        """Say where a key of the store is on this machine, there or not; None in a bucket, or once expired.

        Raises WorkerError for a key that leads out of the store, and for a volume that cannot be used.
        """
        deadline = running_time() + self.settings.job_seconds
        opening = asyncio.run_coroutine_threadsafe(self._place.opened(deadline), self._loop)
        _, store = await asyncio.wrap_future(opening)
        return await asyncio.to_thread(path_while_it_counts, store, key)

    def state(self) -> Literal["ready", "preparing", "broken"]:
        """Say whether a first job would find its models loaded, if they are loaded before it."""
        if self.readiness.has_loaded or not self.settings.preload:
            return "ready"
        return "broken" if self.readiness.is_beyond_repair else "preparing"

    def close(self) -> None:
        """End the engine and the loop."""
        if self._thread is None or not self._thread.is_alive():
            return
        closing = asyncio.run_coroutine_threadsafe(self.readiness.close(), self._loop)
        with contextlib.suppress(TimeoutError):  # the engine ends with its pipe in any case
            closing.result(CLOSING_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING_S)
        if not self._thread.is_alive():
            self._loop.close()
