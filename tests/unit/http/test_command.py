"""`f5tts serve`: what cannot be served is one sentence, before anything is started."""

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.unit.servers import free_port

from f5tts_worker.__main__ import main as client
from f5tts_worker.http.command import main

ROOT = Path(__file__).resolve().parents[3]
QUEUE = ["--endpoint", "http://127.0.0.1:9"]  # nothing is asked there


@pytest.fixture(autouse=True)
def plain(monkeypatch, tmp_path):
    """Leave nothing of this machine's settings but a volume and a model."""
    for name in ("F5TTS_API_KEY", "F5TTS_ALLOW_NO_KEY", "PORT", "RUNPOD_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("F5TTS_VOLUME", str(tmp_path))
    monkeypatch.setenv("F5TTS_MODEL", "demo")


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        (["--host", "0.0.0.0"], {}, "F5TTS_API_KEY is missing"),  # noqa: S104 - nothing listens there
        (["--host", "0.0.0.0"], {"RUNPOD_ENDPOINT_ID": "abc"}, "F5TTS_API_KEY is missing"),  # noqa: S104 - as above
        (["--endpoint", "not an id"], {}, "the endpoint is 'not an id'"),
        (["--endpoint", "abc"], {}, "RUNPOD_API_KEY is not set"),
        ([*QUEUE, "--port", "99999"], {}, "The port 99999 of 127.0.0.1 cannot be used"),
        ([], {"F5TTS_DEVICE": "abacus"}, "F5TTS_DEVICE must be"),
        ([], {"F5TTS_MAX_PARALLEL": "0"}, "F5TTS_MAX_PARALLEL must be"),
    ],
)
def test_what_cannot_be_served(monkeypatch, capsys, arguments, environ, said):
    """Exit code 2, as for all wrong use."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("serve: ")
    assert said in err
    assert err.count("\n") == 1


def test_ctrl_c_ends_it_without_a_traceback():
    """With the exit code that shells know, once it listens as it says."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "f5tts_worker", "serve", *QUEUE, "--port", str(port)],
        cwd=ROOT / "src",
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background jobs, these tests perhaps, ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (one thread)
    ) as process:
        try:
            said = f"serving at http://127.0.0.1:{port}: a page to try it there, the routes at /docs\n"
            assert process.stderr.readline() == said
            with urlopen(f"http://127.0.0.1:{port}/ping", timeout=60) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, err) == (130, "")


def test_the_command_is_one_of_the_client_s(monkeypatch, capsys):
    """`python -m f5tts_worker --help` names it, and its own help shows examples."""
    for arguments, said in (
        (["--help"], "serve HTTP on this machine"),
        (["serve", "--help"], "--endpoint ID|URL"),
    ):
        monkeypatch.setattr(sys, "argv", ["f5tts", *arguments])
        with pytest.raises(SystemExit) as ended:
            client()
        assert (ended.value.code, said in capsys.readouterr().out) == (0, True)
