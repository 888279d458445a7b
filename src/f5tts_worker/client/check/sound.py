"""What can be heard in a WAV file: its level over time, silence, clipping, and whether word times fit it."""

import io
import math
import sys
import wave
from array import array
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul

FRAME_MS = 10
AUDIBLE_DB = 30  # below the level of loud speech: what is quieter lies between words
SILENT_DB = 45  # below that level: no word is that quiet
FLOOR_DB = -70.0  # below full scale: whatever else is in it, this is silence
LONGEST_SILENCE_MS = 900  # longer than a pause between two sentences
CLIPPED_RUN = 3  # samples at full scale in a row: a single one can be a peak
SHIFTS_MS = range(-300, 301, FRAME_MS)

Span = tuple[int, int]  # milliseconds


class SoundError(Exception):
    """An answer's audio that is not a WAV file of 16 bits."""


@dataclass(frozen=True)
class Sound:
    """16-bit samples of one channel at `rate` a second."""

    rate: int
    samples: "array[int]"

    @property
    def ms(self) -> float:
        """The length in milliseconds."""
        return 1000 * len(self.samples) / self.rate

    @cached_property
    def levels(self) -> list[float]:
        """The level of each 10 ms, in dB below full scale."""
        size = max(1, self.rate * FRAME_MS // 1000)
        starts = range(0, len(self.samples) - size + 1, size)
        frames = (self.samples[start : start + size] for start in starts)
        powers = (sum(map(mul, frame, frame)) / size for frame in frames)
        return [10 * math.log10(max(power, 1.0)) - 20 * math.log10(32768) for power in powers]

    @cached_property
    def loud(self) -> float:
        """The level of loud speech in it: 5 % of the time is louder."""
        return sorted(self.levels)[int(0.95 * len(self.levels))] if self.levels else -100.0

    @property
    def base64(self) -> str:
        """The sound as a request takes it: a WAV file."""
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setparams((1, 2, self.rate, 0, "NONE", ""))
            writer.writeframes(self.samples.tobytes())
        return b64encode(file.getvalue()).decode("ascii")

    @property
    def clipped(self) -> int:
        """How many samples stand at full scale, in runs of three or more."""
        if not self.samples or (max(self.samples) < 32767 and min(self.samples) > -32768):
            return 0
        found = run = 0
        for sample in self.samples:
            run = run + 1 if sample in (32767, -32768) else 0
            found += CLIPPED_RUN if run == CLIPPED_RUN else run > CLIPPED_RUN
        return found

    @property
    def _silence(self) -> float:
        return max(FLOOR_DB, self.loud - SILENT_DB)

    def silences(self) -> list[Span]:
        """Return the stretches, long for a pause, in which nothing can be heard."""
        found, start = [], 0
        for index, level in enumerate([*self.levels, 0.0]):
            if level > self._silence:
                if (index - start) * FRAME_MS >= LONGEST_SILENCE_MS:
                    found.append((start * FRAME_MS, index * FRAME_MS))
                start = index + 1
        return found

    def is_audible(self, span: Span) -> bool:
        """Say whether anything can be heard in a stretch of it."""
        first, last = span[0] // FRAME_MS, max(span[0] // FRAME_MS + 1, span[1] // FRAME_MS)
        return max(self.levels[first:last], default=-100.0) > self._silence

    def lateness_ms(self, words: Sequence[Span]) -> int:
        """Return by how many milliseconds the words' times are late (negative: early).

        That is the shift at which words and audible sound, pauses and quiet coincide most. It needs pauses.
        """
        audible = [level > self.loud - AUDIBLE_DB for level in self.levels]
        agreement = {shift: _agreement(audible, words, shift) for shift in SHIFTS_MS}
        best = max(agreement.values())
        # Words without a pause say little: of shifts that are as good but for two frames, the smallest.
        return min((shift for shift in SHIFTS_MS if agreement[shift] >= best - 2), key=abs) * -1


def _agreement(audible: Sequence[bool], words: Sequence[Span], shift: int) -> int:
    """Count the frames that are audible exactly if a word is there, the words moved by `shift`."""
    in_word = [False] * len(audible)
    for start, end in words:
        first, last = max(0, (start + shift) // FRAME_MS), max(0, (end + shift) // FRAME_MS)
        last = min(last, len(in_word))
        in_word[first:last] = [True] * max(0, last - first)
    return sum(one == other for one, other in zip(audible, in_word, strict=True))


def read(data: bytes) -> Sound:
    """Return the sound in a WAV file; of several channels the first. Raises SoundError."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise SoundError(f"the WAV file has {8 * file.getsampwidth()} bits, not 16")
            channels, rate = file.getnchannels(), file.getframerate()
            samples = array("h", file.readframes(file.getnframes()))
    except (wave.Error, EOFError, ValueError) as error:
        raise SoundError(f"the audio is not a WAV file ({error or 'it is cut off'})") from None
    if sys.byteorder == "big":
        samples.byteswap()
    return Sound(rate, samples[::channels])
