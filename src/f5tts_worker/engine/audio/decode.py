"""Reading sound from files that strangers sent: hard limits, no network, no formats that open other files.

FFmpeg does the work, through PyAV. Writing is in `audio_encode`, our own wav files in `wav`; both can be had
from here.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from f5tts_worker.engine.audio.channels import ChannelMeter, mono
from f5tts_worker.engine.audio.encode import EncodeInfo, encode, encode_blocks
from f5tts_worker.engine.audio.memory import growth_limited
from f5tts_worker.engine.audio.repairs import at_full_scale, centred
from f5tts_worker.engine.audio.resample import Resampler, resample
from f5tts_worker.engine.audio.signatures import check_head
from f5tts_worker.engine.audio.timeline import Timeline
from f5tts_worker.engine.audio.tracks import (
    DECODERS,
    MAX_CHANNELS,
    PROTECTED,
    RATES,
    Track,
    playable_tracks,
    unreadable,
    why,
)
from f5tts_worker.engine.audio.wav import WavReader, read_wav, write_wav
from f5tts_worker.engine.cancelling import check
from f5tts_worker.errors import WorkerError

__all__ = [
    "DecodeInfo",
    "EncodeInfo",
    "WavReader",
    "decode",
    "encode",
    "encode_blocks",
    "read_wav",
    "resample",
    "write_wav",
]

# FFmpeg's demuxers that hold sound themselves. Playlists (hls, concat, dash), subtitles, pictures and devices
# are not among them, and a name alone never chooses one: FFmpeg looks at the content.
_FORMATS = "wav,w64,aiff,caf,flac,mp3,aac,amr,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
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
_TAGS = (b"ID3", b"TAG", b"APETAGEX")  # in the middle of mp3 files that were joined
_MOST_TRACKS = 4  # are searched for a voice


@dataclass(frozen=True)
class DecodeInfo:
    """What a file held: its length in milliseconds, how it was packed, and what was odd about it."""

    ms: int
    container: str
    codec: str
    source_rate: int
    channels: int
    warnings: tuple[str, ...] = ()


def decode(
    path: Path | str, *, sample_rate: int, max_ms: int, max_bytes: int, on_timeline: bool = False
) -> tuple[Any, DecodeInfo]:
    """Decode the voice in a file to mono float32 samples, shape (n,), at `sample_rate` Hz.

    With `on_timeline` there is silence where the file's own time has no sound: before sound that begins later
    than the picture, and in gaps.

    Of several tracks the one that a player would play is taken, or the next in which something is said; of
    several channels those that hold the voice. A warning says which, unless all are alike. Decoding stops at
    `max_ms` milliseconds, and at `max_bytes` of unpacked sound (all channels, 4 bytes a sample, at the file's
    own rate). A damaged or cut-off file gives what can be read, with a warning. Memory grows by no more than
    sound of `max_ms` needs. Raises AUDIO_UNREADABLE or AUDIO_TOO_LONG.
    """
    path = Path(path)
    open_ended = check_head(path)
    reading = _Reading(path, sample_rate, max_ms, max_bytes, open_ended, on_timeline)
    try:
        return _voice(reading)
    except MemoryError as error:
        raise unreadable("Reading this takes more memory than any recording does.") from error


@dataclass(frozen=True)
class _Sound:
    """What was read of one track: its samples, and what can be said of it."""

    samples: Any
    blocks: "_Blocks"
    tracks: list[Track]
    tracks_in_all: int
    container: str
    codec: str


@dataclass(frozen=True)
class _Reading:
    """A file and how much of it may be read; `open_ended` if its header does not know how long it is."""

    path: Path
    sample_rate: int
    max_ms: int
    max_bytes: int
    open_ended: bool
    on_timeline: bool

    def track(self, place: int, channels: Sequence[int] | None = None) -> _Sound:
        """Read the track at this place in a player's order, mixing only these channels of it."""
        worked = time.thread_time()
        try:
            return self._track(place, channels)
        except WorkerError as error:
            lost_patience = isinstance(error.__cause__, av.error.ExitError)
            if not lost_patience or time.thread_time() - worked > _PATIENCE_S / 2:
                raise
        return self._track(place, channels)  # it did not work all that time: the process stood still

    def _track(self, place: int, channels: Sequence[int] | None) -> _Sound:
        # the blocks, and the whole that is made of them
        twice_and_more = 3 * 4 * self.sample_rate * self.max_ms // 1000
        try:
            with (
                _opened(self.path, open_ended=self.open_ended) as container,
                growth_limited(twice_and_more + _DECODING_BYTES),
            ):
                tracks = playable_tracks(container)
                stream = container.streams[tracks[place].index]
                if not self.open_ended:
                    _check_claim(container, stream, self.max_ms, self.max_bytes)
                blocks = _Blocks(container, stream, self, channels)
                samples = _collect(blocks, self.sample_rate)
                names = container.format.name, stream.codec_context.name
                return _Sound(samples, blocks, tracks, len(container.streams.audio), *names)
        except av.error.MemoryError:
            raise
        except (av.FFmpegError, OSError) as error:
            raise unreadable(
                "The file cannot be read as audio: its format is unknown, or it is damaged."
            ) from error


