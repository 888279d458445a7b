"""German: inflected ordinals, "ein" and "eine", the clock with "Uhr", names of units, abbreviations."""

# ruff: noqa: E501 - lists of names

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.de.inflection import ordinal
from f5tts_worker.engine.text.languages.de.own import OWN
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "Punkt", "@": "at", "/": "Schrägstrich", "-": "Bindestrich", "_": "Unterstrich", ":": "Doppelpunkt",
    "?": "Fragezeichen", "=": "gleich", "&": "und", "+": "plus", "~": "Tilde", "%": "Prozent", "#": "Raute", "*": "Stern",
}  # fmt: skip
_NUMBERED = "az\\.|kapitel|band|teil|akt|szene|abschnitt|klasse|typ|phase|stufe|weltkrieg|buch|tafel|anlage"
_REGNAL = (
    "(?<=\\bPapst )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bKönig )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bKönigin )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bKaiser )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bZar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Albrecht|Alexander|Alexei|Alfons|August|Benedikt|Christian|Clemens|Elisabeth|Erich|Ferdinand|Franz|Franz Joseph|Friedrich|"
    "Friedrich Wilhelm|Georg|Gustav|Harald|Heinrich|Innozenz|Isabella|Iwan|Jakob|Joachim|Johannes|Johannes Paul|Johann|Joseph|"
    "Karl|Katharina|Konrad|Leo|Leopold|Ludwig|Margarethe|Maria|Maximilian|Napoleon|Nikolaus|Otto|Paul|Peter|Philipp|Pius|Richard|"
    "Rudolf|Sigismund|Urban|Viktor Emanuel|Wilhelm|Zar"
)
_FEMALE = frozenset({"Elisabeth", "Katharina", "Margarethe", "Maria", "Isabella"})


def _regnal(value: int, name: str) -> str:
    return f"{'die' if name in _FEMALE else 'der'} {ordinal(value)}"


KINDS: tuple[Kind, ...] = continental_kinds(
    GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=words.ANYWHERE,
        before_numbers=words.BEFORE_NUMBERS,
        before_names=words.BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=_regnal,
        version="update auf|update|firmware|§|Paragraf|Artikel|Anlage|Anhang|Lektion|Position|Schritt|Klausel|Version|Raum|Zimmer|Kapitel|Abschnitt|Abbildung|Tabelle|Gleichung|Ziffer|Punkt|Aufgabe|Übung|Folie",
        acronyms="AIDS DAX EDEKA HARIBO IKEA ISO NATO OPEC OSZE TOP TÜV UNO",
    ),
    own=OWN,
)
