"""A voice, and results, that are to be forgotten: what goes, what stays, and what is said of it."""

import asyncio
import base64
import json
import os
import time
from types import SimpleNamespace

import pytest
from tests.unit.jobs.delivery.test_job_bucket import bucket_settings, s3_config
from tests.unit.servers import s3_server
from tests.unit.tiny_worker import busy, job, running

from f5tts_worker import log
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.steps.forgetting import _copies
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import expiry, records
from f5tts_worker.storage.results.undelivered import sweep_expired
from f5tts_worker.storage.s3.bucket import BucketStore
from f5tts_worker.storage.voices import forgetting
from f5tts_worker.storage.voices.forgetting import forget, mark_of
from f5tts_worker.storage.voices.stored import Voices
from f5tts_worker.volume.sweep import remove

RECORDING = base64.b64encode(b"RIFFxxxxWAVE and more").decode()
CONSENT = {"who": "Anna", "when": "2026-11-20", "how": "signed form"}
UPLOAD = {"endpoint": "upload", "voice_file_base64": RECORDING, "ref_text": "It is I."}


def reference(root, number, text="", *marks):
    """Make a prepared reference, with chunks of speech made with it; return its name."""
    name = f"{number:064x}"[::-1]
    folder = root / "references" / name
    folder.mkdir(parents=True)
    (folder / "reference.json").write_text(json.dumps({"text": text}))
    for mark in marks:
        (folder / f"voice-{mark}").touch()
    (root / "chunks").mkdir(exist_ok=True)
    for seed in range(2):  # named as engine/speech/kept_waves.py does; tests/model compares
        (root / "chunks" / f"{name[:16]}-{seed}.wav").touch()
    return name


def test_only_what_is_the_voices_goes(tmp_path):
    """Marked references and copies in every version, chunks by their references; others' things stay."""
    anna, bert = mark_of("anna"), mark_of("bert")
    reference(tmp_path, 1, "Something else.", anna)
    reference(tmp_path, 2, "Hello there!", bert)
    reference(tmp_path, 3, "Hello there, it's me.")  # of an earlier version, which left no marks
    reference(tmp_path, 4, "No, I am not.")
    copies = tmp_path / "voices-cache"
    copies.mkdir()
    for name in (f"{anna}-1.wav", f"{anna}-2.wav", f"{bert}-1.wav", "old.wav", "other.wav"):
        (copies / name).touch()
    done = forget(tmp_path, anna, "hello there it's ME", ["old.wav"])
    assert (done.copies, done.prepared, done.chunks, done.stuck) == (3, 2, 4, 0)
    assert {path.name for path in copies.iterdir()} == {f"{bert}-1.wav", "other.wav"}
    left = sorted(path.name for path in (tmp_path / "references").iterdir())
    assert left == sorted(f"{number:064x}"[::-1] for number in (2, 4))
    chunks = {path.name[:16] for path in (tmp_path / "chunks").iterdir()}
    assert chunks == {name[:16] for name in left}
    assert forget(tmp_path / "nothing", anna, None).stuck == 0


@pytest.mark.parametrize("last", range(3))
def test_a_deletion_that_breaks_off_can_be_sent_again(tmp_path, monkeypatch, last):
    """Whatever it had removed by then, the next one finds the rest."""
    anna = mark_of("anna")
    reference(tmp_path, 1, "It is I.", anna)
    left = iter(range(last))

    def until_killed(path):
        next(left)
        return remove(path)

    monkeypatch.setattr(forgetting, "remove", until_killed)
    with pytest.raises(StopIteration):
        forget(tmp_path, anna, None)
    monkeypatch.setattr(forgetting, "remove", remove)
    forget(tmp_path, anna, None)
    assert not any((tmp_path / "chunks").iterdir())
    assert not any((tmp_path / "references").iterdir())


def test_nothing_is_kept_between_the_looks_of_a_deletion(tmp_path, monkeypatch):
    """From when it looks for chunks, none finds a reference to keep more of them by."""
    anna = mark_of("anna")
    name = reference(tmp_path, 1, "It is I.", anna)
    seen = []

    def remove_and_look(path):
        seen.append((tmp_path / "references" / name).exists())
        return remove(path)

    monkeypatch.setattr(forgetting, "remove", remove_and_look)
    assert forget(tmp_path, anna, None).chunks == 2
    assert not any(seen)


