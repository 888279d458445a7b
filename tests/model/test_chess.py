"""Moves of chess: read out where a game is spoken of, and left alone where a move stands by chance."""

import pytest

from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.spans import find_pieces

GERMAN = chess_kind(
    Words(
        "de",
        {"K": "König", "D": "Dame", "T": "Turm", "L": "Läufer", "S": "Springer"},
        takes="schlägt",
        check="Schach",
        mate="matt",
        castling=("kurze Rochade", "lange Rochade"),
        talk="schach|gambit",
    )
)


def said(line):
    return " ".join(piece.said.strip() for piece in find_pieces(line, [GERMAN]))


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("1.e4 c5 2.Sf3", "eins, E vier C fünf zwei, Springer F drei"),
        ("12...Lxf3+ 13. gxf3", "zwölf, Läufer schlägt F drei Schach dreizehn, G schlägt F drei"),
        ("8. O-O O-O-O", "acht, kurze Rochade lange Rochade"),
        ("9. Sbd2 0-0", "neun, Springer B D zwei kurze Rochade"),
        ("31. T1e3 Dh2#", "einunddreißig, Turm eins E drei Dame H zwei matt"),
        ("44. e8=D+", "vierundvierzig, E acht Dame Schach"),
        ("Dxh7# beendet sie.", "Dame schlägt H sieben matt"),
        ("Im Schach ist e4 beliebt.", "E vier"),
    ],
)
def test_a_move_is_read_out(line, reading):
    """Piece, where from, takes, where to, what becomes of it, check or mate."""
    assert said(line) == reading


@pytest.mark.parametrize(
    "line", ["Spalten a2 und b3", "Ca2+ und Ba2+", "Es stand 0-0.", "Version 1.e4x", "ein DIN-a4-Blatt", "T2"]
)
def test_what_is_no_move_is_left_alone(line):
    """Cells, ions, results and sizes look like moves."""
    assert said(line) == ""


@pytest.mark.parametrize("unit", ["1.", "1. ", "a1", "x", "Sa", "O-", "e4 "])
def test_hostile_lines_take_linear_time(unit):
    """A hundred thousand characters that nearly match are no trouble."""
    line = unit * (20_000 // len(unit))
    assert len(find_pieces(line, [GERMAN])) <= len(line)
