"""A voice to clone: its audio and exactly what is said in it, cut together, cached by content.

Reference text that does not match its audio is the likeliest cause of speech that is too fast or
foreign-sounding. So the two are only ever cut together, and an implausible pace causes a warning.
"""

import hashlib
import json
import os
import secrets
import sys
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.reference.shortening import (
    KEEP_EDGE_MS,
    SAMPLE_RATE,
    Align,
    HeardWord,
    milliseconds,
    shorten,
)
from f5tts_worker.engine.text.clean import close_reference_text, is_unspaced
from f5tts_worker.errors import WorkerError

__all__ = ["SAMPLE_RATE", "Align", "HeardWord", "Limits", "PreparedReference", "ReferenceShelf", "Transcribe"]

TARGET_RMS = 0.1  # F5-TTS: quieter references are raised to this, and the speech lowered again

_VERSION = 2  # of what is below; a change makes new cache entries
_END_SILENCE_MS = 50  # F5-TTS
_PLAUSIBLE = {False: (5.0, 30.0), True: (1.5, 12.0)}  # characters a second: alphabets, and CJK and the like
_IMPOSSIBLE_FACTOR = 3.0


# (samples [n], rate in Hz, language) -> text, language
Transcribe = Callable[[Any, int, str | None], tuple[str, str]]


@dataclass(frozen=True)
class Limits:
    """What a reference may be: milliseconds after trimming, and how much a file may unpack to."""

    min_ms: int = 1_000
    max_ms: int = 12_000
    decode_max_ms: int = 300_000
    decode_max_bytes: int = 256 * 1024 * 1024


@dataclass(frozen=True)
class PreparedReference:
    """A reference ready for the model: float32 `samples` [n] at 24 kHz; `gain` restores the voice's level."""

    sha: str
    samples: Any
    gain: float
    ms: int
    text: str
    language: str | None
    chars_per_second: float
    transcribed: bool
    warnings: tuple[str, ...]
    source_ms: int = 0  # how long the file was, its silence included
    cut: str | None = None  # the warning that it was too long and has been shortened

    def as_result(self) -> dict[str, Any]:
        """Return what `prepare` answers over the engine's pipe."""
        hidden = ("samples", "gain", "sha", "source_ms", "cut")
        return {"reference": self.sha} | {k: v for k, v in vars(self).items() if k not in hidden}


class ReferenceShelf:
    """Prepared references: the last few in memory, all that could be written in cache folders."""

    def __init__(self, keep: int = 16) -> None:
        self._keep = keep
        self._recent: OrderedDict[str, PreparedReference] = OrderedDict()
        self._caches: set[Path] = set()

    def prepare(
        self,
        path: Path,
        text: str | None,
        language: str | None,
        cache: Path,
        limits: Limits,
        *,
        align: Align | None = None,
        transcribe: Transcribe | None = None,
    ) -> PreparedReference:
        """Prepare a recording and its text, or find them prepared. Raises WorkerError.

        `align` is needed only for recordings over `limits.max_ms` that come with text, `transcribe` only for
        those without text.
        """
        text = " ".join(text.split()) if text else None
        sha = _content_hash(path, text, language, limits)
        self._caches.add(cache)
        found = self._find(sha)
        if found is None:
            found = _prepare(sha, path, text or None, language, limits, align, transcribe)
            try:
                _publish(cache / sha, found)
            except OSError as error:  # a full or read-only volume: the job has what it needs
                print(f"a prepared voice is kept in memory alone: {error}", file=sys.stderr)
        self._remember(found)
        return found

    def get(self, sha: str, cache: Path | None = None) -> PreparedReference:
        """Return a reference prepared before, even by another process. Raises WorkerError NOT_FOUND."""
        if cache is not None:
            self._caches.add(cache)
        found = self._find(sha)
        if found is None:
            raise WorkerError("NOT_FOUND", "This reference has not been prepared here.", {"reference": sha})
        self._remember(found)
        return found

    def _find(self, sha: str) -> PreparedReference | None:
        if sha in self._recent:
            return self._recent[sha]
        return next((found for cache in self._caches if (found := _read(cache / sha))), None)

    def _remember(self, reference: PreparedReference) -> None:
        self._recent[reference.sha] = reference
        self._recent.move_to_end(reference.sha)
        while len(self._recent) > self._keep:
            self._recent.popitem(last=False)


