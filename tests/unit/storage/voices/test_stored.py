"""A voice is found by name wherever it came from, and a name that does not exist gets help."""

import contextlib
import dataclasses
import hashlib
import json
import os
import unicodedata
from datetime import UTC, datetime

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.files.text_files import Decoded
from f5tts_worker.script.lexicon import MAX_ENTRIES
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.voices import builtin as builtin_voices
from f5tts_worker.storage.voices import metadata as voice_facts
from f5tts_worker.storage.voices import sent_files
from f5tts_worker.storage.voices import stored as voices
from f5tts_worker.storage.voices.builtin import LocalVoice
from f5tts_worker.storage.voices.stored import Voices


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


BUILT_IN = {"slt": LocalVoice("slt", builtin_voices.DEMO_VOICES / "slt.wav", "What slt says.")}


def test_a_pair_put_there_by_hand(store, shelf):
    """Any audio extension in any case will do, with the text beside it or without."""
    store.put_bytes("voices/anna.MP3", b"ID3", "audio/mpeg")
    store.put_bytes("voices/anna.txt", "  Was Anna sagt: Grüße.\r\n".encode("utf-8-sig"), "text/plain")
    store.put_bytes("voices/bob.flac", b"fLaC", "audio/flac")
    anna, bob = shelf.find("anna", {}), shelf.find("bob", {})
    assert (anna.name, anna.text, anna.audio.read_bytes()) == ("anna", "Was Anna sagt: Grüße.", b"ID3")
    assert anna.audio.suffix == ".mp3"
    assert bob.text is None


def test_a_deleted_voice_leaves_nothing_behind(store, shelf):
    """Whatever made up a voice goes with it, so does a file that hid behind another; neighbours stay."""
    for name in ("anna.wav", "anna.WAV", "anna.txt", "anna.json", "anna.v2.wav"):
        store.put_bytes(f"voices/{name}", b"" if name == "anna.txt" else b"RIFF", "audio/wav")
    shelf.delete("anna", {})
    assert [entry.key for entry in store.list("voices/")] == ["voices/anna.v2.wav"]


def test_a_new_voice_leaves_nothing_of_the_old_one(store, shelf, sample):
    """The same holds for a voice that is replaced."""
    for name in ("anna.WAV", "anna.mp3", "anna.txt"):
        store.put_bytes(f"voices/{name}", b"ID3", "audio/wav")
    shelf.save("anna", sample, "New.", FACTS, overwrite=True)
    assert [entry.key for entry in store.list("voices/")] == [
        f"voices/anna.{kind}" for kind in ("json", "txt", "wav")
    ]


