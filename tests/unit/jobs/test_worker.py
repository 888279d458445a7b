import asyncio
import base64
import dataclasses
import io
import json
import os
import signal
import threading
import wave

import pytest
from tests.unit.tiny_worker import ReadyAtOnce, busy, job, make_engine, running

from f5tts_worker.bootstrap import check_volume
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs import one_job
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.worker import Worker


async def test_a_job_comes_back_as_speech_words_and_subtitles(tmp_path):
    """One request gives audio, a time for every word, every subtitle format, and a record in the store."""
    async with running(tmp_path) as worker:
        formats = ["ass", "srt", "vtt", "json"]
        answer = await worker.answer(job(text="Hello to you", seed=7, subtitle_format=formats))
    with wave.open(io.BytesIO(base64.b64decode(answer["audio_base64"]))) as audio:
        assert audio.getnframes() / audio.getframerate() == answer["duration"] == 0.3
    assert [(w["word"], w["start"], w["end"]) for w in answer["word_timings"]] == [
        ("Hello", 0.0, 0.09),
        ("to", 0.1, 0.19),
        ("you", 0.2, 0.29),
    ]
    assert set(answer["subtitles"]) == set(formats)
    assert "Hello" in answer["subtitles"]["ass"]["content"]
    assert (answer["status"], answer["voice"], answer["model"], answer["seed"]) == (
        "completed",
        "slt",
        "demo",
        7,
    )
    assert {"prepare", "synthesise", "align", "real_time_factor"} <= set(answer["timings"])
    stored = {path.name for path in (tmp_path / "f5tts/store/output").iterdir()}
    assert stored == {
        f"job-1.{kind}" for kind in ("wav", "ass", "srt", "vtt", "json", "result.json", "state.json")
    }


_SOUND = base64.b64encode(b"RIFFxxxxWAVEde").decode()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"endpoint": "align", "audio_base64": _SOUND}, "text"),
        (
            {"endpoint": "upload", "voice_name": "anna", "voice_file_base64": _SOUND},
            "ref_text",
        ),
        ({"text": "Hello", "voice_reference_base64": _SOUND}, "ref_text"),
    ],
)
@pytest.mark.parametrize("code", ["MODEL_UNAVAILABLE", "VOLUME_FULL"])
async def test_without_a_transcriber_the_error_says_what_to_send(tmp_path, monkeypatch, asked, field, code):
    """It is needed for recordings without a text only, so the text is the remedy at hand."""

    async def transcriber(self, job):
        raise WorkerError(code, "The model could not be had.", {"kind": "network"})

    monkeypatch.setattr(ReadyAtOnce, "transcriber", transcriber)
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(**asked))
    assert answer["error_code"] == code
    assert answer["error"].endswith(
        "The model could not be had. It is needed because the recording has no text: "
        f"send what is said in it as {field}."
    )
    assert answer["details"]["kind"] == "network"


async def test_a_language_that_the_model_does_not_speak(tmp_path):
    """It is refused before anything is made ready, unless the caller insists."""
    async with running(tmp_path) as worker:
        asked = {"text": "Привет всем", "language": "ru"}
        refused = await worker.answer(job(**asked))
        assert (refused["error_code"], worker.readiness.state()["engine"]) == ("UNSUPPORTED_LANGUAGE", "NEW")
        spoken = await worker.answer(job(2, **asked, options={"any_language": True}))
    assert spoken["status"] == "completed"


async def test_text_is_spoken_as_it_is_written_where_that_is_asked_for(tmp_path):
    """The engine hears of `text_normalization`; without it, numbers are read out."""
    async with running(tmp_path) as worker:
        plain = await worker.answer(job(text="Room 12"))
        written = await worker.answer(job(2, text="Room 12", options={"text_normalization": False}))
    assert "as it is written" in written["warnings"]
    assert "as it is written" not in plain["warnings"]


async def test_the_result_can_be_had_again(tmp_path):
    """`result` gives the answer of an earlier job; a job that never was is NOT_FOUND."""
    async with running(tmp_path) as worker:
        first = await worker.answer(job(text="Hello"))
        again = await worker.answer(job(2, endpoint="result", job_id="job-1"))
        never = await worker.answer(job(3, endpoint="result", job_id="job-9"))
    assert again == first
    assert never["error_code"] == "NOT_FOUND"


