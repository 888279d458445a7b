"""Letters that were read in a wrong encoding and saved so: "â€™" for an apostrophe, "Ã¼" for ü."""

# ruff: noqa: RUF001 - signs that look like others are what this module is about

import re
from functools import lru_cache

_FIRST, _LAST = 0x80, 0x9F
# Windows-1252's letters of the codes that Latin-1 has for control characters. Five codes have none.
_LETTERS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(_FIRST, _LAST + 1)}
_CODES = {ord(letter): code for code, letter in _LETTERS.items()}
_AFTER = "[\x80-\xbf" + "".join(letter for letter in _LETTERS.values() if ord(letter) > _LAST) + "]"
# UTF-8 that was read as Windows-1252 or Latin-1, letter by letter.
_SCRAMBLED = re.compile(f"[\xc2-\xdf]{_AFTER}|[\xe0-\xef]{_AFTER}{{2}}|[\xf0-\xf4]{_AFTER}{{3}}")
# One of these shows that a text is scrambled. "É”" and "Ä“" are not among them: capitals before a quote.
_SURE = re.compile(
    rf"â[€\x80][™\x99œ\x9c\x9d˜\x98“\x93”\x94¦]|â[‚\x82]¬|Ã[¡-©¬-º¼-¿Ÿ\x9f]|Â[°§·]|(?:[ÐÑ]{_AFTER}){{3}}"
)
# Quotes and dashes of Windows-1252 that were taken for Latin-1. The line end of mainframes is none of them.
_LATIN = re.compile("[\x80-\x84\x86-\x9f]")


def unscrambled(text: str) -> str:
    """Return a text with the letters that were meant; one that was read in the right encoding as it is."""
    if text.isascii():
        return text
    if _SURE.search(text):
        text = _SCRAMBLED.sub(lambda found: _meant(found[0]), text)
    return _LATIN.sub(lambda found: _LETTERS[ord(found[0])], text)


@lru_cache(1000)
def _meant(letters: str) -> str:
    try:
        return bytes(_CODES.get(ord(letter), ord(letter)) for letter in letters).decode()
    except UnicodeDecodeError:
        return letters
