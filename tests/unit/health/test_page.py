"""`health`: one page that answers at once, whatever is wrong, and never touches the engine."""

import asyncio
import errno
import json
import os
import threading
import tomllib
from pathlib import Path

import pytest
from tests.unit.tiny_worker import busy, job, running

from f5tts_worker import __version__
from f5tts_worker.config import from_environment
from f5tts_worker.health import gpus
from f5tts_worker.health import page as health
from f5tts_worker.health.advice import problems
from f5tts_worker.health.gpus import NEEDS, look_at_gpus, why_unfit
from f5tts_worker.health.latest import Latest
from f5tts_worker.health.page import Lookout, is_mounted, look_at_bucket, look_at_volume
from f5tts_worker.volume import volume
from f5tts_worker.volume.progress import Progress
from f5tts_worker.volume.publish import new_attempt, publish

ASK = job(9, endpoint="health")
PATIENCE_S = health.PATIENCE_S


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Wait for what there is to see, however busy this machine is."""
    monkeypatch.setattr(health, "PATIENCE_S", 20.0)


async def test_a_new_worker(tmp_path):
    """The volume can be used, nothing is installed, and no engine is started to find out."""
    async with running(tmp_path) as worker:
        page = await worker.answer(ASK)
        assert worker.readiness._engine is None
    found = page["volume"]
    assert (found["path"], found["writable"], found["error"]) == (str(tmp_path), True, None)
    assert found["free_bytes"] > 0
    assert page["environment"]["installed"] is False
    assert page["environment"]["state"] == "absent"
    assert page["models"] == []
    assert page["bucket"] is None
    assert len(page["environment"]["key"]) == 16
    assert (page["engine"], page["model"], page["warnings"]) == ("NEW", None, [])
    assert page["version"] == __version__


async def test_after_a_job(tmp_path):
    """The loaded model and the environment's key are on the page."""
    async with running(tmp_path) as worker:
        await worker.answer(job(text="Hello"))
        page = await worker.answer(ASK)
    assert (page["engine"], page["model"]) == ("READY", "demo")
    environment = page["environment"]
    assert (environment["key"], environment["state"], environment["installed"]) == ("tiny", "published", True)
    assert (environment["installing"], environment["error"]) == (None, None)


async def test_while_the_environment_is_being_installed(tmp_path):
    """The latest step of the installation is told, and the page does not wait for it."""
    async with running(tmp_path) as worker:
        worker.readiness.installing = True
        waiting = asyncio.ensure_future(worker.answer(job(text="Hello")))
        while not worker.readiness.environment_work.is_under_way:
            await asyncio.sleep(0.01)
        starting = await worker.answer(ASK)
        worker.readiness.environment_work.tell(Progress("environment", "downloading torch", 3, 60))
        page = await worker.answer(ASK)
        worker.readiness.installing = False
        await waiting
    assert starting["environment"]["installing"]["message"] == "starting"
    assert page["environment"]["installing"] == {
        "stage": "environment",
        "message": "downloading torch",
        "done": 3,
        "total": 60,
    }
    assert page["environment"]["state"] == "installing"
    assert page["environment"]["installed"] is False


async def test_a_busy_engine_is_left_alone(tmp_path):
    """The page is there while a job has the engine."""
    async with running(tmp_path) as worker:
        speaking = asyncio.ensure_future(worker.answer(job(text="hang")))
        await busy(worker)
        page = await worker.answer(ASK)
        speaking.cancel()
    assert page["engine"] == "BUSY"


async def test_a_broken_volume(tmp_path):
    """The page says what is wrong with it; what was repaired is seen at the next look."""
    file = tmp_path / "volume"
    async with running(file) as worker:
        file.write_text("not a folder")
        broken = await worker.answer(ASK)
        file.unlink()
        repaired = await worker.answer(ASK)
    assert broken["status"] == "completed"
    assert broken["volume"]["writable"] is False
    assert "VOLUME_UNUSABLE" in broken["volume"]["error"]
    assert repaired["volume"]["writable"] is True


