"""What is wrong with a recording of a voice: its level, clipping, noise; and its pitch."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from f5tts_worker.engine.audio import silence

_RATE = 24_000
_QUIET_DB = -40.0  # dBFS, RMS: raised to F5-TTS's level, its noise becomes ten times as loud
# Measured on twelve sentences of four flite voices (slt, rms, awb, kal16), smallest to largest:
# at full scale, the loudest sample being 1: none; 6 dB too loud and clipped: 0.3 to 7.6 %
CLIPPED_AT, CLIPPED_SHARE = 0.99, 0.001
# `noise_distance` as they are: 29 to 50 dB; with white noise 20 dB below: 22 to 24; 15 dB below: 18 to 19
_NOISY_DB = 20.0
_STEADY_DB = 8.0  # noise, hum and tones have under 3
_PITCHES_HZ = 60, 400
_VOICED = 0.5  # of its power that a frame repeats one period later
_AUDIBLE = 0.003  # of the loudest frame's power
_PITCH_WINDOW = 960  # samples: 40 ms, two periods of the lowest voice


@dataclass(frozen=True)
class Quality:
    """A recording's RMS in dBFS, how far its noise lies below the speech in dB, its share at full scale."""

    level_db: float
    noise_db: float
    clipped: float

    def faults(self) -> list[str]:
        """Return a sentence for each thing that is wrong."""
        faults: list[str] = []
        if self.level_db < _QUIET_DB:
            faults.append(f"The recording is too quiet ({self.level_db:.0f} dBFS); record closer.")
        if self.clipped > CLIPPED_SHARE:
            share = f"{self.clipped:.1%} of it at full scale"
            faults.append(f"The recording is clipped ({share}); record more quietly.")
        if self.noise_db < _STEADY_DB:
            faults.append(
                "The recording is as loud in its pauses as elsewhere: it seems to be a tone, noise or music"
                " and not speech."
            )
        elif self.noise_db < _NOISY_DB:
            faults.append(
                f"The recording is noisy: the noise is only {self.noise_db:.0f} dB below the speech,"
                " and will be heard in the generated speech."
            )
        return faults


def measure(samples: Any) -> Quality:
    """Measure samples [n] at 24 kHz, full scale being 1."""
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    clipped = float(np.mean(np.abs(samples) >= CLIPPED_AT)) if len(samples) else 0.0
    return Quality(20 * float(np.log10(max(rms, 1e-6))), noise_distance(samples), clipped)


def noise_distance(samples: Any) -> float:
    """Return how far the quietest twentieth of samples [n] at 24 kHz lies below the speech, in dB."""
    levels = silence.levels(samples, _RATE)
    return float(np.quantile(levels, 0.9) - np.quantile(levels, 0.05)) if len(levels) else 0.0


def pitch(samples: Any) -> Any:
    """Return the pitch of each 40 ms of samples [n] at 24 kHz in Hz; 0 where there is no voice.

    By autocorrelation, divided by the window's own (Boersma, "Accurate short-term analysis of the fundamental
    frequency", 1993).
    """
    frames = np.asarray(samples[: len(samples) // _PITCH_WINDOW * _PITCH_WINDOW], np.float32)
    frames = frames.reshape(-1, _PITCH_WINDOW)
    loudest = np.square(frames).mean(axis=1).max(initial=0.0)
    blocks = [_pitch(frames[place : place + 1000], loudest) for place in range(0, len(frames), 1000)]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _pitch(frames: Any, loudest: float) -> Any:
    window = np.hanning(_PITCH_WINDOW)
    loud = np.square(frames).mean(axis=1) > _AUDIBLE * loudest
    frames = (frames - frames.mean(axis=1, keepdims=True)) * window
    power = np.abs(np.fft.rfft(np.vstack([frames, window]), 2 * _PITCH_WINDOW)) ** 2
    likeness = np.fft.irfft(power)[:, : _PITCH_WINDOW // 2]
    likeness = likeness / np.maximum(likeness[:, :1], 1e-9)
    first, last = _RATE // _PITCHES_HZ[1], _RATE // _PITCHES_HZ[0]
    found = (likeness[:-1] / likeness[-1])[:, first : last + 1]
    # The first period that is nearly as good as the best: multiples of it repeat as well.
    good = found >= 0.9 * found.max(axis=1, keepdims=True)
    voiced = loud & (found.max(axis=1) >= _VOICED)
    return np.where(voiced, _RATE / (first + good.argmax(axis=1)), 0.0)
