"""Answers: what a job made, linked or inside, never larger than RunPod takes; errors without secrets."""

import base64
import json
import logging
from datetime import datetime, timedelta

import pytest

from f5tts_worker import __version__, log
from f5tts_worker.errors import CODES, WorkerError
from f5tts_worker.jobs.delivery import response
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import outputs, records

WORD = {"word": "Hello", "start_ms": 120, "end_ms": 480, "score": 0.98765, "source": "aligned"}


class LinkedFolder(FolderStore):
    """A folder whose keys have addresses, as a bucket's have."""

    def url(self, key, longest_s=None):
        return f"https://bucket.example/{key}?X-Amz-Signature=fresh"


@pytest.fixture
def folder(tmp_path):
    return FolderStore(tmp_path / "store")


@pytest.fixture
def linked(tmp_path):
    return LinkedFolder(tmp_path / "store")


def outcome(tmp_path, **changes):
    audio = tmp_path / "speech.wav"
    if not audio.exists():
        audio.write_bytes(b"RIFF-audio")
    values = {
        "job_id": "abc-1-u1",
        "endpoint": "tts",
        "duration_ms": 1234,
        "sample_rate": 24000,
        "text": "Hello world",
        "audio": audio,
        "words": [WORD],
        "subtitles": {"srt": "1\n00:00", "ass": "[Script Info]"},
        "voice": "slt",
        "model": "demo",
        "seed": 7,
        "marked": {"tag": True, "watermark": False},
        "warnings": ["A warning."],
        "timings": {"synthesise": 1.23456, "real_time_factor": 0.5},
    }
    return outputs.Outcome(**(values | changes))


def test_an_answer_with_links(linked, tmp_path):
    """With a bucket, audio is linked, and small texts are both inside and linked."""
    answer = response.success(outputs.publish(linked, outcome(tmp_path)), linked)
    assert datetime.fromisoformat(answer.pop("created")).utcoffset() == timedelta(0)
    assert answer == {
        "status": "completed",
        "job_id": "abc-1-u1",
        "audio_url": "https://bucket.example/output/abc-1-u1.wav?X-Amz-Signature=fresh",
        "duration": 1.234,
        "sample_rate": 24000,
        "text": "Hello world",
        "voice": "slt",
        "model": "demo",
        "seed": 7,
        "ai_generated": True,
        "marked": {"tag": True, "watermark": False},
        "worker": f"f5tts-worker {__version__}",
        "word_timings": [{"word": "Hello", "start": 0.12, "end": 0.48, "score": 0.988, "source": "aligned"}],
        "subtitles": {
            "srt": {
                "url": "https://bucket.example/output/abc-1-u1.srt?X-Amz-Signature=fresh",
                "content": "1\n00:00",
            },
            "ass": {
                "url": "https://bucket.example/output/abc-1-u1.ass?X-Amz-Signature=fresh",
                "content": "[Script Info]",
            },
        },
        "warnings": ["A warning."],
        "timings": {"synthesise": 1.235, "real_time_factor": 0.5},
    }


def test_an_answer_without_links(folder, tmp_path):
    """With no bucket, everything is inside."""
    answer = response.success(outputs.publish(folder, outcome(tmp_path)), folder)
    assert base64.b64decode(answer["audio_base64"]) == b"RIFF-audio"
    assert answer["subtitles"] == {"srt": {"content": "1\n00:00"}, "ass": {"content": "[Script Info]"}}
    assert "audio_url" not in answer


def test_what_was_not_made_is_not_mentioned(folder, tmp_path):
    """No audio, no timings and no subtitles leave no empty fields."""
    made = outcome(tmp_path, audio=None, words=None, subtitles={}, voice=None, model=None, seed=None)
    answer = response.success(outputs.publish(folder, made), folder)
    assert set(answer) == {"status", "job_id", "duration", "sample_rate", "text", "warnings", "timings"}


def test_the_record_brings_the_answer_back(linked, tmp_path):
    """Long after the job, its record gives the same answer with fresh addresses; other jobs have none."""
    first = response.success(outputs.publish(linked, outcome(tmp_path)), linked)
    record = records.load_result(linked, "abc-1-u1")
    assert response.success(record, linked) == first
    assert records.load_result(linked, "abc-2-u1") is None
    stored = linked.read_bytes("output/abc-1-u1.result.json", 10_000)
    assert b"Signature" not in stored


def test_the_record_is_written_last(linked, tmp_path, monkeypatch):
    """When storing fails at any file, there is no record: the job counts as not done."""
    stored = []
    real = LinkedFolder.put_bytes

    def put(self, key, data, content_type):
        stored.append(key)
        if key.endswith(".ass"):
            raise WorkerError("STORE_UNAVAILABLE", "The store is away.")
        real(self, key, data, content_type)

    monkeypatch.setattr(LinkedFolder, "put_bytes", put)
    with pytest.raises(WorkerError):
        outputs.publish(linked, outcome(tmp_path))
    assert records.load_result(linked, "abc-1-u1") is None
    monkeypatch.undo()
    monkeypatch.setattr(
        LinkedFolder, "put_bytes", lambda self, key, *more: stored.append(key) or real(self, key, *more)
    )
    outputs.publish(linked, outcome(tmp_path))
    assert stored[-1] == "output/abc-1-u1.result.json"


