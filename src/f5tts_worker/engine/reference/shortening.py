# ruff: noqa: RUF001  sentence ends of several scripts
"""A reference that is too long: cut at a pause, audio and text together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from f5tts_worker.engine.audio import silence
from f5tts_worker.errors import WorkerError

SAMPLE_RATE = 24_000
KEEP_EDGE_MS = 50  # silence left around the sound

_EARLIEST_CUT_MS = 6_000  # F5-TTS looks for a pause from here on
_UNCUT_MAX_MS = 20_000  # leaves 5 s of 25 for the generated text


@dataclass(frozen=True)
class HeardWord:
    """A word of the reference text and when it is said."""

    word: str
    start_ms: int
    end_ms: int


# (samples [n], rate in Hz, text, language) -> one entry for each word of the text, in order
Align = Callable[[Any, int, str, str | None], Sequence[HeardWord]]


def milliseconds(samples: Any) -> int:
    """Return how long samples [n] at 24 kHz are."""
    return len(samples) * 1000 // SAMPLE_RATE


def shorten(
    samples: Any,
    text: str | None,
    language: str | None,
    max_ms: int,
    align: Align | None,
    warnings: list[str],
) -> tuple[Any, str | None]:
    """Cut samples [n] at 24 kHz to at most `max_ms` at a pause, together with their text; add to `warnings`.

    Without text only the audio is cut. With text the words' times are needed: where `align` cannot give them,
    up to 20 s are kept whole. Raises AUDIO_TOO_LONG beyond that, TEXT_MISMATCH when no word can be placed.
    """
    seconds = milliseconds(samples) / 1000
    if text is None:
        earliest = min(_EARLIEST_CUT_MS, max_ms // 2)
        samples = samples[: silence.quietest_cut(samples, SAMPLE_RATE, earliest, max_ms)]
    else:
        words = _heard(samples, text, language, align)
        if not words:
            return _uncut(samples, warnings), text
        chosen, place = _best_cut(words, max_ms)
        samples = samples[: SAMPLE_RATE * place // 1000]
        text = _text_until(text, words[: chosen + 1])
    start, stop = silence.sound_bounds(samples, SAMPLE_RATE, KEEP_EDGE_MS)
    samples = samples[start:stop]
    warnings.append(
        f"The reference was {seconds:.1f} s long;"
        f" the first {milliseconds(samples) / 1000:.1f} s and their text are used."
    )
    return samples, text


def _heard(samples: Any, text: str, language: str | None, align: Align | None) -> Sequence[HeardWord]:
    if align is None:
        return ()
    try:
        return align(samples, SAMPLE_RATE, text, language)
    except WorkerError as error:
        if error.code in ("UNSUPPORTED_LANGUAGE", "MODEL_UNAVAILABLE"):
            return ()
        raise


def _uncut(samples: Any, warnings: list[str]) -> Any:
    """Keep a reference whole if its words cannot be placed and the model can take it."""
    if milliseconds(samples) > _UNCUT_MAX_MS:
        raise WorkerError(
            "AUDIO_TOO_LONG",
            f"The reference audio is {milliseconds(samples) / 1000:.1f} s long, and in this language it"
            f" cannot be shortened together with its text. Send at most {_UNCUT_MAX_MS // 1000} s;"
            " 5 to 10 s are best.",
            {"ms": milliseconds(samples), "max_ms": _UNCUT_MAX_MS},
        )
    warnings.append(
        f"The reference is {milliseconds(samples) / 1000:.1f} s long and could not be shortened with its"
        " text: speech takes longer to make. 5 to 10 s are best."
    )
    return samples


def _best_cut(words: Sequence[HeardWord], max_ms: int) -> tuple[int, int]:
    """Choose the last word to keep and the time to cut at: the longest pause in time, sentence ends first."""
    fitting = [index for index, word in enumerate(words[:-1]) if word.end_ms <= max_ms]
    if not fitting:
        raise WorkerError(
            "TEXT_MISMATCH", "The reference text does not match its audio: no word of it could be placed."
        )
    late = [
        index for index in fitting if words[index].end_ms >= min(_EARLIEST_CUT_MS, max_ms // 2)
    ] or fitting[-1:]

    def worth(index: int) -> tuple[int, int]:
        ends_sentence = words[index].word.endswith((".", "!", "?", "。", "！", "？"))
        pause = words[index + 1].start_ms - words[index].end_ms
        return (pause + (300 if ends_sentence else 0), index)

    chosen = max(late, key=worth)
    return chosen, min((words[chosen].end_ms + words[chosen + 1].start_ms) // 2, max_ms)


def _text_until(text: str, words: Sequence[HeardWord]) -> str:
    """Return the text up to the last of these words, with the writer's own spacing and punctuation."""
    place = 0
    for word in words:
        found = text.find(word.word, place)
        if found < 0:  # the aligner wrote a word differently
            return " ".join(word.word for word in words)
        place = found + len(word.word)
    return text[:place]
