"""Voices: `voices/NAME.wav` with `voices/NAME.txt` in the store, and those that come with a model.

A pair that was put into the bucket by hand is a voice like any other. The text may be missing; then the
recording is transcribed when it is first used.
"""

import difflib
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f5tts_worker.deadline import Threads
from f5tts_worker.errors import WorkerError, fault
from f5tts_worker.request.names import AUDIO_EXTENSIONS, voice_name
from f5tts_worker.storage.results.expiry import delete_files
from f5tts_worker.storage.results.outputs import content_type
from f5tts_worker.storage.results.records import load_record
from f5tts_worker.storage.store import Entry, Store, spellings
from f5tts_worker.storage.voices import metadata
from f5tts_worker.storage.voices.builtin import LocalVoice
from f5tts_worker.storage.voices.forgetting import Forgotten, forget, forget_strays, mark_of
from f5tts_worker.storage.voices.lexicons import LEXICON, all_lexicons, stored_lexicons
from f5tts_worker.storage.voices.local_copies import VoiceCopies, version_of
from f5tts_worker.storage.voices.sent_files import MAX_TEXT_BYTES, decode_text

PREFIX = "voices/"
NAMES_SHOWN = 20
KEYS_FOR_NAMES = 3_000  # searched for names to show: a mistyped name must not list a whole bucket
LISTED = ("seconds", "language", "warnings")  # of the metadata, on a page
LOOKS = 8  # texts and metadata that are fetched side by side for a page
READS = 4  # of a voice that is replaced while it is read


@dataclass(frozen=True)
class VoiceFiles:
    """What the store has of one voice: its recording, and the entries beside it by extension."""

    audio: Entry
    beside: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def cursor(self) -> str:
        """What its keys begin with: the name as it is spelled there."""
        return _parts(self.audio)[0]


