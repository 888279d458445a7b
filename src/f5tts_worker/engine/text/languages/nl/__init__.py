"""Dutch: ordinals, years, the clock with "uur", kings, names of units, abbreviations."""

# ruff: noqa: E501 - lists of names

from f5tts_worker.engine.text.languages.nl import (
    calendar,
    clock,
    compounds,
    formulas,
    notation,
    shortened,
    sports,
    technical,
    telephones,
    titles,
    words,
)
from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR, ordinal
from f5tts_worker.engine.text.languages.nl.own import OWN
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "punt", "@": "at", "/": "slash", "-": "streepje", "_": "laag streepje", ":": "dubbele punt", "\\": "backslash", "?": "vraagteken", "=": "is",
    "&": "en", "+": "plus", "~": "tilde", "%": "procent", "#": "hekje", "*": "sterretje",
}  # fmt: skip
_NUMBERED = "dl\\.|hoofdstuk|hfst\\.|WO|deel|akte|scène|boek|titel|sectie|artikel|type|fase|wereldoorlog|klas|klasse|bijlage|band|groep|niveau|categorie|lijst|onderdeel|zone"
KINDS: tuple[Kind, ...] = (
    *sports.BEFORE_DATES,
    *technical.BEFORE_DATES,
    *compounds.BEFORE_DATES,
    *calendar.BEFORE_DATES,
    *continental_kinds(
        GRAMMAR,
        Lexicon(
            address_signs=_ADDRESS_SIGNS,
            anywhere=words.ANYWHERE,
            before_numbers=words.BEFORE_NUMBERS,
            before_names=words.BEFORE_NAMES,
            numbered=_NUMBERED,
            regnal=titles.REGNAL,
            regnal_ordinal=lambda value, _: f"de {ordinal(value)}",
            version="§|bluetooth|pcie|hdmi|directx|opengl|cuda|firmware|update|release|build|kernel|r\\.o\\.|rov\\.|versie|kamer|lokaal|zaal|hoofdstuk|sectie|figuur|tabel|(?:agenda)?punt|oefening|opgave|paragraaf|bijlage|vraag",
            acronyms=words.ACRONYMS,
        ),
        own=(
            *notation.KINDS,
            *technical.KINDS,
            *compounds.KINDS,
            *calendar.KINDS,
            *clock.KINDS,
            *telephones.KINDS,
            *titles.KINDS,
            *shortened.KINDS,
            *sports.KINDS,
            *OWN,
            *formulas.KINDS,
        ),
    ),
)