async def test_a_volume_that_blocks(tmp_path, monkeypatch):
    """A job does not wait longer for its volume than a job may take, and the next one sees it recover."""
    answers = threading.Event()

    def block(settings):
        answers.wait(120)
        return check_volume(settings)

    monkeypatch.setattr("f5tts_worker.jobs.ready.readiness.volume_with_room", block)
    async with running(tmp_path, F5TTS_JOB_SECONDS="5") as worker:
        settings = dataclasses.replace(worker.settings, job_seconds=0.1)
        worker.readiness._settings = settings
        answer = await worker.answer(job(text="Hello"))
        answers.set()
        worker.readiness._settings = worker.settings
        again = await worker.answer(job(2, text="Hello"))
    assert answer["error_code"] == "VOLUME_UNUSABLE"
    assert answer["error"].endswith(f"The volume at {tmp_path} does not answer.")
    assert again["status"] == "completed"


async def test_bad_input_is_answered_without_the_engine(tmp_path):
    """Every fault is named, and nothing is started for it."""
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(text="", speed="quick", colour="red"))
        assert worker.readiness.state()["engine"] == "NEW"
    assert answer["error_code"] == "INVALID_REQUEST"
    assert all(field in answer["error"] for field in ("text", "speed", "colour"))


async def test_an_unknown_model_is_known_without_the_environment(tmp_path):
    """The models are a table, so a name that is not in it costs nothing to refuse."""
    async with running(tmp_path) as worker:
        speech = await worker.answer(job(text="Hello", model="F5TTS_v9"))
        warm = await worker.answer(job(2, endpoint="warmup", model="F5TTS_v9"))
        assert worker.readiness.installed is None
    assert speech["error_code"] == warm["error_code"] == "UNKNOWN_MODEL"
    assert "F5TTS_v1_Base" in speech["error"]


@pytest.mark.parametrize("data", [None, [], "text", 7, {}, {"endpoint": 3}])
async def test_input_of_any_shape_is_answered(tmp_path, data):
    """What is no request gets an error with a code, never an exception."""
    async with running(tmp_path) as worker:
        answer = await worker.answer({"id": "x", "input": data})
    assert answer["error_code"] == "INVALID_REQUEST"


async def test_an_engine_that_dies_costs_one_job(tmp_path):
    """The job that it died in gets an error that says so and may be retried; the next one works."""
    async with running(tmp_path) as worker:
        lost = await worker.answer(job(text="please die now"))
        next_one = await worker.answer(job(2, text="Hello"))
    assert (lost["error_code"], lost["retryable"]) == ("ENGINE_DIED", True)
    assert next_one["status"] == "completed"


async def test_three_deaths_ask_for_a_fresh_worker(tmp_path):
    """RunPod is asked to replace a worker whose engine keeps dying, at the top level of the answer."""
    async with running(tmp_path) as worker:
        answers = [await worker.answer(job(i, text="die")) for i in range(3)]
    assert [a["error_code"] for a in answers] == ["ENGINE_DIED", "ENGINE_DIED", "ENGINE_UNHEALTHY"]
    assert [a.get("refresh_worker", False) for a in answers] == [False, False, True]


async def test_a_worker_is_replaced_when_its_last_job_is_done(tmp_path, monkeypatch):
    """RunPod would end the others with it: they are answered first, and no job is taken meanwhile."""
    gate = asyncio.Event()

    async def fake_answer(order, _place, _listener):
        if order["id"] == "long":
            await gate.wait()
            return {"status": "completed"}
        return {"error": "no", "refresh_worker": True}

    async with running(tmp_path) as worker:
        monkeypatch.setattr(one_job, "answer", fake_answer)
        monkeypatch.setattr(worker.readiness, "_jobs", 8)
        assert worker.jobs_at_once(8) == 8
        long = asyncio.create_task(worker.answer({"id": "long"}))
        await asyncio.sleep(0)
        assert "refresh_worker" not in await worker.answer({"id": "bad"})
        assert worker.jobs_at_once(8) != 8
        gate.set()
        assert (await long)["refresh_worker"] is True


