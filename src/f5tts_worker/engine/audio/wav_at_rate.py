"""Our own speech at another rate, resampled where it is looked at: an hour of it is never held at once."""

from pathlib import Path
from typing import Any, Self

from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.audio.wav import WavReader

_MARGIN_MS = 20  # of sound on either side, so that the resampler's filter has no edge where there is none


class WavAtRate:
    """A mono 16-bit wav file as a row of samples at `rate` Hz, float32: slices of it, and its length."""

    def __init__(self, path: Path | str, rate: int) -> None:
        self._file = WavReader(path)
        self._rate = rate

    def __len__(self) -> int:
        return round(len(self._file) * self._rate / self._file.rate)

    def __getitem__(self, part: slice) -> Any:
        start, stop, _ = part.indices(len(self))
        margin = self._rate * _MARGIN_MS // 1000
        # A start that both rates share, so that samples lie on the same grid whatever is asked for.
        first = max(0, start - margin) // self._rate_step * self._rate_step
        ratio = self._file.rate / self._rate
        wave = self._file.read(round(first * ratio), round((stop + margin) * ratio))
        return resample(wave, self._file.rate, self._rate)[start - first : stop - first]

    @property
    def _rate_step(self) -> int:
        """Samples in 10 ms, of which each of our rates has a whole number of its own."""
        return self._rate // 100

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._file.__exit__(*error)
