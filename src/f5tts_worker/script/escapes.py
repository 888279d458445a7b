"""Escapes of programs that were left in a text, and what they stand for."""

# ruff: noqa: RUF001 - signs that look like others are meant

import json
import re
from contextlib import suppress

from f5tts_worker.script import pasted_subtitles

# "end.\nNext", "\"so\"", "don\'t"; not "C:\new" and formulas.
_LINES = re.compile(
    r"(?:(?:\\r)?\\n){2,}|\\r\\n|(?<=[.!?…;,\"”’»)])(?<!\.\.)\\n|(?<!\S)\\n(?![a-z])"
    r"|(?<=[^\W\d_])\\n(?=[A-Z][a-z]|\s|$)"
)
_QUOTE = re.compile(r"(?<![\\:])\\([\"'])")
_TAB = re.compile(r"(?<![\\:])\\t(?![\w.-]*\\)")  # only where other escapes are: "src\test" has none
_CHARACTERS = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_BYTES = re.compile(r"(?:\\x[89A-Fa-f][0-9A-Fa-f])+")


def unescaped(text: str) -> str:
    """Take line ends, quotes, tabs and characters by their numbers for what they are."""
    if "\\" not in text or pasted_subtitles.is_ass(text):  # \\n is a mark of its own there
        return text
    lines = _LINES.sub(lambda found: "\n" * found[0].count("\\n"), text)
    plain = _BYTES.sub(_decoded, _CHARACTERS.sub(_numbered, _QUOTE.sub(r"\1", lines)))
    return plain if plain == text else _TAB.sub("\t", plain)


def _numbered(found: re.Match[str]) -> str:
    shown: str = json.loads(f'"{found[0]}"')
    return shown if all(char.isprintable() or char.isspace() for char in shown) else found[0]


def _decoded(found: re.Match[str]) -> str:
    data = bytes.fromhex(found[0].replace("\\x", ""))
    with suppress(UnicodeDecodeError):
        return data.decode()
    return data.decode("latin-1")
