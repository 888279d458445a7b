"""Italian pairs of numbers: scores, neighbours ("1-2 compresse"), pages, a house and its post code."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.gender import gender_of, is_feminine
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_AGED = r"(?! (?:ann[io]|mes[ei]|giorn[io]|or[ae]|volt[ae]|cucchiai\w*|kg|cm|m|km|euro)(?!\w))"
_MANY = "gg|giorni|notti|ore|settimane|mesi|anni|minuti|min|volte|persone|pers|ospiti|pezzi|pz|cucchiai|cucchiaini|foglie|fette|bicchieri|gocce|compresse|pagine|righe|euro|posti|camere|figli"


def _score(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2-1" and "0-1" as scores: a range goes up, and begins with no nought."""
    low, high = int(match["low"]), int(match["high"])
    if low < high and low:
        return ()
    return named(match, low=cardinal(str(low), "it"), to=" a ", high=cardinal(str(high), "it"))


def _neighbours(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, to=" o ") if int(match["high"]) == int(match["low"]) + 1 else ()


def _one_or_two(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1-2 compresse" as una o due: neighbours in front of what is counted."""
    low, high, noun = match["low"], match["high"], match["noun"]
    if int(high) != int(low) + 1 or not (gender_of(noun) or noun in _MANY.split("|")):
        return ()
    feminine = noun.endswith(("e", "ioni")) or is_feminine(noun)
    first = "una" if low == "1" and feminine else cardinal(low, "it")
    return named(match, low=first, to=" o ", high=cardinal(high, "it"))


def _from_to(match: re.Match[str]) -> Iterable[Piece]:
    """Say "le domande 1-5" as da uno a cinque, "le unità 3-4" as tre e quattro."""
    low, high = int(match["low"]), int(match["high"])
    if low >= high:
        return ()
    first, last = cardinal(match["low"], "it"), cardinal(match["high"], "it")
    if high == low + 1:
        return named(match, low=first, to=" e ", high=last)
    return named(match, low=f"da {first}", to=" a ", high=last)


_ITEMS = (
    "aule|camere|canti|carrozze|classi|commi|corsie|diapositive|domande|episodi|esercizi|fasi|file|gate|giornate|gruppi|lezioni|linee|livelli|moduli|paragrafi|passaggi|posti|"
    "problemi|punti|puntate|quesiti|sale|scene|schede|sezioni|slide|stagioni|stanze|step|strofe|tappe|tabelle|turni|unità|uscite|vagoni|versetti|voci|volumi"
)
RANGES: tuple[Kind, ...] = (
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
        "neighbours of a share",  # "del 4-5%"
        r"(?<![\w.,:/–-])(?P<low>[1-9])(?P<to> ?[-–] ?)(?P<high>[2-9]|10)(?= ?%)",
        _neighbours,
    ),
    Kind(
        "neighbours with a slash",  # "2/3 gg", "3/4 persone": a part is of one thing
        rf"(?<![\w.,:/–-])(?P<low>[1-9])(?P<to> ?/ ?)(?P<high>[2-9]|10)(?= (?P<noun>{_MANY})(?!\w))",
        _one_or_two,
    ),
    Kind(
        "items from to",
        rf"\b(?i:{_ITEMS})(?: n\.)? (?P<low>\d{{1,3}})(?P<to> ?[-–] ?)(?P<high>\d{{1,3}})(?![\w/-]|[.,]\d)",
        _from_to,
    ),
    Kind(
        "pages from to",
        r"\b(?i:pagg?\.|pp\.|pagin[ae]|articoli|artt\.|capitoli|capp\.|versi|vv\.|nn\.|numeri|righe|tavole|figg\.) ?\d{1,4}(?P<to> ?[-–] ?)(?=\d{1,4}(?![\w/-]|[.,]\d))",
        lambda match: named(match, to=" "),
    ),
    Kind(
        "house and post code",  # "P.zza Duomo, 1 - 50122 Firenze"
        r"(?<![\w.,:/-])\d{1,4}(?:/?[A-Za-z])?(?P<dash> ?[-–] ?)(?=\d{5} [A-ZÀ-Þ])",
        lambda match: named(match, dash=","),
    ),
)
