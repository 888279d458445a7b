"""When each word of known text is spoken. No recognition: the text is given, only its times are looked for.

Per chunk: the spoken form's letters are laid along the aligner's output (`ctc`), frames become milliseconds
(`word_times`), and words with nothing to hear are put between their neighbours. What cannot be aligned shares
its time by length: every display word gets a time and a measure of how sure it is. A recording that was not
made here has no chunks: it is heard once (`recognition`), and cut where its text is found (`pieces`).
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from f5tts_worker.engine.alignment import ctc
from f5tts_worker.engine.alignment.aligner_model import SAMPLE_RATE, Aligner, AlignerFiles, load
from f5tts_worker.engine.alignment.character_times import character_starts, in_word
from f5tts_worker.engine.alignment.misspoken import Misspoken, misspoken
from f5tts_worker.engine.alignment.pieces import cut
from f5tts_worker.engine.alignment.recognition import Recognition, recognise, recognise_again
from f5tts_worker.engine.alignment.scores import scored
from f5tts_worker.engine.alignment.word_times import (
    Loudness,
    TimedWord,
    doubts,
    fill_gaps,
    in_order,
    proportional,
)
from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.protocol import ChunkFaults, WordTime
from f5tts_worker.engine.text.clean import SpokenWord
from f5tts_worker.engine.text.spoken import PROSODY, needs_space, split_words
from f5tts_worker.languages import ends_sentence

__all__ = [
    "SAMPLE_RATE",
    "AlignedChunks",
    "Aligner",
    "AlignerFiles",
    "align_chunks",
    "align_text",
    "load",
    "times_of",
]

Progress = Callable[[str, int, int], None]
_SAMPLES_A_MS = SAMPLE_RATE // 1000
_EDGE_MS, _NO_WORD_MS = 40, 80
_WITHOUT_SPACES = ("ja", "zh")  # WhisperX's list: their aligners know no word separator


@dataclass(frozen=True)
class AlignedChunks:
    """Every display word's time, what is wrong with chunks that have a fault, and each chunk's badness."""

    words: list[WordTime] = field(default_factory=list)
    faults: list[ChunkFaults] = field(default_factory=list)
    badness: list[float] = field(default_factory=list)


def align_chunks(
    aligner: Aligner,
    samples: Any,
    chunks: Sequence[Mapping[str, Any]],
    *,
    warnings: list[str] | None = None,
    progress: Progress | None = None,
    characters: bool = False,
) -> AlignedChunks:
    """Time every display word of chunks in 16 kHz mono samples of shape (n,), and judge how they are said.

    A chunk is {words: [{display, spoken}], start_ms, end_ms}, in order. The times are {word, start_ms,
    end_ms, score, source} for each word: whole milliseconds, in order, without overlap, inside its chunk;
    source is "aligned", or "interpolated" where the word was not heard or has no letter that the aligner
    knows (its score is None). With `characters`, each has the times of its own. What went wrong is added to
    `warnings`.
    """
    total_ms = round(len(samples) / _SAMPLES_A_MS)
    result = AlignedChunks()
    said: list[SpokenWord] = []
    cursor, guessed = 0, 0
    for number, chunk in enumerate(chunks):
        start = min(max(int(chunk["start_ms"]), cursor), total_ms)
        end = min(max(int(chunk["end_ms"]), start), total_ms)
        piece = samples[start * _SAMPLES_A_MS : end * _SAMPLES_A_MS]
        # The last millisecond is a whole one, so that speech that still grows is heard as when it is done.
        piece = np.pad(piece, (0, (end - start) * _SAMPLES_A_MS - len(piece)))
        words = [SpokenWord(word["display"], word["spoken"]) for word in chunk["words"]]
        emission = aligner.emissions(piece)
        found = _aligned(aligner, aligner.labels, emission, piece, words)
        guessed += found is None
        if found is None:
            found = _shared(aligner.labels, words, *Loudness(piece, SAMPLE_RATE).sounding())
        timed = in_order([word.later(start) for word in found], start, end)
        result.words.extend(_told(timed, words, aligner.labels if characters else None))
        _judge(result, number, words, _misspoken(aligner, emission, words))
        said += words
        cursor = end
        if progress:
            progress("align", number + 1, len(chunks))
    if warnings is not None:
        if guessed:
            warnings.append(
                f"The words of {guessed} of {len(chunks)} chunks could not be heard where they should be;"
                " their times are estimates."
            )
        warnings += _unknown(aligner, said)
    return result


def times_of(
    aligner: Aligner, samples: Any, rate: int, words: Sequence[SpokenWord]
) -> list[tuple[float, float]]:
    """Return when each word is said in samples [n] at `rate` Hz: starts and ends in milliseconds."""
    said = [{"display": word.display, "spoken": word.spoken} for word in words]
    chunk = {"words": said, "start_ms": 0, "end_ms": len(samples) * 1000 // rate}
    found = align_chunks(aligner, resample(samples, rate, SAMPLE_RATE), [chunk])
    return [(word["start_ms"], word["end_ms"]) for word in found.words]


def _misspoken(aligner: Aligner, emission: Any, words: Sequence[SpokenWord]) -> Misspoken:
    letters = [aligner.labels.letters(word.spoken) for word in words]
    return misspoken(emission, letters, aligner.labels, spacing(words, aligner.language))


def _judge(result: AlignedChunks, chunk: int, words: Sequence[SpokenWord], found: Misspoken) -> None:
    """Add to the result how a chunk is said."""
    badness = round(found.badness, 3)
    result.badness.append(badness)
    if found:
        missing = [words[number].display for number in found.missing]
        added = [added.letters for added in found.added]
        result.faults.append({"chunk": chunk, "missing": missing, "added": added, "badness": badness})


def align_text(
    aligner: Aligner,
    samples: Any,
    text: str,
    language: str | None = None,
    *,
    warnings: list[str] | None = None,
    progress: Progress | None = None,
    characters: bool = False,
) -> list[WordTime]:
    """Time every display word of a text in existing speech, 16 kHz mono of shape (n,): an hour, say.

    Returns what `align_chunks` does. The recording may say more than the text, and the text more than the
    recording: words that are not heard are "interpolated", and many of them are a warning.
    """
    words = split_words(text, language or aligner.language)
    frames = aligner.frames(len(samples))
    show = _halves(progress, frames)
    heard = recognise(aligner, samples, [word.spoken for word in words], show)
    timed = _placed(heard, aligner, samples, words, lambda done: show(frames + done // 2))
    spans = [(word.start_ms, word.end_ms) for word in timed if word.score]
    better = recognise_again(aligner, samples, heard, spans, lambda done: show(frames + (frames + done) // 2))
    if better is not None:
        heard = better
        timed = _placed(better, aligner, samples, words)
    show(2 * frames)
    if warnings is not None:
        warnings += _unknown(aligner, words)
        warnings += doubts(timed, [aligner.labels.knows(word.spoken) for word in words])
    return _told(timed, words, heard.labels if characters else None)


def _told(
    timed: Sequence[TimedWord], words: Sequence[SpokenWord], labels: ctc.Labels | None
) -> list[WordTime]:
    """Return words in the engine protocol's form, with their characters' times where labels are given."""
    told = [word.as_dict() for word in timed]
    if labels is not None:
        for found, own, word in zip(told, timed, words, strict=True):
            starts = character_starts(word.display, word.spoken, labels, own.letters)
            found["characters"] = in_word(word.display, starts, found["start_ms"], found["end_ms"])
    return told


def _placed(
    heard: Recognition,
    aligner: Aligner,
    samples: Any,
    words: Sequence[SpokenWord],
    placed: Callable[[int], None] = lambda _frames: None,
) -> list[TimedWord]:
    """Time the words of a recording in what was heard of it; `placed` is called with the frames so far."""
    total_ms, frame_ms = len(samples) // _SAMPLES_A_MS, aligner.stride / _SAMPLES_A_MS
    letters = [heard.labels.letters(word.spoken) for word in words]
    begins = [True, *(ends_sentence(word.display) for word in words[:-1]), True]
    timed: list[TimedWord] = []
    pieces = cut(heard, letters, begins, frame_ms / 1000, lambda done: placed(done // 2))
    said = [*(piece.said for piece in pieces), False]
    for number, piece in enumerate(pieces):
        start, end = (min(round(frame * frame_ms), total_ms) for frame in (piece.start, piece.end))
        own = words[piece.first : piece.last]
        found = None
        if piece.said:
            sound = samples[start * _SAMPLES_A_MS : end * _SAMPLES_A_MS]
            emission = heard.emission[piece.start : piece.end].float()
            found = _aligned(aligner, heard.labels, emission, sound, own, goes_on=said[number + 1])
        if found is None:
            found = _shared(heard.labels, own, 0, end - start)
        timed += in_order([word.later(start) for word in found], start, end)
        placed((len(heard.path) + piece.end) // 2)
    return timed


def _halves(progress: Progress | None, frames: int) -> Callable[[int], None]:
    """Return a callback that reports seconds of twice the recording: heard, then words placed."""

    def show(done: int) -> None:
        if progress is not None:
            progress("align", done * seconds // frames, 2 * seconds)

    seconds = max(frames // 50, 1)
    return show


def _unknown(aligner: Aligner, words: Sequence[SpokenWord]) -> list[str]:
    """Return a warning if half of the words or more are in letters that the aligner does not know."""
    said = [word for word in words if aligner.labels.letters(word.spoken)]
    unknown = [word for word in said if not aligner.labels.knows(word.spoken)]
    if not unknown or 2 * len(unknown) < len(said):
        return []
    example = unknown[0].display[:40]
    found = f"{len(unknown)} of {len(said)} words, such as {example!r}, are in letters that the aligner for"
    return [f"{found} {aligner.language!r} does not know; their times are estimates. Check `language`."]


def _aligned(
    aligner: Aligner,
    labels: ctc.Labels,
    emission: Any,
    samples: Any,
    words: Sequence[SpokenWord],
    *,
    goes_on: bool = False,
) -> list[TimedWord] | None:
    """Time words that are said in a piece of sound from its start, None if they cannot be.

    `emission` holds log probabilities under `labels`, `samples` the same piece as sound. `goes_on`: other
    words are said just behind it.
    """
    if not words:
        return []
    letters = [labels.letters(word.spoken) for word in words]
    if not len(samples):
        return None
    loudness = Loudness(samples, SAMPLE_RATE)
    if not any(letters):
        return proportional([word.display for word in words], [1.0] * len(words), *loudness.sounding())
    spaced = spacing(words, aligner.language)
    end_ms, frame_ms = len(samples) / _SAMPLES_A_MS, aligner.stride / _SAMPLES_A_MS
    pauses = loudness.pauses()
    try:
        silent = _silent_frames(pauses, end_ms, frame_ms, goes_on=goes_on)
        found = ctc.align_words(emission, letters, labels, spaced, silent, _marked(words))
    except ctc.UnalignableError:
        return None
    found = scored(emission, letters, found, labels, spaced)
    timed = _with_ends([word.display for word in words], found, frame_ms, loudness, pauses, end_ms)
    return fill_gaps(timed, 0, end_ms)


def _marked(words: Sequence[SpokenWord]) -> set[int]:
    """Return the words that stand behind a mark at which speakers pause."""
    return {
        number
        for number, word in enumerate(words[:-1], 1)
        if word.spoken.endswith(tuple(PROSODY)) or ends_sentence(word.display)
    }


def _silent_frames(
    pauses: Sequence[tuple[float, float]], end_ms: float, frame_ms: float, *, goes_on: bool
) -> list[tuple[int, int]]:
    """Return the frames of pauses, without those at their edges in which a sound may begin or end.

    Before the first pause and after the last one, a sound that is too short for any word counts as silence;
    but where the speech goes on (`goes_on`), the end of a word may be cut off.
    """
    behind = 0.0 if goes_on else _NO_WORD_MS
    found = []
    for start, end in pauses:
        first = 0 if start < _NO_WORD_MS else math.ceil((start + _EDGE_MS) / frame_ms)
        is_last = end > end_ms - behind
        last = math.ceil(end_ms / frame_ms) if is_last else int((end - _EDGE_MS) / frame_ms)
        found += [(first, last)] if first < last else []
    return found


def _shared(
    labels: ctc.Labels, words: Sequence[SpokenWord], start_ms: float, end_ms: float
) -> list[TimedWord]:
    """Share a time among words by their letters."""
    weights = [float(sum(map(len, labels.letters(word.spoken)))) for word in words]
    return proportional([word.display for word in words], weights, start_ms, end_ms)


def spacing(words: Sequence[SpokenWord], language: str) -> list[bool]:
    """Say for each word whether the aligner's word separator belongs before it."""
    if language in _WITHOUT_SPACES:
        return [False] * len(words)
    spoken = [word.spoken or word.display for word in words]
    return [
        False,
        *(needs_space(left[-1:], right[:1]) for left, right in itertools.pairwise(spoken)),
    ]


def _with_ends(
    displays: Sequence[str],
    spans: Sequence[ctc.Span | None],
    frame_ms: float,
    loudness: Loudness,
    pauses: Sequence[tuple[float, float]],
    end_ms: float,
) -> list[TimedWord | str]:
    """Follow each word's last sound to its end, at most to the next word; bare words stay bare.

    A word that would begin in a pause begins when that is over.
    """
    timed: list[TimedWord | str] = list(displays)
    limit, is_last = end_ms, True
    for index in range(len(displays) - 1, -1, -1):
        span = spans[index]
        if span is None:
            continue
        start, stop = span.start * frame_ms, min(span.end * frame_ms, limit)
        start = next((end for begin, end in pauses if begin <= start < end < stop), start)
        end = loudness.end_of_sound(start, stop, limit, is_last=is_last)
        letters = tuple(None if frame is None else frame * frame_ms for frame in span.letters)
        timed[index] = TimedWord(displays[index], min(start, end_ms), end, span.score, letters)
        limit, is_last = min(start, end_ms), False
    return timed
