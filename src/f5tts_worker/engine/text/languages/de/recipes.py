"""German recipes: level and heaped spoons, small and large onions, bunches of herbs."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.gender import gender_of
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import takes_accusative, takes_dative
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_HOW = {"gestr": "gestrichen", "geh": "gehäuft", "kl": "klein", "gr": "groß", "mittelgr": "mittelgroß", "getr": "getrocknet", "gem": "gemahlen", "ger": "gerieben", "geschr": "geschrotet"}  # fmt: skip
_ONE = {"m": ("ein", "er"), "f": ("eine", "e"), "n": ("ein", "es")}
_HERBS = (
    "Petersilie|Schnittlauch|Dill|Basilikum|Koriander|Radieschen|Suppengrün|Suppengemüse|Minze|Kerbel|Thymian|Spargel|"
    "Möhren|Karotten|Kresse|Rucola|Salbei|Rosmarin|Estragon|Bärlauch|Kräuter|Mangold|Frühlingszwiebeln|Lauchzwiebeln|"
    r"(?:glatte|frische|krause|gemischte)[rn]? [A-ZÄÖÜ]"
)


def _say_kind_of(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 gestr. TL" and "2 kl. Zwiebeln" with the adjective's ending."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    stem, unit = _HOW[match["how"]], GRAMMAR.units.get(match["noun"])
    if match["how"] == "gr" and len(match["number"]) > 1:  # "50 gr. Mehl"
        return ()
    in_dative = takes_dative(before)
    if match["number"] != "1":
        many = unit.many + "n" * (in_dative and unit.many.endswith("löffel")) if unit else match["noun"]
        return named(match, how=f"{stem}e" + "n" * in_dative, dot="", noun=many)
    gender = unit.gender if unit else gender_of(match["noun"])
    one, ending = _ONE.get(gender) or _ONE["m"]
    if in_dative:
        one, ending = "einer" if gender == "f" else "einem", "en"
    elif gender == "m" and takes_accusative(before):
        one, ending = "einen", "en"
    return named(match, number=one, how=stem + ending, dot="", noun=unit.one if unit else match["noun"])


def _say_bunch(match: re.Match[str]) -> Iterable[Piece]:
    in_dative = takes_dative(match.string[max(0, match.start() - 80) : match.start()])
    return named(match, one="einem" if in_dative else "ein", bunch="Bund")


RECIPES: tuple[Kind, ...] = (
    Kind(
        "kind of spoon or fruit",
        rf"(?<![\w.,/-])(?P<number>\d{{1,2}}) (?P<how>{'|'.join(_HOW)})(?P<dot>\.) (?P<noun>[TE]L|Msp\.|Pck\.|[A-ZÄÖÜ][a-zäöüß]{{2,}})(?!\w)",
        _say_kind_of,
    ),
    Kind(
        "bunch of herbs",  # not of books: "2 Bd."
        rf"(?:(?<![\w.,])(?P<one>1)|(?<=\d)) (?P<bunch>Bd\.)(?= (?:{_HERBS}))",
        _say_bunch,
        frozenset("B"),
    ),
)
