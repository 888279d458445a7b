"""Writing speech to files that people play: wav, flac, mp3, ogg, opus, m4a."""

import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from f5tts_worker.engine.audio.resample import Resampler
from f5tts_worker.engine.audio.wav import WavWriter
from f5tts_worker.errors import WorkerError, fault


@dataclass(frozen=True)
class Format:
    """How FFmpeg makes one of our formats: container, codec, sample format, the rates it takes in Hz."""

    container: str
    codec: str
    samples: str
    rates: tuple[int, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    effort: str | None = None  # FFmpeg's compression_level, whose meaning is the encoder's own


_MPEG = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
_OPUS = (8_000, 12_000, 16_000, 24_000, 48_000)
# Half the time of the encoders' own choice: LAME's sound is as close to the original (signal to noise 25.9 dB
# with either), Opus's nearly (25.7 instead of 27.3 dB).
_LAME_EFFORT, _OPUS_EFFORT = "7", "5"
FORMATS = {
    "flac": Format("flac", "flac", "s16"),
    "mp3": Format("mp3", "libmp3lame", "fltp", _MPEG, effort=_LAME_EFFORT),
    # FFmpeg's own Vorbis encoder is experimental and stereo only, so ogg files hold Opus.
    "ogg": Format("ogg", "libopus", "flt", _OPUS, effort=_OPUS_EFFORT),
    "opus": Format("opus", "libopus", "flt", _OPUS, effort=_OPUS_EFFORT),
    # The index goes first, so that a browser can play while it loads.
    "m4a": Format("ipod", "aac", "fltp", _MPEG, (("movflags", "+faststart"),)),
}
_ANY_RATE = (8_000, 192_000)
_SPEECH_BITS, _WIDE_BITS = 64_000, 96_000  # bits per second of mono; wide from 32 kHz on
_WIDE_FROM = 32_000
_OPUS_BITS = 48_000
_BLOCK_SECONDS = 10


@dataclass(frozen=True)
class EncodeInfo:
    """A written file: bytes, its sample rate in Hz, its length in milliseconds."""

    bytes: int
    sample_rate: int
    ms: int


def encode(
    samples: Any,
    sample_rate: int,
    path: Path | str,
    format: str,  # noqa: A002 - the protocol's name for it
    out_rate: int | None = None,
    comment: str | None = None,
) -> EncodeInfo:
    """Write mono samples of shape (n,), -1 to 1, to `path`; otherwise as `encode_blocks`."""
    block = np.asarray(samples, np.float32).reshape(-1)
    return encode_blocks(lambda: iter([block]), sample_rate, path, format, out_rate, comment)


def encode_blocks(
    blocks: Callable[[], Iterator[Any]],
    sample_rate: int,
    path: Path | str,
    format: str,  # noqa: A002 - the protocol's name for it
    out_rate: int | None = None,
    comment: str | None = None,
) -> EncodeInfo:
    """Write mono samples, -1 to 1, to `path` as wav, flac, mp3, ogg, opus or m4a, a block at a time.

    `blocks` returns an iterator over them, shape (n,) each, as often as it is called. `out_rate` in Hz is
    rounded up to one that the format has, and the comment becomes the file's tag of that name. The file
    appears under its name once whole. Raises INVALID_REQUEST for another format or no samples, VOLUME_FULL
    when the disk is.
    """
    path = Path(path)
    if format != "wav" and format not in FORMATS:
        raise fault("output_format", f"is {format!r}", f"one of wav, {', '.join(FORMATS)}")
    rate = rate_of(format, out_rate or sample_rate)
    # An Ogg stream's number is drawn at random unless it is given: by its sound.
    serial = _checksum(blocks()) if format in ("ogg", "opus") else 0
    partial = path.with_name(path.name + ".partial")
    sound = _resampled(blocks(), sample_rate, rate)
    try:
        if format == "wav":
            written = _write_wav(partial, sound, rate, comment)
        else:
            written = _write(partial, FORMATS[format], sound, rate, comment, serial)
        if not written:
            raise fault("audio", "has no samples to write", "sound")
        partial.replace(path)
    except (OSError, av.FFmpegError) as error:
        code = "VOLUME_FULL" if isinstance(error, OSError) else "INTERNAL"
        print(f"the {format} file could not be written: {error}", file=sys.stderr)
        full = " because the disk is full or cannot be written to" if code == "VOLUME_FULL" else ""
        raise WorkerError(code, f"The {format} file could not be written{full}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return EncodeInfo(path.stat().st_size, rate, round(written * 1000 / rate))


def _checksum(blocks: Iterator[Any]) -> int:
    checksum = 0
    for block in blocks:
        checksum = zlib.crc32(np.ascontiguousarray(block), checksum)
    return checksum >> 1


def _resampled(blocks: Iterator[Any], rate_in: int, rate_out: int) -> Iterator[Any]:
    """Yield the blocks at another rate, what is not finite as silence."""
    stream = Resampler(rate_in, rate_out)
    for block in blocks:
        yield stream.push(np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0))
    yield stream.finish()


def _write_wav(path: Path, blocks: Iterator[Any], rate: int, comment: str | None) -> int:
    with WavWriter(path, rate, comment) as file:
        for block in blocks:
            file.write(block)
    return file.samples


def rate_of(format: str, wanted: int) -> int:  # noqa: A002 - as in `encode`
    """Return a sample rate in Hz, rounded up to one that the format has."""
    rates = FORMATS[format].rates if format in FORMATS else ()
    if rates:
        return min((rate for rate in rates if rate >= wanted), default=rates[-1])
    return min(max(wanted, _ANY_RATE[0]), _ANY_RATE[1])


def _write(
    path: Path, form: Format, blocks: Iterator[Any], rate: int, comment: str | None, serial: int
) -> int:
    """Write the blocks; return how many samples they were."""
    options = dict(form.options)
    if form.codec == "libopus":
        options |= {"fflags": "+bitexact", "serial_offset": str(serial)}
    with av.open(f"file:{path}", "w", format=form.container, options=options) as container:
        if comment:
            container.metadata["comment"] = comment
        track = Track(container, form, rate)
        for block in blocks:
            track.write(block)
        track.finish()
    return track.samples


class Track:
    """The one track of a file that is being written."""

    def __init__(self, container: Any, form: Format, rate: int) -> None:
        self._container, self._form, self._rate = container, form, rate
        effort = {} if form.effort is None else {"compression_level": form.effort}
        self._stream = container.add_stream(
            form.codec, rate=rate, layout="mono", format=form.samples, options=effort
        )
        if form.codec != "flac":
            wide = _WIDE_BITS if rate >= _WIDE_FROM else _SPEECH_BITS
            self._stream.bit_rate = _OPUS_BITS if form.codec == "libopus" else wide
        self.samples = 0  # written so far

    def write(self, samples: Any) -> None:
        """Append samples of shape (n,), -1 to 1."""
        for start in range(0, len(samples), self._rate * _BLOCK_SECONDS):
            part = np.clip(samples[start : start + self._rate * _BLOCK_SECONDS], -1, 1)
            self._mux(_frame(part, self._form.samples, self._rate, self.samples))
            self.samples += len(part)

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._mux(None)

    def _mux(self, frame: Any) -> None:
        for packet in self._stream.encode(frame):
            self._container.mux(packet)


def _frame(samples: Any, sample_format: str, rate: int, start: int) -> Any:
    if sample_format == "s16":
        samples = np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples[None]), format=sample_format, layout="mono"
    )
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    frame.pts = start
    return frame
