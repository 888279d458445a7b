"""Roman numerals in English: of rulers, chapters, wars, films, years and pages."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both apostrophes and both dashes are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.reading.numbers import cardinal, ordinal, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_GOES_ON = re.compile(
    r" (?:(?:and|or) (?:everyone|he|it|my|others|she|they|we|you)\b|(?!(?:and|of|or|through|to)\b)(?!"
    r"(?:cancers?|carcinoma|clinical|collagen|data|devices?|diabetes|diseases?|errors?|fibers|hypertension|lymphoma|melanoma|railroads?|recalls?|"
    r"supernovae?|tumou?rs?|(?<=hase I )(?:stud(?:y|ies)|trials?))\b)[a-z])"
    r"|, (?:for one|myself|personally|too)\b"
)  # behind the pronoun
# What stands behind the first of a name: no verb of somebody who says "I".
_REIGNS = re.compile(
    r" (?:was|of|and|had|is|are|were|has|or|by|became|ruled|reigned|died|to|in|as|who|on|at|with)\b"
)
_CROWNED = re.compile(
    r"\b(?:[Kk]ing|[Qq]ueen|[Pp]ope|[Tt]sar|[Cc]zar|[Ee]mperor|[Ee]mpress|[Ss]ultan|[Kk]aiser|[Pp]rince|[Ss]hah) $"
)
_CLAUSE = re.compile(
    r"(?:[,;:.!?–—(] |\b(?:[Aa]fter|and|[Bb]ecause|[Bb]ut|[Bb]efore|[Ii]n \d{4}|\ue000|[Oo]nce|since|[Ss]ince|that|[Uu]ntil|[Ww]hen|[Ww]here|[Ww]hile) )$"
)
_DID = re.compile(
    r" (?:abdicated|abolished|acceded|accepted|adopted|agreed|annexed|appointed|arrived|ascended|banned|banished|began|beheaded|brought|built|came|captured|chose|claimed|commissioned|"
    r"conquered|convened|converted|created|crowned|crushed|declared|defeated|did|dismissed|dissolved|divorced|escaped|established|executed|expanded|failed|fell|fled|forced|fought|founded|gained|gave|"
    r"granted|imprisoned|inherited|introduced|invaded|issued|itself|journeyed|landed|launched|led|left|lived|lost|made|married|moved|named|never married|ordered|passed|persuaded|preferred|promised|raised|"
    r"recaptured|refused|reformed|reigns|relied|remained|replaced|restored|returned|sacked|seized|sent|signed|spoke|strengthened|succeeded|suffered|summoned|surrendered|survived|swore|takes|took|travelled|"
    r"tried|united|visited|waged|won|wrote)\b"
)
_OF_MINE = re.compile(
    r" (?:(?:\w+ ){1,4}(?:you|your|me|my|myself|us|our)\b|(?:knew|know|loved?|mean|meant|saw|think|thought|told|like[ds]?|want(?:ed)?|met|am|think|have)\b)"
)
_TITLE = re.compile(
    r"(?<![.!?:] )(?<!^)\b(?!Dr|Give|Mr|Mrs|Ms|Nurse|Start)[A-Z][a-z]+ (?!Dr|Mr|Mrs|Ms|Nurse|Hospital|Clinic|Center)[A-Z][a-z]{3,} $"
)  # "Led Zeppelin IV"
_IN_A_LIST = re.compile(r"(?<![^\s(])([IVX]{1,5})\. [A-Z\"“‘(]")
_IS_LAST = re.compile(r"\s*$")
_TEMPO = re.compile(
    r" [\"“]?(?:Adagi|Allegr|Andant|Finale\b|Grave\b|Largh|Largo\b|Lento\b|Maestoso|Menuett|Minuet|Moderato|Prestissimo|Presto\b|Rondo\b|Scherzo|Vivace|Allemande|Courante|Sarabande|Gigue)"
)
_HEADING = re.compile(
    r" (?:Background|Definitions|Executive Summary|General|Introduction|Objectives?|Overview|Parties|Preamble|Preface|Purpose|Scope|Summary)\b"
)
_ROMAN = r"(?P<roman>[IVXLC]+)(?![\w-]|\.\w)"
_NO_PRONOUN = r"(?![\w\ue000-]|\.\w|(?<=I)['’](?:d|ll|m|ve)\b)"
# Parts of a list: "I, II and III", "IV-VI"; the pronoun is no second of it.
_ONE_OF_A_LIST = re.compile(r"[IVXL]+|[–-]")
_LISTED = r"[IVXL]+(?:(?:,? (?:and|or|to|&) |, |/| ?[–-] ?)(?!I(?!\w))[IVXL]+(?!\w)){1,9}(?![\w'’-])"


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of Roman numerals in order of priority."""
    return (
        Kind("two rulers", rf"(?<!\w)(?P<name>{tables.REGNAL}) (?P<one>[IVX]+) (?:and|&) (?P<two>(?!I(?!\w))[IVX]+|(?<=s VI and )I|(?<=s VI & )I)(?![\w'’-]|\. [A-Z])", _two_rulers, frozenset("IVX")),
        Kind("regnal", rf"(?<!\w)(?P<name>{tables.REGNAL})(?P<the> the)? {_ROMAN}", _regnal, frozenset("IVX")),
        Kind("listed in Roman", rf"(?<!\w)(?i:(?:{tables.NUMBERED}|{tables.NUMBERED_TOO})s?) (?P<list>{_LISTED})", _list, frozenset("IVX")),
        Kind("roman", rf"(?<!\w)(?i:{tables.NUMBERED}) (?P<roman>[IVXLC]+|[ivx]{{2,6}}){_NO_PRONOUN}", _roman, frozenset("IVXLCivx")),
        Kind("roman behind a word", rf"(?<!\w)(?i:{tables.NUMBERED_TOO}) (?P<roman>(?!X(?!\w))[IVX]+){_NO_PRONOUN}", _roman, frozenset("IVX")),
        Kind("starred grade of a building", r"\b[Gg]rade (?P<roman>II|2)(?P<star>\*)(?!\w)", lambda match: named(match, roman="two", star=" star"), frozenset("*")),
        Kind("book of several", r"(?<![\w.])(?P<nth>I{1,3})(?= (?:Samuel|Sam\.?|Kings|Chronicles|Chron?\.|Corinthians|Cor\.?|Thessalonians|Thess\.?|Timothy|Tim\.|Peter|Pet\.?|John|Maccabees|Macc\.) [\d\ue000])", lambda match: whole(match, ("First", "Second", "Third")[len(match[0]) - 1]), frozenset("I")),
        Kind("roman and a letter", r"(?<!\w)(?i:category|class|grade|group|phase|stage|type) (?P<roman>I{1,3}|I?V|VI{1,3}|I?X)(?P<letter>[ABab]|(?<!I)[Cc]|(?<=II)[Cc])(?![\w'-]|\.\w)", _roman_and_letter, frozenset("IVX")),
        Kind("model by Roman number", r"(?<=[a-z] )(?P<roman>I{2,3}|IV|VI{1,3})(?P<letter>[a-gS]|Sb)(?![\w'’-])", _roman_and_letter, frozenset("IV")),
        Kind("world war", r"(?<!\w)WW(?P<roman>II?)(?!\w)", lambda match: whole(match, f"World War {'one' if match['roman'] == 'I' else 'two'}"), frozenset("W")),
        Kind("roman year", r"(?<!\w)(?P<roman>M(?:C|D|M)[MDCLXVI]{2,10})(?!\w)", _roman_year, frozenset("M")),
        Kind("roman century", r"(?<!\w)(?P<roman>[IVX]+)(?:th|st)? (?=century|centuries)", _century, frozenset("IVX")),
        Kind("roman alone", r"(?<=[A-Za-z] )(?P<roman>[IVX]{2,8}|L[IVX]{2,7}|[MCD][IVXLCDM]{3,11})(?![\w-]|\.\w)", _roman_alone,
             frozenset("IVXLCDM")),
        Kind("team", r"(?:(?<=\dst )|(?<=\dnd )|(?<=\d[rt][dh] )|(?<=\b[Ff]irst )|(?<=\b[Ss]econd )|(?<=\b[Tt]hird )|(?<=\bfourth )|(?<=\bWorld )|(?<=\bInvitation ))(?P<roman>XV|XI|VIII)(?P<s>s)?(?![\w-])", _roman, frozenset("XV")),
        Kind("mark of a model", r"(?:(?<=[A-Z]\ue000 )|(?<=[A-Z]\ue000\ue000 )|(?<=[A-Z]\ue000{3} ))(?P<roman>I{2,3}|IV|VI{0,3})(?![\w'.-])(?! (?:bolus|drip|fluids?|infusions?|line|push|therapy)\b)", _roman, frozenset("IV")),
    )  # fmt: skip