def test_a_record_that_is_not_ours(folder):
    """Rubbish under a record's key is no result."""
    for data in (b"", b"{", b"[]", b'{"version": 99}', b"\xff"):
        folder.put_bytes("output/x.result.json", data, "application/json")
        assert records.load_result(folder, "x") is None


def many_words(count):
    return [WORD | {"start_ms": 100 * number, "end_ms": 100 * number + 90} for number in range(count)]


def test_long_parts_are_linked(linked, tmp_path):
    """Timings and subtitles of hours become links, and the answer stays small."""
    made = outcome(
        tmp_path, words=many_words(30_000), subtitles={"srt": "é" * 2_000_000}, text="x" * 10_000_000
    )
    answer = response.success(outputs.publish(linked, made), linked)
    assert len(json.dumps(answer)) < 10_000
    assert answer["word_timings_url"].startswith("https://bucket.example/output/abc-1-u1.words.json")
    assert "word_timings" not in answer
    assert set(answer["subtitles"]["srt"]) == {"url"}
    assert answer["warnings"][-1] == "The text is long and shown shortened."
    linked_words = json.loads(linked.read_bytes("output/abc-1-u1.words.json", 100_000_000))
    assert len(linked_words) == 30_000


@pytest.mark.parametrize(("endpoint", "text"), [("align", "word " * 200_000), ("tts", "字" * 1_000_000)])
def test_a_long_text_is_whole(linked, tmp_path, endpoint, text):
    """What was transcribed exists nowhere else, and what was spoken fits as well."""
    made = outcome(tmp_path, endpoint=endpoint, text=text)
    answer = response.success(outputs.publish(linked, made), linked)
    assert answer["text"] == text
    assert answer["warnings"] == ["A warning."]


def test_a_transcription_that_does_not_fit_is_an_error(linked, tmp_path):
    """Rather than one that was cut."""
    made = outcome(tmp_path, endpoint="align", audio=None, text="x" * 10_000_000)
    with pytest.raises(WorkerError, match="The answer would have") as caught:
        response.success(outputs.publish(linked, made), linked)
    assert caught.value.code == "RESULT_TOO_LARGE"


def test_long_parts_are_inside_when_there_is_no_link(folder, tmp_path):
    """With no bucket, what fits is inside however long it is."""
    made = outcome(tmp_path, words=many_words(5000), subtitles={"srt": "é" * 100_000})
    answer = response.success(outputs.publish(folder, made), folder)
    assert len(answer["word_timings"]) == 5000
    assert answer["word_timings"][-1]["end"] == 499.99
    assert answer["subtitles"]["srt"]["content"] == "é" * 100_000


@pytest.mark.parametrize(
    "changes",
    [
        {"audio": 7_000_000},
        {"audio": 6_740_000},
        {"words": 120_000},
        {"subtitles": {"srt": "é" * 2_000_000}},
        {"subtitles": {"srt": "x" * 10_000_000}},
    ],
    ids=["audio", "audio-and-the-rest", "words", "escapes", "subtitles"],
)
def test_what_does_not_fit_says_so(folder, tmp_path, changes):
    """With no bucket, an answer that is too large names the setting, what fits, and where the files are."""
    if "audio" in changes:
        (tmp_path / "speech.wav").write_bytes(bytes(changes["audio"]))
        changes = {"words": many_words(500)}
    elif "words" in changes:
        changes = {"words": many_words(changes["words"])}
    record = outputs.publish(folder, outcome(tmp_path, **changes))
    with pytest.raises(WorkerError) as caught:
        response.success(record, folder)
    error = caught.value
    assert error.code == "RESULT_TOO_LARGE"
    assert "S3_BUCKET" in error.message
    assert "mp3" in error.message
    assert error.details["answer_bytes"] > error.details["limit_bytes"]
    assert error.details["files"]["audio"] == "output/abc-1-u1.wav"
    shown = json.dumps(response.failure(error, "abc-1-u1"))
    assert str(folder.root) not in shown
    assert len(shown) < 10_000


def test_a_compact_format_is_not_advised_to_be_compact(folder, tmp_path):
    """Whoever asked for mp3 already is told to split the text."""
    (tmp_path / "speech.wav").write_bytes(bytes(8_000_000))
    record = outputs.publish(folder, outcome(tmp_path, audio_format="mp3"))
    with pytest.raises(WorkerError, match="split the text") as caught:
        response.success(record, folder)
    assert "fits_better" not in caught.value.details


