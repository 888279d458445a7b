"""Is the demo understood, and does it keep the voice: an independent recogniser and the median pitch."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torchaudio
from numpy.typing import NDArray

from .letters import edit_distance

RATE = 16_000
_FRAME, _STEP = 640, 160  # samples at 16 kHz: 40 ms every 10 ms
_PITCHES = (60, 400)  # Hz
_VOICED = 0.6  # of the autocorrelation at no shift


class Recogniser:
    """pocketsphinx with its own English model (package pocketsphinx); it knows nothing of flite."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder = Decoder(samprate=RATE, loglevel="FATAL")

    def hear(self, samples: NDArray[np.float32]) -> str:
        """Return the words heard in samples at 16 kHz."""
        peak = max(float(np.abs(samples).max()), 1e-6)
        pcm = (samples / peak * 0.7 * 32767).astype(np.int16).tobytes()
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return heard.hypstr if heard else ""


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Return the least number of words to change, add or drop, and the number of words said."""
    wanted, got = (re.findall(r"[a-z']+", text.lower()) for text in (said, heard))
    return edit_distance(wanted, got), len(wanted)


def as_spoken(text: str) -> str:
    """Return a text as the worker says it: numbers, money and signs in words."""
    from f5tts_worker.engine.text.spoken import split_words

    return " ".join(word.spoken for word in split_words(text, "en") if word.spoken)


def median_pitch(samples: NDArray[np.float32]) -> float:
    """Return the median pitch in Hz of the voiced frames at 16 kHz, by autocorrelation; 0 if none is."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[::_STEP]
    frames = frames - frames.mean(1, keepdims=True)
    power = np.fft.irfft(np.abs(np.fft.rfft(frames * np.hanning(_FRAME), 2 * _FRAME)) ** 2)
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(_FRAME), 2 * _FRAME)) ** 2)
    low, high = RATE // _PITCHES[1], RATE // _PITCHES[0]
    likeness = power[:, low:high] / (power[:, :1] + 1e-9) / (window[low:high] / window[0])
    loud = np.square(frames).mean(1) > 0.05 * np.square(frames).mean()
    voiced = loud & (likeness.max(1) > _VOICED)
    return float(np.median(RATE / (low + likeness.argmax(1)[voiced]))) if voiced.any() else 0.0


@dataclass
class Tally:
    """Errors and words of one kind of sentence in one voice."""

    errors: int = 0
    words: int = 0

    @property
    def rate(self) -> float:
        """Return the word error rate in per cent."""
        return 100 * self.errors / max(self.words, 1)

    def add(self, errors: int, words: int) -> None:
        """Count one more sentence."""
        self.errors += errors
        self.words += words


class Worker:
    """The worker's own engine with a pack: exactly what a job runs, without the process around it."""

    def __init__(self, pack: Path, cache: Path, window_s: float | None = None) -> None:
        from f5tts_worker.bootstrap.weights.models import DEMO_MANNER
        from f5tts_worker.engine.model.loader import load_model
        from f5tts_worker.engine.model.vocoder import load_vocoder
        from f5tts_worker.engine.reference.shelf import ReferenceShelf

        files = {
            "name": "demo",
            "config": str(pack / "config.yaml"),
            "checkpoint": str(pack / "model.safetensors"),
            "vocab": str(pack / "vocab.txt"),
            "window_s": window_s or DEMO_MANNER.window_s,
            "speeds": DEMO_MANNER.speeds,
        }
        self._model = load_model(files)
        self._vocoder = load_vocoder(pack / "vocos", self._model.device, self._model.mel)
        self._shelf = ReferenceShelf()
        self._pack, self._cache = pack, cache

    def say(self, text: str, voice: str, *, steps: int, cfg_strength: float, seed: int) -> tuple[Any, float]:
        """Return samples at 16 kHz and the seconds that sampling and vocoding took."""
        from f5tts_worker.engine.reference.prepare import Limits
        from f5tts_worker.engine.speech.synthesis import SynthesisRequest, synthesise
        from f5tts_worker.engine.text.spoken import split_words

        voices = self._pack / "voices"
        reference = self._shelf.prepare(
            voices / f"{voice}.wav", (voices / f"{voice}.txt").read_text(), "en", self._cache, Limits()
        )
        request = SynthesisRequest(
            words=split_words(text, "en"), nfe_steps=steps, cfg_strength=cfg_strength, seed=seed
        )
        out = self._cache / "said.wav"
        result = synthesise(self._model, self._vocoder, reference, request, out)
        return read_16k(out), sum(result["seconds"].values())


def read_16k(path: Path) -> NDArray[np.float32]:
    """Return a wav file's samples at 16 kHz."""
    samples, rate = torchaudio.load(str(path))
    resampled: NDArray[np.float32] = torchaudio.functional.resample(samples.mean(0), rate, RATE).numpy()
    return resampled


def crest_factor(samples: NDArray[np.float32]) -> float:
    """Return peak over rms: clicks make it large."""
    return float(np.abs(samples).max() / (np.sqrt(np.square(samples).mean()) + 1e-9))


def mean(values: Iterable[float]) -> float:
    """Return the mean of finite values."""
    return float(np.mean([v for v in values if np.isfinite(v)]))
