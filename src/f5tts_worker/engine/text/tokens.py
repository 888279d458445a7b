"""Where a text's display words begin and end: at white space, and within scripts that are written without."""

# ruff: noqa: RUF001 - the characters that look like others are what this module is about

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.languages import UNSPACED_LETTERS

NO_BREAK = "\u00a0\u202f\u2009"
# Names of files, addresses, classes: nothing in them is a word's end.
TECHNICAL = re.compile(r"[@/\\_]|^[A-Z]\w*\.[^.]+\.")
IS_UNSPACED = re.compile(f"[{UNSPACED_LETTERS}]")
_LEADS = "เแโใไເແໂໃໄ"  # Thai and Lao vowels written before their consonant
_CLINGS = re.compile("[ะาำๅๆฯະາຳຽゝゞヽヾーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々]")
_OPENS = frozenset({"Ps", "Pi"})
_HOLDS_NEXT = _OPENS | {"Cf"}  # joiners, and marks of direction
_TOKEN_CHARACTER = rf"\S|(?<=\d)[{NO_BREAK}](?=\d)"
# Digits in groups of three: in languages that write them so, and in others where they can be nothing else.
_GROUPS_BY_SPACES = re.compile(rf"(?:(?<!\d)[1-9]\d{{0,2}}(?: \d{{3}})+(?!\d)|{_TOKEN_CHARACTER})+")
_TOKEN = re.compile(
    rf"(?:(?<![\d.,:+/()-])(?<!\d )[1-9]\d{{0,2}}(?: \d{{3}})+(?![\d:/-]| \d| MAX)|{_TOKEN_CHARACTER})+"
)
# Two words without a space between them, "stopped—then" and "well...no", are two words to a reader too.
_NEXT_WORD = re.compile(r"(?<=[^\W\d_]|[\"”’»)?!])(?:—+|--+|…+|\.{2,})(?=[\"“‘'«(]?[^\W_])")


def tokens(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between white space, and that before it; "10 000" stays together."""
    spaced = tables.GROUPING.get(language, tables.POINT_GROUPING)[0] == " "
    reached = 0
    for token in (_GROUPS_BY_SPACES if spaced else _TOKEN).finditer(text):
        yield text[reached : token.start()], token[0]
        reached = token.end()


def parts(gap: str, token: str) -> Iterator[tuple[str, str]]:
    """Cut a token of a script without spaces into its smallest readable groups; `gap` is before the first."""
    if not IS_UNSPACED.search(token):
        cuts = [] if TECHNICAL.search(token) else [mark.end() for mark in _NEXT_WORD.finditer(token)]
        for start, stop in pairwise([0, *cuts, len(token)]):
            yield gap if not start else "", token[start:stop]
        return
    part = ""
    for char in token:
        if part and _breaks(part, char):
            yield gap, part
            gap, part = "", ""
        part += char
    yield gap, part


def _breaks(part: str, char: str) -> bool:
    """Say whether a new display word starts with `char`, after `part`."""
    if unicodedata.category(part[-1]) in _HOLDS_NEXT or part[-1] in _LEADS:
        return False
    category = unicodedata.category(char)
    if category in _OPENS:
        return True
    if category[0] in "MP" or category == "Cf" or _CLINGS.match(char):
        return False
    last = next((c for c in reversed(part) if unicodedata.category(c)[0] not in "MP"), part[-1])
    return bool(IS_UNSPACED.match(char) or IS_UNSPACED.match(last))
