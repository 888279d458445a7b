"""Weights that load faster: the very numbers that the official loading and a cast give."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from f5tts_worker.engine.model import conversion, loader
from f5tts_worker.engine.model.loader import load_model
from f5tts_worker.errors import WorkerError

FP32 = ("text_embed.", "time_embed.", "input_embed.proj.", "proj_out.", "rotary_embed.")


def pickled(files, folder, extra=None):
    """Write the model as training leaves it: averaged weights inside a .pt, among other things."""
    path = folder / "model.pt"
    torch.save({"ema_model_state_dict": load_file(files["checkpoint"]), "update": 7, **(extra or {})}, path)
    return path


@pytest.mark.parametrize("name", ["newer", "older", "e2"])
@pytest.mark.parametrize("form", ["safetensors", "pt"])
def test_half_is_the_official_weights_cast(name, form, tiny_models, tmp_path):
    """Each tensor is the one that the official CFM holds, in fp16, or as it is where fp32 is kept."""
    tiny = tiny_models[name]
    source = pickled(tiny.files, tmp_path) if form == "pt" else Path(tiny.files["checkpoint"])
    conversion.halve(source, tmp_path / "half.safetensors")
    found = load_file(tmp_path / "half.safetensors")
    official = tiny.oracle.state_dict()
    assert found.keys() == official.keys()
    for key, tensor in official.items():
        kept = key.removeprefix("transformer.").startswith(FP32) or not tensor.is_floating_point()
        assert torch.equal(found[key], tensor if kept else tensor.half()), key
    assert {tensor.dtype for tensor in found.values()} == {torch.float16, torch.float32}


def test_the_copy_is_read_where_the_engine_computes_in_fp16(tiny_models, tmp_path):
    """In fp16 the copy is read and gives the same model; in other types the original is."""
    files = tiny_models["newer"].files
    half = tmp_path / "half.safetensors"
    conversion.halve(Path(files["checkpoint"]), half)
    only_half = {**files, "checkpoint": str(tmp_path / "gone.safetensors"), "half": str(half)}
    assert load_model(only_half, "cpu", "float16", probe=False).dtype_name == "float16"
    assert_same(only_half, files)
    with pytest.raises(WorkerError, match="gone"):
        load_model(only_half, "cpu", "float32", probe=False)


@pytest.mark.parametrize("content", [None, b"", b"no weights at all", "cut"])
def test_a_bad_copy_is_passed_over(content, tiny_models, tmp_path, capfd):
    """A copy that is missing, empty, or cut short costs a line and nothing else."""
    files = tiny_models["newer"].files
    half = tmp_path / "half.safetensors"
    conversion.halve(Path(files["checkpoint"]), half)
    if content is None:
        half.unlink()
    else:
        half.write_bytes(half.read_bytes()[:-100] if content == "cut" else content)
    assert_same({**files, "half": str(half)}, files)
    assert "is not used" in capfd.readouterr().err


def assert_same(files, others):
    """Compare what the loader makes a network of, in fp16."""
    ours, theirs = (loader._weights(one, torch.device("cpu"), torch.float16) for one in (files, others))
    assert ours.keys() == theirs.keys()
    assert all(ours[key].dtype == theirs[key].dtype and torch.equal(ours[key], theirs[key]) for key in theirs)


def test_a_pickle_with_more_than_tensors_is_refused(tiny_models, tmp_path):
    """Code in a pickle is never run: the conversion says no, and writes nothing."""
    path = pickled(tiny_models["newer"].files, tmp_path, {"run": print})
    with pytest.raises(WorkerError, match="more than tensors"):
        conversion.halve(path, tmp_path / "half.safetensors")
    assert not (tmp_path / "half.safetensors").exists()
