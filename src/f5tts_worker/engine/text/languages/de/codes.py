"""German numbers that are no amounts: of articles, of versions, of months; signs that are meant themselves."""

# ruff: noqa: E501, RUF001 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, named_apart, whole

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


_SIDES = {"L": "Länge", "B": "Breite", "H": "Höhe", "T": "Tiefe", "D": "Durchmesser"}
_FILM = re.compile(
    r"\b(?i:film\w*|video\w*|kamera|aufnahmen?|zeitlupe|4k|full hd|uhd|1080p|bildrate|konsole|spiel)\b"
)


def _two_digits(number: str) -> str:
    return digits(number, "de") if number[0] == "0" else cardinal(number, "de")


def _say_frames(match: re.Match[str]) -> Iterable[Piece]:
    """Say "60 B/s" of a film: they are no bytes."""
    near = _FILM.search(match.string, max(0, match.start() - 80), match.end() + 40)
    return named(match, frames="Bilder pro Sekunde") if near else ()


def _say_price(match: re.Match[str]) -> Iterable[Piece]:
    """Say "5,50/" of two prices."""
    cents = cardinal(str(int(match["cents"][1:])), "de") if match["cents"] and match["cents"] != ",00" else ""
    said = f"{cardinal(match['units'], 'de')} {cents}".strip()
    return [Piece(match.start(), match.start("slash"), said), *named_apart(match, {"slash": ""})]


_MENU = re.compile(
    r"\b(?i:klick\w*|wähl\w*|öffne\w*|tipp\w*|gehe\w*|geht|navigier\w*|menü\w*|unter|über|einstellungen|datei|extras|start|systemsteuerung)\b"
)


def _say_step(match: re.Match[str]) -> Iterable[Piece]:
    """Say a pause in "Datei > Exportieren"; "Umsatz > Kosten" compares."""
    return whole(match, ",") if _MENU.search(match.string, max(0, match.start() - 80), match.start()) else ()


