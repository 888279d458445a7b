"""Generated requests with known faults: each is refused, and each of its faults is named."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.delivery import response
from f5tts_worker.request import fields
from f5tts_worker.request import parse as request
from f5tts_worker.request.reader import MAX_FAULTS_LISTED

SETTINGS = config.from_environment({})

# What no field of a kind takes, whatever else is in the request.
WRONG = {
    "string": st.sampled_from([True, [], {}, 1e300, ["text", "more"]]),
    "cursor": st.sampled_from(["../x", "a\0b", ".", "x" * 65, True, [], "anna.wav"]),
    "voice": st.sampled_from(["../x", "/etc/passwd", "a\0b", ".", "x" * 65, True, [], "\u200b", "con|"]),
    "identifier": st.sampled_from(["../x", "a b", "x" * 200, True, [], {}]),
    "url": st.sampled_from(
        ["file:///etc/passwd", "example.org", "ftp://x/", 7, [], "https://a b", "gopher://"]
    ),
    "base64": st.sampled_from(["not base64!", "QUJDR", 7, [], "ÄÖÜ"]),
    "number": st.sampled_from(["one", "1,000", [], {}, True, 1e9, -1e9, float("nan"), float("inf"), 10**400]),
    "integer": st.sampled_from(["one", "1.5", [], {}, True, 1.5, -(10**30), 10**30, float("inf")]),
    "boolean": st.sampled_from(["maybe", 2, 1.0, [], {}]),
    "choice": st.sampled_from(["no such thing", [], {}, 7.5, "\ud800"]),
    "takes": st.sampled_from([7, [], "1", {"0": 1}, {"a": 1}, {"1": -1}, {"1": 1.5}, {"1": True}]),
    "turns": st.sampled_from([7, "Hi.", {}, [], {"text": "Hi."}]),
    "voices": st.sampled_from([7, "anna", [7], {"anna": 7}, {"anna": "../x"}, {"a]": "anna"}, ["", "anna"]]),
    "lexicon": st.sampled_from([7, "GIF", [], {"GIF": 7}, {"": "jif"}, {"GIF": "!"}, {"G" * 101: "x"}]),
    "defaults": st.sampled_from([7, "x", [], {"speed": 9}, {"pace": 1}, {"lexicon": 7}, {"seed": -2}]),
    "consent": st.sampled_from([7, "Anna", [], {}, {"who": "Anna"}, {"who": 7, "when": "x", "how": ""}]),
    "style": st.sampled_from([7, True, [], {}, "no such thing", "\ud800", ["karaoke"]]),
    "choices": st.sampled_from(["no such thing", [], {}, 7, ["srt", "exe"], [["srt"]]]),
}
UNKNOWN = st.text(st.characters(codec="ascii", categories=["L"]), min_size=12, max_size=16)


def is_left_out(field, data):
    """Say whether a field counts as not given: blank, or beside one that it yields to."""
    blank = field.blank_is_absent and isinstance(data[field.name], str) and not data[field.name].strip()
    return blank or any(other in data for other in field.yields_to)


@st.composite
def malformed(draw):
    """Return a request and the names of the fields that are wrong in it."""
    name = draw(st.sampled_from(sorted(fields.ENDPOINTS)))
    endpoint = fields.ENDPOINTS[name]
    known = [*endpoint.fields, *endpoint.options]
    broken = draw(st.lists(st.sampled_from(known), unique_by=lambda f: f.name, max_size=8)) if known else []
    data = {field.name: draw(WRONG[field.kind]) for field in broken}
    wrong = {field.name for field in broken if not is_left_out(field, data)}
    unknown = draw(st.lists(UNKNOWN, unique=True, min_size=0 if wrong else 1, max_size=4))
    data |= dict.fromkeys(unknown, 1)
    inside = draw(st.sampled_from([7, "fast", []])) if endpoint.options and draw(st.booleans()) else None
    if inside is not None:
        data["options"] = inside
        wrong.add("options")
    return data | {"endpoint": name}, wrong | set(unknown)


@pytest.mark.faults("requests", count=settings.default.max_examples)
@given(malformed())
def test_every_fault_is_named(case):
    """The parser raises nothing but INVALID_REQUEST, and the answer names each field that is wrong."""
    job_input, wrong = case
    with pytest.raises(WorkerError) as caught:
        request.parse(job_input, SETTINGS)
    error = caught.value
    assert error.code == "INVALID_REQUEST"
    named = {fault["field"] for fault in error.details["faults"]}
    assert wrong <= named or len(error.details["faults"]) == MAX_FAULTS_LISTED
    answer = response.failure(error, "job")
    assert json.loads(json.dumps(answer))["error"].startswith("INVALID_REQUEST: ")
