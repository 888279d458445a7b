"""Dutch: what is said in its own way: ordinals, scores, decades, abbreviations that depend on what is near."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash behind an amount is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR, agree, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, ordinal(int(match["number"])))


# Of knitting and crochet: one and many.
_STITCHES = {
    "st": ("steek", "steken"), "v": ("vaste", "vasten"), "stk": ("stokje", "stokjes"), "hv": ("halve vaste", "halve vasten"),
    "l": ("losse", "lossen"), "omsl": ("omslag", "omslagen"), "r": ("recht", "recht"), "av": ("averecht", "averecht"),
}  # fmt: skip
_HANDWORK = re.compile(
    r"\b(?i:haak\w*|brei\w*|toer|omsl|herhaal|steken|opzetten|afkanten|meerder\w*|minder\w*)\b"
)
_SIDES = {"l": "lengte", "b": "breedte", "h": "hoogte", "d": "diepte"}


# What a number in figures is written together with.
_GLUED = "jarig|daags|delig|persoons|sterren|voud|tal(?:len)?(?!\\w)|ledig|kleurig|talig|maandelijks|maands|wekelijks|uurs|kamer|deurs|zits|baans|wielig|procents|hoekig|koppig|dubbel"


def _say_times_a_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3 dd 1" and "1dd1": so many times a day, and how many of it."""
    said = f"{agree(cardinal(match['number'], 'nl'), '')} maal daags"
    return whole(match, f"{said} {agree(cardinal(match['each'], 'nl'), '')}" if match["each"] else said)


def _say_stitches(match: re.Match[str]) -> Iterable[Piece]:
    near = match.string[max(0, match.start() - 80) : match.end() + 80]
    name = _STITCHES[match["name"]][match["number"] != "1"]
    number = agree(cardinal(match["number"], "nl"), "")
    return named(match, number=number, name=name) if _HANDWORK.search(near) else ()


def _say_waterside(match: re.Match[str]) -> Iterable[Piece]:
    name = match.string[match.end() + 1 : match.end() + 8]
    return named(match, on="aan den" if name.startswith(("Rijn", "IJssel")) else "aan de", sea="aan Zee")


