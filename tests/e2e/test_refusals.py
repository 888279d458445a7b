"""Bad input through the SDK's local API: each is FAILED with a code, and the worker goes on."""

import pytest

pytestmark = pytest.mark.environment

GOOD = {"text": "Hello world.", "quality": "fast"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"text": None}, "text is missing"),
        ({"text": ""}, "text is empty"),
        ({"text": " \n\t "}, "text is empty"),
        ({"text": "!?… —"}, "text has no letter or digit"),
        ({"text": "x " * 50_001}, "text has 100,002 characters"),
        ({"text": ["Hello", "there"]}, "text is a list"),
        ({"colour": "red"}, "colour is not a field"),
        ({"options": {"spede": 1}}, "did you mean speed?"),
        ({"options": "fast"}, "options is a string"),
        ({"speed": "fast"}, "speed is a string"),
        ({"speed": 0.01}, "speed is 0.01; expected a number from 0.3 to 3"),
        ({"nfe_steps": 7.5}, "nfe_steps"),
        ({"quality": "superb"}, "quality"),
        ({"seed": True}, "seed is a boolean"),
        ({"output_format": "exe"}, "output_format"),
        ({"sample_rate": 11}, "sample_rate is 11"),
        ({"output_format": "opus", "sample_rate": 44100}, "Opus does not support"),
        ({"subtitle_format": ["srt", "doc"]}, "subtitle_format"),
        ({"language": "xx"}, "language"),
        ({"local_voice": "a/../b"}, "local_voice"),
        ({"local_voice": "slt", "voice_reference_base64": "AAAA"}, "is given together with"),
        ({"voice_reference_base64": "%%%"}, "voice_reference_base64 is not valid base64"),
        ({"voice_reference_url": "file:///etc/passwd"}, "voice_reference_url does not start with"),
        ({"endpoint": "sing"}, "endpoint"),
    ],
)
def test_a_faulty_request_is_refused_by_name(api, wrong, named):
    """A field with a fault is named in a sentence that starts with INVALID_REQUEST."""
    error = api.refusal({key: value for key, value in (GOOD | wrong).items() if value is not None})
    assert error.startswith("INVALID_REQUEST: ")
    assert named in error


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"local_voice": "nobody-of-that-name"}, "UNKNOWN_VOICE"),
        ({"model": "no-such-model"}, "UNKNOWN_MODEL"),
        ({"endpoint": "delete_voice", "voice_name": "nobody-of-that-name"}, "UNKNOWN_VOICE"),
    ],
)
def test_an_unknown_name_is_said_to_be_unknown(api, wrong, code):
    """What is well formed but does not exist has a code of its own."""
    asked = wrong if "endpoint" in wrong else GOOD | wrong
    assert api.refusal(asked).startswith(f"{code}: ")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("text.wav", "AUDIO_UNREADABLE"),
        ("truncated.wav", "AUDIO_UNREADABLE"),
        ("silent.wav", "AUDIO_SILENT"),
        ("short.wav", "AUDIO_TOO_SHORT"),
        ("long.ogg", "AUDIO_TOO_LONG"),
        ("bomb.opus", "AUDIO_TOO_LONG"),
    ],
)
def test_a_bad_recording_is_refused(api, made, served, name, code):
    """A reference that cannot be cloned says why, whether it came inside the request or by address."""
    asked = GOOD | {"ref_text": made.said}
    assert api.refusal(asked | {"voice_reference_url": f"{served}/{name}"}).startswith(f"{code}: ")
    assert api.refusal(asked | {"voice_reference_base64": made.base64(name)}).startswith(f"{code}: ")


def test_a_bad_recording_is_not_stored_as_a_voice(api, made):
    """`upload` refuses what could never be spoken with, and the list stays as it was."""
    upload = {
        "endpoint": "upload",
        "voice_name": "e2e-letter",
        "voice_file_base64": made.base64("text.wav"),
        "ref_text": "x",
    }
    assert api.refusal(upload).startswith("AUDIO_UNREADABLE: ")
    names = {voice["name"] for voice in api.ok({"endpoint": "list_voices"})["voices"]}
    assert "e2e-letter" not in names


def test_an_address_that_gives_nothing_is_told(api, served):
    """A reference that cannot be fetched is DOWNLOAD_FAILED."""
    asked = GOOD | {"voice_reference_url": f"{served}/not-there.wav", "ref_text": "x"}
    assert api.refusal(asked).startswith("DOWNLOAD_FAILED: ")


def test_refusals_leave_the_worker_as_it_was(api, made):
    """After refusals of every kind, the same engine process still speaks."""
    quick = {"text": "Hello world.", "nfe_steps": 1}
    api.ok(quick)
    engine = api.process.engine()
    api.refusal({})
    api.refusal(GOOD | {"ref_text": "x", "voice_reference_base64": made.base64("silent.wav")})
    api.refusal(GOOD | {"local_voice": "nobody-of-that-name"})
    api.ok(quick)
    assert api.process.engine() == engine
