"""A voice is found by name wherever it came from, and a name that does not exist gets help."""

import dataclasses

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import voices
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.voices import LocalVoice, Voices


class RemoteFolder(FolderStore):
    """A folder that pretends to be far away, as a bucket is, and counts what is copied."""

    copies = 0

    def local_path(self, key):
        return None

    def get_file(self, key, path):
        self.copies += 1
        super().get_file(key, path)


@pytest.fixture
def store(tmp_path):
    return RemoteFolder(tmp_path / "store")


@pytest.fixture
def shelf(store, tmp_path):
    return Voices(store, tmp_path / "cache")


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "sample"
    path.write_bytes(b"RIFF....WAVEfmt ")
    return path


BUILT_IN = {"slt": LocalVoice("slt", voices.DEMO_VOICES / "slt.wav", "What slt says.")}


def test_a_pair_put_there_by_hand(store, shelf):
    """Any audio extension in any case will do, with the text beside it or without."""
    store.put_bytes("voices/anna.MP3", b"ID3", "audio/mpeg")
    store.put_bytes("voices/anna.txt", "  Was Anna sagt: Grüße.\r\n".encode("utf-8-sig"), "text/plain")
    store.put_bytes("voices/bob.flac", b"fLaC", "audio/flac")
    anna, bob = shelf.find("anna", {}), shelf.find("bob", {})
    assert (anna.name, anna.text, anna.audio.read_bytes()) == ("anna", "Was Anna sagt: Grüße.", b"ID3")
    assert anna.audio.suffix == ".mp3"
    assert bob.text is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße".encode("utf-16"), "Grüße"),
        ("Grüße".encode("utf-16-be"), None),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b" \r\n", None),
    ],
)
def test_texts_saved_by_any_editor(store, shelf, data, text):
    """A text file is read in the encodings that editors write; one without words is no text."""
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/anna.txt", data, "text/plain")
    found = shelf.find("anna", {}).text
    assert found == text or (text is None and found is not None and "\0" in found)


def test_a_copy_is_made_once_per_version(store, shelf):
    """The second use of a voice copies nothing; a replaced voice is copied again."""
    store.put_bytes("voices/anna.wav", b"RIFF1", "audio/wav")
    first = shelf.find("anna", {}).audio
    assert shelf.find("anna", {}).audio == first
    assert store.copies == 1
    store.put_bytes("voices/anna.wav", b"RIFF2", "audio/wav")
    second = shelf.find("anna", {}).audio
    assert second != first
    assert second.read_bytes() == b"RIFF2"
    assert store.copies == 2


def test_a_store_on_the_volume_is_used_in_place(tmp_path):
    """What already lies on the volume is not copied to it again."""
    store = FolderStore(tmp_path / "store")
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    assert Voices(store, tmp_path / "cache").find("anna", {}).audio == tmp_path / "store/voices/anna.wav"
    assert not (tmp_path / "cache").exists()


def test_names_that_begin_alike(store, shelf):
    """`anna` is not `anna.v2` nor `anna 2`, in both directions."""
    for name in ("anna.v2", "anna 2", "annabel"):
        store.put_bytes(f"voices/{name}.wav", b"RIFF", "audio/wav")
    with pytest.raises(WorkerError):
        shelf.find("anna", {})
    store.put_bytes("voices/anna.wav", b"mine", "audio/wav")
    assert shelf.find("anna", {}).audio.read_bytes() == b"mine"
    assert shelf.find("anna.v2", {}).audio.read_bytes() == b"RIFF"


def test_what_is_no_voice_is_not_listed(store, shelf):
    """Texts alone, empty files, sub-folders and names that cannot be called are left out."""
    for key in ("notes.txt", "sub/x.wav", ".hidden.wav", "README", "é.wav", "x.wav.bak"):
        store.put_bytes(f"voices/{key}", b"x", "x")
    store.put_bytes("voices/empty.wav", b"", "audio/wav")
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/anna.json", b"{}", "application/json")
    listed = shelf.list(BUILT_IN)
    assert [(voice["name"], voice["has_text"], voice["built_in"]) for voice in listed] == [
        ("anna", False, False),
        ("slt", True, True),
    ]
    assert listed[0]["size"] == 4


