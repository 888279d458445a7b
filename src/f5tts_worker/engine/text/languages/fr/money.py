"""French sums as only its countries write them: old francs, "1 €20", Swiss "Fr. 50.--", "vendu à 1,2 M"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import NUMBER
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, named_apart


def _say_swiss_price(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Fr. 50.--" and "210.-" as so many francs."""
    units = GRAMMAR.currencies["CHF" if (match["sign"] or "") == "CHF " else "fr."].unit
    said = f"{count(match['number'], 'm', GRAMMAR)} {counted(match['number'], units, GRAMMAR)}"
    return named_apart(match, {"sign": "", "number": said, "dash": ""})


def _say_francs(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3 F 50" and "49,90 F"."""
    units, _, decimals = match["number"].partition(",")
    said = count(units if len(decimals) == 2 else match["number"], "m", GRAMMAR)
    over = match["over"] or (decimals if len(decimals) == 2 and decimals != "00" else "")
    name = counted(units, GRAMMAR.currencies["fr."].unit, GRAMMAR)
    over = cardinal(str(int(over)), "fr") if over else ""
    if match["over"]:
        return named(match, number=said, sign=name, over=over)
    return named(match, number=said, sign=f"{name} {over}".strip())


def _say_euros(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 €20" and "3 $ 50" as they are paid."""
    unit = GRAMMAR.currencies[match["sign"].strip()].unit
    said = count(match["number"], unit.gender, GRAMMAR)
    name = counted(match["number"], unit, GRAMMAR)
    return named(match, number=said, sign=f" {name} ", cents=cardinal(str(int(match["cents"])), "fr"))


MONEY: tuple[Kind, ...] = (
    Kind(
        "Swiss price",
        rf"(?<![\w.,:/'–-])(?P<sign>(?:CHF|S?[Ff]r\.) )?(?P<number>{NUMBER})(?P<dash>\.(?:–|-{{1,2}}))(?![\w-])",
        _say_swiss_price,
    ),
    Kind(
        "old francs",
        rf"(?<![\w.,/'–-])(?P<number>{NUMBER}) (?P<sign>F)(?: (?P<over>\d\d))?(?= [a-zà-ÿ]|[,;:.!?)]|\n|$)(?!, \d+ H\b)",
        _say_francs,
        frozenset("F"),
    ),
    Kind(
        "paid with cents behind the sign",
        r"(?<![\w.,/'–-])(?P<number>\d{1,3})(?P<sign> ?[€$£])(?P<cents>\d\d)(?![\w%]|[.,]\d)",
        _say_euros,
        frozenset("€$£"),
    ),
    Kind(
        "millions of what is known",  # "vendu à 1,2 M"
        r"(?<![\w.,:/'–-])(?P<number>\d{1,3},\d{1,2})(?P<scale> ?M)(?![\w€$£%²³/'-]| ?(?:€|d[e'] ?))(?: (?P<of>hab\.))?",
        lambda match: named(
            match,
            number=quantity(match["number"], "fr"),
            scale=" " + counted(match["number"], GRAMMAR.scales["M"], GRAMMAR),
            of="d'habitants",
        ),
        frozenset("M"),
    ),
)
