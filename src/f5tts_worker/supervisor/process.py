"""The image's side of the engine: who may use it when, and that there is one to use.

An engine that dies costs no job but that of which it dies: the next call starts it again and loads again what
was loaded, and what was under way is done once more.
"""

import asyncio
import contextlib
import contextvars
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from f5tts_worker.engine.protocol import LOAD, METHODS, QUEUED, Method, P, R
from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.child import kernel_cache, scrubbed_environment
from f5tts_worker.supervisor.lifetime import Lifetime, OnPiece, OnProgress
from f5tts_worker.supervisor.own_folder import own_folder, remove_left
from f5tts_worker.supervisor.states import DeathError, Deaths, Limits, State

_OTHERS_DEATHS = 2  # that a request outlives before it is sent: after them, loading is the fault
_TRIAL_S, _DEATHS = 2.0, 4  # what was under way is sent again: alone so long, and so often in all


class Engine:
    """An engine of one event loop; it works on several calls at once, and starts and loads by itself.

    Who waits for whom:

    * Calls begin in the order in which they came: one at a time has the turn, from before the start of the
      process until its request is sent. Not more than `Limits.at_once` are under way.
    * Starting and loading belong to the engine. A caller that leaves does not stop them; the next one waits
      for them to end (`_preparing`) before it prepares anything itself. Another model waits for all that is
      under way to end, and all that comes later for it; another aligner for nothing.
    * A request belongs to its caller. One that leaves waits until the engine has stopped the work, so that
      nothing is written into its folder afterwards. If it is cancelled once more while it waits, the stopping
      goes on alone.
    * What was under way when the engine died is done again, and in the first seconds of each no other begins:
      the one that the engine dies of then gets the error, and no other.
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
        self._places = asyncio.Semaphore(self._limits.at_once)
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
        async with self._turn:
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
        async with _deadline(deadline_s, "load"):
            sending = _Sending("load", load)
            while True:
                try:
                    async with self._turn:
                        if on_turn is not None:
                            on_turn()
                        return (await self._prepared(load, on_progress)).load_result
                except DeathError as death:
                    is_own = death.details.get("method") == LOAD and not death.on_purpose
                    if self._closed or is_own or not sending.goes_on_after(death):
                        raise

    async def call(
        self,
        method: Method[P, R],
        params: P,
        *,
        load: Mapping[str, Any] | None = None,
        on_progress: OnProgress | None = None,
        on_turn: Callable[[], None] | None = None,
        on_piece: OnPiece | None = None,
        deadline_s: float | None = None,
        is_beside: bool = False,
    ) -> R:
        """Return the result of one request. One during which the engine dies is sent again.

        `load`: what must be loaded for it (default: what was loaded last); the engine sees to it first.
        `on_turn` is called when the wait for the turn, and for the engine to be ready, is over. `on_piece`
        gets each piece that the request asks for; if it is sent again, from the first one on. `is_beside`: it
        belongs to one that is under way, and needs no place of its own.
        `deadline_s` counts from now, waiting included. A cancelled call, and one past its deadline, stops
        the engine's work on it: by a message, and by a kill after the grace. Raises WorkerError: the engine's
        own errors, ENGINE_DIED, ENGINE_START_FAILED, ENGINE_UNHEALTHY (refresh_worker), JOB_TIMEOUT.
        """
        if method not in METHODS:
            raise ValueError(f"unknown method {method!r}")
        order = cast("Mapping[str, Any]", params)
        if method == LOAD:
            result = await self.ensure_loaded(
                order, on_progress=on_progress, on_turn=on_turn, deadline_s=deadline_s
            )
            return cast("R", result)
        async with _deadline(deadline_s, method):
            sending = _Sending(method, order, on_piece, is_beside)
            while True:
                wanted = self._wanted if load is None else load
                try:
                    return cast("R", await self._attempt(sending, wanted, on_progress, on_turn))
                except DeathError as death:
                    if self._closed or not sending.goes_on_after(death):
                        raise
                    if on_progress is not None:
                        on_progress(QUEUED, 0, 1)

    async def _attempt(
        self,
        sending: "_Sending",
        wanted: Mapping[str, Any] | None,
        on_progress: OnProgress | None,
        on_turn: Callable[[], None] | None,
    ) -> dict[str, Any]:
        """Send a request when it has its turn, and return its answer."""
        sending.is_under_way = sending.is_on_trial = False
        async with contextlib.nullcontext() if sending.is_beside else self._places:
            await self._turn.acquire()
            with contextlib.ExitStack() as turn:
                turn.callback(self._turn.release)
                lifetime = await self._prepared(wanted, on_progress)
                pending = await lifetime.begin(
                    sending.method,
                    sending.order,
                    on_progress,
                    is_second=sending.is_second,
                    on_piece=sending.on_piece,
                )
                sending.is_under_way = True
                if on_turn is not None:
                    on_turn()
                if not sending.is_second:
                    turn.close()
                    return await lifetime.answer(pending)
                # No other request begins until the engine has had time to die of this one. Where others that
                # were sent for the first time are under way, it may be theirs.
                sending.is_on_trial = pending.is_alone

                def acquit() -> None:
                    sending.is_on_trial = False
                    turn.close()

                trial = asyncio.get_running_loop().call_later(_TRIAL_S, acquit)
                try:
                    return await lifetime.answer(pending)
                finally:
                    trial.cancel()

    async def close(self) -> None:
        """Kill the engine for good; whoever waits for it gets ENGINE_DIED."""
        self._closed = True
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.wait({self._preparing})
        if self._lifetime is not None:
            await self._lifetime.end()
        self._resources.close()

    async def _prepared(self, load: Mapping[str, Any] | None, on_progress: OnProgress | None) -> Lifetime:
        """Return a living engine with `load` loaded; first comes what an earlier caller left unfinished."""
        self._refuse_if_closed()
        self._on_progress = on_progress
        try:
            if self._preparing is not None and not self._preparing.done():
                await asyncio.wait({self._preparing})  # how it ends is another caller's business
            living = self._lifetime
            if living is not None and load is not None and _replaces(living.loaded, load):
                await living.idle()  # the model must not go while it speaks
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
        if load is None or _holds(lifetime.loaded, load):
            return lifetime
        await lifetime.load(load, self._show, anew=_replaces(lifetime.loaded, load))
        self._wanted = load
        return lifetime

    async def _living(self) -> Lifetime:
        if self._lifetime is not None:
            if not self._lifetime.ending:
                return self._lifetime
            await asyncio.shield(self._lifetime.over)
        if self._home is None:
            remove_left()
            self._home = self._resources.enter_context(own_folder())
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


def _replaces(loaded: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> bool:
    """Say whether loading what is wanted replaces the model: another aligner does not."""
    return loaded is None or {**loaded, "aligner": None} != {**wanted, "aligner": None}


@dataclass
class _Sending:
    """A request that is sent until it is answered, and its state so far."""

    method: str
    order: Mapping[str, Any]
    on_piece: OnPiece | None = None
    is_beside: bool = False
    is_second: bool = False  # the engine died while it was under way
    is_under_way: bool = False
    is_on_trial: bool = False  # if the engine dies now, this is why
    deaths: int = 0  # while it was under way
    others_deaths: int = 0  # before it was sent

    def goes_on_after(self, death: DeathError) -> bool:
        """Say whether it is sent again: not if the engine died of it alone, nor for ever."""
        if death.code == "ENGINE_START_FAILED" or (death.refresh_worker and not self.is_under_way):
            return False
        if death.on_purpose:
            return True
        if self.is_under_way:
            self.is_second = True
            self.deaths += 1
            return not self.is_on_trial and self.deaths < _DEATHS
        self.others_deaths += 1
        return self.others_deaths <= _OTHERS_DEATHS


@contextlib.asynccontextmanager
async def _deadline(seconds: float | None, method: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        message = f"The time for this job ran out ({seconds:g} s) at the engine's step {method!r}."
        raise WorkerError("JOB_TIMEOUT", message, {"method": method}) from error
