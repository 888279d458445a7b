"""Dutch: formulas, ratios, reactions, latitudes, winds and diameters."""

# ruff: noqa: E501, RUF001 - a pattern is one line; signs look like letters

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import agree
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, named_apart, whole

_POWERS = {"": "", "²": " kwadraat", "³": " tot de derde"}
_WAYS = {
    "N": "noorderbreedte", "Z": "zuiderbreedte", "S": "zuiderbreedte", "O": "oosterlengte", "E": "oosterlengte",
    "W": "westerlengte", "NB": "noorderbreedte", "ZB": "zuiderbreedte", "OL": "oosterlengte", "WL": "westerlengte",
}  # fmt: skip
_QUARTERS = {"N": "noord", "Z": "zuid", "S": "zuid", "O": "oost", "E": "oost", "W": "west"}
_FORMULA = r"(?:\d{1,2} ?)?(?:[A-Z][a-z]?\d{0,2}|\([A-Z][A-Za-z\d]{0,6}\)\d?){1,8}(?:[⁺⁻]|\((?:g|l|s|aq)\))?"
_RATIO = re.compile(
    r"\b(?i:kaart|schaal|\w*verhouding(?:en)?|ratio|meng\w*|verdun\w*|oplossing|kans|concentratie|helling|odds|overbrenging)\b[^.!?]{0,20}$"
)
_DILUTED = re.compile(r" (?:verdun\w*|aanleng\w*|aangelengd|meng\w*|gemengd|oplossing)\b")

_LANDS = (
    "Afrik|Amerik|Azi|Beveland|Brabant|China|Chinese|Duits|Engels|Engeland|Europ|Frank|Frans|Groningen|Holland|"
    "Ierland|Ierse|India|Itali|Jemen|Korea|Limburg|Macedoni|Nederland|Soedan|Spanje|Tirol|Veluwe|Vlaanderen|Vlaams"
)
_ASKED = re.compile(r"\b(?i:hoeveel is|wat is|bereken|reken uit|uitkomst van|sommen|som)\b[^.!?]{0,40}$")
_OPERATIONS = {"-": "min", "–": "min", ":": "gedeeld door", "x": "keer", "×": "keer"}
_BLOOD = re.compile(r"\b(?i:bloed\w*|donor\w*|rhesus\w*|resus\w*)\b")


def _say_place(match: re.Match[str]) -> Iterable[Piece]:
    """Say the degrees, minutes and seconds of 53° 12' 30" N, each by its word."""
    said = {
        "lead": _QUARTERS.get(match["lead"] or "", ""),
        "degree": _angle(match["degree"]),
        "d": "graad" if match["degree"] == "1" else "graden",
        "way": _WAYS.get((match["way"] or "").replace(".", ""), ""),
    }
    for part, mark, name, names in (
        ("minute", "m", "minuut", "minuten"),
        ("second", "s", "seconde", "seconden"),
    ):
        if match[part]:
            said |= {part: _angle(match[part]), mark: name if match[part].lstrip("0") == "1" else names}
    return named_apart(match, {group: words for group, words in said.items() if match[group]})


def _angle(number: str) -> str:
    return agree(quantity(re.sub(r"^0+(?=\d)", "", number), "nl"), "")


