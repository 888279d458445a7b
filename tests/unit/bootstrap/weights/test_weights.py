"""Models by name and by folder, aligners by language; nothing here is downloaded."""

import json
import re
from pathlib import Path

import pytest
import requests
from tests.placed import placed

from f5tts_worker.bootstrap import aligner_languages, ensure_aligner, ensure_model, model_names
from f5tts_worker.bootstrap.command import Outcome
from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.weights import download
from f5tts_worker.bootstrap.weights.hub_download import connection, kind_of
from f5tts_worker.bootstrap.weights.models import ALIGNERS, MODELS, TRANSCRIBER, VOCODER
from f5tts_worker.bootstrap.weights.weights import DEMO_FOLDER
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume.progress import Watch

SOURCES = [
    VOCODER,
    TRANSCRIBER,
    *(m.source for m in MODELS.values()),
    *(a.source for a in ALIGNERS.values()),
]


@pytest.fixture
def environment(tmp_path):
    return Environment("given", tmp_path, tmp_path / "bin/python", tmp_path / "site-packages")


@pytest.fixture
def checkpoint(tmp_path):
    """Make a user's own model, whole, with a vocoder of its own."""
    folder = tmp_path / "mine"
    (folder / "vocoder").mkdir(parents=True)
    for name in ("model.safetensors", "vocab.txt", "my.yaml", "vocoder/config.yaml"):
        (folder / name).write_text("")
    return folder


def settings_for(folder, **more):
    return placed({"F5TTS_VOLUME": str(folder / "volume"), **more})


def test_table_is_well_formed():
    """Names are folder names, sums are SHA-256, revisions are commits, every source says its licence.

    From plain web servers, which have no revisions, come only files whose sizes and sums are known.
    """
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert re.fullmatch(r"[\w.-]+", source.name)
        assert bool(source.repository) != bool(source.url)
        assert source.licence
        assert source.revision is None or re.fullmatch(r"[0-9a-f]{40}", source.revision)
        for file in source.files:
            assert file.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", file.sha256)
            assert not source.url or (file.sha256 and file.size)
    for model in MODELS.values():
        assert model.checkpoint in {file.path for file in model.source.files}


def test_demo_needs_no_download(tmp_path, environment):
    """The demo model and its English aligner are files of the package."""
    files = ensure_model(settings_for(tmp_path), environment, "demo")
    assert files["name"] == "demo"
    assert {Path(files[part]).parent for part in ("config", "checkpoint", "vocab", "vocoder")} == {
        DEMO_FOLDER
    }
    assert all(Path(files[part]).exists() for part in ("config", "checkpoint", "vocab", "vocoder"))
    aligner = ensure_aligner(settings_for(tmp_path), "en-GB", model="demo")
    assert aligner == {
        "language": "en",
        "kind": "huggingface",
        "path": str(DEMO_FOLDER / "aligner"),
        "name": "demo",
    }
    assert not (tmp_path / "volume").exists()


def test_own_folder(checkpoint, tmp_path, environment):
    """A folder that F5TTS_MODEL names is taken as it is."""
    files = ensure_model(settings_for(tmp_path, F5TTS_MODEL=str(checkpoint)), environment, str(checkpoint))
    assert files == {
        "name": str(checkpoint),
        "config": str(checkpoint / "my.yaml"),
        "checkpoint": str(checkpoint / "model.safetensors"),
        "vocab": str(checkpoint / "vocab.txt"),
        "vocoder": str(checkpoint / "vocoder"),
        "known": False,
    }
    (checkpoint / "my.yaml").unlink()
    files = ensure_model(settings_for(tmp_path, F5TTS_MODEL=str(checkpoint)), environment, str(checkpoint))
    assert files["config"] == "F5TTS_v1_Base"


