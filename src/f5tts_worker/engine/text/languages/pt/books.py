"""Chapters and verses of the Bible in Portuguese: "João 3:16", "Mt 5,3-12", "1 Coríntios 13"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_BOOKS = (
    "Gênesis|Génesis|Êxodo|Levítico|Números|Deuteronômio|Deuteronómio|Josué|Juízes|Rute|Samuel|Reis|Crônicas|Crónicas|Esdras|Neemias|Ester|Jó|Salmos?|"
    "Provérbios|Eclesiastes|Cânticos?|Isaías|Jeremias|Ezequiel|Daniel|Oseias|Joel|Amós|Miqueias|Zacarias|Malaquias|Mateus|Marcos|Lucas|João|Atos|Actos|Romanos|"
    "Coríntios|Gálatas|Efésios|Filipenses|Colossenses|Tessalonicenses|Timóteo|Tito|Hebreus|Tiago|Pedro|Judas|Apocalipse"
)
# Those that are no other word; "Is 5" and "At 2" might be.
_SHORT = {
    "Gn": "Gênesis", "Ex": "Êxodo", "Êx": "Êxodo", "Lv": "Levítico", "Dt": "Deuteronômio", "Sl": "Salmo", "Pr": "Provérbios", "Jr": "Jeremias", "Ez": "Ezequiel", "Dn": "Daniel", "Mt": "Mateus", "Mc": "Marcos", "Lc": "Lucas",
    "Jo": "João", "Rm": "Romanos", "Cor": "Coríntios", "Co": "Coríntios", "Gl": "Gálatas", "Ef": "Efésios", "Fp": "Filipenses", "Cl": "Colossenses", "Ts": "Tessalonicenses", "Tm": "Timóteo", "Hb": "Hebreus", "Tg": "Tiago", "Pd": "Pedro", "Ap": "Apocalipse",
}  # fmt: skip
_WITH_COMMA = frozenset(("Ap", "Cor", "Dt", "Ef", "Ex", "Gn", "Jo", "Lc", "Mc", "Mt", "Rm", "Sl"))
_LETTERS = "Coríntios|Tessalonicenses|Timóteo|Pedro|João"  # of which there are two or three
_SEVERAL = "Coríntios|Crônicas|Crónicas|Reis|Samuel|Tessalonicenses|Timóteo|Cor|Co|Ts|Tm"


def _verse(match: re.Match[str]) -> Iterable[Piece]:
    """Say a chapter and its verses, and which of several books of one name it is."""
    groups = match.groupdict("")
    if groups.get("mark") == "," and match["book"] not in _WITH_COMMA:  # "Pedro 3,5" and "Hb 13,2" are none
        return ()
    name = _SHORT.get(match["book"], match["book"])
    words = {"mark": " ", "to": " a "}
    if groups["part"]:
        end = "a" if re.fullmatch(_LETTERS, name) else "o"
        words["part"] = ("primeir", "segund", "terceir")[int(groups["part"]) - 1] + end
    if match["book"] in _SHORT:
        words["book"] = name
    return named(match, **{group: said for group, said in words.items() if groups.get(group)})


_PART = r"(?<![\w.,/])(?:(?P<part>[123]) ?)"
BOOKS: tuple[Kind, ...] = (
    Kind(
        "verse",
        rf"{_PART}?(?<![^\W\d])(?P<book>{_BOOKS}|{'|'.join(_SHORT)}) \d{{1,3}}(?P<mark>[:,])\d{{1,3}}(?:(?P<to>[-–])\d{{1,3}})?(?![\w:]|[.,]\d)",
        _verse,
    ),
    Kind(
        "chapter",
        r"(?<![\w.,/-])(?P<book>Dt|Gn|Lc|Lv|Mc|Mt|Rm|Sl)(?= \d{1,3}(?![\w:]|[.,]\d))",
        lambda match: named(match, book=_SHORT[match["book"]]),
    ),
    Kind("book of several", rf"{_PART}(?P<book>{_SEVERAL})(?= \d)", _verse),
)
