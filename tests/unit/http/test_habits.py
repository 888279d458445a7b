"""Requests in the forms that other programs' HTTP libraries give them: over real sockets."""

import asyncio
import base64
import json

import pytest
from tests.unit.http.asking import Spoken, asking
from tests.unit.http.listening import connected, head, listening

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

PATH = "/v1/audio/speech"
BODY = json.dumps({"input": "Hello"}).encode()
LENGTH = f"Content-Length: {len(BODY)}"
JSON = "Content-Type: application/json"
CHUNKED = b"7\r\n" + BODY[:7] + b"\r\n%x\r\n" % (len(BODY) - 7) + BODY[7:] + b"\r\n0\r\n\r\n"
PAGE = "https://app.example"


async def answered(*parts, serving=None):
    """Return the answers to what is sent over one connection, one part after the other was answered."""
    backend, answers = Spoken(b"sound", text="Hello", duration=1.0), []
    serving = serving or Serving()
    async with (
        listening(make_app(backend, serving), serving) as port,
        connected(port) as (reader, writer),
    ):
        for part in parts:
            writer.write(part)
            async with asyncio.timeout(60):
                answers.append(await one(reader))
    return answers, [asked.get("text") or asked for asked in backend.asked]


async def one(reader):
    """Return an answer: its status, its headers, its body."""
    top = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in top[1:-2])
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    elif top[0].split()[1] != "100":
        body = await reader.read()
    return int(top[0].split()[1]), headers, body


def whole(*lines, path=PATH, body=BODY, method="POST"):
    return head(path, f"Content-Length: {len(body)}", *lines, method=method) + body


@pytest.mark.parametrize(
    "sent",
    [
        head(PATH, JSON, "Transfer-Encoding: Chunked") + CHUNKED,
        whole(JSON).replace(b"HTTP/1.1", b"HTTP/1.0"),
        whole(JSON, "Connection: keep-alive").replace(b"HTTP/1.1", b"HTTP/1.0"),
        whole(JSON).replace(b"\r\n", b"\n"),
        whole(JSON, LENGTH),
        whole(JSON, path=f"http://localhost:8000{PATH}/"),
        whole(JSON, "Content-Encoding: identity", "Accept: audio/*", "Accept-Encoding: gzip, br"),
        whole(JSON, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"),
        whole("Content-Type: text/plain;charset=UTF-8"),
        whole("Content-Type: text/json"),
        whole("Content-Type: */*"),
        whole("Content-Type: application/json, application/json"),
        whole("Content-Type: text/plain", body=b"\xef\xbb\xbf\r\n " + BODY),
    ],
)
async def test_a_request_is_understood(sent):
    """However a library sends it, and whatever it calls JSON."""
    answers, asked = await answered(sent)
    assert [(status, body) for status, _, body in answers] == [(200, b"sound")]
    assert asked == ["Hello"]


async def test_a_recording_that_comes_in_chunks():
    """Open WebUI reads its file while it sends it, and LibreChat streams it, too: no length is named."""
    part = b'--x\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
    file = part % (b"file", b'; filename="audio.webm"\r\nContent-Type: audio/webm', b"RIFF\r\n--sound")
    form = part % (b"model", b"", b"whisper-1") + file + b"--x--\r\n"
    chunks = b"".join(
        b"%x\r\n%b\r\n" % (len(form[i : i + 9]), form[i : i + 9]) for i in range(0, len(form), 9)
    )
    lines = ("Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked")
    answers, asked = await answered(head("/v1/audio/transcriptions", *lines) + chunks + b"0\r\n\r\n")
    assert (answers[0][0], json.loads(answers[0][2])["text"]) == (200, "Hello")
    assert base64.b64decode(asked[0]["audio_base64"]) == b"RIFF\r\n--sound"


async def test_a_client_that_asks_whether_it_may_send():
    """`Expect: 100-continue`, as curl does with larger bodies; what is refused is not waited for."""
    answers, asked = await answered(head(PATH, JSON, LENGTH, "Expect: 100-continue"), BODY)
    assert ([status for status, _, _ in answers], asked) == ([100, 200], ["Hello"])
    too_large = head(PATH, JSON, "Content-Length: 99999999", "Expect: 100-continue")
    answers, _ = await answered(too_large)
    assert answers[0][0] == 413


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (whole(JSON, body=b"{"), 422),
        (whole(JSON, path="/v1/nothing"), 404),
        (whole(JSON, method="PUT"), 405),
        (whole(JSON, "Content-Encoding: gzip", body=b"\x1f\x8b" + bytes(40)), 415),
        (whole("Content-Type: audio/wav", body=b"RIFF" + bytes(70_000)), 422),
    ],
)
async def test_a_connection_goes_on_after_an_error(sent, status):
    """The next request over it is answered as if nothing had been."""
    answers, asked = await answered(sent, whole(JSON))
    assert ([one[0] for one in answers], asked) == ([status, 200], ["Hello"])


async def test_a_page_of_another_host():
    """It may ask where the setting names its host, with the headers that OpenAI's client adds."""
    named = "Access-Control-Request-Headers: authorization,x-stainless-os"
    ask = head(PATH, f"Origin: {PAGE}", "Access-Control-Request-Method: POST", named, method="OPTIONS")
    send = whole(JSON, f"Origin: {PAGE}", "Authorization: Bearer a-key")
    answers, asked = await answered(ask, send, serving=Serving(key="a-key", origins=(PAGE,)))
    assert ([one[0] for one in answers], asked) == ([200, 200], ["Hello"])
    assert all(one[1]["access-control-allow-origin"] == PAGE for one in answers)
    assert "x-stainless-os" in answers[0][1]["access-control-allow-headers"]
    assert "x-request-id" in answers[1][1]["access-control-expose-headers"]
    answers, asked = await answered(ask, send, serving=Serving(key="a-key"))
    assert ([one[0] for one in answers], asked) == ([401, 200], ["Hello"])
    assert all("access-control-allow-origin" not in one[1] for one in answers)


async def test_the_head_of_a_file_is_all_that_is_read(tmp_path, monkeypatch):
    """Its length and its type, without its bytes."""
    async with asking(tmp_path) as client:
        answer = (await client.post("/v1/tts", json={"text": "Hello."})).json()
        file = await client.get(answer["audio_url"])
        monkeypatch.setattr("starlette.responses.FileResponse._open_file", None)
        top = await client.head(answer["audio_url"])
        nothing = await client.head(answer["audio_url"] + "x")
    assert (top.status_code, top.content, nothing.status_code) == (200, b"", 404)
    assert top.headers["content-length"] == str(len(file.content))
    assert top.headers["content-type"] == "audio/wav"
