"""The image's side of the engine: who may use it when, and that there is one to use.

An engine that dies costs the job that it worked for and nothing else: the next call starts it again and loads
again what was loaded.
"""

import asyncio
import contextlib
import contextvars
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from f5tts_worker.engine.protocol import LOAD, METHODS, Method, P, R
from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.child import kernel_cache, scrubbed_environment
from f5tts_worker.supervisor.engine_home import engine_home
from f5tts_worker.supervisor.lifetime import Lifetime, OnProgress
from f5tts_worker.supervisor.states import Deaths, Limits, State


class Engine:
    """An engine of one event loop; its calls queue, and it starts and loads again by itself.

    Who waits for whom:

    * One caller at a time has the turn, from before the start of the process to its own answer.
    * Starting and loading belong to the engine. A caller that leaves does not stop them; the next one waits
      for them to end (`_preparing`) before it prepares anything itself.
    * A request belongs to its caller. One that leaves waits until the engine has stopped the work, so that
      nothing is written into its folder afterwards. If it is cancelled once more while it waits, the stopping
      goes on alone, and the next caller waits for it (`Lifetime.settled`).
    """

    def __init__(
        self,
        python: Path,
        *,
        arguments: Sequence[str] = ("-m", "f5tts_worker.engine"),
        limits: Limits | None = None,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._command = [str(python), *arguments]
        self._limits = limits or Limits()
        self._environ = os.environ if environ is None else environ
        self._deaths = Deaths(self._limits, clock)
        self._turn = asyncio.Lock()
        self._lifetime: Lifetime | None = None
        self._wanted: Mapping[str, Any] | None = None
        self._preparing: asyncio.Task[Lifetime] | None = None
        self._on_progress: OnProgress | None = None
        self._home: Path | None = None
        self._resources = contextlib.ExitStack()
        self._closed = False

    @property
    def state(self) -> State:
        """What the engine is doing now."""
        if self._lifetime is None:
            return State.DEAD if self._closed else State.NEW
        return self._lifetime.state

    @property
    def pid(self) -> int | None:
        """The process number of the engine that lives now."""
        return self._lifetime.pid if self._lifetime else None

    @property
    def loaded(self) -> Mapping[str, Any] | None:
        """The load parameters that the engine that lives now was loaded with."""
        return self._lifetime.loaded if self._lifetime and self._lifetime.pid else None

    async def start(self) -> None:
        """Start the process if none lives. Raises WorkerError ENGINE_START_FAILED or ENGINE_UNHEALTHY."""
        async with self._its_turn(None, "start"):
            await self._prepared(None, None)

    async def ensure_loaded(
        self,
        load: Mapping[str, Any],
        *,
        on_progress: OnProgress | None = None,
        on_turn: Callable[[], None] | None = None,
        deadline_s: float | None = None,
    ) -> dict[str, Any]:
        """Return the result of `load` with these parameters; load only where something else is loaded.

        Starting and loading are the engine's own business: a caller who leaves does not stop them, and the
        next one waits for the rest. `on_turn` is called once when the wait for others is over.
        """
        async with self._its_turn(deadline_s, "load"):
            if on_turn is not None:
                on_turn()
            lifetime = await self._prepared(load, on_progress)
            return lifetime.load_result

    async def call(
        self,
        method: Method[P, R],
        params: P,
        *,
        load: Mapping[str, Any] | None = None,
        on_progress: OnProgress | None = None,
        on_turn: Callable[[], None] | None = None,
        deadline_s: float | None = None,
    ) -> R:
        """Return the result of one request; others wait their turn.

        `load`: what must be loaded for it (default: what was loaded last); the engine sees to it first.
        `on_turn` is called once when the wait for others, and for the engine to be ready, is over.
        `deadline_s` counts from now, waiting included. A cancelled call, and one past its deadline, stops
        the engine's work: by a signal, and by a kill after the grace. Raises WorkerError: the engine's own
        errors, ENGINE_DIED, ENGINE_START_FAILED, ENGINE_UNHEALTHY (refresh_worker), JOB_TIMEOUT.
        """
        if method not in METHODS:
            raise ValueError(f"unknown method {method!r}")
        order = cast("Mapping[str, Any]", params)
        if method == LOAD:
            result = await self.ensure_loaded(
                order, on_progress=on_progress, on_turn=on_turn, deadline_s=deadline_s
            )
            return cast("R", result)
        async with self._its_turn(deadline_s, method):
            wanted = self._wanted if load is None else load
            lifetime = await self._prepared(wanted, on_progress)
            if on_turn is not None:
                on_turn()
            return cast("R", await lifetime.request(method, order, on_progress))

    async def close(self) -> None:
        """Kill the engine for good; whoever waits for it gets ENGINE_DIED."""
        self._closed = True
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.wait({self._preparing})
        if self._lifetime is not None:
            await self._lifetime.end()
        self._resources.close()

    @contextlib.asynccontextmanager
    async def _its_turn(self, deadline_s: float | None, method: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(deadline_s), self._turn:
                self._refuse_if_closed()
                if self._lifetime is not None:
                    await self._lifetime.settled()
                yield
        except TimeoutError as error:
            message = f"The time for this job ran out ({deadline_s:g} s) at the engine's step {method!r}."
            raise WorkerError("JOB_TIMEOUT", message, {"method": method}) from error

    async def _prepared(self, load: Mapping[str, Any] | None, on_progress: OnProgress | None) -> Lifetime:
        """Return a living engine with `load` loaded; first comes what an earlier caller left unfinished."""
        self._on_progress = on_progress
        try:
            if self._preparing is not None and not self._preparing.done():
                await asyncio.shield(self._preparing)
            # An empty context: what it logs belongs to no job.
            task = asyncio.get_running_loop().create_task(self._prepare(load), context=contextvars.Context())
            # Its caller may be gone when it fails.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._preparing = task
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._refuse_if_closed()
            raise
        finally:
            self._on_progress = None

    async def _prepare(self, load: Mapping[str, Any] | None) -> Lifetime:
        lifetime = await self._living()
        if load is not None and not _holds(lifetime.loaded, load):
            await lifetime.load(load, self._show)
            self._wanted = load
        return lifetime

    async def _living(self) -> Lifetime:
        if self._lifetime is not None:
            if not self._lifetime.ending:
                return self._lifetime
            await asyncio.shield(self._lifetime.over)
        if self._home is None:
            self._home = self._resources.enter_context(engine_home())
        self._lifetime = Lifetime(self._limits, self._deaths)
        environ = kernel_cache(Path(self._command[0])) | scrubbed_environment(self._environ, self._home)
        await self._lifetime.start(self._command, environ, self._home)
        return self._lifetime

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._on_progress is not None:
            self._on_progress(stage, done, total)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise WorkerError("ENGINE_DIED", "The engine was closed because the worker is stopping.")


def _holds(loaded: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> bool:
    """Say whether what is wanted is loaded: an aligner more does no harm."""
    return loaded is not None and wanted in (loaded, {**loaded, "aligner": None})
