"""Endpoints, addresses and files as people paste them."""

from pathlib import Path

import pytest

from f5tts_worker.client.input import places


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("abc123", "abc123"),
        ('"abc123"\r\n', "abc123"),
        ("abc123/run", "abc123"),
        ("https://api.runpod.ai/v2/abc123", "abc123"),
        ("HTTPS://api.runpod.ai/v2/abc123/runsync", "abc123"),
        ("http://api.runpod.io/v2/abc123/status/x-1", "abc123"),
        ("https://console.runpod.io/serverless/user/endpoint/abc123?tab=overview", "abc123"),
        ("https://www.runpod.io/console/serverless/user/endpoint/abc123", "abc123"),
        ("https://abc123.api.runpod.ai", "https://abc123.api.runpod.ai"),
        ("abc123-8000.proxy.runpod.net", "https://abc123-8000.proxy.runpod.net"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("localhost", "http://localhost"),
        ("192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("<http://localhost:8000/runsync>", "http://localhost:8000"),
        ("http://localhost:8000/docs#/", "http://localhost:8000"),
        ("https://example.org/speech/run", "https://example.org/speech"),
        ("http://0.0.0.0:8000", "http://127.0.0.1:8000"),
        ("http://anna:secret@example.org", "http://anna:secret@example.org"),
        ("https://rest.runpod.io/v1/endpoints/abc123", "abc123"),
        ("http://abc123.api.runpod.ai/ping", "https://abc123.api.runpod.ai"),
        ("example.org:8000", "https://example.org:8000"),
        ("203.0.113.5:443", "https://203.0.113.5:443"),
        ("8.8.8.8:8000", "https://8.8.8.8:8000"),
        ("speech:8000", "http://speech:8000"),
        ("nas.local:8000", "http://nas.local:8000"),
        ("https://console.runpod.io/serverless", None),
        ("https://api.runpod.ai/v2", None),
        ("https://api.runpod.ai:443/v2/abc123", None),
        ("https://example.org\\.api.runpod.ai", None),
        ("https://example.org;.api.runpod.ai", None),
        ("../abc123", None),
        ("ftp://abc123", None),
        ("http://localhost:port", None),
        ("two words", None),
        ("", None),
    ],
)
def test_an_endpoint_is_known_by_whatever_shows_it(pasted, meant):
    """Its id, the addresses that RunPod's pages and a server's log show, and those that programs call."""
    assert places.endpoint(pasted) == meant


def test_only_the_gateway_of_runpod_is_runpods():
    """Its key goes there; what runs behind another host of RunPod's is somebody's own server."""
    assert places.is_runpods("https://abc.api.runpod.ai")
    for other in (
        "http://abc.api.runpod.ai",
        "https://api.runpod.ai.example.org",
        "https://x.proxy.runpod.net",
        "https://example.org@abc.api.runpod.ai",
    ):
        assert not places.is_runpods(other)


def test_addresses_and_files_are_told_apart_however_they_are_written(tmp_path, monkeypatch):
    """Schemes in capitals, quotation marks of "Copy as path", `file://`, `~`; names stay as they are."""
    monkeypatch.setenv("HOME", str(tmp_path))
    odd = tmp_path / "'odd'"
    odd.touch()
    assert places.web_address(' "HTTPS://Example.org/A.wav" ') == "https://Example.org/A.wav"
    assert places.web_address("C:/a.wav") is places.web_address("file:///a.wav") is None
    assert places.file_path('"C:/My talks/a.wav"') == Path("C:/My talks/a.wav")
    assert places.file_path("file:///my%20talk.wav") == Path("/my talk.wav")
    assert places.file_path("~/a.wav") == tmp_path / "a.wav"
    assert places.file_path(str(odd)) == odd
    assert places.file_path("a" * 5000) == Path("a" * 5000)
