"""Wav files: our own (mono, 16 bit), read and written without FFmpeg, and how long a stranger's claims to be.

Audio passes between the worker and the engine as such files, so this path must be exact and cheap.
"""

import re
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np

from f5tts_worker.errors import WorkerError

_SCALE = 32768  # as FFmpeg and other readers scale 16-bit samples
_RIFF_LIMIT = 0xFFFFFFFF - 64  # the size fields of a wav hold 32 bits
# What a header says that was written before the length was known, into a pipe or by a recorder that died: 0
# (recorders), 0x7FFFF000 and 0x7FFFFFFF less the header (SoX), 0x80000000 (arecord), 0xFFFFFFFF (FFmpeg).
# No recording that we take is that large.
_PLACEHOLDER = 0x7FFF0000
# Some writers count the header as sound, or a byte that an odd length is filled up with.
_HEADER_BYTES = 64
# Sound that goes on behind the length in a header, which a recorder that died had last written there, is more
# than the few bytes that programs put behind the chunks of a file.
_LEAST_GOING_ON = 16 * 1024
_BLOCK_SECONDS = 10
_MOST_CHUNKS = 200  # before the sound; recorders write about ten


def write_wav(path: Path | str, samples: Any, sample_rate: int, comment: str | None = None) -> int:
    """Write mono samples of shape (n,), -1 to 1, to a 16-bit wav file; return its size in bytes.

    As WavWriter does, which says more.
    """
    with WavWriter(path, sample_rate, comment) as file:
        file.write(samples)
    return Path(path).stat().st_size


class WavWriter:
    """A mono 16-bit wav file that is written block by block.

    Samples are clipped and rounded to the nearest step, and what is not finite becomes silence. The comment
    stands in a LIST chunk of type INFO, after the sound: readers that take a header to be 44 bytes long are
    many. Raises AUDIO_TOO_LONG when a wav cannot hold the samples (4 GiB).
    """

    def __init__(self, path: Path | str, sample_rate: int, comment: str | None = None) -> None:
        self._path, self._comment = Path(path), comment
        self._bytes = self._path.open("wb")
        self._file = wave.open(self._bytes, "wb")  # noqa: SIM115 - closed by __exit__
        self._file.setparams((1, 2, sample_rate, 0, "NONE", ""))
        self.samples = 0  # written so far

    def write(self, samples: Any) -> None:
        """Append samples of shape (n,), -1 to 1."""
        taken = steps(samples)
        self.samples += taken.size
        _check_room(self.samples)
        self._file.writeframesraw(taken.tobytes())

    def flush(self) -> None:
        """Make what was written so far a whole file, which readers may open."""
        self._file.writeframes(b"")
        self._bytes.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self._file.close()
        finally:
            self._bytes.close()
        if self._comment and kind is None:
            append_comment(self._path, self._comment)


