"""Texts as the user gives them: on the command line, in a file, or on standard input."""

import json
import sys
from pathlib import Path
from typing import Any

from f5tts_worker.client.asking import Given, UsageError
from f5tts_worker.client.output.display import visible
from f5tts_worker.files.text_files import KNOWN, decode


def text_of(given: Given, *, required: bool) -> str | None:
    """Return the text that goes with a command, or None. Raises UsageError."""
    text: str | None = given.text
    if text and given.text_file:
        raise UsageError("give the text or --text-file, not both")
    if text == "-" or given.text_file == Path("-"):
        text = _decoded(sys.stdin.buffer.read(), "the standard input")
    elif given.text_file:
        text = content(given.text_file)
    if (required or text is not None) and not (text or "").strip():
        raise UsageError("no text is given; give one, or --text-file, or - to read standard input")
    return text


def content(path: Path) -> str:
    """Return the text in a file. Raises UsageError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    return _decoded(data, str(path))


def json_in(path: Path) -> Any:
    """Return what a JSON file holds. Raises UsageError."""
    try:
        return json.loads(content(path))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not valid JSON: {error}") from None


def _decoded(data: bytes, what: str) -> str:
    """Return the text in a file that the user named; a note says where its encoding is a guess."""
    decoded = decode(data)
    if decoded is None:
        raise UsageError(f"{what} is not plain text in {KNOWN}")
    if note := decoded.note(what):
        print(f"note: {visible(note)}", file=sys.stderr)
    return decoded.text
