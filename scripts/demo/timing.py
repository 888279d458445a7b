"""How near the aligner's word starts are to a voice's own times and to whisperx.align's."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torchaudio
from numpy.typing import NDArray

from .flite import FLITE_RATE, Flite, to_24k
from .letters import WORD
from .piper import Piper

FRAME = 0.02  # seconds


def natural(
    program: Flite | Piper, text: str, voice: str, stretch: float = 1.0
) -> tuple[torch.Tensor, list[tuple[str, float, float]]]:
    """Return what the worker would hear of a voice (16 kHz, by way of 24) and the true word times."""
    utterance = program.say(text, voice, stretch)
    times: list[tuple[str, float, float]] = []
    for name, start, end in utterance.word_times():
        if name.startswith("'") and times:  # flite cuts "dog's" in two
            times[-1] = (times[-1][0] + name, times[-1][1], end)
        else:
            times.append((name, start, end))
    heard = to_24k(utterance.samples, utterance.rate)
    return torchaudio.functional.resample(heard, 24_000, FLITE_RATE), times


class WholeText:
    """Stands in for NLTK's sentence splitter: a text is one sentence."""

    @staticmethod
    def span_tokenize(text: str) -> list[tuple[int, int]]:
        """Return where the sentences are."""
        return [(0, len(text))]


class Aligners:
    """The aligner folder as WhisperX loads it, used both ways."""

    def __init__(self, folder: Path) -> None:
        import whisperx
        from whisperx import alignment

        alignment.nltk_load = lambda _: (
            WholeText()
        )  # NLTK's data would be downloaded; sentences are of no use here
        self._whisperx = whisperx
        self.model, self.metadata = whisperx.load_align_model("en", "cpu", model_name=str(folder))

    @torch.inference_mode()
    def forced(self, samples: torch.Tensor, text: str) -> list[float]:
        """Return word starts in seconds by torchaudio's forced_align, words parted by |."""
        labels = self.metadata["dictionary"]
        words = WORD.findall(text.lower())
        tokens = [labels[c] for c in "|".join(words)]
        logs = self.model(samples[None]).logits.log_softmax(-1)
        path, scores = torchaudio.functional.forced_align(logs, torch.tensor([tokens]))
        spans = torchaudio.functional.merge_tokens(path[0], scores[0].exp())
        firsts = np.cumsum([0] + [len(w) + 1 for w in words[:-1]])
        return [spans[int(k)].start * FRAME for k in firsts]

    def whisperx(self, samples: torch.Tensor, text: str) -> list[float]:
        """Return word starts in seconds by whisperx.align."""
        segment = {"text": text, "start": 0.0, "end": len(samples) / FLITE_RATE}
        result: dict[str, Any] = self._whisperx.align(
            [segment], self.model, self.metadata, samples.numpy(), "cpu"
        )
        words = [w for w in result["word_segments"] if re.search(r"\w", w["word"])]
        return [w.get("start", float("nan")) for w in words]


def table(
    aligners: Aligners, program: Flite | Piper, sentences: Iterable[str], voices: Iterable[str]
) -> dict[str, Any]:
    """Compare both ways with the truth and with each other; all figures in milliseconds or shares."""
    ours: list[float] = []
    theirs: list[float] = []
    truth: list[float] = []
    for voice in voices:
        for text in sentences:
            samples, times = natural(program, text, voice)
            ours += aligners.forced(samples, text)
            theirs += aligners.whisperx(samples, text)
            truth += [start for _, start, _ in times]
    a, b, t = (1000 * np.array(x) for x in (ours, theirs, truth))
    return {
        "words": len(t),
        "forced_align": _errors(a - t),
        "whisperx": _errors(b - t),
        "agreement_40_ms": float((np.abs(a - b) <= 40).mean()),
    }


def _errors(difference: NDArray[np.float64]) -> dict[str, float]:
    size = np.abs(difference)
    return {
        "median": float(np.median(size)),
        "p95": float(np.percentile(size, 95)),
        "worst": float(size.max()),
        "bias": float(np.median(difference)),
    }
