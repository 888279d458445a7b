"""German titles that are declined: "des hl. Martin", "die Hl. Drei Könige", "den Abg. Huber", "Dr.in Lang"."""

# ruff: noqa: E501, SIM905 - lists of names

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_WOMEN = re.compile(
    r"(?:[A-ZÄÖÜ]\w+a|Adelheid|Agnes|Anne|Birgit|Brigitte|Edith|Elisabeth|Genoveva|Gertrud|Hedwig|Hildegard|Irmgard|Judith|Katharine|Kunigunde|Margarete|Margarethe|Mechthild|Ottilie|Ruth|Therese|"
    r"Jungfrau|Mutter|Gottesmutter|Familie|Messe|Schrift|Taufe|Kommunion|Nacht|Woche|Stadt|Stiege|Treppe|Lanze|Allianz|Kirche|Pforte|Eucharistie)$"
)
_NOUNS = frozenset("Land Grab Kreuz Haus Jahr Sakrament Blut Herz Öl Wasser Offizium".split())
_WEAK_N = re.compile(r"(?:de[mns]|[ai]m|zu[mr]|vom|beim|(?:[mdsk]?ein|ihr|unser|euer|eur|dies|jed)e[mnrs])$")
_PREPOSITION = re.compile(
    r"\b(?:an|auf|aus|außer|bei|durch|für|gegen|gegenüber|mit|nach|neben|seit|über|unter|von|vor|wegen|zu|zwischen) der $",
    re.IGNORECASE,
)
_WOMENS = {"Mag.a": "Magistra", "Dr.in": "Doktorin", "Prof.in": "Professorin", "Bgm.in": "Bürgermeisterin", "Abg.in": "Abgeordnete", "Ing.in": "Ingenieurin"}  # fmt: skip


def _ending(before: str, gender: str) -> str:
    """Return the ending of an adjective behind what stands in front: "der heilige", "des heiligen"."""
    last = (re.findall(r"(\w+) $", before.lower()) or [""])[0]
    if _WEAK_N.match(last) or (last == "der" and (gender == "f" or _PREPOSITION.search(before))):
        return "en"
    if last in ("der", "die", "das", "frau") or last.endswith("eine"):
        return "e"
    if last == "herrn":
        return "en"
    return {"f": "e", "n": "es"}.get(gender, "er")


def _say_saint(match: re.Match[str]) -> Iterable[Piece]:
    """Say "hl." with the ending that article and name ask for."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    noun, short = match["noun"], match["short"]
    gender = "f" if _WOMEN.match(noun) else "n" if noun in _NOUNS else "m"
    ends = _ending(before, gender)
    if short.lower() == "hll" or noun in ("Drei", "Messen", "Stätten", "Apostel"):  # several
        ends = "en" if re.search(r"\b(?i:de[nr]|die|allen?|beiden) $", before) else "e"
    return named(match, short=f"{'H' if short[0] == 'H' else 'h'}eilig{ends}", dot="")


def _say_member(match: re.Match[str]) -> Iterable[Piece]:
    """Say "der Abg. Müller" as he is declined."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return whole(match, f"Abgeordnet{_ending(before, '')}")


TITLES: tuple[Kind, ...] = (
    Kind(
        "saint",
        r"(?<![\w.-])(?<!\d )(?P<short>[Hh]ll?)(?P<dot>\.)(?= (?P<noun>[A-ZÄÖÜ][^\W\d_]{2,}))",
        _say_saint,
        frozenset("."),
    ),
    Kind(
        "member of a parliament",
        r"(?<![\w.-])Abg\.(?= (?:(?:Dr|Prof|Mag|Ing)\. )?[A-ZÄÖÜ][^\W\d_]+)",
        _say_member,
        frozenset("."),
    ),
    Kind(
        "woman's title",  # as Austria writes them
        rf"(?<![\w.-])(?:{'|'.join(map(re.escape, _WOMENS))})(?![\w.])",
        lambda match: whole(match, _WOMENS[match[0]]),
        frozenset("."),
    ),
)
