"""An application that a real server serves on a port of this machine, in a test's own loop."""

import asyncio
import contextlib
import functools

import uvicorn
from tests.unit.servers import free_port

from f5tts_worker.http.connections import Connection, WebSocketConnection
from f5tts_worker.http.server import options
from f5tts_worker.http.serving import Serving


class Running(uvicorn.Server):
    """A server that leaves the signals alone."""

    def capture_signals(self):
        return contextlib.nullcontext()


@contextlib.asynccontextmanager
async def listening(app, serving=None, **limits):
    """Yield the port; `limits` are other ones of the connections, such as `head_seconds`."""
    serving, port = serving or Serving(), free_port()
    given = options(serving)
    quick = {"look_seconds": 0.02, **limits} if limits else {}
    given["http"] = functools.partial(type("Quick", (Connection,), quick), most=serving.connections)
    given["ws"] = type("QuickWebSocket", (WebSocketConnection,), quick)
    server = Running(uvicorn.Config(app, port=port, **given))
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(120):
        while not server.started:
            await asyncio.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        await running


@contextlib.asynccontextmanager
async def connected(port, data=b""):
    """Yield a connection's two ends, after some bytes have been sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        await writer.drain()
        yield reader, writer
    finally:
        writer.close()


def head(path, *more, method="POST"):
    """Return a request's head as it is sent."""
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: localhost", *more, "", "")).encode()
