"""Whose voice is heard, by the package resemblyzer (Apache 2.0), which carries its weights.

Wan et al. 2018, "Generalized end-to-end loss for speaker verification".
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .judging import RATE


class Speakers:
    """Compares speech with one recording of each voice."""

    def __init__(self, references: Mapping[str, NDArray[np.float32]]) -> None:
        """Take recordings at 16 kHz by voice; raise ImportError without resemblyzer."""
        import resemblyzer

        self._package: Any = resemblyzer
        self._encoder: Any = resemblyzer.VoiceEncoder("cpu", verbose=False)
        self._known = {voice: self._embedded(samples) for voice, samples in references.items()}

    def likeness(self, samples: NDArray[np.float32]) -> dict[str, float]:
        """Return the cosine of the angle between speech at 16 kHz and each voice's recording, -1 to 1."""
        own = self._embedded(samples)
        return {voice: float(own @ known) for voice, known in self._known.items()}

    def _embedded(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        heard = self._package.preprocess_wav(samples, source_sr=RATE)
        embedded: NDArray[np.float32] = self._encoder.embed_utterance(heard)
        return embedded
