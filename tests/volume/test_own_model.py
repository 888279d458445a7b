"""The operator's own checkpoint from an address: pinned at first use, fetched again when it changes."""

import dataclasses
import hashlib
import json
import logging
from pathlib import Path

import pytest
from tests.placed import placed
from tests.unit.servers import s3_server
from tests.volume.hub import COMMIT, Hub

from f5tts_worker.bootstrap import ensure_model, model_faults
from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.weights import own_model, weights
from f5tts_worker.bootstrap.weights.models import File, Source
from f5tts_worker.config import public_view
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.downloads import large_files
from f5tts_worker.storage.s3 import large_objects
from f5tts_worker.storage.s3.large_objects import LargeObjects

WEIGHTS = bytes(range(256)) * 4096  # 1 MB
FILES = {"mine/model.safetensors": WEIGHTS, "mine/vocab.txt": b"a\nb\n", "mine/model.yaml": b"model: {}\n"}
ALONE = {"mine/model.pt": WEIGHTS}


@pytest.fixture(autouse=True)
def around(monkeypatch, tmp_path):
    """Bring a vocoder that needs no hub, small parts, and short pauses."""
    folder = tmp_path / f"volume/huggingface-cache/hub/models--some--vocoder/snapshots/{COMMIT}"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("{}")
    vocoder = Source("vocoder", "MIT", "some/vocoder", COMMIT, (File("config.yaml"),))
    monkeypatch.setattr(weights, "VOCODER", vocoder)
    monkeypatch.setattr(large_objects, "PART_BYTES", 300_000)
    monkeypatch.setattr(large_files, "PAUSES", (0.05, 0.05))
    monkeypatch.setattr("f5tts_worker.bootstrap.weights.unfinished_downloads.LARGE_BYTES", 100_000)


@pytest.fixture
def environment(tmp_path):
    return Environment("given", tmp_path, tmp_path / "bin/python", tmp_path / "site-packages")


def settings_for(folder, model, **more):
    environ = {"F5TTS_VOLUME": str(folder / "volume"), "F5TTS_ALLOW_PRIVATE_URLS": "true"}
    return placed({**environ, "F5TTS_MODEL": model, **more})


def ensure(settings, environment, report=lambda _progress: None):
    return ensure_model(settings, environment, settings.model, report)


def test_address(tmp_path, environment):
    """Checkpoint, vocabulary and configuration come from the web once; sums and version are recorded."""
    heard = []
    with Hub(FILES) as served:
        settings = settings_for(tmp_path, f"{served.address}/web/mine/model.safetensors")
        files = ensure(settings, environment, heard.append)
        body = "GET", "/web/mine/vocab.txt"
        fetched = served.asked[body]
        assert ensure(settings, environment) == files
        assert served.asked[body] == fetched
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    assert Path(files["vocab"]).read_bytes() == FILES["mine/vocab.txt"]
    assert Path(files["config"]).name == "model.yaml"
    assert files["known"] is False
    (pointer,) = (settings.root / "models").glob("own-*/*.json")
    said = json.loads(pointer.read_text())
    assert said["files"]["model.safetensors"]["sha256"] == hashlib.sha256(WEIGHTS).hexdigest()
    assert said["address"] == settings.model
    assert "downloading model.safetensors: 100 %, 1 of 1 MB" in [progress.message for progress in heard]


def test_checkpoint_alone(tmp_path, environment):
    """Where nothing lies beside it, F5-TTS's own vocabulary and the default configuration count."""
    with Hub(ALONE) as served:
        files = ensure(settings_for(tmp_path, f"{served.address}/web/mine/model.pt"), environment)
    assert files["config"] == "F5TTS_v1_Base"
    assert files["vocab"].endswith("f5_tts/infer/examples/vocab.txt")
    assert Path(files["checkpoint"]).name == "model.pt"


def test_another_version_is_fetched_again(tmp_path, environment, caplog):
    """The ETag decides; a server that is gone costs a warning, and what was fetched last is used."""
    with Hub(dict(FILES)) as served:
        settings = settings_for(tmp_path, f"{served.address}/web/mine/model.safetensors")
        first = ensure(settings, environment)
        served.files["mine/model.safetensors"] = WEIGHTS[::-1]
        second = ensure(settings, environment)
    assert Path(second["checkpoint"]).read_bytes() == WEIGHTS[::-1]
    assert Path(first["checkpoint"]).read_bytes() == WEIGHTS
    with caplog.at_level(logging.WARNING, logger="f5tts_worker"):
        assert ensure(settings, environment) in (first, second)
    assert "the copy fetched earlier is used" in caplog.text