async def test_an_engines_error_reaches_the_caller_and_leaves_it_warm(tmp_path):
    """An error that the engine reports keeps its code; the same process serves the next job."""
    async with running(tmp_path) as worker:
        refused = await worker.answer(job(text="refuse"))
        before = worker.readiness._engine.pid
        await worker.answer(job(2, text="Hello"))
        assert worker.readiness._engine.pid == before
    assert refused["error_code"] == "OUT_OF_MEMORY"


async def test_a_cancelled_job_leaves_nothing_and_the_next_works(tmp_path):
    """Cancelling ends the engine's work; no output is left, and the next job is served."""
    async with running(tmp_path) as worker:
        task = asyncio.create_task(worker.answer(job(text="hang")))
        await busy(worker)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        answer = await worker.answer(job(2, text="Hello"))
    assert answer["status"] == "completed"
    assert {path.suffixes[0] for path in (tmp_path / "f5tts/store/output").glob("job-1*")} <= {".state"}


async def test_a_job_that_comes_too_early_is_told_so(tmp_path):
    """When its time is up before the worker is ready, the answer is retryable and the work goes on."""
    async with running(tmp_path, F5TTS_JOB_SECONDS="5") as worker:
        worker.settings = from_environment({"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo"})
        object.__setattr__(worker.settings, "job_seconds", 0.1)
        worker.readiness.installing = True
        early = await worker.answer(job(text="Hello"))
        worker.readiness.installing = False
        object.__setattr__(worker.settings, "job_seconds", 30)
        later = await worker.answer(job(2, text="Hello"))
    assert (early["error_code"], early["retryable"]) == ("ENVIRONMENT_INSTALLING", True)
    assert later["status"] == "completed"


async def test_a_voice_is_used_from_the_store(tmp_path):
    """A pair put into the store by hand is a voice; a recording without text is transcribed.

    In whichever language it is spoken, whatever the worker's own is; unless the request names one.
    """
    voices = tmp_path / "f5tts/store/voices"
    voices.mkdir(parents=True)
    (voices / "anna.wav").write_bytes(b"RIFFxxxxWAVE and more")
    (voices / "anna.txt").write_text("what she says")
    (voices / "ben.mp3").write_bytes(b"ID3 and more")
    async with running(tmp_path) as worker:
        anna = await worker.answer(job(text="Hello", local_voice="anna"))
        ben = await worker.answer(job(2, text="Hello", local_voice="voices/ben.wav"))
        german = await worker.answer(
            job(5, text="Hello", local_voice="ben", language="de", any_language=True)
        )
        listed = await worker.answer(job(3, endpoint="list_voices"))
        nobody = await worker.answer(job(4, text="Hello", local_voice="anne"))
    assert (anna["voice"], ben["voice"]) == ("anna", "ben")
    assert "transcribed as whatever is heard" in ben["warnings"]
    assert "transcribed as de" in german["warnings"]
    assert {"anna", "ben", "slt", "rms"} <= {voice["name"] for voice in listed["voices"]}
    assert nobody["error_code"] == "UNKNOWN_VOICE"
    assert "anna" in nobody["error"]


async def test_voices_of_a_model_that_does_not_exist(tmp_path):
    """A wrong model is named, where its voices would be missing from the list in silence."""
    async with running(tmp_path) as worker:
        for order in ({"endpoint": "list_voices"}, {"endpoint": "get_voice", "voice_name": "slt"}):
            answer = await worker.answer(job(**order, model="F5TTS_v2"))
            assert answer["error_code"] == "UNKNOWN_MODEL"
            assert "F5TTS_v2" in answer["error"]


