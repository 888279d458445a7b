"""Portuguese, of Brazil and of Portugal: gender of numbers and ordinals, the clock, centuries, units, abbreviations."""

# ruff: noqa: E501 - a pattern is one line

from f5tts_worker.engine.text.languages.pt import papers, words
from f5tts_worker.engine.text.languages.pt.books import BOOKS
from f5tts_worker.engine.text.languages.pt.calendar import CALENDAR
from f5tts_worker.engine.text.languages.pt.durations import DURATIONS
from f5tts_worker.engine.text.languages.pt.games import GAMES
from f5tts_worker.engine.text.languages.pt.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.pt.notation import NOTATION
from f5tts_worker.engine.text.languages.pt.own import OWN
from f5tts_worker.engine.text.languages.pt.rulers import ORDINALS, RULERS
from f5tts_worker.engine.text.languages.pt.shortened import SHORTENED
from f5tts_worker.engine.text.languages.pt.signs import SIGNS
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "ponto", "@": "arroba", "/": "barra", "-": "hífen", "_": "sublinhado", ":": "dois pontos", "?": "interrogação", "=": "igual",
    "&": "e", "+": "mais", "~": "til", "%": "por cento", "#": "cerquilha", "*": "asterisco", "\\": "barra invertida",
}  # fmt: skip
KINDS: tuple[Kind, ...] = continental_kinds(
    GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=words.NUMBERED,
        regnal=words.REGNAL,
        regnal_ordinal=ORDINALS.ruler,
        version="versão|sala|capítulo|seção|figura|tabela|item|exercício",
        acronyms=words.ACRONYMS,
    ),
    telephones=papers.NUMBERS,
    own=(
        *RULERS,
        *papers.PAPERS,
        *BOOKS,
        *NOTATION,
        *SIGNS,
        *GAMES,
        *CALENDAR,
        *DURATIONS,
        *SHORTENED,
        *OWN,
        *ORDINALS.kinds(),
    ),
)
