"""Requests word for word as documents of earlier versions have them, and what they mean today."""

import pytest

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.request.earlier import translate
from f5tts_worker.request.origins import RemoteFile, StoredVoice
from f5tts_worker.request.parse import parse
from f5tts_worker.request.requests import ResultRequest, StatusRequest, TtsRequest, UploadRequest

SETTINGS = from_environment({})
UPLOAD = {"endpoint": "upload", "voice_name": "john_speaker.wav"}


def read(job_input):
    return parse(job_input, SETTINGS)


def test_the_third_versions_example():
    """Both addresses in one request: the reference is the voice, the other is neither fetched nor judged."""
    request = read(
        {
            "audio_url": "s3://bucket/input.wav",
            "voice_reference_url": "s3://bucket/reference.wav",
            "text": "Text to synthesize",
            "options": {"create_subtitles": True, "subtitle_format": "ass"},
        }
    )
    assert isinstance(request, TtsRequest)
    assert request.voice == RemoteFile("s3://bucket/reference.wav", "voice_reference_url")
    assert request.subtitles.formats == ("ass",)
    assert request.warnings == ("audio_url was ignored: voice_reference_url is the voice.",)


@pytest.mark.parametrize("address", ["no address at all", "ftp://x/", 7, []])
def test_the_ignored_address_is_not_judged(address):
    """Whatever stands in it: the voice is named elsewhere."""
    request = read({"text": "Hi", "audio_url": address, "local_voice": "anna"})
    assert request.voice == StoredVoice("anna")
    assert len(request.warnings) == 1


def test_a_timing_file_of_a_form():
    """A form says that it wants word timings with a text."""
    asked = read({"text": "Hi", "return_word_timings": "true", "timing_format": "srt"})
    assert asked.subtitles.formats == ("srt",)


def test_word_timings_and_timing_files():
    """The second version's request: words in the answer, and the file that was asked for."""
    request = read(
        {
            "text": "I am a puppet, and the digital world owns me!",
            "speed": 0.9,
            "seed": 42,
            "local_voice": "Kurt_12s.wav",
            "return_word_timings": True,
            "timing_format": "srt",
            "timing_method": "whisperx",
        }
    )
    assert (request.voice, request.speed, request.seed) == (StoredVoice("Kurt_12s"), 0.9, 42)
    assert request.word_timings is True
    assert request.subtitles.formats == ("srt",)
    assert [warning.split()[0] for warning in request.warnings] == [
        "return_word_timings",
        "timing_format",
        "timing_method",
    ]


@pytest.mark.parametrize(
    "given", [{"timing_format": "srt"}, {"timing_format": "srt", "return_word_timings": False}]
)
def test_no_timing_files_without_timings(given):
    """They were made with return_word_timings alone."""
    assert read({"text": "Hi"} | given).subtitles is None


@pytest.mark.parametrize("kind", ["csv", "compact"])
def test_a_file_of_words_is_in_the_answer(kind):
    """There is no such file now; the answer's words hold the same, and a warning says so."""
    request = read({"text": "Hi", "return_word_timings": True, "timing_format": kind})
    assert (request.subtitles, request.word_timings) == (None, True)
    assert f"timing_format {kind}" in request.warnings[0]


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"voice_file_url": "https://x.org/a.wav", "reference_text": "Exact."}, "ref_text", "Exact."),
        (
            {"voice_file_url": "https://x.org/a.wav", "text_file_url": "https://x.org/a.txt"},
            "ref_text",
            RemoteFile("https://x.org/a.txt", "text_file_url"),
        ),
        ({"voice_file_url": "https://x.org/a.wav"}, "ref_text", None),
        ({"voice_file_url": "https://x.org/a.wav", "reference_text": ""}, "ref_text", None),
        ({"voice_file": "UklGRg==", "text_file": "SGVsbG8="}, "name", "john_speaker"),
    ],
)
def test_uploads(given, field, value):
    """The text beside the recording under each of its names, or none."""
    request = read(UPLOAD | given)
    assert isinstance(request, UploadRequest)
    assert getattr(request, field) == value


def test_an_address_as_a_local_voice():
    """The first version took a file name or an address there."""
    request = read({"text": "Hi", "local_voice": "https://example.org/me.wav"})
    assert request.voice == RemoteFile("https://example.org/me.wav", "voice_reference_url")


@pytest.mark.parametrize(
    "given",
    [
        {"endpoint": "download", "job_id": "123e4567"},
        {"endpoint": "download", "job_id": "123e4567", "type": "timing", "format": "srt"},
        {"endpoint": "download", "file_path": "output/123e4567.wav"},
        {"endpoint": "download", "file_path": "output/123e4567.mp3"},
        {"endpoint": "download", "file_path": "timings/123e4567.srt"},
        {"endpoint": "result", "job_id": "123e4567"},
    ],
)
def test_results(given):
    """`download` is `result`: its answer has the links to everything that the job made."""
    request = read(given)
    assert isinstance(request, ResultRequest)
    assert request.job_id == "123e4567"


def test_a_path_that_is_no_output():
    """Nothing but a job's own output can be named."""
    with pytest.raises(WorkerError) as caught:
        read({"endpoint": "download", "file_path": "../../etc/passwd"})
    assert "job_id is missing" in caught.value.message


def test_status():
    """As it always was."""
    assert read({"endpoint": "status", "job_id": "abc"}) == StatusRequest("abc")


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_todays_name_without_a_value_does_not_win(blank):
    """Null and nothing are the same as leaving a field out."""
    request = read({"text": "Hi", "local_voice": "https://x.org/a.wav", "voice_reference_url": blank})
    assert request.voice == RemoteFile("https://x.org/a.wav", "voice_reference_url")
    order = {"voice_file_url": "https://x.org/a.wav", "reference_text": "Exact.", "ref_text": blank}
    assert read(UPLOAD | order).ref_text == "Exact."


def test_todays_name_wins():
    """A request that holds both names means today's."""
    request = read({"text": "Hi", "return_word_timings": True, "word_timings": False})
    assert request.word_timings is False


@pytest.mark.parametrize("endpoint", [None, "tts", "nonsense", 7, [], {}, "\ud800"])
def test_anything_may_stand_in_a_request(endpoint):
    """Translation judges nothing and fails on nothing; the request that came in is left as it was."""
    given = {"endpoint": endpoint, "timing_format": [], "local_voice": {}, "file_path": 7, 3: 4}
    before = dict(given)
    translate(given)
    assert given == before
