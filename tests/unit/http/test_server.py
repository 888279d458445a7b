"""The server itself: many clients at once, slow ones and such as leave; what the queue's path leaves out."""

import asyncio
import contextlib
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.http.asking import Spoken
from tests.unit.http.listening import connected, listening

from f5tts_worker.errors import WorkerError
from f5tts_worker.http.application import make_app
from f5tts_worker.http.server import serve
from f5tts_worker.http.serving import Serving

ROOT = Path(__file__).resolve().parents[3]
CLIENTS = 200


class Counting(Spoken):
    """A stand-in for a backend whose jobs take a few turns of the loop; it counts those under way."""

    def __init__(self):
        super().__init__()
        self.under_way = self.most = self.done = 0

    async def stream(self, job_id, job_input):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0.05)
            yield {"type": "start", "job_id": job_id}
            yield {"type": "piece", "audio": b"sound"}
            self.done += 1
            yield {"type": "end"}
        finally:
            self.under_way -= 1


async def ask(port, number):
    """Send a request, slowly if its number is odd; a fifth of the clients leave. Return the status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = b'{"input": "' + b"x" * 2000 + b'"}'
    head = f"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
    data = head.encode() + b"Content-Type: application/json\r\nConnection: close\r\n\r\n" + body
    pieces = [data[at : at + 300] for at in range(0, len(data), 300)] if number % 2 else [data]
    try:
        for piece in pieces[: len(pieces) // 2] if number % 20 == 1 else pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.001)
        if number % 10 < 2:
            return None  # it leaves: half of these in the middle of the request, half while it is answered
        return int((await reader.read()).split()[1])
    finally:
        writer.close()


async def test_two_hundred_clients():
    """Everyone who stays is answered or told to come later, and no job is left running for nobody."""
    backend = Counting()
    async with asyncio.timeout(120), listening(make_app(backend, Serving(parallel=8))) as port:
        statuses = await asyncio.gather(*(ask(port, number) for number in range(CLIENTS)))
        while backend.under_way:
            await asyncio.sleep(0.01)
    stayed = [status for status in statuses if status is not None]
    assert len(stayed) == CLIENTS * 8 // 10
    assert 200 in stayed
    assert set(stayed) <= {200, 429}
    assert backend.most <= 8
    assert backend.done >= stayed.count(200)


async def test_headers_have_a_limit():
    """A megabyte of them is refused and not kept, even where no key is asked for."""
    async with (
        listening(make_app(Counting(), Serving())) as port,
        connected(port, b"GET /ping HTTP/1.1\r\nHost: localhost\r\n") as (reader, writer),
    ):
        writer.write(b"X: " + b"x" * 1_000_000 + b"\r\nConnection: close\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert b" 200 " not in (await reader.read()).partition(b"\r\n")[0]


def test_a_port_that_is_taken_is_one_sentence():
    """Not a traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(WorkerError, match=r"The port \d+ of 127.0.0.1 cannot be used: Address already"):
            serve(Counting(), Serving(), "127.0.0.1", (taken.getsockname()[1],))


def test_the_queues_worker_imports_no_server():
    """Its start must not pay for what it does not serve, nor for looking whether it is to serve."""
    heavy = ("fastapi", "starlette", "uvicorn", "prometheus_client", "websockets")
    code = (
        "import sys, handler; print(handler.local_api.is_wanted(['--rp_log_level', 'INFO']),"
        f" [name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout == "False []\n"
