"""ElevenLabs' dialogue, as its own client asks for it and reads it."""

import base64
import contextlib

import pytest
from elevenlabs import AsyncElevenLabs, DialogueInput
from elevenlabs.core.api_error import ApiError
from tests.unit.http.asking import BASE, Spoken, asking, client_of
from tests.unit.http.test_sound import wav_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

INPUTS = [DialogueInput(text="Hello, you.", voice_id="21m00"), DialogueInput(text="Hi!", voice_id="bert")]
TURNS = [{"voice": "anna", "text": "Hello, you."}, {"voice": "bert", "text": "Hi!"}]
WORDS = [
    {"word": "Hello,", "start": 0.1, "end": 0.4, "score": 0.9, "voice": "anna"},
    {"word": "you.", "start": 0.5, "end": 0.9, "score": None, "voice": "anna"},
    {"word": "Hi!", "start": 1.2, "end": 1.5, "score": 0.8, "voice": "bert"},
]
SEGMENTS = [("21m00", 0, 0, 11, 0.1, 0.9), ("bert", 1, 11, 14, 1.2, 1.5)]


@contextlib.asynccontextmanager
async def theirs(audio=b"sound"):
    """Yield their client's dialogue, and what the worker is asked for."""
    answer = {"text": "Hello, you.\n\nHi!", "duration": 1.6, "word_timings": WORDS}
    backend = Spoken(audio, **answer)
    async with client_of(make_app(backend, Serving(voices={"21m00": "anna"}))) as client:
        eleven = AsyncElevenLabs(base_url=f"{BASE}/elevenlabs", api_key="any", httpx_client=client)
        yield eleven.text_to_dialogue, backend.asked


def shown(segments):
    return [
        (
            one.voice_id,
            one.dialogue_input_index,
            one.character_start_index,
            one.character_end_index,
            one.start_time_seconds,
            one.end_time_seconds,
        )
        for one in segments
    ]


@pytest.mark.parametrize("method", ["convert", "stream"])
async def test_a_dialogue_is_turns(method):
    """Each input is one, with its voice by the client's name; what the model does not know is ignored."""
    more = {"settings": {"stability": 0.5}, "previous_text": "Before.", "model_id": "eleven_v3"}
    more |= {"seed": 7, "language_code": "en", "apply_text_normalization": "off"}
    async with theirs() as (dialogue, asked):
        sound = [piece async for piece in getattr(dialogue, method)(inputs=INPUTS, **more)]
    assert b"".join(sound) == b"sound"
    plain = {"turns": TURNS, "word_timings": False, "output_format": "mp3", "sample_rate": 44100}
    assert asked == [plain | {"seed": 7, "language": "en", "text_normalization": False}]


async def test_characters_and_segments():
    """The characters are the inputs' texts, one right behind the other; a segment is what one voice says."""
    async with theirs() as (dialogue, asked):
        found = await dialogue.convert_with_timestamps(inputs=INPUTS)
    assert asked[0]["timing_level"] == "character"
    assert "".join(found.alignment.characters) == "Hello, you.Hi!"
    assert "".join(found.normalized_alignment.characters) == "Hello, you.\n\nHi!"
    assert shown(found.voice_segments) == SEGMENTS
    assert base64.b64decode(found.audio_base_64) == b"sound"


async def test_streamed_segments():
    """They count the characters of their own object, and together cover the whole."""
    audio = bytes(76_800)
    async with theirs(wav_of(audio)) as (dialogue, _):
        asked = {"inputs": INPUTS, "output_format": "pcm_24000"}
        pieces = [piece async for piece in dialogue.stream_with_timestamps(**asked)]
    assert len(pieces) == 4
    assert b"".join(base64.b64decode(piece.audio_base_64) for piece in pieces) == audio
    said = []
    for piece in pieces:
        signs = piece.alignment.characters if piece.alignment else []
        parts = [
            "".join(signs[one.character_start_index : one.character_end_index])
            for one in piece.voice_segments
        ]
        assert "".join(parts) == "".join(signs)
        said += zip((one.dialogue_input_index for one in piece.voice_segments), parts, strict=True)
    assert "".join(text for number, text in said if number == 0) == "Hello, you."
    assert "".join(text for number, text in said if number == 1) == "Hi!"


async def test_an_input_without_a_text_has_no_segment():
    """And those behind it keep their numbers."""
    inputs = [INPUTS[0], DialogueInput(text="", voice_id="cleo"), INPUTS[1]]
    async with theirs() as (dialogue, _):
        found = await dialogue.convert_with_timestamps(inputs=inputs)
    assert [one.dialogue_input_index for one in found.voice_segments] == [0, 2]


WRONG = [
    ([], 422, ["body", "inputs"]),
    ([{"text": "...", "voice_id": "anna"}], 422, ["body", "inputs", 0, "text"]),
    ([{"text": "Hi.", "voice_id": "a/b"}], 422, ["body", "inputs", 0, "voice_id"]),
    ([{"voice_id": "anna"}], 422, ["body", "inputs", 0, "text"]),
    ([{"text": "Hi.", "voice_id": "nobody"}], 404, "unknown_voice"),
    ([{"text": "Hi. " * 30_000, "voice_id": "anna"}], 413, "invalid_request"),
]


async def test_what_is_wrong_is_named_in_their_form(tmp_path):
    """A list for wrong fields, each with its place; a status and a sentence else."""
    found = []
    async with asking(tmp_path) as client:
        eleven = AsyncElevenLabs(base_url=f"{BASE}/elevenlabs", api_key="any", httpx_client=client)
        for inputs, _, _ in WRONG:
            with pytest.raises(ApiError) as caught:
                await eleven.text_to_dialogue.convert_with_timestamps(inputs=inputs)
            detail = caught.value.body["detail"]
            said = detail[0]["loc"] if isinstance(detail, list) else detail["status"]
            found.append((caught.value.status_code, said))
    assert found == [(status, said) for _, status, said in WRONG]
