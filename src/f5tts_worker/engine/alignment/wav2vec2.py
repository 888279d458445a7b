"""Reading a wav2vec2 CTC model from a Hugging Face folder into torchaudio's own network.

The two are the same network with other names (torchaudio.models.wav2vec2.utils.import_huggingface), but
torchaudio's is imported 0.1 s after PyTorch, and importing transformers' costs 4 s of CPU time.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from f5tts_worker.engine.model.skip_init import skip_init

# transformers' Wav2Vec2Config: the values of fields that a config.json lacks.
_DEFAULTS: Mapping[str, Any] = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "feat_extract_norm": "group",
    "conv_dim": [512] * 7,
    "conv_stride": [5, 2, 2, 2, 2, 2, 2],
    "conv_kernel": [10, 3, 3, 3, 3, 2, 2],
    "conv_bias": False,
    "num_conv_pos_embeddings": 128,
    "num_conv_pos_embedding_groups": 16,
    "do_stable_layer_norm": False,
    "vocab_size": 32,
}
_PREFIXES = {
    "wav2vec2.feature_extractor.": "feature_extractor.",
    "wav2vec2.feature_projection.": "encoder.feature_projection.",
    "wav2vec2.encoder.": "encoder.transformer.",
    "lm_head.": "aux.",
}
_ENDINGS = {  # weight normalisation as PyTorch wrote it before 2.1
    "conv.weight_g": "conv.parametrizations.weight.original0",
    "conv.weight_v": "conv.parametrizations.weight.original1",
}


def build(settings: Mapping[str, Any], folder: Path) -> tuple[Any, list[tuple[int, int]]]:
    """Return the network with its weights in fp32, and its convolutions as (kernel, stride).

    `settings` is the folder's config.json. Raises ValueError for an architecture that torchaudio lacks,
    OSError and RuntimeError for weights that are missing, damaged or of another shape.
    """
    from torchaudio.models.wav2vec2.model import wav2vec2_model

    told = {**_DEFAULTS, **settings}
    if (
        told.get("model_type", "wav2vec2") != "wav2vec2"
        or told.get("add_adapter")
        or told.get("adapter_attn_dim")
    ):
        raise ValueError(f"a {told.get('model_type')} model, or one with adapters")
    if {told.get("hidden_act", "gelu"), told.get("feat_extract_activation", "gelu")} != {"gelu"}:
        raise ValueError("an activation that is not GELU")
    layers = list(zip(told["conv_dim"], told["conv_kernel"], told["conv_stride"], strict=True))
    with skip_init():
        network = wav2vec2_model(
            extractor_mode=f"{told['feat_extract_norm']}_norm",
            extractor_conv_layer_config=layers,
            extractor_conv_bias=told["conv_bias"],
            encoder_embed_dim=told["hidden_size"],
            encoder_projection_dropout=0.0,
            encoder_pos_conv_kernel=told["num_conv_pos_embeddings"],
            encoder_pos_conv_groups=told["num_conv_pos_embedding_groups"],
            encoder_num_layers=told["num_hidden_layers"],
            encoder_num_heads=told["num_attention_heads"],
            encoder_attention_dropout=0.0,
            encoder_ff_interm_features=told["intermediate_size"],
            encoder_ff_interm_dropout=0.0,
            encoder_dropout=0.0,
            encoder_layer_norm_first=told["do_stable_layer_norm"],
            encoder_layer_drop=0.0,
            aux_num_out=told["vocab_size"],
        )
    network.load_state_dict(_renamed(read_weights(folder)), strict=True, assign=True)
    return network.eval(), [(kernel, stride) for _, kernel, stride in layers]


def read_weights(folder: Path) -> dict[str, Any]:
    """Return the tensors of model.safetensors or pytorch_model.bin, in one piece or several."""
    for name in ("model.safetensors", "pytorch_model.bin"):
        index = folder / f"{name}.index.json"
        parts = (
            sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
            if index.exists()
            else [name]
        )
        if all((folder / part).is_file() for part in parts):
            return {key: value for part in parts for key, value in _tensors(folder / part).items()}
    raise OSError("there is no model.safetensors or pytorch_model.bin")


def _tensors(path: Path) -> dict[str, Any]:
    if path.suffix == ".safetensors":
        from safetensors.torch import load

        return dict(load(path.read_bytes()))  # one sequential read: mapping a file is slow over a network
    return dict(torch.load(path, map_location="cpu", weights_only=True))


def _renamed(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Return the weights under torchaudio's names; what only training needs is left out."""
    renamed = {}
    for key, tensor in weights.items():
        prefix = next((prefix for prefix in _PREFIXES if key.startswith(prefix)), None)
        if prefix is None:
            continue
        name = _PREFIXES[prefix] + key[len(prefix) :]
        ending = next((ending for ending in _ENDINGS if name.endswith(ending)), None)
        name = name.removesuffix(ending) + _ENDINGS[ending] if ending else name
        renamed[name] = tensor.float()
    return renamed
