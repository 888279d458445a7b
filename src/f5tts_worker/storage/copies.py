"""Local copies of what lies in the store, for as long as they are needed."""

import hashlib
from pathlib import Path

from f5tts_worker.marks import touch_daily
from f5tts_worker.storage import Entry, Store


class Copies:
    """Local files with the content of entries, and whether all were there at one moment."""

    def __init__(self, store: Store, cache: Path, hold: Path | None) -> None:
        self.store = store
        self.cache = cache
        self.hold = hold
        self.fetched = False
        self.entries: list[Entry] = []

    def file(self, entry: Entry) -> Path:
        """Return a local file with the entry's content; a bucket's is copied once per version of it."""
        self.entries.append(entry)
        suffix = Path(entry.key).suffix.lower()
        here = self.store.local_path(entry.key)
        if here is not None:
            self.fetched = True
            if self.hold is None:
                return here
            path = self.hold / f"voice{suffix}"
            self.store.get_file(entry.key, path)
            return path
        version = hashlib.sha256(f"{entry.key}\0{entry.tag}\0{entry.size}".encode()).hexdigest()
        path = self.cache / f"{version}{suffix}"
        if not path.exists():
            self.fetched = True
            self.store.get_file(entry.key, path)
        touch_daily(path)  # the sweep removes copies that nobody asks for
        return path

    def are_of_one_moment(self) -> bool:
        """Say whether nothing was replaced while it was read; copies made earlier cannot have been."""
        if not self.fetched:
            return True
        now = [(entry, self.store.head(entry.key)) for entry in self.entries]
        return all(
            head is not None and (head.tag, head.size) == (entry.tag, entry.size) for entry, head in now
        )