class Voices:
    """The voices of one store, or of a caller's bucket, `place`; `cache` has copies of a bucket's files."""

    def __init__(self, store: Store, cache: Path, place: str = "") -> None:
        self.store = store
        self.cache = cache
        self.place = place

    def mark(self, name: str) -> str:
        """Return the mark by which what is kept of a voice elsewhere is found again."""
        return mark_of(name, self.place)

    def find(self, name: str, builtin: Mapping[str, LocalVoice], hold: Path | None = None) -> LocalVoice:
        """Return the voice of this name; a stored one goes before one that comes with the model.

        A recording on the volume is copied into the folder `hold`, so that a voice that is
        replaced meanwhile stays unchanged for this job. Raises WorkerError UNKNOWN_VOICE with names that
        exist, the closest first; STORE_UNAVAILABLE for a voice that keeps changing.
        """
        mark = self.mark(name)
        for _ in range(READS):
            stored = self._stored(name)
            if stored is None:
                break
            copies = VoiceCopies(self.store, self.cache, hold, mark)
            try:
                audio, text, made = self._read(stored, copies)
            except WorkerError as error:
                if error.code != "NOT_FOUND":
                    raise
                continue  # it vanished between listing and reading
            if audio is not None and copies.are_of_one_moment():
                known, is_agreed = made or {}, "consent" in (made or {})
                return LocalVoice(name, audio, text, known.get("defaults", {}), mark, is_agreed)
        else:
            raise WorkerError("STORE_UNAVAILABLE", f"Voice {name!r} is being replaced; send the job again.")
        if name in builtin:
            return builtin[name]
        raise unknown_voice(name, [*self._some(), *builtin])

    def lexicons(self, language: str) -> list[Mapping[str, str]]:
        """Return how words are spoken that are kept beside the voices; the last goes before the first."""
        return stored_lexicons(self.store, language, PREFIX)

    def all_lexicons(self) -> dict[str, Mapping[str, str]]:
        """Return the lexicons that are kept beside the voices by language; "" is the one for all of them."""
        return all_lexicons(self.store, PREFIX)

    def page(
        self, builtin: Mapping[str, LocalVoice], limit: int, cursor: str | None = None
    ) -> tuple[list[dict[str, Any]], str | None]:
        """Return up to `limit` voices, those that come with the model among them, and the next page's cursor.

        Voices follow one another as their keys do in the store, which knows no other order.
        """
        stored = self._from(cursor, limit + 1)
        places = {name: name for name in builtin} | {name: voice.cursor for name, voice in stored.items()}
        names = sorted(
            (n for n in places if _comes_after(places[n], cursor)), key=lambda n: _order(places[n])
        )
        chosen = names[:limit]
        with Threads(LOOKS, thread_name_prefix="voices") as pool:
            looks = [pool.submit(self._shown, name, stored.get(name), builtin) for name in chosen]
        return [look.result() for look in looks], places[chosen[-1]] if len(names) > limit else None

    def look_up(self, name: str, builtin: Collection[str]) -> VoiceFiles | None:
        """Return a stored voice's files, None of one that comes with the model. Raises as `describe`."""
        stored = self._stored(name)
        if stored is None and name not in builtin:
            raise unknown_voice(name, [*self._some(), *builtin])
        return stored

    def describe(self, name: str, builtin: Mapping[str, LocalVoice]) -> dict[str, Any]:
        """Return one voice as `page` does, with all that its metadata says, and an address or None.

        Raises WorkerError UNKNOWN_VOICE with names that exist, the closest first.
        """
        stored = self.look_up(name, builtin)
        url = self.store.url(stored.audio.key) if stored is not None else None
        return {**self._shown(name, stored, builtin, whole=True), "url": url}

    def check_free(
        self, name: str, builtin: Collection[str], *, overwrite: bool, job_id: str | None = None
    ) -> None:
        """Raise WorkerError INVALID_REQUEST if the name is taken and may not be overwritten.

        `builtin` are the names of voices that come with the model. What this very job has stored does not
        count: RunPod may deliver the job again.
        """
        if name.partition(".")[0].lower() == LEXICON:
            raise fault("voice_name", f"is {name!r}, which is kept for lexicons", "another name")
        if overwrite:
            return
        stored = self._stored(name)
        if stored is None:
            if name in builtin:
                hint = "another name, or overwrite: true to use this one in its place"
                raise fault("voice_name", f"is {name!r}, which comes with the model", hint)
            return
        made = self._metadata(stored)
        if made is None or job_id is None or made["job"] != job_id:
            hint = "another name, or overwrite: true to replace it"
            raise fault("voice_name", f"is {name!r}, which exists", hint)

    def save(
        self,
        name: str,
        audio: Path,
        text: str,
        facts: Mapping[str, Any],
        *,
        overwrite: bool,
    ) -> dict[str, Any]:
        """Store a prepared recording and its text as a voice; return what is written beside it."""
        self.check_free(name, (), overwrite=overwrite, job_id=facts["job"])
        old = self._files_of(name)
        made = metadata.describe(audio, text, facts)
        self.store.put_bytes(f"{PREFIX}{name}.json", metadata.encode(made), content_type("json"))
        self.store.put_file(f"{PREFIX}{name}.wav", audio, content_type("wav"))
        self.store.put_bytes(f"{PREFIX}{name}.txt", f"{text}\n".encode(), content_type("txt"))
        ours = {f"{PREFIX}{name}.{kind}" for kind in ("json", "wav", "txt")}
        self._delete(entry for entry in old if entry.key not in ours)
        return made

    def delete(self, name: str, builtin: Mapping[str, LocalVoice]) -> None:
        """Delete a stored voice: the recording first, so that a broken delete leaves no voice."""
        stored = self._stored(name)
        if stored is not None:
            self._delete(sorted(self._files_of(name), key=lambda entry: not _is_audio(entry)))
        elif name in builtin:
            hint = "a voice that was uploaded"
            raise fault("voice_name", f"is {name!r}, which comes with the model and cannot be deleted", hint)
        else:
            raise unknown_voice(name, list(self._some()))

    def delete_everywhere(self, name: str, builtin: Mapping[str, LocalVoice], root: Path) -> Forgotten:
        """Delete a stored voice and what is kept of it in our folder on the volume; say how much that was.

        What is kept goes first, so that a broken delete can be sent again, and once more when the voice is
        gone: a job may have come between. Of a voice that is gone already, what was kept since goes.
        """
        stored, mark = self._stored(name), self.mark(name)
        if stored is None:
            since, strays = forget(root, mark, None), forget_strays(root)
            if since == Forgotten():
                self.delete(name, builtin)  # which says why not
            since.chunks += strays
            return since
        _, text, made = self._read(stored)
        copies = [version_of(entry) for entry in self._files_of(name)]
        before = forget(root, mark, text, copies)
        self._forget_upload(name, (made or {}).get("job"))
        self.delete(name, builtin)
        after = forget(root, mark, text, copies)
        chunks = before.chunks + after.chunks + forget_strays(root)
        return Forgotten(before.copies + after.copies, before.prepared + after.prepared, chunks, after.stuck)

    def _forget_upload(self, name: str, job_id: str | None) -> None:
        """Delete the record of the job that stored a voice: its answer has the text and the consent."""
        record = None if job_id is None else load_record(self.store, job_id)
        if record is not None and (record["endpoint"], record.get("voice")) == ("upload", name):
            delete_files(self.store, record["job_id"])

    def _delete(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.store.delete(entry.key)

    def _from(self, cursor: str | None, count: int) -> dict[str, VoiceFiles]:
        """Return the first `count` stored voices, or a few more, that come after `cursor`.

        Keys come in order, but a voice's keys need not lie side by side: those of `anna.v2` may be between
        `anna.txt` and `anna.wav`. All keys that are alike up to their first dot do. Such a group is taken
        whole, so no voice is seen by half; what an earlier page has shown of the first group is left out.
        """
        start = PREFIX if cursor is None else f"{PREFIX}{cursor}."
        found: dict[str, VoiceFiles] = {}
        for _, group in itertools.groupby(self.store.scan(PREFIX, start), _up_to_first_dot):
            found |= {n: voice for n, voice in _voices(group).items() if _comes_after(voice.cursor, cursor)}
            if len(found) >= count:
                break
        return found

    def _files_of(self, name: str) -> list[Entry]:
        """Return every file of this voice, anna.WAV next to anna.wav too, of which one hides the other."""
        spelled = [self.store.list(f"{PREFIX}{spelling}.") for spelling in reversed(spellings(name))]
        return [entry for entry in itertools.chain(*spelled) if _name_of(entry) == name]

    def _stored(self, name: str) -> VoiceFiles | None:
        """Return the voice of this name, if it is stored."""
        return _voices(self._files_of(name)).get(name)

    def _some(self) -> dict[str, VoiceFiles]:
        """Return voices in the store by name: all, or the first of very many."""
        return _voices(itertools.islice(self.store.scan(PREFIX, PREFIX), KEYS_FOR_NAMES))

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
        _, shown["text"], made = self._read(stored)
        if made is not None:
            hidden = {"text", "audio_bytes", "job"} if whole else made.keys() - set(LISTED)
            shown |= {field: value for field, value in made.items() if field not in hidden}
        return {"name": name, "warnings": [], **shown, "builtin": False}

    def _read(
        self, voice: VoiceFiles, copies: VoiceCopies | None = None
    ) -> tuple[Path | None, str | None, dict[str, Any] | None]:
        """Return a voice's recording if `copies` are made, its text, and its metadata if they describe it."""
        made = self._metadata(voice, copies)
        audio = copies.file(voice.audio) if copies else None
        is_its = made is not None and metadata.describes(made, voice.audio, audio)
        data = self._beside(voice, "txt", MAX_TEXT_BYTES, copies)
        text = None if data is None else decode_text(data)
        if made is not None:
            own, beside = voice.beside["json"], voice.beside.get("txt")
            text = metadata.text_of(made, own, voice.audio, is_its=is_its, beside=beside, text=text)
        return audio, text, made if is_its else None

    def _metadata(self, voice: VoiceFiles, copies: VoiceCopies | None = None) -> dict[str, Any] | None:
        """Return what a voice's metadata says, or None if there is none that can be trusted."""
        data = self._beside(voice, "json", metadata.MAX_BYTES, copies)
        return None if data is None else metadata.decode(data)

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
    """Return the voices that entries under `voices/` make, by name; of two spellings the later one counts."""
    groups: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if (name := _name_of(entry)) is not None and entry.size:
            groups.setdefault(name, {})[_parts(entry)[1]] = entry
    voices: dict[str, VoiceFiles] = {}
    for name, found in groups.items():
        kinds = [kind for kind in AUDIO_EXTENSIONS if kind in found]
        if kinds:
            audio = found.pop(kinds[0])
            voices[name] = VoiceFiles(audio, found)
    return voices


def _parts(entry: Entry) -> tuple[str, str]:
    """Return what an entry's key begins with, and its extension in lower case."""
    stem, _, extension = entry.key.removeprefix(PREFIX).rpartition(".")
    return stem, extension.lower()


def _name_of(entry: Entry) -> str | None:
    """Return the name of the voice that an entry belongs to, or None where no voice can have that key."""
    stem = _parts(entry)[0]
    name = voice_name(stem)
    return name if name is not None and stem in spellings(name) else None


def _is_audio(entry: Entry) -> bool:
    return _parts(entry)[1] in AUDIO_EXTENSIONS


def _up_to_first_dot(entry: Entry) -> str:
    return entry.key.removeprefix(PREFIX).partition(".")[0]


def _order(place: str) -> str:
    """Return what voices are sorted by: their keys' beginning, so that pages follow the store's own order."""
    return f"{place}."


def _comes_after(place: str, cursor: str | None) -> bool:
    return cursor is None or _order(place) > _order(cursor)


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
