"""Advertisements, forms, addresses of America, tables of sports and chats: what they shorten and how it is said."""

# ruff: noqa: E501 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.es.context import around, near
from f5tts_worker.engine.text.languages.es.gender import agree, gender_of
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.es.ordinals import ORDINALS, ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.grammar import NUMBER
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, named_apart, whole

_RESULTS = {
    "V": ("victoria", "victorias"),
    "G": ("ganado", "ganados"),
    "E": ("empate", "empates"),
    "D": ("derrota", "derrotas"),
    "P": ("perdido", "perdidos"),
}
_FIELDS = {
    "nac": "nacimiento",
    "exp": "expedición",
    "cad": "caducidad",
    "venc": "vencimiento",
    "vto": "vencimiento",
    "ing": "ingredientes",
    "prep": "preparación",
    "dif": "dificultad",
    "rac": "raciones",
    "dir": "dirección",
    "fec": "fecha",
}
_CHAT = re.compile(
    r"(?<!\w)(?:[xp]q|tm?b|xfa|porfa|bss|t[qk]m|dnd|finde|ntp|jaja|holi|msj|wasap|wsp|[qkx](?!\w))|[?!]{2}"
)
_UNKNOWN = re.compile(r"\b(?:cargas?|de|entre|la|letra|los|o|punto|una?|valor|y) $")
_LETTER = re.compile(r"\b(?:el|la|letra|una?|valor de) $")
_NUMBERED_NOUNS = f"{ORDINALS.nouns}|grado|ciclo|curso|trimestre|encuentro|domingo"
_RANK = re.compile(r"\d\.?º")
_REGISTER = {"T": "tomo", "F": "folio", "H": "hoja", "L": "libro", "S": "sección"}
_SALTS = {"Na": "sodio", "K": "potasio", "Ca": "calcio", "Mg": "magnesio", "Cl": "cloro", "Fe": "hierro"}
_LETTERS = {"q": "que", "k": "que", "t": "te", "m": "me", "d": "de"}


def _say_results(match: re.Match[str]) -> Iterable[Piece]:
    """Say the wins, draws and defeats of "29 V, 8 E, 1 D"."""
    for group in ("first", "second", "third"):
        number, letter = match[group], match[f"{group}_is"]
        one, many = _RESULTS[letter]
        yield Piece(*match.span(group), agree(cardinal(number, "es"), gender_of(many)))
        yield Piece(*match.span(f"{group}_is"), one if number == "1" else many)


def _say_of_so_many(match: re.Match[str]) -> Iterable[Piece]:
    """Say the gender of those that are counted: "1 de cada 5 niñas", "21 de las 30 alumnas"."""
    gender = gender_of(match["noun"]) if match["noun"] not in ("ellas", "nosotras", "vosotras") else "f"
    if gender != "f":
        return ()
    said = agree(quantity(match["one"], "es"), "f")
    if not match["all"]:
        return named(match, one=said)
    return named(match, one=said, all=agree(quantity(match["all"], "es"), "f"))


def _say_rank(match: re.Match[str]) -> Iterable[Piece]:
    """Say the place of who is named behind it: "1.º Real Madrid, 3.º Betis", not "1.º Premio"."""
    is_named_after = re.match(rf" (?i:{_NUMBERED_NOUNS})", match["after"])
    goes_on = match.string[max(0, match.start() - 2) : match.start()] == ", "
    if is_named_after or (
        goes_on and not _RANK.search(match.string, max(0, match.start() - 100), match.start())
    ):
        return ()
    return named(match, rank=ordinal(int(match["number"])))


def _say_field(match: re.Match[str]) -> Iterable[Piece]:
    name = match["name"][:-1].lower()
    is_file = name == "exp" and match["after"] != TAKEN
    return named(match, name="expediente" if is_file else _FIELDS[name])


def _say_month(match: re.Match[str]) -> Iterable[Piece]:
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    return named(match, date=f"{GRAMMAR.months.split()[int(match['month']) - 1]} de {cardinal(year, 'es')}")


def _say_chat(match: re.Match[str]) -> Iterable[Piece]:
    names = _UNKNOWN if match[0] == "q" else _LETTER
    if names.search(match.string, max(0, match.start() - 10), match.start()):
        return ()
    is_chat = match[0] == "q" or _CHAT.search(around(match))
    return whole(match, _LETTERS[match[0]]) if is_chat else ()