def test_a_stored_voice_goes_before_a_built_in_one(store, shelf):
    """Whoever stores a voice under a built-in name means the stored one; without it, the built-in stays."""
    assert shelf.find("slt", BUILT_IN).text == "What slt says."
    store.put_bytes("voices/slt.wav", b"mine", "audio/wav")
    assert shelf.find("slt", BUILT_IN).audio.read_bytes() == b"mine"
    assert [voice["built_in"] for voice in shelf.list(BUILT_IN)] == [False]


def test_an_unknown_voice_names_some_that_exist(store, shelf):
    """The closest names come first, whatever their case, then the others, at most twenty."""
    for name in ("Anna", "hannah", "zoe", *(f"voice{number:02d}" for number in range(30))):
        store.put_bytes(f"voices/{name}.wav", b"RIFF", "audio/wav")
    with pytest.raises(WorkerError) as caught:
        shelf.find("anna", BUILT_IN)
    error = caught.value
    assert error.code == "UNKNOWN_VOICE"
    assert "Did you mean 'Anna'?" in error.message
    assert error.details["known"][:2] == ["Anna", "hannah"]
    assert len(error.details["known"]) == voices.NAMES_SHOWN


def test_one_voice_is_shown_without_its_recording(store, shelf, monkeypatch):
    """Its text and an address: the recording itself is not read, and what is not there is None."""
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/anna.txt", b"What Anna says.", "text/plain")
    store.put_bytes("voices/bob.wav", b"RIFF!", "audio/wav")
    monkeypatch.setattr(store, "url", lambda key: f"https://bucket.example/{key}")
    anna, bob, slt = (shelf.describe(name, BUILT_IN) for name in ("anna", "bob", "slt"))
    assert (anna["text"], anna["url"]) == ("What Anna says.", "https://bucket.example/voices/anna.wav")
    assert (bob["text"], bob["has_text"], bob["size"]) == (None, False, 5)
    assert (slt["text"], slt["url"], slt["built_in"]) == ("What slt says.", None, True)
    assert store.copies == 0
    listed = {voice["name"]: voice for voice in shelf.list(BUILT_IN)}
    for shown in (anna, bob, slt):
        assert listed[shown["name"]].items() <= shown.items()
    with pytest.raises(WorkerError, match="Did you mean 'anna'"):
        shelf.describe("ana", BUILT_IN)


def test_an_empty_store_says_so(shelf):
    """With no voice at all, the sentence says what to do."""
    with pytest.raises(WorkerError, match="no voices yet"):
        shelf.find("anna", {})


def test_a_voice_that_vanishes_while_it_is_looked_at(store, shelf, monkeypatch):
    """Deleted between listing and reading, a voice is simply unknown."""
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    entries = store.list("voices/")
    store.delete("voices/anna.wav")
    answers = [entries, []]
    monkeypatch.setattr(store, "list", lambda _prefix: answers.pop(0))
    with pytest.raises(WorkerError) as caught:
        shelf.find("anna", {})
    assert caught.value.code == "UNKNOWN_VOICE"


def test_saving_and_replacing(store, shelf, sample):
    """A taken name needs `overwrite`; replacing leaves nothing of the old voice behind."""
    assert shelf.save("anna", sample, "mp3", "First.", overwrite=False) == "voices/anna.mp3"
    with pytest.raises(WorkerError, match="overwrite: true") as caught:
        shelf.save("anna", sample, "wav", "Second.", overwrite=False)
    assert caught.value.details["faults"][0]["field"] == "voice_name"
    shelf.save("anna", sample, "wav", "Second.", overwrite=True)
    assert [entry.key for entry in store.list("voices/")] == ["voices/anna.txt", "voices/anna.wav"]
    assert shelf.find("anna", {}).text == "Second."
    shelf.save("anna", sample, "wav", None, overwrite=True)
    assert shelf.find("anna", {}).text is None  # the old text does not describe the new recording


