"""`python handler.py --test_input`: one job through the SDK, with and without an environment."""

import base64
import json

import pytest
from tests.e2e.answers import check_speech


@pytest.mark.exhaustive  # tests/container/test_start.py asks the image so
def test_health_needs_no_engine(test_input, tripwire):
    """`health` answers with exit code 0 on a worker that has nothing installed, and starts no engine."""
    environ, mark = tripwire
    finished = test_input('{"input": {"endpoint": "health"}}', environ)
    assert finished.code == 0, finished.log
    assert finished.answer["output"]["status"] == "completed"
    assert not mark.exists()


def test_all_faults_are_named_at_once(test_input, tripwire):
    """A request with several faults gets one error that names each of them; exit code 1, no engine."""
    environ, mark = tripwire
    job = {
        "id": "faulty",
        "input": {
            "text": "  ",
            "speed": "fast",
            "surprise": 1,
            "local_voice": "../../etc/passwd",
            "options": {"nfe_steps": 1000, "output_format": "midi", "seed": -2},
        },
    }
    finished = test_input(json.dumps(job), environ)
    assert finished.code == 1
    assert finished.error.startswith("INVALID_REQUEST: 7 faults: ")
    for name in ("text", "speed", "surprise", "local_voice", "nfe_steps", "output_format", "seed"):
        assert name in finished.error, finished.error
    assert not mark.exists()
    assert [path.name for path in finished.store.glob("**/faulty*")] == ["faulty.state.json"]


@pytest.mark.parametrize(
    "text",
    ['{"input": {"text": "Hello"', pytest.param('{"text": "Hello"}', marks=pytest.mark.exhaustive)],
    ids=["json", "no-input"],
)
def test_what_is_no_job_ends_with_code_1(test_input, tripwire, text):
    """A test input that is no JSON, or has no `input`, ends the worker with code 1 and starts no engine."""
    environ, mark = tripwire
    assert test_input(text, environ).code == 1
    assert not mark.exists()


@pytest.mark.exhaustive  # tests/unit/test_handler.py ends handler.py with another wrong setting
def test_a_wrong_setting_is_named_before_anything_starts(test_input, tripwire):
    """A setting that makes no sense ends the worker with one sentence that names it."""
    environ, mark = tripwire
    finished = test_input('{"input": {"endpoint": "health"}}', environ | {"AWS_ENDPOINT_URL": "ftp://x"})
    assert finished.code == 1
    assert finished.log.startswith("INVALID_SETTINGS: ")
    assert "AWS_ENDPOINT_URL" in finished.log
    assert not mark.exists()


@pytest.mark.exhaustive  # a command of README runs a job so
@pytest.mark.environment
def test_a_job_runs_and_leaves_its_record(test_input, demo_environment, tmp_path):
    """`{"input": {"text": ...}}` gives speech with exit code 0; the store holds record and audio."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    job = {
        "id": "one-job",
        "input": {"text": "Hello world.", "quality": "fast", "subtitle_format": ["ass", "srt"]},
    }
    finished = test_input(json.dumps(job), demo_environment | {"TMPDIR": str(temporary)})
    assert finished.code == 0, finished.log
    output = finished.store / "output"
    record = json.loads((output / "one-job.result.json").read_text(encoding="utf-8"))
    speech = base64.b64encode((output / "one-job.wav").read_bytes())  # the SDK prints long answers shortened
    check_speech(record | {"audio_base64": speech}, "Hello world.", tmp_path)
    names = {path.name for path in output.glob("one-job.*")}
    kinds = ("wav", "ass", "srt", "result.json", "state.json")
    assert names == {f"one-job.{kind}" for kind in kinds}
    assert list(temporary.iterdir()) == [], "the worker left something in its temporary folder"
