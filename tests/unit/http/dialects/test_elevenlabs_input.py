"""ElevenLabs' WebSocket: the real client's `convert_realtime`, and the messages themselves."""

import asyncio
import base64
import warnings

import httpx
import pytest
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.types import VoiceSettings
from tests.unit.http.asking import Spoken, application
from tests.unit.http.dialects.test_speak import all_of, speaking, wav_of
from tests.unit.http.listening import listening

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

FAULT = pytest.mark.faults("http")

KEY = "a-key"
PATH = "/elevenlabs/v1/text-to-speech/{}/stream-input?output_format={}"
FRAME = 4800  # bytes of a word that the tiny engine says, at 24 kHz
PAUSE = 8640
# Their client asks the exception for its code in a way that websockets 14 deprecated.
DEPRECATED = "ConnectionClosed.code is deprecated"


@pytest.fixture
async def port(tmp_path):
    serving = Serving(voices={"21m00Tcm4TlvDq8ikWAM": "slt"})
    async with application(tmp_path, serving) as (app, _), listening(app, serving) as port:
        yield port


def realtime(port, voice, text, **more):
    """Return what their client hears. It asks for TLS whatever its address is, so it is told otherwise."""
    warnings.filterwarnings(
        "ignore", DEPRECATED
    )  # here: it is another thread's, and filters are the process's
    with httpx.Client() as connections:
        base = f"http://127.0.0.1:{port}/elevenlabs"
        client = ElevenLabs(base_url=base, api_key=KEY, httpx_client=connections)
        client.text_to_speech._ws_base_url = base.replace("http", "ws")
        return b"".join(client.text_to_speech.convert_realtime(voice, text=iter(text), **more))


async def test_their_client_hears_what_it_writes(port):
    """Sentence by sentence, in the format of the address; a voice by an id of theirs."""
    written = ["It is", " late", ". We should", " go home. Good", " night."]
    given = {"output_format": "pcm_24000", "model_id": "eleven_flash_v2_5"}
    heard = await asyncio.to_thread(
        realtime, port, "21m00Tcm4TlvDq8ikWAM", written, voice_settings=VoiceSettings(speed=1.0), **given
    )
    assert len(heard) == 9 * FRAME + 2 * PAUSE


@FAULT
async def test_their_client_raises_its_own_error(port):
    """With our sentence."""
    with pytest.raises(ApiError) as caught:
        await asyncio.to_thread(realtime, port, "nobody", ["Hello."])
    assert "nobody" in caught.value.body["message"]
    assert caught.value.body["error"] == "unknown_voice"


async def test_characters_are_timed_in_each_message(port):
    """From its own beginning; together they are the text as it was sent."""
    messages = ({"text": " "}, {"text": "It is late. "}, {"text": "Go home.", "flush": True}, {"text": ""})
    async with speaking(port, *messages, path=PATH.format("slt", "pcm_24000")) as socket:
        *spoken, last = await all_of(socket)
    assert last == {"audio": None, "isFinal": True}
    assert socket.close_code == 1000
    assert (
        "".join(sign for message in spoken for sign in message["alignment"]["chars"])
        == " It is late. Go home."
    )
    for message in spoken:
        starts, lengths = (message["alignment"][name] for name in ("charStartTimesMs", "charDurationsMs"))
        assert starts == sorted(starts)
        assert len(starts) == len(lengths) == len(message["alignment"]["chars"])
        assert starts[-1] + lengths[-1] == len(base64.b64decode(message["audio"])) // 48


@pytest.mark.parametrize("form", ["ulaw_8000", "alaw_8000", "pcm_8000", "wav_8000"])
async def test_telephones_formats(form):
    """A byte for a sample where theirs has one. A stand-in speaks: the tiny engine has no other rates."""
    backend = Spoken(wav_of(1, 8000), sample_rate=8000, duration=1.0, seed=1, word_timings=[])
    messages = ({"text": "Hello."}, {"text": ""})
    async with (
        listening(make_app(backend, Serving())) as port,
        speaking(port, *messages, path=PATH.format("slt", form)) as socket,
    ):
        spoken, _ = await all_of(socket)
    size = {"pcm": 16_000, "wav": 16_044}.get(form[:3], 8_000)
    assert len(base64.b64decode(spoken["audio"])) == size
    assert backend.asked[-1]["sample_rate"] == 8000


