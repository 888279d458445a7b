"""The storm's judge: what it takes for a right answer, and that it can fail.

What a world of workers and buckets gives, stands here as plain figures: the storm itself is in tests/e2e.
"""

import base64
import io
import random
import wave
from collections import Counter
from types import SimpleNamespace

import pytest
from scripts.judge_storm import GROWTH, Storm, report
from scripts.storm_judge.orders import Orders

HELD = {**dict.fromkeys(GROWTH, 100.0), "temporary files": 0.0}


def spoken(order, **more):
    """Return an answer to this order whose sound lasts half a second."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(bytes(24_000))
    text = order.input["text"]
    words = [
        {"word": word, "start": 0.01 * n, "end": 0.01 * n + 0.01, "source": "aligned", "score": 0.9}
        for n, word in enumerate(text.split())
    ]
    return {
        "status": "completed",
        "text": text,
        "duration": 0.5,
        "word_timings": words,
        "usage": {"characters": len(text)},
        "audio_base64": base64.b64encode(sound.getvalue()).decode(),
    } | more


@pytest.fixture
def order(tmp_path):
    """Return one order of speech."""
    return Orders(random.Random(1), tmp_path).speech()  # noqa: S311 - texts, no secret


def test_a_right_answer_passes(order):
    """Text, words and sound that belong together are taken."""
    order.check(spoken(order))


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "failed"},
        {"text": "Something else."},
        {"duration": 0.6},
        {"word_timings": []},
        {"usage": {"characters": 1}},
        {"audio_base64": ""},
        {"subtitles": {"srt": {"content": ""}}},
    ],
)
def test_a_wrong_answer_does_not(order, wrong):
    """One thing that is not as asked is enough."""
    with pytest.raises(AssertionError):
        order.check(spoken(order, **wrong))


def test_an_error_that_belongs_to_no_job_is_wrong(order):
    """An error that is never to be sent again, on a job that is right, fails the storm."""
    storm = SimpleNamespace(ended=Counter())
    with pytest.raises(AssertionError, match="INVALID_REQUEST"):
        Storm._check(storm, order, {"error": "no", "error_code": "INVALID_REQUEST"})


@pytest.mark.parametrize(
    ("end", "spilt", "wrong", "code"),
    [
        ({}, [], [], 0),
        ({}, [], ["speech (None): wrong"], 1),
        ({}, ["worker.log"], [], 1),
        ({"engine MiB": 100.0 + GROWTH["engine MiB"] + 1}, [], [], 1),
        ({"descriptors": 100.0 + GROWTH["descriptors"] + 1}, [], [], 1),
        ({"temporary files": 1.0}, [], [], 1),
    ],
)
def test_what_fails_a_storm(capsys, end, spilt, wrong, code):
    """A wrong answer, a secret, growth, or a file that is left; and nothing else."""
    figures = [("start", HELD), ("end", HELD | end)]
    storm = SimpleNamespace(jobs=[], left_out=0, told={}, ended={}, recovery={}, wrong=wrong, figures=figures)
    assert report(storm, spilt, ["x"], 1.0) == code
    assert f"faults: {len(wrong) + len(end) + len(spilt)}" in capsys.readouterr().out
