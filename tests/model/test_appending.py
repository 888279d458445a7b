"""Turns that are put together: silence exact to the sample, and no sound lost at a cut."""

import wave

import numpy as np
import pytest

from f5tts_worker.engine.audio.appending import append
from f5tts_worker.engine.audio.wav import read_wav, rounded, write_wav
from f5tts_worker.engine.speech.join_chunks import guard_peak
from f5tts_worker.errors import WorkerError

RATE = 24_000


def speech(*parts):
    """Return words (seconds of a steady, loud noise) and gaps between them (negative: of a faint one)."""
    random = np.random.default_rng(7)
    loud = [random.uniform(0.3, 0.5, round(abs(part) * RATE)) for part in parts]
    signs = [random.choice([-1.0, 1.0], len(one)) for one in loud]
    quiet = [1.0 if part > 0 else 9e-3 for part in parts]
    return np.concatenate([a * b * c for a, b, c in zip(loud, signs, quiet, strict=True)]).astype(np.float32)


def runs_of_zero(samples):
    edges = np.flatnonzero(np.diff(np.concatenate([[False], samples == 0, [False]]))).reshape(-1, 2)
    return [int(b - a) for a, b in edges if b - a > 1]


def put(tmp_path, samples, at=0, silence=0, pauses=(), **more):
    write_wav(tmp_path / "turn.wav", samples, RATE)
    order = {"audio": str(tmp_path / "turn.wav"), "out": str(tmp_path / "out.wav"), "at": at}
    return append({**order, "silence": silence, "pauses": [*pauses], **more})


@pytest.mark.parametrize("ms", [1, 7, 500, 30_000])
def test_a_pause_is_exact_to_the_sample(tmp_path, ms):
    """Before, between and after words, a pause is so many samples of zero, and neither more nor fewer."""
    pauses = [{"after_ms": 500, "before_ms": 700, "ms": ms}]
    placed = put(tmp_path, speech(0.5, -0.2, 0.5), silence=24 * ms, pauses=pauses, silence_after=24 * ms)
    samples, rate = read_wav(tmp_path / "out.wav")
    assert rate == RATE
    assert runs_of_zero(samples) == [24 * ms] * 3
    assert placed["samples"] == len(samples) == 24 * (3 * ms + 1000 + 120)


