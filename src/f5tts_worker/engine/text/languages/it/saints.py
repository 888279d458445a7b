"""Italian saints in front of whose names "S." stands: San Marco, Sant'Anna, Santo Stefano, Santi Pietro e Paolo."""

# ruff: noqa: E501 - lists of names

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece

_MEN = (
    "Agostino|Alberto|Alessandro|Alfonso|Ambrogio|Andrea|Angelo|Anselmo|Antonino|Antonio|Apollinare|Babila|Bartolomeo|Bassiano|Benedetto|Bernardino|Bernardo|Biagio|Bonifacio|Brunone|Camillo|Carlo|Cataldo|Cesario|Ciro|Clemente|Cosimo|Costanzo|"
    "Cristoforo|Domenico|Donato|Efisio|Egidio|Elia|Eligio|Emidio|Erasmo|Ercolano|Eusebio|Eustorgio|Fedele|Felice|Ferdinando|Filippo|Francesco|Gaetano|Gaudenzio|Gennaro|Gerardo|Gerolamo|Giacomo|Gimignano|Giorgio|Giovanni|Girolamo|Giuliano|Giuseppe|"
    "Giusto|Gottardo|Gregorio|Ignazio|Ilario|Ippolito|Isidoro|Lazzaro|Leonardo|Leone|Lorenzo|Luca|Luigi|Marco|Martino|Matteo|Mauro|Maurizio|Michele|Miniato|Nazario|Natale|Nazaro|Nicola|Nicolò|Nilo|Oronzo|Pancrazio|Paolo|Pasquale|Padre|Patrizio|Petronio|Pier|Pietro|Pio|Prospero|"
    "Rocco|Romano|Romolo|Rosario|Salvatore|Sebastiano|Sepolcro|Severino|Severo|Silvestro|Siro|Spirito|Stefano|Tommaso|Ubaldo|Valentino|Vincenzo|Vitale|Vito|Vittore|Zaccaria|Zeno|Zenone"
)
_WOMEN = "Agata|Agnese|Anna|Apollonia|Barbara|Bibiana|Caterina|Cecilia|Chiara|Costanza|Cristina|Croce|Domitilla|Elena|Elisabetta|Eufemia|Fara|Fede|Fiora|Francesca|Giulia|Giuliana|Giustina|Lucia|Margherita|Maria|Marina|Marta|Messa|Monica|Orsola|Pasqua|Prassede|Reparata|Restituta|Rita|Rosa|Rosalia|Sabina|Sede|Sofia|Susanna|Teresa|Trinita|Viola|Vittoria"
# Behind these words any name is a saint's: initials have no street before them.
_PLACES = "basilica|borgo|calle|campo|cattedrale|chiesa|chiostro|corso|colle|convento|festa|largo|località|madonna|monastero|ospedale|parrocchia|piazza|piazzale|ponte|porta|porto|quartiere|rione|stazione|via|viale|villa"
_MOST_SACRED = {"Annunziata": "a", "Trinità": "a", "Vergine": "a", "Sacramento": "o", "Salvatore": "o", "Rosario": "o", "Crocifisso": "o"}  # fmt: skip
_HARD_S = re.compile("S[bcdfglmnpqrtvz]|(?:Natale|Padre|Rosario|Sepolcro)$")


def _say(match: re.Match[str]) -> Iterable[Piece]:
    """Say "S." as its name wants it; "Sant'" is one word with the name."""
    name, start = match["name"], match.start("short")
    if name[0] in "AEIOU":
        return (Piece(start, match.end(), f"Sant'{name}"),)
    is_woman = re.fullmatch(_WOMEN, name) or (name.endswith("a") and not re.fullmatch(_MEN, name))
    saint = "Santa" if is_woman else "Santo" if _HARD_S.match(name) else "San"
    return (Piece(start, match.end("short"), saint),)


def _most_sacred(match: re.Match[str]) -> Iterable[Piece]:
    """Say "SS. Annunziata" as Santissima, "SS. Pietro e Paolo" as Santi."""
    end = _MOST_SACRED.get(match["name"])
    return [Piece(match.start(), match.start() + len("SS."), f"Santissim{end}" if end else "Santi")]


SAINTS: tuple[Kind, ...] = (
    Kind("saint", rf"(?<![\w.])(?P<short>S\.) ?(?P<name>(?:{_MEN}|{_WOMEN})(?!\w))", _say, frozenset("S")),
    Kind(
        "saint of a place",
        rf"\b(?i:{_PLACES})(?: d[aei]l?)? (?P<short>S\.) ?(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{{2,}})(?!\w)",
        _say,
        frozenset("S"),
    ),
    Kind("saints", r"(?<![\w.])SS\.(?= (?P<name>[A-ZÀ-Þ][a-zà-ÿ]{2,}))", _most_sacred, frozenset("S")),
)
