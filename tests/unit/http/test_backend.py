"""The worker in this process as a backend: its files and its end."""

import pytest

from f5tts_worker.config import read_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.backend import OwnWorker
from f5tts_worker.http.faults import Fault

SETTINGS, _ = read_environment({"F5TTS_MODEL": "demo"})


async def test_files_of_the_store_and_no_others(tmp_path):
    """Results and voices; nothing beside them, and nothing outside."""
    for name in ("output/a b.mp3", "voices/anna.wav", "models/m.bin", "secret"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"content")

    async def path_of(key):
        if ".." in key:
            raise WorkerError("NOT_FOUND", "No.")
        return tmp_path / key

    worker = OwnWorker(None, path_of, lambda: "ready", SETTINGS)
    assert await worker.read("/v1/files/output/a%20b.mp3") == b"content"
    assert await worker.file("voices/anna.wav") == tmp_path / "voices/anna.wav"
    for key in ("models/m.bin", "secret", "output/../secret", "output/none.mp3", "output"):
        with pytest.raises(Fault) as caught:
            await worker.file(key)
        assert caught.value.status == 404


async def test_a_worker_that_asks_to_be_replaced_is_broken():
    """Its health check says so; the caller's answer does not."""

    async def handle(job, _listener):
        return {"error": "ENGINE_UNHEALTHY: no.", "refresh_worker": job["input"]["endpoint"] == "tts"}

    states = ["preparing"]
    worker = OwnWorker(handle, None, lambda: states[-1], SETTINGS)
    assert worker.state() == "preparing"
    states.append("ready")
    assert worker.state() == "ready"
    await worker.run("job-1", {"endpoint": "align"})
    assert worker.state() == "ready"
    assert "refresh_worker" not in await worker.run("job-1", {"endpoint": "tts", "text": "Hello"})
    assert worker.state() == "broken"
