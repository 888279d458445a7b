"""Notation that Italian reads in its own words: formulas, reactions, chess, coordinates, verses."""

# ruff: noqa: E501, RUF001, RUF003 - a pattern is one line; signs look like letters

import re
import unicodedata
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.grammar import ordinal
from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.numbers import quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_FUNCTIONS = {
    "sin": "seno",
    "sen": "seno",
    "cos": "coseno",
    "tan": "tangente",
    "tg": "tangente",
    "log": "logaritmo",
    "ln": "logaritmo naturale",
}
_CHESS = Words(
    "it",
    {"R": "re", "D": "donna", "T": "torre", "A": "alfiere", "C": "cavallo"},
    takes="per",
    check="scacco",
    mate="scacco matto",
    castling=("arrocco", "arrocco lungo"),
    talk="scacch\\w+|scacco(?:matto)?|arrocc\\w+|gambetto|alfier[ei]|(?:il|del|al) (?:Bianco|Nero)|la Siciliana|la Spagnola",
    becomes="promuove a {}",
)
_REACTS = re.compile(r"[A-Z][a-z]?\d|\+ ")


def _raised(match: re.Match[str]) -> Iterable[Piece]:
    """Say "10^6" as dieci alla sesta."""
    power = int(unicodedata.normalize("NFKC", match[0]).lstrip("^"))
    name = f"{ordinal(power)[:-1]}a"
    said = {2: "al quadrato", 3: "al cubo"}.get(power) or ("all'" if name[0] in "ou" else "alla ") + name
    return whole(match, f" {said}")


def _place(match: re.Match[str]) -> Iterable[Piece]:
    """Say "41° 53' 24" N" with its minutes and seconds."""
    said = {"degree": " gradi", "minute": " primi" if match["seconds"] else " minuti", "second": " secondi"}
    ways = tables.COMPASS["it"]
    numbers = {
        group: quantity(match[group], "it") for group in ("degrees", "minutes", "seconds") if match[group]
    }
    return named(match, **said, **numbers, way=f" {ways[match['way']]}")


NOTATION: tuple[Kind, ...] = (
    chess_kind(_CHESS),
    Kind(
        "more or less",
        r"(?<![\w+/-])\+/?-(?![a-zA-Z+/-])",
        lambda match: whole(match, "più o meno"),
        frozenset("+"),
    ),
    Kind(
        "minus in a formula",  # "x² - 5x", "3x - 2 = 7"
        r"(?:(?<=[²³)] )|(?<![^\W\d_])(?<!')(?P<unknown>[bcdfknpqrvxyz]) )(?P<minus>-)(?= ?(?:\d|[a-z](?![a-zà-ú])|\())",
        lambda match: named(match, unknown=f" {match['unknown']}", minus=" meno "),
        frozenset("-"),
    ),
    Kind(
        "argument",  # "tan(2x)": "zoom (2x)" is twice
        r"(?<=[a-zA-Z]\()(?P<number>\d{1,3})(?P<unknown>[txyzαβθ])(?=[)²³]| [+-])",
        lambda match: named(match, number=quantity(match["number"], "it"), unknown=f" {match['unknown']}"),
    ),
    Kind(
        "function",  # "f(x)", "P(A)"
        r"(?<![\w.])[fghpqFGP](?P<open>\()(?=(?:-?\d{1,3}(?:,\d{1,2})?|\ue000{2,4}|[a-zA-Zαβθ]\d?(?:, ?[a-z])?|[a-z] ?[+-] ?\d)\))",
        lambda match: named(match, open=" di "),
        frozenset("("),
    ),
    Kind(
        "name of a function",  # "sin(x)", "log x"
        rf"(?<![\w.])(?P<name>{'|'.join(_FUNCTIONS)})(?:(?P<open>\((?=[\d\ue000xyztnπαβθ][^()]{{0,12}}\)))|(?= ?[xyαβθ](?!\w)))",
        lambda match: named(match, name=_FUNCTIONS[match["name"]], open=" di "),
        frozenset("cstl"),
    ),
    Kind(
        "term of a formula",  # "2x² − 3x"
        r"(?<![\w.,])(?P<number>\d{1,4}(?:,\d{1,2})?)(?P<unknown>[abcknpqrtuvxyz])(?P<power>[²³])(?!\d)",
        lambda match: named(
            match,
            number=quantity(match["number"], "it"),
            unknown=f" {match['unknown']}",
            power=" al quadrato" if match["power"] == "²" else " al cubo",
        ),
        frozenset("²³"),
    ),
    Kind(
        "raised",  # "x^2", "10^6", "10⁶"
        r"(?<=[\w)])(?:\^(?:[2-9]|1\d)(?![\w,.]\d|\w)|(?:[⁴-⁹]|¹[⁰¹²³⁴-⁹])(?![⁰¹²³⁴-⁹]| (?:[kcm]?m|[km]?g|[lLJWKVNts]|k?Hz|Pa|mol)(?!\w)))|(?<=\))[²³]",
        _raised,
        frozenset("^¹²³⁴⁵⁶⁷⁸⁹"),
    ),
    Kind(
        "arrow of a reaction",
        r"(?<=[\w)] )(?:→|->|⟶|⇌)(?= (?:\d{1,2} ?)?(?:[A-Z][a-z]?\d{0,2}){1,6}(?![a-z]))",
        lambda match: (
            whole(match, "dà")
            if _REACTS.search(match.string, max(0, match.start() - 30), match.start())
            else ()
        ),
        frozenset("→>⟶⇌"),
    ),
    Kind(
        "coordinate",
        r"(?<![\w.,])(?P<degrees>\d{1,3})(?P<degree>°) ?(?P<minutes>\d{1,2}(?:[.,]\d{1,4})?)(?P<minute>') ?(?:(?P<seconds>\d{1,2}(?:[.,]\d{1,4})?)(?P<second>\") ?)?(?P<way>[NSEOW])(?!\w)",
        _place,
    ),
    Kind(
        "verse of the Bible",  # "Gv 3,16"
        r"(?<!\w)(?:Mt|Mc|Lc|Gv|At|Rm|Sal|Is|Gen|Es|Ap|Ef|Gal|[12] ?Cor|[12] ?Pt) \d{1,3}(?P<comma>, ?)(?=\d{1,3}(?!\w))",
        lambda match: named(match, comma=" "),
    ),
    Kind("saturation", r"(?<!\w)SpO ?2(?!\w)", lambda match: whole(match, "S P O due")),
)
