"""Names that nothing has are reported together with a request's other faults."""

import pytest
from tests.unit.jobs.delivery.test_job_bucket import ID, SECRET, s3_config
from tests.unit.servers import s3_server
from tests.unit.tiny_worker import job, running

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.voices.stored import Voices


async def faults_of(tmp_path, **data):
    """Return {field: problem} of a request that is refused."""
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(**data))
    assert answer["error_code"] == "INVALID_REQUEST"
    return {fault["field"]: fault["problem"] for fault in answer["details"]["faults"]}


NO_VOICE = "names 'nobody', and there is no such voice"


@pytest.mark.parametrize(
    ("data", "field", "problem"),
    [
        ({"text": "Hi.", "local_voice": "nobody"}, "local_voice", NO_VOICE),
        ({"text": "Hi. [voice:nobody] Ho."}, "text", f"{NO_VOICE} (line 1, column 5)"),
        ({"turns": [{"text": "Hi."}, {"text": "Ho.", "voice": "nobody"}]}, "turns[1].voice", NO_VOICE),
        (
            {"turns": [{"text": "Hi.\n[voice:nobody] Ho."}]},
            "turns[0].text",
            f"{NO_VOICE} (line 2, column 1)",
        ),
        ({"text": "[ann] Hi.", "voices": {"ann": "nobody"}}, "text", f"{NO_VOICE} (line 1, column 1)"),
        ({"text": "Hi. [voice:nobody]"}, "text", f"{NO_VOICE} (line 1, column 5)"),
        ({"text": "Hi.", "voices": {"ann": "nobody"}}, "voices", NO_VOICE),
        ({"text": "[voice:rms] Hi.", "local_voice": "nobody"}, "local_voice", NO_VOICE),
        ({"text": "Hi.", "model": "none"}, "model", "is 'none', and there is no such model"),
        ({"text": "Hi.", "options": {"language": "uk"}}, "options.language", "is none that the model speaks"),
    ],
)
async def test_a_name_that_nothing_has_is_one_fault_of_several(tmp_path, data, field, problem):
    """Beside a field that is out of range, wherever the name stands."""
    assert await faults_of(tmp_path, speed=9, **data) == {"speed": "is 9", field: problem}


async def test_a_model_and_a_voice(tmp_path):
    """Two of them are two faults; one alone has its own code."""
    found = await faults_of(tmp_path, text="Hi.", model="none", local_voice="nobody")
    assert found == {"model": "is 'none', and there is no such model", "local_voice": NO_VOICE}
    async with running(tmp_path) as worker:
        model = await worker.answer(job(1, text="Hi.", model="none", local_voice="slt"))
        voice = await worker.answer(job(2, text="Hi.", local_voice="nobody"))
    assert (model["error_code"], voice["error_code"]) == ("UNKNOWN_MODEL", "UNKNOWN_VOICE")


@pytest.mark.parametrize("endpoint", ["get_voice", "delete_voice"])
async def test_a_voice_that_is_to_be_shown_or_deleted(tmp_path, endpoint):
    """Their endpoints have a name, too."""
    found = await faults_of(tmp_path, endpoint=endpoint, voice_name="nobody", speed=1)
    assert found["voice_name"] == NO_VOICE
    assert len(found) == 2


async def test_subtitles_that_name_a_voice(tmp_path):
    """A cue's speaker has the voice that `voices` gives him."""
    srt = "1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello.\n"
    found = await faults_of(tmp_path, endpoint="dub", srt=srt, voices={"Ann": "nobody"}, speed=9)
    assert found == {"speed": "is 9", "voices": NO_VOICE}


async def test_voices_that_exist_are_no_fault(tmp_path):
    """Those of the model and those of the store, whose names the fault of another has."""
    async with running(tmp_path) as worker:
        voices = tmp_path / "f5tts" / "store" / "voices"
        voices.mkdir(parents=True)
        (voices / "anna.wav").write_bytes(b"RIFF")
        text = "[voice:slt] Hi. [voice:anna] Ho. [voice:annna] Ha."
        answer = await worker.answer(job(text=text, speed=9))
    _, fault = answer["details"]["faults"]
    assert (fault["field"], fault["line"], fault["column"]) == ("text", 1, 34)
    assert "'annna'" in fault["problem"]
    assert fault["expected"] == "a voice that there is, such as anna, rms, slt"


async def test_a_store_that_does_not_answer_hides_no_fault(tmp_path, monkeypatch):
    """What is known without it is answered."""

    def describe(*_):
        raise WorkerError("STORE_UNAVAILABLE", "The bucket does not answer.")

    monkeypatch.setattr(Voices, "describe", describe)
    assert await faults_of(tmp_path, text="Hi.", local_voice="nobody", speed=9) == {"speed": "is 9"}


async def test_the_voices_of_a_bucket_that_came_with_the_job(tmp_path):
    """They are looked for there, and what has no effect there is one of the faults."""
    with s3_server(ID, SECRET) as (bucket, folder):
        (folder / "voices").mkdir()
        (folder / "voices" / "clara.wav").write_bytes(b"RIFF")
        async with running(tmp_path, F5TTS_ALLOW_PRIVATE_URLS="true") as worker:
            order = job(text="[voice:clara] Hi. [voice:nobody] Ho.", speed=9, expires_in=60)
            answer = await worker.answer(order | {"s3Config": s3_config(bucket)})
    faults = answer["details"]["faults"]
    assert [fault["field"] for fault in faults] == ["speed", "expires_in", "text"]
    assert "'nobody'" in faults[-1]["problem"]
