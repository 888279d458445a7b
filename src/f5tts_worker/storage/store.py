"""What a store is: the interface that a bucket and a folder on the volume have in common, and its keys."""

import errno
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from f5tts_worker.errors import WorkerError

MAX_KEY_BYTES = 900  # S3 allows 1024; the operator's prefix needs room
FULL = (errno.ENOSPC, errno.EDQUOT)  # what a disk or a quota without room reports


@dataclass(frozen=True)
class Entry:
    """One stored object. `tag` changes whenever its content does; `modified` is in Unix milliseconds."""

    key: str
    size: int
    modified: int
    tag: str


class Store(Protocol):
    """What both kinds of store can do. Keys are relative, with `/` between parts: `voices/anna.wav`.

    Every method raises WorkerError: NOT_FOUND for a key that does not exist, STORE_REFUSED when the settings
    are wrong, STORE_UNAVAILABLE when trying again may help, VOLUME_FULL when there is no room.
    Writes are whole or not at all.
    """

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Store a file's content under the key, replacing what is there."""

    def put_bytes(self, key: str, data: bytes, content_type: str) -> None:
        """Store bytes under the key, replacing what is there."""

    def get_file(self, key: str, path: Path) -> None:
        """Write the key's content to a local file, whole or not at all."""

    def read_bytes(self, key: str, limit: int) -> bytes:
        """Return the key's content; at most `limit` bytes of it."""

    def head(self, key: str) -> Entry | None:
        """Return what is known of the key, or None if it does not exist."""

    def list(self, prefix: str) -> Sequence[Entry]:
        """Return every entry whose key starts with the prefix, sorted by key."""
        return sorted(self.scan(prefix), key=lambda entry: entry.key)

    def scan(self, prefix: str, after: str = "") -> Iterator[Entry]:
        """Yield the entries whose key starts with the prefix and is greater than `after`, in order of keys.

        A bucket is asked for no more than is used.
        """

    def delete(self, key: str) -> None:
        """Delete the key; deleting a missing key is not an error."""

    def url(self, key: str, longest_s: float | None = None) -> str | None:  # noqa: ARG002 - the usual answer
        """Return an address that anyone can download from for a while, or None if there is none.

        It is valid for at most `longest_s`, if that is given.
        """
        return None

    def local_path(self, key: str) -> Path | None:  # noqa: ARG002 - as above
        """Return the key's path on this machine's volume, there or not, or None if it is elsewhere."""
        return None

    def close(self) -> None:
        """Close the connections, if there are any."""
        return


def check_key(key: str) -> str:
    """Return the key if it stays inside the store. Raises WorkerError NOT_FOUND for traversal."""
    parts = key.split("/")
    bad = (
        any(part in ("", ".", "..") for part in parts)
        or any(ord(character) < 32 or character in "\\\x7f" for character in key)
        or len(key.encode(errors="replace")) > MAX_KEY_BYTES
    )
    if bad:
        raise WorkerError("NOT_FOUND", f"{key[:60]!r} is not a valid key.")
    return key


def spellings(key: str) -> tuple[str, ...]:
    """Return a key with its letters composed and, where that differs, taken apart, as a Mac writes them."""
    return tuple(dict.fromkeys(unicodedata.normalize(form, key) for form in ("NFC", "NFD")))


def missing(key: str) -> WorkerError:
    """Return the error for a key that does not exist."""
    return WorkerError("NOT_FOUND", f"There is nothing stored under {key!r}.", {"key": key})


def volume_full(key: str) -> WorkerError:
    """Return the error for a disk without room."""
    sentence = f"The volume is full: {key!r} could not be written. Free space or attach a larger volume."
    return WorkerError("VOLUME_FULL", sentence, {"key": key})
