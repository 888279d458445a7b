"""Clicks and noise: what is heard where nobody speaks, and the largest jump from sample to sample."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .judging import RATE

_EDGE_S, _SHORTEST_S = 0.02, 0.04  # left out at both ends of a pause; what must be left of it
_HEARD = 0.3  # the aligner's score of a word whose place is trusted
_WINDOW, _STEP = 512, 160  # samples at 16 kHz: 32 ms, every 10 ms
_DARK = 1e-12


@dataclass
class Artefacts:
    """What was measured in speech at 16 kHz; a value a pause, `jumps` a value an utterance.

    `levels`: rms of the pause over rms of the utterance, in decibels. `crests`: peak over rms of the pause; a
    click stands out, Gaussian noise has 3 to 4. `flatness`: geometric over arithmetic mean of the power
    spectrum (Johnston 1988, "Transform coding of audio signals using perceptual noise criteria"), Hann
    windows of 32 ms every 10 ms, median over the pause; white noise has about 0.56 in such windows, a tone 0.
    `jumps`: the largest difference of neighbouring samples over rms of the utterance.
    """

    seconds: float = 0.0
    levels: list[float] = field(default_factory=list)
    crests: list[float] = field(default_factory=list)
    flatness: list[float] = field(default_factory=list)
    jumps: list[float] = field(default_factory=list)

    def add(self, samples: NDArray[np.float32], pauses: Sequence[tuple[int, int]]) -> None:
        """Measure one utterance; `pauses` are first and last sample."""
        loud = _rms(samples)
        self.jumps.append(float(np.abs(np.diff(samples)).max()) / loud)
        for start, end in pauses:
            quiet = samples[start:end]
            self.seconds += len(quiet) / RATE
            self.levels.append(20 * float(np.log10(_rms(quiet) / loud)))
            self.crests.append(float(np.abs(quiet).max()) / _rms(quiet))
            self.flatness.append(flatness(quiet))

    def rows(self) -> dict[str, float]:
        """Return the figures of the table."""
        return {
            "pauses": len(self.levels),
            "seconds of pauses": self.seconds,
            "level in pauses, dB: median": _at(self.levels, 50),
            "level in pauses, dB: largest": _at(self.levels, 100),
            "crest factor in pauses: median": _at(self.crests, 50),
            "crest factor in pauses: largest": _at(self.crests, 100),
            "spectral flatness in pauses: median": _at(self.flatness, 50),
            "jump of samples over rms: median": _at(self.jumps, 50),
            "jump of samples over rms: largest": _at(self.jumps, 100),
        }


class Pauses:
    """Finds where nobody speaks by the pack's own aligner, in natural and in made speech alike."""

    def __init__(self, pack: Path) -> None:
        from f5tts_worker.engine.alignment import aligner

        files = {"language": "en", "kind": "huggingface", "path": str(pack / "aligner")}
        self._align = aligner.align_text
        self._aligner = aligner.load(files, "cpu")

    def find(self, samples: NDArray[np.float32], text: str) -> list[tuple[int, int]]:
        """Return first and last sample of every pause between two words that are heard, without its edges.

        A pause's place comes from the words and not from its level: a burst of noise would hide itself.
        """
        words: list[dict[str, Any]] = self._align(self._aligner, samples, text, "en")
        edge = int(_EDGE_S * RATE)
        gaps = [
            (left["end_ms"] * RATE // 1000 + edge, right["start_ms"] * RATE // 1000 - edge)
            for left, right in itertools.pairwise(words)
            if min(left["score"] or 0, right["score"] or 0) >= _HEARD
        ]
        return [(start, end) for start, end in gaps if end - start >= _SHORTEST_S * RATE]


def flatness(samples: NDArray[np.float32]) -> float:
    """Return the median spectral flatness of the windows of samples at 16 kHz, 0 to 1."""
    padded = np.pad(samples, (0, max(_WINDOW - len(samples), 0)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_STEP] * np.hanning(_WINDOW)
    power = np.abs(np.fft.rfft(frames)[:, 1:-1]) ** 2 + _DARK
    return float(np.median(np.exp(np.log(power).mean(1)) / power.mean(1)))


def _rms(samples: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean() + _DARK))


def _at(values: Sequence[float], percent: float) -> float:
    return float(np.percentile(values, percent)) if values else float("nan")
