"""French amounts as only France writes them: ages with a sign, sizes, hectares, parts behind their articles, "18H30"."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant; a list of words is a text

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR, agree, ordinal
from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import NUMBER, Noun
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_HAS_AGE = re.compile(
    r"\b(?i:adultes?|ados?|aux|des|enfants?|étudiants?|familles?|gratuite?s?|interdite?s?|jeunes?|les|mineurs|moins|pour|public|réduit|réservée?s?|seniors?|tarifs?)"
    r"(?: ?[:(])? ?$|\($"
)


def _say_age(match: re.Match[str]) -> Iterable[Piece]:
    """Say "interdit aux -12 ans" and "les + 65 ans" with "moins de" and "plus de"."""
    if not _HAS_AGE.search(match.string, max(0, match.start() - 24), match.start()):
        return ()
    return named(match, sign="plus de" if match["sign"] == "+" else "moins de")


def _say_land(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 ha 20 a 35 ca" as hectares, ares and centiares."""
    ares = "are" if match["ares"] in ("0", "1") else "ares"
    centiares = "centiare" if match["centiares"] in ("0", "1") else "centiares"
    return named(match, a=ares, ca=centiares)


_WAYS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"}


def _say_angle(match: re.Match[str]) -> Iterable[Piece]:
    """Say "12°30'" in degrees and minutes."""
    said = []
    for group, unit in (("degrees", "°"), ("minutes", "min"), ("seconds", "s")):
        if number := match[group]:
            noun = GRAMMAR.units[unit]
            said += [count(number, noun.gender, GRAMMAR), counted(number, noun, GRAMMAR)]
    if match["way"]:
        said.append(_WAYS[match["way"]])
    return whole(match, " ".join(said))


def _say_hour(match: re.Match[str]) -> Iterable[Piece]:
    """Say "18H30"."""
    if int(match["hour"]) > 24:
        return ()
    hour, name = GRAMMAR.hour(int(match["hour"]))
    written = match["minute"] or match["also"] or ""
    minute = cardinal(str(int(written)), "fr") if written.strip("0") else ""
    return whole(match, " ".join(filter(None, (hour, name, minute))))


def _say_minutes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2'30" as minutes and what is over."""
    noun = GRAMMAR.units["min"]
    minutes = str(int(match["minutes"]))
    over = cardinal(str(int(match["over"])), "fr") if int(match["over"]) else ""
    said = (agree(cardinal(minutes, "fr"), "f"), counted(minutes, noun, GRAMMAR), over)
    return whole(match, " ".join(filter(None, said)))


_JEWEL = re.compile(
    r"\b(?i:or|bague|bijou\w*|diamants?|brillants?|saphirs?|rubis|émeraudes?|pierres?|alliance|bracelet|collier|pendentif)\b"
)


def _say_carats(match: re.Match[str]) -> Iterable[Piece]:
    """Say "or 18 ct" in carats where jewels are spoken of; elsewhere "ct" are hundredths of a euro."""
    if not _JEWEL.search(match.string, max(0, match.start() - 60), match.end() + 30):
        return ()
    return named(
        match,
        number=quantity(match["number"], "fr"),
        ct=counted(match["number"], Noun("carat", "carats"), GRAMMAR),
    )


def _say_episode(match: re.Match[str]) -> Iterable[Piece]:
    """Say "4x07" as two numbers, "S04E07" with their words; "3x50" is a product."""
    if match["s"]:
        return whole(
            match,
            f"saison {cardinal(str(int(match['s'])), 'fr')} épisode {cardinal(str(int(match['e'])), 'fr')}",
        )
    if match["part"][0] != "0":
        return ()
    return whole(match, f"{cardinal(match['season'], 'fr')} {cardinal(str(int(match['part'])), 'fr')}")


def _say_sizes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "du 40/42" as two sizes next to each other."""
    first, second = int(match["first"]), int(match["second"])
    if not 1 <= second - first <= 4:
        return ()
    return whole(match, f"{cardinal(match['first'], 'fr')} {cardinal(match['second'], 'fr')}")


_RECORDS = re.compile(r"\b(?i:albums?|chansons?|disques?|microsillons?|platine|singles?|tours|vinyles?)\b")


def _say_turns(match: re.Match[str]) -> Iterable[Piece]:
    """Say "un 45 t" as a record's turns, where records are spoken of."""
    near = _RECORDS.search(match.string, max(0, match.start() - 80), match.end() + 80)
    return named(match, number=cardinal(match["number"], "fr"), turns="tours") if near else ()


_SHORT_SPANS = ("h", "min", "mn", "minutes", "heures")


