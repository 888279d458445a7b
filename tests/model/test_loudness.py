"""Loudness as BS.1770 measures it: torchaudio's, which takes ten times as long, is the oracle."""

import numpy as np
import pytest
import torch
from tests.model.sounds import say
from torchaudio.functional import loudness as oracle

from f5tts_worker.engine.audio.loudness import loudness


@pytest.mark.parametrize("rate", [16_000, 24_000, 48_000])
@pytest.mark.parametrize("level", [0.1, 0.5])
def test_it_is_the_standards(rate, level):
    """Speech, with a long pause and without, and noise of some colours."""
    random = np.random.default_rng(2)
    voice, hiss = say("The baker opened his shop before the sun came up."), random.normal(0, 0.1, 3 * rate)
    for samples in (voice, np.concatenate([voice, 0 * voice, 0.01 * voice]), hiss, np.cumsum(hiss) / 100):
        sound = (level * samples).astype(np.float32)
        expected = max(float(oracle(torch.from_numpy(sound)[None], rate)), -70.0)
        assert loudness(sound, rate) == pytest.approx(expected, abs=0.05)


def test_a_short_sound_is_as_loud_as_a_long_one():
    """Less than a block is measured as one, and not with silence around it; nothing is as soft as can be."""
    hiss = np.random.default_rng(3).normal(0, 0.1, 24_000).astype(np.float32)
    assert loudness(hiss[:4800], 24_000) == pytest.approx(loudness(hiss, 24_000), abs=0.3)
    assert loudness(np.zeros(24_000, np.float32), 24_000) == loudness(hiss[:0], 24_000) == -70.0
