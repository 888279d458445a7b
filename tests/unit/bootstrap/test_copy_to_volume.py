"""A finished environment is carried to the volume as it is, or the copying ends at once."""

import os
import threading

import pytest

from f5tts_worker.bootstrap.environment import copy_to_volume as copying
from f5tts_worker.bootstrap.environment.copy_to_volume import copy_to_volume
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.progress import Watch


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / "bin").mkdir(parents=True)
    (folder / "lib/deep/empty").mkdir(parents=True)
    (folder / "lib64").symlink_to("lib")
    (folder / "bin/python").symlink_to("/usr/bin/python3")
    (folder / "bin/tool").write_text("#!/bin/sh\n")
    (folder / "bin/tool").chmod(0o755)
    (folder / "lib/module.py").write_text("x = 1\n")
    os.utime(folder / "lib/module.py", (1_000_000_000, 1_000_000_000))
    with (folder / "lib/deep/library.so").open("wb") as file:
        file.truncate(160_000_001)
    (tmp_path / "target").mkdir()
    return folder


def far():
    return running_time() + 600


def test_all_of_it(source, tmp_path):
    """Files, folders, links, programs that run, and modules' times, which their compiled forms name."""
    target, heard = tmp_path / "target", []
    copy_to_volume(source, target, Watch(heard.append), far())
    names = sorted(path.relative_to(source) for path in source.rglob("*"))
    assert names == sorted(path.relative_to(target) for path in target.rglob("*"))
    assert (target / "lib64").readlink().name == "lib"
    assert str((target / "bin/python").readlink()) == "/usr/bin/python3"
    assert os.access(target / "bin/tool", os.X_OK)
    assert (target / "lib/module.py").read_text() == "x = 1\n"
    assert (target / "lib/module.py").stat().st_mtime == 1_000_000_000
    assert (target / "lib/deep/library.so").stat().st_size == 160_000_001
    assert heard[-1].message == "installing the environment: to the volume, 0.2 of 0.2 GB"
    assert heard[-1].total == 160


def test_a_disk_that_is_full(source, tmp_path, monkeypatch):
    """The first file that cannot be written ends it with the reason, and the rest is left alone."""

    def refuse(_source, target, _block):
        raise OSError(28, "No space left on device", target.name)

    monkeypatch.setattr(copying.shutil, "copyfileobj", refuse)
    with pytest.raises(OSError, match="No space left"):
        copy_to_volume(source, tmp_path / "target", Watch(), far())


def test_cancelled(source, tmp_path):
    """A job that is over stops it, and so does a deadline."""
    over, later = threading.Event(), tmp_path / "later"
    over.set()
    later.mkdir()
    with pytest.raises(WorkerError, match="cancelled"):
        copy_to_volume(source, tmp_path / "target", Watch(cancelled=over), far())
    with pytest.raises(WorkerError, match="F5TTS_INSTALL_SECONDS"):
        copy_to_volume(source, later, Watch(), running_time() - 1)
