"""Dutch: notation of games, music, chemistry, maps, laws and the command line."""

# ruff: noqa: E501 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import agree, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, named_apart, whole

# Of chess, in Dutch and, as programs write them, in English.
_PIECES = {
    "K": "koning", "D": "dame", "T": "toren", "L": "loper", "P": "paard",
    "Q": "dame", "R": "toren", "B": "loper", "N": "paard",
}  # fmt: skip
_ENDS = {"+": "schaak", "#": "mat"}
_SQUARE = "[a-h][1-8]"
_MOVE = re.compile(
    rf"(?<![\w@])(?:[KDTLPQRBN]?[a-h1-8]?x?{_SQUARE}|0-0(?:-0)?|O-O(?:-O)?)[+#!?]{{0,2}}(?![\w@])"
)
_CASTLES = {False: "korte rokade", True: "lange rokade"}

_SHARPS = {"C": "cis", "D": "dis", "E": "eis", "F": "fis", "G": "gis", "A": "ais", "B": "bis"}
_FLATS = {"C": "ces", "D": "des", "E": "es", "F": "fes", "G": "ges", "A": "as", "B": "bes"}
_NOTES = {"♩": "kwartnoot", "♪": "achtste noot", "♫": "twee achtste noten", "♬": "twee zestiende noten"}

_WAYS = {
    "N": "noorderbreedte", "Z": "zuiderbreedte", "S": "zuiderbreedte", "O": "oosterlengte", "E": "oosterlengte",
    "W": "westerlengte", "NB": "noorderbreedte", "ZB": "zuiderbreedte", "OL": "oosterlengte", "WL": "westerlengte",
}  # fmt: skip
_QUARTERS = {"N": "noord", "Z": "zuid", "S": "zuid", "O": "oost", "E": "oost", "W": "west"}

_FORMULA = r"(?:\d{1,2} ?)?(?:[A-Z][a-z]?\d{0,2}|\([A-Z][A-Za-z\d]{0,6}\)\d?){1,8}(?:[⁺⁻]|\((?:g|l|s|aq)\))?"
_RATIO = re.compile(
    r"\b(?i:kaart|schaal|\w*verhouding(?:en)?|ratio|meng\w*|verdun\w*|oplossing|kans|concentratie|helling|odds|overbrenging)\b[^.!?]{0,20}$"
)
_DILUTED = re.compile(r" (?:verdun\w*|aanleng\w*|aangelengd|meng\w*|gemengd|oplossing)\b")
_BOOKS = (
    "Genesis|Exodus|Leviticus|Numeri|Deuteronomium|Jozua|Richteren|Ruth|Samuël|Koningen|Kronieken|Ezra|Nehemia|Esther|Job|Psalm|Psalmen|"
    "Spreuken|Prediker|Hooglied|Jesaja|Jeremia|Ezechiël|Daniël|Hosea|Joël|Amos|Jona|Micha|Zacharia|Maleachi|Matteüs|Mattheüs|Marcus|Markus|"
    "Lucas|Lukas|Johannes|Handelingen|Romeinen|Korintiërs|Korinthe|Galaten|Efeziërs|Filippenzen|Kolossenzen|Tessalonicenzen|Timoteüs|Titus|"
    "Hebreeën|Jakobus|Petrus|Openbaring|Soera|Koran|Gen\\.|Ex\\.|Ps\\.|Jes\\.|Mt\\.|Matt\\.|Mc\\.|Luc\\.|Lc\\.|Joh\\.|Hand\\.|Rom\\.|Kor\\.|Openb\\."
)
_COMMAND = re.compile(
    r"\b(?:git|npm|npx|pip3?|pytest|python3?|docker|ls|cd|rm|cp|mv|grep|curl|wget|ssh|scp|sudo|apt|yarn|cargo|make|tar|chmod|chown|systemctl|"
    r"kubectl|brew|ffmpeg|node|java|mvn|rsync|sed|awk|bash|tail|kill|ps|df|du|mount|ping|find|uv)\b"
)
_SWITCH = re.compile(r"\b(?i:optie|opties|vlag|vlaggetje|parameter|argument|flag|schakelaar|commando) $")
_LAW = re.compile(r"\b(?i:art\.|artt\.|artikel|artikelen)[^.;!?]{0,40}$")
_PLACE_IN_LAW = re.compile(r"(?:§|\b(?i:art\.|artikel|lid|paragraaf|alinea|aanhef)(?!\w))[^.;!?]{0,24}$")


