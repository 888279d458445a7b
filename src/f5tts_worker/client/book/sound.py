"""Encodes a book's sound with PyAV, which comes with the extra "book": FFmpeg in one wheel, and no PyTorch.

A writer of our own could put AAC into an MP4 file, but something must make the AAC, measure loudness and find
peaks between samples. PyAV does all three, and no ffmpeg program is needed. Everything streams: ten hours
take little more memory than ten seconds do.
"""

import importlib.util
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from f5tts_worker.client.asking import UsageError
from f5tts_worker.client.book.pictures import is_png, size_of

# The true peak of what is encoded, in dB below full scale. Encoders overshoot: by up to 0.5 dB, see
# docs/BOOK.md, and what people get should stay below -1 dBTP.
PEAK_DB = -2.0
_OVERSAMPLED = 4  # BS.1770-4, annex 2: a peak between samples is found at four times their rate
_MOST_GAIN_DB = 20.0
_SILENCE_LUFS = -70.0


@dataclass(frozen=True)
class SoundFormat:
    """How FFmpeg makes one format of ours."""

    container: str
    codec: str
    samples: str
    bits: int | None = None  # per second
    options: tuple[tuple[str, str], ...] = ()
    has_cover: bool = True
    effort: str | None = (
        None  # FFmpeg's compression_level, as the worker sets it: half the time, the same sound
    )


_MP4 = (("movflags", "+faststart"),)  # the index goes first: a player can start while it loads
FORMATS: Mapping[str, SoundFormat] = {
    # "mp4" with the brand of audiobooks: FFmpeg's "ipod" takes no cover from PyAV.
    "m4b": SoundFormat("mp4", "aac", "fltp", 64_000, (*_MP4, ("brand", "M4B "))),
    "m4a": SoundFormat("mp4", "aac", "fltp", 64_000, (*_MP4, ("brand", "M4A "))),
    "mp3": SoundFormat("mp3", "libmp3lame", "fltp", 64_000, effort="7"),
    "opus": SoundFormat(
        "ogg",
        "libopus",
        "flt",
        48_000,
        (("fflags", "+bitexact"), ("serial_offset", "1")),
        has_cover=False,
        effort="5",
    ),
    "flac": SoundFormat("flac", "flac", "s16"),
}


@dataclass(frozen=True)
class Part:
    """Samples (16-bit mono, in blocks) that begin and end in silence, and by how many dB they get louder."""

    blocks: Iterable[bytes]
    gain_db: float


@dataclass(frozen=True)
class Mark:
    """A chapter in a file: where it begins and ends, in ms, and its title."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True)
class Label:
    """What a file says of itself: tags, the cover (JPEG or PNG), and chapters."""

    tags: Mapping[str, str]
    cover: bytes | None = None
    marks: Sequence[Mark] = ()


def check_installed() -> None:
    """Make sure that there is an encoder before a job is paid for. Raises UsageError."""
    if importlib.util.find_spec("av") is None:
        raise UsageError(
            'a book is encoded with PyAV, which is missing; install it with: pip install ".[book]"'
        )


def loudness(blocks: Iterable[bytes], rate: int) -> float:
    """Return the integrated loudness (ITU-R BS.1770-4) of 16-bit mono samples in LUFS, -70 for silence."""
    graph = _graph(rate, [("ebur128", "metadata=1")])
    measured = _SILENCE_LUFS
    for frame in _filtered(graph, blocks, rate):
        measured = float(frame.metadata.get("lavfi.r128.I", measured))
    return measured if math.isfinite(measured) else _SILENCE_LUFS


def gain_for(measured: float, wanted: float) -> float:
    """Return by how many dB speech is made louder; silence stays as it is."""
    return 0.0 if measured <= _SILENCE_LUFS else max(-_MOST_GAIN_DB, min(wanted - measured, _MOST_GAIN_DB))


def write(path: Path, name: str, parts: Iterable[Part], rate: int, label: Label) -> None:
    """Write parts one behind the other as a file of the format `name`, true peaks below PEAK_DB.

    `path` is written as it goes: give one that is renamed once it is whole.
    """
    import av

    form = FORMATS[name]
    with av.open(f"file:{path}", "w", format=form.container, options=dict(form.options)) as container:
        container.metadata.update(label.tags)
        effort = {"compression_level": form.effort} if form.effort else {}
        stream = container.add_stream(
            form.codec, rate=rate, layout="mono", format=form.samples, options=effort
        )
        if form.bits:
            stream.bit_rate = form.bits
        picture = _picture(container, label.cover) if form.has_cover and label.cover else None
        if label.marks:
            container.set_chapters([_chapter(number, mark) for number, mark in enumerate(label.marks)])
        written = 0
        for frame in _limited(parts, rate, form.samples):
            frame.pts, frame.time_base = written, Fraction(1, rate)
            written += frame.samples
            container.mux(stream.encode(frame))
            if picture is not None:
                container.mux(picture)
                picture = None
        container.mux(stream.encode(None))


def _limited(parts: Iterable[Part], rate: int, samples: str) -> Iterator[Any]:
    """Yield the frames of parts, each as loud as it is to be; what is not limited keeps its shape."""
    for part in parts:
        chain = [
            ("volume", f"volume={part.gain_db:.2f}dB:precision=float"),
            ("aresample", str(rate * _OVERSAMPLED)),
            (
                "alimiter",
                f"limit={10 ** (PEAK_DB / 20):.6f}:attack=5:release=50:level=false:latency=true",
            ),
            ("aresample", str(rate)),
            ("aformat", f"sample_fmts={samples}"),
        ]
        yield from _filtered(_graph(rate, chain), part.blocks, rate)


def _picture(container: Any, cover: bytes) -> Any:
    """Return the cover as a packet of a stream of its own, which comes after the first sound."""
    import av
    from av.stream import Disposition

    codec = "png" if is_png(cover) else "mjpeg"
    width, height = size_of(cover) or (1, 1)
    stream = container.add_mux_stream(codec, width=width, height=height)
    stream.disposition = Disposition.attached_pic
    packet = av.Packet(cover)
    packet.stream, packet.is_keyframe = stream, True
    packet.pts = packet.dts = 0
    packet.time_base = Fraction(1, 90_000)
    return packet


def _chapter(number: int, mark: Mark) -> dict[str, Any]:
    return {
        "id": number,
        "start": mark.start_ms,
        "end": mark.end_ms,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": mark.title},
    }


def _graph(rate: int, chain: Sequence[tuple[str, str]]) -> Any:
    from av.filter import Graph

    graph = Graph()
    last = graph.add_abuffer(sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate))
    for name, arguments in (*chain, ("abuffersink", None)):
        step = graph.add(name, arguments)
        last.link_to(step)
        last = step
    graph.configure()
    return graph


def _filtered(graph: Any, blocks: Iterable[bytes], rate: int) -> Iterator[Any]:
    """Yield what comes out of a chain of filters."""
    start = 0
    for block in blocks:
        if block:
            graph.push(_frame(block, rate, start))
            start += len(block) // 2
            yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Any) -> Iterator[Any]:
    import av

    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, av.EOFError):  # nothing more for now, or at all
            return


def _frame(block: bytes, rate: int, start: int) -> Any:
    import av

    frame = av.AudioFrame(format="s16", layout="mono", samples=len(block) // 2)
    plane = frame.planes[0]
    plane.update(
        block + bytes(plane.buffer_size - len(block))
    )  # FFmpeg's buffers are longer than their sound
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), start
    return frame
