"""The image's side of the engine: who may use it when, and that there is one to use.

An engine that dies costs the job that it worked for and nothing else: the next call starts it again and loads
again what was loaded.
"""

import asyncio
import contextlib
import contextvars
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from f5tts_worker.engine.protocol import LOAD, METHODS, Method, P, R
from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.child import scrubbed_environment
from f5tts_worker.supervisor.lifetime import Lifetime, OnProgress
from f5tts_worker.supervisor.states import Deaths, Limits, State

T = TypeVar("T")


class Engine:
    """An engine of one event loop; its calls queue, and it starts and loads again by itself."""

    def __init__(
        self,
        python: Path,
        *,
        arguments: Sequence[str] = ("-m", "f5tts_worker.engine"),
        limits: Limits | None = None,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = [str(python), *arguments]
        self._limits = limits or Limits()
        self._environ = os.environ if environ is None else environ
        self._deaths = Deaths(self._limits, clock)
        self._turn = asyncio.Lock()
        self._run: Lifetime | None = None
        self._wanted: Mapping[str, Any] | None = None
        self._own: asyncio.Task[Any] | None = None
        self._spectator: OnProgress | None = None
        self._home: Path | None = None
        self._closed = False

    @property
    def state(self) -> State:
        """What the engine is doing now."""
        if self._run is None:
            return State.DEAD if self._closed else State.NEW
        return self._run.state

    @property
    def pid(self) -> int | None:
        """The process number of the engine that lives now."""
        return self._run.pid if self._run else None

    @property
    def loaded(self) -> Mapping[str, Any] | None:
        """The load parameters that the engine that lives now was loaded with."""
        return self._run.loaded if self._run and self._run.pid else None

    async def start(self) -> None:
        """Start the process if none lives. Raises WorkerError ENGINE_START_FAILED or ENGINE_UNHEALTHY."""
        async with self._its_turn(None, "start"):
            await self._as_own(self._living, None)

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
        async with self._its_turn(deadline_s, "load", on_turn):
            run = await self._as_own(lambda: self._loaded_with(load), on_progress)
            return run.load_result

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
        `on_turn` is called once when the wait for others is over.
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
        async with self._its_turn(deadline_s, method, on_turn):
            wanted = self._wanted if load is None else load
            run = await self._as_own(lambda: self._loaded_with(wanted), on_progress)
            return cast("R", await run.request(method, order, on_progress))  # what the engine's types say

    async def close(self) -> None:
        """Kill the engine for good; whoever waits for it gets ENGINE_DIED."""
        self._closed = True
        if self._own is not None:
            self._own.cancel()
            await asyncio.wait({self._own})
        if self._run is not None:
            await self._run.end()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)

    @contextlib.asynccontextmanager
    async def _its_turn(
        self, deadline_s: float | None, method: str, on_turn: Callable[[], None] | None = None
    ) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(deadline_s), self._turn:
                if on_turn is not None:
                    on_turn()
                self._refuse_if_closed()
                if self._run is not None:
                    await self._run.settled()
                yield
        except TimeoutError as error:
            message = f"The time for this job ran out ({deadline_s:g} s) at the engine's step {method!r}."
            raise WorkerError("JOB_TIMEOUT", message, {"method": method}) from error

    async def _as_own(self, work: Callable[[], Coroutine[Any, Any, T]], on_progress: OnProgress | None) -> T:
        """Do the work in a task of the engine's own, after one that an earlier caller left behind."""
        self._spectator = on_progress
        try:
            if self._own is not None and not self._own.done():
                await asyncio.shield(self._own)
            # An empty context: what it logs belongs to no job.
            task = asyncio.get_running_loop().create_task(work(), context=contextvars.Context())
            task.add_done_callback(
                lambda done: done.cancelled() or done.exception()
            )  # there may be no caller left
            self._own = task
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._refuse_if_closed()
            raise
        finally:
            self._spectator = None

    async def _loaded_with(self, load: Mapping[str, Any] | None) -> Lifetime:
        run = await self._living()
        if load is not None and run.loaded != load:
            await run.load(load, self._show)
            self._wanted = load
        return run

    async def _living(self) -> Lifetime:
        if self._run is not None:
            if not self._run.ending:
                return self._run
            await asyncio.shield(self._run.over)
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(prefix="f5tts-engine-"))
        self._run = Lifetime(self._limits, self._deaths)
        await self._run.start(self._command, scrubbed_environment(self._environ, self._home), self._home)
        return self._run

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._spectator is not None:
            self._spectator(stage, done, total)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise WorkerError("ENGINE_DIED", "The engine was closed because the worker is stopping.")
