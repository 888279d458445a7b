"""Writing speech to files that people play: wav, flac, mp3, ogg, opus, m4a."""

import sys
import zlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.audio.wav import write_wav
from f5tts_worker.errors import WorkerError


@dataclass(frozen=True)
class _Format:
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
_FORMATS = {
    "flac": _Format("flac", "flac", "s16"),
    "mp3": _Format("mp3", "libmp3lame", "fltp", _MPEG, effort=_LAME_EFFORT),
    # FFmpeg's own Vorbis encoder is experimental and stereo only, so ogg files hold Opus.
    "ogg": _Format("ogg", "libopus", "flt", _OPUS, effort=_OPUS_EFFORT),
    "opus": _Format("opus", "libopus", "flt", _OPUS, effort=_OPUS_EFFORT),
    # The index goes first, so that a browser can play while it loads.
    "m4a": _Format("ipod", "aac", "fltp", _MPEG, (("movflags", "+faststart"),)),
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
    """Write mono samples of shape (n,), -1 to 1, to `path` as wav, flac, mp3, ogg, opus or m4a.

    `out_rate` in Hz is rounded up to one that the format has, and the comment becomes the file's tag of that
    name. The file appears under its name once whole. Raises INVALID_REQUEST for another format or no samples,
    VOLUME_FULL when the disk is.
    """
    path = Path(path)
    if format != "wav" and format not in _FORMATS:
        raise WorkerError(
            "INVALID_REQUEST", f"output_format must be one of wav, {', '.join(_FORMATS)}, not {format!r}."
        )
    rate = _rate(format, out_rate or sample_rate)
    clean = np.nan_to_num(np.asarray(samples, np.float32).reshape(-1), nan=0.0, posinf=0.0, neginf=0.0)
    if not clean.size:
        raise WorkerError("INVALID_REQUEST", "There are no samples to write.")
    if rate != sample_rate:
        clean = resample(clean, sample_rate, rate)
    partial = path.with_name(path.name + ".partial")
    try:
        if format == "wav":
            write_wav(partial, clean, rate, comment)
        else:
            _write(partial, _FORMATS[format], np.clip(clean, -1, 1), rate, comment)
        partial.replace(path)
    except (OSError, av.FFmpegError) as error:
        partial.unlink(missing_ok=True)
        code = "VOLUME_FULL" if isinstance(error, OSError) else "INTERNAL"
        print(f"the {format} file could not be written: {error}", file=sys.stderr)
        full = " because the disk is full or cannot be written to" if code == "VOLUME_FULL" else ""
        raise WorkerError(code, f"The {format} file could not be written{full}.") from error
    return EncodeInfo(path.stat().st_size, rate, round(len(clean) * 1000 / rate))


def _rate(format: str, wanted: int) -> int:  # noqa: A002 - as in `encode`
    rates = _FORMATS[format].rates if format in _FORMATS else ()
    if rates:
        return min((rate for rate in rates if rate >= wanted), default=rates[-1])
    return min(max(wanted, _ANY_RATE[0]), _ANY_RATE[1])


def _write(path: Path, form: _Format, samples: Any, rate: int, comment: str | None) -> None:
    options = dict(form.options)
    if form.codec == "libopus":  # an Ogg stream's number is drawn at random unless it is given: by its sound
        options |= {"fflags": "+bitexact", "serial_offset": str(zlib.crc32(samples) >> 1)}
    with av.open(f"file:{path}", "w", format=form.container, options=options) as container:
        if comment:
            container.metadata["comment"] = comment
        effort = {} if form.effort is None else {"compression_level": form.effort}
        stream = container.add_stream(
            form.codec, rate=rate, layout="mono", format=form.samples, options=effort
        )
        if form.codec != "flac":
            wide = _WIDE_BITS if rate >= _WIDE_FROM else _SPEECH_BITS
            stream.bit_rate = _OPUS_BITS if form.codec == "libopus" else wide
        for start in range(0, len(samples), rate * _BLOCK_SECONDS):
            block = samples[start : start + rate * _BLOCK_SECONDS]
            for packet in stream.encode(_frame(block, form.samples, rate, start)):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


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
