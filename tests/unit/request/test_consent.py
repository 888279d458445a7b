"""Consent to the cloning of a voice: what it must hold, and where it is insisted on."""

from datetime import UTC, datetime, timedelta

import pytest

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import parse as request
from f5tts_worker.request.consent import is_consent

OPEN = config.from_environment({})
STRICT = config.from_environment({"F5TTS_REQUIRE_CONSENT": "true"})
GIVEN = {"who": "Anna", "when": "2026-11-20", "how": "signed form"}
CUES = "1\n00:00:00,000 --> 00:00:01,000\nHi.\n"
CLONING = (
    {"text": "Hi.", "voice_reference_url": "https://example.org/a.wav"},
    {"text": "Hi.", "audio_url": "https://example.org/a.wav"},
    {"text": "Hi.", "voice_reference_base64": "UklGRg=="},
    {"endpoint": "dub", "srt": CUES, "voice_reference_url": "https://example.org/a.wav"},
    {"endpoint": "upload", "voice_name": "anna", "voice_file_url": "https://example.org/a.wav"},
    {"endpoint": "upload", "voice_name": "anna", "voice_file": "UklGRg=="},  # of earlier versions
)
OTHER = (
    {"text": "Hi."},
    {"text": "Hi.", "local_voice": "anna"},
    {"text": "Hi.", "local_voice": "anna", "audio_url": "https://example.org/a.wav"},
    {"turns": [{"voice": "anna", "text": "Hi."}]},
    {"endpoint": "align", "audio_url": "https://example.org/a.wav", "text": "Hi."},
)


def fault_of(data, settings=OPEN):
    """Return what is wrong with a request's consent: the only thing that is."""
    with pytest.raises(WorkerError) as caught:
        request.parse(data, settings)
    (fault,) = caught.value.details["faults"]
    assert fault["field"] == "consent"
    assert '"who"' in fault["expected"]
    return fault["problem"]


@pytest.mark.parametrize("data", CLONING)
def test_where_a_recording_is_cloned(data):
    """Every field that brings a recording needs one where the setting says so, and takes one elsewhere."""
    assert fault_of(data, STRICT).startswith("is missing")
    assert request.parse(data, OPEN).consent is None
    for settings in (OPEN, STRICT):
        assert request.parse({**data, "consent": GIVEN}, settings).consent == GIVEN


@pytest.mark.parametrize("data", OTHER)
def test_where_none_is(data):
    """Stored and built-in voices need none; one that comes all the same is named in a warning."""
    request.parse(data, STRICT)
    if data.get("endpoint") != "align":
        parsed = request.parse({**data, "consent": GIVEN}, STRICT)
        assert parsed.consent is None
        assert "consent was ignored" in " ".join(parsed.warnings)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "is without who, when, how"),
        ({"who": "", "when": None}, "is without who, when, how"),
        ({"who": "Anna"}, "is without when, how"),
        ("Anna", "is no object"),
        (GIVEN | {"who": 7}, "has a who that is no string"),
        (GIVEN | {"how": "  "}, "has a how that is empty"),
        (GIVEN | {"who": "A" * 201}, "has a who that has 201 characters"),
        (GIVEN | {"how": "A" * 501}, "has a how that has 501 characters"),
        (GIVEN | {"how": "a\x1b[2J"}, "has a how that holds control characters"),
        (GIVEN | {"how": "\ud800"}, "has a how that holds control characters"),
        (GIVEN | {"when": "last week"}, "has a when that is no day or time"),
        (GIVEN | {"when": "2026-02-30"}, "has a when that is no day or time"),
        (GIVEN | {"age": 9}, "has 'age'"),
    ],
)
def test_what_it_must_hold(given, problem):
    """One fault names every field that is missing, and what is wrong with the others."""
    assert fault_of({**CLONING[0], "consent": given}) == problem
    assert not is_consent(given) or "when" in problem


def test_several_faults_are_one():
    """All that is wrong with it is said at once."""
    wrong = {"who": "A" * 201, "how": "", "age": 9}
    found = fault_of({**CLONING[0], "consent": wrong}, STRICT)
    for part in ("without when, how", "'age'", "201 characters"):
        assert part in found


def test_a_consent_is_not_still_to_come():
    """Today is today anywhere on earth; the day after tomorrow is not."""
    now = datetime.now(UTC)
    for when in (now.isoformat(), now.date().isoformat(), (now + timedelta(hours=13)).isoformat()):
        assert request.parse({**CLONING[0], "consent": GIVEN | {"when": when}}, STRICT).consent
    later = (now + timedelta(days=3)).date().isoformat()
    assert "still to come" in fault_of({**CLONING[0], "consent": GIVEN | {"when": later}})