def test_only_what_is_inside_the_answer_has_a_longest(folder, linked):
    """A link leads to speech of any length; WAV's bytes are known exactly."""
    assert response.longest_ms(linked, "wav", 24_000) is None
    assert response.longest_ms(folder, "wav", 24_000) == 140_625
    assert response.longest_ms(folder, "mp3", 24_000) > 800_000


@pytest.mark.parametrize("size", [1, 100_000, 6_700_000])
def test_no_answer_exceeds_the_limit(folder, tmp_path, size):
    """Whatever is answered is below the limit, measured as RunPod's client sends it."""
    (tmp_path / "speech.wav").write_bytes(bytes(size))
    answer = response.success(outputs.publish(folder, outcome(tmp_path)), folder)
    assert len(json.dumps(answer, ensure_ascii=False)) <= response.MAX_ANSWER_BYTES


def test_answers_without_files(folder):
    """Other endpoints answer plainly, and never with an empty dict, which RunPod would drop."""
    assert response.plain("j1") == {"status": "completed", "job_id": "j1"}
    assert response.plain("j1", voices=[])["voices"] == []
    with pytest.raises(WorkerError) as caught:
        response.plain("j1", voices=["x" * 10_000_000])
    assert caught.value.code == "RESULT_TOO_LARGE"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_error_fails_the_job(code):
    """RunPod fails a job by its top-level `error`, a sentence that starts with the code."""
    answer = response.failure(WorkerError(code, "It went wrong.", {"a": 1}), "j1")
    assert answer == {
        "error": f"{code}: It went wrong.",
        "error_code": code,
        "retryable": CODES[code],
        "details": {"a": 1},
        "job_id": "j1",
    }


def test_a_fresh_worker_can_be_asked_for():
    """`refresh_worker` is there when asked for and absent otherwise."""
    error = WorkerError("ENGINE_UNHEALTHY", "The engine keeps dying.", refresh_worker=True)
    assert response.failure(error, "j1")["refresh_worker"] is True
    details = {"refresh_worker": True}  # from outside: only an error of our own may ask for it
    assert "refresh_worker" not in response.failure(WorkerError("ENGINE_DIED", "Gone.", details), "j1")


def test_an_error_that_nobody_foresaw(caplog):
    """Its text and traceback go to the log; the answer says only what kind it was."""
    with caplog.at_level(logging.ERROR, logger="f5tts_worker"):
        answer = response.failure(ValueError("canary /volume/secret"), "j1")
    assert answer["error_code"] == "INTERNAL"
    assert "canary" not in json.dumps(answer)
    assert "ValueError" in answer["error"]
    assert caplog.records


def test_an_error_can_always_be_sent():
    """Half a character, in the message or in the details, would keep the SDK from sending any answer."""
    answer = response.failure(WorkerError("NOT_FOUND", "no \ud800", {"\ud800": ["\udfff"]}), "j1")
    assert json.dumps(answer, ensure_ascii=False).encode()


def test_errors_hold_no_secrets(monkeypatch):
    """Known secrets and presigned addresses are taken out of messages and details."""
    monkeypatch.setattr(log, "_known", {"canary-secret"})
    url = "https://b.example/x?X-Amz-Signature=canary1&X-Amz-Credential=canary2"
    error = WorkerError("INTERNAL", f"canary-secret {url}", {"url": url, "deep": ["canary-secret", object()]})
    assert "canary" not in json.dumps(response.failure(error, "j1"))


def test_errors_stay_small():
    """A huge message or huge details never make an error that RunPod refuses."""
    answer = response.failure(WorkerError("INTERNAL", "x" * 1_000_000, {"y": "z" * 1_000_000}), "j1")
    assert len(json.dumps(answer)) < 40_000
    assert answer["error"].startswith("INTERNAL: xxx")


@pytest.mark.parametrize(
    ("job_id", "expected"),
    [("abc-1-u1", "abc-1-u1"), ("sync-0f_1", "sync-0f_1"), ("local_test", "local_test")],
)
def test_plain_job_ids_are_kept(job_id, expected):
    """RunPod's ids name the files as they are."""
    assert outputs.output_key(job_id, "wav") == f"output/{expected}.wav"


def test_other_job_ids_are_made_safe(folder):
    """Ids that could climb or collide become safe names, each its own."""
    ids = [
        "../../etc/passwd",
        "..",
        "",
        "a/b",
        "a-b.c",
        "a.b",
        "a/b.",
        "é",
        "ü",
        "x" * 500,
        "x" * 501,
        "a\0b",
        "-a",
    ]
    keys = [outputs.output_key(job_id, "wav") for job_id in ids]
    assert len(set(keys)) == len(ids)
    for key in keys:
        folder.put_bytes(key, b"x", "audio/wav")
        assert key.count("/") == 1
        assert key.count(".") == 1
    assert len(folder.list("output/")) == len(ids)
