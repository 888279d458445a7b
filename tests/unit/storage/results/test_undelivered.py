"""The bucket going away in the middle of a job: nothing lost, nothing half-written, nothing spoken twice."""

import base64
import json
import os
import time

import pytest
from tests.placed import placed
from tests.unit.jobs.delivery.test_deliveries import made
from tests.unit.jobs.delivery.test_job_bucket_attacks import empty
from tests.unit.servers import Relay, s3_server
from tests.unit.tiny_worker import job, running

from f5tts_worker.config import Bucket
from f5tts_worker.jobs.delivery import deliveries, response
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import undelivered
from f5tts_worker.storage.s3 import client as s3_client
from f5tts_worker.storage.s3.bucket import BucketStore

KEY, SECRET = "canaryspool0001", "canary-spool-secret-0002"


@pytest.fixture(scope="module")
def server():
    with s3_server(KEY, SECRET, looks_anew=True) as running:
        yield running


@pytest.fixture
def bucket(server, monkeypatch):
    """Put a relay that can break before an empty bucket; yield the relay and the bucket's folder."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 1)
    at, folder = server
    empty(folder)
    with Relay(int(at.endpoint.rpartition(":")[2])) as relay:
        yield relay, folder


def settings(relay):
    return {
        "S3_BUCKET": "voices-bucket",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{relay.port}",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


def away_after_speaking(worker, relay):
    """Have the bucket go away once the engine has spoken."""
    call = worker.readiness.call

    async def called(method, params, load, job, **how):
        result = await call(method, params, load, job, **how)
        if method == "synthesise":
            relay.refuse = True
            worker._place.store.close()  # idle connections would still work
        return result

    worker.readiness.call = called


def stored(folder):
    """Return the names of what is there, but for the notes of how jobs stand."""
    found = sorted(path.name for path in folder.rglob("*") if path.is_file())
    return [name for name in found if not name.endswith(".state.json")]


async def test_a_small_result_is_inside_the_answer(tmp_path, bucket):
    """The caller gets everything, with a warning that says why; the bucket holds nothing of it."""
    relay, folder = bucket
    async with running(tmp_path, **settings(relay)) as worker:
        away_after_speaking(worker, relay)
        answer = await worker.answer(job(text="Hello you", subtitle_format="srt"))
    assert answer["status"] == "completed"
    assert base64.b64decode(answer["audio_base64"]).startswith(b"RIFF")
    assert answer["subtitles"]["srt"]["content"]
    assert "did not take the result" in answer["warnings"][-1]
    assert "AWS_ENDPOINT_URL" in answer["warnings"][-1]
    assert "canary" not in json.dumps(answer)
    assert stored(folder) == []


async def test_a_bucket_that_falls_silent(tmp_path, bucket, monkeypatch):
    """What it says nothing to is kept after two tries; the next job ends before the engine is asked."""
    relay, _folder = bucket
    monkeypatch.setattr(s3_client, "ATTEMPTS", 5)
    monkeypatch.setattr(s3_client, "READ_SECONDS", 0.5)
    async with running(tmp_path, **settings(relay)) as worker:
        orders, call = made(worker), worker.readiness.call

        async def called(method, *more, **how):
            result = await call(method, *more, **how)
            relay.hold_after = 0
            return result

        worker.readiness.call = called
        kept = await worker.answer(job(text="Hello you"))
        refused = await worker.answer(job(2, text="Good bye"))
        relay.hold_after = None
    assert "audio_base64" in kept
    assert "finds it on the volume for a week" in kept["warnings"][-1]
    assert (refused["error_code"], len(orders)) == ("STORE_UNAVAILABLE", 1)


async def test_the_same_job_again_puts_it_into_the_bucket(tmp_path, bucket):
    """Delivered again when the bucket is back, the result is moved there: nothing is spoken twice."""
    relay, folder = bucket
    async with running(tmp_path, **settings(relay)) as worker:
        orders = made(worker)
        away_after_speaking(worker, relay)
        first = await worker.answer(job(text="Hello you", subtitle_format="srt"))
        still_away = await worker.answer(job(text="Hello you", subtitle_format="srt"))
        relay.refuse = False
        back = await worker.answer(job(text="Hello you", subtitle_format="srt"))
        later = await worker.answer(job(text="Hello you", subtitle_format="srt"))
    assert len(orders) == 1
    assert still_away["audio_base64"] == first["audio_base64"]
    assert back["audio_url"].partition("?")[0] == later["audio_url"].partition("?")[0]
    assert back["warnings"] == []
    assert stored(folder) == ["job-1.result.json", "job-1.srt", "job-1.wav"]
    assert stored(tmp_path / "f5tts" / "spool") == []
    assert (folder / "output/job-1.wav").read_bytes() == base64.b64decode(first["audio_base64"])


async def test_a_large_result_waits_on_the_volume(tmp_path, bucket, monkeypatch):
    """What does not fit into an answer fails retryably, and the next delivery finds the speech."""
    relay, _folder = bucket
    monkeypatch.setattr(response, "MAX_ANSWER_BYTES", 5000)
    async with running(tmp_path, **settings(relay)) as worker:
        orders = made(worker)
        away_after_speaking(worker, relay)
        lost = await worker.answer(job(text="Hello you"))
        relay.refuse = False
        found = await worker.answer(job(text="Hello you"))
    assert (lost["error_code"], lost["retryable"]) == ("STORE_UNAVAILABLE", True)
    assert lost["details"]["kept_on_volume"] is True
    assert "too large for an answer" in lost["error"]
    assert "audio_url" in found
    assert len(orders) == 1


async def test_result_and_status_know_of_it(tmp_path, bucket):
    """Whoever asks for the job meanwhile gets it inline; when the bucket is back, as links."""
    relay, folder = bucket
    async with running(tmp_path, **settings(relay)) as worker:
        away_after_speaking(worker, relay)
        first = await worker.answer(job(text="Hello"))
        state = await worker.answer(job(2, endpoint="status", job_id="job-1"))
        inline = await worker.answer(job(3, endpoint="result", job_id="job-1"))
        relay.refuse = False
        linked = await worker.answer(job(4, endpoint="result", job_id="job-1"))
    assert (state["job_id"], state["status"]) == ("job-1", "COMPLETED")
    assert inline["audio_base64"] == first["audio_base64"]
    assert "audio_url" in linked
    assert stored(folder) == ["job-1.result.json", "job-1.wav"]


@pytest.mark.parametrize("cut_after", [0, 500, 3000, 9000])
async def test_an_upload_that_is_cut_leaves_no_object(tmp_path, bucket, cut_after):
    """The connection is reset within the upload: no half object is in the bucket, and no record."""
    relay, folder = bucket
    async with running(tmp_path, **settings(relay)) as worker:
        call = worker.readiness.call

        async def called(method, params, load, this, **how):
            result = await call(method, params, load, this, **how)
            if method == "align":
                relay.cut_after = cut_after
            return result

        worker.readiness.call = called
        answer = await worker.answer(job(text="One two three four five", subtitle_format="srt"))
    assert answer["status"] == "completed"
    assert "audio_base64" in answer
    assert "job-1.result.json" not in stored(folder)
    whole = len(base64.b64decode(answer["audio_base64"]))
    assert [path.stat().st_size for path in folder.glob("output/*.wav")] in ([], [whole])


async def test_a_full_volume_still_answers(tmp_path, bucket, monkeypatch):
    """When the volume takes nothing either, the speech is inside the answer, and nothing else is promised."""
    relay, _folder = bucket
    async with running(tmp_path, **settings(relay)) as worker:
        away_after_speaking(worker, relay)
        (tmp_path / "f5tts").mkdir(exist_ok=True)
        (tmp_path / "f5tts" / "spool").write_text("in the way")
        answer = await worker.answer(job(text="Hello"))
    assert "audio_base64" in answer
    assert "did not take the result" in answer["warnings"][-1]
    assert "on the volume" not in answer["warnings"][-1]


async def test_another_jobs_result_is_not_given_out(tmp_path, bucket):
    """The same id with another request is another job, also while a result waits."""
    relay, _folder = bucket
    async with running(tmp_path, **settings(relay)) as worker:
        away_after_speaking(worker, relay)
        await worker.answer(job(text="Hello"))
        relay.refuse = False
        other = await worker.answer(job(text="Good bye"))
    assert other["text"] == "Good bye"


async def test_two_workers_may_move_it_at_once(tmp_path, bucket, monkeypatch):
    """Where another worker was quicker, the result is in the bucket, and that is the answer."""
    relay, folder = bucket
    real = deliveries.deliver

    def late(place, store, record):
        real(place, store, record)
        real(place, store, record)  # what is moved is no longer there

    async with running(tmp_path, **settings(relay)) as worker:
        orders = made(worker)
        away_after_speaking(worker, relay)
        await worker.answer(job(text="Hello"))
        relay.refuse = False
        monkeypatch.setattr(deliveries, "deliver", late)
        again = await worker.answer(job(text="Hello"))
    assert "audio_url" in again
    assert len(orders) == 1
    assert stored(folder) == ["job-1.result.json", "job-1.wav"]


def test_a_bucket_has_a_spool_of_its_own(tmp_path):
    """Results for one bucket never go to another; the folder's name holds no key, so that one may change."""
    at = placed({"F5TTS_VOLUME": str(tmp_path)})
    import dataclasses

    def place(**changes):
        found = Bucket("b", "https://s3.example.org", "us-east-1", KEY, SECRET)
        there = dataclasses.replace(at, bucket=dataclasses.replace(found, **changes))
        return undelivered.spool_of(there).root

    assert undelivered.spool_of(at) is None
    assert place() == place(access_key="new", secret_key="new")
    others = [place(name="c"), place(prefix="p"), place(endpoint="https://s3.example.com")]
    assert len({place(), *others}) == 4


