"""Routes that take JSON without its name: `curl -d` calls every body a form."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message, Receive

_CALLED = ("", "application/x-www-form-urlencoded")


class JsonRoute(APIRoute):
    """A route whose body is read as JSON if it begins as an object does."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]  # FastAPI says Coroutine
        """Return what answers a request, after its type is put right."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            called = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if called in _CALLED and self.body_field is not None:
                body = await request.body()
                if body.lstrip().startswith(b"{"):
                    named: list[Any] = [(b"content-type", b"application/json")]
                    headers = [
                        pair for pair in request.scope["headers"] if pair[0] != b"content-type"
                    ] + named
                    request = Request({**request.scope, "headers": headers}, _again(body, request.receive))
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
