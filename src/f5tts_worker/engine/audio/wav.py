"""Our own wav files: mono, 16-bit or 32-bit float, read and written without FFmpeg.

Audio passes between the worker and the engine as such files, so this path must be exact and cheap.
Layout: Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" (RIFF WAVE).
"""

import struct
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np

from f5tts_worker.errors import WorkerError

SampleFormat = Literal["pcm16", "float32"]

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_PCM16_SCALE = 32768  # as FFmpeg and other readers scale them
_RIFF_LIMIT = 0xFFFFFFFF - 64  # the size fields of a wav hold 32 bits


def write_wav(path: Path | str, samples: Any, sample_rate: int, sample_format: SampleFormat = "pcm16") -> int:
    """Write mono samples of shape (n,), -1 to 1, to a wav file; return its size in bytes.

    What is not finite becomes silence. 16-bit samples are clipped and rounded to the nearest step; floats are
    kept as they are. Raises AUDIO_TOO_LONG when a wav cannot hold them (4 GiB).
    """
    clean = np.nan_to_num(np.asarray(samples, np.float32).reshape(-1), nan=0.0, posinf=0.0, neginf=0.0)
    if sample_format == "pcm16":
        data = np.clip(np.rint(clean * _PCM16_SCALE), -_PCM16_SCALE, _PCM16_SCALE - 1).astype("<i2").tobytes()
        code, width, extra = _PCM, 2, b""
    else:
        data = clean.astype("<f4").tobytes()
        code, width = _FLOAT, 4
        extra = b"fact" + struct.pack("<II", 4, clean.size)  # the specification requires it for floats
    if len(data) > _RIFF_LIMIT:
        raise WorkerError("AUDIO_TOO_LONG", "The audio is too long for a wav file (4 GiB); use flac instead.")
    form = struct.pack("<HHIIHH", code, 1, sample_rate, sample_rate * width, width, 8 * width)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + extra + b"data" + struct.pack("<I", len(data))
    with Path(path).open("wb") as file:
        return file.write(b"RIFF" + struct.pack("<I", len(body) + len(data)) + body) + file.write(data)


def read_wav(path: Path | str) -> tuple[Any, int]:
    """Read a wav file as `write_wav` makes them: float32 samples of shape (n,), and the sample rate in Hz.

    Raises AUDIO_UNREADABLE when it is not a mono wav of 16-bit or 32-bit float samples; `audio.decode` reads
    every other kind.
    """
    try:
        with Path(path).open("rb") as file:
            code, rate, data = _chunks(file)
    except (OSError, struct.error) as error:
        raise _not_ours(path, str(error)) from error
    if code == _PCM:
        samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / _PCM16_SCALE
    else:
        samples = np.frombuffer(data[: len(data) // 4 * 4], "<f4").astype(np.float32)
    return samples, rate


def _chunks(file: BinaryIO) -> tuple[int, int, bytes]:
    """Return the sample code, the rate and the data chunk of an open wav file."""
    riff, _, wave = struct.unpack("<4sI4s", file.read(12))
    if riff != b"RIFF" or wave != b"WAVE":
        raise _not_ours(file.name, "no RIFF WAVE header")
    code = rate = 0
    while True:
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            if code not in (_PCM, _FLOAT):
                raise _not_ours(file.name, "no usable format before its data")
            return code, rate, file.read(size)
        chunk = file.read(size + size % 2)
        if name == b"fmt ":
            code, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunk[:16])
            if code == _EXTENSIBLE:
                (code,) = struct.unpack("<H", chunk[24:26])
            if channels != 1 or (code, bits) not in ((_PCM, 16), (_FLOAT, 32)):
                raise _not_ours(file.name, f"{channels} channels of {bits} bits, code {code}")


def _not_ours(path: Path | str, reason: str) -> WorkerError:
    return WorkerError(
        "AUDIO_UNREADABLE",
        f"{Path(path).name} is not a mono wav of 16-bit or 32-bit float samples ({reason}).",
    )
