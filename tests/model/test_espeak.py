"""The phones that espeak-ng's events become, without espeak-ng; and an aligner's targets at another pace."""

import numpy as np
import pytest
from scripts.demo import dataset, espeak, train_aligner
from scripts.demo.flite import Phone

RATE = 22_050
WORD, PHONEME = espeak.WORD_EVENT, espeak.PHONEME_EVENT
# "a cab, ask": a pause behind the second word
EVENTS = [
    (WORD, 0, ""),
    (PHONEME, 0, "a#"),
    (WORD, 1000, ""),
    (PHONEME, 1000, "k"),
    (PHONEME, 2000, "'a"),
    (PHONEME, 3000, "b"),
    (PHONEME, 4000, "_:"),
    (WORD, 6000, ""),
    (PHONEME, 6000, "a"),
    (PHONEME, 7000, "s"),
    (PHONEME, 8000, "k"),
    (PHONEME, 9000, "_:"),
]


def test_events_become_phones():
    """Each lasts to the next; a pause is nobody's; marks of stress are not in the names."""
    phones = espeak._phones(EVENTS, 11_000, RATE)
    assert [(p.name, round(p.start * RATE), round(p.end * RATE), p.word) for p in phones] == [
        ("a#", 0, 1000, 0),
        ("k", 1000, 2000, 1),
        ("a", 2000, 3000, 1),
        ("b", 3000, 4000, 1),
        ("pau", 4000, 6000, -1),
        ("a", 6000, 7000, 2),
        ("s", 7000, 8000, 2),
        ("k", 8000, 9000, 2),
        ("pau", 9000, 11_000, -1),
    ]


def test_a_word_that_is_not_said_is_nobodys():
    """An event of a word without a phone: nothing is known of such a sentence."""
    assert espeak._phones([(WORD, 0, ""), *EVENTS], 11_000, RATE) == []


@pytest.mark.parametrize("stretch", [0.85, 1.0, 1.2])
def test_targets_follow_the_pace(stretch):
    """The first frame of each letter is that letter, at whatever pace the sound is taken."""
    phones = espeak._phones(EVENTS, 11_000, RATE)
    slow = [Phone(p.name, 4 * p.start, 4 * p.end, p.word) for p in phones]  # some 0.2 s a letter
    words = [(0, [0]), (2, [1, 2, 3]), (7, [5, 6, 7])]
    item = dataset.Spoken(
        "a cab, ask", "espeak", np.zeros(0, np.int16), np.zeros((0, 100), np.float16), slow, words
    )
    dataset.give_letters([item])
    frames = round(slow[-1].end * 50 * stretch)
    table = train_aligner.targets(item, frames * train_aligner.HOP, stretch)
    assert table.shape == (frames, len(train_aligner.LABELS))
    assert np.allclose(table.sum(1), 1)
    for place, letter in zip((0, 2, 3, 4, 7, 8, 9), "acabask", strict=True):
        frame = int(np.ceil(item.letters[place, 0] * 50 * stretch - 0.5))
        assert table[frame].argmax() == train_aligner.LABELS[letter.upper()]
