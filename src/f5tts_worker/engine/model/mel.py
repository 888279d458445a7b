"""Log mel spectrograms as F5-TTS's Vocos-type models expect them."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
import torchaudio.transforms

from f5tts_worker.errors import WorkerError

_FLOOR = 1e-5  # F5-TTS, model/modules.py, get_vocos_mel_spectrogram


@dataclass(frozen=True)
class MelSettings:
    """A configuration's `mel_spec` section."""

    target_sample_rate: int = 24_000
    n_mel_channels: int = 100
    hop_length: int = 256
    win_length: int = 1024
    n_fft: int = 1024

    @property
    def frames_per_second(self) -> float:
        """Return how many mel frames make a second (93.75 at 24 kHz)."""
        return self.target_sample_rate / self.hop_length


def read_mel_settings(section: Mapping[str, Any]) -> MelSettings:
    """Read a `mel_spec` section. Raises WorkerError MODEL_MISMATCH for what is not Vocos at 24 kHz."""
    kind = section.get("mel_spec_type", "vocos")
    if kind != "vocos":
        raise WorkerError(
            "MODEL_MISMATCH", f"The configuration's mel_spec_type is {kind}; this worker supports vocos only."
        )
    known = {name: int(section[name]) for name in MelSettings.__dataclass_fields__ if name in section}
    settings = MelSettings(**known)
    if settings.target_sample_rate != 24_000:
        raise WorkerError(
            "MODEL_MISMATCH",
            f"The configuration's sample rate is {settings.target_sample_rate} Hz; it must be 24000 Hz.",
        )
    return settings


def log_mel(samples: Any, settings: MelSettings) -> Any:
    """Return the log mel [frames, bands], fp32, of mono samples [n] at the settings' rate."""
    return _transform(settings)(samples).clamp(min=_FLOOR).log().T.contiguous()


# A reference's samples, the settings and its mel, for as many references as ReferenceShelf keeps.
_kept: deque[tuple[Any, MelSettings, Any]] = deque(maxlen=16)


def reference_mel(samples: Any, settings: MelSettings) -> Any:
    """Return `log_mel` of a reference's samples, a NumPy array [n] that never changes.

    The last few are kept: every request with a voice begins with it.
    """
    for known, how, mel in tuple(_kept):
        if known is samples and how == settings:
            return mel
    mel = log_mel(torch.from_numpy(np.array(samples)), settings)
    _kept.append((samples, settings, mel))
    return mel


@cache
def _transform(settings: MelSettings) -> Any:
    return torchaudio.transforms.MelSpectrogram(
        sample_rate=settings.target_sample_rate,
        n_fft=settings.n_fft,
        win_length=settings.win_length,
        hop_length=settings.hop_length,
        n_mels=settings.n_mel_channels,
        power=1,
        center=True,
        normalized=False,
        norm=None,
    )
