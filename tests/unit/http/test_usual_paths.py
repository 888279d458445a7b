"""Paths and methods as clients write them."""

import pytest
from tests.unit.http.asking import Spoken, client_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving
from f5tts_worker.http.usual_paths import meant_path


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/v1/audio/speech/", "/v1/audio/speech"),
        ("/v1/v1/audio/speech", "/v1/audio/speech"),
        ("/v1//audio/speech", "/v1/audio/speech"),
        ("/audio/speech", "/v1/audio/speech"),
        ("/models", "/v1/models"),
        ("/elevenlabs/v1/v1/voices/", "/elevenlabs/v1/voices"),
        ("/", "/"),
        ("//", "/"),
        ("/v1", "/v1"),
        ("/audiobooks", "/audiobooks"),
        ("/v1/files/output//a/", "/v1/files/output//a/"),
    ],
)
def test_the_path_that_was_meant(path, meant):
    """Slashes and versions that a client adds to its base address, or leaves out; a file's path stays."""
    assert meant_path(path) == meant


@pytest.mark.parametrize("path", ["/v1/audio/speech/", "/v1/v1/audio/speech", "/audio/speech"])
async def test_a_request_arrives_without_a_redirect(path):
    """Its body is not lost, and no address of the server's own is named."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving())) as client:
        answer = await client.post(path, json={"input": "Hello"})
    assert (answer.status_code, backend.asked[0]["text"]) == (200, "Hello")


async def test_a_path_does_not_get_around_the_key():
    """What was meant is what is guarded."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving(key="a-key"))) as client:
        codes = [
            (await client.post(path, json={"input": "Hello"})).status_code
            for path in ("//v1/audio/speech", "/v1/v1/audio/speech/", "/page/../v1/audio/speech")
        ]
    assert (set(codes), backend.asked) == ({401}, [])


async def test_the_head_of_a_page():
    """Monitors and players ask for it: the answer is a GET's without its body."""
    async with client_of(make_app(Spoken(), Serving())) as client:
        whole, head = await client.get("/v1/models"), await client.head("/v1/models")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
