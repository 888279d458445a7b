"""Speech through the SDK's local API: what is in an answer, for every kind of text, voice and format."""

import base64
import subprocess
import threading

import pytest
from tests.e2e.answers import check_speech, check_words
from tests.pairs import ordinarily

pytestmark = pytest.mark.environment

SENTENCE = "The quick brown fox jumps over the lazy dog."
# These tests are about what is around the model: one step, and what was spoken once is not spoken again.
QUICK = {"nfe_steps": 1, "seed": 1}
TEXTS = {
    "one word": "Yes",
    "digits and money": "On 21 March 2024, 3.5% of £1,200 (that is £42) went to No. 7.",
    "emoji": "Well done 🎉👍🏽 to you ❤️ all! 🏳️‍🌈",
    "quotes": "“Curly”, ‘single’, «guillemets», \"straight\", it's rock 'n' roll — isn't it…?",  # noqa: RUF001 - the point
    "scripts": "Hello Привет γειά naïve café 你好世界 こんにちは 안녕하세요 สวัสดี مرحبا שלום नमस्ते",
    "markup": r"{\an8}<b>bold</b> \N back\slash & 100% \h {unclosed",
    "white space": "First line.\nSecond line.\r\n\tThird\u00a0 \u2003line.\u2028Last.",
    "no punctuation": "the old man and the young girl walked down the long road to the river " * 4,
    "several chunks": "The old man walked down the road. " * 6,
    "long word": "Donaudampfschifffahrtsgesellschaftskapitän" * 3,
    "symbols": "a@b.co #1 50/50 x=2 C++ <3 :-) ~ ^_^ ***",
}


# tests/model/test_aligner.py and test_spoken.py have texts of all kinds; a long one is below.
ODD = ("digits and money", "emoji", "scripts", "markup", "white space")


@pytest.mark.parametrize("name", ordinarily(TEXTS, *ODD))
def test_every_word_of_any_text_gets_its_time(api, tmp_path, name):
    """Each display word of a literal text is timed once, in order, inside the audio; there are subtitles."""
    text = TEXTS[name]
    asked = QUICK | {"text": text, "subtitle_format": ["ass", "srt", "vtt", "json"]}
    asked |= {"literal_text": True, "any_language": True}
    output = api.ok(asked)
    check_speech(output, text, tmp_path)
    assert output["word_timings"]
    assert set(output["subtitles"]) == {"ass", "srt", "vtt", "json"}
    assert all(made["content"] for made in output["subtitles"].values())


def test_run_and_status_answer_like_runsync(api, tmp_path):
    """POST /run starts a job and gives its id; /status, asked as often as one likes, has the whole answer."""
    queued = api.post("/run", {"input": QUICK | {"text": SENTENCE}})
    assert queued["status"] == "IN_PROGRESS"
    answer = api.done(queued["id"])
    assert answer == api.post(f"/status/{queued['id']}")
    assert answer["status"] == "COMPLETED"
    assert answer["output"]["job_id"] == queued["id"]
    check_speech(answer["output"], SENTENCE, tmp_path)


def test_the_answer_can_be_fetched_again(api):
    """`result` returns the stored answer of an earlier job; an id that never was is NOT_FOUND."""
    first = api.ok(QUICK | {"text": SENTENCE})
    again = api.ok({"endpoint": "result", "job_id": first["job_id"]})
    assert again["audio_base64"] == first["audio_base64"]
    assert again["word_timings"] == first["word_timings"]
    assert api.refusal({"endpoint": "result", "job_id": "never-was"}).startswith("NOT_FOUND: ")


def test_the_same_seed_gives_the_same_speech(api):
    """Same request and seed: same samples and times, twice in one engine; another seed: others."""
    asked = QUICK | {"text": "Once more.", "seed": 7}
    first, second = api.ok(asked), api.ok(asked)
    assert first["audio_base64"] == second["audio_base64"]
    assert first["word_timings"] == second["word_timings"]
    assert api.ok(asked | {"seed": 8})["audio_base64"] != first["audio_base64"]


def test_a_drawn_seed_is_reported_and_can_be_used_again(api):
    """Without a seed one is drawn, and the answer's seed repeats the speech."""
    asked = {"text": "Once more.", "nfe_steps": 1}
    first, other = api.ok(asked), api.ok(asked)
    assert first["seed"] != other["seed"]
    assert api.ok(asked | {"seed": first["seed"]})["audio_base64"] == first["audio_base64"]


