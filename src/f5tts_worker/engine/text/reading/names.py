"""Abbreviations, acronyms, Roman numerals, versions and signs, from a language's tables."""

# ruff: noqa: RUF001 - the dash of ranges is meant

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind, capitalised
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ROMANS = frozenset("IVXLCDM")
_WORDS = (
    "COVID",
    "FIFA",
    "GIF",
    "LASER",
    "NASA",
    "PIN",
    "RADAR",
    "RAM",
    "ROM",
    "SIM",
    "UEFA",
    "UNESCO",
    "UNICEF",
)
_ELEMENTS = "Ag|Al|Au|Ba|Br|Ca|Cl|Cr|Cu|Fe|He|Hg|Li|Mg|Mn|Na|Ni|Pb|Si|Sn|Ti|Zn|B|C|F|H|I|K|N|O|P|S"
_WIND = re.compile(
    r"\b(?i:wind|böen|brise|sturm|vents?|rafales|brise|secteur|vientos?|rachas|brisa|temporal|vento|raffiche|rajadas)\b(?:[^.!?]*"
    r" (?:aus|von|de|del|du|dal?|do|uit|secteur)|:)? $"
)
_FROM = (" aus ", " von ", " del ", " du ", " dal ", " da ", " do ", " uit ", " secteur ")
_NUMBERED = re.compile(
    r"\b(?:Abschnitt|Aufgabe|Folge|Kapitel|Lektion|Phase|Punkt|Schritt|Seite|Stufe|Tag|Teil|Übung|Woche"
    r"|(?i:línea|bus|sala|habitación|puerta|página|tema|grupo|nivel|zona|fase|paso|ruta|terminal|lección|pregunta|opción|"
    r"jornada|figura|tabla|artículo|capítulo|ejercicio|número|caso|tren|vuelo|autobús|vía|planta|"
    r"figure|tableau|article|chapitre|exercice|numéro|cas|test|ligne|salle|chambre|porte|page|groupe|niveau|zone|étape|route|voie|quai|leçon|question|option|"
    r"saison|chaîne)) $"
)
_COMPARISONS = (">=", "<=", "!=", ">", "<", "≥", "≤", "≠", "≈")


def short_kinds(
    anywhere: Mapping[str, str], before_numbers: Mapping[str, str], before_names: Mapping[str, str]
) -> tuple[Kind, ...]:
    """Return the kinds of abbreviations; those of several words are known without their spaces too."""
    anywhere, before_numbers = capitalised(anywhere), capitalised({"op.": "opus", **before_numbers})
    if "Max." in anywhere:  # a name too: "Das ist Max."
        before_numbers["Max."] = anywhere.pop("Max.")
    phrases = {short: full for short, full in anywhere.items() if " " in short}
    joined = {short.replace(" ", ""): full for short, full in anywhere.items()}
    name, number = r"(?= (?:(?:von|van|zu|der?) ){0,2}[^\W\d_a-zß-ÿ])", rf"(?= ?\d| [IVXLC]+\b| {TAKEN})"
    kinds = []
    for table, after in ((phrases, ""), (before_names, name), (before_numbers, number), (joined, "")):
        dotted = {short: full for short, full in table.items() if "." in short}
        bare = {short: full for short, full in table.items() if "." not in short}
        kinds += [abbreviation_kind("abbreviation", part, after=after) for part in (dotted, bare) if part]
    return tuple(kinds)


def salt_kind(language: str) -> Kind:
    """Return the kind of formulas that hold a small letter, such as NaCl: all their letters are spelled."""

    def say(match: re.Match[str]) -> Iterable[Piece]:
        parts = re.findall(r"[A-Za-z]|\d", match[0])
        said = (cardinal(part, language) if part.isdecimal() else part.upper() for part in parts)
        return whole(match, " ".join(said))

    mixed = r"(?!NaN(?!\w))(?=\w{0,8}[a-z]\w{0,8}[A-Z]|H(?:Cl|Br)(?!\w))"
    pattern = rf"(?<![^\W\d]|[.-])(?<!\d\d)(?<!\.\d)(?<!\w\w'){mixed}(?:(?:{_ELEMENTS})\d?){{2,5}}(?!\w|'\w)"
    return Kind("salt", pattern, say, frozenset("CNOHS"))


def vowelless_kind(units: Mapping[str, str], least: int = 3) -> Kind:
    """Return the kind of small letters that cannot be pronounced, "npm", which are spelled; `units` said.

    `least` is how many letters in a row are no abbreviation of a language's own.
    """

    def say(match: re.Match[str]) -> Iterable[Piece]:
        name = units.get(match[0]) or match[0].upper()
        return whole(match, name) if len(set(match[0])) > 1 else ()

    sounds = r"(?:hmm?|mm+|shh?|pss?t|brr|grr|ts[ks]|pff|nth|zzz?|[mdsj]r|m[st]|mrs)\b"
    sounds += r"|(?:st|nd|rd|th|ll|vs|ft|pt|ss?|ff|pp)\b"
    letters = "[bcdfghjklmnpqrstvwxz]"
    pattern = rf"(?<![\w.'/@#-])(?!{sounds})(?:{letters}{{{least},5}}|(?<=\d ){letters}{{2}})(?![\w/]|[.-]\w)"
    return Kind("no vowel", pattern, say, frozenset())


