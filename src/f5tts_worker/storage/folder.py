"""The store as a folder on the volume, for workers without a bucket: same keys, same promises."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from f5tts_worker.errors import WorkerError
from f5tts_worker.files.whole_files import PARTIAL, fresh, write_whole
from f5tts_worker.storage.store import FULL, Entry, Store, check_key, missing, volume_full


class FolderStore(Store):
    """A folder, which is created with the first write.

    `address` is the path under which an HTTP server of ours has its files, where there is one.
    """

    def __init__(self, root: Path, address: str | None = None) -> None:
        self.root = root
        self.address = address

    def put_file(self, key: str, path: Path, content_type: str) -> None:  # noqa: ARG002 - a folder keeps no types
        """Store a file's content under the key, replacing what is there."""
        with _plain_errors(key):
            target = self._path(key)
            with path.open("rb") as source:
                write_whole(target, lambda file: shutil.copyfileobj(source, file, 1024 * 1024))

    def put_bytes(self, key: str, data: bytes, content_type: str) -> None:  # noqa: ARG002 - as above
        """Store bytes under the key, replacing what is there."""
        with _plain_errors(key):
            write_whole(self._path(key), lambda target: target.write(data))

    def get_file(self, key: str, path: Path) -> None:
        """Write the key's content to a local file, whole or not at all."""

        def copy() -> None:
            with self._open(key) as source:
                write_whole(path, lambda target: shutil.copyfileobj(source, target, 1024 * 1024))

        with _plain_errors(key):
            fresh(copy)

    def read_bytes(self, key: str, limit: int) -> bytes:
        """Return the key's content; at most `limit` bytes of it."""

        def read() -> bytes:
            with self._open(key) as source:
                return source.read(limit)

        with _plain_errors(key):
            return fresh(read)

    def head(self, key: str) -> Entry | None:
        """Return what is known of the key, or None if it does not exist."""
        with _plain_errors(key):
            return fresh(lambda: self._entry(self._path(key)))

    def scan(self, prefix: str, after: str = "") -> Iterator[Entry]:
        """Yield the entries whose key starts with the prefix and comes after `after`, in order of keys."""
        folder = self.root / Path(prefix).parent if not prefix.endswith("/") else self.root / prefix
        check_key(prefix.rstrip("/"))
        beginning = prefix.rpartition("/")[2]
        with _plain_errors(prefix):
            paths = (path for path in _below(folder, beginning) if not path.name.startswith(PARTIAL))
            entries = (self._entry(path) for path in paths if not path.is_symlink())
            found = [entry for entry in entries if entry and entry.key.startswith(prefix)]
        return iter(sorted((entry for entry in found if entry.key > after), key=lambda entry: entry.key))

    def delete(self, key: str) -> None:
        """Delete the key; deleting a missing key is not an error."""
        with _plain_errors(key):
            self._path(key).unlink(missing_ok=True)

    def url(self, key: str, longest_s: float | None = None) -> str | None:  # noqa: ARG002 - it ends with the file
        """Return the key's address, a path on our HTTP server, or None where nothing is served."""
        return None if self.address is None else f"{self.address}/{quote(key)}"

    def local_path(self, key: str) -> Path | None:
        """Return the key's path, whether or not anything is there."""
        return self._path(key)

    def _path(self, key: str) -> Path:
        path = self.root / check_key(key)
        # The key cannot climb, but a symbolic link inside the store could lead out of it.
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise missing(key)
        return path

    def _open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise missing(key) from None

    def _entry(self, path: Path) -> Entry | None:
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None  # vanished between listing and looking, or never there
        if not path.is_file():
            return None
        tag = f"{found.st_mtime_ns:x}-{found.st_size:x}-{found.st_ino:x}"
        key = path.relative_to(self.root).as_posix()
        return Entry(key, found.st_size, found.st_mtime_ns // 1_000_000, tag)


def _below(folder: Path, beginning: str) -> Iterator[Path]:
    """Yield all paths below a folder whose first part begins so; no others are looked at."""
    if not beginning:
        yield from folder.rglob("*")
        return
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name.startswith(beginning):
                yield path
                yield from path.rglob("*")


@contextmanager
def _plain_errors(key: str) -> Iterator[None]:
    """Turn the operating system's errors into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise volume_full(key) from error
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        sentence = f"The volume could not be used for {key!r}: {reason}."
        raise WorkerError("STORE_UNAVAILABLE", sentence, {"key": key}) from error