OWN: tuple[Kind, ...] = (
    Kind(
        "article of a code",
        r"(?i:(?<=\bart\. )|(?<=\bartikel )|(?<=\bbw )|(?<=\bawb )|(?<=\bjo\. )|(?<=\bjuncto )|(?<=\ue000{3} )(?=\d:\d))\d{1,2}(?P<colon>:)(?=\d{1,4}(?!\w| uur))",
        lambda match: named(match, colon=" "),
    ),
    Kind(
        "century",
        r"(?<!\w)(?P<roman>[IVX]+)(?:e|de|ste)?(?= eeuw)",
        lambda match: (
            whole(match, ordinal(roman_value(match["roman"]))) if roman_value(match["roman"]) else ()
        ),
        frozenset("IVX"),
    ),
    Kind(
        "glued",  # "3-jarig", "2-persoonsbed"
        rf"(?<![\w.,/-])(?P<number>\d{{1,3}})-?(?P<rest>(?:{_GLUED})[a-z]*)(?!\w)",
        lambda match: whole(match, cardinal(match["number"], "nl").replace("éé", "ee") + match["rest"]),
    ),
    Kind(
        "decade",
        r"(?<![\w.,])(?P<number>[2-9]0)[-']?er(?= jaren)",
        lambda match: whole(match, cardinal(match["number"], "nl") + "er"),
    ),
    Kind(
        "times a day",
        r"(?<![\w.,])(?P<number>[1-9]) ?(?P<dd>d\.?d\.?)(?: (?=\d|\ue000|een|één)|(?P<each>[1-9])(?!\w))",
        _say_times_a_day,
    ),
    Kind(
        "on a river",  # "Alphen a/d Rijn", "Bergen a/Zee"
        r"(?<=[a-z] )(?P<on>a/[dD]|a\.d\.)(?= [A-Z])|(?<=[a-z] )(?P<sea>a/Z(?:ee)?)(?!\w)",
        _say_waterside,
        frozenset("a"),
    ),
    Kind(
        "fraction with an ending",  # "1/3e van de leden"
        r"(?<![\w.,/])(?P<over>[1-9])/(?P<under>[2-9]|1\d|20)(?:ste|de|e)(?!\w)",
        lambda match: whole(match, GRAMMAR.fraction(0, int(match["over"]), int(match["under"]), "")),
    ),
    Kind(
        "plural of a code",  # "A4'tjes", "de 747's"
        r"(?<=[A-Z])(?P<number>\d{1,2})'(?P<end>tjes?|s)(?!\w)",
        lambda match: whole(match, cardinal(match["number"], "nl") + match["end"]),
    ),
    Kind(
        "world war",  # "WOII"
        r"(?<!\w)WO(?P<roman>I{1,2})(?!\w)",
        lambda match: whole(match, f"WO {cardinal(str(len(match['roman'])), 'nl')}"),
        frozenset("W"),
    ),
    Kind(
        "guilders",  # "fl. 12,50", "f 10,-"
        r"(?<![\w.])(?P<sign>fl?\.? )(?P<number>\d{1,3}(?:\.\d{3}){0,3})(?P<rest>,(?:-|–|(?P<cents>\d\d)))(?![\w,])",
        lambda match: named(
            match,
            sign="",
            number=f"{agree(quantity(match['number'], 'nl'), '')} gulden",
            rest=cardinal(match["cents"], "nl") if (match["cents"] or "00") != "00" else "",
        ),
        frozenset("f"),
    ),
    Kind(
        "year in the name of a club",  # "HSV'33"
        r"(?<=[A-Za-z])(?P<mark>')(?=\d\d(?!\w))",
        lambda match: named(match, mark=" "),
        frozenset("'"),
    ),
    Kind(
        "way to pay",
        r"(?<!\w)i(?:DEAL|DIN)(?!\w)",
        lambda match: whole(match, match[0].lower()),
        frozenset("D"),
    ),
    Kind(
        "party",
        r"(?<!\w)(?:PvdA|PvdD|PvdV)(?!\w)",
        lambda match: whole(match, " ".join(match[0].upper())),
        frozenset("P"),
    ),
    Kind(
        "spelled in small letters",  # "tv-gids", "hbo"
        r"(?<![\w.@-])(?<!\w')(?:tv|pc|cd|cv|wc|ov|hbo|mbo|vmbo|vwo|ict|apk|aow|cao|ceo|cfo|cto|cpu|dj|dna|dvd|gps|kmo|pvc|usb|zzp|hr(?=\+))(?![\w@]|\.\w)",
        lambda match: whole(match, match[0].upper()),
        frozenset("abcdhjkotuvwz"),
    ),
    Kind(
        "two sizes",  # "XL = 42/44": even figures, one after the other
        r"(?<![\w.,/])(?P<small>[3-5][02468])(?P<slash>/)(?P<large>[3-6][02468])(?![\w/]|[.,]\d)",
        lambda match: named(match, slash=" ") if int(match["large"]) - int(match["small"]) == 2 else (),
    ),
    Kind(
        "from a price to another",  # "€ 3.500 - € 5.200"
        r"(?<!\w)[€$£] ?\d[\d.,]{0,12}(?:(?<=,)-)?(?P<to> ?[-–] ?)(?=[€$£] ?\d[\d.,]{0,12}(?! ?=|[\d.,]))",
        lambda match: named(match, to=GRAMMAR.signs["–"]),
    ),
    Kind(
        "stars in a word",  # "een 5*-resort"
        r"(?<![\w.,*])(?P<number>[1-7])\*(?:-(?=[a-z])| ?(?=(?:hotel|resort|camping|restaurant)\b))",
        lambda match: whole(match, f"{cardinal(match['number'], 'nl').replace('éé', 'ee')}sterren"),
        frozenset("*"),
    ),
    Kind(
        "estimate",  # "€ 60/80"
        r"(?<!\w)€ ?(?P<low>\d{2,5})(?P<to>/)(?=\d{2,5}(?![\w/]|[.,]\d))",
        lambda match: named(match, to=" tot "),
        frozenset("€"),
    ),
    Kind(
        "stitches",  # "3 st, *2 v, 1 omsl"
        rf"(?<![\w.,])(?P<number>\d{{1,3}}) (?P<name>{'|'.join(_STITCHES)})(?![\w.'])",
        _say_stitches,
    ),
    Kind(
        "ordinal",  # "18e/19e" are two
        r"(?:(?<![\w.,:/-])|(?<=\de/)|(?<=[dt]e/))(?P<number>\d{1,3})(?:ste|de|e)(?!\w)",
        _say_ordinal,
    ),
    Kind(
        "people of an age",  # "55+'ers"
        r"(?<![\w.,/-])(?P<number>\d{2})\+-?'?(?P<end>ers?|sters?)(?!\w)",
        lambda match: whole(
            match, f"{cardinal(match['number'], 'nl')} plus{'s' * (match['end'][0] == 'e')}{match['end']}"
        ),
        frozenset("+"),
    ),
    Kind(
        "two classes",  # "groep 7/8", "de groepen 3/4 en 5/6"
        r"\b(?i:groep|groepen|klas|klassen|leerjaar|combinatiegroep|kamer|gang) \d{1,2}/\d{1,2}(?:(?:,| en| of) \d{1,2}/\d{1,2}){0,6}(?![\w/]|[.,]\d)",
        lambda match: [
            Piece(match.start() + slash.start(), match.start() + slash.end(), " ")
            for slash in re.finditer("/", match[0])
        ],
    ),
    Kind(
        "ground floor",  # "Javastraat 8-hs"
        r"(?<=\d)(?P<floor>[- ]?hs\.?)(?!\w)",
        lambda match: named(match, floor=" huis"),
    ),
    Kind(
        "three sides",  # "30 x 20 x 10 cm"
        r"(?<![\w.,])\d{1,4}(?:,\d{1,2})?(?P<by> ?[x×] ?)(?=\d{1,4}(?:,\d{1,2})? ?[x×] ?\d{1,4}(?:,\d{1,2})? ?[cdm]?m(?!\w))",
        lambda match: named(match, by=" bij "),
        frozenset("x×"),
    ),
    Kind(
        "sides of a thing",  # "lxbxh"
        r"(?<!\w)(?i:[lbhd] ?[x×] ?[lbhd](?: ?[x×] ?[lbhd])?)(?!\w)",
        lambda match: whole(
            match, " bij ".join(_SIDES[side] for side in re.findall("[lbhd]", match[0].lower()))
        ),
        frozenset("xX×"),
    ),
    Kind(
        "flat",  # "Javastraat 8-II", "Singel 100-3hoog", "14 I-hoog"
        r"(?<=\d)(?P<dash>-| (?=[1-9IV]{1,3}-?hoog))(?P<floor>I{1,3}|IV|[1-9](?=-?hoog))(?P<high>-?hoog)?(?!\w)",
        lambda match: named(
            match,
            dash=" ",
            floor=cardinal(str(roman_value(match["floor"]) or match["floor"]), "nl"),
            high=" hoog",
        ),
        frozenset("Ih"),
    ),
)
