"""The SDK's production loop, under the stand-in for RunPod: progress, cancel, and what must never leak."""

import json

import pytest
from tests.e2e.answers import check_speech
from tests.e2e.cloud import PATIENCE_S
from tests.e2e.conftest import CANARIES
from tests.e2e.processes import environment_of

pytestmark = pytest.mark.environment

# What was spoken once is not spoken again.
SHORT = {"text": "The old man walked down the road.", "nfe_steps": 1, "seed": 1}
SENTENCE = "The old man and the young girl walked down the long road. "
# A minute of work or more, whose speech, as opus, still fits into an answer.
LONG = {"text": SENTENCE * 15, "nfe_steps": 64, "output_format": "opus"}


def test_progress_comes_in_order_and_never_after_the_result(production, tmp_path):
    """Updates name stage and message; neither time nor a stage's share runs back; the result is the last."""
    text = "The old man and the young girl walked down the long road to the river. " * 2
    job = production.cloud.submit({"text": text, "quality": "fast"})
    body = production.result(job)
    check_speech(body["output"], text, tmp_path)
    production.ok(SHORT)  # anything late would have come by now
    posts = production.cloud.posts(job)
    assert [post.is_progress for post in posts] == [True] * (len(posts) - 1) + [False]
    updates = production.cloud.progress(job)
    assert updates
    assert all(update["stage"] and update["message"] for update in updates)
    elapsed = [update["elapsed"] for update in updates]
    assert elapsed == sorted(elapsed)
    stages = [update["stage"] for update in updates]
    runs = [stage for index, stage in enumerate(stages) if index == 0 or stages[index - 1] != stage]
    assert len(runs) == len(set(runs)), f"a stage came back: {runs}"
    for stage in runs:
        shares = [update.get("percent", 0) for update in updates if update["stage"] == stage]
        assert shares == sorted(shares)


def test_a_cancelled_job_stops_and_the_next_one_works(production):
    """A cancel reaches the busy engine: nothing is posted for the job any more, and the engine stays warm."""
    production.ok(SHORT)
    engine = production.process.engine()
    job = production.cloud.submit(LONG)
    production.cloud.wait_busy(job)
    production.cloud.cancel(job)
    next_job = production.cloud.submit(SHORT)
    assert "error" not in production.result(next_job)
    assert production.process.engine() == engine
    posts = production.cloud.posts(job)
    assert all(post.is_progress for post in posts)
    assert posts[-1].at < production.cloud.taken_at(next_job)


@pytest.mark.parametrize("job_input", ["Hello", ["Hello"], 5, None, {}], ids=repr)
def test_an_input_of_any_shape_is_answered(production, job_input):
    """What is no object, or an empty one, gets an error with code, retryable and details."""
    body = production.run(job_input)
    assert body["error"].startswith("INVALID_REQUEST: ")
    assert body["output"]["error_code"] == "INVALID_REQUEST"
    assert body["output"]["retryable"] is False
    assert body["output"]["details"]["faults"]


@pytest.mark.parametrize("job_id", ["a/b/c", "x" * 300, "ünï-日本 id", "6f1c-sync-1-u1"])
def test_a_job_id_of_any_shape_stays_in_the_store(production, store, job_id):
    """The record lies in the store's output folder itself, whatever the id holds."""
    output = production.result(production.cloud.submit(SHORT, job_id))["output"]
    record = store / "output" / f"{output['job_id']}.result.json"
    assert json.loads(record.read_text(encoding="utf-8"))["text"] == SHORT["text"]
    assert not [path for path in store.iterdir() if path.name not in ("output", "voices")]
    assert not [path for path in record.parent.iterdir() if path.is_dir()]
    again = production.ok({"endpoint": "result", "job_id": output["job_id"]})
    assert again["audio_base64"] == output["audio_base64"]


def test_a_private_address_is_not_fetched(production, served):
    """Without the setting that allows it, an address on the worker's own network is refused."""
    port = served.rpartition(":")[2]
    for url in (f"https://127.0.0.1:{port}/speech.wav", f"https://localhost:{port}/speech.wav"):
        body = production.run(SHORT | {"voice_reference_url": url, "ref_text": "x"})
        assert body["output"]["error_code"] == "URL_REFUSED"


def test_heartbeats_go_on_while_the_engine_works(production):
    """Pings name the job that is under way."""
    job = production.cloud.submit(LONG)
    production.cloud.wait_for(lambda: job in production.cloud.pings, PATIENCE_S, "a ping that names the job")
    production.cloud.cancel(job)
    production.ok(SHORT)


def test_secrets_stay_where_they_are(production):
    """No key of the worker is in its output, in an answer, or in the engine's process environment."""
    bodies = [production.run(SHORT), production.run({"endpoint": "health"}), production.run({"text": 1})]
    engine = environment_of(production.process.engine())
    assert engine["HF_HUB_OFFLINE"] == "1"
    assert not [name for name in engine if name.startswith(("AWS_", "RUNPOD_", "S3_", "BUCKET_", "F5TTS_"))]
    seen = production.process.log() + json.dumps(bodies) + json.dumps(engine)
    assert not [name for name, value in CANARIES.items() if value in seen]
