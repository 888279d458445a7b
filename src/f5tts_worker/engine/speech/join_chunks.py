"""One recording from the chunks' waves, written piece by piece, with the exact place of each in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.audio.loudness import loudness
from f5tts_worker.engine.speech.chunking import CLAUSE, SENTENCE
from f5tts_worker.engine.speech.stretch import stretch

_PEAK = 0.98  # full scale is 1; encoders overshoot a little
# What is louder is lowered with all that is so near: several periods of a voice, whose shape thus stays.
_BLOCK, _REACH = 24, 20  # samples (a millisecond of F5-TTS's 24 kHz), and blocks of them to either side
PEAK_REACH = (2 * _REACH + 1) * _BLOCK  # samples: what is farther away has no influence
_LONGEST_PAUSE_MS = 300  # with remove_silence
_EDGE_MS = 60  # silence kept before and after a chunk's sound

# Silence between chunks, including that at their own edges. F5-TTS cross-fades 150 ms of speech instead,
# which blurs the words at a cut.
_PAUSE_MS = {SENTENCE: 300, CLAUSE: 150}
_WORD_PAUSE_MS = 40
_MOST_DB = 12.0  # by which a piece is made louder or softer than the model has said it


@dataclass(frozen=True)
class Wave:
    """A chunk's samples, float32 [n], and what they were before sentences of it were said anew."""

    samples: Any
    was: Any = None


@dataclass(frozen=True)
class Piece:
    """A chunk's sound, float32 [n], and the sample at which it begins in the joined speech.

    `level` is the sound by whose loudness its own is decided; None is its own.
    """

    samples: Any
    start: int
    level: Any = None

    @property
    def stop(self) -> int:
        """One past its last sample."""
        return self.start + len(self.samples)


def lay_out(
    waves: Iterable[Wave], breaks: Sequence[float], rate: int, *, remove_silence: bool
) -> Iterator[Piece]:
    """Yield waves without the silence at their edges, each behind the one before and a pause.

    `breaks` holds the kind of break after each but the last (chunking's costs). No wave is taken before the
    one in front of it is used up.
    """
    end = tail = 0
    for index, wave in enumerate(waves):
        speech = silence.speech_level(wave.samples if wave.was is None else wave.was, rate)
        sound = _sound(wave.samples, rate, speech, remove_silence=remove_silence)
        if index:
            pause = rate * _PAUSE_MS.get(breaks[index - 1], _WORD_PAUSE_MS) // 1000
            end += max(0, pause - _quiet_edge(sound, rate) - tail)
        level = None if wave.was is None else _sound(wave.was, rate, speech, remove_silence=remove_silence)
        yield Piece(sound, end, level)
        end += len(sound)
        tail = _quiet_edge(sound[::-1], rate)


def at_tempo(pieces: Iterable[Piece], rate: int, tempo: float) -> Iterator[Piece]:
    """Yield pieces that are said `tempo` times as fast at the same pitch, pauses too; to the sample."""
    for piece in pieces:
        start, stop = round(piece.start / tempo), round(piece.stop / tempo)
        yield Piece(stretch(piece.samples, rate, stop - start), start)


def levelled(pieces: Iterable[Piece], rate: int, lufs: float) -> Iterator[Piece]:
    """Yield pieces that are as loud as their reference is, each by itself: nothing else need be known.

    A model may speak at a level of its own, whatever the reference's is, and louder in one piece than in the
    next. What differs by more than that is a whisper, or no speech, and comes a part of the way.
    """
    for piece in pieces:
        heard = piece.samples if piece.level is None else piece.level
        start, stop = silence.sound_bounds(heard, rate, 0)
        wanted = lufs - loudness(heard[start:stop], rate)
        gain = 10 ** (min(max(wanted, -_MOST_DB), _MOST_DB) / 20)
        yield Piece(piece.samples * np.float32(gain), piece.start)


def blocks(
    pieces: Iterable[Piece], gain: float, mark: Callable[[Any], Any] | None = None
) -> Iterator[tuple[Any, tuple[int, int] | None]]:
    """Yield the joined samples part by part: pauses, and pieces with their place, as loud as is wanted.

    `mark` puts the watermark into a piece's samples [n], as loud as they are heard.
    """
    end = 0
    for piece in pieces:
        if piece.start > end:
            yield np.zeros(piece.start - end, np.float32), None
        sound, left = piece.samples, gain
        if mark is not None:  # before peaks are guarded: it adds to them
            sound, left = mark(sound * np.float32(gain)), 1.0
        yield guard_peak(sound, left), (piece.start, piece.stop)
        end = piece.stop


def guard_peak(samples: Any, gain: float) -> Any:
    """Apply the voice's gain to samples [n], and less around what would clip.

    All that is 40 ms away from a peak is as loud as if there were none: one loud sound does not make a whole
    piece quieter than its neighbours, and none of these need be known.
    """
    scaled = samples * np.float32(gain)
    if np.abs(scaled).max(initial=0.0) <= _PEAK:
        return scaled
    blocks = np.abs(np.pad(scaled, (0, -len(scaled) % _BLOCK))).reshape(-1, _BLOCK).max(axis=1)
    allowed = np.pad(_PEAK / np.maximum(blocks, _PEAK), 2 * _REACH - 1, constant_values=1.0)
    # Smoothed over one block less to either side than the least is taken from: so that it is nowhere above
    # what is allowed, not even between the middles of two blocks.
    least = np.lib.stride_tricks.sliding_window_view(allowed, 2 * _REACH + 1).min(axis=1)
    shape = np.hanning(2 * _REACH + 1)[1:-1]
    smooth = np.convolve(least, shape / shape.sum(), mode="valid")
    middles = _BLOCK * (np.arange(len(blocks)) + 0.5)
    return scaled * np.interp(np.arange(len(scaled)), middles, smooth).astype(np.float32)


def _sound(samples: Any, rate: int, speech: float, *, remove_silence: bool) -> Any:
    """Return samples without the silence at their edges, and without much inside if that is wanted.

    `speech` is the level of the speech in dBFS.
    """
    if remove_silence:
        samples = silence.shorten_pauses(samples, rate, _LONGEST_PAUSE_MS, speech)
    start, stop = silence.sound_bounds(samples, rate, _EDGE_MS, speech)
    return silence.fade_edges(samples[start:stop], rate)


def _quiet_edge(samples: Any, rate: int) -> int:
    """Return how many samples of silence the recording begins with."""
    return silence.sound_bounds(samples, rate, 0)[0]