def _voice(reading: _Reading) -> tuple[Any, DecodeInfo]:
    """Read a file's voice: another track or other channels where the usual ones do not hold it."""
    sound, place = _speaking_track(reading)
    blocks = sound.blocks
    if not blocks.seen:
        raise unreadable("The file can be opened, but contains no audio.")
    warnings = []
    if sound.tracks_in_all > 1:
        warnings.append(why(sound.tracks[place], sound.tracks, sound.tracks_in_all))
    while better := sound.blocks.meter.better():
        channels, reason = better
        warnings.append(reason)
        sound = reading.track(place, channels)
    samples, loudness = at_full_scale(centred(sound.samples, reading.sample_rate))
    warnings += loudness
    if blocks.damaged:
        warnings.append("The audio file is damaged or cut off; what could be read of it was used.")
    packed = sound.container, sound.codec, blocks.rate, blocks.channels
    return samples, DecodeInfo(blocks.seen_ms, *packed, tuple(warnings))


def _speaking_track(reading: _Reading) -> tuple[_Sound, int]:
    """Return the first track in which something is said, else the first, with its place in the order."""
    first = reading.track(0)
    if len(first.tracks) == 1 or first.blocks.meter.speaks():
        return first, 0
    for place in range(1, min(len(first.tracks), _MOST_TRACKS)):
        with suppress(WorkerError):
            sound = reading.track(place)
            if sound.blocks.meter.speaks():
                return sound, place
    return first, 0


def _opened(path: Path, *, open_ended: bool) -> Any:
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _FORMATS,
        "codec_whitelist": DECODERS,
    }
    if open_ended:
        options["ignore_length"] = "1"
    with growth_limited(_OPENING_BYTES):
        # "file:" keeps a name such as "http:x" from being read as an address. Tags need not be UTF-8.
        return av.open(
            f"file:{path}", container_options=options, metadata_errors="replace", timeout=_PATIENCE_S
        )