def _square(square: str) -> str:
    return f"{square[0]} {cardinal(square[1], 'nl')}"


def _is_game(match: re.Match[str]) -> bool:
    """Say whether a move is one: others are near, or something is taken or in check; "0-0" is a score too."""
    is_evident = match["piece"] and (match["x"] or match["mark"])
    near = _MOVE.finditer(match.string, max(0, match.start() - 60), match.end() + 60)
    return bool(is_evident) or sum(1 for _ in near) > 1 + bool(match["castles"])


def _say_move(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Pbd7" as paard b d seven, "Lxh7+" as loper takes h seven check, "exd5" and "e8D"."""
    if not _is_game(match):
        return ()
    if match["castles"]:
        return whole(match, _CASTLES[len(match["castles"]) > len("0-0")])
    groups = match.groupdict("")
    source = groups["from"] or groups["file"]
    said = (
        _PIECES.get(groups["piece"], ""),
        cardinal(source, "nl") if source.isdecimal() else source,
        "slaat" if groups["x"] else "",
        _square(match["to"]),
        _PIECES.get(groups["becomes"], ""),
        _ENDS.get(groups["mark"], ""),
    )
    return whole(match, " ".join(filter(None, said)))


def _say_note(match: re.Match[str]) -> Iterable[Piece]:
    names = _SHARPS if match["sign"] == "♯" else _FLATS
    return whole(match, names[match["note"]] + " mineur" * bool(match["minor"]))


def _say_place(match: re.Match[str]) -> Iterable[Piece]:
    """Say the degrees, minutes and seconds of 53° 12' 30" N, each by its word."""
    said = {
        "lead": _QUARTERS.get(match["lead"] or "", ""),
        "degree": _angle(match["degree"]),
        "d": "graad" if match["degree"] == "1" else "graden",
        "way": _WAYS.get((match["way"] or "").replace(".", ""), ""),
    }
    for part, mark, name, names in (
        ("minute", "m", "minuut", "minuten"),
        ("second", "s", "seconde", "seconden"),
    ):
        if match[part]:
            said |= {part: _angle(match[part]), mark: name if match[part].lstrip("0") == "1" else names}
    return named_apart(match, {group: words for group, words in said.items() if match[group]})


def _angle(number: str) -> str:
    return agree(quantity(re.sub(r"^0+(?=\d)", "", number), "nl"), "")


def _say_quarter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "uit het ZW" as zuidwesten, "wind ZW" as zuidwest."""
    said = "".join(_QUARTERS[letter] for letter in match["way"])
    if len(match["way"]) == len("NNO"):
        said = f"{_QUARTERS[match['way'][0]]}-{said[len(_QUARTERS[match['way'][0]]) :]}"
    return whole(match, said + "en" * match.string.endswith("het ", 0, match.start()))


def _say_ratio(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1:50" as one in fifty where mixtures and scales are spoken of; "1:50" is a time elsewhere."""
    parts = match[0].replace(" ", "").split(":")
    is_clock = len(parts[0]) <= 2 and all(len(part) == 2 and part < "60" for part in parts[1:])
    before = match.string[max(0, match.start() - 40) : match.start()]
    is_ratio = _RATIO.search(before) or _DILUTED.match(match.string, match.end())
    if (is_clock or (len(parts) == 2 and parts[0] != "1")) and not is_ratio:
        return
    for colon in re.finditer(" ?: ?", match[0]):
        yield Piece(match.start() + colon.start(), match.start() + colon.end(), "op")


def _say_option(match: re.Match[str]) -> Iterable[Piece]:
    """Say "-i" as min i, "--force" as min min force, behind a command or with a value."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    is_long = len(match["dashes"]) > 1
    if not (_COMMAND.search(before) or _SWITCH.search(before) or (is_long and match["value"])):
        return
    name = match["name"]
    spelled = " ".join(name.upper()) if not is_long and 1 < len(name) < 4 else name.replace("-", " ")
    yield Piece(match.start(), match.end("name"), f"{'min min' if is_long else 'min'} {spelled}")


def _say_item(match: re.Match[str]) -> Iterable[Piece]:
    """Say "artikel 3, 2°" as the second item, "onder 2°" as item two."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    number = int(match["number"])
    if re.search(r"\b(?:onder|sub|punt|onderdeel) $", before):
        return whole(match, cardinal(match["number"], "nl"))
    begins = not before.strip() or before[-2:] in ("; ", ": ", "\n")
    other = f"{number - 1}° " if number > 1 else "2° "
    is_listed = begins and other in match.string
    return whole(match, f"ten {ordinal(number)}") if is_listed or _PLACE_IN_LAW.search(before) else ()


def _say_code(match: re.Match[str]) -> Iterable[Piece]:
    """Spell the short name of a code of law behind its article: "art. 150 Rv", "art. 1 GW"."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    return whole(match, " ".join(match[0].upper())) if _LAW.search(before) else ()


KINDS: tuple[Kind, ...] = (
    Kind(
        "number of a move",
        rf"(?<![\w.])\d{{1,3}}(?P<dots>\.{{1,3}})(?=[KDTLPQRBN]?[a-h1-8]?x?{_SQUARE}(?!\w)|0-0|O-O)",
        lambda match: named(match, dots=" "),
    ),
    Kind(
        "move",
        rf"(?<![\w@-])(?:(?P<castles>0-0(?:-0)?|O-O(?:-O)?)|(?:(?P<piece>[KDTLPQRBN])(?P<from>[a-h1-8])??|(?P<file>[a-h])(?=x))?(?P<x>x)?(?P<to>{_SQUARE})(?:=?(?P<becomes>[DTLPQRBN]))?(?P<mark>[+#]?))(?![\w-])",
        _say_move,
        frozenset("12345678O"),
    ),
    Kind(
        "note",
        r"(?<!\w)(?P<note>[A-G])(?P<sign>[♯♭])(?P<minor>m(?!\w))?",
        _say_note,
        frozenset("♯♭"),
    ),
    Kind(
        "beat",  # "♩ = 60"
        rf"[{''.join(_NOTES)}](?= ?=)",
        lambda match: whole(match, _NOTES[match[0]]),
        frozenset(_NOTES),
    ),
    Kind(
        "place on the earth",
        r"(?<![\w.,:/'])(?:(?P<lead>[NZSOEW]) ?)?(?P<degree>\d{1,3}(?:,\d{1,6})?)(?P<d> ?°)"
        r"(?: ?(?P<minute>\d{1,2}(?:,\d{1,4})?)(?P<m> ?')(?: ?(?P<second>\d{1,2}(?:,\d{1,3})?)(?P<s> ?\"))?)?"
        r"(?: ?(?P<way>[NZ]\.?B\.?|[OW]\.?L\.?|[NZSOEW])(?!\w))?(?(way)|(?(m)|(?(lead)|(?!))))",
        _say_place,
        frozenset("°"),
    ),
    Kind(
        "arrow of a reaction",
        rf"(?<= )(?P<arrow>→|⟶|⇌|->)(?= (?={_FORMULA}(?![\w]))[\dA-Z(\[])",
        lambda match: named(match, arrow="geeft") if _is_reaction(match) else (),
        frozenset("→⟶⇌>"),
    ),
    Kind(
        "arrow between amounts",  # "€ 40 → € 30"
        r"(?<=[\d%€C°] )(?P<arrow>→)(?= [€$£]? ?-?\d)",
        lambda match: named(match, arrow="naar"),
        frozenset("→"),
    ),
    Kind(
        "division",  # "12 : 4 = 3"
        r"(?<![\w.,:])\d{1,6}(?:,\d{1,3})?(?P<sign> ?: ?)(?=\d{1,6}(?:,\d{1,3})? ?=)",
        lambda match: named(match, sign=" gedeeld door "),
    ),
    Kind(
        "quarter of the compass",  # "uit het ZW", "in NO-richting"
        r"(?<!\w)(?:(?<=het )|(?<=wind )|(?<=richting )|(?<=uit ))(?P<way>[NZ]?[NZ][OW]|[OW][NZ][OW]|(?<=uit )[NZOW]|(?<=wind )[NZOW])(?![\w.&-])",
        _say_quarter,
        frozenset("OWNZ"),
    ),
    Kind(
        "province",  # "N.-Brabant"
        r"(?<!\w)(?P<way>[NZOW])\.?-(?=Holland|Brabant|Vlaanderen|Limburg|Nederland|Beveland)",
        lambda match: whole(match, f"{_QUARTERS[match['way']].capitalize()}-"),
        frozenset("NZOW"),
    ),
    Kind(
        "diameter",  # "Ø 24 cm"
        r"(?<!\w)(?P<before>[Øø⌀])(?= ?\d)|(?<=[cm]m )(?P<behind>[Øø⌀])(?!\w)",
        lambda match: named(match, before="diameter ", behind="diameter"),
        frozenset("Øø⌀"),
    ),
    Kind(
        "verse",  # "Johannes 3:16"
        rf"\b(?:{_BOOKS}) \d{{1,3}}(?P<colon>:)(?=\d{{1,3}}(?![\w:]))",
        lambda match: named(match, colon=" vers "),
    ),
    Kind(
        "ratio",
        r"(?<![\w.,:/])\d{1,3}(?: ?: ?\d{1,3}(?:[.']\d{0,1}[05]00){0,2}){1,3}(?![\w:]|[.,]\d| uur| u\b)",
        _say_ratio,
    ),
    Kind(
        "option of a command",
        r"(?<![^\s(\"'])(?P<dashes>--?)(?P<name>[A-Za-z][\w-]{0,30})(?P<value>=|(?=-))?",
        _say_option,
        frozenset("-"),
    ),
    Kind(
        "place in a history of code",  # "HEAD~3"
        r"(?<!\w)HEAD(?P<sign>~)(?=\d)",
        lambda match: whole(match, "head tilde"),
        frozenset("~"),
    ),
    Kind(
        "seconds between two racers",
        r"(?<![\w.,])(?P<number>\d{1,2})(?P<mark>\")(?= (?:voorsprong|achterstand|achter|sneller|langzamer|verschil|straf|los|voor op))",
        lambda match: named(
            match, number=_angle(match["number"]), mark="seconde" if match["number"] == "1" else "seconden"
        ),
        frozenset('"'),
    ),
    Kind(
        "mark at school",  # "een 6-"
        r"(?:(?<=\b[Ee]en )|(?<='n )|(?<=\bcijfer )|(?<=\bcijfer: ))(?:10|[1-9])(?P<less>-)(?=[.,;!?)]|$| (?:voor|en|op|gehaald|of|te|terug|gekregen)\b)",
        lambda match: named(match, less=" min"),
        frozenset("-"),
    ),
    Kind(
        "item of a law", r"(?<![\w.,])(?P<number>\d{1,2})°(?=[.:;,)]| [a-zà-ÿ(]|$)", _say_item, frozenset("°")
    ),
    Kind(
        "code of law",
        r"(?<=[\d\ue000a-z] )(?:Rv|Sr|Sv|Awb|Gw|GW|Wft|WvK|WVW|WvSr|WvSv|Fw|Rw|Vw|Mw|Ow|Wlz|Wmo)(?![\w-])",
        _say_code,
        frozenset("ARSGWFVMO"),
    ),
)


def _is_reaction(match: re.Match[str]) -> bool:
    """Say whether formulas stand at both sides: one has a figure, or something is added."""
    line = match.string
    left = re.search(rf"(?<!\w){_FORMULA} $", line[max(0, match.start() - 30) : match.start()])
    around = line[max(0, match.start() - 40) : match.end() + 40]
    return bool(left) and bool(re.search(r"[A-Z][a-z]?\d|[A-Z\d)] \+ [\dA-Z]", around))
