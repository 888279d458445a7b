"""Requests as forms, spreadsheets, no-code tools and people's clipboards have them."""

import base64
import json

import pytest

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import fields, forms
from f5tts_worker.request.links import address_in
from f5tts_worker.request.origins import InlineFile, RemoteFile
from f5tts_worker.request.parse import parse as parse_with

SOUND = base64.b64encode(b"RIFF").decode()


def parse(job_input):
    """Parse a request with the default settings."""
    return parse_with(job_input, config.from_environment({}))


@pytest.mark.parametrize(
    ("name", "sent", "meant"),
    [
        ("speed", "1.2", 1.2),
        ("speed", " 1,2 ", 1.2),
        ("seed", "42", 42),
        ("seed", "42.0", 42),
        ("sample_rate", "44100", 44100),
        ("remove_silence", "TRUE", True),
        ("remove_silence", "off", False),
        ("remove_silence", 1, True),
        ("output_format", ".mp3", "mp3"),
        ("output_format", ["mp3"], "mp3"),
        ("language", "eng", "en"),
        ("language", "English (US)", "en"),
        ("language", "nb-NO", "no"),
        ("local_voice", ["anna"], "anna"),
        ("local_voice", 7, "7"),
        ("local_voice", 7.0, "7"),
        ("request_id", 1234, "1234"),
        ("lexicon", '{"GIF": "jif"}', {"GIF": "jif"}),
        ("takes", '{"1": "2"}', {1: 2}),
    ],
)
def test_what_a_form_sends_is_what_it_says(name, sent, meant):
    """A value in quotes, in a list of one or as JSON in a text is the value, in `options` and beside it."""
    wanted = parse({"text": "Hi", name: {"1": 2} if name == "takes" else meant})
    assert parse({"text": "Hi", name: sent}) == wanted
    if name in {field.name for field in fields.ENDPOINTS["tts"].options}:
        assert parse({"text": "Hi", "options": json.dumps({name: sent})}) == wanted


@pytest.mark.parametrize("sent", ["srt,ass", "srt; ass", "srt ass", '["srt", "ass"]', [".srt", "ASS"]])
def test_several_formats_in_one_text(sent):
    """A list may be written with commas."""
    assert parse({"text": "Hi", "subtitle_format": sent}).subtitles.formats == ("srt", "ass")


def test_what_was_not_filled_in_is_left_out():
    """Every field of a form arrives, most of them empty; the answer says which were taken so."""
    given = dict.fromkeys(
        ("local_voice", "language", "seed", "speed", "output_format", "turns", "lexicon"), ""
    )
    asked = parse({"text": "Hi", "ref_text": "", "options": "", **given})
    plain = parse({"text": "Hi"})
    assert [asked.voice, asked.seed, asked.speed, asked.lexicon] == [None, None, 1.0, plain.lexicon]
    assert len(asked.warnings) == 1
    assert all(name in asked.warnings[0] for name in given)
    for sent in (-1, "-1", "null"):
        assert parse({"text": "Hi", "seed": sent}).seed is None
    assert parse({"text": "Hi", "language": "auto"}).warnings
    assert "ref_text" in parse({"text": "Hi", "local_voice": "a", "ref_text": "None"}).warnings[0]
    assert parse({"text": "", "turns": [{"text": "Hi.", "speed": "0.9", "voice": ""}]}).text == "Hi."
    with pytest.raises(WorkerError, match=r"text is (missing|empty)"):
        parse({"text": "", "turns": ""})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"voice_reference_base64": ""}, "a voice, for nothing is in voice_reference_base64;"),
        ({"voice_reference_url": None}, "a voice;"),
        (
            {"audio_url": "", "voice_reference_url": ""},
            "a voice, for nothing is in voice_reference_url or audio_url;",
        ),
        ({}, "a voice;"),
    ],
)
def test_a_reference_text_whose_voice_is_empty(data, said):
    """The field that was left empty is the one to mend: it is named."""
    with pytest.raises(WorkerError) as caught:
        parse({"text": "Hi", "ref_text": "hello", **data})
    assert f"ref_text is given without {said}" in caught.value.message


