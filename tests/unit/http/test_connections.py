"""Connections of clients that do not send, do not read, send nonsense, or are too many: over real sockets."""

import asyncio
import logging

import pytest
from tests.unit.http.asking import Spoken
from tests.unit.http.listening import connected, head, listening

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

pytestmark = pytest.mark.faults("http")

JSON = "Content-Type: application/json"
MEBIBYTE = 1024 * 1024


async def status_of(reader):
    """Return the status of an answer, or None where the connection was closed without one."""
    line = await reader.readline()
    return int(line.split()[1]) if line else None


@pytest.mark.parametrize("sent", [b"", b"POST /v1/tts HTTP/1.1\r\nHost: local", head("/v1/tts")[:-2]])
async def test_half_a_head_is_not_waited_for(sent):
    """Neither is a client that says nothing; who has begun is told."""
    async with listening(make_app(Spoken(), Serving()), head_seconds=0.1) as port:
        async with connected(port, sent) as (reader, _):
            assert await status_of(reader) == 408
            await reader.read()
        async with connected(port, head("/ping", method="GET")) as (reader, _):
            assert await status_of(reader) == 200


async def test_a_second_head_is_not_waited_for_either():
    """On a connection that was good for one request."""
    async with (
        listening(make_app(Spoken(), Serving()), head_seconds=0.1) as port,
        connected(port, head("/ping", method="GET")) as (reader, writer),
    ):
        assert await status_of(reader) == 200
        writer.write(b"GET /ping HT")
        assert b" 408 " in await reader.read()


async def test_a_body_that_was_refused_is_not_waited_for():
    """The answer is there; the connection does not stay for what its client still means to send."""
    async with (
        listening(make_app(Spoken(), Serving(key="a-key")), head_seconds=0.1) as port,
        connected(port, head("/v1/tts", "Content-Length: 1000") + b"{") as (reader, _),
    ):
        assert await status_of(reader) == 401
        await reader.read()


async def test_a_job_may_take_longer_than_a_head():
    """Only the client's own time is counted."""
    backend, ends = Spoken(), asyncio.Event()

    async def run(job_id, job_input):
        await ends.wait()
        return {"status": "completed", "job_id": job_id}

    backend.run = run
    body = b'{"job_id": "a"}'
    async with (
        listening(make_app(backend, Serving()), head_seconds=0.05, unread_seconds=0.05) as port,
        connected(port, head("/v1/status", JSON, f"Content-Length: {len(body)}") + body) as (reader, _),
    ):
        await asyncio.sleep(0.3)
        ends.set()
        assert await status_of(reader) == 200


async def test_a_client_that_does_not_read_loses_its_connection():
    """What it asked for is let go; who reads gets all of it."""
    audio = bytes(16 * MEBIBYTE)
    body = b'{"input": "Hello.", "response_format": "mp3"}'
    asked = head("/v1/audio/speech", JSON, f"Content-Length: {len(body)}", "Connection: close") + body
    app = make_app(Spoken(audio), Serving(parallel=1, max_body=MEBIBYTE))
    async with listening(app, unread_seconds=0.2) as port:
        async with connected(port, asked) as (reader, _):
            assert await status_of(reader) == 200
            reader._transport.pause_reading()
            async with asyncio.timeout(60):
                while (found := await _asked_again(port)) != 200:
                    assert found == 429
        async with connected(port, asked) as (reader, _):
            assert len(await reader.read()) > len(audio)


async def _asked_again(port):
    """Return the status of a small request; while another client's answer fills the memory, it is 429."""
    body = b'{"job_id": "a"}'
    asked = head("/v1/status", JSON, f"Content-Length: {len(body)}", "Connection: close") + body
    async with connected(port, asked) as (reader, _):
        await asyncio.sleep(0.02)
        return await status_of(reader)


async def test_connections_have_a_limit():
    """Requests of the next ones are refused in their dialect's form; when others leave, there is room."""
    async with listening(make_app(Spoken(), Serving()), Serving(connections=2)) as port:
        async with connected(port), connected(port):
            await asyncio.sleep(0.05)
            async with connected(port, head("/v1/audio/speech", "Connection: close")) as (reader, _):
                answer = await reader.read()
                assert b" 429 " in answer
                assert b"retry-after: " in answer
                assert b'"rate_limit_error"' in answer
            async with connected(port), connected(port, head("/ping", method="GET")) as (reader, _):
                assert await status_of(reader) == 200  # the load balancer's
                async with connected(port) as (nothing, _):
                    assert await nothing.read() == b""
        async with asyncio.timeout(60):
            while True:
                async with connected(port, head("/v1/models", method="GET")) as (reader, _):
                    if await status_of(reader) == 200:
                        break


FORM = "Content-Type: multipart/form-data; boundary=x"
BROKEN = {
    "no boundary": ("Content-Type: multipart/form-data", b"--x\r\n\r\nabc\r\n--x--\r\n"),
    "never ends": (FORM, b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc'),
    "no name": (FORM, b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n"),
    "another boundary": (FORM, b'--y\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--y--\r\n'),
    "is JSON": (JSON, b'{"file": "abc"}'),
    "is text": ("Content-Type: text/plain", b"file=abc"),
    "has no type": ("X-Nothing: a", b"file=abc"),
    "is empty": (FORM, b""),
}


def said(caplog):
    """Return what was logged by us, or as a warning or worse by others."""
    rows = [(row, row.getMessage()) for row in caplog.records]
    return [text for row, text in rows if row.name.startswith("f5tts") or row.levelno >= logging.WARNING]


# Starlette leaves the file of a part that never ends to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "path", ["/v1/audio/transcriptions", "/v1/audio/voices", "/v1/voices/add", "/v1/forced-alignment"]
)
async def test_broken_forms_are_refused(path, caplog):
    """With one answer, one line in the log, no traceback, and no job; the next request is answered."""
    caplog.set_level(logging.INFO)
    backend = Spoken()
    async with listening(make_app(backend, Serving())) as port:
        for name, (kind, body) in BROKEN.items():
            caplog.clear()
            asked = head(path, kind, f"Content-Length: {len(body)}", "Connection: close") + body
            async with connected(port, asked) as (reader, _):
                assert (name, await status_of(reader)) == (name, 422)
            assert said(caplog) == [f"answered {path} with INVALID_REQUEST"]
        async with connected(port, head("/ping", method="GET")) as (reader, _):
            assert await status_of(reader) == 200
    assert backend.asked == []


async def test_an_upload_that_ends_half_way_is_logged_once(caplog):
    """Its client has closed the connection: no job, no traceback, nobody to answer."""
    caplog.set_level(logging.INFO)
    backend = Spoken()
    async with listening(make_app(backend, Serving())) as port:
        for path, kind in (("/v1/audio/speech", JSON), ("/v1/tts", JSON), ("/v1/voices/add", FORM)):
            caplog.clear()
            async with connected(port, head(path, kind, "Content-Length: 1000") + b"{"):
                await asyncio.sleep(0.05)
            async with asyncio.timeout(60):
                while not said(caplog):
                    await asyncio.sleep(0.01)
            assert [line.partition(" with ")[0] for line in said(caplog)] == [f"answered {path}"]
    assert backend.asked == []


async def test_nonsense_is_refused():
    """What is not HTTP gets one answer, and the connection is closed."""
    async with listening(make_app(Spoken(), Serving())) as port:
        for sent in (b"\x16\x03\x01\x02\x00", b"hello\r\n\r\n", head("/ping", "Content-Length: many")):
            async with connected(port, sent + b"\r\n\r\n") as (reader, _):
                assert await status_of(reader) == 400
