"""`status` and `get_voice`: what became of a job, and what a voice is, from the store alone."""

import asyncio

import pytest
from tests.unit.tiny_worker import busy, job, running

from f5tts_worker.delivery import remember_failure
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.folder import FolderStore


async def ask(worker, number=1):
    answer = await worker.answer({"id": "asker", "input": {"endpoint": "status", "job_id": f"job-{number}"}})
    assert (answer["status"], answer["job_id"]) == ("success", "asker")
    return answer["job"]


async def test_a_jobs_life(tmp_path):
    """Unknown before it comes, running while it is done, failed or completed afterwards."""
    async with running(tmp_path) as worker:
        assert await ask(worker) == {"job_id": "job-1", "status": "unknown"}
        speaking = asyncio.ensure_future(worker.answer(job(text="hang")))
        await busy(worker)
        assert (await ask(worker))["status"] == "running"
        speaking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await speaking
        assert (await ask(worker))["status"] == "unknown"
        failure = await worker.answer(job(text="refuse"))
        failed = await ask(worker)
        assert failed.pop("status") == "failed"
        assert failed.items() <= failure.items()
        assert set(failed) == {"job_id", "error", "error_code", "retryable"}
        await worker.answer(job(text="Hello"))
        assert await ask(worker) == {"job_id": "job-1", "status": "completed"}


async def test_another_worker_knows(tmp_path):
    """It is in the store, so that any worker can tell, without its engine."""
    async with running(tmp_path) as first:
        await first.answer(job(1, text="Hello"))
        await first.answer(job(2, text="refuse"))
    async with running(tmp_path) as second:
        assert [(await ask(second, number))["status"] for number in (1, 2)] == ["completed", "failed"]
        assert second._runtime._engine is None


async def test_a_failure_is_no_result(tmp_path):
    """`result` returns results only, and a failure that comes late hides none."""
    async with running(tmp_path) as worker:
        await worker.answer(job(1, text="refuse"))
        refused = await worker.answer(job(2, endpoint="result", job_id="job-1"))
        assert refused["error_code"] == "NOT_FOUND"
        await worker.answer(job(3, text="Hello"))
        await worker.answer(job(3, text="refuse"))
        assert (await ask(worker, 3))["status"] == "completed"


@pytest.mark.parametrize("code", ["STORE_UNAVAILABLE", "VOLUME_FULL"])
def test_a_store_that_failed_is_left_alone(tmp_path, code):
    """The answer is not kept waiting for a store that has just refused."""
    failure = {"job_id": "a", "error": "no", "error_code": code, "retryable": True}
    remember_failure(FolderStore(tmp_path), failure)
    assert not list(tmp_path.rglob("*.json"))


def test_a_note_that_cannot_be_written_changes_nothing(tmp_path, monkeypatch):
    """The job has failed already; its answer is on its way."""
    store, asked = FolderStore(tmp_path), []

    def refuse(key, data, content_type):
        asked.append(key)
        raise WorkerError("STORE_REFUSED", "read-only")

    monkeypatch.setattr(store, "put_bytes", refuse)
    remember_failure(store, {"job_id": "a", "error": "no", "error_code": "ENGINE_DIED", "retryable": True})
    assert asked == ["output/a.failure.json"]


async def test_a_voice_is_shown(tmp_path):
    """A built-in voice with its text; an unknown one is an error that names some."""
    async with running(tmp_path) as worker:
        slt = await worker.answer(job(endpoint="get_voice", voice_name="slt"))
        none = await worker.answer(job(endpoint="get_voice", voice_name="slx"))
        assert worker._runtime._engine is None
    assert slt["voice"]["builtin"] is True
    assert slt["voice"]["text"]
    assert none["error_code"] == "UNKNOWN_VOICE"
