"""Where packages are unpacked and tried: on the container's disk, or on the volume if that is too small."""

import dataclasses
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
from tests.volume.workers import works

from f5tts_worker.bootstrap import ensure
from f5tts_worker.errors import WorkerError

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - another file system than the package cache's


@pytest.fixture
def elsewhere(settings, tmp_path):
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to install to")
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        yield dataclasses.replace(settings, volume=Path(folder))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Let our own cache be used, in a container's home that is this test's."""
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    monkeypatch.delenv("UV_LINK_MODE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/f5tts-worker"


def with_size(recipe, unpacked):
    recipe.lock.write_text(f"# unpacked: {unpacked} bytes in 9 files\n" + recipe.lock.read_text())
    return recipe


def names(folder):
    """List what is in a folder when what is no longer needed has been removed."""
    for thread in threading.enumerate():
        if thread.name == "package-cache":
            thread.join()
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("unpacked", [1_000, 10**18], ids=["fits", "too large"])
def test_packages_come_from_either_disk(unpacked, elsewhere, recipe, cache):
    """Copied from the container's disk or linked on the volume, the environment is there, and alone."""
    built = ensure(elsewhere, recipe=with_size(recipe, unpacked))
    subprocess.run([built.python, "-I", recipe.check], check=True)
    assert sorted(path.name for path in built.folder.iterdir() if path.is_dir()) == ["bin", "lib", "lib64"]
    assert cache.exists() == (unpacked == 1_000)
    assert names(built.folder.parent) == sorted(
        [built.folder.name, f"{built.key}.json", f"{built.folder.name}.used"]
    )


def test_what_is_tried_is_on_the_containers_disk(elsewhere, recipe, cache, tmp_path):
    """The check, which reads everything, does so before the copy; what it leaves behind is copied, too."""
    said = tmp_path / "said"
    recipe.check.write_text(
        f"import sys\nopen({str(said)!r}, 'w').write(sys.prefix)\nopen(sys.prefix + '/left', 'w').close()\n"
    )
    built = ensure(elsewhere, recipe=with_size(recipe, 1_000))
    assert Path(said.read_text()).is_relative_to(cache)
    assert (built.folder / "left").exists()
    assert names(cache) == ["packages-unfinished"]
    assert names(cache / "packages-unfinished") == []


@pytest.mark.parametrize(
    "unpacked",
    [
        pytest.param(1_000, id="fits"),
        pytest.param(10**18, id="too large", marks=pytest.mark.exhaustive),
    ],
)
def test_a_stopped_attempt_leaves_its_packages(unpacked, elsewhere, releases, cache):
    """The next attempt starts anew, in an empty folder, and downloads nothing a second time."""
    recipe, over = with_size(releases.next(), unpacked), threading.Event()

    def stop(progress):
        if "checking" in progress.message:
            over.set()

    with pytest.raises(WorkerError, match="cancelled"):
        ensure(elsewhere, stop, over, recipe)
    kept = cache / "packages" if unpacked == 1_000 else elsewhere.root / "envs" / f".packages-{recipe.key}"
    assert kept.is_dir()
    assert [name for name in names(kept.parent) if name.startswith(recipe.key)] == []
    downloaded = releases.downloaded()
    assert works(ensure(elsewhere, recipe=recipe))
    assert releases.downloaded() == downloaded > 0
    names(kept.parent)
    assert not kept.exists()