def test_both_demo_voices_speak(api, tmp_path):
    """Slt and rms are built in, are listed, and sound different."""
    listed = api.ok({"endpoint": "list_voices"})
    names = {voice["name"] for voice in listed["voices"]}
    assert {"slt", "rms"} <= names
    asked = QUICK | {"text": SENTENCE}
    spoken = {name: api.ok(asked | {"local_voice": name}) for name in ("slt", "rms")}
    for name, output in spoken.items():
        assert output["voice"] == name
        check_speech(output, SENTENCE, tmp_path)
    assert spoken["slt"]["audio_base64"] != spoken["rms"]["audio_base64"]


# tests/model/test_audio_encode.py has every format, test_http.py those of OpenAI's.
@pytest.mark.parametrize(
    "extension", ordinarily(["wav", "flac", "mp3", "ogg", "opus", "m4a"], "wav", "mp3", "ogg")
)
def test_every_output_format_decodes(api, tmp_path, extension):
    """What is answered is a file of the format that was asked for, as long as the answer says.

    File and answer say that a machine made it.
    """
    output = api.ok(QUICK | {"text": SENTENCE, "output_format": extension})
    check_speech(output, SENTENCE, tmp_path, extension)
    (tmp_path / "marked").write_bytes(base64.b64decode(output["audio_base64"]))
    command = ["ffprobe", "-v", "error", "-show_entries", "format_tags=comment:stream_tags=comment"]
    tags = subprocess.run([*command, tmp_path / "marked"], check=True, capture_output=True, text=True).stdout
    assert f"TAG:comment=AI-generated speech, {output['worker']}, model demo\n" in tags
    assert output["ai_generated"] is True
    assert output["marked"] == {"tag": True, "watermark": False, "manifest": False}


@pytest.mark.parametrize("rate", ordinarily([8000, 44100, 48000], 44100))
def test_the_sample_rate_is_the_one_asked_for(api, tmp_path, rate):
    """The audio has the rate that was asked for, and the same length."""
    output = api.ok(QUICK | {"text": SENTENCE, "sample_rate": rate})
    assert check_speech(output, SENTENCE, tmp_path).rate == rate


def test_speed_changes_the_length(api, tmp_path):
    """Twice the speed takes about half the time."""
    asked = QUICK | {"text": SENTENCE}
    slow, quick = (api.ok(asked | {"speed": speed}) for speed in (1, 2))
    assert 0.35 < quick["duration"] / slow["duration"] < 0.65
    check_speech(quick, SENTENCE, tmp_path)


def test_timings_and_subtitles_only_when_asked_for(api):
    """`word_timings: false` leaves them out; no subtitles are made unless they were asked for."""
    output = api.ok(QUICK | {"text": SENTENCE, "word_timings": False})
    assert "word_timings" not in output
    assert "subtitles" not in output


# tests/model/test_audio.py decodes them all.
@pytest.mark.parametrize(
    "name",
    ordinarily(
        ["speech.wav", "speech.mp3", "speech.m4a", "speech.webm", "speech.ogg"], "speech.wav", "speech.m4a"
    ),
)
def test_a_recording_in_the_request_is_cloned(api, made, tmp_path, name):
    """A reference in base64, in any common format, speaks; the answer warns that base64 is deprecated."""
    asked = {"text": SENTENCE, "voice_reference_base64": made.base64(name), "ref_text": made.said}
    output = api.ok(asked | QUICK)
    check_speech(output, SENTENCE, tmp_path)
    assert any("voice_reference_base64 is deprecated" in warning for warning in output["warnings"])


def test_a_recording_at_an_address_is_cloned(api, made, served, tmp_path):
    """A reference is fetched from its URL, also under the name `audio_url`."""
    for name in ("voice_reference_url", "audio_url"):
        output = api.ok(QUICK | {"text": SENTENCE, name: f"{served}/speech.flac", "ref_text": made.said})
        check_speech(output, SENTENCE, tmp_path)


def test_a_voice_is_stored_used_listed_and_deleted(api, made, tmp_path):
    """An uploaded voice can be named in a job, shows in the list, is not replaced by chance, and goes."""
    upload = {
        "endpoint": "upload",
        "voice_name": "e2e-anna",
        "voice_file_base64": made.base64("speech.mp3"),
        "ref_text": made.said,
    }
    api.ok(upload)
    assert api.refusal(upload).startswith("INVALID_REQUEST: ")
    api.ok(upload | {"overwrite": True})
    names = [voice["name"] for voice in api.ok({"endpoint": "list_voices"})["voices"]]
    assert names.count("e2e-anna") == 1
    output = api.ok(QUICK | {"text": SENTENCE, "local_voice": "e2e-anna"})
    check_speech(output, SENTENCE, tmp_path)
    assert output["voice"] == "e2e-anna"
    api.ok({"endpoint": "delete_voice", "voice_name": "e2e-anna"})
    assert api.refusal({"text": SENTENCE, "local_voice": "e2e-anna"}).startswith("UNKNOWN_VOICE: ")


