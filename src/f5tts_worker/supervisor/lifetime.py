"""One life of the engine, from a spawn to its end: its state, its requests, and what its end means."""

import asyncio
import contextlib
import contextvars
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from f5tts_worker.engine.protocol import CANCEL, Event, Piece, ProtocolError, Request, decode_event, encode
from f5tts_worker.errors import WorkerError
from f5tts_worker.log import redact
from f5tts_worker.running_time import running_time
from f5tts_worker.supervisor.child import Child
from f5tts_worker.supervisor.states import DeathError, Deaths, Limits, State, end_of, guarded

logger = logging.getLogger(__name__)
OnProgress = Callable[[str, int, int], None]
OnPiece = Callable[[Piece], None]

_WITH_NEIGHBOURS = 10  # times the grace, for an engine that works for others, too


@dataclass
class Pending:
    """A request that the engine works on, and who waits for it.

    `is_second`: the engine died while it was under way before. `is_alone`: nothing else was when it was sent.
    """

    request: Request
    answer: asyncio.Future[dict[str, Any]]
    on_progress: OnProgress | None
    is_second: bool
    on_piece: OnPiece | None = None
    is_alone: bool = True
    context: contextvars.Context = field(default_factory=contextvars.copy_context)  # holds the job's id

    def report(self, data: Mapping[str, Any]) -> None:
        """Pass progress on; a callback that fails must not cost the job."""
        try:
            report = str(data["stage"]), int(data["done"]), int(data["total"])
        except (KeyError, TypeError, ValueError) as error:
            raise ProtocolError("progress without stage, done and total") from error
        if self.on_progress is not None:
            try:
                self.context.run(self.on_progress, *report)
            except Exception:
                logger.exception("a progress callback failed; it is not called again")
                self.on_progress = None

    def give(self, piece: Mapping[str, Any]) -> None:
        """Pass a piece on. Raises ProtocolError for one that was not asked for."""
        if self.answer.done() or self.request.params.get("pieces") is not True:
            raise ProtocolError("a piece that was not asked for")
        if self.on_piece is not None:
            self.context.run(self.on_piece, cast("Piece", piece))


