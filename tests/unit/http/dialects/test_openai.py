"""OpenAI's requests as the worker's, and its answers as OpenAI's."""

import base64
import json

import openai
import pytest
from tests.unit.http.asking import BASE, Spoken, asking, client_of
from tests.unit.http.test_sound import wav_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

CONSENT = {"who": "Anna", "when": "2026-11-20", "how": "signed form"}
VOICE = 'expected a voice\'s name, or an object such as {"id": "anna"}'
PLAIN = {"text": "Hello", "output_format": "mp3", "word_timings": False}


async def asked(body, serving=None):
    """Return what the worker is asked for, for a request to `/v1/audio/speech`."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, serving or Serving())) as client:
        answer = await client.post("/v1/audio/speech", json={"input": "Hello", **body})
    assert answer.status_code == 200, answer.text
    return backend.asked[0]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {}),
        ({"voice": "onyx", "model": "tts-1"}, {}),
        ({"voice": "anna"}, {"local_voice": "anna"}),
        ({"voice": {"id": "anna"}}, {"local_voice": "anna"}),
        ({"voice": {"id": None, "voice_id": " anna ", "provider": "x"}}, {"local_voice": "anna"}),
        ({"voice": "nova"}, {"local_voice": "bert"}),
        ({"voice": "echo"}, {"local_voice": "alloy"}),
        ({"voice": "sage"}, {"local_voice": "sage"}),
        ({"model": "tts-1-hd"}, {"quality": "best"}),
        ({"model": "tts-1-hd-1106"}, {"quality": "best"}),
        ({"model": "gpt-4o-mini-tts-2025-12-15"}, {}),
        ({"model": "silma-tts"}, {"model": "silma-tts"}),
        ({"language": "de", "seed": 7}, {"language": "de", "seed": 7}),
        ({"lang_code": "b", "seed": ""}, {"language": "en"}),
        ({"language": "Auto"}, {}),
        ({"language": "de", "f5tts": {"language": "German", "seed": None}}, {"language": "German"}),
        ({"voice": "anna", "f5tts": {"localVoice": "anna.wav"}}, {"local_voice": "anna.wav"}),
        (
            {"voice": "alloy", "speed": 1, "f5tts": {"local_voice": "anna", "speed": 2}},
            {"local_voice": "anna", "speed": 2},
        ),
        ({"response_format": "audio/ogg; codecs=opus"}, {"output_format": "ogg"}),
        ({"response_format": "opus"}, {"output_format": "opus"}),
        ({"response_format": "aac"}, {"output_format": "m4a"}),
        ({"response_format": "flac"}, {"output_format": "flac"}),
        ({"response_format": "wav"}, {"output_format": "wav"}),
        ({"response_format": "MP3 ", "voice": "Onyx", "model": "openai/tts-1"}, {}),
        ({"response_format": "m4a", "model": "F5-TTS"}, {"output_format": "m4a"}),
        ({"response_format": ".ogg", "model": "kokoro"}, {"output_format": "ogg"}),
        ({"response_format": "audio/mpeg", "model": "TTS-1-HD "}, {"quality": "best"}),
        (dict.fromkeys(("voice", "model", "response_format", "speed", "stream_format", "f5tts")), {}),
        (dict.fromkeys(("voice", "model", "response_format", "stream_format"), ""), {}),
        ({"speed": 1.0}, {}),
        ({"speed": 1.5}, {"speed": 1.5}),
        ({"speed": 0.25}, {"speed": 0.3}),
        ({"speed": 4}, {"speed": 3.0}),
        ({"speed": "1.5", "stream": "true"}, {"speed": 1.5}),
        ({"instructions": "Gladly.", "user": "me", "volume": 2}, {}),
        (
            {"f5tts": {"seed": 7, "word_timings": True, "endpoint": "tts"}},
            {"seed": 7, "word_timings": True},
        ),
    ],
)
async def test_a_speech_request(body, fields):
    """Names of voices and models are translated, speeds beyond ours are the nearest, the rest is ignored."""
    serving = Serving(voices={"nova": "bert", "echo": "alloy", "sage": "sage"})
    assert await asked(body, serving) == PLAIN | fields


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("input", ["Hello", "you"], "input is a list (expected a valid string)."),
        ("input", None, "input is missing (expected a value)."),
        ("voice", ["anna"], f"voice is a list ({VOICE})."),
        ("voice", {"ID": "anna"}, f"voice is an object ({VOICE})."),
        ("speed", "fast", "speed is 'fast' (expected a valid number)."),
        ("speed", 0, "speed is 0 (expected at least 0.25)."),
        ("model", 5, "model is 5 (expected a valid string)."),
        ("stream_format", "events", "stream_format is 'events' (expected 'audio' or 'sse')."),
        ("f5tts", [], "f5tts is a list (expected a valid object)."),
    ],
)
async def test_a_field_that_is_wrong(field, value, said):
    """It is named, with what it is and what would be right."""
    async with client_of(make_app(Spoken(), Serving())) as client:
        answer = await client.post("/v1/audio/speech", json={"input": "Hello", field: value})
    error = answer.json()["error"]
    assert (answer.status_code, error["message"], error["param"]) == (422, said, field)


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("mp3", "audio/mpeg"), ("opus", "audio/opus"), ("aac", "audio/mp4"), ("flac", "audio/flac")],
)
async def test_the_media_type_tells_the_format(form, media_type):
    """Some clients go by it."""
    async with client_of(make_app(Spoken(b"sound"), Serving())) as client:
        answer = await client.post("/v1/audio/speech", json={"input": "Hello", "response_format": form})
    assert (answer.content, answer.headers["content-type"]) == (b"sound", media_type)
    assert answer.headers["x-request-id"] == "job-1"


@pytest.mark.parametrize(
    ("form", "how", "streamed"),
    [("flac", {}, 0), ("flac", {"stream_format": "sse"}, 1), ("mp3", {}, 1)],
)
async def test_a_flac_leaves_whole(form, how, streamed):
    """Its header has its length then, without which libsndfile reads none; all else leaves as it is made."""

    class Told(Spoken):
        streamed = 0

        def stream(self, *asked):
            self.streamed += 1
            return super().stream(*asked)

    backend = Told(b"sound")
    async with client_of(make_app(backend, Serving())) as client:
        body = {"input": "Hello", "response_format": form, **how}
        answer = await client.post("/v1/audio/speech", json=body)
    assert answer.status_code == 200
    assert backend.streamed == streamed


async def test_pcm_streams_as_events():
    """The samples without a header, in lines that every reader takes; the last event says that it is done."""
    samples = bytes(range(256)) * 400
    body = {"input": "Hello", "response_format": "pcm", "stream_format": "sse"}
    async with client_of(make_app(Spoken(wav_of(samples)), Serving())) as client:
        answer = await client.post("/v1/audio/speech", json=body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    lines = answer.text.split("\n\n")
    assert lines.pop() == ""
    assert max(map(len, lines)) < 65_536
    events = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert events[-1]["type"] == "speech.audio.done"
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == samples


async def test_words_come_without_sound():
    """An encoder may keep a very short piece's sound for the next one; its words' times are not lost."""
    words = [{"word": "Hi", "start": 0.0, "end": 0.1}]
    backend = Spoken(b"", word_timings=words, duration=0.1, seed=1, sample_rate=24000)
    body = {"input": "Hi", "stream_format": "sse"}
    async with client_of(make_app(backend, Serving())) as client:
        first = (await client.post("/v1/audio/speech", json=body)).text.partition("\n\n")[0]
    assert json.loads(first.removeprefix("data: ")) == {
        "type": "speech.audio.delta",
        "audio": "",
        "words": words,
    }


@pytest.mark.parametrize("form", ["mp3", "opus", "ogg", "aac", "flac", "wav", "pcm"])
async def test_what_has_nothing_to_say_is_silence(form):
    """No job is begun for a full stop; an empty text is the worker's to refuse."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving())) as client:
        answer = await client.post("/v1/audio/speech", json={"input": " .😀", "response_format": form})
        assert backend.asked == []
        await client.post("/v1/audio/speech", json={"input": "", "response_format": "mp3"})
    assert answer.status_code == 200
    if form == "pcm":
        assert answer.content == bytes(9600)
    else:
        marks = {"mp3": b"ID3", "opus": b"OggS", "aac": b"ftyp", "flac": b"fLaC", "wav": b"RIFF"}
        assert marks["opus" if form == "ogg" else form] in answer.content[:8]
    assert len(backend.asked) == 1


