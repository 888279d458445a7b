"""The kinds of a language of the continent, from its `Grammar` and its words, in order of priority."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.addresses import address_kinds
from f5tts_worker.engine.text.reading.amounts import amount_kinds
from f5tts_worker.engine.text.reading.dates import clock_kinds, date_kinds, weekday_kind
from f5tts_worker.engine.text.reading.digit_groups import digit_kinds
from f5tts_worker.engine.text.reading.grammar import Grammar
from f5tts_worker.engine.text.reading.names import (
    acronym_kind,
    compass_kind,
    roman_kinds,
    salt_kind,
    short_kinds,
    sign_kinds,
    small_letter_kind,
    symbol_kind,
    version_kind,
    vowelless_kind,
)
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.proportions import OF_SO_MANY
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units_alone import alone_kinds

_VERSIONED = "android|chrome|firefox|ios|java|macos|node|php|python|ubuntu|usb|windows"


@dataclass(frozen=True)
class Lexicon:
    """The words of a language that stand for others; lists have "|" or a space between two."""

    address_signs: Mapping[str, str]  # "." -> "Punkt", and so on
    anywhere: Mapping[str, str]  # abbreviations, of several words with spaces between them
    before_numbers: Mapping[str, str]
    before_names: Mapping[str, str]
    numbered: str  # what Roman numerals number
    regnal: str  # names of rulers
    regnal_ordinal: Callable[[int, str], str]  # a ruler's number and name -> as said
    version: str  # the word "version"
    acronyms: str  # those said as words


_CAMEL = re.compile("[A-ZÀ-Þ][a-zß-ÿ]+")  # the words of "#RockInRio"
_PARTS = (
    "teil|folge|seite|schritt|partie|épisode|étape|page|parte|capítulo|episodio|episódio|página|paso|passo|"
    "hilo|thread|runde|ronde|level|nivel|niveau|frage|vraag|question|pregunta|kapitel|hoofdstuk|chapitre|"
    "puntata|pagina|deel|aflevering|stap"
)
_SIZE = re.compile(r"\b(?i:größen?|tailles?|tallas?|taglie?a?|maa?t(?:en)?|tamanhos?)\b")
_LAW = re.compile(r"\b(?i:loi|décret|arrêté|ordonnance|avis|ley|decreto|lei|legge|affaire|pourvoi)\b")
_NOTE = re.compile(r"(?<!\d)\*")
_STARS = {
    "de": "Sterne",
    "fr": "étoiles",
    "es": "estrellas",
    "it": "stelle",
    "pt": "estrelas",
    "nl": "sterren",
}
_EVERY = {"de": "alle", "fr": "toutes les", "es": "cada", "it": "ogni", "pt": "a cada", "nl": "elke"}


def _between(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of signs between two of a kind: sizes ("M-XL"), "part 2/3", doses ("500 mg/8 h")."""
    two, joint = r"\d{2}/\d{2}", "(?: (?:und|et|y|e|en|of|ou|oder|o))"
    hours = r"(?!24)\d{1,2}" if grammar.code == "fr" else r"\d{1,2}"  # "3 g/24 h" is a day's most
    doses = "".join(f"(?<={dose})|" for dose in ("mg", r"\dg", r"\d g", "ml", "comp", "cp")).rstrip("|")
    return (
        Kind(
            "sizes",
            r"(?<![\w-])(?:X{0,3}S|M|X{0,3}L)(?P<to> ?[-–] ?)(?=(?:M|X{0,3}L)(?![\w-]))",
            lambda match: named(match, to=grammar.signs["–"]) if _are_sizes(match) else (),
            frozenset("ML"),
        ),
        Kind(
            "two sizes",  # "Taille 38/40"
            rf"\b(?i:größen?|gr\.|tailles?|pointures?|tallas?|taglia|maat|tamanho) {two}"
            rf"(?:(?:,|{joint}) {two})*(?![\w/]|[.,]\d)",
            lambda match: [
                Piece(match.start() + slash.start(), match.start() + slash.end(), " ")
                for slash in re.finditer("/", match[0])
            ],
        ),
        Kind(
            "so far",
            rf"\b(?:(?i:{_PARTS}) \d{{1,3}}"
            r"|(?i:tag|dag|jour|día|dia|giorno) \d{1,2}(?=/(?:1[3-9]|[2-9]\d|\d{3})))"
            r"(?P<slash>/)(?=\d{1,3}(?![\w/]|[.,]\d))",
            lambda match: named(match, slash=OF_SO_MANY[grammar.code].removesuffix(" de")),
        ),
        Kind(
            "stars of a hotel",
            r"\b(?i:h[oô]tel|albergo|resort)\b[^*\n]{0,24}(?<![\w.,*])(?P<number>[2-7])(?P<stars>\*)(?![\w*])",
            lambda match: (
                named(match, number=cardinal(match["number"], grammar.code), stars=f" {_STARS[grammar.code]}")
                if not _NOTE.search(match.string, match.start(), match.end() + 200)
                else ()
            ),
            frozenset("*"),
        ),
        Kind(
            "hertz behind volts",  # "230 V/50 Hz"
            r"(?:(?<=\dV)|(?<=\d V))(?P<slash>/)(?P<number>[1-9]\d{1,2}) ?(?P<unit>Hz)(?!\w)",
            lambda match: named(
                match,
                slash=" ",
                number=f"{cardinal(match['number'], grammar.code)} {grammar.units['Hz'].many}",
                unit="",
            ),
        ),
        Kind(
            "every so many hours",
            rf"(?:{doses})(?P<slash>/)(?={hours} ?h(?!\w))",
            lambda match: named(match, slash=_EVERY[grammar.code]),
        ),
    )


