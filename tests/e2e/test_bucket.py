"""A worker with a bucket, on a real S3 server: links instead of bytes, and no secret anywhere."""

import asyncio
import hashlib
import json
import wave

import boto3
import pytest
import requests
from tests.e2e.answers import check_pages, check_words
from tests.e2e.cloud import ENDPOINT, PATIENCE_S
from tests.e2e.conftest import CANARIES
from tests.e2e.recordings import VOICES, decode
from tests.unit.servers import s3_server, serve

from f5tts_worker.client.connection import Connection
from f5tts_worker.http.runpod_queue import RunPodQueue
from f5tts_worker.runpod_sdk import import_sdk

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
def worker(bucket_worker):
    """Return the worker that all files share, by the name that it has here."""
    return bucket_worker


@pytest.mark.environment
def test_outputs_go_to_the_bucket_and_are_linked(bucket, worker, tmp_path, store):
    """Audio of any length is a link; nothing goes to the volume; voices come from there."""
    at, folder = bucket
    put_voices(at, "by-hand")

    output = worker.ok({"text": TEXT, "nfe_steps": 1, "subtitle_format": ["ass", "srt"]})
    assert "audio_base64" not in output
    audio = decode(requests.get(output["audio_url"], timeout=PATIENCE_S).content, tmp_path, "wav")
    assert abs(audio.seconds - output["duration"]) < 0.002
    check_words(output["word_timings"], TEXT, output["duration"])
    for name in ("ass", "srt"):
        assert requests.get(output["subtitles"][name]["url"], timeout=PATIENCE_S).text.strip()
    job = output["job_id"]
    made = {path.name for path in (folder / "output").iterdir()}
    assert {f"{job}.wav", f"{job}.ass", f"{job}.srt", f"{job}.result.json"} <= made
    assert not list(store.glob(f"**/*{job}*"))
    again = worker.ok({"endpoint": "result", "job_id": job})
    assert requests.get(again["audio_url"], timeout=PATIENCE_S).ok

    by_hand = worker.ok({"text": TEXT, "nfe_steps": 1, "local_voice": "by-hand"})
    assert by_hand["voice"] == "by-hand"
    pauses = "Hi. [pause: 28s] Hi. [pause: 28s] Hi."  # long, and hardly any of it is to be made
    long = worker.ok({"text": pauses, "nfe_steps": 1, "sample_rate": 48000, "word_timings": False})
    assert len(requests.get(long["audio_url"], timeout=PATIENCE_S).content) > 5_000_000

    said = worker.process.log() + json.dumps(worker.run({"endpoint": "health"}))
    assert SECRET not in said + json.dumps([output, again, by_hand, long])
    assert KEY not in said
    assert "X-Amz-Signature" not in said


@pytest.mark.environment
def test_speech_leaves_while_it_is_made(bucket, worker, monkeypatch):
    """Piece by piece, as `f5tts serve --endpoint` fetches it: the samples and the words of the whole."""
    monkeypatch.setattr(import_sdk(), "endpoint_url_base", f"http://127.0.0.1:{worker.cloud.port}/v2")
    backend = RunPodQueue(Connection(ENDPOINT, CANARIES["RUNPOD_AI_API_KEY"]))
    asked = {"text": " ".join([TEXT] * 4), "nfe_steps": 12, "seed": 7}  # long enough to be asked in between

    async def heard():
        return [one async for one in backend.stream("left-early", asked)]

    told = asyncio.run(heard())
    assert told[-1]["type"] == "end", told[-1]
    pieces = [one for one in told if one["type"] == "piece"]
    is_early = any("pieces_url" in update for update in worker.cloud.progress(worker.cloud.submitted[-1]))
    assert len(pieces) > 1 or not is_early  # else the job was done before anybody could look
    _, folder = bucket
    with wave.open(str(folder / "output" / "left-early.wav")) as file:
        assert b"".join(piece["audio"] for piece in pieces) == file.readframes(file.getnframes())
    assert [word for piece in pieces for word in piece["word_timings"]] == told[-1]["word_timings"]


