"""A job's input becomes a typed request, or one error that names every fault."""

import base64
import difflib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import fields
from f5tts_worker.request import parse as request
from f5tts_worker.subtitles.styles import STYLES

SETTINGS = config.from_environment({"F5TTS_MAX_TEXT_CHARS": "100", "F5TTS_MAX_DOWNLOAD_MB": "1"})


def parse(job_input):
    return request.parse(job_input, SETTINGS)


def faults(job_input):
    """Parse a bad request; return {field: "problem; expected"}."""
    with pytest.raises(WorkerError) as caught:
        parse(job_input)
    assert caught.value.code == "INVALID_REQUEST"
    found = caught.value.details["faults"]
    for fault in found:
        assert set(fault) == {"field", "problem", "expected"}
        assert f"{fault['field']} {fault['problem']}" in caught.value.message
    return {fault["field"]: f"{fault['problem']}; {fault['expected']}" for fault in found}


def test_a_text_alone_is_a_whole_request():
    """Everything but the text has a default, and the defaults are those that the table states."""
    got = parse({"text": "Hello world"})
    assert got == request.TtsRequest(
        text="Hello world",
        voice=None,
        ref_text=None,
        speed=1.0,
        nfe_steps=16,
        cfg_strength=2.0,
        seed=None,
        model="F5TTS_v1_Base",
        language=None,
        output_format="wav",
        sample_rate=24000,
        remove_silence=False,
        subtitles=None,
        word_timings=True,
        text_normalization=True,
    )


def test_every_option_is_taken_at_the_top_level_and_in_options():
    """The same option means the same in both places."""
    options = {
        "speed": 1.5,
        "nfe_steps": 7,
        "cfg_strength": 3,
        "seed": 5,
        "model": "demo",
        "language": "de",
        "output_format": "mp3",
        "sample_rate": 44100,
        "remove_silence": True,
        "low_latency": True,
        "pieces": True,
        "create_subtitles": True,
        "subtitle_format": ["srt", "ass"],
        "subtitle_style": "karaoke",
        "word_timings": False,
        "literal_text": True,
        "any_language": True,
        "text_normalization": False,
        "target_loudness": -16,
        "pace_by": "stretching",
        "takes": {"7": 1},
        "max_retries": 1,
        "timing_level": "character",
        "markup": True,
        "lexicon": {"GIF": "jif"},
        "paragraph_pause": 0.5,
        "expires_in": 3600,
    }
    inside = parse({"text": "Hi", "options": options})
    assert inside == parse({"text": "Hi", **options})
    assert inside.subtitles == request.Subtitles(("srt", "ass"), STYLES["karaoke"])
    assert not inside.text_normalization
    assert inside.pace_by == "stretching"
    named = {field.name for field in fields.ENDPOINTS["tts"].options}
    assert named == set(options) | {"quality", "words_per_minute", "duration_seconds"}


def test_the_pace_is_said_in_one_way():
    """A factor, words a minute, or a length: each is taken alone, and every one too many is named."""
    assert parse({"text": "Hi", "words_per_minute": 150}).words_per_minute == 150.0
    assert parse({"text": "Hi", "duration_seconds": 2.5}).duration_ms == 2500
    found = faults({"text": "Hi", "speed": 2, "words_per_minute": 150, "duration_seconds": 3})
    assert {name: "speed" in fault for name, fault in found.items()} == {
        "words_per_minute": True,
        "duration_seconds": True,
    }


@pytest.mark.parametrize(
    ("given", "is_heard"),
    [
        ({}, True),
        ({"word_timings": False}, False),
        ({"word_timings": False, "subtitle_format": "srt"}, True),
        ({"word_timings": False, "max_retries": 0}, False),
        ({"word_timings": False, "max_retries": 1}, True),
    ],
)
def test_speech_is_heard_where_that_is_of_use(given, is_heard):
    """For the times of words, or to find what is misspoken; else no aligner is needed."""
    assert parse({"text": "Hi", **given}).is_heard is is_heard


def test_takes_are_numbers():
    """Sentences are counted from 1."""
    assert parse({"text": "Hi", "takes": {"1": 2}}).takes == {1: 2}


