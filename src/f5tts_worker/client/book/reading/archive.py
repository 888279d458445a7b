"""An EPUB's zip, read with hostile files in mind: in memory, file by file, each within its limit."""

import io
import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from f5tts_worker.client.book.contents import BookError

MOST_FILES = 20_000
MOST_PAGE_BYTES = 16_000_000
MOST_BYTES = 64_000_000  # of all that is read of one book; the longest novels have 5
_MOST_AT_ONCE = 8_000_000  # bytes of the file in memory: no list of MOST_FILES files is longer
_BLOCK_BYTES = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # EPUB has no others; LZMA may ask for gigabytes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class _Careful(io.FileIO):
    """A file that is never read as a whole: a zip's list of its files may say that it has two gigabytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_AT_ONCE:
            raise zipfile.BadZipFile("its list of files is too long")
        return super().read(size)


class Archive:
    """The files in a zip, by their paths in it. Nothing is unpacked onto the disk."""

    def __init__(self, path: Path) -> None:
        self._read = 0
        try:
            self._file = _Careful(path)
        except FileNotFoundError:
            raise BookError(f"the file {path} does not exist") from None
        except OSError as error:
            raise BookError(f"{path} cannot be read: {error.strerror or error}") from None
        try:
            self._zip = zipfile.ZipFile(self._file)
        except _BROKEN as error:
            self._file.close()
            raise BookError(f"{path} is no EPUB: it is not a whole zip file ({error})") from None
        self.names = frozenset(self._zip.namelist())
        if len(self._zip.infolist()) > MOST_FILES:
            self._close()
            raise BookError(f"{path} has more than {MOST_FILES:,} files in it")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        self._zip.close()
        self._file.close()

    def read(self, name: str, most: int = MOST_PAGE_BYTES) -> bytes:
        """Return a file's bytes. Raises BookError if it is missing, broken, protected, or has more bytes.

        The size in the zip's list is not trusted: no more than the limit is ever unpacked.
        """
        if name not in self.names:
            raise BookError(f"the book names {name!r}, which is not in it")
        try:
            data = self._unpacked(self._zip.getinfo(name), most + 1)
        except _BROKEN as error:
            reason = "it is protected by a password" if "encrypted" in str(error) else error
            raise BookError(f"{name!r} in the book cannot be read: {reason}") from None
        self._read += len(data)
        if len(data) > most or self._read > MOST_BYTES:
            limit = most if len(data) > most else MOST_BYTES
            raise BookError(f"{name!r} makes the book unpack to more than {limit // 1_000_000} MB")
        return data

    def _unpacked(self, info: zipfile.ZipInfo, most: int) -> bytes:
        if info.compress_type not in _METHODS:
            raise NotImplementedError("it is packed in a way that EPUB does not have")
        data = bytearray()
        with self._zip.open(info) as file:
            while len(data) < most and (block := file.read(min(_BLOCK_BYTES, most - len(data)))):
                data += block
        return bytes(data)


def resolved(reference: str, beside: str) -> tuple[str, str]:
    """Return the path in the zip and the fragment that a reference in the file `beside` leads to.

    A path out of the zip, or an address elsewhere, is no path of any file in it.
    """
    path, _, fragment = reference.partition("#")
    if not path:
        return beside, unquote(fragment)
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(path))), unquote(fragment)
