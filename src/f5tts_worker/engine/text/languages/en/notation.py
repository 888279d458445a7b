"""Notation of games, music and plans in English: chess moves, chords, "L x W x H"."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; the dash of chords is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, ordinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_CHESS = Words(
    "en",
    {"K": "king", "Q": "queen", "R": "rook", "B": "bishop", "N": "knight"},
    takes="takes",
    check="check",
    mate="mate",
    castling=("castles short", "castles long"),
    talk="chess|gambit|checkmate|grandmaster|bishop|knight|rook|pawns?",
    is_sure=True,
)
_QUALITIES = {
    "m": "minor", "min": "minor", "maj": "major", "M": "major", "dim": "diminished", "aug": "augmented",
    "sus": "suspended", "add": "add", "": "",
}  # fmt: skip
# In front of a letter with a flat that could be a unit or a word too: "Gb", "Db".
_KEY = r"(?= (?:flat|major|minor|scale|chord|clarinet|trumpet|saxophone)\b)"


_SCORED = re.compile(r"\b(?i:nets|netted|scores?|scored|heads?|headed)\b[^.!?]*$")
_INNINGS = re.compile(
    r"(?i:\b(?:all out|ashes|bat(?:ted|ting|smen|ters?)|bowl\w*|cent(?:ury|uries)|cricket\w*|declar\w+|innings|lbw|odi|overs?|runs|stumps|t20|test|unbeaten|wickets?|wkts?)\b)"
    r"|\boff \d+|\b\d{2,3}[/-]\d\b(?!/)|\(\d+\)"
)
_OF_A_TABLE = re.compile(
    r"(?i:\b(?:app|appendix|annex|art|article|ch|chapter|fig|figure|no|part|sec|section|tab|table|vol|volume)\.? )$"
)
_BLOOD = re.compile(r"(?i:\blabs?\b|\bserum\b|mmol|mEq|mg/d[lL]|\bg/d[lL]|BUN\b|(?-i:\bK⁺? [2-7]\.\d))")
_CHORD = "[A-G][#b♯♭]?(?:maj7|m7|m|7)?"


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of notation; they come before what could take their digits."""
    qualities = "maj|min|dim|aug|sus|add|m|M"
    return (
        Kind("love", r"(?<=\b[Ii] )(?<!\b[Ii]f [Ii] )(?<!\bfor [Ii] )(?<!\b[Ww]hen [Ii] )(?<!\b[Ww]here [Ii] )(?<!\b[Ww]hile [Ii] )<3+(?= (?!(?:and|or|then)\b)[A-Za-z])", lambda match: whole(match, "love"), frozenset("<")),
        Kind("minute of a goal", r"(?<![\w.,])(?<!\b[Aa]n )(?<!\bto the )(?P<number>[1-9]\d?)(?P<mark>')(?= (?:opener|goal|header|penalty|equali[sz]er|strike|volley|winner)\b(?! (?:beam|board|panel|wall|rail)))", _goal),
        Kind("added time", r"(?<![\w.,+])(?:45|90|105|120)\+\d{1,2}(?P<mark>')(?!\w)", lambda match: named(match, mark="")),
        Kind("not out", r"(?<![\w.,$*])\d{1,3}(?P<star>\*)(?=[,;.)]| (?:and|at|for|from|in|off|on|to|with)\b| \(\d|$|\n)", _not_out, frozenset("*")),
        Kind("starred grade", r"(?<![\w*])(?<!\b[Pp]lan )(?<!itamin )(?<!epatitis )(?P<grades>(?:A\*)+(?:A[A-E]{0,2}|[BC]{2})?)(?P<s>'?s)?(?![\w*])(?:(?P<to> ?[-–] ?)(?=[A-G](?!\w)))?", _grades, frozenset("*")),
        Kind("act and scene", r"(?<![\w.])(?P<act>[IVX]{1,3})\.(?P<scene>[ivx]{1,4})(?P<dot>\.(?=\d))?(?!\w*\.\w)(?![A-Za-z])", _act),
        chess_kind(_CHESS),
        Kind("chord", rf"(?<![\w#@])(?P<note>[A-G])(?:(?P<sharp>[#♯])|(?P<flat>♭|(?<=[ABE])b(?![a-z])|b{_KEY}|b(?={qualities})))(?P<quality>{qualities})?(?P<number>\d{{1,2}})?(?!\w)(?P<dash>[-–](?=[A-G][#♯♭a-z\d]))?",
             _chord, frozenset("ABCDEFG")),
        Kind("plain chord", rf"(?<![\w#@])(?P<note>[A-G])(?P<quality>{qualities})?(?P<number>\d{{1,2}})(?!\w)(?P<dash>[-–](?=[A-G][#♯♭a-z\d]))", _chord),
        Kind("chord with a number", rf"(?<![\w#@])(?P<note>[A-G])(?!M(?!7|9|1[13])|m(?![679]|1[13]))(?P<quality>{qualities})(?P<number>\d{{1,2}})(?!\w)", _chord),
        Kind("progression", r"(?<![\w-])(?:[iv]{1,3}|[IV]{1,3})(?:[-–](?:[iv]{1,3}|[IV]{1,3})){2,7}(?![\w-])", _progression, frozenset("-–")),
        Kind("chords", rf"(?<![\w#@-]){_CHORD}(?: ?[-–] ?{_CHORD}){{2,7}}(?![\w#-])", _chords, frozenset("-–")),
        Kind("quarters", r"(?<!\w)(?:Q[1-4]|H[12]|FY\d\d)(?P<to> ?[-–] ?)(?=[QHF]Y?\d)", lambda match: named(match, to="to")),
        Kind("salt in blood", r"(?<![\w.-])(?:Na|Cl|Cr|Ca|Mg|Hb)(?= [\d\ue000])", _laboratory),
        Kind("sides", r"(?<!\w)[A-Z](?P<by> ?[x×] ?)(?=[A-Z](?!\w))(?:[A-Z](?P<too> ?[x×] ?)(?=[A-Z](?!\w)))?",
             lambda match: named(match, by="by", too="by"), frozenset("x×")),
    )  # fmt: skip


