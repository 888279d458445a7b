"""The pack's shape: configurations, vocabulary, file names; and the models built to it."""

import json
from pathlib import Path
from typing import Any

import torch
import yaml
from torch import nn

TRAINED = " abcdefghijklmnopqrstuvwxyz.,?!'-"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SAME_AS = {
    ";": ",",
    ":": ",",
    '"': " ",
    "(": " ",
    ")": " ",
}
TOKENS = [*TRAINED, *CAPITALS, *SAME_AS]
VOCABULARY = {token: i for i, token in enumerate(TOKENS)}
ARCH: dict[str, Any] = {
    "dim": 256,
    "depth": 6,
    "heads": 4,
    "ff_mult": 2,
    "dropout": 0.0,
    "text_dim": 256,
    "text_mask_padding": True,
    "text_embedding_average_upsampling": True,
    "qk_norm": None,
    "conv_layers": 4,
    "pe_attn_head": None,
    "attn_backend": "torch",
    "attn_mask_enabled": False,
    "checkpoint_activations": False,
}
MEL = {
    "target_sample_rate": 24000,
    "n_mel_channels": 100,
    "hop_length": 256,
    "win_length": 1024,
    "n_fft": 1024,
    "mel_spec_type": "vocos",
}


def new_dit() -> nn.Module:
    """Build F5-TTS's DiT in the pack's size."""
    from f5_tts.model import DiT

    model: nn.Module = DiT(**ARCH, text_num_embeds=len(VOCABULARY), mel_dim=MEL["n_mel_channels"])
    return model


def save_aligner(model: nn.Module, folder: Path) -> None:
    """Write the aligner as the folder that Wav2Vec2ForCTC and WhisperX load, in fp16."""
    from transformers import Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2Processor

    from .train_aligner import LABELS

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(LABELS) + "\n")
    tokenizer = Wav2Vec2CTCTokenizer(str(folder / "vocab.json"))
    extractor = Wav2Vec2FeatureExtractor(sampling_rate=16_000, do_normalize=True, return_attention_mask=False)
    Wav2Vec2Processor(extractor, tokenizer).save_pretrained(folder)
    model.half().save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)


def write_settings(folder: Path) -> None:
    """Write configurations and vocabulary: what does not depend on training."""
    from .train_vocos import CONFIG

    (folder / "vocos").mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("".join(f"{token}\n" for token in TOKENS))
    model = {
        "name": "demo",
        "tokenizer": "custom",
        "tokenizer_path": "vocab.txt",
        "backbone": "DiT",
        "arch": ARCH,
        "mel_spec": MEL,
        "vocoder": {"is_local": True, "local_path": "vocos"},
    }
    (folder / "config.yaml").write_text(yaml.safe_dump({"model": model}, sort_keys=False))
    (folder / "vocos" / "config.yaml").write_text(yaml.safe_dump(CONFIG, sort_keys=False))


def save_dit(state: dict[str, torch.Tensor], path: Path) -> None:
    """Write the DiT's weights as F5-TTS names them (transformer.*); tokens that sound alike share rows."""
    weights = {f"transformer.{name}": tensor.clone() for name, tensor in state.items()}
    table = weights["transformer.text_embed.text_embed.weight"]  # row 0 is the filler's
    for token, other in SAME_AS.items():
        table[VOCABULARY[token] + 1] = table[VOCABULARY[other] + 1]
    exact = "transformer.rotary_embed.inv_freq"  # fp16 would shift late positions
    _save({name: t if name == exact else t.half() for name, t in weights.items()}, path)


def load_dit(path: Path) -> dict[str, torch.Tensor]:
    """Return weights that `save_dit` wrote, as training holds them."""
    from safetensors.torch import load_file

    return {name.removeprefix("transformer."): tensor.float() for name, tensor in load_file(path).items()}


def save_vocos(state: dict[str, torch.Tensor], path: Path) -> None:
    """Write the Vocos's weights under the vocos package's names."""
    _save({name: tensor.half() for name, tensor in state.items()}, path)


def _save(weights: dict[str, torch.Tensor], path: Path) -> None:
    from safetensors.torch import save_file

    partial = path.with_suffix(".part")
    save_file({name: tensor.contiguous().cpu() for name, tensor in weights.items()}, partial)
    partial.chmod(0o644)
    partial.replace(path)


def write_voice(folder: Path, name: str, text: str) -> None:
    """Write a reference: the voice's own speech at 24 kHz, and its text."""
    import wave

    from .dataset import speaker
    from .flite import SAMPLE_RATE, to_24k

    utterance = speaker(name).say(text, name)
    spoken = [p for p in utterance.phones if p.word >= 0]
    samples = to_24k(utterance.samples, utterance.rate)
    first, last = (int(t * SAMPLE_RATE) for t in (spoken[0].start - 0.05, spoken[-1].end + 0.12))
    folder.mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / f"{name}.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes((samples[first:last].clamp(-1, 1) * 32767).round().short().numpy().tobytes())
    (folder / f"{name}.txt").write_text(text + "\n")