def _say_ratio(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1:50" as one in fifty where mixtures and scales are spoken of; "1:50" is a time elsewhere."""
    parts = match[0].replace(" ", "").split(":")
    is_clock = len(parts[0]) <= 2 and all(len(part) == 2 and part < "60" for part in parts[1:])
    before = match.string[max(0, match.start() - 40) : match.start()]
    is_ratio = _RATIO.search(before) or _DILUTED.match(match.string, match.end())
    if (is_clock or (len(parts) == 2 and parts[0] != "1")) and not is_ratio:
        return
    for colon in re.finditer(" ?: ?", match[0]):
        yield Piece(match.start() + colon.start(), match.start() + colon.end(), "op")


def _say_sum(match: re.Match[str]) -> Iterable[Piece]:
    """Say the sign of "Hoeveel is 80 - 12?"."""
    asked = _ASKED.search(match.string[max(0, match.start() - 60) : match.start()])
    return named(match, sign=f" {_OPERATIONS[match['sign'].strip()]} ") if asked else ()


def _say_term(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, f"{cardinal(match['number'], 'nl')} {match['letter']}{_POWERS[match['power']]}")


def _say_quarter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "uit het ZW" as zuidwesten, "wind ZW" as zuidwest."""
    said = "".join(_QUARTERS[letter] for letter in match["way"])
    if len(match["way"]) == len("NNO"):
        said = f"{_QUARTERS[match['way'][0]]}-{said[len(_QUARTERS[match['way'][0]]) :]}"
    return whole(match, said + "en" * match.string.endswith("het ", 0, match.start()))


def _region(way: str) -> str:
    """Return "Zuid-" for Z and "Zuidoost-" for Z.O."""
    return "".join(_QUARTERS[letter] for letter in way.upper().replace(".", "")).capitalize() + "-"


def _is_reaction(match: re.Match[str]) -> bool:
    """Say whether formulas stand at both sides: one has a figure, or something is added."""
    line = match.string
    left = re.search(rf"(?<!\w){_FORMULA} $", line[max(0, match.start() - 30) : match.start()])
    around = line[max(0, match.start() - 40) : match.end() + 40]
    is_road = (
        left
        and re.fullmatch(r"[A-Z]\d{1,3} ", left[0])
        and re.compile(" [A-Z]\\d{1,3}\\b(?! [+])").match(line, match.end())
    )
    return bool(left) and not is_road and bool(re.search(r"[A-Z][a-z]?\d|[A-Z\d)] \+ [\dA-Z]", around))


KINDS: tuple[Kind, ...] = (
    Kind(
        "place on the earth",
        r"(?<![\w.,:/'])(?:(?P<lead>[NZSOEW]) ?)?(?P<degree>\d{1,3}(?:,\d{1,6})?)(?P<d> ?°)"
        r"(?: ?(?P<minute>\d{1,2}(?:,\d{1,4})?)(?P<m> ?')(?: ?(?P<second>\d{1,2}(?:,\d{1,3})?)(?P<s> ?\"))?)?"
        r"(?: ?(?P<way>[NZ]\.?B\.?|[OW]\.?L\.?|[NZSOEW])(?!\w))?(?(way)|(?(m)|(?(lead)|(?!))))",
        _say_place,
        frozenset("°"),
    ),
    Kind(
        "arrow of a reaction",
        rf"(?<= )(?P<arrow>→|⟶|⇌|->)(?= (?={_FORMULA}(?![\w]))[\dA-Z(\[])",
        lambda match: named(match, arrow="geeft") if _is_reaction(match) else (),
        frozenset("→⟶⇌>"),
    ),
    Kind(
        "arrow between amounts",  # "€ 40 → € 30"
        r"(?<=[\d%€C°] )(?P<arrow>→)(?= (?:[€$£] ?)?-?\d| [A-Z]\d)",
        lambda match: named(match, arrow="naar"),
        frozenset("→"),
    ),
    Kind(
        "energy of food",  # "1046 kJ/250 kcal"
        r"(?<![\w.,/])(?P<joules>\d[\d.]{0,6}) ?(?P<unit>kJ)(?P<slash> ?/ ?)(?P<calories>\d[\d.]{0,6}) ?(?P<name>[kK]cal)(?!\w)",
        lambda match: named(
            match,
            joules=quantity(match["joules"], "nl"),
            unit="kilojoule",
            slash=", ",
            calories=quantity(match["calories"], "nl"),
            name="kilocalorieën",
        ),
    ),
    Kind(
        "two of a measure",  # "50/60 Hz", "12/18 °C"
        r"(?<![\w.,/])\d{1,3}(?P<slash>/)(?=\d{1,3} ?(?:Hz|°C)(?!\w))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "sum that is asked",  # "Hoeveel is 80 - 12?"
        r"(?<![\w.,:/-])\d{1,6}(?:,\d{1,3})?(?P<sign> ?[-–:x×] ?)(?=\d{1,6}(?:,\d{1,3})?(?:[?.;]|,(?!\d)| en\b|$))",
        _say_sum,
    ),
    Kind(
        "rhesus factor",  # "bloedgroep O-"
        r"(?<!\w)(?:AB|A|B|O|0)(?P<sign>[+-])(?!\w)",
        lambda match: (
            named(match, sign=" positief" if match["sign"] == "+" else " negatief")
            if _BLOOD.search(match.string, max(0, match.start() - 80), match.start())
            else ()
        ),
        frozenset("+-"),
    ),
    Kind(
        "division",  # "12 : 4 = 3"
        r"(?<![\w.,:])\d{1,6}(?:,\d{1,3})?(?P<sign> ?: ?)(?=\d{1,6}(?:,\d{1,3})? ?=)",
        lambda match: named(match, sign=" gedeeld door "),
    ),
    Kind(
        "ratio",
        r"(?<![\w.,:/])\d{1,3}(?: ?: ?\d{1,3}(?:[.']\d{0,1}[05]00){0,2}){1,3}(?![\w:]|[.,]\d| uur| u\b)",
        _say_ratio,
    ),
    Kind(
        "quarter of the compass",  # "uit het ZW", "in NO-richting"
        r"(?<!\w)(?:(?<=het )|(?<=wind )|(?<=richting )|(?<=uit ))(?P<way>[NZ]?[NZ][OW]|[OW][NZ][OW]|(?<=uit )[NZOW]|(?<=wind )[NZOW])(?![\w.&-])",
        _say_quarter,
        frozenset("OWNZ"),
    ),
    Kind(
        "province",  # "N.-Brabant"
        rf"(?<![\w.])(?P<way>[NZ]\.?[OW]|[nz][ow]|[NZOW])\.?-(?=(?:{_LANDS}))",
        lambda match: whole(match, _region(match["way"])),
        frozenset("-"),
    ),
    Kind(
        "diameter",  # "Ø 24 cm"
        r"(?<!\w)(?P<before>[Øø⌀])(?= ?\d)|(?<=[cm]m )(?P<behind>[Øø⌀])(?!\w)",
        lambda match: named(match, before="diameter ", behind="diameter"),
        frozenset("Øø⌀"),
    ),
    Kind(
        "seconds between two racers",
        r"(?<![\w.,])(?P<number>\d{1,2})(?P<mark>\")(?= (?:voorsprong|achterstand|achter|sneller|langzamer|verschil|straf|los|voor op))",
        lambda match: named(
            match, number=_angle(match["number"]), mark="seconde" if match["number"] == "1" else "seconden"
        ),
        frozenset('"'),
    ),
    Kind(
        "minus of a formula",
        r"(?<=[a-z²³)] )(?P<minus>-)(?= \d{0,4}[a-z]?(?: ?[-+=*/²³)]|[;.,!?]|$))",
        lambda match: (
            named(match, minus="min")
            if "=" in match.string[max(0, match.start() - 60) : match.end() + 60]
            else ()
        ),
        frozenset("-"),
    ),
    Kind(
        "term of a formula",  # "2x² - 3x"
        r"(?<![\w.,])(?P<number>\d{1,3})(?P<letter>[xyz])(?P<power>[²³]?)(?= ?[-+=<>\ue000])",
        _say_term,
    ),
)