def test_an_option_given_twice_must_agree():
    """Two different values are a fault, for guessing which one was meant would be wrong half the time."""
    assert parse({"text": "Hi", "speed": 2, "options": {"speed": 2}}).speed == 2.0
    found = faults({"text": "Hi", "speed": 2, "options": {"speed": 1}})
    assert "differs from options.speed" in found["speed"]


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("speed", 1, 1.0),
        ("speed", "1.2", 1.2),
        ("seed", 7, "7"),
        ("seed", 7.0, 7),
        ("seed", -1, "-1"),
        ("remove_silence", True, "true"),
        ("output_format", "MP3", ".mp3"),
        ("subtitle_format", "srt, ass", ["srt", "ass"]),
        ("takes", {"1": 1}, '{"1": 1.0}'),
    ],
)
def test_one_value_in_two_spellings_agrees(name, one, other):
    """What each of them would be taken for is the same, whichever place it has."""
    alone = parse({"text": "Hi", name: one})
    assert parse({"text": "Hi", name: one, "options": {name: other}}) == alone
    assert parse({"text": "Hi", name: other, "options": {name: one}}) == alone


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [("speed", 1, True), ("seed", 7, -1), ("subtitle_format", "srt", "ass"), ("speed", "1.2", "fast")],
)
def test_two_values_that_mean_different_things(name, one, other):
    """Nor is a switch a number, or a random seed one that is named."""
    for first, second in ((one, other), (other, one)):
        assert "differs from" in faults({"text": "Hi", name: first, "options": {name: second}})[name]


@pytest.mark.parametrize(
    "data", [{"speed": "", "options": {"speed": 2}}, {"speed": 2, "options": {"speed": ""}}]
)
def test_a_place_with_nothing_in_it_contradicts_nothing(data):
    """It counts as left out, and a warning says which one it was."""
    read = parse({"text": "Hi", **data})
    place = "speed" if data["speed"] == "" else "options.speed"
    assert (read.speed, read.warnings) == (2, (f"Taken as left out, for nothing is in it: {place}.",))


@pytest.mark.parametrize(("quality", "steps"), [("fast", 7), ("balanced", 16), ("best", 32), ("BEST", 32)])
def test_quality_is_a_number_of_steps(quality, steps):
    """The three words stand for the documented NFE steps, in any case."""
    assert parse({"text": "Hi", "quality": quality}).nfe_steps == steps


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", "en_us"])
def test_a_region_does_not_change_the_language(language):
    """Language tags are cut to the language that aligners are named by."""
    assert parse({"text": "Hi", "language": language}).language == "en"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"create_subtitles": True}, request.Subtitles(("ass",), None)),
        ({"subtitle_format": "SRT"}, request.Subtitles(("srt",), None)),
        ({"subtitle_format": ["vtt", "vtt"]}, request.Subtitles(("vtt",), None)),
        ({"subtitle_format": "srt", "create_subtitles": False}, None),
        ({}, None),
    ],
)
def test_when_subtitles_are_made(given, expected):
    """A format asks for subtitles by itself; `create_subtitles: false` always wins."""
    assert parse({"text": "Hi", **given}).subtitles == expected


@pytest.mark.parametrize(
    "name", ["anna", "anna.wav", "voices/anna.wav", "voices/anna", " anna ", "anna.WAV.mp3"]
)
def test_the_names_of_one_voice(name):
    """A voice may be called by its name, its file or its key."""
    assert parse({"text": "Hi", "local_voice": name}).voice == request.StoredVoice("anna")


@pytest.mark.faults("voice names")
@pytest.mark.parametrize(
    "name",
    [
        *(
            "../anna",
            "/etc/passwd",
            "voices/../../x",
            "a/b",
            "a\\b",
            "anna\0",
            "anna\n",
            ".hidden",
            "-rf",
            "..",
        ),
        *(
            "voices/",
            "voices//anna",
            "\u0430nna",
            "anna\u202egpj",
            "a" * 65,
            "~anna",
            "C:anna",
            "%2e%2e",
            "*",
            "\uff41nna",
        ),
        *(
            "anna;rm",
            "anna?x",
            "$anna",
            "con|",
            "wav/.wav",
            ".wav",
            "_anna",
            "anna\u200b",
            "\u0301e",
            " .wav",
        ),
    ],
)
def test_names_that_no_voice_has(name):
    """Traversal, control characters, look-alikes and long names are refused with the rule."""
    assert "letters, digits" in faults({"text": "Hi", "local_voice": name})["local_voice"]


