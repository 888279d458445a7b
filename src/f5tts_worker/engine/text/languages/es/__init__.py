"""Spanish: "un" and "una", ordinals with gender, centuries and kings, names of units, abbreviations."""

# ruff: noqa: E501 - lists of words

from collections.abc import Mapping

from f5tts_worker.engine.text.languages.es import words
from f5tts_worker.engine.text.languages.es.days import DAYS
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.es.grouping import GROUPING
from f5tts_worker.engine.text.languages.es.money import MONEY
from f5tts_worker.engine.text.languages.es.notation import NOTATION
from f5tts_worker.engine.text.languages.es.notices import NOTICES
from f5tts_worker.engine.text.languages.es.ordinals import NUMBERED, ORDINALS, REGNAL
from f5tts_worker.engine.text.languages.es.own import OWN, TELEPHONES
from f5tts_worker.engine.text.languages.es.regions import REGIONS, region_of
from f5tts_worker.engine.text.languages.es.shortened import SHORTENED
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

__all__ = ["KINDS", "kinds_in", "region_of"]

_ADDRESS_SIGNS = {
    ".": "punto", "@": "arroba", "/": "barra", "-": "guion", "_": "guion bajo", ":": "dos puntos", "?": "interrogación", "=": "igual",
    "&": "y", "+": "más", "~": "tilde", "%": "por ciento", "#": "almohadilla", "*": "asterisco",
}  # fmt: skip


def _shouted(table: Mapping[str, str]) -> dict[str, str]:
    """Return a table with its abbreviations as headings shout them: "PÁG.", and "avda." of "AVDA."."""
    words = {short: full for short, full in table.items() if short[-1] == "." and short[:-1].isalpha()}
    capitals = {short.upper(): full for short, full in words.items() if len(short) > len("ud.")}
    small = {short.lower(): full for short, full in words.items() if len(short) > len("Uds.")}
    return small | capitals | dict(table)


KINDS: tuple[Kind, ...] = continental_kinds(
    GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=_shouted(words.ANYWHERE),
        before_numbers=_shouted(words.BEFORE_NUMBERS),
        before_names=words.BEFORE_NAMES,
        numbered=NUMBERED,
        regnal=REGNAL,
        regnal_ordinal=ORDINALS.ruler,
        version="§|cláusula|artículos?|párrafo|tema|lección|epígrafe|anexo|versión|sala|aula|capítulo|sección|figura|tabla|apartado|punto|ejercicio",
        acronyms="AENA AMPA AVE BOE CABA CECOT CEPAL CIS CONICET COP CURP DANA EFE ERTE FARC IBEX IBI INAH INBA INE INEGI INEM IVA MIR NIE NIF OCU OEA OLED ONCE ONG ONU OPEP OTAN OVNI "
        "PYME RENFE SAMU SAT SEAT SENA SEPE SIDA TAC TAE TIC TIN TOC UCI UME UNAM UNED VAR",
    ),
    telephones=TELEPHONES,
    own=(*MONEY, *GROUPING, *NOTATION, *SHORTENED, *NOTICES, *DAYS, *OWN),
)


def kinds_in(region: str) -> tuple[Kind, ...]:
    """Return the kinds of a text that shows the habits of a region, one of `region_of`'s."""
    place = KINDS.index(GROUPING[0])
    return (*KINDS[:place], *REGIONS[region], *KINDS[place:])
