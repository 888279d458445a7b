"""What happens to a file on its way: codecs, other rates, cuts, other levels."""

import io
from collections.abc import Callable, Mapping
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.speech.stretch import stretch

RATE = 24_000
CUT_SECONDS = 3

Sound = NDArray[np.float32]
Changed = tuple[Sound, int]  # samples [n], and their rate in Hz


def coded(samples: Sound, codec: str, container: str, bits: int) -> Changed:
    """Return samples at 24 kHz as a codec of so many bits per second leaves them; Opus gives 48 kHz."""
    rate = 48_000 if codec == "libopus" else RATE
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = bits
        form = "flt" if codec == "libopus" else "fltp"
        frame = av.AudioFrame.from_ndarray(resample(samples, RATE, rate)[None], format=form, layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)
    file.seek(0)
    with av.open(file) as source:
        parts = [frame.to_ndarray().reshape(-1) for frame in source.decode(audio=0)]
    return np.concatenate(parts).astype(np.float32), rate


def cut(samples: Sound) -> Sound:
    """Return three seconds from the middle."""
    length = min(len(samples), CUT_SECONDS * RATE)
    start = (len(samples) - length) // 2
    return samples[start : start + length]


def noisy(samples: Sound) -> Sound:
    """Return samples with white noise 30 dB below them."""
    level = float(np.sqrt(np.mean(np.square(samples)))) * 10 ** (-30 / 20)
    return samples + np.random.default_rng(0).normal(0, level, len(samples)).astype(np.float32)


def at(rate: int) -> Callable[[Sound], Changed]:
    """Return what resamples to another rate."""
    return lambda samples: (resample(samples, RATE, rate), rate)


def through(codec: str, container: str, bits: int) -> Callable[[Sound], Changed]:
    """Return what puts samples through a codec."""
    return lambda samples: coded(samples, codec, container, bits)


_OPUS = through("libopus", "ogg", 32_000)
_MP3 = through("libmp3lame", "mp3", 64_000)

CHANGES: Mapping[str, Callable[[Sound], Changed]] = {
    "as it is": lambda samples: (samples, RATE),
    "MP3, 64 kbit/s": _MP3,
    "Opus, 32 kbit/s": _OPUS,
    "8 kHz": at(8_000),
    "16 kHz": at(16_000),
    "44.1 kHz": at(44_100),
    "cut to 3 s": lambda samples: (cut(samples), RATE),
    # Beyond what is asked for:
    "cut to 3 s, MP3": lambda samples: _MP3(cut(samples)),
    "cut to 3 s, Opus": lambda samples: _OPUS(cut(samples)),
    "12 dB quieter": lambda samples: (samples * np.float32(0.25), RATE),
    "noise at -30 dB": lambda samples: (noisy(samples), RATE),
    "a tenth faster": lambda samples: (stretch(samples, RATE, round(len(samples) / 1.1)), RATE),
}