async def test_a_volume_that_is_lost_meanwhile(tmp_path, monkeypatch):
    """What fails after the first look, such as listing the models, is on the page and does not replace it."""

    def fail(root):
        raise OSError(errno.ESTALE, "Stale file handle", str(root))

    monkeypatch.setattr(health, "published_models", fail)
    async with running(tmp_path) as worker:
        page = await worker.answer(ASK)
    assert page["status"] == "completed"
    assert page["volume"]["writable"] is False
    assert "the connection to it was lost" in page["volume"]["error"]


async def test_a_volume_that_hangs(tmp_path, monkeypatch):
    """A look that does not come back is not waited for, and is the only one; what was seen before is told."""
    settings = from_environment({"F5TTS_VOLUME": str(tmp_path)})
    lookout, answers, looks = Lookout(settings), threading.Event(), []
    before = await lookout.page(None, None)

    def hang(settings):
        looks.append(settings)
        answers.wait(120)
        return look_at_volume(settings)

    monkeypatch.setattr(health, "look_at_volume", hang)
    lookout.patience_s = PATIENCE_S
    seen = [await lookout.page(None, None) for _ in range(3)]
    assert len(looks) == 1
    assert all(page["warnings"] and "does not answer" in page["warnings"][-1] for page in seen)
    assert seen[0]["volume"] == before["volume"]
    answers.set()
    async with asyncio.timeout(120):
        while (await lookout.page(None, None))["warnings"]:
            await asyncio.sleep(0.01)


async def test_what_is_slow_to_see_is_remembered():
    """What does not come at once is told when it has come, and while it is fresh nobody asks again."""
    answers, asked = threading.Event(), []

    def ask():
        asked.append(None)
        answers.wait(120)
        return len(asked)

    latest = Latest(ask, 0, fresh_s=3600)
    assert await latest.get(PATIENCE_S) == (0, False)
    answers.set()
    async with asyncio.timeout(120):
        while await latest.get(PATIENCE_S) != (1, True):
            await asyncio.sleep(0.01)
    assert await latest.get(PATIENCE_S) == (1, True)
    assert len(asked) == 1


async def test_what_is_published_is_on_the_page(tmp_path):
    """Models with their sizes, and one whose file was cut short since, with what to do about it."""
    home = tmp_path / "f5tts/models/vocos"
    for name, size in (("0" * 16, 10), ("1" * 16, 20)):
        folder = new_attempt(home, name)
        (folder / "model.bin").write_bytes(bytes(size))
        publish(folder, {"name": f"vocos{name[0]}", "files": {"model.bin": {"size": 10}}}, lambda: False)
    (home / f"{'2' * 16}.json").write_text("{")
    async with running(tmp_path) as worker:
        page = await worker.answer(ASK)
    models = [(model["name"], model["bytes"], model["verified"]) for model in page["models"]]
    assert models == [("vocos0", 10, True), ("vocos1", 10, False)]
    (problem,) = [problem for problem in page["problems"] if "vocos" in problem["what"]]
    assert f"{'1' * 16}.json" in problem["cure"]


SMI = "NVIDIA H200, 143771, 143000, 570.124.06, 9.0\nNVIDIA B200, 183359, [N/A], 565.57, 10.0\n"


