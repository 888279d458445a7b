"""Voices: `voices/NAME.wav` with `voices/NAME.txt` in the store, and those that come with a model.

A pair that somebody put into the bucket by hand is a voice like any other. The text may be missing; then the
recording is transcribed when it is first used.
"""

import codecs
import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from f5tts_worker.errors import WorkerError
from f5tts_worker.fields import AUDIO_EXTENSIONS, MAX_REF_TEXT_CHARS, voice_name
from f5tts_worker.marks import touch_daily
from f5tts_worker.storage import Entry, Store
from f5tts_worker.storage.outputs import content_type

PREFIX = "voices/"
MAX_TEXT_BYTES = 64 * 1024
NAMES_SHOWN = 20

DEMO_VOICES = Path(__file__).resolve().parent.parent / "demo" / "voices"
# f5_tts's own example and its text, from f5_tts/infer/examples/basic/basic.toml (1.1.22).
F5_EXAMPLE = Path("f5_tts/infer/examples/basic/basic_ref_en.wav")
EXAMPLE_VOICE = "basic"
F5_EXAMPLE_TEXT = "Some call me nature, others call me mother nature."


@dataclass(frozen=True)
class LocalVoice:
    """A voice whose recording lies on this machine; `text` None is to be transcribed."""

    name: str
    audio: Path
    text: str | None


@dataclass(frozen=True)
class StoredVoice:
    """What the store holds of one voice: its recording, and the entries beside it by extension."""

    name: str
    audio: Entry
    beside: Mapping[str, Entry] = field(default_factory=dict)


def built_in(model: str, site_packages: Path | None) -> dict[str, LocalVoice]:
    """Return the voices that come with a model, the default first; `site_packages` is the environment's."""
    if model == "demo":
        pairs = [(name, DEMO_VOICES / f"{name}.wav") for name in ("slt", "rms")]
        return {
            name: LocalVoice(name, audio, _decode_text(audio.with_suffix(".txt").read_bytes()))
            for name, audio in pairs
            if audio.is_file()
        }
    audio = site_packages / F5_EXAMPLE if site_packages is not None else None
    if audio is None or not audio.is_file():
        return {}
    return {EXAMPLE_VOICE: LocalVoice(EXAMPLE_VOICE, audio, F5_EXAMPLE_TEXT)}


