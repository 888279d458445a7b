"""Settings that cannot work end the worker at its start, in a sentence each, with nothing downloaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from f5tts_worker.bootstrap import __main__ as setup
from f5tts_worker.bootstrap.start_check import check_settings, checked_environment, with_model
from f5tts_worker.bootstrap.weights.model_folder import fault_of
from f5tts_worker.bootstrap.weights.weights import DEMO_FOLDER
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


@pytest.mark.parametrize("model", ["demo", "F5TTS_v1_Base", str(DEMO_FOLDER)])
def test_settings_that_can_work(model):
    """Names of the table, and a folder with a checkpoint, pass; the rest is seen when it is loaded."""
    check_settings(with_model(from_environment({"F5TTS_LANGUAGE": "pt-BR"}), model))


HEADER = (2).to_bytes(8, "little") + b"{}"
WHOLE = {"model.safetensors": HEADER, "vocab.txt": b"a"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (WHOLE, None),
        ({"model.pt": b"PK\3\4", "vocab.txt": b"a", "a.yaml": b""}, None),
        ({"model.pt": b"\x80\2", "vocab.txt": b"a"}, None),
        ({}, "must contain one *.safetensors or *.pt"),
        ({"README.md": b"weights"}, "must contain one *.safetensors or *.pt"),
        (WHOLE | {"other.safetensors": HEADER}, "must contain one *.safetensors or *.pt"),
        (WHOLE | {"a.yaml": b"", "b.yml": b""}, "at most one *.yaml"),
        ({"model.safetensors": HEADER}, "lacks vocab.txt"),
        (WHOLE | {"model.safetensors": b""}, "model.safetensors is no checkpoint"),
        (WHOLE | {"model.safetensors": bytes(range(256)) * 20}, "model.safetensors is no checkpoint"),
        (WHOLE | {"model.safetensors": HEADER[:-1]}, "model.safetensors is no checkpoint"),
        ({"model.pt": b"<html>", "vocab.txt": b"a"}, "model.pt is no checkpoint"),
        ({"model.pt": b"version https://git-lfs", "vocab.txt": b"a"}, "model.pt is no checkpoint"),
    ],
)
def test_a_folder_without_a_model(files, said, tmp_path):
    """A glance at a folder tells an empty one, one without a part, and a file that holds no weights."""
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    settings = from_environment({"F5TTS_MODEL": str(tmp_path)})
    if said is None:
        check_settings(settings)
        return
    with pytest.raises(WorkerError) as caught:
        check_settings(settings)
    assert said in caught.value.message
    assert caught.value.message.count("F5TTS_MODEL") == 1


def test_a_folder_that_cannot_be_read(tmp_path, monkeypatch):
    """A volume that fails is told from a folder that is wrong."""
    monkeypatch.setattr(Path, "iterdir", lambda _: (_ for _ in ()).throw(PermissionError()))
    assert fault_of(tmp_path).endswith("cannot be read (PermissionError)")


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
