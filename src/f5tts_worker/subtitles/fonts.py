"""How wide letters are, and the scripts of fonts that people name: tables, for a worker has no fonts."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# Widths of letters, rounded up: those of Arial Bold or of DejaVu Sans Bold, which most machines without Arial
# use in its place, whichever is wider. In ems of Arial: a font's size is its height, and the em 0.895 of it.
_WIDTHS = {
    **dict.fromkeys("ijlI'|,./\\ ", 0.37),
    **dict.fromkeys('frt:;!()[]-`"*', 0.5),
    **dict.fromkeys("abcdeghknopqsuvxyz0123456789$?_EFJLTZ{}", 0.7),
    **dict.fromkeys("mwMW%@æœÆŒ", 1.06),
    **dict.fromkeys("ДЖМФЦШЩЫЮжмфшщыю", 1.28),
}
_OTHER_WIDTH = 0.84  # capitals, and most letters of other alphabets
_WIDE_WIDTH = 1.12  # Chinese, Japanese, Korean
EM = 0.895
ARIAL = 0.87  # what Arial's bold letters take of the widths above, over a text
REGULAR = 0.89  # the width of letters that are not bold, beside those above (DejaVu Sans; Arial's are closer)
LINE_HEIGHT = 1.17  # of a font's size: what a line takes in DejaVu Sans, more than in Arial


@dataclass(frozen=True)
class Font:
    """A font that people name: its width beside Arial's, and the scripts of its letters."""

    width: float
    scripts: frozenset[str]


_LATIN = frozenset({"LATIN"})
_CYRILLIC = _LATIN | {"CYRILLIC"}
_GREEK = _CYRILLIC | {"GREEK"}
# Scripts are the subsets in the METADATA.pb of google/fonts; Arial's are those of Windows's own. Widths are
# estimates, not measured: where one is too small, players wrap the line once more.
FONTS: Mapping[str, Font] = {
    "anton": Font(0.8, _LATIN),
    "arial": Font(1.0, _GREEK | {"HEBREW", "ARABIC"}),
    "bebas neue": Font(0.75, _LATIN),
    "inter": Font(1.05, _GREEK),
    "lato": Font(1.0, _LATIN),
    "montserrat": Font(1.1, _CYRILLIC),
    "open sans": Font(1.0, _GREEK | {"HEBREW"}),
    "oswald": Font(0.85, _CYRILLIC),
    "poppins": Font(1.1, _LATIN | {"DEVANAGARI"}),
}
_SCRIPTS = {
    "LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "HEBREW": "Hebrew", "ARABIC": "Arabic",
    "DEVANAGARI": "Devanagari", "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese",
    "HANGUL": "Korean", "THAI": "Thai", "GEORGIAN": "Georgian", "TELUGU": "Telugu", "MALAYALAM": "Malayalam",
    "TAMIL": "Tamil", "BENGALI": "Bengali", "ARMENIAN": "Armenian",
}  # fmt: skip


def ems(text: str) -> float:
    """Return about how wide the text is in bold letters, rather more than less."""
    total = 0.0
    for char in text:
        total += _WIDTHS.get(char) or _em_width(char)
    return total


def relative_width(font: str, *, bold: bool) -> float:
    """Return how wide a font's letters are beside those of `ems`; an unknown font is taken for Arial."""
    known = FONTS.get(font.lower())
    return (known.width if known else 1.0) * (1.0 if bold else REGULAR)


def missing_scripts(font: str, text: str) -> list[str]:
    """Name the scripts of the text that the font is known not to have; of most fonts, nothing is known."""
    known = FONTS.get(font.lower())
    if known is None or text.isascii():
        return []
    used = {unicodedata.name(char, "").partition(" ")[0] for char in set(text) if char.isalpha()}
    return sorted({_SCRIPTS[script] for script in used - known.scripts if script in _SCRIPTS})


def _em_width(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return _WIDE_WIDTH if unicodedata.east_asian_width(char) in "WF" else _OTHER_WIDTH
