"""Reference recordings, good and bad, and a reader for what comes back."""

import base64
import shutil
import subprocess
import wave
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.e2e.processes import REPOSITORY

VOICES = REPOSITORY / "src" / "f5tts_worker" / "demo" / "voices"
RATE = 24_000
SAID = "The old man walked slowly down the dusty road, and nobody came to meet him."
SENTENCES = (
    "The old man walked slowly down the dusty road.",
    "My little brother found a small black dog behind the school.",
    "In the morning my father reads the paper.",
    "She sells fresh bread and butter near the harbour every day.",
    "Nobody came to meet him when the train arrived at last.",
)
CODECS = {
    "wav": ["-ar", "44100", "-ac", "2"],
    "mp3": [],
    "flac": ["-af", "volume=-20dB"],
    "ogg": ["-c:a", "libvorbis"],
    "opus": ["-c:a", "libopus"],
    "m4a": [],
    "webm": ["-c:a", "libopus"],
    "mp4": ["-f", "lavfi", "-i", "color=c=blue:s=64x64:r=5", "-shortest"],
}
FEW = ("flac", "webm", "mp4")  # those that are made without --exhaustive


@dataclass(frozen=True)
class Recordings:
    """A folder of recordings; `base64` is how the API takes one."""

    folder: Path

    @property
    def said(self) -> str:
        """What is said in every recording that holds speech."""
        return (VOICES / "slt.txt").read_text(encoding="utf-8").strip()

    def path(self, name: str) -> Path:
        return self.folder / name

    def base64(self, name: str) -> str:
        return base64.b64encode(self.path(name).read_bytes()).decode()


@dataclass(frozen=True)
class Decoded:
    """16-bit mono samples as ffmpeg decoded them."""

    rate: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / self.rate

    @property
    def is_silent(self) -> bool:
        return not any(self.samples)


def make(folder: Path, hours: int) -> Recordings:
    """Make every recording: speech in several formats, silence, no audio, too short, too long."""
    speech = VOICES / "slt.wav"
    for name in ("speech.wav", "speech.mp3", "speech.ogg", "speech.flac", "speech.m4a", "speech.webm"):
        ffmpeg("-i", str(speech), str(folder / name))
    ffmpeg("-i", str(speech), "-t", "0.15", str(folder / "short.wav"))
    silence = f"anullsrc=r={RATE}:cl=mono"
    ffmpeg("-f", "lavfi", "-i", silence, "-t", "4", str(folder / "silent.wav"))
    (folder / "empty.wav").write_bytes(b"")
    (folder / "text.wav").write_bytes(b"This is a letter and no recording. " * 400)
    (folder / "truncated.wav").write_bytes(speech.read_bytes()[:30])
    ffmpeg("-stream_loop", "119", "-i", str(folder / "speech.ogg"), "-c", "copy", str(folder / "long.ogg"))
    # An hour of silence in a megabyte: decoded in good faith, ten would be 3.5 GB of samples.
    opus = ("-c:a", "libopus", "-b:a", "6k", "-frame_duration", "60")
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "60", *opus, str(folder / "minute.opus"))
    ffmpeg(
        "-stream_loop",
        str(60 * hours - 1),
        "-i",
        str(folder / "minute.opus"),
        "-c",
        "copy",
        str(folder / "bomb.opus"),
    )
    return Recordings(folder)


def record(folder: Path, kinds: Collection[str]) -> None:
    """Record what flite says: a sentence in these formats (mp4 is a film), and all sentences in one file."""
    require("flite")
    speech, every = folder / "flite.wav", folder / "flite-long.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", SAID, "-o", str(speech)], check=True)
    subprocess.run(["flite", "-voice", "rms", "-t", " ".join(SENTENCES), "-o", str(every)], check=True)
    for name in kinds:
        ffmpeg("-i", str(speech), *CODECS[name], str(folder / f"flite-sent.{name}"))


def decode(data: bytes, folder: Path, extension: str) -> Decoded:
    """Decode a recording with ffmpeg, which the product does not use. Raises CalledProcessError."""
    source, target = folder / f"answer.{extension}", folder / "decoded.wav"
    source.write_bytes(data)
    ffmpeg("-i", str(source), "-ac", "1", "-c:a", "pcm_s16le", str(target))
    return read_wav(target)


def read_wav(source: Path | BinaryIO) -> Decoded:
    """Read a WAV file of 16-bit mono samples."""
    with wave.open(source if not isinstance(source, Path) else str(source)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return Decoded(file.getframerate(), file.readframes(file.getnframes()))


def require(program: str) -> None:
    """Skip the test where a program is not installed that the product never needs."""
    if shutil.which(program) is None:
        pytest.skip(f"the {program} program is not installed")


def ffmpeg(*arguments: str) -> None:
    """Run ffmpeg, which says nothing unless it fails."""
    require("ffmpeg")
    subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-y", "-nostdin", *arguments], check=True)
