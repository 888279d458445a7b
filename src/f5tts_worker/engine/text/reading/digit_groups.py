"""Telephone numbers, cards and the like: their digits one by one, a short pause between the groups."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Iterable
from functools import partial
from itertools import pairwise

from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece

_CARD = r"(?<![\d.,+-])\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{1,4}(?![\d.,-]?\d)"
_INTERNATIONAL = r"(?<![\w+])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?![\d(])"
_AREA = r"(?<![\w+])(?:\+?\d{1,2}[ .-])?\(\d{2,5}\)[ .-]?\d{3,4}(?:[ .-]\d{3,4})?(?![\w-])"
_AREA += r"|(?<![\w+])\(0\d{1,4}\) ?\d{3,8}(?:[ -]\d{2,6}){0,2}(?![\w-])"
_GROUPS = r"(?<![\w.,+-])(?:1[ .-])?\d{3}(?P<gap>[ .-])\d{3}(?P=gap)\d{4}(?![\w-]|[.,]\d)"
_TRUNK = r"(?<![\w.,:+-])0\d{1,4}(?:(?: ?[/–-] ?| )\d{2,8}){1,6}(?:-\d)?(?![\w-]|[.,:]\d)"
_FEWEST = 7  # digits of a telephone number with its area's
_ACCOUNT = r"(?<=\b[A-Z]{2})\d{2}(?: \d{4}){3,6}(?: \d{1,4})?(?![\w-])"  # an IBAN
_PATTERNS = {
    "account": _ACCOUNT,
    "card": _CARD,
    "phone": f"{_INTERNATIONAL}|{_AREA}",
    "phone groups": _GROUPS,
    "trunk": _TRUNK,
}


def digit_kinds(language: str, plus: str) -> tuple[Kind, ...]:
    """Return the kinds that hold digits in groups; `plus` is the word in front of a country's number."""
    say = partial(say_groups, language=language, plus=plus)
    return tuple(Kind(name, pattern, say) for name, pattern in _PATTERNS.items())


def say_groups(match: re.Match[str], language: str, plus: str = "") -> Iterable[Piece]:
    """Say each group of digits of a match, by the display word that has it."""
    groups = list(re.finditer(r"\d+", match[0]))
    if sum(len(group[0]) for group in groups) < _FEWEST:
        return
    ends = [*(match.start() + group.start() for group in groups[1:]), match.end()]
    for (start, end), group in zip(pairwise([match.start(), *ends]), groups, strict=True):
        hundreds = (
            language == "en" and len(group[0]) == 3 and group[0].endswith("00") and group is not groups[-1]
        )
        said = (cardinal if hundreds and group[0] != "000" else digits)(group[0], language)
        lead = f"{plus} " if "+" in match[0][: group.start()] and group is groups[0] else ""
        yield Piece(start, end, f"{lead}{said}{',' if group is not groups[-1] else ''}")