@pytest.mark.parametrize(("name", "same"), [("output_format", "pcm"), ("text", "wav")])
async def test_what_the_answer_is_read_by_is_not_changed(name, same):
    """The samples of an MP3 cannot be cut out of it; a field of ours that says the same is none the worse."""
    backend = Spoken(wav_of(bytes(400)))
    body = {"input": "wav", "response_format": "pcm"}
    async with client_of(make_app(backend, Serving())) as client:
        refused = await client.post("/v1/audio/speech", json={**body, "f5tts": {name: "mp3"}})
        taken = await client.post("/v1/audio/speech", json={**body, "f5tts": {name: same}})
    assert (refused.status_code, refused.json()["error"]["param"]) == (422, f"f5tts.{name}")
    assert (taken.status_code, len(backend.asked)) == (200, 1)


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ({"voice": "slt"}, {"local_voice": "rms"}),
        ({"voice": "slt"}, {"localVoice": "rms"}),
        ({"seed": 1}, {"seed": "2"}),
        ({"speed": 2}, {"speed": 0.5}),
        ({"language": "de"}, {"language": "fr"}),
        ({"model": "tts-1-hd"}, {"quality": "fast"}),
        ({}, {"endpoint": "dub"}),
    ],
)
async def test_an_option_that_contradicts_the_request_is_refused(said, own):
    """One of the two would be ignored without a word."""
    backend = Spoken()
    body = {"input": "Hello", "f5tts": own, **said}
    async with client_of(make_app(backend, Serving())) as client:
        refused = (await client.post("/v1/audio/speech", json=body)).json()["error"]
    assert refused["message"].endswith(" contradicts the rest of the request.")
    assert refused["param"].startswith("f5tts.")
    assert backend.asked == []


