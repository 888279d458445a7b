"""A model from its files: configuration, weights and vocabulary, or one sentence about what does not fit.

No random initialisation (the module is built on the meta device and the file's tensors are assigned), no
second copy of the weights (each tensor gets its place and number type as it is read), no `f5_tts.api`.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml

from f5tts_worker.engine.model import architecture, architecture_probe, upstream
from f5tts_worker.engine.model.checkpoint import in_type, read_weights
from f5tts_worker.engine.model.hardware import choose_device, choose_dtype, keep_large_blocks
from f5tts_worker.engine.model.mel import MelSettings, read_mel_settings
from f5tts_worker.engine.model.network import DiTNetwork, FlowNetwork
from f5tts_worker.engine.model.skip_init import skip_init
from f5tts_worker.engine.model.unet import UNetTNetwork
from f5tts_worker.engine.model.vocabulary import fits, read_vocabulary
from f5tts_worker.engine.protocol import ModelPaths
from f5tts_worker.errors import WorkerError

# What F5-TTS's configurations say about training or about attention kernels that are not used here.
_NOT_FOR_US = ("attn_backend", "attn_mask_enabled", "checkpoint_activations", "dropout")

# F5-TTS was trained on at most 30 s; its own rule stops at 22 s by the estimate of one speaker's pace.
WINDOW_S = 25.0
# F5-TTS reaches another pace by asking the model for more or fewer frames. Here it is asked for what lies
# in these bounds, unless a checkpoint's table entry knows better, and the rest is stretched afterwards.
SPEEDS = (0.8, 1.25)

# The other architecture must explain speech this much better before weights are refused.
_CLEARLY_BETTER = 0.8


@dataclass(frozen=True)
class Configuration:
    """An F5-TTS configuration: backbone's class name, its arguments, and the mel settings."""

    name: str
    backbone: str
    arch: Mapping[str, Any]
    mel: MelSettings


@dataclass(frozen=True)
class LoadedModel:
    """A model ready to sample: the network, its vocabulary {token: id}, and what it was made from."""

    name: str
    network: FlowNetwork
    vocabulary: dict[str, int]
    mel: MelSettings
    device: Any
    dtype: Any
    configuration: Configuration
    window_s: float = WINDOW_S
    speeds: tuple[float, float] = SPEEDS
    identity: str = ""  # what its samples depend on beside those: the files

    @property
    def dtype_name(self) -> str:
        """Return the weights' type as "float16", "bfloat16" or "float32"."""
        return str(self.dtype).removeprefix("torch.")


def load_model(
    files: ModelPaths, device: str = "auto", dtype: str = "auto", *, probe: bool = True
) -> LoadedModel:
    """Load a model's files; `half`, where it is given, is what conversion.py writes for CUDA devices.

    Raises WorkerError MODEL_UNAVAILABLE for what is missing, MODEL_MISMATCH for files that do not fit
    together. `probe` tells the older architecture from the newer one by real speech (architecture_probe.py).
    """
    place = choose_device(device)
    number_type = choose_dtype(place, dtype)
    if place.type == "cpu":
        keep_large_blocks()
    configuration = read_configuration(files["config"])
    vocabulary = read_vocabulary(Path(files["vocab"]))
    checkpoint = Path(files["checkpoint"])

    weights = _weights(files, place, number_type)
    _refuse_misfits(configuration, vocabulary, weights, checkpoint.name)
    module = _build(configuration, weights, checkpoint.name)
    weights.clear()  # what the network lays out anew can then be freed layer by layer
    network: FlowNetwork
    if configuration.backbone == "DiT":
        network = DiTNetwork(module, number_type)
        if probe:
            _refuse_other_architecture(network, configuration, vocabulary, checkpoint.name)
    else:
        network = UNetTNetwork(module, number_type)
    name = files.get("name") or configuration.name
    low, high = files.get("speeds") or SPEEDS
    return LoadedModel(
        name,
        network,
        vocabulary,
        configuration.mel,
        place,
        number_type,
        configuration,
        files.get("window_s") or WINDOW_S,
        (low, high),
        _identity(files, place, number_type),
    )


def _identity(files: ModelPaths, device: Any, dtype: Any) -> str:
    """Return what tells this model from others: its files, wherever the volume is mounted, and its type."""
    vocoder = Path(files.get("vocoder", ""))
    checkpoint, config, vocab = Path(files["checkpoint"]), Path(files["config"]), Path(files["vocab"])
    weights = checkpoint if checkpoint.is_file() else Path(files.get("half", ""))
    parts = [device.type, dtype, *checkpoint.parts[-2:], config.name, vocoder.name]
    for path in (weights, config, vocab, *sorted(vocoder.glob("*.*"))):
        if path.is_file():  # a configuration may be the name of one that F5-TTS ships
            status = path.stat()
            parts += [path.name, status.st_size, status.st_mtime_ns]
    return "/".join(map(str, parts))


