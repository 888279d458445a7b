"""The slow file system of `bench.py cold`: it shows what lies under it, takes writes, and counts.

Needs gcc, libfuse3-dev, fuse3, /dev/fuse and the right to mount: `pytest tests/slow_volume`.
"""

import errno
import mmap
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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
def writable(tmp_path, tree):
    """Compile it once more, for a folder that can be changed."""
    (tmp_path / "made").mkdir()
    return SlowVolume(tmp_path / "made", 0, 1e6, tree)


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


def test_only_one_folder_can_be_written_to(writable, tree, tmp_path):
    """With a folder named, everything beside it is still read-only."""
    with writable as mounted:
        for change in (
            lambda seen: (seen / "new").write_text("x"),
            lambda seen: (seen / "made/slow").write_text("x"),
            lambda seen: (seen / "made").rename(seen / "tree/moved"),
            lambda seen: (seen / "made/facts").unlink(),
        ):
            with pytest.raises(OSError, match=r"Read-only|No such file"):
                change(mounted / tmp_path.relative_to("/"))
    assert not (tmp_path / "new").exists()


def test_what_is_written_is_there(writable, tree):
    """Files, folders, links, names, times and rights: all of it lies in the folder, and is seen again."""
    with writable as mounted:
        seen = mounted / tree.relative_to("/")
        (seen / "a/b").mkdir(parents=True)
        (seen / "a/b/file").write_bytes(content := os.urandom(2_000_001))
        shutil.copyfile(seen / "large", seen / "a/copy")
        (seen / "a/link").symlink_to("copy")
        (seen / "a/again").hardlink_to(seen / "a/copy")
        (seen / "a/copy").chmod(0o755)
        os.utime(seen / "a/copy", (1_000_000_000, 1_000_000_000))
        (seen / "a/b").rename(seen / "moved")
        assert (seen / "moved/file").read_bytes() == content
        assert not (seen / "a/b").exists()
        with (seen / "moved/file").open("r+b") as file:
            file.truncate(7)
        shutil.rmtree(seen / "many")
        (seen / "many").write_text("a file now")
        assert (seen / "many").read_text() == "a file now"
    assert (tree / "moved/file").read_bytes() == content[:7]
    assert (tree / "a/link").read_bytes() == (tree / "large").read_bytes()
    assert (tree / "a/again").samefile(tree / "a/copy")
    status = (tree / "a/copy").stat()
    assert (status.st_mode & 0o777, status.st_mtime) == (0o755, 1_000_000_000)


def test_a_file_that_is_replaced_is_another_one(writable, tree):
    """Who opens a pointer after it was replaced reads the new one; who had it open, the old one."""
    with writable as mounted:
        pointer = mounted / tree.relative_to("/") / "pointer"
        pointer.write_text("old")
        with pointer.open() as open_before:
            draft = pointer.with_name("draft")
            draft.write_text("new and longer")
            draft.replace(pointer)
            assert pointer.read_text() == "new and longer"
            assert open_before.read() == "old"


def test_every_change_waits(writable, tree):
    """A file costs its look-up, its creation and its close; so does each further change; bytes count once."""
    with writable as mounted:
        (mounted / tree.relative_to("/")).exists()
    way = writable.facts()["waits"]
    with writable as mounted:
        seen = mounted / tree.relative_to("/")
        seen.exists()
        (seen / "new").write_bytes(bytes(1_000_000))
        (seen / "new").chmod(0o600)
        (seen / "new").unlink()
    facts = writable.facts()
    assert 7 <= facts["waits"] - way <= 8  # looked up for each of the three, made, closed, changed, gone
    assert facts["written"] == facts["bytes"] == 1_000_000


def test_writes_share_the_rate(tree, tmp_path):
    """What is written at once by several threads takes no less time than one after the other."""
    (tmp_path / "made").mkdir()
    rate = 10
    volume = SlowVolume(tmp_path / "made", 0, rate, tree)
    with volume as mounted, ThreadPoolExecutor(4) as pool:
        started = time.monotonic()
        seen = mounted / tree.relative_to("/")
        list(pool.map(lambda name: (seen / name).write_bytes(bytes(1_000_000)), "abcd"))
        assert time.monotonic() - started >= 4 / rate


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


def test_errors_are_planted(tree, tmp_path):
    """A full disk lets go of files, a read-only one of none, and a broken one fails in one of so many."""
    (tmp_path / "made").mkdir()
    faults = tmp_path / "faults"
    faults.write_text("0 1")
    with SlowVolume(tmp_path / "made", 0, 1e6, tree, faults) as mounted:
        seen = mounted / tree.relative_to("/")

        def plant(error, one_in=1):
            faults.write_text(f"{error} {one_in}")
            time.sleep(0.2)  # it looks every 20 ms

        (seen / "before").write_text("x")
        plant(errno.ENOSPC)
        with pytest.raises(OSError, match="No space left"):
            (seen / "new").write_text("x")
        assert shutil.disk_usage(seen).free == 0
        (seen / "before").unlink()
        plant(errno.EROFS)
        for change in ((seen / "large").unlink, lambda: (seen / "new").write_text("x")):
            with pytest.raises(OSError, match="Read-only"):
                change()
        plant(errno.EIO, 2)
        failed = 0
        for number in range(10):
            try:
                (seen / f"new-{number}").touch()
            except OSError as error:
                failed += error.errno == errno.EIO
        assert 0 < failed < 10
        plant(0)
        (seen / "new").write_text("x")
    assert (tree / "large").exists()


def test_what_is_mapped_is_counted_too(volume, tree):
    """A library that the dynamic linker maps is read through it."""
    with volume as mounted:
        seen = mounted / (tree / "large").relative_to("/")
        with seen.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as content:
            assert content[:] == (tree / "large").read_bytes()
    assert volume.facts()["bytes"] == 3_000_001
