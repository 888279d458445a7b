"""What `--test_input` prints: a short answer, and where the files are."""

import json

import pytest
from tests.unit.tiny_worker import job, running

from f5tts_worker.jobs.single_job import is_asked_for, readable


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["--test_input", "{}"], True),
        (["--rp_log_level", "INFO", "--test_input={}"], True),
        (["--rp_serve_api"], False),
        ([], False),
    ],
)
def test_only_test_input_counts(arguments, asked):
    """Both forms of the option are seen; the local API and a worker on RunPod print no answers."""
    assert is_asked_for(arguments) is asked


async def test_the_answer_is_short_and_names_its_files(tmp_path):
    """JSON without audio and subtitles, a word a line, then the path of each file."""
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(text="Hello to you", subtitle_format=["ass", "srt"]))
        text = readable(answer, worker.files_of(answer))
    output = tmp_path / "f5tts/store/output"
    shown, paths = text.split("\n}\n")
    assert paths.split("\n") == [str(output / f"job-1.{kind}") for kind in ("wav", "ass", "srt")]
    left_out = ("audio_base64", "subtitles")
    assert json.loads(shown + "}") == {key: answer[key] for key in answer if key not in left_out}
    assert sum('"word": ' in line for line in shown.split("\n")) == len(answer["word_timings"]) == 3


async def test_an_earlier_job_of_the_same_id_lends_no_files(tmp_path):
    """`--test_input` calls every job the same: an answer without files names none."""
    async with running(tmp_path) as worker:
        spoken = await worker.answer(job(text="Hello"))
        listed = await worker.answer(job(endpoint="list_voices"))
        assert worker.files_of(spoken)
        assert worker.files_of(listed) == []
    assert json.loads(readable(listed, [])) == listed
