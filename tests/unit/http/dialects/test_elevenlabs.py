"""ElevenLabs' requests as the worker's, and its answers as ElevenLabs'."""

import base64
import json
import threading

import pytest
from tests.unit.http.asking import BASE, Spoken, asking, client_of
from tests.unit.http.test_sound import wav_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.dialects import elevenlabs_answers
from f5tts_worker.http.serving import Serving

WORDS = [
    {"word": "Hello,", "start": 0.1, "end": 0.4, "score": 0.9},
    {"word": "you.", "start": 0.5, "end": 0.9, "score": None},
]
MP3 = {"output_format": "mp3", "sample_rate": 44100}
PLAIN = {"text": "Hello,  you.", "local_voice": "anna", "word_timings": False}


async def answered(path, body=None, audio=b"sound", **query):
    """Return the answer to a speech request, and what the worker was asked for."""
    backend = Spoken(audio, text="Hello, you.", duration=1.0, word_timings=WORDS)
    async with client_of(make_app(backend, Serving(voices={"21m00": "anna"}))) as client:
        answer = await client.post(path, json={"text": "Hello,  you.", **(body or {})}, params=query)
    assert answer.status_code == 200, answer.text
    return answer, backend.asked[0]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {}),
        ({"model_id": "eleven_flash_v2_5"}, {}),
        ({"model_id": "silma-tts"}, {"model": "silma-tts"}),
        ({"language_code": "pt-BR"}, {"language": "pt"}),
        ({"seed": 4294967295}, {"seed": 4294967295}),
        ({"voice_settings": {"stability": 0.5, "speed": 1.1}}, {"speed": 1.1}),
        ({"voice_settings": {"stability": 0.5, "use_speaker_boost": True}}, {}),
        ({"voice_settings": {"speed": None}}, {}),
        ({"apply_text_normalization": "off"}, {"text_normalization": False}),
        ({"apply_text_normalization": "on", "previous_text": "Before.", "next_request_ids": ["a"]}, {}),
        ({"f5tts": {"quality": "fast"}}, {"quality": "fast"}),
        (dict.fromkeys(("model_id", "language_code", "seed", "voice_settings", "f5tts")), {}),
        (dict.fromkeys(("model_id", "language_code", "seed", "apply_text_normalization"), ""), {}),
        ({"model_id": "Eleven_v3", "apply_text_normalization": "OFF"}, {"text_normalization": False}),
        ({"voice_settings": {"speed": "1.1", "style": "x"}, "seed": "7"}, {"speed": 1.1, "seed": 7}),
    ],
)
@pytest.mark.parametrize("beginning", ["/elevenlabs/v1", "/v1"])
async def test_a_speech_request(body, fields, beginning):
    """The model's own settings are taken, those that mean nothing to it ignored; an id is a voice of ours."""
    _, asked = await answered(f"{beginning}/text-to-speech/21m00", body)
    assert asked == PLAIN | MP3 | fields


@pytest.mark.parametrize(
    ("name", "fields", "size"),
    [
        ("mp3_22050_32", {"output_format": "mp3", "sample_rate": 22050}, None),
        ("opus_48000_192", {"output_format": "opus", "sample_rate": 48000}, None),
        ("wav_16000", {"output_format": "wav", "sample_rate": 16000}, None),
        ("WAV_16000", {"output_format": "wav", "sample_rate": 16000}, None),
        ("pcm_44100", {"output_format": "wav", "sample_rate": 44100}, 400),
        ("ulaw_8000", {"output_format": "wav", "sample_rate": 8000}, 200),
        ("alaw_8000", {"output_format": "wav", "sample_rate": 8000}, 200),
    ],
)
async def test_a_format(name, fields, size):
    """What the worker cannot write is made of its samples."""
    wav = wav_of(bytes(400))
    answer, asked = await answered("/v1/text-to-speech/anna", audio=wav, output_format=name)
    assert asked == PLAIN | fields
    assert len(answer.content) == size if size else answer.content == wav


