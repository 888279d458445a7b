"""What is done of a book, in a folder beside it: a passage's sound and words, under what determines them.

A passage is done once its record is there, which is written last. Nothing else needs to be remembered: the
name of a passage is also the `request_id` of its job, so a job that was under way when the client was killed
is joined, or answered from the worker's store, when the next run sends it again.
"""

import hashlib
import json
import threading
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from f5tts_worker.client.output.saving import SavingError, save
from f5tts_worker.files.whole_files import write_whole
from f5tts_worker.request.canonical import canonical

_BLOCK_SECONDS = 1  # more would be FFmpeg's memory many times over
_WRITTEN = "written.json"  # the names of the files that were made from this folder: they may be replaced


@dataclass(frozen=True)
class Recorded:
    """A passage that is done: its sound (mono, 16 bits), its words as timed, its maker, and its warnings."""

    path: Path
    samples: int
    rate: int
    words: Sequence[Mapping[str, Any]]
    model: str
    worker: str
    warnings: Sequence[str]

    @property
    def ms(self) -> int:
        """Its length in whole milliseconds, rounded up."""
        return -(-self.samples * 1000 // self.rate)

    def blocks(self) -> Iterator[bytes]:
        """Yield its samples, a second at a time, with silence up to the whole millisecond."""
        with wave.open(str(self.path), "rb") as file:
            while block := file.readframes(self.rate * _BLOCK_SECONDS):
                yield block
        yield bytes(2 * (self.ms * self.rate // 1000 - self.samples))


class Journal:
    """A folder of passages. Every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    @staticmethod
    def key(request: Mapping[str, Any], voice: object) -> str:
        """Return the name of a passage by its request and the recording behind its voice."""
        return hashlib.sha256(canonical({"request": dict(request), "voice": voice}).encode()).hexdigest()[:32]

    def recorded(self, key: str) -> Recorded | None:
        """Return a passage that is done; None for one that is not, or whose files are damaged."""
        path = self.folder / f"{key}.wav"
        try:
            record = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            length, rate = _sound(path)
            if (length, path.stat().st_size) != (record["samples"], record["bytes"]):
                return None
            warnings = _sentences(record.get("warnings"))  # earlier releases kept none
            return Recorded(path, length, rate, record["words"], record["model"], record["worker"], warnings)
        except (OSError, ValueError, KeyError, TypeError, EOFError, wave.Error):
            return None

    def record(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep what a job made. Raises SavingError."""
        path = self.folder / f"{key}.wav"
        if not save(answer, {"audio": path}):
            raise SavingError("the answer has no audio")
        try:
            length, _rate = _sound(path)
        except (OSError, EOFError, wave.Error) as error:
            raise SavingError(
                f"the answer's audio is no WAV file of 16 bits and one channel ({error})"
            ) from None
        words = answer.get("word_timings") or []
        if not isinstance(words, list) or not all(map(_is_timed, words)):
            raise SavingError("the answer's word times make no sense")
        facts = {name: str(answer.get(name) or "") for name in ("text", "model", "worker")}
        record = {
            **facts,
            "samples": length,
            "bytes": path.stat().st_size,
            "words": words,
            "warnings": _sentences(answer.get("warnings")),
        }
        self._write(f"{key}.json", record)

    def owns(self, path: Path) -> bool:
        """Say whether a file was made from this folder, and may be replaced."""
        return path.name in self._written()

    def own(self, paths: Sequence[Path]) -> None:
        """Remember files that are about to be made from this folder."""
        with self._lock:
            self._write(_WRITTEN, sorted(self._written() | {path.name for path in paths}))

    def _written(self) -> set[str]:
        try:
            names = json.loads((self.folder / _WRITTEN).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return set()
        return set(map(str, names)) if isinstance(names, list) else set()

    def _write(self, name: str, content: object) -> None:
        data = json.dumps(content, ensure_ascii=False, indent=1).encode()
        try:
            write_whole(self.folder / name, lambda file: file.write(data))
        except OSError as error:
            raise SavingError(f"{self.folder / name} cannot be written: {error.strerror or error}") from error


def _sentences(warnings: object) -> list[str]:
    return [str(one) for one in warnings] if isinstance(warnings, list) else []


def _is_timed(word: object) -> bool:
    return (
        isinstance(word, dict)
        and isinstance(word.get("word"), str)
        and all(isinstance(word.get(end), int | float) for end in ("start", "end"))
    )


def _sound(path: Path) -> tuple[int, int]:
    """Return how many samples a WAV file holds, and its rate in Hz."""
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise wave.Error("it has another form")
        rate = file.getframerate()
        if rate % 1000:
            raise wave.Error(f"its {rate} samples per second are no whole ones per millisecond")
        return file.getnframes(), rate
