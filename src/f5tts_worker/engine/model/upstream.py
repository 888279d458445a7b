"""F5-TTS's and Vocos's own classes, imported without what they need only for training and user interfaces.

`import f5_tts.model` asks for librosa, x_transformers and a trainer that asks for accelerate, wandb and more:
11 s of CPU, and packages that the environment lacks. Here the few names that inference touches get small
stand-ins while F5's modules are imported; afterwards `sys.modules` is as it was, so that no other
code meets a stand-in.
"""

import importlib
import importlib.util
import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
import torchaudio.transforms  # noqa: F401  the real one, before stand-ins are in place

from f5tts_worker.errors import WorkerError


@dataclass(frozen=True)
class Upstream:
    """What we use of F5-TTS: backbones, tokeniser, position tables, the folder with its configurations."""

    DiT: type[Any]
    UNetT: type[Any]
    convert_char_to_pinyin: Any
    precompute_freqs_cis: Any
    folder: Path


@cache
def f5() -> Upstream:
    """Import F5-TTS's backbones and tokeniser once. Raises ENVIRONMENT_FAILED if it is not installed."""
    folder = _package_folder("f5_tts")
    with _stand_ins(_f5_stand_ins(folder)):
        dit = importlib.import_module("f5_tts.model.backbones.dit")
        unett = importlib.import_module("f5_tts.model.backbones.unett")
        tokeniser = importlib.import_module("f5_tts.model.utils")
        modules = importlib.import_module("f5_tts.model.modules")
    return Upstream(
        dit.DiT, unett.UNetT, tokeniser.convert_char_to_pinyin, modules.precompute_freqs_cis, folder
    )


@cache
def vocos() -> Mapping[str, type[Any]]:
    """Import Vocos's classes for 24 kHz mel vocoders, keyed by the `class_path` that its config.yaml uses."""
    folder = _package_folder("vocos")
    package = _package("vocos", folder)
    with _stand_ins({"vocos": package}):
        models = importlib.import_module("vocos.models")
        heads = importlib.import_module("vocos.heads")
    return {"vocos.models.VocosBackbone": models.VocosBackbone, "vocos.heads.ISTFTHead": heads.ISTFTHead}


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise WorkerError("ENVIRONMENT_FAILED", f"The package {name} is not installed in the environment.")
    return Path(places[0])


@contextmanager
def _stand_ins(modules: Mapping[str, types.ModuleType]) -> Iterator[None]:
    """Put stand-ins in place; then remove what was imported with them, restore what they replaced."""
    roots = {name.partition(".")[0] for name in modules}
    covered = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in roots}
    for name in covered:
        del sys.modules[name]
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] in roots]:
            del sys.modules[name]
        sys.modules.update(covered)


def _package(name: str, folder: Path, **attributes: Any) -> types.ModuleType:
    """Make a package whose submodules are the real ones and whose own `__init__` never runs."""
    module = types.ModuleType(name)
    module.__path__ = [str(folder)]
    vars(module).update(attributes)
    return module


def _module(name: str, **attributes: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(attributes)
    return module


def _f5_stand_ins(folder: Path) -> dict[str, types.ModuleType]:
    rotary = _module(
        "x_transformers.x_transformers",
        RotaryEmbedding=_RotaryEmbedding,
        apply_rotary_pos_emb=apply_rotary_pos_emb,
    )
    filters = _module("librosa.filters", mel=_absent("librosa.filters.mel"))
    return {
        "f5_tts": _package("f5_tts", folder),
        "f5_tts.model": _package("f5_tts.model", folder / "model"),
        "librosa": _module("librosa", filters=filters),
        "librosa.filters": filters,  # BigVGAN's mel only
        "x_transformers": _module("x_transformers", RMSNorm=_RMSNorm, x_transformers=rotary),
        "x_transformers.x_transformers": rotary,
        # Chinese only: 0.2 s and 90 MB that most requests never need.
        "rjieba": _module("rjieba", cut=_late("rjieba", "cut")),
        "pypinyin": _module("pypinyin", Style=_Style, lazy_pinyin=_late_pinyin),
    }


def _absent(name: str) -> Any:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise WorkerError("INTERNAL", f"{name} is left out of the environment.")

    return fail


def _late(module: str, name: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return call


class _Style:
    """Stand in for pypinyin.Style: F5 only names this one member, and hands it back to `lazy_pinyin`."""

    TONE3 = "TONE3"


def _late_pinyin(text: str, style: str, **options: Any) -> Any:
    pypinyin = importlib.import_module("pypinyin")
    return pypinyin.lazy_pinyin(text, style=pypinyin.Style[style], **options)


class _RMSNorm(torch.nn.Module):  # type: ignore[misc]  # torch is untyped here
    """Hold the gain of x_transformers' RMSNorm under its name; the arithmetic is in unet.py."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.g = torch.nn.Parameter(torch.ones(dim))


class _RotaryEmbedding(torch.nn.Module):  # type: ignore[misc]  # torch is untyped here
    """Hold x_transformers' `inv_freq` under its name; the tables are made in fp32 in attention.py."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.register_buffer("inv_freq", 1.0 / 10000 ** (torch.arange(0, dim, 2).float() / dim))


def apply_rotary_pos_emb(*_args: Any, **_kwargs: Any) -> None:
    """Fail: F5's attention is never called, attention.py has the same arithmetic."""
    raise WorkerError("INTERNAL", "F5-TTS's own attention was called.")
