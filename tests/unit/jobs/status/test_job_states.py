"""`status` and `result` of jobs that are waiting, under way, done, failed, cancelled or unheard of."""

import asyncio
import json
import time

import pytest
from tests.unit.tiny_worker import busy, job, running, waits_for_others

from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.status import job_states as job_status
from f5tts_worker.jobs.status.job_states import NoteKeeper
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import records
from f5tts_worker.storage.results.records import Note


async def ask(worker, number=1, endpoint="status"):
    return await worker.answer({"id": "asker", "input": {"endpoint": endpoint, "job_id": f"job-{number}"}})


async def status(worker, number=1):
    answer = await ask(worker, number)
    assert answer["job_id"] == f"job-{number}"
    return answer["status"]


async def test_a_jobs_life(tmp_path):
    """Unknown before it comes, under way, then cancelled, failed or completed: at the top of the answer."""
    async with running(tmp_path) as worker:
        assert await ask(worker) == {"job_id": "job-1", "status": "UNKNOWN", "warnings": []}
        speaking = asyncio.ensure_future(worker.answer(job(text="hang")))
        await busy(worker)
        assert await status(worker) == "PROCESSING"
        assert (await ask(worker, endpoint="result"))["status"] == "PROCESSING"
        speaking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await speaking
        await written(tmp_path, "job-1", "FAILED")
        assert (await ask(worker))["failure"]["error_code"] == "CANCELLED"
        failure = await worker.answer(job(text="refuse"))
        found = await ask(worker)
        assert found["status"] == "FAILED"
        assert found["failure"].items() <= failure.items()
        told = await ask(worker, endpoint="result")
        assert (told["error"], told["job_id"]) == (failure["error"], "job-1")  # its own, not the asker's
        assert "error" not in found  # at the top it would make the asking job fail
        await worker.answer(job(text="Hello"))
        assert await ask(worker) == {"job_id": "job-1", "status": "COMPLETED", "warnings": []}


async def written(folder, job_id, wanted):
    """Wait for a note that is written beside the work."""
    store = FolderStore(folder / "f5tts" / "store")
    async with asyncio.timeout(120):
        while (note := records.load_note(store, job_id)) is None or note.status != wanted:
            await asyncio.sleep(0.01)


async def test_another_worker_knows(tmp_path):
    """A job that another worker of the endpoint does, or has done, is known from the store alone."""
    async with running(tmp_path) as first, running(tmp_path) as second:
        await first.answer(job(1, text="Hello"))
        await first.answer(job(2, text="refuse"))
        hanging = asyncio.ensure_future(first.answer(job(3, text="hang")))
        await busy(first)
        await written(tmp_path, "job-3", "PROCESSING")
        found = [await status(second, number) for number in (1, 2, 3, 4)]
        assert found == ["COMPLETED", "FAILED", "PROCESSING", "UNKNOWN"]
        assert second.readiness._engine is None
        hanging.cancel()


async def test_a_job_that_waits_its_turn_is_queued(tmp_path):
    """QUEUED while the engine works for another job; progress is shown where it is known."""
    async with running(tmp_path) as worker:
        first = asyncio.ensure_future(worker.answer(job(1, text="hang")))
        await busy(worker)
        second = asyncio.ensure_future(worker.answer(job(2, text="Hello")))
        await waits_for_others(worker, 2)
        assert await status(worker, 2) == "QUEUED"
        assert (await ask(worker, 2, "result"))["status"] == "QUEUED"
        first.cancel()
        assert (await second)["status"] == "completed"
        assert await status(worker, 2) == "COMPLETED"


async def test_the_note_of_a_killed_worker_ends_with_its_job(tmp_path):
    """A note outlives its worker; once the job's time is over, a poller must not wait on it."""
    async with running(tmp_path) as worker:
        store = FolderStore(tmp_path / "f5tts" / "store")
        now = round(time.time() * 1000)
        records.put_note(store, Note("job-1", "PROCESSING", now - 9000, now + 60_000))
        records.put_note(store, Note("job-2", "PROCESSING", now - 9000, now - 1))
        assert (await ask(worker, 1))["since"] == now - 9000
        assert [await status(worker, 1), await status(worker, 2)] == ["PROCESSING", "UNKNOWN"]
        assert (await ask(worker, 2, "result"))["error_code"] == "NOT_FOUND"


async def test_result_of_a_failed_job_fails_alike(tmp_path):
    """With its code, its sentence and its details; a failure that comes late hides no result."""
    async with running(tmp_path) as worker:
        refused = await worker.answer(job(1, text="Hello", speed=9))
        again = await ask(worker, 1, "result")
        same = ("error", "error_code", "retryable", "details")
        assert [again[name] for name in same] == [refused[name] for name in same]
        assert again["details"]["faults"][0]["field"] == "speed"
        nothing = await ask(worker, 2, "result")
        assert nothing["error_code"] == "NOT_FOUND"
        await worker.answer(job(3, text="Hello"))
        await worker.answer(job(3, text="refuse"))
        assert await status(worker, 3) == "COMPLETED"


