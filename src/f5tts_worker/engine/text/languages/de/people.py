"""German rulers' numbers, in the case of their names, and the signs of birth and death."""

# ruff: noqa: E501 - lists of names

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de.inflection import ordinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_TITLES = "Queen|King|Emir|Schah|Erzherzog(?:in)?|Papst|Pharao|König(?:in)?|Kaiser(?:in)?|Zar(?:in)?|Herzog(?:in)?|Fürst(?:in)?|Kurfürst|Graf|Landgraf|Markgraf|Großherzog|Sultan|Bischof|Erzbischof"
_NAMES = (
    "Abdullah|Adalbert|Ahmed|Alfonso|Antiochos|Artaxerxes|Balduin|Bayezid|Berthold|Bonifaz|Cosimo|Dareios|Darius|Elizabeth|Eugen|Fernando|Frederik|Hadrian|Hassan|Hussein|Honorius|Justinian|Kalixt|Kambyses|Kasimir|Klemens|Knut|Konstantin|Kyros|Lorenzo|Lothar|"
    "Magnus|Manuel|Mary|Mohammed|Murad|Mustafa|Nebukadnezar|Nikolai|Olav|Orhan|Osman|Oskar|Paschalis|Pedro|Philip|Ptolemaios|Robert|Ruprecht|Sargon|Sesostris|Sethos|Stanislaus|Theoderich|Theodosius|Tiberius|Valentinian|Victoria|Viktor|Vittorio Emanuele|Waldemar|"
    "Abdul Hamid|Baudouin|Béla|Carl|Carl Gustaf|Charles|Chlodwig|Edward|Felipe|George|Haakon|Henry|Humbert|James|Jean|Louis|Ottokar|Philippe|Pippin|Rama|Stephan|William|Xerxes|Albert|Albrecht|Alexander|Alexei|Alfons|Amenophis|August|Benedikt|Bernhard|Boris|Christian|Clemens|Eduard|Elisabeth|Erich|Erik|Ernst|Ernst August|Ferdinand|Franz|Franz Joseph|Friedrich|"
    "Friedrich August|Friedrich Wilhelm|Georg|Gregor|Gustav|Gustav Adolf|Harald|Heinrich|Innozenz|Isabella|Iwan|Jakob|Joachim|Johannes|Johannes Paul|Johann|Joseph|Juan Carlos|"
    "Karl|Karl Gustav|Katharina|Kleopatra|Konrad|Leo|Leopold|Ludwig|Margarethe|Margrethe|Maria|Maximilian|Mehmed|Michael|Napoleon|Nikolaus|Otto|Paul|Peter|Philipp|Pius|Rainer|Ramses|Richard|"
    "Rudolf|Selim|Sigismund|Sixtus|Süleyman|Thutmosis|Umberto|Urban|Viktor Emanuel|Wenzel|Wilhelm|Zar"
)
_FEMALE = re.compile(
    r"\b(?:Elisabeth|Elizabeth|Mary|Victoria|Isabella|Katharina|Kleopatra|Margarethe|Margrethe|Maria)(?:s|')?$|(?:König|Kaiser|Zar|Herzog|Fürst)in \w+$|\bQueen \w+$"
)
_ARTICLES = {"n": ("der", "die"), "g": ("des", "der"), "d": ("dem", "der"), "a": ("den", "die")}
# What stands between a preposition and a name: articles, adjectives behind them, titles.
_BETWEEN = r"(?:(?:de[mnrs]|dessen|deren|seine[mnrs]|ihre[mnrs]) (?:[a-zäöüß]+en )?|[A-ZÄÖÜ][\w-]+ ){0,4}$"
_CASES = {
    "d": re.compile(
        rf"\b(?i:unter|von|vom|mit|bei|beim|seit|nach|zu|zum|zur|gegenüber|aus|samt|neben|vor|zwischen|dem) {_BETWEEN}"
    ),
    "a": re.compile(
        rf"\b(?i:für|gegen|durch|ohne|um|über|an|auf|den|krönten?|besiegten?|stürzten?|bannte|heiratete|ermordeten?|besuchten?|beerbte|traf|trafen) {_BETWEEN}"
    ),
    "g": re.compile(rf"\b(?i:des|wegen|während|trotz|statt) {_BETWEEN}"),
}
# "der Königin Elisabeth II." is of her, or to her.
_HERS = re.compile(r"\bder (?:[a-zäöüß]+en )?(?:[A-ZÄÖÜ]\w+in )?$")


