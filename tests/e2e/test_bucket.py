"""A worker with a bucket, on a real S3 server: links instead of bytes, and no secret anywhere."""

import json
import shutil

import pytest
import requests
from tests.e2e.answers import check_words
from tests.e2e.conftest import CANARIES
from tests.e2e.recordings import VOICES, decode
from tests.unit.servers import Relay, s3_server

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


@pytest.mark.environment
def test_a_job_brings_its_own_bucket(bucket, start_production, store):
    """Through the SDK, everything of a job with `s3Config` is in its bucket, and its key is never shown."""
    at, _operators = bucket
    own_id, own_secret = "canary-own-id-0005", "canary-own-secret-0006"
    with s3_server(own_id, own_secret) as (own, folder):
        worker = start_production(**settings_of(at), F5TTS_ALLOW_PRIVATE_URLS="true")
        key = {"accessId": own_id, "accessSecret": own_secret}
        place = {"bucketName": own.name, "endpointUrl": own.endpoint}
        asked = {"text": TEXT, "quality": "fast"}
        job = worker.cloud.submit(asked, s3Config=key | place)
        output = worker.result(job)["output"]
        assert output["audio_url"].startswith(own.endpoint)
        assert requests.get(output["audio_url"], timeout=10).content[:4] == b"RIFF"
        made = sorted(path.name for path in folder.rglob("*") if path.is_file())
        assert made == [f"{output['job_id']}.{kind}" for kind in ("result.json", "state.json", "wav")]
        wrong = worker.cloud.submit(asked, s3Config=key | place | {"accessSecret": "canary-wrong-0007"})
        refused = worker.result(wrong)
        assert refused["output"]["error_code"] == "STORE_REFUSED"
        assert "s3Config.accessSecret" in refused["error"]
    said = worker.process.log() + json.dumps([output["warnings"], refused])
    assert not [word for word in (own_id, own_secret, "canary-wrong-0007") if word in said]
    assert not list(store.glob(f"**/*{output['job_id']}*"))


@pytest.mark.environment
def test_a_bucket_that_goes_away_loses_nothing(bucket, start_production, volume):
    """The job answers with everything inside; sent again, it is answered without speaking, with links."""
    at, folder = bucket
    with Relay(int(at.endpoint.rpartition(":")[2])) as relay:
        settings = settings_of(at) | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{relay.port}"}
        worker = start_production(**settings)
        worker.wait_ready()
        asked = {"text": TEXT, "quality": "best"}
        job = worker.cloud.submit(asked)
        worker.cloud.wait_busy(job)
        relay.break_all()
        lost = worker.result(job)["output"]
        assert lost["audio_base64"]
        assert "did not take the result" in lost["warnings"][-1]
        assert {path.name for path in folder.rglob("*") if path.is_file()} <= {f"{job}.state.json"}
        relay.refuse = False
        worker.cloud.forget(job)
        again = worker.result(worker.cloud.submit(asked, job))["output"]
        assert requests.get(again["audio_url"], timeout=10).content[:4] == b"RIFF"
    assert again["timings"] == lost["timings"]
    made = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert made == [f"{job}.{kind}" for kind in ("result.json", "state.json", "wav")]
    assert not [path for path in (volume / "f5tts" / "spool").rglob("*") if path.is_file()]