async def test_upload_then_speak_then_delete(tmp_path):
    """An uploaded voice can be used, is not replaced by accident, and is gone when deleted."""
    recording = base64.b64encode(b"RIFFxxxxWAVE and more").decode()
    data = {
        "endpoint": "upload",
        "voice_name": "carla",
        "voice_file_base64": recording,
        "ref_text": "my words",
    }
    async with running(tmp_path) as worker:
        stored = await worker.answer(job(1, **data))
        spoken = await worker.answer(job(2, text="Hello", local_voice="carla"))
        again = await worker.answer(job(3, **data))
        delivered_again = await worker.answer(job(1, **data))
        for nameless in ({"id": "local_test"}, {}):
            unknown_job = {"input": data | {"overwrite": True}}
            await worker.answer(nameless | unknown_job)
            refused = await worker.answer(nameless | {"input": data})
            assert refused["error_code"] == "INVALID_REQUEST"
        gone = await worker.answer(job(4, endpoint="delete_voice", voice_name="carla"))
        unknown = await worker.answer(job(5, text="Hello", local_voice="carla"))
    assert (stored["status"], stored["text"], spoken["voice"]) == ("completed", "my words", "carla")
    assert any("deprecated" in warning for warning in stored["warnings"])
    assert "There is nothing to be heard." in stored["warnings"]
    assert (stored["key"], stored["seconds"], stored["changes"]) == ("voices/carla.wav", 4.0, ["made quiet"])
    assert stored["source"] == {"from": "inline", "format": "wav", "seconds": 5.0}
    assert again["error_code"] == "INVALID_REQUEST"
    assert {**delivered_again, "usage": {}} == {**stored, "usage": {}}  # the seconds differ
    assert gone["status"] == "completed"
    assert unknown["error_code"] == "UNKNOWN_VOICE"


async def test_a_voices_text_can_be_a_file(tmp_path):
    """What the file says is stored and used; a file that is no text stores nothing."""
    data = {"endpoint": "upload", "voice_file_base64": base64.b64encode(b"RIFFxxxxWAVE and more").decode()}
    words, noise = (base64.b64encode(content).decode() for content in (b"my own words\r\n", b"\0\1\2"))
    async with running(tmp_path) as worker:
        stored = await worker.answer(job(1, **data, voice_name="carla", text_file_base64=words))
        refused = await worker.answer(job(2, **data, voice_name="dora", text_file_base64=noise))
        carla = await worker.answer(job(3, endpoint="get_voice", voice_name="carla"))
        dora = await worker.answer(job(4, endpoint="get_voice", voice_name="dora"))
    assert stored["text"] == carla["voice"]["text"] == "my own words"
    assert not any("text_file" in warning for warning in stored["warnings"])
    assert (refused["error_code"], dora["error_code"]) == ("INVALID_REQUEST", "UNKNOWN_VOICE")


async def test_formats_go_through_the_engines_encoder(tmp_path):
    """WAV at the engine's own rate is handed over as it is; everything else is encoded."""
    async with running(tmp_path) as worker:
        mp3 = await worker.answer(job(text="Hello", output_format="mp3"))
        low = await worker.answer(job(2, text="Hello", sample_rate=16000))
        ogg = await worker.answer(job(3, text="Hello", output_format="ogg", sample_rate=44100))
    assert base64.b64decode(mp3["audio_base64"]) == b"encoded as mp3"
    assert base64.b64decode(low["audio_base64"]) == b"encoded as wav"
    assert (low["sample_rate"], ogg["sample_rate"]) == (16000, 48000)  # what the file has, not what was asked


async def test_nothing_more_than_was_asked_for(tmp_path):
    """Without timings and subtitles the words are not aligned at all."""
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(text="Hello", word_timings=False, create_subtitles=False))
    assert "align" not in answer["timings"]
    assert not {"word_timings", "subtitles"} & set(answer)


VOICE = {"voice_reference_base64": base64.b64encode(b"RIFFxxxxWAVE and more").decode()}


async def test_sentences_or_characters_are_timed_where_they_are_wanted(tmp_path):
    """Sentences in place of words, characters inside of them; a level without use is said."""
    async with running(tmp_path) as worker:
        text = "It is late. We go."
        sentences = await worker.answer(job(text=text, timing_level="sentence"))
        characters = await worker.answer(job(2, text=text, timing_level="character"))
        neither = await worker.answer(job(3, text=text, timing_level="character", word_timings=False))
        again = await worker.answer(job(4, endpoint="result", job_id=characters["job_id"]))
    assert "word_timings" not in sentences
    assert sentences["sentence_timings"] == [
        {"text": "It is late.", "start": 0.0, "end": 0.29},
        {"text": "We go.", "start": 0.3, "end": 0.49},
    ]
    assert characters["word_timings"][0]["characters"] == [
        {"character": "I", "start": 0.0, "end": 0.061},
        {"character": "t", "start": 0.061, "end": 0.09},
    ]
    assert again["word_timings"] == characters["word_timings"]
    assert not {"word_timings", "sentence_timings"} & set(neither)
    assert "timing_level was ignored: word_timings is false." in neither["warnings"]


