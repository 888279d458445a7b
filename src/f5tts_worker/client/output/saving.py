"""Writes an answer's files: speech, subtitles, word times. A file is there whole or not at all."""

import base64
import binascii
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from f5tts_worker.files.whole_files import write_whole
from f5tts_worker.subtitles.endings import ending

if TYPE_CHECKING:
    import requests

CHUNK_BYTES = 1 << 20
Write = Callable[[BinaryIO], object]


class SavingError(Exception):
    """An answer whose files could not be written, in one sentence."""


def targets(stem: Path, audio: str | None, subtitles: Sequence[str]) -> dict[str, Path]:
    """Return the files that a job will write: kind -> path."""
    found = {"audio": _beside(stem, audio)} if audio else {}
    found |= {name: _beside(stem, ending(name)) for name in subtitles}
    return {**found, "words": _beside(stem, "words.json")}


def existing(files: Mapping[str, Path]) -> list[Path]:
    """Return those that exist already."""
    return [path for path in files.values() if path.exists()]


def check_folder(folder: Path) -> None:
    """Make sure that files can be written into a folder, before a job is paid for. Raises SavingError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = "it is a file" if folder.is_file() else error.strerror or error
        raise SavingError(f"the folder {folder} cannot be written: {reason}") from error


def save(answer: Mapping[str, Any], files: Mapping[str, Path]) -> list[Path]:
    """Write what the answer holds, or links to, into its files and return those that were written.

    Raises SavingError.
    """
    written = []
    for name, path in files.items():
        write = _part(answer, name)
        if write is not None:
            try:
                write_whole(path, write)
            except OSError as error:
                raise SavingError(f"{path} cannot be written: {error.strerror or error}") from error
            written.append(path)
    return written


def _part(answer: Mapping[str, Any], name: str) -> Write | None:
    """Return what writes one part of the answer, or None if there is none."""
    content: object
    if name == "audio":
        content, url = answer.get("audio_base64"), answer.get("audio_url")
        if isinstance(content, str):
            return _decoding(content)
    elif name == "words":
        words, url = answer.get("word_timings"), answer.get("word_timings_url")
        content = None if words is None else json.dumps(words, ensure_ascii=False, indent=1) + "\n"
    else:
        part = (answer.get("subtitles") or {}).get(name) or {}
        content, url = part.get("content"), part.get("url")
    if isinstance(content, str):
        return lambda file: file.write(content.encode())
    return (lambda file: _download(url, file)) if isinstance(url, str) else None


def _decoding(text: str) -> Write:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise SavingError("the answer's audio is not valid base64") from None
    return lambda file: file.write(data)


def _download(url: str, file: BinaryIO) -> None:
    """Fetch a presigned address. The address itself stays out of every message."""
    import requests

    try:
        with requests.get(url, auth=_as_it_is, stream=True, timeout=(10, 60)) as response:
            response.raise_for_status()
            file.writelines(response.iter_content(CHUNK_BYTES))
    except requests.HTTPError as error:
        code = error.response.status_code
        raise SavingError(f"the bucket answered with HTTP {code}; the link may be too old") from None
    except requests.RequestException as error:
        raise SavingError(f"the bucket cannot be reached ({type(error).__name__})") from None


def _as_it_is(request: "requests.PreparedRequest") -> "requests.PreparedRequest":
    """Add nothing to a signed request: what a ~/.netrc says would make the store refuse it."""
    return request


def _beside(stem: Path, extension: str) -> Path:
    return stem.with_name(f"{stem.name}.{extension}")
