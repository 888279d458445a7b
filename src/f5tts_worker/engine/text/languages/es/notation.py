"""Notations of their own in Spanish texts: chess, coordinates, formulas, music, time zones, food additives."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.es.context import is_near, near
from f5tts_worker.engine.text.languages.es.gender import agree
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.es.ordinals import ORDINALS
from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, named_apart, whole

_CHESS = Words(
    "es",
    {"R": "rey", "D": "dama", "T": "torre", "A": "alfil", "C": "caballo"},
    takes="por",
    check="jaque",
    mate="mate",
    castling=("enroque corto", "enroque largo"),
    talk="ajedrez|alfil|apertura|blancas|dama|defensa|enroque|gambito|jaque|negras|peón|torre",
)


def _say_place(match: re.Match[str]) -> Iterable[Piece]:
    """Say "40° 24' 59'' N"."""
    said = {}
    for group, noun in (("degrees", "grado"), ("minutes", "minuto"), ("seconds", "segundo")):
        if written := match[group]:
            number = re.sub(r"[^\d.,]", "", written)
            said[group] = f"{agree(quantity(number, 'es'), 'm')} {noun}{'s' * (number != '1')}"
    if match["way"]:
        said["way"] = tables.COMPASS["es"][match["way"].strip()]
    return named_apart(match, said)


def _say_minus(match: re.Match[str]) -> Iterable[Piece]:
    if not re.search("[=²³√≈<>]", near(match)):
        return ()
    return named(match, letter=match["letter"], sign="menos")


def _say_negative(match: re.Match[str]) -> Iterable[Piece]:
    number, letter = match["term"][:-1], match["term"][-1]
    term = f"{cardinal(number, 'es')} {letter}" if number else letter
    return named(match, sign="menos", term=term)


def _say_roman_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1-IX-2019" as a date."""
    day, month = int(match["day"]), roman_value(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return ()
    year = (
        match["year"]
        if len(match["year"]) == 4
        else f"{19 if int(match['year']) > 50 else 20}{match['year']}"
    )
    name = GRAMMAR.months.split()[month - 1]
    return whole(match, f"{cardinal(str(day), 'es')} de {name} de {cardinal(year, 'es')}")


_BOOKS = {
    "Gn": "Génesis", "Gén": "Génesis", "Éx": "Éxodo", "Ex": "Éxodo", "Lv": "Levítico", "Nm": "Números", "Dt": "Deuteronomio", "Jos": "Josué", "Sal": "Salmos",
    "Prov": "Proverbios", "Pr": "Proverbios", "Ecl": "Eclesiastés", "Is": "Isaías", "Jer": "Jeremías", "Ez": "Ezequiel", "Dn": "Daniel", "Mt": "Mateo", "Mc": "Marcos",
    "Lc": "Lucas", "Jn": "Juan", "Hch": "Hechos", "Rom": "Romanos", "Rm": "Romanos", "Cor": "Corintios", "Co": "Corintios", "Gál": "Gálatas", "Ef": "Efesios", "Flp": "Filipenses",
    "Col": "Colosenses", "Tes": "Tesalonicenses", "Tim": "Timoteo", "Heb": "Hebreos", "Sant": "Santiago", "Ap": "Apocalipsis",
}  # fmt: skip
_METALS = {
    "Ag": "plata",
    "Au": "oro",
    "Ca": "calcio",
    "Cu": "cobre",
    "Fe": "hierro",
    "Hg": "mercurio",
    "Mg": "magnesio",
    "Na": "sodio",
    "Pb": "plomo",
    "Pt": "platino",
    "Sn": "estaño",
    "Zn": "cinc",
}
_OF_CHEMISTRY = frozenset(
    "aleación átomo átomos densidad elemento elementos fusión iones isótopo isótopos masa metal metales mg valencia".split()
)
_ZONE = {"+": "más", "-": "menos", "±": "más menos"}
_NOTES = {"♩": "negra", "♪": "corchea", "𝅗𝅥": "blanca"}
_OF_MUSIC = frozenset(
    "adagio allegro andante aria balada concierto cuarteto estudio fuga marcha mazurca minueto misa nocturno obertura op opus piano polonesa preludio quinteto scherzo sinfonía "
    "sonata sonatina suite tocata tonalidad trío vals violín".split()
)
_NUMBER = r"\d+(?:[.,]\d+)?"
# What the same amount is given in, after a slash: "180 kJ/42 kcal".
_TWICE = {
    "kJ": "kcal",
    "km": "mi",
    "kg": "lb",
    "cm": "in",
    "m": "ft",
    "g": "oz",
    "ml": "oz",
    "kW": "CV",
    "°C": "°F",
}
_TWICE |= {other: one for one, other in _TWICE.items()} | {"oz": "g"}
_MEASURED = "|".join(_TWICE)


def _say_same(match: re.Match[str]) -> Iterable[Piece]:
    is_same = match["other"] in (_TWICE[match["one"]], "oz" if match["one"] == "ml" else "")
    return named(match, slash=",") if is_same else ()


def _say_ruler(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return whole(match, ORDINALS.ruler(value, "")) if value else ()


def _say_movement(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    is_initial = len(match["roman"]) == 1 and not is_near(match, _OF_MUSIC)  # "V. Hugo"
    return () if is_initial or not value else named(match, roman=cardinal(str(value), "es"))


NOTATION: tuple[Kind, ...] = (
    chess_kind(_CHESS),
    Kind(
        "place on Earth",
        rf"(?<![\w.,])(?P<degrees>\d{{1,3}} ?[°º])(?P<minutes> ?\d{{1,2}}(?:[.,]\d+)? ?')(?P<seconds> ?{_NUMBER} ?(?:\"|''))?(?P<way> ?[NSEOW](?!\w))?",
        _say_place,
        frozenset("°º"),
    ),
    Kind(
        "day with a Roman month",
        r"(?<![\w./-])(?P<day>\d{1,2})(?P<gap>[-/.])(?P<month>[IVX]{1,4})(?P=gap)(?P<year>\d{4}|\d\d)(?![\w/-]|\.\d)",
        _say_roman_month,
    ),
    Kind(
        "ruler of another country",  # "Carlos I (V de Alemania)"
        rf"(?<=[IVX{TAKEN}] \()(?P<roman>[IVX]{{1,5}})(?= de [A-ZÁÉÍÓÚ])",
        _say_ruler,
        frozenset("IVX"),
    ),
    Kind(
        "verse of the Bible",
        rf"(?<!\w)(?P<book>{'|'.join(_BOOKS)}) (?P<chapter>\d{{1,3}})(?P<mark>[,:.] ?)(?=\d{{1,3}}(?![\w/]|[.,:]\d))",
        lambda match: named(
            match, book=_BOOKS[match["book"]], chapter=cardinal(match["chapter"], "es"), mark=" "
        ),
    ),
    Kind(
        "model of a plane",
        r"(?:\b(?:Airbus|Boeing|Bombardier|Embraer|McDonnell Douglas) [A-Z]{0,3}-?\d{2,3}|(?<!\w)(?:7[0-8]7|A3[1-5]\d|MD|ATR|CRJ))(?P<dash>-)(?=\d{1,4}[A-Z]{0,2}(?!\w))",
        lambda match: named(match, dash=" "),
    ),
    Kind(
        "dashes of a number",  # "0045-778-B" is no range
        r"(?<![\w.,:/-])(?:\d{2,6}(?P<first>-)\d{2,6}(?P<second>-)(?=[A-Z]{1,3}(?![\w-]))|0\d{1,6}(?P<only>-)(?=\d{2,6}(?![\w/-]|[.,]\d)))",
        lambda match: named(match, first=" ", second=" ", only=" "),
    ),
    Kind(
        "metal",
        rf"(?:(?<=\bdel )|(?<=\b[Ee]l )|(?<=\bde ))(?:{'|'.join(_METALS)})(?!\w)",
        lambda match: whole(match, _METALS[match[0]]) if is_near(match, _OF_CHEMISTRY) else (),
        frozenset("ACFHMNPSZ"),
    ),
    Kind(
        "time zone",
        r"(?<=(?:UTC|GMT))(?P<sign> ?[-+±])(?=\d)",
        lambda match: whole(match, _ZONE[match["sign"].strip()]),
        frozenset("CT"),
    ),
    Kind(
        "minus of a formula",
        rf"(?:(?<=[\d²³){TAKEN}] )|(?<=\b[a-zA-Z] )|(?P<letter>(?<=\d)[a-zA-Z]) )(?P<sign>-)(?= (?:\d*[a-zA-Zπ](?![^\W\d_])|\d*\(|\d+(?: ?[=)+]|$)))",
        _say_minus,
        frozenset("-"),
    ),
    Kind(
        "minus in front of an unknown",
        r"(?<=[=(])(?P<gap> ?)(?P<sign>-)(?P<term>\d{0,3}[a-z])(?![^\W\d_]|[²³])",
        _say_negative,
        frozenset("-"),
    ),
    Kind(
        "power of an unknown",  # of metres and litres are units
        r"(?<![\w.,])(?P<number>\d{1,3})(?P<letter>[a-ckn-z])(?P<power>[²³])(?!\w)",
        lambda match: named(
            match,
            number=cardinal(match["number"], "es"),
            letter=match["letter"],
            power="al cuadrado" if match["power"] == "²" else "al cubo",
        ),
    ),
    Kind(
        "power of a bracket",
        r"(?<=\))[²³]",
        lambda match: whole(match, GRAMMAR.signs[match[0]]),
        frozenset("²³"),
    ),
    Kind(
        "arrow of a reaction",
        r"(?<=[\w)] )[→⟶⇌](?= ?\d? ?(?:[A-Z][a-z]?\d?){1,4}(?![a-z]))",
        lambda match: whole(match, "da") if " + " in near(match) else (),
        frozenset("→⟶⇌"),
    ),
    Kind(
        "sharp and flat",
        "(?<=[a-zA-Z])(?P<sign> ?[♭♯♮])",
        lambda match: whole(match, {"♭": "bemol", "♯": "sostenido", "♮": "becuadro"}[match["sign"].strip()]),
        frozenset("♭♯♮"),
    ),
    Kind(
        "tempo",
        r"(?P<note>[♩♪])(?P<dot> ?\.)?(?= ?[=≈])",
        lambda match: whole(match, _NOTES[match["note"]] + " con puntillo" * bool(match["dot"])),
        frozenset("♩♪"),
    ),
    Kind(
        "number of a movement",  # "op. 125: II. Molto vivace"
        r"(?:(?<=[:;–—] )|(?<=- )|^|(?<=\n))(?P<roman>[IVX]{1,4})\.(?= [A-ZÁÉ][a-záéíóúñ]|$)",
        _say_movement,
        frozenset("IVX"),
    ),
    Kind(
        "sharp of a chord",  # "Fa#"
        r"(?<!\w)(?i:do|re|mi|fa|sol|la|si)(?P<sharp>#)(?![\w#])",
        lambda match: named(match, sharp=" sostenido"),
        frozenset("#"),
    ),
    Kind(
        "mode of a key",  # "en re m"
        rf"\b(?i:do|re|mi|fa|sol|la|si)(?: ?[♭♯#b]| bemol| sostenido|{TAKEN}{{1,2}})? ?(?<= )(?P<mode>[mM])(?![\w'/]|\. ?[A-Z])",
        lambda match: (
            named(match, mode="menor" if match["mode"] == "m" else "mayor")
            if is_near(match, _OF_MUSIC)
            else ()
        ),
        frozenset("mM"),
    ),
    Kind(
        "measure of music",
        r"(?:(?<=\b[Cc]ompás de )|(?<=\b[Cc]ompases de )|(?<=\b[Rr]itmo de ))(?P<over>\d{1,2})/(?P<under>2|4|8|16)(?![\w/])",
        lambda match: whole(match, f"{cardinal(match['over'], 'es')} por {cardinal(match['under'], 'es')}"),
    ),
    Kind(
        "additive",
        r"(?<![\w-])E-?(?P<number>\d{3,4})(?P<letter>[a-f])(?!\w)",
        lambda match: whole(match, f"E {cardinal(match['number'], 'es')} {match['letter'].upper()}"),
    ),
    Kind(
        "the same in another unit",
        rf"(?<![\w.,]){_NUMBER} ?(?P<one>{_MEASURED})(?P<slash> ?/ ?)(?={_NUMBER} ?(?P<other>{_MEASURED})(?!\w))",
        _say_same,
        frozenset("/"),
    ),
)
