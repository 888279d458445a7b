"""Dutch: what is said in its own way: ordinals, scores, decades, abbreviations that depend on what is near."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash behind an amount is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR, agree, ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.names import street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# "min." are minutes behind these: "een paar min. 20 man".
_NO_MINUTES = r"(?<![\d\ue000/] )" + "".join(
    rf"(?<!\b{word} )"
    for word in [
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "vijftien",
        "twintig",
        "dertig",
        "paar",
        "enkele",
        "laatste",
        "eerste",
        "halve",
        "extra",
    ]
)


def _say_ordinal(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, ordinal(int(match["number"])))


# What has a greatest, a least and an average.
_MEASURED = "snelheid|hoogte|breedte|lengte|diepte|dikte|temperatuur|capaciteit|duur|leeftijd|belasting|prijs|inhoud|waarde|score|grootte|hartslag|afmeting(?:en)?|dosis|dosering|huur|opbrengst|levensduur|oppervlakte|afstand|kosten|looptijd|druk"
_SIDES = {"l": "lengte", "b": "breedte", "h": "hoogte", "d": "diepte"}
_HOSTED = re.compile(
    r"\b(?i:nacht\w*|hotel\w*|kamer\w*|menu\w*|tafel\w*|reserv\w*|res\.|diner\w*|lunch\w*|ontbijt\w*|\w*pension|recept\w*|tent\w*|bungalow\w*|buffet\w*|\w*gerecht\w*|bereid\w*)"
)
_ADJECTIVES = {
    short: full
    for lower, said in (("max", "maximale"), ("min", "minimale"), ("gem", "gemiddelde"))
    for short, full in ((lower, said), (lower.capitalize(), said.capitalize()))
}

# What a number in figures is written together with.
_GLUED = "jarig|daags|delig|persoons|sterren|voud|tal(?:len)?(?!\\w)|ledig|kleurig|talig|maandelijks|maands|wekelijks|uurs|kamer|deurs|zits|baans|wielig|procents|hoekig|koppig|dubbel"


def _say_scores(match: re.Match[str]) -> Iterable[Piece]:
    """Say scores in a row, of which one at least can be no range."""
    pairs = list(re.finditer(r"(\d+)(-)(\d+)", match[0]))
    if all(int(pair[1]) < int(pair[3]) for pair in pairs):
        return
    for pair in pairs:
        said = f"{cardinal(pair[1], 'nl')} {cardinal(pair[3], 'nl')}"
        yield Piece(match.start() + pair.start(), match.start() + pair.end(), said)


def _say_race(match: re.Match[str]) -> Iterable[Piece]:
    minutes, seconds = (
        cardinal(str(int(match["min"])), "nl"),
        quantity((match["s"] or match["seconds"].replace(".", ",")).lstrip("0"), "nl"),
    )
    if match["min"] == "0":
        return whole(match, f"{seconds} seconden")
    name = "minuut" if match["min"] == "1" else "minuten"
    return whole(match, f"{agree(minutes, '')} {name} {seconds}")


def _say_times_a_day(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3 dd 1" and "1dd1": so many times a day, and how many of it."""
    said = f"{agree(cardinal(match['number'], 'nl'), '')} maal daags"
    return whole(match, f"{said} {agree(cardinal(match['each'], 'nl'), '')}" if match["each"] else said)


