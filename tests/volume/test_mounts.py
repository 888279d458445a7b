"""What is mounted where the volume should be: a place that nothing can run from, a cached model, nothing."""

import errno
import os
import shutil
import subprocess
import sys

import pytest

from f5tts_worker.bootstrap import check_volume
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.volume import volume

# /tmp and all its alternatives are read-only, the volume is not.
NO_TEMPORARY_FOLDER = """
mount --bind "$1" /mnt
for folder in /tmp /var/tmp; do
  mount --bind $folder $folder # what is in it stays: this checkout may be
  mount -o remount,bind,ro $folder
done
cd /proc
unset TMPDIR TEMP TMP
F5TTS_VOLUME=/mnt exec "$2" -c "
from f5tts_worker.bootstrap import check_volume
from f5tts_worker.config import from_environment
check_volume(from_environment())
"
"""


def test_noexec(mount):
    """A volume from which nothing can be run is refused before 7 GB are installed on it; it says why."""
    folder = mount("-t", "tmpfs", "-o", "noexec", "none")
    with pytest.raises(WorkerError, match="mounted noexec") as caught:
        check_volume(from_environment({"F5TTS_VOLUME": str(folder)}))
    assert caught.value.code == "VOLUME_UNUSABLE"


def test_noexec_with_an_environment_elsewhere(mount):
    """Where the operator's own Python is used, nothing runs from the volume, so that it may be noexec."""
    folder = mount("-t", "tmpfs", "-o", "noexec", "none")
    settings = {"F5TTS_VOLUME": str(folder), "F5TTS_RUNTIME_PYTHON": sys.executable}
    assert check_volume(from_environment(settings)).settings.volume == folder
    shutil.copyfile(sys.executable, folder / "python")
    with pytest.raises(WorkerError, match="mounted noexec"):
        check_volume(from_environment(settings | {"F5TTS_RUNTIME_PYTHON": str(folder / "python")}))


def test_libraries_that_cannot_be_mapped(tmp_path, monkeypatch):
    """What the mount's options do not say, mapping a file does, as the dynamic loader will."""

    def forbidden(*_arguments, **_options):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(volume.mmap, "mmap", forbidden)
    with pytest.raises(WorkerError, match="noexec") as caught:
        check_volume(from_environment({"F5TTS_VOLUME": str(tmp_path)}))
    assert caught.value.code == "VOLUME_UNUSABLE"
    assert list(tmp_path.rglob("*test*")) == []


def test_no_temporary_folder(mount):
    """A read-only container without a TMPDIR is said to be one before any job needs a file."""
    folder = mount("-t", "tmpfs", "none")
    command = ["unshare", "-m", "sh", "-c", NO_TEMPORARY_FOLDER, "sh", folder, sys.executable]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert "VOLUME_UNUSABLE" in last
    assert "Set TMPDIR" in last


@pytest.mark.parametrize("options", ["ro", "rw"])
def test_cached_model_as_a_mount(mount, options, monkeypatch, tmp_path):
    """RunPod's cached model alone, mounted read-only, is no volume; what can be written to is one."""
    monkeypatch.setattr(volume, "CONTAINER_FOLDER", tmp_path / "container")
    folder = mount("-t", "tmpfs", "none")
    (folder / volume.HUB_CACHE).mkdir(parents=True)
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)
    checked = check_volume(from_environment({}), mounts=(folder,))
    assert checked.settings.volume == (folder if options == "rw" else tmp_path / "container")
    assert checked.persistent == (options == "rw")
    assert ("cached model" in "".join(checked.warnings)) == (options == "ro")


def test_volume_that_became_read_only(mount):
    """A volume of ours with a cached model on it stays a volume: that it is read-only is an error."""
    folder = mount("-t", "tmpfs", "none")
    (folder / volume.HUB_CACHE).mkdir(parents=True)
    (folder / "f5tts").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    with pytest.raises(WorkerError, match="read-only"):
        check_volume(from_environment({}), mounts=(folder,))
