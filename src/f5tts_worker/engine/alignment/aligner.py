"""When each word of known text is spoken. No recognition: the text is given, only its times are looked for.

Per chunk: the spoken form's letters are laid along the aligner's output (`ctc`), frames become milliseconds
(`word_times`), and words with nothing to hear are put between their neighbours. What cannot be aligned goes
to `whisperx.align`, and failing that the time is shared by length: every display word gets a time and a
measure of how sure it is. A recording that was not made here has no chunks: it is heard once, and cut where
its text is surely found (`pieces`).
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from f5tts_worker.engine.alignment import ctc
from f5tts_worker.engine.alignment.aligner_model import SAMPLE_RATE, Aligner, AlignerFiles, load
from f5tts_worker.engine.alignment.hearing import Hearing, listen, listen_again
from f5tts_worker.engine.alignment.pieces import Piece, cut
from f5tts_worker.engine.alignment.whisperx_oracle import NotAlignedError, word_spans
from f5tts_worker.engine.alignment.word_times import (
    Loudness,
    TimedWord,
    doubts,
    fill_gaps,
    in_order,
    proportional,
)
from f5tts_worker.engine.protocol import WordTime
from f5tts_worker.engine.text.spoken import needs_space, split_words

__all__ = ["SAMPLE_RATE", "Aligner", "AlignerFiles", "align_chunks", "align_text", "load"]

Progress = Callable[[str, int, int], None]
_SAMPLES_A_MS = SAMPLE_RATE // 1000
_ROOM_MS = 500  # between two words: more may hold sound that is in none
_WITHOUT_SPACES = ("ja", "zh")  # WhisperX's list: their aligners know no word separator


def align_chunks(
    aligner: Aligner,
    samples: Any,
    chunks: Sequence[Mapping[str, Any]],
    *,
    warnings: list[str] | None = None,
    progress: Progress | None = None,
) -> list[WordTime]:
    """Time every display word of chunks in 16 kHz mono samples of shape (n,).

    A chunk is {words: [{display, spoken}], start_ms, end_ms}, in order. Returns {word, start_ms, end_ms,
    score, source} for each word: whole milliseconds, in order, without overlap, inside its chunk; source is
    "aligned", or "interpolated" where the word was not heard (its score is None). What went wrong is added
    to `warnings`.
    """
    total_ms = len(samples) // _SAMPLES_A_MS
    timed: list[TimedWord] = []
    cursor, guessed = 0, 0
    for number, chunk in enumerate(chunks):
        start = min(max(int(chunk["start_ms"]), cursor), total_ms)
        end = min(max(int(chunk["end_ms"]), start), total_ms)
        piece = samples[start * _SAMPLES_A_MS : end * _SAMPLES_A_MS]
        words, sure = _align_piece(aligner, piece, chunk["words"])
        guessed += not sure
        shifted = [TimedWord(w.word, w.start_ms + start, w.end_ms + start, w.score) for w in words]
        timed += in_order(shifted, start, end)
        cursor = end
        if progress:
            progress("align", number + 1, len(chunks))
    if guessed and warnings is not None:
        warnings.append(
            f"The words of {guessed} of {len(chunks)} chunks could not be heard where they should be;"
            " their times are estimates."
        )
    return [word.as_dict() for word in timed]


def align_text(
    aligner: Aligner,
    samples: Any,
    text: str,
    language: str | None = None,
    *,
    warnings: list[str] | None = None,
    progress: Progress | None = None,
) -> list[WordTime]:
    """Time every display word of a text in existing speech, 16 kHz mono of shape (n,): an hour, say.

    Returns what `align_chunks` does. Text and speech that do not match get low scores, or none,
    and a warning.
    """
    words = [vars(word) for word in split_words(text, language or aligner.language)]
    frames = aligner.frames(len(samples))
    show = _halves(progress, frames)
    hearing = listen(aligner, samples, [word["spoken"] for word in words], show)
    timed = _placed(hearing, aligner, samples, words, lambda done: show(frames + done // 2))
    spans = [(word.start_ms, word.end_ms) for word in timed if word.score]
    better = listen_again(aligner, samples, hearing, spans, lambda done: show(frames + (frames + done) // 2))
    if better is not None:
        timed = _placed(better, aligner, samples, words)
    show(2 * frames)
    if warnings is not None:
        warnings += doubts(timed, [bool(aligner.labels.letters(word["spoken"])) for word in words])
    return [word.as_dict() for word in timed]


def _placed(
    hearing: Hearing,
    aligner: Aligner,
    samples: Any,
    words: Sequence[Mapping[str, str]],
    placed: Callable[[int], None] = lambda _frames: None,
) -> list[TimedWord]:
    """Time the words of a recording in what was heard of it; `placed` is called with the frames so far."""
    total_ms, frame_ms = len(samples) // _SAMPLES_A_MS, aligner.stride / _SAMPLES_A_MS
    letters = [
        [letter for piece in hearing.labels.letters(word["spoken"]) for letter in piece] for word in words
    ]
    timed: list[TimedWord] = []
    for piece in cut(hearing.letters, hearing.at, letters, len(hearing.path), frame_ms / 1000):
        start, end = (min(round(frame * frame_ms), total_ms) for frame in (piece.start, piece.end))
        own = words[piece.first : piece.last]
        sound = samples[start * _SAMPLES_A_MS : end * _SAMPLES_A_MS]
        found = _align_heard(hearing, aligner, piece, sound, own)
        shifted = [TimedWord(w.word, w.start_ms + start, w.end_ms + start, w.score) for w in found]
        timed += in_order(shifted, start, end)
        placed(piece.end)
    return timed


def _halves(progress: Progress | None, frames: int) -> Callable[[int], None]:
    """Return a callback that reports seconds of twice the recording: heard, then words placed."""

    def show(done: int) -> None:
        if progress is not None:
            progress("align", done * seconds // frames, 2 * seconds)

    seconds = max(frames // 50, 1)
    return show


def _align_heard(
    hearing: Hearing, aligner: Aligner, piece: Piece, samples: Any, words: Sequence[Mapping[str, str]]
) -> list[TimedWord]:
    """Time the words of one piece of a long recording from the piece's own start."""
    displays = [word["display"] for word in words]
    letters = [hearing.labels.letters(word["spoken"]) for word in words]
    end_ms = len(samples) / _SAMPLES_A_MS
    weights = [float(sum(map(len, pieces))) for pieces in letters]
    if not words or not len(samples) or not any(letters) or piece.kind == "unheard":
        return proportional(displays, weights, 0, end_ms)
    emission = hearing.emission[piece.start : piece.end].float()
    spaced = _spacing(words, aligner.language)
    frame_ms = aligner.stride / _SAMPLES_A_MS
    try:
        found = _laid_out(emission, letters, hearing.labels, spaced, frame_ms, loose=piece.kind == "loose")
    except ctc.UnalignableError:
        return proportional(displays, weights, 0, end_ms)
    spans = [(span.start * frame_ms, span.end * frame_ms, span.score) if span else None for span in found]
    timed = _with_ends(displays, spans, Loudness(samples, SAMPLE_RATE), end_ms)
    return fill_gaps(timed, 0, end_ms)


