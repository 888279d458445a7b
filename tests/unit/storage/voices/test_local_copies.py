"""A copy in the cache is of the version whose name it has, whatever happens in the store meanwhile."""

import dataclasses

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.voices.local_copies import VoiceCopies
from f5tts_worker.storage.voices.stored import Voices

KEY = "voices/anna.wav"


class Bucket(FolderStore):
    """A folder that pretends to be a bucket: tags tell contents, so an old version may come back."""

    def local_path(self, key):
        return None

    def _entry(self, path):
        entry = super()._entry(path)
        return entry and dataclasses.replace(entry, tag=path.read_text())


@pytest.fixture
def store(tmp_path):
    store = Bucket(tmp_path / "store")
    store.put_bytes(KEY, b"old", "audio/wav")
    return store


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def test_what_was_replaced_before_it_was_fetched_is_not_kept(store, cache):
    """The new recording never gets the old one's name, under which it would be found again."""
    entry = store.head(KEY)
    store.put_bytes(KEY, b"new", "audio/wav")
    with pytest.raises(WorkerError, match="NOT_FOUND"):
        VoiceCopies(store, cache, None, "mark").file(entry)
    assert list(cache.iterdir()) == []
    store.put_bytes(KEY, b"old", "audio/wav")
    assert VoiceCopies(store, cache, None, "mark").file(entry).read_bytes() == b"old"


def test_a_voice_that_was_replaced_before_it_was_fetched_is_read_again(store, cache, monkeypatch):
    """The job gets the new recording, and a later one the old recording, if that was put back."""
    get_file = store.get_file

    def replaced_before(key, path):
        monkeypatch.undo()
        store.put_bytes(KEY, b"new", "audio/wav")
        get_file(key, path)

    monkeypatch.setattr(store, "get_file", replaced_before)
    voices = Voices(store, cache)
    assert voices.find("anna", {}).audio.read_bytes() == b"new"
    store.put_bytes(KEY, b"old", "audio/wav")
    assert voices.find("anna", {}).audio.read_bytes() == b"old"


def test_a_fetch_that_fails_leaves_nothing(store, cache, monkeypatch):
    """What came of a recording whose version nobody could ask for goes again."""

    def refuse(key):
        raise WorkerError("STORE_UNAVAILABLE", f"The bucket is away: {key}.")

    entry = store.head(KEY)
    monkeypatch.setattr(store, "head", refuse)
    with pytest.raises(WorkerError, match="STORE_UNAVAILABLE"):
        VoiceCopies(store, cache, None, "mark").file(entry)
    assert list(cache.iterdir()) == []