@pytest.fixture
def smi(tmp_path, monkeypatch):
    """Put a program called nvidia-smi first on the path; the test writes its lines."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    def write(body):
        (folder / "nvidia-smi").write_text(f"#!/bin/sh\n{body}\n")
        (folder / "nvidia-smi").chmod(0o755)

    return write


def test_gpus(smi):
    """Each GPU has its name, memory, driver and kind; what a virtual one does not say is 0."""
    smi(f"printf '{SMI}'")
    seen = look_at_gpus()
    assert seen["error"] is None
    assert seen["gpus"][0] == {
        "name": "NVIDIA H200",
        "memory_mib": 143771,
        "free_mib": 143000,
        "driver": "570.124.06",
        "compute": "9.0",
        "cuda": ["12"],
    }
    assert seen["gpus"][1]["free_mib"] == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("echo NVML: Driver/library version mismatch; exit 18", "version mismatch"),
        ("echo No devices were found", "names no GPU"),
        ("exec sleep 60", "timed out"),
    ],
)
def test_no_gpu(smi, body, said, monkeypatch):
    """Whatever nvidia-smi does instead, there is one sentence."""
    monkeypatch.setattr(gpus, "SMI_SECONDS", 0.5)
    smi(body)
    seen = look_at_gpus()
    assert seen["gpus"] == []
    assert said in seen["error"]


def test_no_nvidia_smi(tmp_path, monkeypatch):
    """A machine without NVIDIA's program has no GPU for us."""
    monkeypatch.setenv("PATH", str(tmp_path))
    sentence = "nvidia-smi is missing, so this machine has no NVIDIA GPU"
    assert look_at_gpus() == {"gpus": [], "error": sentence}


def test_bucket_that_is_not_there():
    """A bucket at an address where nobody listens is not reachable, and no bucket is none."""
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    settings = from_environment({"S3_BUCKET": "x", "AWS_ENDPOINT_URL": "http://127.0.0.1:9", **keys})
    seen = look_at_bucket(settings)
    assert seen["reachable"] is False
    assert seen["error"].startswith("STORE_UNAVAILABLE")
    assert look_at_bucket(from_environment({})) is None


def a_page(**changes):
    page = {
        "volume": {"error": None, "mounted": True, "free_bytes": 50e9},
        "environment": {"error": None, "state": "published"},
        "models": [],
        "gpu": {"gpus": [card("H200", "570.1", "9.0", "12")], "error": None},
        "bucket": None,
        "settings": {"device": "auto", "cuda": "12", "runtime_python": None, "on_runpod": True},
    }
    for path, value in changes.items():
        part, _, name = path.partition("__")
        if name:
            page[part][name] = value
        else:
            page[part] = value
    return page


def card(name, driver, compute, *cuda):
    return {"name": name, "driver": driver, "compute": compute, "cuda": list(cuda)}


@pytest.mark.parametrize(
    ("driver", "compute", "fitting"),
    [
        ("580.95.05", "9.0", ["12", "13"]),
        ("580.95.05", "12.0", ["12", "13"]),
        ("570.124.06", "12.0", ["12"]),
        ("550.54", "8.9", ["12"]),
        ("580.95.05", "7.0", ["12"]),  # Volta
        ("550.54", "10.0", []),
        ("580.95.05", "6.1", []),
        ("[N/A]", "[N/A]", ["12", "13"]),  # nothing is known to be lacking
    ],
)
def test_the_environments_that_fit(driver, compute, fitting):
    """A GPU is told apart by driver and compute capability, and so is what runs on it."""
    assert [cuda for cuda in NEEDS if not why_unfit(cuda, driver, compute)] == fitting


OLD_CARD_UNUSED = {"gpu__gpus": [card("T4", "515.1", "7.5")], "settings__device": "cpu"}


