"""What ends a download in time, and says why it failed."""

import contextlib
import logging
import threading
from typing import Any, Self

from f5tts_worker.deadline import left
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time

log = logging.getLogger(__name__)


class Guard:
    """Watches one download: when its time is up or it is cancelled, its connections are shut down.

    A read that waits for a silent server ends in no other way. The sockets come from `connections`, which
    hands over each one as it opens it (`watched`): requests opens them itself and shows them to no one.
    """

    def __init__(self, seconds: float, field: str, cancel: threading.Event | None) -> None:
        self.field = field
        self.seconds = seconds
        self.deadline = left(seconds) + running_time()
        self.cancel = cancel or threading.Event()
        self.sockets: list[Any] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="download-guard", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def left(self) -> float:
        """Return the seconds that are left."""
        return max(0.05, self.deadline - running_time())

    def watched(self, connected: Any) -> Any:
        """Return the socket, which is shut down when the time is up."""
        self.sockets.append(connected)
        return connected

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

    def explain(self, error: Exception) -> WorkerError:
        """Turn a library's error into ours: first what we caused, then what the far end did."""
        try:
            self.check()
        except WorkerError as own:
            return own
        return self._cause(error)

    def _cause(self, error: Exception) -> WorkerError:
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

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            if self.cancel.is_set() or running_time() >= self.deadline:
                # Again and again: a redirect may just be opening another one.
                while not self._over.wait(0.05):
                    for sock in list(self.sockets):
                        with contextlib.suppress(OSError):
                            sock.shutdown(2)


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