@pytest.mark.parametrize(
    "name", ["é", "Zoë", "Анна_v2", "Ελένη 2", "小林", "हिन्दी", "한국어", "עברית", "ไทย", "李.v2"]
)
def test_names_in_any_script(name):
    """Letters are more than A to Z, however their accents are written: the name is the composed one."""
    composed, taken_apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    for written in (composed, taken_apart, f"voices/{taken_apart}.wav"):
        assert parse({"text": "Hi", "local_voice": written}).voice == request.StoredVoice(composed)


@pytest.mark.parametrize(
    "sent", ["+/8=", "-_8=", "+/8", "-_8", "+/\n8=\n", "\t-_8", " -_8", "data:audio/wav;base64,-_8"]
)
def test_base64_in_both_alphabets_and_without_padding(sent):
    """Both alphabets of RFC 4648 give the same bytes, padded or not, in lines or not."""
    found = parse({"text": "Hi", "voice_reference_base64": sent}).voice
    assert found.data == b"\xfb\xff"


@pytest.mark.parametrize("sent", ["UklG RkZG", "AA AA\nBBBB", "UklG "])
def test_base64_that_went_through_a_form(sent):
    """A blank was a plus, so the bytes are not guessed: the sentence says what happened."""
    said = faults({"text": "Hi", "voice_reference_base64": sent})["voice_reference_base64"]
    assert "whose + went through a form" in said
    assert "%2B" in said


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"endpoint": "align", "audio_base64": "not base64!"}, "audio_base64"),
        ({"endpoint": "align", "audio_url": "ftp://x/"}, "audio_url"),
        ({"endpoint": "align", "audio_uri": "https://example.org/a.wav"}, "audio_uri"),
        ({"endpoint": "upload", "voice_name": "anna", "voice_file_base64": "?"}, "voice_file_base64"),
        ({"endpoint": "upload", "name": "anna", "voice_file_base64": "UklGRg=="}, "name"),
        ({"endpoint": "tts", "input": "Hello"}, "input"),
        ({"endpoint": "tts", "options": {"text": "Hello"}}, "options.text"),
        ({"endpoint": "tts", "text": "Hi", "voice": "anna", "ref_text": "Hello."}, "voice"),
        ({"endpoint": "tts", "text": "Hi", "local_voice": "../x", "ref_text": "Hello."}, "local_voice"),
    ],
)
def test_one_fault_is_one_fault(sent, fault):
    """What is wrong in a field, or written under another name, is not missing as well."""
    assert list(faults(sent)) == [fault]


@pytest.mark.parametrize(
    ("sent", "ignored"),
    [
        ({"subtitle_style": "karaoke", "subtitle_format": ["srt", "vtt"]}, []),  # its words have times
        ({"subtitle_style": "karaoke", "subtitle_format": ["srt", "ass"]}, []),
        ({"subtitle_style": "karaoke", "create_subtitles": True}, []),
        ({"subtitle_format": "ass", "create_subtitles": False}, ["subtitle_format"]),
        ({"subtitle_format": "ass"}, []),
    ],
)
def test_nothing_is_ignored_in_silence(sent, ignored):
    """A field that has no use beside the others causes a warning."""
    for endpoint in ({"text": "Hi"}, {"endpoint": "align", "audio_url": "https://example.org/a.wav"}):
        said = parse(endpoint | {"options": sent}).warnings
        assert [warning.split()[0] for warning in said] == ignored


