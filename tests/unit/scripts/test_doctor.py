"""`scripts/doctor`: the health page for people, with an exit code, and no secret on it."""

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from scripts import doctor

from f5tts_worker.config import from_environment
from f5tts_worker.health import page
from f5tts_worker.health.advice import unanswered

DOCTOR = Path(doctor.__file__)

PAGE = {
    "version": "1.2.3",
    "volume": {
        "path": "/runpod-volume",
        "mounted": True,
        "writable": True,
        "free_bytes": 12_345_000_000,
        "error": None,
    },
    "environment": {
        "key": "0123456789abcdef",
        "state": "published",
        "installing": None,
        "error": None,
        "size": {"files": 16_397, "bytes": 6_570_000_000},
        "trimmed": {"files": 13_402, "bytes": 402_000_000},
    },
    "models": [{"name": "vocos", "bytes": 54_000_000, "verified": True, "pointer": "/x.json"}],
    "gpu": {
        "gpus": [
            {"name": "L40S", "memory_mib": 46068, "free_mib": 45000, "driver": "570.1", "compute": "8.9"}
        ],
        "error": None,
    },
    "bucket": {"name": "voices", "address": "behind the host", "reachable": True, "error": None},
    "settings": {"device": "auto"},
    "warnings": ["a warning"],
    "problems": [],
}
A_BUCKET = {"name": "b", "address": "behind the host", "reachable": None, "error": None}
SHOWN = """\
f5tts-worker 1.2.3; health answered in 12 ms
  volume       /runpod-volume, mounted, writable, 12.3 GB free
  environment  0123456789abcdef, published, 6.57 GB in 16,397 files; 0.40 GB in 13,402 files were not needed
  models       vocos 54 MB verified
  gpu          L40S, 46068 MiB (45000 free), driver 570.1
  bucket       voices (behind the host), reachable
  settings
    device = "auto"
  note: a warning
  nothing is wrong
"""


def test_the_page(capsys):
    """The whole page, as people see it, when all is well."""
    assert doctor.tell(PAGE, 0.012, as_json=False) == 0
    assert capsys.readouterr().out == SHOWN


def test_problems_come_worst_first(capsys):
    """What jobs fail of comes before what only costs, each with its cure, and decides the exit code."""
    note = {"what": "slow", "cure": "Wait.", "serious": False}
    wrong = {"what": "broken", "cure": "Mend it.", "serious": True}
    assert doctor.tell(PAGE | {"problems": [note, wrong]}, 0.0, as_json=False) == 1
    lines = capsys.readouterr().out.splitlines()[-4:]
    assert lines == ["  WRONG: broken", "    Mend it.", "  note: slow", "    Wait."]
    assert doctor.tell(PAGE | {"problems": [note]}, 0.0, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == [note]


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("volume", PAGE["volume"] | {"writable": None}, "does not answer"),
        (
            "volume",
            PAGE["volume"] | {"writable": False, "mounted": False, "free_bytes": None},
            "NOT writable",
        ),
        (
            "volume",
            PAGE["volume"] | {"writable": False, "free_bytes": 9, "error": "VOLUME_FULL: no room"},
            "FULL, 0.0 GB free",
        ),
        ("environment", {"key": "k", "state": "absent", "installing": None}, "k, absent"),
        ("environment", {"key": "k", "state": "installing", "installing": {"message": "3 of 9"}}, "(3 of 9)"),
        ("models", [], "none yet"),
        ("models", [PAGE["models"][0] | {"verified": False}], "DAMAGED"),
        ("gpu", {"gpus": [], "error": "no driver"}, "no driver"),
        ("gpu", {"gpus": None, "error": None}, "does not answer"),
        ("bucket", None, "kept on the volume"),
        (
            "bucket",
            A_BUCKET | {"reachable": False, "error": "STORE_REFUSED: key"},
            "STORE_REFUSED",
        ),
        (
            "bucket",
            A_BUCKET,
            "does not answer",
        ),
    ],
)
def test_what_is_told(part, value, said):
    """Each state of each part has its words."""
    assert any(said in line for line in doctor.lines(PAGE | {part: value}, 0.0))


def run(*arguments, **variables):
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("F5TTS_", "AWS_", "S3_"))
    }
    command = [sys.executable, DOCTOR, *arguments]
    return subprocess.run(
        command, env=kept | variables, capture_output=True, text=True, check=False, timeout=60
    )


def test_in_earnest(tmp_path):
    """The program looks at a real volume and asks a bucket that is not there once; keys stay hidden."""
    keys = {"AWS_ACCESS_KEY_ID": "canary-0001", "AWS_SECRET_ACCESS_KEY": "canary-0002"}
    bucket = {"S3_BUCKET": "voices", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    ended = run("--json", F5TTS_VOLUME=str(tmp_path), F5TTS_MODEL="demo", **keys, **bucket)
    assert ended.returncode == 1
    page = json.loads(ended.stdout)
    assert page["volume"]["writable"] is True
    assert page["environment"]["state"] == "absent"
    assert page["bucket"]["reachable"] is False
    assert [problem["what"] for problem in page["problems"] if problem["serious"]] == [
        page["bucket"]["error"]
    ]
    assert "canary" not in ended.stdout + ended.stderr


async def test_what_says_nothing_is_wrong(tmp_path, monkeypatch):
    """A bucket that takes the connection and is silent, and a volume that hangs, would fail jobs."""
    monkeypatch.setattr(doctor, "PATIENCE_S", 0.5)
    gone = threading.Event()
    monkeypatch.setattr(page, "look_at_volume", lambda _: gone.wait(60))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = {
            "F5TTS_VOLUME": str(tmp_path),
            "F5TTS_DEVICE": "cpu",
            "S3_BUCKET": "voices",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "AWS_ACCESS_KEY_ID": "key0",
            "AWS_SECRET_ACCESS_KEY": "secret0",
        }
        found, took = await doctor.ask(from_environment(environ))
    gone.set()
    said = [problem["what"] for problem in found["problems"] if problem["serious"]]
    assert said == [f"the volume at {tmp_path} does not answer", "bucket voices does not answer"]
    assert doctor.tell(found, took, as_json=False) == 1


@pytest.mark.parametrize(("device", "wrong"), [("cpu", 0), ("auto", 1), ("cuda", 1)])
def test_a_driver_that_says_nothing(device, wrong):
    """Where a GPU is to be used, a driver that hangs would hang the job."""
    hung = PAGE | {"gpu": {"gpus": None, "error": None}, "settings": {"device": device}}
    assert len(unanswered(hung)) == wrong
    assert unanswered(PAGE) == []


def test_wrong_settings():
    """A setting that makes no sense is the doctor's only line."""
    ended = run("--page", F5TTS_DEVICE="abacus")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == "INVALID_SETTINGS: F5TTS_DEVICE must be auto or cpu or cuda, not 'abacus'.\n"
