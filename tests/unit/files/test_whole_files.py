"""Files on file systems that lack something, or that other machines use, too."""

import errno
import json
import os
from pathlib import Path

import pytest

from f5tts_worker.files.whole_files import write_whole
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.volume.publish import LAYOUT, read_pointer


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.EIO])
def test_what_cannot_be_asked_for_is_no_failure(tmp_path, monkeypatch, code):
    """Some file systems in user space cannot flush a file. One that fails to do it is believed."""

    def fsync(_fd):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fsync)
    if code == errno.EIO:
        with pytest.raises(OSError, match="Input/output"):
            write_whole(tmp_path / "a", lambda file: file.write(b"x"))
        assert list(tmp_path.iterdir()) == []
    else:
        write_whole(tmp_path / "a", lambda file: file.write(b"x"))
        assert (tmp_path / "a").read_bytes() == b"x"


def test_a_file_that_another_machine_has_just_replaced_is_read(tmp_path, monkeypatch):
    """A network's file system says once that what it remembered is stale; nothing is built anew for it."""
    folder = tmp_path / "0123456789abcdef-00000000"
    folder.mkdir()
    pointer = tmp_path / "0123456789abcdef.json"
    pointer.write_text(json.dumps({"layout": LAYOUT, "folder": folder.name}))
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/a.wav").write_bytes(b"sound")
    stale, opened = set(), Path.open

    def open_stale(self, *arguments, **options):
        if self.parent != tmp_path / "copy" and self not in stale:
            stale.add(self)
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_stale)
    store = FolderStore(tmp_path)
    assert read_pointer(pointer)["folder"] == folder
    assert store.read_bytes("voices/a.wav", 100) == b"sound"
    stale.clear()
    store.get_file("voices/a.wav", tmp_path / "copy" / "a.wav")
    assert (tmp_path / "copy" / "a.wav").read_bytes() == b"sound"
