"""One file of speech that still grows, encoded as far as it goes: what was written of it never changes.

The bytes so far can be played, and all of them are one file: nothing in it tells how long it becomes. For
that, its writers are never allowed to go back.
"""

import os
import struct
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import av

from f5tts_worker.engine.audio.encode import FORMATS, EncodeInfo, Track, rate_of
from f5tts_worker.engine.audio.resample import Resampler
from f5tts_worker.engine.audio.wav import WavReader, steps
from f5tts_worker.errors import WorkerError, fault

_OPEN = 64  # files; one that is opened again is written again from its start, to the same bytes
_UNKNOWN = 0xFFFFFFFF  # in place of a length
_BLOCK_SECONDS = 10
_STREAMED = {
    "mp3": {"write_xing": "0"},  # a frame with the length
    "ogg": {"page_duration": "100000"},  # microseconds that wait for the rest of their page
    "opus": {"page_duration": "100000"},
    "m4a": {"movflags": "+empty_moov+default_base_moof", "frag_duration": "200000"},
}


class _Sink:
    """What FFmpeg writes into: a file without a way back."""

    def __init__(self, path: Path) -> None:
        # What an earlier writer of it left is written over with the same bytes, under readers' eyes.
        self._file = path.open("r+b" if path.exists() else "w+b", buffering=0)
        self.bytes = 0

    def write(self, data: Any) -> int:
        if self._file.closed:  # a container that was given up writes its end all the same
            return len(data)
        self._file.write(data)
        self.bytes += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()


class _Writer(Protocol):
    def write(self, samples: Any) -> None: ...

    def close(self) -> None: ...


class _Plain:
    """Bare samples, 16 bits little-endian, behind a wav's header or none."""

    def __init__(self, sink: _Sink, rate: int, *, has_header: bool) -> None:
        self._sink = sink
        if has_header:
            form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
            sink.write(struct.pack("<4sI4s", b"RIFF", _UNKNOWN, b"WAVE") + form)
            sink.write(struct.pack("<4sI", b"data", _UNKNOWN))

    def write(self, samples: Any) -> None:
        self._sink.write(steps(samples).tobytes())

    def close(self) -> None:
        """Do nothing: such a file may end anywhere."""


class _Encoded:
    """What one of FFmpeg's encoders makes."""

    def __init__(self, sink: _Sink, name: str, rate: int, comment: str | None, serial: int) -> None:
        form = FORMATS[name]
        options = {**_STREAMED.get(name, {}), "flush_packets": "1"}
        if form.codec == "libopus":
            options |= {"fflags": "+bitexact", "serial_offset": str(serial)}
        container = "mp4" if form.container == "ipod" else form.container
        self._container = av.open(sink, "w", format=container, options=options)
        if comment:
            self._container.metadata["comment"] = comment
        self._track = Track(self._container, form, rate)

    def write(self, samples: Any) -> None:
        self._track.write(samples)

    def close(self) -> None:
        self._track.finish()
        self._container.close()


class GrowingFile:
    """A file of a format, made of speech up to a sample, then up to a later one, until its end."""

    def __init__(
        self, path: Path, name: str, rate_in: int, out_rate: int | None, comment: str | None
    ) -> None:
        if name not in ("pcm", "wav", *FORMATS):
            known = ", ".join(FORMATS)
            raise fault("output_format", f"is {name!r}, not made in pieces", f"one of pcm, wav, {known}")
        self.rate = rate_of(name, out_rate or rate_in)
        self._rate_in = rate_in
        self._resampler = Resampler(rate_in, self.rate)
        self._sink = _Sink(path)
        self._writer: _Writer
        if name in ("pcm", "wav"):
            self._writer = _Plain(self._sink, self.rate, has_header=name == "wav")
        else:
            serial = zlib.crc32(str(path).encode()) >> 1
            self._writer = _Encoded(self._sink, name, self.rate, comment, serial)
        self.taken = 0  # samples of the speech

    def go_on(self, speech: WavReader, until: int, *, is_last: bool) -> EncodeInfo:
        """Write what comes up to a sample, and the end. Raises AUDIO_UNREADABLE where there is too little."""
        for block in _blocks(speech, self.taken, until):
            self._write(self._resampler.push(block))
            self.taken += len(block)
        if self.taken < until:
            raise WorkerError("AUDIO_UNREADABLE", f"The speech has {self.taken} of {until} samples.")
        if is_last:
            self._write(self._resampler.finish())
            self._writer.close()
            self._sink.close()
        return EncodeInfo(self._sink.bytes, self.rate, round(until * 1000 / self._rate_in))

    def close(self) -> None:
        """Give the file up as it is."""
        self._sink.close()

    def _write(self, samples: Any) -> None:
        if len(samples):
            self._writer.write(samples)


class GrowingFiles:
    """The files that grow now, by their paths. Each is one job's, which asks for one thing at a time."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, GrowingFile] = OrderedDict()

    def go_on(
        self,
        audio: Path,
        out: Path,
        name: str,
        out_rate: int | None,
        comment: str | None,
        *,
        until: int,
        is_last: bool,
    ) -> EncodeInfo:
        """Have `out` hold the speech in `audio` up to a sample, whatever it held before.

        Raises INVALID_REQUEST for a format that cannot be made so, VOLUME_FULL, AUDIO_UNREADABLE.
        """
        key = str(out)
        with WavReader(audio) as speech:
            found = self._open.pop(key, None)
            if found is None:
                self._forget_lost()
                found = GrowingFile(out, name, speech.rate, out_rate, comment)
            try:
                info = found.go_on(speech, until, is_last=is_last)
            except OSError as error:
                found.close()
                raise WorkerError("VOLUME_FULL", f"The {name} file could not be written.") from error
            except BaseException:  # cancelled, too: half a block in it would be there twice
                found.close()
                raise
            if not is_last:
                self._open[key] = found
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)[1].close()
            return info

    def _forget_lost(self) -> None:
        """Give up files whose listener has left and taken them away: open, they would still fill the disk."""
        for key in list(self._open):  # other jobs' threads put theirs in and out meanwhile
            if not os.path.lexists(key) and (lost := self._open.pop(key, None)) is not None:
                lost.close()

    def close(self) -> None:
        """Give all files up as they are."""
        while self._open:
            self._open.popitem()[1].close()


def _blocks(speech: WavReader, start: int, stop: int) -> Iterator[Any]:
    step = speech.rate * _BLOCK_SECONDS
    for first in range(start, min(stop, len(speech)), step):
        yield speech.read(first, min(first + step, stop))
