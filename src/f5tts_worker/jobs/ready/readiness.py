"""What all jobs share: the environment, the models' files and the engine, made ready once and kept."""

import asyncio
import dataclasses
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from f5tts_worker import bootstrap
from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.housekeeping import Housekeeper, volume_with_room
from f5tts_worker.config import Settings
from f5tts_worker.engine.protocol import Method, P, R
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.page import Lookout
from f5tts_worker.jobs.job import QUEUED, Job
from f5tts_worker.jobs.ready.once import Once
from f5tts_worker.jobs.ready.session import Session, shown
from f5tts_worker.supervisor.lifetime import OnPiece
from f5tts_worker.supervisor.process import Engine
from f5tts_worker.volume.progress import Progress, Report
from f5tts_worker.volume.volume import Volume, volume_as_it_is

log = logging.getLogger(__name__)

PRELOAD_AGAIN_S = 60.0  # after a failure: without a job, nothing else would try again


class Readiness:
    """The engine and all that it needs. Lives in one event loop."""

    def __init__(
        self,
        settings: Settings,
        make_engine: Callable[[Path], Engine] = Engine,
        lookout: Lookout | None = None,
    ) -> None:
        self._settings = settings
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._jobs = (
            1  # that the device can feed; never less again, since the SDK takes none while that changes
        )
        self._stop = threading.Event()
        self._volume = Once(lambda _report: volume_with_room(self._settings))
        self.environment_work = Once(self._install)
        self._files: dict[tuple[str, ...], Once[Any]] = {}  # of models, by what they are and their names
        self._preloading: asyncio.Task[Any] | None = None
        self.has_loaded = False  # a model, for `preload` or for a job
        self.is_beyond_repair = False  # `preload` has found that only another worker can help
        self._lookout = lookout or Lookout(settings)
        self._housekeeper = Housekeeper()

    @property
    def installed(self) -> Environment | None:
        """The environment, if it is known to be installed by now."""
        return self.environment_work.result

    # What jobs ask for

    async def volume(self) -> Volume:
        """Return the checked volume. Raises WorkerError VOLUME_UNUSABLE or VOLUME_FULL."""
        return await self._answered(self._volume.done())

    async def volume_as_it_is(self) -> Volume:
        """Return the volume, a full one too, for what needs no room. Raises WorkerError VOLUME_UNUSABLE."""
        try:
            return await self.volume()
        except WorkerError as error:
            if error.code != "VOLUME_FULL":
                raise
        return await self._answered(asyncio.to_thread(volume_as_it_is, self._settings))

    async def environment(self, job: Job | None) -> Environment:
        """Return the installed environment; install it first if need be."""
        settings = (await self.volume()).settings
        environment = await self.environment_work.done(job)
        self._housekeeper.start(settings, environment)
        return environment

    async def load_params(self, model: str, language: str | None, job: Job | None) -> dict[str, Any]:
        """Return the engine's `load` parameters, their files in place: model and language's aligner."""
        settings, stop = (await self.volume()).settings, self._stop

        def get_weights(report: Report) -> None:
            bootstrap.fetch_ahead(settings, model, language, report, stop)

        def get_model(report: Report) -> dict[str, Any]:
            return bootstrap.ensure_model(settings, environment, model, report, stop)

        weights = self._files_of("weights", model, language or "", work=get_weights)
        weights.begin()  # while the environment is installed, whose progress is what a job then hears
        environment = await self.environment(job)
        await weights.done(job)
        load = {
            "model": await self._files_of("model", model, work=get_model).done(job),
            "aligner": None,
            "warm_up": True,
            "device": self._settings.device,
            "watermark": self._settings.watermark,
        }
        if language is not None:
            spoken = language

            def get_aligner(report: Report) -> dict[str, Any]:
                return bootstrap.ensure_aligner(settings, spoken, report, stop, model=model)

            load["aligner"] = await self._files_of("aligner", spoken, model, work=get_aligner).done(job)
        return load

    async def transcriber(self, job: Job) -> Path:
        """Return the folder of the model that transcribes. Raises WorkerError MODEL_UNAVAILABLE."""
        settings = (await self.volume()).settings

        def get(report: Report) -> Path:
            return bootstrap.ensure_transcriber(settings, report, self._stop)

        found: Path = await self._files_of("transcriber", work=get).done(job)
        return found

    async def ready(self, model: str, language: str | None, job: Job) -> Session:
        """Return the engine with this model loaded, and with a language's aligner, for one job."""
        load = await self.load_params(model, language, job)
        engine = await self._engine_for(job)
        with bootstrap.uploads_paused(), job.stage(QUEUED), job.waiting() as on_turn:
            loaded = await engine.ensure_loaded(
                load, on_progress=shown(job), on_turn=on_turn, deadline_s=job.remaining()
            )
        self._note_loaded(loaded)
        return Session(job, (await self.volume()).settings, model, load, loaded, self)

    async def call(
        self,
        method: Method[P, R],
        params: P,
        load: Mapping[str, Any] | None,
        job: Job,
        *,
        on_piece: OnPiece | None = None,
        is_beside: bool = False,
    ) -> R:
        """Have the engine do one thing for a job; `load` is what must be loaded for it.

        `is_beside`: the job waits for something else meanwhile; this is not its wait, nor its progress.
        """
        engine = await self._engine_for(job)
        if is_beside:
            return await engine.call(method, params, load=load, deadline_s=job.remaining(), is_beside=True)
        with job.waiting() as on_turn:
            return await engine.call(
                method,
                params,
                load=load,
                on_progress=shown(job),
                on_turn=on_turn,
                on_piece=on_piece,
                deadline_s=job.remaining(),
            )

    async def preload(self) -> None:
        """Do at the worker's start what the first job would wait for.

        What fails is tried again now and then, until it or a job succeeds; a job sees the failure itself.
        """
        self._preloading = asyncio.create_task(self._preload())
        await asyncio.wait([self._preloading])

    @property
    def jobs_at_once(self) -> int:
        """How many jobs the device can feed; 1 until it is known."""
        return self._settings.jobs or self._jobs

    def state(self) -> dict[str, Any]:
        """Return how far the worker is, without waiting for anything."""
        engine = self._engine
        model = engine and engine.loaded and engine.loaded.get("model")
        under_way = [work.latest.message for work in self._works() if work.is_under_way and work.latest]
        return {
            "engine": engine.state.name if engine else "NEW",
            "model": model and model["name"],
            "preparing": under_way[0] if under_way else None,
        }

    async def health(self) -> dict[str, Any]:
        """Return what an operator asks first, within 50 ms, whatever the volume does."""
        installing = None
        if self.environment_work.is_under_way:
            installing = dataclasses.asdict(
                self.environment_work.latest or Progress("environment", "starting")
            )
        key = self.installed.key if self.installed else None
        return {**self.state(), **await self._lookout.page(key, installing)}

    async def close(self) -> None:
        """End the engine, and whatever is being installed."""
        self._stop.set()
        self._lookout.close()
        self._housekeeper.close()
        # Awaited, so that no task is unfinished, and no exception unretrieved, when the loop ends.
        tasks = [task for work in self._works() if (task := work.cancel()) is not None]
        if self._preloading is not None:
            self._preloading.cancel()
            tasks.append(self._preloading)
        if tasks:
            await asyncio.wait(tasks)
        if self._engine is not None:
            await self._engine.close()

    # How it is done

    async def _answered(self, look: Awaitable[Volume]) -> Volume:
        try:
            async with asyncio.timeout(self._settings.job_seconds):
                return await look
        except TimeoutError:  # a network file system that has lost its server blocks without an error
            message = f"The volume at {self._settings.volume} does not answer."
            raise WorkerError("VOLUME_UNUSABLE", message) from None

    async def _preload(self) -> None:
        while not self.has_loaded and not self.is_beyond_repair:
            try:
                load = await self.load_params(self._settings.model, self._settings.aligner_language, None)
                with bootstrap.uploads_paused():
                    loaded = await (await self._engine_for(None)).ensure_loaded(load)
            except WorkerError as error:
                log.warning("preparing for the first job failed: %s", error)
                self.is_beyond_repair = error.refresh_worker
                await asyncio.sleep(PRELOAD_AGAIN_S)
            else:
                self._note_loaded(loaded)
                log.info("ready: %s", loaded)

    def _note_loaded(self, loaded: Mapping[str, Any]) -> None:
        self.has_loaded = True
        self._jobs = int(loaded.get("jobs", self._jobs))

    def _install(self, report: Report) -> Environment:
        volume = self._volume.result
        assert volume is not None  # noqa: S101 - `environment` waits for it first
        return bootstrap.ensure(volume.settings, report, self._stop)

    def _files_of(self, *names: str, work: Callable[[Report], Any]) -> Once[Any]:
        return self._files.setdefault(names, Once(work))

    def _works(self) -> list[Once[Any]]:
        return [self._volume, self.environment_work, *self._files.values()]

    async def _engine_for(self, job: Job | None) -> Engine:
        if self._engine is None:
            self._engine = self._make_engine((await self.environment(job)).python)
        return self._engine
