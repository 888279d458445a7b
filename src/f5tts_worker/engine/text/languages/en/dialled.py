"""What is typed on a telephone in English: "*#06#", "*100#", "press # to end"."""

# ruff: noqa: E501 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_KEYS = {"*": "star", "#": "hash"}
_KEY = frozenset("*#")


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of codes and keys; a hash that ends a code shows that it is one."""
    return (
        Kind("code of a network", r"(?<![\w*#])[*#]{1,4}\d{2,8}(?:[*#]{1,3}\d{1,12}){0,3}(?<!\*\d)#[*#]{0,3}(?![\w*#])", _code, _KEY),
        Kind("dialled star", r"(?<![\w)*])\*\d{2,3}(?![\w*])", _code, _KEY),
        Kind("key of a telephone", r"\b(?i:dial|enter|hit|press|push|then|or) (?P<key>[*#])(?=[.,;:!?)]|$|\n| (?:again|and|for|if|key|now|or|to|when)\b)", lambda match: named(match, key=_KEYS[match["key"]]), _KEY),
    )  # fmt: skip


def _code(match: re.Match[str]) -> Iterable[Piece]:
    """Say a code sign by sign."""
    return whole(match, " ".join(_KEYS.get(sign) or digits(sign, "en") for sign in match[0]))