def read_configuration(config: str) -> Configuration:
    """Read a configuration by path, or by the name of one in f5_tts/configs. Raises WorkerError."""
    path = Path(config)
    if not path.suffix and not path.is_file():
        path = upstream.f5().folder / "configs" / f"{config}.yaml"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkerError("MODEL_UNAVAILABLE", f"The model configuration {path.name} is missing.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WorkerError("MODEL_MISMATCH", f"{path.name} cannot be read as YAML.") from error
    model = data.get("model") if isinstance(data, dict) else None
    if not isinstance(model, dict) or not isinstance(model.get("arch"), dict):
        raise WorkerError(
            "MODEL_MISMATCH", f"{path.name} is not an F5-TTS configuration: it has no model.arch section."
        )
    backbone = str(model.get("backbone", "DiT"))
    if backbone not in ("DiT", "UNetT"):
        raise WorkerError(
            "MODEL_MISMATCH", f"{path.name} asks for the backbone {backbone}; this worker has DiT and UNetT."
        )
    arch = {key: value for key, value in model["arch"].items() if key not in _NOT_FOR_US}
    return Configuration(
        str(model.get("name") or path.stem), backbone, arch, read_mel_settings(model.get("mel_spec") or {})
    )


def _weights(files: ModelPaths, device: Any, dtype: Any) -> dict[str, Any]:
    """Read the copy that was made for this number type if there is a good one, else the original."""

    def convert(name: str, tensor: Any) -> Any:
        converted = in_type(name, tensor, dtype)
        return converted.to(device) if converted.is_floating_point() else converted

    half = files.get("half")
    if half and dtype == torch.float16:
        try:
            return read_weights(Path(half), convert)
        except (WorkerError, OSError) as error:
            print(f"{half} is not used: {error}", file=sys.stderr)
    return read_weights(Path(files["checkpoint"]), convert)


def _refuse_misfits(
    configuration: Configuration, vocabulary: dict[str, int], weights: Mapping[str, Any], file: str
) -> None:
    found = architecture.facts(weights)
    if "backbone" not in found:
        raise WorkerError(
            "MODEL_MISMATCH", f"{file} holds no F5-TTS model: none of its tensors has a known name."
        )
    wanted = architecture.configured_facts(
        configuration.backbone, configuration.arch, configuration.mel.n_mel_channels
    )
    faults = [str(difference) for difference in architecture.differences(wanted, weights)]
    rows = found.get("vocabulary", 0)
    if not fits(vocabulary, rows):
        faults.append(
            f"vocabulary: the file has {len(vocabulary)} entries, the weights were trained with {rows}"
        )
    if architecture.marked_as_older(weights) and architecture.is_newer(configuration.arch):
        faults.append(
            "architecture: the weights are older than F5TTS_v1 (they hold a mel filter bank), but the"
            " configuration is not; use one like F5TTS_Base (pe_attn_head: 1, text_mask_padding: False)"
        )
    if faults:
        raise WorkerError(
            "MODEL_MISMATCH",
            f"{file} does not fit the configuration {configuration.name}. {'; '.join(faults)}.",
            {"faults": faults},
        )


def _build(configuration: Configuration, weights: Mapping[str, Any], file: str) -> Any:
    """Build F5's own module around the tensors."""
    f5 = upstream.f5()
    inner = {
        name.removeprefix("transformer."): t for name, t in weights.items() if name.startswith("transformer.")
    }
    rows = inner["text_embed.text_embed.weight"].shape[0] - 1
    try:
        with skip_init():
            module = getattr(f5, configuration.backbone)(
                **configuration.arch, text_num_embeds=rows, mel_dim=configuration.mel.n_mel_channels
            )
    except (TypeError, ValueError, AssertionError) as error:
        raise WorkerError(
            "MODEL_MISMATCH", f"F5-TTS does not accept the configuration {configuration.name}: {error}."
        ) from error
    inner.setdefault("rotary_embed.inv_freq", torch.empty(0))  # made again in fp32 by attention.py
    wanted = {
        name: tensor.shape for name, tensor in module.state_dict().items() if name != "rotary_embed.inv_freq"
    }
    wrong = sorted(name for name, shape in wanted.items() if name not in inner or inner[name].shape != shape)
    extra = sorted(inner.keys() - wanted.keys() - {"rotary_embed.inv_freq"})
    if wrong or extra:
        faults = [f"missing or of a different shape: {name}" for name in wrong] + [
            f"not expected: {name}" for name in extra
        ]
        raise WorkerError(
            "MODEL_MISMATCH",
            f"{file} does not fit the configuration {configuration.name}: {faults[0]} ({len(faults)} such).",
            {"faults": faults[:20]},
        )
    module.load_state_dict({name: inner[name] for name in wanted}, strict=False, assign=True)
    _fill_positions(module.text_embed)
    return module.eval().requires_grad_(requires_grad=False)


def _fill_positions(text_embed: Any) -> None:
    """Make the table that F5's text embedding computes when it is built: the meta device left it empty."""
    if text_embed.extra_modeling:
        weight = text_embed.text_embed.weight
        table = upstream.f5().precompute_freqs_cis(weight.shape[1], text_embed.precompute_max_pos)
        text_embed.freqs_cis = table.to(weight.device)


def _refuse_other_architecture(
    network: DiTNetwork, configuration: Configuration, vocabulary: dict[str, int], file: str
) -> None:
    newer = architecture.is_newer(configuration.arch)
    other = architecture.OLDER if newer else architecture.NEWER
    variant = network.variant(
        rotated_heads=other["pe_attn_head"], mask_padding=bool(other["text_mask_padding"])
    )
    recording = architecture_probe.example(upstream.f5().folder)
    configured, swapped = architecture_probe.losses(
        [network, variant], recording, vocabulary, configuration.mel
    )
    if swapped < _CLEARLY_BETTER * configured:
        theirs, ours, example = (
            ("older", "newer", "F5TTS_Base") if newer else ("newer", "older", "F5TTS_v1_Base")
        )
        settings = ", ".join(f"{key}: {'null' if value is None else value}" for key, value in other.items())
        raise WorkerError(
            "MODEL_MISMATCH",
            f"{file} was trained in the {theirs} F5-TTS architecture, but the configuration"
            f" {configuration.name} describes the {ours} one. Use one like {example}: {settings}.",
            {"loss_as_configured": round(configured, 4), "loss_otherwise": round(swapped, 4)},
        )