def _are_sizes(match: re.Match[str]) -> bool:
    """Say whether letters are sizes: "M-XL", "talla S-M"; not the days of "L - M"."""
    start = match.start()
    return "X" in match.string[start : match.end() + 3] or bool(
        _SIZE.search(match.string, max(0, start - 30), start)
    )


def _say_number_of_law(match: re.Match[str]) -> Iterable[Piece]:
    """Say "la loi n° 78-17" without "to", and leave "pages n° 10-12" to what says ranges."""
    is_law = _LAW.search(match.string, max(0, match.start() - 24), match.start())
    return named(match, dash=" ") if is_law or int(match["one"]) > int(match["two"]) else ()


def _kilometre_kind(grammar: Grammar) -> Kind:
    """Return the kind of the symbol in front of its number: "au km 12", "los km 3 y 4"."""

    def say(match: re.Match[str]) -> Iterable[Piece]:
        is_plural = match.string.endswith((" los ", " les "), 0, match.start())
        return whole(match, grammar.units["km"][is_plural])

    return Kind("kilometre", r"(?<![\w.-])(?<!\d )km(?= \d)", say)


def _hashtag_kind(grammar: Grammar) -> Kind:
    """Return the kind of "#RockInRio", said by its words."""
    name = "Hashtag" if grammar.code == "de" else "hashtag"

    def say(match: re.Match[str]) -> Iterable[Piece]:
        is_said = (
            match.string[max(0, match.start() - 8) : match.start()].lower() == "hashtag "
        )  # "l'hashtag #RockInRio"
        return whole(match, " ".join([*([] if is_said else [name]), *_CAMEL.findall(match[0])]))

    return Kind(
        "hashtag",
        r"(?<![\w&])#(?=[^\W\d_]\w)(?:(?:[A-ZÀ-Þ][a-zß-ÿ]+){2,8}(?![a-zß-ÿ]))?",
        say,
        frozenset("#"),
    )


def _dashed(grammar: Grammar) -> tuple[Kind, ...]:
    """Return the kinds of dashes that mean no range, and of the sharp of "C#"."""
    return (
        Kind(
            "numbered with a dash",  # "la loi n° 78-17" is no range
            r"(?i:(?<=n° )|(?<=n°)|(?<=nº )|(?<=n\.º ))"
            r"(?P<one>\d{1,4})(?P<dash>-)(?=(?P<two>\d{1,6})(?![\w-]|[.,]\d))",
            _say_number_of_law,
        ),
        Kind(
            "dash that is a minus",
            rf"(?<![^\s(])(?<![\d{TAKEN}] )–(?=\d{{1,3}}(?:,\d)? ?(?:°|%|Grad|grad[oi]s?|degr|graus|graden))",
            lambda match: whole(match, f"{grammar.signs['-']} "),
            frozenset("–"),
        ),
        Kind(
            "C sharp",
            r"(?<![\w#])C(?P<sharp>#)(?!\w)",
            lambda match: named(match, sharp=" sharp"),
            frozenset("#"),
        ),
        Kind(  # "R-2024-0815" is no range
            "dashes of a code",
            r"(?<![\w-])[A-Z]{1,4}(?P<first>-)\d{2,6}(?P<second>-)(?=\d{2,6}(?![\w-]))",
            lambda match: named(match, first=" ", second=" "),
        ),
    )


def continental_kinds(
    grammar: Grammar, lexicon: Lexicon, *, telephones: Sequence[Kind] = (), own: Sequence[Kind] = ()
) -> tuple[Kind, ...]:
    """Return all kinds of a language: what the languages share around its own telephone numbers and words."""
    signs = lexicon.address_signs

    def say(part: str) -> str:
        return cardinal(part, grammar.code)

    shortened = (
        short
        for short in lexicon.before_numbers
        if len(short) > 2 and short[-1] == "." and short != "Gr."  # "Gr. XL" is a size
    )
    numerals = "|".join((lexicon.numbered, *map(re.escape, shortened)))
    numbered, ruler, after_name = roman_kinds(
        numerals, lexicon.regnal, lambda value: say(str(value)), lexicon.regnal_ordinal
    )
    return (
        *address_kinds(grammar.code, signs),
        *date_kinds(grammar),
        *telephones,
        *digit_kinds(grammar.code, signs["+"]),
        numbered,
        ruler,
        *_dashed(grammar),
        *_between(grammar),
        *own,
        after_name,
        weekday_kind(grammar),
        _kilometre_kind(grammar),
        *clock_kinds(grammar),
        *short_kinds(lexicon.anywhere, lexicon.before_numbers, lexicon.before_names),
        version_kind(signs["."], f"{lexicon.version}|{_VERSIONED}", say),
        *sign_kinds(grammar.signs),
        salt_kind(grammar.code),
        Kind(
            "underscore",
            r"(?<=[A-Za-z\d])_(?=[A-Za-z\d])",
            lambda match: whole(match, signs["_"]),
            frozenset("_"),
        ),
        *alone_kinds(grammar),
        *amount_kinds(grammar),
        compass_kind(grammar.code),
        _hashtag_kind(grammar),
        acronym_kind(lexicon.acronyms),
        Kind(
            "letter of a section",
            rf"(?<=[\d{TAKEN}])\.(?=[a-z](?:\)|(?![\w.'-])))",
            lambda match: whole(match, " "),
            frozenset("."),
        ),
        vowelless_kind({}),
        symbol_kind(tables.SYMBOLS[grammar.code]),
        small_letter_kind(),
        Kind(
            "mass and light", rf"(?<!\w)mc(?=[²{TAKEN}])", lambda match: whole(match, "M C"), frozenset("m")
        ),
    )
