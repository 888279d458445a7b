"""Where packages are unpacked: linked where that works, else copied; and never where they do not fit."""

from types import SimpleNamespace

import pytest

from f5tts_worker.bootstrap import package_cache
from f5tts_worker.bootstrap.package_cache import PackageCache, choose

GB = 10**9


@pytest.fixture
def disks(tmp_path, monkeypatch):
    """Make a container's disk and a volume that are two file systems, with so much free on the first."""
    free = SimpleNamespace(free=100 * GB)
    (tmp_path / "volume/attempt").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    real = package_cache.Path.stat

    def stat(path, **options):
        found = real(path, **options)
        return SimpleNamespace(st_dev=path.is_relative_to(tmp_path / "volume"), st_mode=found.st_mode)

    monkeypatch.setattr(package_cache.Path, "stat", stat)
    monkeypatch.setattr(package_cache.shutil, "disk_usage", lambda path: free)
    return SimpleNamespace(home=tmp_path / "home", attempt=tmp_path / "volume/attempt", usage=free)


def test_copied_to_a_volume(disks):
    """What is unpacked on the container's disk is copied; nothing tries to link it."""
    environ = {"HOME": str(disks.home)}
    cache = choose(environ, disks.attempt, 7 * GB)
    assert cache == PackageCache(disks.home / ".cache/uv", linked=False)
    assert cache.variables(environ) == {"UV_LINK_MODE": "copy"}
    assert cache.variables({"UV_LINK_MODE": "symlink"}) == {}


def test_linked_on_one_disk(disks):
    """With no volume, cache and environment share their files."""
    environ = {"HOME": str(disks.home)}
    disks.usage.free = 1 * GB
    assert choose(environ, disks.home, 7 * GB) == PackageCache(disks.home / ".cache/uv", linked=True)


def test_disk_that_is_too_small(disks):
    """Packages that do not fit onto the container's disk are unpacked on the volume, and only for a while."""
    disks.usage.free = 7 * GB
    cache = choose({"HOME": str(disks.home)}, disks.attempt, 7 * GB)
    assert cache == PackageCache(disks.attempt / "packages", linked=True, temporary=True)
    assert cache.variables({}) == {"UV_CACHE_DIR": str(disks.attempt / "packages")}
    inside = disks.attempt / "packages/archive-v0/abc/torch"
    inside.mkdir(parents=True)
    (inside / "library.so").write_text("x")
    (disks.attempt / "library.so").hardlink_to(inside / "library.so")
    cache.close()
    assert [path.name for path in disks.attempt.iterdir()] == ["library.so"]


def test_what_the_operator_says_stands(disks):
    """A cache that the operator names is used, however full its disk; and kept."""
    disks.usage.free = 0
    environ = {"UV_CACHE_DIR": str(disks.home / "mine"), "HOME": "/nowhere"}
    cache = choose(environ, disks.attempt, 7 * GB)
    assert cache == PackageCache(disks.home / "mine", linked=False)
    (disks.home / "mine").mkdir()
    cache.close()
    assert (disks.home / "mine").is_dir()


def test_unknown_size(disks):
    """A lock that does not say how large its packages are changes nothing."""
    disks.usage.free = 0
    assert not choose({"HOME": str(disks.home)}, disks.attempt, 0).temporary