def _say_either(match: re.Match[str]) -> Iterable[Piece]:
    """Say "10/15 min" and "2/3 jours" as from so many to so many; "3/4 h" is a part."""
    low, high = int(match["low"]), int(match["high"])
    is_part = low == 1 or (match["unit"] in _SHORT_SPANS and (low, high) in ((2, 3), (3, 4)))
    if is_part or not low < high <= 2 * low + 5:
        return ()
    noun = GRAMMAR.units.get(match["unit"])
    said = {"low": cardinal(match["low"], "fr"), "slash": " à ", "high": cardinal(match["high"], "fr")}
    return named(match, **said | ({"unit": noun.many} if noun else {}))


_CLOTHES = re.compile(
    r"\b(?i:chemise|chemisier|coton|jean|jupe|laine|lavable|lin|manteau|pantalon|polyester|pull|robe|soie|tee-shirt|veste|viscose)\b"
)


def _say_size(match: re.Match[str]) -> Iterable[Piece]:
    """Say "T. 42" as a size where clothes are spoken of."""
    near = _CLOTHES.search(match.string, max(0, match.start() - 60), match.end() + 60)
    return named(match, size="taille") if near else ()


# Behind these words "1/2" counts none by itself.
_ARTICLES = "|".join(
    rf"(?<=\b{word} )"
    for word in "un une Un Une le la Le La les Les des Des ce cette ces deux trois quatre cinq six".split()
)


_AT_SEA = re.compile(r"\b(?i:bateau|brise|houle|mer|navire|rafales?|vents?|voilier)\b")


def _say_knots(match: re.Match[str]) -> Iterable[Piece]:
    """Say "20 kt" in knots where the wind or a ship is spoken of; elsewhere they are kilotonnes."""
    near = _AT_SEA.search(match.string, max(0, match.start() - 80), match.end() + 40)
    return whole(match, "nœuds") if near else ()


def _say_part(match: re.Match[str]) -> Iterable[Piece]:
    under = match["under"] or match[0].partition("/")[2]
    name = {"2": "demi", "3": "tiers", "4": "quart"}.get(under) or ordinal(int(under))
    return whole(match, name) if int(under) else ()


_EACH = {
    "sem": "semaine",
    "pers": "personne",
    "hab": "habitant",
    "ha": "hectare",
    "km²": "kilomètre carré",
    "m²": "mètre carré",
}


