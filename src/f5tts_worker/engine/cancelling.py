"""Stopping one request among several: from outside, wherever its thread is, or where it looks by itself.

Standard library only.
"""

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

_IMPORT_SECONDS = 0.02  # until another look at a thread that imports
_LOOK_SECONDS = 0.1  # between looks, while a request waits for others
_DELIVERY_MS = 100  # an exception from outside is raised at the thread's next instruction


T = TypeVar("T")


class Cancelled(BaseException):
    """The caller no longer wants the answer; no library's `except Exception` may swallow that."""


class Gate:
    """Lets one request be stopped. It is shut before and after the request, and in `undivided` blocks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread = 0  # that is to be stopped, 0 while the gate is shut
        self._is_asked = self._is_raised = False

    def cancel(self) -> None:
        """Raise Cancelled in the request's thread: now, or as soon as the gate is open."""
        with self._lock:
            self._is_asked = True
            if not self._thread or self._is_raised:
                return
            # Modules of an import that is cut in half cannot be imported again.
            if _is_importing(sys._current_frames().get(self._thread)):  # noqa: SLF001 - as documented
                later = threading.Timer(_IMPORT_SECONDS, self.cancel)
                later.daemon = True
                later.start()
                return
            self._is_raised = True
            thread, kind = ctypes.c_ulong(self._thread), ctypes.py_object(Cancelled)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, kind)

    def check(self) -> None:
        """Raise Cancelled if the request is to be stopped, again and again where something swallows it."""
        if not self._is_asked:
            return
        with self._lock:  # cancel() may be about to raise it from outside
            self._is_raised = True
        if not _is_stopping(sys.exception()):
            raise Cancelled

    def begin(self) -> None:
        """Begin the request: from here on it can be stopped. Raises Cancelled if it was before."""
        _here.gate = self
        _under_way.add(self)
        for told in _on_begin:
            told()
        self.open()

    def end(self) -> None:
        """End the request. Raises Cancelled if it was stopped in its last moment."""
        _here.gate = None
        _under_way.discard(self)
        self.shut()

    @property
    def is_open(self) -> bool:
        """Whether the request's thread can be stopped anywhere."""
        return self._thread != 0

    def open(self) -> None:
        """From here on the calling thread can be stopped anywhere. Raises Cancelled if it is to be."""
        with self._lock:
            self._thread = threading.get_ident()
        self.check()

    def shut(self) -> None:
        """From here on it cannot. Raises Cancelled if it was to be stopped a moment ago."""
        with self._lock:
            self._thread, is_raised = 0, self._is_raised
        if is_raised and not _is_stopping(sys.exception()):  # it would hit the next request
            for _ in range(_DELIVERY_MS):
                time.sleep(0.001)


class _Here(threading.local):
    gate: Gate | None = None


_here = _Here()
_under_way: set[Gate] = set()
_on_begin: list[Callable[[], None]] = []


def is_alone() -> bool:
    """Say whether no more than one request is under way."""
    return len(_under_way) <= 1


def when_one_begins(told: Callable[[], None]) -> None:
    """Have a function called whenever a request begins, in its thread."""
    _on_begin.append(told)


@contextmanager
def undivided() -> Iterator[None]:
    """Keep what is done in the block from being cut in half: others rely on it."""
    gate = _here.gate
    if gate is None or not gate.is_open:
        yield
        return
    gate.shut()
    try:
        yield
    finally:
        gate.open()


def check() -> None:
    """Raise Cancelled if the request of this thread is to be stopped."""
    if _here.gate is not None:
        _here.gate.check()


@contextmanager
def held(lock: Any) -> Iterator[None]:
    """Hold a Lock or RLock for a moment. A request can be stopped while it waits, not while it has it."""
    with undivided():
        _acquire(lock)
        try:
            yield
        finally:
            lock.release()


def holding(lock: Any, work: Callable[[], T]) -> T:
    """Return what `work` does while a Lock or RLock is held; the request can be stopped at any time.

    A `with` would not do: an exception from outside in the moment of its end would leave the lock held.
    """
    gate = _here.gate
    if gate is None or not gate.is_open:
        with lock:
            return work()
    with undivided():
        _acquire(lock)
        try:
            try:
                gate.open()
                return work()
            finally:
                gate.shut()
        finally:
            lock.release()


def _acquire(lock: Any) -> None:
    while not lock.acquire(timeout=_LOOK_SECONDS):
        check()


def _is_stopping(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, Cancelled):
        error = error.__context__
    return error is not None


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
