"""Settings that cannot work end the worker at its start, in a sentence each, with nothing downloaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from f5tts_worker.bootstrap import __main__ as setup
from f5tts_worker.bootstrap.start_check import check_settings, checked_environment, with_model
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError

ROOT = Path(__file__).resolve().parents[3]


def test_every_fault_is_named_at_once(tmp_path):
    """Model, language and Python are all told, each with what would do."""
    environ = {
        "F5TTS_MODEL": "F5TTS_v9",
        "F5TTS_LANGUAGE": "tlh",
        "F5TTS_RUNTIME_PYTHON": str(tmp_path / "python"),
    }
    with pytest.raises(WorkerError) as caught:
        check_settings(from_environment(environ))
    assert caught.value.code == "INVALID_SETTINGS"
    model, language, python = caught.value.details["faults"]
    assert "F5TTS_v9" in model
    assert "F5TTS_v1_Base" in model
    assert language.startswith("F5TTS_LANGUAGE is 'tlh', but there are aligners only for ar, ")
    assert python.startswith("F5TTS_RUNTIME_PYTHON is ")


@pytest.mark.parametrize("model", ["{}/nothing", "{}/file", "s3://bucket/model", "ftp://x/model.pt"])
def test_own_models_that_cannot_be(model, tmp_path):
    """A folder that is none, a bucket that is not set and an address of an unknown kind are refused."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkerError) as caught:
        check_settings(from_environment({"F5TTS_MODEL": model.format(tmp_path)}))
    assert caught.value.code == "INVALID_SETTINGS"


@pytest.mark.parametrize("model", ["demo", "F5TTS_v1_Base", str(ROOT)])
def test_settings_that_can_work(model):
    """Names of the table, and a folder that is there, pass; what is in it is looked at when it is loaded."""
    check_settings(with_model(from_environment({"F5TTS_LANGUAGE": "pt-BR"}), model))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("F5TTS_MODEL", "no-such-model"),
        ("F5TTS_LANGUAGE", "klingon"),
        ("F5TTS_MODEL_LANGUAGES", "ru"),  # while F5TTS_LANGUAGE is en: every job would be refused
        ("F5TTS_MODEL_LANGUAGES", "en,tlh"),
        ("F5TTS_JOB_SECONDS", "soon"),
        ("F5TTS_VOLUME", __file__),
    ],
)
def test_each_wrong_setting_is_named(name, value, tmp_path, monkeypatch):
    """One sentence, and the volume is not touched."""
    for key in [key for key in os.environ if key.startswith(("F5TTS_", "RUNPOD_"))]:
        monkeypatch.delenv(key)
    variables = {"F5TTS_VOLUME": str(tmp_path / "volume"), "F5TTS_MODEL": "demo", name: value}
    for key, text in variables.items():
        monkeypatch.setenv(key, text)
    with pytest.raises(WorkerError) as caught:
        checked_environment()
    assert str(caught.value).startswith("INVALID_SETTINGS: ")
    assert name in str(caught.value)
    assert not (tmp_path / "volume").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # Each of the others is the same error by the test before this one.
        pytest.param("F5TTS_MODEL", "no-such-model", marks=pytest.mark.exhaustive),
        pytest.param("F5TTS_JOB_SECONDS", "soon", marks=pytest.mark.exhaustive),
        ("F5TTS_MODEL_LANGUAGES", "ru"),
    ],
)
def test_the_worker_does_not_start(name, value, tmp_path):
    """One line, exit code 1, and the volume is not touched."""
    variables = {"F5TTS_VOLUME": str(tmp_path / "volume"), "F5TTS_MODEL": "demo", name: value}
    environ = {key: text for key, text in os.environ.items() if not key.startswith(("F5TTS_", "RUNPOD_"))}
    ended = subprocess.run(
        [sys.executable, ROOT / "handler.py", "--rp_serve_api"],
        env=environ | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith("INVALID_SETTINGS: ")
    assert name in line
    assert not (tmp_path / "volume").exists()


@pytest.mark.parametrize("arguments", [["--model", "nope"], ["--language", "tlh"]])
def test_setup_refuses_before_it_installs(arguments, tmp_path, capsys):
    """What is asked for by mistake costs no installation."""
    assert setup.main([str(tmp_path / "volume"), *arguments]) == 1
    assert capsys.readouterr().err.startswith("INVALID_SETTINGS: ")
    assert not (tmp_path / "volume").exists()
