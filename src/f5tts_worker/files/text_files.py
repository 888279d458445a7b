"""Text files as people save them with any editor: one decoder for the worker and the client."""

import codecs
import unicodedata
from dataclasses import dataclass

KNOWN = "UTF-8, UTF-16 with its byte order mark, or Windows-1252"
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Decoded:
    """A file's text with uniform line ends, in NFC; `guess` names an encoding that is only a guess."""

    text: str
    guess: str | None = None

    def note(self, what: str) -> str | None:
        """Say that the encoding is a guess, if it is one; `what` names the file as its owner knows it."""
        if self.guess is None:
            return None
        guess = f"it was read as {self.guess}, which is a guess"
        return f"{what} is not UTF-8: {guess}. If letters are wrong, save it as UTF-8."


def decode(data: bytes) -> Decoded | None:
    """Return the text in a file, or None if it is not text in any known encoding.

    UTF-16 is recognised by its mark, and UTF-8 by its rules, which other encodings' letters break. Anything
    else is taken for Windows-1252, which most editors on Windows wrote for decades: a guess. Text contains
    no control characters other than white space.
    """
    found = _characters(data)
    if found is None:
        return None
    text, guess = found
    if controls_in(text):
        return None
    uniform = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(unicodedata.normalize("NFC", uniform), guess)


def controls_in(text: str) -> str:
    """Return the control characters of a text that are not white space: a terminal would obey them."""
    return "".join(c for c in text if unicodedata.category(c) == "Cc" and not c.isspace())


def _characters(data: bytes) -> tuple[str, str | None] | None:
    trials = (
        (("utf-16", None),) if data.startswith(_MARKS) else (("utf-8-sig", None), ("cp1252", "Windows-1252"))
    )
    for encoding, guess in trials:
        try:
            return data.decode(encoding), guess
        except UnicodeDecodeError:
            continue
    return None
