"""The configuration file of a Vocos for F5-TTS's mel frames, in any size."""

from typing import Any


def vocos_config(dim: int, intermediate_dim: int, num_layers: int) -> dict[str, Any]:
    """Return what `Vocos.from_hparams` reads; charactr/vocos-mel-24khz is (512, 1536, 8)."""
    frames = {"n_fft": 1024, "hop_length": 256, "padding": "center"}
    size = {"dim": dim, "intermediate_dim": intermediate_dim, "num_layers": num_layers}
    return {
        "feature_extractor": {
            "class_path": "vocos.feature_extractors.MelSpectrogramFeatures",
            "init_args": {"sample_rate": 24000, "n_mels": 100, **frames},
        },
        "backbone": {
            "class_path": "vocos.models.VocosBackbone",
            "init_args": {"input_channels": 100, **size},
        },
        "head": {"class_path": "vocos.heads.ISTFTHead", "init_args": {"dim": dim, **frames}},
    }
