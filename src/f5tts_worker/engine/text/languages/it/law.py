"""Italian laws and courts: "D.Lgs. 81/08" with its year, "Reg. UE 2016/679", "Trib. Milano", "ss.mm.ii."."""

# ruff: noqa: E501 - a row of a table is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_MONTHS = GRAMMAR.months.replace(" ", "|")
_LAWS = {
    **dict.fromkeys(("L.", "l."), "legge"), **dict.fromkeys(("D.L.", "d.l."), "decreto legge"), **dict.fromkeys(("L.R.", "l.r."), "legge regionale"),
    **dict.fromkeys(("D.Lgs.", "d.lgs.", "D. Lgs.", "d. lgs.", "DLgs", "Dlgs", "dlgs", "D.lgs."), "decreto legislativo"), **dict.fromkeys(("D.M.", "d.m.", "DM"), "decreto ministeriale"),
    **dict.fromkeys(("D.P.R.", "d.P.R.", "d.p.r.", "DPR"), "decreto del Presidente della Repubblica"), **dict.fromkeys(("D.P.C.M.", "d.P.C.M.", "d.p.c.m."), "decreto del Presidente del Consiglio dei ministri"),
    **dict.fromkeys(("R.D.", "r.d."), "regio decreto"), **dict.fromkeys(("T.U.", "t.u."), "testo unico"),
}  # fmt: skip
_LISTED = "|".join(re.escape(short) for short in sorted(_LAWS, key=len, reverse=True))
_IN_FULL = r"(?i:legge(?: regionale| costituzionale)?|decreto(?:[- ]legge| legislativo| ministeriale)?|dpcm|ddl|delibera|ordinanza|circolare|determina|testo unico)"
_LATEST = 30  # "104/92" is of the last century, "81/08" of this one


def _of_a_year(match: re.Match[str]) -> Iterable[Piece]:
    """Say "L. 104/92" as legge centoquattro del novantadue."""
    year = match["year"]
    if len(year) == 2:
        year = year if int(year) > _LATEST else f"20{year}"
    return named(match, short=_LAWS.get(match["short"], ""), slash=" del ", year=cardinal(year, "it"))


LAW: tuple[Kind, ...] = (
    Kind(
        "law of a year",
        rf"(?:(?<![\w.-])(?P<short>{_LISTED})|\b{_IN_FULL})(?: (?:n\.|nr\.|n°|num\.))? ?\d{{1,4}}(?P<slash>/)(?P<year>(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d)",
        _of_a_year,
    ),
    abbreviation_kind(
        "law",
        {short: full for short, full in _LAWS.items() if "." in short},
        after=rf"(?= (?:n\. ?\d|\d{{1,2}} (?:{_MONTHS})))",
    ),
    abbreviation_kind(
        "law of Europe",
        {
            "Reg.": "regolamento",
            "reg.": "regolamento",
            "Dir.": "direttiva",
            "dir.": "direttiva",
            "Dec.": "decisione",
            "dec.": "decisione",
            "Racc.": "raccomandazione",
        },
        after=r"(?= (?:\(?(?:UE|CE|CEE|Euratom)\b|n\. ?\d|\d{1,4}/))",
    ),
    abbreviation_kind(
        "court",
        {"Trib.": "tribunale di", "Corte App.": "Corte d'appello di", "Corte d'App.": "Corte d'appello di"},
        after=r"(?= (?!di\b)[A-ZÀ-Þ][a-zà-ÿ])",
    ),
)
