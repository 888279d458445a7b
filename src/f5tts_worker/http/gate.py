"""Who gets in, and with how much: the key, and limits on the size and the time of what is sent."""

import asyncio
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from f5tts_worker.http.faults import Fault

log = logging.getLogger(__name__)

OPEN = ("/", "/ping", "/docs", "/openapi.json", "/favicon.ico")  # without a key: they tell nothing of anybody
OPEN_FOLDER = "/page/"  # the page's files
BODY_SECONDS = 120.0  # for a whole body to arrive, 32 MB over a slow line


@dataclass
class _Body:
    """How many bytes of a request have arrived."""

    size: int = 0


class Gate:
    """ASGI middleware: refuses requests without the key, and bodies that are too large or too slow."""

    def __init__(
        self,
        app: ASGIApp,
        key: str | None,
        max_body: int,
        refusal: Callable[[str, Fault], Response],
        body_seconds: float = BODY_SECONDS,
        parallel: int = 16,
    ) -> None:
        """`refusal` makes the answer for a fault at a path; `parallel` is how many largest bodies fit in."""
        self._app = app
        self._key = key
        self._max_body = max_body
        self._refusal = refusal
        self._body_seconds = body_seconds
        self._room = parallel * max_body  # bytes that further bodies may have: they stay in memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 401, 413 or, where too much of others is in memory, 429."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            headers = Headers(scope=scope)
            self._check_key(scope["path"], headers)
            self._check_size(int(length) if (length := headers.get("content-length", "")).isdigit() else 0)
        except Fault as fault:
            log.info("refused %s: %s", scope["path"], fault.code)
            await self._refusal(scope["path"], fault)(scope, receive, send)
            return
        body = _Body()
        try:
            await self._app(scope, self._limited(receive, body), send)
        finally:
            self._room += body.size

    def _check_key(self, path: str, headers: Headers) -> None:
        if self._key is None or path in OPEN or path.startswith(OPEN_FOLDER):
            return
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        given = (bearer.strip() if scheme.lower() == "bearer" else "", headers.get("xi-api-key", ""))
        # In constant time: how long it takes tells nothing of the key.
        if not any(hmac.compare_digest(one.encode(), self._key.encode()) for one in given):
            sentence = "The key is missing or wrong; send it as Authorization: Bearer, or as xi-api-key."
            raise Fault(401, "UNAUTHORIZED", sentence)

    def _check_size(self, size: int) -> None:
        if size > self._max_body:
            sentence = f"The request is larger than {self._max_body:,} bytes (F5TTS_MAX_BODY_MB)."
            raise Fault(413, "TOO_LARGE", sentence)

    def _check_room(self, size: int) -> None:
        if size > self._room:
            raise Fault(429, "BUSY", "Other requests fill the memory. Send it again a little later.")

    def _limited(self, receive: Receive, body: _Body) -> Receive:
        """Return what receives a request's body, and ends it where it is too large or too slow."""
        more = True
        ends: float | None = None

        async def limited() -> Message:
            nonlocal more, ends
            if not more:
                return await receive()  # only the client's end is left to hear of
            loop = asyncio.get_running_loop()
            ends = loop.time() + self._body_seconds if ends is None else ends
            try:
                async with asyncio.timeout_at(ends):
                    message: Any = await receive()
            except TimeoutError:
                raise Fault(408, "TOO_SLOW", "The request did not arrive in time.") from None
            more = message.get("more_body", False)
            size = len(message.get("body", b""))
            self._check_size(body.size + size)
            self._check_room(size)
            body.size += size
            self._room -= size
            return dict(message)

        return limited