NO_WORDS = {"word_timings": False}
RECORDING = {"endpoint": "align", "audio_base64": base64.b64encode(b"RIFFxxxxWAVEde").decode()}


@pytest.mark.parametrize(
    ("order", "fetched"),
    [
        ({"text": "Hello", **NO_WORDS}, []),
        ({"text": "Hello", **NO_WORDS, **VOICE}, []),
        (
            {
                "text": "Hello",
                **NO_WORDS,
                **VOICE,
                "ref_text": "words",
                "language": "fr",
                "any_language": True,
            },
            ["fr"],
        ),
        ({"text": "Hello", **NO_WORDS, "subtitle_format": "srt"}, ["en"]),
        ({"text": "Hello"}, ["en"]),
        ({**RECORDING, **NO_WORDS}, []),
        (RECORDING, ["de"]),
        ({**RECORDING, **NO_WORDS, "text": "two words"}, ["en"]),
        ({"endpoint": "upload", "voice_name": "a", "voice_file_base64": RECORDING["audio_base64"]}, []),
    ],
)
async def test_an_aligner_is_there_only_for_those_who_need_it(tmp_path, monkeypatch, order, fetched):
    """Its files are not even asked for where no word is timed and no text is compared with a recording."""
    params, asked = ReadyAtOnce.load_params, []

    async def load_params(self, model, language, job):
        asked.append(language)
        return await params(self, model, language, job)

    monkeypatch.setattr(ReadyAtOnce, "load_params", load_params)
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(**order))
    assert answer["status"] == "completed", answer
    assert [language for language in asked if language] == fetched


async def test_speech_that_cannot_be_answered_is_refused_before_it_is_made(tmp_path, monkeypatch):
    """Without a bucket, and with the way out; a compact format holds more."""
    monkeypatch.setattr(response, "MAX_ANSWER_BYTES", 10_000)
    async with running(tmp_path) as worker:
        fits = await worker.answer(job(1, text="Hello"))
        long = await worker.answer(job(2, text="Hello to you"))
        mp3 = await worker.answer(job(3, text="Hello to you", output_format="mp3"))
    assert (fits["status"], mp3["status"]) == ("completed", "completed")
    assert (long["error_code"], long["retryable"]) == ("RESULT_TOO_LARGE", False)
    assert "S3_BUCKET" in long["error"]
    assert "output_format mp3" in long["error"]
    assert long["details"]["fits_better"] == {"output_format": "mp3"}
    assert not list((tmp_path / "f5tts/store/output").glob("job-2.wav"))


async def test_warnings_of_every_step_are_gathered(tmp_path):
    """What the parser, the voice and the engine had to say is in one list."""
    async with running(tmp_path) as worker:
        recording = base64.b64encode(b"RIFFxxxxWAVE and more").decode()
        data = {"voice_reference_base64": recording, "ref_text": "words", "speed": 1.5}
        answer = await worker.answer(job(text="Hello", **data))
    assert "slow down" in answer["warnings"]
    assert any("deprecated" in warning for warning in answer["warnings"])


async def test_a_broken_store_is_an_error_not_a_crash(tmp_path):
    """A store that cannot be written gives a code; the audio that was made is not half-stored as a result."""
    async with running(tmp_path) as worker:
        await worker.answer(job(text="Hello"))
        output = tmp_path / "f5tts/store/output"
        for path in output.iterdir():
            path.unlink()
        output.rmdir()
        output.write_text("in the way")
        answer = await worker.answer(job(2, text="Hello"))
    assert answer["error_code"] in ("VOLUME_UNUSABLE", "STORE_UNAVAILABLE", "STORE_REFUSED")


async def test_health_answers_on_a_broken_volume(tmp_path):
    """Health says how the worker is when nothing else works."""
    file = tmp_path / "volume"
    async with running(file) as worker:
        file.write_text("not a folder")
        health = await worker.answer(job(endpoint="health"))
        speech = await worker.answer(job(2, text="Hello"))
    assert health["status"] == "completed"
    assert health["engine"] == "NEW"
    assert speech["error_code"] == "VOLUME_UNUSABLE"


