"""Long recordings with their text and the true time of every word, made of flite's sentences."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scripts.demo.corpus import Writer, written_words
from scripts.demo.flite import FLITE_RATE, VOICES, Flite

_PAUSE_S = (0.1, 0.9)


@dataclass
class LongSpeech:
    """16-bit samples at 16 kHz, the words as they are written, and when each is said, in milliseconds."""

    blocks: list[NDArray[np.int16]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)
    length: int = 0

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return self.length / FLITE_RATE

    @property
    def samples(self) -> NDArray[np.int16]:
        """All of it in one piece."""
        return np.concatenate(self.blocks)

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(self.words)

    def add_sound(self, samples: NDArray[np.int16]) -> None:
        """Add sound without text."""
        self.blocks.append(samples)
        self.length += len(samples)

    def add(self, sentence: str, samples: NDArray[np.int16], times: list[tuple[float, float]]) -> None:
        """Add a sentence and its words' times in seconds."""
        offset = 1000 * self.seconds
        self.words += sentence.split()
        self.times += [(offset + 1000 * start, offset + 1000 * end) for start, end in times]
        self.add_sound(samples)

    def starts_missed(self, found: list[float]) -> NDArray[np.float64]:
        """Return by how many milliseconds each word's start was missed."""
        missed: NDArray[np.float64] = np.abs(np.array(found) - np.array(self.times)[:, 0])
        return missed


def sentences(
    flite: Flite, seed: int, flite_seed: int = 0, voices: Sequence[str] = VOICES
) -> Iterator[tuple[str, NDArray[np.int16], list[tuple[float, float]]]]:
    """Yield sentences in changing voices: the text, samples, each word's start and end in seconds.

    The words and pauses are drawn by `seed`, the excitation of flite's voices by `flite_seed`.

    Sentences that flite says in other words than they are written in are left out.
    """
    draw = random.Random(seed)  # noqa: S311 - sentences, not secrets
    for number, sentence in enumerate(Writer(seed, 0.5, written_words()).sentences()):
        said = flite.say(sentence, voices[number // 5 % len(voices)], seed=flite_seed)
        times = [(start, end) for name, start, end in said.word_times() if not name.startswith("'")]
        if len(times) == len(sentence.split()):
            pause = np.zeros(int(FLITE_RATE * draw.uniform(*_PAUSE_S)), np.int16)
            yield sentence, np.concatenate([said.samples, pause]), times


def long_speech(
    flite: Flite, seconds: float, seed: int = 1, flite_seed: int = 0, voices: Sequence[str] = VOICES
) -> LongSpeech:
    """Return speech of so many seconds at most, and hardly less."""
    speech = LongSpeech()
    for sentence, samples, times in sentences(flite, seed, flite_seed, voices):
        if speech.seconds + len(samples) / FLITE_RATE > seconds:
            break
        speech.add(sentence, samples, times)
    return speech