def test_sources_of_a_voice():
    """Each way to name a voice gives its own type, and base64 warns."""
    url = "https://example.org/a.wav?X-Amz-Signature=canary"
    assert parse({"text": "Hi", "voice_reference_url": url}).voice == request.RemoteFile(
        url, "voice_reference_url"
    )
    assert parse({"text": "Hi", "audio_url": url}).voice == request.RemoteFile(url, "audio_url")
    inline = parse({"text": "Hi", "voice_reference_base64": "data:audio/wav;base64,UklG\nRg=="})
    assert inline.voice == request.InlineFile(b"RIFF", "voice_reference_base64")
    assert ["deprecated" in warning for warning in inline.warnings] == [True]
    assert "RIFF" not in repr(inline)


def test_two_voices_are_one_too_many():
    """Several sources at once are a fault that names both."""
    found = faults({"text": "Hi", "local_voice": "anna", "voice_reference_url": "https://example.org/a.wav"})
    assert "together with local_voice" in found["voice_reference_url"]


@pytest.mark.parametrize("text", ["\x1b[2J", "a\x9bb", "bell\a", "null\0", "del\x7f"])
def test_a_text_that_others_see_holds_no_control_characters(text):
    """A voice's text reaches other callers' terminals, which would obey them; the fault shows none either."""
    upload = {"endpoint": "upload", "voice_name": "anna", "voice_file_url": "https://example.org/a.wav"}
    found = faults(upload | {"ref_text": text})
    assert "control characters (U+00" in found["ref_text"]
    assert text not in found["ref_text"]
    spaced = "One\ttwo\r\nthree."
    assert parse(upload | {"ref_text": spaced}).ref_text == spaced


@pytest.mark.parametrize("literal", [True, False])
def test_decomposed_letters_are_composed(literal):
    """A Mac may send é as two characters; texts reach the vocabulary as it lists them, addresses as sent."""
    apart, address = "cafe\u0301", "s3://voices/cafe\u0301.wav"
    spoken = parse({"text": apart, "audio_url": address, "ref_text": apart, "literal_text": literal})
    assert (spoken.text, spoken.ref_text, spoken.voice.url) == ("caf\u00e9", "caf\u00e9", address)
    assert parse({"endpoint": "align", "audio_url": address, "text": apart}).text == "caf\u00e9"
    assert (
        parse(
            {"endpoint": "upload", "voice_name": "a", "voice_file_url": address, "ref_text": apart}
        ).ref_text
        == "caf\u00e9"
    )


def test_reference_text_needs_a_voice():
    """A reference text without reference audio is a misunderstanding worth naming."""
    assert "without a voice" in faults({"text": "Hi", "ref_text": "What is said."})["ref_text"]
    assert parse({"text": "Hi", "ref_text": "So.", "local_voice": "anna"}).ref_text == "So."


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "is missing"),
        ({"text": None}, "is missing"),
        ({"text": ""}, "is empty"),
        ({"text": " \n\t"}, "is empty"),
        ({"text": "?!… 🙂"}, "no letter or digit"),
        ({"text": "a" * 101}, "has 101 characters; at most 100"),
        ({"text": 1e300}, "is a number"),
        ({"text": ["Hi", "there"]}, "is a list"),
        ({"text": " [object Object]"}, "JavaScript"),
        ({"text": True}, "is a boolean"),
        ({"text": "\ud800"}, "half a character"),
    ],
)
def test_texts_that_cannot_be_spoken(given, words):
    """Each kind of bad text gets its own words."""
    assert words in faults(given)["text"]