def test_speech_whose_voice_is_nowhere_goes_with_any(tmp_path):
    """Nobody can say whose it is: a worker was killed as it put it there. Of others' voices, all stays."""
    voices = Voices(FolderStore(tmp_path / "store"), tmp_path)
    gone, berts = reference(tmp_path, 1, "It is I."), reference(tmp_path, 2, "", mark_of("bert"))
    remove(tmp_path / "references" / gone)
    (tmp_path / "chunks" / f".{gone[:16]}-2.0123").touch()
    with pytest.raises(WorkerError, match="UNKNOWN_VOICE"):
        voices.delete_everywhere("anna", {}, tmp_path)
    assert {path.name[:16] for path in (tmp_path / "chunks").iterdir()} == {berts[:16]}


def test_a_copy_that_a_killed_worker_has_begun_goes_too(tmp_path):
    """It is found by the voice's mark; another voice's stays."""
    anna, bert = mark_of("anna"), mark_of("bert")
    (tmp_path / "voices-cache").mkdir()
    for mark in (anna, bert):
        (tmp_path / "voices-cache" / f".partial-{mark}-1.wav-0123").touch()
    assert forget(tmp_path, anna, None).copies == 1
    assert [path.name[9:25] for path in (tmp_path / "voices-cache").iterdir()] == [bert]


def test_a_key_that_may_not_delete_results_leaves_the_voice(tmp_path):
    """Its metadata names the upload, whose record has text and consent: without it, none would find that."""
    store = FolderStore(tmp_path / "store")
    for key in ("output/job-1.result.json", "voices/anna.wav"):
        store.put_bytes(key, b"RIFF", "")
    upload = {"version": 1, "endpoint": "upload", "job_id": "job-1", "voice": "anna"}
    records.put_record(store, upload)
    voices = Voices(store, tmp_path)
    facts = {"seconds": 3.0, "language": "en", "chars_per_second": 12.0, "warnings": [], "job": "job-1"}
    facts["source"] = {"from": "inline", "format": "wav", "seconds": 3.0}
    voices.save("anna", store.local_path("voices/anna.wav"), "It is I.", facts, overwrite=True)

    class Refusing(FolderStore):
        def delete(self, key):
            if key.startswith("output/"):
                raise WorkerError("STORE_REFUSED", "No.")
            super().delete(key)

    with pytest.raises(WorkerError):
        Voices(Refusing(store.root), tmp_path).delete_everywhere("anna", {}, tmp_path)
    voices.delete_everywhere("anna", {}, tmp_path)
    assert not store.list("output/")
    assert not store.list("voices/")


def test_what_is_left_of_a_voice_in_place_of_the_models_own(tmp_path):
    """It goes with a second deletion, though a voice of that name is still there."""
    voices, own = Voices(FolderStore(tmp_path / "store"), tmp_path), {"slt": None}
    reference(tmp_path, 1, "It is I.", voices.mark("slt"))
    assert voices.delete_everywhere("slt", own, tmp_path).prepared == 1
    with pytest.raises(WorkerError, match="comes with the model"):
        voices.delete_everywhere("slt", own, tmp_path)


def test_a_callers_bucket_has_marks_of_its_own():
    """So that nobody learns from the numbers whether another customer's voice has the same name."""
    assert mark_of("anna") != mark_of("anna", "https://s3.example.org/bucket")
    assert mark_of("Ren\u00e9") == mark_of("Rene\u0301")


