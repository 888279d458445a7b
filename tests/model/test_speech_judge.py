"""What the judge of speech measures without a recogniser, on sounds whose figures are known."""

import numpy as np
import pytest
from scripts.speech_judge.hearing import parts
from scripts.speech_judge.measures import jumps, measured_loudness, most_lowered, pace_variation
from scripts.speech_judge.speakers import RATE, Said, one_by_one
from scripts.speech_judge.stretchers import atempo
from scripts.speech_judge.texts import DECIDING, FINAL, LONG, read_text, without_marks

HEARD_RATE = 16_000


def noise(seconds, rate=RATE):
    return (np.random.default_rng(4).standard_normal(round(seconds * rate)) * 0.1).astype(np.float32)


def tone(seconds, rate=RATE):
    return (0.1 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def test_what_is_decided_by_is_not_what_is_judged():
    """No sentence stands in both texts; a text ends with the paragraph that has the word asked for."""
    deciding, final = read_text(DECIDING, 10_000), read_text(FINAL, 10_000)
    assert not {*deciding} & {*final}
    first = read_text(FINAL, 1)
    assert first == final[: len(first)]
    assert first[-1].endswith("\n\n")
    assert 1 < len(first) < len(final)


def test_a_text_of_three_thousand_words():
    """No sentence stands in it twice, and none is a paragraph by itself but the last ones."""
    long = read_text(LONG, 3000)
    assert len("".join(long).split()) >= 3000
    assert len({sentence.strip() for sentence in long}) == len(long)
    assert len("".join(long).split("\n\n")) < len(long) / 4


def test_without_marks_nothing_is_left_but_words():
    """All words in their order, as one sentence."""
    bare = without_marks(["He said: “I can't, sir!” \n\n", "Why - not? "])
    assert bare == ["he said I can't sir why not"]


def test_pace_varies_by_what_it_varies():
    """Equal texts in 2 s and in 3 s: 20 %; a pause inside makes nothing slower."""
    text = "twenty letters of it"
    pause = np.zeros(RATE, np.float32)
    halting = np.concatenate([noise(1), pause, noise(1)])
    assert pace_variation([(text, noise(2)), (text, halting)]) == pytest.approx(0, abs=1.5)
    assert pace_variation([(text, noise(2)), (text, noise(3))]) == pytest.approx(20, abs=1.5)


def test_a_jump_at_a_join_is_told_from_those_inside():
    """A step of 0.5 where two chunks meet is found there, and one of 0.3 elsewhere is found elsewhere."""
    samples = tone(2)
    samples[RATE:] += 0.5
    samples[RATE // 2] += 0.3
    at_joins, inside = jumps(Said(samples, [("a", 0, RATE), ("b", RATE, 2 * RATE)]))
    assert at_joins == pytest.approx(0.5, abs=0.02)
    assert inside == pytest.approx(0.3, abs=0.02)


def test_long_speech_is_cut_in_its_pauses():
    """Nothing is lost, no part is longer than a recogniser hears, and the cut lies in the pause."""
    speech, pause = noise(20, HEARD_RATE), np.zeros(HEARD_RATE, np.float32)
    whole = np.concatenate([speech, pause, speech])
    cut = list(parts(whole))
    assert np.array_equal(np.concatenate(cut), whole)
    assert [len(part) / HEARD_RATE for part in cut] == pytest.approx([20.5, 20.5], abs=0.1)


def test_the_stretcher_changes_the_length_and_not_the_pitch():
    """At 1.5 times the pace two thirds of the length are left, at 220 Hz still."""
    stretched = atempo(tone(2), RATE, 1.5)
    assert len(stretched) == 2 * RATE / 1.5
    inner = stretched[RATE // 4 : RATE + RATE // 4]
    assert abs(np.fft.rfft(inner)).argmax() == pytest.approx(220, abs=1)


def test_one_by_one_has_a_pause_between():
    """Two recordings of a second: 2.3 s; and half as loud is 6 dB less."""
    said = one_by_one([Said(noise(1)), Said(noise(1))])
    assert len(said.samples) == 23 * RATE // 10
    softer = Said(said.samples / 2)
    assert measured_loudness(said) - measured_loudness(softer) == pytest.approx(6.02, abs=0.1)


def test_the_most_lowered_chunk_is_found():
    """Two chunks 20 dB louder, one of them only 17: it is 3 dB quieter than it should be."""
    soft = np.concatenate([noise(1), noise(1)]) / 10
    loud = np.concatenate([soft[:RATE] * 10, soft[RATE:] * 10 ** (17 / 20)])
    chunks = [("a", 0, RATE), ("b", RATE, 2 * RATE)]
    assert most_lowered(Said(loud, chunks), Said(soft, chunks), 20) == pytest.approx(3, abs=0.01)