def small_letter_kind() -> Kind:
    """Return the kind of a small letter in front of capitals or between two, "mRNA" and "VfB": spelled."""
    pattern = r"(?<!\w)(?:[a-z](?=[A-Z]{2,5}s?(?![A-Za-z]))|p(?=H(?!\w))|[A-Z][fostv][A-Z](?!\w))"
    return Kind("small letter", pattern, lambda match: whole(match, " ".join(match[0].upper())), _CAPITALS)


def symbol_kind(symbols: Mapping[str, str]) -> Kind:
    """Return the kind of signs and Greek letters that are said wherever they stand alone."""
    greek = r"[\u0370-\u03ff]"
    pattern = rf"(?<!{greek})[{''.join(symbols)}](?!{greek})"
    return Kind("symbol", pattern, lambda match: whole(match, symbols[match[0]]), frozenset(symbols))


def compass_kind(language: str) -> Kind:
    """Return the kind of quarters of the compass that winds come from: "Wind aus NW", "viento del NO"."""
    quarters = tables.COMPASS[language]

    def say(match: re.Match[str]) -> Iterable[Piece]:
        blows = _WIND.search(match.string, max(0, match.start() - 50), match.start())
        if match["way"].islower() and not match.string.endswith(_FROM, 0, match.start()):  # "dejó de no"
            return ()
        first, second = (quarters[letter.upper()] for letter in match["way"])
        first = {"norte": "nor"}.get(first, first)
        return whole(match, first + "-" * (language in "fr it") + second.lower()) if blows else ()

    letters = "".join(quarters)
    # Some look like words that are shouted, and are in small letters by now: "del no".
    ends = r"(?![\w'])(?:(?-i:(?<=[A-Z]))|(?=$|[\n,.;!?)]| (?:a|à|auf|avec|bis|con|de|entre|mit|und|y)\b))"
    pattern = rf"(?<=[a-z:] )(?i:(?P<way>[NSZ][{letters}]){ends})"
    return Kind("quarter of the compass", pattern, say, frozenset("NnSsZz"))


def is_numbered(before: str, language: str) -> bool:
    """Say whether a number belongs to what stands before it: "Kapitel 1 Einleitung"."""
    is_noun = language == "de" and re.search(r"[\w,] [A-ZÄÖÜ]\w+ $", before)
    return bool(is_noun or _NUMBERED.search(before) or re.search(rf"(?:{TAKEN}|\b[A-Z]{{2,3}}) $", before))


def street_kind(short: str, full: str) -> Kind:
    """Return the kind of streets' names with their end shortened: "Hauptstr."; a line's full stop is kept."""
    pattern = rf"(?<!\w)(?P<stem>[^\W\d_]+){short}\.(?=\W|$)"

    def say(match: re.Match[str]) -> Iterable[Piece]:
        return whole(match, match["stem"] + full + "." * (match.end() == len(match.string)))

    return Kind("street", pattern, say, frozenset("."))


def acronym_kind(words: str) -> Kind:
    """Return the kind of acronyms that are said as words: "NATO", and those that every language says so."""
    pattern = rf"(?<!\w)(?:{'|'.join([*words.split(), *_WORDS])})(?=\d{{0,2}}(?!\w))"
    return Kind("acronym", pattern, lambda match: whole(match, match[0].capitalize()), _CAPITALS)


def roman_kinds(
    numbered: str, regnal: str, cardinal: Callable[[int], str], regnal_ordinal: Callable[[int, str], str]
) -> tuple[Kind, ...]:
    """Return the kinds of Roman numerals: after what is numbered, after a ruler's name, after another name.

    `numbered` and `regnal` list words, "|" between two; `regnal_ordinal` gets the value and the name.
    """
    right = r"(?![\w'-]|\.\w)"
    also = r"(?: ?(?:y|e|et|und|en|a|à|bis|tot|[-–]) ?(?P<also>[IVXLC]+))?"
    counted = rf"(?<!\w)(?i:{numbered}) (?P<roman>[IVXLC]+){also}{right}"
    ruler = (
        rf"(?<![\w-])(?P<name>(?:\w+-)?(?:{regnal})) (?P<roman>[IVX]+(?:er|re)?)"
        rf"(?P<dot>\.(?= [^A-Z]|\n|$))?{right}"
    )
    named_so = rf"(?<=[^\W\d_] )(?P<roman>[IVX]{{2,8}}){right}"
    return (
        Kind("numbered", counted, partial(_say_roman, say=lambda value, _: cardinal(value)), _ROMANS),
        Kind("regnal", ruler, partial(_say_roman, say=regnal_ordinal), _ROMANS),
        Kind("roman after a name", named_so, partial(_say_after_name, cardinal=cardinal), _ROMANS),
    )