class Voices:
    """The voices of one store. `cache` is a folder on the volume for copies of what lies in a bucket."""

    def __init__(self, store: Store, cache: Path) -> None:
        self.store = store
        self.cache = cache

    def find(self, name: str, builtin: Mapping[str, LocalVoice]) -> LocalVoice:
        """Return the voice of this name; a stored one goes before one that comes with the model.

        Raises WorkerError UNKNOWN_VOICE with names that exist, the closest first.
        """
        stored = self._stored(name).get(name)
        if stored is not None:
            try:
                return LocalVoice(name, self._local(stored.audio), self._text(stored))
            except WorkerError as error:
                if error.code != "NOT_FOUND":
                    raise  # else: it vanished between listing and reading, so it is unknown now
        if name in builtin:
            return builtin[name]
        raise unknown_voice(name, [*self._stored(), *builtin])

    def list(self, builtin: Mapping[str, LocalVoice]) -> list[dict[str, Any]]:
        """Return what there is, by name: size in bytes, Unix milliseconds, and where it comes from."""
        found = {
            name: {
                "name": name,
                "size": voice.audio.size,
                "modified": voice.audio.modified,
                "has_text": "txt" in voice.beside,
                "built_in": False,
            }
            for name, voice in self._stored().items()
        }
        for name, local in builtin.items():
            entry = {"name": name, "size": local.audio.stat().st_size, "modified": None}
            found.setdefault(name, {**entry, "has_text": local.text is not None, "built_in": True})
        return [found[name] for name in sorted(found)]

    def describe(self, name: str, builtin: Mapping[str, LocalVoice]) -> dict[str, Any]:
        """Return one voice as `list` does, with its text and an address, or None for what there is not.

        Raises WorkerError UNKNOWN_VOICE with names that exist, the closest first.
        """
        stored = self._stored(name).get(name)
        if stored is not None:
            text = self._text(stored)
            size, modified, url = stored.audio.size, stored.audio.modified, self.store.url(stored.audio.key)
        elif name in builtin:
            local = builtin[name]
            text, size, modified, url = local.text, local.audio.stat().st_size, None, None
        else:
            raise unknown_voice(name, [*self._stored(), *builtin])
        return {
            "name": name,
            "size": size,
            "modified": modified,
            "has_text": text is not None,
            "built_in": stored is None,
            "text": text,
            "url": url,
        }

    def check_free(self, name: str, *, overwrite: bool) -> None:
        """Raise WorkerError INVALID_REQUEST if the name is taken and may not be overwritten."""
        if not overwrite and name in self._stored(name):
            problem = f"is {name!r}, which exists"
            raise _fault("voice_name", problem, "another name, or overwrite: true to replace it")

    def save(self, name: str, audio: Path, extension: str, text: str | None, *, overwrite: bool) -> str:
        """Store a voice and return its key. The recording comes last: until then there is no new voice."""
        self.check_free(name, overwrite=overwrite)
        old = self._stored(name).get(name)
        key = f"{PREFIX}{name}.{extension}"
        if text is not None:
            self.store.put_bytes(f"{PREFIX}{name}.txt", text.encode(), content_type("txt"))
        self.store.put_file(key, audio, content_type(extension))
        if old is not None:
            stale = [entry for kind, entry in old.beside.items() if kind != "txt" or text is None]
            self._delete(entry for entry in (old.audio, *stale) if entry.key != key)
        return key

    def delete(self, name: str, builtin: Mapping[str, LocalVoice]) -> None:
        """Delete a stored voice: the recording first, so that what remains of a broken delete is no voice."""
        stored = self._stored(name).get(name)
        if stored is not None:
            self._delete([stored.audio, *stored.beside.values()])
        elif name in builtin:
            raise WorkerError(
                "INVALID_REQUEST", f"voice_name is {name!r}, which comes with the model and stays."
            )
        else:
            raise unknown_voice(name, list(self._stored()))

    def _delete(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.store.delete(entry.key)

    def _stored(self, name: str | None = None) -> dict[str, StoredVoice]:
        """Return the voices in the store by name; with a name, only what starts with it is looked at."""
        groups: dict[str, dict[str, Entry]] = {}
        for entry in self.store.list(PREFIX if name is None else f"{PREFIX}{name}."):
            stem, _, extension = entry.key.removeprefix(PREFIX).rpartition(".")
            if voice_name(stem) == stem and entry.size:
                groups.setdefault(stem, {})[extension.lower()] = entry
        voices: dict[str, StoredVoice] = {}
        for stem, entries in groups.items():
            kinds = [kind for kind in AUDIO_EXTENSIONS if kind in entries]
            if kinds:
                audio = entries.pop(kinds[0])
                voices[stem] = StoredVoice(stem, audio, entries)
        return voices

    def _text(self, voice: StoredVoice) -> str | None:
        entry = voice.beside.get("txt")
        return _decode_text(self.store.read_bytes(entry.key, MAX_TEXT_BYTES)) if entry else None

    def _local(self, entry: Entry) -> Path:
        """Return a local file with the entry's content, copied at most once per version of it."""
        here = self.store.local_path(entry.key)
        if here is not None:
            return here
        version = hashlib.sha256(f"{entry.key}\0{entry.tag}\0{entry.size}".encode()).hexdigest()
        path = self.cache / f"{version}{Path(entry.key).suffix.lower()}"
        if not path.exists():
            self.store.get_file(entry.key, path)
        touch_daily(path)  # the sweep removes copies that nobody asks for
        return path


def unknown_voice(name: str, known: Sequence[str]) -> WorkerError:
    """Return the error for a voice that is not there, naming some that are, the closest first."""
    names = {voice.lower(): voice for voice in sorted(known, reverse=True)}
    close = [names[match] for match in difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.6)]
    listed = (close + sorted(set(known) - set(close)))[:NAMES_SHOWN]
    guess = f" Did you mean {close[0]!r}?" if close else ""
    there = f" There are: {', '.join(listed)}." if listed else " There are no voices yet; upload one."
    return WorkerError(
        "UNKNOWN_VOICE", f"There is no voice named {name!r}.{guess}{there}", {"voice": name, "known": listed}
    )


def default_voice(model: str, builtin: Mapping[str, LocalVoice]) -> LocalVoice:
    """Return the voice that is used when the caller names none. Raises WorkerError UNKNOWN_VOICE."""
    for voice in builtin.values():
        return voice
    sentence = f"Model {model!r} comes without a voice; send local_voice or voice_reference_url."
    raise WorkerError("UNKNOWN_VOICE", sentence, {"model": model})


def audio_extension(path: Path) -> str | None:
    """Return the extension that fits a recording's first bytes, or None; the decoder has the last word."""
    with path.open("rb") as file:
        head = file.read(64)
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"OggS":
        return "opus" if b"OpusHead" in head else "ogg"
    if head[:3] == b"ID3":
        return "mp3"
    if head[4:8] == b"ftyp":
        return "m4a"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # MPEG frame sync, ISO 11172-3
        return "aac" if head[1] & 0x06 == 0 else "mp3"  # layer 0 is ADTS
    return {b"fLaC": "flac", b"\x1aE\xdf\xa3": "webm"}.get(head[:4])


def read_text_file(path: Path, field: str) -> str:
    """Return the text in a file that a caller sent as `field`. Raises WorkerError INVALID_REQUEST."""
    with path.open("rb") as file:
        data = file.read(MAX_TEXT_BYTES + 1)
    text = _decode_text(data) if len(data) <= MAX_TEXT_BYTES else None
    expected = f"a text file of at most {MAX_REF_TEXT_CHARS:,} characters"
    if len(data) > MAX_TEXT_BYTES or len(text or "") > MAX_REF_TEXT_CHARS:
        raise _fault(field, "is too long", expected)
    if text is None:
        raise _fault(field, "holds no text", expected)
    if not all(character.isprintable() or character.isspace() for character in text):
        raise _fault(field, "is no text file", expected)
    return text


def _fault(field: str, problem: str, expected: str) -> WorkerError:
    fault = {"field": field, "problem": problem, "expected": expected}
    return WorkerError("INVALID_REQUEST", f"{field} {problem}; expected {expected}.", {"faults": [fault]})


def _decode_text(data: bytes) -> str | None:
    """Read a text file that a person may have saved with any editor."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.strip() or None
