"""Functions and figures of geometry in English: "f(x)", "P(A|B)", "n!", "△ABC", "x̄"."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_PRIMES = {"": "", "'": " prime", "''": " double prime"}
_MARKS = {"\u0304": "bar", "\u0302": "hat", "\u0303": "tilde"}
_COMPOSED = {"ȳ": "y bar", "ŷ": "y hat"}
_FIGURES = {"∠": "angle", "△": "triangle", "▱": "parallelogram"}
_RELATIONS = {
    "⊥": "is perpendicular to", "⟂": "is perpendicular to", "∥": "is parallel to", "≅": "is congruent to", "∼": "is similar to", "∉": "is not in", "⊆": "is a subset of",
    "⊇": "is a superset of", "⊃": "is a superset of", "∧": "and", "∨": "or",
}  # fmt: skip
_VALUE = r"(?:[a-zA-Z]|-?\d{1,4}|[a-z], ?[a-z])"


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of what a formula is made of; they come before its operators."""
    return (
        Kind("function", rf"(?<![\w()'.&§-])(?P<name>[fgh](?P<primes>'{{0,2}}))(?P<of>\()(?={_VALUE}\)(?!\())", _function, frozenset("(")),
        Kind("probability of one if another", r"(?<![\w().&-])[PE](?P<of>\()[A-Z](?P<given> ?\| ?)(?=[A-Z]\))", lambda match: named(match, of=" of ", given=" given "), frozenset("|")),
        Kind("probability", r"(?<![\w().&-])(?:P|Pr|E|Var)(?P<of>\()(?=[A-Z](?:\)| ?[<>=≤≥∩∪]))(?=[^()\n]{1,20}\) ?[=≈<>≤≥])", lambda match: named(match, of=" of "), frozenset("(")),
        Kind("factorial", r"(?:(?<=\d)|(?<=\bn)|(?<=\bk))!(?= ?[=+*/×÷≈<>≤≥]|-| - ?[\dn]|[\dkr]!)|(?<=\([\dnkr])!(?=\))|(?<=[nk] [+-] [\dkr]\))!|(?<=[nk][+-][\dkr]\))!|(?<=\d!\d)!|(?<=\)n)!", lambda match: whole(match, " factorial"), frozenset("!")),
        Kind("mean and estimate", rf"(?<![^\W\d])(?P<letter>[A-Za-z])(?P<mark>[{''.join(_MARKS)}])(?![^\W\d])", lambda match: whole(match, f"{match['letter']} {_MARKS[match['mark']]}"), frozenset(_MARKS)),
        Kind("mean and estimate of y", rf"(?<![^\W\d])[{''.join(_COMPOSED)}](?![^\W\d])", lambda match: whole(match, _COMPOSED[match[0]]), frozenset(_COMPOSED)),
        Kind("figure", rf"(?P<figure>[{''.join(_FIGURES)}]) ?(?P<corners>[A-Z]{{1,4}})(?!\w)", lambda match: whole(match, f"{_FIGURES[match['figure']]} {' '.join(match['corners'])}"), frozenset(_FIGURES)),
        Kind("relation", rf"[{''.join(_RELATIONS)}]", lambda match: whole(match, _RELATIONS[match[0]]), frozenset(_RELATIONS)),
    )  # fmt: skip


def _function(match: re.Match[str]) -> Iterable[Piece]:
    """Say "f'(x)" as f prime of x; an item of a law, "(f)(2)", has brackets around its letter."""
    name = match["name"][0]
    return [Piece(match.start("name"), match.end("of"), f"{name}{_PRIMES[match['primes']]} of")]
