"""The slow file system of `bench.py cold`: it shows what lies under it, and it counts.

Needs gcc, libfuse3-dev, fuse3, /dev/fuse and the right to mount: `pytest tests/slow_volume`.
"""

import mmap
import os
import shutil
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "scripts"))
from bench_cold_runs import SlowVolume  # noqa: E402 - scripts are no package

pytestmark = pytest.mark.skipif(
    not (Path("/dev/fuse").exists() and shutil.which("gcc") and shutil.which("fusermount3")),
    reason="needs gcc, fuse3 and /dev/fuse",
)


@pytest.fixture
def volume(tmp_path):
    """Compile the file system, without delays."""
    (tmp_path / "made").mkdir()
    return SlowVolume(tmp_path / "made", 0, 1e6)


@pytest.fixture
def tree(tmp_path):
    """Make a folder with files, a link and a folder of many entries."""
    folder = tmp_path / "tree"
    (folder / "many").mkdir(parents=True)
    for number in range(500):
        (folder / "many" / f"file-{number:04}").touch()
    (folder / "large").write_bytes(os.urandom(3_000_001))
    (folder / "link").symlink_to("large")
    return folder


def test_it_shows_what_lies_under_it(volume, tree):
    """Listings, links, sizes and contents are those of the folder itself."""
    with volume as mounted:
        seen = mounted / tree.relative_to("/")
        assert {path.name for path in (seen / "many").iterdir()} == {f"file-{n:04}" for n in range(500)}
        assert (seen / "link").readlink() == Path("large")
        assert (seen / "link").read_bytes() == (tree / "large").read_bytes()
        assert (seen / "large").stat().st_size == 3_000_001
        assert not (seen / "missing").exists()


def test_nothing_can_be_written(volume, tree):
    """It is read-only, whatever the folder itself allows."""
    with volume as mounted, pytest.raises(OSError, match="Read-only"):
        (mounted / tree.relative_to("/") / "new").write_text("x")
    assert not (tree / "new").exists()


def test_every_use_of_a_path_waits_once_and_bytes_are_counted_once(volume, tree):
    """A stat, an open and a missing file are one wait each; what was read before comes from memory."""
    with volume as mounted:
        (mounted / tree.relative_to("/") / "many").exists()
    way = volume.facts()["waits"]
    with volume as mounted:
        seen = mounted / tree.relative_to("/")
        (seen / "many").exists()
        for _ in range(10):
            (seen / "large").stat()
            (seen / "missing").exists()
            with (seen / "large").open("rb", buffering=0) as file:
                assert file.read() == (tree / "large").read_bytes()
    facts = volume.facts()
    assert facts["waits"] == way + 30
    assert facts["bytes"] == 3_000_001


def test_what_is_mapped_is_counted_too(volume, tree):
    """A library that the dynamic linker maps is read through it."""
    with volume as mounted:
        seen = mounted / (tree / "large").relative_to("/")
        with seen.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as content:
            assert content[:] == (tree / "large").read_bytes()
    assert volume.facts()["bytes"] == 3_000_001