def test_silence_of_the_speech_makes_no_pause_longer(tmp_path):
    """Zeros of its own at a pause are left out: at its ends, and in a gap; so is what fading makes zero."""
    zeros = np.zeros(RATE // 5, np.float32)
    whole = np.concatenate([zeros, speech(0.3), zeros, speech(0.3), zeros])
    whole[RATE * 7 // 10 : RATE * 7 // 10 + 5] *= 1e-4
    pauses = [{"after_ms": 500, "before_ms": 700, "ms": 100}]
    around = {"silence": 48, "silence_after": 72, "pause_before": True, "pause_after": True}
    placed = put(tmp_path, whole, pauses=pauses, **around)
    samples, _ = read_wav(tmp_path / "out.wav")
    assert runs_of_zero(samples) == [48, 2400, 72]
    assert placed["samples"] == len(samples) == 48 + 2400 + 72 + RATE * 6 // 10 - 5
    assert [part["start_ms"] for part in placed["parts"]] == [200, 700]
    placed = put(tmp_path, whole, silence=48)
    assert placed["samples"] == 48 + len(whole)  # no pause: a turn keeps all its samples


def test_what_is_silent_is_cut_down_and_what_sounds_is_not(tmp_path):
    """Of the silence at a pause 60 ms stay on either side; the words keep every sample."""
    whole = speech(0.5, -0.6, 0.5)
    placed = put(tmp_path, whole, pauses=[{"after_ms": 480, "before_ms": 1130, "ms": 100}])
    samples, _ = read_wav(tmp_path / "out.wav")
    assert [(p["start_ms"], p["end_ms"], p["at_ms"]) for p in placed["parts"]] == [
        (0, 560, 0),
        (1040, 1600, 660),
    ]
    np.testing.assert_allclose(samples[: RATE // 2], whole[: RATE // 2], atol=1e-3)
    np.testing.assert_allclose(samples[-RATE // 2 :], whole[-RATE // 2 :], atol=1e-3)


@pytest.mark.parametrize("stop", [None, 455, 545])
def test_words_without_a_gap_are_cut_where_they_meet(tmp_path, stop):
    """Both keep all their samples, and 15 ms of the other, fading. A stop's 40 ms of silence are no gap."""
    whole = speech(0.5, 0.5)
    if stop is not None:
        whole[24 * (stop - 20) : 24 * (stop + 20)] *= 1e-3
    placed = put(tmp_path, whole, pauses=[{"after_ms": 490, "before_ms": 510, "ms": 10}])
    samples, _ = read_wav(tmp_path / "out.wav")
    assert [(p["start_ms"], p["end_ms"], p["at_ms"]) for p in placed["parts"]] == [
        (0, 515, 0),
        (485, 1000, 525),
    ]
    assert len(samples) == len(whole) + 24 * (10 + 2 * 15)
    assert [run for run in runs_of_zero(samples) if run > 24] == [240]
    np.testing.assert_allclose(samples[: 24 * 500], whole[: 24 * 500], atol=1e-4)
    np.testing.assert_allclose(samples[-24 * 500 :], whole[-24 * 500 :], atol=1e-4)
    ending = np.abs(samples[24 * 500 : 24 * 515]).reshape(-1, 24).max(axis=1)
    assert (np.diff(ending) <= 0.05).all()
    assert ending[-1] < 0.05


def test_what_others_say_of_a_sentence_is_left_out(tmp_path):
    """The middle words stay, with 60 ms of their silence; where there is none, both ends are faded."""
    whole = speech(0.3, -0.3, 0.3, -0.3, 0.3)
    gaps = {"left_out_before": {"after_ms": 300, "before_ms": 600}}
    gaps["left_out_after"] = {"after_ms": 900, "before_ms": 1200}
    placed = put(tmp_path, whole, silence=240, **gaps)
    samples, _ = read_wav(tmp_path / "out.wav")
    assert placed["parts"] == [{"start_ms": 540, "end_ms": 960, "at_ms": 10}]
    assert len(samples) == 24 * (10 + 420)
    np.testing.assert_allclose(samples[24 * 70 : 24 * 370], whole[24 * 600 : 24 * 900], atol=1e-3)
    pauses = [{"after_ms": 750, "before_ms": 750, "ms": 10}]
    placed = put(tmp_path, speech(1.5), pauses=pauses, **gaps)
    assert [part["start_ms"] < part["end_ms"] for part in placed["parts"]] == [True, True]
    samples, _ = read_wav(tmp_path / "out.wav")
    assert runs_of_zero(samples) == [240]
    assert max(abs(samples[0]), abs(samples[-1])) < 0.01


def test_several_pauses_and_turns(tmp_path):
    """Turns follow one another in one file; what a call that was lost had written goes."""
    first = put(tmp_path, speech(0.3), silence=100)
    lost = put(tmp_path, speech(0.4), at=first["samples"])
    assert lost["samples"] > first["samples"]
    pauses = [{"after_ms": at, "before_ms": at + 100, "ms": 20} for at in (300, 700)]
    second = put(
        tmp_path,
        speech(0.3, -0.1, 0.3, -0.1, 0.3),
        at=first["samples"],
        silence=50,
        pauses=pauses,
        comment="made",
    )
    samples, _ = read_wav(tmp_path / "out.wav")
    assert runs_of_zero(samples) == [100, 50, 480, 480]
    assert second["samples"] == len(samples)
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getnframes() == len(samples)
    assert b"ICMT" in (tmp_path / "out.wav").read_bytes()


@pytest.mark.parametrize(("room", "start"), [(2400, 2400), (240, 240), (0, 0)])
def test_sound_begins_where_it_is_wanted(tmp_path, room, start):
    """The silence in front of a cue's sound takes the room before it, and goes where there is none."""
    put(tmp_path, speech(-0.05, 0.3), sound_at=room)
    samples, _ = read_wav(tmp_path / "out.wav")
    assert np.flatnonzero(np.abs(samples) > 0.1)[0] == start


def test_a_file_that_is_too_short_is_an_error(tmp_path):
    """It has lost what the caller believes it to hold."""
    put(tmp_path, speech(0.1))
    with pytest.raises(WorkerError, match="before sample 99999"):
        put(tmp_path, speech(0.1), at=99_999)


@pytest.mark.parametrize("share", [0.5, 0.93, 1.9])
def test_a_length_is_met_to_the_sample_and_pauses_keep_theirs(tmp_path, share):
    """What is heard is stretched, each part by as much; where it is cut does not depend on that."""
    whole = np.concatenate([speech(0.5, -0.2, 0.5), np.zeros(2400, np.float32)])
    pauses = {"pauses": [{"after_ms": 500, "before_ms": 700, "ms": 300}], "silence_after": 4800}
    around = {"silence": 2400, "pause_before": True, "pause_after": True}
    measured = put(tmp_path, whole, only_measured=True, **pauses, **around)
    assert not (tmp_path / "out.wav").exists()
    assert measured["sound"] == 24 * 1120
    length = round(measured["sound"] * share)
    placed = put(tmp_path, whole, sound=length, **pauses, **around)
    samples, _ = read_wav(tmp_path / "out.wav")
    assert placed["samples"] == len(samples) == 2400 + 7200 + 4800 + length
    assert placed["tempo"] == pytest.approx(1 / share, rel=1e-4)
    assert [one["start_ms"] for one in placed["parts"]] == [0, 640]
    assert [one["at_ms"] for one in placed["parts"]] == [100, 100 + round(560 * share) + 300]
    runs = [run for run in runs_of_zero(samples) if run > 1000]
    assert runs == pytest.approx([2400, 7200, 4800], abs=480)  # stretching may make an edge silent


@pytest.mark.parametrize("gain", [0.1, 0.5, 2.0])
def test_another_loudness_moves_nothing(tmp_path, gain):
    """The cuts, and so the length, are those of the speech as it was spoken; what would clip is lowered."""
    whole = np.concatenate([np.zeros(2400, np.float32), speech(0.5, -0.2, 0.5, -0.1)])
    order = {"pauses": [{"after_ms": 600, "before_ms": 800, "ms": 300}], "pause_before": True}
    usual, louder = (put(tmp_path, whole, **order, **more) for more in ({}, {"gain": gain}))
    assert louder == usual
    samples, _ = read_wav(tmp_path / "out.wav")
    assert np.abs(samples).max() == pytest.approx(min(0.5 * gain, 0.98), rel=0.01)


def test_peaks_at_the_border_of_two_blocks_are_lowered_as_any(tmp_path):
    """Ten seconds are made at a time; what is lowered is what it would be in one piece."""
    whole = speech(10.02, 10.05, 0.5) * np.float32(0.5)
    whole[10 * RATE - 300 : 10 * RATE + 300 : 7] = 0.9
    whole[20 * RATE - 5] = -0.8
    put(tmp_path, whole, gain=1.9)
    samples, _ = read_wav(tmp_path / "out.wav")
    in_one = guard_peak(rounded(whole), 1.9)
    assert np.abs(samples - in_one).max() < 1e-4
