"""Italian: ordinals with gender, centuries and kings, the clock, names of units, abbreviations."""

# ruff: noqa: E501 - a row of a table is one line

from f5tts_worker.engine.text.languages.it import words
from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.it.numbered import NUMBERED, ORDINALS, REGNAL
from f5tts_worker.engine.text.languages.it.own import OWN, TELEPHONES
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "punto", "@": "chiocciola", "/": "barra", "-": "trattino", "_": "trattino basso", ":": "due punti",
    "?": "punto interrogativo", "=": "uguale", "&": "e", "+": "più", "~": "tilde", "%": "per cento", "#": "cancelletto", "*": "asterisco", "\\": "barra rovesciata",
}  # fmt: skip

KINDS: tuple[Kind, ...] = continental_kinds(
    GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=NUMBERED,
        regnal=REGNAL,
        regnal_ordinal=ORDINALS.ruler,
        version="versione|release|firmware|build|patch|aggiornamento|protocollo|sala|aula|capitolo|sezione|paragrafo|par\\.|figura|fig\\.|tabella|tab\\.|formula|equazione|punto|esercizio|livello|lezione|unità"
        "|(?-i:[A-ZÀ-Þ][\\w-]{0,24})",  # a product: "Bluetooth 5.3"
        acronyms=words.ACRONYMS,
    ),
    telephones=TELEPHONES,
    own=OWN,
)