def test_deleting(store, shelf, sample):
    """Deleting takes the whole voice and nothing else; a built-in voice stays, an unknown one is an error."""
    shelf.save("anna", sample, "wav", "Hi.", overwrite=False)
    shelf.save("anna.v2", sample, "wav", None, overwrite=False)
    shelf.delete("anna", BUILT_IN)
    assert [entry.key for entry in store.list("voices/")] == ["voices/anna.v2.wav"]
    for name, code in (("anna", "UNKNOWN_VOICE"), ("slt", "INVALID_REQUEST")):
        with pytest.raises(WorkerError) as caught:
            shelf.delete(name, BUILT_IN)
        assert caught.value.code == code


def test_the_voices_that_come_with_models(tmp_path):
    """The demo model brings its own; others have f5_tts's example, where the environment holds it."""
    demo = voices.built_in("demo", None)
    assert next(iter(demo)) == "slt"
    for voice in demo.values():
        assert voice.audio.is_file()
        assert voice.text
    assert voices.built_in("F5TTS_v1_Base", None) == {}
    assert voices.built_in("F5TTS_v1_Base", tmp_path) == {}
    example = tmp_path / voices.F5_EXAMPLE
    example.parent.mkdir(parents=True)
    example.write_bytes(b"RIFF")
    found = voices.built_in("F5TTS_v1_Base", tmp_path)
    assert voices.default_voice("F5TTS_v1_Base", found) == LocalVoice(
        "basic", example, "Some call me nature, others call me mother nature."
    )
    with pytest.raises(WorkerError, match="comes without a voice"):
        voices.default_voice("F5TTS_v1_Base", {})
    assert dataclasses.is_dataclass(found["basic"])


@pytest.mark.parametrize(
    ("head", "extension"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"fLaC\0\0\0\x22", "flac"),
        (b"ID3\x04\0\0", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"OggS\0\2" + bytes(22) + b"OpusHead", "opus"),
        (b"OggS\0\2" + bytes(22) + b"\x01vorbis", "ogg"),
        (b"\0\0\0\x20ftypM4A ", "m4a"),
        (b"\x1aE\xdf\xa3", "webm"),
        (b"<svg xmlns=", None),
        (b"", None),
        (b"\xff", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(tmp_path, head, extension):
    """What was sent under any name gets the extension that fits."""
    (tmp_path / "x").write_bytes(head)
    assert voices.audio_extension(tmp_path / "x") == extension


@pytest.mark.parametrize(
    ("data", "text"), [(b"\xef\xbb\xbfSo she said.\r\n", "So she said."), (b"a\nb", "a\nb")]
)
def test_a_text_file_that_was_sent(tmp_path, data, text):
    """Saved by any editor, and read like a text in the store."""
    (tmp_path / "text").write_bytes(data)
    assert voices.read_text_file(tmp_path / "text", "text_file_url") == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b" \n", "holds no text"),
        (b"RIFF\0\0\0\0WAVE", "is no text file"),
        (b"a" * 10_001, "is too long"),
        (b"\0" * (voices.MAX_TEXT_BYTES + 1), "is too long"),
    ],
)
def test_a_file_that_is_no_text(tmp_path, data, problem):
    """The fault names the field that the caller used."""
    (tmp_path / "text").write_bytes(data)
    with pytest.raises(WorkerError, match=f"text_file_url {problem}") as caught:
        voices.read_text_file(tmp_path / "text", "text_file_url")
    assert caught.value.code == "INVALID_REQUEST"
