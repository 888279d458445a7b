"""Models from files: what loads, what is refused, and in which words."""

import json
import sys
from pathlib import Path

import pytest
import torch
import yaml
from safetensors.torch import load_file, save_file

from f5tts_worker.engine.model import (
    architecture,
    architecture_probe,
    hardware,
    loader,
    network,
    upstream,
)
from f5tts_worker.engine.model.checkpoint import read_weights
from f5tts_worker.engine.model.hardware import has_fused_linear
from f5tts_worker.engine.model.loader import load_model, read_configuration
from f5tts_worker.engine.model.vocabulary import read_vocabulary
from f5tts_worker.errors import WorkerError

ROOT = Path(__file__).parents[2]


def changed(model, folder, **replaced):
    """Copy a model's files and replace some: config as a dict, checkpoint and vocab as paths or text."""
    files = dict(model.files)
    for what, value in replaced.items():
        if what == "arch":
            config = yaml.safe_load(Path(files["config"]).read_text())
            config["model"]["arch"] |= value
            files["config"] = str(folder / "changed.yaml")
            Path(files["config"]).write_text(yaml.safe_dump(config))
        else:
            files[what] = str(value)
    return files


def refusal(files, **options):
    with pytest.raises(WorkerError) as caught:
        load_model(files, "cpu", "float32", **options)
    return caught.value


@pytest.fixture
def newer(tiny_models):
    return tiny_models["newer"]


def weights_of(files):
    return read_weights(Path(files["checkpoint"]))


def test_importing_f5_gives_back_what_was_loaded():
    """Modules that a stand-in covered are the same objects afterwards."""
    before = {name: sys.modules[name] for name in ("f5_tts.model", "x_transformers", "vocos")}
    upstream.f5.__wrapped__()
    upstream.vocos.__wrapped__()
    assert all(sys.modules[name] is module for name, module in before.items())


def test_names_are_stripped_of_training_wrappers(newer):
    """`ema_model.` goes, and so do the counters."""
    names = weights_of(newer.files).keys()
    assert "transformer.proj_out.weight" in names
    assert not names & {"step", "initted"}


def test_safetensors_are_read_as_the_library_reads_them(newer):
    """Our sequential reader gives every tensor bit for bit, in fp32 and in 16 bits."""
    theirs = load_file(newer.files["checkpoint"])
    for name, tensor in weights_of(newer.files).items():
        assert torch.equal(tensor, theirs[f"ema_model.{name}"])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.int64, torch.bool])
def test_number_types_survive_reading(tmp_path, dtype):
    """Other number types, empty tensors and scalars are read as they were written."""
    tensors = {
        "a": torch.arange(6).reshape(2, 3).to(dtype),
        "b": torch.zeros(0, 3).to(dtype),
        "c": torch.tensor(1),
    }
    save_file(tensors, tmp_path / "x.safetensors")
    for name, tensor in read_weights(tmp_path / "x.safetensors").items():
        assert torch.equal(tensor, tensors[name])
        assert tensor.dtype == tensors[name].dtype


@pytest.mark.parametrize("container", ["ema_model_state_dict", "model_state_dict", None])
def test_pt_and_safetensors_give_the_same_model(newer, tmp_path, container):
    """A .pt file, bare or in a trainer's container, gives the tensors of the .safetensors file."""
    expected = weights_of(newer.files)
    content = {f"ema_model.{name}": tensor for name, tensor in expected.items()} | {"step": torch.tensor(3)}
    torch.save({container: content, "optimizer": {}} if container else content, tmp_path / "model.pt")
    read = weights_of(changed(newer, tmp_path, checkpoint=tmp_path / "model.pt"))
    assert read.keys() == expected.keys()
    assert all(torch.equal(read[name], expected[name]) for name in expected)


def test_averaged_weights_are_preferred(newer, tmp_path):
    """A training checkpoint with both kinds gives the averaged ones."""
    good = weights_of(newer.files)
    torch.save(
        {"model_state_dict": {k: v * 0 for k, v in good.items()}, "ema_model_state_dict": good},
        tmp_path / "m.pt",
    )
    name = "transformer.proj_out.weight"
    assert torch.equal(read_weights(tmp_path / "m.pt")[name], good[name])


