"""What the judge of the demo measures: pauses, clicks, noise, pictures, on sounds whose figures are known."""

import numpy as np
import pytest
from scripts.demo.artefacts import Artefacts, flatness
from scripts.demo.corpus import other_texts
from scripts.demo.judging import as_spoken, word_errors
from scripts.demo.picture import save_spectrograms

RATE = 16_000


def noise(seconds, level=1.0):
    return (np.random.default_rng(2).standard_normal(round(seconds * RATE)) * level).astype(np.float32)


def test_flatness_tells_noise_from_a_tone():
    """White noise has exp(-0.577), the mean of a logarithm over that of its power; a tone nothing."""
    tone = np.sin(np.arange(RATE) * 0.3).astype(np.float32)
    assert flatness(noise(2)) == pytest.approx(0.56, abs=0.03)
    assert flatness(tone) < 0.01


def test_a_click_in_a_pause_stands_out():
    """One sample: crest factor and jump rise, in the pause's figures only where it lies in a pause."""
    quiet = np.concatenate([noise(1), noise(1, 0.01), noise(1)])
    pause = [(RATE + 100, 2 * RATE - 100)]
    clean, clicking = Artefacts(), Artefacts()
    clean.add(quiet, pause)
    quiet[RATE + 8000] += 1.0
    clicking.add(quiet, pause)
    assert clean.rows()["crest factor in pauses: largest"] < 6
    assert clicking.rows()["crest factor in pauses: largest"] > 30
    assert clean.rows()["level in pauses, dB: median"] == pytest.approx(-38.2, abs=1)
    assert clicking.seconds == pytest.approx(1, abs=0.02)


def test_numbers_are_compared_as_they_are_spoken():
    """What the recogniser hears of digits is words."""
    said = as_spoken("In 1984 the ticket was $3.50.")
    heard = "in nineteen eighty four the ticket was three dollars and fifty cents"
    assert word_errors(said, heard)[0] <= 1
    assert not any(char.isdigit() for texts in other_texts().values() for t in texts for char in as_spoken(t))


@pytest.mark.exhaustive  # a picture for those who train, and Matplotlib looks for every font first
def test_the_picture_has_a_panel_for_each_sound(tmp_path):
    """A PNG file that is taller with two spectrograms than with one; silence can be drawn."""
    from matplotlib.image import imread

    one, two = tmp_path / "one.png", tmp_path / "two.png"
    save_spectrograms(one, {"noise": noise(0.5)})
    save_spectrograms(two, {"noise": noise(0.5), "silence": np.zeros(RATE, np.float32)})
    assert one.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert imread(two).shape[0] > imread(one).shape[0] > 100
