"""Speech from espeak-ng with the time of every word, by the events that its library sends with the sound."""

import ctypes
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scripts.alignment_judge.joined import Phones, Times, word_times

_ORDINARY_PACE = 175  # words a minute


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("phoneme", ctypes.c_char * 8),
    ]


_ON_SOUND = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)
_TERMINATED, _WORD, _PHONEME = 0, 1, 7
_JOINED = {"the": (("D", "@2"), ("D", "i:"), ("D", "I2"), ("D", "I"), ("D", "i")), "a": (("@",), ("a#",))}
_RETRIEVAL, _PHONEME_EVENTS, _UTF8, _RATE = 1, 1, 1, 1


class Espeak:
    """A voice of espeak-ng: Debian's library, or that of the package espeakng-loader."""

    def __init__(self, voice: str = "en-us") -> None:
        self._voice = voice.encode()
        self._lib, self._rate = _library()

    def __call__(self, text: str, speed: float = 1.0) -> tuple[Any, int, Times]:
        """Return samples from -1 to 1, their rate, and each word's start and end in seconds."""
        blocks: list[bytes] = []
        events: list[tuple[int, int, str]] = []

        def hear(samples: Any, count: int, found: Any) -> int:
            if samples and count:
                blocks.append(ctypes.string_at(samples, 2 * count))
            events.extend((event.type, event.sample, event.phoneme.decode()) for event in _until_end(found))
            return 0

        callback = _ON_SOUND(hear)
        self._lib.espeak_SetSynthCallback(callback)
        self._lib.espeak_SetVoiceByName(self._voice)
        self._lib.espeak_SetParameter(_RATE, round(_ORDINARY_PACE * speed), 0)
        data = text.encode()
        self._lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, _UTF8, None, None)
        self._lib.espeak_Synchronize()
        samples = np.frombuffer(b"".join(blocks), np.int16).astype(np.float32) / 32768
        return samples, self._rate, _word_times(events, self._rate, text.split())


@functools.cache
def _library() -> tuple[Any, int]:
    """Return the library, ready for use, and its sample rate. It can be made ready once only."""
    data = None
    try:
        lib = ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        import espeakng_loader

        lib = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
    return lib, lib.espeak_Initialize(_RETRIEVAL, 0, data, _PHONEME_EVENTS)


def _until_end(events: Any) -> Iterator[_Event]:
    index = 0
    while events[index].type != _TERMINATED:
        yield events[index]
        index += 1


def _word_times(events: Sequence[tuple[int, int, str]], rate: int, words: Sequence[str]) -> Times:
    """Return each word's times: it lasts to the next word, or to the pause before that (a phoneme `_:`)."""
    starts = [(place, sample) for place, (kind, sample, _) in enumerate(events) if kind == _WORD]
    ends = [*(place for place, _ in starts[1:]), len(events)]
    tokens: list[Phones] = []
    for (place, sample), after in zip(starts, ends, strict=True):
        phones = [(name, at) for kind, at, name in events[place:after] if kind == _PHONEME]
        said = list(itertools.takewhile(lambda phone: phone[0].strip("_:!|"), phones))
        stop = phones[len(said)][1] if len(said) < len(phones) else events[min(after, len(events) - 1)][1]
        begins = [sample, *(at for _, at in said[1:])]
        tokens.append(
            [
                (name.strip("',"), begin / rate, end / rate)
                for (name, _), begin, end in zip(said, begins, [*begins[1:], stop], strict=True)
            ]
        )
    return word_times(tokens, words, _JOINED)
