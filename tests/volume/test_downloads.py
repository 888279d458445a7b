"""Downloads from a hub on the loopback interface: resumed, refused or explained; nothing bad is published."""

import dataclasses
import hashlib
import itertools
import json
import shutil
import threading
from pathlib import Path

import pytest
from filelock import SoftFileLease
from tests.pairs import ordinarily
from tests.volume.hub import COMMIT, Hub
from tests.volume.workers import wait_for

from f5tts_worker import bootstrap
from f5tts_worker.bootstrap import ensure_aligner, ensure_model, ensure_transcriber
from f5tts_worker.bootstrap.weights import download, hub_download, source_files, weights
from f5tts_worker.bootstrap.weights.models import Aligner, File, Model, Source
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.ready.readiness import Readiness
from f5tts_worker.volume.folder_contents import files_under

WEIGHTS = bytes(range(256)) * 8192  # 2 MB
FILES = {"base/model.safetensors": WEIGHTS, "vocab.txt": b"a\nb\n", "config.yaml": b"backbone: {}\n"}
VOCODER = Source("vocoder", "MIT", "some/vocoder", COMMIT, (File("config.yaml"), File("vocab.txt")))


def pinned(name, data):
    return File(name, len(data), hashlib.sha256(data).hexdigest())


def source(**changes):
    wanted = Source("some-model", "MIT", "some/model", COMMIT, (pinned("base/model.safetensors", WEIGHTS),))
    return dataclasses.replace(wanted, **changes)


@pytest.fixture
def cached_vocoder(settings):
    """Have the vocoder in RunPod's model cache, so that the model alone comes from the hub."""
    folder = settings.volume / f"huggingface-cache/hub/models--some--vocoder/snapshots/{COMMIT}"
    folder.mkdir(parents=True)
    for name in ("config.yaml", "vocab.txt"):
        (folder / name).write_bytes(FILES[name])
    return folder


@pytest.fixture
def table(monkeypatch, cached_vocoder):
    """Put small models into the table, and try again at once."""
    monkeypatch.setattr(download, "PAUSES", (0.1, 0.1, 0.1))

    def put(wanted):
        model = Model(wanted, "base/model.safetensors", "F5TTS_v1_Base", ("en",))
        monkeypatch.setattr(weights, "MODELS", {"some-model": model})
        monkeypatch.setattr(weights, "VOCODER", VOCODER)

    put(source())
    return put


@pytest.fixture
def hub(monkeypatch):
    def serve(files=FILES, **faults):
        served = Hub(files, faults.get("faults"))
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        return served

    return serve


def test_model_is_downloaded_once(table, hub, settings, environment, cached_vocoder):
    """The first call downloads and publishes, with size, sum and revision; the second asks nobody."""
    heard = []
    shutil.rmtree(cached_vocoder)
    with hub() as served:
        files = ensure_model(settings, environment, "some-model", heard.append)
        asked = served.asked.total()
        assert ensure_model(settings, environment, "some-model") == files
        assert served.asked.total() == asked
    assert files["config"] == "F5TTS_v1_Base"
    assert files["vocab"].endswith("f5_tts/infer/examples/vocab.txt")
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    home = settings.root / "models/some-model"
    (pointer,) = home.glob("*.json")
    record = json.loads(pointer.read_text())
    assert record["revision"] == COMMIT
    assert record["files"]["base/model.safetensors"]["sha256"] == hashlib.sha256(WEIGHTS).hexdigest()
    names = [pointer.name, record["folder"], f"{record['folder']}.used"]
    assert sorted(path.name for path in home.iterdir()) == sorted(names)
    assert heard[0].message == "downloading some-model"
    assert {progress.stage for progress in heard} == {"weights"}


async def test_weights_come_while_the_environment_is_installed(
    table, hub, settings, environment, cached_vocoder, monkeypatch
):
    """An installation that waits for all weights ends: to fetch a job's model and aligner takes no Python."""
    shutil.rmtree(cached_vocoder)

    def install(*_arguments):  # a mock: the real one takes minutes
        wait_for(lambda: len(list(settings.root.glob("models/*/*.json"))) == 3)
        return environment

    monkeypatch.setattr(bootstrap, "ensure", install)
    with hub({**FILES, "de.pt": WEIGHTS}) as served:
        wanted = Source("DE", "MIT", files=(pinned("de.pt", WEIGHTS),), url=f"{served.address}/web")
        monkeypatch.setattr(weights, "ALIGNERS", {"de": Aligner("torchaudio", "DE", wanted)})
        readiness = Readiness(settings)
        load = await readiness.load_params("some-model", "de", None)
        await readiness.close()
    assert Path(load["model"]["checkpoint"]).read_bytes() == WEIGHTS
    assert Path(load["aligner"]["path"]).read_bytes() == WEIGHTS


