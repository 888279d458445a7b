"""The requests of other clients, as their sources send them; what each reads of the answer."""

import base64
import json

import pytest
from tests.unit.http.asking import Spoken, client_of
from tests.unit.http.test_sound import wav_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

KEY = "a-key"
BEARER = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
ELEVEN = {"xi-api-key": KEY, "Content-Type": "application/json", "Accept": "audio/mpeg"}

# Client, path, headers, body, and what the worker is asked for beside the text.
SPEECH = [
    (
        "Open WebUI",
        "/v1/audio/speech",
        BEARER | {"X-OpenWebUI-User-Name": "someone"},
        {"input": "Hello", "voice": "alloy", "model": "tts-1"},
        {"output_format": "mp3"},
    ),
    (
        "Home Assistant openai_tts",
        "/v1/audio/speech",
        BEARER | {"User-Agent": "HomeAssistant-OpenAI-TTS"},
        {"model": "tts-1", "input": "Hello", "voice": "shimmer", "response_format": "opus", "speed": 1.0},
        {"output_format": "opus"},
    ),
    (
        "LibreChat",
        "/v1/audio/speech",
        BEARER,
        {"input": "Hello", "model": "tts-1", "voice": "slt", "backend": "any"},
        {"output_format": "mp3", "local_voice": "slt"},
    ),
    (
        "LibreChat, its ElevenLabs",
        "/elevenlabs/v1/text-to-speech/slt/stream",
        ELEVEN,
        {
            "model_id": "eleven_multilingual_v2",
            "text": "Hello",
            "voice_settings": {"style": 1},
        },
        {"output_format": "mp3", "sample_rate": 44100, "local_voice": "slt"},
    ),
    (
        "Kokoro-FastAPI's",
        "/v1/audio/speech",
        {"Content-Type": "application/json"} | BEARER,
        {"model": "tts-1", "input": "Hello", "voice": "slt", "lang_code": "a", "volume_multiplier": 1.0},
        {"output_format": "mp3", "local_voice": "slt", "language": "en"},
    ),
    (
        "LiveKit, its OpenAI",
        "/v1/audio/speech",
        BEARER,
        {
            "model": "tts-1",
            "input": "Hello",
            "voice": "slt",
            "response_format": "mp3",
            "speed": 1.0,
            "stream_format": "audio",
        },
        {"output_format": "mp3", "local_voice": "slt"},
    ),
    (
        "LiveKit, its ElevenLabs",
        "/elevenlabs/v1/text-to-speech/slt/stream?output_format=mp3_22050_32&enable_logging=true",
        ELEVEN,
        {
            "text": "Hello",
            "model_id": "eleven_turbo_v2_5",
            "voice_settings": None,
            "apply_text_normalization": "auto",
        },
        {"output_format": "mp3", "sample_rate": 22050, "local_voice": "slt"},
    ),
    (
        "LiveKit, its ElevenLabs' dialogue",
        "/elevenlabs/v1/text-to-dialogue/stream?output_format=mp3_22050_32&enable_logging=true",
        ELEVEN,
        {"inputs": [{"text": "Hello", "voice_id": "slt"}], "model_id": "eleven_v3"},
        {
            "text": None,
            "turns": [{"voice": "slt", "text": "Hello"}],
            "output_format": "mp3",
            "sample_rate": 22050,
        },
    ),
]


@pytest.mark.parametrize(
    ("path", "headers", "body", "asked"), [row[1:] for row in SPEECH], ids=[row[0] for row in SPEECH]
)
async def test_speech(path, headers, body, asked):
    """The sound comes as it is, whatever else the client sends."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving(key=KEY))) as asking:
        answer = await asking.post(path, json=body, headers=headers)
    assert (answer.status_code, answer.content) == (200, b"sound")
    wanted = {"text": "Hello", "word_timings": False} | asked
    assert backend.asked == [{name: value for name, value in wanted.items() if value is not None}]


async def test_pipecat():
    """Its OpenAI service wants samples, its ElevenLabs one lines with the characters' times."""
    words = [{"word": "Hello", "start": 0.1, "end": 0.4, "score": 0.9}]
    backend = Spoken(wav_of(bytes(400)), text="Hello", duration=0.5, word_timings=words)
    said = {"input": "Hello", "model": "gpt-4o-mini-tts", "voice": "alloy", "response_format": "pcm"}
    timed = {
        "text": "Hello",
        "model_id": "eleven_turbo_v2_5",
        "previous_text": "Before.",
        "voice_settings": {},
    }
    path = "/elevenlabs/v1/text-to-speech/slt/stream/with-timestamps?output_format=pcm_24000"
    async with client_of(make_app(backend, Serving(key=KEY))) as asking:
        samples = await asking.post("/v1/audio/speech", json=said, headers=BEARER)
        lines = await asking.post(path, json=timed, headers={"xi-api-key": KEY})
    assert samples.content == bytes(400)
    (line,) = map(json.loads, lines.text.splitlines())
    assert base64.b64decode(line["audio_base64"]) == bytes(400)
    assert line["alignment"]["characters"] == list("Hello")


async def test_home_assistant_tries_a_key():
    """With a full stop, and takes nothing but success for a good one."""
    probe = {"model": "tts-1", "input": ".", "voice": "alloy", "response_format": "mp3"}
    async with client_of(make_app(Spoken(), Serving(key=KEY))) as asking:
        assert (await asking.post("/v1/audio/speech", json=probe, headers=BEARER)).status_code == 200
        wrong = {"Authorization": "Bearer wrong"}
        assert (await asking.post("/v1/audio/speech", json=probe, headers=wrong)).status_code == 401


async def test_lists_as_clients_read_them():
    """Open WebUI reads `models` and `voices` with ids and names, and so does Home Assistant the voices."""

    class Listing(Spoken):
        async def run(self, job_id, job_input):
            voices = [{"name": "anna", "builtin": False, "language": None, "text": "It is I."}]
            return {"status": "completed", "voices": voices}

    async with client_of(make_app(Listing(), Serving())) as asking:
        models = (await asking.get("/v1/audio/models")).json()["models"]
        voices = (await asking.get("/v1/audio/voices")).json()["voices"]
        eleven = (await asking.get("/v1/voices", headers={"xi-api-key": "any"})).json()["voices"]
    assert {"id": "tts-1"}.items() <= models[0].items()
    assert voices == [{"id": "anna", "name": "anna"}]
    assert (eleven[0]["voice_id"], eleven[0]["name"], eleven[0]["labels"]) == ("anna", "anna", {})
