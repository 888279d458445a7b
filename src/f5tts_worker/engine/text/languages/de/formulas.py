"""German formulas, chess and beats of music: signs and letters that mean something beside each other."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; Greek letters are meant; a list of words is a text

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_NEAR = 200  # letters around
_CHESS = Words(
    "de",
    {"K": "König", "D": "Dame", "T": "Turm", "L": "Läufer", "S": "Springer"},
    takes="schlägt",
    check="Schach",
    mate="matt",
    castling=("kurze Rochade", "lange Rochade"),
    talk="schach\\w*|gambit|rochade|läufer|springer|bauern?",
)
_BEATS = {"♩": "Viertel", "♪": "Achtel", "♬": "Sechzehntel"}
# A text is a formula where it has an equals sign, a power or a root; it is an exercise where it tells one to calculate.
_FORMULA = re.compile(r"[=²³√]")
_EXERCISE = re.compile(
    r"[=²³√⁺⁻]|\b(?i:aufgaben?|berechn\w+|rechn\w+|löse|lösen|kürze|multiplizier\w*|dividier\w*|produkt|quotient|bruch)\b"
)
_TERM = rf"(?:\d[\d.,]*)?(?:[a-zA-Zα-ωΑ-Ω]\d?[²³]?){{0,3}}|{TAKEN}+"
_LEFT_TERM = re.compile(rf"(?:(?:^|[\s(=+*/-])(?:{_TERM})|\))\)*[²³]? $")
_AFTER = rf"(?= ?(?:[(√{TAKEN}]|\d|[A-Za-zα-ω](?![a-zäöüß]{{2}})))"
_OPERATOR_BEFORE, _OPERATOR_BEHIND = re.compile(r"[-+=*/·(] ?$"), re.compile(r" ?[-+=*/·]|\)")
_POWERS = {"²": " Quadrat", "³": " hoch drei"}
_UNITS = frozenset("cm mm km kg mg dm ml cl dl mal min bar lm".split())


def _near(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Say whether a pattern is found around a match: not in all of a long text, once for every match."""
    return bool(pattern.search(match.string, max(0, match.start() - _NEAR), match.end() + _NEAR))


def _say_product(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2ab" and "3x²" letter by letter where terms stand beside it; "2cm + 3cm" are lengths."""
    if match["letters"] in _UNITS or not (match["number"] or match["power"]):
        return ()
    beside = _OPERATOR_BEHIND.match(match.string, match.end()) or _OPERATOR_BEFORE.search(
        match.string, max(0, match.start() - 2), match.start()
    )
    if not beside or not _near(_FORMULA, match):
        return ()
    number = cardinal(match["number"], "de") if match["number"] else ""
    return whole(match, f"{number} {' '.join(match['letters'])}{_POWERS.get(match['power'], '')}".strip())


def _is_extent(match: re.Match[str]) -> bool:
    """Say whether a dash or a slash is no operator: "5 - 7 cm", "100 km / h"; "x = 10 - 3" has one."""
    before, after = (
        match.string[max(0, match.start() - 30) : match.start()],
        match.string[match.end() : match.end() + 6],
    )
    plain = re.search(r"(?:^|[ \d])(?:\d+|k?m|k?g|m?l|€) $", before) and re.match(
        r" ?(?:\d+(?![a-z²³])|[hs]\b)", after
    )
    return bool(plain) and not re.search(r"(?<!\w)[a-zA-Z] = [\d +*/·-]*$", before)


def _say_operator(match: re.Match[str]) -> Iterable[Piece]:
    """Say "a - b", "12 · 8", "144 : 12" and "(a + b) / 2" where something is calculated."""
    sign, said = match["sign"], {"-": "minus", "·": "mal", ":": "durch", "/": "durch"}
    if sign in "-/" and _is_extent(match):
        return ()
    is_term = _LEFT_TERM.search(match.string, max(0, match.start() - 30), match.start())
    calculated = _near(_FORMULA if sign in "-/" else _EXERCISE, match)
    return whole(match, said[sign]) if is_term and calculated else ()


def _say_beat(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, note=_BEATS[match["note"]])


FORMULAS: tuple[Kind, ...] = (
    chess_kind(_CHESS),
    Kind(
        "product",
        r"(?<![\w.,])(?P<number>\d{1,3})?(?P<letters>[a-z]{2,3}|(?<=\d)[abcnpqruvwxyz])(?P<power>[²³])?(?![\w²³⁰⁴-⁹])",
        _say_product,
        frozenset(),
    ),
    Kind(
        "letter with its number",  # "m₁ · m₂"
        r"(?:(?<=[·=+*/-] )|(?<=\())(?P<letter>[a-zA-Z])(?P<number>\d)(?=\)|[,.]?$| [·=+*/-])",
        lambda match: (
            whole(match, f"{match['letter']} {cardinal(match['number'], 'de')}")
            if _near(_FORMULA, match)
            else ()
        ),
    ),
    Kind("operator", rf"(?<= )(?P<sign>[-·:/]){_AFTER}", _say_operator, frozenset("-·:/")),
    Kind(
        "sign of a term",
        r"(?:(?<=\()|(?<== ))(?P<sign>-) ?(?=\d{0,3}[a-z](?![\wäöüß]))",
        lambda match: whole(match, "minus") if _near(_FORMULA, match) else (),
        frozenset("-"),
    ),
    Kind("cube", r"(?<=\))³", lambda match: whole(match, "hoch drei"), frozenset("³")),
    Kind("beats", r"(?P<note>[♩♪♬])(?= ?=)", _say_beat, frozenset("♩♪♬")),
)
