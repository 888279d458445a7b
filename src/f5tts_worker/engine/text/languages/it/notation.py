"""Notation that Italian reads in its own words: formulas, reactions, chess, keys of music, coordinates."""

# ruff: noqa: E501 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_PIECES = {"R": "re", "D": "donna", "T": "torre", "A": "alfiere", "C": "cavallo"}
_MOVE = re.compile(r"(?<![\w])[RDTAC]?x?[a-h][1-8](?![\w'])|0-0|O-O")
_NOTES = "(?:(?<=\\bDo )|(?<=\\bRe )|(?<=\\bMi )|(?<=\\bFa )|(?<=\\bSol )|(?<=\\bLa )|(?<=\\bSi )|(?<=\\bdo )|(?<=\\bre )|(?<=\\bmi )|(?<=\\bfa )|(?<=\\bsol )|(?<=\\bla )|(?<=\\bsi )|(?<=\\bbemolle )|(?<=\\bdiesis )|(?<=\\bbem\\. )|(?<=\\bdies\\. ))"

_REACTS = re.compile(r"[A-Z][a-z]?\d|\+ ")


def _among_moves(match: re.Match[str]) -> bool:
    """Say whether another move of chess is near: "e4" alone may be anything."""
    near = match.string[max(0, match.start() - 30) : match.end() + 30]
    return len(_MOVE.findall(near)) > 1


def _move(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Cf3" as cavallo f tre, "Axb5+" as alfiere per b cinque scacco."""
    if not _among_moves(match):
        return ()
    takes, check = match["takes"] and "per", {"+": "scacco", "#": "scacco matto"}.get(match["check"] or "")
    said = (
        _PIECES.get(match["piece"] or ""),
        takes,
        match["file"].upper(),
        cardinal(match["rank"], "it"),
        check,
    )
    return whole(match, " ".join(filter(None, said)))


def _number_of_move(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, dot=" ") if _among_moves(match) else ()


def _place(match: re.Match[str]) -> Iterable[Piece]:
    """Say "41° 53' 24" N" with its minutes and seconds."""
    said = {"degree": " gradi", "minute": " primi" if match["seconds"] else " minuti", "second": " secondi"}
    ways = tables.COMPASS["it"]
    numbers = {
        group: quantity(match[group], "it") for group in ("degrees", "minutes", "seconds") if match[group]
    }
    return named(match, **said, **numbers, way=f" {ways[match['way']]}")


NOTATION: tuple[Kind, ...] = (
    Kind(
        "more or less",
        r"(?<![\w+/-])\+/?-(?![a-zA-Z+/-])",
        lambda match: whole(match, "più o meno"),
        frozenset("+"),
    ),
    Kind(
        "minus in a formula",  # "x² - 5x", "3x - 2 = 7"
        r"(?:(?<=[²³)] )|(?<![^\W\d_])(?<!')(?P<unknown>[bcdfknpqrvxyz]) )(?P<minus>-)(?= ?(?:\d|[a-z](?![a-zà-ú])|\())",
        lambda match: named(match, unknown=f" {match['unknown']}", minus=" meno "),
        frozenset("-"),
    ),
    Kind(
        "arrow of a reaction",
        r"(?<=[\w)] )(?:→|->|⟶|⇌)(?= (?:\d{1,2} ?)?(?:[A-Z][a-z]?\d{0,2}){1,6}(?![a-z]))",
        lambda match: (
            whole(match, "dà")
            if _REACTS.search(match.string, max(0, match.start() - 30), match.start())
            else ()
        ),
        frozenset("→>⟶⇌"),
    ),
    Kind(
        "number of a move",
        r"(?<![\w.,])\d{1,3}(?P<dot>\.{1,3})(?= ?(?:[RDTAC]?x?[a-h][1-8]|[O0]-[O0]))",
        _number_of_move,
    ),
    Kind(
        "castling",
        r"(?<![\w-])(?:O-O|0-0)(?P<long>-O|-0)?(?![\w-])",
        lambda match: (
            whole(match, "arrocco lungo" if match["long"] else "arrocco") if _among_moves(match) else ()
        ),
        frozenset("O0"),
    ),
    Kind(
        "move",
        r"(?<![\w/])(?P<piece>[RDTAC])?(?P<takes>x)?(?P<file>[a-h])(?P<rank>[1-8])(?P<check>[+#])?(?![\w'/])",
        _move,
    ),
    Kind(
        "coordinate",
        r"(?<![\w.,])(?P<degrees>\d{1,3})(?P<degree>°) ?(?P<minutes>\d{1,2}(?:[.,]\d{1,4})?)(?P<minute>') ?(?:(?P<seconds>\d{1,2}(?:[.,]\d{1,4})?)(?P<second>\") ?)?(?P<way>[NSEOW])(?!\w)",
        _place,
    ),
    Kind(
        "crotchet",
        r"(?<!\w)[♩♪](?= ?=)",
        lambda match: whole(match, "semiminima" if match[0] == "♩" else "croma"),
        frozenset("♩♪"),
    ),
    abbreviation_kind(
        "key", {"magg.": "maggiore", "min.": "minore", "bem.": "bemolle", "dies.": "diesis"}, before=_NOTES
    ),
    Kind(
        "verse of the Bible",  # "Gv 3,16"
        r"(?<!\w)(?:Mt|Mc|Lc|Gv|At|Rm|Sal|Is|Gen|Es|Ap|Ef|Gal|[12] ?Cor|[12] ?Pt) \d{1,3}(?P<comma>, ?)(?=\d{1,3}(?!\w))",
        lambda match: named(match, comma=" "),
    ),
    Kind("saturation", r"(?<!\w)SpO ?2(?!\w)", lambda match: whole(match, "S P O due")),
)
