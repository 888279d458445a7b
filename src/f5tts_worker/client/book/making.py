"""Has passages spoken: many jobs at once over an endpoint's workers, each tried again where that can help."""

import ctypes
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from f5tts_worker.client.book.journal import Journal
from f5tts_worker.client.connection import (
    NO_ENDPOINT,
    NO_KEY,
    OTHER_PRODUCT,
    POLL_SECONDS,
    REFUSED,
    Connection,
    JobError,
    UnknownJobError,
    UnreachableError,
)
from f5tts_worker.client.output.saving import SavingError

_M_MMAP_THRESHOLD = -3  # of glibc's mallopt(3)
ATTEMPTS = 3
PAUSE_SECONDS = 2.0  # before the second attempt; doubled before the third
# Faults that no other passage escapes.
_STOPPING = (
    NO_ENDPOINT, NO_KEY, OTHER_PRODUCT, REFUSED, "INVALID_SETTINGS", "UNKNOWN_VOICE", "UNKNOWN_MODEL",
    "MODEL_MISMATCH", "ENVIRONMENT_FAILED", "VOLUME_FULL", "VOLUME_UNUSABLE", "STORE_REFUSED",
)  # fmt: skip
_LOST = ("FAILED", "TIMED_OUT")  # RunPod's words for a job whose worker is gone
T = TypeVar("T")
_MOST_IN_A_ROW = 5  # passages that fail with none between them made: what is wrong is not their text


@dataclass(frozen=True)
class Maker:
    """How passages are made: the endpoint, the patience for one job in seconds, and how many jobs at once."""

    connect: Callable[[], Connection]
    journal: Journal
    seconds: float
    parallel: int

    def make(
        self, keys: Iterable[str], order: Callable[[str], Mapping[str, Any]], done: Callable[[str], None]
    ) -> dict[str, str]:
        """Make passages by their names, each with the job of `order`; return why some could not be made.

        `done` is called with the key of each, made or not, in a thread of the pool. Raises JobError where no
        passage can be made, UnreachableError where the endpoint is gone, and SavingError.
        """
        _give_memory_back()
        row = _Row()
        waiting: SimpleQueue[str] = SimpleQueue()
        for key in keys:
            waiting.put(key)

        def work() -> dict[str, str]:
            failures = {}
            with suppress(Empty):
                while not row.ended:
                    key = waiting.get_nowait()
                    if reason := self._one(key, order(key), row):
                        failures[key] = reason
                    done(key)
            return failures

        threads = [_started(work) for _ in range(self.parallel)]
        try:
            while True:  # Ctrl-C is heard between two waits, as in `awaited`
                ended, others = wait(threads, POLL_SECONDS, FIRST_EXCEPTION)
                if not others or any(thread.exception() for thread in ended):
                    break
        finally:
            row.end()
        return {key: reason for thread in ended for key, reason in thread.result().items()}

    def _one(self, key: str, data: Mapping[str, Any], row: "_Row") -> str:
        """Make one passage; return why it could not be made, or nothing."""
        try:
            self._try(key, {"input": {**data, "request_id": f"book-{key}"}}, row)
        except JobError as error:
            if error.code in _STOPPING or row.failed():
                row.end()
                raise
            return str(error)
        except BaseException:
            row.end()
            raise
        row.made()
        return ""

    def _try(self, key: str, order: Mapping[str, Any], row: "_Row") -> None:
        """Send a passage's job, up to three times while the run lasts, and keep what it made."""
        connection = self.connect()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.journal.record(key, connection.ask(order, _nothing, self.seconds))
            except JobError as error:
                if attempt == ATTEMPTS or row.ended or not (error.retryable or error.code in _LOST):
                    raise
            except (UnreachableError, SavingError):
                if attempt == ATTEMPTS or row.ended:
                    raise
            except UnknownJobError:
                if attempt == ATTEMPTS:
                    raise UnreachableError("RunPod forgot the job again and again") from None
            else:
                return
            time.sleep(PAUSE_SECONDS * 2 ** (attempt - 1))


class _Row:
    """Counts the passages that failed one after the other; `ended` once no further job is to be sent."""

    def __init__(self) -> None:
        self.ended = False
        self._failed = 0
        self._lock = threading.Lock()

    def failed(self) -> bool:
        """Count a passage that failed; say whether these are too many."""
        with self._lock:
            self._failed += 1
            return self._failed >= _MOST_IN_A_ROW

    def made(self) -> None:
        with self._lock:
            self._failed = 0

    def end(self) -> None:
        self.ended = True


def _started(work: Callable[[], T]) -> "Future[T]":
    """Have a thread do some work. It ends with the process, which does not wait for it."""
    doing: Future[T] = Future()

    def run() -> None:
        try:
            doing.set_result(work())
        except BaseException as error:  # noqa: BLE001 (raised again where it is awaited)
            doing.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return doing


def _give_memory_back() -> None:
    """Have glibc return what an answer took once it is saved: with a volume for a store, megabytes of base64.

    It keeps freed blocks for the thread that had them, ever larger ones. A threshold that is set stays where
    it is, and larger blocks go back to the system: docs/BOOK.md has the figures.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1 << 18)


def _nothing(progress: Mapping[str, Any]) -> None:
    """Show nothing: many jobs at once would overwrite each other's line."""