def test_a_mistyped_name_does_not_list_a_whole_bucket(store, shelf, monkeypatch):
    """Names are shown from the first keys only, where there are very many."""
    monkeypatch.setattr(voices, "KEYS_FOR_NAMES", 3)
    for number in range(9):
        store.put_bytes(f"voices/anna{number}.wav", b"RIFF", "audio/wav")
    with pytest.raises(WorkerError) as caught:
        shelf.find("annna", {})
    assert sorted(caught.value.details["known"]) == ["anna0", "anna1", "anna2"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße".encode("utf-16"), "Grüße"),
        ("Grüße".encode("utf-16-be"), "Grüße"),
        ("Grüße".encode("utf-16")[:-1], None),
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
    for key in ("notes.txt", "sub/x.wav", ".hidden.wav", "README", "*.wav", "x.wav.bak"):
        store.put_bytes(f"voices/{key}", b"x", "x")
    store.put_bytes("voices/empty.wav", b"", "audio/wav")
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/anna.json", b"{}", "application/json")
    listed, more = shelf.page(BUILT_IN, 100)
    assert [(voice["name"], voice["text"], voice["builtin"]) for voice in listed] == [
        ("anna", None, False),
        ("slt", "What slt says.", True),
    ]
    assert (listed[0]["size"], more) == (4, None)


def test_a_stored_voice_goes_before_a_built_in_one(store, shelf):
    """Whoever stores a voice under a built-in name means the stored one; without it, the built-in stays."""
    assert shelf.find("slt", BUILT_IN).text == "What slt says."
    store.put_bytes("voices/slt.wav", b"mine", "audio/wav")
    assert shelf.find("slt", BUILT_IN).audio.read_bytes() == b"mine"
    assert [voice["builtin"] for voice in shelf.page(BUILT_IN, 100)[0]] == [False]


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
    assert (bob["text"], bob["size"]) == (None, 5)
    assert (slt["text"], slt["url"], slt["builtin"]) == ("What slt says.", None, True)
    assert store.copies == 0
    listed = {voice["name"]: voice for voice in shelf.page(BUILT_IN, 100)[0]}
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
    answers = [entries, [], []]
    monkeypatch.setattr(store, "list", lambda _prefix: answers.pop(0))
    with pytest.raises(WorkerError) as caught:
        shelf.find("anna", {})
    assert caught.value.code == "UNKNOWN_VOICE"


FACTS = {
    "seconds": 4.5,
    "language": "en",
    "chars_per_second": 12.1,
    "source": {"from": "example.org", "format": "mp3", "seconds": 31.2},
    "warnings": ["The recording is noisy."],
    "job": "job-1",
}
KEYS = ["voices/anna.json", "voices/anna.txt", "voices/anna.wav"]


def keys(store):
    return [entry.key for entry in store.list("voices/")]


def test_saving_and_replacing(store, shelf, sample):
    """A taken name needs `overwrite`; replacing leaves nothing of the old voice behind."""
    store.put_bytes("voices/anna.mp3", b"ID3", "audio/mpeg")
    with pytest.raises(WorkerError, match="overwrite: true") as caught:
        shelf.save("anna", sample, "Second.", FACTS, overwrite=False)
    assert caught.value.details["faults"][0]["field"] == "voice_name"
    shelf.save("anna", sample, "Second.", FACTS, overwrite=True)
    assert keys(store) == KEYS
    found = shelf.find("anna", {})
    assert (found.text, found.audio.read_bytes()) == ("Second.", sample.read_bytes())
    assert store.read_bytes(KEYS[1], 100) == b"Second.\n"


@pytest.mark.parametrize("name", ["Zoë", "Ärger.v2", "한국어", "Андрей"])
def test_a_voice_that_a_mac_wrote(store, shelf, sample, name):
    """A key in decomposed letters is the same voice: listed, found, replaced and deleted by its name."""
    taken_apart = unicodedata.normalize("NFD", name)
    store.put_bytes(f"voices/{taken_apart}.wav", b"RIFF", "audio/wav")
    store.put_bytes(f"voices/{taken_apart}.txt", b"Hello.", "text/plain")
    assert [voice["name"] for voice in shelf.page({}, 10)[0]] == [name]
    assert (shelf.find(name, {}).name, shelf.find(name, {}).text) == (name, "Hello.")
    with pytest.raises(WorkerError, match="overwrite: true"):
        shelf.check_free(name, (), overwrite=False)
    shelf.save(name, sample, "New.", FACTS, overwrite=True)
    assert keys(store) == [f"voices/{name}.{kind}" for kind in ("json", "txt", "wav")]
    store.put_bytes(f"voices/{taken_apart}.wav", b"RIFF", "audio/wav")
    assert shelf.find(name, {}).text == "New."
    shelf.delete(name, {})
    assert keys(store) == []


def test_pages_of_voices_in_two_spellings(store, shelf):
    """Page by page, each voice comes once, however its key and those of its neighbours are spelled."""
    names = ["Zoë", "Zoe", "Zof", "Zoé", "Ärger", "anna", "Анна", "小林"]
    for name in names:
        store.put_bytes(f"voices/{unicodedata.normalize('NFD', name)}.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/Zoö.wav", b"RIFF", "audio/wav")
    for size in (1, 2, 3, 20):
        listed, cursor = shelf.page(BUILT_IN, size)
        while cursor is not None:
            more, cursor = shelf.page(BUILT_IN, size, cursor)
            listed += more
        assert sorted(voice["name"] for voice in listed) == sorted([*names, "Zoö", "slt"])


def test_names_of_built_in_voices_are_taken(store, shelf, sample):
    """A voice that comes with the model is put into the shade only with `overwrite`."""
    with pytest.raises(WorkerError, match="comes with the model") as caught:
        shelf.check_free("slt", ("slt", "rms"), overwrite=False)
    assert "overwrite: true" in caught.value.details["faults"][0]["expected"]
    shelf.check_free("slt", ("slt", "rms"), overwrite=True)
    shelf.save("slt", sample, "Mine.", FACTS, overwrite=True)
    assert shelf.find("slt", BUILT_IN).text == "Mine."
    with pytest.raises(WorkerError, match="which exists"):
        shelf.check_free("slt", ("slt", "rms"), overwrite=False, job_id="another")
    shelf.check_free("slt", ("slt", "rms"), overwrite=False, job_id=FACTS["job"])  # delivered again


def test_a_job_that_is_delivered_again_may_store_again(store, shelf, sample):
    """Its own voice is no obstacle to an upload, another job's is, and so is one without a metadata."""
    shelf.save("anna", sample, "Hi.", FACTS, overwrite=False)
    shelf.save("anna", sample, "Hi.", FACTS, overwrite=False)
    with pytest.raises(WorkerError, match="overwrite: true"):
        shelf.save("anna", sample, "Hi.", FACTS | {"job": "job-2"}, overwrite=False)
    store.delete("voices/anna.json")
    with pytest.raises(WorkerError, match="overwrite: true"):
        shelf.save("anna", sample, "Hi.", FACTS, overwrite=False)


def test_the_largest_lexicon_of_a_voice_is_kept(store, shelf, sample):
    """What an upload may send is there when the voice is used, its text too."""
    lexicon = {f"{number:06}" + '"' * 94: '"a' * 150 for number in range(MAX_ENTRIES)}
    facts = FACTS | {"defaults": {"lexicon": lexicon}}
    shelf.save("anna", sample, "What Anna says.", facts, overwrite=False)
    found = shelf.find("anna", {})
    assert (found.text, found.defaults) == ("What Anna says.", facts["defaults"])
    store.put_bytes("voices/lexicon.json", json.dumps(lexicon).encode(), "application/json")
    assert shelf.lexicons("en") == [lexicon, {}]


def test_what_is_known_of_a_stored_voice(store, shelf, sample):
    """The list says what matters most, the voice by itself all that its metadata says."""
    shelf.save("anna", sample, "What Anna says.", FACTS, overwrite=False)
    (listed,) = shelf.page({}, 100)[0]
    assert listed == {
        "name": "anna",
        "seconds": 4.5,
        "size": sample.stat().st_size,
        "modified": (modified := store.head(KEYS[2]).modified),
        "last_modified": datetime.fromtimestamp(modified / 1000, UTC).isoformat(timespec="seconds"),
        "text": "What Anna says.",
        "language": "en",
        "warnings": ["The recording is noisy."],
        "builtin": False,
    }
    shown = shelf.describe("anna", {})
    assert listed.items() <= shown.items()
    assert {name: shown.get(name) for name in FACTS} == FACTS | {"job": None}
    assert shown["audio_sha256"] == hashlib.sha256(sample.read_bytes()).hexdigest()


class Stopped(Exception):  # noqa: N818 - it is no error
    """Where an upload ends."""


def stop_after(store, monkeypatch, writes):
    """Let the store take so many writes, and then no more."""
    left = [writes]

    def counted(write):
        def put(key, *rest):
            if not left[0]:
                raise Stopped
            left[0] -= 1
            write(key, *rest)

        return put

    for name in ("put_file", "put_bytes"):
        monkeypatch.setattr(store, name, counted(getattr(store, name)))


@pytest.mark.parametrize("by_hand", [True, False])
@pytest.mark.parametrize("writes", [0, 1, 2, 3])
def test_a_replacement_that_breaks_off_pairs_nothing_wrong(
    store, shelf, sample, tmp_path, monkeypatch, writes, by_hand
):
    """After each write of an upload over an old voice, a reader gets the old pair or the new one."""
    old = tmp_path / "old"
    old.write_bytes(b"RIFF old WAVE")
    if by_hand:
        store.put_file("voices/anna.wav", old, "audio/wav")
        store.put_bytes("voices/anna.txt", b"Old.", "text/plain")
    else:
        shelf.save("anna", old, "Old.", FACTS, overwrite=False)
    with monkeypatch.context() as patch:
        stop_after(store, patch, writes)
        with contextlib.suppress(Stopped):
            shelf.save("anna", sample, "New.", FACTS, overwrite=True)
    found = Voices(store, tmp_path / "another worker's cache").find("anna", {})
    pairs = {old.read_bytes(): "Old.", sample.read_bytes(): "New."}
    assert pairs[found.audio.read_bytes()] == found.text
    assert (found.text == "New.") == (writes >= 2)
    assert shelf.describe("anna", {})["text"] == found.text


def test_a_voice_that_is_replaced_while_it_is_read(store, shelf, sample, tmp_path, monkeypatch):
    """What changed between two reads is read again; what never stands still fails retryably."""
    shelf.save("anna", sample, "Old.", FACTS, overwrite=False)
    new = tmp_path / "new"
    new.write_bytes(b"RIFF new WAVE, longer")
    read, turns = store.get_file, [0]

    def replaced_before(key, path):
        if key.endswith(".wav") and turns[0]:
            turns[0] -= 1
            shelf.save("anna", new, f"New {turns[0]}.", FACTS, overwrite=True)
            new.write_bytes(new.read_bytes() + b".")
        read(key, path)

    monkeypatch.setattr(store, "get_file", replaced_before)
    turns[0] = 1
    found = shelf.find("anna", {})
    assert (found.text, found.audio.read_bytes()) == ("New 0.", b"RIFF new WAVE, longer")
    turns[0] = 100
    shelf.cache = tmp_path / "empty"
    with pytest.raises(WorkerError) as caught:
        shelf.find("anna", {})
    assert caught.value.code == "STORE_UNAVAILABLE"


def later(store, key, seconds):
    """Make a file of the store younger."""
    path = store.root / key
    stamp = path.stat().st_mtime + seconds
    os.utime(path, (stamp, stamp))


def test_a_text_that_was_corrected_by_hand_counts(store, shelf, sample):
    """Whoever corrects the text file later means it; where it is deleted, the metadata's text is left."""
    shelf.save("anna", sample, "What Anne says.", FACTS, overwrite=False)
    store.put_bytes("voices/anna.txt", b"What Anna says.", "text/plain")
    later(store, "voices/anna.txt", 60)
    assert shelf.find("anna", {}).text == shelf.describe("anna", {})["text"] == "What Anna says."
    store.delete("voices/anna.txt")
    assert shelf.find("anna", {}).text == shelf.page({}, 9)[0][0]["text"] == "What Anne says."


def test_a_recording_that_was_replaced_by_hand(store, shelf, sample):
    """With its text it is a voice by hand; alone, nobody knows what is said in it."""
    shelf.save("anna", sample, "What Anna says.", FACTS, overwrite=False)
    store.put_bytes("voices/anna.wav", b"RIFF other WAVE", "audio/wav")
    later(store, "voices/anna.wav", 60)
    assert shelf.find("anna", {}).text is None
    assert shelf.describe("anna", {})["seconds"] is None
    store.put_bytes("voices/anna.txt", b"Other.", "text/plain")
    assert shelf.find("anna", {}).text == "Other."


def test_a_pair_that_was_recorded_again_with_the_same_text(store, shelf, sample):
    """Whoever replaces recording and text by hand means both, though the words are the same as before."""
    shelf.save("anna", sample, "What Anna says.", FACTS, overwrite=False)
    for key, data in (("voices/anna.wav", b"RIFF other WAVE"), ("voices/anna.txt", b"What Anna says.")):
        store.put_bytes(key, data, "x")
        later(store, key, 60)
    assert shelf.find("anna", {}).text == shelf.describe("anna", {})["text"] == "What Anna says."


def test_a_copy_that_is_not_whole_is_made_again(store, shelf):
    """A copy without its content, which a sweep or a crash can leave, is no copy."""
    store.put_bytes("voices/anna.wav", b"RIFF", "audio/wav")
    shelf.find("anna", {}).audio.write_bytes(b"")
    assert shelf.find("anna", {}).audio.read_bytes() == b"RIFF"


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"layout": 2}',
        {"layout": 2},
        {"text": None},
        {"text": ""},
        {"text": "x" * 10_001},
        {"seconds": "4"},
        {"seconds": float("nan")},
        {"warnings": [1]},
        {"source": {"from": "x" * 400, "format": "wav", "seconds": 1}},
        {"audio_sha256": "no"},
        {"audio_bytes": True},
    ],
)
def test_a_metadata_that_cannot_be_believed_is_none(store, shelf, sample, damage):
    """Damaged, strange or someone else's: the pair counts as if it had none."""
    made = shelf.save("anna", sample, "What Anna says.", FACTS, overwrite=False)
    data = damage if isinstance(damage, bytes) else json.dumps(made | damage).encode()
    store.put_bytes("voices/anna.json", data, "application/json")
    assert voice_facts.decode(data) is None
    assert shelf.find("anna", {}).text == "What Anna says."
    shown = shelf.describe("anna", {})
    assert (shown["text"], shown["seconds"], shown["warnings"]) == ("What Anna says.", None, [])
    assert shelf.page({}, 9)[0][0]["text"] == "What Anna says."


