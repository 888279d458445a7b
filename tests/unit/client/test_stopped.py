"""Ctrl-C in the client: it ends at once, says what goes on without it, and leaves nothing half-done."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.unit.servers import Answering, Web

PATIENCE_S = 300  # a busy machine takes many seconds to start Python
REPOSITORY = Path(__file__).resolve().parents[3]


@contextmanager
def endless_worker():
    """Yield the address of an endpoint whose jobs never end, and an event: set once one is waited for."""
    asked = threading.Event()

    class Endless(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            self.order()
            if self.path.endswith("/run"):
                self.say({"id": "job-7", "status": "IN_QUEUE"})
            else:
                asked.set()
                self.server.over.wait(2 * PATIENCE_S)

        def do_GET(self):
            asked.set()
            self.say({"id": "job-7", "status": "IN_PROGRESS"})

    with Web(Endless) as server:
        yield server.address, asked


# The client, with a thread that lets SIGINT come as if just before the wait that the client is in.
INTERRUPTED_BEFORE = """
import _thread, sys, threading
from f5tts_worker.client.command import main
threading.Thread(target=lambda: (sys.stdin.read(), _thread.interrupt_main()), daemon=True).start()
sys.exit(main())
"""


STOPPED = "batch: stopped; run it again to continue."


@pytest.mark.parametrize(
    ("arguments", "queued", "sentence"),
    [
        (["say", "Hello."], True, "say: stopped; the job continues, and `result job-7` gets its files."),
        pytest.param(["say", "Hello."], False, "say: stopped.", marks=pytest.mark.exhaustive),
        pytest.param(["batch", "book.txt"], True, STOPPED, marks=pytest.mark.exhaustive),
        pytest.param(["batch", "book.txt"], False, STOPPED, marks=pytest.mark.exhaustive),
    ],
)
def test_ctrl_c_ends_the_client_though_its_jobs_go_on(tmp_path, arguments, queued, sentence):
    """Exit code 130, one sentence, and no file but a batch's own state."""
    check_stop(tmp_path, ["-m", "f5tts_worker", *arguments], queued, sentence, interrupt)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["say", "Hello."], "say: stopped.", marks=pytest.mark.exhaustive),
        (["batch", "book.txt"], STOPPED),
    ],
)
def test_ctrl_c_just_before_a_long_wait_is_heard(tmp_path, arguments, sentence):
    """A job that ends an hour later does not keep the client until then."""
    check_stop(tmp_path, ["-c", INTERRUPTED_BEFORE, *arguments], False, sentence, close_stdin)


def interrupt(client):
    client.send_signal(signal.SIGINT)


def close_stdin(client):
    client.stdin.close()
    client.stdin = None  # or `communicate` would close it once more


def check_stop(tmp_path, command, queued, sentence, stop):
    """Stop the client while it waits for its jobs, which do not end; check what it leaves behind."""
    (tmp_path / "book.txt").write_text("One.\nTwo.\nThree.\n")
    with endless_worker() as (base, asked):
        settings = {"RUNPOD_ENDPOINT_BASE_URL": base, "F5TTS_ENDPOINT": "abc" if queued else base}
        # Whoever runs these tests in the background ignores SIGINT, and what they start would inherit that.
        heeded = ["env", "--default-signal=INT"]
        client = subprocess.Popen(
            [*heeded, sys.executable, *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "RUNPOD_API_KEY": "key", **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with client as process:
            try:
                assert asked.wait(PATIENCE_S)
                stop(process)
                _out, err = process.communicate(timeout=PATIENCE_S)
            finally:
                process.kill()
    assert err.splitlines()[-1] == sentence
    assert process.returncode == 130
    assert "Traceback" not in err
    assert {path.name for path in tmp_path.rglob("*")} <= {"book.txt", "book", ".batch.json"}
