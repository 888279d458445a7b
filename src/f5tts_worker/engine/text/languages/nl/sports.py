"""Dutch: scores, relays and the times of races."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of scores is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import GRAMMAR, agree
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# What a score is called: "een 1-0-achterstand".
_SCORED = (
    "achterstand|voorsprong|(?:thuis|uit|bliksem|monster)?(?:zege|nederlaag|overwinning)|winst|verlies|"
    "(?:eind|rust|tussen)?stand|gelijkspel|remise|uitslag"
)
_MATCH = re.compile(
    rf"\b(?i:won(?:nen)?|wint|winnen|gewonnen|verlo(?:or|ren)|verlie\w+|versl(?:oeg|oegen|agen|aat|aan)|klopt(?:en?)?|{_SCORED}|rust|gelijk\w*|"
    r"strafschop\w*|penalt\w+|scoor\w+|gescoord|scores?|treffer\w*|doelpunt\w*|goals?|wedstrijd\w*|\w*finale\w*|sets?|duel|derby|kopte|competitie|beker\w*|wk|ek|"
    r"ploeg\w*|elftal\w*|toernooi\w*|match|verlenging|thuiswedstrijd|overwinning)\b"
)
_LEAD = re.compile(
    r"(?:^|[:(] ?|\b(?i:met|een|de|het|op|tot|in|bij|na|werd|wordt|was|bleef|is|staat|stond|stonden|speelden?|voor|rust|\w*stand|uitslag) )$"
)
# Behind a range comes what there is so much of: "in 2-3 wedstrijden".
_ENDS = re.compile(
    r"[.,;:!?)(]|$|\n| (?:\(|(?:aan|achter|als|bij|binnen|dankzij|door|en|gelijk|in|maar|na|naar|op|te|tegen|terwijl|thuis|tot|uit|van|via|voor|wint|won)\b)"
)
_RAN = re.compile(r"\b(?:[Ii]n|[Tt]ijd(?: van|:)|record(?: van|:)) $")
_LONG_RACE = re.compile(r"\b(?i:\w*marathon|triatlon|ironman|eindtijd)\b(?![^.!?]*\b(?:op|van|datum|dd\.) $)")
_TEAM = r"[A-ZÀ-Þ][\w.']{1,20}(?: [A-ZÀ-Þ][\w.']{1,20}){0,2}"
_PAIR = r"(?P<one>\d{1,3})(?P<to> ?[-–] ?)(?P<two>\d{1,3})"


def _say_pair(match: re.Match[str]) -> Iterable[Piece]:
    one, two = (cardinal(match[end], "nl") for end in ("one", "two"))
    return named(match, one=one, to=" ", two=two)


def _say_score(match: re.Match[str]) -> Iterable[Piece]:
    """Say "verloor met 1-4" as two numbers: a match is spoken of, and nothing is counted."""
    line = match.string
    near = line[max(0, match.start() - 80) : match.end() + 60]
    leads = _LEAD.search(line[max(0, match.start() - 16) : match.start()])
    return _say_pair(match) if leads and _ENDS.match(line, match.end()) and _MATCH.search(near) else ()


def _say_scores(match: re.Match[str]) -> Iterable[Piece]:
    """Say scores in a row, of which one at least can be no range, or of a match."""
    pairs = list(re.finditer(r"(\d+)(-)(\d+)", match[0]))
    is_match = _MATCH.search(match.string, max(0, match.start() - 80), match.start())
    if all(int(pair[1]) < int(pair[3]) for pair in pairs) and not is_match:
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


def _say_minutes(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1.12 min" as a minute and what is over: decimals would have a comma."""
    name = "minuut" if match["min"] == "1" else "minuten"
    over = f" {cardinal(str(int(match['s'])), 'nl')}" if match["s"] != "00" else ""
    return whole(match, f"{agree(cardinal(str(int(match['min'])), 'nl'), '')} {name}{over}")


