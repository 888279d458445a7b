"""What French alone has: ordinals, halves behind a noun, wars and years, words for both men and women."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.capitals import lower_shouted
from f5tts_worker.engine.text.languages.fr.gender import gender_of
from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR, agree, ordinal
from f5tts_worker.engine.text.reading.amounts import count, counted
from f5tts_worker.engine.text.reading.grammar import NUMBER
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, named_apart, whole


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    value = int(number) if number.isdigit() else roman_value(number)
    if not value or (value > 1 and re.match("er|re|ère|ere", match["end"])):  # "Vers" is a word
        return ()
    if match["end"][0] == "d":  # "en 2de", a class
        return whole(match, f"seconde{match['end'][2:]}") if number == "2" else ()
    if value == 1:
        return whole(match, "première" if match["end"].startswith(("re", "ère", "ere")) else "premier")
    said = "second" if match["end"].startswith("nd") else ordinal(value)
    return whole(
        match,
        said + ("e" if match["end"].startswith("nde") else "") + ("s" if match["end"].endswith("s") else ""),
    )


def _round_the_clock(match: re.Match[str]) -> Iterable[Piece]:
    """Say "24h/24" and "7j/7" with "sur"."""
    first, second = (cardinal(number, "fr") for number in re.findall(r"\d+", match[0]))
    return whole(match, f"{first} {'jours' if 'j' in match[0] else 'heures'} sur {second}")


_HALVED = {"h": "heures"}
_IN_LATIN = ("primo", "secundo", "tertio", "quarto")


def _say_one_and_half(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 1/2 tasse" with the half behind the noun."""
    unit, written = GRAMMAR.units.get(match["noun"]), match["noun"]
    gender = unit.gender if unit else gender_of(written)
    noun = (unit.one if match["number"] == "1" else unit.many) if unit else written
    if not gender:
        return ()
    said = agree(cardinal(match["number"], "fr"), gender)
    half = "et demie" if gender == "f" else "et demi"
    return [
        Piece(match.start(), match.start("noun") - 1, said),
        Piece(match.start("noun"), match.end(), f"{noun} {half}"),
    ]


def _say_both(match: re.Match[str]) -> Iterable[Piece]:
    man = match["man"]
    woman = re.sub("er$", "èr", man.lower()) + "e"
    is_many = match["many"] or match["end"] == " e s"
    return whole(match, f"{man}s et {woman}s" if is_many else f"{man} ou {woman}")


def _say_swiss_price(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Fr. 50.--" and "210.-" as so many francs."""
    units = GRAMMAR.currencies["CHF" if (match["sign"] or "") == "CHF " else "fr."].unit
    said = f"{count(match['number'], 'm', GRAMMAR)} {counted(match['number'], units, GRAMMAR)}"
    return named_apart(match, {"sign": "", "number": said, "dash": ""})


OWN: tuple[Kind, ...] = (
    Kind(
        "capitals behind an elision",  # "l'URSSAF", "d'URGENCE"
        r"(?:(?<=\b[cdjlmnstCDJLMNST]')|(?<=\b[Qq]u'))[A-ZÀ-Þ]{5,}(?!\w)",
        lambda match: whole(match, lower_shouted([match[0]], "fr")[0]),
        frozenset("'"),
    ),
    Kind(
        "Swiss price",
        rf"(?<![\w.,:/'–-])(?P<sign>(?:CHF|S?[Ff]r\.) )?(?P<number>{NUMBER})(?P<dash>\.(?:–|-{{1,2}}))(?![\w-])",
        _say_swiss_price,
    ),
    Kind(
        "war",
        r"(?<![\w-])(?:14(?P<a>[-–])18|39(?P<b>[-–])45)(?![\w-]|[.,]\d| ?(?:ans|€|%|kg|km|°))",
        lambda match: named(match, a=" ", b=" "),
    ),
    Kind(
        "year before",
        r"(?<![\w-])[NJ](?P<sign>[-+])(?=\d{1,2}(?![\w-]))",
        lambda match: named(match, sign=" moins " if match["sign"] == "-" else " plus "),
    ),
    Kind("car", r"(?<=\b[Ll]a )\d(?=L(?!\w))", lambda match: whole(match, cardinal(match[0], "fr"))),
    Kind("round the clock", r"(?<!\d)(?:24 ?h|7 ?j)(?P<slash> ?/ ?)(?:24|7)(?!\d)", _round_the_clock),
    Kind(
        "more or less",
        r"(?<=[^\W\d_] )(?P<sign>[-+])(?= de [\d\ue000])",
        lambda match: whole(match, {"-": "moins", "+": "plus"}[match["sign"]]),
        frozenset("-+"),
    ),
    Kind(
        "article with a dash",
        r"(?:(?<=\b[Aa]rticle )|(?<=\b[Aa]rt\. ))\d{1,4}(?P<dash>-)(?=\d{1,3}(?!\d))",
        lambda match: [Piece(*match.span("dash"), "tiret")],
        frozenset("-"),
    ),
    Kind(
        "and a half",  # "trois ans 1/2"
        r"(?:(?<=\d )|(?<=\d)|(?<=[a-z] ))(?P<noun>(?:h|heures?|ans?|mois|jours?)(?!\w)) 1/2(?!\w| (?!(?:de|du|des|et|avant|après|plus|à|en|pour|pas)\b)[a-zà-ÿ])",
        lambda match: whole(
            match,
            f"{_HALVED.get(match['noun'][0], match['noun'])} et demi{'e' * (match['noun'][0] == 'h')}",
        ),
    ),
    Kind(
        "round of a cup",
        r"(?<![\w.,/])1/(?P<under>2|4|8|16|32)e?(?= (?:de )?finale(?!\w))",
        lambda match: whole(
            match, {"2": "demi", "4": "quart"}.get(match["under"]) or ordinal(int(match["under"]))
        ),
    ),
    Kind("four wheels", r"(?<![\w.,])4x4(?!\w)", lambda match: whole(match, "quatre-quatre")),
    Kind(
        "one and a half",
        r"(?<![\w.,/])(?P<number>\d{1,2}) 1/2 (?P<noun>c\. à s\.|c\. à c\.|c\. à soupe|c\. à café|[a-zà-ÿ]{3,})(?!\w)",
        _say_one_and_half,
    ),
    Kind(
        "first of all",
        r"(?<![\w.,(])(?P<number>[1-4])°(?=\))",
        lambda match: whole(match, _IN_LATIN[int(match["number"]) - 1]),
        frozenset("°"),
    ),
    Kind(
        "women too",  # "étudiant(e)s"; the dots of "étudiant·e·s" are spaces by now
        r"(?<![\w-])(?P<man>[^\W\d_]+[^\W\de_])(?P<end>\(e\)(?P<many>s?)| e s)(?!\w)",
        _say_both,
        frozenset("e"),
    ),
    Kind(
        "article",
        r"(?:(?<=\b[LRDA]\. )|(?<=\b[LRDA]\.)|(?<=\b[LRDA]))\d{1,4}(?P<dash>-)(?=\d)",
        lambda match: [Piece(*match.span("dash"), "tiret")],
        frozenset("-"),
    ),
    Kind(
        "ordinal",
        r"(?:(?<![\w.,:/-])|(?<=[VIX]e-))(?P<number>\d+|[IVX]+)(?P<end>ers?|res?|ères?|eres?|èmes?|emes?|es?|nde?s?|des?)(?!\w)",
        _say_ordinal,
        frozenset(),
    ),
)