@pytest.mark.parametrize("fault", ["reset", "unavailable"])
def test_passing_faults(fault, tmp_path, environment):
    """A download that breaks off is continued, and a server that is briefly away is asked again."""
    with Hub(FILES, {"mine/model.safetensors": fault if fault == "reset" else None}) as served:
        settings = settings_for(tmp_path, f"{served.address}/web/mine/model.safetensors")
        if fault == "unavailable":
            remote = large_files.look(settings.model, own_model._policy(settings), field="x")
            served.faults = {"mine/model.safetensors": "unavailable"}
            served.asked.clear()
            part = tmp_path / "model.safetensors"
            large_files.fetch_large(
                settings.model,
                part,
                remote,
                own_model._policy(settings),
                field="x",
                on_bytes=lambda _size: None,
            )
            assert part.read_bytes() == WEIGHTS
            return
        files = ensure(settings, environment)
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    ("fault", "sentence"), [("missing", "there is no file at this address"), ("refused", "status 401")]
)
def test_lasting_faults(fault, sentence, tmp_path, environment):
    """A missing file and a refusal are explained."""
    with Hub(FILES, {"mine/model.safetensors": fault}) as served:
        settings = settings_for(tmp_path, f"{served.address}/web/mine/model.safetensors")
        with pytest.raises(WorkerError, match=sentence) as caught:
            ensure(settings, environment)
    assert caught.value.code == "MODEL_UNAVAILABLE"
    assert not list(settings.root.glob("models/own-*/*-*"))


def test_larger_than_a_checkpoint_can_be(tmp_path, environment, monkeypatch):
    """The cap is told before anything is fetched."""
    monkeypatch.setattr(own_model, "MAX_BYTES", 1000)
    with Hub(FILES) as served, pytest.raises(WorkerError, match="larger than"):
        ensure(settings_for(tmp_path, f"{served.address}/web/mine/model.safetensors"), environment)


def test_a_killed_download_is_continued(tmp_path, environment):
    """The next worker asks for the rest only, as long as it is the rest of the same version."""
    with Hub(FILES) as served:
        settings = settings_for(tmp_path, f"{served.address}/web/mine/model.safetensors")
        remote = large_files.look(settings.model, own_model._policy(settings), field="x")
        version = [remote.size, remote.tag]
        home = settings.root / f"models/own-{hashlib.sha256(settings.model.encode()).hexdigest()[:8]}"
        key = hashlib.sha256(json.dumps([settings.model, version]).encode()).hexdigest()[:16]
        dead = home / f"{key}-00000000"
        dead.mkdir(parents=True)
        (dead / "model.safetensors.part").write_bytes(WEIGHTS[:700_000])
        (dead / "model.safetensors.part.tag").write_text(remote.tag)
        arrived = []
        files = ensure(settings, environment, lambda progress: arrived.append(progress.done))
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    assert min(size for size in arrived if size > 100) > 700_000


@pytest.fixture(scope="module")
def bucket():
    with s3_server("own-key", "own-secret") as (served, _folder):
        objects = LargeObjects(dataclasses.replace(served, prefix="team"), url_lifetime_s=600)
        for path, data in FILES.items():
            objects.put_bytes(f"weights/{path}", data, "application/octet-stream")
        objects.put_bytes("weights/mine/notes/readme.md", b"#", "text/plain")
        objects.put_bytes("weights/two/a.pt", b"1", "application/octet-stream")
        objects.put_bytes("weights/two/b.pt", b"2", "application/octet-stream")
        yield objects


def with_bucket(folder, objects, model):
    bucket = objects.bucket
    return settings_for(
        folder,
        model,
        S3_BUCKET=bucket.name,
        S3_PREFIX=bucket.prefix,
        AWS_ENDPOINT_URL=bucket.endpoint,
        AWS_ACCESS_KEY_ID=bucket.access_key,
        AWS_SECRET_ACCESS_KEY=bucket.secret_key,
    )


