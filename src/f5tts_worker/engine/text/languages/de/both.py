"""German words for men and women at once: "eine/n", "Mitarbeiter/in", "der/die"."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_PAIRS = (
    "der/die|die/der|dem/der|der/dem|den/die|des/der|er/sie|sie/er|ihm/ihr|ihn/sie|sein/ihr|seine/ihre|seinen/ihren|"
    "seiner/ihrer|seinem/ihrem|ihr/sein|ihre/seine|Herrn?/Frau|Frau/Herrn?|ja/nein"
)


def _say_endings(match: re.Match[str]) -> Iterable[Piece]:
    """Say "eine/n" and "ein/e" as two words."""
    word = match["word"] or match["stem"]
    return whole(match, f"{word} oder {word}{match['more'] or match['e']}")


def _say_person(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Kunde/in" as two words."""
    return whole(match, f"{match['man']} oder {match['man'].removesuffix('e')}in")


def _say_pair(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, match[0].replace("/", " oder "))


def _say_nothing(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, "")


BOTH: tuple[Kind, ...] = (
    Kind(
        "man or woman",
        r"(?<![\w/-])(?P<man>[A-ZÄÖÜ][^\W\d_]{2,30})/-?in(?![\w/-])",
        _say_person,
        frozenset("/"),
    ),
    Kind(
        "women too",
        r"(?<=[a-zäöüß]{3})(?<!ußen)(?:(?:[:*_]|/-?)(?=innen\b)|[:*_](?=in\b(?!/)))",
        _say_nothing,
        frozenset(":*_/"),
    ),
    Kind(
        "either ending",
        r"(?<![\w/-])(?:(?P<word>[^\W\d_]{2,20}e)/-?(?P<more>[nrs])|"
        r"(?P<stem>(?i:ein|kein|mein|dein|sein|ihr|unser|euer))/-?(?P<e>e))(?![\w/-])",
        _say_endings,
        frozenset("/"),
    ),
    Kind("pair", rf"(?<![\w/-])(?i:{_PAIRS})(?![\w/-])", _say_pair, frozenset("/")),
)