def pages() -> tuple[Kind, ...]:
    """Return the kinds of pages in front of a book's first."""
    return (
        Kind("Roman page", r"(?:(?<=\bpp\. )|(?<=\bpages ))(?P<one>[ivxlc]+)(?P<to> ?[-–] ?)(?P<two>[ivxlc]+)(?!\w)|(?:(?<=\bp\. )|(?<=\bpage ))(?P<only>[ivxlc]+)(?![\w'])(?<!e i(?= (?!of\b)[a-z]))", _roman_page, frozenset("ivxlc")),
        Kind("Roman pages in front", r"(?<![\w'])(?P<only>[ivxlc]+)(?= ?\+ ?[\d\ue000]+ (?:pages?|pp?)\b)", _roman_page, frozenset("ivxlc")),
    )  # fmt: skip


def parts() -> tuple[Kind, ...]:
    """Return the kinds of parts of a section and of numbers in front of a line."""
    return (
        Kind("letter of a section", r"(?:(?<=[\d)\ue000])|(?!\(x+\)))\((?P<roman>[ivx]{2,5})\)", _part, frozenset("ivx")),
        Kind("numbered in Roman", r"(?<![^\s(])(?P<roman>[IVX]{1,5})\.(?= [A-Z\"“‘(]|\s*$)", _in_a_list, frozenset("IVX")),
        Kind("list number", r"(?:^|(?<=\n))\(?(?P<number>\d{1,3}|[A-Za-z]|[ivx]{2,4})\)(?= )", _list_number, frozenset(")")),
    )  # fmt: skip