def test_a_hub_that_refers_to_another_host(table, hub, settings, environment, monkeypatch):
    """The file's sum is the one that the hub names, and the other host never sees the operator's token."""
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    table(source(files=(File("base/model.safetensors"),)))
    with hub(faults={"base/model.safetensors": "elsewhere"}) as served:
        files = ensure_model(settings, environment, "some-model")
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    assert served.tokens == [None]


def test_a_token_that_the_hub_does_not_know(table, hub, settings, environment, monkeypatch):
    """It is refused even for what is open to all, and left out then. The hub's address may lack a scheme."""
    assert hub_download.hub_address(' "hub.example.org/" ') == "https://hub.example.org"
    monkeypatch.setenv("HF_TOKEN", "hf_expired")
    table(source(files=(File("base/model.safetensors"),)))
    with hub(faults={"base/model.safetensors": "unknown-token"}):
        files = ensure_model(settings, environment, "some-model")
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS


def test_a_token_is_in_no_answer(table, hub, settings, environment, monkeypatch):
    """One that was pasted with a line end is trimmed; one that cannot be a header is not quoted."""
    table(source(files=(File("base/model.safetensors"),)))
    monkeypatch.setenv("HF_TOKEN", "hf_secret\n")
    with hub():
        ensure_model(settings, environment, "some-model")
    monkeypatch.setenv("HF_TOKEN", "hf_se\ncret")
    table(source(files=(File("base/model.safetensors"),), revision="b" * 40))
    with hub(), pytest.raises(WorkerError) as caught:
        ensure_model(settings, environment, "some-model")
    assert "hf_se" not in f"{caught.value} {caught.value.details}"


def test_unpinned_is_recorded(table, hub, settings, environment):
    """With no revision in the table, the newest is fetched and its revision and sums are written down."""
    table(source(revision=None, files=(File("base/model.safetensors"),)))
    with hub():
        ensure_model(settings, environment, "some-model")
    (pointer,) = (settings.root / "models/some-model").glob("*.json")
    record = json.loads(pointer.read_text())
    assert record["revision"] == COMMIT
    assert record["files"]["base/model.safetensors"]["size"] == len(WEIGHTS)


@pytest.mark.parametrize("fault", ordinarily(["unavailable", "reset", "breaks", "stall"], "breaks", "stall"))
def test_passing_faults(fault, table, hub, settings, environment, tally, monkeypatch):
    """A hub that is briefly unavailable, breaks off or stops in the middle, is asked again for the rest."""
    monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "1")
    with hub(faults={"base/model.safetensors": fault}) as served:
        files = ensure_model(settings, environment, "some-model")
        fetched = served.asked["GET", f"/some/model/resolve/{COMMIT}/base/model.safetensors"]
    assert Path(files["checkpoint"]).read_bytes() == WEIGHTS
    assert fetched > 1
    tally("hub", cases=1)


@pytest.mark.parametrize("files", [(pinned("base/model.safetensors", WEIGHTS),), ()])
def test_a_revision_with_a_slash(files, hub, settings, monkeypatch):
    """A branch or a pull request is one part of the address, whether files are listed or known."""
    wanted = source(revision="refs/pr/3", files=(*files, File("vocab.txt")) if files else ())
    monkeypatch.setattr(weights, "TRANSCRIBER", wanted)
    with hub({**FILES, "model.safetensors": WEIGHTS}):
        assert (ensure_transcriber(settings) / "vocab.txt").read_bytes() == FILES["vocab.txt"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("wrong", "checksum differs"), ("refused", "HF_TOKEN"), ("missing", "no such file or revision")],
)
def test_lasting_faults(fault, sentence, table, hub, settings, environment, tally):
    """Other bytes, a refusal and a missing file are explained, and nothing of them stays."""
    with hub(faults={"base/model.safetensors": fault}), pytest.raises(WorkerError, match=sentence) as caught:
        ensure_model(settings, environment, "some-model")
    assert caught.value.code == "MODEL_UNAVAILABLE"
    assert list((settings.root / "models/some-model").iterdir()) == []
    tally("hub", cases=1)


def test_out_of_reach(table, settings, monkeypatch):
    """With nobody there to ask, there is a sentence that says so, and it is worth a retry."""
    wanted = Source("DE", "MIT", files=(pinned("de.pt", WEIGHTS),), url="http://127.0.0.1:9/web")
    monkeypatch.setattr(weights, "ALIGNERS", {"de": Aligner("torchaudio", "DE", wanted)})
    with pytest.raises(WorkerError, match="cannot be reached") as caught:
        ensure_aligner(settings, "de")
    assert caught.value.code == "MODEL_UNAVAILABLE"
    assert caught.value.retryable


def test_changed_copy_is_fetched_again(table, hub, settings, environment):
    """A file that lost its end on the volume is noticed by its size."""
    with hub():
        files = ensure_model(settings, environment, "some-model")
        Path(files["checkpoint"]).write_bytes(WEIGHTS[:100])
        again = ensure_model(settings, environment, "some-model")
    assert again["checkpoint"] != files["checkpoint"]