_COUNT = r"(?P<{0}>\d{{1,3}}) ?(?P<{0}_is>[VGEDP])"
_STREET = r"(?:[Cc]alles?|[Cc]arreras?|[Aa]v(?:enida|da|\.)\.?|[Cc](?:ra|r|l|ll|lle)\.|K[rR]a?\.?|[Dd]iagonal|[Tt]ransversal|D[Gg]\.|T[Vv]\.)"
NOTICES: tuple[Kind, ...] = (
    Kind(
        "wins, draws and defeats",
        rf"(?<![\w.,]){_COUNT.format('first')}(?:,| y| -|\.)? {_COUNT.format('second')}(?:,| y| -|\.)? {_COUNT.format('third')}(?!\w)",
        _say_results,
    ),
    Kind(
        "of so many",
        rf"(?<![\w.,:/$€-])(?<!\b[Ee]l )(?<!\b[Ll]os )(?<!\b[Ll]as )(?<!\b[Ll]a )(?<!\b[Dd]ía )(?P<one>\d{{0,2}}1|[2-9]\d\d)(?= de (?:cada |(?:l|nuestr|vuestr|est|es|un)as |[mst]us )?(?:(?P<all>{NUMBER}) )?(?:de las \d{{1,6}} )?(?P<noun>[^\W\d_]+))",
        _say_of_so_many,
    ),
    Kind(
        "rank",
        r"(?:^|(?<=\n)|(?<=[,;:|] ))(?P<rank>(?P<number>\d{1,3})\.?º)(?=(?P<after> [A-ZÀ-Þ][^\W\d_]{2,12}))",
        _say_rank,
        frozenset("º"),
    ),
    Kind(
        "with and without",  # "c/ascensor", "s/amueblar"
        r"(?<![\w/])(?P<short>[cs]/)(?=[a-záéíóú]{3}|[A-Z]{2,}(?!\w))(?!(?:día|semana|mes|hora|año|un[oa]|noche|comida|vez|cual|factura|contrato|ley|norma|convenio|presupuesto|catálogo)\b)(?![^\W\d_]+ \d{1,3}(?![\d.,]*\d* ?[€$]))",
        lambda match: whole(match, "con" if match["short"][0] == "c" else "sin"),
        frozenset("/"),
    ),
    Kind(
        "street",  # "c/Alcalá"
        r"(?<![\w/])[cC]/(?=[A-ZÁÉÍÓÚ][a-záéíóúñ])",
        lambda match: whole(match, "Calle" if match[0][0] == "C" else "calle"),
        frozenset("/"),
    ),
    Kind(
        "each",
        r"(?<![\w/])c/(?=(?:día|semana|mes|hora|año|noche|comida|toma|vez)\b)",
        lambda match: whole(match, "cada"),
        frozenset("/"),
    ),
    Kind(
        "month on a card",
        r"\b(?:[Cc]ad\.|[Vv]enc?\.|[Vv]to\.|[Cc]aduca(?: en)?|[Vv]ence(?: en)?|[Vv]álid[ao] hasta|ITV(?: hasta)?|hasta|desde):? (?P<date>(?P<month>0[1-9]|1[0-2])/(?P<year>[2-9]\d|20\d\d))(?![\w/])",
        _say_month,
    ),
    Kind(
        "field of a form",
        rf"(?<!\w)(?P<name>(?:(?:[Nn]ac|[Ee]xp|[Cc]ad|[Vv]enc|[Vv]to|[Ff]ec)\.(?=:? ?(?P<after>{TAKEN})|: ?\d)|(?:[Ii]ng|[Pp]rep|[Dd]if|[Rr]ac|[Dd]ir)\.(?=:)))",
        _say_field,
        frozenset("."),
    ),
    Kind(
        "number of a house",  # "Calle 72 # 10-34"
        rf"{_STREET} [\w{TAKEN}]{{1,12}}(?: ?[A-Z])?,? (?P<sign>#|No\.|N\.º|n\.º|Nº|nº) ?\d{{1,3}}[A-Z]?(?P<dash> ?- ?)(?=\d{{1,3}}(?!\w))",
        lambda match: named(match, sign="número", dash=" "),
    ),
    Kind(
        "degrees apart",  # "21 ° C"
        rf"(?<![\w.,])(?P<number>{NUMBER})(?P<sign> ?°)(?P<scale> [CF])(?!\w)",
        lambda match: named_apart(
            match,
            {
                "number": agree(quantity(match["number"], "es"), "m"),
                "sign": "grado" if match["number"] == "1" else "grados",
                "scale": "Celsius" if match["scale"] == " C" else "Fahrenheit",
            },
        ),
    ),
    Kind(
        "oxygen",
        r"(?<!\w)S(?:at|p|a)\.? ?O ?2(?!\w)",
        lambda match: whole(match, "saturación de oxígeno"),
        frozenset("2"),
    ),
    Kind(
        "breaths",
        r"\bFR:? \d{1,2} (?P<unit>rpm)(?!\w)",
        lambda match: named(match, unit="respiraciones por minuto"),
    ),
    Kind(
        "place in a register",
        r"(?<!\w)(?P<short>[TFHLS])\.(?= ?(?:\d|[A-Z]{1,2}-\d))",
        lambda match: whole(match, _REGISTER[match["short"]]) if "Registro" in near(match) else (),
        frozenset("TFHLS"),
    ),
    abbreviation_kind(
        "update", {"Act.": "actualización", "act.": "actualización"}, after=r"(?= v?\d{1,3}\.\d)"
    ),
    Kind(
        "salt of the blood",
        r"(?<!\w)(?P<short>Na|K|Ca|Mg|Cl|Fe)\+?(?=:? \d{1,3}(?:[.,]\d+)? ?(?:mEq|mmol|mg|μg))",
        lambda match: whole(match, _SALTS[match["short"]]),
    ),
    Kind(
        "why",  # "xq no vienes?"
        r"(?:^|(?<=[¿\n])|(?<=[.!?] )|(?<=\b[Yy] )|(?<=pero ))(?P<why>[xXpP][qk])(?= [^.!?\n]{1,200}\?)",
        lambda match: whole(match, "por qué"),
        frozenset("xXpP"),
    ),
    Kind(
        "letter of a chat",
        r"(?:^|(?<=[a-záéíóúñ.,!?¿¡)] )|(?<=[¿¡\n]))[qktmd](?= (?:[a-záéíóúñ]{2,}|[xyoa]\b)(?! [-=+]))",
        _say_chat,
        frozenset("qktmd"),
    ),
)