def _say_long_race(match: re.Match[str]) -> Iterable[Piece]:
    """Say "in 1.08.45", or any such time of a marathon, as hours, minutes and seconds."""
    before = match.string[max(0, match.start() - 120) : match.start()]
    if not (_RAN.search(before) or _LONG_RACE.search(before)):
        return ()
    said = []
    for unit in ("h", "min", "s"):
        number = str(int(match[unit]))
        if number != "0":
            said.append(f"{agree(cardinal(number, 'nl'), '')} {GRAMMAR.units[unit][number != '1']}")
    return whole(match, " ".join(said)) if said else ()


# "in 1.08.45" would be a date to what every language shares.
BEFORE_DATES: tuple[Kind, ...] = (
    Kind(
        "hours of a race",
        r"(?<![\w.,:/-])(?P<h>\d{1,2})\.(?P<min>[0-5]\d)\.(?P<s>[0-5]\d)(?![\w/-]|[.,]\d)",
        _say_long_race,
    ),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "score that leads",  # "een 1-0-achterstand", "de 0-2 ruststand"
        rf"(?<![\w.,:/'–-]){_PAIR}(?=[- ](?:{_SCORED})(?!\w))",
        _say_pair,
    ),
    Kind(
        "scores in a row",  # "6-3, 4-6 en 7-5"
        r"(?<![\w.,:/-])\d{1,2}-\d{1,2}(?:(?:, | en )\d{1,2}-\d{1,2}){1,8}(?![\w-]|[.,:/]\d)",
        _say_scores,
    ),
    Kind(
        "score of two teams",  # "PSV - Ajax 1-3"
        rf"(?<![\w'-]){_TEAM} ?[-–] ?{_TEAM}:? {_PAIR}(?=[.,;!?()\n]|$| \()(?![.,]\d)",
        _say_pair,
    ),
    abbreviation_kind(
        "longer than a match",
        {
            "n.v.": "na verlenging",
            "w.n.s.": "winnaar na strafschoppen",
            "wns": "winnaar na strafschoppen",
            "n.s.": "na strafschoppen",
        },
        before=r"(?:(?<=\d )|(?<=\d \()|(?<=\ue000 )|(?<=\ue000 \())",
    ),
    abbreviation_kind(
        "goal of a kind",
        {"pen.": "penalty", "strafsch.": "strafschop", "e.d.": "eigen doelpunt"},
        before=r"(?:(?<=\d', )|(?<= \())",
        after=r"(?=\))",
    ),
    abbreviation_kind(
        "penalty", {"pen": "penalty"}, before=r"(?:(?<=\d', )|(?<=\d' \()|(?<=\d \())", after=r"(?=\))"
    ),
    abbreviation_kind(
        "stand of a match",
        {
            "eindst.": "eindstand",
            "Eindst.": "Eindstand",
            "ruststd.": "ruststand",
            "rustst.": "ruststand",
            "Rustst.": "Ruststand",
        },
    ),
    Kind("score", rf"(?<![\w.,:/'–-]){_PAIR}(?![\w–]|-\w|[/:.,]\d)", _say_score),
    Kind(
        "relay",  # "4 x 100 m"
        r"(?<![\w.,])[2-9](?P<by> ?[x×] ?)(?=(?:50|[1248]00|250|1[05]00)(?: ?m| meter)\b(?! ?[x×]))",
        lambda match: named(match, by=" keer "),
        frozenset("x×"),
    ),
    Kind(
        "minutes of a race",  # "1.12 min"
        r"(?<![\w.,:])(?P<min>\d{1,2})\.(?P<s>[0-5]\d)(?P<unit> ?min(?:uten|\.)?)(?!\w)",
        _say_minutes,
    ),
    Kind(
        "minutes and seconds",  # of a race: "1.42,3"
        r"(?<![\w.,:])(?P<min>\d{1,2})(?:[.:](?P<s>[0-5]\d,\d{1,3})|:(?P<seconds>[0-5]\d\.\d{1,3}))(?![\w]|[.,]\d)",
        _say_race,
    ),
)
