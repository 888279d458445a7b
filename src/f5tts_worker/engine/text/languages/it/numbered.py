"""Italian names that a number follows, Roman or not: chapters, rulers, saints, ordinals with a gender."""

# ruff: noqa: E501 - lists of names

from f5tts_worker.engine.text.languages.it.gender import FEMININE
from f5tts_worker.engine.text.languages.it.grammar import ordinal
from f5tts_worker.engine.text.reading.romance import Ordinals

NUMBERED = "secolo|secoli|sec\\.|vol\\.|cap\\.|capitolo|tomo|atto|scena|libro|parte|volume|titolo|sezione|articolo|tipo|fase|guerra mondiale|classe|allegato|(?:gruppo|livello|canto|zona|categoria|fascia|municipio)(?! I [^\\W\\d_]+[ie]\\b)"
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
    nouns=r"secol[oi]|sec\.|guerra|repubblica|edizione|congresso|concilio|mov\.|movimento|atto|trimestre|semestre|bimestre|quadrimestre|millennio|legislatura|municipio|reggimento|divisione|armata|legione|dinastia|reich|impero|commissione|circoscrizione|elementare|media|liceo|turno|posto|livello",
    queens=frozenset({"Caterina", "Elisabetta", "Margherita", "Maria"}),
)
