"""Local copies of what is in the store, for as long as they are needed."""

import hashlib
import secrets
import shutil
from pathlib import Path

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.store import Entry, Store, missing
from f5tts_worker.storage.voices.forgetting import PARTIAL
from f5tts_worker.volume.use_marks import touch_daily


class VoiceCopies:
    """Local files with the content of entries, and whether all were there at one moment."""

    def __init__(self, store: Store, cache: Path, hold: Path | None, mark: str) -> None:
        """Take the store, the folders for copies, and the mark of the voice that they are of."""
        self.mark = mark
        self.store = store
        self.cache = cache
        self.hold = hold
        self.fetched = False
        self.entries: list[Entry] = []

    def file(self, entry: Entry) -> Path:
        """Return a local file with the entry's content; a bucket's is copied once per version of it.

        Raises WorkerError NOT_FOUND for an entry that no longer exists, or not in this version.
        """
        self.entries.append(entry)
        suffix = Path(entry.key).suffix.lower()
        here = self.store.local_path(entry.key)
        if here is not None:
            self.fetched = True
            if self.hold is None:
                return here
            return _copied(here, self.hold / f"voice{suffix}", entry.key)
        path = self.cache / f"{self.mark}-{version_of(entry)}"
        if not _is_whole(path, entry):
            self.fetched = True
            self._fetch(entry, path)
        touch_daily(path)  # the sweep removes unused copies
        return path

    def _fetch(self, entry: Entry, path: Path) -> None:
        """Copy an entry; one that was replaced since it was listed must not get the old version's name."""
        part = path.with_name(f"{PARTIAL}{path.name}-{secrets.token_hex(8)}")
        try:
            self.store.get_file(entry.key, part)
            if not self._is_still(entry):
                raise missing(entry.key)
            part.replace(path)
        except FileNotFoundError:  # the voice is being deleted everywhere
            raise missing(entry.key) from None
        finally:
            part.unlink(missing_ok=True)

    def _is_still(self, entry: Entry) -> bool:
        head = self.store.head(entry.key)
        return head is not None and (head.tag, head.size) == (entry.tag, entry.size)

    def are_of_one_moment(self) -> bool:
        """Say whether nothing was replaced while it was read; earlier copies cannot have been."""
        return not self.fetched or all(map(self._is_still, self.entries))


def version_of(entry: Entry) -> str:
    """Return the name of a copy of this version of an entry."""
    version = hashlib.sha256(f"{entry.key}\0{entry.tag}\0{entry.size}".encode()).hexdigest()
    return f"{version}{Path(entry.key).suffix.lower()}"


def _is_whole(path: Path, entry: Entry) -> bool:
    """Say whether the copy is there; one that lost its content to a crash or a sweep is made again."""
    try:
        return path.stat().st_size == entry.size
    except OSError:
        return False


def _copied(source: Path, target: Path, key: str) -> Path:
    """Copy a file into a job's folder: it is not needed after the job, so it is not flushed to disk."""
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        raise missing(key) from None
    except OSError as error:
        sentence = f"{key!r} could not be copied for this job: {error.strerror}."
        raise WorkerError("STORE_UNAVAILABLE", sentence, {"key": key}) from error
    return target
