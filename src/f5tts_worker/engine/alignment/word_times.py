"""From frames to milliseconds: where a word's sound ends, words without sound, their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from f5tts_worker.engine.protocol import WordTime

# A CTC model marks the letters and leaves what is between two words to its blank, so a word's last sound
# and the pause after it look the same to it. The sound distinguishes them: it is followed, for _TAIL_MS
# at most, for as long as it is above the floor and within _DROP_DB of the word's own level, or, with high
# frequencies raised, within _SHARP_DROP_DB of that (an f is 30 dB below a vowel, but sharp). After a
# silence shorter than _CLOSED_MS, more sound is the word's own: its last stop was closed, and opens.
# Before the next word, a silence shorter than _HELD_MS is no pause, but that word's first stop.
# A pause is as far as _SILENT_DB below what is loud, for _PAUSE_MS: longer than any stop is closed.
_SILENT_DB = 35.0, 45.0
_PAUSE_MS = 100
_STEP_MS = 5
_WINDOW_MS = 10
_DROP_DB, _SHARP_DROP_DB = 22.0, 20.0
_ABOVE_FLOOR_DB = 6.0
_TAIL_MS = 350
_CLOSED_MS, _HELD_MS = 120, 50
_RAISED = 0.97  # of the sample before is taken away, as speech recognisers do it
# Of words that are not what is said, two thirds and more score less than _DOUBTFUL; of those that are, 0 to
# 14 %, by how well the aligner hears the voice (docs/BENCHMARKS.md). Every recording has a few bad ones.
_DOUBTFUL, _DOUBTS, _DOUBTS_SHARE = 0.2, 3, 0.01
_SHOWN_MS = 40  # an unspoken word is shown at least this long where its neighbours can spare the time


@dataclass(frozen=True)
class TimedWord:
    """One display word's time in milliseconds; `score` is None where nothing of it was heard.

    `letters` is when the letters that are said for it begin: none where nothing was heard, None for one of
    them that was not.
    """

    word: str
    start_ms: float
    end_ms: float
    score: float | None
    letters: tuple[float | None, ...] = ()

    def later(self, ms: float) -> "TimedWord":
        """Return the same word so many milliseconds later."""
        letters = tuple(None if start is None else start + ms for start in self.letters)
        return replace(self, start_ms=self.start_ms + ms, end_ms=self.end_ms + ms, letters=letters)

    def as_dict(self) -> WordTime:
        """Return the engine protocol's form."""
        return {
            "word": self.word,
            "start_ms": int(self.start_ms),
            "end_ms": int(self.end_ms),
            "score": None if self.score is None else round(self.score, 3),
            "source": "interpolated" if self.score is None else "aligned",
        }


class Loudness:
    """The level of a piece of speech in decibels, every 5 ms."""

    def __init__(self, samples: Any, sample_rate: int) -> None:
        samples = np.asarray(samples, np.float32)
        raised = np.append(samples[:1], samples[1:] - _RAISED * samples[:-1])
        self._level, self._sharp = (_levels(sound, sample_rate) for sound in (samples, raised))
        self._floor, self._sharp_floor = (
            float(np.percentile(level, 5)) + _ABOVE_FLOOR_DB for level in (self._level, self._sharp)
        )

    def end_of_sound(self, start_ms: float, end_ms: float, limit_ms: float, *, is_last: bool = True) -> float:
        """Return when the sound of a word at start to end dies away, at most `limit_ms`.

        Unless the word is the last one, another begins at `limit_ms`.
        """
        own, stop_ms = self._slice(start_ms, end_ms), min(limit_ms, end_ms + _TAIL_MS)
        ahead = self._slice(end_ms, stop_ms)
        count = len(self._level[ahead])
        if not len(self._level[own]) or not count:
            return end_ms
        loud = (self._level[ahead] >= self._threshold(own)) | (
            self._sharp[ahead] >= max(float(self._sharp[own].max()) - _SHARP_DROP_DB, self._sharp_floor)
        )
        begins, ends = np.flatnonzero(np.diff(loud, prepend=True, append=True)).reshape(-1, 2).T
        for begin, stop, following in zip(begins, ends, np.append(begins, count)[1:], strict=True):
            length_ms = (stop - begin) * _STEP_MS
            if not is_last and stop_ms == limit_ms and count in (stop, following):
                return limit_ms if length_ms < _HELD_MS else end_ms + float(begin) * _STEP_MS
            if stop == count or length_ms >= _CLOSED_MS:
                return end_ms + float(begin) * _STEP_MS
        return stop_ms

    def _threshold(self, own: slice) -> float:
        """Return the level at which the sound of a word has died away."""
        loudest = float(self._level[own].max())
        # Speech without a pause never comes near the floor; the floor must not cut into it.
        return max(loudest - _DROP_DB, min(self._floor, loudest - _DROP_DB / 2))

    def pauses(self) -> list[tuple[float, float]]:
        """Return the starts and ends of pauses in milliseconds: all that is nearly silent for long.

        Beside speech there may be noise or music: then there are none.
        """
        silent = np.ones(len(self._level), bool)
        for level, floor in ((self._level, self._floor), (self._sharp, self._sharp_floor)):
            loud = float(np.percentile(level, 95))
            silent &= level < min(loud - _SILENT_DB[0], max(floor, loud - _SILENT_DB[1]))
        edges = np.flatnonzero(np.diff(silent, prepend=False, append=False)).reshape(-1, 2) * _STEP_MS
        return [(float(a), float(b)) for a, b in edges if b - a >= _PAUSE_MS]

    def sounding(self) -> tuple[float, float]:
        """Return where anything is heard, start and end in milliseconds; the whole piece if nothing is."""
        heard = np.flatnonzero(self._level > max(self._floor, float(self._level.max()) - 40.0))
        if not len(heard):
            return 0.0, float(len(self._level) * _STEP_MS)
        return float(heard[0]) * _STEP_MS, float(heard[-1] + 1) * _STEP_MS

    @staticmethod
    def _slice(start_ms: float, end_ms: float) -> slice:
        return slice(int(start_ms / _STEP_MS), int(np.ceil(end_ms / _STEP_MS)))