def test_existing_speech_is_aligned(api, made, served):
    """`align` times the words of a recording whose text is known."""
    output = api.ok({"endpoint": "align", "audio_url": f"{served}/speech.wav", "text": made.said})
    check_words(output["word_timings"], made.said, output["duration"])
    assert all(word["source"] == "aligned" for word in output["word_timings"])


def test_warmup_loads_and_answers(api):
    """`warmup` returns when the model is loaded, without making anything."""
    assert api.ok({"endpoint": "warmup"})["status"] == "completed"


def test_requests_at_the_same_time_do_not_mix(api, tmp_path):
    """Jobs that come together each get their own speech, the same as alone."""
    texts = {"slt": "My brother found a dog.", "rms": "The river was long and cold this morning."}

    def asked(voice):
        return QUICK | {"text": texts[voice], "local_voice": voice, "seed": 5}

    alone = {voice: api.ok(asked(voice)) for voice in texts}
    together = {}

    def ask(voice):
        together[voice] = api.runsync(asked(voice))

    threads = [threading.Thread(target=ask, args=(voice,)) for voice in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for voice, output in alone.items():
        assert together[voice]["output"]["audio_base64"] == output["audio_base64"]
        assert together[voice]["output"]["word_timings"] == output["word_timings"]


def test_health_answers_while_the_engine_works(api):
    """`health` does not wait for a job that is under way: it is heard to say that the engine is busy."""
    asked = {"text": f"{SENTENCE} " * 2, "nfe_steps": 1}
    running = threading.Thread(target=lambda: api.runsync(asked))
    running.start()
    while (heard := api.ok({"endpoint": "health"})["engine"]) != "BUSY" and running.is_alive():
        running.join(0.05)
    running.join()
    assert heard == "BUSY"


@pytest.mark.parametrize("sentences", [3, pytest.param(63, marks=pytest.mark.exhaustive)])
def test_many_words_are_spoken_and_timed(api, tmp_path, sentences):
    """A long text comes back whole: sound as mp3, every word timed and in the subtitles, all inside."""
    # The demo speaks as long as there are letters: short words are as many with half the work.
    sentence = "At {} I go up to it, as he is in, or so I am told."
    text = " ".join(sentence.format(number) for number in range(1, sentences + 1))
    asked = {"text": text, "nfe_steps": 1, "output_format": "mp3", "subtitle_format": ["srt"], "seed": 2}
    asked["speed"] = 3
    output = api.ok(asked)
    assert len(output["word_timings"]) == 16 * sentences
    check_speech(output, text, tmp_path, "mp3")
    lines = output["subtitles"]["srt"]["content"].splitlines()
    shown = [line for line in lines if line and not line.isdecimal() and "-->" not in line]
    assert " ".join(shown) == text


@pytest.mark.exhaustive  # tests/unit/jobs/delivery/test_response.py and test_worker.py have such answers
def test_an_answer_that_is_too_large_names_the_way_out(api, store):
    """Without a bucket, audio beyond RunPod's limit is RESULT_TOO_LARGE; the files are on the volume."""
    text = "The old man and the young girl walked down the long road to the river. " * 6
    asked = {"text": text, "nfe_steps": 1, "sample_rate": 48000, "word_timings": False}
    asked["speed"] = 0.3  # thrice the sound for the same work: the demo's speech is stretched
    answer = api.runsync(asked)
    assert answer["status"] == "FAILED"
    assert answer["error"].startswith("RESULT_TOO_LARGE: ")
    assert "S3_BUCKET" in answer["error"]
    audio = store / "output" / f"{answer['id']}.wav"
    assert audio.stat().st_size > 5_000_000


def test_speech_that_is_sure_to_be_too_large_is_not_made(api, store):
    """Twice as much as would fit is refused by the estimate: nothing is spoken or stored."""
    text = "The old man and the young girl walked down the long road to the river. " * 40
    answer = api.runsync({"text": text, "nfe_steps": 64, "sample_rate": 48000, "word_timings": False})
    assert answer["status"] == "FAILED"
    assert answer["error"].startswith("RESULT_TOO_LARGE: The speech would be about ")
    assert "at most 70 s of this format" in answer["error"]
    assert "output_format mp3" in answer["error"]
    assert not (store / "output" / f"{answer['id']}.wav").exists()
