"""Recordings that nobody has marked: flite, espeak-ng, a Piper voice where there is one, and music."""

import hashlib
import itertools
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scripts.speech_judge.texts import LONG, read_text

from f5tts_worker.engine.audio.decode import decode
from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.audio.wav import read_wav, write_wav

RATE = 24_000
SECONDS = 4  # of music; about what a sentence lasts
FLITE = ("kal", "kal16", "awb", "rms", "slt")
ESPEAK = ("en-us+m1", "en-us+f2", "en-gb+m3", "en-gb+f4", "de", "fr", "es", "it")
_BY_PIPER = 60  # sentences: it takes its time
_MEGABYTES = 64  # that a recording may decode to
_TWELFTH = 2 ** (1 / 12)

Sound = NDArray[np.float32]


class Recordings:
    """Sounds by kind, made once and kept in a folder; samples [n] at 24 kHz, as loud as our speech."""

    def __init__(self, folder: Path, piper: Path | None) -> None:
        self._folder, self._piper = folder, piper
        folder.mkdir(parents=True, exist_ok=True)
        self.sentences = [sentence.strip() for sentence in read_text(LONG, 100_000)]

    def each(self, count: int) -> Iterator[tuple[str, Sound]]:
        """Yield so many sounds with their kind's name: all kinds by turns."""
        kinds = [self._flite(), self._espeak(), self._said_by_piper(), self._music()]
        rows = itertools.zip_longest(*kinds)  # music never ends
        return itertools.islice((sound for row in rows for sound in row if sound is not None), count)

    def natural(self, voices: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, Sound]]:
        """Yield texts as flite says them, voice after voice, each with its text."""
        for text, voice in zip(texts, itertools.cycle(voices), strict=False):
            yield text, self._command(["flite", "-voice", voice, "-t", text, "-o"])

    def _flite(self) -> Iterator[tuple[str, Sound]]:
        for voice, text in itertools.product(FLITE, self.sentences):
            yield "flite", self._command(["flite", "-voice", voice, "-t", text, "-o"])

    def _espeak(self) -> Iterator[tuple[str, Sound]]:
        for voice, text in itertools.product(ESPEAK, self.sentences):
            yield "espeak-ng", self._command(["espeak-ng", "-v", voice, text, "-w"])

    def _said_by_piper(self) -> Iterator[tuple[str, Sound]]:
        if self._piper is None:
            return
        from piper import PiperVoice

        voice = PiperVoice.load(self._piper)
        for text in self.sentences[:_BY_PIPER]:
            kept = self._kept("piper", text)
            if not kept.exists():
                parts = list(voice.synthesize(text))
                samples = np.concatenate([part.audio_float_array for part in parts])
                write_wav(kept, loud(resample(samples, parts[0].sample_rate, RATE)), RATE)
            yield "Piper", read_wav(kept)[0]

    def _music(self) -> Iterator[tuple[str, Sound]]:
        for seed in itertools.count():
            yield "music", loud(music(np.random.default_rng(seed)))

    def _command(self, command: Sequence[str]) -> Sound:
        """Return what a program writes into the file that its last argument names."""
        kept = self._kept(*command)
        if not kept.exists():
            raw = self._folder / "raw.wav"
            subprocess.run([*command, raw], check=True, capture_output=True)
            samples, _ = decode(raw, sample_rate=RATE, max_ms=60_000, max_bytes=_MEGABYTES << 20)
            write_wav(kept, loud(samples), RATE)
        return read_wav(kept)[0]

    def _kept(self, *names: str) -> Path:
        return self._folder / f"{hashlib.sha256(repr(names).encode()).hexdigest()[:24]}.wav"


def loud(samples: Sound) -> Sound:
    """Return a sound at the level that speech is made with, rms 0.1, less where it would clip."""
    rms = float(np.sqrt(np.mean(np.square(samples)))) or 1.0
    gain = min(0.1 / rms, 0.98 / (float(np.abs(samples).max()) or 1.0))
    return (samples * gain).astype(np.float32)


def music(random: np.random.Generator) -> Sound:
    """Return a few bars: chords with overtones that die away, a bass, and a noisy beat."""
    time = np.arange(SECONDS * RATE) / RATE
    whole = np.zeros(len(time))
    beat = random.uniform(0.25, 0.6)
    for start in np.arange(0, SECONDS, beat):
        since = time - start
        shape = np.where(since >= 0, np.exp(-np.clip(since, 0, None) * random.uniform(1, 6)), 0)
        root = 110 * _TWELFTH ** int(random.integers(0, 24))
        for step in (0, int(random.integers(3, 5)), 7):
            for overtone in range(1, int(random.integers(2, 9))):
                whole += shape * np.sin(2 * np.pi * root * _TWELFTH**step * overtone * since) / overtone**1.3
        whole += 0.3 * shape**4 * random.normal(size=len(time))
    return whole.astype(np.float32)
