"""What an aligner hears in a reference: where its words are, and whether its text is said at all."""

from collections.abc import Callable, Sequence
from typing import Any

from f5tts_worker.engine.alignment.aligner import Aligner, align_text
from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.reference.excerpt import HeardWord
from f5tts_worker.engine.reference.finding import Found, find
from f5tts_worker.errors import WorkerError

ChooseAligner = Callable[[str | None], Aligner | None]  # by a language


def place_words(
    aligner_for: ChooseAligner,
    samples: Any,
    rate: int,
    text: str,
    language: str | None,
) -> Sequence[HeardWord]:
    """Time the words of a long reference, so that it can be cut together with its text."""
    aligner = aligner_for(language)
    if aligner is None:
        wanted = language or "en"
        raise WorkerError("UNSUPPORTED_LANGUAGE", f"No aligner is loaded for the language {wanted!r}.")
    words = align_text(aligner, at_16k(samples, rate), text, language)
    return [HeardWord(word["word"], word["start_ms"], word["end_ms"], word["score"]) for word in words]


def find_text(
    aligner_for: ChooseAligner,
    samples: Any,
    rate: int,
    text: str,
    language: str | None,
) -> Found | None:
    """Find a text in its recording; None where no aligner for its language is loaded."""
    aligner = aligner_for(language)
    if aligner is None:
        return None
    return find(aligner, at_16k(samples, rate), text, language or aligner.language)


def at_16k(samples: Any, rate: int) -> Any:
    """Return samples at 16 kHz."""
    return audio.resample(samples, rate, 16_000)
