"""What a weights file says about its architecture, and whether that agrees with the configuration.

The tensors' names and shapes tell the backbone, width, depth, head size, text layers, vocabulary and mel
bands. They cannot tell the older architecture (F5TTS_Base: positions in one head only, text padding not
masked) from the newer one (F5TTS_v1_Base): both have the same names and shapes, and each loads into the other
without an error. Two things do:

* older files may still hold the mel filter bank ("mel_spec.mel_stft..."), which no newer model has;
* the weights themselves. `architecture_probe.py` lets both architectures continue a recording of real speech;
  the one that the weights were trained in predicts it clearly better. It does not judge weights that predict
  speech with neither.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OLDER = {"pe_attn_head": 1, "text_mask_padding": False}
NEWER = {"pe_attn_head": None, "text_mask_padding": True}

_OLD_FILTER_BANK = "mel_spec.mel_stft."
_SHAPES = {  # fact -> tensor, axis
    "mel bands": ("transformer.proj_out.weight", 0),
    "dim": ("transformer.proj_out.weight", 1),
    "text_dim": ("transformer.text_embed.text_embed.weight", 1),
    "vocabulary": ("transformer.text_embed.text_embed.weight", 0),
}


@dataclass(frozen=True)
class Difference:
    """One fact on which configuration (or vocabulary) and weights disagree."""

    what: str
    configured: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.what}: the configuration says {self.configured}, the weights say {self.found}"


def facts(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Read the architecture from names and shapes; what cannot be read is left out."""
    found: dict[str, Any] = {}
    for what, (name, axis) in _SHAPES.items():
        if name in weights and weights[name].dim() == 2:
            found[what] = int(weights[name].shape[axis])
    if "vocabulary" in found:
        found["vocabulary"] -= 1  # row 0 is the filler
    for backbone, stem in (("DiT", "transformer_blocks"), ("UNetT", "layers")):
        layers = _count(weights, rf"transformer\.{stem}\.(\d+)\.")
        if layers:
            found |= {"backbone": backbone, "depth": layers}
    found["conv_layers"] = _count(weights, r"transformer\.text_embed\.text_blocks\.(\d+)\.")
    found |= _block_facts(weights, found.get("dim"))
    return found


def _block_facts(weights: Mapping[str, Any], dim: int | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for first, query, widen in (
        ("transformer.transformer_blocks.0.", "attn.to_q.weight", "ff.ff.0.0.weight"),
        ("transformer.layers.0.", "2.to_q.weight", "4.ff.0.0.weight"),
    ):
        if dim and first + widen in weights:
            found["ff_mult"] = int(weights[first + widen].shape[0]) // dim
        if first + query in weights:
            found["heads * dim_head"] = int(weights[first + query].shape[0])
            normed = first + query.replace("to_q", "q_norm") in weights
            found["qk_norm"] = "rms_norm" if normed else None
    return found


def _count(weights: Mapping[str, Any], pattern: str) -> int:
    numbers = [int(match[1]) for match in (re.match(pattern, name) for name in weights) if match]
    return max(numbers, default=-1) + 1


def configured_facts(backbone: str, arch: Mapping[str, Any], mel_bands: int) -> dict[str, Any]:
    """Return the same facts of a configuration (F5's defaults where it has none)."""
    return {
        "backbone": backbone,
        "mel bands": mel_bands,
        "dim": arch.get("dim"),
        "depth": arch.get("depth", 8),
        "text_dim": arch.get("text_dim") or mel_bands,
        "conv_layers": arch.get("conv_layers", 0),
        "ff_mult": arch.get("ff_mult", 4),
        "heads * dim_head": arch.get("heads", 8) * arch.get("dim_head", 64),
        "qk_norm": arch.get("qk_norm"),
    }


def differences(configured: Mapping[str, Any], weights: Mapping[str, Any]) -> list[Difference]:
    """List the facts that weights and configuration both state and state differently."""
    found = facts(weights)
    return [
        Difference(what, wanted, found[what])
        for what, wanted in configured.items()
        if what in found and found[what] != wanted
    ]


def marked_as_older(weights: Mapping[str, Any]) -> bool:
    """Say whether the file contains what only files from before the newer architecture have."""
    return any(name.startswith(_OLD_FILTER_BANK) for name in weights)


def is_newer(arch: Mapping[str, Any]) -> bool:
    """Say whether a configuration asks for the newer architecture: positions in every head."""
    return arch.get("pe_attn_head") is None
