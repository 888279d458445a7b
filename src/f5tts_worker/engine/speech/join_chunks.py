"""One recording from the chunks' waves, with the exact place of each in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import silence
from f5tts_worker.engine.speech.chunking import CLAUSE, SENTENCE

_PEAK = 0.98  # full scale is 1; encoders overshoot a little
_LONGEST_PAUSE_MS = 300  # with remove_silence
_EDGE_MS = 60  # silence kept before and after a chunk's sound

# Silence between chunks, including that at their own edges. F5-TTS cross-fades 150 ms of speech instead,
# which blurs the words at a cut.
_PAUSE_MS = {SENTENCE: 300, CLAUSE: 150}
_WORD_PAUSE_MS = 40


@dataclass(frozen=True)
class Joined:
    """Samples [n], and (first, one past last) sample of each chunk."""

    samples: Any
    places: Sequence[tuple[int, int]]


def join_chunks(waves: Sequence[Any], breaks: Sequence[float], rate: int, *, remove_silence: bool) -> Joined:
    """Put waves [n] one after the other; `breaks` holds the kind of break after each (chunking's costs)."""
    parts: list[Any] = []
    places: list[tuple[int, int]] = []
    end = 0
    tail = 0
    for index, wave in enumerate(waves):
        samples = silence.shorten_pauses(wave, rate, _LONGEST_PAUSE_MS) if remove_silence else wave
        start, stop = silence.sound_bounds(samples, rate, _EDGE_MS)
        lead = _quiet_edge(samples[start:stop], rate)
        if index:
            pause = rate * _PAUSE_MS.get(breaks[index - 1], _WORD_PAUSE_MS) // 1000
            gap = max(0, pause - lead - tail)
            parts.append(np.zeros(gap, np.float32))
            end += gap
        parts.append(silence.fade_edges(samples[start:stop], rate))
        places.append((end, end + stop - start))
        end += stop - start
        tail = _quiet_edge(samples[start:stop][::-1], rate)
    return Joined(np.concatenate(parts), places)


def _quiet_edge(samples: Any, rate: int) -> int:
    """Return how many samples of silence the recording begins with."""
    return silence.sound_bounds(samples, rate, 0)[0]


def guard_peak(samples: Any, gain: float) -> Any:
    """Apply the voice's gain, and less if the loudest sample would clip."""
    scaled = samples * np.float32(gain)
    peak = float(np.abs(scaled).max(initial=0.0))
    return scaled * np.float32(_PEAK / peak) if peak > _PEAK else scaled
