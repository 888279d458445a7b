"""Signs that Portuguese names where they stand for themselves: a telephone's keys, inches, sharps, copies of files."""

# ruff: noqa: E501 - a pattern is one line; a quotation mark is an inch

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import agree
from f5tts_worker.engine.text.languages.pt.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.addresses import is_spelled
from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import NUMBER
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, quantity
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_KEYS = {"*": "asterisco", "#": "jogo da velha"}
_INCH = GRAMMAR.units['"']
_OPENED, _CLOSED = re.compile(r'(?<![^\s(])"(?=\w)'), re.compile(r'(?<=[^\s\d])"')
_QUOTED = 200  # characters in which a quotation may have begun
_TEMPO = "Adagio|Allegr[oe]\\w*|Andant[ei]\\w*|Finale|Intermezzo|Largo|Lento|Menuet\\w*|Moderato|Prest\\w+|Rond[oó]|Scherzo|Vivace"


def _code(match: re.Match[str]) -> Iterable[Piece]:
    """Say "*#06#" key by key."""
    return whole(match, " ".join(_KEYS.get(key) or digits(key, "pt") for key in match[0]))


def _inches(match: re.Match[str]) -> Iterable[Piece]:
    """Say "15,6”", "3/4"" and "1 1/2"", where no quotation ends."""
    before = match.string[max(0, match.start() - _QUOTED) : match.start()]
    is_quoted = len(_OPENED.findall(before)) > len(_CLOSED.findall(before))
    if is_quoted or before.count("“") > before.count("”"):
        return ()
    if match["number"]:
        said = count(match["number"], _INCH.gender, GRAMMAR)
        return whole(match, f"{said} {counted(match['number'], _INCH, GRAMMAR)}")
    units, over, under = (int(match[part] or 0) for part in ("whole", "over", "under"))
    if not 0 < over < under:
        return ()
    part = GRAMMAR.fraction(0, over, under, _INCH.gender)
    if not units:
        return whole(match, f"{part} {'' if under == 2 else 'de '}{_INCH.one}")
    lead = f"{agree(cardinal(str(units), 'pt'), 'f')} {_INCH.one if units == 1 else _INCH.many}"
    return whole(match, f"{lead} e {part}")


def _degrees(match: re.Match[str]) -> Iterable[Piece]:
    said = {"number": quantity(match["number"], "pt"), "mark": " graus"}
    if match.groupdict().get("other"):
        said |= {"other": quantity(match["other"], "pt"), "also": " graus"}
    return named(match, **said)


def _copy(match: re.Match[str]) -> Iterable[Piece]:
    """Say what ends "relatório (1).pdf", as an address has it."""
    ending = match["ending"]
    return named(match, dot=" ponto ", ending=ending.upper() if is_spelled(ending) else ending)


def _movement(match: re.Match[str]) -> Iterable[Piece]:
    """Say "(III. Presto)" with a number."""
    value = roman_value(match["roman"])
    return named(match, roman=cardinal(str(value), "pt")) if value else ()


SIGNS: tuple[Kind, ...] = (
    Kind(
        "code of a telephone",
        r"(?<![\w*#])[*#][\d*#]{1,20}#(?!\w)",
        _code,
        frozenset("#"),
    ),
    Kind(
        "key of a telephone",
        r"\b(?i:apert[ae]|caracteres?|carregue em|digite|disque|e|marque|ou|prem[ae]|pression[ae]|prima|símbolo|sina(?:l|is)|tecl[ae]s?)(?: [oa])? [\"'(]?(?P<key>[*#])(?![\w#*])",
        lambda match: named(match, key=f" {_KEYS[match['key']]}"),
        frozenset("*#"),
    ),
    Kind(
        "fraction of an inch",
        r"(?<![\w.,/])(?P<number>)(?:(?P<whole>\d{1,2}) )?(?P<over>\d{1,2})/(?P<under>2|4|8|16|32)(?P<mark>[\"”])(?!\w)",
        _inches,
    ),
    Kind(
        "inches",
        rf"(?<![\w.,:/'°])(?P<number>{NUMBER})(?P<mark>”)(?!\w)",
        _inches,
    ),
    Kind(
        "degrees by the mark of an ordinal",  # "máx. 24º"
        r"\b(?i:fornos?|máx\.?|máximas?|mín\.?|mínimas?|temperaturas?|term[óô]metros?)(?! \d)[^\d\n]{1,25}(?<!\bo )(?<!\b[dn]o )(?P<number>\d{1,3})(?P<mark>º)(?: ?(?:a|e|/|-) ?(?P<other>\d{1,3})(?P<also>º))?(?=[,.;:)\n]|\Z| (?:ao?|até|com|de|durante|e|em|n[ao]|para|por)\b)",
        _degrees,
        frozenset("º"),
    ),
    Kind(
        "degrees of washing or baking",  # "lavar a 30º"
        r"\b(?i:aquec\w{1,6}|ass[ae]\w{0,4}|coz\w{1,7}|ferv\w{1,5}|lav\w{1,5})(?: [a-zà-ú]{1,12}){0,4} (?P<number>[1-9]\d{1,2})(?P<mark>º)(?=[,.;:)\n]|\Z| (?:até|com|durante|e|n[ao]|por)\b)",
        _degrees,
        frozenset("º"),
    ),
    Kind(
        "copy of a file",
        r"(?:(?<=\(\d)|(?<=\(\d\d))\)(?P<dot>\.)(?P<ending>docx?|jpe?g|mp[34]|pdf|png|pptx?|txt|xlsx?|zip)(?!\w)",
        _copy,
        frozenset(")"),
    ),
    Kind(
        "sharp or flat",
        r"(?<!\w)(?i:dó|ré|mi|fá|sol|lá|si)(?P<sign>#|b(?= (?:maior|menor)))(?!\w)",
        lambda match: named(match, sign=" sustenido" if match["sign"] == "#" else " bemol"),
        frozenset("#b"),
    ),
    Kind(
        "beat",  # "compasso 3/4"
        r"\b(?i:compassos?|ritmo)(?: de| em)? \d{1,2}(?P<by>/)(?=\d{1,2}(?![\w/]|[.,]\d))",
        lambda match: named(match, by=" por "),
    ),
    Kind(
        "movement",
        rf"(?<=\()(?P<roman>[IVX]{{2,4}}|[IV](?=\. (?:{_TEMPO})))(?P<dot>\.)(?= [A-ZÀ-Þ])",
        _movement,
        frozenset("IVX"),
    ),
    Kind(
        "school of years",  # "EB 2,3": of the second and the third cycle
        r"\b(?:EBI?|EBS)(?: |(?=\d))(?:\d(?P<and>,)(?=\d(?!\d)))",
        lambda match: named(match, **{"and": " e "}),
    ),
)