CODES: tuple[Kind, ...] = (
    Kind(
        "news agency",  # "BERLIN (dpa)": a capital in front of it is shouted
        r"(?<=\()(?:dpa|epd|kna|ots|rtr|sda|sid)(?=[)/-])",
        lambda match: whole(match, " ".join(match[0].upper())),
        frozenset("("),
    ),
    Kind(
        "number of an article",
        rf"\b{_NUMBERED}:? (?P<number>\d{{1,8}}(?:-\d{{1,8}}){{1,4}})(?![\w-])",
        _say_dashes,
    ),
    Kind(
        "case at the court of justice",  # "C-483/10"
        r"(?<![\w-])(?P<court>[CTF])(?P<dash>-)\d{1,4}(?P<slash>/)(?P<year>\d\d)(?![\w/]|[.,]\d)",
        lambda match: named(match, dash=" ", slash="Schrägstrich", year=_two_digits(match["year"])),
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
        "saying",
        r"(?<![\w.,/-])08(?:/15(?![\w/]|[.,]\d)|15(?=-[A-ZÄÖÜ]))",
        lambda match: whole(match, "null acht fünfzehn"),
    ),
    Kind(
        "cents alone",  # "-,99 €"
        r"(?<![\w.,])[-–],(?P<cents>\d\d)(?P<sign> ?(?:€|EUR|Euro))(?!\w)",
        lambda match: [
            Piece(match.start(), match.end("cents"), cardinal(str(int(match["cents"])), "de")),
            *named_apart(match, {"sign": "Cent"}),
        ],
    ),
    Kind(
        "year of a club",  # "Schalke 04"
        r"(?<=[^\W\d_] )(?P<number>0[1-9])(?=[,;!?)]|$|\n|\.(?!\d)| (?!Uhr|h\b)[^\W\d_])",
        lambda match: whole(match, digits(match["number"], "de")),
    ),
    Kind(
        "prices joined",  # "5,50/3,50 €"
        r"(?<![\w.,])(?P<units>\d{1,4})(?P<cents>,\d\d)?(?P<slash> ?/ ?)(?=(?:\d{1,4}(?:,\d\d)?/){0,2}\d{1,4}(?:,\d\d)? ?(?:€|Euro|EUR|CHF)(?!\w))",
        _say_price,
    ),
    Kind(
        "step of a menu",  # "Datei > Exportieren"
        r"(?<=[a-zäöüß\"“”«»] )(?:>{1,2}|→|»)(?= [\"„“]?[A-ZÄÖÜ][a-zäöüß]{2})",
        _say_step,
        frozenset(">→»"),
    ),
    Kind(
        "two memories",  # "8/256 GB"
        r"(?<![\w.,/])\d{1,2}(?P<slash>/)(?=\d{2,4} ?[GTM]B(?!\w))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "aperture",  # "f/6.3" is no sixth of March
        r"(?<![\w./])(?P<sign>[fF]/)(?P<number>\d{1,2}(?:[.,]\d)?)(?!\w|[.,/]\d)",
        lambda match: whole(match, f"F {quantity(match['number'].replace('.', ','), 'de')}"),
    ),
    Kind("frames of a film", r"(?<=\d )(?P<frames>B/s)(?!\w)", _say_frames, frozenset("/")),
    Kind(
        "sides of a thing",  # "Maße (LxBxH)"
        r"(?<!\w)[LBHT](?: ?[x×] ?[LBHTD]){1,2}(?!\w)",
        lambda match: [
            Piece(match.start() + part.start(), match.start() + part.end(), _SIDES.get(part[0], "mal"))
            for part in re.finditer(r"[LBHTDx×]", match[0])
        ],
        frozenset("x×"),
    ),
    Kind(
        "room with a nought",  # "Raum E 04", "Zimmer 2.04"
        r"\b(?:Raum|Zimmer|Saal|Hörsaal|Halle|Haus|Block|Gate|Büro|R\.|Zi\.)(?: [A-Z]| [A-Z]?\d{1,2}\.)? ?(?P<number>0\d{1,2})(?!\w|[.:/-]\d)",
        lambda match: named(match, number=digits(match["number"], "de")),
    ),
    Kind(
        "two of a kind",  # "Gleis 11/12", "Klasse 9/10"
        r"\b(?:Gleise?n?|Bahnsteige?|Klassen?(?:stufen?)?|Jahrgangsstufen?|Jahrgang|Zimmer|Räume|Raum|Häuser|Haus|Linien?|Hallen?|Plätze|Bahnen|Schalter|Tore|Etage|Kapitel|Übungen|Aufgaben|Nrn?\.|Nummer|Markt|\w{2,20}(?:straße|str\.|weg|platz|allee|gasse|ring|ufer|damm)) \d{1,3}(?P<slash> ?/ ?)(?=\d{1,3}(?![\w/]|[.,]\d))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "price of so long",  # "25 €/30 min"
        r"(?:(?<=\d €)|(?<=\d€)|(?<=Euro)|(?<=EUR)|(?<=CHF))(?P<slash> ?/ ?)(?=\d{1,3} ?(?:[Mm]in|h|Std|Stunden|Minuten|Tage|Wochen|Monate|Nächte|Stück|Stk\.|Pers\.|Personen|Fahrten|Karten|Kapseln|Blatt)(?!\w))",
        lambda match: whole(match, "pro"),
        frozenset("/"),
    ),
    Kind(
        "sign that is meant itself",  # "Trennzeichen: ;"
        r"\b(?:Trennzeichen|Trenner|Separator|Begrenzer|Dezimalzeichen)(?:: | ist | )(?P<sign>[;,|.:#])(?=[).]{0,2}(?: |$|\n))",
        lambda match: named(match, sign=_SIGNS[match["sign"]]),
        frozenset(";,|.:#"),
    ),
    Kind(
        "man or woman",  # "Pat. m., 67 J."
        r"(?<![\w.])(?<!\d )(?P<sex>[mwd])(?P<dot>\.?)(?=,? \d{1,3}(?: ?J\.| Jahre|-?jährig))",
        lambda match: named(
            match, sex={"m": "männlich", "w": "weiblich", "d": "divers"}[match["sex"]], dot=""
        ),
    ),
)
