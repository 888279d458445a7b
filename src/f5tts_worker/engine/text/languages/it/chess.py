"""Italian chess: "Cf3" is cavallo f tre, "cxd4" c per d quattro, "Axf7+" alfiere per f sette scacco."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_PIECES = {"R": "re", "D": "donna", "T": "torre", "A": "alfiere", "C": "cavallo"}
_SQUARE = r"(?:[RDTAC][a-h1-8]?x?|[a-h]x)?[a-h][1-8]"
_MOVE = re.compile(rf"(?<![\w]){_SQUARE}(?![\w'])|0-0|O-O")


def _among_moves(match: re.Match[str]) -> bool:
    """Say whether another move is near: "e4" alone may be anything."""
    near = match.string[max(0, match.start() - 30) : match.end() + 30]
    return len(_MOVE.findall(near)) > 1


def _move(match: re.Match[str]) -> Iterable[Piece]:
    """Say a move; what takes or gives check is one even alone."""
    if not (match["takes"] or (match["piece"] and match["check"]) or _among_moves(match)):
        return ()
    said = (
        _PIECES.get(match["piece"] or ""),
        (match["origin"] or match["pawn"] or "").upper().translate(_RANKS),
        match["takes"] and "per",
        match["file"].upper(),
        cardinal(match["rank"], "it"),
        match["queen"] and f"promuove a {_PIECES[match['queen']]}",
        {"+": "scacco", "#": "scacco matto"}.get(match["check"] or ""),
    )
    return whole(match, " ".join(filter(None, said)))


_RANKS = {ord(digit): cardinal(digit, "it") for digit in "12345678"}  # "T1e2"


def _number(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, dot=" ") if _among_moves(match) else ()


CHESS: tuple[Kind, ...] = (
    Kind(
        "number of a move", rf"(?<![\w.,])\d{{1,3}}(?P<dot>\.{{1,3}})(?= ?(?:{_SQUARE}|[O0]-[O0]))", _number
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
        r"(?<![\w/])(?:(?P<piece>[RDTAC])(?P<origin>[a-h1-8](?=x?[a-h]))?|(?P<pawn>[a-h])(?=x))?(?P<takes>x)?(?P<file>[a-h])(?P<rank>[1-8])(?:=(?P<queen>[DTAC]))?(?P<check>[+#])?(?![\w'/])",
        _move,
    ),
)
