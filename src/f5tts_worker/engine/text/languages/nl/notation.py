"""Dutch: notation of games, music, verses, laws and the command line."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash between chords is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import ordinal
from f5tts_worker.engine.text.reading.chess import Words, chess_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_CHESS = Words(
    "nl",
    # In Dutch and, as programs write them, in English.
    {"K": "koning", "D": "dame", "T": "toren", "L": "loper", "P": "paard"}
    | {"Q": "dame", "R": "toren", "B": "loper", "N": "paard"},
    takes="slaat",
    check="schaak",
    mate="mat",
    castling=("korte rokade", "lange rokade"),
    talk="schaak\\w*|gambiet|pion|loper|rokade|schaakmat|opening|zwart speelt|wit speelt",
)

_SHARPS = {"C": "cis", "D": "dis", "E": "eis", "F": "fis", "G": "gis", "A": "ais", "B": "bis"}
_FLATS = {"C": "ces", "D": "des", "E": "es", "F": "fes", "G": "ges", "A": "as", "B": "bes"}
_NOTES = {"♩": "kwartnoot", "♪": "achtste noot", "♫": "twee achtste noten", "♬": "twee zestiende noten"}

_LOUDNESS = {
    "pp": "pianissimo", "ppp": "pianissimo", "mp": "mezzopiano", "mf": "mezzoforte", "ff": "fortissimo", "fff": "fortissimo",
}  # fmt: skip

_SUITS = {"♠": "schoppen", "♥": "harten", "♦": "ruiten", "♣": "klaveren"}
_PARTS = {"2": "tweede", "4": "kwart", "8": "achtste"}
_MUSIC = re.compile(
    r"\b(?:bpm|capo|tempo|ritme|akkoord\w*|toonsoort|majeur|mineur|wals|mars)\b|♩|[A-G]-groot|[a-g]-klein"
)

_CHORDS = re.compile(r"(?:\b[A-G]m?7? ?[-–|] ?){2}[A-G]m?7?\b")


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
_QUERY = re.compile(r"\b(?i:select|insert|update|delete|create table|alter table)\b")
_SWITCH = re.compile(r"\b(?i:optie|opties|vlag|vlaggetje|parameter|argument|flag|schakelaar|commando) $")
_LAW = re.compile(r"\b(?i:art\.|artt\.|artikel|artikelen)[^.;!?]{0,40}$")
_PLACE_IN_LAW = re.compile(r"(?:§|\b(?i:art\.|artikel|lid|paragraaf|alinea|aanhef)(?!\w))[^.;!?]{0,24}$")


def _say_note(match: re.Match[str]) -> Iterable[Piece]:
    names = _SHARPS if match["sign"] == "♯" else _FLATS
    return whole(match, names[match["note"]] + " mineur" * bool(match["minor"]))


def _is_music(match: re.Match[str]) -> bool:
    near = match.string[max(0, match.start() - 80) : match.end() + 80]
    return bool(_MUSIC.search(near) or _CHORDS.search(near))


def _say_measure(match: re.Match[str]) -> Iterable[Piece]:
    """Say "4/4" as vier kwart where music is spoken of."""
    said = f"{cardinal(match['over'], 'nl')} {_PARTS[match['under']]}"
    return whole(match, said) if _is_music(match) else ()


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
    is_listed = begins and other in match.string[max(0, match.start() - 300) : match.end() + 300]
    return whole(match, f"ten {ordinal(number)}") if is_listed or _PLACE_IN_LAW.search(before) else ()


def _say_code(match: re.Match[str]) -> Iterable[Piece]:
    """Spell the short name of a code of law behind its article: "art. 150 Rv", "art. 1 GW"."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    return whole(match, " ".join(match[0].upper())) if _LAW.search(before) else ()


