"""Books, chapters and verses of the Bible as French parishes write them: "Lc 15, 11-32", "1 Co 13", "Ps 22 (23)"."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_BOOKS = {
    "Gn": "Genèse", "Ex": "Exode", "Lv": "Lévitique", "Nb": "Nombres", "Dt": "Deutéronome", "Jos": "Josué", "Jg": "Juges", "Rt": "Ruth",
    "Esd": "Esdras", "Ne": "Néhémie", "Tb": "Tobie", "Jdt": "Judith", "Est": "Esther", "Jb": "Job", "Ps": "psaume", "Pr": "Proverbes",
    "Qo": "Qohélet", "Ct": "Cantique", "Sg": "Sagesse", "Si": "Siracide", "Is": "Isaïe", "Es": "Ésaïe", "Jr": "Jérémie", "Lm": "Lamentations",
    "Ba": "Baruch", "Ez": "Ézéchiel", "Dn": "Daniel", "Os": "Osée", "Jl": "Joël", "Am": "Amos", "Jon": "Jonas", "Mi": "Michée", "Ha": "Habacuc",
    "So": "Sophonie", "Ag": "Aggée", "Za": "Zacharie", "Ml": "Malachie", "Mt": "Matthieu", "Mc": "Marc", "Lc": "Luc", "Jn": "Jean",
    "Ac": "Actes", "Rm": "Romains", "Ga": "Galates", "Ep": "Éphésiens", "Ph": "Philippiens", "Col": "Colossiens", "Tt": "Tite",
    "Phm": "Philémon", "He": "Hébreux", "Jc": "Jacques", "Ap": "Apocalypse",
}  # fmt: skip
_FULL = "Genèse|Exode|Deutéronome|Isaïe|Ésaïe|Jérémie|Matthieu|Marc|Luc|Jean|Romains|Galates|Éphésiens|Hébreux|Apocalypse|[Pp]saume"
_SEVERAL = {
    "S": "livre de Samuel", "R": "livre des Rois", "Ch": "livre des Chroniques", "M": "livre des Maccabées", "Co": "lettre aux Corinthiens",
    "Th": "lettre aux Thessaloniciens", "Tm": "lettre à Timothée", "P": "lettre de Pierre", "Jn": "lettre de Jean",
}  # fmt: skip
_OF_THEM = {
    "livre": ("premier", "deuxième", "troisième"),
    "lettre": ("première", "deuxième", "troisième"),
}
# Letters that are no unit and no word: these books are known by their chapter alone.
_ALONE = "Mt|Mc|Lc|Jn|Rm|Ps|Gn"
_BOOK = rf"(?<![\w.,])(?:(?P<book>{'|'.join(_BOOKS)}|{_FULL})|(?P<number>[1-3]) ?(?P<several>{'|'.join(_SEVERAL)}))"
_VERSES = r"(?P<comma>,) ?(?P<verses>\d{1,3}[a-d]?(?:[-–.]\d{1,3}[a-d]?){0,6})(?![\w,-]|\.\d)"
_CHAPTER = rf"(?P<chapter>\d{{1,3}})(?: ?\(\d{{1,3}}\))?{_VERSES}"
_JOINTS = {".": " et ", "-": " à ", "–": " à "}


def _say_book(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Lc" by its name, "1 Co" as the first letter."""
    if not match["number"]:
        return named(match, book=_BOOKS.get(match["book"], match["book"]))
    book = _SEVERAL[match["several"]]
    return named(match, number=_OF_THEM[book.split()[0]][int(match["number"]) - 1], several=book)


def _say_verses(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Lc 15, 11-32" as chapter fifteen, verses eleven to thirty-two."""
    yield from _say_book(match)
    chapter = cardinal(match["chapter"], "fr")
    is_psalm = (match["book"] or "").lower().startswith("ps")
    yield from named(match, chapter=chapter if is_psalm else f"chapitre {chapter}", comma=",")
    verses, base = match["verses"], match.start("verses")
    name = "verset " if verses.rstrip("abcd").isdecimal() else "versets "
    for part in re.finditer(r"\d+|[-–.]", verses):
        said = cardinal(part[0], "fr") if part[0].isdecimal() else _JOINTS[part[0]]
        yield Piece(base + part.start(), base + part.end(), said if part.start() else name + said)


SCRIPTURE: tuple[Kind, ...] = (
    Kind("verses", rf"{_BOOK} {_CHAPTER}", _say_verses),
    Kind(
        "book by its chapter",
        rf"(?<![\w.])(?P<book>{_ALONE})(?= \d{{1,3}}(?![\w/%°]|[.,]\d| ?[€$]))",
        lambda match: named(match, book=_BOOKS[match["book"]]),
    ),
)