def _content_hash(path: Path, text: str | None, language: str | None, limits: Limits) -> str:
    digest = hashlib.sha256(
        json.dumps([_VERSION, text, language, limits.min_ms, limits.max_ms], ensure_ascii=False).encode()
    )
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _prepare(
    sha: str,
    path: Path,
    text: str | None,
    language: str | None,
    limits: Limits,
    align: Align | None,
    transcribe: Transcribe | None,
) -> PreparedReference:
    if text is None:
        transcribe = _required(transcribe)  # before minutes of audio are decoded in vain
    samples, info = audio.decode(
        path, sample_rate=SAMPLE_RATE, max_ms=limits.decode_max_ms, max_bytes=limits.decode_max_bytes
    )
    warnings = list(info.warnings)
    samples = _trimmed(samples, limits)
    cut = None
    if (length := milliseconds(samples)) > limits.max_ms:
        samples, text = shorten(samples, text, language, limits.max_ms, align, warnings)
        cut = warnings[-1] if milliseconds(samples) < length else None
    transcribed = text is None
    if text is None:
        text, language = _required(transcribe)(samples, SAMPLE_RATE, language)
        if not text.strip():
            raise WorkerError(
                "AUDIO_SILENT", "No words were heard in the reference audio. Send clear speech."
            )
    pace = _check_pace(samples, text, warnings)
    samples, gain = _levelled(samples)
    samples = np.concatenate([samples, np.zeros(SAMPLE_RATE * _END_SILENCE_MS // 1000, np.float32)])
    return PreparedReference(
        sha=sha,
        samples=samples,
        gain=gain,
        ms=milliseconds(samples),
        text=close_reference_text(text),
        language=language,
        chars_per_second=round(pace, 1),
        transcribed=transcribed,
        warnings=tuple(warnings),
        source_ms=info.ms,
        cut=cut,
    )


def _required(transcribe: Transcribe | None) -> Transcribe:
    if transcribe is None:
        raise WorkerError(
            "TRANSCRIBER_MISSING",
            "The reference came without its text, and no transcriber is installed."
            " Send ref_text: exactly what is said.",
        )
    return transcribe


def _trimmed(samples: Any, limits: Limits) -> Any:
    """Cut silence off the ends; refuse what is silent or too short."""
    if silence.is_silent(samples, SAMPLE_RATE):
        raise WorkerError(
            "AUDIO_SILENT", "The reference audio is silent. Send a few seconds of clear speech."
        )
    start, stop = silence.sound_bounds(samples, SAMPLE_RATE, KEEP_EDGE_MS)
    samples = np.asarray(samples[start:stop], np.float32)
    if milliseconds(samples) < limits.min_ms:
        raise WorkerError(
            "AUDIO_TOO_SHORT",
            f"The reference audio holds {milliseconds(samples) / 1000:.1f} s of sound; at least"
            f" {limits.min_ms / 1000:.1f} s are needed, 5 to 10 s are best.",
            {"ms": milliseconds(samples), "min_ms": limits.min_ms},
        )
    return samples


def _check_pace(samples: Any, text: str, warnings: list[str]) -> float:
    """Return characters a second; warn of an implausible pace, refuse an impossible one."""
    letters = [letter for letter in text if letter.isalnum()]
    pace = len(letters) * 1000 / milliseconds(samples)
    unspaced = sum(map(is_unspaced, letters)) * 2 > len(letters)
    low, high = _PLAUSIBLE[unspaced]
    numbers = f"{len(letters)} letters in {milliseconds(samples) / 1000:.1f} s"
    if not letters or not low / _IMPOSSIBLE_FACTOR <= pace <= high * _IMPOSSIBLE_FACTOR:
        raise WorkerError(
            "TEXT_MISMATCH",
            f"The reference text cannot be what is said in its audio ({numbers})."
            " Send exactly the words that are heard.",
            {"chars_per_second": round(pace, 1)},
        )
    if not low <= pace <= high:
        warnings.append(
            f"The reference text may not match its audio ({numbers}): the speech may come out too"
            f" {'fast' if pace > high else 'slow'} or unclear. Send exactly the words that are heard."
        )
    return pace


def _levelled(samples: Any) -> tuple[Any, float]:
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    if rms >= TARGET_RMS:
        return samples, 1.0
    return (samples * (TARGET_RMS / rms)).astype(np.float32), rms / TARGET_RMS


def _publish(folder: Path, reference: PreparedReference) -> None:
    """Write the samples, then the description that makes them count."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = asdict(replace(reference, samples=None)) | {"count": len(reference.samples)}
    for name, data in (
        ("audio.f32", reference.samples.astype("<f4").tobytes()),
        ("reference.json", json.dumps(facts, ensure_ascii=False, indent=1).encode()),
    ):
        _write_whole(folder / name, data)


def _write_whole(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")  # containers share process ids
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # the volume's fault, or the job was cancelled
        with suppress(OSError):
            temporary.unlink()
        raise


def _read(folder: Path) -> PreparedReference | None:
    """Read a published reference; None for one that is missing or incomplete."""
    try:
        facts = json.loads((folder / "reference.json").read_bytes())
        samples = np.fromfile(folder / "audio.f32", dtype="<f4")
        count = facts.pop("count")
        facts |= {"samples": samples, "warnings": tuple(facts["warnings"])}
        return PreparedReference(**facts) if len(samples) == count else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
