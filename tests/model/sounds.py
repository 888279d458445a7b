"""Recordings for tests: speech from flite, and what people do to it with ffmpeg and in editors."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.io import wavfile

RATE = 24_000
SENTENCES = (
    "The baker opened his shop before the sun came up.",
    "Nobody in the village knew where the letter came from.",
    "We packed our bags and walked down to the station.",
    "Later that morning a cold wind blew across the empty market square.",
    "My uncle kept three brown horses and one very old donkey.",
    "The children were singing while the rain ran down the glass.",
    "After dinner we played cards until the candles went out.",
    "She wrote her name on the first page of the book.",
    "In the autumn the whole valley turned red and gold.",
)


def write_float_wav(path: Path, samples: Any, rate: int = RATE) -> Path:
    """Write samples (n,) or (n, channels) as 32-bit floats, which hold any number."""
    wavfile.write(path, rate, np.asarray(samples, np.float32))
    return path


def ffmpeg(*arguments: object, to: Path | None = None) -> bytes:
    """Run the ffmpeg program; return what it writes to a pipe, and write that to the file `to`."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    piped = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    if to:
        to.write_bytes(piped)
    return piped


@cache
def say(text: str, voice: str = "slt") -> Any:
    """Return what flite says, float32 at 24 kHz; it is said once for all, and nobody can write into it."""
    command = ["flite", "-voice", voice, "-t", text, "-o", "/dev/stdout"]
    sound = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    resampled = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "pipe:0", "-ar", str(RATE), "-f", "f32le", "pipe:1"],
        check=True,
        input=sound,
        stdout=subprocess.PIPE,
    )
    return np.frombuffer(resampled.stdout, "<f4")
