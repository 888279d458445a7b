"""Which of two architectures do the weights belong to? Both continue real speech, and the losses decide.

F5TTS_Base and F5TTS_v1_Base have the same tensors. Read with the wrong one, the weights load but produce
gibberish. So the flow-matching loss (F5-TTS paper, equation 4) is taken on a recording that the f5_tts
package carries: the end is hidden, and each architecture predicts the flow towards it from the beginning and
the text.
"""

import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from f5tts_worker.engine.model.mel import MelSettings, log_mel
from f5tts_worker.engine.model.network import FlowNetwork


@dataclass(frozen=True)
class Recording:
    """Speech that a network can be tried on: a 24 kHz, 16 bit, mono wav, and what is said in it."""

    path: Path
    text: str


def example(f5_folder: Path) -> Recording:
    """Return the English example that the f5_tts package carries (its api.py has the text)."""
    path = f5_folder / "infer" / "examples" / "basic" / "basic_ref_en.wav"
    return Recording(path, "Some call me nature, others call me mother nature.")


_TIME = 0.45  # neither pure noise, where both guess, nor nearly clean, where both can copy
_SHOWN = 0.4  # of the recording; the rest is to be predicted
_SEED = 20


def losses(
    networks: Sequence[FlowNetwork], recording: Recording, vocabulary: Mapping[str, int], mel: MelSettings
) -> list[float]:
    """Return each network's mean loss on the hidden end of a recording."""
    target = log_mel(_read(recording.path), mel)
    frames = target.shape[0]
    shown = int(frames * _SHOWN)
    noise = torch.randn(target.shape, generator=torch.Generator().manual_seed(_SEED))
    text = torch.tensor([vocabulary.get(letter, 0) for letter in recording.text])
    return [_loss(network, target, noise, text, shown) for network in networks]


def _loss(network: FlowNetwork, target: Any, noise: Any, text: Any, shown: int) -> float:
    device = network.device
    target, noise, text = target.to(device), noise.to(device), text.to(device)
    with torch.inference_mode():
        layout = network.lay_out([target.shape[0]])
        fixed = network.condition(target[:shown], text, target.shape[0], guided=False)
        (moment,) = network.at_times(torch.tensor([_TIME]))
        predicted = network.velocity((1 - _TIME) * noise + _TIME * target, fixed, layout, moment)[0]
        return float((predicted - (target - noise))[shown:].square().mean())


def _read(path: Path) -> Any:
    with wave.open(str(path), "rb") as file:  # 24 kHz, mono, 16 bit
        data = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    return torch.from_numpy(data.astype(np.float32) / 32768)