@pytest.mark.parametrize(
    ("endpoint", "more", "field"),
    [("align", {}, "audio_base64"), ("upload", {"voice_name": "anna"}, "voice_file_base64")],
)
def test_a_recording_that_is_empty(endpoint, more, field):
    """Not only that its twin is missing."""
    with pytest.raises(WorkerError, match=f"_url is missing, for nothing is in {field};"):
        parse({"endpoint": endpoint, field: "", **more})


@pytest.mark.parametrize("sent", [-1, "-1", -1.0])
def test_a_random_seed_may_be_asked_for(sent):
    """docs/API.md says so: nothing was left out by mistake, and no warning is due."""
    for data in ({"seed": sent}, {"options": {"seed": sent}}):
        read = parse({"text": "Hi", **data})
        assert (read.seed, read.warnings) == (None, ())


@pytest.mark.parametrize(
    "job_input",
    [
        {"Text": "Hi", "outputFormat": "mp3"},
        {"text ": "Hi", "Output Format": "mp3"},
        {"TEXT": "Hi", "Options": {"output-format": "mp3"}},
        {"input": '{"text": "Hi", "output_format": "mp3"}'},
        '{"text": "Hi", "output_format": "mp3"}',
        [{"text": "Hi", "output_format": "mp3"}],
        {"Endpoint": "", "text": "Hi", "output_format": "mp3"},
    ],
)
def test_names_and_wrappings(job_input):
    """Names as other languages write them, and requests as JSON in a text, are the same request."""
    assert parse(job_input) == parse({"text": "Hi", "output_format": "mp3"})


def test_an_empty_endpoint_around_another_one():
    """It says nothing: the one inside holds."""
    assert parse({"endpoint": "", "input": {"endpoint": "health"}}) == parse({"endpoint": "health"})


def test_no_two_fields_have_the_same_plain_name():
    """Else a name could mean either; and a field that is there twice is a fault."""
    names = {field.name for spec in fields.ENDPOINTS.values() for field in (*spec.fields, *spec.options)}
    assert len({forms.plain_name(name) for name in names | {"endpoint", "options"}}) == len(names) + 2
    with pytest.raises(WorkerError, match="Text is not a field"):
        parse({"text": "Hi", "Text": "Ho"})
    for endpoint in ("listVoices", "list-voices", "List Voices"):
        assert parse({"endpoint": endpoint}) == parse({"endpoint": "list_voices"})


@pytest.mark.parametrize(
    "sent",
    [
        f"DATA:audio/wav;base64,{SOUND}",
        f" data:audio/wav;charset=utf-8;base64,{SOUND}",
        f'data:audio/webm;codecs="vp8,opus";base64,{SOUND}',
        f"data:audio/wav;name=a,b.wav;base64,{SOUND}",
        f"audio/wav;base64,{SOUND}",
        f"base64,{SOUND}",
        f"data:audio/wav;base64,{SOUND.replace('=', '%3D')}",
        f"b'{SOUND}'",
        f'"{SOUND}"',
        f"{SOUND[:4]}\\n{SOUND[4:]}",
    ],
)
def test_what_stands_around_base64(sent):
    """Heads of data addresses in any form, a language's own quotation marks, and doubled escapes."""
    voice = parse({"text": "Hi", "voice_reference_base64": sent}).voice
    assert isinstance(voice, InlineFile)
    assert voice.data == b"RIFF"


def test_blanks_in_base64_take_time_in_proportion():
    """Every blank was once tried as the one that makes it wrong; this would take half an hour."""
    with pytest.raises(WorkerError, match="not valid base64"):
        parse({"text": "Hi", "voice_reference_base64": " a" * 300_000 + "!"})


