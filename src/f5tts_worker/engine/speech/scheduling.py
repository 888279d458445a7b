"""Which chunks are sampled next, of all jobs that speak at the same time.

One thread samples, a batch at a time. Each job's own thread turns its mels into sound beside it, so that the
device does not idle while a job decodes, aligns or encodes.

Every second batch begins with a chunk of the job that has least left; the others with one of the oldest, but
every fourth of them with one of the job that has waited longest. So the first of many alike is answered
first, a short job waits for two batches at most, however long the others are, and each gets on. A batch takes
a chunk of each waiting job and then fills up from the oldest, within its frames. A job alone gets the same
batches every time, and so the same bits.

Where pieces leave as they are made, somebody listens: three of four batches begin with a chunk of the job
whose listener has to wait first, so long as there is one who has little left to hear.
"""

import bisect
import math
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import torch

from f5tts_worker.engine.cancelling import Cancelled, undivided
from f5tts_worker.engine.model.network import FlowNetwork
from f5tts_worker.engine.protocol import QUEUED
from f5tts_worker.engine.request_loop import is_out_of_memory
from f5tts_worker.engine.speech.sampler import ChunkPlan, SampleSettings, sample

Progress = Callable[[str, int, int], None]

_LOOK_SECONDS = 0.1  # between a waiting job's looks at whether it was cancelled
_FRAMES_AHEAD = 32_768  # of mels that a job has not taken yet: 13 MB
_FRAME_SECONDS = 256 / 24_000  # of F5-TTS's mel
_ENOUGH_SECONDS = 20.0  # of speech that a listener has before him: his job is then like any other


class _AbandonedError(Exception):
    """All jobs of a batch have left."""


class Order:
    """One job's chunks, by their places in its speech, on their way to mels."""

    def __init__(
        self,
        scheduler: "Scheduler",
        network: FlowNetwork,
        reference: Any,
        settings: SampleSettings,
        max_batch_frames: int,
        due: float,
        *,
        has_listener: bool,
    ) -> None:
        self.due = due
        # Until when a listener, if there is one, has something to hear, once what is begun is made: a first
        # piece is late at once.
        self.heard_until = time.monotonic() if has_listener else math.inf
        self.seconds = 0.0  # that its share of the batches took
        self.network, self.reference, self.settings = network, reference, settings
        self.max_batch_frames = max_batch_frames
        self.waiting: deque[deque[tuple[int, ChunkPlan]]] = deque()  # in groups that make one batch
        self.mels: dict[int, Any] = {}
        self.frames_ahead = 0
        self.awaited: int | None = None  # the place whose mel the job waits for
        self.served = 0  # the number of the last batch that it led or was in
        self.error: BaseException | None = None
        self.in_batch = self.step = self.made = self.wanted = 0  # chunks; steps of this batch; chunks
        self._scheduler = scheduler

    @property
    def frames_left(self) -> int:
        """Frames that are still to be sampled."""
        return sum(plan.frames for group in self.waiting for _, plan in group)

    @property
    def is_ready(self) -> bool:
        """Whether a chunk of it can be sampled now."""
        is_wanted = self.awaited is not None and self.awaited not in self.mels
        return bool(self.waiting) and (is_wanted or self.frames_ahead < _FRAMES_AHEAD)

    def goes_with(self, other: "Order") -> bool:
        """Say whether chunks of both can be in one batch."""
        return (
            self.network is other.network
            and self.settings == other.settings
            and self.max_batch_frames == other.max_batch_frames
        )

    def add(self, group: Sequence[tuple[int, ChunkPlan]], *, first: bool = False) -> None:
        """Have chunks sampled: in one batch if no other job is there. `first`: before the job's others."""
        self._scheduler.add(self, group, first=first)

    def mel(self, place: int, progress: Progress) -> Any:
        """Return a chunk's mel, fp32 [frames, bands], once it is there. Raises what sampling raised.

        Meanwhile, `progress` hears of the steps, or that others have their turn.
        """
        return self._scheduler.taken(self, place, progress)

    def pop(self) -> tuple[int, ChunkPlan]:
        """Take the next chunk out of the queue."""
        chunk = self.waiting[0].popleft()
        if not self.waiting[0]:
            self.waiting.popleft()
        seconds = (chunk[1].frames - len(self.reference)) * _FRAME_SECONDS
        self.heard_until = max(self.heard_until, time.monotonic()) + seconds
        return chunk

    @property
    def steps(self) -> tuple[int, int]:
        """Steps of sampling that are done, and all that are known of."""
        done = self.made * self.settings.steps + self.in_batch * self.step
        return done, self.wanted * self.settings.steps