@pytest.mark.parametrize("text", ["a", "7", "ไทย", "中文", "é", "Ω", "  padded  ", "a" * 100])
def test_texts_that_can_be_spoken(text):
    """Any script, one character, and the limit itself pass unchanged."""
    assert parse({"text": text}).text == text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("speed", 0.29, "is 0.29; a number from 0.3 to 3"),
        ("speed", 3.01, "is 3.01"),
        ("speed", True, "is a boolean"),
        ("speed", "fast", "is a string"),
        ("speed", float("nan"), "is nan"),
        ("speed", float("inf"), "is inf"),
        ("speed", 10**400, "far out of range"),
        ("speed", {}, "is an object"),
        ("nfe_steps", 0, "a whole number from 1 to 64"),
        ("nfe_steps", 65, "is 65"),
        ("nfe_steps", 16.5, "is 16.5"),
        pytest.param("nfe_steps", 10**5000, "far out of range", id="nfe_steps-5001-digits"),
        ("nfe_steps", float("inf"), "is inf"),
        ("cfg_strength", -0.1, "from 0 to 10"),
        ("cfg_strength", 10.1, "from 0 to 10"),
        ("seed", -2, "a whole number from 0"),
        ("seed", 2**53, "far out of range"),
        ("quality", "bets", "did you mean best?"),
        ("quality", 3, "is a number"),
        ("output_format", "wave", "did you mean wav?"),
        ("sample_rate", 24001, "is 24001; one of 8000"),
        ("sample_rate", True, "is a boolean"),
        pytest.param("sample_rate", 10**5000, "far out of range", id="sample_rate-5001-digits"),
        ("language", "tlh", "a language code with an aligner"),
        ("language", "th", "; for speech in another, leave it out and set any_language to true"),
        ("model", "../x", "letters, digits"),
        ("subtitle_format", [], "empty list"),
        ("subtitle_format", ["srt", "doc"], "is 'doc'"),
        ("subtitle_format", "ass,foo,bar", "is 'foo' and is 'bar'; one of"),
        ("subtitle_format", ["srt"] * 8, "has 8 entries"),
        ("subtitle_format", [["srt"]], "is a list"),
        ("subtitle_style", "comic", "one of default, broadcast, karaoke"),
        ("subtitle_style", 5, "an object such as"),
        ("create_subtitles", "maybe", "without quotes"),
        ("word_timings", 2, "is a number"),
        ("remove_silence", "never", "true or false"),
        ("local_voice", True, "is a boolean"),
        ("voice_reference_url", "http://example.org/a.wav", "does not start with https:// or s3://"),
        ("voice_reference_url", "file:///etc/passwd", "does not start"),
        ("voice_reference_url", "https://exa mple.org", "white space"),
        ("voice_reference_url", "https://" + "a" * 9000, "has 9,008 characters"),
        ("voice_reference_base64", "not base64!", "not valid base64"),
        ("voice_reference_base64", "data:audio/wav;base64,", "holds no bytes"),
        ("voice_reference_base64", "QUJDR", "not valid base64"),
        ("voice_reference_base64", base64.b64encode(bytes(1048577)).decode(), "holds 1,048,577 bytes"),
        ("voice_reference_base64", "A" * 2_000_000, "too large"),
        ("voice_reference_base64", "ÄÖÜ", "not valid base64"),
    ],
)
def test_values_that_a_field_does_not_take(field, value, words):
    """Wrong types, ranges and words are named with what would be right, and at both places."""
    assert words in faults({"text": "Hi", field: value})[field]
    if any(option.name == field for option in fields.ENDPOINTS["tts"].options):
        assert words in faults({"text": "Hi", "options": {field: value}})[f"options.{field}"]


@pytest.mark.parametrize(("rate", "used"), [(22050, 24000), (32000, 48000), (44100, 48000), (16000, None)])
def test_ogg_does_not_change_the_rate_in_silence(rate, used):
    """It holds Opus, which has fewer rates; the warning says which one is used."""
    warnings = parse({"text": "Hi", "output_format": "ogg", "sample_rate": rate}).warnings
    expected = f"sample_rate is {used}: ogg holds Opus, which does not support {rate}."
    assert warnings == ((expected,) if used else ())


def test_opus_knows_few_sample_rates():
    """A rate that the codec does not have is refused before anything is made."""
    assert "Opus" in faults({"text": "Hi", "output_format": "opus", "sample_rate": 44100})["sample_rate"]
    assert parse({"text": "Hi", "output_format": "opus", "sample_rate": 48000}).sample_rate == 48000


