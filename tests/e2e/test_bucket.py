"""A worker with a bucket, on a real S3 server: links instead of bytes, and no secret anywhere."""

import json
import shutil

import pytest
import requests
from tests.e2e.answers import check_words
from tests.e2e.conftest import CANARIES
from tests.e2e.recordings import VOICES, decode
from tests.unit.servers import s3_server

KEY, SECRET = CANARIES["AWS_ACCESS_KEY_ID"], CANARIES["AWS_SECRET_ACCESS_KEY"]
TEXT = "The old man walked down the road."


def settings_of(bucket):
    """Return the environment variables with which an operator names this bucket."""
    return {
        "S3_BUCKET": bucket.name,
        "AWS_ENDPOINT_URL": bucket.endpoint,
        "AWS_ACCESS_KEY_ID": bucket.access_key,
        "AWS_SECRET_ACCESS_KEY": bucket.secret_key,
    }


@pytest.fixture
def bucket():
    """Run an S3 server; return the bucket and the folder where its objects lie."""
    with s3_server(KEY, SECRET) as running:
        yield running


@pytest.mark.environment
def test_outputs_go_to_the_bucket_and_are_linked(bucket, start_production, tmp_path, store):
    """Audio of any length is a link; nothing goes to the volume; voices come from there."""
    at, folder = bucket
    for extension in ("wav", "txt"):
        (folder / "voices").mkdir(exist_ok=True)
        shutil.copyfile(VOICES / f"rms.{extension}", folder / "voices" / f"by-hand.{extension}")
    worker = start_production(**settings_of(at))

    output = worker.ok({"text": TEXT, "quality": "fast", "subtitle_format": ["ass", "srt"]})
    assert "audio_base64" not in output
    audio = decode(requests.get(output["audio_url"], timeout=10).content, tmp_path, "wav")
    assert abs(audio.seconds - output["duration"]) < 0.002
    check_words(output["word_timings"], TEXT, output["duration"])
    for name in ("ass", "srt"):
        assert requests.get(output["subtitles"][name]["url"], timeout=10).text.strip()
    job = output["job_id"]
    made = {path.name for path in (folder / "output").iterdir()}
    assert {f"{job}.wav", f"{job}.ass", f"{job}.srt", f"{job}.result.json"} <= made
    assert not list(store.glob(f"**/*{job}*"))
    again = worker.ok({"endpoint": "result", "job_id": job})
    assert requests.get(again["audio_url"], timeout=10).ok

    by_hand = worker.ok({"text": TEXT, "quality": "fast", "local_voice": "by-hand"})
    assert by_hand["voice"] == "by-hand"
    long = worker.ok({"text": f"{TEXT} " * 45, "nfe_steps": 1, "sample_rate": 48000})
    assert len(requests.get(long["audio_url"], timeout=10).content) > 5_000_000

    said = worker.process.log() + json.dumps(worker.run({"endpoint": "health"}))
    assert SECRET not in said + json.dumps([output, again, by_hand, long])
    assert KEY not in said
    assert "X-Amz-Signature" not in said


def test_a_wrong_key_is_told_without_showing_it(bucket, test_input, tripwire):
    """A secret that the bucket does not accept is STORE_REFUSED; neither the log nor the answer holds it."""
    at, _folder = bucket
    environ, mark = tripwire
    wrong = "canary-wrong-secret-0004"
    settings = settings_of(at) | {"AWS_SECRET_ACCESS_KEY": wrong}
    finished = test_input('{"input": {"endpoint": "list_voices"}}', environ | settings)
    assert finished.code == 1
    assert finished.error.startswith("STORE_REFUSED: ")
    assert wrong not in finished.log
    assert KEY not in finished.log
    assert not mark.exists()