def test_a_voice_on_the_volume_is_held_for_the_job(tmp_path, sample):
    """Replaced after it was found, the recording that was found stays what it was."""
    shelf = Voices(FolderStore(tmp_path / "store"), tmp_path / "cache")
    shelf.save("anna", sample, "Old.", FACTS, overwrite=False)
    (tmp_path / "job").mkdir()
    found = shelf.find("anna", {}, tmp_path / "job")
    new = tmp_path / "new"
    new.write_bytes(b"RIFF new WAVE")
    shelf.save("anna", new, "New.", FACTS, overwrite=True)
    assert (found.text, found.audio.read_bytes()) == ("Old.", sample.read_bytes())


def test_pages_show_every_voice_once(store, shelf):
    """Names that are parts of each other, built-in ones among them: no voice is missed or shown twice."""
    names = ["anna", "anna 2", "anna-b", "anna.k", "anna.v2", "anna.v2.x", "annabel", "slt.2", "zoe"]
    for name in names:
        for kind in ("json", "txt", "wav"):
            store.put_bytes(f"voices/{name}.{kind}", b"x", "x")
    for limit in range(1, 12):
        seen, cursor = [], None
        for _ in range(20):
            page, cursor = shelf.page(BUILT_IN, limit, cursor)
            assert 0 < len(page) <= limit
            seen += [voice["name"] for voice in page]
            if cursor is None:
                break
        assert sorted(seen) == sorted([*names, "slt"])
        assert len(seen) == len(names) + 1
    assert shelf.page(BUILT_IN, 5, "zz") == ([], None)


