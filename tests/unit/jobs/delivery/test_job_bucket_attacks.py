"""What a caller's own bucket may hold, and what a caller may try with that of others."""

import json
import shutil

import pytest
from tests.unit.jobs.delivery.test_deliveries import made
from tests.unit.jobs.delivery.test_job_bucket import s3_config
from tests.unit.servers import Relay, s3_server
from tests.unit.tiny_worker import job, running

from f5tts_worker.storage.s3 import client as s3_client

KEY, SECRET = "canaryattack0001", "canary-attack-secret-0002"
ENVIRON = {"F5TTS_ALLOW_PRIVATE_URLS": "true"}


@pytest.fixture(scope="module")
def server():
    with s3_server(KEY, SECRET, looks_anew=True) as running:
        yield running


@pytest.fixture
def bucket(server, monkeypatch):
    """Put a relay that can break before a caller's empty bucket; yield relay, `s3Config` and the folder."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 1)
    at, folder = server
    empty(folder)
    with Relay(int(at.endpoint.rpartition(":")[2])) as relay:
        own = s3_config(at) | {"endpointUrl": f"http://127.0.0.1:{relay.port}"}
        yield relay, {"s3Config": own}, folder


def empty(folder):
    """Remove all that is in a bucket's folder."""
    for path in folder.iterdir():
        shutil.rmtree(path)


def wrong_key(own):
    return {"s3Config": own["s3Config"] | {"accessSecret": "canary-guessed-secret-0003"}}


async def waiting_result(worker, relay, own):
    """Have a job's result wait on the volume: its bucket goes away once the engine has spoken."""
    call = worker.readiness.call

    async def called(method, params, load, this, **more):
        result = await call(method, params, load, this, **more)
        if method == "align":
            relay.cut_after = 0
        return result

    worker.readiness.call = called
    answer = await worker.answer(job(text="Somebody's private words") | own)
    worker.readiness.call = call
    relay.cut_after = None
    assert "audio_base64" in answer
    assert "did not take the result" in answer["warnings"][-1]
    return answer


async def test_what_waits_belongs_to_its_key(tmp_path, bucket):
    """With another key, `result` and `status` give nothing away, and the same job finds nothing."""
    relay, own, _ = bucket
    async with running(tmp_path, **ENVIRON) as worker:
        await waiting_result(worker, relay, own)
        order = {"endpoint": "result", "job_id": "job-1"}
        for there in (False, True):  # whether the server answers or not
            relay.refuse = not there
            result = await worker.answer(job(2, **order) | wrong_key(own))
            status = await worker.answer(job(3, endpoint="status", job_id="job-1") | wrong_key(own))
            again = await worker.answer(job(1, text="Somebody's private words") | wrong_key(own))
            for answer in (result, status, again):
                assert answer["error_code"].startswith("STORE_")
                assert "private" not in json.dumps(answer)
        relay.refuse = False
        owner = await worker.answer(job(4, **order) | own)
        assert owner["text"] == "Somebody's private words"
        assert "audio_url" in owner


async def test_nothing_that_the_store_refuses_is_inline(tmp_path, bucket, monkeypatch):
    """The right key, which may not write any more: the answer is the refusal, not the speech."""
    from f5tts_worker.errors import WorkerError
    from f5tts_worker.jobs.delivery import deliveries

    relay, own, _ = bucket

    def refuse(*_):
        raise WorkerError("STORE_REFUSED", "The bucket refuses.")

    async with running(tmp_path, **ENVIRON) as worker:
        await waiting_result(worker, relay, own)
        monkeypatch.setattr(deliveries, "deliver", refuse)
        answer = await worker.answer(job(2, endpoint="result", job_id="job-1") | own)
    assert answer["error_code"] == "STORE_REFUSED"
    assert "private" not in json.dumps(answer)


RECORD = {
    "version": 1,
    "endpoint": "tts",
    "job_id": "job-1",
    "duration": 1.5,
    "sample_rate": 24000,
    "text": "Hello",
    "warnings": [],
    "timings": {},
    "word_timings": [{"word": "Hello", "start": 0.1, "end": 0.5, "score": None, "source": "interpolated"}],
}


def put(folder, name, content):
    (folder / "output").mkdir(exist_ok=True)
    (folder / "output" / name).write_text(content if isinstance(content, str) else json.dumps(content))


async def ask(worker, own, endpoint="result"):
    return await worker.answer(job(9, endpoint=endpoint, job_id="job-1") | own)


async def test_a_record_is_read_by_its_fields(tmp_path, bucket):
    """A record in a caller's bucket may ask for nothing: not for a fresh worker, not for a failure."""
    _, own, folder = bucket
    evil = {"refresh_worker": True, "error": "x", "status": "FAILED", "audio_url": "https://evil.example/x"}
    put(folder, "job-1.result.json", RECORD | evil)
    async with running(tmp_path, **ENVIRON) as worker:
        answer = await ask(worker, own)
    assert set(answer) == {"status", *RECORD} - {"version", "endpoint"}
    assert answer["status"] == "completed"
    assert answer["word_timings"] == RECORD["word_timings"]


