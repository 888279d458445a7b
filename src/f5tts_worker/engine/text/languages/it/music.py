"""Italian music: keys ("la♭ magg.", "Sib min."), movements ("III. Alla turca"), instruments ("per pf. e vl.")."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash between words is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.grammar import ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_NAMES = ("do", "re", "mi", "fa", "sol", "la", "si")
_BEHIND = (*_NAMES, *map(str.capitalize, _NAMES), "bemolle", "diesis", r"bem\.", r"dies\.")
# "in la magg.", "in la♭ magg.", "Sib min."
_KEYS = (
    "(?:"
    + "|".join(
        (*(rf"(?<=\b{name} )" for name in _BEHIND), *(rf"(?<=\b{n}b )" for n in _BEHIND[:14]), "(?<=[♭♯#] )")
    )
    + ")"
)
_ACCIDENTALS = {"♭": " bemolle", "b": " bemolle", "♯": " diesis", "#": " diesis", "♮": " naturale"}
_TEMPO = "Adagi|Alla|Allegr|Andant|Con|Finale|Grav|Larg|Lent|Men[ou]ett?|Minuett|Moderat|Molto|Più|Poco|Prest|Rond|Scherz|Tempo|Tema|Vivac"


def _accidental(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, sign=_ACCIDENTALS[match["sign"]])


def _movement(match: re.Match[str]) -> Iterable[Piece]:
    """Say "III. Alla turca" as terzo, with a pause."""
    value = roman_value(match["roman"])
    return whole(match, f"{ordinal(value)},") if value else ()


MUSIC: tuple[Kind, ...] = (
    Kind(
        "crotchet",
        r"(?<!\w)[♩♪](?= ?=)",
        lambda match: whole(match, "semiminima" if match[0] == "♩" else "croma"),
        frozenset("♩♪"),
    ),
    abbreviation_kind("key", {"magg.": "maggiore", "min.": "minore", "bem.": "bemolle", "dies.": "diesis"}, before=_KEYS),
    Kind(
        "accidental",
        rf"(?<![\w-])(?i:{'|'.join(_NAMES)})(?P<sign>[♭♯♮]|#(?!\w)|b(?= \ue000{{4}}))",
        _accidental,
        frozenset("♭♯♮#b"),
    ),
    Kind("movement", rf"(?:(?<=[:;(–-] )|^)(?P<roman>[IVX]{{1,4}})\.(?= (?:{_TEMPO})|$)", _movement, frozenset("IVX")),
    abbreviation_kind(
        "instrument",
        {"pf.": "pianoforte", "vl.": "violino", "vla.": "viola", "vc.": "violoncello", "cb.": "contrabbasso", "fl.": "flauto", "ob.": "oboe", "fg.": "fagotto", "orch.": "orchestra", "clav.": "clavicembalo", "chit.": "chitarra"},
        before=r"(?:(?<=\bper )|(?<=\be )|(?<=, ))(?!fg\. \d)",
    ),
)  # fmt: skip
