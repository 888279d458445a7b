"""Dutch: compounds of which a part is shortened: "verv.dat.", "schoenmt.", "Gentsestwg.", "di-ochtend"."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_FIRST = {
    "adm": "administratie", "alg": "algemene", "art": "artikel", "best": "bestel", "bet": "betaal", "deb": "debiteuren", "fact": "factuur", "geb": "geboorte", "inschr": "inschrijf", "klt": "klant", "lev": "lever", "ond": "ondernemings",
    "prod": "productie", "ref": "referentie", "reg": "registratie", "rek": "rekening", "tel": "telefoon", "uitg": "uitgifte", "vak": "vakantie", "verk": "verkoop", "verv": "verval", "vr": "vraag", "ziekenh": "ziekenhuis",
}  # fmt: skip
_LAST = {
    "adr.": "adres", "dat.": "datum", "datum": "datum", "geld": "geld", "jr.": "jaar", "k.": "kosten", "kn.": "kosten", "kosten": "kosten", "kstn.": "kosten", "nr.": "nummer", "nr": "nummer", "nrs.": "nummers", "pl.": "plaats", "plts.": "plaats", "pr.": "prijs", "prijs": "prijs",
    "tijd": "tijd", "termijn": "termijn", "voorw.": "voorwaarden", "vw.": "voorwaarden", "wijze": "wijze",
}  # fmt: skip
_STREETS = {"stwg": "steenweg", "wg": "weg", "pln": "plein", "ln": "laan"}
_WEEKDAYS = dict(zip(GRAMMAR.short_weekdays.split(), GRAMMAR.weekdays.split(), strict=True))
_DAY = "|".join((*_WEEKDAYS, *map(str.capitalize, _WEEKDAYS)))


def _weekday(short: str) -> str:
    name = _WEEKDAYS[short.lower()]
    return name.capitalize() if short[0].isupper() else name


def _say_compound(match: re.Match[str]) -> Iterable[Piece]:
    """Say "verv.dat." as one word; general conditions are two."""
    first, last = _FIRST[match["first"].lower()], _LAST[match["last"]]
    first = first.capitalize() if match["first"][0].isupper() else first
    is_end = match["last"].endswith(".") and not match.string[match.end() :].strip("\"') \n")
    return whole(match, f"{first}{' ' * first.endswith('ene')}{last}{'.' * is_end}")


def _say_part_of_day(match: re.Match[str]) -> Iterable[Piece]:
    yield from named(match, first=_weekday(match["first"] or "ma"), slash=" ")
    yield Piece(match.start("day"), match.end("part"), _weekday(match["day"]) + match["part"])


# "verv.dat" would be a file to what every language shares.
BEFORE_DATES: tuple[Kind, ...] = (
    Kind(
        "compound of two shortened words",  # "verv.dat.", "lev.tijd"
        rf"(?<![\w.-])(?P<first>(?i:{'|'.join(_FIRST)}))\.(?P<last>{'|'.join(map(re.escape, sorted(_LAST, key=len, reverse=True)))})(?!\w)",
        _say_compound,
        frozenset("."),
    ),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "size of clothes",  # "schoenmt. 44"
        r"(?<!\w)(?P<stem>(?i:schoen|confectie|kleding|kinder|heren|dames|broek|ring|boven|handschoen|kop|kous))(?P<size>mt\.)",
        lambda match: whole(match, f"{match['stem']}maat"),
        frozenset("m"),
    ),
    Kind(
        "part of a weekday",  # "di-ochtend", "ma/di-ochtend"
        rf"(?<![\w.'/-])(?:(?P<first>{_DAY})\.?(?P<slash>/))?(?P<day>{_DAY})\.?-(?P<part>(?:voor|na)?middag(?:en)?|morgen|nacht|avond(?:en)?|ochtend(?:en)?)(?!\w)",
        _say_part_of_day,
        frozenset("-"),
    ),
    Kind(
        "street",  # "Gentsestwg. 112"; no "mln."
        rf"(?<!\w)(?P<stem>[A-Z][^\W\d_]{{2,}}?)(?P<end>{'|'.join(_STREETS)})\.(?=\W|$)",
        lambda match: whole(
            match, match["stem"] + _STREETS[match["end"]] + "." * (match.end() == len(match.string))
        ),
        frozenset("."),
    ),
)
