"""Reading sound from files that strangers sent: hard limits, no network, no formats that open other files.

FFmpeg does the work, through PyAV. Writing is in `audio_encode`, our own wav files in `wav`; both can be had
from here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from f5tts_worker.engine.audio.encode import EncodeInfo, encode
from f5tts_worker.engine.audio.memory import growth_limited
from f5tts_worker.engine.audio.resample import Resampler, resample
from f5tts_worker.engine.audio.wav import read_wav, write_wav
from f5tts_worker.errors import WorkerError

__all__ = ["DecodeInfo", "EncodeInfo", "decode", "encode", "read_wav", "resample", "write_wav"]

# FFmpeg's demuxers that hold sound themselves. Playlists (hls, concat, dash), subtitles, pictures and devices
# are not among them, and a name alone never chooses one: FFmpeg looks at the content.
_FORMATS = "wav,w64,aiff,caf,flac,mp3,aac,amr,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
# The first sound track's codec must be one of these, or plain PCM.
_CODECS = re.compile(
    r"pcm_\w+|aac(_latm)?|e?ac3|alac|amr[nw]b|flac|mp[123](float)?|(lib)?opus|(lib)?vorbis|"
    r"adpcm_(ms|ima_wav|ima_qt)|gsm_ms"
)
# FFmpeg would read what is encrypted as if it were not, and make noise of it (ISO 14496-12, 8.12; FairPlay).
_PROTECTED = ("enca", "drms")
# FFmpeg decodes a first frame of every track when it opens a file, pictures that come with music among them;
# what this list does not name it does not decode.
_DECODERS = ",".join(sorted(name for name in av.codecs_available if _CODECS.fullmatch(name)))
# What opening a file may take: its tags, covers and tables, and what they claim to be. Measured for whole
# recordings, an hour of flac, m4a and aac and a film among them: 25 MB, and 50 with a cover of 18 MB.
_OPENING_BYTES = 256 * 1024 * 1024
# Beside the samples, while they are decoded: only a fault of FFmpeg's needs so much. It is far away because
# NumPy crashes when the last kilobyte is missing, where FFmpeg and Python give up in order.
_DECODING_BYTES = 512 * 1024 * 1024
# For what FFmpeg does before the first sound, and between two packets; it looks at the clock when it reads.
# A tag of a thousand compressed frames would take minutes; whole recordings open in milliseconds.
_PATIENCE_S = 5.0
# Their headers say how long they are and do not guess it from a bit rate.
_KNOW_LENGTH = ("flac", "ogg", "mov", "matroska", "wav", "w64", "aiff", "caf")
_WANTED = "Send wav, flac, mp3, ogg, opus, m4a, mp4 or webm."
_RATES = range(4_000, 768_001)
_MAX_CHANNELS = 32
_LOUDEST = (
    4.0  # floats a little above 1 are only loud; above this the file is scaled differently (e.g. to 32768)
)
_SURROUND = {"FC": 1.0, "FL": 0.7, "FR": 0.7, "LFE": 0.0}  # ITU-R BS.775's weights, near enough for speech
_BESIDE = 0.5

_NOT_SOUND = (
    ((b"<!doctype html", b"<html", b"<head"), "a web page (HTML)"),
    ((b"<svg", b"<?xml"), "an XML or SVG document"),
    ((b"#extm3u", b"[playlist]", b"ffconcat"), "a playlist"),
    ((b"{", b"["), "text (JSON)"),
    ((b"%pdf",), "a PDF"),
    ((b"pk\x03\x04",), "a zip archive"),
    ((b"\x89png", b"\xff\xd8\xff", b"gif8"), "a picture"),
)


@dataclass(frozen=True)
class DecodeInfo:
    """What a file held: its length in milliseconds, how it was packed, and what was odd about it."""

    ms: int
    container: str
    codec: str
    source_rate: int
    channels: int
    warnings: tuple[str, ...] = ()


def decode(path: Path | str, *, sample_rate: int, max_ms: int, max_bytes: int) -> tuple[Any, DecodeInfo]:
    """Decode the first sound track of a file to mono float32 samples, shape (n,), at `sample_rate` Hz.

    Decoding stops at `max_ms` milliseconds, and at `max_bytes` of unpacked sound (all channels, 4 bytes a
    sample, at the file's own rate). A damaged or cut-off file gives what can be read, with a warning. Memory
    grows by no more than sound of `max_ms` needs. Raises AUDIO_UNREADABLE or AUDIO_TOO_LONG.
    """
    path = Path(path)
    _check_head(path)
    try:
        return _decode(path, sample_rate, max_ms, max_bytes)
    except MemoryError as error:
        raise _unreadable("Reading this takes more memory than any recording does.") from error


def _decode(path: Path, sample_rate: int, max_ms: int, max_bytes: int) -> tuple[Any, DecodeInfo]:
    twice_and_more = 3 * 4 * sample_rate * max_ms // 1000  # the blocks, and the whole that is made of them
    try:
        with _opened(path) as container, growth_limited(twice_and_more + _DECODING_BYTES):
            stream = _sound_track(container)
            _check_claim(container, stream, max_ms, max_bytes)
            blocks = _Blocks(container, stream, max_ms, max_bytes)
            samples = _collect(blocks, sample_rate)
            source = (container.format.name, stream.codec_context.name)
    except av.error.MemoryError:
        raise
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(
            "The file cannot be read as audio: its format is unknown, or it is damaged."
        ) from error
    if not blocks.seen:
        raise _unreadable("The file can be opened, but contains no audio.")
    samples, warnings = _sane(samples)
    if blocks.damaged:
        warnings.append("The audio file is damaged or cut off; what could be read of it was used.")
    ms = blocks.seen_ms
    return samples, DecodeInfo(ms, *source, blocks.rate, blocks.channels, tuple(warnings))


def _opened(path: Path) -> Any:
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _FORMATS,
        "codec_whitelist": _DECODERS,
    }
    with growth_limited(_OPENING_BYTES):
        # "file:" keeps a name such as "http:x" from being read as an address. Tags need not be UTF-8.
        return av.open(
            f"file:{path}", container_options=options, metadata_errors="replace", timeout=_PATIENCE_S
        )


class _Blocks:
    """The decoded sound as mono float32 blocks, each with its rate; counts against the limits as it goes."""

    def __init__(self, container: Any, stream: Any, max_ms: int, max_bytes: int) -> None:
        self._container, self._stream = container, stream
        self._max_ms, self._bytes_left, self._max_bytes = max_ms, max_bytes, max_bytes
        self._seconds = 0.0
        self.seen = 0
        self.damaged = False
        self.rate = stream.codec_context.sample_rate
        self.channels = _channel_count(stream)

    @property
    def seen_ms(self) -> int:
        return round(self._seconds * 1000)

    def __iter__(self) -> Iterator[tuple[Any, int]]:
        for frame in self._frames():
            if frame.sample_rate not in _RATES or len(frame.layout.channels) > _MAX_CHANNELS:
                raise _unreadable(
                    f"The sample rate changes to {frame.sample_rate} Hz midway, which is not plausible."
                )
            self._count(frame)
            yield _mono(frame), frame.sample_rate

    def _count(self, frame: Any) -> None:
        self.seen += frame.samples
        self._seconds += frame.samples / frame.sample_rate
        self._bytes_left -= frame.samples * len(frame.layout.channels) * 4
        if self._seconds * 1000 > self._max_ms:
            raise _too_long(None, self._max_ms)
        if self._bytes_left < 0:
            raise _too_wide(self._max_bytes)

    def _frames(self) -> Iterator[Any]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except StopIteration:
                return
            except (EOFError, av.error.InvalidDataError) as error:
                self.damaged = self.damaged or not isinstance(error, EOFError)
                if isinstance(error, EOFError):
                    return
                continue
            self.damaged = self.damaged or bool(packet.is_corrupt)
            yield from frames


def _collect(blocks: _Blocks, sample_rate: int) -> Any:
    """Join the blocks at one rate; a stream that changes its own rate gets a new resampler at that point."""
    parts: list[Any] = []
    stream, rate = None, 0
    for block, block_rate in blocks:
        if stream is None or block_rate != rate:
            parts += [stream.finish()] if stream else []
            stream, rate = Resampler(block_rate, sample_rate), block_rate
        parts.append(stream.push(block))
    parts += [stream.finish()] if stream else []
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _sound_track(container: Any) -> Any:
    if not container.streams.audio:
        raise _unreadable("The file has no audio track.")
    stream = container.streams.audio[0]
    codec = stream.codec_context
    if codec is None or not _CODECS.fullmatch(codec.name):
        raise _unreadable(f"The audio codec {getattr(codec, 'name', 'unknown')} is not supported.")
    if codec.codec_tag in _PROTECTED:
        raise _unreadable("The audio is protected by copy control (DRM).")
    channels = _channel_count(stream)
    if not codec.sample_rate:
        raise _unreadable("The file cannot be read as audio: nothing in it could be decoded.")
    if codec.sample_rate not in _RATES or not 0 < channels <= _MAX_CHANNELS:
        claim = f"{codec.sample_rate} Hz and {channels} channels"
        raise _unreadable(f"The file claims {claim}, which is not plausible.")
    return stream


def _channel_count(stream: Any) -> int:
    return int(stream.codec_context.channels)


def _check_claim(container: Any, stream: Any, max_ms: int, max_bytes: int) -> None:
    """Refuse by the header what is much too long or too large, before any of it is decoded."""
    if not container.format.name.startswith(_KNOW_LENGTH) or not stream.duration:
        return
    claimed = int(stream.duration * stream.time_base * 1000)
    # A header that is a little above the limit is checked by decoding: it may count padding.
    if claimed > max_ms + 1000:
        raise _too_long(claimed, max_ms)
    if claimed / 1000 * stream.codec_context.sample_rate * _channel_count(stream) * 4 > max_bytes * 1.1:
        raise _too_wide(max_bytes)


def _check_head(path: Path) -> None:
    """Say plainly what a file is when it is a well-known kind of something else."""
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError as error:
        raise _unreadable(f"The file cannot be opened ({error.strerror}).") from error
    if not head:
        raise _unreadable("The file is empty.")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signatures, name in _NOT_SOUND:
        if start.startswith(signatures):
            raise _unreadable(f"The file is {name}, not audio.")


def _mono(frame: Any) -> Any:
    """Return a frame's samples as mono float32 of shape (n,); full scale is 1."""
    layout = frame.layout.channels
    data = frame.to_ndarray()
    data = data if frame.format.is_planar else data.reshape(-1, len(layout)).T
    if data.dtype == np.uint8:
        data = (data.astype(np.float32) - 128) / 128
    elif data.dtype.kind == "i":
        data = data.astype(np.float32) / float(1 << (8 * data.dtype.itemsize - 1))
    # Float files can hold anything; what is not finite would poison the resampler's whole filter length.
    data = np.clip(np.nan_to_num(data.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0), -1e6, 1e6)
    if len(layout) < 3:  # mono, and the mean of stereo
        return data.mean(axis=0)
    weights = np.array([_SURROUND.get(channel.name, _BESIDE) for channel in layout], np.float32)
    return weights / max(weights.sum(), _BESIDE) @ data


def _sane(samples: Any) -> tuple[Any, list[str]]:
    """Bring samples that are scaled to something else than 1 back to it."""
    peak = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))  # an hour is not copied
    if peak <= _LOUDEST:
        return samples, []
    return samples / peak, [f"The audio's samples reach {peak:.0f} times full scale; it was turned down."]


def _unreadable(reason: str) -> WorkerError:
    return WorkerError("AUDIO_UNREADABLE", f"{reason} {_WANTED}")


def _too_wide(max_bytes: int) -> WorkerError:
    limit = max_bytes / 1e6
    message = f"The audio unpacks to more than {limit:.0f} MB; send fewer seconds, or mono at 48 kHz."
    return WorkerError("AUDIO_TOO_LONG", message, {"max_bytes": max_bytes})


def _too_long(claimed_ms: int | None, max_ms: int) -> WorkerError:
    length = f"{claimed_ms / 1000:.0f} s long" if claimed_ms else "longer than that"
    message = f"The audio may be at most {max_ms / 1000:g} s; this is {length}. Send a shorter piece."
    return WorkerError("AUDIO_TOO_LONG", message, {"max_ms": max_ms, "ms": claimed_ms})
