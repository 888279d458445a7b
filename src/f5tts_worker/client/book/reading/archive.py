"""An EPUB's zip, read with hostile files in mind: in memory, file by file, each within its limit."""

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from f5tts_worker.client.book.contents import BookError

MOST_FILES = 20_000
MOST_ZIP_BYTES = 2_000_000_000  # with pictures, and with the sound of books that have some
MOST_PAGE_BYTES = 16_000_000
MOST_BYTES = 128_000_000  # of all that is read of one book
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """The files in a zip, by their paths in it. Nothing is unpacked onto the disk."""

    def __init__(self, path: Path) -> None:
        self._read = 0
        try:
            if path.stat().st_size > MOST_ZIP_BYTES:
                raise BookError(f"{path} is larger than {MOST_ZIP_BYTES // 1_000_000:,} MB")
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise BookError(f"the file {path} does not exist") from None
        except _BROKEN as error:
            raise BookError(f"{path} is no EPUB: it is not a whole zip file ({error})") from None
        if len(self._zip.infolist()) > MOST_FILES:
            self._zip.close()
            raise BookError(f"{path} has more than {MOST_FILES:,} files in it")
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str, most: int = MOST_PAGE_BYTES) -> bytes:
        """Return a file's bytes. Raises BookError if it is missing, broken, protected, or has more bytes.

        The size in the zip's list is not trusted: no more than the limit is ever unpacked.
        """
        if name not in self.names:
            raise BookError(f"the book names {name!r}, which is not in it")
        try:
            with self._zip.open(name) as file:
                data = file.read(most + 1)
        except _BROKEN as error:
            reason = "it is protected by a password" if "encrypted" in str(error) else error
            raise BookError(f"{name!r} in the book cannot be read: {reason}") from None
        self._read += len(data)
        if len(data) > most or self._read > MOST_BYTES:
            limit = most if len(data) > most else MOST_BYTES
            raise BookError(f"{name!r} makes the book unpack to more than {limit // 1_000_000} MB")
        return data


def resolved(reference: str, beside: str) -> tuple[str, str]:
    """Return the path in the zip and the fragment that a reference in the file `beside` leads to.

    A path out of the zip, or an address elsewhere, is no path of any file in it.
    """
    path, _, fragment = reference.partition("#")
    if not path:
        return beside, unquote(fragment)
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(path))), unquote(fragment)