class Lifetime:
    """An engine process and its requests. What may not overlap with others is its caller's business."""

    def __init__(self, limits: Limits, deaths: Deaths) -> None:
        loop = asyncio.get_running_loop()
        self.state = State.NEW
        self.ending = False  # it gets no more requests, though its burial takes a moment
        self.over: asyncio.Future[None] = loop.create_future()
        self.loaded: Mapping[str, Any] | None = None
        self.load_result: dict[str, Any] = {}
        self._limits = limits
        self._deaths = deaths
        self._ready: asyncio.Future[None] = loop.create_future()
        self._child: Child | None = None
        self._listener: asyncio.Task[None] | None = None
        self._pending: dict[int, Pending] = {}
        self._fault: str | None = None  # why we killed it for something that it did
        self._on_purpose = False  # we killed it for a caller: no sign of ill health
        self._error: DeathError | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        self._serial = 0

    @property
    def pid(self) -> int | None:
        """The number of the process while it lives."""
        return self._child.pid if self._child and self.state is not State.DEAD else None

    async def start(self, command: Sequence[str], environ: Mapping[str, str], folder: Path) -> None:
        """Start the process and wait until it is ready. Raises WorkerError ENGINE_START_FAILED."""
        self._move(State.STARTING)
        try:
            self._child = await Child.spawn(command, environ, folder, self._log)
        except BaseException as error:
            self.ending = True
            self._move(State.DEAD)
            self.over.set_result(None)
            if isinstance(error, OSError):
                logger.warning("the engine's Python cannot be run: %s", error)
                raise self._deaths.error(State.STARTING, "its Python cannot be run", {}) from error
            raise
        self._listener = asyncio.get_running_loop().create_task(self._listen(self._child))
        with self._condemned_after(self._limits.start_s, "it was not ready"):
            await asyncio.shield(self._ready)

    async def load(self, params: Mapping[str, Any], on_progress: OnProgress, *, anew: bool) -> None:
        """Load models and remember which. Raises WorkerError.

        `anew`: what is loaded goes, so that a load that fails leaves no model.
        """
        if anew:
            self.loaded = None
        began = running_time()
        with self._condemned_after(self._limits.load_s, "it did not load its models"):
            result = await self.answer(await self.begin("load", params, on_progress))
        took = round(running_time() - began, 3)  # the engine's own clock counts the hours of a freeze
        seconds = {stage: min(said, took) for stage, said in result.get("seconds", {}).items()}
        self.load_result = {**result, "seconds": seconds}
        self.loaded = params

    async def begin(
        self,
        method: str,
        params: Mapping[str, Any],
        on_progress: OnProgress | None,
        *,
        is_second: bool = False,
        on_piece: OnPiece | None = None,
    ) -> Pending:
        """Send a request. Raises WorkerError."""
        if self.ending:  # it died in the moment since it was found well
            await asyncio.shield(self.over)
        if self._child is None or self._error is not None:
            raise self._error or WorkerError("ENGINE_DIED", "The engine was not started.")
        self._serial += 1
        answer = asyncio.get_running_loop().create_future()
        request, is_alone = Request(self._serial, method, params), not self._pending
        pending = Pending(request, answer, on_progress, is_second, on_piece, is_alone)
        line = encode(pending.request)
        if not self._pending:
            self._move(State.LOADING if method == "load" else State.BUSY)
        self._pending[self._serial] = pending
        self._child.send(line)
        return pending

    async def answer(self, pending: Pending) -> dict[str, Any]:
        """Return a request's answer; when cancelled, stop the work on it first. Raises WorkerError."""
        try:
            return await asyncio.shield(pending.answer)
        except asyncio.CancelledError:
            stopping = asyncio.get_running_loop().create_task(self._stop(pending))
            self._stopping.add(stopping)
            stopping.add_done_callback(self._stopping.discard)
            await asyncio.shield(stopping)  # so that nothing writes into the job's folder after the job
            raise

    async def idle(self) -> None:
        """Wait until there is no request under way."""
        while self._pending:
            await asyncio.wait({pending.answer for pending in self._pending.values()})

    async def end(self) -> None:
        """Kill the engine for a caller's sake and wait for its end."""
        if self._child is not None:
            self._on_purpose = True
            self._child.kill()
            await asyncio.shield(self.over)

    async def _stop(self, pending: Pending) -> None:
        pending.on_progress = pending.on_piece = None
        if pending.request.method != "load" and self._child is not None:  # only close() stops a load
            self._child.send(encode(Request(pending.request.id, CANCEL)))
            # A window of the aligner, say, is not cut short: it may end before its neighbours' work is lost.
            patience = 1 if len(self._pending) == 1 else _WITH_NEIGHBOURS
            await asyncio.wait({pending.answer}, timeout=patience * self._limits.grace_s)
        if not pending.answer.done():
            await self.end()
        pending.answer.exception()  # nothing else will look at it

    @contextlib.contextmanager
    def _condemned_after(self, seconds: float, fault: str) -> Iterator[None]:
        def condemn() -> None:
            self._fault = self._fault or f"{fault} within {seconds:g} s"
            if self._child is not None:
                self._child.kill()

        timer = asyncio.get_running_loop().call_later(seconds, condemn)
        try:
            yield
        finally:
            timer.cancel()

    async def _listen(self, child: Child) -> None:
        """Take the engine's events until its pipe ends or it breaks the protocol, and see it to its end."""
        try:
            async for line in child.lines():
                self._take(decode_event(line))
            await asyncio.wait({child.gone}, timeout=self._limits.grace_s)
            if not child.gone.done():
                self._fault = self._fault or "it closed its pipe but kept running"
        except ProtocolError as error:
            # What it wrote instead may be any job's: for the log alone.
            logger.warning("%s", redact(f"the engine broke the protocol: {error}"))
            self._fault = self._fault or "it broke the protocol"
        finally:
            self.ending = True
            self._bury(await child.end())

    def _take(self, event: Event) -> None:
        if event.event == "ready":
            if self._ready.done():
                raise ProtocolError("ready for a second time")
            self._move(State.READY)
            self._ready.set_result(None)
            return
        pending = self._pending.get(event.id)
        if pending is None:
            raise ProtocolError(f"{event.event} for request {event.id}, which is not under way")
        if event.event == "progress":
            pending.report(event.data)
            return
        if event.event == "piece":
            pending.give(event.data)
            return
        del self._pending[event.id]
        if not self._pending:
            self._move(State.READY)
        if event.event == "result":
            pending.answer.set_result(dict(event.data))
        else:
            error = WorkerError.from_dict(event.data)
            error.refresh_worker = error.code == "ENGINE_UNHEALTHY"  # its GPU: another worker has another
            pending.answer.set_exception(error)

    def _bury(self, exit_code: int | None) -> None:
        before, pending = self.state, list(self._pending.values())
        self._move(State.DEAD)
        self._pending.clear()
        # With several under way, none is named.
        method = pending[0].request.method if len(pending) == 1 else None
        details = {"state": before.value, "method": method, "exit_code": exit_code}
        reason = self._fault or end_of(exit_code)
        # The second death of one request is its own fault, not the engine's.
        counts = not any(one.is_second for one in pending)
        self._error = self._deaths.error(before, reason, details, on_purpose=self._on_purpose, counts=counts)
        if not self._on_purpose:
            self._context(pending).run(logger.warning, "%s", self._error.message)
        waiting: list[asyncio.Future[Any]] = [self._ready, *(one.answer for one in pending)]
        for future in waiting:
            if not future.done():
                future.set_exception(self._error)
                future.exception()  # whoever waited may have left
        self.over.set_result(None)

    def _move(self, to: State) -> None:
        self.state = guarded(self.state, to)

    def _log(self, line: str) -> None:
        self._context(self._pending.values()).run(logger.info, "%s", line)

    @staticmethod
    def _context(pending: Collection[Pending]) -> contextvars.Context:
        """Return the context of the job that the engine works for; an empty one if they are several."""
        return next(iter(pending)).context if len(pending) == 1 else contextvars.Context()
