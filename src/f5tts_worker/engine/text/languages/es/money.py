"""Money whose sign several countries share: dollars and pesos, quetzales, lempiras, córdobas, balboas."""

# ruff: noqa: E501 - a list of words is one line

import re
from collections.abc import Iterable
from dataclasses import replace

from f5tts_worker.engine.text.languages.es.gender import agree
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.amounts import amount_kinds
from f5tts_worker.engine.text.reading.grammar import NUMBER, Currency, regular
from f5tts_worker.engine.text.reading.numbers import quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_CENTAVO = regular("centavo")
_NAMES = r"(?:pesos?|dólar(?:es)?|soles|sol|quetzal(?:es)?|lempiras?|córdobas?|bol[ií]var(?:es)?|bolivianos?|reales|guaraníes|euros?)"
_DOLLARS = re.compile(
    r"\b(?i:dólar(?:es)?|usd|ee\. ?uu\.|eeuu|texas|florida|nueva york|miami|ecuador|el salvador|panamá|puerto rico)"
)
_PESOS = re.compile(
    r"\b(?i:pesos?|m\.? ?n\.|mxn|mx|ars|clp|cop|uyu|argentin[oa]s?|argentina|porteñ[oa]s?|buenos aires|rosario|méxic?o|mexican[oa]s?|cdmx|jalisco|oaxaca|guadalajara"
    r"|monterrey|puebla|chile|chilen[oa]s?|santiago|valparaíso|colombia|colombian[oa]s?|bogotá|medellín|cali|uruguay|uruguay[oa]s?|montevideo|la habana"
    r"|cuban[oa]s?|dominican[oa]s?|rodado|talle|subte|colectivo|cuotas de|celular|mercado ?pago|oxxo|departamento de \d|expensas|afores?|imss|infonavit|anses|afip|transmilenio)\b"
)  # fmt: skip
# A sign, whose it is, and the text around it that says so.
_REGIONAL: tuple[tuple[str, Currency, re.Pattern[str]], ...] = (
    ("$", Currency(regular("peso"), _CENTAVO), _PESOS),
    ("Q", Currency(regular("quetzal")._replace(many="quetzales"), _CENTAVO), re.compile(r"\bQ ?[\d,]+\.\d\d(?!\d)|(?i:guatemal|quetzal)")),
    ("L", Currency(regular("lempira"), _CENTAVO), re.compile(r"(?i:hondur|tegucigalpa|lempira)")),
    ("C$", Currency(regular("córdoba"), _CENTAVO), re.compile(r"(?i:nicarag|managua|córdobas)")),
)  # fmt: skip


def _regional_kind(sign: str, currency: Currency, evidence: re.Pattern[str]) -> Kind:
    """Return the kind of amounts behind a sign that is a country's own where the text speaks of it."""
    kinds = amount_kinds(replace(GRAMMAR, currencies={**GRAMMAR.currencies, sign: currency}))
    kind = next(kind for kind in kinds if kind.name == "money, sign first")

    def say(match: re.Match[str]) -> Iterable[Piece]:
        is_other = match["sign"].strip() != sign or match["code"]
        if is_other or not evidence.search(match.string) or (sign == "$" and _DOLLARS.search(match.string)):
            return ()
        return kind.say(match)

    return Kind(f"money of {currency.unit.many}", kind.pattern, say)


def _say_named_twice(match: re.Match[str]) -> Iterable[Piece]:
    """Say "$21,500 millones de pesos" without the sign: the name follows."""
    number = match["number"]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", number):  # as America groups
        number = number.replace(",", "")
    return named(match, sign="", number=agree(quantity(number, "es"), "m"))


def _say_millions(match: re.Match[str]) -> Iterable[Piece]:
    """Say "500 mdp" as Mexico's papers write it."""
    name = "pesos" if match["unit"][-1] == "p" else "dólares"
    number = (
        match["number"].replace(",", "")
        if match["number"].count(",") and "." not in match["number"]
        else match["number"]
    )
    millions = "millón" if number == "1" else "millones"
    return named(match, number=agree(quantity(number, "es"), "m"), unit=f"{millions} de {name}")


MONEY: tuple[Kind, ...] = (
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
    *(_regional_kind(*one) for one in _REGIONAL),
)