async def test_a_voice_from_its_consent_to_its_end(tmp_path):
    """It is refused without consent, shown with it, spoken in, and gone everywhere at once."""
    root = tmp_path / "f5tts"
    async with running(tmp_path, F5TTS_REQUIRE_CONSENT="true") as worker:
        refused = await worker.answer(job(1, voice_name="anna", **UPLOAD))
        stored = await worker.answer(job(2, voice_name="anna", consent=CONSENT, **UPLOAD))
        shown = await worker.answer(job(3, endpoint="get_voice", voice_name="anna"))
        prepared = f"{len((root / 'store/voices/anna.wav').read_bytes()):064x}"  # as the tiny engine names it
        (root / "references" / prepared).mkdir(parents=True)
        spoken = await worker.answer(job(4, text="Hello", local_voice="anna"))
        assert (root / "references" / prepared / f"voice-{mark_of('anna')}").exists()
        gone = await worker.answer(job(5, endpoint="delete_voice", voice_name="anna", everywhere=True))
        (root / "references" / prepared).mkdir(parents=True)  # as a job does that was under way
        (root / "references" / prepared / f"voice-{mark_of('anna')}").touch()
        late = await worker.answer(job(9, endpoint="delete_voice", voice_name="anna", everywhere=True))
        again = await worker.answer(job(6, endpoint="delete_voice", voice_name="anna", everywhere=True))
        builtin = await worker.answer(job(7, endpoint="delete_voice", voice_name="slt", everywhere=True))
        page = await worker.answer(job(8, endpoint="health"))
    assert refused["details"]["faults"][0]["field"] == "consent"
    assert stored["consent"] == shown["voice"]["consent"] == CONSENT
    assert spoken["status"] == "completed"
    assert (gone["deleted"], gone["removed"]) == ("anna", {"copies": 0, "prepared": 1, "chunks": 0})
    assert any("results" in place for place in gone["left"])
    assert not any((root / "store/voices").iterdir())
    assert not any((root / "references").iterdir())
    assert not (root / "store/output/job-2.result.json").exists(), "the upload's answer had text and consent"
    assert (late["deleted"], late["removed"]["prepared"]) == ("anna", 1)
    assert again["error_code"] == "UNKNOWN_VOICE"
    assert "comes with the model" in builtin["error"]
    assert page["settings"]["require_consent"] is True


async def test_a_callers_bucket_is_no_way_round_it(tmp_path):
    """A voice that somebody put into a bucket of their own needs a consent beside it, as an upload has."""
    with s3_server("canarytheirs01", "canary-theirs-secret-02") as (bucket, folder):
        theirs = {"s3Config": s3_config(bucket)}
        (folder / "voices").mkdir()
        (folder / "voices/anna.wav").write_bytes(b"RIFFxxxxWAVE and more")
        (folder / "voices/anna.txt").write_text("It is I.")
        (folder / "voices/carl.wav").write_bytes(b"RIFFxxxxWAVE and more")
        strict = {"F5TTS_ALLOW_PRIVATE_URLS": "true", "F5TTS_REQUIRE_CONSENT": "true"}
        async with running(tmp_path, **strict) as worker:
            refused = await worker.answer(job(1, text="Hello", local_voice="anna") | theirs)
            both = await worker.answer(job(5, text="Hello. [voice:carl] Yes.", local_voice="anna") | theirs)
            order = {**UPLOAD, "voice_name": "berta", "consent": CONSENT}
            await worker.answer(job(2, **order) | theirs)
            spoken = await worker.answer(job(3, text="Hello", local_voice="berta") | theirs)
            fades = await worker.answer(job(4, text="Hello", expires_in=60) | theirs)
    assert refused["details"]["faults"][0]["field"] == "local_voice"
    wrong = [one["field"] for one in both["details"]["faults"]]
    assert wrong == ["local_voice", "voice (line 1, column 8)"]
    assert spoken["status"] == "completed", spoken
    assert fades["details"]["faults"][0]["field"] == "expires_in"


async def test_the_consent_to_one_job_is_in_its_record(tmp_path):
    """A recording for one job leaves no voice that could keep it."""
    recording = {"voice_reference_base64": RECORDING, "ref_text": "It is I."}
    async with running(tmp_path) as worker:
        spoken = await worker.answer(job(1, text="Hello", consent=CONSENT, **recording))
        again = await worker.answer(job(2, endpoint="result", job_id="job-1"))
    assert spoken["consent"] == again["consent"] == CONSENT


@pytest.mark.parametrize(
    ("serve", "on_runpod", "named"),
    [("queue", True, "RunPod's"), ("queue", False, "local API's"), ("http", False, "")],
)
def test_who_else_has_a_copy_of_an_answer(serve, on_runpod, named):
    """RunPod's queue where the worker is there, the local API elsewhere; an HTTP server has none."""
    tools = SimpleNamespace(settings=SimpleNamespace(serve=serve, on_runpod=on_runpod))
    assert [place.rpartition(" own copy")[0].removeprefix("the ") for place in _copies(tools)] == [
        *filter(None, [named])
    ]


