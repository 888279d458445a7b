"""Italian pairs of numbers: scores, years from to, pages; and what is counted or numbered with "1"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.gender import gender_of, is_feminine
from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# What a number follows: "il numero 1 mondiale" is no one world champion.
_NUMBERED = (
    "allegato|articolo|atto|aula|binario|bus|camera|canale|capitolo|caso|civico|comma|corsia|domanda|episodio|esercizio|fase|figura|formula|gara|gate|giornata|girone|immagine|interno|lezione|linea|livello|lotto|manche|modulo|numero|opzione|pagina|"
    "parte|passo|passaggio|piano|pista|pozzo|problema|puntata|punto|quesito|rai|reattore|riga|risposta|sala|scala|scena|scheda|serie|set|settore|sezione|stagione|stanza|step|strofa|tabella|tappa|tavola|tema|terminal|tipo|titolo|tram|turno|uscita|versione|volume|zona"
)
_COUNTED = "volta|ora|notte|giorno|anno|mese|persona|settimana|minuto|secondo|euro|chilometro|metro|solo|sola"
_MONTHS = GRAMMAR.months.replace(" ", "|")
_AGED = r"(?! (?:ann[io]|mes[ei]|giorn[io]|or[ae]|volt[ae]|cucchiai\w*|kg|cm|m|km|euro)(?!\w))"


def _score(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2-1" and "0-1" as scores: a range goes up, and begins with no nought."""
    low, high = int(match["low"]), int(match["high"])
    if low < high and low:
        return ()
    return named(match, low=cardinal(str(low), "it"), to=" a ", high=cardinal(str(high), "it"))


def _one_or_two(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1-2 compresse" as una o due: neighbours in front of what is counted."""
    low, high, noun = match["low"], match["high"], match["noun"]
    if int(high) != int(low) + 1 or not gender_of(noun):
        return ()
    feminine = noun.endswith(("e", "ioni")) or is_feminine(noun)
    first = "una" if low == "1" and feminine else cardinal(low, "it")
    return named(match, low=first, to=" o ", high=cardinal(high, "it"))


def _day_of_street(match: re.Match[str]) -> Iterable[Piece]:
    """Say "via XX Settembre" and "piazza I Maggio" as days."""
    value = roman_value(match["roman"])
    if not 1 <= value <= 31:
        return ()
    return named(match, roman="primo" if value == 1 else cardinal(str(value), "it"))


def _years(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1915-18" as two years, one behind the other."""
    low, high = match["low"], match["high"]
    if not low[-len(high) :] < high:
        return ()
    in_brackets = match.string[max(0, match.start() - 1) : match.start()] == "("
    return named(match, to="," if in_brackets and len(high) == len(low) else " ")


def _date_of_paper(match: re.Match[str]) -> Iterable[Piece]:
    """Say "verbale del 3/4" as a day: a paper has a date."""
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return ()
    name = GRAMMAR.months.split()[month - 1]
    start, end = match.start("day"), match.end("month")
    return (Piece(start, end, f"{GRAMMAR.day(day, '', '')} {name}"),)


RANGES: tuple[Kind, ...] = (
    Kind(
        "numbered one",
        rf"\b(?i:{_NUMBERED}) (?P<number>1)(?= (?!(?:{_COUNTED})\b)[a-zà-ú]{{4,}})",
        lambda match: named(match, number="uno"),
    ),
    Kind(
        "score",
        rf"(?<![\w.,:/–-])(?P<low>\d{{1,3}})(?P<to> ?[-–] ?)(?P<high>\d{{1,3}})(?![\w–-]|[/:.,]\d|'| ?[%°€]){_AGED}",
        _score,
    ),
    Kind(
        "neighbours",
        r"(?<![\w.,:/–-])(?P<low>[1-9])(?P<to> ?[-–] ?)(?P<high>[2-9]|10)(?= (?P<noun>[a-zà-ú]{3,}))",
        _one_or_two,
    ),
    Kind(
        "day of a street",
        rf"(?<![\w.'-])(?P<roman>[IVX]{{1,6}})(?= (?i:{_MONTHS})(?!\w))",
        _day_of_street,
        frozenset("IVX"),
    ),
    Kind(
        "years from to",
        r"(?<![\w.,:/–-])(?P<low>1[0-9]\d\d|20\d\d)(?P<to> ?[-–] ?)(?P<high>(?:1[0-9]|20)?\d\d)(?![\w–-]|[/:.,]\d)",
        _years,
    ),
    Kind(
        "pages from to",
        r"\b(?i:pagg?\.|pp\.|pagin[ae]|articoli|artt\.|capitoli|capp\.|versi|vv\.|nn\.|numeri|righe|tavole|figg\.) ?\d{1,4}(?P<to> ?[-–] ?)(?=\d{1,4}(?![\w/-]|[.,]\d))",
        lambda match: named(match, to=" "),
    ),
    Kind(
        "class of a school",  # "3ªB", "5a C", "2^ A"
        r"(?<![\w.,/-])(?P<number>[1-9])(?P<end>[ªa^])(?= ?[A-Z](?![\w.]))",
        lambda match: whole(match, ordinal(int(match["number"]))[:-1] + "a "),
    ),
    Kind(
        "date of a paper",
        r"\b(?i:bando|circolare|comunicazione|delibera|decreto|determina|e-?mail|fattura|giorno|lettera|log|mail|messaggio|nota|ordinanza|ordine|post|preventivo|riunione|seduta|sentenza|verbale)(?: del(?: giorno)?)? (?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        _date_of_paper,
    ),
    Kind(
        "kilometres of a car",  # "km 87.000"; "al km 12" is one
        r"(?<![\w.-])(?<!\d )km(?= \d{1,3}(?:[.']\d{3}|000)(?!\d))",
        lambda match: whole(match, "chilometri"),
        frozenset("k"),
    ),
    Kind(
        "kilometre of a road",
        r"(?<![\w.-])km(?= \d{1,3}\+\d{3}(?!\d))",
        lambda match: whole(match, "chilometro"),
        frozenset("k"),
    ),
    Kind(
        "engine",  # "Giulia 2.2 TD"
        r"(?<![\w.,])\d(?P<dot>\.)\d(?= (?i:t?[dgs]|td[isc]?|tdci|hdi|jtdm?|m-?jet|multijet|mjt|dci|tsi|tfsi|gdi|crdi|16v|turbo\w*|benzina|diesel|hybrid|ibrid[ao]|gpl|metano|v[68]|cdi|bluehdi|puretech|firefly|ecoboost)(?!\w))",
        lambda match: named(match, dot=" punto "),
    ),
    Kind(
        "hectares",  # "ha" is a verb too
        r"(?:(?<=\d )|(?<=\d))ha(?=[,;:)/]|\.?(?:$|\n)| (?:di|a|circa|coltivat|boschiv|vitat|bruciat)\b)",
        lambda match: whole(match, " ettari"),
    ),
)
