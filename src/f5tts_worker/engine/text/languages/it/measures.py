"""Italian amounts of other shapes: "km 87.000", "2.2 TD", "12 ha di vigneto", "27,5/30", "euro 9,50", "min 17°"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; a sign of multiplication

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_IN_FRONT = ("cm", "mm", "kg", "gr", "ml", "cl", "hl", "lt", "kW", "kWh", "mc")
_OF_ONE = re.compile(r"\b(?i:al|il|un|del|ogni|di|a) $")
_WARM = re.compile(
    r"\b(?i:temp\.|temperatur|termometr|minim[aeo]|massim[aeo]|min\b|max\b|meteo|febbre|forno|lav\.|lavagg|lavare)[^!?]*$"
)


def _unit_in_front(match: re.Match[str]) -> Iterable[Piece]:
    """Say "cm 32" as centimetri, "al kg 5 euro" as al chilogrammo."""
    noun = GRAMMAR.units[match["unit"] or match["metre"]]
    is_one = _OF_ONE.search(match.string, max(0, match.start() - 6), match.start())
    return whole(match, noun.one if is_one else noun.many)


def _euros(match: re.Match[str]) -> Iterable[Piece]:
    """Say "euro 1.250,00" without its noughts, "euro 9,50" with cents."""
    said, cents = cardinal(match["whole"].replace(".", ""), "it"), int(match["cents"])
    return whole(match, f"{said} e {cardinal(str(cents), 'it')}" if cents else said)


MEASURES: tuple[Kind, ...] = (
    Kind(
        "blood pressure",
        r"\b(?:PA|P\.A\.|[Pp]ressione)(?: arteriosa)?:? \d{2,3}(?P<slash>/)(?=\d{2,3}(?![\w/]|[.,]\d))",
        lambda match: named(match, slash=" su "),
    ),
    Kind(
        "two memories",  # "16GB/512GB"
        r"\d ?[GTM]B(?P<slash>/)(?=\d{1,4} ?[GTM]B(?!\w))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "ratio",  # "diluizione 1:10" is no time of day
        r"\b(?i:concentrazione|diluir\w*|diluit[aeio]|diluizione|miscela|proporzion[ei]|rapporto|rischio|scala|soluzione)(?: di)? \d{1,3}(?P<colon> ?: ?)(?=\d{1,3}(?:\.?\d{3})*(?![\w:]|[.,]\d))",
        lambda match: named(match, colon=" a "),
    ),
    Kind(
        "per mille",  # "l'8x1000"
        r"(?<![\w.,])\d(?P<by>[x×])(?=1\.?000(?!\d))",
        lambda match: named(match, by=" per "),
    ),
    Kind(
        "marks",  # "27,5/30", "105/110"
        r"(?<![\w.,/])\d{1,3}(?:,\d{1,2})?(?P<slash>/)(?=(?:30|60|110)(?![\w/]|[.,]\d))",
        lambda match: named(match, slash=" su "),
    ),
    Kind(
        "three sides",  # "30x20x15 cm"
        r"(?<![\w.,])\d{1,4}(?:[.,]\d)?(?P<by>[x×])\d{1,4}(?:[.,]\d)?(?P<and_by>[x×])(?=\d)",
        lambda match: named(match, by=" per ", and_by=" per "),
        frozenset("x×"),
    ),
    Kind(
        "kilometres of a car",  # "km 87.000"; "al km 12" is one
        r"(?<![\w.-])(?<!\d )km(?= \d{1,3}(?:[.']\d{3}|000)(?!\d))",
        lambda match: whole(match, "chilometri"),
        frozenset("k"),
    ),
    Kind(
        "unit in front",  # "cm 70x100", "kg 2,5"
        rf"(?<![\w.-])(?<![\d\ue000] )(?:(?P<unit>{'|'.join(_IN_FRONT)})(?:(?<=gr|lt)\.)?|(?P<metre>m)(?= \d{{1,3}},\d))(?= \d{{1,4}}(?:[x×]|(?![\w/-])))",
        _unit_in_front,
        frozenset("cmkg"),
    ),
    Kind(
        "kilometre of a road",
        r"(?<![\w.-])km(?= \d{1,3}\+\d{3}(?!\d))",
        lambda match: whole(match, "chilometro"),
        frozenset("k"),
    ),
    Kind(
        "engine",  # "Giulia 2.2 TD"
        r"(?<![\w.,])\d(?P<dot>\.)\d(?= (?i:t?[dgs]|td[isc]?|tdci|hdi|jtdm?|m-?jet|multijet|mjt|dci|tsi|tfsi|gdi|crdi|16v|turbo\w*|benzina|diesel|hybrid|ibrid[ao]|gpl|metano|v[68]|cdi|bluehdi|puretech|firefly|ecoboost)(?!\w))",
        lambda match: named(match, dot=" punto "),
    ),
    Kind(
        "version",  # "GPT-4.5", "102.5 FM", "industria 4.0": no decimal ends in a nought alone
        r"(?:(?<=[A-Za-z]-)\d{1,2}(?P<dot>\.)\d{1,2}|(?<![\w.,])\d{1,2}(?P<nought>\.)0|(?<=\buna )\d(?P<engine>\.)\d|(?<![\w.,])\d{2,3}(?P<radio>\.)\d{1,2}(?= (?:in )?FM))(?![\w%]|[.,:]\d| ?[€$%°])",
        lambda match: named(match, dot=" punto ", nought=" punto ", engine=" punto ", radio=" punto "),
    ),
    Kind(
        "hectares",  # "ha" is a verb too
        r"(?:(?<=\d )|(?<=\d))ha(?=[,;:)/]|\.?(?:$|\n)| di (?:bosco|foresta|frutteto|macchia|oliveto|pascolo|superficie|terra|terreno|vigneto|vigna)\b| (?:boschiv|bruciat|coltivat|vitat)[oi]\b)",
        lambda match: whole(match, " ettari"),
    ),
    Kind(
        "so warm",  # "min 17°"
        r"(?<![\w.,])\d{1,3}(?P<sign>°)(?=[,.;:)!?\n]|$| (?:e|ed|ad?|al|alle|all'ombra|con|di notte|in|nel|nella|per|sotto|sopra)\b)",
        lambda match: (
            named(match, sign=" gradi")
            if _WARM.search(match.string, max(0, match.start() - 40), match.start())
            else ()
        ),
        frozenset("°"),
    ),
    Kind(
        "bearing",  # "vento 240°", "rotta 090°"
        r"(?:(?<=\b[Vv]ento )|(?<=\b[Vv]ento da )|(?<=\b[Rr]otta )|(?<=\b[Rr]otta per )|(?<=\b[Pp]rua )|(?<=\b[Pp]rua per )|(?<=\b[Aa]zimut )|(?<=\b[Aa]zimut di )|(?<=\bdirezione )|(?<=\binclinazione )|(?<=\binclinazione di )|(?<=\bpendenza di )|(?<=\binclinat[oa] di ))\d{1,3}(?P<sign>°)(?!\w)",
        lambda match: named(match, sign=" gradi"),
        frozenset("°"),
    ),
    Kind(
        "thread of a screw",  # "M8x40"
        r"(?<![\w-])M\d{1,2}(?:,\d)?(?P<by> ?[x×] ?)(?=\d)",
        lambda match: named(match, by=" per "),
        frozenset("x×"),
    ),
    Kind(
        "cents of a sum in words",  # "(tremila/00)"
        r"(?<=[a-zéì])(?P<slash>/)(?P<cents>\d\d)(?=\))",
        lambda match: named(
            match,
            slash=" e ",
            cents=cardinal(match["cents"], "it") if match["cents"] != "00" else "zero zero",
        ),
        frozenset("/"),
    ),
    Kind(
        "euros in front",  # "euro 1.250,00"
        r"(?<=\b[Ee]uro )(?P<whole>\d{1,3}(?:\.\d{3}){0,3}|\d{4,7}),(?P<cents>\d\d)(?![\w%]|[.,]\d)",
        _euros,
    ),
    Kind(
        "thousands of people",  # "20k follower"; "4K" is a picture's size
        r"(?<![\w.,])(?P<number>\d{1,3})(?:,(?P<tenth>\d))?[kK](?= ?(?:abitanti|copie|download|euro|fan|followers?|iscritt[ie]|like|partecipanti|passi|persone|utenti|views|visualizzazioni)(?!\w))",
        lambda match: whole(match, cardinal(f"{match['number']}{match['tenth'] or '0'}00", "it")),
    ),
    Kind(
        "thousands",
        r"(?<![\w.,])(?P<number>\d{1,3})mila(?!\w)",
        lambda match: whole(match, cardinal(f"{match['number']}000", "it")),
    ),
)