@pytest.mark.parametrize("path", ["", "/stream", "/with-timestamps"])
async def test_sound_is_coded_beside_the_loop(monkeypatch, path):
    """Minutes of it would keep all other clients waiting."""
    threads = []

    def coded(samples, law):
        threads.append(threading.current_thread())
        return samples

    monkeypatch.setattr(elevenlabs_answers, "coded", coded)
    await answered(f"/v1/text-to-speech/anna{path}", audio=wav_of(bytes(400)), output_format="ulaw_8000")
    assert threads
    assert threading.current_thread() not in threads


async def test_a_stream_is_the_whole():
    """Its pieces, put together."""
    answer, _ = await answered("/v1/text-to-speech/anna/stream", audio=bytes(range(256)) * 300)
    assert answer.content == bytes(range(256)) * 300
    assert answer.headers["request-id"] == "job-1"


async def test_characters_times():
    """Of the text as it was sent, and as it was read; a stream has the same object on one line."""
    answer, asked = await answered("/v1/text-to-speech/anna/with-timestamps")
    assert asked == PLAIN | MP3 | {"word_timings": True, "timing_level": "character"}
    found = answer.json()
    assert base64.b64decode(found["audio_base64"]) == b"sound"
    assert "".join(found["alignment"]["characters"]) == "Hello,  you."
    assert "".join(found["normalized_alignment"]["characters"]) == "Hello, you."
    starts = found["alignment"]["character_start_times_seconds"]
    assert (starts[0], starts[2], starts[6], starts[8]) == (0.1, 0.2, 0.4, 0.5)
    assert found["alignment"]["character_end_times_seconds"][-1] == 0.9
    streamed, _ = await answered("/v1/text-to-speech/anna/stream/with-timestamps")
    assert streamed.text.count("\n") == 1
    assert json.loads(streamed.text) == found


@pytest.mark.parametrize("path", ["with-timestamps", "stream/with-timestamps"])
@pytest.mark.parametrize(
    "own",
    [{"word_timings": False}, {"output_format": "wav"}, {"sample_rate": 8000}, {"text": "Other words."}],
)
async def test_what_the_answer_is_read_by_is_not_changed(path, own):
    """Without the words' times there are none of characters."""
    backend = Spoken(b"sound", text="Hello, you.", duration=1.0, word_timings=WORDS)
    async with client_of(make_app(backend, Serving())) as client:
        body = {"text": "Hello, you.", "f5tts": own}
        answer = await client.post(f"/v1/text-to-speech/anna/{path}", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "f5tts", next(iter(own))]
    assert backend.asked == []


@pytest.mark.parametrize("own", [{"local_voice": "rms"}, {"seed": 2}, {"speed": 0.9}])
@pytest.mark.parametrize("path", ["", "/stream"])
async def test_an_option_that_contradicts_the_request_is_refused(path, own):
    """The voice of the path, too; one that says the same is none the worse."""
    backend = Spoken(b"sound")
    body = {"text": "Hello, you.", "seed": 1, "voice_settings": {"speed": 1.1}}
    same = {"local_voice": "anna.wav", "seed": 1.0, "speed": "1.1"}
    async with client_of(make_app(backend, Serving())) as client:
        refused = await client.post(f"/v1/text-to-speech/anna{path}", json={**body, "f5tts": own})
        taken = await client.post(f"/v1/text-to-speech/anna{path}", json={**body, "f5tts": same})
    assert refused.json()["detail"][0]["loc"] == ["body", "f5tts", next(iter(own))]
    assert (refused.status_code, taken.status_code, len(backend.asked)) == (422, 200, 1)


