"""Sockets of downloads and S3 clients: each wait ends in time, each answer has its bytes and seconds."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time

SLICE_SECONDS = 0.25  # a cancelled job is noticed this soon, however long a server is silent

HEAD_BYTES = 256 * 1024  # of an answer, in addition to its body
# Of an answer that is not an object: parsed as a tree, it takes nearly thirty times the memory. A page of
# a listing has 1000 entries, about half a megabyte.
PARSED_BYTES = 2 * 1024 * 1024
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one answer may have: bytes, if it is an object and if it is not, and seconds.

    `field` is what to name in errors.
    """

    field: str
    object_bytes: float = float("inf")
    seconds: float = float("inf")
    parsed_bytes: float = PARSED_BYTES


class BoundedSocket:
    """A connected socket whose waits end in time, and whose answers keep within the limits.

    `left` takes the wanted seconds of a wait and returns the allowed ones, or raises when time is up.
    """

    def __init__(self, connected: Any, limits: Limits, left: Callable[[float], float]) -> None:
        self._connected = connected
        self._limits = limits
        self._left = left
        self._timeout: float = connected.gettimeout()
        self._answer: _Answer | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connected, name)

    def settimeout(self, seconds: float) -> None:
        """Set how long one wait may take, if there is time for it."""
        self._timeout = seconds
        self._connected.settimeout(seconds)

    def sendall(self, data: Any) -> None:
        """Send everything, in time even if the server is slow to take it."""
        rest = memoryview(data).cast("B")
        while rest:
            rest = rest[self._in_time(self._connected.send, rest) :]

    def makefile(self, _mode: str = "rb", buffering: int | None = None) -> io.RawIOBase | io.BufferedReader:
        """Return a file to read one answer from; http.client asks for one each time.

        botocore asks for one without a buffer to read what comes before an answer ("100 Continue"), line by
        line, for as long as the connection is open: there, its end is an error.
        """
        file = self._connected.makefile("rb", buffering=0)
        self._answer = _Answer(file, self, self._limits, ends_early=buffering == 0)
        return self._answer if buffering == 0 else io.BufferedReader(self._answer)

    def allow_object(self) -> None:
        """Let the rest of the present answer be as large as an object may be."""
        if self._answer is not None:
            self._answer.allow(self._limits.object_bytes)

    def receive_into(self, buffer: Any) -> int:
        """Receive what has arrived, and wait for it as long as there is time."""
        return self._in_time(self._connected.recv_into, buffer)

    def _in_time(self, action: Callable[[Any], int], data: Any) -> int:
        ends = running_time() + self._timeout
        while True:
            rest = max(0.001, ends - running_time())  # 0 would mean not to wait at all
            self._connected.settimeout(self._left(min(rest, SLICE_SECONDS)))
            try:
                return action(data)
            except TimeoutError:
                if rest <= SLICE_SECONDS:
                    raise


class _Answer(io.RawIOBase):
    """Raises WorkerError once an answer is larger or slower than the limits allow."""

    def __init__(self, file: Any, socket: BoundedSocket, limits: Limits, *, ends_early: bool) -> None:
        self._file = file
        self._socket = socket
        self._limits = limits
        self._ends_early = ends_early
        self._most: float = limits.parsed_bytes
        self._read = 0
        self._deadline = running_time() + limits.seconds

    def allow(self, most: float) -> None:
        self._most = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # Not through the file: one that has met a timeout reads no more.
        count = self._socket.receive_into(buffer)
        self._read += count
        if self._read > self._most + HEAD_BYTES:
            sentence = f"{self._limits.field} sent more than {self._most / MEBIBYTE:g} MB in one answer."
            raise WorkerError("DOWNLOAD_TOO_LARGE", sentence)
        if running_time() > self._deadline:
            seconds = f"{self._limits.seconds:g} seconds"
            raise WorkerError(
                "DOWNLOAD_FAILED", f"{self._limits.field} took longer than {seconds} for one answer."
            )
        if self._ends_early and not count:
            raise ConnectionResetError
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
