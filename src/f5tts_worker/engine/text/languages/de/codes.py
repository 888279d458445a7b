"""German numbers that are no amounts: of articles, of versions, of months; signs that are meant themselves."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

# What is numbered with a dash inside; houses, rooms and pages have ranges: "Hausnummer 3-5".
_NUMBERED = (
    r"(?:(?:Art|Best|Kd|Rg|Re|Auftr|Ref|Mat|Ser|Kto|Vertr)\.-Nr\.|(?!Haus|Zimmer|Gleis|Seiten|Platz|Sitz|Raum|Start)[A-ZÄÖÜ][a-zäöüß]{2,20}(?:nummer|-?[Nn]r\.)|"
    r"(?:Angebot|Auftrag|Bestellung|Rechnung|Vorgang|Ticket|Vertrag|Beleg|Akte|Aktenzeichen|Az\.|Modell|Referenz|Ref\.)(?: Nr\.)?)"
)
_SIGNS = {
    ";": "Semikolon",
    ",": "Komma",
    "|": "senkrechter Strich",
    ".": "Punkt",
    ":": "Doppelpunkt",
    "#": "Raute",
}
_RELEASES = {"rc": "RC", "alpha": "alpha", "beta": "beta", "dev": "dev", "pre": "pre"}


def _say_dashes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Art.-Nr. 40-772" without "to"."""
    start = match.start("number")
    return [
        Piece(start + dash.start(), start + dash.end(), " ") for dash in re.finditer("-", match["number"])
    ]


CODES: tuple[Kind, ...] = (
    Kind(
        "number of an article",
        rf"\b{_NUMBERED}:? (?P<number>\d{{1,8}}(?:-\d{{1,8}}){{1,4}})(?![\w-])",
        _say_dashes,
    ),
    Kind(
        "version before its release",  # "3.0-rc1"
        rf"(?<![\w.,])(?P<number>\d{{1,3}}\.\d{{1,3}})(?=-(?:{'|'.join(_RELEASES)})(?![a-z]))",
        lambda match: whole(match, " Punkt ".join(cardinal(part, "de") for part in match[0].split("."))),
    ),
    Kind(
        "release before a version",  # "2.0.0-rc.1"
        rf"(?<=[\d{TAKEN}])-(?P<release>rc|alpha|beta|dev|pre)\.?(?=\d)",
        lambda match: whole(match, _RELEASES[match["release"]]),
    ),
    Kind(
        "month of a year",  # "Heft 11/25"; parts have a noun behind them
        r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß][\w-]{0,30}[.:]? (?:0?[1-9]|1[0-2])(?P<slash>/)(?=2[1-9](?![\w/]|[.,]\d| (?:der|des|aller|von|Zoll|Sekunden?|s|mm)\b))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "sign that is meant itself",  # "Trennzeichen: ;"
        r"\b(?:Trennzeichen|Trenner|Separator|Begrenzer|Dezimalzeichen)(?:: | ist | )(?P<sign>[;,|.:#])(?=[).]{0,2}(?: |$|\n))",
        lambda match: named(match, sign=_SIGNS[match["sign"]]),
        frozenset(";,|.:#"),
    ),
    Kind(
        "man or woman",  # "Pat. m., 67 J."
        r"(?<![\w.])(?P<sex>[mwd])(?P<dot>\.?)(?=,? \d{1,3}(?: ?J\.| Jahre|-?jährig))",
        lambda match: named(
            match, sex={"m": "männlich", "w": "weiblich", "d": "divers"}[match["sex"]], dot=""
        ),
    ),
)
