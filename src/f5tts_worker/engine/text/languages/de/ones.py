"""German "1" before a noun: "ein", "eine", "einem" as the noun and what stands in front ask for."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant; a list of words is a text

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.gender import gender_of
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import (
    is_masculine,
    takes_accusative,
    takes_dative,
    tells_extent,
)
from f5tts_worker.engine.text.reading.names import is_numbered
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

# Where a number cannot belong to what stands in front.
_COUNTS = re.compile(
    r"\b(?:z\. ?B\.|ca\.|mind\.|inkl\.|exkl\.|zzgl\.|max\.|min\.|tgl\.|bzw\.|u\.|od\.|rd\.|etwa|rund|je|jeweils|Sie|Uhr|\d (?:h|Std\.|Stunden|Min\.|Minuten|Tagen?|Wochen)) $"
)
_NO_ADJECTIVE = re.compile(
    r"(?:oder|aber|außer|hinter|immer|jeder|ohne|über|unter|weiter|wieder|bisher|seiner|ihrer|unserer|der|aller|(?:[dms]?ein|kein|all|viel)e[nrs]?|diese[nrs]?)"
)
_NUMBERS = re.compile(
    r"(?:\b(?i:um|ab|gegen|bis|nummer|nr\.|punkt|von|zwischen)|[\w,] [A-ZÄÖÜ]\w+|^[A-ZÄÖÜ]\w+) $"
)


_PART = re.compile(
    r"\b(?:Teil|Seite|Folge|Level|Stufe|Kapitel|Schritt|Tag|Runde|Platz|Rang|Nummer|Nr\.|Gruppe|Spiel|Etappe|Frage|Bild|Lektion|Kurs|Band) $"
)
# "Laufzeit 1 Monat": what they measure is no number of the noun in front.
_MEASURES = frozenset(
    "Tag Monat Jahr Woche Stunde Minute Sekunde Nacht Liter Meter Kilometer Gramm Kilo Kilogramm Euro Person Stück".split()
)


def _say_one(match: re.Match[str]) -> Iterable[Piece]:
    """Say "vor 1 Std." and "für 1 Monat" with the ending that the preposition asks for."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    written = match["noun"]
    if written in GRAMMAR.scales:
        return ()
    unit = GRAMMAR.units.get(written) or GRAMMAR.units.get(written.rstrip("."))
    currency = GRAMMAR.currencies.get(written)
    noun = unit.one if unit else currency.unit.one if currency else written.rstrip(".")
    head = noun.rpartition("-")[2]  # "1 Bio-Zitrone"
    gender = unit.gender if unit else gender_of(head)
    if not gender or re.match(r"[-–/]| [-–/] ?\d", match.string[match.end() :][:4]):
        return ()
    if takes_dative(before):
        said = "einer" if gender == "f" else "einem"
    elif is_masculine(head) and (
        takes_accusative(before) or tells_extent(noun, match.string[match.end() : match.end() + 16])
    ):
        said = "einen"
    elif (
        _COUNTS.search(before)
        or (noun in _MEASURES and not _PART.search(before))
        or (head != noun and not is_numbered(before, "de"))
    ):
        said = "eine" if gender == "f" else "ein"
    else:
        return ()
    ends = "." * (written[-1] == "." and not match.string[match.end() :].strip("\n"))
    return named(match, one=said, noun=noun + ends) if unit or currency else named(match, one=said)


def _say_one_so(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 neue Nachricht", "mit 1 kleinen Löffel" as the noun and what stands in front ask for."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    ends, gender = match["ends"][-2:], gender_of(match["noun"])
    if (
        not gender
        or _NO_ADJECTIVE.fullmatch(match["ends"])
        or (_NUMBERS.search(before) and not _COUNTS.search(before))
    ):
        return ()
    if ends == "en":
        if not takes_dative(before):
            return ()
        said = "einer" if gender == "f" else "einem"
    else:
        said = "eine" if ends[-1] == "e" else "ein"
    return named(match, one=said)


def _say_one_of(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 von 5 Verbindungen" with the gender of one of them, where the plural shows it."""
    many = match["noun"]
    one = (
        many.removesuffix("nen")
        if many.endswith("innen")
        else many.removesuffix("en")
        if many.endswith("en")
        else many.removesuffix("s")
    )
    if _PART.search(match.string, max(0, match.start() - 20), match.start()):  # "Teil 1 von 3 Sendungen"
        return ()
    return named(match, one="eine") if one != many and gender_of(one) == "f" else ()


ONES: tuple[Kind, ...] = (
    Kind(
        "one of so many",
        r"(?<![\w.,:/-])(?P<one>1)(?= von (?:den )?\d{1,4} (?P<noun>[A-ZÄÖÜ][a-zäöüß]{3,}))",
        _say_one_of,
    ),
    Kind(
        "one in its case",
        r"(?:(?<![^\n])|(?<=[^\W\d_] )|(?<=[^\W\d_], )|(?<=[^\W\d_]\. ))(?<![A-ZÄÖÜ] )(?P<one>1) (?P<noun>(?:[^\W\d_]+-){0,3}[^\W\d_]+\.?|[€$%])(?!\w)",
        _say_one,
    ),
    Kind(
        "one before an adjective",  # "1 neue Nachricht"
        r"(?<![\w.,:/-])(?<![A-ZÄÖÜ] )(?P<one>1)(?= (?P<ends>[a-zäöüß]{3,}e[rsn]?)(?: (?:und|oder) (?:1 )?[a-zäöüß]{3,}e[rsn]?)? (?P<noun>[A-ZÄÖÜ][^\W\d_]+)(?![\w-]))",
        _say_one_so,
    ),
)
