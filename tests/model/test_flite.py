"""flite, the truth of tests, training and judging: the same sound and words each time and everywhere."""

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scripts.demo import corpus
from scripts.demo.flite import VOICES, Flite
from tests.truth.long_speech import long_speech

ROOT = Path(__file__).parents[2]
SAID = "The old captain remembered the storm."
AGAIN = f"""
import sys
from scripts.demo.flite import Flite
sys.stdout.buffer.write(Flite().say({SAID!r}, sys.argv[1]).samples.tobytes())
"""


@pytest.fixture(scope="module")
def flite():
    return Flite()


@pytest.mark.parametrize("voice", VOICES)
def test_a_sentence_is_the_same_whatever_was_said_before(flite, voice):
    """Twice in one process with others between, and in a process of its own: the same samples."""
    first = flite.say(SAID, voice).samples
    flite.say("Something else, of another length.", VOICES[0])
    assert np.array_equal(flite.say(SAID, voice).samples, first)
    alone = subprocess.run([sys.executable, "-c", AGAIN, voice], cwd=ROOT, check=True, capture_output=True)
    assert alone.stdout == first.tobytes()


def test_a_seed_changes_the_excitation_alone(flite):
    """Another seed gives other samples with the same times."""
    one, two = flite.say(SAID, "slt"), flite.say(SAID, "slt", seed=1)
    assert not np.array_equal(one.samples, two.samples)
    assert one.phones == two.phones


def test_training_without_its_word_lists_is_an_error(monkeypatch, tmp_path):
    """No other sentences are made where SCOWL is missing: the sentence names what to install."""
    monkeypatch.setattr(corpus, "SCOWL", tmp_path)
    with pytest.raises(FileNotFoundError, match="Debian's package scowl"):
        corpus.scowl_words()


def test_what_tests_hear_needs_no_word_list_of_the_host(flite, monkeypatch, tmp_path):
    """The sentences are those of the committed lists, whether SCOWL is installed or not."""
    plain = long_speech(flite, 20)
    for size in (10, 20, 35):
        (tmp_path / f"english-words.{size}").write_text("otherwise\n")
    monkeypatch.setattr(corpus, "SCOWL", tmp_path)
    random.seed(7)
    other = long_speech(flite, 20)
    assert other.text == plain.text
    assert np.array_equal(other.samples, plain.samples)