RECORDING = {"file": ("talk.wav", b"RIFF-a-sound", "audio/wav")}
HEARD = "three heard words"  # by the tiny engine


@pytest.mark.parametrize("form", ["json", "text", "srt", "vtt"])
async def test_a_transcription(tmp_path, form):
    """Text and subtitles come as they are, JSON with the text and what it was billed by."""
    async with asking(tmp_path) as client:
        answer = await client.post(
            "/v1/audio/transcriptions",
            files=RECORDING,
            data={"model": "whisper-1", "response_format": form, "language": "en"},
        )
    assert answer.status_code == 200, answer.text
    if form == "json":
        assert answer.json() == {"text": HEARD, "usage": {"type": "duration", "seconds": 1}}
    elif form == "text":
        assert answer.text == HEARD + "\n"
    else:
        assert HEARD in answer.text
        assert answer.text.startswith({"srt": "1\n00:00:00,000", "vtt": "WEBVTT"}[form])


async def test_all_that_is_wrong_with_a_recording_is_told_at_once(tmp_path):
    """By the routes of both dialects: what only they have, what the job has, and the recording's absence."""
    ours = {"response_format": "foo", "language": "xx"}
    theirs = {"webhook": "true", "language_code": "xxx", "timestamps_granularity": "line"}
    async with asking(tmp_path) as client:
        for files, missing in ((RECORDING, ()), (None, ("file",))):
            answer = await client.post("/v1/audio/transcriptions", files=files, data=ours)
            assert answer.status_code == 422
            for name in ("response_format", "language", *missing):
                assert f"{name} is " in answer.text, answer.text
            answer = await client.post("/v1/speech-to-text", files=files, data=theirs)
            assert answer.status_code == 422
            for name in ("webhook", "timestamps_granularity", "language", *missing):
                assert f"{name} is " in answer.text or name in answer.text, answer.text
            assert "audio" not in answer.text.replace("audio/", "")


async def test_a_recording_inside_json(tmp_path):
    """As OpenRouter has it, and Open WebUI sends it if it is set so; nothing else in JSON is one."""
    data = base64.b64encode(RECORDING["file"][1]).decode()
    asked = {"model": "whisper-1", "language": "en", "input_audio": {"data": data, "format": "wav"}}
    async with asking(tmp_path) as client:
        answer = await client.post("/v1/audio/transcriptions", json=asked)
        for wrong in ({**asked, "input_audio": data}, {"input_audio": {"data": 5}}, [], None):
            refused = await client.post("/v1/audio/transcriptions", json=wrong)
            assert refused.status_code == 422, wrong
    assert answer.json()["text"] == HEARD, answer.text