def _say_roman(match: re.Match[str], say: Callable[[int, str], str]) -> Iterable[Piece]:
    groups = match.groupdict()
    roman = match["roman"].rstrip("er")
    value = roman_value(roman)
    following = match.string[match.end("roman") : match.end("roman") + 3]
    initial = "name" in groups and len(roman) == 1 and re.match(r"\. [^\W\d_a-zß-ÿ]", following)
    if not value or initial or roman in ("C", "L"):  # "Karl V. Müller", "Typ C"
        return ()
    pieces = named(match, roman=say(value, groups.get("name") or ""))
    if groups.get("also") and (other := roman_value(match["also"])):
        pieces += named(match, also=say(other, ""))
    if groups.get("dot"):  # it may end the sentence too
        pieces += named(match, dot="" if match.string[match.end() :].strip("\"')") else ".")
    return pieces


def _say_after_name(match: re.Match[str], cardinal: Callable[[int], str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 30) : match.start()].split()[-1:]
    value = roman_value(match["roman"])
    last = before[0].rpartition("-")[2] if before else ""  # "het kabinet-Rutte IV"
    name = last.lstrip("«“„\"'(")  # "«Rocky II»"
    if not value or not name[:1].isupper() or name.isupper():
        return ()
    return named(match, roman=cardinal(value))


def version_kind(point: str, names: str, say: Callable[[str], str]) -> Kind:
    """Return the kind of versions and numbered sections: "Python 3.12", "v2.0", "1.2.3", "Abb. 2.1".

    `names` are words in front of a version, "|" between two; `say` says a run of digits.
    """
    number = r"\d{1,4}(?:\.\d{1,2})"
    patterns = (
        rf"(?<!\w)(?i:{names}) (?P<one>{number}+)",
        rf"(?<![\w.])(?P<v>[vV]\.?)?(?P<two>{number}{{2,3}})",
        rf"(?:(?<={TAKEN} )|(?<=[A-Z]{{2}} ))(?<!CHF )(?<!EUR )(?<!USD )(?P<three>{number}{{1,3}})",
        rf"(?<![\w.])[vV](?P<four>{number})",
    )
    pattern = rf"(?:{'|'.join(patterns)})(?![\w%€$]|[.,]\d| [€$%])"
    return Kind("version", pattern, partial(_say_version, point=point, say=say))


def _say_version(match: re.Match[str], point: str, say: Callable[[str], str]) -> Iterable[Piece]:
    group = next(name for name in ("one", "two", "three", "four") if match[name])
    return named(match, **{group: f" {point} ".join(say(part) for part in match[group].split("."))})


def comparisons(words: str) -> dict[str, str]:
    """Return the words for >, <, ≥, ≤, ≠ and ≈, given in this order with "|" between two."""
    greater, less, at_least, at_most, unequal, about = words.split("|")
    said = (at_least, at_most, unequal, greater, less, at_least, at_most, unequal, about)
    return dict(zip(_COMPARISONS, said, strict=True))


def sign_kinds(signs: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return the kinds of signs between numbers: a minus in a sum, a ratio, sections."""
    between = r"(?<=[\w)] )(?P<sign>{0})(?= ?-?[\w(])"
    first = r"|(?<![^\s(])(?P<first>{0})(?=\d)"
    ratio = r"(?=\d{1,3}(?:[.']\d{3})*(?![\w:]|[.,]\d))"
    patterns = {
        **{
            sign: ((between + first * (sign in "<>")).format(sign), frozenset(sign[0]))
            for sign in _COMPARISONS
        },
        "~": (first[1:].format("~"), frozenset("~")),
        "-": (
            r"(?:(?<=\d)(?= ?- ?\d[\d.,]* ?=)|(?<=\d[²³])(?= ?- ?\d)) ?(?P<sign>-) ?(?=\d)",
            frozenset("-"),
        ),
        ":": (
            rf"(?<![\w.,:])\d{{1,3}}(?P<gap>{signs.get('gap', ' ?')})(?P<sign>:)(?P=gap){ratio}",
            frozenset(":"),
        ),
        "*": (r"(?<=[\d)])(?P<sign> ?\* ?)(?=[\d(])", frozenset("*")),
        "§": (r"(?<![\w§])(?P<sign>§§?)(?= ?[\d\ue000])", frozenset("§")),
    }
    return tuple(
        Kind(
            f"sign {sign}",
            pattern,
            partial(_say_sign, said=signs.get("≈" if sign == "~" else sign) or signs["x"]),
            needs,
        )
        for sign, (pattern, needs) in patterns.items()
    )


def _say_sign(match: re.Match[str], said: str) -> Iterable[Piece]:
    return named(match, **{name: said for name in match.re.groupindex if name != "gap"})
