"""An aligner that hears phones: that of the package hama, which hears voices that the demo's does not.

Its 191 phones are written as letters (of Canadian syllabics, which know no cases and no accents), so that the
worker and whisperx.align lay them along its output as they would a text's letters. What a word sounds like
is told by the same package. What its recogniser learned from is not known; such voices may be among it.
"""

import functools
from pathlib import Path
from typing import Any

import numpy as np
import torch

from f5tts_worker.engine.alignment.aligner_model import Aligner, AlignerFiles
from f5tts_worker.engine.alignment.ctc import Labels

_FIRST_LETTER = 0x1401
_STRIDE = 320  # samples
_LATE = 4  # frames: it tells of a phone some 80 ms after that begins
_MARKS = ".,;:!?\"'()"


class Phones:
    """hama's recogniser as an aligner of the worker's, and as a model of whisperx.align's."""

    def __init__(self) -> None:
        from hama import ASRModel, G2PModel

        self._ears, self._sounds = ASRModel(), G2PModel()
        self._tokens: dict[str, int] = {token: n for n, token in enumerate(self._ears.decoder_tokens)}
        blank, between = self._tokens["<blank>"], self._tokens["<wb>"]
        letters = {_letter(number): number for number in self._tokens.values() if number != blank}
        self._columns = {**letters, "|": between, "<pad>": blank}
        labels = Labels.of(self._columns, blank=blank)
        files = AlignerFiles("en", "huggingface", Path("hama"))
        self.aligner = Aligner(files, self._logs, labels, _STRIDE, _STRIDE, False, torch.device("cpu"))
        self.spelled = functools.cache(self._spelled)
        self._heard = functools.lru_cache(4)(self._hear)  # one sound is judged with many texts

    def _logs(self, wave: Any) -> Any:
        """Return log probabilities of shape (1, frames, columns) for samples of shape (1, n)."""
        return torch.from_numpy(self._heard(wave.numpy().tobytes()).copy())

    def _hear(self, sound: bytes) -> Any:
        samples = np.pad(np.frombuffer(sound, np.float32), (0, _LATE * _STRIDE))[None]
        feeds = {"waveform": samples, "waveform_lengths": np.array([samples.shape[1]], np.int64)}
        return self._ears.session.run(["log_probs"], feeds)[0][:, _LATE:]

    def _spelled(self, said: str) -> str:
        """Return the letters of the phones of what is said, as one word."""
        plain = "".join(" " if char == "-" else char for char in said.lower() if char not in _MARKS)
        phones = (own.phoneme for own in self._sounds(plain).alignments) if plain.strip() else ()
        return "".join(_letter(self._tokens[name]) for name in phones if name in self._tokens)

    def for_whisperx(self) -> tuple[Any, dict[str, Any]]:
        """Return a model and its description, as whisperx.alignment.load_align_model does."""
        description = {"language": "en", "dictionary": self._columns, "type": "torchaudio"}
        return lambda wave, lengths: (self._logs(wave), lengths), description


def _letter(number: int) -> str:
    return chr(_FIRST_LETTER + number)