@pytest.mark.exhaustive  # below, a job brings a secret that its bucket does not accept
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
def test_a_job_brings_its_own_bucket(worker, store):
    """Through the SDK, everything of a job with `s3Config` is in its bucket, and its key is never shown."""
    own_id, own_secret = "canary-own-id-0005", "canary-own-secret-0006"
    with s3_server(own_id, own_secret) as (own, folder):
        key = {"accessId": own_id, "accessSecret": own_secret}
        place = {"bucketName": own.name, "endpointUrl": own.endpoint}
        asked = {"text": TEXT, "nfe_steps": 1}
        job = worker.cloud.submit(asked, s3Config=key | place)
        output = worker.result(job)["output"]
        assert output["audio_url"].startswith(own.endpoint)
        assert requests.get(output["audio_url"], timeout=PATIENCE_S).content[:4] == b"RIFF"
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
def test_a_bucket_that_goes_away_loses_nothing(bucket, relay, worker, volume):
    """The job answers with everything inside; sent again, it is answered without speaking, with links."""
    _at, folder = bucket
    asked = {"text": TEXT, "nfe_steps": 1}
    with worker.held():
        job = worker.cloud.submit(asked)
        worker.process.wait_until(lambda: any(folder.rglob(f"{job}.state.json")), PATIENCE_S, "its beginning")
        relay.break_all()
    try:
        lost = worker.result(job)["output"]
        assert lost["audio_base64"]
        assert "did not take the result" in lost["warnings"][-1]
        assert {path.name for path in folder.rglob(f"*{job}*")} <= {f"{job}.state.json"}
    finally:
        relay.refuse = False
    worker.cloud.forget(job)
    again = worker.result(worker.cloud.submit(asked, job))["output"]
    assert requests.get(again["audio_url"], timeout=PATIENCE_S).content[:4] == b"RIFF"
    assert again["timings"] == lost["timings"]
    made = sorted(path.name for path in folder.rglob(f"*{job}*"))
    assert made == [f"{job}.{kind}" for kind in ("result.json", "state.json", "wav")]
    assert not [path for path in (volume / "f5tts" / "spool").rglob("*") if path.is_file()]


@pytest.mark.environment
def test_a_voice_in_a_bucket(bucket, worker, volume):
    """Stored there with a link to hear it; copied to the volume once, prepared once; listed in pages."""
    at, folder = bucket
    voices = folder / "voices"
    put_voices(at, *(f"page-{number:02}" for number in range(30)))
    said = (VOICES / "slt.txt").read_text().strip()
    with serve(VOICES) as web:
        asked = {"endpoint": "upload", "voice_name": "e2e-far", "voice_file_url": f"{web.address}/slt.wav"}
        assert worker.ok(asked | {"ref_text": said})["key"] == "voices/e2e-far.wav"
    made = sorted(path.name for path in voices.glob("e2e-far*"))
    assert made == ["e2e-far.json", "e2e-far.txt", "e2e-far.wav"]
    shown = worker.ok({"endpoint": "get_voice", "voice_name": "e2e-far"})["voice"]
    heard = requests.get(shown["url"], timeout=PATIENCE_S).content
    assert hashlib.sha256(heard).hexdigest() == shown["audio_sha256"]
    speak = {"text": TEXT, "nfe_steps": 1, "local_voice": "e2e-far"}
    assert requests.get(worker.ok(speak)["audio_url"], timeout=PATIENCE_S).content[:4] == b"RIFF"
    copies = kept_on(volume)
    worker.ok(speak)
    assert kept_on(volume) == copies
    check_pages(worker.ok, 30)
    worker.ok({"endpoint": "delete_voice", "voice_name": "e2e-far"})
    assert not list(voices.glob("e2e-far*"))


def put_voices(at, *names):
    """Put voices into the bucket as an operator does; the server does not look for files laid beside it."""
    client = boto3.client(
        "s3",
        endpoint_url=at.endpoint,
        region_name=at.region,
        aws_access_key_id=at.access_key,
        aws_secret_access_key=at.secret_key,
    )
    for name in names:
        for kind in ("wav", "txt"):
            client.upload_file(str(VOICES / f"rms.{kind}"), at.name, f"voices/{name}.{kind}")


def kept_on(volume):
    """Return what the volume holds of voices, and when each file was written."""
    kept = [*(volume / "f5tts/voices-cache").iterdir(), *(volume / "f5tts/references").glob("*/audio.f32")]
    return {path: path.stat().st_ino for path in kept}
