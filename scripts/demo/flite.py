"""Speech from flite with the exact time of every phone and word, through libflite itself (Debian: libflite1).

The command line prints phone times (`flite -psdur`) but not the word that a phone belongs to; the
library knows both.
"""

import ctypes
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

VOICES = ("slt", "rms")
SAMPLE_RATE = 24_000
FLITE_RATE = 16_000
SILENCE = "pau"
_WORD = b"R:SylStructure.parent.parent.name"
_WORD_ID = b"R:SylStructure.parent.parent.R:Token.parent.name"
_RMS = 0.1  # F5-TTS raises quieter references to this level


class _Voice(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


class _Wave(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    ]


@dataclass(frozen=True)
class Phone:
    """One phone; times in seconds; `word` counts spoken words from 0, -1 for silence."""

    name: str
    start: float
    end: float
    word: int


@dataclass(frozen=True)
class Utterance:
    """What was said: 16-bit samples, its phones, its words as they were spoken; samples a second."""

    samples: NDArray[np.int16]
    phones: list[Phone]
    words: list[str]
    rate: int = FLITE_RATE

    def word_times(self) -> list[tuple[str, float, float]]:
        """Return (word, start, end) in seconds for every word."""
        times = []
        for i, word in enumerate(self.words):
            own = [p for p in self.phones if p.word == i]
            times.append((word, own[0].start, own[-1].end))
        return times


class Flite:
    """One loaded flite; not for several threads at once."""

    def __init__(self, voices: Sequence[str] = VOICES) -> None:
        self._libc = ctypes.CDLL(None)
        self._libc.srand.restype, self._libc.srand.argtypes = None, [ctypes.c_uint]
        self._lib = lib = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
        for name in ("libflite_usenglish.so.1", "libflite_cmulex.so.1"):
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        for name, result, arguments in _SIGNATURES:
            function = getattr(lib, name)
            function.restype, function.argtypes = result, arguments
        lib.flite_init()
        self._voices = {name: self._register(name) for name in voices}

    @staticmethod
    def _register(name: str) -> "ctypes._Pointer[_Voice]":
        register = getattr(ctypes.CDLL(f"libflite_cmu_us_{name}.so.1"), f"register_cmu_us_{name}")
        register.restype, register.argtypes = ctypes.POINTER(_Voice), [ctypes.c_char_p]
        voice: ctypes._Pointer[_Voice] = register(None)
        return voice

    def say(self, text: str, voice: str, stretch: float = 1.0, *, seed: int = 0) -> Utterance:
        """Speak `text`; `stretch` 1.2 is a fifth slower than flite's own pace.

        The same text, voice, stretch and seed give the same samples, whatever was said before.
        """
        lib, handle = self._lib, self._voices[voice]
        # flite's excitation is drawn from the C library's rand(), which goes on from where it was left.
        self._libc.srand(zlib.crc32(f"{seed} {voice} {text}".encode()))
        lib.feat_set_float(handle.contents.features, b"duration_stretch", stretch)
        utterance = lib.flite_synth_text(text.encode(), handle)
        try:
            wave = lib.utt_wave(utterance).contents
            samples = np.ctypeslib.as_array(wave.samples, (wave.num_samples,)).copy()
            if wave.sample_rate != FLITE_RATE:
                raise ValueError(f"{voice} speaks at {wave.sample_rate} Hz")
            return Utterance(samples, *self._segments(utterance))
        finally:
            lib.delete_utterance(utterance)

    def _segments(self, utterance: int) -> tuple[list[Phone], list[str]]:
        lib = self._lib
        phones: list[Phone] = []
        words: list[str] = []
        word_of: dict[int, int] = {}
        start = 0.0
        item = lib.relation_head(lib.utt_relation(utterance, b"Segment"))
        while item:
            name = lib.item_feat_string(item, b"name").decode()
            end = float(lib.item_feat_float(item, b"end"))
            owner = lib.item_parent(lib.item_parent(lib.item_as(item, b"SylStructure") or 0) or 0)
            index = -1
            if owner:
                key = lib.item_as(owner, b"Word") or owner
                if key not in word_of:
                    word_of[key] = len(words)
                    words.append(lib.item_feat_string(owner, b"name").decode())
                index = word_of[key]
            phones.append(Phone(name, start, end, index))
            start, item = end, lib.item_next(item)
        return phones, words


_P, _S = ctypes.c_void_p, ctypes.c_char_p
_SIGNATURES: list[tuple[str, object, list[object]]] = [
    ("flite_init", ctypes.c_int, []),
    ("flite_synth_text", _P, [_S, ctypes.POINTER(_Voice)]),
    ("feat_set_float", None, [_P, _S, ctypes.c_float]),
    ("utt_wave", ctypes.POINTER(_Wave), [_P]),
    ("utt_relation", _P, [_P, _S]),
    ("delete_utterance", None, [_P]),
    ("relation_head", _P, [_P]),
    ("item_next", _P, [_P]),
    ("item_parent", _P, [_P]),
    ("item_as", _P, [_P, _S]),
    ("item_feat_string", _S, [_P, _S]),
    ("item_feat_float", ctypes.c_float, [_P, _S]),
]


def to_24k(samples: NDArray[np.int16], rate: int = FLITE_RATE) -> "torch.Tensor":
    """Return a voice's samples as float32 at 24 kHz, raised to the level F5-TTS wants of a reference."""
    import torch  # late: three seconds that speech alone need not wait for
    import torchaudio

    wave = torchaudio.functional.resample(torch.from_numpy(samples).float() / 32768, rate, SAMPLE_RATE)
    rms = wave.square().mean().sqrt().item()
    return wave * (_RMS / rms) if 0 < rms < _RMS else wave