def test_what_nobody_fetches_is_swept_after_a_week(tmp_path):
    """A week old is gone, younger stays."""
    at = placed({"F5TTS_VOLUME": str(tmp_path)})
    folder = at.root / "spool" / "abc" / "output"
    folder.mkdir(parents=True)
    for name, days in (("old.wav", 8), ("new.wav", 6)):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    undelivered.sweep(at)
    assert [path.name for path in folder.iterdir()] == ["new.wav"]


def test_results_on_the_volume_are_kept_as_long_as_the_setting_says(tmp_path):
    """Without a bucket, a job's files go together once all of them are too old; voices stay."""
    at = placed({"F5TTS_VOLUME": str(tmp_path)})
    store = FolderStore(at.root / "store")
    ages = {
        "output/old.wav": 8,
        "output/old.result.json": 7.5,
        "output/late.wav": 8,
        "output/late.result.json": 6.5,
        "output/.partial-dead": 9,
        "output/.partial-alive": 0,
        "voices/anna.wav": 900,
    }
    for key, days in ages.items():
        store.put_bytes("output/x" if "partial" in key else key, b"x", "")
        if "partial" in key:
            (store.root / "output/x").rename(store.root / key)
        os.utime(store.root / key, (time.time() - days * 86_400,) * 2)
    for days, kept in ((30, set(ages)), (7, {key for key in ages if "old" not in key and "dead" not in key})):
        undelivered.sweep(placed({"F5TTS_VOLUME": str(tmp_path), "F5TTS_KEEP_RESULTS_DAYS": str(days)}))
        found = (path for path in store.root.rglob("*") if path.is_file())
        assert {path.relative_to(store.root).as_posix() for path in found} == kept


def test_a_large_upload_that_is_cut_leaves_nothing(tmp_path, bucket):
    """Parts of a multipart upload are no object, whatever number of them arrived."""
    relay, folder = bucket
    at = Bucket("voices-bucket", f"http://127.0.0.1:{relay.port}", "us-east-1", KEY, SECRET)
    store = BucketStore(at, url_lifetime_s=60)
    (tmp_path / "large").write_bytes(bytes(24 * 1024 * 1024))
    relay.cut_after = 12 * 1024 * 1024
    with pytest.raises(Exception, match="STORE_UNAVAILABLE"):
        store.put_file("output/large.wav", tmp_path / "large", "audio/wav")
    store.close()
    relay.refuse, relay.cut_after = False, None
    assert store.list("output/") == []
    assert not (folder / "output" / "large.wav").exists()
    store.close()
