"""Copies of weights that load faster: when they are made, where they lie, what happens when they fail."""

import dataclasses
import json
import os

import pytest
from tests.placed import placed

from f5tts_worker.bootstrap.environment.environment import Environment
from f5tts_worker.bootstrap.weights import fast_copies
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume.progress import Watch

LARGE = b"w" * 1000


@pytest.fixture
def environment(tmp_path):
    return Environment("given", tmp_path, tmp_path / "bin/python", tmp_path / "site-packages")


@pytest.fixture
def settings(tmp_path):
    return placed({"F5TTS_VOLUME": str(tmp_path / "volume"), "F5TTS_DEVICE": "cuda"})


@pytest.fixture
def checkpoint(settings):
    path = settings.root / "models/some/0123456789abcdef-01234567/model.safetensors"
    path.parent.mkdir(parents=True)
    path.write_bytes(LARGE)
    return path


@pytest.fixture
def converted(monkeypatch):
    """Convert by writing half of the bytes; tell what was asked for."""
    asked = []

    def convert(original, target, _environment, _watch):
        asked.append(original.name)
        target.write_bytes(original.read_bytes()[::2])

    monkeypatch.setattr(fast_copies, "_convert", convert)
    monkeypatch.setattr(fast_copies, "WORTH_BYTES", len(LARGE))
    return asked


def test_half_copy_is_made_once(settings, environment, checkpoint, converted):
    """The first call converts and publishes with sizes and sums, the second finds it."""
    half = fast_copies.half_copy(settings, environment, checkpoint, Watch())
    assert half.read_bytes() == LARGE[::2]
    assert fast_copies.half_copy(settings, environment, checkpoint, Watch()) == half
    assert converted == ["model.safetensors"]
    (pointer,) = (settings.root / "models/converted").glob("*.json")
    data = json.loads(pointer.read_text())
    assert data["of"] == "f5tts/models/some/0123456789abcdef-01234567/model.safetensors"
    assert data["files"]["model.safetensors"]["size"] == len(LARGE) // 2


def test_a_copy_belongs_to_one_state_of_its_original(settings, environment, checkpoint, converted):
    """When the original changes, its copy is made anew."""
    first = fast_copies.half_copy(settings, environment, checkpoint, Watch())
    checkpoint.write_bytes(LARGE[::-1] + b"x")
    assert fast_copies.half_copy(settings, environment, checkpoint, Watch()) != first
    stat = checkpoint.stat()
    os.utime(checkpoint, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    fast_copies.half_copy(settings, environment, checkpoint, Watch())
    assert len(converted) == 3


def test_the_volume_may_be_mounted_elsewhere(settings, environment, checkpoint, converted, tmp_path):
    """A copy that was made on a Pod is found by a worker, which sees the volume under another path."""
    fast_copies.half_copy(settings, environment, checkpoint, Watch())
    moved = settings.volume.rename(tmp_path / "runpod-volume")
    there = dataclasses.replace(settings, volume=moved)
    fast_copies.half_copy(there, environment, moved / checkpoint.relative_to(settings.volume), Watch())
    assert len(converted) == 1


@pytest.mark.parametrize(
    ("device", "gpu", "size", "made"),
    [
        ("cuda", False, 1000, True),
        ("auto", True, 1000, True),
        ("auto", False, 1000, False),
        ("cpu", True, 1000, False),
        ("cuda", True, 999, False),
    ],
)
def test_only_where_it_helps(
    device, gpu, size, made, settings, environment, checkpoint, converted, monkeypatch, tmp_path
):
    """There is a copy in fp16 where a GPU will read it, and none of what is small anyway."""
    monkeypatch.setattr(fast_copies, "NVIDIA_DEVICE", tmp_path if gpu else tmp_path / "none")
    checkpoint.write_bytes(LARGE[:size])
    settings = dataclasses.replace(settings, device=device)
    assert (fast_copies.half_copy(settings, environment, checkpoint, Watch()) is not None) == made


@pytest.mark.parametrize(("dtype", "made"), [("F32", True), ("F16", False), ("BF16", False)])
def test_16_bits_are_not_halved_again(dtype, made, settings, environment, checkpoint, converted):
    """A checkpoint that is in 16 bits already is read as it is."""
    header = json.dumps({"__metadata__": {}, "w": {"dtype": dtype, "data_offsets": [0, 1000]}}).encode()
    checkpoint.write_bytes(len(header).to_bytes(8, "little") + header + LARGE)
    assert (fast_copies.half_copy(settings, environment, checkpoint, Watch()) is not None) == made


def test_what_cannot_be_converted_is_used_as_it_is(
    settings, environment, checkpoint, converted, monkeypatch, caplog
):
    """A conversion that fails is told to the log, leaves nothing, and the original is used."""

    def fail(*_arguments):
        raise WorkerError("MODEL_UNAVAILABLE", "no room in memory")

    monkeypatch.setattr(fast_copies, "_convert", fail)
    assert fast_copies.half_copy(settings, environment, checkpoint, Watch()) is None
    assert "no room in memory" in caplog.text
    assert list((settings.root / "models/converted").iterdir()) == []


def test_a_program_that_ends_badly(settings, environment, checkpoint, monkeypatch, caplog):
    """The conversion's own last words are in the log."""
    environment.python.parent.mkdir()
    environment.python.write_text("#!/bin/sh\necho it broke\nexit 1\n")
    environment.python.chmod(0o755)
    monkeypatch.setattr(fast_copies, "WORTH_BYTES", 1)
    assert fast_copies.half_copy(settings, environment, checkpoint, Watch()) is None
    assert "it broke" in caplog.text


def test_cancelled(settings, environment, checkpoint, monkeypatch):
    """A cancel is no failed conversion."""
    watch = Watch()
    watch.cancelled.set()
    monkeypatch.setattr(fast_copies, "WORTH_BYTES", 1)
    environment.python.parent.mkdir()
    environment.python.symlink_to("/bin/sleep")
    with pytest.raises(WorkerError) as caught:
        fast_copies.half_copy(settings, environment, checkpoint, watch)
    assert caught.value.code == "CANCELLED"
