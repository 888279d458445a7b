"""Speech from espeak-ng with the time of every word, those among them that it joins."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scripts.alignment_judge.joined import Times, word_times
from scripts.demo.espeak import Espeak as Library
from scripts.demo.espeak import Event, words_of

_JOINED = {"the": (("D", "@2"), ("D", "i:"), ("D", "I2"), ("D", "I"), ("D", "i")), "a": (("@",), ("a#",))}


class Espeak:
    """A voice of espeak-ng."""

    def __init__(self, voice: str = "en-us") -> None:
        self._voice, self._library = voice, Library()

    def __call__(self, text: str, speed: float = 1.0) -> tuple[Any, int, Times]:
        """Return samples from -1 to 1, their rate, and each word's start and end in seconds."""
        samples, events = self._library.speak(text, self._voice, speed)
        rate = self._library.rate
        return samples.astype(np.float32) / 32768, rate, _word_times(events, rate, text.split())


def _word_times(events: Sequence[Event], rate: int, words: Sequence[str]) -> Times:
    tokens = [[(name, a / rate, b / rate) for name, a, b in phones] for phones in words_of(events)]
    return word_times(tokens, words, _JOINED)
