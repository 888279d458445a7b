"""German abbreviations of forms, sheets and lists: "Postf. 10 04 22", "Bd. 7, H. 3", "3 M. zun.", "B 120 / H 200 cm"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; a row of a table is many short words; signs are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.inflection import ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, digits
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_SIDES = {"L": "Länge", "B": "Breite", "H": "Höhe", "T": "Tiefe"}
_SIDE = r"[LBHT]\.? ?:? ?\d{1,4}(?:,\d{1,2})?(?: ?(?:cm|mm|m))?"
_JOINED = {
    "Lief.-Dat.": "Lieferdatum", "Rg.-Dat.": "Rechnungsdatum", "Best.-Dat.": "Bestelldatum", "Geb.-Dat.": "Geburtsdatum", "Lief.-Nr.": "Liefernummer", "Lief.-Zeit": "Lieferzeit", "Öffn.-Zeiten": "Öffnungszeiten",
    "Öffn.zeiten": "Öffnungszeiten", "Sprechz.": "Sprechzeiten", "Bearb.-Zeit": "Bearbeitungszeit", "Sd.Kfz.": "Sonderkraftfahrzeug", "Sd. Kfz.": "Sonderkraftfahrzeug", "Sd.Kfz": "Sonderkraftfahrzeug", "Maßst.": "Maßstab", "Ffm": "Frankfurt", "Kü.": "Küche", "Rückr.": "Rückreihe", "Hinr.": "Hinreihe",
}  # fmt: skip
_KNITTED = {"zun.": "zunehmen", "abn.": "abnehmen", "str.": "stricken", "abk.": "abketten"}
_MADE = {
    "verg.": "vergoldet", "versilb.": "versilbert", "verz.": "verzinkt", "verchr.": "verchromt", "lack.": "lackiert", "neuw.": "neuwertig",
}  # fmt: skip
_OPEN_AT = re.compile(
    r"\b(?:Mo|Di|Mi|Do|Fr|Sa|So|[Gg]eöffnet|[ÖS]\w{4,11}zeit(?:en)?|[a-z]+tags?)\b:?(?:[\d:., –-]|u\. |und ){0,30}$"
)


def _say_sides(match: re.Match[str]) -> Iterable[Piece]:
    """Say "B 120 / H 200 cm" by what is wide and high."""
    for part in re.finditer(r"(?P<side>[LBHT])\.? ?:?(?= ?\d)| ?/(?= )", match[0]):
        start = match.start() + part.start()
        yield Piece(start, start + len(part[0]), _SIDES.get(part["side"] or "", ","))


def _say_colour(match: re.Match[str]) -> Iterable[Piece]:
    """Say "#1A2B3C" sign by sign."""
    said = (cardinal(sign, "de") if sign.isdigit() else sign.upper() for sign in match["code"])
    return whole(match, f"Raute {' '.join(said)}")


def _say_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Mo-Fr 9-12 h" with the clock, "2-3 h" with hours."""
    near = _OPEN_AT.search(match.string, max(0, match.start() - 60), match.start())
    return named(match, hours=" Uhr") if near else ()


def _say_edition(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, ordinal(int(match["number"])))


