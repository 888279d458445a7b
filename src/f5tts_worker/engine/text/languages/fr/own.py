"""What French alone has: ordinals, halves behind a noun, wars and years, words for both men and women."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant; a list of words is a text

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr.gender import gender_of
from f5tts_worker.engine.text.languages.fr.grammar import GRAMMAR, agree, ordinal
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.tables import COMPASS


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    value = int(number) if number.isdigit() else roman_value(number)
    if not value or (value > 1 and re.match("er|re|ère|ere", match["end"])):  # "Vers" is a word
        return ()
    plural = "s" if match["end"].endswith("s") else ""
    if match["end"][0] == "d":  # "en 2de", a class
        second = "seconde" if match["end"].startswith("de") else "second"
        return whole(match, second + plural) if number == "2" else ()
    if value == 1:
        first = "première" if match["end"].startswith(("re", "ère", "ere")) else "premier"
        return whole(match, first + plural)
    said = "second" if match["end"].startswith("nd") else ordinal(value)
    return whole(match, said + ("e" if match["end"].startswith("nde") else "") + plural)


def _round_the_clock(match: re.Match[str]) -> Iterable[Piece]:
    """Say "24h/24" and "7j/7" with "sur"."""
    first, second = (cardinal(number, "fr") for number in re.findall(r"\d+", match[0]))
    return whole(match, f"{first} {'jours' if 'j' in match[0] else 'heures'} sur {second}")


_KEYS = re.compile(r"\b(?i:appuy\w+|compos\w+|tap\w+|touche|clavier)\b")
_PREFIXES = "arrière|avant|contre|demi|ex|grand|maxi|mini|quasi|sage|semi|sous|super"  # "1 demi-heure"
_QUARTERS = COMPASS["fr"]
# Adjectives that stand in front of nouns of both genders alike.
_OF_BOTH = (
    "autre|brave|double|énorme|formidable|grave|immense|jeune|large|libre|magnifique|même|modeste|pauvre|riche|rude|"
    "sale|simple|splendide|superbe|triple|triste|véritable|vaste"
)
_HALVED = {"h": "heures"}
_IN_LATIN = "primo secundo tertio quarto quinto sexto septimo octavo nono decimo".split()


def _point(number: int) -> str:
    """Say the number of a point of a law: "tertio"."""
    return _IN_LATIN[number - 1] if 0 < number <= len(_IN_LATIN) else cardinal(str(number), "fr")


_PARTS = {2: "demi", 3: "tiers", 4: "quart"}
_BLOOD = re.compile(r"\b(?i:donneu[rs]\w*|groupes?|plasma|rhésus|sang(?:uins?)?|transfus\w+)\b")
_CLASSES = {"1": "première", "2": "seconde", "T": "terminale"}


def _say_part(match: re.Match[str]) -> Iterable[Piece]:
    under = int(re.sub(r"\D", "", match["under"]))
    if not under:
        return ()
    name = _PARTS.get(under) or ordinal(under)
    many = "s" * (int(match["over"]) > 1 and name[-1] != "s")
    is_said = match["over"] == "1" and match.string.endswith(("un ", "Un "), 0, match.start())  # "un 1/20e"
    return whole(match, name if is_said else f"{cardinal(match['over'], 'fr')} {name}{many}")


def _say_class(match: re.Match[str]) -> Iterable[Piece]:
    """Say "5e3" and "6eB" as a class and its number or letter."""
    year = match["year"] or match["lower"]
    name = _CLASSES.get(year[0]) or ordinal(int(year[0]))
    group = cardinal(match["group"], "fr") if match["group"] else match["letter"]
    return whole(match, f"{name} {group}")


def _say_blood(match: re.Match[str]) -> Iterable[Piece]:
    """Say "O-" as a group of blood where donors are spoken of."""
    if not _BLOOD.search(match.string, max(0, match.start() - 80), match.end() + 80):
        return ()
    return named(match, sign=" plus" if match["sign"] == "+" else " moins")


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


def _say_with_adjective(match: re.Match[str]) -> Iterable[Piece]:
    """Say "21 jeunes filles" and "1 demi-heure" by the noun, as what stands before it has one form."""
    said = cardinal(match["number"], "fr")
    gender = gender_of(match["noun"])
    return named(match, number=agree(said, gender)) if gender == "f" else ()


def _say_votes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "310 voix contre 251" with "une" for both."""
    return named(match, number=agree(cardinal(match["number"], "fr"), "f"))