def _levels(samples: Any, sample_rate: int) -> Any:
    """Return the level in decibels around every fifth millisecond."""
    step = sample_rate * _STEP_MS // 1000
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    rest = samples[len(whole) * step :]
    sums = np.einsum("ij,ij->i", whole, whole, dtype=np.float64)
    energy = np.concatenate([[0.0], np.cumsum(np.append(sums, np.square(rest, dtype=np.float64).sum()))])
    centres = np.arange(-(-len(samples) // step) + 1)
    half = _WINDOW_MS // _STEP_MS // 2
    first, last = (np.clip(centres + side, 0, len(energy) - 1) for side in (-half, half))
    count = np.minimum(last * step, len(samples)) - first * step
    power = (energy[last] - energy[first]) / np.maximum(count, 1)
    return 10 * np.log10(np.maximum(power, 1e-12))


def proportional(
    words: Sequence[str], weights: Sequence[float], start_ms: float, end_ms: float
) -> list[TimedWord]:
    """Share the time from start to end among words by weight (such as letters): the last resort."""
    if not words:
        return []
    edges = np.concatenate([[0.0], np.cumsum(np.maximum(np.asarray(weights, np.float64), 0.25))])
    edges = start_ms + edges / edges[-1] * (end_ms - start_ms)
    return [
        TimedWord(word, float(a), float(b), None) for word, a, b in zip(words, edges, edges[1:], strict=False)
    ]


def fill_gaps(words: Sequence[TimedWord | str], start_ms: float, end_ms: float) -> list[TimedWord]:
    """Give every bare word (nothing of it is said) the time between its neighbours, inside start to end."""
    filled: list[TimedWord] = []
    index = 0
    while index < len(words):
        item = words[index]
        if isinstance(item, TimedWord):
            filled.append(item)
            index += 1
            continue
        run = []
        while index < len(words) and isinstance(bare := words[index], str):
            run.append(bare)
            index += 1
        following = words[index] if index < len(words) else None
        stop = following.start_ms if isinstance(following, TimedWord) else end_ms
        filled += _unspoken(run, filled, start_ms, stop)
    return filled


def _unspoken(run: list[str], before: list[TimedWord], start_ms: float, stop: float) -> list[TimedWord]:
    """Time words in the gap that ends at `stop`; a gap that is too small borrows from the word before it."""
    start = before[-1].end_ms if before else start_ms
    lack = len(run) * _SHOWN_MS - (stop - start)
    if before and lack > 0:
        start -= min(lack, (start - before[-1].start_ms) / 3)
        before[-1] = replace(before[-1], end_ms=start)
    return proportional(run, [1.0] * len(run), start, max(stop, start))


def in_order(words: Sequence[TimedWord], start_ms: int, end_ms: int) -> list[TimedWord]:
    """Round to whole milliseconds so that nothing overlaps, runs backwards or leaves start to end.

    A word has a length wherever there is room for one.
    """
    settled: list[TimedWord] = []
    cursor = start_ms
    for word in words:
        start = min(max(round(word.start_ms), cursor), end_ms)
        end = min(max(round(word.end_ms), start), end_ms)
        settled.append(replace(word, start_ms=start, end_ms=end))
        cursor = end
    return _with_length(settled, start_ms, end_ms)


def _with_length(words: list[TimedWord], start_ms: int, end_ms: int) -> list[TimedWord]:
    """Show words that begin and end at once for up to _SHOWN_MS, in a gap or in time of the word before."""
    index = 0
    while index < len(words):
        stop = index
        while stop < len(words) and words[stop].end_ms == words[stop].start_ms:
            stop += 1
        if count := stop - index:
            first = words[index - 1].end_ms if index else start_ms
            last = words[stop].start_ms if stop < len(words) else end_ms
            if index and (lack := count - (last - first)) > 0:
                first -= min(max(lack, count * _SHOWN_MS), (first - words[index - 1].start_ms) // 3)
                words[index - 1] = replace(words[index - 1], end_ms=first)
            length = min(_SHOWN_MS, (last - first) // count)
            place = min(max(words[index].start_ms, first), last - count * length)
            for number in range(index, stop):
                words[number] = replace(words[number], start_ms=place, end_ms=place + length)
                place += length
        index = stop + 1
    return words


def doubts(words: Sequence[TimedWord], spoken: Sequence[bool]) -> list[str]:
    """Return a warning when many of the words that are said (`spoken`) are not heard in the recording."""
    said = [word for word, is_said in zip(words, spoken, strict=True) if is_said]
    poor = [word for word in said if word.score is None or word.score < _DOUBTFUL]
    if len(poor) < max(_DOUBTS, _DOUBTS_SHARE * len(said)):
        return []
    seconds = int(poor[len(poor) // 2].start_ms) // 1000
    where = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    found = f"{len(poor)} of {len(said)} words do not match what is heard, the middle one at {where}"
    return [f"{found}; their times are estimates. Check that the text is what is said."]
