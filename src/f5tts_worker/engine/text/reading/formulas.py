"""Formulas that several languages write alike, as patterns; each says them in its own words."""

# ruff: noqa: RUF001 - signs of sets are meant

import re
from collections.abc import Iterable, Mapping

from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

# Probabilities and expectations: "P(A) = 0.3", "P(A|B) <".
PROBABILITY = r"(?<![\w().&-])[PE](?P<open>\()(?=[A-Z](?: ?[|∩∪] ?[A-Z])?\) ?[=≈<>≤≥])"
# The absolute value of a number, a letter or a term, that is compared: "|x - 2| < 3".
ABSOLUTE_VALUE = (
    r"(?<![\w|])(?P<open>\|)(?:[a-z]|-?\d{1,4}|[a-z] ?(?:\+|(?P<minus>-)) ?(?:\d{1,3}|[a-z]))(?P<close>\|)"
    r"(?: ?(?P<sign>[<>≤≥])|(?= ?=))"
)

# What is summed up between two limits or over a set, as this package writes what LaTeX shows: "∑[i=1…n] i".
_LIMITS = r"(?P<sign>[∑∏∫])(?P<open>\[)[^\[\]\n]{1,40}?(?P<to>\.\.\.)[^\[\]\n]{1,40}(?P<close>\])"
_OVER = r"(?P<sign>[∑∏∫])(?P<open>\[)[^\[\]\n]{1,40}(?P<close>\])"
_SUMS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {"∑": ("the sum", "of"), "∏": ("the product", "of"), "∫": ("the integral", "of")},
    "de": {"∑": ("die Summe", "über"), "∏": ("das Produkt", "über"), "∫": ("das Integral", "über")},
    "fr": {"∑": ("la somme", "de"), "∏": ("le produit", "de"), "∫": ("l'intégrale", "de")},
    "es": {"∑": ("la suma", "de"), "∏": ("el producto", "de"), "∫": ("la integral", "de")},
    "it": {"∑": ("la somma", "di"), "∏": ("il prodotto", "di"), "∫": ("l'integrale", "di")},
    "pt": {"∑": ("a soma", "de"), "∏": ("o produto", "de"), "∫": ("a integral", "de")},
    "nl": {"∑": ("de som", "van"), "∏": ("het product", "van"), "∫": ("de integraal", "van")},
}
_FROM_TO: Mapping[str, tuple[str, str, str]] = {
    "en": ("from", "to", "over"), "de": ("von", "bis", "für"), "fr": ("de", "à", "pour"),
    "es": ("desde", "hasta", "para"), "it": ("da", "a", "per"),
    "pt": ("de", "até", "para"), "nl": ("van", "tot", "voor"),
}  # fmt: skip


def sums(language: str) -> tuple[Kind, ...]:
    """Return the kinds of sums, products and integrals with limits, where a language has words for them."""
    if language not in _SUMS:
        return ()
    first, second, over = _FROM_TO[language]

    def say(match: re.Match[str]) -> Iterable[Piece]:
        name, of = _SUMS[language][match["sign"]]
        if "to" in match.groupdict():
            return named(match, sign=name, open=f" {first} ", to=f" {second} ", close=f" {of} ")
        return named(match, sign=name, open=f" {over} ", close=f" {of} ")

    signs = frozenset("∑∏∫")
    return (
        Kind("sum between limits", _LIMITS, say, signs),
        Kind("sum over a set", _OVER, say, signs),
    )
