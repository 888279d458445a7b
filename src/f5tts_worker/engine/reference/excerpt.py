"""A reference that is too long: its best 6 to 12 seconds, cut out together with their text."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.reference.finding import Found, text_of
from f5tts_worker.engine.reference.quality import CLIPPED_AT, CLIPPED_SHARE, pitch
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import ends_sentence

SAMPLE_RATE = 24_000
KEEP_EDGE_MS = 50  # silence left around the sound

_SHORTEST_MS = 6_000  # F5-TTS looks for a pause from here on
_UNCUT_MAX_MS = 20_000  # leaves 5 s of 25 for the generated text
_PAUSE_MS = 200  # between two words: a place to cut, if no sentence ends
_FOREIGN_MS = 1_500  # between two words of a recording whose pauses are short: words that are not in the text
# What a candidate loses, in points; what it would be chosen for is said if it gains as much as this.
_WORTH_SAYING = 0.5
_LETTER_MS = 65
_ROOM_MS = 1_000  # around the place where a text is said, for its edges
_LEAST_HEARD = 0.5  # of the text's letters: with less, what is said is something else
_MOST_CANDIDATES = 5_000
_BEST_MS = 9_500
_PITCH_STRETCH = 20  # frames of 40 ms, in which one person's median moves little
_ONE_SPEAKER = 5.0  # semitones between such stretches. flite's slt and rms are 9 apart


@dataclass(frozen=True)
class HeardWord:
    """A word of the reference text, when it is said, and how surely (0 to 1); None if it was not heard."""

    word: str
    start_ms: int
    end_ms: int
    score: float | None = 1.0


# (samples [n], rate in Hz, text, language) -> one entry for each word of the text, in order
Align = Callable[[Any, int, str, str | None], Sequence[HeardWord]]


@dataclass(frozen=True)
class Excerpt:
    """A part of a recording: samples, text, where it begins in milliseconds, and why it was chosen."""

    samples: Any
    text: str | None
    start_ms: int
    reason: str


@dataclass(frozen=True)
class _Candidate:
    """A part that could be taken: milliseconds, its words (first, one past last), points lost by what."""

    start_ms: int
    end_ms: int
    words: tuple[int, int]
    lost: dict[str, float]

    @property
    def points(self) -> float:
        return -sum(self.lost.values())


def milliseconds(samples: Any) -> int:
    """Return how long samples [n] at 24 kHz are."""
    return len(samples) * 1000 // SAMPLE_RATE


def excerpt(
    samples: Any,
    text: str | None,
    language: str | None,
    max_ms: int,
    align: Align | None,
    place: Found | None = None,
) -> Excerpt | None:
    """Choose at most `max_ms` of samples [n] at 24 kHz, and the text that is said in them.

    `place` is where the text is said if that is known to be only a part of the recording.
    Without text, cuts fall into pauses. With text the words' times are needed: where `align` cannot give
    them, up to 20 s stay whole (None). Raises AUDIO_TOO_LONG beyond that, TEXT_MISMATCH where most of the
    text is not heard.
    """
    words: Sequence[HeardWord] = ()
    before = 0
    if place and text:
        before, after = _room(place, text)
        samples = samples[SAMPLE_RATE * before // 1000 : SAMPLE_RATE * after // 1000]
    if text is not None:
        words = _heard(samples, text, language, align)
        if not words:
            _check_whole(samples)
            return None
    shortest = min(_SHORTEST_MS, max_ms // 2)
    found = _between_words(words, shortest, max_ms) if words else _between_pauses(samples, shortest, max_ms)
    if words and (not found or _share_heard(words) < _LEAST_HEARD):
        raise WorkerError(
            "TEXT_MISMATCH",
            f"The reference text was not found in the {milliseconds(samples) / 1000:.1f} s of its audio."
            " Send exactly the words that are heard, or only their part of the recording.",
        )
    course = _Course(samples)
    judged = [_judged(candidate, course, words) for candidate in found[:_MOST_CANDIDATES]]
    best = max(judged, key=lambda candidate: candidate.points)
    part = samples[SAMPLE_RATE * best.start_ms // 1000 : SAMPLE_RATE * best.end_ms // 1000]
    start, stop = silence.sound_bounds(part, SAMPLE_RATE, KEEP_EDGE_MS)
    return Excerpt(
        part[start:stop],
        None if text is None else text_of(text, [word.word for word in words], *best.words),
        before + best.start_ms + start * 1000 // SAMPLE_RATE,
        _reason(best, judged[0], len(judged)),
    )


def _room(place: Found, text: str) -> tuple[int, int]:
    """Return where in a recording to look for the words of a text that is a part of what is said, in ms."""
    # What is heard least surely is at the edges: room for as many letters as the text has.
    missing = sum(map(str.isalnum, text)) * _LETTER_MS - (place.end_ms - place.start_ms)
    room = _ROOM_MS + max(missing, 0)
    before, after = max(place.start_ms - room, 0), place.end_ms + room
    return max(before, place.after_ms or 0), min(after, place.before_ms or after)


def _heard(samples: Any, text: str, language: str | None, align: Align | None) -> Sequence[HeardWord]:
    if align is None:
        return ()
    try:
        return align(samples, SAMPLE_RATE, text, language)
    except WorkerError as error:
        if error.code in ("UNSUPPORTED_LANGUAGE", "MODEL_UNAVAILABLE"):
            return ()
        raise


def _share_heard(words: Sequence[HeardWord]) -> float:
    """Return the share of the letters whose words are heard."""
    letters = sum(len(word.word) for word in words)
    return sum(len(word.word) for word in words if word.score is not None) / letters


def _check_whole(samples: Any) -> None:
    """Refuse a reference whose words cannot be placed if the model cannot take it whole."""
    if milliseconds(samples) > _UNCUT_MAX_MS:
        raise WorkerError(
            "AUDIO_TOO_LONG",
            f"The reference audio is {milliseconds(samples) / 1000:.1f} s long, and in this language it"
            f" cannot be shortened together with its text. Send at most {_UNCUT_MAX_MS // 1000} s;"
            " 5 to 10 s are best.",
            {"ms": milliseconds(samples), "max_ms": _UNCUT_MAX_MS},
        )


def _between_words(words: Sequence[HeardWord], shortest: int, longest: int) -> list[_Candidate]:
    """Return what can be cut out between two words: sentences if possible, else up to pauses, or anything.

    A text that is shorter than `shortest` is taken as it is; where words stand apart that should not, at
    least the longest part that holds together.
    """
    heard = [place for place, word in enumerate(words) if word.score is not None]
    if not heard:
        return []
    first, last = heard[0], heard[-1]
    ends = {place for place in range(first, last) if ends_sentence(words[place].word)}
    gaps = {place for place in range(first, last) if _gap(words, place) >= _PAUSE_MS}
    anywhere = set(range(first, last))
    for cuts, least in ((ends, shortest), (ends | gaps, shortest), (anywhere, shortest), (anywhere, 0)):
        edges = [first - 1, *sorted(cuts), last]
        found = [
            _part(words, before, end, ends | {edges[0], last})
            for before, end in itertools.combinations(edges, 2)
            if words[end].end_ms - words[before + 1].start_ms <= longest
        ]
        fitting = [
            part
            for part in found
            if part.end_ms - part.start_ms <= longest
            and (part.end_ms - part.start_ms >= least or part.words == (first, last + 1))
        ]
        if fitting:
            return fitting
    return []


def _part(words: Sequence[HeardWord], before: int, end: int, ends: set[int]) -> _Candidate:
    """Return the part after one word and up to another; `ends` are the last words of sentences."""
    start_ms = _cut(words, before) if before >= 0 else words[0].start_ms - KEEP_EDGE_MS
    start_ms = max(start_ms, words[before + 1].start_ms - _PAUSE_MS, 0)
    end_ms = _cut(words, end) if end + 1 < len(words) else words[end].end_ms + KEEP_EDGE_MS
    sides = (before in ends) + (end in ends)
    return _Candidate(start_ms, end_ms, (before + 1, end + 1), {"whole sentences": 2.0 - sides})


def _between_pauses(samples: Any, shortest: int, longest: int) -> list[_Candidate]:
    """Return what can be cut out between two pauses, or where it is quietest if there are none."""
    quiet = silence.room_windows(samples, SAMPLE_RATE)
    middles = [
        (start + stop) * 500 // SAMPLE_RATE
        for start, stop in silence.pauses(samples, SAMPLE_RATE, _PAUSE_MS, quiet)
    ]
    edges = [0, *(place for place in middles if place > 0), milliseconds(samples)]
    found = [pair for pair in itertools.combinations(edges, 2) if shortest <= pair[1] - pair[0] <= longest]
    if not found:
        found = [(0, silence.quietest_cut(samples, SAMPLE_RATE, shortest, longest) * 1000 // SAMPLE_RATE)]
    return [_Candidate(start, end, (0, 0), {}) for start, end in found]


def _gap(words: Sequence[HeardWord], place: int) -> int:
    return words[place + 1].start_ms - words[place].end_ms


def _cut(words: Sequence[HeardWord], place: int) -> int:
    """Return the time of a cut after this word: the middle of the pause, but never far from the word."""
    return words[place].end_ms + min(_gap(words, place) // 2, _PAUSE_MS)


class _Course:
    """How a recording goes: level and clipping of each 10 ms, the median pitch of each 0.8 s."""

    def __init__(self, samples: Any) -> None:
        self._levels = silence.levels(samples, SAMPLE_RATE)
        window = SAMPLE_RATE // 100
        padded = np.pad(np.abs(samples) >= CLIPPED_AT, (0, -len(samples) % window))
        self._clipped = padded.reshape(-1, window).mean(axis=1)
        pitches = pitch(samples)
        stretches = np.array_split(pitches, max(len(pitches) // _PITCH_STRETCH, 1))
        # half of a stretch must be voiced: a median of less is chance
        self._pitches = [
            np.median(voiced[voiced > 0]) if np.count_nonzero(voiced) * 2 >= len(voiced) > 0 else np.nan
            for voiced in stretches
        ]
        self._stretch_ms = milliseconds(samples) / len(stretches)

    def noise_db(self, start_ms: int, end_ms: int) -> float:
        """Return how far the noise of a part lies below its speech."""
        quiet, loud = np.quantile(self._levels[start_ms // 10 : end_ms // 10 + 1], (0.05, 0.9))
        return float(loud - quiet)

    def clipped(self, start_ms: int, end_ms: int) -> float:
        """Return the share of a part that is at full scale."""
        return float(self._clipped[start_ms // 10 : end_ms // 10 + 1].mean())

    def semitones(self, start_ms: int, end_ms: int) -> float:
        """Return how far apart the voices of a part are."""
        first, last = (round(ms / self._stretch_ms) for ms in (start_ms, end_ms))
        found = [value for value in self._pitches[first:last] if not np.isnan(value)]
        return float(12 * np.log2(max(found) / min(found))) if found else 0.0


def _judged(candidate: _Candidate, course: _Course, words: Sequence[HeardWord]) -> _Candidate:
    """Return the candidate with what speaks against it, each in points of about one."""
    start, end = candidate.start_ms, candidate.end_ms
    lost = {
        **candidate.lost,
        "less noise": (40 - min(course.noise_db(start, end), 40.0)) / 5,
        "no clipping": 3 * min(course.clipped(start, end) / CLIPPED_SHARE, 1.0),
        "a single speaker": min(max(course.semitones(start, end) - _ONE_SPEAKER, 0.0), 4.0),
        "": abs(end - start - _BEST_MS) / 10_000 + start / 1e6,  # all else being equal, the earlier
    }
    chosen = words[slice(*candidate.words)]
    if chosen:
        scores = [word.score or 0.0 for word in chosen]
        usual = [word.score or 0.0 for word in words]
        foreign = sum(_gap(chosen, place) > _FOREIGN_MS for place in range(len(chosen) - 1))
        lost["its text is heard more surely"] = 3 * max(float(np.median(usual) - np.mean(scores)), 0.0)
        lost["nothing is said in it that is not in the text"] = 6.0 * foreign
        lost["an even pace"] = 2 * abs(np.log2(_pace(chosen) / _pace(words)))
    return _Candidate(start, end, candidate.words, lost)


def _pace(words: Sequence[HeardWord]) -> float:
    """Return letters a millisecond while words are said."""
    said = [word for word in words if word.score is not None] or list(words)
    return max(sum(len(word.word) for word in said) / max(sum(w.end_ms - w.start_ms for w in said), 1), 1e-3)


def _reason(best: _Candidate, first: _Candidate, count: int) -> str:
    """Say what the chosen part has that the first one has not."""
    if count == 1:
        return "where the text is said" if best.words[1] else "up to a pause"
    if best is first:
        return "the first are as good as any others"
    gains = {name: first.lost[name] - lost for name, lost in best.lost.items() if name}
    named = [name for name, gain in sorted(gains.items(), key=lambda item: -item[1]) if gain >= _WORTH_SAYING]
    return ", ".join(named[:3]) if named else "the length that suits the model"
