"""What is judged: the worker's own alignment, and whisperx.align with the same model on the same sound."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scripts.alignment_judge.speech import RATE
from scripts.demo.timing import WholeText

from f5tts_worker.engine.alignment import aligner as engine
from f5tts_worker.engine.text.spoken import split_words

DEMO = Path(engine.__file__).parents[2] / "demo" / "aligner"


@dataclass(frozen=True)
class Found:
    """An aligner's answer: each display word's time in milliseconds, and its score, 0 where it has none."""

    times: NDArray[np.float64]
    scores: NDArray[np.float64]


class Ours:
    """The engine's aligner: `chunk` for speech that the worker made, `recording` for any other."""

    def __init__(self, folder: Path = DEMO) -> None:
        files = {"language": "en", "kind": "huggingface", "path": str(folder)}
        self.aligner = engine.load(files, "cpu")

    def chunk(self, samples: NDArray[np.float32], text: str) -> Found:
        """Align a sentence as one chunk of the worker's own speech."""
        words = [{"display": word.display, "spoken": word.spoken} for word in split_words(text, "en")]
        chunk = {"words": words, "start_ms": 0, "end_ms": len(samples) * 1000 // RATE}
        return _found(engine.align_chunks(self.aligner, samples, [chunk]).words)

    def recording(self, samples: NDArray[np.float32], text: str) -> Found:
        """Align a recording of any length."""
        return _found(engine.align_text(self.aligner, samples, text))


def _found(words: Any) -> Found:
    return Found(
        np.array([(word["start_ms"], word["end_ms"]) for word in words], float),
        np.array([word["score"] or 0.0 for word in words]),
    )


class WhisperX:
    """whisperx.align, which reads the same folder through transformers."""

    def __init__(self, folder: Path = DEMO) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from whisperx import alignment

            alignment.nltk_load = lambda _: WholeText()  # its data would be downloaded
            self._align = alignment.align
            self._model = alignment.load_align_model("en", "cpu", model_name=str(folder))

    def chunk(self, samples: NDArray[np.float32], text: str) -> Found:
        """Align a sentence as one segment; a word that it gives no time has that of the word before."""
        segment = {"text": text, "start": 0.0, "end": len(samples) / RATE}
        words = self._align([segment], *self._model, samples, "cpu")["word_segments"]
        times: list[tuple[float, float]] = []
        for word in words:
            start = word.get("start", times[-1][1] if times else 0.0)
            times.append((start, word.get("end", start)))
        return Found(1000 * np.array(times), np.array([word.get("score") or 0.0 for word in words]))
