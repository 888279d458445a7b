"""Abbreviations, acronyms, Roman numerals and signs, from a language's tables."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ROMANS = frozenset("IVXLCDM")


def short_kinds(
    anywhere: Mapping[str, str], before_numbers: Mapping[str, str], before_names: Mapping[str, str]
) -> tuple[Kind, ...]:
    """Return the kinds of abbreviations; those of several words are known without their spaces too."""
    phrases = {short: full for short, full in anywhere.items() if " " in short}
    joined = {short.replace(" ", ""): full for short, full in anywhere.items()}
    name, number = r"(?= [^\W\d_a-zß-ÿ])", r"(?= ?\d| [IVXLC]+\b)"
    kinds = []
    for table, after in ((phrases, ""), (before_names, name), (before_numbers, number), (joined, "")):
        dotted = {short: full for short, full in table.items() if "." in short}
        bare = {short: full for short, full in table.items() if "." not in short}
        kinds += [abbreviation_kind("abbreviation", part, after=after) for part in (dotted, bare) if part]
    return tuple(kinds)


def acronym_kind(words: str) -> Kind:
    """Return the kind of acronyms that are said as words: "NATO"."""
    pattern = rf"(?<![\w-])(?:{'|'.join(words.split())})(?![\w-])"
    return Kind("acronym", pattern, lambda match: whole(match, match[0].capitalize()), _CAPITALS)


def roman_kinds(
    numbered: str, regnal: str, cardinal: Callable[[int], str], regnal_ordinal: Callable[[int, str], str]
) -> tuple[Kind, ...]:
    """Return the kinds of Roman numerals: after what is numbered, after a ruler's name, after another name.

    `numbered` and `regnal` list words, "|" between two; `regnal_ordinal` gets the value and the name.
    """
    right = r"(?![\w'-]|\.\w)"
    counted = rf"(?<!\w)(?i:{numbered}) (?P<roman>[IVXLC]+){right}"
    ruler = (
        rf"(?<![\w-])(?P<name>(?:\w+-)?(?:{regnal})) (?P<roman>[IVX]+(?:er|re)?)"
        rf"(?P<dot>\.(?= [^A-Z]|\n|$))?{right}"
    )
    named_so = rf"(?<=[^\W\d_] )(?P<roman>[IVX]{{2,8}}){right}"
    return (
        Kind("numbered", counted, partial(_say_roman, say=lambda value, _: cardinal(value)), _ROMANS),
        Kind("regnal", ruler, partial(_say_roman, say=regnal_ordinal), _ROMANS),
        Kind("roman after a name", named_so, partial(_say_after_name, cardinal=cardinal), _ROMANS),
    )


def _say_roman(match: re.Match[str], say: Callable[[int, str], str]) -> Iterable[Piece]:
    groups = match.groupdict()
    value = roman_value(match["roman"].rstrip("er"))
    if not value:
        return ()
    pieces = named(match, roman=say(value, groups.get("name") or ""))
    if groups.get("dot"):  # it may end the sentence too
        pieces += named(match, dot="" if match.string[match.end() :].strip("\"')") else ".")
    return pieces


def _say_after_name(match: re.Match[str], cardinal: Callable[[int], str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 30) : match.start()].split()[-1:]
    value = roman_value(match["roman"])
    if not value or not before or not before[0][:1].isupper() or before[0].isupper():
        return ()
    return named(match, roman=cardinal(value))


def sign_kinds(signs: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return the kinds of signs between numbers: a minus in a sum, a ratio, sections."""
    patterns = {
        "-": (r"(?<=\d) ?(?P<sign>-) ?(?=\d[\d.,]* ?=)", frozenset("-")),
        ":": (r"(?<![\w.,:])\d{1,3}(?P<sign>:)(?=\d{1,3}(?![\w:]|[.,]\d))", frozenset(":")),
        "§": (r"(?<![\w§])(?P<sign>§)(?= ?\d)", frozenset("§")),
    }
    return tuple(
        Kind(f"sign {sign}", pattern, partial(_say_sign, said=signs[sign]), needs)
        for sign, (pattern, needs) in patterns.items()
    )


def _say_sign(match: re.Match[str], said: str) -> Iterable[Piece]:
    return named(match, sign=said)
