"""The vocoder against Vocos's own class, and the mel against F5-TTS's."""

import shutil

import numpy as np
import pytest
import torch
import yaml
from f5_tts.model.modules import get_vocos_mel_spectrogram
from safetensors.torch import save_file

from f5tts_worker.engine.model.mel import MelSettings, log_mel, reference_mel
from f5tts_worker.engine.model.vocoder import load_vocoder
from f5tts_worker.errors import WorkerError

CPU = torch.device("cpu")
MELS = [torch.randn(frames, 100, generator=torch.Generator().manual_seed(frames)) for frames in (50, 7, 123)]


def test_decodes_as_vocos_does(vocos_folder, official_vocos):
    """Each mel's samples are those of Vocos's own decode, whatever is decoded beside it."""
    oracle = official_vocos.from_hparams(str(vocos_folder / "config.yaml"))
    oracle.load_state_dict(torch.load(vocos_folder / "pytorch_model.bin", weights_only=True))
    waves = load_vocoder(vocos_folder, CPU, MelSettings()).decode(MELS)
    for mel, wave in zip(MELS, waves, strict=True):
        assert wave.shape == ((mel.shape[0] - 1) * 256,)
        assert torch.allclose(wave, oracle.eval().decode(mel.T[None])[0], atol=1e-6)


def test_safetensors_and_16_bits_are_taken(vocos_folder, tmp_path):
    """model.safetensors is read too, and weights kept in fp16 are used in fp32."""
    shutil.copy(vocos_folder / "config.yaml", tmp_path)
    weights = torch.load(vocos_folder / "pytorch_model.bin", weights_only=True)
    save_file(
        {name: tensor.half().contiguous() for name, tensor in weights.items()}, tmp_path / "model.safetensors"
    )
    exact, rough = (
        load_vocoder(folder, CPU, MelSettings()).decode(MELS[:1])[0] for folder in (vocos_folder, tmp_path)
    )
    assert rough.dtype == torch.float32
    assert torch.allclose(exact, rough, atol=0.02 * float(exact.abs().max()))


def test_mel_is_f5_tts_mel():
    """The mel is that of F5-TTS, frame for frame."""
    wave = torch.randn(24_123, generator=torch.Generator().manual_seed(2)) * 0.1
    assert torch.equal(log_mel(wave, MelSettings()), get_vocos_mel_spectrogram(wave[None])[0].T)


def test_a_references_mel_is_kept():
    """A voice's mel is made once; another array, even an equal one, and other settings have their own."""
    samples = np.random.default_rng(3).standard_normal(9_000).astype(np.float32)
    mel = reference_mel(samples, MelSettings())
    assert torch.equal(mel, log_mel(torch.from_numpy(samples), MelSettings()))
    assert reference_mel(samples, MelSettings()) is mel
    assert reference_mel(samples.copy(), MelSettings()) is not mel
    assert reference_mel(samples, MelSettings(n_mel_channels=80)).shape[1] == 80


def test_few_references_mels_are_kept():
    """After many other voices, a mel is made again: memory stays bounded."""
    first = np.zeros(2_000, np.float32)
    mel = reference_mel(first, MelSettings())
    for _ in range(20):
        reference_mel(np.zeros(2_000, np.float32), MelSettings())
    assert reference_mel(first, MelSettings()) is not mel


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"backbone": {"class_path": "os.system", "init_args": {}}}, "backbone is os.system"),
        ({"head": {"class_path": "vocos.heads.IMDCTSymExpHead"}}, "head is vocos.heads.IMDCTSymExpHead"),
        ({"backbone": {"init_args": {"dim": 48}}}, "backbone and its weights do not fit"),
        ({"backbone": {"init_args": {"wings": 2}}}, "backbone and its weights do not fit"),
        (
            {"feature_extractor": {"init_args": {"sample_rate": 44100}}},
            "sample rate 44100, the model's is 24000",
        ),
    ],
)
def test_vocoders_that_do_not_fit_are_refused(vocos_folder, tmp_path, change, words):
    """Another class, other sizes or rate: MODEL_MISMATCH with what is wrong; no class is built by name."""
    config = yaml.safe_load((vocos_folder / "config.yaml").read_text())
    for part, values in change.items():
        config[part]["init_args"] |= values.get("init_args", {})
        config[part]["class_path"] = values.get("class_path", config[part]["class_path"])
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    shutil.copy(vocos_folder / "pytorch_model.bin", tmp_path)
    with pytest.raises(WorkerError, match="MODEL_MISMATCH") as caught:
        load_vocoder(tmp_path, CPU, MelSettings())
    assert words in caught.value.message


def test_a_vocoder_of_another_mel_is_refused(vocos_folder):
    """A model with other mel bands or hop than the vocoder's is refused."""
    with pytest.raises(
        WorkerError, match="mel bands 100, the model's is 80; hop length 256, the model's is 200"
    ):
        load_vocoder(vocos_folder, CPU, MelSettings(n_mel_channels=80, hop_length=200))


@pytest.mark.parametrize("missing", ["config.yaml", "pytorch_model.bin"])
def test_missing_files_are_named(vocos_folder, tmp_path, missing):
    """A vocoder folder without one of its files is MODEL_UNAVAILABLE, not a traceback."""
    shutil.copytree(vocos_folder, tmp_path / "v")
    (tmp_path / "v" / missing).unlink()
    with pytest.raises(
        WorkerError, match="MODEL_UNAVAILABLE.*" + ("config" if "config" in missing else "model.safe")
    ):
        load_vocoder(tmp_path / "v", CPU, MelSettings())