KINDS: tuple[Kind, ...] = (
    Kind(
        "scale of a map",  # "1:25.000", no time of day
        r"(?<![\w.,:])1 ?: ?(?P<number>\d{1,3}(?:[. ]\d{3}){1,2})(?![\d:]|[.,]\d)",
        lambda match: whole(match, f"één op {cardinal(re.sub('[. ]', '', match['number']), 'nl')}"),
    ),
    chess_kind(_CHESS),
    Kind(
        "note",
        r"(?<!\w)(?P<note>[A-G])(?P<sign>[♯♭])(?P<minor>m(?!\w))?",
        _say_note,
        frozenset("♯♭"),
    ),
    Kind(
        "loudness",  # "♩ = 54, pp."
        rf"(?<![\w.'/-])(?:{'|'.join(_LOUDNESS)})(?![\w'/-]|\.\w)",
        lambda match: whole(match, _LOUDNESS[match[0]]) if _is_music(match) else (),
        frozenset("pf"),
    ),
    Kind(
        "beat",  # "♩ = 60"
        rf"[{''.join(_NOTES)}](?= ?=)",
        lambda match: whole(match, _NOTES[match[0]]),
        frozenset(_NOTES),
    ),
    Kind(
        "opus and number",  # "op. 9/2"
        r"(?<=\b[Oo]p\. )\d{1,3}(?P<slash>/)(?=\d{1,2}(?![\w/]|[.,]\d))",
        lambda match: named(match, slash=" nummer "),
    ),
    Kind(
        "suit of cards",  # "♠ A-H-5", "4♥"
        r"(?P<before>[♠♥♦♣])(?= ?[AHVBKQJ\d])|(?<=[\dAHVBKQJ])(?P<behind>[♠♥♦♣])(?!\w)",
        lambda match: named(
            match,
            before=f"{_SUITS.get(match['before'] or '')} ",
            behind=f" {_SUITS.get(match['behind'] or '')}",
        ),
        frozenset("♠♥♦♣"),
    ),
    Kind(
        "measure of music",  # "4/4, 96 bpm"
        r"(?<![\w.,/])(?P<over>[2-9]|12)/(?P<under>[248])(?![\w/]|[.,]\d)",
        _say_measure,
    ),
    Kind(
        "minor chord",  # "Am - F - C"
        r"(?<!\w)(?P<note>[A-G])m(?P<seven>7?)(?!\w)",
        lambda match: (
            whole(match, f"{match['note']} mineur" + " zeven" * bool(match["seven"]))
            if _is_music(match)
            else ()
        ),
        frozenset("m"),
    ),
    Kind(
        "verse",  # "Johannes 3:16"
        rf"\b(?:{_BOOKS})(?:, hfst\.)? \d{{1,3}}(?P<colon>:)(?=\d{{1,3}}(?![\w:]))",
        lambda match: named(match, colon=" vers "),
    ),
    Kind(
        "option of a command",
        r"(?<![^\s(\"'])(?P<dashes>--?)(?P<name>[A-Za-z][\w-]{0,30})(?P<value>=|(?=-))?",
        _say_option,
        frozenset("-"),
    ),
    Kind(
        "slash in a command",  # "git checkout feature/login"
        r"(?<=[a-z\d])(?P<slash>/)(?=[a-z\d])",
        lambda match: (
            named(match, slash=" slash ")
            if _COMMAND.search(match.string, max(0, match.start() - 60), match.start())
            else ()
        ),
        frozenset("/"),
    ),
    Kind(
        "word of a query",  # "select naam FROM klanten"
        r"(?<!\w)(?:FROM|JOIN|AND|OR|INTO|LIKE|NULL|SET|IS|NOT|ON|BY|AS)(?!\w)",
        lambda match: (
            whole(match, match[0].lower())
            if _QUERY.search(match.string, max(0, match.start() - 120), match.start())
            else ()
        ),
        frozenset("MNDROELTSY"),
    ),
    Kind(
        "salt in blood",  # "Na 138 mmol/l"
        r"(?<![\w.-])(?:Na|Cl|Ca|Mg|Hb|Ht)(?= \d)",
        lambda match: (
            whole(match, " ".join(match[0].upper()))
            if re.compile(r"[mμ]mol").search(match.string, match.start(), match.end() + 60)
            else ()
        ),
    ),
    Kind(
        "place in a history of code",  # "HEAD~3"
        r"(?<!\w)HEAD(?P<sign>~)(?=\d)",
        lambda match: whole(match, "head tilde"),
        frozenset("~"),
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
