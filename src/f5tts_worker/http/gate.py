"""Who gets in, and with how much: the key, and limits on the size and the time of what is sent.

What bodies and answers hold in memory is counted together, so that neither many uploads nor many clients that
do not read what they have asked for can fill it.
"""

import asyncio
import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from f5tts_worker.http.faults import Fault, of_whole

SURPLUS = "is_surplus"  # in the scope's state: this is a connection too many
Refusal = Callable[[str, Fault], Response]

OPEN = ("/", "/docs", "/openapi.json", "/favicon.ico")  # without a key: they tell nothing of anybody
OPEN_FOLDER = "/page/"  # the page's files
BODY_SECONDS = 120.0  # for a whole body to arrive, 32 MB over a slow line
COMPRESSED = "is compressed"
PLAIN = "it without Content-Encoding"
FULL = "Too many connections are open (F5TTS_MAX_CONNECTIONS). Send the request again a little later."
PIECE_BYTES = 65_536  # of an answer: the server waits for its client to read one before it takes another


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
        refusal: Refusal,
        body_seconds: float = BODY_SECONDS,
        parallel: int = 16,
        open_paths: Collection[str] = (),
    ) -> None:
        """`refusal` makes the answer for a fault at a path; `parallel` is how many largest bodies fit in.

        Paths in `open_paths` need no key, and neither do those that describe the routes.
        """
        self._app = app
        self._key = key
        self._max_body = max_body
        self._refusal = refusal
        self._body_seconds = body_seconds
        self._room = parallel * max_body  # bytes that more bodies and answers may have: they stay in memory
        self._open = {*OPEN, *open_paths}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 401, 413 or, where too much of others is in memory, 429."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except Fault as fault:
            await self._refusal(scope["path"], fault)(scope, receive, send)
            return
        if scope["type"] == "websocket":  # its route limits its messages
            await self._app(scope, receive, send)
            return
        body = _Body()
        try:
            await self._app(scope, self._limited(receive, body), self._in_pieces(send))
        finally:
            self._room += body.size

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        is_open = scope["path"] in self._open
        if scope.get("state", {}).get(SURPLUS) and not is_open:  # a health check is answered nevertheless
            raise Fault(429, "BUSY", FULL)
        self._check_key(scope["path"], headers)
        if headers.get("content-encoding", "identity").lower() != "identity":
            said = f"The request {COMPRESSED}. Send {PLAIN}."
            raise of_whole(COMPRESSED, PLAIN, status=415, sentence=said)
        self._check_size(int(length) if (length := headers.get("content-length", "")).isdigit() else 0)
        if not is_open:
            self._check_room(0)

    def _check_key(self, path: str, headers: Headers) -> None:
        if self._key is None or path in self._open or path.startswith(OPEN_FOLDER):
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

    def _in_pieces(self, send: Send) -> Send:
        """Return what sends an answer piece by piece, and counts what of it is still in memory."""

        async def in_pieces(message: Message) -> None:
            body = message.get("body", b"")
            self._room -= len(body)
            try:
                for start in range(PIECE_BYTES, len(body), PIECE_BYTES):
                    piece = bytes(body[start - PIECE_BYTES : start])
                    await send({**message, "body": piece, "more_body": True})
                last = max(0, len(body) - 1) // PIECE_BYTES * PIECE_BYTES
                await send({**message, "body": bytes(body[last:])} if last else message)
            finally:
                self._room += len(body)

        return in_pieces
