"""Books, chapters and verses of the Bible as German names them: "1. Kor. 13,4", "Ps 23"."""

# ruff: noqa: E501, RUF001 - a row of a table is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.inflection import inflected
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_BOOKS = {
    "Mt": "Matthäus", "Matth": "Matthäus", "Mk": "Markus", "Lk": "Lukas", "Luk": "Lukas", "Joh": "Johannes", "Apg": "Apostelgeschichte",
    "Röm": "Römer", "Kor": "Korinther", "Gal": "Galater", "Eph": "Epheser", "Phil": "Philipper", "Kol": "Kolosser",
    "Thess": "Thessalonicher", "Tim": "Timotheus", "Tit": "Titus", "Hebr": "Hebräer", "Jak": "Jakobus", "Petr": "Petrus",
    "Offb": "Offenbarung", "Gen": "Genesis", "Ex": "Exodus", "Lev": "Levitikus", "Num": "Numeri", "Dtn": "Deuteronomium",
    "Jos": "Josua", "Sam": "Samuel", "Kön": "Könige", "Chr": "Chronik", "Neh": "Nehemia", "Spr": "Sprüche", "Koh": "Kohelet",
    "Pred": "Prediger", "Hld": "Hohelied", "Jes": "Jesaja", "Jer": "Jeremia", "Klgl": "Klagelieder", "Ez": "Ezechiel",
    "Hes": "Hesekiel", "Dan": "Daniel", "Hos": "Hosea", "Sach": "Sacharja", "Mal": "Maleachi", "Ps": "Psalm", "Mos": "Mose",
}  # fmt: skip
_FULL = "Matthäus|Markus|Lukas|Johannes|Römer|Korinther|Epheser|Hebräer|Genesis|Exodus|Jesaja|Jeremia|Psalm|Hiob|Mose|Samuel|Petrus"
_NUMBERED = "Kor|Mos|Petr|Thess|Tim|Sam|Kön|Chr"
_NUMBERED_IN_FULL = "Mose|Samuel|Könige|Chronik|Makkabäer|Korinther|Thessalonicher|Timotheus|Petrus|Johannes"
_VERSE = (
    r"(?P<chapter>\d{1,3})(?P<comma>,) ?(?P<verse>\d{1,3})(?:(?P<to>[-–])(?P<last>\d{1,3}))?(?![\d,]|\.\d)"
)


def _say_verse(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Joh 3,16" as chapter and verse."""
    first, last = match["verse"], match["last"]
    said = {
        "chapter": cardinal(match["chapter"], "de"),
        "comma": "",
        "verse": f"Vers {cardinal(first, 'de')}",
    }
    said |= {"to": "bis", "last": cardinal(last, "de") if last else ""}
    return [*_say_book(match), *named(match, **said)]


def _say_book(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, book=_BOOKS.get(match["book"], match["book"]), dot="")


def _say_number(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2. Mose 20" as the second book, "1. Kor. 13" as the first letter."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    is_book = match["book"][:3] in ("Mos", "Sam", "Kön", "Chr", "Mak")
    noun = " Buch" if is_book else " Brief"
    return named(match, number=inflected(int(match["number"][0]), before, noun) + noun * is_book)


SCRIPTURE: tuple[Kind, ...] = (
    Kind(
        "numbered book",
        rf"(?<![\w.,])(?P<number>[1-5]\.)(?= (?P<book>{_NUMBERED}|{_NUMBERED_IN_FULL})\.? \d)",
        _say_number,
    ),
    Kind("verse", rf"(?<!\w)(?P<book>{'|'.join(_BOOKS)}|{_FULL})(?P<dot>\.?) {_VERSE}", _say_verse),
    Kind("psalm", r"(?<!\w)(?P<book>Ps)(?P<dot>\.?)(?= \d{1,3}(?!\d))", _say_book),
    Kind("book behind its number", rf"(?<=\ue000 )(?P<book>{_NUMBERED})(?P<dot>\.?)(?= \d)", _say_book),
)
