"""What `f5tts check` makes of an endpoint that it cannot check: one sentence, and nothing is sent twice."""

import io
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace

import pytest
from tests.unit.servers import Answering, Web

from f5tts_worker.client.check import command, sending
from f5tts_worker.client.check.sending import Patience
from f5tts_worker.client.command import main

WORKERS = {"idle": 0, "running": 0, "initializing": 0, "throttled": 2}


class StandIn:
    """A stand-in for RunPod's API: answers each path with `code` and what `states` holds for it."""

    def __init__(self):
        self.code, self.asked = 200, []
        self.states = {"run": {"id": "a", "status": "IN_QUEUE"}, "health": {"workers": WORKERS}}


@pytest.fixture
def runpod(monkeypatch, tmp_path):
    """Serve a stand-in where the SDK looks for RunPod; work in an empty folder, with a key of its own."""
    stand_in = StandIn()

    class Serving(Answering, BaseHTTPRequestHandler):
        def do_POST(self):
            self.order()
            self.answer()

        def do_GET(self):
            self.answer()

        def answer(self):
            stand_in.asked.append(f"{self.command} {self.path}")
            name = next(
                part for part in self.path.split("/") if part in ("run", "status", "health", "cancel")
            )
            self.say(stand_in.states.get(name, {}), stand_in.code)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUNPOD_API_KEY", "rpa_CANARY")
    monkeypatch.setattr(sending, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(command, "Patience", lambda total: Patience(total=total, first=0.1, queued=0.1))
    with Web(Serving) as server:
        monkeypatch.setattr("runpod.endpoint_url_base", server.address)
        yield stand_in


def refused(capsys, *arguments):
    """Run a check that ends early; return its exit code and its sentence."""
    code = main(["check", "abc123", "--yes", "--quiet", *arguments])
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "CANARY" not in error
    return code, error


def test_no_key(runpod, monkeypatch, capsys):
    """Wrong use, before anything is sent."""
    monkeypatch.delenv("RUNPOD_API_KEY")
    code, error = refused(capsys)
    assert (code, runpod.asked) == (2, [])
    assert "RUNPOD_API_KEY is not set" in error


@pytest.mark.parametrize(("status", "sentence"), [(401, "rejects the key"), (404, "does not exist")])
def test_a_wrong_key_and_an_endpoint_that_does_not_exist(runpod, capsys, status, sentence):
    """Wrong use, after one request."""
    runpod.code = status
    code, error = refused(capsys)
    assert (code, runpod.asked) == (2, ["POST /abc123/run"])
    assert sentence in error


def test_a_server_in_trouble_gets_one_request(runpod, capsys):
    """A job that was sent into an error of the server may have been taken: it is not sent again."""
    runpod.code = 502
    code, error = refused(capsys)
    assert (code, runpod.asked) == (1, ["POST /abc123/run"])
    assert "HTTP 502" in error


def test_no_worker_takes_the_job(runpod, capsys):
    """RunPod's counts of workers are told, and the one job is cancelled."""
    runpod.states["status"] = {"id": "a", "status": "IN_QUEUE"}
    code, error = refused(capsys)
    assert code == 1
    assert "no worker has taken the first job" in error
    assert "0 idle, 0 running, 0 initializing, 2 throttled" in error
    posts = [asked for asked in runpod.asked if asked.startswith("POST")]
    assert posts == ["POST /abc123/run", "POST /abc123/cancel/a"]


def test_a_worker_that_is_starting_is_waited_for(runpod, capsys):
    """As long as RunPod initializes a worker, only the end of the check ends the wait."""
    runpod.states |= {
        "status": {"id": "a", "status": "IN_QUEUE"},
        "health": {"workers": {"initializing": 1}},
    }
    code, error = refused(capsys, "--timeout", "1")
    assert code == 1
    assert "no worker has taken the first job for " in error  # so many seconds as the machine has had


@pytest.mark.parametrize("output", [{"text": "Hello."}, "Hello.", None, {"error": "Unknown input"}])
def test_another_product(runpod, capsys, output):
    """Wrong use after one job: its answer has nothing that ours has."""
    runpod.states["status"] = {"id": "a", "status": "COMPLETED", "output": output}
    code, error = refused(capsys)
    assert code == 2
    assert "another product" in error
    assert sum(asked.startswith("POST") for asked in runpod.asked) == 1


def test_a_worker_with_wrong_settings(runpod, capsys):
    """Its own sentence is told, and no more jobs are sent."""
    runpod.states["status"] = {
        "id": "a",
        "status": "FAILED",
        "error": "INVALID_SETTINGS: 1 fault: F5TTS_DEVICE is 'gpu'.",
        "output": {"error_code": "INVALID_SETTINGS"},
    }
    code, error = refused(capsys)
    assert code == 2
    assert "INVALID_SETTINGS: 1 fault: F5TTS_DEVICE" in error
    assert sum(asked.startswith("POST") for asked in runpod.asked) == 1


@pytest.mark.parametrize("typed", ["", "n\n", "\n", "yes please\n"])
def test_nothing_is_sent_before_the_cost_is_agreed_to(runpod, monkeypatch, capsys, typed):
    """The cost is told; without a y, nothing is sent."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["check", "abc123", "--quiet"]) == 2
    said = capsys.readouterr()
    assert "s of speech to make" in said.out
    assert "nothing was sent" in said.err
    assert runpod.asked == []


def test_a_report_that_exists_is_kept(runpod, tmp_path, capsys):
    """Wrong use, before anything is sent."""
    (tmp_path / "f5tts-check.md").write_text("mine")
    code, error = refused(capsys)
    assert (code, runpod.asked) == (2, [])
    assert "--overwrite" in error


def test_ctrl_c_cancels_what_is_under_way(runpod, monkeypatch, capsys):
    """Nothing goes on to cost money after it; the exit code is 130."""

    def stop(_seconds):
        raise KeyboardInterrupt

    runpod.states["status"] = {"id": "a", "status": "IN_PROGRESS"}
    monkeypatch.setattr(sending, "time", SimpleNamespace(sleep=stop))  # no other thread's
    assert main(["check", "abc123", "--yes", "--quiet"]) == 130
    assert runpod.asked[-1] == "POST /abc123/cancel/a"
    assert "check: stopped" in capsys.readouterr().err