@pytest.mark.parametrize("changes", [{}, OLD_CARD_UNUSED])
def test_nothing_is_wrong(changes):
    """Neither a machine in order nor a GPU that is not to be used has a problem."""
    assert problems(a_page(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "what", "cure", "serious"),
    [
        ({"volume__error": "VOLUME_FULL: no space"}, "no space", "Enlarge", True),
        ({"volume__error": "VOLUME_UNUSABLE: read-only"}, "read-only", "Attach", True),
        ({"volume__mounted": False}, "no network volume", "Attach", False),
        ({"volume__free_bytes": 1e9, "environment__state": "absent"}, "1.0 GB are free", "Enlarge", True),
        ({"environment__state": "absent"}, "not installed yet", "first job", False),
        ({"environment__error": "INVALID_SETTINGS: x"}, "INVALID_SETTINGS", "Correct", True),
        ({"gpu": {"gpus": [], "error": "none"}}, "CPU", "Choose a GPU", False),
        (
            {"gpu": {"gpus": (), "error": "x"}, "settings__device": "cuda"},
            "is cuda, but x",
            "device auto",
            True,
        ),
        ({"gpu__gpus": [card("T4", "515.1", "7.5")]}, "525 or newer", "12.8", True),
        ({"gpu__gpus": [card("B200", "565.1", "10.0")]}, "570", "12.8", True),
        (
            {"settings__cuda": "13", "gpu__gpus": [card("L4", "570.1", "8.9", "12")]},
            "570.1 is too old; 580 or newer",
            "Set F5TTS_CUDA to 12, or choose CUDA 13.0 and newer",
            True,
        ),
        (
            {"settings__cuda": "13", "gpu__gpus": [card("V100", "580.1", "7.0", "12")]},
            "compute capability is 7.0; 7.5 or newer",
            "Set F5TTS_CUDA to 12",
            True,
        ),
        ({"bucket": {"error": "STORE_REFUSED: key"}}, "STORE_REFUSED", "key", True),
    ],
)
def test_problems(changes, what, cure, serious):
    """Each thing that can be wrong has a sentence and a cure, and says whether jobs fail of it."""
    found = problems(a_page(**changes))
    assert any(what in one.what and cure in one.cure and one.serious is serious for one in found), found


def test_nothing_wrong():
    """A page on which all is well, or nothing is known yet, has no problems."""
    assert problems(a_page()) == []
    assert (
        problems(a_page(gpu={"gpus": None, "error": None}, volume__free_bytes=None, volume__mounted=None))
        == []
    )


async def test_a_worker_without_a_volume_says_so_in_every_answer(tmp_path, monkeypatch):
    """Nobody reads a log for that: the warning is in `warnings` of speech, lists and the page."""
    monkeypatch.setattr(volume, "CONTAINER_FOLDER", tmp_path)
    monkeypatch.setattr(volume.os.path, "ismount", lambda path: False)
    async with running("", F5TTS_VOLUME="") as worker:
        answers = [
            await worker.answer(job(1, text="Hello")),
            await worker.answer(job(2, endpoint="list_voices")),
            await worker.answer(job(3, endpoint="warmup")),
            await worker.answer(ASK),
        ]
    for answer in answers:
        assert any("installs everything again" in warning for warning in answer["warnings"]), answer
    assert answers[-1]["volume"]["mounted"] is False


async def test_no_secret_is_on_the_page(tmp_path):
    """The settings in force are shown, the bucket's keys are not."""
    keys = {"AWS_ACCESS_KEY_ID": "canary-key-0007", "AWS_SECRET_ACCESS_KEY": "canary-secret-0008"}
    async with running(tmp_path, S3_BUCKET="bucket", F5TTS_DEVICE="cpu", **keys) as worker:
        page = await worker.answer(ASK)
    assert page["settings"]["device"] == "cpu"
    assert page["settings"]["bucket"]["name"] == "bucket"
    assert "canary" not in json.dumps(page)


def test_a_python_that_was_given_is_the_environment(tmp_path):
    """Where the operator named a Python that is none, the page says which setting is wrong."""
    settings = from_environment(
        {"F5TTS_VOLUME": str(tmp_path), "F5TTS_RUNTIME_PYTHON": str(tmp_path / "python")}
    )
    assert "F5TTS_RUNTIME_PYTHON" in look_at_volume(settings)["environment"]["error"]
    assert health.wanted_key(settings) == "given"


@pytest.mark.parametrize(("mounts", "mounted"), [(("/",), False), (("/", "/volume"), True)])
def test_mounted_is_more_than_the_containers_disk(monkeypatch, mounts, mounted):
    """Everything lies under `/`, which says nothing."""
    monkeypatch.setattr(health.os.path, "ismount", lambda path: str(path) in mounts)
    assert is_mounted(Path("/volume/deep/down")) is mounted


def test_one_version():
    """What the worker says of itself is what is released."""
    project = Path(__file__).resolve().parents[3] / "pyproject.toml"
    assert tomllib.loads(project.read_text())["project"]["version"] == __version__