class WavAppender:
    """A file as WavWriter makes them, which goes on behind its first `at` samples; 0 makes a new one.

    What it holds beyond them goes. It must have no comment yet. Raises AUDIO_UNREADABLE if it is shorter.
    """

    def __init__(self, path: Path, sample_rate: int, at: int) -> None:
        self._path, self.samples = path, at
        self._file = path.open("r+b" if at else "wb")
        form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, sample_rate, 2 * sample_rate, 2, 16)
        head = struct.pack("<4sI4s", b"RIFF", 0, b"WAVE") + form + struct.pack("<4sI", b"data", 0)
        self._end_of_head = len(head)
        if not at:
            self._file.write(head)
        self._file.seek(0, 2)
        if self._file.tell() < len(head) + 2 * at:
            self._file.close()
            raise _not_ours(path, f"it ends before sample {at}")
        self._file.seek(len(head) + 2 * at)
        self._file.truncate()

    def write(self, samples: Any) -> None:
        """Append samples of shape (n,), -1 to 1. Raises AUDIO_TOO_LONG as WavWriter does."""
        taken = steps(samples)
        self.samples += taken.size
        _check_room(self.samples)
        self._file.write(taken.tobytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        size = 2 * self.samples
        with self._file as file:
            for place, number in ((4, self._end_of_head - 8 + size), (self._end_of_head - 4, size)):
                file.seek(place)
                file.write(struct.pack("<I", number))


def _check_room(samples: int) -> None:
    if 2 * samples > _RIFF_LIMIT:
        raise WorkerError("AUDIO_TOO_LONG", "The audio is too long for a wav file (4 GiB); use flac instead.")


def rounded(samples: Any) -> Any:
    """Return samples as they are read back from such a file, float32 of shape (n,)."""
    return steps(samples).astype(np.float32) / _SCALE


def steps(samples: Any) -> Any:
    """Return samples, -1 to 1, as 16-bit numbers of shape (n,)."""
    clean = np.nan_to_num(np.asarray(samples, np.float32).reshape(-1), nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(np.rint(clean * _SCALE), -_SCALE, _SCALE - 1).astype("<i2")


def append_comment(path: Path, comment: str) -> None:
    """Put a comment behind the sound of such a file, which must have none."""
    text = comment.encode("ascii", "replace") + b"\0"
    entry = struct.pack("<4s4sI", b"INFO", b"ICMT", len(text)) + text + b"\0" * (len(text) % 2)
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.write(struct.pack("<4sI", b"LIST", len(entry)) + entry)
        size = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", size))


class WavReader:
    """A wav file as WavWriter makes them, read where it is asked for: float32 samples at `rate` Hz.

    Raises AUDIO_UNREADABLE when it is not a mono wav of 16-bit samples; `decode` reads every other kind.
    """

    def __init__(self, path: Path | str) -> None:
        try:
            self._file = wave.open(str(path), "rb")  # noqa: SIM115 - closed by __exit__
        except (OSError, EOFError, wave.Error) as error:
            raise _not_ours(path, str(error) or "it ends within its header") from error
        kind = self._file.getnchannels(), self._file.getsampwidth()
        self.rate = self._file.getframerate()
        if kind != (1, 2):
            self._file.close()
            raise _not_ours(path, f"{kind[0]} channels of {8 * kind[1]} bits")

    def __len__(self) -> int:
        return self._file.getnframes()

    def read(self, start: int, stop: int) -> Any:
        """Return the samples from `start` up to `stop`, shape (n,); fewer where the file ends before."""
        self._file.setpos(min(max(start, 0), len(self)))
        data = self._file.readframes(max(stop - max(start, 0), 0))
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / _SCALE

    def blocks(self) -> Iterator[Any]:
        """Yield all samples, ten seconds at a time."""
        step = self.rate * _BLOCK_SECONDS
        for start in range(0, len(self), step):
            yield self.read(start, start + step)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def read_wav(path: Path | str) -> tuple[Any, int]:
    """Read a whole wav file as `write_wav` makes them: samples of shape (n,), and the sample rate in Hz."""
    with WavReader(path) as file:
        return file.read(0, len(file)), file.rate


def is_open_ended(file: BinaryIO) -> bool:
    """Say whether a wav or caf file's header does not say how long its sound is: then it goes on to the end.

    It leaves it open, or says less than there is.

    Layouts: RIFF WAVE, EBU Tech 3306 (RF64), Apple's Core Audio Format.
    """
    head = file.read(12)
    if head[:4] == b"caff":
        file.seek(8)
    elif head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:] != b"WAVE":
        return False
    layout = struct.Struct(">4sq" if head[:4] == b"caff" else "<4sI")
    for _ in range(_MOST_CHUNKS):
        chunk = file.read(layout.size)
        if len(chunk) < layout.size:
            return False
        name, length = layout.unpack(chunk)
        if name == b"ds64":  # RF64 has its sizes here, and placeholders elsewhere
            sizes = file.read(16)
            return sizes[8:] in (bytes(8), b"\xff" * 8)
        if name == b"data":
            stop = file.tell() + length
            missing = stop - file.seek(0, 2)
            if length <= 0 or length >= _PLACEHOLDER or 0 < missing <= _HEADER_BYTES:
                return True
            return -missing > _LEAST_GOING_ON and not _is_chunk(file, stop + length % 2, layout)
        file.seek(max(length, 0) + (length % 2 if layout.size == 8 else 0), 1)
    return False


def _is_chunk(file: BinaryIO, place: int, layout: struct.Struct) -> bool:
    """Say whether a chunk of metadata stands there: four letters, and a length that fits the file."""
    rest = file.seek(0, 2) - place - layout.size
    file.seek(place)
    name, length = layout.unpack(file.read(layout.size))
    return bool(re.fullmatch(rb"[ -~]{4}", name)) and 0 <= length <= rest


def _not_ours(path: Path | str, reason: str) -> WorkerError:
    return WorkerError(
        "AUDIO_UNREADABLE", f"{Path(path).name} is not a mono wav of 16-bit samples ({reason})."
    )
