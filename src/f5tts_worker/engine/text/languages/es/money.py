"""Money whose sign several countries share: dollars and pesos, quetzales, lempiras, córdobas, balboas."""

# ruff: noqa: E501, RUF001, SIM905 - a list of words is one text

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from f5tts_worker.engine.text.languages.es.context import is_near
from f5tts_worker.engine.text.languages.es.gender import agree
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.amounts import amount_kinds
from f5tts_worker.engine.text.reading.grammar import NUMBER, Currency, Noun, regular
from f5tts_worker.engine.text.reading.numbers import quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_CENTAVO = regular("centavo")
_NAMES = r"(?:pesos?|dólar(?:es)?|soles|sol|quetzal(?:es)?|lempiras?|córdobas?|bol[ií]var(?:es)?|bolivianos?|reales|guaraníes|euros?)"
_DOLLARS = frozenset(
    "dólar dólares usd uu eeuu texas florida york miami ecuador panamá puertorriqueño puertorriqueños".split()
)
_DOLLAR = frozenset({"cambio", "dólar", "tc"})
_PESOS = frozenset(
    "peso pesos mxn mx ars clp cop uyu argentina argentino argentinos argentinas porteño porteña porteños porteñas aires rosario méxico mexicano mexicana mexicanos "
    "mexicanas cdmx jalisco oaxaca guadalajara monterrey puebla chile chileno chilena chilenos chilenas santiago valparaíso colombia colombiano colombiana colombianos "
    "colombianas bogotá medellín cali uruguay uruguayo uruguaya uruguayos montevideo habana cubano cubana dominicano dominicana rodado talle subte colectivo cuotas celular "
    "mercadopago oxxo expensas afore imss infonavit anses afip transmilenio".split()
)  # fmt: skip
# What a dollar costs is no dollars.
_OF_A_DOLLAR = re.compile(r"\b[Dd]ólar\b(?:(?! (?:y|pero|mientras|aunque)\b)[^.;!?$\d]){0,60}$")
_RATES = frozenset(
    "blue ccl comprador compra cotiza cotización cotizó mayorista mep minorista oficial paralelo vendedor venta".split()
)
# Signs that are a country's own where the text around them says so.
_REGIONAL: Mapping[str, tuple[Currency, frozenset[str]]] = {
    "$": (Currency(regular("peso"), _CENTAVO), _PESOS),
    "Q": (Currency(Noun("quetzal", "quetzales"), _CENTAVO), frozenset({"gt", "guatemala", "guatemalteco", "quetzal", "quetzales"})),
    "L": (Currency(regular("lempira"), _CENTAVO), frozenset({"honduras", "hondureño", "tegucigalpa", "lempiras"})),
    "C$": (Currency(regular("córdoba"), _CENTAVO), frozenset({"nicaragua", "managua", "nicaragüense", "córdobas"})),
}  # fmt: skip


def _is_rate(match: re.Match[str]) -> bool:
    """Say whether an amount is what a dollar costs: "el dólar oficial cerró a $1.180"."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    return bool(_OF_A_DOLLAR.search(before)) or (is_near(match, _DOLLAR) and is_near(match, _RATES))


def _regional_kind(*, in_pesos: bool = False) -> Kind:
    """Return the kind of amounts behind a sign that several countries have; `in_pesos`: the text is of pesos."""
    currencies = {**GRAMMAR.currencies, **{sign: currency for sign, (currency, _) in _REGIONAL.items()}}
    kinds = amount_kinds(replace(GRAMMAR, currencies=currencies))
    kind = next(kind for kind in kinds if kind.name == "money, sign first")

    def say(match: re.Match[str]) -> Iterable[Piece]:
        sign = match["sign"].strip()
        if sign not in _REGIONAL or match["code"]:
            return ()
        if sign == "$" and _is_rate(match):
            return kind.say(match)
        if sign == "$" and is_near(match, _DOLLARS):
            return ()
        if in_pesos:
            return kind.say(match) if sign == "$" else ()
        in_cents = sign == "Q" and match["number"][-3:-2] == "."  # "Q92.50" is no quarter of a year
        return kind.say(match) if in_cents or is_near(match, _REGIONAL[sign][1]) else ()

    return Kind("money of a country", kind.pattern, say)


def _as_grouped(number: str) -> str:
    """Return "21,500" as the thousands that it is behind America's signs."""
    return number.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", number) else number


def _say_named_twice(match: re.Match[str]) -> Iterable[Piece]:
    """Say "$21,500 millones de pesos" without the sign: the name follows."""
    return named(match, sign="", number=agree(quantity(_as_grouped(match["number"]), "es"), "m"))


def _say_millions(match: re.Match[str]) -> Iterable[Piece]:
    """Say "500 mdp" as Mexico's papers write it."""
    name = "pesos" if match["unit"][-1] == "p" else "dólares"
    number = _as_grouped(match["number"])
    millions = "millón" if number == "1" else "millones"
    return named(match, number=agree(quantity(number, "es"), "m"), unit=f"{millions} de {name}")


def is_text_of_pesos(text: str) -> bool:
    """Say whether "$" are pesos in all of a text: it names them, or two places or people that have them."""
    words = re.findall(r"[^\W_]+", text.lower()) if "$" in text else []
    if not _DOLLARS.isdisjoint(words):
        return False
    return "pesos" in words or sum(word in _PESOS for word in words) > 1


PESOS_EVERYWHERE: tuple[Kind, ...] = (_regional_kind(in_pesos=True),)
MONEY: tuple[Kind, ...] = (
    Kind(
        "from amount to amount",  # "$12,000-$15,000"
        rf"(?P<sign>[$€£]|US\$|S/) ?{NUMBER}(?P<dash> ?[-–] ?)(?=(?P=sign) ?\d)",
        lambda match: named(match, dash="a"),
        frozenset("-–"),
    ),
    Kind(
        "sign beside a name",
        rf"(?<![\w$.,])(?P<sign>(?:US|MX|AR|RD|U\$|C|R)?\$ ?|S/\.? ?|Bs\.? ?|€ ?)(?P<number>{NUMBER})(?= (?:(?:mil|mill[oó]n(?:es)?|billones) )*(?:de )?{_NAMES}(?!\w))",
        _say_named_twice,
    ),
    Kind(
        "millions of pesos",
        rf"(?<![\w.,])(?P<sign>\$ ?)?(?P<number>{NUMBER}) (?P<unit>md[pd])(?!\w)",
        lambda match: [*named(match, sign=""), *_say_millions(match)],
    ),
    _regional_kind(),
)
