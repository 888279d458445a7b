"""Where packages are unpacked and put together: for nothing where that works, never where they do not fit."""

import os
import shutil
import time
from types import SimpleNamespace

import pytest

from f5tts_worker.bootstrap.environment import package_cache
from f5tts_worker.bootstrap.environment.package_cache import PackageCache, choose

GB = 10**9


@pytest.fixture
def disks(tmp_path, monkeypatch):
    """Make a container's disk and a volume that are two file systems, with so much free on the first."""
    free = SimpleNamespace(free=100 * GB)
    attempt = tmp_path / "volume" / f"{'0' * 16}-00000000"
    attempt.mkdir(parents=True)
    (tmp_path / "home").mkdir()
    real = package_cache.Path.stat

    def stat(path, **options):
        found = real(path, **options)
        device = path.is_relative_to(tmp_path / "volume")
        sizes = {"st_size": found.st_size, "st_mtime": found.st_mtime}
        return SimpleNamespace(st_dev=device, st_mode=found.st_mode, **sizes)

    monkeypatch.setattr(package_cache.Path, "stat", stat)
    monkeypatch.setattr(package_cache.shutil, "disk_usage", lambda path: free)
    return SimpleNamespace(home=tmp_path / "home", attempt=attempt, usage=free)


def test_put_together_on_the_containers_disk(disks):
    """What is meant for a volume is put together beside uv's cache, in a place that is gone afterwards."""
    environ = {"HOME": str(disks.home)}
    cache = choose(environ, disks.attempt, 7 * GB)
    folder = disks.home / ".cache/f5tts-worker"
    workshop = folder / "packages-unfinished" / disks.attempt.name
    assert cache == PackageCache(folder / "packages", workshop, ours=True, apart=True)
    assert list(cache.workshop.iterdir()) == []
    assert cache.variables() == {"UV_LINK_MODE": "hardlink", "UV_CACHE_DIR": str(folder / "packages")}
    cache.close(spent=True).join()
    assert not cache.workshop.exists()
    assert disks.attempt.exists()


@pytest.mark.parametrize("free", [100 * GB, 7 * GB], ids=["on the container's disk", "on the volume"])
def test_what_was_downloaded_is_kept_until_it_has_served(free, disks):
    """A failed attempt's packages are there for the next one; after one that succeeded, they are gone."""
    disks.usage.free = free
    environ = {"HOME": str(disks.home)}
    for spent in (False, False, True):
        disks.attempt.mkdir(exist_ok=True)
        cache = choose(environ, disks.attempt, 7 * GB)
        (cache.folder / "archive-v0/abc").mkdir(parents=True, exist_ok=True)
        cache.close(spent=spent).join()
        shutil.rmtree(disks.attempt)
        assert cache.folder.exists() == (not spent)
        assert list(cache.folder.parent.glob("*packages-*-*")) == []


def test_disk_that_is_full_of_what_was_downloaded(disks):
    """An earlier attempt's packages count as room: what takes it is not fetched again."""
    environ = {"HOME": str(disks.home)}
    kept = choose(environ, disks.attempt, 7 * GB).folder / "archive-v0"
    kept.mkdir(parents=True)
    with (kept / "torch.so").open("wb") as file:
        file.truncate(6 * GB)
    disks.usage.free = 2 * GB
    shutil.rmtree(kept.parents[1] / "packages-unfinished")
    assert choose(environ, disks.attempt, 7 * GB).apart
    disks.usage.free = 1 * GB
    assert not choose(environ, disks.attempt, 7 * GB).apart


def test_put_together_in_place(disks):
    """With no volume, cache and environment share their files, unless uv is told to copy."""
    environ = {"HOME": str(disks.home)}
    disks.usage.free = 1 * GB
    place = disks.home / "attempt"
    place.mkdir()
    cache = choose(environ, place, 7 * GB)
    assert cache == PackageCache(disks.home / ".cache/uv", place)
    cache.close(spent=True).join()
    assert place.exists()
    assert choose(environ | {"UV_LINK_MODE": "copy"}, place, 7 * GB).workshop != place


def test_disk_that_is_too_small(disks):
    """What does not fit onto the container's disk is unpacked on the volume, and only for a while."""
    disks.usage.free = 7 * GB
    cache = choose({"HOME": str(disks.home)}, disks.attempt, 7 * GB)
    packages = disks.attempt.with_name(f".packages-{'0' * 16}")
    assert cache == PackageCache(packages, disks.attempt, ours=True)
    assert cache.variables() == {"UV_CACHE_DIR": str(packages)}
    inside = packages / "archive-v0/abc/torch"
    inside.mkdir(parents=True)
    (inside / "library.so").write_text("x")
    (disks.attempt / "library.so").hardlink_to(inside / "library.so")
    cache.close(spent=True).join()
    assert [path.name for path in disks.attempt.iterdir()] == ["library.so"]
    assert list(disks.attempt.parent.iterdir()) == [disks.attempt]


def test_what_the_operator_says_stands(disks):
    """A cache that the operator names is used, however full its disk; and kept."""
    disks.usage.free = 0
    environ = {"UV_CACHE_DIR": str(disks.home / "mine"), "HOME": "/nowhere"}
    cache = choose(environ, disks.attempt, 7 * GB)
    assert cache.folder == disks.home / "mine"
    (disks.home / "mine").mkdir()
    cache.close(spent=True).join()
    assert (disks.home / "mine").is_dir()


def test_unknown_size(disks):
    """A lock that does not say how large its packages are changes nothing."""
    disks.usage.free = 0
    assert choose({"HOME": str(disks.home)}, disks.attempt, 0).apart


def test_what_killed_installations_left_goes(disks):
    """Workshops older than a day are removed; those of installations that run stay."""
    workshops = disks.home / ".cache/f5tts-worker/packages-unfinished"
    old, young = (workshops / f"{name * 16}-00000000" for name in "12")
    for folder in (old, young):
        (folder / "lib").mkdir(parents=True)
    moment = time.time() - 2 * 86_400
    os.utime(old, (moment, moment))
    choose({"HOME": str(disks.home)}, disks.attempt, 7 * GB)
    assert not old.exists()
    assert young.exists()