def test_a_page_asks_for_no_more_than_it_shows(store, shelf, monkeypatch):
    """A page of a large store lists only its part, and opens only its own voices' texts."""
    for number in range(40):
        for kind in ("txt", "wav"):
            store.put_bytes(f"voices/v{number:02}.{kind}", b"x", "x")
    taken, opened = [], []
    scan, read = store.scan, store.read_bytes
    monkeypatch.setattr(store, "scan", lambda *where: (taken.append(e.key) or e for e in scan(*where)))
    monkeypatch.setattr(store, "read_bytes", lambda key, limit: opened.append(key) or read(key, limit))
    page, cursor = shelf.page({}, 10, "v09")
    assert [voice["name"] for voice in page] == [f"v{number}" for number in range(10, 20)]
    assert cursor == "v19"
    assert len(taken) <= 26
    assert sorted(opened) == [f"voices/v{number}.txt" for number in range(10, 20)]


def test_deleting(store, shelf, sample):
    """Deleting takes the whole voice and nothing else; a built-in voice stays, an unknown one is an error."""
    shelf.save("anna", sample, "Hi.", FACTS, overwrite=False)
    store.put_bytes("voices/anna.v2.wav", b"RIFF", "audio/wav")
    shelf.delete("anna", BUILT_IN)
    assert keys(store) == ["voices/anna.v2.wav"]
    for name, code in (("anna", "UNKNOWN_VOICE"), ("slt", "INVALID_REQUEST")):
        with pytest.raises(WorkerError) as caught:
            shelf.delete(name, BUILT_IN)
        assert caught.value.code == code