@pytest.mark.parametrize("wanted", [[], ["segment"], ["word"], ["word", "segment"]])
async def test_a_transcription_with_times(tmp_path, wanted):
    """Segments unless only words were asked for; times in seconds."""
    data = {"response_format": "verbose_json", "timestamp_granularities[]": wanted, "language": "en"}
    async with asking(tmp_path) as client:
        answer = await client.post("/v1/audio/transcriptions", files=RECORDING, data=data)
    found = answer.json()
    assert (found["task"], found["language"], found["duration"]) == ("transcribe", "english", 0.3)
    assert found["text"] == HEARD
    assert ("segments" in found) is ("segment" in (wanted or ["segment"]))
    assert ("words" in found) is ("word" in wanted)
    if "words" in found:
        assert found["words"][1] == {"word": "heard", "start": 0.1, "end": 0.19}
    if "segments" in found:
        assert [(one["id"], one["start"], one["text"]) for one in found["segments"]] == [(0, 0.0, HEARD)]


async def test_a_streamed_transcription(tmp_path):
    """Two events: the text, and that it is done."""
    async with asking(tmp_path) as client:
        answer = await client.post(
            "/v1/audio/transcriptions", files=RECORDING, data={"stream": "true", "language": "en"}
        )
    events = [json.loads(row.removeprefix("data: ")) for row in answer.text.strip().split("\n\n")]
    assert events == [
        {"type": "transcript.text.delta", "delta": HEARD},
        {"type": "transcript.text.done", "text": HEARD},
    ]


async def test_their_own_client_reads_transcriptions(tmp_path):
    """In every format, with the times of words and segments, and as events."""
    asked = {"model": "whisper-1", "file": ("talk.wav", b"RIFF-a-sound"), "language": "en"}
    async with asking(tmp_path) as connections:
        client = openai.AsyncOpenAI(
            base_url=f"{BASE}/v1", api_key="any", http_client=connections, max_retries=0
        )
        create = client.audio.transcriptions.create
        plain = await create(**asked)
        texts = {form: await create(**asked, response_format=form) for form in ("text", "srt", "vtt")}
        timed = await create(
            **asked, response_format="verbose_json", timestamp_granularities=["word", "segment"]
        )
        kinds = [event.type async for event in await create(**asked, stream=True)]
        with pytest.raises(openai.UnprocessableEntityError) as caught:
            await create(**asked, response_format="diarized_json")
    assert (plain.text, plain.usage.seconds) == (HEARD, 1)
    assert (texts["text"], texts["srt"][:2], texts["vtt"][:6]) == (HEARD + "\n", "1\n", "WEBVTT")
    assert [word.word for word in timed.words] == HEARD.split()
    assert [segment.text for segment in timed.segments] == [HEARD]
    assert kinds == ["transcript.text.delta", "transcript.text.done"]
    assert caught.value.param == "response_format"


async def test_voices_come_with_the_names_that_clients_know(tmp_path):
    """Stored voices, and the names of the setting."""
    serving = Serving(voices={"alloy": "anna"})
    async with asking(tmp_path, serving) as client:
        sample = {"audio_sample": ("me.wav", wav_of(bytes(48_000)), "audio/wav")}
        form = {"name": "anna", "ref_text": "It is I."}
        broken = await client.post("/v1/audio/voices", files=sample, data=form | {"consent": '{"who": '})
        form["consent"] = json.dumps(CONSENT)
        made = await client.post("/v1/audio/voices", files=sample, data=form)
        shown = (await client.post("/v1/get_voice", json={"voice_name": "anna"})).json()["voice"]
        theirs = await client.post(
            "/v1/audio/voices", files=sample, data=form | {"name": "bert", "consent": "cons_1"}
        )
        listed = (await client.get("/v1/audio/voices")).json()["voices"]
        removed = await client.delete("/v1/audio/voices/alloy")
        left = (await client.get("/v1/audio/voices")).json()["voices"]
    assert (made.status_code, made.json()["id"]) == (200, "anna"), made.text
    assert shown["consent"] == CONSENT
    assert (broken.status_code, theirs.status_code) == (422, 200), "their own id of a consent is ignored"
    assert "consent" in broken.json()["error"]["message"]
    assert {"anna", "alloy"} <= {voice["id"] for voice in listed}
    assert removed.json()["deleted"]
    assert "anna" not in {voice["id"] for voice in left}
