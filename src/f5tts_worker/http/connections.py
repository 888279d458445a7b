"""Connections that cannot be held for nothing: by clients that do not send, do not read, or are too many.

uvicorn waits for a request's head, and for a client to read its answer, for as long as the client likes. Here
both have a limit. How long a body may take to arrive is the gate's business.
"""

import asyncio
import logging
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from f5tts_worker.http.gate import SURPLUS

log = logging.getLogger(__name__)

LOOK_S = 2.0  # between looks at a connection
HEAD_S = 20.0  # for a request's head to be whole, and for the rest of one that has been answered already
UNREAD_S = 60.0  # for a client to read 48 KB of what it is sent (asyncio's two limits of a write buffer)
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Watched(asyncio.Protocol):
    """A protocol of uvicorn's that closes the connection of a client that no longer reads."""

    look_seconds, unread_seconds = LOOK_S, UNREAD_S
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    _timer: asyncio.TimerHandle | None = None
    _unread_since: float | None = None  # its client has not read what was sent

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to look at the connection."""
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._unwatch()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Note that the client does not read as fast as it is sent something."""
        self._unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that the client has read on."""
        self._unread_since = None
        super().resume_writing()

    def _look(self) -> None:
        now = self.loop.time()
        if self.transport.is_closing() and self._unread_since is None:
            self._unread_since = now  # it closes when the last bytes are read
        if self._unread_since is not None and now - self._unread_since >= self.unread_seconds:
            log.info("a client did not read its answer for %g seconds", self.unread_seconds)
            self.transport.abort()
            return
        self._timer = self.loop.call_later(self.look_seconds, self._look)

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


class Connection(_Watched, H11Protocol):
    """A connection that requests come over; uvicorn makes one for each."""

    head_seconds = HEAD_S
    _waits_since = 0.0  # for a request

    def __init__(self, *given: Any, most: int, **named: Any) -> None:
        """`most` is how many may be open; requests of the next ones are refused, and more are not heard."""
        super().__init__(*given, **named)
        self._most = most

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection."""
        self._waits_since = self.loop.time()
        super().connection_made(transport)
        if len(self.connections) > self._most:
            self.app_state = {**self.app_state, SURPLUS: True}
        if len(self.connections) > 2 * self._most:
            self.transport.abort()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._waits_since = self.loop.time()
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Leave the connection to another protocol."""
        self._unwatch()
        super().handle_websocket_upgrade(event)

    def _look(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request
        is_busy = cycle is not None and not cycle.response_complete
        waited = 0.0 if is_busy else self.loop.time() - self._waits_since
        if waited >= self.head_seconds and not self.transport.is_closing():
            log.info("a client did not send a whole request in %g seconds", self.head_seconds)
            if self.conn.our_state is h11.IDLE:
                self.transport.write(TOO_SLOW)
            self.transport.close()
        super()._look()


class WebSocketConnection(_Watched, WebSocketsSansIOProtocol):
    """A connection that messages come over."""