async def test_uploads_and_warm_ups_have_results_too(tmp_path):
    """A client polls whatever takes a while; what was answered is answered again."""
    recording = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQAAAAA="
    async with running(tmp_path) as worker:
        order = {
            "endpoint": "upload",
            "voice_name": "anna",
            "voice_file_base64": recording,
            "ref_text": "Hi.",
        }
        stored = await worker.answer(job(1, **order))
        warm = await worker.answer(job(2, endpoint="warmup"))
        again = await ask(worker, 1, "result")
        assert {**again, "warnings": stored["warnings"]} == stored
        assert (await ask(worker, 2, "result"))["model"] == warm["model"]
        assert [await status(worker, 1), await status(worker, 2)] == ["COMPLETED", "COMPLETED"]


async def test_failures_of_earlier_versions_are_read(tmp_path):
    """They lie in a file of another name."""
    async with running(tmp_path) as worker:
        sentence = "OUT_OF_MEMORY: the job does not fit"
        old = {"version": 1, "status": "failed", "job_id": "job-1", "error": sentence}
        old |= {"error_code": "OUT_OF_MEMORY", "retryable": False}
        data = json.dumps(old).encode()
        FolderStore(tmp_path / "f5tts" / "store").put_bytes(
            "output/job-1.failure.json", data, "application/json"
        )
        assert (await ask(worker))["failure"]["error"] == sentence
        assert (await ask(worker, endpoint="result"))["error"] == sentence


@pytest.mark.parametrize("code", ["STORE_UNAVAILABLE", "VOLUME_FULL"])
async def test_a_store_that_failed_is_left_alone(tmp_path, code):
    """The answer is not kept waiting for a store that has just refused."""
    failure = {"error": "no", "error_code": code, "details": {}}
    await NoteKeeper("a").fail(FolderStore(tmp_path), failure)
    assert not list(tmp_path.rglob("*.json"))


async def test_a_note_that_cannot_be_written_changes_nothing(tmp_path, monkeypatch):
    """Neither for a job under way nor for one that failed."""
    store, asked = FolderStore(tmp_path), []

    def refuse(key, data, content_type):
        asked.append(key)
        raise WorkerError("STORE_REFUSED", "read-only")

    monkeypatch.setattr(store, "put_bytes", refuse)
    keeper = NoteKeeper("a")
    keeper.begin(store, 10)
    await keeper.fail(store, {"error": "no", "error_code": "ENGINE_DIED", "details": {}})
    assert asked == ["output/a.state.json"] * 2


async def test_a_note_is_renewed_after_a_freeze(tmp_path, freeze, monkeypatch):
    """A job that stood still for hours is still under way, for as long as it had left: its pollers wait."""
    monkeypatch.setattr(job_status, "LOOK_S", 0.01)
    store = FolderStore(tmp_path)
    async with NoteKeeper("a").kept(store, running_time() + 100):
        while (first := records.load_note(store, "a")) is None:
            await asyncio.sleep(0.01)
        freeze(6 * 3600)
        while (second := records.load_note(store, "a")).until == first.until:
            await asyncio.sleep(0.01)
    assert (second.status, second.time) == ("PROCESSING", first.time)
    assert first.until + 5 * 3_600_000 < second.until < first.until + 7 * 3_600_000


async def test_an_answer_waits_only_so_long_for_its_note(tmp_path, monkeypatch):
    """A store that hangs holds up no failure."""
    monkeypatch.setattr(job_status, "PATIENCE_S", 0.01)
    store, release = FolderStore(tmp_path), asyncio.get_running_loop().create_future()
    monkeypatch.setattr(store, "put_bytes", lambda *_: time.sleep(0.5))
    await NoteKeeper("a").fail(store, {"error": "no", "error_code": "ENGINE_DIED", "details": {}})
    release.cancel()
    assert not list(tmp_path.rglob("*.json"))


async def test_a_voice_is_shown(tmp_path):
    """A built-in voice with its text; an unknown one is an error that names some."""
    async with running(tmp_path) as worker:
        slt = await worker.answer(job(endpoint="get_voice", voice_name="slt"))
        none = await worker.answer(job(endpoint="get_voice", voice_name="slx"))
        assert worker.readiness._engine is None
    assert slt["voice"]["builtin"] is True
    assert slt["voice"]["text"]
    assert none["error_code"] == "UNKNOWN_VOICE"
