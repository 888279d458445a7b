"""What is judged: the worker's own alignment, and whisperx.align with the same model on the same sound."""

import string
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scripts.alignment_judge.phones import Phones
from scripts.alignment_judge.speech import RATE
from scripts.demo.timing import WholeText

from f5tts_worker.engine.alignment import aligner as engine
from f5tts_worker.engine.text.clean import SpokenWord
from f5tts_worker.engine.text.spoken import split_words

_LETTERS = string.ascii_letters + string.digits
DEMO = Path(engine.__file__).parents[2] / "demo" / "aligner"


@dataclass(frozen=True)
class Found:
    """An aligner's answer: each display word's time in milliseconds, and its score, 0 where it has none."""

    times: NDArray[np.float64]
    scores: NDArray[np.float64]


class Ours:
    """The engine's aligner: `chunk` for speech that the worker made, `recording` for any other."""

    def __init__(self, phones: Phones | None = None, folder: Path = DEMO) -> None:
        files = {"language": "en", "kind": "huggingface", "path": str(folder)}
        self.aligner = phones.aligner if phones else engine.load(files, "cpu")
        self._phones = phones

    def words(self, text: str) -> list[SpokenWord]:
        """Return a text's words, each with what the aligner is to hear."""
        words = split_words(text, "en")
        if self._phones is None:
            return words
        return [SpokenWord(word.display, self._phones.spelled(word.spoken)) for word in words]

    def chunk(self, samples: NDArray[np.float32], text: str) -> Found:
        """Align a sentence as one chunk of the worker's own speech."""
        words = [{"display": word.display, "spoken": word.spoken} for word in self.words(text)]
        chunk = {"words": words, "start_ms": 0, "end_ms": len(samples) * 1000 // RATE}
        return _found(engine.align_chunks(self.aligner, samples, [chunk]).words)

    def recording(self, samples: NDArray[np.float32], text: str) -> Found:
        """Align a recording of any length."""
        return _found(engine.align_text(self.aligner, samples, _written(text, self._phones)))


def _written(text: str, phones: Phones | None) -> str:
    """Return a text as the aligner's letters write it; what ends a sentence stays."""
    if phones is None:
        return text
    words = split_words(text, "en")
    return " ".join(f"{phones.spelled(word.spoken)}{word.display[-1:].strip(_LETTERS)}" for word in words)


def _found(words: Any) -> Found:
    return Found(
        np.array([(word["start_ms"], word["end_ms"]) for word in words], float),
        np.array([word["score"] or 0.0 for word in words]),
    )


class WhisperX:
    """whisperx.align, which reads the same folder through transformers."""

    def __init__(self, phones: Phones | None = None, folder: Path = DEMO) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from whisperx import alignment

            alignment.nltk_load = lambda _: WholeText()  # its data would be downloaded
            self._align = alignment.align
            if phones is None:
                self._model = alignment.load_align_model("en", "cpu", model_name=str(folder))
            else:
                self._model = phones.for_whisperx()
        self._phones = phones

    def chunk(self, samples: NDArray[np.float32], text: str) -> Found:
        """Align a sentence as one segment; a word that it gives no time has that of the word before."""
        segment = {"text": _written(text, self._phones), "start": 0.0, "end": len(samples) / RATE}
        words = self._align([segment], *self._model, samples, "cpu")["word_segments"]
        times: list[tuple[float, float]] = []
        for word in words:
            start = word.get("start", times[-1][1] if times else 0.0)
            times.append((start, word.get("end", start)))
        return Found(1000 * np.array(times), np.array([word.get("score") or 0.0 for word in words]))