NO_RECORDS = [
    {"job_id": "job-2"},
    {"job_id": 7},
    {"duration": "long"},
    {"duration": float("nan")},
    {"sample_rate": True},
    {"text": {"refresh_worker": True}},
    {"warnings": "one"},
    {"timings": [1]},
    {"word_timings": [{"word": "x"}]},
    {"word_timings": [RECORD["word_timings"][0] | {"refresh_worker": True}]},
    {"files": {"audio": "voices/anna.wav"}},
    {"files": {"audio": "output/job-2.wav"}},
    {"files": {"audio": "output/job-1.wav/../../voices/anna.wav"}},
    {"files": {"refresh_worker": "output/job-1.wav"}},
    {"subtitles": {"ass": {"content": 7}}},
    {"subtitles": {"exe": {"content": "x"}}},
    {"version": 2},
    {"duration": 10**400},
    {"text": "\ud800"},
]


async def test_a_record_that_no_worker_wrote_is_none(tmp_path, bucket):
    """A field that is not what it should be, or a file of somebody else's: there is no result."""
    _, own, folder = bucket
    async with running(tmp_path, **ENVIRON) as worker:
        for change in NO_RECORDS:
            put(folder, "job-1.result.json", RECORD | change)
            assert (await ask(worker, own))["error_code"] == "NOT_FOUND", change
            assert (await ask(worker, own, "status"))["status"] in ("UNKNOWN", "COMPLETED"), change


RUBBISH = ["", "[]", "{", "[" * 100_000, '{"version": 1}', "null", "\x00"]


async def test_rubbish_is_no_record_and_no_note(tmp_path, bucket):
    """Nothing under a record's or a note's key makes the worker stumble."""
    _, own, folder = bucket
    async with running(tmp_path, **ENVIRON) as worker:
        for text in RUBBISH:
            put(folder, "job-1.result.json", text)
            put(folder, "job-1.state.json", text)
            assert (await ask(worker, own))["error_code"] == "NOT_FOUND", text[:20]
            assert (await ask(worker, own, "status"))["status"] == "UNKNOWN", text[:20]


NOTE = {"version": 1, "job_id": "job-1", "status": "FAILED", "time": 1, "until": 0, "message": "x"}
NOTE |= {"error_code": "ENGINE_UNHEALTHY", "details": {"refresh_worker": True}}


async def test_a_note_raises_an_error_and_nothing_else(tmp_path, bucket):
    """`result` fails as the note says; the worker is not replaced for it."""
    _, own, folder = bucket
    put(folder, "job-1.state.json", NOTE)
    async with running(tmp_path, **ENVIRON) as worker:
        answer = await ask(worker, own)
    assert answer["error_code"] == "ENGINE_UNHEALTHY"
    assert "refresh_worker" not in answer


NO_NOTES = [
    *({"error_code": "MADE_UP"}, {"error_code": []}, {"error_code": ""}),
    *({"details": 7}, {"time": -1}, {"time": 10**400}, {"message": None}, {"message": "\ud800"}),
]


async def test_a_note_that_no_worker_wrote_is_none(tmp_path, bucket):
    """A code that does not exist, or a field of another kind: the job is unheard of."""
    _, own, folder = bucket
    async with running(tmp_path, **ENVIRON) as worker:
        for change in NO_NOTES:
            put(folder, "job-1.state.json", NOTE | change)
            assert (await ask(worker, own))["error_code"] == "NOT_FOUND", change


WITHOUT_WORDS = {name: value for name, value in RECORD.items() if name != "word_timings"}


async def test_a_file_of_words_that_holds_none(tmp_path, bucket):
    """The job counts as not done."""
    _, own, folder = bucket
    put(folder, "job-1.result.json", WITHOUT_WORDS | {"files": {"word_timings": "output/job-1.words.json"}})
    async with running(tmp_path, **ENVIRON) as worker:
        for words in ('{"refresh_worker": true}', "[" * 50_000, '[{"word": "x"}]', ""):
            put(folder, "job-1.words.json", words)
            assert (await ask(worker, own))["error_code"] == "NOT_FOUND", words[:20]


async def test_words_that_are_only_in_a_file(tmp_path, bucket):
    """Records of earlier versions have them there from 64 KB on: they are in the answer all the same."""
    _, own, folder = bucket
    put(folder, "job-1.result.json", WITHOUT_WORDS | {"files": {"word_timings": "output/job-1.words.json"}})
    put(folder, "job-1.words.json", RECORD["word_timings"])
    async with running(tmp_path, **ENVIRON) as worker:
        answer = await ask(worker, own)
    assert answer["word_timings"] == RECORD["word_timings"]
    assert answer["word_timings_url"]


async def test_the_same_job_is_done_anew_over_a_foreign_record(tmp_path, bucket):
    """What claims to be this job's record and is not does not stand in its way."""
    _, own, folder = bucket
    put(folder, "job-1.result.json", RECORD | {"request": "0" * 64, "text": 7})
    async with running(tmp_path, **ENVIRON) as worker:
        orders = made(worker)
        answer = await worker.answer(job(text="Hello") | own)
    assert answer["status"] == "completed"
    assert len(orders) == 1