def test_a_pickle_that_runs_code_is_refused(tmp_path):
    """A .pt file that holds more than tensors is refused before anything in it runs."""

    class Harmful:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "harm",))

    torch.save({"model": Harmful()}, tmp_path / "bad.pt")
    with pytest.raises(WorkerError, match="MODEL_MISMATCH"):
        read_weights(tmp_path / "bad.pt")
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("damage", ["cut", "empty", "noise", "overlap"])
def test_damaged_safetensors_are_refused(newer, tmp_path, damage):
    """A file that is cut off, empty, no safetensors at all or has overlapping tensors is refused by name."""
    whole = Path(newer.files["checkpoint"]).read_bytes()
    entry = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
    header = json.dumps({"a": entry, "b": entry}).encode()
    content = {
        "cut": whole[:-100],
        "empty": b"",
        "noise": b"\xff" * 1000,
        "overlap": len(header).to_bytes(8, "little") + header + b"\0" * 8,
    }[damage]
    (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises(WorkerError, match=r"MODEL_MISMATCH: model\.safetensors cannot be read"):
        read_weights(tmp_path / "model.safetensors")


@pytest.mark.parametrize("missing", ["config", "checkpoint", "vocab"])
def test_missing_files_are_named(newer, tmp_path, missing):
    """A file that is not there gives MODEL_UNAVAILABLE with its name."""
    error = refusal(changed(newer, tmp_path, **{missing: tmp_path / f"gone.{missing}.safetensors"}))
    assert error.code == "MODEL_UNAVAILABLE"
    assert "gone" in error.message


@pytest.mark.parametrize(
    ("arch", "words"),
    [
        ({"dim": 128}, "dim: the configuration says 128, the weights say 64"),
        ({"depth": 6}, "depth: the configuration says 6, the weights say 4"),
        ({"ff_mult": 4}, "ff_mult: the configuration says 4, the weights say 2"),
        ({"conv_layers": 4}, "conv_layers: the configuration says 4, the weights say 2"),
        ({"text_dim": 64}, "text_dim: the configuration says 64, the weights say 32"),
        ({"heads": 4}, "heads * dim_head: the configuration says 128, the weights say 64"),
        ({"qk_norm": "rms_norm"}, "qk_norm: the configuration says rms_norm, the weights say None"),
        ({"long_skip_connection": True}, "missing or of a different shape: long_skip_connection.weight"),
        ({"widgets": 3}, "F5-TTS does not accept the configuration"),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused(newer, tmp_path, arch, words):
    """The refusal names the setting, what it says, and what the weights say."""
    error = refusal(changed(newer, tmp_path, arch=arch))
    assert error.code == "MODEL_MISMATCH"
    assert words in error.message


def test_the_other_backbone_is_refused(tiny_models, tmp_path):
    """Weights of E2-TTS under a DiT configuration are refused as what they are."""
    error = refusal(changed(tiny_models["newer"], tmp_path, checkpoint=tiny_models["e2"].files["checkpoint"]))
    assert "backbone: the configuration says DiT, the weights say UNetT" in error.message


def test_all_faults_are_in_one_answer(newer, tmp_path):
    """Several disagreements are listed together."""
    (tmp_path / "vocab.txt").write_text(" \na\nb\n")
    error = refusal(changed(newer, tmp_path, vocab=tmp_path / "vocab.txt", arch={"dim": 128, "depth": 6}))
    assert len(error.details["faults"]) == 3


def test_a_vocabulary_of_another_size_is_refused(newer, tmp_path):
    """The vocabulary's size and the one the weights were trained with are both named."""
    (tmp_path / "vocab.txt").write_text(" \na\nb\n")
    error = refusal(changed(newer, tmp_path, vocab=tmp_path / "vocab.txt"))
    assert "vocabulary: the file has 3 entries, the weights were trained with 62" in error.message


@pytest.mark.parametrize("content", [b"a\nb\n", b"", b"\xff\xfe\n"])
def test_what_is_no_vocabulary_is_refused(tmp_path, content):
    """A vocabulary begins with a space and is UTF-8."""
    (tmp_path / "vocab.txt").write_bytes(content)
    with pytest.raises(WorkerError, match=r"MODEL_MISMATCH: vocab\.txt is no"):
        read_vocabulary(tmp_path / "vocab.txt")


def test_the_last_line_of_a_vocabulary_needs_no_line_feed(tmp_path):
    """The last token is whole with and without a line feed after it."""
    (tmp_path / "a.txt").write_text(" \nzh\nang")
    assert read_vocabulary(tmp_path / "a.txt") == {" ": 0, "zh": 1, "ang": 2}


def test_shipped_configurations_are_found_by_name():
    """A name stands for the configuration that F5-TTS ships."""
    older, newer = read_configuration("F5TTS_Base"), read_configuration("F5TTS_v1_Base")
    assert not architecture.is_newer(older.arch)
    assert architecture.is_newer(newer.arch)
    assert (newer.arch["dim"], newer.arch["depth"], newer.backbone) == (1024, 22, "DiT")


@pytest.mark.parametrize("text", ["model: [", "a: 1", "model: {arch: {}, backbone: MMDiT}", "- 1"])
def test_what_is_no_configuration_is_refused(tmp_path, text):
    """Broken YAML, another structure, an unknown backbone: MODEL_MISMATCH."""
    (tmp_path / "c.yaml").write_text(text)
    with pytest.raises(WorkerError, match="MODEL_MISMATCH"):
        read_configuration(str(tmp_path / "c.yaml"))


def test_bigvgan_models_are_refused(newer, tmp_path):
    """A model whose mel is BigVGAN's cannot be spoken by Vocos, and the refusal says so."""
    (tmp_path / "c.yaml").write_text("model: {arch: {dim: 64}, mel_spec: {mel_spec_type: bigvgan}}")
    with pytest.raises(WorkerError, match="bigvgan; this worker supports vocos only"):
        read_configuration(str(tmp_path / "c.yaml"))


def test_an_old_filter_bank_marks_older_weights(newer, tmp_path):
    """Weights that carry a mel filter bank are older than the newer architecture and refused under it."""
    tensors = load_file(newer.files["checkpoint"]) | {
        "ema_model.mel_spec.mel_stft.mel_scale.fb": torch.ones(3, 2)
    }
    save_file(tensors, tmp_path / "model.safetensors")
    files = changed(newer, tmp_path, checkpoint=tmp_path / "model.safetensors")
    assert "older than F5TTS_v1" in refusal(files).message
    as_older = changed(newer, tmp_path, checkpoint=tmp_path / "model.safetensors", arch=architecture.OLDER)
    assert load_model(as_older, "cpu", "float32", probe=False).network.mel_dim == 100


def test_random_weights_fit_either_architecture(tiny_models):
    """Weights that explain speech in no architecture are not refused for it."""
    for name in ("newer", "older"):
        load_model(tiny_models[name].files, "cpu", "float32")


def test_weights_are_refused_in_the_architecture_they_were_not_trained_in(newer, tmp_path, monkeypatch):
    """Where the other architecture predicts real speech clearly better, the refusal names its settings."""
    monkeypatch.setattr(architecture_probe, "losses", lambda *_: [1.0, 0.5])
    error = refusal(newer.files)
    assert "trained in the older F5-TTS architecture" in error.message
    assert "F5TTS_Base: pe_attn_head: 1, text_mask_padding: False" in error.message
    error = refusal(changed(newer, tmp_path, arch=architecture.OLDER))
    assert "F5TTS_v1_Base: pe_attn_head: null, text_mask_padding: True" in error.message


def test_the_variant_is_the_other_architecture(tiny_models, tmp_path):
    """A network read as the other architecture computes what a model configured so computes."""
    newer, older = (
        load_model(changed(tiny_models["newer"], tmp_path, arch=arch), "cpu", "float32", probe=False)
        for arch in (architecture.NEWER, architecture.OLDER)
    )
    variant = newer.network.variant(rotated_heads=1, mask_padding=False)
    where = (architecture_probe.example(upstream.f5().folder), newer.vocabulary, newer.mel)
    one, two, three = architecture_probe.losses([variant, older.network, newer.network], *where)
    assert one == pytest.approx(two)
    assert one != pytest.approx(three)


def test_nothing_is_left_on_the_meta_device(tiny_models):
    """Every tensor of the loaded network is real, and large weights have the asked type."""
    model = load_model(tiny_models["newer"].files, "cpu", "bfloat16", probe=False)
    block = model.network._blocks[0]
    assert block.qkv[0].dtype == torch.bfloat16
    assert not any(tensor.is_meta for layer in (block.qkv, block.out, block.widen) for tensor in layer)
    assert model.dtype_name == "bfloat16"


def test_weights_are_laid_out_as_they_are_multiplied(tiny_models, monkeypatch):
    """In bf16 oneDNN's own layout is made once; speech is the same but for rounding, and no copy stays."""
    build, built = loader._build, []
    monkeypatch.setattr(loader, "_build", lambda *given: built.append(build(*given)) or built[-1])
    packed = load_model(tiny_models["newer"].files, "cpu", "bfloat16", probe=False).network
    assert packed._blocks[0].qkv[0].is_mkldnn == has_fused_linear(torch.bfloat16)
    block = built[0].transformer_blocks[0]
    layers = (block.attn.to_q, block.attn.to_v, block.attn.to_out[0], block.ff.ff[0][0], block.ff.ff[2])
    assert any(layer.weight.numel() for layer in layers) != has_fused_linear(torch.bfloat16)
    monkeypatch.setattr(network, "_packed", lambda weight: weight)
    plain = load_model(tiny_models["newer"].files, "cpu", "bfloat16", probe=False).network
    state, layout = torch.randn(150, 100, generator=torch.Generator().manual_seed(1)), plain.lay_out([150])
    found = []
    for one in (packed, plain):
        fixed = one.condition(state[:40], torch.arange(1, 21), 150, guided=True)
        found.append(one.velocity(state, fixed, layout, one.at_times(torch.tensor([0.5]))[0]))
    assert float((found[0] - found[1]).norm() / found[1].norm()) < 0.01


@pytest.mark.parametrize(("device", "dtype"), [("tpu", "auto"), ("cpu", "int8")])
def test_unknown_devices_and_types_are_refused(tiny_models, device, dtype):
    """Settings that name nothing known give INVALID_SETTINGS."""
    with pytest.raises(WorkerError, match="INVALID_SETTINGS"):
        load_model(tiny_models["newer"].files, device, dtype)


DEMO = ROOT / "src" / "f5tts_worker" / "demo"
DEMO_FILES = {
    "name": "demo",
    "config": str(DEMO / "config.yaml"),
    "checkpoint": str(DEMO / "model.safetensors"),
    "vocab": str(DEMO / "vocab.txt"),
}


def test_the_demo_model_loads():
    """The pack that the package carries goes through the same door as every other model."""
    assert load_model(DEMO_FILES, "cpu", "float32").vocabulary[" "] == 0


def test_trained_weights_tell_their_architecture():
    """The demo model, of the newer architecture, predicts its own voice far worse read as the older."""
    model = load_model(DEMO_FILES, "cpu", "float32", probe=False)
    recording = architecture_probe.Recording(
        DEMO / "voices" / "slt.wav", (DEMO / "voices" / "slt.txt").read_text().strip()
    )
    older = model.network.variant(rotated_heads=1, mask_padding=False)
    right, wrong = architecture_probe.losses([model.network, older], recording, model.vocabulary, model.mel)
    assert right < 0.8 * wrong


@pytest.mark.parametrize(
    ("nodes", "built_for", "visible", "refused"),
    [
        (["nvidia0", "nvidiactl"], "12.8", None, True),
        (["nvidia0"], "12.8", "0", True),
        (["nvidia0"], "12.8", "", False),
        (["nvidia0"], None, None, False),
        (["nvidiactl"], "12.8", None, False),
        ([], "12.8", None, False),
    ],
)
def test_a_gpu_that_cannot_be_used_is_no_cpu(nodes, built_for, visible, refused, monkeypatch, tmp_path):
    """With device auto, speech comes from the CPU only where there is no GPU, or where it is hidden."""
    for name in nodes:
        (tmp_path / name).touch()
    monkeypatch.setattr(hardware, "_DEVICES", tmp_path)
    monkeypatch.setattr(torch.version, "cuda", built_for)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    if refused:
        with pytest.raises(WorkerError, match="GPU") as caught:
            hardware.choose_device("auto")
        assert caught.value.code == "ENGINE_UNHEALTHY"
    else:
        assert hardware.choose_device("auto").type == "cpu"
