"""Spectrograms as a PNG file, with nothing but numpy and zlib."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WINDOW, _STEP, _FFT = 400, 80, 1024  # samples at 16 kHz: 25 ms, every 5 ms
_RANGE_DB = 70.0
_ROWS = 256  # pixels for 0 to 8 kHz
_GAP = 8
# Dark to bright: black, violet, red, orange, pale yellow.
_COLOURS = np.array([[0, 0, 4], [80, 18, 123], [182, 54, 121], [251, 136, 97], [252, 253, 191]], np.float64)
_SHADES = 48  # the last one is white


def save_spectrograms(path: Path, speech: Sequence[NDArray[np.float32]]) -> None:
    """Write spectrograms of samples at 16 kHz, one under the other, low frequencies at the bottom."""
    pictures = [_spectrogram(samples) for samples in speech]
    width = max(picture.shape[1] for picture in pictures)
    rows: list[NDArray[np.uint8]] = []
    for picture in pictures:
        rows += [np.full((_GAP, width), _SHADES, np.uint8)] if rows else []
        rows.append(np.pad(picture, ((0, 0), (0, width - picture.shape[1])), constant_values=_SHADES))
    _write_png(path, np.concatenate(rows))


def _spectrogram(samples: NDArray[np.float32]) -> NDArray[np.uint8]:
    padded = np.pad(samples, (_WINDOW // 2, _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_STEP] * np.hanning(_WINDOW)
    level = 20 * np.log10(np.abs(np.fft.rfft(frames, _FFT)).T + 1e-9)
    bins = np.linspace(level.shape[0] - 1, 0, _ROWS).round().astype(int)
    shade: NDArray[np.float64] = np.clip((level[bins] - level.max()) / _RANGE_DB + 1, 0, 1)
    return (shade * (_SHADES - 1)).round().astype(np.uint8)


def _palette() -> bytes:
    places = np.linspace(0, len(_COLOURS) - 1, _SHADES)
    colours = [np.interp(places, np.arange(len(_COLOURS)), _COLOURS[:, part]) for part in range(3)]
    return np.stack(colours, -1).round().astype(np.uint8).tobytes() + b"\xff\xff\xff"


def _write_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Write shades of shape (height, width); PNG specification, sections 5 and 11."""
    height, width = pixels.shape
    lines = np.concatenate([np.zeros((height, 1), np.uint8), pixels], 1)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", _palette()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in parts:
            checked = kind + data
            file.write(struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked)))
