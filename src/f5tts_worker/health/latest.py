"""Slow looks at something: the last result at once, and a new one when it comes."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Latest(Generic[T]):
    """The last result of a slow look, which runs in a thread, one at a time however often it is asked for."""

    def __init__(self, look: Callable[[], T], first: T, fresh_s: float = 0.0) -> None:
        self._look, self._seen, self._fresh_s = look, first, fresh_s
        self._task: asyncio.Future[T] | None = None
        self._when: float | None = None

    async def get(self, patience_s: float) -> tuple[T, bool]:
        """Return what there is now and True; or what was seen last and False, if that takes too long."""
        self._notice()
        if self._when is not None and 0 <= time.time() - self._when < self._fresh_s:
            return self._seen, True
        task = self._task = self._task or self._begin()
        await asyncio.wait([task], timeout=patience_s)
        self._notice()  # another one that waited may have come first
        return (task.result(), True) if task.done() else (self._seen, False)

    def close(self) -> None:
        """Stop waiting."""
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> "asyncio.Future[T]":
        """Look in a thread that does not delay the worker's end: what it looks at may hang."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def deliver(seen: T | None, error: Exception | None) -> None:
            if future.done():  # cancelled meanwhile
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(cast("T", seen))

        def run() -> None:
            seen, failure = None, None
            try:
                seen = self._look()
            except Exception as error:  # noqa: BLE001 - passed on to the caller
                failure = error
            with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is ending
                loop.call_soon_threadsafe(deliver, seen, failure)

        threading.Thread(target=run, daemon=True, name="health").start()
        return future

    def _notice(self) -> None:
        if self._task is not None and self._task.done():
            task, self._task = self._task, None
            self._seen = task.result()
            self._when = time.time()