@pytest.mark.parametrize(
    "path",
    [
        "team/weights/mine",
        "team/weights/mine/",
        "weights/mine",
        "weights/mine/model.safetensors",
        "weights/two/b.pt",
    ],
)
def test_bucket(path, tmp_path, environment, bucket):
    """A folder of our bucket, or a file in one, gives the checkpoint and what belongs to it."""
    settings = with_bucket(tmp_path, bucket, f"s3://voices-bucket/{path}")
    assert model_faults(settings) == []
    files = ensure(settings, environment)
    if "two" in path:
        assert Path(files["checkpoint"]).read_bytes() == b"2"
        return
    folder = Path(files["checkpoint"]).parent
    assert {p.name for p in folder.iterdir()} == {"model.safetensors", "vocab.txt", "model.yaml"}
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    assert ensure(settings, environment) == files


@pytest.mark.parametrize("path", ["weights/none", "weights/two", "weights/mine/other.pt"])
def test_bucket_without_the_checkpoint(path, tmp_path, environment, bucket):
    """None, two, or another one: what must be there is said."""
    settings = with_bucket(tmp_path, bucket, f"s3://voices-bucket/{path}")
    with pytest.raises(WorkerError, match="must contain one") as caught:
        ensure(settings, environment)
    assert caught.value.code == "MODEL_UNAVAILABLE"


def test_a_presigned_address_is_shown_nowhere(tmp_path, environment, bucket):
    """The part after the question mark is used, and is in no answer, no record and no settings page."""
    url = bucket.url("weights/mine/model.safetensors")
    settings = settings_for(tmp_path, url)
    files = ensure(settings, environment)
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    (pointer,) = (settings.root / "models").glob("own-*/*.json")
    shown = [json.dumps(files), json.dumps(public_view(settings)), repr(settings), pointer.read_text()]
    assert "Signature" in url
    assert not [text for text in shown if "Signature" in text]


@pytest.mark.parametrize(
    "model", ["https://example.org/model.pt", "s3://voices-bucket/weights/mine", "/etc", "file:///etc/passwd"]
)
def test_a_caller_names_no_places(model, tmp_path, environment, bucket):
    """Folders and addresses count in the operator's setting alone."""
    settings = with_bucket(tmp_path, bucket, "demo")
    with pytest.raises(WorkerError) as caught:
        ensure_model(settings, environment, model)
    assert caught.value.code == "UNKNOWN_MODEL"


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ("F5TTS_v9", "the only models are demo, F5TTS_v1_Base"),
        ("/no/such/folder", "does not exist"),
        (__file__, "must be a folder"),
        ("/", "must contain one *.safetensors"),
        ("http://example.org/model.pt", "must start with https://"),
        ("https://user:word@example.org/model.pt", "must not carry a user name"),
        ("https://127.0.0.1/model.pt", "not public"),
        ("https://example.org/model.bin", "ends in .safetensors or .pt"),
        ("https://example.org/", "ends in .safetensors or .pt"),
        ("ftp://example.org/model.pt", "must start with https://"),
        ("s3://another/weights", "another bucket"),
        ("s3://voices-bucket/", "must name a folder"),
        ("s3://voices-bucket/../x", "must name a folder"),
        ("s3://voices-bucket/model.pt", "must name a folder"),
    ],
)
def test_settings_that_make_no_sense(model, sentence, tmp_path):
    """Each is refused in one sentence, before anything is fetched."""
    environ = {"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": model, "S3_BUCKET": "voices-bucket"}
    (fault,) = model_faults(placed(environ))
    assert sentence in fault


@pytest.mark.parametrize(
    "model",
    [
        "demo",
        "F5TTS_v1_Base",
        "https://example.org/a/model.pt?download=true",
        "s3://voices-bucket/a/m.pt",
        str(weights.DEMO_FOLDER),
    ],
)
def test_settings_that_make_sense(model, tmp_path):
    """Names, folders, addresses."""
    environ = {"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": model, "S3_BUCKET": "voices-bucket"}
    assert model_faults(placed(environ)) == []


def test_without_a_bucket(tmp_path):
    """An s3:// address needs a bucket."""
    (fault,) = model_faults(placed({"F5TTS_MODEL": "s3://voices-bucket/a"}))
    assert "set S3_BUCKET" in fault


def test_a_bucket_that_takes_too_long(tmp_path, environment, bucket, monkeypatch):
    """The installation's time also ends a fetch from the bucket, in a sentence; what has come is kept."""
    settings = with_bucket(tmp_path, bucket, f"s3://{bucket.bucket.name}/team/weights/mine")
    monkeypatch.setattr(own_model, "deadline_after", lambda _seconds: 0.0)
    with pytest.raises(WorkerError, match="longer than F5TTS_INSTALL_SECONDS allows") as caught:
        ensure(settings, environment)
    assert caught.value.code == "MODEL_UNAVAILABLE"