class _Chunk(NamedTuple):
    order: Order
    place: int
    plan: ChunkPlan


class Scheduler:
    """Samples for all jobs of a process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._orders: list[Order] = []  # the oldest first
        self._batches = 0
        self._thread: threading.Thread | None = None

    @contextmanager
    def order(
        self,
        network: FlowNetwork,
        reference: Any,
        settings: SampleSettings,
        max_batch_frames: int,
        due: float = 0.0,
        *,
        has_listener: bool = False,
    ) -> Iterator[Order]:
        """Take a job's chunks until the block ends; what is not sampled by then is dropped.

        `reference` is its voice's mel [n, mel]. `max_batch_frames` bounds a batch, never a single chunk. The
        oldest job is the one that is `due` first; of those alike, the one that came first. `has_listener`:
        its pieces are heard as they are made.
        """
        order = Order(self, network, reference, settings, max_batch_frames, due, has_listener=has_listener)
        try:
            with undivided(), self._changed:
                order.served = self._batches
                bisect.insort_right(self._orders, order, key=lambda one: one.due)
                if self._thread is None:
                    thread = threading.Thread(target=self._run, daemon=True, name="sampling")
                    thread.start()
                    self._thread = thread
            yield order
        finally:
            try:
                with undivided(), self._changed:
                    self._forget(order)
            except Cancelled:  # in the last moment, and once
                with self._changed:
                    self._forget(order)
                raise

    def add(self, order: Order, group: Sequence[tuple[int, ChunkPlan]], *, first: bool = False) -> None:
        """Put a group of chunks into a job's queue, or in front of it."""
        with undivided(), self._changed:
            (order.waiting.appendleft if first else order.waiting.append)(deque(group))
            order.wanted += len(group)
            self._changed.notify_all()

    def taken(self, order: Order, place: int, progress: Progress) -> Any:
        """Wait for a chunk's mel and hand it out."""
        told: Any = None
        with undivided():  # progress itself raises Cancelled
            while True:
                with self._changed:
                    order.awaited = place
                    if place not in order.mels and order.error is None and self._standing(order) == told:
                        self._changed.wait(_LOOK_SECONDS)
                    told = self._standing(order)
                    if order.error is not None:
                        raise order.error
                    mel = order.mels.pop(place, None)
                    if mel is not None:
                        order.awaited = None
                        order.frames_ahead -= len(mel)
                        self._changed.notify_all()
                progress(*told)
                if mel is not None:
                    return mel

    def _standing(self, order: Order) -> tuple[str, int, int]:
        """Return what progress is to be told of a job that waits for a mel."""
        others_turn = any(other.in_batch for other in self._orders) and not order.in_batch
        return (QUEUED, 0, 1) if others_turn and order.is_ready else ("sampling", *order.steps)

    def _forget(self, order: Order) -> None:
        if order in self._orders:
            self._orders.remove(order)
        order.waiting.clear()
        order.mels.clear()

    # What follows runs in the scheduler's own thread

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (batch := self._next_batch()):
                    self._changed.wait()
            try:
                self._sample(batch)
            except BaseException as error:  # noqa: BLE001 - no job may be left waiting
                self._fail(batch, error)
            del batch  # its tensors are others' from here on

    def _next_batch(self) -> list[_Chunk]:
        """Take a batch out of the queues."""
        ready = [order for order in self._orders if order.is_ready]
        if not ready:
            return []
        self._batches += 1
        lead = self._lead(ready)
        alike = [order for order in ready if order.goes_with(lead)]
        batch: list[_Chunk] = []
        frames = 0
        groups = {order: order.waiting[0] for order in alike}  # no job fills a batch beyond its own group

        def take(order: Order) -> bool:
            nonlocal frames
            group = groups[order]
            if not group or (batch and frames + group[0][1].frames > lead.max_batch_frames):
                return False
            batch.append(_Chunk(order, *order.pop()))
            order.served = self._batches
            frames += batch[-1].plan.frames
            return True

        for order in (lead, *(other for other in alike if other is not lead)):
            take(order)
        for order in alike:
            while take(order):
                pass
        return batch

    def _lead(self, ready: Sequence[Order]) -> Order:
        """Return the job with whose chunk the next batch begins."""
        soon = time.monotonic() + _ENOUGH_SECONDS
        heard = [order for order in ready if order.heard_until < soon]
        if heard and (self._batches % 4 or len(heard) == len(ready)):
            return min(heard, key=lambda order: order.heard_until)
        if self._batches % 2 == 0:
            return min(ready, key=lambda order: order.frames_left)
        return min(ready, key=lambda order: order.served) if self._batches % 8 == 7 else ready[0]

    def _sample(self, batch: Sequence[_Chunk]) -> None:
        """Sample a batch, and leave its mels, or its error, with its jobs."""
        error = self._sampled(batch)
        if error is None:
            return
        if len(batch) > 1:  # whatever one job's chunk does, memory included, must not cost the others
            del error
            if torch.cuda.is_initialized():
                with suppress(RuntimeError):  # of a GPU that is lost, as each chunk will find
                    torch.cuda.empty_cache()
            for chunk in batch:
                self._sample([chunk])
        else:
            self._fail(batch, error)

    def _fail(self, batch: Sequence[_Chunk], error: BaseException) -> None:
        """Leave an error with the jobs of a batch; they get no other chunk."""
        with self._changed:
            for chunk in batch:
                chunk.order.error = chunk.order.error or error
                self._forget(chunk.order)
            self._changed.notify_all()

    def _sampled(self, batch: Sequence[_Chunk]) -> BaseException | None:
        """Sample a batch and hand its mels out; return what went wrong instead."""
        orders = {chunk.order for chunk in batch}
        with self._changed:
            for order in orders:
                order.in_batch, order.step = sum(chunk.order is order for chunk in batch), 0
            self._changed.notify_all()
        began = time.perf_counter()
        error: BaseException | None = None
        mels: list[Any] = []
        try:
            mels = self._mels(batch, orders)
        except _AbandonedError:
            pass
        except BaseException as raised:  # noqa: BLE001 - whatever it is, the next batch is sampled
            if not is_out_of_memory(raised):
                traceback.print_exception(raised)  # for the log: the job's own thread cannot say where it was
            error = raised.with_traceback(None)  # its frames hold the tensors
            error.__context__ = None
        share = (time.perf_counter() - began) / sum(chunk.plan.frames for chunk in batch)
        with self._changed:
            for chunk, mel in zip(batch, mels, strict=False):
                chunk.order.made += 1
                if chunk.order in self._orders:
                    chunk.order.mels[chunk.place] = mel
                    chunk.order.frames_ahead += len(mel)
            for chunk in batch:
                chunk.order.seconds += share * chunk.plan.frames
                chunk.order.in_batch = 0
            self._changed.notify_all()
        return error

    def _mels(self, batch: Sequence[_Chunk], orders: Collection[Order]) -> list[Any]:
        lead = batch[0].order

        def report(step: int) -> None:
            with self._changed:
                if not any(order in self._orders for order in orders):
                    raise _AbandonedError
                for order in orders:
                    order.step = step
                self._changed.notify_all()

        mels = sample(
            lead.network, [(chunk.order.reference, chunk.plan) for chunk in batch], lead.settings, report
        )
        if lead.network.device.type == "cuda":
            torch.cuda.synchronize()
        return mels


SCHEDULER = Scheduler()  # a process has one device
