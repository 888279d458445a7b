"""The SDK's local API, served by the real handler.py: for this machine's programs and pages alone."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.pairs import each_once
from tests.unit.servers import body, free_port, http_server

from f5tts_worker.http import local_api

pytestmark = pytest.mark.faults("local api")

ROOT = Path(__file__).resolve().parents[3]
HEALTH = {"input": {"endpoint": "health"}}


@contextlib.contextmanager
def serving(folder, option="--rp_serve_api"):
    """Run the local API, which may also be asked as worker.example; yield its port."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUNPOD_", "F5TTS_"))}
    ours = {"F5TTS_VOLUME": str(folder), "F5TTS_MODEL": "demo", "F5TTS_PRELOAD": "false"}
    command = [sys.executable, ROOT / "handler.py", option, "--rp_api_port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--rp_api_host", "127.0.0.1"],
            env=kept | ours | {"F5TTS_LOCAL_HOSTS": "worker.example, other.example:80"},
            stdout=log,
            stderr=log,
        )
    try:
        while True:
            assert process.poll() is None, (folder / "log").read_text()
            with contextlib.suppress(OSError):
                ask(port, "GET", "/openapi.json")
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(300)


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("local")) as port:
        yield port


def ask(port, method, path, headers=(), data=None):
    """Send a request with just these headers beside its body's; return status and text of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    content = b"" if data is None else json.dumps(data).encode()
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers or [("Host", f"127.0.0.1:{port}")]:
        connection.putheader(name, value)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(content)))
    connection.endheaders(content)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


OWN = [
    "localhost",
    "localhost:{}",
    "127.0.0.1:{}",
    "[::1]:{}",
    "LOCALHOST:{}",
    "worker.example",
    "other.example:{}",
]
FOREIGN = [
    *("rebound.example", "rebound.example:{}", "127.0.0.1.rebound.example", "localhost.rebound.example:{}"),
    *("10.0.0.1:{}", "0.0.0.0:{}", "[::2]:{}", "rebound.example@localhost", "localhost, rebound.example", ""),
]


@pytest.mark.parametrize("host", OWN)
def test_a_request_for_this_machine_is_answered(port, host):
    """By its own names, and by those of the setting, with a port or without."""
    status, text = ask(port, "POST", "/runsync", [("Host", host.format(port))], HEALTH)
    assert status == 200, text
    assert json.loads(text)["status"] == "COMPLETED"


@pytest.mark.parametrize(
    ("host", "path"), each_once(FOREIGN, ["/runsync", "/run", "/status/x", "/openapi.json", "/"])
)
def test_a_request_for_a_foreign_host_is_refused(port, host, path):
    """A name that was pointed at this machine (DNS rebinding) reaches nothing, on no path."""
    method = "GET" if path in ("/", "/openapi.json") else "POST"
    status, text = ask(port, method, path, [("Host", host.format(port))], HEALTH)
    assert status in (400, 403)
    assert "COMPLETED" not in text
    assert "input" not in text


def test_two_hosts_are_refused(port):
    """A second Host header does not hide the first one."""
    hosts = [("Host", f"127.0.0.1:{port}"), ("Host", "rebound.example")]
    assert ask(port, "POST", "/runsync", hosts, HEALTH)[0] in (400, 403)


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        *(("http://localhost:{}", True), ("http://127.0.0.1:3000", True), ("https://worker.example", True)),
        *(("https://foreign.example", False), ("null", False), ("file://", False), ("http://[broken", False)),
        ("https://localhost.foreign.example", False),
    ],
)
def test_a_page_of_another_host_cannot_drive_it(port, origin, good):
    """A browser names the page that sends a request: only this machine's own pages may."""
    headers = [("Host", f"localhost:{port}"), ("Origin", origin.format(port))]
    assert ask(port, "POST", "/runsync", headers, HEALTH)[0] == (200 if good else 403)


@pytest.mark.parametrize("path", ["/runsync", "/run"])
def test_no_answer_is_posted_elsewhere(port, path):
    """`webhook` is refused, also for a job that is run later, and nothing is sent to its address."""
    posted = threading.Event()

    def answer(connection, _path):
        posted.set()
        body(b"")(connection, _path)

    with http_server({"/hook": answer}) as server:
        status, text = ask(port, "POST", path, data=HEALTH | {"webhook": server.url("/hook")})
        if status == 200:  # as it was: the job is run when it is asked for
            ask(port, "POST", f"/status/{json.loads(text)['id']}")
            posted.wait(10)
    assert (status, posted.is_set()) == (422, False)
    assert "webhook is not accepted by the local API" in text


def test_a_form_that_was_left_empty(port):
    """An empty `webhook` is none."""
    assert ask(port, "POST", "/runsync", data=HEALTH | {"webhook": None})[0] == 200


@pytest.mark.parametrize("option", ["--rp_serve_api", "--rp_serve", "--rp_se"])
def test_a_shortened_option_is_understood(option):
    """The SDK takes the beginning of its option's name for the whole, and so do we."""
    assert local_api.is_wanted([option, "--rp_api_port", "1"])


@pytest.mark.exhaustive  # what is understood is closed by the same call
def test_a_shortened_option_is_the_same(tmp_path):
    """It closes nothing less."""
    with serving(tmp_path, "--rp_serve") as port:
        assert ask(port, "POST", "/runsync", [("Host", "rebound.example")], HEALTH)[0] == 403


def test_status_is_asked_as_on_runpod(port):
    """With GET or POST, as often as one likes; an unknown job is 404."""
    status, text = ask(port, "POST", "/run", data=HEALTH)
    assert status == 200
    path = f"/status/{json.loads(text)['id']}"
    while json.loads(text)["status"] == "IN_PROGRESS":
        status, text = ask(port, "GET", path)
        time.sleep(0.05)
    assert json.loads(text)["status"] == "COMPLETED"
    assert ask(port, "GET", path) == ask(port, "POST", path) == (200, text)
    assert ask(port, "GET", "/status/local-unknown")[0] == 404
    assert ask(port, "POST", "/cancel/local-unknown")[0] == 404


SLOW = """
import asyncio, sys
from pathlib import Path
from f5tts_worker.http import local_api
from f5tts_worker.runpod_sdk import import_sdk

async def handler(job):
    folder = Path(job["input"]["folder"])
    (folder / "began").touch()
    try:
        await asyncio.sleep(3600)
    finally:
        (folder / "stopped").touch()

local_api.replace_sdk_server(())
import_sdk().serverless.start({"handler": handler})
"""


def until(condition):
    """Wait for something that is bound to happen."""
    while not condition():
        time.sleep(0.05)


def test_a_client_that_leaves_stops_its_job(tmp_path):
    """Its connection is closed while `/runsync` works: the handler is cancelled."""
    port = free_port()
    command = [sys.executable, "-c", SLOW, "--rp_serve_api", "--rp_api_port", str(port)]
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=environ, cwd=tmp_path) as server:
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=60)
            order = json.dumps({"input": {"folder": str(tmp_path)}})
            until(lambda: is_sent(connection, order))
            until((tmp_path / "began").exists)
            connection.close()
            until((tmp_path / "stopped").exists)
        finally:
            server.kill()


def is_sent(connection, order):
    """Send a job, if the server listens yet."""
    try:
        connection.request("POST", "/runsync", order, {"Content-Type": "application/json"})
    except ConnectionRefusedError:
        connection.close()  # or it still believes that it is sending
        return False
    return True