def _case_of(before: str, name: str) -> str:
    """Return the case of a ruler's name: "n", "g", "d" or "a"."""
    bare = name.removesuffix("'")
    if bare != name or (name[-1] == "s" and re.fullmatch(rf"(?:\w+-)?(?:{_NAMES})", name[:-1])):
        return "g"
    found = [(match.start(), case) for case, pattern in _CASES.items() if (match := pattern.search(before))]
    return max(found)[1] if found else "n"  # the nearest word decides


def _say_ruler(match: re.Match[str]) -> Iterable[Piece]:
    value, name = roman_value(match["roman"]), match["name"]
    following = match.string[match.end("roman") : match.end("roman") + 3]
    if not value or (
        len(match["roman"]) == 1 and re.match(r"\. [^\W\d_a-zß-ÿ]", following) and not match["title"]
    ):
        return ()  # "Karl V. Müller"
    before = match.string[max(0, match.start("name") - 60) : match.start("name")]
    before = re.sub(rf"\b(?:{_NAMES}) [IVX]+\.? (und|oder|sowie|bis) ", "", before)  # both in one case
    is_female = bool(_FEMALE.search(before + name))
    case = "g" if is_female and _HERS.search(before) else _case_of(before, name)
    said = ordinal(value) + "n" * (case in "gd" or (case == "a" and not is_female))
    ends = "." * (match["dot"] is not None and not match.string[match.end() :].strip("\"')"))
    return [*named(match, roman=f"{_ARTICLES[case][is_female]} {said}"), *named(match, dot=ends)]


def _say_life(match: re.Match[str]) -> Iterable[Piece]:
    """Say "(* 3. Mai 1920, † 2001)"; a year has no "am" in front."""
    word = {"*": "geboren", "†": "gestorben"}.get(match["sign"], "verheiratet")
    return whole(match, f"{word} am" if match["day"] else word)


def _say_younger(match: re.Match[str]) -> Iterable[Piece]:
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return named(match, short=f"der Jüngere{ends}")


PEOPLE: tuple[Kind, ...] = (
    Kind(
        "the younger",  # "Lucas Cranach d. J."; not "im Herbst d. J."
        r"\b(?!Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Herbst|Sommer|Winter|Früh|Ende|Mitte|Anfang|Beginn|Quartal|Halbjahr|Monat|Tag|Woche|Oster|Weihnacht|Pfingst)[A-ZÄÖÜ][a-zäöüß]{2,20} (?P<short>d\. ?J\.)(?!\w)",
        _say_younger,
        frozenset("J"),
    ),
    Kind(
        "first of two works",  # "Faust I"
        r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]{2,20} (?P<roman>I)(?=[“”\"«»,;:!?)]|$|\n)",
        lambda match: named(match, roman="eins"),
        frozenset("I"),
    ),
    Kind(
        "ruler",
        rf"(?<![\w-])(?P<title>(?:{_TITLES})s? )?(?P<name>(?:\w+-)?(?:(?<=\bPapst )[A-ZÀ-Þ][^\W\d_]+|(?<=\bKönig )[A-ZÀ-Þ][^\W\d_]+|(?<=\bKönigin )[A-ZÀ-Þ][^\W\d_]+|(?<=\bKaiser )[A-ZÀ-Þ][^\W\d_]+|(?<=\bZar )[A-ZÀ-Þ][^\W\d_]+|{_NAMES})(?:s|')?) "
        r"(?P<roman>[IVX]+)(?P<dot>\.(?=[,;:!?)]| [^A-Z]|\n|$))?(?![\w'-]|\.\w)",
        _say_ruler,
        frozenset("IVX"),
    ),
    Kind(
        "born and died",
        rf"(?:(?<=[(,;])|(?<=[(,;] )|(?<=[^\W\d_] ))(?P<sign>[*†⚭∞])(?= ?(?:(?P<day>{TAKEN})|(?:(?:um|vor|nach) )?(?:1\d|20)\d\d(?!\w|[.,]\d| ?(?:€|%|Euro|Stück|m?[gl]\b))))",
        _say_life,
        frozenset("*†⚭∞"),
    ),
)
