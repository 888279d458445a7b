"""Paths and methods as clients write them, brought to those of our routes.

A base address ends with a slash or with `/v1`, and a client adds its own; one that speaks to a proxy asks for
the whole address (RFC 9112, section 3.2.2); a monitor asks for the head of a page. A redirect would not do:
some clients lose a request's body, and behind a proxy it may name `http://`.
"""

import re
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from f5tts_worker.storage.opening import FILES

_TWICE = re.compile(r"^((?:/elevenlabs)?/v1)(?:/v1)+(?=/)")
_WHOLE_ADDRESS = re.compile("^https?://[^/]*", re.IGNORECASE)
_WITHOUT_VERSION = re.compile(r"^/(?=(?:audio|models)(?:/|$))")


class UsualPaths:
    """ASGI middleware: passes requests on at the paths that were meant, and HEAD as a GET without a body.

    The route of files answers HEAD itself: it need not read what is not sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        meant: dict[str, Any] = {**scope, "path": meant_path(scope["path"])}
        if scope.get("method") == "HEAD" and not meant["path"].startswith(f"{FILES}/"):
            await self._app(meant | {"method": "GET"}, receive, _head_only(send))
        else:
            await self._app(meant, receive, send)


def meant_path(path: str) -> str:
    """Return the path of a route for one that a client wrote; a file's is its own, also one of the page's."""
    path = _WHOLE_ADDRESS.sub("", path) or "/"
    if path.startswith((f"{FILES}/", "/page/")):
        return path
    plain = re.sub("/{2,}", "/", path)
    plain = plain.rstrip("/") if len(plain) > 1 else plain
    return _WITHOUT_VERSION.sub("/v1/", _TWICE.sub(r"\1", plain))


def _head_only(send: Send) -> Send:
    async def head_only(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return head_only
