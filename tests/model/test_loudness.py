"""Loudness where BS.1770 by itself says nothing: sounds shorter than its blocks, and silence."""

import numpy as np
import pytest

from f5tts_worker.engine.audio.loudness import loudness


def test_a_short_sound_is_as_loud_as_a_long_one():
    """Less than a block is measured as one, and not with silence around it; nothing is as soft as can be."""
    hiss = np.random.default_rng(3).normal(0, 0.1, 24_000).astype(np.float32)
    assert loudness(hiss[:4800], 24_000) == pytest.approx(loudness(hiss, 24_000), abs=0.3)
    assert loudness(np.zeros(24_000, np.float32), 24_000) == loudness(hiss[:0], 24_000) == -70.0
