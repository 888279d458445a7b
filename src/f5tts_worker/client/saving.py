"""Writes an answer's files: speech, subtitles, word times. A file is there whole or not at all."""

import base64
import binascii
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CHUNK_BYTES = 1 << 20


class SavingError(Exception):
    """An answer whose files could not be written, in one sentence."""


def targets(stem: Path, audio: str | None, subtitles: Sequence[str]) -> dict[str, Path]:
    """Return the files that a job will write: kind -> path."""
    found = {"audio": _beside(stem, audio)} if audio else {}
    found |= {name: _beside(stem, name) for name in subtitles}
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
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f".{path.name}.part")
            if _write(answer, name, partial):
                partial.replace(path)
                written.append(path)
        except OSError as error:
            raise SavingError(f"{path} cannot be written: {error.strerror or error}") from error
    return written


def _write(answer: Mapping[str, Any], name: str, path: Path) -> bool:
    """Write one part of the answer; say whether there was any."""
    if name == "audio":
        return _from(path, answer.get("audio_base64"), answer.get("audio_url"))
    if name == "words":
        words = answer.get("word_timings")
        text = None if words is None else json.dumps(words, ensure_ascii=False, indent=1) + "\n"
        return _from(path, text, answer.get("word_timings_url"), is_text=True)
    part = (answer.get("subtitles") or {}).get(name) or {}
    return _from(path, part.get("content"), part.get("url"), is_text=True)


def _from(path: Path, content: object, url: object, *, is_text: bool = False) -> bool:
    if isinstance(content, str):
        try:
            path.write_bytes(content.encode() if is_text else base64.b64decode(content, validate=True))
        except binascii.Error:
            raise SavingError("the answer's audio is not valid base64") from None
        return True
    if isinstance(url, str):
        _download(url, path)
        return True
    return False


def _download(url: str, path: Path) -> None:
    """Fetch a presigned address. The address itself stays out of every message."""
    import requests

    try:
        with requests.get(url, stream=True, timeout=(10, 60)) as response, path.open("wb") as file:
            response.raise_for_status()
            for chunk in response.iter_content(CHUNK_BYTES):
                file.write(chunk)
    except requests.HTTPError as error:
        code = error.response.status_code
        raise SavingError(f"the bucket answered with HTTP {code}; the link may be too old") from None
    except requests.RequestException as error:
        raise SavingError(f"the bucket cannot be reached ({type(error).__name__})") from None


def _beside(stem: Path, extension: str) -> Path:
    return stem.with_name(f"{stem.name}.{extension}")
