"""The aligners that are loaded, for several jobs at once. Nothing heavy is imported before the first."""

import json
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from f5tts_worker.engine.cancelling import held, holding
from f5tts_worker.engine.protocol import AlignerPaths
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import language_code

if TYPE_CHECKING:
    from f5tts_worker.engine.alignment.aligner import Aligner
    from f5tts_worker.engine.speech.splicing import Hear

_KEPT = 2  # one is 0.4 to 1.2 GB


class LoadedAligners:
    """The aligners that were used last."""

    def __init__(self) -> None:
        self._aligners: OrderedDict[str, Aligner] = OrderedDict()
        self._loading = threading.Lock()

    def get(self, files: AlignerPaths, device: str) -> "Aligner":
        """Return an aligner; load it if it is not there."""
        from f5tts_worker.engine.alignment import aligner
        from f5tts_worker.engine.model.hardware import choose_device

        key = json.dumps([files, device], sort_keys=True)

        def kept() -> "Aligner":
            if key not in self._aligners:
                while len(self._aligners) >= _KEPT:
                    self._aligners.popitem(last=False)
                self._aligners[key] = aligner.load(files, choose_device(device))
            self._aligners.move_to_end(key)
            return self._aligners[key]

        return holding(self._loading, kept)

    def of_language(
        self, language: str | None, files: AlignerPaths | None, device: str, *, asks: bool
    ) -> "Aligner | None":
        """Return the aligner for a language: that of these files if it is theirs, or a loaded one, or None.

        `asks`: raise WorkerError ALIGNER_MISSING instead, for a caller who can have one loaded.
        """
        wanted = language_code(language or "en")
        if files and language_code(files["language"]) == wanted:
            return self.get(files, device)
        for aligner in reversed(self.all()):
            if language_code(aligner.language) == wanted:
                return aligner
        if asks:
            raise WorkerError("ALIGNER_MISSING", f"No aligner is loaded for the language {wanted!r}.")
        return None

    def all(self) -> "list[Aligner]":
        """Return them, the one that was used last at the end."""
        return list(self._aligners.values())

    def hearing(self, files: AlignerPaths | None, device: str) -> "Hear | None":
        """Return what finds words in speech: the aligner of these files, loaded when it is called."""
        if files is None:
            return None
        from f5tts_worker.engine.alignment.aligner import times_of

        return lambda samples, rate, words: times_of(self.get(files, device), samples, rate, words)

    def clear(self) -> None:
        """Give up their memory."""
        with held(self._loading):
            self._aligners.clear()
