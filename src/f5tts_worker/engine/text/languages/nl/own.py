"""Dutch: what is said in its own way: ordinals, scores, decades, abbreviations that depend on what is near."""

# ruff: noqa: E501 - a pattern is one line; signs look like letters

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
    minutes, seconds = cardinal(str(int(match["min"])), "nl"), quantity(match["s"].lstrip("0"), "nl")
    if match["min"] == "0":
        return whole(match, f"{seconds} seconden")
    name = "minuut" if match["min"] == "1" else "minuten"
    return whole(match, f"{agree(minutes, '')} {name} {seconds}")


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
        "day of a date",
        r"(?<![\w.'-])(?:ma|di|wo|do|vr|za|zo)(?= \ue000{1,2} \ue000{3,})",
        lambda match: whole(
            match,
            dict(zip(GRAMMAR.short_weekdays.split(), GRAMMAR.weekdays.split(), strict=True))[match[0]],
        ),
        frozenset(),
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
        r"(?<![\w.,])(?P<number>[1-9]) ?(?P<dd>d\.?d\.?)(?= (?:\d|\ue000|een|één))",
        lambda match: [
            Piece(match.start(), match.end(), f"{agree(cardinal(match['number'], 'nl'), '')} maal daags")
        ],
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
        r"(?<![\w.,:])(?P<min>\d{1,2})[.:](?P<s>[0-5]\d,\d{1,3})(?![\w]|[.,]\d)",
        _say_race,
    ),
    abbreviation_kind("at least", {"min.": "minimaal"}, before=_NO_MINUTES, after=r"(?= ?[\d€])"),
    abbreviation_kind("van", {"v.": "van"}, before=r"(?<=[\w.] )", after=r"(?= (?!Chr)[A-Z])"),
    street_kind("str", "straat"),
    street_kind("nr", "nummer"),
    abbreviation_kind("pages", {"p.": "pagina's"}, before=r"(?<=[2-9] )", after=r"(?=[,;)]|$)"),
    Kind(
        "flat",  # "Javastraat 8-II"
        r"(?<=\d)(?P<dash>-)(?P<roman>I{1,3}|IV)(?!\w)",
        lambda match: named(match, dash=" ", roman=cardinal(str(roman_value(match["roman"])), "nl")),
        frozenset("I"),
    ),
)