def test_quality_and_steps_exclude_each_other():
    """Both at once would contradict each other in silence."""
    assert "together with nfe_steps" in faults({"text": "Hi", "quality": "fast", "nfe_steps": 8})["quality"]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("txt", "did you mean text?"),
        ("local_voise", "did you mean local_voice?"),
        ("voice", "did you mean local_voice?"),
        ("speaker_wav", "did you mean voice_reference_url?"),
        ("zzzz", "docs/API.md"),
        ("voice_name", "does not belong to endpoint tts; it in upload, get_voice, delete_voice"),
    ],
)
def test_unknown_fields_are_faults_with_a_guess(key, hint):
    """A misspelt field must not be ignored: the caller would never know."""
    assert hint in faults({"text": "Hi", key: 1})[key]


def test_a_field_inside_options_that_belongs_outside():
    """The answer says where it goes."""
    assert "text beside options" in faults({"text": "Hi", "options": {"text": "Ho"}})["options.text"]
    assert "is a list" in faults({"text": "Hi", "options": [1]})["options"]


def test_all_faults_come_in_one_answer():
    """Three mistakes take one round trip, not three."""
    found = faults({"speed": 9, "options": {"seed": "x"}, "wrong": 1})
    assert set(found) == {"text", "speed", "options.seed", "wrong"}


def test_a_flood_of_faults_stays_small():
    """An input of nothing but faults gets a short answer that still says how many there were."""
    with pytest.raises(WorkerError) as caught:
        parse({"x" * 1000 + str(number): number for number in range(5000)})
    assert "5001 faults" in caught.value.message
    assert "4971 more" in caught.value.message
    assert len(caught.value.message) < 10_000


def test_no_guess_is_made_for_what_is_not_listed(monkeypatch):
    """20,000 unknown fields take thirty guesses, not 20,000."""
    guesses = []
    guess = difflib.get_close_matches
    monkeypatch.setattr(difflib, "get_close_matches", lambda *a, **k: (guesses.append(a), guess(*a, **k))[1])
    with pytest.raises(WorkerError, match="20001 faults"):
        parse({f"field{number}": number for number in range(20_000)})
    assert len(guesses) <= 30


@pytest.mark.parametrize("job_input", [None, [], "text", 5, True])
def test_an_input_that_is_no_object(job_input):
    """The answer shows what an input looks like."""
    assert '{"text": "Hello world"}' in faults(job_input)["input"]


@pytest.mark.parametrize("endpoint", ["ttss", 5, [], "TTS2"])
def test_unknown_endpoints_list_the_known_ones(endpoint):
    """Nothing else is judged when it is not known what was asked for."""
    found = faults({"endpoint": endpoint, "nonsense": 1})
    assert list(found) == ["endpoint"]
    assert "list_voices" in found["endpoint"]


def test_the_other_endpoints():
    """Each endpoint has its own type and its own required fields."""
    url = "https://example.org/a.wav"
    align = parse({"endpoint": "align", "audio_url": url, "subtitle_format": "srt"})
    assert align == request.AlignRequest(
        request.RemoteFile(url, "audio_url"),
        None,
        None,
        request.Subtitles(("srt",), None),
        word_timings=True,
    )
    upload = parse({"endpoint": "upload", "voice_name": "anna.wav", "voice_file_url": url, "ref_text": "So."})
    assert upload == request.UploadRequest(
        "anna", request.RemoteFile(url, "voice_file_url"), "So.", overwrite=False
    )
    text = {"endpoint": "upload", "voice_name": "anna", "voice_file_url": url, "text_file_url": f"{url}.txt"}
    assert parse(text).ref_text == request.RemoteFile(f"{url}.txt", "text_file_url")
    assert set(faults({**text, "ref_text": "So."})) == {"text_file_url"}
    assert parse({"endpoint": "list_voices"}) == request.ListVoicesRequest("F5TTS_v1_Base")
    assert parse({"endpoint": "Delete_Voice", "voice_name": "anna"}) == request.DeleteVoiceRequest("anna")
    assert parse({"endpoint": "get_voice", "voice_name": "voices/anna.wav"}) == request.GetVoiceRequest(
        "anna", "F5TTS_v1_Base"
    )
    assert parse({"endpoint": "health"}) == request.HealthRequest()
    assert parse({"endpoint": "status", "job_id": "abc-1-u1"}) == request.StatusRequest("abc-1-u1")
    assert parse({"endpoint": "result", "job_id": "abc-1-u1"}) == request.ResultRequest("abc-1-u1")
    assert parse({"endpoint": "warmup", "model": "demo"}) == request.WarmupRequest("demo", None)
    assert isinstance(upload, request.UploadRequest)
    assert set(faults({"endpoint": "upload"})) == {"voice_name", "voice_file_url"}
    assert set(faults({"endpoint": "align"})) == {"audio_url"}
    assert set(faults({"endpoint": "result", "job_id": "../x"})) == {"job_id"}
    assert set(faults({"endpoint": "status", "job_id": "../x"})) == {"job_id"}
    assert set(faults({"endpoint": "get_voice"})) == {"voice_name"}
    assert set(faults({"endpoint": "delete_voice"})) == {"voice_name"}
    assert set(faults({"endpoint": "health", "text": "Hi"})) == {"text"}