MEASURES: tuple[Kind, ...] = (
    Kind("size of clothes", r"(?<![\w.])(?P<size>T\.) ?(?=[345]\d(?![\w/]|[.,]\d))", _say_size),
    Kind(
        "amperes behind volts",  # "20 V/5 A"
        rf"(?:(?<=\dV)|(?<=\d V))(?P<slash> ?/ ?)(?P<number>{NUMBER}) ?(?P<amperes>A)(?!\w)",
        lambda match: named(
            match,
            slash=" ",
            number=quantity(match["number"], "fr"),
            amperes=counted(match["number"], GRAMMAR.units["A"], GRAMMAR),
        ),
        frozenset("A"),
    ),
    Kind(
        "half board",
        r"(?<![\w.,/])(?:(?<!\d )|(?<=\d, ))1/2(?= (?:écrémé|finale|pension|sel|tarif)s?(?!\w))",
        lambda match: whole(match, "demi"),
        frozenset("/"),
    ),
    Kind(
        "one or the other",
        r"(?<![\w.,/-])(?P<low>\d{1,2})(?P<slash>/)(?P<high>\d{1,2})(?= (?P<unit>ans|fois|h|heures|j|jours|min|minutes|mn|mois|pers|personnes|semaines)(?!\w))",
        _say_either,
        frozenset("/"),
    ),
    Kind(
        "each behind a word",  # "30 kg d'aliments/an"
        r"(?:(?<=[a-zà-ÿ]{3})|(?<=\bPIB))(?<!jour)(?<!jours)(?<!mois)(?<!nuit)(?<!semaine)(?<!end)(?P<slash>/)(?P<each>an|jour|mois|semaine|sem|nuit|personne|pers|habitant|hab(?:\.(?= [a-zà-ÿ(:]))?|ha|km²|m²)(?!\w)",
        lambda match: named(match, slash=" par ", each=_EACH.get(match["each"].rstrip("."), match["each"])),
        frozenset("/"),
    ),
    Kind(
        "part behind its article",  # "un 1/4 d'heure", "deux 1/2 journées"
        rf"(?:{_ARTICLES})1/2(?![\w/]|[.,]\d)|(?:(?<=\b[Uu]n )|(?<=\bce ))1/(?P<under>\d{{1,2}})(?![\w/]|[.,]\d)|(?<=\b[Ll]e )1/4(?= d[e'])",
        _say_part,
        frozenset("/"),
    ),
    Kind("knots", r"(?<=\d )(?:kt|nd)s?(?!\w)", _say_knots, frozenset("kn")),
    Kind(
        "height lost",  # "D+ : 350 m ; D- : 350 m"
        r"(?<![\w-])D(?P<sign>-)(?=(?: ?: ?| )\d|[,;.)]|$)",
        lambda match: named(match, sign=" moins"),
        frozenset("-"),
    ),
    Kind("record", r"(?<![\w.,:/'–-])(?P<number>33|45|78) ?(?P<turns>[tT](?:rs)?)(?![\w'])", _say_turns),
    Kind(
        "day of this month",  # "votre lettre du 4 ct"
        r"(?:(?<=\b[Dd]u )|(?<=\b[Ll]e )|(?<=\b[Aa]u ))(?P<day>[12]?\d|3[01]) (?P<month>ct|crt|cour\.)(?!\w)",
        lambda match: named(match, day=GRAMMAR.day(int(match["day"]), "", ""), month="courant"),
    ),
    Kind(
        "number with a star",  # "Cerfa 12100*02"
        r"(?<![\w.,*])\d{4,5}(?P<star>\*)(?=0\d(?!\w))",
        lambda match: named(match, star=" étoile "),
        frozenset("*"),
    ),
    Kind("carats", rf"(?<![\w.,:/'–-])(?P<number>{NUMBER}) ?(?P<ct>cts?|k)(?![\w'])", _say_carats),
    Kind(
        "fineness of gold",  # "or 750/1000"
        r"(?<![\w.,/])(?P<parts>\d{3})(?P<under>/1000|/1 000|‰)(?![\w/]|[.,]\d)",
        lambda match: named(match, parts=cardinal(match["parts"], "fr"), under=" millièmes"),
    ),
    Kind(
        "two sizes",
        r"(?<![\w.,/-])(?P<first>[3-6]\d)/(?P<second>[3-6]\d)(?![\w/%]|[.,]\d| ?(?:mmHg|mm|cm))",
        _say_sizes,
    ),
    Kind(
        "episode",  # "4x07", "S04E07"
        r"(?<![\w.,])(?:(?P<season>\d{1,2})x(?P<part>\d\d)|S(?P<s>\d{1,2}) ?E(?P<e>\d{1,3}))(?!\w)",
        _say_episode,
    ),
    Kind(
        "land",
        r"(?:(?<=\d ha )|(?<![\w.,/'-])(?=\d{1,2} a \d{1,2} ca))(?P<ares>\d{1,2}) (?P<a>a)(?: (?P<centiares>\d{1,2}) (?P<ca>ca))?(?![\w'])",
        _say_land,
        frozenset("a"),
    ),
    Kind("age", r"(?<![^\s(])(?P<sign>[-–+]) ?(?=\d{1,2} ans\b)", _say_age, frozenset("-–+")),
    Kind(
        "angle",
        r"(?<![\w.,])(?P<degrees>\d{1,3})° ?(?P<minutes>[0-5]?\d)'(?: ?(?P<seconds>[0-5]?\d(?:,\d+)?)\")?(?: ?(?P<way>[NSEOW])(?!\w))?(?!\w)",
        _say_angle,
        frozenset("°"),
    ),
    Kind(
        "degrees with a space",  # "180° C"
        r"(?<=\d)(?P<degrees> ?°) (?P<scale>[CF])(?![\w'])",
        lambda match: named(
            match, degrees=" degrés", scale={"C": "Celsius", "F": "Fahrenheit"}[match["scale"]]
        ),
        frozenset("°"),
    ),
    Kind(
        "hour in capitals",
        r"(?<![\w.,:/'])(?P<hour>\d{1,2})(?:H(?P<minute>[0-5]\d)?(?![\w+])|(?:(?<=\b[Ààa] \d)|(?<=\b[Ààa] \d\d)|(?<=\b[Dd]e \d)|(?<=\b[Dd]e \d\d)|(?<=\bdès \d)|(?<=\bdès \d\d)) H(?: (?P<also>[0-5]\d))?(?!\w))",
        _say_hour,
        frozenset("H"),
    ),
    Kind(
        "minutes of a run",
        r"(?<![\w.,:/'°])(?P<minutes>\d{1,2})'(?P<over>[0-5]\d)(?![\w'\"]|[.,]\d)",
        _say_minutes,
    ),
    Kind(
        "comparison alone",  # "(< 5 ans)"
        r"(?<![^\s(])(?<![\w)] )(?P<sign>[<>≤≥]) (?=\d)",
        lambda match: named(match, sign=f"{GRAMMAR.signs[match['sign']]}"),
        frozenset("<>≤≥"),
    ),
)