@FAULT
@pytest.mark.parametrize(
    ("path", "message", "said"),
    [
        (PATH.format("slt", "aiff"), {"text": " "}, "output_format is unknown"),
        (PATH.format("slt", "pcm_24000"), {}, "text must be a string"),
        (
            PATH.format("slt", "pcm_24000"),
            {"text": " ", "voice_settings": {"speed": 9}},
            "voice_settings.speed",
        ),
    ],
)
async def test_wrong_messages(port, path, message, said):
    """One message in their form, and the connection is closed."""
    async with speaking(port, message, path=path) as socket:
        (error,) = await all_of(socket)
    assert said in error["message"]
    assert (error["error"], socket.close_code) == ("invalid_request", 1008)


MULTI = "/elevenlabs/v1/text-to-speech/slt/multi-stream-input?output_format=pcm_24000"


async def test_several_texts_over_one_connection(port):
    """Each is answered by its name and ends by itself, a name can be used again, and then all is closed."""
    messages = (
        {"text": ""},  # keeps the connection alive
        {"text": " ", "context_id": "a", "voice_settings": {"speed": 1.0}},
        {"text": "It is late. ", "context_id": "a"},
        {"text": "Good night. Sleep well.", "context_id": "b"},
        {"text": "Go home.", "context_id": "a", "flush": True},
        {"context_id": "a", "close_context": True},
        {"context_id": "b", "close_context": True},
        {"context_id": "nobody", "close_context": True},
        {"text": "Once more.", "context_id": "a"},
        {"close_socket": True},
    )
    async with speaking(port, *messages, path=MULTI) as socket:
        found = await all_of(socket)
    assert socket.close_code == 1000
    said = dict.fromkeys("ab", "")
    for message in found:
        said[message["contextId"]] += "|" if message["isFinal"] else "".join(message["alignment"]["chars"])
    assert said == {"a": " It is late. Go home.|Once more.|", "b": "Good night. Sleep well.|"}


LIVEKIT = (
    "model_id=eleven_turbo_v2_5&output_format=mp3_22050_32&enable_logging=true&inactivity_timeout=180"
    "&apply_text_normalization=auto&sync_alignment=true&auto_mode=true"
)
VOICE_AGENTS = {
    "livekit": (
        LIVEKIT,
        {"text": " ", "voice_settings": {}, "context_id": "a"},
        {"text": "It is late. ", "context_id": "a"},
        {"text": "", "context_id": "a", "flush": True},
    ),
    "pipecat": (
        "model_id=eleven_turbo_v2_5&output_format=pcm_24000&auto_mode=true",
        {"text": " ", "context_id": "a", "voice_settings": {"stability": 0.5}},
        {"text": ""},
        {"text": "It is late.", "context_id": "a"},
        {"context_id": "a", "flush": True},
    ),
}


@pytest.mark.parametrize("name", VOICE_AGENTS)
async def test_what_voice_agents_send(port, name):
    """As it was written down from their sources; each text is spoken and then ends by its own name."""
    query, *messages = VOICE_AGENTS[name]
    path = f"/elevenlabs/v1/text-to-speech/slt/multi-stream-input?{query}"
    closing = ({"context_id": "a", "close_context": True}, {"close_socket": True})
    async with speaking(port, *messages, *closing, path=path) as socket:
        spoken, last = await all_of(socket)
    assert "".join(spoken["normalizedAlignment"]["chars"]).strip() == "It is late."
    assert (spoken["contextId"], last) == ("a", {"audio": None, "isFinal": True, "contextId": "a"})


async def test_a_connection_without_texts_is_closed(port):
    """When its client says so."""
    async with speaking(port, {"close_socket": True}, path=MULTI) as socket:
        assert [message["isFinal"] for message in await all_of(socket)] == [True]


@FAULT
async def test_contexts_have_a_limit(port):
    """As there."""
    messages = [{"text": "Hello", "context_id": str(number)} for number in range(6)]
    async with speaking(port, *messages, path=MULTI) as socket:
        (error,) = await all_of(socket)
    assert (error["error"], socket.close_code) == ("busy", 1013)


@FAULT
@pytest.mark.parametrize("asked", ["0", "²", "x"])
async def test_a_strange_timeout(port, asked):
    """It is no reason to fail, nor to send a client away at once."""
    path = f"{PATH.format('slt', 'pcm_24000')}&inactivity_timeout={asked}"
    async with speaking(port, {"text": "Hello. "}, {"text": ""}, path=path) as socket:
        *_, last = await all_of(socket)
    assert last == {"audio": None, "isFinal": True}


async def test_each_of_several_texts_has_its_end():
    """Also those that end at once, while others' ends are still on their way."""
    names = [str(number) for number in range(5)]
    messages = [{"text": "...", "context_id": name} for name in names]
    async with (
        listening(make_app(Spoken(), Serving())) as port,
        speaking(port, *messages, {"close_socket": True}, path=MULTI) as socket,
    ):
        found = await all_of(socket)
    assert sorted(message["contextId"] for message in found if message["isFinal"]) == names
