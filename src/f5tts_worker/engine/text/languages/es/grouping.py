"""Thousands behind a comma, as Mexico, Peru and their neighbours write them: "3,399 m", "$1,299 MXN"."""

# ruff: noqa: E501, SIM905 - a list of words is one text

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.languages.es.context import around, is_near, near
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.amounts import amount_kinds
from f5tts_worker.engine.text.reading.numbers import quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

# Where a comma stands between thousands.
_PLACES = frozenset(
    "mxn méxico mexicano mexicana mexicanos mexicanas cdmx jalisco oaxaca guadalajara monterrey puebla chiapas yucatán sonora sinaloa tijuana veracruz querétaro inegi imss infonavit "
    "perú peruano peruana peruanos peruanas lima cusco cuzco arequipa puno soles guatemala guatemalteco quetzales honduras hondureño lempiras tegucigalpa salvador salvadoreño "
    "nicaragua nicaragüense córdobas managua panamá panameño panameña balboas dominicana dominicano dominicanos rico puertorriqueño puertorriqueños texas florida california miami".split()
)
_GROUPED = re.compile(
    r"\$ ?\d{1,3},\d{3}(?![\d])|(?<!\d)\d{1,3},\d{3}\.\d(?!\d{2})|\d,\d{3},\d{3}(?!\d)|(?:S/\.?|\bQ) ?\d{1,3},\d{3}"
)
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?![\d,])")
# People and things are counted in whole numbers; what is measured may have three decimals.
_MEASURES = frozenset(
    "metros kilómetros centímetros milímetros kilos kilogramos gramos miligramos toneladas litros mililitros grados pesetas puntos segundos minutos horas hectáreas euros veces vatios kilovatios voltios bares millas galones onzas libras".split()
)
# What a currency is worth in another has decimals: "un euro son 1,085 dólares".
_MONEY = frozenset("dólares francos libras lempiras pesos quetzales reales soles yenes".split())
_OF_RATES = frozenset("cambio cambia cotiza cotización cotizó equivale euro euros paridad tipo".split())
_COUNTED = re.compile(
    r"(?: (?:y|o|a|ni) \d{1,3},\d{3})?(?: (?P<scale>mil|millones|billones)| (?P<noun>[a-záéíóúñ]{3,}s))(?!\w)"
)
_REACH = 30  # characters on each side that an amount is of
_COMMA = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]|\.\d{3})")
_NO_THOUSANDS = frozenset({"42,195", "21,097", "21,098"})  # kilometres of a marathon and its half
_POINTS = re.compile(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d.])")
_WORDS = re.compile(r"[^\W\d_]+")
_OF_THOUSANDS = frozenset({"money", "money, sign first", "scaled", "unit", "counted"})
_AMOUNTS = [kind for kind in amount_kinds(GRAMMAR) if kind.name in _OF_THOUSANDS]


def _is_grouped(match: re.Match[str]) -> bool:
    """Say whether what is around a number, or what it counts, says that its comma divides thousands."""
    if match[0] in _NO_THOUSANDS or match[0].startswith("0"):
        return False
    if match[0].count(",") > 1:
        return True
    noun = _COUNTED.match(match.string, match.end())
    is_rate = noun and noun["noun"] in _MONEY and is_near(match, _OF_RATES)
    if noun and not is_rate and (noun["scale"] or noun["noun"] not in _MEASURES):
        return True
    if _DECIMAL_COMMA.search(around(match)):
        return False
    return bool(_GROUPED.search(near(match))) or is_near(match, _PLACES)


def is_grouped_text(text: str) -> bool:
    """Say whether commas divide thousands in all of a text, and no decimals."""
    if _DECIMAL_COMMA.search(text) or _POINTS.search(text) or not _COMMA.search(text):
        return False
    return bool(_GROUPED.search(text)) or sum(word in _PLACES for word in _WORDS.findall(text.lower())) > 1


def _say_amount(match: re.Match[str], *, known: bool = False) -> Iterable[Piece]:
    """Say the amount that a number belongs to as if its thousands had points; `known`: all the text has them."""
    if not (_is_grouped(match) or (known and match[0] not in _NO_THOUSANDS and match[0][0] != "0")):
        return ()
    start = max(0, match.start() - _REACH)
    cut = match.string[start : match.end() + _REACH]
    line = _COMMA.sub(lambda number: number[0].replace(",", "."), cut) if "." not in match["cents"] else cut
    place = match.start() - start
    for kind in _AMOUNTS:
        for found in kind.compiled.finditer(line):
            if found.start() > place:
                break
            if place < found.end():
                pieces = [*kind.say(found)]
                if any(piece.start <= place < piece.end for piece in pieces):
                    return [Piece(piece.start + start, piece.end + start, piece.said) for piece in pieces]
    return whole(match, quantity(match[0].replace(",", "") if not match["cents"] else match[0], "es"))


def _grouped_kind(*, known: bool) -> Kind:
    pattern = r"(?<![\w.,-])(?<!(?<!S)/)\d{1,3}(?:,\d{3})+(?P<cents>(?:\.\d{1,2})?)(?![\d]|[.,]\d)"
    return Kind("thousands behind a comma", pattern, partial(_say_amount, known=known), frozenset(","))


GROUPING: tuple[Kind, ...] = (_grouped_kind(known=False),)
GROUPED_EVERYWHERE: tuple[Kind, ...] = (_grouped_kind(known=True),)
