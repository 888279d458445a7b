"""German numbers of those who are together, and of birthdays without that word: "zu 3.", "zu 4t", "Omas 80."."""

# ruff: noqa: E501, SIM905 - a pattern is one line; a list of words is a text

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.inflection import inflected, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_TOGETHER = dict(enumerate("zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft".split(), 2))
_PEOPLE = re.compile(
    r"\b(?i:wir|ihr|sie|man|uns|euch|alle|waren|sind|seid|fahren|fuhren|gehen|gingen|kommen|kamen|lieber|gern|gerne|"
    r"(?:spiel|reis|wohn|zelt|leb|sitz|saß|schlaf|schlief|lauf|wander|tanz|sing)\w*)\b[^!?;]{0,60}$"
)
_FUN = re.compile(
    r" (?:macht|schafft|spielt|lässt|unterwegs|im|am|auf|(?:sind|waren) wir|ist man|geht es)\b"
)  # "Zu 2. macht es mehr Spaß"
_NOTED = re.compile(
    r"\b(?:bis|Anmerkung|Anmerkungen|Frage|Antwort|Punkt|Absatz|Satz|Kapitel|Verhältnis|Ergänzung|Hinweis|Liga|Runde|eins) $"
)
_RELATIVE = re.compile(
    r"\b(?:(?:Groß|Ur|Schwieger)?(?:Oma|Opa|Mama|Papa|Mami|Papi|Mutti|Vati|Mutter|Vater)|(?:Oma|Opa|Tante|Onkel) [A-ZÄÖÜ]\w+?)s $"
)
_OWNED = re.compile(
    r"(?<!\b[ai]m )(?<!\bin )(?<!\bvo[mn] )(?<!\bdas )(?<!\bde[mnrs] )(?<!\bab )\b(?!Haus|Gleis|Bus|Kurs|Preis|Kreis|Los)[A-ZÄÖÜ][a-zäöüß]{2,}(?:s|') $"
)
_MINE = re.compile(r"\b(?i:mein|dein|sein|ihr|unser|euer|eur)(?:e[mnrs])? $")
_PARTY = re.compile(
    r"\b(?i:\w*feier\w*|geburtstag\w*|party|fest|gratul\w+|glückwunsch|glückwünsche|alles gute|schenk\w*|geschenk\w*|torte|einladung\w*|eingeladen)\b"
)
_ACCUSATIVE = re.compile(
    r"\b(?i:für|um|ohne|gegen|auf|über|feier(?:n|te|ten|e|t)?|begehen|beging(?:en)?|plan(?:en|te|ten|t)|vergess(?:en|t)|vergaß|verpass(?:en|te|ten|t)|haben|habe|hat|hatten?) [^.!?;]{0,40}$"
)
_DATIVE = re.compile(r"\b(?i:zu|an|bei|nach|vor|seit|mit|von) (?:[A-ZÄÖÜ]\w+ )?$")


def _say_together(match: re.Match[str]) -> Iterable[Piece]:
    """Say "wir waren zu 3." where people are counted; "die Anmerkung zu 3." names an item."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    are_people = (_PEOPLE.search(before) and not _NOTED.search(before)) or _FUN.match(
        match.string, match.end()
    )
    if not are_people and "t" in match[0]:  # tonnes
        return ()
    ends = "." * (match[0][-1] == "." and not match.string[match.end() :].strip("\"')\n"))
    numbers = {part: match[part] for part in ("number", "more") if match[part]}
    said = {
        part: _TOGETHER[int(number)] if are_people else cardinal(number, "de")
        for part, number in numbers.items()
    }
    said[[*said][-1]] += ends
    return named(match, **said, mark="", dot="")


def _say_birthday(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Omas 80." in its case, with the full stop of the sentence that it ends."""
    line, start, end = match.string, match.start(), match.end()
    before, number = line[max(0, start - 60) : start], int(match["number"])
    ends = "." * (not line[end:].strip("\"')\n"))
    if _MINE.search(before):
        return whole(match, inflected(number, before) + ends)
    owner = _RELATIVE.search(before) or (_parties(match) and _OWNED.search(before))
    if not owner:
        return ()
    lead = before[: owner.start()]
    case = "m" if _DATIVE.search(lead) else "n" if _ACCUSATIVE.search(lead) else "r"
    return whole(match, f"{ordinal(number)}{case}{ends}")


def _parties(match: re.Match[str]) -> bool:
    return bool(_PARTY.search(match.string, max(0, match.start() - 60), match.end() + 40))


GATHERINGS: tuple[Kind, ...] = (
    Kind(
        "how many together",
        rf"(?<!\d )(?<!{TAKEN} )\b[Zz]u (?P<number>[2-9]|1[0-2])(?P<mark>\.|t)(?: (?:oder|und|bis) (?:zu )?(?P<more>[3-9]|1[0-2])(?P<dot>\.|t))?(?=[,;!?)]|$|\n| (?!(?:und|bis|oder) \d)[a-zäöüß])",
        _say_together,
    ),
    Kind(
        "birthday",
        r"(?<![\w.,])(?P<number>[1-9]\d)\.(?=[,;!?)]|$|\n| (?!(?:und|bis|oder) \d)[a-zäöüß])",
        _say_birthday,
    ),
)
