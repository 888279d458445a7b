"""Moves of chess in algebraic notation (FIDE's Laws of Chess, appendix C), as they are read out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_NEAR = 200  # letters around in which a game may be spoken of
_SQUARE = "[a-h][1-8]"
_CASTLES = "O-O(?:-O)?|0-0(?:-0)?"


@dataclass(frozen=True)
class Words:
    """What a language says: pieces by their letters, what moves do, castling short and long.

    `talk` is a pattern of words of the game, `becomes` what a pawn does that is promoted. `is_sure`: where
    a piece's letter and a square are a move, whatever stands around.
    """

    language: str
    pieces: Mapping[str, str]
    takes: str
    check: str
    mate: str
    castling: tuple[str, str]
    talk: str
    becomes: str = "{}"
    is_sure: bool = False


def chess_kind(words: Words) -> Kind:
    """Return the kind of a language's moves; what looks like one by chance is left to others."""
    letters = "".join(words.pieces)
    move = (
        rf"(?:(?P<castles>{_CASTLES})|(?:(?P<piece>[{letters}])(?P<from>[a-h]?[1-8]?)|(?P<file>[a-h])(?=x))?"
        rf"(?P<takes>x)?(?P<to>{_SQUARE})(?:=?(?P<becomes>[{letters}]))?(?P<mark>\+{{1,2}}|\#|))(?![\w+#-])"
    )
    plain = re.sub(r"\?P<\w+>", "?:", move)
    # A numbered move, two in a row that are not squares alone, as cells of a sheet are, or a word.
    game = re.compile(
        rf"(?<![\w.,])\d{{1,3}}\.{{1,3}} ?{plain}|(?<!\w)(?=[{letters}]){plain} {plain}|\b(?i:{words.talk})\b"
    )

    def is_game(match: re.Match[str]) -> bool:
        return bool(game.search(match.string, max(0, match.start() - _NEAR), match.end() + _NEAR))

    def say(match: re.Match[str]) -> Iterable[Piece]:
        # Not so by a check alone: "Ca2+" is an ion.
        is_evident = match["piece"] and (match["takes"] or match["mark"] == "#" or words.is_sure)
        if not (is_evident or (words.is_sure and match["castles"] and "O" in match[0]) or is_game(match)):
            return ()
        said = [f"{cardinal(match['number'], words.language)}," if match["number"] else ""]
        if match["castles"]:
            return whole(match, " ".join([*said, words.castling[match["castles"].count("-") - 1]]).strip())
        ends = {"+": words.check, "++": words.check, "#": words.mate}
        said += (
            words.pieces.get(match["piece"] or "", ""),
            _square(match["from"] or match["file"] or "", words.language),
            words.takes if match["takes"] else "",
            _square(match["to"], words.language),
            words.becomes.format(words.pieces[match["becomes"]]) if match["becomes"] else "",
            ends.get(match["mark"], ""),
        )
        return whole(match, " ".join(filter(None, said)))

    number = r"(?:(?<!,)(?P<number>\d{1,3})\.{1,3} ?)?"
    return Kind("move of chess", rf"(?<![\w.@-]){number}{move}", say, frozenset("012345678O"))


def _square(name: str, language: str) -> str:
    """Say "e4" as its letter's name, hence a capital, and its number; either may be missing."""
    return " ".join(cardinal(sign, language) if sign.isdecimal() else sign.upper() for sign in name)
