"""From mel to samples: Vocos, in fp32."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import yaml

from f5tts_worker.engine.model import upstream
from f5tts_worker.engine.model.checkpoint import read_weights
from f5tts_worker.engine.model.mel import MelSettings
from f5tts_worker.engine.model.skip_init import skip_init
from f5tts_worker.errors import WorkerError

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class Vocoder:
    """A Vocos model: `decode` turns log mels into samples."""

    def __init__(self, backbone: Any, head: Any, device: Any) -> None:
        self._backbone = backbone
        self._head = head
        self._device = device

    def decode(self, mels: Sequence[Any]) -> list[Any]:
        """Return fp32 CPU samples for each mel [frames, bands].

        Chunk by chunk: padded into one batch, convolutions and the inverse Fourier transform would carry one
        chunk's padding into another's last milliseconds, and the vocoder is 2 % of the work.
        """
        with torch.inference_mode():
            return [self._decode(mel.to(self._device, torch.float32)).cpu() for mel in mels]

    def _decode(self, mel: Any) -> Any:
        return self._head(self._backbone(mel.T[None]))[0]


def load_vocoder(folder: Path, device: Any, mel: MelSettings) -> Vocoder:
    """Load a Vocos folder: config.yaml beside model.safetensors or pytorch_model.bin.

    Raises WorkerError MODEL_UNAVAILABLE for missing files, MODEL_MISMATCH when they or the mel settings do
    not fit.
    """
    config = _read_config(folder)
    weights_file = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights_file is None:
        raise WorkerError("MODEL_UNAVAILABLE", f"The vocoder {folder.name} has no {' or '.join(_WEIGHTS)}.")
    weights = read_weights(weights_file, lambda _name, tensor: tensor.float())
    backbone = _part(config, "backbone", weights).to(device)
    head = _part(config, "head", weights).to(device)
    _check_mel(config, backbone, head, mel)
    return Vocoder(backbone, head, device)


def _read_config(folder: Path) -> Mapping[str, Any]:
    try:
        config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkerError("MODEL_UNAVAILABLE", f"The vocoder {folder.name} has no config.yaml.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WorkerError("MODEL_MISMATCH", "The vocoder's config.yaml cannot be read as YAML.") from error
    if not isinstance(config, dict):
        raise WorkerError("MODEL_MISMATCH", "The vocoder's config.yaml is not a Vocos configuration.")
    return config


def _part(config: Mapping[str, Any], part: str, weights: Mapping[str, Any]) -> Any:
    """Build backbone or head and fill it. Only Vocos's own classes are built, whatever the file names."""
    section = config.get(part) or {}
    known = upstream.vocos()
    path = str(section.get("class_path"))
    if path not in known:
        raise WorkerError(
            "MODEL_MISMATCH", f"The vocoder's {part} is {path}; this worker supports {', '.join(known)}."
        )
    try:
        with skip_init():
            module = known[path](**(section.get("init_args") or {}))
        module.load_state_dict(
            {name.removeprefix(f"{part}."): t for name, t in weights.items() if name.startswith(f"{part}.")},
            assign=True,
        )
    except (TypeError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise WorkerError(
            "MODEL_MISMATCH", f"The vocoder's {part} and its weights do not fit: {reason}"
        ) from error
    return module.eval().requires_grad_(requires_grad=False)


def _check_mel(config: Mapping[str, Any], backbone: Any, head: Any, mel: MelSettings) -> None:
    features = (config.get("feature_extractor") or {}).get("init_args") or {}
    wanted = {
        "mel bands": (backbone.input_channels, mel.n_mel_channels),
        "hop length": (head.istft.hop_length, mel.hop_length),
        "sample rate": (features.get("sample_rate", mel.target_sample_rate), mel.target_sample_rate),
    }
    faults = [
        f"{what} {has}, the model's is {needs}" for what, (has, needs) in wanted.items() if has != needs
    ]
    if faults:
        raise WorkerError("MODEL_MISMATCH", f"The vocoder does not fit the model: {'; '.join(faults)}.")