@pytest.mark.parametrize("missing", ["model.safetensors", "vocab.txt", "vocoder/config.yaml"])
def test_own_folder_that_is_not_whole(missing, checkpoint, tmp_path, environment):
    """What a model folder lacks is named."""
    (checkpoint / missing).unlink()
    with pytest.raises(WorkerError) as caught:
        ensure_model(settings_for(tmp_path, F5TTS_MODEL=str(checkpoint)), environment, str(checkpoint))
    assert caught.value.code == "MODEL_UNAVAILABLE"


def test_a_caller_names_no_folders(checkpoint, tmp_path, environment):
    """A path counts only where the operator's setting says the same."""
    with pytest.raises(WorkerError) as caught:
        ensure_model(settings_for(tmp_path), environment, str(checkpoint))
    assert caught.value.code == "UNKNOWN_MODEL"


def test_unknown_model(tmp_path, environment):
    """An unknown name is answered with the names that there are."""
    with pytest.raises(WorkerError, match="F5TTS_v1_Base") as caught:
        ensure_model(settings_for(tmp_path), environment, "F5TTS_v9")
    assert caught.value.code == "UNKNOWN_MODEL"
    assert caught.value.details["models"] == model_names()


@pytest.mark.parametrize("language", ["xx", "", "klingon"])
def test_unsupported_language(language, tmp_path, environment):
    """A language without an aligner is answered with those that have one."""
    with pytest.raises(WorkerError, match="there is one for ar, ca") as caught:
        ensure_aligner(settings_for(tmp_path), language)
    assert caught.value.code == "UNSUPPORTED_LANGUAGE"
    assert caught.value.details["languages"] == aligner_languages()


def answered(status):
    response = requests.Response()
    response.status_code = status
    return requests.HTTPError(response=response)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered(404), "missing"),
        (answered(401), "refused"),
        (answered(403), "refused"),
        (answered(429), "network"),
        (answered(503), "network"),
        (FileNotFoundError("some/model has none of model.safetensors"), "missing"),
        (OSError(28, "No space left on device"), "disk"),
        (ConnectionResetError(104, "reset"), "network"),
        (TimeoutError("read"), "network"),
        (requests.exceptions.ChunkedEncodingError("IncompleteRead"), "network"),
        (requests.exceptions.ConnectionError("no route"), "network"),
        (KeyError("siblings"), "program"),
    ],
)
def test_kinds_of_failure(error, kind):
    """Each failure of a download is told from the others."""
    assert kind_of(error) == kind


def test_the_operators_own_authorities(monkeypatch):
    """A hub behind a company's proxy is trusted by either of the two usual variables."""
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert connection().verify is True
    for name, path in (("SSL_CERT_FILE", "/one.pem"), ("REQUESTS_CA_BUNDLE", "/two.pem")):
        monkeypatch.setenv(name, path)
        assert connection().verify == path


@pytest.mark.parametrize(
    ("failed", "code", "says"),
    [
        (
            {"failed": "disk", "why": "OSError: [Errno 122] Disk quota exceeded"},
            "VOLUME_FULL",
            "not be written",
        ),
        ({"failed": "disk", "why": "OSError: [Errno 28] No space left"}, "VOLUME_FULL", "not be written"),
        ({"failed": "network", "why": "x"}, "MODEL_UNAVAILABLE", "hub cannot be reached"),
        ({"failed": "program", "why": "x"}, "MODEL_UNAVAILABLE", "the download program failed"),
        (None, "MODEL_UNAVAILABLE", "the download program failed"),
    ],
)
def test_a_failed_download_is_explained(failed, code, says, monkeypatch, tmp_path):
    """The sentence is about what happened: a program that dies without a word is no fault of the network."""
    lines = () if failed is None else (json.dumps(failed),)

    def end(*_arguments, on_line, **_options):
        for line in lines:
            on_line(line)
        return Outcome(1, lines)

    monkeypatch.setattr(download, "run", end)
    with pytest.raises(WorkerError) as caught:
        download.fetch(VOCODER, tmp_path, Watch(), 0.0)
    assert caught.value.code == code
    assert says in caught.value.message