def test_plain_http_is_a_setting():
    """A closed network may open http; nothing else changes."""
    open_network = config.from_environment({"F5TTS_ALLOW_PRIVATE_URLS": "true"})
    job_input = {"text": "Hi", "audio_url": "http://files.internal/a.wav"}
    assert request.parse(job_input, open_network).voice.url == job_input["audio_url"]
    with pytest.raises(WorkerError, match="does not start with"):
        parse(job_input)


def test_a_model_in_a_folder_is_the_operators_choice():
    """The path that the operator deployed may be named; any other path is refused unseen."""
    deployed = config.from_environment({"F5TTS_MODEL": "/models/mine"})
    assert request.parse({"text": "Hi", "model": "/models/mine"}, deployed).model == "/models/mine"
    assert request.parse({"text": "Hi"}, deployed).model == "/models/mine"
    with pytest.raises(WorkerError, match="model is '/models/other'"):
        request.parse({"text": "Hi", "model": "/models/other"}, deployed)


def test_addresses_and_recordings_stay_out_of_messages():
    """A presigned address and a payload may be secret; faults name the field only."""
    for canary in ("http://user:canary@example.org/?X-Amz-Signature=canary", "canary canary!"):
        for field in ("voice_reference_url", "voice_reference_base64"):
            with pytest.raises(WorkerError) as caught:
                parse({"text": "Hi", field: canary})
            assert "canary" not in f"{caught.value} {caught.value.details}"


def test_the_table_is_complete():
    """Every field of every endpoint says what it takes and means, and its default passes its own check."""
    for name, endpoint in fields.ENDPOINTS.items():
        assert endpoint.doc.endswith(".")
        for field in (*endpoint.fields, *endpoint.options):
            assert field.doc.endswith("."), (name, field.name)
            assert field.wanted, (name, field.name)
            if field.default is not None and field.low is not None:
                assert field.low <= field.default <= field.high


# Names and values that are close to right, so that generated requests get past the first check.
_NAMES = st.sampled_from(
    sorted(
        {f.name for e in fields.ENDPOINTS.values() for f in (*e.fields, *e.options)} | {"options", "endpoint"}
    )
)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=40)
    | st.text(alphabet=st.characters(categories=["Cs", "Cc", "Lu"]), max_size=8)
    | st.sampled_from(["tts", "align", "upload", "https://x", "s3://x", "anna", "QUJD", "srt", "fast", "wav"])
)
_KEYS = _NAMES | st.text(max_size=20)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=8) | _VALUES)
def test_no_input_escapes_as_anything_but_a_worker_error(job_input):
    """Whatever is sent, the parser answers a request or INVALID_REQUEST with at least one named fault."""
    try:
        parse(job_input)
    except WorkerError as error:
        outcome = error.code if error.details["faults"] else "no faults named"
    else:
        outcome = "a request"
    assert outcome in ("INVALID_REQUEST", "a request")


def test_the_parser_imports_nothing_that_does_io():
    """Parsing is pure: the modules import no network or storage code."""
    for module in ("parse.py", "reader.py", "values.py", "fields.py", "earlier.py"):
        source = (Path(request.__file__).parent / module).read_text(encoding="utf-8")
        assert not any(name in source for name in ("import requests", "boto3", "open(", "storage"))


