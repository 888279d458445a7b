"""Results of games in Portuguese, and moves of chess."""

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import agree
from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.grammar import regular
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_PLAYED = (
    r"bat(?:eu|eram|er|endo|ido)|derrot\w+|empat\w+|ganh(?:a(?:mos|ndo|r|ram|va)|ou|ei)|golead\w+|golear\w*|parcia(?:l|is)|perd(?:e\w*|i|ido)|placar|resultado|sets?|"
    r"venc(?:e\w*|i\w*)|vit[óo]rias?"
)
_TENNIS_FROM = r"(?<![\w.,/-])(?<!\b[Dd]ias )(?<!\b[Dd][eo] )"  # "de 6/4 a 4/6" are days
# What a set of tennis may end with; the points of a tie-break in brackets.
_SET = r"(?:6[/-][0-4]|[0-4][/-]6|7[/-][56]|[56][/-]7|1\d[/-][89])(?: ?\(\d{1,2}(?:[/-]\d{1,2})?\))?"
_GOING = r"abriu|acabou|deu|fez|fic\w+|final|foi|jogo|jogou|marcou|partida|t[áa]|tava|terminou|vir(?:ou|ada)"
_NO_SIZE = r"(?!\w|[.,]\d| ?(?:[cmk]?m|metros|pol)\b)"
_SCORE = rf"\d{{1,2}}(?P<x>[xX])\d{{1,2}}{_NO_SIZE}"
_LOW_SCORE = rf"\d(?P<x>[xX])\d{_NO_SIZE}"
_NO_SCORE = r"(?<!foto )(?<!fotos )(?!3x4|4x4|10x15)"
_CHESS = Words(
    "pt",
    {"R": "rei", "D": "dama", "T": "torre", "B": "bispo", "C": "cavalo", "P": "peão"},
    takes="captura",
    check="xeque",
    mate="xeque-mate",
    castling=("roque", "grande roque"),
    talk="abertura|brancas|gambito|lances?|pretas|xadrez|xeque",
    becomes="promove a {}",
)
_NEAR = 60


def _score(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, x=" a ")


def _sets(match: re.Match[str]) -> Iterable[Piece]:
    """Say "25/20, 22/25 e 25/18" with "a" between the points of each side."""
    for points in re.finditer(r"(?<=\d)[/x-](?=\d)", match[0]):
        yield Piece(match.start() + points.start(), match.start() + points.end(), " a ")


def _tennis(match: re.Match[str]) -> Iterable[Piece]:
    """Say the games of each set, and the points of a tie-break behind them."""
    for games in re.finditer(r"(?<=\d)[/-](?=\d)", match[0]):
        yield Piece(match.start() + games.start(), match.start() + games.end(), " a ")


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


GAMES: tuple[Kind, ...] = (
    Kind(
        "sets to sets",  # "3 sets a 1"
        r"(?<=\d sets a )\d(?!\w|[.,:]\d)",
        lambda match: whole(match, cardinal(match[0], "pt")),
    ),
    Kind(
        "sets of tennis",  # "6/4, 3/6 e 7/6(5)"
        rf"{_TENNIS_FROM}{_SET}(?:(?:,? |, e | e |; ){_SET}){{1,4}}(?![\w/-]|[.,]\d)",
        _tennis,
    ),
    Kind(
        "sets",
        r"\b(?:(?i:parciais|sets?|tie-break)\b[^/\n.!?]{0,40}?|(?:por|com) (?=[67][/x-]))(?<![\w.,/])"
        r"\d{1,2}[/x-]\d{1,2}(?:(?:, | e |; )\d{1,2}[/x-]\d{1,2}){1,4}(?![\w/]|[.,]\d)",
        _sets,
    ),
    Kind(
        "result",
        rf"\b(?i:{_PLAYED})\b[^\d.!?\n]{{0,40}}{_NO_SCORE}(?<![\w.,]){_SCORE}",
        _score,
    ),
    Kind(
        "result of few goals",
        rf"\b(?i:{_GOING})\b[^\d.!?\n]{{0,20}}{_NO_SCORE}(?<![\w.,]){_LOW_SCORE}",
        _score,
    ),
    Kind(
        "result of two clubs",
        rf"(?<![\w-])[A-ZÀ-Þ][\w-]{{1,40}} {_NO_SCORE}{_SCORE}(?= [A-ZÀ-Þ][a-zà-ú])",
        _score,
    ),
    Kind(
        "record of a club",
        r"(?<![\w.,])(?P<won>\d{1,2}V)(?:,? |/)(?P<drawn>\d{1,2}E)(?:,? (?:e )?|/)(?P<lost>\d{1,2}D)(?!\w)",
        _record,
    ),
    chess_kind(_CHESS),
)
