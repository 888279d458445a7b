"""Spanish: "un" and "una", ordinals with gender, centuries and kings, names of units, abbreviations."""

# ruff: noqa: E501 - lists of words

from f5tts_worker.engine.text.languages.es import words
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.es.ordinals import NUMBERED, ORDINALS, REGNAL
from f5tts_worker.engine.text.languages.es.own import OWN, TELEPHONES
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "punto", "@": "arroba", "/": "barra", "-": "guion", "_": "guion bajo", ":": "dos puntos", "?": "interrogación", "=": "igual",
    "&": "y", "+": "más", "~": "tilde", "%": "por ciento", "#": "almohadilla", "*": "asterisco",
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
        version="§|cláusula|artículos?|párrafo|tema|lección|epígrafe|anexo|versión|sala|aula|capítulo|sección|figura|tabla|apartado|punto|ejercicio",
        acronyms="AVE COP IBEX ONCE ONG ONU OPEP OTAN OVNI PYME RENFE SIDA UCI UNAM",
    ),
    telephones=TELEPHONES,
    own=OWN,
)
