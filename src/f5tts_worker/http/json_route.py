"""Routes that take JSON by any name: `curl -d` calls every body a form, and others call it text.

Names that occur twice in it are refused.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message, Receive

from f5tts_worker.http.json_body import JsonRequest

_JSON, _FORM = "application/json", "multipart/form-data"
_BLANK = b" \t\r\n\xef\xbb\xbf"  # and the mark that some programs begin a text with


class JsonRoute(APIRoute):
    """A route whose body is read as JSON if it begins as an object does."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]  # FastAPI says Coroutine
        """Return what answers a request, after its type is put right."""
        answer = super().get_route_handler()

        async def answered(given: Request) -> Response:
            request = JsonRequest(given.scope, given.receive)
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in (_JSON, _FORM) and self.body_field is not None:
                body = await request.body()
                if body.lstrip(_BLANK).startswith(b"{"):
                    named: list[Any] = [(b"content-type", _JSON.encode())]
                    headers = [
                        pair for pair in request.scope["headers"] if pair[0] != b"content-type"
                    ] + named
                    request = JsonRequest({**given.scope, "headers": headers}, _again(body, given.receive))
            return await answer(request)

        return answered


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and then waits for the client's end."""
    waiting = [body]

    async def received() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return received