def _laid_out(
    emission: Any,
    letters: Sequence[Sequence[Sequence[int]]],
    labels: ctc.Labels,
    spaced: Sequence[bool],
    frame_ms: float,
    *,
    loose: bool,
) -> list[ctc.Span | None]:
    """Return each word's frames; `loose`: there may be sound between them that is in no word.

    If such sound is allowed everywhere, it takes the soft edges of words as well. So the words are laid out
    once more, and it is allowed only where they left room for it.
    """
    if not loose:
        return ctc.align_words(emission, letters, labels, spaced)
    found = ctc.align_words(emission, letters, labels, spaced, loose=range(len(letters) + 1))
    said = [(number, span) for number, span in enumerate(found) if span]
    room = {
        number
        for (_, left), (number, right) in itertools.pairwise(said)
        if (right.start - left.end) * frame_ms > _ROOM_MS
    }
    return ctc.align_words(emission, letters, labels, spaced, loose={0, *room, len(letters)})


def _align_piece(
    aligner: Aligner, samples: Any, words: Sequence[Mapping[str, str]]
) -> tuple[list[TimedWord], bool]:
    """Time one chunk's words from its own start; also say whether they were heard."""
    end_ms = len(samples) / _SAMPLES_A_MS
    displays = [word["display"] for word in words]
    if not words:
        return [], True
    if not len(samples):
        return proportional(displays, [1.0] * len(words), 0, 0), False
    letters = [aligner.labels.letters(word["spoken"]) for word in words]
    loudness = Loudness(samples, SAMPLE_RATE)
    if not any(letters):
        return proportional(displays, [1.0] * len(words), *loudness.sounding()), True
    spans = _spans(aligner, samples, words, letters)
    if spans is None:
        weights = [float(sum(map(len, pieces))) for pieces in letters]
        return proportional(displays, weights, *loudness.sounding()), False
    timed = _with_ends(displays, spans, loudness, end_ms)
    return fill_gaps(timed, 0, end_ms), True


def _spans(
    aligner: Aligner, samples: Any, words: Sequence[Mapping[str, str]], letters: list[list[list[int]]]
) -> list[tuple[float, float, float] | None] | None:
    """Return (start, end, score) of each word in ms, None for unspoken ones; None if all methods fail."""
    emission = aligner.emissions(samples)
    frame_ms = aligner.stride / _SAMPLES_A_MS
    try:
        found = ctc.align_words(emission, letters, aligner.labels, _spacing(words, aligner.language))
    except ctc.UnalignableError:
        if sum(len(piece) for pieces in letters for piece in pieces) > len(emission):
            return None  # WhisperX needs a frame for each letter as well
        try:
            said = [word["spoken"] if own else "" for word, own in zip(words, letters, strict=True)]
            return word_spans(aligner, samples, said)
        except NotAlignedError:
            return None
    return [(span.start * frame_ms, span.end * frame_ms, span.score) if span else None for span in found]


def _spacing(words: Sequence[Mapping[str, str]], language: str) -> list[bool]:
    """Say for each word whether the aligner's word separator belongs before it."""
    if language in _WITHOUT_SPACES:
        return [False] * len(words)
    spoken = [word["spoken"] or word["display"] for word in words]
    return [
        False,
        *(needs_space(left[-1:], right[:1]) for left, right in itertools.pairwise(spoken)),
    ]


def _with_ends(
    displays: Sequence[str],
    spans: Sequence[tuple[float, float, float] | None],
    loudness: Loudness,
    end_ms: float,
) -> list[TimedWord | str]:
    """Follow each word's last sound to its end, at most to the next word; bare words stay bare."""
    timed: list[TimedWord | str] = list(displays)
    limit = end_ms
    for index in range(len(displays) - 1, -1, -1):
        span = spans[index]
        if span is None:
            continue
        start, end, score = span
        end = loudness.end_of_sound(start, min(end, limit), limit)
        timed[index] = TimedWord(displays[index], min(start, end_ms), end, score)
        limit = min(start, end_ms)
    return timed
