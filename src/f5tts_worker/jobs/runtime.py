"""What all jobs share: the environment, the models' files and the engine, prepared once and kept.

Each piece of work (installing the environment, downloading a model) runs once however many jobs wait for it,
continues when a job gives up waiting, and reports its progress to all jobs that wait.
"""

import asyncio
import contextlib
import dataclasses
import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from f5tts_worker import bootstrap
from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.housekeeping import Housekeeper, volume_with_room
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.page import Lookout
from f5tts_worker.jobs.job import Job
from f5tts_worker.supervisor.process import Engine
from f5tts_worker.volume.volume import Volume
from f5tts_worker.volume.watch import Progress, Report

log = logging.getLogger(__name__)
T = TypeVar("T")

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


class Runtime:
    """The engine and all that it needs. Lives in one event loop."""

    def __init__(self, settings: Settings, make_engine: Callable[[Path], Engine] = Engine) -> None:
        self._settings = settings
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._work: dict[str, asyncio.Task[Any]] = {}
        self._listeners: dict[str, set[Job]] = {}
        self._latest: Progress | None = None
        self._preloading: asyncio.Task[Any] | None = None
        self._stop = threading.Event()
        self._lookout = Lookout(settings)
        self._housekeeper = Housekeeper()

    @property
    def installed(self) -> Environment | None:
        """The environment, if it is known to be installed by now."""
        task = self._work.get("environment")
        return (
            task.result() if task and task.done() and not task.cancelled() and not task.exception() else None
        )

    # What jobs ask for

    async def volume(self) -> Volume:
        """Return the checked volume. Raises WorkerError VOLUME_UNUSABLE or VOLUME_FULL."""
        look = self._once("volume", lambda _report: volume_with_room(self._settings), None)
        try:
            return await asyncio.wait_for(look, self._settings.job_seconds)
        except TimeoutError:  # a network file system that has lost its server blocks without an error
            message = f"The volume at {self._settings.volume} does not answer."
            raise WorkerError("VOLUME_UNUSABLE", message) from None

    async def environment(self, job: Job | None) -> Environment:
        """Return the installed environment; install it first if need be."""
        settings = (await self.volume()).settings
        environment = await self._once(
            "environment", lambda report: bootstrap.ensure(settings, report, self._stop), job
        )
        self._housekeeper.start(settings, environment)
        return environment

    async def load_params(self, model: str, language: str, job: Job | None) -> dict[str, Any]:
        """Return the engine's `load` parameters for a model and an aligner, with their files in place."""
        environment = await self.environment(job)
        settings = (await self.volume()).settings
        files = await self._once(
            f"model {model}",
            lambda report: bootstrap.ensure_model(settings, environment, model, report, self._stop),
            job,
        )
        aligner = await self._once(
            f"aligner {language} {model}",
            lambda report: bootstrap.ensure_aligner(
                settings, environment, language, report, self._stop, model=model
            ),
            job,
        )
        return {"model": files, "aligner": aligner, "warm_up": True, "device": self._settings.device}

    async def transcriber(self, job: Job) -> Path:
        """Return the folder of the model that transcribes. Raises WorkerError MODEL_UNAVAILABLE."""
        environment = await self.environment(job)
        settings = (await self.volume()).settings
        return await self._once(
            "transcriber",
            lambda report: bootstrap.ensure_transcriber(settings, environment, report, self._stop),
            job,
        )

    async def warm(self, model: str, language: str, job: Job | None) -> dict[str, Any]:
        """Load the model and the aligner, if they are not loaded. Returns the engine's answer."""
        params = await self.load_params(model, language, job)
        engine = await self._engine_of(await self.environment(job))
        with bootstrap.uploads_paused():
            if job is None:
                return await engine.ensure_loaded(params)
            with job.waiting() as on_turn:
                return await engine.ensure_loaded(
                    params, on_progress=_shown(job), on_turn=on_turn, deadline_s=job.remaining()
                )

    async def call(
        self, method: str, params: Mapping[str, Any], load: Mapping[str, Any] | None, job: Job
    ) -> dict[str, Any]:
        """Have the engine do one thing for a job; `load` is what must be loaded for it."""
        engine = await self._engine_of(await self.environment(job))
        with job.waiting() as on_turn:
            return await engine.call(
                method,
                params,
                load=load,
                on_progress=_shown(job),
                on_turn=on_turn,
                deadline_s=job.remaining(),
            )

    async def preload(self) -> None:
        """Do at the worker's start what the first job would wait for; that job will see any failure again."""
        self._preloading = asyncio.current_task()
        try:
            loaded = await self.warm(self._settings.model, self._settings.aligner_language, None)
        except WorkerError as error:
            log.warning("preparing for the first job failed: %s", error)
        else:
            log.info("ready: %s", loaded)

    def state(self) -> dict[str, Any]:
        """Return how far the worker is, without waiting for anything."""
        engine = self._engine
        model = engine and engine.loaded and engine.loaded.get("model")
        latest = self._latest
        return {
            "engine": engine.state.name if engine else "NEW",
            "model": model and model["name"],
            "preparing": latest.message
            if latest and any(not task.done() for task in self._work.values())
            else None,
        }

    async def health(self) -> dict[str, Any]:
        """Return what an operator asks first, within 50 ms, whatever the volume does."""
        task = self._work.get("environment")
        installed = self.installed.key if self.installed else None
        installing = None
        if installed is None and task is not None and not task.done():
            installing = dataclasses.asdict(self._latest or Progress("environment", "starting"))
        return {**self.state(), **await self._lookout.page(installed, installing)}

    async def close(self) -> None:
        """End the engine, and whatever is being installed."""
        self._stop.set()
        self._lookout.close()
        self._housekeeper.close()
        # Awaited, so that no task is unfinished, and no exception unretrieved, when the loop ends.
        tasks = [task for task in (*self._work.values(), self._preloading) if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._engine is not None:
            await self._engine.close()

    # Once for all

    async def _once(self, name: str, work: Callable[[Report], T], job: Job | None) -> T:
        task: asyncio.Task[T] | None = self._work.get(name)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            loop = asyncio.get_running_loop()

            def report(progress: Progress) -> None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is going
                    loop.call_soon_threadsafe(self._tell, name, progress)

            task = self._work[name] = loop.create_task(asyncio.to_thread(work, report))
            task.add_done_callback(
                lambda done: done.cancelled() or done.exception()
            )  # there may be no waiter
        if job is None:
            return await asyncio.shield(task)
        listeners = self._listeners.setdefault(name, set())
        listeners.add(job)
        try:
            return await asyncio.wait_for(asyncio.shield(task), job.remaining())
        except TimeoutError:
            raise self._not_yet() from None
        finally:
            listeners.discard(job)

    def _tell(self, name: str, progress: Progress) -> None:
        self._latest = progress
        for job in self._listeners.get(name, ()):
            job.progress.report(progress.stage, progress.message, progress.done, progress.total)
        if not self._listeners.get(name):
            log.debug("%s", progress.message)

    def _not_yet(self) -> WorkerError:
        latest = self._latest
        message = (
            "The worker is still being prepared and this job's time is up"
            + (f" ({latest.message})" if latest else "")
            + "; this continues while the worker runs, so send the job again in a minute."
        )
        return WorkerError("ENVIRONMENT_INSTALLING", message, dataclasses.asdict(latest) if latest else None)

    async def _engine_of(self, environment: Environment) -> Engine:
        if self._engine is None:
            self._engine = self._make_engine(environment.python)
        return self._engine


def _shown(job: Job) -> Callable[[str, int, int], None]:
    def show(stage: str, done: int, total: int) -> None:
        job.progress.report(stage, STAGES.get(stage, stage), done, total)

    return show
