"""`health`: one page that answers at once, whatever is wrong, and never touches the engine."""

import asyncio
import json
import threading
import tomllib
from pathlib import Path

import pytest
from tests.unit.tiny_worker import busy, job, running

from f5tts_worker import __version__, health
from f5tts_worker.bootstrap import volume
from f5tts_worker.bootstrap.watch import Progress
from f5tts_worker.config import from_environment
from f5tts_worker.health import Lookout, is_mounted, look

ASK = job(9, endpoint="health")


async def test_a_new_worker(tmp_path):
    """The volume can be used, nothing is installed, and no engine is started to find out."""
    async with running(tmp_path) as worker:
        page = await worker.answer(ASK)
        assert worker._runtime._engine is None
    found = page["volume"]
    assert (found["path"], found["writable"], found["error"]) == (str(tmp_path), True, None)
    assert found["free_bytes"] > 0
    assert page["environment"]["installed"] is False
    assert len(page["environment"]["key"]) == 16
    assert (page["engine"], page["model"], page["warnings"]) == ("NEW", None, [])
    assert page["version"] == __version__


async def test_after_a_job(tmp_path):
    """The loaded model and the environment's key are on the page."""
    async with running(tmp_path) as worker:
        await worker.answer(job(text="Hello"))
        page = await worker.answer(ASK)
    assert (page["engine"], page["model"]) == ("READY", "demo")
    assert page["environment"] == {"key": "tiny", "installed": True, "installing": None, "error": None}


async def test_while_the_environment_is_being_installed(tmp_path):
    """The latest step of the installation is told, and the page does not wait for it."""
    async with running(tmp_path) as worker:
        worker._runtime.installing = True
        waiting = asyncio.ensure_future(worker.answer(job(text="Hello")))
        while "environment" not in worker._runtime._work:
            await asyncio.sleep(0.01)
        starting = await worker.answer(ASK)
        worker._runtime._tell("environment", Progress("environment", "downloading torch", 3, 60))
        page = await worker.answer(ASK)
        worker._runtime.installing = False
        await waiting
    assert starting["environment"]["installing"]["message"] == "starting"
    assert page["environment"]["installing"] == {
        "stage": "environment",
        "message": "downloading torch",
        "done": 3,
        "total": 60,
    }
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
    assert broken["status"] == "success"
    assert broken["volume"]["writable"] is False
    assert "VOLUME_UNUSABLE" in broken["volume"]["error"]
    assert repaired["volume"]["writable"] is True


async def test_a_volume_that_hangs(tmp_path, monkeypatch):
    """A look that does not come back is not waited for, and is the only one; what was seen before is told."""
    settings = from_environment({"F5TTS_VOLUME": str(tmp_path)})
    lookout, answers, looks = Lookout(settings), threading.Event(), []
    before = await lookout.look()

    def hang(settings):
        looks.append(settings)
        answers.wait(20)
        return look(settings)

    monkeypatch.setattr(health, "look", hang)
    seen = [await lookout.look() for _ in range(3)]
    assert len(looks) == 1
    assert all(sight.warnings and "does not answer" in sight.warnings[-1] for sight in seen)
    assert seen[0].volume()["path"] == before.volume()["path"]
    answers.set()
    while not lookout._task.done():
        await asyncio.sleep(0.01)
    assert (await lookout.look()).warnings == ()


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
    sight = look(settings)
    assert "F5TTS_RUNTIME_PYTHON" in sight.environment_error
    assert health.wanted_key(settings) == "given"


@pytest.mark.parametrize(("mounts", "mounted"), [(("/",), False), (("/", "/volume"), True)])
def test_mounted_is_more_than_the_containers_disk(monkeypatch, mounts, mounted):
    """Everything lies under `/`, which says nothing."""
    monkeypatch.setattr(health.os.path, "ismount", lambda path: str(path) in mounts)
    assert is_mounted(Path("/volume/deep/down")) is mounted


def test_one_version():
    """What the worker says of itself is what is released."""
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    assert tomllib.loads(project.read_text())["project"]["version"] == __version__
