"""German words that are stressed by capitals, though their letters are acronyms elsewhere: "nur MIT Termin"."""

# ruff: noqa: E501 - a pattern is one line

from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, whole

_OF_WHOM = r"(?<![\w-])(?<!\b[Dd]as )(?<!\b[Dd]e[rmns] )(?<!\b[AaIi]m )(?<!\b[Vv]om )(?<!\b[Bb]eim )(?<!\b[Zz]um )(?<!\b[Dd]ie )(?<!gruppe )"
# The word, and what has to stand behind it for a word.
_BEHIND = (
    r"MIT(?= (?!Technology|Licen|Lizenz|Press|Sloan|Media|Profess|Forsch|Stud|Campus)(?:und ohne|oder ohne|viel|etwas|(?:[mdsk]?ein|ihr|unser|euer|eur|all|jed|dies)?e[mnr]|de[mnr]|ein(?:e[mnr])?|[a-zäöüß]{2,}e[mnr] [A-ZÄÖÜ]|[A-ZÄÖÜ][a-zäöüß]{2}))",
    rf"AB(?= (?:sofort|heute|jetzt|morgen|dem|der|nächste[mnr]|kommende[mnr]|[\d{TAKEN}]|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch))",
    r"AN(?=(?: (?:und|oder) |/)aus\b| (?:alle[mn]?|de[mnr]|die|das|eine[mnr]?|jede[mnr]|Weihnachten|Ostern|Silvester|Feiertagen)(?!\w))",
    r"MAN(?= (?:muss|kann|soll|sollte|darf|will|hat|ist|sieht|sagt|weiß|könnte|müsste|nicht|es|sich)(?!\w))",
    r"ALS(?= (?:ich|du|er|sie|es|wir|ob|wenn|d(?:er|ie|as)|eine?|jede[rs]?|alle[ns]?)(?!\w))",
    r"DE[MNS](?= [A-ZÄÖÜ][a-zäöüß]{2,})",
)

STRESSED = Kind(
    "stressed word",
    rf"{_OF_WHOM}(?<!\d )(?<!{TAKEN} )(?:{'|'.join(_BEHIND)})",
    lambda match: whole(match, match[0].lower()),
    frozenset("AMD"),
)
