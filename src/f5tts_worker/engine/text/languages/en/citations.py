"""What is cited in English: articles by their numbers, cases by the reporters that have them, chapters."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both dashes are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, ordinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_REPORTERS = {
    "S. Ct.": "Supreme Court", "S.Ct.": "Supreme Court", "F. Supp.": "Federal Supplement", "F.Supp.": "Federal Supplement", "L. Ed.": "Lawyers' Edition", "L.Ed.": "Lawyers' Edition",
    "F. App'x": "Federal Appendix", "Fed. Cl.": "Federal Claims", "Fed. Reg.": "Federal Register",
}  # fmt: skip
_PARTIES = {
    "Sch. Dist.": "School District", "Bd.": "Board", "Ins.": "Insurance", "Mfg.": "Manufacturing", "Mfrs.": "Manufacturers", "Pub.": "Public", "Util.": "Utility", "Hosp.": "Hospital",
}  # fmt: skip
_COURTS = {
    "Super. Ct.": "Superior Court", "Sup. Ct.": "Supreme Court", "Dist. Ct.": "District Court", "Ct. App.": "Court of Appeals", "Cir. Ct.": "Circuit Court",
}  # fmt: skip
# With a number alone: neither names of men nor words, which the others are.
_CHAPTERS = ("Ps", "Isa", "Jer", "Ezek", "Eccl", "Deut", "Neh", "Zech", "Zeph", "Eph", "Lev")
_COUNTED = ("Cor", "Thess", "Tim", "Pet", "Sam", "Kgs", "Chr", "Jn")
_SIGNS = {".": "point", "/": "slash", "-": "dash", "_": "underscore", ":": "colon", "(": "", ")": "", ";": ""}


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of what is cited; they come before dates and ranges could take a number's parts."""
    return (
        Kind("number of an article", r"(?<![\w.])(?P<name>doi|DOI)(?::? )?:?(?P<number>10\.\d{4,9}/[\w.()/:;-]{1,80}\w)", _say_article),
        Kind("number of a preprint", r"(?<!\w)(?P<name>arXiv):? ?(?P<number>\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z-]{2,12}/\d{7})(?!\w)", _say_article),
        Kind("number of an abstract", r"(?<!\w)(?:PMID|PMCID: PMC|OCLC)(?: no\.)?:? ?(?P<number>\d{5,10})(?!\w)", lambda match: named(match, number=digits(match["number"], "en"))),
        abbreviation_kind("reporter of a court", _REPORTERS, before=r"(?<=\d )", after=r"(?= (?:[2-4]d )?\d)"),
        abbreviation_kind("printed again", {"repr.": "reprinted", "Repr.": "Reprinted"}, after=r"(?= (?:in )?[12]\d{3}(?!\d))"),
        Kind("pages that follow", r"\b[Pp]p?\. ?\d{1,4}(?P<rest> ?ff)(?P<dot>\.(?=[,;)]| [a-z\d(]))?(?!\w)", lambda match: named(match, rest=" and following", dot="")),
        abbreviation_kind("court", _COURTS),
        abbreviation_kind("party", _PARTIES, before=r"(?<=[a-z.] )", after=r"(?=,? (?:v\.|vs\.?|[1-9]\d{0,2} (?:U\.S\.|F\.|S\. ?Ct|Cal\.|N\.)))"),
        abbreviation_kind("board", {"Bd. of": "Board of", "Univ. of": "University of", "Comm'r of": "Commissioner of"}),
        Kind("chapter of scripture", rf"(?<![\w.])(?:(?P<nth>[123]) (?P<counted>{'|'.join(_COUNTED)})|(?P<book>{'|'.join(_CHAPTERS)}))(?P<dot>\.?)(?= \d{{1,3}}(?![\w:%]|[.,]\d)(?:(?<=\bPs \d)|(?<=Ps \d\d)|(?<=Ps \d{{3}})|(?=[-–,;)]|\.?(?:$|\n)| (?:and|to)\b)))", _say_chapter),
    )  # fmt: skip


def _say_chapter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Ps 23" and "1 Cor 13" as a verse's book is said."""
    book = tables.SCRIPTURE[match["book"] or match["counted"]]
    nth = ordinal(match["nth"], "en").capitalize() if match["nth"] else ""
    return named(match, nth=nth, counted=book, book=book, dot="")


def _say_article(match: re.Match[str]) -> Iterable[Piece]:
    """Say "10.1038/s41586-020" part by part: the publisher's number, then letters and figures one by one."""
    said: list[str] = []
    for part in re.findall(r"[A-Za-z]+|\d+|[^\w\s]|_", match["number"]):
        if part.isdecimal():
            said.append(cardinal(part, "en") if part == "10" and not said else digits(part, "en"))
        else:
            said.append(_SIGNS.get(part, part if len(part) > len("abc") else " ".join(part.upper())))
    name = "D O I" if match["name"].lower() == "doi" else match["name"]
    return whole(match, f"{name} {' '.join(filter(None, said))}")
