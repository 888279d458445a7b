"""Italian abbreviations that are known by what stands around them."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR, ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_MONTHS = GRAMMAR.months.replace(" ", "|")

_ARTICLES = "il|la|i|le|gli|lo|del|della|dei|delle|degli|al|alla|ai|alle|agli|dal|dalla|dai|dalle|nel|nella|nei|nelle|un|una"
_ENDINGS = {"a": "a", "e": "e", "i": "i"}  # of "cosiddetto", by its article's last letter


def _so_called(match: re.Match[str]) -> Iterable[Piece]:
    """Say "la c.d. manovra" as la cosiddetta manovra."""
    return named(match, short="cosiddett" + _ENDINGS.get(match["article"][-1], "o"))


SHORTENED: tuple[Kind, ...] = (
    Kind(
        "so called",
        rf"\b(?P<article>(?i:{_ARTICLES})) (?P<short>c\.d\.|cd\.)(?= [\"«“a-zà-ÿ])",
        _so_called,
        frozenset("c"),
    ),
    Kind("sections", r"§§(?= ?\d)", lambda match: whole(match, "paragrafi"), frozenset("§")),
    abbreviation_kind(
        "exercise",
        {"es.": "esercizio", "Es.": "Esercizio"},
        before=r"(?<![Aa]d )",
        after=r"(?= (?:n\.|nr\.|n°) ?\d)",
    ),
    abbreviation_kind(
        "patient",
        {"Pz.": "paziente", "pz.": "paziente"},
        before=r"(?<!\d )(?<!\ue000 )",
        after=r"(?= (?:di|con|in|ha|è|affett|ricover|masch|femmin|dimess|sottopost|non|senza|vigil))",
    ),
    abbreviation_kind(
        "depth",
        {"prof.": "profondità", "Prof.": "Profondità"},
        after=r"(?=:? (?:(?:max|min)\b\.?|circa |-?\d))",
    ),
    abbreviation_kind(
        "difficulty of a path",
        {"diff.": "difficoltà", "Diff.": "Difficoltà"},
        after=r"(?=:? (?:T|E|EE|EEA|F|PD|AD|D|TD|OC|MC|BC|[IV]{1,3}|media?|medio|bassa|facile|difficile|alta|elevata)(?!\w))",
    ),
    abbreviation_kind(
        "difference", {"diff.": "differenza"}, after=r"(?= (?:reti|punti|gol|set|di|tra|fra|[+-]?\d))"
    ),
    abbreviation_kind(
        "minute of a film",
        {"min": "minuto", "min.": "minuto"},
        before=r"(?<![\d\ue000] )",
        after=r"(?= \d{1,2}:[0-5]\d(?! ?[-–]))",
    ),
    abbreviation_kind(
        "dose", {"cpr": "compresse", "cps": "capsule", "gtt": "gocce"}, before=r"(?<!\d )(?<!\d)(?<!\ue000 )"
    ),
    abbreviation_kind(
        "area",
        {"sup.": "superficie", "Sup.": "Superficie"},
        after=r"(?=:? \d{1,5}(?:[.,]\d+)? ?(?:mq|m²|ha|km²|kmq))",
    ),
    abbreviation_kind(
        "days behind", {"gg": "giorni", "gg.": "giorni", "pz": "pezzi"}, before=r"(?<=\ue000 )"
    ),
    abbreviation_kind(
        "there and back",
        {"A/R": "andata e ritorno", "a/r": "andata e ritorno"},
        before=r"(?:(?<=\b[Bb]iglietto )|(?<=\b[Bb]iglietti )|(?<=\b[Vv]olo )|(?<=\b[Vv]oli )|(?<=\b[Tt]reno )|(?<=\b[Vv]iaggio )|(?<=\b[Tt]raghetto )|(?<=\b[Tt]ariffa ))",
    ),
    abbreviation_kind(
        "receipt",
        {"A/R": "con ricevuta di ritorno", "a/r": "con ricevuta di ritorno"},
        before=r"(?<=\b[Rr]accomandata )",
    ),
    abbreviation_kind(
        "height",
        {"h": "altezza", "H": "altezza"},
        after=r"(?= (?:\ue000{2} \d|\d{1,3}(?:,\d{1,2})? ?[cm]?m(?!\w)))",
    ),
    abbreviation_kind(
        "size of clothes",
        {"tg.": "taglia", "Tg.": "Taglia", "tg": "taglia", "mis.": "misura"},
        after=r"(?= (?:X{0,3}[SML]|XX?L|\d{2}|unica)(?!\w))",
    ),
    abbreviation_kind(
        "colour",
        {"col.": "colore", "Col.": "Colore"},
        after=r"(?=:? (?:n\. ?\d|\d|antracite|arancio|argento|avorio|azzurr|beige|bianc|blu|bordeaux|celeste|crema|fucsia|giall|grigi|marron|ner[oai]|noce|oro|panna|rosa|ross|tortora|turchese|verd|viola))",
    ),
    abbreviation_kind(
        "corner of a street",
        {"ang.": "angolo", "Ang.": "Angolo"},
        after=r"(?= (?i:via|viale|corso|largo|piazz|vicolo|v\.|c\.so|p\.zza|v\.le))",
    ),
    abbreviation_kind("altitude", {"alt.": "altitudine"}, after=r"(?= (?:m )?\d{1,2}\.?\d{3} ?(?:m|$))"),
    abbreviation_kind("at least", {"min.": "minimo"}, before=r"(?<![\d\ue000%] )", after=r"(?= ?[\d€])"),
    abbreviation_kind(
        "attention",
        {"c.a.": "cortese attenzione"},
        after=r"(?= (?i:dell?|della|dei|delle|sig|dott|dr|prof|avv|ing|geom|rag|arch|d\.ssa))",
    ),
    abbreviation_kind(
        "number of a code",
        {"n.": "numero", "N.": "numero", "nr.": "numero"},
        after=r"(?= [A-Z]{1,4}[-/ ]?\d)",
    ),
    abbreviation_kind(
        "heading of a recipe",
        {"Ingr.": "Ingredienti", "ingr.": "ingredienti", "Prep.": "Preparazione", "Cott.": "Cottura"},
        after=r"(?=:)",
    ),
    abbreviation_kind("category", {"cat.": "categoria", "Cat.": "Categoria"}, after=r"(?= [A-Z\d](?![a-z]))"),
    abbreviation_kind(
        "class", {"cl.": "classe"}, before=r"(?<![\d\ue000] )", after=r"(?= (?:\d|[A-G]|(?:19|20)\d\d)(?!\w))"
    ),
    abbreviation_kind("floor", {"p.": "piano"}, after=r"(?= (?:\d{1,2}[°º]|terra|rialz|T(?!\w)))"),
    abbreviation_kind("staircase", {"sc.": "scala"}, after=r"(?= [A-Z](?!\w))"),
    abbreviation_kind("reduction", {"sc.": "sconto", "Sc.": "Sconto"}, after=r"(?= \d{1,2} ?%)"),
    abbreviation_kind("scene", {"sc.": "scena"}, before=r"(?:(?<=[IVX\ue000], )|(?<=[IVX\ue000] ))"),
    abbreviation_kind(
        "canticle of Dante",
        {"Inf.": "Inferno", "Purg.": "Purgatorio", "Par.": "Paradiso"},
        after=r"(?= [IVX\ue000]+,)",
    ),
    abbreviation_kind(
        "book of the Bible",
        {"Mt": "Matteo", "Mc": "Marco", "Lc": "Luca", "Gv": "Giovanni", "Sal": "Salmo", "Rm": "Romani"},
        after=r"(?= \d{1,3}(?:[,\ue000] ?\d|[;.)]|\ue000|$))",
    ),
    abbreviation_kind(
        "parcel", {"part.": "particella"}, before=r"(?:(?<=\d, )|(?<=\d - ))", after=r"(?= \d{1,5}(?![\d.:]))"
    ),
    abbreviation_kind(
        "one square metre",
        {"mq": "metro quadro", "mc": "metro cubo"},
        before=r"(?:(?<=\b[Uu]n )|(?<=\bal )|(?<=\bper )|(?<=\b[Oo]gni ))",
        after=r"(?! ?\d)",
    ),
    abbreviation_kind(
        "square metres",
        {"mq": "metri quadri"},
        before=r"(?:(?<=\b[Ii] )|(?<=\bdi )|(?<=\bin )|(?<=\bdei ))",
        after=r"(?! ?\d)",
    ),
    abbreviation_kind("enclosed", {"all.": "allegato"}, before=r"(?<=\b[Ii]n )"),
    abbreviation_kind(
        "journey",
        {"part.": "partenza", "arr.": "arrivo", "Part.": "Partenza", "Arr.": "Arrivo"},
        before=r"(?<!\b[Ii]n )",
        after=r"(?= (?:ad?|da|dall?[ae']|alle|ore|h|per) )",
    ),
    abbreviation_kind(
        "school years", {"a.s.": "anni scolastici", "a.a.": "anni accademici"}, before=r"(?<=gli )"
    ),
    abbreviation_kind(
        "days",
        {"gg.": "giorni", "gg": "giorni"},
        before=r"(?:(?<=\bi )|(?<=\bnei )|(?<=\bdei )|(?<=\bdi )|(?<=\bai )|(?<=\bpochi ))",
    ),
    abbreviation_kind(
        "post code", {"Cap.": "cap", "cap.": "cap", "C.A.P.": "cap"}, after=r"(?= \d{5}(?!\d))"
    ),
    Kind(
        "floor behind",  # "1° p."
        r"(?<![\w.,])(?P<number>\d{1,2}[°º]) ?(?P<floor>p\.)(?=[,;)]|$| (?:con|e|senza)\b)",
        lambda match: named(match, number=ordinal(int(match["number"][:-1])), floor="piano"),
        frozenset("°º"),
    ),
    abbreviation_kind("a piece", {"pz.": "pezzo"}, before=r"(?:(?<=\bal )|(?<=\ba ))"),
    abbreviation_kind("direction", {"dir.": "direzione"}, before=r"(?<=, )", after=r"(?= [A-ZÀ-Þ])"),
    abbreviation_kind("by volume", {"vol.": "in volume"}, before=r"(?:(?<=% )|(?<=\ue000 ))"),
    abbreviation_kind(
        "cardinal",
        {"card.": "cardinal", "Card.": "cardinal"},
        before=r"(?:(?<=\b[Ii]l )|(?<=\b[Dd]al )|(?<=\b[Aa]l )|(?<=\b[Dd]el )|(?<=\b[Cc]ol )|(?<=\b[Ee]m\. )|(?<=\b[Pp]rof\. ))",
        after=r"(?= [A-ZÀ-Þ])",
    ),
    abbreviation_kind("century", {"sec.": "secolo"}, before=r"(?<=\ue000 )"),
)
