"""Text files as people save them with any editor: one decoder for the worker and the client."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from f5tts_worker.files.other_scripts import is_dense, is_surely_dense, read_as_other
from f5tts_worker.files.scrambled import unscrambled

KNOWN = "UTF-8, UTF-16, or Windows-1252"
# UTF-32's marks begin as UTF-16's do, so they come first.
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = "Windows-1252"
_POLISH = "Windows-1250 (Polish)"
_SIGNS_IN_WORDS = re.compile("[a-z][\u00b9\u00b3\u00bf](?=[a-z])")  # its letters, read as Windows-1252
_POLISH_LETTERS = frozenset("\u0105\u0107\u0119\u0142\u0144\u00f3\u015b\u017a\u017c")
_SURELY = 2
_MOSTLY = "UTF-8 with a few letters in Windows-1252"
_LETTER = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_HIGH = re.compile(_LETTER + rb"|(?P<stray>[\x80-\xff])")
_RICH = b"{\\rtf"  # the text of such a file is among a word processor's commands
_END_OF_FILE = "\x00\x1a"  # DOS's end of a text, which `copy` still writes, and what fills a last block
# Line ends of Windows that were translated twice are one, too.
_LINE_ENDS = re.compile("(?<!\r)\r+\n|\r")


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
    """Return the text in a file, or None if it is not plain text in any known encoding.

    UTF-16 is recognised by its mark, or by the zeros of Latin letters, and UTF-8 by its rules, which other
    encodings' letters break. Anything else is taken for Windows-1252, which most editors on Windows wrote for
    decades, or, where most letters are beyond ASCII, for an encoding of another script: a guess. So are the
    bytes that break the rules of UTF-8 in a file that else keeps them. Text contains no control characters
    other than white space.
    """
    if data.startswith(_RICH):
        return None
    for text, guess in _readings(data):
        # Marks inside a text are left where files were joined.
        plain = unscrambled(text.rstrip(_END_OF_FILE).replace("\ufeff", ""))
        if not controls_in(plain):
            return Decoded(unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", plain)), guess)
    return None


def controls_in(text: str) -> str:
    """Return the control characters of a text that are not white space: a terminal would obey them."""
    return "".join(c for c in text if unicodedata.category(c) == "Cc" and not c.isspace())


def _readings(data: bytes) -> Iterator[tuple[str, str | None]]:
    """Yield what a file may say, the most likely first, each with the encoding if that is a guess."""
    encoding = _encoding(data)
    try:
        yield data.decode(encoding), None
    except UnicodeDecodeError:
        if encoding == "utf-8":
            yield from _guesses(data)


def _encoding(data: bytes) -> str:
    """Return the encoding that a file shows signs of."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return encoding
    if data.rstrip(b"\x00\x1a").count(0) * 3 > len(data):  # Latin letters in two bytes each
        return "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    return "utf-8"


def _guesses(data: bytes) -> Iterator[tuple[str, str]]:
    strays = [stray != b"" for stray in _HIGH.findall(data)]
    if len(strays) > 2 * sum(strays):
        yield _mended(data), _MOSTLY
    if is_dense(data):  # other scripts than Latin: what would come out is sure to be no text
        if (found := read_as_other(data)) is not None:
            yield found
        elif is_surely_dense(data):
            return
    with suppress(UnicodeDecodeError):
        text = data.decode("cp1252")
        if len(_SIGNS_IN_WORDS.findall(text)) >= _SURELY:
            with suppress(UnicodeDecodeError):
                polish = data.decode("cp1250")
                if _is_polish(polish):
                    yield polish, _POLISH
        yield text, _WINDOWS


def _is_polish(text: str) -> bool:
    """Say whether most accents are Polish: others may have `m\u00b3s`, or `\u00bf` for an apostrophe."""
    letters = [char for char in text.lower() if char > "\x7f" and char.isalpha()]
    return sum(char in _POLISH_LETTERS for char in letters) > 0.8 * len(letters)


def _mended(data: bytes) -> str:
    """Return a text in UTF-8, and what breaks its rules as the letters of Windows-1252 that it would be."""

    def letter(found: re.Match[bytes]) -> bytes:
        stray = found["stray"]
        return found[0] if stray is None else stray.decode("cp1252", "replace").encode()

    return _HIGH.sub(letter, data).decode(errors="replace")
