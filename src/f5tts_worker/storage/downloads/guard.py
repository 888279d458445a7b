"""How long a download may take, and why it failed."""

import logging
import threading
from typing import Any, Self

from f5tts_worker.deadline import left
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.store import FULL, volume_full

log = logging.getLogger(__name__)


class Guard:
    """The time that one download has; what goes wrong in it leaves it as WorkerError."""

    def __init__(self, seconds: float, field: str, cancel: threading.Event | None = None) -> None:
        self.field = field
        self.seconds = seconds
        self.deadline = left(seconds) + running_time()
        self.cancel = cancel or threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, WorkerError):
            raise self._explained(error) from None  # the libraries' messages quote the whole address

    def left(self, seconds: float) -> float:
        """Return how long to wait at most instead of so many seconds. Raises WorkerError as `check` does."""
        self.check()
        return min(seconds, max(0.05, self.deadline - running_time()))

    def check(self) -> None:
        """Raise WorkerError if the download is cancelled or its time is up."""
        if self.cancel.is_set():
            raise WorkerError("CANCELLED", "The job was cancelled.")
        if running_time() >= self.deadline:
            left(self.seconds)  # it may be the job's time that is up
            raise self.failed(f"took longer than {self.seconds:g} seconds")

    def failed(self, problem: str, **details: Any) -> WorkerError:
        """Return the error for a download that did not work."""
        sentence = f"{self.field}: the download {problem}."
        return WorkerError("DOWNLOAD_FAILED", sentence, {"field": self.field, **details})

    def _explained(self, error: Exception) -> WorkerError:
        """Turn a library's error into ours: first what we caused, then what the far end did."""
        try:
            self.check()
        except WorkerError as own:
            return own
        if isinstance(error, OSError) and error.errno in FULL:
            return volume_full(self.field)
        chain: list[BaseException] = [error]
        while (inner := chain[-1].__cause__ or chain[-1].__context__) is not None and len(chain) < 10:
            chain.append(inner)
        refusal = next((link for link in chain if isinstance(link, WorkerError)), None)
        if refusal is not None:
            return refusal
        names = {type(link).__name__ for link in chain}
        problem = next((words for name, words in _CAUSES.items() if name in names), "failed")
        log.info("download failed: %s", " < ".join(type(link).__name__ for link in chain))
        return self.failed(problem)


# Names of exceptions in requests and urllib3, the most specific first -> what happened.
_CAUSES = {
    "gaierror": "failed: the host name is not known",
    "SSLError": "failed: the connection cannot be trusted (TLS certificate)",
    "SSLCertVerificationError": "failed: the connection cannot be trusted (TLS certificate)",
    "ConnectTimeoutError": "failed: the host did not answer",
    "ReadTimeoutError": "stalled: nothing came for a while",
    "TimeoutError": "stalled: nothing came for a while",
    "IncompleteRead": "broke off before the end",
    "InvalidChunkLength": "broke off before the end",
    "DecodeError": "came in a broken encoding",
    "ConnectionRefusedError": "failed: the host refused the connection",
    "NewConnectionError": "failed: the host cannot be reached",
    "ProtocolError": "broke off before the end",
    "InvalidURL": "failed: the address is not valid",
    "LocationParseError": "failed: the address is not valid",
    "UnicodeError": "failed: the address is not valid",
}
