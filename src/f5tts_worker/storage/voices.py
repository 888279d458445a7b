"""Voices: `voices/NAME.wav` with `voices/NAME.txt` in the store, and those that come with a model.

A pair that was put into the bucket by hand is a voice like any other. The text may be missing; then the
recording is transcribed when it is first used.
"""

import difflib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f5tts_worker.deadline import Threads
from f5tts_worker.errors import WorkerError
from f5tts_worker.request.fields import AUDIO_EXTENSIONS, voice_name
from f5tts_worker.storage import voice_facts
from f5tts_worker.storage.outputs import content_type
from f5tts_worker.storage.sent_files import MAX_TEXT_BYTES, decode_text, fault
from f5tts_worker.storage.store import Entry, Store
from f5tts_worker.storage.voice_copies import VoiceCopies

PREFIX = "voices/"
NAMES_SHOWN = 20
KEYS_FOR_NAMES = 3_000  # searched for names to show: a mistyped name must not list a whole bucket
LISTED = ("seconds", "language", "warnings")  # of a sidecar, on a page
LOOKS = 8  # texts and sidecars that are fetched side by side for a page
READS = 4  # of a voice that is replaced while it is read

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
class VoiceFiles:
    """What the store has of one voice: its recording, and the entries beside it by extension."""

    name: str
    audio: Entry
    beside: Mapping[str, Entry] = field(default_factory=dict)


def built_in(model: str, site_packages: Path | None) -> dict[str, LocalVoice]:
    """Return the voices that come with a model, the default first; `site_packages` is the environment's."""
    if model == "demo":
        pairs = [(name, DEMO_VOICES / f"{name}.wav") for name in ("slt", "rms")]
        return {
            name: LocalVoice(name, audio, decode_text(audio.with_suffix(".txt").read_bytes()))
            for name, audio in pairs
            if audio.is_file()
        }
    audio = site_packages / F5_EXAMPLE if site_packages is not None else None
    if audio is None or not audio.is_file():
        return {}
    return {EXAMPLE_VOICE: LocalVoice(EXAMPLE_VOICE, audio, F5_EXAMPLE_TEXT)}