def test_runpod_cache_comes_first(table, settings, environment, cached_vocoder, monkeypatch):
    """What RunPod's model cache holds is verified and used in place, without a hub."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    model = settings.volume / f"huggingface-cache/hub/models--some--model/snapshots/{COMMIT}"
    (model / "base").mkdir(parents=True)
    (model / "base/model.safetensors").write_bytes(WEIGHTS)
    files = ensure_model(settings, environment, "some-model")
    assert files["checkpoint"] == str(model / "base/model.safetensors")
    assert files["vocoder"] == str(cached_vocoder)
    assert ensure_model(settings, environment, "some-model") == files


def test_runpod_cache_with_other_bytes(table, hub, settings, environment):
    """A cached file that is not the pinned one is passed over."""
    folder = settings.volume / f"huggingface-cache/hub/models--some--model/snapshots/{COMMIT}/base"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(WEIGHTS[::-1])
    with hub():
        files = ensure_model(settings, environment, "some-model")
    assert "huggingface-cache" not in files["checkpoint"]


def test_hub_aligner(hub, settings, monkeypatch):
    """An aligner of the hub is a folder with its configuration and one weights file."""
    nl = Aligner("huggingface", "some/aligner", Source("some--aligner", "MIT", "some/aligner"))
    monkeypatch.setattr(weights, "ALIGNERS", {"nl": nl})
    there = {"config.json": b"{}", "vocab.json": b"{}", "README.md": b"#", "pytorch_model.bin": b"x" * 10}
    there |= {"model.safetensors": b"y" * 10, "language_model/5gram.bin": b"z" * 10}
    with hub(there):
        files = ensure_aligner(settings, "nl-BE")
    assert files | {"path": ""} == {
        "language": "nl",
        "kind": "huggingface",
        "path": "",
        "name": "some/aligner",
    }
    (pointer,) = (settings.root / "models/some--aligner").glob("*.json")
    assert sorted(json.loads(pointer.read_text())["files"]) == [
        "config.json",
        "model.safetensors",
        "vocab.json",
    ]


@pytest.mark.parametrize("fault", ordinarily([None, "reset", "unavailable"], "unavailable"))
def test_torchaudio_aligner(fault, table, hub, settings, monkeypatch):
    """An aligner of torchaudio is one file from the web, resumed where it broke off."""
    with hub({"de.pt": WEIGHTS}, faults={"de.pt": fault}) as served:
        wanted = Source("DE", "MIT", files=(pinned("de.pt", WEIGHTS),), url=f"{served.address}/web")
        monkeypatch.setattr(weights, "ALIGNERS", {"de": Aligner("torchaudio", "DE", wanted)})
        files = ensure_aligner(settings, "de")
    assert Path(files["path"]).read_bytes() == WEIGHTS
    assert files["kind"] == "torchaudio"


def test_transcriber(hub, settings, monkeypatch):
    """The transcriber is a folder."""
    monkeypatch.setattr(weights, "TRANSCRIBER", source(name="whisper", files=(File("vocab.txt"),)))
    with hub():
        folder = ensure_transcriber(settings)
    assert (folder / "vocab.txt").read_bytes() == FILES["vocab.txt"]


def test_folders_that_vanish_while_progress_is_looked_at(tmp_path):
    """Progress is told from the files that are there; that folders come and go is no error."""
    over = threading.Event()

    def come_and_go():
        for number in itertools.count():
            folder = tmp_path / "cache" / str(number)
            folder.mkdir(parents=True)
            folder.rmdir()
            if over.is_set():
                return

    (tmp_path / "model.bin").write_bytes(bytes(3_000_000))
    comings = threading.Thread(target=come_and_go)
    comings.start()
    try:
        for _ in range(1000):
            assert (tmp_path / "model.bin") in list(files_under(tmp_path))
    finally:
        over.set()
        comings.join()


def test_who_waits_hears_how_far_the_other_is(table, hub, settings, environment, monkeypatch):
    """While another worker downloads, its bytes are told."""
    place = source_files.place_of(settings, source())
    attempt = place.home / f"{place.key}-00000000"
    (attempt / "base").mkdir(parents=True)
    (attempt / "base/model.safetensors.part").write_bytes(WEIGHTS[: len(WEIGHTS) // 2])
    heard = []

    def hear(progress):
        heard.append(progress.message)
        stop.set()

    stop = threading.Event()
    lease = SoftFileLease(place.home / f".building-{place.key}", lease_duration=30, heartbeat_interval=5)
    with hub(), lease, pytest.raises(WorkerError) as caught:
        ensure_model(settings, environment, "some-model", hear, stop)
    assert caught.value.code == "CANCELLED"
    assert heard == ["another worker is downloading some-model: 50 %, 1 of 2 MB"]