def _regnal(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    rest = match.string[match.end() : match.end() + 12]
    if not value or match["roman"] in ("C", "L", "D", "M"):
        return ()
    if len(match["roman"]) == 1 and re.match(r"\. [A-Z]", rest):  # an initial: "John V. Smith"
        return ()
    if match["roman"] == "I" and re.match(" [a-z]", rest) and not _is_first(match):
        return ()
    if match["name"] == "Malcolm" and match["roman"] == "X":
        return ()
    return named(match, roman=f"{'' if match['the'] else 'the '}{ordinal(str(value), 'en')}")


def _two_rulers(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Louis XIV and XV" with an ordinal each."""
    values = {end: roman_value(match[end]) for end in ("one", "two")}
    said = {end: f"the {ordinal(str(value), 'en')}" for end, value in values.items()}
    return named(match, **said) if all(values.values()) else ()


def _list(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Parts I, II and III" and "chapters IV-VI" with numbers."""
    found = list(_ONE_OF_A_LIST.finditer(match.string, *match.span("list")))
    values = [roman_value(part[0]) for part in found]
    if not all(value or part[0] in "–-" for value, part in zip(values, found, strict=True)):
        return ()
    return [
        Piece(*part.span(), cardinal(str(value), "en") if value else "to")
        for value, part in zip(values, found, strict=True)
    ]


def _is_first(match: re.Match[str]) -> bool:
    """Say whether "Charles I lost" tells of a king, and is no sentence that goes on with "I"."""
    line, end = match.string, match.end()
    if _REIGNS.match(line, end):
        return True
    before = line[max(0, match.start() - 12) : match.start()]
    if _CROWNED.search(before):
        return not _OF_MINE.match(line, end)
    return bool(
        (_CLAUSE.search(before) or not before) and _DID.match(line, end) and not _OF_MINE.match(line, end)
    )


def _roman(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"].upper())
    rest = match.string[match.end() : match.end() + 3]
    if (
        not value
        or match["roman"] in ("C", "D", "L", "M")
        or (match["roman"] == "X" and match.string.endswith("Xbox ", 0, match.start()))
        or (match["roman"] == "I" and _GOES_ON.match(match.string, match.end()) and " War " not in match[0])
    ):
        return ()
    if match[0].endswith(". I") and (match[0].lower().startswith("no.") or rest[:1] in ("'", "’")):
        return ()  # "No. I, too, …" and "Fig. I'd …"
    return named(match, roman=cardinal(str(value), "en"))


def _roman_and_letter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "stage IIIb" with a number."""
    value = roman_value(match["roman"])
    return named(match, roman=cardinal(str(value), "en"), letter=match["letter"].upper())


def _roman_year(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return whole(match, year(str(value), "en")) if value else ()


def _century(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return named(match, roman=ordinal(str(value), "en")) if value else ()


def _roman_alone(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Rocky III" and "Super Bowl LVIII"; "MIX", "CD" and "XX" are no numbers."""
    value = roman_value(match["roman"])
    before = match.string[max(0, match.start() - 30) : match.start()].split()[-1:]
    if match["roman"] == "IV" and _TITLE.search(match.string, max(0, match.start() - 40), match.start()):
        return named(match, roman="four")
    if not value or match["roman"] in (
        "MIX",
        "LIV",
        "XL",
        "XX",
        "XXL",
        "CD",
        "DIV",
        "CIV",
        "VI",
        "IV",
        "MIDI",
        "DIX",
        "CC",
        "MI",
    ):
        return ()
    if not before or not before[0][:1].isupper():
        return ()
    return named(match, roman=cardinal(str(value), "en"))


def _roman_page(match: re.Match[str]) -> Iterable[Piece]:
    values = {
        end: roman_value(part.upper()) for end, part in match.groupdict().items() if part and end != "to"
    }
    said = {end: cardinal(str(value), "en") for end, value in values.items()}
    to = {"to": "to"} if "to" in match.groupdict() else {}
    return named(match, **to, **said) if all(values.values()) else ()


def _part(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3(a)(ii)" with a number."""
    value = roman_value(match["roman"].upper())
    return whole(match, cardinal(str(value), "en")) if value else ()


def _in_a_list(match: re.Match[str]) -> Iterable[Piece]:
    """Say "II. Adagio" with a number, where its neighbours, its tempo or a line's begin show that it is one."""
    value, line, start, end = roman_value(match["roman"]), match.string, match.start(), match.end()
    near = line[max(0, start - 200) : start] + line[end : end + 200]
    listed = {roman_value(found[1]) for found in _IN_A_LIST.finditer(near)}
    is_last = _IS_LAST.match(line, end)  # a sentence may end at the dot
    begins = not start or line[start - 1] == "\n" or (is_last and line[start - 2 : start] == "; ")
    heads = begins and (len(match["roman"]) > 1 or _HEADING.match(line, end))
    if not value or not (heads or _TEMPO.match(line, end) or listed & {value - 1, value + 1}):
        return ()
    return whole(match, f"{cardinal(str(value), 'en')}{'.' if is_last else ','}")


def _list_number(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    value = roman_value(number.upper()) if len(number) > 1 and not number.isdecimal() else 0
    said = cardinal(str(value or number), "en") if value or number.isdecimal() else number
    return whole(match, f"{said},")