async def test_a_result_is_deleted(tmp_path):
    """Its files, its record and its note; nobody else's, and not while it is made."""
    output = tmp_path / "f5tts/store/output"
    async with running(tmp_path) as worker:
        for number in (1, 11):
            await worker.answer(job(number, text="Hello", subtitle_format="srt", expires_in=60))
        told = await worker.answer(job(2, endpoint="delete_result", job_id="job-1"))
        again = await worker.answer(job(3, endpoint="delete_result", job_id="job-1"))
        asked = await worker.answer(job(4, endpoint="result", job_id="job-1"))
        hanging = await _under_way(worker)
    assert (told["deleted"], told["files"]) == ("job-1", 4)
    assert any("local API's own copy" in place for place in told["left"])
    assert (again["error_code"], asked["error_code"]) == ("NOT_FOUND", "NOT_FOUND")
    assert hanging["details"]["faults"][0]["field"] == "job_id"
    assert not list(output.glob("job-1.*"))
    assert len(list(output.glob("job-11.*"))) == 4


async def _under_way(worker):
    hanging = asyncio.create_task(worker.answer(job(5, text="hang", request_id="a")))
    await busy(worker)
    refused = await worker.answer(job(6, endpoint="delete_result", job_id="a"))
    hanging.cancel()
    await asyncio.wait({hanging})
    return refused


async def test_a_result_that_expires(tmp_path):
    """From its time on it is not found; then its files go, and only those that it had by then."""
    async with running(tmp_path) as worker:
        made = await worker.answer(job(1, text="Hello", expires_in=60))
        store = worker._place.store
        settings = worker._place.settings.placed(tmp_path)
        record = records.load_record(store, "job-1")
        assert made["expires"] == record["expires"]
        assert 0 < expiry.seconds_left(record) <= 60
        sweep_expired(settings, store)
        assert expiry.delete_expired(store, time.time() + 30) == 0
        now = time.time()
        records.put_record(store, record | {"expires": expiry.text_of(now - 1)})
        begun, until = round(1000 * (now - 60)), round(1000 * (now + 600))  # as its worker noted
        records.put_note(store, records.Note("job-1", "PROCESSING", begun, until))
        gone = await worker.answer(job(2, endpoint="result", job_id="job-1"))
        assert expiry.delete_expired(store, time.time() + 61) == 1
    assert gone["error_code"] == "NOT_FOUND"
    output = tmp_path / "f5tts/store/output"
    assert not [path for path in output.rglob("*") if path.is_file()]


def test_a_mark_does_not_end_what_was_made_again(tmp_path):
    """A later record counts, and what a job under way has written since is left alone."""
    store, now = FolderStore(tmp_path), time.time()
    record = {"version": 1, "endpoint": "tts", "job_id": "a", "expires": expiry.text_of(now + 100)}
    for until in (now - 10, now - 5):
        expiry.put_mark(store, record | {"expires": expiry.text_of(until)})
    records.put_record(store, record)
    store.put_bytes("output/b.wav", b"being made", "audio/wav")
    expiry.put_mark(store, record | {"job_id": "b", "expires": expiry.text_of(now - 10)})
    (tmp_path / "output/expiring/not-ours").touch()
    assert expiry.delete_expired(store, now) == 0
    assert records.load_result(store, "a") == record | {"version": 1}
    assert (tmp_path / "output/b.wav").exists()
    os.utime(tmp_path / "output/b.wav", (now - 60, now - 60))
    expiry.put_mark(store, record | {"job_id": "b", "expires": expiry.text_of(now - 10)})
    assert expiry.delete_expired(store, now) == 1
    assert not (tmp_path / "output/b.wav").exists()


def test_what_is_made_again_outlives_the_first(tmp_path):
    """A job that is sent again once its result has expired, or was deleted, keeps what it writes."""
    store, now = FolderStore(tmp_path), time.time()
    for job_id in ("a", "b"):
        record = {"version": 1, "endpoint": "tts", "job_id": job_id, "expires": expiry.text_of(now - 10)}
        expiry.put_mark(store, record)
        records.put_record(store, record)
        store.put_bytes(f"output/{job_id}.srt", b"1", "text/plain")
    assert expiry.delete_result(store, "b") == 2
    for name in ("a.srt", "a.result.json"):
        os.utime(tmp_path / "output" / name, (now - 100, now - 100))
    store.put_bytes("output/a.wav", b"made again", "audio/wav")
    store.put_bytes("output/b.wav", b"made again", "audio/wav")
    os.utime(tmp_path / "output/b.wav", (now - 20, now - 20))
    assert expiry.delete_expired(store, now) == 1
    assert [entry.key for entry in store.list("output/")] == ["output/a.wav", "output/b.wav"]