async def test_the_unforeseen_is_answered_without_its_details(tmp_path, monkeypatch):
    """A bug gives INTERNAL and a sentence; neither message nor traceback reaches the caller."""

    async def broken(self, model, language, job):
        raise RuntimeError("canary-of-the-inside")

    monkeypatch.setattr(ReadyAtOnce, "load_params", broken)
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(text="Hello"))
    assert answer["error_code"] == "INTERNAL"
    assert "canary" not in json.dumps(answer)


async def test_a_failed_installation_is_tried_again_by_the_next_job(tmp_path, monkeypatch):
    """An error is not kept: what failed for one job is begun anew for the next."""
    failures = iter([WorkerError("INDEX_UNREACHABLE", "the index cannot be reached")])

    real = ReadyAtOnce._install

    def flaky(self, report):
        for error in failures:
            raise error
        return real(self, report)

    monkeypatch.setattr(ReadyAtOnce, "_install", flaky)
    async with running(tmp_path) as worker:
        first = await worker.answer(job(text="Hello"))
        second = await worker.answer(job(2, text="Hello"))
    assert first["error_code"] == "INDEX_UNREACHABLE"
    assert second["status"] == "completed"


async def test_align_and_transcribe_a_recording(tmp_path, monkeypatch):
    """`align` times a given text, or what was heard when there is none."""
    from f5tts_worker.storage.downloads import fetch

    def fetched(url, target, settings, store, *, field, max_bytes, cancel):
        return target.write_bytes(b"RIFFxxxxWAVE")

    monkeypatch.setattr(fetch, "fetch", fetched)  # the network is tested with fetch itself
    url = "https://example.com/talk.wav"
    async with running(tmp_path) as worker:
        given = await worker.answer(job(endpoint="align", audio_url=url, text="two words"))
        heard = await worker.answer(job(2, endpoint="align", audio_url=url, subtitle_format="srt"))
    assert [word["word"] for word in given["word_timings"]] == ["two", "words"]
    assert heard["text"] == "three heard words"
    assert "three heard words" in heard["subtitles"]["srt"]["content"]


@pytest.mark.parametrize(
    ("given", "aligner", "told", "warned"),
    [
        ({}, "de", "de", False),
        ({"language": "fr"}, "fr", "fr", False),
        ({"text": "two words"}, "en", "en", False),
        ({"missing": "UNSUPPORTED_LANGUAGE"}, "en", "de", True),
        ({"missing": "MODEL_UNAVAILABLE"}, "en", "de", True),
    ],
)
async def test_the_language_that_is_heard_chooses_the_aligner(
    tmp_path, monkeypatch, given, aligner, told, warned
):
    """Without text and language: the aligner is that of what was heard, or a warning says why it is not."""
    from f5tts_worker.errors import WorkerError
    from f5tts_worker.storage.downloads import fetch

    missing = given.get("missing")
    asked = {name: value for name, value in given.items() if name != "missing"}
    params, call, used = ReadyAtOnce.load_params, ReadyAtOnce.call, []

    def fetched(url, target, settings, store, *, field, max_bytes, cancel):
        return target.write_bytes(b"RIFFxxxxWAVEde")

    async def load_params(self, model, language, job):
        if missing and language == "de":
            raise WorkerError(missing, "there is none")
        return await params(self, model, language, job)

    async def listened(self, method, order, load, job, **more):
        if method == "align":
            used.append((order["aligner"]["language"], order["language"]))
        return await call(self, method, order, load, job, **more)

    monkeypatch.setattr(fetch, "fetch", fetched)
    monkeypatch.setattr(ReadyAtOnce, "load_params", load_params)
    monkeypatch.setattr(ReadyAtOnce, "call", listened)
    url = "https://example.com/talk.wav"
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(endpoint="align", audio_url=url, **asked))
    assert used == [(aligner, told)]
    assert answer["language"] == told
    assert [missing in warning for warning in answer["warnings"] if "heard is de" in warning] == [
        True
    ] * warned