def test_the_voices_that_come_with_models(tmp_path):
    """The demo model brings its own; others have f5_tts's example, where the environment holds it."""
    demo = builtin_voices.built_in("demo", None)
    assert next(iter(demo)) == "slt"
    for voice in demo.values():
        assert voice.audio.is_file()
        assert voice.text
    assert builtin_voices.built_in("F5TTS_v1_Base", None) == {}
    assert builtin_voices.built_in("F5TTS_v1_Base", tmp_path) == {}
    example = tmp_path / builtin_voices.F5_EXAMPLE
    example.parent.mkdir(parents=True)
    example.write_bytes(b"RIFF")
    found = builtin_voices.built_in("F5TTS_v1_Base", tmp_path)
    assert builtin_voices.default_voice("F5TTS_v1_Base", found) == LocalVoice(
        "basic", example, "Some call me nature, others call me mother nature."
    )
    with pytest.raises(WorkerError, match="comes without a voice"):
        builtin_voices.default_voice("F5TTS_v1_Base", {})
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
        (b"\0\0\0\x20ftypisom", "mp4"),
        (b"\x1aE\xdf\xa3", "webm"),
        (b"FORM\0\0\0\0AIFFCOMM", "aiff"),
        (b"caff\0\1", "caf"),
        (b"riff\x2e\x91\xcf\x11", "w64"),
        (b"BW64\0\0\0\0WAVEds64", "wav"),
        (b"#!AMR\n", "amr"),
        (b"\0\0\0\x08wide\0\0\x10\0mdat", "mp4"),
        (b"<svg xmlns=", None),
        (b"", None),
        (b"\xff", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(tmp_path, head, extension):
    """What was sent under any name gets the extension that fits."""
    (tmp_path / "x").write_bytes(head)
    assert sent_files.audio_extension(tmp_path / "x") == extension


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfSo she said.\r\n", "So she said."),
        (b"a\r\nb", "a\nb"),
        ("It\u2019s late.".encode("utf-16"), "It\u2019s late."),
        ("\u0645\u06cc\u200c\u0631\u0648\u0645".encode(), "\u0645\u06cc\u200c\u0631\u0648\u0645"),
    ],
)
def test_a_text_file_that_was_sent(tmp_path, data, text):
    """Saved by any editor, and read like a text in the store."""
    (tmp_path / "text").write_bytes(data)
    assert sent_files.read_text_file(tmp_path / "text", "text_file_url") == Decoded(text)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b" \n", "holds no text"),
        (b"RIFF\0\0\0\0WAVE", "is not a text file"),
        (b"caf\xe9 \x81", "is not a text file"),
        (b"a" * 10_001, "is too long"),
        (b"\0" * (sent_files.MAX_TEXT_BYTES + 1), "is too long"),
    ],
)
def test_a_file_that_is_no_text(tmp_path, data, problem):
    """The fault names the field that the caller used."""
    (tmp_path / "text").write_bytes(data)
    with pytest.raises(WorkerError, match=f"text_file_url {problem}") as caught:
        sent_files.read_text_file(tmp_path / "text", "text_file_url")
    assert caught.value.code == "INVALID_REQUEST"
