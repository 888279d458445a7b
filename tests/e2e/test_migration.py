"""What clients written to the documents of earlier versions send and read, row by row of docs/MIGRATION.md.

Through the RunPod SDK's production loop, with a real S3 server; requests are those of the documents, with
addresses that exist here.
"""

import pytest
import requests
from tests.e2e.answers import check_words
from tests.e2e.cloud import PATIENCE_S, Cloud
from tests.e2e.conftest import CANARIES
from tests.e2e.production import Production
from tests.e2e.recordings import VOICES

pytestmark = pytest.mark.environment
TEXT = "The old man walked down the road."


@pytest.fixture(scope="module")
def workers(bucket_worker, bucket_settings, tmp_path_factory):
    """Return the worker that all files share, and start a second one of its endpoint.

    The second only answers questions about the first one's jobs, so it starts no engine.
    """
    cloud, folder = Cloud(CANARIES["RUNPOD_AI_API_KEY"]), tmp_path_factory.mktemp("worker")
    second = Production(cloud, folder, bucket_settings | {"F5TTS_PRELOAD": "false"})
    yield bucket_worker, second
    second.close()


@pytest.fixture(scope="module")
def said():
    """Return what is said in the recording."""
    return (VOICES / "slt.txt").read_text().strip()


def test_the_third_versions_example(workers, bucket, said):
    """Both addresses, options and subtitles in one request; `completed`, a link, words and an ASS file."""
    at, _ = bucket
    output = workers[0].ok(
        {
            "audio_url": f"s3://{at.name}/input.wav",
            "voice_reference_url": f"s3://{at.name}/reference.wav",
            "text": TEXT,
            "ref_text": said,
            "options": {"create_subtitles": True, "subtitle_format": "ass", "quality": "fast"},
        }
    )
    assert output["status"] == "completed"
    assert requests.get(output["audio_url"], timeout=PATIENCE_S).content[:4] == b"RIFF"
    check_words(output["word_timings"], TEXT, output["duration"])
    assert "[Script Info]" in requests.get(output["subtitles"]["ass"]["url"], timeout=PATIENCE_S).text
    assert any("audio_url was ignored" in warning for warning in output["warnings"])


def test_addresses_in_the_bucket(workers, bucket, said):
    """input/ and what the setting allows; a refusal names the setting."""
    at, _ = bucket
    order = {"text": "Hello.", "ref_text": said, "nfe_steps": 1}
    workers[0].ok(order | {"voice_reference_url": f"s3://{at.name}/input/reference.wav"})
    refused = workers[0].run(order | {"voice_reference_url": f"s3://{at.name}/private.wav"})
    assert refused["output"]["error_code"] == "URL_REFUSED"
    assert "S3_READ_PREFIXES" in refused["error"]
    own = workers[0].run(order | {"voice_reference_url": f"s3://{at.name}/output/x.wav"})
    assert own["output"]["error_code"] == "URL_REFUSED"


def test_every_endpoint_answers_completed(workers):
    """Clients of all versions look for that word."""
    for order in (
        {"endpoint": "list_voices"},
        {"endpoint": "get_voice", "voice_name": "slt"},
        {"endpoint": "health"},
        {"endpoint": "warmup"},
    ):
        assert workers[0].ok(order)["status"] == "completed"
    assert workers[0].ok({"endpoint": "list_voices"})["count"] >= 2


def test_a_poller_that_asks_another_worker(workers):
    """UNKNOWN, then PROCESSING, then COMPLETED, at the top, under the id that was asked for."""
    first, second = workers

    def poll():
        answer = second.ok({"endpoint": "status", "job_id": "poll-1"})
        assert answer["job_id"] == "poll-1"
        return answer["status"]

    assert poll() == "UNKNOWN"
    with first.held():
        job = first.cloud.submit({"text": TEXT, "nfe_steps": 1}, "poll-1")
        first.process.wait_until(lambda: poll() == "PROCESSING", PATIENCE_S, "the job to begin")
        assert second.ok({"endpoint": "result", "job_id": "poll-1"})["status"] == "PROCESSING"
    first.cloud.result(job)
    assert poll() == "COMPLETED"
    assert second.ok({"endpoint": "result", "job_id": "poll-1"})["audio_url"]


def test_the_result_of_a_failed_job(workers):
    """It fails with that job's code, sentence and details; what no worker knows is NOT_FOUND."""
    first, second = workers
    job = first.cloud.submit({"text": "Hello", "local_voice": "no-such-voice"}, "failed-1")
    failed = first.cloud.result(job)
    assert second.ok({"endpoint": "status", "job_id": "failed-1"})["status"] == "FAILED"
    again = second.run({"endpoint": "result", "job_id": "failed-1"})
    assert again["error"] == failed["error"]
    assert again["output"]["error_code"] == failed["output"]["error_code"] == "UNKNOWN_VOICE"
    assert again["output"]["details"] == failed["output"]["details"]
    nothing = second.run({"endpoint": "result", "job_id": "never-1"})
    assert nothing["output"]["error_code"] == "NOT_FOUND"


def test_an_empty_reference_text(workers, bucket):
    """It means the same as none, which is transcribed: here, where no weights can be had, neither can be."""
    at, _ = bucket
    order = {"text": "Hello.", "voice_reference_url": f"s3://{at.name}/input/reference.wav", "nfe_steps": 1}
    blank, none = workers[0].run(order | {"ref_text": ""}), workers[0].run(order)
    assert blank["output"].get("error_code") == none["output"].get("error_code")
    assert blank.get("error") == none.get("error")  # which names the field to send
    stored = workers[0].ok({"text": "Hello.", "local_voice": "slt", "ref_text": "", "nfe_steps": 1})
    assert stored["voice"] == "slt"


def test_many_words_are_in_the_answer(workers, bucket):
    """Beyond 64 KB, too, where they were only a link; the link is there besides."""
    at, _ = bucket
    recording = f"s3://{at.name}/input/reference.wav"
    output = workers[0].ok({"endpoint": "align", "audio_url": recording, "text": f"{TEXT} " * 130})
    assert len(output["word_timings"]) == 910
    linked = requests.get(output["word_timings_url"], timeout=PATIENCE_S).json()
    assert linked == output["word_timings"]


def test_timing_files_and_downloads(workers):
    """The second version's request and its download: links to the files under today's names."""
    order = {"text": TEXT, "seed": 42, "speed": 0.9, "local_voice": "slt.wav", "nfe_steps": 1}
    output = workers[0].ok(order | {"return_word_timings": True, "timing_format": "srt"})
    assert "-->" in requests.get(output["subtitles"]["srt"]["url"], timeout=PATIENCE_S).text
    again = workers[1].ok(
        {"endpoint": "download", "job_id": output["job_id"], "type": "timing", "format": "srt"}
    )
    assert requests.get(again["audio_url"], timeout=PATIENCE_S).ok
    assert again["subtitles"]["srt"]["url"]
