"""Reading ahead: every byte is asked for once, and what cannot be read is left to the loader."""

import os

import pytest

from f5tts_worker.engine.startup import read_ahead


@pytest.fixture
def asked(monkeypatch):
    """Record what is read: (the file's inode, offset, bytes)."""
    seen = []
    read = os.preadv

    def recording(descriptor, buffers, offset):
        got = read(descriptor, buffers, offset)
        seen.append((os.fstat(descriptor).st_ino, offset, got))
        return got

    monkeypatch.setattr(os, "preadv", recording)
    return seen


def test_every_file_is_read_once_and_whole(tmp_path, asked, monkeypatch):
    """Blocks of all files, one after the other, none twice; a file that is missing does not stop it."""
    monkeypatch.setattr(read_ahead, "_BLOCK_BYTES", 1000)
    files = [tmp_path / name for name in ("a", "b", "c")]
    for file, size in zip(files, (10_500, 0, 999), strict=True):
        file.write_bytes(bytes(size))
    paths = [str(files[0]), str(tmp_path / "missing"), str(files[1]), str(tmp_path), str(files[2])]
    for thread in read_ahead.read_ahead(paths):
        thread.join()
    wanted = [
        (files[0].stat().st_ino, offset, min(1000, 10_500 - offset)) for offset in range(0, 10_500, 1000)
    ]
    assert sorted(asked) == sorted([*wanted, (files[2].stat().st_ino, 0, 999)])


def test_a_folder_s_weights_are_the_ones_that_a_loader_would_take(tmp_path):
    """Safetensors where there are any, else pickles; a file is itself."""
    (tmp_path / "pytorch_model.bin").touch()
    assert read_ahead.weights_in(tmp_path) == [str(tmp_path / "pytorch_model.bin")]
    (tmp_path / "model.safetensors").touch()
    assert read_ahead.weights_in(tmp_path) == [str(tmp_path / "model.safetensors")]
    assert read_ahead.weights_in(tmp_path / "x.pth") == [str(tmp_path / "x.pth")]
