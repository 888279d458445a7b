# ruff: noqa: RUF001 - letters of other scripts
"""Texts of other scripts than Latin in the encodings that Windows calls ANSI, or that mails had: a guess.

Nothing in such a file names its encoding. One is taken where a text comes out that its language could have.
"""

import re
from collections.abc import Callable

_FEW = 6  # bytes above ASCII tell nothing yet
_SAMPLE = 20_000  # characters, by which a whole file is judged
_SHORT = 20  # letters, among which any may be missing
_DENSE = 0.6  # of a text's letters: no language of Windows-1252 has so many with accents
# The only letters beyond ASCII in German, the languages of the north, Italian and Spanish.
_FEW_LETTERS = tuple(map(frozenset, ("äöüß", "åäöæø", "àèéìòù", "áéíóúüñ")))
# The most common characters of Chinese, as simplified and as traditional texts have them.
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就"
    "出会可也你对生能而子那得于着下自之年过发后作里天好学今很"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就"
    "出會可也你對生能而子那得於著下自之年過發後作裡天好學今很"
)


def is_dense(data: bytes) -> bool:
    """Say whether most letters of a text are beyond ASCII, as in no language with Latin letters.

    A test such as "ÄÖÜ äöü", or a long "Äääääh", is of one of these languages all the same.
    """
    high, latin = len(re.findall(rb"[\x80-\xff]", data)), len(re.findall(rb"[A-Za-z]", data))
    special = _special(data)
    if 2 * len(special) > high and _are_few(special):
        return False
    return high >= _FEW and high > _DENSE * (high + latin)


def is_surely_dense(data: bytes) -> bool:
    """Say whether that is so of Windows-1252's letters alone: dashes and quotation marks are none."""
    high, latin = _special(data), len(re.findall(rb"[A-Za-z]", data))
    return len(high) >= _FEW and len(high) > _DENSE * (len(high) + latin) and not _are_few(high)


def _special(data: bytes) -> list[str]:
    """Return the letters beyond ASCII that a text has as Windows-1252."""
    return [char for char in data.decode("cp1252", "replace").lower() if char > "\x7f" and char.isalpha()]


def _are_few(special: list[str]) -> bool:
    return any(letters.issuperset(special) for letters in _FEW_LETTERS)


def read_as_other(data: bytes) -> tuple[str, str] | None:
    """Return the text that a dense file holds and the name of its encoding, or None where none fits."""
    for encoding, name, fits in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        letters = "".join(char for char in sample if char > "\x7f" and char.isalpha())
        if letters and fits(letters, sample):
            return text, name
    return None


def _is_japanese(letters: str, _text: str) -> bool:
    kana, half = _share(letters, "[ぁ-ヿ]"), _share(letters, "[\uff66-\uff9f]")
    return kana > 0.2 and half < 0.1


def _is_korean(letters: str, text: str) -> bool:
    # A few syllables in a hundred are beyond the standard; where many are, their bytes were other signs.
    common = sum(min(char.encode("cp949", "replace")) > 0xA0 for char in letters)
    return _share(letters, "[가-힣]") > 0.95 and common > 0.9 * len(letters) and " " in text.strip()


def _is_cyrillic(letters: str, text: str) -> bool:
    """Say whether most letters are small, and capitals only where words begin.

    Read so, Greek has capitals within words; Hebrew has none, nor the last letters; Thai has signs.
    """
    high = sum(char > "\x7f" for char in text)
    return (
        _share(letters, "[Ѐ-ӿ]") > 0.95
        and len(letters) > 0.8 * high
        and _share(letters, "[а-яѐ-џґ]") > 0.4
        and re.search("[а-яѐ-џ][А-ЯЀ-Џ]", text) is None
        and (len(letters) < _SHORT or re.search("[А-ЯЀ-Џыьэюяіїєў]", text) is not None)
    )


def _of_chinese(common: frozenset[str]) -> Callable[[str, str], bool]:
    return lambda letters, _text: sum(char in common for char in letters) > 0.12 * len(letters)


def _share(letters: str, pattern: str) -> float:
    return len(re.findall(pattern, letters)) / len(letters)


_ENCODINGS: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
    ("cp932", "Shift-JIS (Japanese)", _is_japanese),
    ("euc_jp", "EUC-JP (Japanese)", _is_japanese),
    ("gb18030", "GB 18030 (Chinese)", _of_chinese(_SIMPLIFIED)),
    ("big5", "Big5 (Chinese)", _of_chinese(_TRADITIONAL)),
    ("cp949", "EUC-KR (Korean)", _is_korean),
    ("cp1251", "Windows-1251 (Cyrillic)", _is_cyrillic),
    ("koi8-r", "KOI8-R (Cyrillic)", _is_cyrillic),
)