async def test_the_sdks_loop_and_ours_are_two(tmp_path):
    """`handle` answers in whatever loop the SDK runs, preloads at start, and passes a cancel on."""
    settings = from_environment({"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo"})
    worker = Worker(settings, ReadyAtOnce(settings, make_engine))
    worker.start()
    try:
        assert (await worker.handle(job(text="Hello")))["status"] == "completed"
        engine = worker.readiness._engine.pid
        task = asyncio.create_task(worker.handle(job(2, text="hang")))
        await busy(worker)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await worker.handle(job(3, text="Hello")))["status"] == "completed"
    finally:
        worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(engine, signal.SIG_DFL)


async def test_a_cancelled_job_has_ended_when_its_cancelling_has(tmp_path, monkeypatch):
    """Whoever counts jobs begins no other before; one that does not end is not waited for longer."""
    begun, let_go, ended = threading.Event(), threading.Event(), []

    async def fake_answer(order, _place, _listener):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.to_thread(let_go.wait, 120)
            ended.append(order["id"])

    monkeypatch.setattr(one_job, "answer", fake_answer)
    settings = from_environment({"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo"})
    worker = Worker(settings, ReadyAtOnce(settings, make_engine))
    worker.start()
    try:
        task = asyncio.create_task(worker.handle(job()))
        await asyncio.to_thread(begun.wait, 120)
        task.cancel()
        for _ in range(10):
            await asyncio.sleep(0)
        assert not task.done()
        let_go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == ["job-1"]
        begun.clear()
        let_go.clear()
        task = asyncio.create_task(worker.handle(job(2)))
        await asyncio.to_thread(begun.wait, 120)
        with monkeypatch.context() as patched:
            patched.setattr("f5tts_worker.jobs.worker.CLOSING_S", 0.0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert ended == ["job-1"]
    finally:
        let_go.set()
        worker.close()


@pytest.mark.parametrize("preload", [True, False])
async def test_a_worker_prepares_from_its_first_moment_until_it_is_ready(tmp_path, preload):
    """A load balancer must not send it requests before; one that prepares nothing is ready at once."""
    environ = {"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo", "F5TTS_PRELOAD": str(preload)}
    settings = from_environment(environ)
    worker = Worker(settings, ReadyAtOnce(settings, make_engine))
    worker.readiness.installing = True
    before = "preparing" if preload else "ready"
    assert worker.state() == before
    worker.start()
    try:
        assert worker.state() == before
        worker.readiness.installing = False
        async with asyncio.timeout(60):
            while worker.state() == "preparing":
                await asyncio.sleep(0.01)
        assert worker.readiness.state()["engine"] == ("READY" if preload else "NEW")
    finally:
        worker.close()


@pytest.mark.parametrize("helper", ["a later try", "a job", "another worker"])
async def test_a_worker_whose_models_failed_to_load_is_not_ready(tmp_path, monkeypatch, helper):
    """It tries again, until that or a job has loaded them, or it is known that only a fresh worker helps."""
    failures = []

    class Failing(ReadyAtOnce):
        async def load_params(self, model, language, job):
            if job is None and not (helper == "a later try" and len(failures) == 2):
                failures.append(model)
                raise WorkerError("MODEL_UNAVAILABLE", "no", refresh_worker=helper == "another worker")
            return await super().load_params(model, language, job)

    monkeypatch.setattr("f5tts_worker.jobs.ready.readiness.PRELOAD_AGAIN_S", 0.0)
    settings = from_environment({"F5TTS_VOLUME": str(tmp_path), "F5TTS_MODEL": "demo"})
    worker = Worker(settings, Failing(settings, make_engine))
    assert worker.state() == "preparing"
    worker.start()
    try:
        async with asyncio.timeout(60):
            while not failures:
                await asyncio.sleep(0.01)
            if helper == "a job":
                assert worker.state() == "preparing"
                assert (await worker.handle(job(text="Hello")))["status"] == "completed"
            while worker.state() == "preparing":
                await asyncio.sleep(0.01)
        assert worker.state() == ("broken" if helper == "another worker" else "ready")
        if helper != "a job":  # beside which it goes on trying
            assert len(failures) == {"a later try": 2, "another worker": 1}[helper]
    finally:
        worker.close()