async def test_pieces_go_with_their_time(tmp_path):
    """Their links end by then, and those of a job that failed are deleted, too."""
    with s3_server("canarybucket01", "canary-bucket-secret-02") as (bucket, folder):
        async with running(tmp_path, F5TTS_JOB_SECONDS="100", **bucket_settings(bucket)) as worker:
            text = "All is well. We stop here. So it ends."
            failed = await worker.answer(job(1, text=text, pieces=True, expires_in=90))
        store = BucketStore(bucket, url_lifetime_s=86_400)
        (first,) = folder.glob("output/job-1.*.piece-0.json")
        piece = json.loads(first.read_text())
        kept = [expiry.delete_expired(store, time.time() + left) for left in (0, 89, 191)]
        left = list(folder.glob("output/job-1.*"))
    assert failed["error_code"] == "OUT_OF_MEMORY"
    assert 0 < int(piece["next"].partition("X-Amz-Expires=")[2].partition("&")[0]) <= 91
    assert (kept, left) == ([0, 0, 1], [])


async def test_in_a_bucket(tmp_path):
    """A real S3 server: copies go by their marks, results at their time, and links end with them."""
    with s3_server("canarybucket01", "canary-bucket-secret-02") as (bucket, folder):
        async with running(tmp_path, **bucket_settings(bucket)) as worker:
            await worker.answer(job(1, voice_name="anna", **UPLOAD))
            made = await worker.answer(job(2, text="Hello", local_voice="anna", expires_in=90))
            copies = list((tmp_path / "f5tts/voices-cache").glob(f"{mark_of('anna')}-*"))
            gone = await worker.answer(job(3, endpoint="delete_voice", voice_name="anna", everywhere=True))
        store = BucketStore(bucket, url_lifetime_s=86_400)
        before = expiry.delete_expired(store), (folder / "output/job-2.wav").exists()
        after = expiry.delete_expired(store, time.time() + 91), (folder / "output/job-2.wav").exists()
    assert len(copies) == gone["removed"]["copies"] == 3  # the recording, its text, its metadata
    assert any("bucket keeps versions" in place for place in gone["left"])
    assert not any((tmp_path / "f5tts/voices-cache").iterdir())
    assert (before, after) == ((0, True), (1, False))
    assert 0 < int(made["audio_url"].partition("X-Amz-Expires=")[2].partition("&")[0]) <= 91


async def test_what_a_bill_needs(tmp_path, caplog):
    """One line a job with the numbers of the answer, and neither its text nor its voice."""
    caplog.set_level("INFO", "f5tts_worker")
    async with running(tmp_path) as worker:
        made = await worker.answer(job(1, text="Hello you.", subtitle_format="srt"))
        await worker.answer(job(1, text="Hello you.", subtitle_format="srt"))
        await worker.answer(job(2, endpoint="health"))
    lines = [json.loads(log.JsonLines().format(one)) for one in caplog.records if one.message == "done"]
    assert lines[0]["usage"] == made["usage"]
    assert [line["usage"]["cached"] for line in lines] == ["none", "answer"]
    assert (made["usage"]["characters"], made["usage"]["speech_seconds"]) == (10, made["duration"])
    assert (made["usage"]["device"], made["usage"]["model"]) == ("cpu", "demo")
    assert "Hello" not in caplog.text


@pytest.mark.parametrize("seconds", [0, 59, 31_536_001, 1.5, "59", "soon", True])
async def test_a_lifetime_out_of_range(tmp_path, seconds):
    """It is a fault, named with its range."""
    async with running(tmp_path) as worker:
        refused = await worker.answer(job(1, text="Hello", expires_in=seconds))
    assert refused["details"]["faults"][0]["field"] == "expires_in"
    assert "60 to 31,536,000" in refused["error"]
