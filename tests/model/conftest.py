"""Small models in F5-TTS's own file format; the official classes as oracle (real x_transformers and CFM)."""

import os
import sys
import types
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from safetensors.torch import save_file
from scripts.demo.vocos_config import vocos_config

from f5tts_worker.engine.model import hardware

os.environ["CUDA_VISIBLE_DEVICES"] = ""  # a GPU of the host's would change number types and rounding
for absent in ("accelerate", "sklearn", "torchvision"):
    # The worker's environment lacks them; transformers would spend seconds on importing them.
    sys.modules[absent] = None  # type: ignore[assignment]

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    # The trainer alone costs 10 s of imports and samples nothing; all else of the oracle is the real thing.
    sys.modules["f5_tts.model.trainer"] = types.SimpleNamespace(Trainer=None)  # type: ignore[assignment]
    import f5_tts.model as official
    import vocos
    from f5_tts.model.utils import convert_char_to_pinyin

torch.set_num_threads(
    1
)  # tests run beside other work; two threads that wait for each other are slower than one

LETTERS = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,?!'-:\"é"
TINY = {"dim": 64, "depth": 4, "heads": 2, "dim_head": 32, "ff_mult": 2, "text_dim": 32, "conv_layers": 2}
ARCHITECTURES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "newer": ("DiT", {**TINY, "text_mask_padding": True, "pe_attn_head": None}),
    "older": ("DiT", {**TINY, "text_mask_padding": False, "pe_attn_head": 1}),
    "upsampled": ("DiT", {**TINY, "text_mask_padding": True, "text_embedding_average_upsampling": True}),
    "normed": ("DiT", {**TINY, "qk_norm": "rms_norm", "long_skip_connection": True}),
    "e2": (
        "UNetT",
        {"dim": 64, "depth": 4, "heads": 2, "dim_head": 32, "text_mask_padding": False, "pe_attn_head": 1},
    ),
}


@dataclass(frozen=True)
class TinyModel:
    """A model's files, and the official CFM with the same weights."""

    files: dict[str, str]
    oracle: Any


def make_model(folder: Path, name: str, *, prefix: str = "ema_model.", seed: int = 3) -> TinyModel:
    """Write a small random model in which no layer is zero, as an official checkpoint has it."""
    backbone, arch = ARCHITECTURES[name]
    vocabulary = {letter: index for index, letter in enumerate(LETTERS)}
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        transformer = getattr(official, backbone)(**arch, text_num_embeds=len(vocabulary), mel_dim=100)
        for parameter in transformer.parameters():  # what starts at zero would hide mistakes behind it
            if not parameter.any():
                torch.nn.init.normal_(parameter, std=0.2)
        oracle = official.CFM(transformer=transformer, vocab_char_map=vocabulary).eval()
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"{prefix}{key}": value.contiguous() for key, value in oracle.state_dict().items()}
    save_file(
        {**tensors, "initted": torch.tensor([1]), "step": torch.tensor([7])}, folder / "model.safetensors"
    )
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    config = {
        "model": {"name": name, "backbone": backbone, "arch": arch, "mel_spec": {"mel_spec_type": "vocos"}}
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    files = {
        "name": name,
        "config": str(folder / "config.yaml"),
        "checkpoint": str(folder / "model.safetensors"),
        "vocab": str(folder / "vocab.txt"),
    }
    return TinyModel(files, oracle)


@pytest.fixture(scope="session", autouse=True)
def plain_processor() -> Iterator[None]:
    """Stand in for a CPU that does not multiply bf16: weights are fp32 unless a test names another type."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hardware, "has_amx", lambda: False)
        patch.setattr(hardware, "has_avx512_bf16", lambda: False)
        yield


def switches() -> tuple[object, ...]:
    """Return what one test could leave behind in PyTorch for the next."""
    return (
        torch.get_num_threads(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.are_deterministic_algorithms_enabled(),
        torch.get_float32_matmul_precision(),
        torch.backends.mkldnn.enabled,
    )


@pytest.fixture(autouse=True)
def switches_stay() -> Iterator[None]:
    """Fail the test that leaves a switch of PyTorch's as the next one does not expect it."""
    before = switches()
    yield
    assert switches() == before


@pytest.fixture
def new_oracle(tmp_path: Path) -> Any:
    """Make an official CFM of its own, for a test that changes it."""
    return make_model(tmp_path / "own", "newer").oracle


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, TinyModel]:
    folder = tmp_path_factory.mktemp("models")
    return {name: make_model(folder / name, name) for name in ARCHITECTURES}


VOCOS = vocos_config(32, 64, 2)


@pytest.fixture(scope="session")
def vocos_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small random Vocos as the hub has it: config.yaml and pytorch_model.bin."""
    folder = tmp_path_factory.mktemp("vocos")
    (folder / "config.yaml").write_text(yaml.safe_dump(VOCOS))
    with torch.random.fork_rng():
        torch.manual_seed(5)
        model = vocos.Vocos.from_hparams(str(folder / "config.yaml"))
    torch.save(model.state_dict(), folder / "pytorch_model.bin")
    return folder


@pytest.fixture(scope="session")
def official_tokens() -> Any:
    return lambda text: convert_char_to_pinyin([text])[0]


@pytest.fixture(scope="session")
def official_vocos() -> Any:
    return vocos.Vocos
