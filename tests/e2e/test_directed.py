"""Directed speech with the demo model: pauses, turns and dubbing, through the SDK's local API."""

import base64
import io
import itertools
import wave

import pytest

pytestmark = pytest.mark.environment

QUICK = {"nfe_steps": 1, "seed": 5, "max_retries": 0}  # these tests are about what is around the model
RATE = 24_000


def samples(output):
    """Return the speech's samples as bytes, two each."""
    with wave.open(io.BytesIO(base64.b64decode(output["audio_base64"]))) as file:
        assert file.getframerate() == RATE
        return file.readframes(file.getnframes())


def test_a_turn_has_the_samples_that_it_has_alone(api):
    """Bit for bit, whatever is said before and after it; each word says its voice."""
    turns = [
        {"voice": "slt", "text": "Good morning to you."},
        {"voice": "rms", "text": "Thank you, and welcome.", "speed": 0.9},
        {"voice": "slt", "text": "Good morning to you."},
    ]
    whole = api.ok(QUICK | {"turns": turns})
    alone = [
        samples(
            api.ok(
                QUICK | {"local_voice": turn["voice"], "text": turn["text"], "speed": turn.get("speed", 1)}
            )
        )
        for turn in turns
    ]
    speech = samples(whole)
    places = [speech.find(one) for one in alone]
    assert places[0] == 0
    assert places[1] > 0
    assert speech.endswith(alone[2])
    assert len(speech) > sum(map(len, alone))
    assert [one["voice"] for one in whole["word_timings"]] == ["slt"] * 4 + ["rms"] * 4 + ["slt"] * 4
    assert whole["text"] == "\n\n".join(turn["text"] for turn in turns)


def test_pauses_are_exact_and_change_no_word(api):
    """First and last ones are so many samples; one inside a sentence leaves the speech around it as it is."""
    plain = api.ok(QUICK | {"text": "Good morning to you, my dear old friends."})
    paused = api.ok(
        QUICK | {"text": "[pause:1s]Good morning to you, [pause:700ms]my dear old friends.[pause:2s]"}
    )
    speech, around = samples(plain), samples(paused)
    silent = next(place for place in range(0, len(speech), 2) if any(speech[place : place + 2]))
    assert around.startswith(bytes(2 * RATE))
    assert around.endswith(bytes(2 * 2 * RATE))
    assert bytes(2 * RATE * 7 // 10) in around[2 * RATE : -4 * RATE].lstrip(b"\0")
    begins = speech[silent : silent + 2 * RATE // 5]  # zeros of its own make no pause longer
    assert around[2 * RATE :].startswith(begins)
    assert paused["duration"] == pytest.approx(plain["duration"] + 3.7, abs=0.5)
    assert [one["word"] for one in paused["word_timings"]] == [one["word"] for one in plain["word_timings"]]
    moved = [
        b["start"] - a["start"] for a, b in zip(plain["word_timings"], paused["word_timings"], strict=True)
    ]
    assert moved[:4] == pytest.approx([1 - silent / 2 / RATE] * 4, abs=0.002)
    assert moved[5:] == pytest.approx([moved[5]] * 3, abs=0.002)
    assert moved[5] < 1.732  # what was silent there went; both words keep 15 ms beyond the cut
    assert moved[4] == pytest.approx(
        moved[5], abs=0.12
    )  # it begins behind the cut, which is where it is quiet


def test_subtitles_are_dubbed(api):
    """Words begin with their cues, in order and apart, and the track is as long as the file says."""
    srt = (
        "1\n00:00:01,000 --> 00:00:02,000\nGood morning.\n\n"
        "2\n00:00:02,500 --> 00:00:02,900\nANNA: We are very glad to see you.\n\n"
        "3\n00:00:03,200 --> 00:00:08,000\nThe end.\n"
    )
    output = api.ok(QUICK | {"endpoint": "dub", "srt": srt, "voices": {"Anna": "rms"}})
    words = output["word_timings"]
    begins = {one["word"]: one["start"] for one in words}
    assert begins["Good"] == pytest.approx(1.0, abs=0.05)  # the aligner's grid is 20 ms
    assert begins["We"] == pytest.approx(2.5, abs=0.05)  # the aligner's grid is 20 ms
    assert begins["The"] == pytest.approx(3.2, abs=0.05)  # the aligner's grid is 20 ms
    assert {one["voice"] for one in words if 2.4 < one["start"] < 3.2} == {"rms"}
    assert all(one["end"] <= after["start"] for one, after in itertools.pairwise(words))
    assert output["duration"] == 8.0
    (warning,) = output["warnings"]
    assert warning.startswith("Cue 2 (0:00:02.500) did not fit: it is spoken ")


def test_ssml_and_a_lexicon(api):
    """The words that are shown are the text's own, whatever is said for them."""
    text = "<speak>The <sub alias='World Wide Web'>WWW</sub> has a GIF. <break time='1s'/> Yes.</speak>"
    output = api.ok(QUICK | {"text": text, "lexicon": {"GIF": "jif"}})
    assert [one["word"] for one in output["word_timings"]] == ["The", "WWW", "has", "a", "GIF.", "Yes."]
    assert output["warnings"] == []
