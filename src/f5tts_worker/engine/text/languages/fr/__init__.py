"""French: "une" and "première", hours with "heures", centuries and kings, names of units, abbreviations."""

# ruff: noqa: E501 - a row of a table is one line

from f5tts_worker.engine.text.languages.fr import words
from f5tts_worker.engine.text.languages.fr.calendar import DAYS
from f5tts_worker.engine.text.languages.fr.capitals import ACRONYMS, CAPITALS
from f5tts_worker.engine.text.languages.fr.functions import FUNCTIONS
from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR
from f5tts_worker.engine.text.languages.fr.labels import LABELS
from f5tts_worker.engine.text.languages.fr.law import LAW
from f5tts_worker.engine.text.languages.fr.measures import MEASURES
from f5tts_worker.engine.text.languages.fr.money import MONEY
from f5tts_worker.engine.text.languages.fr.notation import NOTATION
from f5tts_worker.engine.text.languages.fr.own import OWN
from f5tts_worker.engine.text.languages.fr.scripture import SCRIPTURE
from f5tts_worker.engine.text.languages.fr.sheets import SHEETS
from f5tts_worker.engine.text.languages.fr.shortened import SHORTENED
from f5tts_worker.engine.text.languages.fr.telephones import TELEPHONES
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind

_ADDRESS_SIGNS = {
    ".": "point", "@": "arobase", "/": "slash", "-": "tiret", "_": "tiret bas", ":": "deux points", "?": "point d'interrogation",
    "=": "égale", "&": "et", "+": "plus", "~": "tilde", "%": "pour cent", "#": "dièse", "*": "étoile", "\\": "antislash",
}  # fmt: skip
_NUMBERED = "an|chapitre|tome|t\\.|chap\\.|vol\\.|acte|scène|livre|partie|volume|titre|section|article|type|phase|classe|annexe|guerre mondiale"
_REGNAL = (
    "(?<=\\bpape )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\broi )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\breine )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bempereur )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\btsar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Albert|Alexandre|Baudouin|Benoît|Catherine|Charles|Clément|Clovis|Édouard|Edouard|Élisabeth|Elisabeth|Ferdinand|François|Frédéric|"
    "Georges|Grégoire|Guillaume|Gustave|Henri|Innocent|Jacques|Jean|Paul|Joseph|Juan Carlos|Léon|Léopold|Louis|Marie|Napoléon|Nicolas|"
    "Philippe|Pie|Pierre|Ramsès|Richard|Rodolphe|Umberto|Urbain|Victor-Emmanuel"
)
_FEMALE = frozenset({"Catherine", "Élisabeth", "Elisabeth", "Marie"})


def _regnal(value: int, name: str) -> str:
    if value == 1:
        return "première" if name in _FEMALE else "premier"
    return cardinal(str(value), "fr")


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
        version="§|clause|article|paragraphe|leçon|annexe|version|salle|chapitre|section|figure|tableau|point|exercice|étape|bluetooth|usb-c|hdmi|firmware|wordpress|windows|debian|gnome|kernel|màj|mise à jour",
        acronyms=ACRONYMS,
    ),
    telephones=TELEPHONES,
    own=(
        *FUNCTIONS,
        *SHEETS,
        *CAPITALS,
        *SCRIPTURE,
        *DAYS,
        *LABELS,
        *LAW,
        *NOTATION,
        *MONEY,
        *MEASURES,
        *SHORTENED,
        *OWN,
    ),
)