async def test_streamed_characters_come_with_their_sound():
    """Each line is short enough for every reader; together they are the whole."""
    path, audio = "/v1/text-to-speech/anna/stream/with-timestamps", bytes(range(256)) * 300
    answer, _ = await answered(path, audio=wav_of(audio), output_format="pcm_24000")
    lines = answer.text.splitlines()
    assert max(map(len, lines)) < 65_536
    pieces = [json.loads(line) for line in lines]
    assert len(pieces) == 4
    assert b"".join(base64.b64decode(piece["audio_base64"]) for piece in pieces) == audio
    said = ["".join(piece["alignment"]["characters"]) for piece in pieces if piece["alignment"]]
    assert said == ["Hel", "lo,  ", "you", "."]
    times = [time for piece in pieces for time in piece["alignment"]["character_start_times_seconds"]]
    assert times == sorted(times)


def test_the_lines_of_a_book_do_not_each_walk_through_it():
    """A piece is found among the times, which ascend."""

    class Times(list):
        walks = 0

        def __iter__(self):
            self.walks += 1
            return super().__iter__()

    times = Times(("a", number / 10, number / 10 + 0.1) for number in range(100))
    lines = list(elevenlabs_answers.objects(bytes(240_000), times, times, 0.0, 10.0))
    assert [len(line["alignment"]["characters"]) for line in lines] == [10] * 10
    assert times.walks == 0


async def test_an_alignment(tmp_path):
    """Words with their losses, and characters, which are the text."""
    recording = {"file": ("talk.wav", b"RIFF-a-sound", "audio/wav")}
    async with asking(tmp_path) as client:
        answer = await client.post("/v1/forced-alignment", files=recording, data={"text": "Hello  you."})
    found = answer.json()
    assert [(word["text"], word["start"], word["end"]) for word in found["words"]] == [
        ("Hello", 0.0, 0.09),
        ("you.", 0.1, 0.19),
    ]
    assert found["loss"] == pytest.approx(0.105)
    assert "".join(character["text"] for character in found["characters"]) == "Hello  you."


async def test_voices(tmp_path):
    """A voice that is added is listed in both ways, shown, and deleted."""
    files = [("files", ("a.wav", wav_of(bytes(48_000)), "audio/wav"))]
    files += [("files", ("b.wav", b"not taken", "audio/wav"))]
    agreed = {"consent": '{"who": "Anna", "when": "2026-11-20", "how": "signed form"}'}
    async with asking(tmp_path) as client:
        added = await client.post(
            "/v1/voices/add",
            files=files,
            data={"name": "anna", "ref_text": "It is I.", "labels": "null"} | agreed,
        )
        stored = (await client.post("/v1/get_voice", json={"voice_name": "anna"})).json()["voice"]
        assert stored["consent"]["who"] == "Anna"
        assert added.json() == {"voice_id": "anna", "requires_verification": False}, added.text
        listed = (await client.get("/v1/voices")).json()["voices"]
        assert {
            "voice_id": "anna",
            "name": "anna",
            "category": "cloned",
            "description": "It is I.",
        }.items() <= next(voice for voice in listed if voice["voice_id"] == "anna").items()
        found = (await client.get("/v2/voices", params={"search": "ANN", "page_size": 1})).json()
        assert (found["total_count"], found["has_more"]) == (1, False)
        shown = (await client.get("/v1/voices/anna")).json()
        assert shown["preview_url"] == BASE + "/v1/files/voices/anna.wav"
        assert (await client.get(shown["preview_url"])).content.startswith(b"RIFF")
        assert (await client.delete("/v1/voices/anna")).json() == {"status": "ok"}
        assert (await client.get("/v1/voices/anna")).status_code == 404


async def test_the_model_is_listed_in_the_client_s_form(tmp_path):
    """At the root, too, where OpenAI's clients ask at the same path."""
    async with asking(tmp_path) as client:
        own = (await client.get("/elevenlabs/v1/models")).json()
        root = (await client.get("/v1/models", headers={"xi-api-key": "any"})).json()
        theirs = (await client.get("/v1/models")).json()
    assert own == root
    assert own[0]["model_id"] == "demo"
    assert theirs["object"] == "list"
