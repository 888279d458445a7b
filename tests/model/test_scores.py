"""Scores of words, on made-up output of an aligner that is sure of what it hears."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker.engine.alignment import ctc, scores

LABELS = ctc.Labels.of({"<pad>": 0, "|": 1, **{c: i + 2 for i, c in enumerate("ABCDEFGH")}}, blank=0)
SAID = "..b.ad..|.ca.ge...|..fa.ce..|.hea.d..."


def emission(spelled):
    """Make log probabilities that are sure of one column a frame: "." is blank, "|" parts words."""
    logs = torch.full((len(spelled), 10), -9.0)
    for frame, char in enumerate(spelled):
        logs[frame, {".": 0, "|": 1}.get(char, ord(char) - ord("a") + 2)] = 0.0
    return logs.log_softmax(-1)


def scored(text, said=SAID):
    words = [LABELS.letters(word) for word in text.split()]
    spaced = [False, *[True] * (len(words) - 1)]
    spans = ctc.align_words(emission(said), words, LABELS, spaced)
    found = scores.scored(emission(said), words, spans, LABELS, spaced)
    return [span.score if span else None for span in found]


def test_words_that_are_said_are_sure():
    """Each letter is the likeliest one where it is: every score is above nine tenths."""
    assert min(scored("bad cage face head")) > 0.9


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("bad heed face head", [1]),
        ("bad cage gab face head", [2]),
        ("bad cage cage face head", [1, 2]),
    ],
    ids=["another word", "a word that is not said", "a word that is said once"],
)
def test_words_that_are_not_said_are_not(text, wrong):
    """Of the words that are wrong, one is rather not what was said; those away from it are."""
    found = scored(text)
    assert min(found[number] for number in wrong) < 0.5
    assert found[0] > 0.9
    assert found[-1] > 0.9


def test_letters_that_the_model_does_not_know_count_as_not_heard():
    """Half of a word in another script: half of its score; all of it: none."""
    whole, half, none = scored("bad"), scored("baщд", "..b.ad.."), scored("жщд", "..b.ad..")
    assert whole[0] is not None
    assert half[0] == pytest.approx(0.5, abs=0.1)
    assert none == [None]


@settings(max_examples=40, deadline=None)
@given(
    words=st.lists(st.text("abcdefghжщ ", max_size=30), min_size=1, max_size=6),
    seed=st.integers(0, 1000),
    frames=st.integers(200, 400),
)
def test_every_score_is_a_probability(words, seed, frames):
    """Whatever is heard and written: between 0 and 1, and None exactly where the alignment has None."""
    logs = torch.from_numpy(np.random.default_rng(seed).normal(0, 4, (frames, 10))).log_softmax(-1)
    letters = [LABELS.letters(word) for word in words]
    spaced = [False, *[True] * (len(words) - 1)]
    spans = ctc.align_words(logs, letters, LABELS, spaced)
    found = scores.scored(logs, letters, spans, LABELS, spaced)
    for before, after in zip(spans, found, strict=True):
        assert (before is None) == (after is None)
        if before is not None:
            assert (before.score is None) == (after.score is None)
            assert after.score is None or 0 <= after.score <= 1
