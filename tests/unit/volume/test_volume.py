"""Choosing and checking the volume's folder."""

import errno
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from f5tts_worker.bootstrap import check_volume
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume import volume


def given(path):
    return from_environment({"F5TTS_VOLUME": str(path)})


def test_given_folder_is_made(tmp_path):
    """F5TTS_VOLUME is used as it is, made if need be, and needs no warning."""
    checked = check_volume(given(tmp_path / "deep/volume"))
    assert checked.settings.root == tmp_path / "deep/volume/f5tts"
    assert checked.persistent
    assert checked.warnings == ()
    assert list(checked.settings.root.iterdir()) == []


def test_network_volume_where_one_is_mounted(tmp_path, monkeypatch):
    """Without a setting, a mounted volume is taken, the serverless place before the Pod's."""
    mounts = (tmp_path / "gone", tmp_path / "serverless", tmp_path / "pod")
    monkeypatch.setattr(volume.os.path, "ismount", lambda path: path in mounts[1:])
    checked = check_volume(from_environment({}), mounts=mounts)
    assert checked.settings.volume == tmp_path / "serverless"
    assert checked.persistent
    assert checked.warnings == ()


def test_no_volume(tmp_path, monkeypatch):
    """With nothing mounted the container's disk is used, and the warning says so."""
    monkeypatch.setattr(volume, "CONTAINER_FOLDER", tmp_path / "container")
    checked = check_volume(from_environment({}), mounts=(tmp_path / "runpod-volume", tmp_path / "workspace"))
    assert checked.settings.volume == tmp_path / "container"
    assert not checked.persistent
    (warning,) = checked.warnings
    assert warning.startswith("no network volume is attached: every new worker installs everything again")
    assert str(tmp_path / "container") in warning


def test_no_volume_and_an_environment_in_the_image(tmp_path, monkeypatch):
    """Where the image has the environment inside, only weights are fetched again."""
    monkeypatch.setattr(volume, "CONTAINER_FOLDER", tmp_path / "container")
    settings = from_environment({"F5TTS_RUNTIME_PYTHON": sys.executable})
    (warning,) = check_volume(settings, mounts=(tmp_path / "runpod-volume",)).warnings
    assert "every new worker downloads weights again" in warning


def test_folder_without_a_mount(tmp_path, monkeypatch):
    """A /runpod-volume that is just a folder, as RunPod's model cache makes it, is not taken for a volume."""
    monkeypatch.setattr(volume, "CONTAINER_FOLDER", tmp_path / "container")
    (tmp_path / "runpod-volume").mkdir()
    (warning,) = check_volume(from_environment({}), mounts=(tmp_path / "runpod-volume",)).warnings
    assert "exists but is not a mounted volume" in warning


def test_cached_model_in_a_folder(tmp_path, monkeypatch):
    """With RunPod's cached model and no volume, the warning says what is used and what is missing."""
    monkeypatch.setattr(volume, "CONTAINER_FOLDER", tmp_path / "container")
    (tmp_path / "runpod-volume" / volume.HUB_CACHE).mkdir(parents=True)
    checked = check_volume(from_environment({}), mounts=(tmp_path / "runpod-volume",))
    assert checked.settings.volume == tmp_path / "container"
    (warning,) = checked.warnings
    assert "has RunPod's cached model, which is used, but no network volume is attached" in warning


def test_part_of_the_path_is_a_file(tmp_path):
    """A path that leads through a file is refused in one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkerError, match="a part of the path is a file") as caught:
        check_volume(given(tmp_path / "file/volume"))
    assert caught.value.code == "VOLUME_UNUSABLE"


def test_place_that_cannot_be_written():
    """A place where no folder can be made is refused in one sentence."""
    with pytest.raises(WorkerError, match="cannot be used") as caught:
        check_volume(given("/proc/f5tts-volume"))
    assert caught.value.code == "VOLUME_UNUSABLE"


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        (errno.EROFS, "VOLUME_UNUSABLE", "read-only"),
        (errno.EACCES, "VOLUME_UNUSABLE", "may not write"),
        (errno.ESTALE, "VOLUME_UNUSABLE", "connection to it was lost"),
        (errno.ENOSPC, "VOLUME_FULL", "no space left"),
        (errno.EDQUOT, "VOLUME_FULL", "no space left"),
        (errno.ELOOP, "VOLUME_UNUSABLE", os.strerror(errno.ELOOP)),
    ],
)
def test_one_sentence_per_fault(number, code, sentence):
    """Each way a write can fail has a sentence."""
    error = volume.explain(OSError(number, "whatever"), Path("/runpod-volume"))
    assert error.code == code
    assert sentence in error.message


def test_room(tmp_path, monkeypatch):
    """Too little room is said with both numbers, before anything is written."""
    usage = SimpleNamespace(free=2_000_000_000)
    monkeypatch.setattr(volume.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(WorkerError, match=r"2\.0 GB free; 7\.5 GB are needed") as caught:
        volume.require_room(tmp_path, volume.ENVIRONMENT_BYTES)
    assert caught.value.code == "VOLUME_FULL"
    usage.free = 1000
    with pytest.raises(WorkerError, match=r"0\.0 GB free"):
        check_volume(given(tmp_path))
    found = volume.volume_as_it_is(given(tmp_path))  # for what needs no room
    assert (found.settings.volume, found.free_bytes) == (tmp_path, 1000)


def test_there_is_no_volume_to_read_from(tmp_path):
    """Where nothing could be made, nothing can be read either, and the sentence is the volume's."""
    with pytest.raises(WorkerError) as caught:
        volume.volume_as_it_is(given(tmp_path / "gone"))
    assert caught.value.code == "VOLUME_UNUSABLE"


@pytest.mark.parametrize(
    ("name", "given", "left"),
    [
        ("RUNPOD_WEBHOOK_POST_OUTPUT", 0o077, 0o022),
        ("RUNPOD_POD_ID", 0o027, 0o022),
        ("RUNPOD_POD_ID", 0o002, 0o002),
        ("RUNPOD_ENDPOINT_ID", 0o077, 0o077),
    ],
)
def test_others_can_read_what_lies_on_the_volume(monkeypatch, name, given, left):
    """A Pod and a worker may be different users: a strict umask must not keep one from the other's files.

    On a machine of one's own, where clients of RunPod's run too, it keeps others from them.
    """
    for other in volume.ON_RUNPOD:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "set")
    before = os.umask(given)
    try:
        volume.let_others_read()
        assert os.umask(given) == left
    finally:
        os.umask(before)
