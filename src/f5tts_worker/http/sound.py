"""Sound in the forms that other services have and the worker has not: bare samples, and telephones' codes."""

import functools
import io
import wave
from array import array
from collections.abc import Callable, Mapping

Code = Callable[[int], int]


def samples_of(wav: bytes) -> bytes:
    """Return the samples of a WAV file: 16 bits, little-endian."""
    with wave.open(io.BytesIO(wav)) as file:
        samples: bytes = file.readframes(file.getnframes())
    return samples


def coded(samples: bytes, law: str) -> bytes:
    """Return 16-bit samples in a telephone's 8 bits (ITU-T G.711); `law` is "ulaw" or "alaw"."""
    return bytes(map(_table(law).__getitem__, array("H", samples)))


def _ulaw(sample: int) -> int:
    size = min(abs(sample >> 2), 8_158) + 33  # 14 bits
    exponent = size.bit_length() - 6
    return ~((0x80 if sample < 0 else 0) | exponent << 4 | (size >> (exponent + 1)) & 0x0F) & 0xFF


def _alaw(sample: int) -> int:
    size = (sample if sample >= 0 else ~sample) >> 3  # 12 bits, and the sign
    exponent = max(size.bit_length() - 5, 0)
    return (exponent << 4 | (size >> max(exponent, 1)) & 0x0F) ^ (0xD5 if sample >= 0 else 0x55)


_LAWS: Mapping[str, Code] = {"ulaw": _ulaw, "alaw": _alaw}


@functools.cache
def _table(law: str) -> bytes:
    """Return the code of every sample, by its bits read as a number without a sign."""
    return bytes(_LAWS[law](bits - 65_536 if bits >= 32_768 else bits) for bits in range(65_536))