def test_align_takes_its_recording_inline_too():
    """`audio_base64` stands for `audio_url`, one of the two is needed, and only one."""
    inline = request.parse({"endpoint": "align", "audio_base64": "UklGRg==", "text": "Hello"}, SETTINGS)
    assert inline.audio.data == b"RIFF"
    assert "audio_base64 is deprecated" in inline.warnings[0]
    for wrong in ({}, {"audio_base64": "UklGRg==", "audio_url": "https://example.org/a.wav"}):
        with pytest.raises(WorkerError, match="audio_url"):
            request.parse({"endpoint": "align", "text": "Hello", **wrong}, SETTINGS)


def test_a_key_in_our_bucket_may_hold_blanks():
    """An s3:// address is a key as it is; a blank in it needs no escape, and gets none."""
    spoken = parse({"text": "Hi", "voice_reference_url": "s3://ours/voices/my anna.wav", "ref_text": "x"})
    assert "s3://ours/voices/my anna.wav" in repr(spoken)
    for wrong in ("s3://ours/voices/my\tanna.wav", "https://example.org/a.wav?name=my anna"):
        assert set(faults({"text": "Hi", "voice_reference_url": wrong, "ref_text": "x"})) == {
            "voice_reference_url"
        }


def test_pages_of_voices():
    """`limit` and `cursor` are checked like any field; without them, the first hundred."""
    first = parse({"endpoint": "list_voices"})
    assert (first.limit, first.cursor) == (100, None)
    second = parse({"endpoint": "list_voices", "limit": 1000, "cursor": "anna.v2"})
    assert (second.limit, second.cursor) == (1000, "anna.v2")
    wrong = faults({"endpoint": "list_voices", "limit": 1001, "cursor": "../x"})
    assert set(wrong) == {"limit", "cursor"}
    assert set(faults({"endpoint": "list_voices", "limit": 0})) == {"limit"}


def test_the_language_of_a_voice():
    """An upload takes the language that is spoken; the worker's own is not put in its place here."""
    upload = {"endpoint": "upload", "voice_name": "anna", "voice_file_url": "https://example.org/a.wav"}
    assert parse(upload).language is None
    assert parse(upload | {"language": "de-AT"}).language == "de"
    assert set(faults(upload | {"language": "xx"})) == {"language"}


@pytest.mark.parametrize("endpoint", ["tts", "align"])
def test_copied_text_is_read_as_a_reader_would_see_it(endpoint):
    """Markup is left out of the text with a warning, unless the text is to be taken literally."""
    audio = {"audio_url": "https://example.org/a.wav"} if endpoint == "align" else {}
    given = {"endpoint": endpoint, "text": "A <b>bold</b> word.Then **more**.", **audio}
    read = parse(given)
    assert read.text == "A bold word. Then more."
    (warning,) = read.warnings
    assert "HTML tags, Markdown" in warning
    literal = parse(given | {"literal_text": True})
    assert literal.text == given["text"]
    assert literal.warnings == ()


def test_markup_alone_cannot_be_spoken():
    """What is left of it is judged, not what was sent."""
    with pytest.raises(WorkerError, match="no letter or digit"):
        parse({"text": "<br><hr/>"})


@pytest.mark.parametrize("sent", [{"text": "Hi."}, {"endpoint": "status", "job_id": "a"}])
def test_an_input_in_an_input(sent):
    """Clients that add `input` themselves get one that has it already: the fields are those within."""
    assert parse({"input": sent}) == parse(sent)


def test_an_input_beside_other_fields_is_a_fault():
    """Nobody knows which of them are meant."""
    with pytest.raises(WorkerError, match="input is not a field"):
        parse({"input": {"text": "Hi."}, "text": "Ho."})


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": "Hi"}, "request_id"), ({"text": "Hi"}, "model"), ({"endpoint": "result"}, "job_id")],
)
def test_an_id_that_is_too_long_is_told_how_long_it_may_be(more, field):
    """128 characters, and not one more."""
    assert getattr(parse({**more, field: "a" * 128}), field) == "a" * 128
    assert "; at most 128 letters, digits" in faults({**more, field: "a" * 129})[field]
