"""The folder store keeps every promise of the bucket store, and nothing leaves its folder."""

import errno
import os

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.files.whole_files import PARTIAL
from f5tts_worker.storage import check_key
from f5tts_worker.storage.folder import FolderStore

BAD_KEYS = [
    *("", "/", "..", "../x", "a/../b", "a/../../x", "/etc/passwd", "a//b", "a/", "./a", "a/./b"),
    *("a\0b", "a\nb", "a\\b", "..\\x", "a\x7f", "a/" * 500 + "a", "é" * 500, "a/..", "voices/.."),
]


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "store")


def test_what_is_stored_comes_back(store, tmp_path):
    """Bytes and files come back unchanged, and replacing changes the tag."""
    store.put_bytes("voices/anna.txt", b"one", "text/plain")
    first = store.head("voices/anna.txt")
    (tmp_path / "new").write_bytes(b"two!")
    store.put_file("voices/anna.txt", tmp_path / "new", "text/plain")
    second = store.head("voices/anna.txt")
    assert store.read_bytes("voices/anna.txt", 100) == b"two!"
    assert store.read_bytes("voices/anna.txt", 2) == b"tw"
    assert (first.size, second.size) == (3, 4)
    assert first.tag != second.tag
    store.get_file("voices/anna.txt", tmp_path / "deep" / "copy")
    assert (tmp_path / "deep" / "copy").read_bytes() == b"two!"
    assert store.local_path("voices/anna.txt").read_bytes() == b"two!"
    assert store.url("voices/anna.txt") is None


def test_missing_keys(store, tmp_path):
    """Looking for nothing is no error, reading it is NOT_FOUND, deleting it is nothing."""
    assert store.head("voices/none.wav") is None
    assert store.list("voices/") == []
    store.delete("voices/none.wav")
    for read in (
        lambda: store.read_bytes("voices/none.wav", 10),
        lambda: store.get_file("voices/none.wav", tmp_path / "x"),
    ):
        with pytest.raises(WorkerError) as caught:
            read()
        assert caught.value.code == "NOT_FOUND"
    assert not (tmp_path / "x").exists()


def test_listing(store):
    """A listing is sorted, goes into sub-folders, matches the start of names, and leaves out folders."""
    for key in ("voices/b.wav", "voices/a.wav", "voices/ab.wav", "voices/sub/c.wav", "output/x.wav"):
        store.put_bytes(key, b"x", "audio/wav")
    assert [entry.key for entry in store.list("voices/")] == [
        "voices/a.wav",
        "voices/ab.wav",
        "voices/b.wav",
        "voices/sub/c.wav",
    ]
    assert [entry.key for entry in store.list("voices/a")] == ["voices/a.wav", "voices/ab.wav"]
    store.delete("voices/a.wav")
    assert store.head("voices/a.wav") is None
    assert store.head("voices") is None


@pytest.mark.parametrize("key", BAD_KEYS)
def test_keys_cannot_leave_the_folder(store, tmp_path, key):
    """Traversal, absolute keys, control characters and overlong keys are refused by every method."""
    for use in (
        lambda: check_key(key),
        lambda: store.put_bytes(key, b"x", "x"),
        lambda: store.put_file(key, tmp_path / "absent", "x"),
        lambda: store.read_bytes(key, 1),
        lambda: store.get_file(key, tmp_path / "x"),
        lambda: store.head(key),
        lambda: store.delete(key),
        lambda: store.local_path(key),
    ):
        with pytest.raises(WorkerError) as caught:
            use()
        assert caught.value.code == "NOT_FOUND"
    assert list(tmp_path.rglob("*")) == []


def test_links_do_not_lead_out(store, tmp_path):
    """A symbolic link inside the store is neither followed out of it nor listed."""
    (tmp_path / "secret").write_text("secret")
    store.put_bytes("voices/a.wav", b"x", "audio/wav")
    (tmp_path / "store" / "voices" / "out.wav").symlink_to(tmp_path / "secret")
    (tmp_path / "store" / "away").symlink_to(tmp_path)
    for key in ("voices/out.wav", "away/secret"):
        with pytest.raises(WorkerError) as caught:
            store.read_bytes(key, 100)
        assert caught.value.code == "NOT_FOUND"
    assert [entry.key for entry in store.list("voices/")] == ["voices/a.wav"]


def test_a_failed_write_changes_nothing(store, tmp_path, monkeypatch):
    """When the disk fills up, the old content stays, no part is left, and the error says what to do."""
    store.put_bytes("voices/a.wav", b"old", "audio/wav")

    def no_room(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(WorkerError, match="volume is full") as caught:
        store.put_bytes("voices/a.wav", b"new", "audio/wav")
    assert caught.value.code == "VOLUME_FULL"
    assert store.read_bytes("voices/a.wav", 10) == b"old"
    assert [path.name for path in (tmp_path / "store" / "voices").iterdir()] == ["a.wav"]


def test_parts_are_invisible(store, tmp_path):
    """A file that another worker is still writing, or left behind when it died, is not listed."""
    store.put_bytes("voices/a.wav", b"x", "audio/wav")
    (tmp_path / "store" / "voices" / f"{PARTIAL}abc").write_bytes(b"half")
    assert [entry.key for entry in store.list("voices/")] == ["voices/a.wav"]


def test_a_volume_that_cannot_be_written(tmp_path):
    """A volume that is a file, not a folder, gives a sentence and no traceback."""
    (tmp_path / "store").write_text("a file")
    with pytest.raises(WorkerError) as caught:
        FolderStore(tmp_path / "store").put_bytes("voices/a.wav", b"x", "audio/wav")
    assert caught.value.code == "STORE_UNAVAILABLE"