class Voices:
    """The voices of one store. `cache` is a folder on the volume for copies of what is in a bucket."""

    def __init__(self, store: Store, cache: Path) -> None:
        self.store = store
        self.cache = cache

    def find(self, name: str, builtin: Mapping[str, LocalVoice], hold: Path | None = None) -> LocalVoice:
        """Return the voice of this name; a stored one goes before one that comes with the model.

        A recording on the volume is copied into the folder `hold`, so that a voice that is
        replaced meanwhile stays unchanged for this job. Raises WorkerError UNKNOWN_VOICE with names that
        exist, the closest first; STORE_UNAVAILABLE for a voice that keeps changing.
        """
        for _ in range(READS):
            stored = self._stored(name).get(name)
            if stored is None:
                break
            copies = VoiceCopies(self.store, self.cache, hold)
            try:
                found = LocalVoice(name, *self._pair(stored, copies))
            except WorkerError as error:
                if error.code != "NOT_FOUND":
                    raise
                continue  # it vanished between listing and reading
            if copies.are_of_one_moment():
                return found
        else:
            raise WorkerError("STORE_UNAVAILABLE", f"Voice {name!r} is being replaced; send the job again.")
        if name in builtin:
            return builtin[name]
        raise unknown_voice(name, [*self._some(), *builtin])

    def page(
        self, builtin: Mapping[str, LocalVoice], limit: int, cursor: str | None = None
    ) -> tuple[list[dict[str, Any]], str | None]:
        """Return up to `limit` voices after the one named `cursor`, and the next page's cursor, if any."""
        stored = self._after(cursor, limit + 1)
        names = sorted({*stored, *(name for name in builtin if _is_after(name, cursor))}, key=_place)
        chosen = names[:limit]
        if not chosen:
            return [], None
        with Threads(min(LOOKS, len(chosen)), thread_name_prefix="voices") as pool:
            looks = [pool.submit(self._shown, name, stored.get(name), builtin) for name in chosen]
        return [look.result() for look in looks], chosen[-1] if len(names) > limit else None

    def describe(self, name: str, builtin: Mapping[str, LocalVoice]) -> dict[str, Any]:
        """Return one voice as `page` does, with all that its sidecar says, and an address or None.

        Raises WorkerError UNKNOWN_VOICE with names that exist, the closest first.
        """
        stored = self._stored(name).get(name)
        if stored is None and name not in builtin:
            raise unknown_voice(name, [*self._some(), *builtin])
        url = self.store.url(stored.audio.key) if stored is not None else None
        return {**self._shown(name, stored, builtin, whole=True), "url": url}

    def check_free(self, name: str, *, overwrite: bool, job_id: str | None = None) -> None:
        """Raise WorkerError INVALID_REQUEST if the name is taken and may not be overwritten.

        What this very job has stored does not count: RunPod may deliver the job again.
        """
        stored = None if overwrite else self._stored(name).get(name)
        made = None if stored is None else self._sidecar(stored)
        is_own = made is not None and job_id is not None and made["job"] == job_id
        if stored is not None and not is_own:
            problem = f"is {name!r}, which exists"
            raise fault("voice_name", problem, "another name, or overwrite: true to replace it")

    def save(
        self, name: str, audio: Path, text: str, facts: Mapping[str, Any], *, overwrite: bool
    ) -> dict[str, Any]:
        """Store a prepared recording and its text as a voice; return its sidecar."""
        self.check_free(name, overwrite=overwrite, job_id=facts["job"])
        old = self._all_of(name)
        made = voice_facts.describe(audio, text, facts)
        self.store.put_bytes(f"{PREFIX}{name}.json", voice_facts.encode(made), content_type("json"))
        self.store.put_file(f"{PREFIX}{name}.wav", audio, content_type("wav"))
        self.store.put_bytes(f"{PREFIX}{name}.txt", f"{text}\n".encode(), content_type("txt"))
        ours = {f"{PREFIX}{name}.{kind}" for kind in ("json", "wav", "txt")}
        self._delete(entry for entry in old if entry.key not in ours)
        return made

    def delete(self, name: str, builtin: Mapping[str, LocalVoice]) -> None:
        """Delete a stored voice: the recording first, so that a broken delete leaves no voice."""
        stored = self._stored(name).get(name)
        if stored is not None:
            self._delete(sorted(self._all_of(name), key=lambda entry: not _is_audio(entry)))
        elif name in builtin:
            raise WorkerError(
                "INVALID_REQUEST",
                f"voice_name is {name!r}, which comes with the model and cannot be deleted.",
            )
        else:
            raise unknown_voice(name, list(self._some()))

    def _delete(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.store.delete(entry.key)

    def _after(self, cursor: str | None, count: int) -> dict[str, VoiceFiles]:
        """Return the first `count` stored voices, or a few more, that come after the one named `cursor`.

        Keys come in order, but those of `anna` may have those of `anna.v2` between them. So keys are taken in
        groups: all that have the same first part, up to a dot, lie side by side.
        """
        start = PREFIX if cursor is None else f"{PREFIX}{cursor}."
        found: dict[str, VoiceFiles] = {}
        for _, group in itertools.groupby(self.store.scan(PREFIX, start), _first_part):
            found |= {name: voice for name, voice in _voices(group).items() if _is_after(name, cursor)}
            if len(found) >= count:
                break
        return found

    def _stored(self, name: str) -> dict[str, VoiceFiles]:
        """Return the voice of this name, if it is stored, and those whose names go on after a dot."""
        return _voices(self.store.list(f"{PREFIX}{name}."))

    def _some(self) -> dict[str, VoiceFiles]:
        """Return voices in the store by name: all, or the first of very many."""
        return _voices(itertools.islice(self.store.scan(PREFIX, PREFIX), KEYS_FOR_NAMES))

    def _all_of(self, name: str) -> list[Entry]:
        """Return every file of this voice, anna.WAV next to anna.wav too, of which one hides the other."""
        return [entry for entry in self.store.list(f"{PREFIX}{name}.") if _parts(entry)[0] == name]

    def _shown(
        self, name: str, stored: VoiceFiles | None, builtin: Mapping[str, LocalVoice], *, whole: bool = False
    ) -> dict[str, Any]:
        """Return what callers see of a voice, without reading its recording."""
        names = ("seconds", "size", "modified", "last_modified", "text", "language")
        shown: dict[str, Any] = dict.fromkeys(names)
        if stored is None:
            local = builtin[name]
            own = {"size": local.audio.stat().st_size, "text": local.text}
            return {"name": name, **shown, **own, "warnings": [], "builtin": True}
        moment = datetime.fromtimestamp(stored.audio.modified / 1000, UTC).isoformat(timespec="seconds")
        shown |= {"size": stored.audio.size, "modified": stored.audio.modified, "last_modified": moment}
        made = self._sidecar(stored)
        known = made is not None and voice_facts.describes(made, stored.audio)
        shown["text"] = self._text(stored, made, is_its=known)
        if made is not None and known:
            hidden = {"text", "audio_bytes", "job"} if whole else made.keys() - set(LISTED)
            shown |= {field: value for field, value in made.items() if field not in hidden}
        return {"name": name, "warnings": [], **shown, "builtin": False}

    def _pair(self, voice: VoiceFiles, copies: VoiceCopies) -> tuple[Path, str | None]:
        """Return a voice's recording as a local file, and its text."""
        made = self._sidecar(voice, copies)
        audio = copies.file(voice.audio)
        is_its = made is not None and voice_facts.describes(made, voice.audio, audio)
        return audio, self._text(voice, made, is_its=is_its, copies=copies)

    def _sidecar(self, voice: VoiceFiles, copies: VoiceCopies | None = None) -> dict[str, Any] | None:
        """Return what a voice's sidecar says, or None if there is none that can be trusted."""
        data = self._beside(voice, "json", voice_facts.MAX_BYTES, copies)
        return None if data is None else voice_facts.decode(data)

    def _text(
        self,
        voice: VoiceFiles,
        made: Mapping[str, Any] | None,
        *,
        is_its: bool,
        copies: VoiceCopies | None = None,
    ) -> str | None:
        beside = voice.beside.get("txt")
        data = self._beside(voice, "txt", MAX_TEXT_BYTES, copies)
        text = None if data is None else decode_text(data)
        if made is None:
            return text
        own = voice.beside["json"]
        return voice_facts.text_of(made, own, voice.audio, is_its=is_its, beside=beside, text=text)

    def _beside(self, voice: VoiceFiles, kind: str, limit: int, copies: VoiceCopies | None) -> bytes | None:
        entry = voice.beside.get(kind)
        if entry is None:
            return None
        if copies is not None and entry.size <= limit:
            return copies.file(entry).read_bytes()
        try:
            return self.store.read_bytes(entry.key, limit)
        except WorkerError as error:
            if error.code != "NOT_FOUND":
                raise
            return None  # it vanished between listing and reading


def _voices(entries: Iterable[Entry]) -> dict[str, VoiceFiles]:
    """Return the voices that entries under `voices/` make, by name."""
    groups: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        stem, extension = _parts(entry)
        if voice_name(stem) == stem and entry.size:
            groups.setdefault(stem, {})[extension] = entry
    voices: dict[str, VoiceFiles] = {}
    for stem, found in groups.items():
        kinds = [kind for kind in AUDIO_EXTENSIONS if kind in found]
        if kinds:
            audio = found.pop(kinds[0])
            voices[stem] = VoiceFiles(stem, audio, found)
    return voices


def _parts(entry: Entry) -> tuple[str, str]:
    """Return an entry's voice and its extension, in lower case."""
    stem, _, extension = entry.key.removeprefix(PREFIX).rpartition(".")
    return stem, extension.lower()


def _is_audio(entry: Entry) -> bool:
    return _parts(entry)[1] in AUDIO_EXTENSIONS


def _first_part(entry: Entry) -> str:
    return entry.key.removeprefix(PREFIX).partition(".")[0]


def _place(name: str) -> str:
    """Return what voices are sorted by: their keys' beginning, so that pages follow the store's own order."""
    return f"{name}."


def _is_after(name: str, cursor: str | None) -> bool:
    return cursor is None or _place(name) > _place(cursor)


def unknown_voice(name: str, known: Sequence[str]) -> WorkerError:
    """Return the error for an unknown voice, naming known ones, the closest first."""
    names = {voice.lower(): voice for voice in sorted(known, reverse=True)}
    close = [names[match] for match in difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.6)]
    listed = (close + sorted(set(known) - set(close)))[:NAMES_SHOWN]
    guess = f" Did you mean {close[0]!r}?" if close else ""
    there = f" The voices are: {', '.join(listed)}." if listed else " There are no voices yet; upload one."
    return WorkerError(
        "UNKNOWN_VOICE", f"There is no voice named {name!r}.{guess}{there}", {"voice": name, "known": listed}
    )


def default_voice(model: str, builtin: Mapping[str, LocalVoice]) -> LocalVoice:
    """Return the voice that is used when the caller names none. Raises WorkerError UNKNOWN_VOICE."""
    for voice in builtin.values():
        return voice
    sentence = f"Model {model!r} comes without a voice; send local_voice or voice_reference_url."
    raise WorkerError("UNKNOWN_VOICE", sentence, {"model": model})
