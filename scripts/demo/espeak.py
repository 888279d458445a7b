"""Speech of espeak-ng's English voices with the time of every phone and word, by the events of its library.

espeak-ng is GPL: a program that makes speech, of which nothing is in the pack. Its phones keep its own names.
"""

import ctypes
import functools
import itertools
import random
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .flite import SILENCE, Phone, Utterance
from .letters import WORD

VOICES = ("espeak",)  # each sentence by another speaker
_ACCENTS = ("en-us", "en-us-nyc", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-scotland", "en-029")
_THROATS = ("m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f3", "f4", "f5")
_ORDINARY_PACE = 175  # words a minute
_RATE, _PITCH, _RANGE = 1, 3, 4  # espeak_PARAMETER
_ORDINARY = {_PITCH: 50, _RANGE: 50}  # of 100
_PITCHES, _RANGES = (25, 75), (25, 85)
Event = tuple[int, int, str]  # WORD or PHONEME, at which sample, the phoneme's name
_TERMINATED, WORD_EVENT, PHONEME_EVENT = 0, 1, 7
_RETRIEVAL, _PHONEME_EVENTS, _UTF8 = 1, 1, 1


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


class Espeak:
    """The library, Debian's or that of the package espeakng-loader; not for several threads at once."""

    def __init__(self) -> None:
        self._lib, self.rate = _library()

    def say(self, text: str, voice: str = VOICES[0], stretch: float = 1.0, *, seed: int = 0) -> Utterance:
        """Speak `text`; the speaker, his pitch and how far it moves come from the text and the seed.

        `words` is empty if espeak takes other words than the text has for such: it joins some ("in the").
        """
        draw = random.Random(zlib.crc32(f"{seed} {voice} {text}".encode()))  # noqa: S311  voices, not secrets
        name = f"{draw.choice(_ACCENTS)}+{draw.choice(_THROATS)}"
        samples, events = self.speak(
            text, name, 1 / stretch, {_PITCH: draw.randint(*_PITCHES), _RANGE: draw.randint(*_RANGES)}
        )
        words = WORD.findall(text.lower())
        phones = _phones(events, len(samples), self.rate)
        is_known = len(words) == 1 + max((phone.word for phone in phones), default=-1)
        return Utterance(samples, phones, words if is_known else [], self.rate)

    def speak(
        self, text: str, voice: str, speed: float, parameters: dict[int, int] | None = None
    ) -> tuple[NDArray[np.int16], list[Event]]:
        """Return samples and events of a voice by espeak's name, at so many times the ordinary pace.

        `parameters` are espeak_PARAMETER's numbers with their values.
        """
        blocks: list[bytes] = []
        events: list[Event] = []

        def hear(samples: Any, count: int, found: Any) -> int:
            if samples and count:
                blocks.append(ctypes.string_at(samples, 2 * count))
            events.extend((event.type, event.sample, event.phoneme.decode()) for event in _until_end(found))
            return 0

        callback = _ON_SOUND(hear)
        self._lib.espeak_SetSynthCallback(callback)
        if self._lib.espeak_SetVoiceByName(voice.encode()):
            raise ValueError(f"espeak-ng has no voice {voice}")
        for number, value in {
            _RATE: round(_ORDINARY_PACE * speed),
            **_ORDINARY,
            **(parameters or {}),
        }.items():
            self._lib.espeak_SetParameter(number, value, 0)
        data = text.encode()
        self._lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, _UTF8, None, None)
        self._lib.espeak_Synchronize()
        return np.frombuffer(bytearray().join(blocks), np.int16), events


@functools.cache
def _library() -> tuple[Any, int]:
    """Return the library, ready for use, and its sample rate. It can be made ready once only.

    Raises ImportError where there is none.
    """
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


def words_of(events: Sequence[Event]) -> Iterator[list[tuple[str, int, int]]]:
    """Yield each word's phones, with their first sample and their last one + 1.

    A word lasts to the next one, or to the pause before that (a phoneme `_:`).
    """
    starts = [(place, sample) for place, (kind, sample, _) in enumerate(events) if kind == WORD_EVENT]
    ends = [*(place for place, _ in starts[1:]), len(events)]
    for (place, sample), after in zip(starts, ends, strict=True):
        phones = [(name, at) for kind, at, name in events[place:after] if kind == PHONEME_EVENT]
        said = list(itertools.takewhile(lambda phone: phone[0].strip("_:!|"), phones))
        following = events[min(after, len(events) - 1)][1]
        stop = phones[len(said)][1] if len(said) < len(phones) else following
        begins = [sample, *(at for _, at in said[1:])]
        named = [name.strip("',") for name, _ in said]
        yield list(zip(named, begins, [*begins[1:], stop], strict=True)) if said else []


def _phones(events: Sequence[Event], length: int, rate: int) -> list[Phone]:
    found: list[Phone] = []
    done = 0
    for number, phones in enumerate(words_of(events)):
        if not phones:
            return []
        if phones[0][1] > done:
            found.append(Phone(SILENCE, done / rate, phones[0][1] / rate, -1))
        found += [Phone(name, begin / rate, end / rate, number) for name, begin, end in phones]
        done = phones[-1][2]
    return [*found, Phone(SILENCE, done / rate, length / rate, -1)]
