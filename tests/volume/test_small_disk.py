"""A container's disk that cannot hold the packages: they are unpacked on the volume."""

import dataclasses
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from f5tts_worker.bootstrap import ensure

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - another file system than the package cache's


@pytest.fixture
def elsewhere(settings, tmp_path):
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to install to")
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        yield dataclasses.replace(settings, volume=Path(folder))


@pytest.mark.parametrize("unpacked", [1_000, 10**18], ids=["fits", "too large"])
def test_packages_come_from_either_disk(unpacked, elsewhere, recipe, tmp_path, monkeypatch):
    """Copied from the container's disk or linked on the volume, the environment is there, and alone."""
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    recipe.lock.write_text(f"# unpacked: {unpacked} bytes in 9 files\n" + recipe.lock.read_text())
    built = ensure(elsewhere, recipe=recipe)
    subprocess.run([built.python, "-I", recipe.check], check=True)
    assert sorted(path.name for path in built.folder.iterdir() if path.is_dir()) == ["bin", "lib", "lib64"]
    assert (tmp_path / "cache/f5tts-worker").exists() == (unpacked == 1_000)
    for thread in threading.enumerate():
        if thread.name == "package-cache":
            thread.join()
    assert sorted(path.name for path in built.folder.parent.iterdir()) == sorted(
        [built.folder.name, f"{built.key}.json", f"{built.folder.name}.used"]
    )