def _say_persons(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2 p." as persons where somebody eats or sleeps; elsewhere they are pages."""
    near = match.string[max(0, match.start() - 80) : match.end() + 60]
    if not _HOSTED.search(near):
        return ()
    dot = "." * (not match.string[match.end() :].strip("\"') \n"))
    return named(match, unit=("persoon" if match["number"] == "1" else "personen") + dot)


def _say_waterside(match: re.Match[str]) -> Iterable[Piece]:
    name = match.string[match.end() + 1 : match.end() + 8]
    return named(match, on="aan den" if name.startswith(("Rijn", "IJssel")) else "aan de", sea="aan Zee")


OWN: tuple[Kind, ...] = (
    Kind(
        "article of a code",
        r"(?i:(?<=\bart\. )|(?<=\bartikel ))\d{1,2}(?P<colon>:)(?=\d{1,4}(?!\w| uur))",
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
        "scores in a row",  # "6-3, 4-6 en 7-5"
        r"(?<![\w.,:/-])\d{1,2}-\d{1,2}(?:(?:, | en )\d{1,2}-\d{1,2}){1,8}(?![\w-]|[.,:/]\d)",
        _say_scores,
    ),
    Kind(
        "glued",  # "3-jarig", "2-persoonsbed"
        rf"(?<![\w.,/-])(?P<number>\d{{1,3}})-?(?P<rest>(?:{_GLUED})[a-z]*)(?!\w)",
        lambda match: whole(match, cardinal(match["number"], "nl").replace("éé", "ee") + match["rest"]),
    ),
    Kind(
        "decade",
        r"(?<![\w.,])(?P<number>[2-9]0)-?er(?= jaren)",
        lambda match: whole(match, cardinal(match["number"], "nl") + "er"),
    ),
    Kind(
        "times a day",
        r"(?<![\w.,])(?P<number>[1-9]) ?(?P<dd>d\.?d\.?)(?: (?=\d|\ue000|een|één)|(?P<each>[1-9])(?!\w))",
        _say_times_a_day,
    ),
    abbreviation_kind(
        "patient", {"Pt.": "Patiënt", "pt.": "patiënt"}, after=r"(?= \d{1,3} ?(?:j|jr|jaar)\b)"
    ),
    abbreviation_kind(
        "doctorate",  # beside other degrees; alone it may be a physician's
        {"dr.": "doctor", "Dr.": "Doctor"},
        before=r"(?:(?<=[Pp]rof\. )|(?<=[Mmi]r\. )|(?<=[Ii]ng\. )|(?<=[Dd]rs\. )|(?<=[Dd]s\. ))",
    ),
    abbreviation_kind(
        "doctorate", {"dr.": "doctor", "Dr.": "Doctor"}, after=r"(?= (?:ir|ing|mr|drs|h\.c)\.)"
    ),
    abbreviation_kind(
        "generation",
        {"sr.": "senior", "jr.": "junior", "sr": "senior", "Sr.": "senior", "Jr.": "junior"},
        before=r"(?<=[a-zà-ÿ] )",
    ),
    Kind(
        "on a river",  # "Alphen a/d Rijn", "Bergen a/Zee"
        r"(?<=[a-z] )(?P<on>a/[dD]|a\.d\.)(?= [A-Z])|(?<=[a-z] )(?P<sea>a/Z(?:ee)?)(?!\w)",
        _say_waterside,
        frozenset("a"),
    ),
    Kind(
        "greeting in short",  # "Gr. Anna"
        r"(?:(?<![^\n])|(?<=[.!?] ))[Gg]r\.?(?=[ \n][A-Z][a-zà-ÿ]*(?:\n|$))",
        lambda match: whole(match, "Groet"),
        frozenset("r"),
    ),
    abbreviation_kind("of the", {"v.h.": "van het"}, after=r"(?= [a-z])"),
    abbreviation_kind("formerly", {"v.h.": "voorheen"}, after=r"(?= [A-Z])"),
    abbreviation_kind(
        "half of the day",
        {"v.m.": "voormiddag", "n.m.": "namiddag"},
        before=r"(?:(?<=uur )|(?<=u\. )|(?<=\du )|(?<= u )|(?<=\d ))",
    ),
    abbreviation_kind(
        "Roman Catholic", {"r.k.": "rooms-katholieke", "r.-k.": "rooms-katholieke"}, after=r"(?= [a-z])"
    ),
    Kind(
        "adjective",  # "de max. snelheid"
        rf"(?<![\w.-])(?P<short>(?i:max|min|gem))\.(?= (?:{_MEASURED})\b)",
        lambda match: whole(match, _ADJECTIVES[match["short"]]),
        frozenset("mM"),
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
        "initial of two letters",  # "G.Th. Rietveld"
        r"(?<=[A-Z])(?P<dot>\.)(?=(?:Th|Ch|Ph|Chr|Joh|Jac|Alb|IJ)\.)|(?<=[A-Z]\.)(?P<name>Th|Ch|Ph|Chr|Joh|Jac|Alb)(?P<end>\.)(?= ?[A-Z])",
        lambda match: named(match, dot=" ") if match["dot"] else named(match, end=" "),
        frozenset("."),
    ),
    abbreviation_kind("floor", {"verd.": "verdieping"}, before=r"(?<=\de )"),
    abbreviation_kind("together with", {"jo.": "juncto"}, after=r"(?= (?:art|lid|\d))"),
    abbreviation_kind("court", {"rb.": "rechtbank", "Rb.": "Rechtbank"}, after=r"(?= [a-zA-Z])"),
    Kind("ordinal", r"(?<![\w.,:/-])(?P<number>\d{1,3})(?:ste|de|e)(?!\w)", _say_ordinal),
    abbreviation_kind("greeting", {"vr. gr.": "vriendelijke groet", "vr.gr.": "vriendelijke groet"}),
    abbreviation_kind(
        "for the attention of",
        dict.fromkeys(("t.a.v.", "t. a. v."), "ter attentie van"),
        after=r"(?= (?:dhr|mevr|mw|mr|dr|de heer|mevrouw|afd|[A-Z][a-z]+ [A-Z])(?!\w))",
    ),
    Kind(
        "minutes and seconds",  # of a race: "1.42,3"
        r"(?<![\w.,:])(?P<min>\d{1,2})(?:[.:](?P<s>[0-5]\d,\d{1,3})|:(?P<seconds>[0-5]\d\.\d{1,3}))(?![\w]|[.,]\d)",
        _say_race,
    ),
    abbreviation_kind("at least", {"min.": "minimaal"}, before=_NO_MINUTES, after=r"(?= ?[\d€])"),
    abbreviation_kind("van", {"v.": "van"}, before=r"(?<=[\w.] )", after=r"(?= (?!Chr)[A-Z])"),
    Kind(
        "two classes",  # "groep 7/8"
        r"\b(?i:groep|groepen|klas|klassen|leerjaar|combinatiegroep|kamer|gang) \d{1,2}(?P<slash>/)(?=\d{1,2}(?![\w/]|[.,]\d))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "ground floor",  # "Javastraat 8-hs"
        r"(?<=\d)(?P<floor>[- ]?hs\.?)(?!\w)",
        lambda match: named(match, floor=" huis"),
    ),
    street_kind("str", "straat"),
    street_kind("nr", "nummer"),
    Kind(
        "number in a word",  # "btw-nr."
        r"(?<=[^\W\d_]-)(?P<short>nrs?\.?)(?!\w)",
        lambda match: whole(match, "nummers" if "s" in match[0] else "nummer"),
        frozenset("n"),
    ),
    Kind("persons", r"(?<![\w.,])(?P<number>\d{1,3}) (?P<unit>p\.)(?!\w)", _say_persons, frozenset("p")),
    Kind(
        "sides of a thing",  # "lxbxh"
        r"(?<!\w)(?i:[lbhd] ?[x×] ?[lbhd](?: ?[x×] ?[lbhd])?)(?!\w)",
        lambda match: whole(
            match, " bij ".join(_SIDES[side] for side in re.findall("[lbhd]", match[0].lower()))
        ),
        frozenset("xX×"),
    ),
    abbreviation_kind("most", {"Max.": "Maximaal", "Min.": "Minimaal"}, after=r"(?= [a-z]{3})"),
    abbreviation_kind("pages", {"p.": "pagina's"}, before=r"(?<=[2-9] )", after=r"(?=[,;)]|$)"),
    Kind(
        "flat",  # "Javastraat 8-II"
        r"(?<=\d)(?P<dash>-)(?P<roman>I{1,3}|IV)(?!\w)",
        lambda match: named(match, dash=" ", roman=cardinal(str(roman_value(match["roman"])), "nl")),
        frozenset("I"),
    ),
)
