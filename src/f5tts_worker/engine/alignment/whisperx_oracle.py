"""`whisperx.align` over one of our aligners: the oracle in tests, and the fallback where ours fails."""

from collections.abc import Sequence
from typing import Any

from f5tts_worker.engine.alignment.aligner_model import SAMPLE_RATE, Aligner


class NotAlignedError(ValueError):
    """whisperx.align gave no times."""


def word_spans(
    aligner: Aligner, samples: Any, spoken: Sequence[str]
) -> list[tuple[float, float, float] | None]:
    """Return whisperx.align's (start, end, score) of each spoken form in milliseconds, None for "".

    Importing WhisperX costs some seconds the first time. Raises NotAlignedError.
    """
    from whisperx import alignment

    flat = ["\u00a0".join(form.split()) for form in spoken]  # WhisperX cuts words at spaces
    text = " ".join(form for form in flat if form)
    segment = {"text": text, "start": 0.0, "end": len(samples) / SAMPLE_RATE}
    blank = {"<pad>": aligner.labels.blank}  # the name by which WhisperX finds it
    details = {
        "dictionary": {**blank, **aligner.labels.columns},
        "language": "any",  # words stand between spaces here, whatever the language
        "type": "torchaudio",  # a network that takes lengths and returns a pair
    }

    def network(wave: Any, lengths: Any = None) -> tuple[Any, Any]:
        return aligner.network(wave), lengths

    sentences, alignment.nltk_load = alignment.nltk_load, lambda _: _OneSentence()
    try:
        result = alignment.align([segment], network, details, samples, str(aligner.device))
    except (RuntimeError, ValueError, IndexError, KeyError) as error:
        raise NotAlignedError(str(error)) from error
    finally:
        alignment.nltk_load = sentences
    return _in_place(result["word_segments"], flat)


def _in_place(
    found: Sequence[dict[str, Any]], flat: Sequence[str]
) -> list[tuple[float, float, float] | None]:
    said = [form for form in flat if form]
    if [word["word"] for word in found] != said or not all(
        "start" in word and "end" in word for word in found
    ):
        raise NotAlignedError(f"{len(found)} of {len(said)} words")
    times = iter(found)
    return [
        (1000 * word["start"], 1000 * word["end"], float(word.get("score", 0.0)))
        if form and (word := next(times))
        else None
        for form in flat
    ]


class _OneSentence:
    """Stands in for NLTK's sentence splitter, whose data WhisperX would download."""

    @staticmethod
    def span_tokenize(text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]