def _not_out(match: re.Match[str]) -> Iterable[Piece]:
    """Say "104*" as not out where an innings is spoken of; else the star points at a note."""
    near = match.string[max(0, match.start() - 80) : match.end() + 80]
    return named(match, star="not out") if _INNINGS.search(near) else ()


def _grades(match: re.Match[str]) -> Iterable[Piece]:
    """Say "A*AA" and "A*s" as grades of British schools."""
    grades = " ".join("star" if sign == "*" else sign for sign in match["grades"])
    return named(match, grades=f"{grades}s" if match["s"] else grades, s="", to="to")


def _act(match: re.Match[str]) -> Iterable[Piece]:
    """Say "III.i.56" as act three, scene one, line fifty-six."""
    act, scene = roman_value(match["act"]), roman_value(match["scene"].upper())
    if not act or not scene or _OF_A_TABLE.search(match.string, max(0, match.start() - 12), match.start()):
        return ()
    lines = re.compile(r"\d+[-–]").match(match.string, match.end())
    line = f", line{'s' if lines else ''}" if match["dot"] else ""
    return whole(match, f"act {cardinal(str(act), 'en')}, scene {cardinal(str(scene), 'en')}{line}")


def _goal(match: re.Match[str]) -> Iterable[Piece]:
    """Say "nets 8' opener" with a minute; a door has an opener of so many feet."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    return (
        named(match, number=ordinal(match["number"], "en"), mark="-minute") if _SCORED.search(before) else ()
    )


def _laboratory(match: re.Match[str]) -> Iterable[Piece]:
    """Spell "Na 138, K 4.1, Cr 0.9" where blood is spoken of."""
    is_blood = _BLOOD.search(match.string, max(0, match.start() - 80), match.end() + 80)
    return whole(match, " ".join(match[0].upper())) if is_blood else ()


def _chords(match: re.Match[str]) -> Iterable[Piece]:
    """Say what stands between dashes, "Am-F-C-G", chord by chord."""
    for chord in re.finditer(
        r"(?P<note>[A-G])(?P<sign>[#b♯♭])?(?P<quality>maj|m)?(?P<number>7)?(?P<dash> ?[-–] ?)?", match[0]
    ):
        sign = {"": "", "#": "sharp", "♯": "sharp"}.get(chord["sign"] or "", "flat")
        said = [chord["note"], sign, _QUALITIES[chord["quality"] or ""], "seven" if chord["number"] else ""]
        yield Piece(match.start() + chord.start(), match.start() + chord.end(), " ".join(filter(None, said)))


def _progression(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ii-V-I", the degrees of chords, as their numbers."""
    values = [roman_value(part.upper()) for part in re.split("[-–]", match[0])]
    return whole(match, " ".join(cardinal(str(value), "en") for value in values)) if all(values) else ()


def _chord(match: re.Match[str]) -> Iterable[Piece]:
    groups = match.groupdict("")
    said = [
        match["note"],
        "sharp" if groups.get("sharp") else "flat" if groups.get("flat") else "",
        _QUALITIES[groups["quality"]],
        cardinal(groups["number"], "en") if groups["number"] else "",
    ]
    return whole(match, " ".join(filter(None, said)))
