"""Files for the benchmarks, made in the environment's Python: full size and random content, or the demo's.

python bench_files.py FOLDER checkpoint|training|vocos|aligner|reference|demo...
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ALIGNER = "wav2vec2_fairseq_base_ls960_asr_ls960.pth"  # as torchaudio names WAV2VEC2_ASR_BASE_960H's file
REFERENCE_SECONDS = 4
DEMO = Path(__file__).resolve().parents[1] / "src" / "f5tts_worker" / "demo"


def _weights() -> dict[str, Any]:
    """Return F5TTS_v1_Base's weights, without zero layers, under the names of a checkpoint."""
    import torch

    from f5tts_worker.engine.model import upstream
    from f5tts_worker.engine.model.loader import read_configuration

    torch.manual_seed(0)
    arch = read_configuration("F5TTS_v1_Base").arch
    model = upstream.f5().DiT(**arch, text_num_embeds=2545, mel_dim=100)
    for parameter in model.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.02)
    return {f"ema_model.transformer.{name}": tensor for name, tensor in model.state_dict().items()}


def checkpoint(folder: Path) -> None:
    """Write the model as the hub has it: fp32 safetensors."""
    from safetensors.torch import save_file

    save_file(_weights(), folder / "model.safetensors")


def training(folder: Path) -> None:
    """Write the model as training leaves it: a .pt."""
    import torch

    torch.save({"ema_model_state_dict": _weights(), "update": 1}, folder / "model.pt")


def vocos(folder: Path) -> None:
    """Write Vocos as the hub has it: vocos/config.yaml and vocos/pytorch_model.bin."""
    import torch
    import yaml

    from demo.vocos_config import vocos_config
    from f5tts_worker.engine.model import upstream

    torch.manual_seed(0)
    config, kinds = vocos_config(512, 1536, 8), upstream.vocos()
    weights = {}
    for part in ("backbone", "head"):
        module = kinds[config[part]["class_path"]](**config[part]["init_args"])
        weights |= {f"{part}.{name}": tensor for name, tensor in module.state_dict().items()}
    (folder / "vocos").mkdir(exist_ok=True)
    (folder / "vocos" / "config.yaml").write_text(yaml.safe_dump(config))
    torch.save(weights | _mel_tables(), folder / "vocos" / "pytorch_model.bin")


def _mel_tables() -> dict[str, Any]:
    """Return the window and the filters that a checkpoint of Vocos holds besides its weights."""
    import torchaudio

    mel = torchaudio.transforms.MelSpectrogram(24_000, n_fft=1024, hop_length=256, n_mels=100, power=1)
    return {f"feature_extractor.mel_spec.{name}": tensor for name, tensor in mel.state_dict().items()}


def aligner(folder: Path) -> None:
    """Write WAV2VEC2_ASR_BASE_960H's weights."""
    import torch
    from torchaudio import pipelines
    from torchaudio.models import wav2vec2_model

    torch.manual_seed(0)
    bundle = pipelines.WAV2VEC2_ASR_BASE_960H
    parameters = {**bundle._params, "aux_num_out": 32}  # noqa: SLF001 - the file holds 3 more letters than are used
    torch.save(wav2vec2_model(**parameters).state_dict(), folder / ALIGNER)


def reference(folder: Path) -> None:
    """Write a recording, reference.wav."""
    import numpy as np

    from f5tts_worker.engine.audio import decode as audio

    times = np.arange(REFERENCE_SECONDS * 24_000) / 24_000
    sound = 0.2 * np.sin(2 * np.pi * 180 * times) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * times))
    audio.write_wav(folder / "reference.wav", sound, 24_000)


def demo(folder: Path) -> None:
    """Write the demo as `f5_tts.api` reads it: model.safetensors, vocos and a voice, reference.wav."""
    import torch
    from safetensors.torch import load_file, save_file

    from f5tts_worker.engine.model.checkpoint import read_weights

    weights = read_weights(DEMO / "model.safetensors")
    named = {f"ema_model.{name}": tensor.float() for name, tensor in weights.items()}
    save_file(named, folder / "model.safetensors")
    (folder / "vocos").mkdir(exist_ok=True)
    decoder = {name: tensor.float() for name, tensor in load_file(DEMO / "vocos/model.safetensors").items()}
    torch.save(_mel_tables() | decoder, folder / "vocos" / "pytorch_model.bin")
    shutil.copyfile(DEMO / "vocos" / "config.yaml", folder / "vocos" / "config.yaml")
    shutil.copyfile(DEMO / "voices" / "slt.wav", folder / "reference.wav")


MAKERS: dict[str, Callable[[Path], None]] = {
    maker.__name__: maker for maker in (checkpoint, training, vocos, aligner, reference, demo)
}

if __name__ == "__main__":
    for name in sys.argv[2:]:
        MAKERS[name](Path(sys.argv[1]))