SHEETS: tuple[Kind, ...] = (
    Kind(
        "post-office box",
        r"\b(?P<box>[Pp]ostf(?:ach|\.)) ?(?P<number>\d\d(?: \d\d){1,3})(?![\w.,]\d|\d)",
        lambda match: named(
            match, box="Postfach", number=f"{digits(match['number'].replace(' ', ''), 'de')}"
        ),
    ),
    Kind(
        "letters and a slash of an article",  # "Art.-Nr. KX-730/2"
        r"(?:-Nr\.|[a-z]nummer|Nr\.|Ref\.|Typ|Modell):? [A-Z]{1,4}(?:-?\d{2,5})?(?P<slash>/)(?=\d{1,5}(?![\d/]|[.,]\d))",
        lambda match: named(match, slash=" Schrägstrich "),
        frozenset("/"),
    ),
    Kind(
        "sides with their figures",
        rf"(?<![\w.])(?:{_SIDE} ?[/x×] ?){{1,2}}[LBHT]\.? ?:? ?\d{{1,4}}(?:,\d{{1,2}})?(?= ?(?:cm|mm|m)(?!\w))",
        _say_sides,
    ),
    Kind(
        "colour",
        r"(?<![\w&/#])#(?=\d{0,5}[A-Fa-f])(?P<code>[\dA-F]{6}|(?=[a-f]{0,5}\d)[\da-f]{6})(?!\w)",
        _say_colour,
        frozenset("#"),
    ),
    Kind("hours of opening", r"\d{1,2}(?::\d\d)? ?[-–] ?\d{1,2}(?::\d\d)?(?P<hours> h)(?!\w)", _say_hours),
    Kind(
        "edition with a comma",  # "3., überarb. Aufl."
        r"(?<![\w.,])(?<![a-zäöüß] )(?P<number>[1-9]\d?)\.,(?= (?:[a-zäöüß]{2,20}\.?,? ){1,3}Aufl(?:age|\.))",
        _say_edition,
    ),
    Kind(
        "letters of a first name",  # "Mann, Th.: Der Zauberberg"
        r"(?<![\w.])(?P<letters>[TPC]h)\.(?=:|,? (?:Hrsg|[A-ZÄÖÜ][a-zäöüß]{2}))",
        lambda match: whole(match, " ".join(match["letters"].upper())),
        frozenset("h"),
    ),
    abbreviation_kind("edition", {"erw.": "erweiterte", "verb.": "verbesserte", "durchges.": "durchgesehene", "erg.": "ergänzte", "korr.": "korrigierte", "aktual.": "aktualisierte"}, after=r"(?=,? (?:(?:u\.|und|[a-zäöü]{2,20}\.?),? ){0,2}Aufl)"),
    abbreviation_kind("post-office box with one number", {"Postf.": "Postfach", "PF": "Postfach"}, after=r"(?= \d{2,6}(?:,|$|\n))"),
    abbreviation_kind("nobleman", {"v.": "von"}, before=r"(?<=[A-Z]\. )", after=r"(?=:)"),
    abbreviation_kind("verse", {"V.": "Vers"}, after=r"(?= \d{1,5}(?: ?ff?\.|[-–]\d))"),
    abbreviation_kind("number of a journal", {"H.": "Heft"}, before=r"(?<=\d, )", after=r"(?= \d{1,3}(?:[,;:]| \())"),
    abbreviation_kind("joined word", _JOINED),
    abbreviation_kind("sort of telephone", {"dstl.": "dienstlich", "dienstl.": "dienstlich", "priv.": "privat", "gesch.": "geschäftlich", "mob.": "mobil"}, after=r"(?= ?:? ?[\d\ue000+])"),
    abbreviation_kind("weight", {"Gew.": "Gewicht"}, after=r"(?=:? (?:ca\. |max\. )?\d)"),
    abbreviation_kind("volume", {"Vol.": "Volumen"}, after=r"(?=:? (?:ca\. |max\. )?\d+(?:[.,]\d+)? ?(?:[cmdh]?l|[cdm]*m³)(?!\w))"),
    abbreviation_kind("volume of a series", {"Vol.": "Volume"}, after=r"(?= \d{1,3}(?![\w,]))"),
    abbreviation_kind("days of payment", {"T.": "Tage"}, before=r"(?<=\d )", after=r"(?= (?:netto|rein|2 ?%|3 ?%))"),
    abbreviation_kind("rent", {"KM": "Kaltmiete", "WM": "Warmmiete", "NK": "Nebenkosten"}, after=r"(?=:? \d[\d.,]{0,9} ?(?:€|Euro|EUR))"),
    abbreviation_kind("time of a meal", {"n. d.": "nach dem", "v. d.": "vor dem", "z. d.": "zu den", "vor d.": "vor dem", "nach d.": "nach dem"}, after=r"(?= (?:Essen|Schlafen|Frühst|Mahlzeiten))"),
    abbreviation_kind("made so", _MADE, before=r"(?:(?<=, )|(?<=\())", after=r"(?=[,;)]|$|\n)"),
    abbreviation_kind("stitches", {"M.": "Maschen"}, before=r"(?<=\d )", after=rf"(?= (?:{'|'.join(map(re.escape, _KNITTED))}|re\.|li\.|rechts|links|anschl|häkeln|stricken))"),
    abbreviation_kind("side of a stitch", {"re": "rechts", "li": "links"}, before=r"(?<=\d M )"),
    abbreviation_kind("prescription", {"Rp.": "Rezept"}, before=r"(?<=\()", after=r"(?=\))"),
    abbreviation_kind("work of a knitter", _KNITTED, before=r"(?:(?<=M\. )|(?<=Maschen )|(?<=\ue000 ))", after=r"(?=[,;)]|$|\n| \()"),
    abbreviation_kind("points of a type", {"pt": "Punkt"}, before=r"(?<=\d )"),
)  # fmt: skip
