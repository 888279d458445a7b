"""Telephone numbers as France says them: in pairs, or in threes."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece


def _say_telephone(match: re.Match[str]) -> Iterable[Piece]:
    """Say 01 23 45 67 89 in pairs, as it is written."""
    for pair in re.finditer(r"\d\d", match[0]):
        said = f"zéro {cardinal(pair[0][1], 'fr')}" if pair[0][0] == "0" else cardinal(pair[0], "fr")
        end = pair.end() + (match[0][pair.end() : pair.end() + 1] in (".", "-"))
        yield Piece(match.start() + pair.start(), match.start() + end, said)


def _say_from_abroad(match: re.Match[str]) -> Iterable[Piece]:
    """Say +33 6 12 34 56 78 as France says it."""
    yield Piece(match.start(), match.start() + 3, "plus trente-trois")
    digits = list(re.finditer(r"\d", match[0]))[-9:]
    for first, last in ((0, 0), (1, 2), (3, 4), (5, 6), (7, 8)):
        pair = "".join(digit[0] for digit in digits[first : last + 1])
        said = f"zéro {cardinal(pair[1], 'fr')}" if pair[0] == "0" else cardinal(pair, "fr")
        yield Piece(match.start() + digits[first].start(), match.start() + digits[last].end(), said)


def _say_free_telephone(match: re.Match[str]) -> Iterable[Piece]:
    """Say 0 800 123 456 in threes."""
    for group in re.finditer(r"0(?= ?8)|\d{3}", match[0]):
        yield Piece(match.start() + group.start(), match.start() + group.end(), cardinal(group[0], "fr"))


TELEPHONES: tuple[Kind, ...] = (
    Kind("telephone", r"(?<![\w.,+-])(?<!\d )0\d(?:[ .-]?\d\d){4}(?![\w-]|[.,]\d)", _say_telephone),
    Kind(
        "telephone from abroad",
        r"(?<![\w+])\+33 ?(?:\(0\) ?)?[1-9](?:[ .-]?\d\d){4}(?![\w-]|[.,]\d)",
        _say_from_abroad,
    ),
    Kind(
        "free telephone",
        r"(?<![\w.,+-])(?<!\d )0 ?8\d\d(?:[ ']\d{3}){2}(?![\w-]|[.,]\d)",
        _say_free_telephone,
    ),
)