class _Blocks:
    """The decoded sound as mono float32 blocks, each with its rate; counts against the limits as it goes."""

    def __init__(
        self, container: Any, stream: Any, reading: _Reading, channels: Sequence[int] | None
    ) -> None:
        self._container, self._stream, self._used = container, stream, channels
        self._reading, self._bytes_left = reading, reading.max_bytes
        self._timeline = Timeline(container, stream, reading.max_ms / 1000) if reading.on_timeline else None
        self._seconds = 0.0
        self.seen = 0
        self.damaged = False
        self.rate = stream.codec_context.sample_rate
        self.channels = int(stream.codec_context.channels)
        self.meter = ChannelMeter(channels)
        self._is_metered = self.channels > 1 or len(container.streams.audio) > 1

    @property
    def seen_ms(self) -> int:
        return round(self._seconds * 1000)

    def __iter__(self) -> Iterator[tuple[Any, int]]:
        for frame in self._frames():
            check()
            if frame.sample_rate not in RATES or len(frame.layout.channels) > MAX_CHANNELS:
                raise unreadable(
                    f"The sample rate changes to {frame.sample_rate} Hz midway, which is not plausible."
                )
            yield from self._silence(frame)
            self._count(frame)
            data, names = _floats(frame), [channel.name for channel in frame.layout.channels]
            mixed = mono(data, names, self._used)
            if self._is_metered:
                self.meter.add(data, mixed, names, frame.sample_rate)
            yield mixed, frame.sample_rate

    def _silence(self, frame: Any) -> Iterator[tuple[Any, int]]:
        """Yield the silence that the file's time has before a frame, a second at a time."""
        missing = round(self._timeline.gap(frame, self._seconds) * frame.sample_rate) if self._timeline else 0
        self._seconds += missing / frame.sample_rate
        for start in range(0, missing, frame.sample_rate):
            yield np.zeros(min(frame.sample_rate, missing - start), np.float32), frame.sample_rate

    def _count(self, frame: Any) -> None:
        self.seen += frame.samples
        self._seconds += frame.samples / frame.sample_rate
        self._bytes_left -= frame.samples * len(frame.layout.channels) * 4
        if self._seconds * 1000 > self._reading.max_ms:
            raise _too_long(None, self._reading.max_ms)
        if self._bytes_left < 0:
            raise _too_wide(self._reading.max_bytes)

    def _frames(self) -> Iterator[Any]:
        packets = self._container.demux(self._stream)
        while True:
            packet = None
            try:
                packet = next(packets)
                if packet.has_sidedata("encryption_info"):  # ISO 23001-7: the track's own tag hides it
                    raise unreadable(PROTECTED)
                frames = packet.decode()
            except StopIteration:
                return
            except (EOFError, av.error.InvalidDataError) as error:
                if isinstance(error, EOFError):
                    return
                is_tag = packet is not None and bytes(packet)[:8].startswith(_TAGS)
                self.damaged = self.damaged or not is_tag
                continue
            # FFmpeg marks the last packet of a file that is shorter than its header says.
            self.damaged = self.damaged or (bool(packet.is_corrupt) and not self._reading.open_ended)
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


def _check_claim(container: Any, stream: Any, max_ms: int, max_bytes: int) -> None:
    """Refuse by the header what is much too long or too large, before any of it is decoded."""
    if not container.format.name.startswith(_KNOW_LENGTH) or not stream.duration:
        return
    claimed = int(stream.duration * stream.time_base * 1000)
    # A header that is a little above the limit is checked by decoding: it may count padding.
    if claimed > max_ms + 1000:
        raise _too_long(claimed, max_ms)
    samples = claimed / 1000 * stream.codec_context.sample_rate * stream.codec_context.channels
    if samples * 4 > max_bytes * 1.1:
        raise _too_wide(max_bytes)


def _floats(frame: Any) -> Any:
    """Return a frame's samples as float32 of shape (channels, n); full scale is 1."""
    data = frame.to_ndarray()
    data = data if frame.format.is_planar else data.reshape(-1, len(frame.layout.channels)).T
    if data.dtype == np.uint8:
        data = (data.astype(np.float32) - 128) / 128
    elif data.dtype.kind == "i":
        data = data.astype(np.float32) / float(1 << (8 * data.dtype.itemsize - 1))
    # Float files can hold anything; what is not finite would poison the resampler's whole filter length.
    return np.clip(np.nan_to_num(data.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0), -1e6, 1e6)


def _too_wide(max_bytes: int) -> WorkerError:
    limit = max_bytes / 1e6
    message = f"The audio unpacks to more than {limit:.0f} MB; send fewer seconds, or mono at 48 kHz."
    return WorkerError("AUDIO_TOO_LONG", message, {"max_bytes": max_bytes})


def _too_long(claimed_ms: int | None, max_ms: int) -> WorkerError:
    length = f"{claimed_ms / 1000:.0f} s long" if claimed_ms else "longer than that"
    message = f"The audio may be at most {max_ms / 1000:g} s; this is {length}. Send a shorter piece."
    return WorkerError("AUDIO_TOO_LONG", message, {"max_ms": max_ms, "ms": claimed_ms})