def test_an_address_among_files_and_a_file_among_addresses():
    """Both say what they are, and are taken for it, with a warning."""
    data = f"data:audio/wav;base64,{SOUND}"
    for endpoint, url, inline in (
        ({"text": "Hi"}, "voice_reference_url", "voice_reference_base64"),
        ({"endpoint": "align"}, "audio_url", "audio_base64"),
        ({"endpoint": "upload", "voice_name": "a"}, "voice_file_url", "voice_file_base64"),
    ):
        for name, value, kind in ((url, data, InlineFile), (inline, "https://x.org/a.wav", RemoteFile)):
            asked = parse({**endpoint, name: value})
            assert isinstance(getattr(asked, "voice", None) or asked.audio, kind)
            assert f"What {name} holds belongs in" in " ".join(asked.warnings)
    assert parse({"endpoint": "dub", "srt": "https://x.org/a.srt"}).source.url == "https://x.org/a.srt"


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("<https://x.org/a.wav>", "https://x.org/a.wav"),
        ("[my voice](https://x.org/a.wav)", "https://x.org/a.wav"),
        ('"https://x.org/a.wav"', "https://x.org/a.wav"),
        ("\ufeffhttps://x.org/a.wav\u200b\n", "https://x.org/a.wav"),
        ("https%3A%2F%2Fx.org%2Fa.wav", "https://x.org/a.wav"),
        ("https://x.org/my voice.wav?a=1&amp;b=2", "https://x.org/my%20voice.wav?a=1&b=2"),
        ("https://x.org/a.wav?a=b c", "https://x.org/a.wav?a=b c"),  # a lost + of a signature, perhaps
        ("s3://bucket/a b&amp;.wav", "s3://bucket/a b&amp;.wav"),
        ("https://github.com/o/r/blob/v1/a b.wav", "https://github.com/o/r/raw/v1/a%20b.wav"),
        ("https://github.com/o/r/raw/v1/a.wav?raw=true", "https://github.com/o/r/raw/v1/a.wav?raw=true"),
        ("https://github.com/o/r/releases/download/1/a.wav", "https://github.com/o/r/releases/download/1/a.wav"),
        ("https://gitlab.com/o/r/-/blob/main/a.wav", "https://gitlab.com/o/r/-/raw/main/a.wav"),
        ("https://huggingface.co/datasets/o/r/blob/main/a.wav", "https://huggingface.co/datasets/o/r/resolve/main/a.wav"),
        ("https://huggingface.co/o/r/resolve/blob/a.wav", "https://huggingface.co/o/r/resolve/blob/a.wav"),
        ("https://www.dropbox.com/scl/fi/x/a.wav?rlkey=k&dl=0", "https://www.dropbox.com/scl/fi/x/a.wav?rlkey=k&dl=1"),
        ("https://me.sharepoint.com/:u:/g/x?e=k", "https://me.sharepoint.com/:u:/g/x?e=k&download=1"),
        *(
            (sent, "https://drive.usercontent.google.com/download?id=AB-1&export=download&confirm=t")
            for sent in (
                "https://drive.google.com/file/d/AB-1/view?usp=sharing",
                "https://drive.google.com/open?id=AB-1",
                "https://drive.google.com/uc?export=download&id=AB-1",
            )
        ),
        (
            "https://drive.google.com/file/d/AB-1/view?resourcekey=0-k",
            "https://drive.usercontent.google.com/download?id=AB-1&export=download&confirm=t&resourcekey=0-k",
        ),
        ("https://drive.google.com/drive/folders/AB-1", "https://drive.google.com/drive/folders/AB-1"),
        ("https://notgithub.com/o/r/blob/v1/a.wav", "https://notgithub.com/o/r/blob/v1/a.wav"),
        ("https://[x/a.wav", "https://[x/a.wav"),
    ],
)  # fmt: skip
def test_an_address_as_it_was_pasted(pasted, address):
    """What chats and editors put around it goes, and a service's page about a file becomes the file."""
    assert address_in(pasted) == address