_ABOUT = {
    "8": "huitaine", "10": "dizaine", "12": "douzaine", "15": "quinzaine", "20": "vingtaine", "30": "trentaine", "40": "quarantaine",
    "50": "cinquantaine", "60": "soixantaine", "100": "centaine",
}  # fmt: skip

OWN: tuple[Kind, ...] = (
    Kind(
        "article of the constitution",  # "le 49-3"
        r"(?:(?<=\b[LlDd]e )|(?<=\b[DdAa]u )|(?<=\barticle )|(?<=\b[Uu]n ))49(?P<sign>[.-])3(?!\d|[.,]\d)",
        lambda match: named(match, sign=" "),
    ),
    Kind(
        "key of a telephone",  # "Tapez 1, puis #"
        r"(?<=[ (\"])[#*](?=[\s.,;:)\"]|$)",
        lambda match: (
            whole(match, "dièse" if match[0] == "#" else "étoile")
            if _KEYS.search(match.string, max(0, match.start() - 60), match.end() + 30)
            else ()
        ),
        frozenset("#*"),
    ),
    Kind(
        "about so many",  # "une 20aine"
        r"(?<![\w.,])(?P<number>\d{1,3})aine(?P<many>s?)(?!\w)",
        lambda match: (
            whole(match, _ABOUT[match["number"]] + match["many"]) if match["number"] in _ABOUT else ()
        ),
    ),
    Kind(
        "team of rugby",  # "le XV de France"
        r"(?:(?<=\b[Ll]e )|(?<=\b[Dd]u )|(?<=\b[Aa]u ))X(?:V|III)(?![\w'-])",
        lambda match: whole(match, "quinze" if match[0] == "XV" else "treize"),
        frozenset("X"),
    ),
    Kind(
        "noun behind an adjective",
        rf"(?<![\w.,:/'–-])(?P<number>1|\d{{1,3}}1) (?:(?:{_OF_BOTH})s? |(?:{_PREFIXES})-)(?P<noun>[a-zà-ÿœ]{{3,}})",
        _say_with_adjective,
        frozenset("1"),
    ),
    Kind("votes", r"(?<= voix contre )(?P<number>\d{1,3})(?![\w'-]|[.,/]\d| [a-zà-ÿœ]{4})", _say_votes),
    Kind(
        "quarter with a hyphen",  # "vent de N-E"
        r"(?<![\w-])(?P<first>[NS])-(?P<second>[EO])(?![\w-])",
        lambda match: whole(match, f"{_QUARTERS[match['first']]}-{_QUARTERS[match['second']]}"),
        frozenset("NS"),
    ),
    Kind(
        "war",
        r"(?<![\w-])(?:14(?P<a>[-–])18|39(?P<b>[-–])45)(?![\w-]|[.,]\d| ?(?:ans|€|%|kg|km|°))",
        lambda match: named(match, a=" ", b=" "),
    ),
    Kind(
        "year before",
        r"(?<![\w-])[NJH](?P<sign>[-+])(?=\d{1,2}(?![\w-]))",
        lambda match: named(match, sign=" moins " if match["sign"] == "-" else " plus "),
    ),
    Kind(
        "car",
        r"(?:(?<=\b[LlMmTtSs]a )|(?<=\b[Uu]ne )|(?<=\b[Cc]ette )|(?<=\b[NnVv]otre )|(?<=\bvieille ))4(?=L(?!\w))",
        lambda match: whole(match, cardinal(match[0], "fr")),
    ),
    Kind(
        "round the clock",
        r"(?<![\d,.])(?:24 ?h|[1-7] ?j(?:ours?)?)(?P<slash> ?/ ?)(?:24|7)(?!\d)",
        _round_the_clock,
    ),
    Kind(
        "more or less",
        r"(?:(?<=[^\W\d_] )|(?<=[,;(] )|(?<=\())(?P<sign>[-+])"
        r"(?= (?:de [\d\ue000]|(?:ch(?:er|ère)s?|grande?s?|loin|petite?s?|rapides?|souvent|tard|tôt|vite)\b))",
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
        r"(?:(?<=\d )|(?<=\d)|(?<=[a-z] ))(?P<noun>(?:h|heures?|ans?|mois|jours?)(?!\w)) 1/2(?!\w| (?:baguette|bouteille|citron|dose|heure|journée|kilo|litre|page|part|pension|place|portion|prix|tarif|tasse|verre))",
        lambda match: whole(
            match,
            f"{_HALVED.get(match['noun'][0], match['noun'])} et demi{'e' * (match['noun'][0] == 'h')}",
        ),
    ),
    Kind(
        "round of a cup",
        r"(?<![\w.,/])1/(?P<under>2|4|8|16|32)(?:(?:e|ème)s?(?!\w| d(?:e(?! finale)|u|es) )|(?= (?:de )?finale(?!\w)))",
        lambda match: whole(
            match, {"2": "demi", "4": "quart"}.get(match["under"]) or ordinal(int(match["under"]))
        ),
    ),
    Kind(
        "part with an ending",  # "3/10e de seconde", "au 1/25 000e"
        r"(?<![\w.,/])(?P<over>\d{1,3})/(?P<under>\d{1,3}(?:[ '.]?000)?)(?:i?[èe]me|e)s?(?!\w)",
        _say_part,
        frozenset("/"),
    ),
    Kind(
        "class of a school",  # "en 5e3", "la 2de B2"
        r"(?<![\w.,/-])(?:(?P<lower>[3-6](?:[èe]me|e)|2n?de|1(?:[èe]re|re)|Tle)(?P<letter>[A-H])|(?:(?<=\b[Ee]n )|(?<=\b[LlSs]a )|(?<=\b[Dd]e )|(?<=\b[Ll]es )|(?<=\b[Mm]a ))(?P<year>[3-6](?:[èe]me|e)|2n?de|1(?:[èe]re|re)|Tle)(?P<group>\d{1,2}))(?!\w)",
        _say_class,
        frozenset("e"),
    ),
    Kind(
        "point of an article",  # "au 3° de l'article 5"
        r"(?:(?<=\b[Ll]e )|(?<=\b[Dd]u )|(?<=\b[Aa]u )|(?<=\b[Ll]es )|(?<=\b[Dd]es )|(?<=\b[Aa]ux )|(?<=\bet )|(?<=\bà ))(?P<number>\d{1,2})°(?= (?:(?:et|ou|à) (?:l?[ed]s? |au |du )?\d{1,2}° )?(?:de l'art|du [IVX]+(?!\w)|du (?:présent|même|code)))",
        lambda match: whole(match, _point(int(match["number"]))),
        frozenset("°"),
    ),
    Kind(
        "group of blood",
        r"(?<![\w-])(?P<letters>A|B|AB|O)(?P<sign>[+-])(?![\w+-])",
        _say_blood,
        frozenset("+-"),
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
        lambda match: whole(match, _point(int(match["number"]))),
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
        r"(?:(?<![\w.,:/-])|(?<=[VIX]e-)|(?<=\b[Mm]i-))(?P<number>\d+|[IVX]+)(?P<end>ers?|res?|ères?|eres?|èmes?|emes?|es?|nde?s?|des?|ds?(?= [^\W\d_]{3}))(?!\w)",
        _say_ordinal,
        frozenset(),
    ),
)
