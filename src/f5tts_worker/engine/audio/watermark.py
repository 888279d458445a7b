"""A mark in the sound, made to go unnoticed, that is found again after lossy codecs and cuts.

The networks are those of resemble-perth 1.0.1 (MIT, Copyright (c) 2025 Resemble AI), whose package carries
their weights. Of the package only these are read: its own code needs librosa and pkg_resources, which the
environment does without. The scale of levels, the mask, and how the findings of three decoders become one
follow its `perth_net_implicit`; tests/model/test_watermark.py compares both.

Perth works at 32 kHz. Here windows last as long at any other rate, and levels are scaled alike: so nothing
is resampled, and what lies above 2 kHz keeps its shape. A mark depends on 0.2 s of sound to either side, so
chunks that are marked one by one are a speech that is marked throughout.
"""

import functools
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import interpolate

PACKAGE = "perth"
_WEIGHTS = "perth_net/pretrained/implicit/perth_net_250000.pth.tar"
_RATE, _WINDOW, _HOP = 32_000, 2_048, 320  # Perth's: Hz, samples, samples
_BANDS = 128  # that are marked: up to 2 kHz
_LEAST, _RANGE_DB, _HEADROOM_DB = 1e-9, 180.0, 15.0  # levels from -180 to 15 dB are 0 to 1
_ASIDE = 5  # bands of 16 Hz
_QUIET = 0.05  # of the loudest frame's level: digital silence
_PACES = {"slow": 1.25, "normal": 1.0, "fast": 0.75}  # a decoder for each: speech may be stretched

STRENGTH = 1.0  # of the levels' shifts, times Perth's own
FOUND = 0.6  # the confidence from which a mark counts as found: docs/TRUST.md has what was measured


class Watermark:
    """Marks speech, and finds the mark."""

    def __init__(self, weights: Path, strength: float = STRENGTH) -> None:
        """Read what marks. Raises OSError, and what PyTorch raises for another file."""
        self._weights, self._strength = weights, strength
        self._encoder = _network(_read(weights), "encoder.layers")

    @functools.cached_property
    def _decoders(self) -> dict[float, nn.Sequential]:
        """What finds the mark, by the pace that each expects: three times as large as what marks."""
        state = _read(self._weights)
        return {pace: _network(state, f"decoder.{name}_layers") for name, pace in _PACES.items()}

    def marked(self, samples: Any, rate: int) -> Any:
        """Return speech, float32 [n] at `rate` Hz, with the mark and as loud as before.

        What is too short stays as it is. Perth's own makes low voices louder, by 1.5 dB and more.
        """
        window, hop = _sizes(rate)
        if len(samples) <= window // 2 or not np.any(samples):
            return samples
        spectrum, shape = _spectrum(torch.from_numpy(np.ascontiguousarray(samples)), window, hop)
        levels = _levels(spectrum, rate)
        shift = self._encoder(levels[None, :_BANDS])[0] * _is_heard(levels)
        change = torch.zeros_like(spectrum)
        decibels = self._strength * (_RANGE_DB + _HEADROOM_DB) * shift
        change[:_BANDS] = spectrum[:_BANDS] * (10 ** (decibels / 20) - 1)
        added = torch.istft(change, window, hop, window, shape, length=len(samples))
        marked = samples + added.numpy()
        return marked * np.sqrt(np.mean(np.square(samples)) / np.mean(np.square(marked)))

    def confidence(self, samples: Any, rate: int) -> float:
        """Return how surely speech, float32 [n] at `rate` Hz, is marked: about 0 to 1; 0 for too short a one.

        It is what Perth finds, less what it would find if the sound were a little lower: chords that look
        like a mark still do then, while a mark is gone. Meant for seconds, not for hours: memory grows with
        the length.
        """
        found, beside = (self.likeness(samples, rate, lower_by) for lower_by in (0, _ASIDE))
        return max(0.0, found - max(0.0, beside))

    def likeness(self, samples: Any, rate: int, lower_by: int = 0) -> float:
        """Return what Perth finds, about 0 to 1, in a sound that is lowered by so many bands of 16 Hz."""
        window, hop = _sizes(rate)
        if len(samples) <= window // 2 or not np.any(samples):
            return 0.0
        spectrum, _ = _spectrum(torch.from_numpy(np.ascontiguousarray(samples)), window, hop)
        levels = _levels(spectrum, rate)
        heard, bands = _is_heard(levels)[None, None], levels[None, lower_by : _BANDS + lower_by]
        weights, marks = [], []
        for pace, decoder in self._decoders.items():
            size = int(bands.shape[2] * pace)
            told = decoder(interpolate(bands, size, mode="linear", align_corners=True))
            counts = interpolate(heard, size, mode="nearest")
            weight, mark = ((told * counts).sum(2) / counts.sum(2))[0]
            weights.append(weight)
            marks.append(mark)
        return float((torch.softmax(torch.stack(weights), 0) * torch.stack(marks)).sum())


def find_weights() -> Path | None:
    """Return where the networks' weights are, or None where resemble-perth is not installed."""
    spec = importlib.util.find_spec(PACKAGE)  # of a package at the top, which is found and not imported
    folders = [] if spec is None else spec.submodule_search_locations or []
    return next((path for folder in folders if (path := Path(folder) / _WEIGHTS).is_file()), None)


@functools.cache
def load_watermark() -> Watermark | None:
    """Return what marks speech, or None where the environment has no weights for it."""
    weights = find_weights()
    return None if weights is None else Watermark(weights)


def _read(weights: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(weights, map_location="cpu", weights_only=True)["model"]
    return state


def _network(state: Mapping[str, Any], prefix: str) -> nn.Sequential:
    """Return a row of convolutions with the weights [out, in, width] of this name, leaky but for the last."""
    layers: list[nn.Module] = []
    while (weight := state.get(f"{prefix}.{len(layers) // 2}.conv.weight")) is not None:
        outputs, inputs, width = weight.shape
        layer = nn.Conv1d(inputs, outputs, width, padding=width // 2, device="meta")
        layer.weight = nn.Parameter(weight, requires_grad=False)
        layer.bias = nn.Parameter(state[f"{prefix}.{len(layers) // 2}.conv.bias"], requires_grad=False)
        layers += [layer, nn.LeakyReLU()]
    return nn.Sequential(*layers[:-1])


def _sizes(rate: int) -> tuple[int, int]:
    """Return the window and the hop, in samples, that last as long as Perth's."""
    return round(_WINDOW * rate / _RATE), round(_HOP * rate / _RATE)


def _spectrum(samples: Any, window: int, hop: int) -> tuple[Any, Any]:
    """Return the spectrum [bands, frames], and the window's shape."""
    shape = torch.hann_window(window)
    return torch.stft(samples, window, hop, window, shape, return_complex=True), shape


def _levels(spectrum: Any, rate: int) -> Any:
    """Return the levels of a spectrum, as it would be at Perth's rate, on Perth's scale."""
    decibels = 20 * torch.log10((spectrum.abs() * (_RATE / rate)).clip(_LEAST))
    return (decibels + _RANGE_DB) / (_RANGE_DB + _HEADROOM_DB)


def _is_heard(levels: Any) -> Any:
    """Return 1.0 for each frame with sound in it, 0.0 for digital silence."""
    sums = levels.sum(0)
    return (sums > _QUIET * sums.max()).float()
