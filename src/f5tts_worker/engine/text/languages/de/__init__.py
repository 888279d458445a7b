"""German: inflected ordinals, "ein" and "eine", the clock with "Uhr", names of units, abbreviations."""

# ruff: noqa: E501 - a row of a table is one line

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import ordinal
from f5tts_worker.engine.text.languages.de.own import OWN
from f5tts_worker.engine.text.languages.de.versions import VERSIONS
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "Punkt", "@": "at", "/": "Schrägstrich", "-": "Bindestrich", "_": "Unterstrich", ":": "Doppelpunkt",
    "?": "Fragezeichen", "=": "gleich", "&": "und", "+": "plus", "~": "Tilde", "%": "Prozent", "#": "Raute", "*": "Stern", "\\": "Backslash",
}  # fmt: skip
_NUMBERED = (
    "az\\.|orf|mark|kapitel|band|teil|akt|szene|abschnitt|klasse|typ|phase|stufe|weltkrieg|buch|tafel|anlage"
)

KINDS: tuple[Kind, ...] = (
    VERSIONS,
    *continental_kinds(
        GRAMMAR,
        Lexicon(
            address_signs=_ADDRESS_SIGNS,
            anywhere=words.ANYWHERE,
            before_numbers=words.BEFORE_NUMBERS,
            before_names=words.BEFORE_NAMES,
            numbered=_NUMBERED,
            regnal="(?!)",  # their numbers are declined: see people.py
            regnal_ordinal=lambda value, _: ordinal(value),
            version="bluetooth|hdmi|displayport|directx|opengl|pcie|linux|kernel|debian|fedora|wordpress|typo3|blender|docker|mysql|postgresql|build|patch|update auf|update|firmware|§|Paragraf|Artikel|Anlage|Anhang|Lektion|Position|Schritt|Klausel|Version|Raum|Zimmer|Kapitel|Abschnitt|Abbildung|Tabelle|Gleichung|Ziffer|Punkt|Aufgabe|Übung|Folie",
            acronyms="AIDA AIDS ALDI ARTE AUVA AWO BAFA BAMF DAX DIN EDEKA EFTA ESA FARC FINA FIS GAU GEMA HARIBO IATA IKEA ISIN ISO KIKA KITA LASK LIDL MINT NABU NATO NEOS OBI OEKO OPEC OSZE PISA RAI RAL REWE SARS SEPA TAN TEX TOP TUI TÜV UNO WADA WIFO",
        ),
        own=OWN,
    ),
)
