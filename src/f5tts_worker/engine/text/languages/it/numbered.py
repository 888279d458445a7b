"""Italian names that a number follows, Roman or not: chapters, rulers, classes of a school; ordinals with a gender."""

# ruff: noqa: E501 - lists of names

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.gender import FEMININE
from f5tts_worker.engine.text.languages.it.grammar import ordinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.romance import Ordinals
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

NUMBERED = "secolo|sec\\.|Inf\\.|Purg\\.|Par\\.|vol\\.|cap\\.|capitolo|tomo|atto|scena|libro|parte|volume|titolo|sezione|articolo|tipo|fase|guerra mondiale|classe|allegato|(?:gruppo|livello|canto|zona|categoria|fascia|municipio)(?! I [^\\W\\d_]+[ie]\\b)"
REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bre )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bregina )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bimperatore )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bzar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Alessandro|Alfonso|Amedeo|Benedetto|Carlo|Caterina|Clemente|Cosimo|Elisabetta|Enrico|Edoardo|Federico|Ferdinando|Filippo|"
    "Concilio Vaticano|Vaticano|Francesco|Giacomo|Giorgio|Giovanni|Giovanni Paolo|Giuseppe|Giulio|Gregorio|Guglielmo|Innocenzo|Leone|Leopoldo|Luigi|"
    "Margherita|Maria|Martino|Napoleone|Nicola|Ottone|Paolo|Pietro|Pio|Ramses|Riccardo|Ruggero|Sisto|Umberto|Urbano|Vittorio Emanuele"
)
ORDINALS = Ordinals(
    code="it",
    say=ordinal,
    is_feminine=FEMININE,
    ends=r"(?= [^\W\d_]|\W*$)|a(?= [^\W\d_])",
    nouns=r"secol[oi]|sec\.|guerra|repubblica|edizione|congresso|concilio|mov\.|movimento|atto|trimestre|semestre|bimestre|quadrimestre|millennio|legislatura|municipio|reggimento|divisione|armata|legione|dinastia|reich|impero|commissione|circoscrizione|elementare|media|liceo|turno|posto|livello|olimpiad[ei]|anniversario|stagione|domenica|giornata|campionato|festival|rassegna|biennale|grado\b|piano\b|classe\b|categoria\b|fascia\b|canto\b|sinfonia\b|comandamento|battaglione|circolo\b|distretto|conferenza|assemblea|sessione|crociata|vertice",
    queens=frozenset({"Caterina", "Elisabetta", "Margherita", "Maria"}),
)
# What a number follows: "il numero 1 mondiale" is no one world champion.
_NUMBERED = (
    "allegato|articolo|atto|aula|binario|bus|camera|canale|capitolo|caso|civico|comma|corsia|domanda|episodio|esercizio|fase|figura|formula|gara|gate|giornata|girone|immagine|interno|lezione|linea|livello|lotto|manche|modulo|numero|opzione|pagina|"
    "parte|passo|passaggio|piano|pista|pozzo|problema|puntata|punto|quesito|rai|reattore|riga|risposta|sala|scala|scena|scheda|serie|set|settore|sezione|stagione|stanza|step|strofa|tabella|tappa|tavola|tema|terminal|tipo|titolo|tram|turno|uscita|versione|volume|zona"
)
_COUNTED = "volta|ora|notte|giorno|anno|mese|persona|settimana|minuto|secondo|euro|chilometro|metro|solo|sola"
_ENDINGS = {"a": "a", "e": "e", "i": "i", "l": "o"}  # of an ordinal, by its article's last letter


def _of_its_article(match: re.Match[str]) -> Iterable[Piece]:
    """Say "le XXXIII dell'era moderna" and "la V di Beethoven" as their articles want it."""
    value, article = roman_value(match["roman"]), match["article"].lower()
    ending = "i" if article == "gli" else _ENDINGS[article[-1]]
    return named(match, roman=ordinal(value)[:-1] + ending) if value else ()


NUMBERED_KINDS: tuple[Kind, ...] = (
    Kind(
        "Roman ordinal behind its article",
        r"\b(?P<article>(?i:il|la|le|i|gli|della|delle|del|alla|alle|al|dalla|nella|sulla)) (?P<roman>V|[IVX]{2,7})(?= (?:di|del|della|dei|delle) [\w\"«]| dell')",
        _of_its_article,
        frozenset("IVX"),
    ),
    Kind(
        "feminine ordinal",  # "la 2° classificata"
        r"(?:(?<=\b[Ll]a )|(?<=lla )|(?<=\b[Uu]na ))(?P<number>\d{1,3})°(?= [a-zà-ù]{3,})",
        lambda match: whole(match, ordinal(int(match["number"]))[:-1] + "a"),
    ),
    Kind(
        "one medal",  # "2 medaglie d'oro e 1 d'argento"
        r"\b(?i:medagli[ae])\b[^.;\n]{0,40}? (?P<number>1)(?= (?:d'oro|d'argento|di bronzo)\b)",
        lambda match: named(match, number="una"),
    ),
    Kind(
        "numbered one",
        rf"\b(?i:{_NUMBERED}) (?P<number>1)(?= (?!(?:{_COUNTED})\b)[a-zà-ú]{{4,}})",
        lambda match: named(match, number="uno"),
    ),
    Kind(
        "model of an aeroplane",
        r"\b(?:Boeing|Airbus|McDonnell Douglas|Embraer|B|A)[ -]?\d{3}(?P<dash>-)(?=\d{1,4}(?!\w))",
        lambda match: named(match, dash=" "),
    ),
    Kind(
        "class of a school",  # "3ªB", "5a C", "2^ A"
        r"(?<![\w.,/-])(?P<number>[1-9])(?P<end>[ªa^])(?= ?[A-Z](?![\w.]))",
        lambda match: whole(match, ordinal(int(match["number"]))[:-1] + "a "),
    ),
)
