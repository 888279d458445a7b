"""Results of games in Portuguese, and moves of chess."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import agree
from f5tts_worker.engine.text.reading.grammar import regular
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_PIECES = {"R": "rei", "D": "dama", "T": "torre", "B": "bispo", "C": "cavalo", "P": "peão"}
_PLAYED = (
    r"acabou|abriu|bat\w+|deu|derrot\w+|empat\w+|faz|fez|fic\w+|final|foi|ganh\w+|gol\w+|jogo|jogou|marcou|partida|perd\w+|placar|resultado|"
    r"t[áa]|tava|terminou|venc\w+|vir\w+|vit[óo]ria"
)
_SCORE = r"(?P<one>\d{1,2})(?P<x>[xX])(?P<two>\d{1,2})(?!\w|[.,]\d| ?(?:[cmk]?m|metros|pol)\b)"
_NO_SCORE = r"(?<!foto )(?<!fotos )(?!3x4|4x4|10x15)"


def _score(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, x=" a ")


def _record(match: re.Match[str]) -> Iterable[Piece]:
    """Say "17V 7E 4D" as what was won, drawn and lost."""
    said = {}
    for part, noun in (
        ("won", regular("vitória", "f")),
        ("drawn", regular("empate")),
        ("lost", regular("derrota", "f")),
    ):
        number = match[part][:-1]
        said[part] = (
            f"{agree(cardinal(number, 'pt'), noun.gender)} {noun.one if number == '1' else noun.many}"
        )
    return named(match, **said)


def _move(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Dxh7+" as the piece, where it goes and what it does there."""
    place = match["to"] or match["place"]
    said = [
        _PIECES.get(match["piece"] or "", ""),
        " ".join(match["from"] or match["file"] or ""),
        "captura" if match["takes"] or match["file"] else "",
        f"{place[0]} {cardinal(place[1], 'pt')}",
        f"promove a {_PIECES[match['promoted']]}" if match["promoted"] else "",
        {"+": "xeque", "#": "xeque-mate"}.get(match["check"] or "", ""),
    ]
    said[1] = re.sub(r"\d", lambda digit: cardinal(digit[0], "pt"), said[1])
    return whole(match, " ".join(filter(None, said)))


GAMES: tuple[Kind, ...] = (
    Kind("result", rf"\b(?i:{_PLAYED})\b[^\d.!?\n]{{0,40}}{_NO_SCORE}(?<![\w.,]){_SCORE}", _score),
    Kind("result of two clubs", rf"(?<!\w)[A-ZÀ-Þ][\w-]+ {_NO_SCORE}{_SCORE}(?= [A-ZÀ-Þ][a-zà-ú])", _score),
    Kind(
        "record of a club",
        r"(?<![\w.,])(?P<won>\d{1,2}V)(?:,? |/)(?P<drawn>\d{1,2}E)(?:,? (?:e )?|/)(?P<lost>\d{1,2}D)(?!\w)",
        _record,
    ),
    Kind(
        "move of chess",
        r"(?<![\w.-])(?:(?P<piece>[RDTBC])(?P<from>[a-h]?[1-8]?)(?P<takes>x?)(?P<to>[a-h][1-8])"
        r"|(?P<file>[a-h])x(?P<place>[a-h][1-8]))(?:=(?P<promoted>[DTBC]))?(?P<check>[+#]?)(?![\w-])",
        _move,
    ),
    Kind(
        "castling",
        r"(?<![\w-])(?:O-O(?P<far>-O)?|(?<=\d\. )0-0(?P<long>-0)?)(?![\w-])",
        lambda match: whole(match, "grande roque" if match["far"] or match["long"] else "roque"),
        frozenset("0O"),
    ),
)
