"""Notation of science, scales, versions and places in Portuguese: "x² - 5x", "1:10", "OAuth 2.0", "22°57' S"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; Greek letters look like Latin ones

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, named_apart
from f5tts_worker.engine.text.reading.tables import COMPASS

# One side of a minus: a number, a letter or what is in brackets, with its power.
_LEFT_SIDE = re.compile(r"(?:(?<![A-Za-zÀ-ú])[A-Za-zα-ω]|\d|\))[²³⁴-⁹]?$")
_RIGHT_SIDE = re.compile(r"\d*(?:[A-Za-zα-ω](?![A-Za-zÀ-ú])|\(|√|(?<=\d))")
_FORMULA = re.compile("[=²³√]")
_NEAR = 40
_COUNTED = r"(?! ?(?:%|°|€|\$|mil\b|mi\b|bi\b|milh|bilh|reais|k?g\b|[kcm]?m\b|[GM]Hz|[GT]B|[lL]\b|kWh?\b|[VA]\b)| (?:anos|estrelas|gols|horas|litros|metros|pontos|quilos|vezes)\b)"


def _minus(match: re.Match[str]) -> Iterable[Piece]:
    """Say the minus between two terms of a formula; "10 - 20" elsewhere is a range."""
    line, start, end = match.string, match.start(), match.end()
    around = line[max(0, start - _NEAR) : end + _NEAR]
    are_terms = _LEFT_SIDE.search(line, max(0, start - 3), start) and _RIGHT_SIDE.match(line, end)
    return named(match, sign=" menos ") if are_terms and _FORMULA.search(around) else ()


def _ratio(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1:10" and "1:50 000" with "para"."""
    said = {"to": " para ", "also": " para "}
    if match["thousands"]:
        said["thousands"] = cardinal(match["thousands"].replace(" ", ""), "pt")
    return named(match, **said)


def _place(match: re.Match[str]) -> Iterable[Piece]:
    """Say degrees, minutes and seconds of a place or an angle."""
    said = []
    for part, unit in (("degrees", "°"), ("minutes", "min"), ("seconds", "s")):
        if number := match[part]:
            noun = GRAMMAR.units[unit]
            said += [
                quantity(number.lstrip("0") or "0", "pt"),
                noun.one if int(number.split(",")[0]) == 1 else noun.many,
            ]
    words = {"figures": " ".join(said)}
    if match["way"]:
        words["way"] = COMPASS["pt"][match["way"].strip()]
    return named_apart(match, words)


def _version(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=" ponto ".join(cardinal(part, "pt") for part in match["number"].split(".")))


def _zone(match: re.Match[str]) -> Iterable[Piece]:
    said = {
        "sign": " mais " if match["sign"] == "+" else " menos ",
        "hours": cardinal(str(int(match["hours"])), "pt"),
    }
    if match["rest"]:
        minutes = int(match["rest"][1:])
        said["rest"] = f" {GRAMMAR.minute(minutes)}" if minutes else ""
    return named(match, **said)


def _compared(match: re.Match[str]) -> Iterable[Piece]:
    return [*_version(match), *named(match, sign=f" {GRAMMAR.signs[match['sign']]} ")]


NOTATION: tuple[Kind, ...] = (
    Kind(
        "ratio",
        r"\b(?i:dilu\w{1,8}(?: [a-zà-ú]{1,12}){0,4}|esc\.|escalas?|mistura|proporç(?:ão|ões)|razão|relação|título|mapas?|carta)(?: de)? "
        r"\d{1,3}(?P<to>:)(?:(?P<thousands>\d{1,3}(?: 000){1,2})|\d{1,3}(?:[.\d]{0,8}))(?:(?P<also>:)(?=\d))?(?!:)",
        _ratio,
    ),
    Kind(
        "minus in a formula",
        r"(?:(?<=[\w)²³⁴-⁹])(?P<gap> )|(?<=[a-z)²³⁴-⁹]))(?P<sign>-)(?(gap) )(?=[\w(√])",
        _minus,
        frozenset("-"),
    ),
    Kind(
        "unknown in a formula",  # "2x - 3 = 7" has no "vezes"
        r"(?<![\w.,/])\d{1,3}(?P<letter>[xyz])(?:(?P<power>[²³])|(?=\)| [-+=\ue000] -?(?:[\d(√]|[a-z](?![a-zà-ú]))))",
        lambda match: named(
            match, letter=f" {match['letter']}", power=GRAMMAR.signs.get(match["power"] or "", "")
        ),
    ),
    Kind(
        "product of letters",  # "b² - 4ac"
        r"(?<=\ue000 )\d(?P<letters>[abc][abc])(?!\w)",
        lambda match: named(match, letters=" " + " ".join(match["letters"])),
    ),
    Kind(
        "place by degrees",
        r"(?<![\w.,])(?P<figures>(?P<degrees>\d{1,3})° ?(?P<minutes>\d{1,2}(?:,\d{1,4})?)'(?: ?(?P<seconds>\d{1,2}(?:,\d{1,3})?)\")?)(?P<way> ?[NSLOEW](?!\w))?",
        _place,
    ),
    Kind(
        "valves",
        r"(?<=\d\.\d )(?P<number>8|12|16|24)(?P<unit>V|v)(?!\w)",
        lambda match: named(match, unit=" válvulas"),
    ),
    Kind(
        "comparison behind a mark",
        r"(?<=[;,:(] )(?P<sign>[<>]) (?=\d)",
        lambda match: named(match, sign=GRAMMAR.signs[match["sign"]]),
        frozenset("<>"),
    ),
    Kind(
        "type of an aircraft",
        r"\b(?:Airbus|ATR|Boeing|Embraer|MD)[ -][A-Z]?\d{2,3}(?P<dash>-)(?=\d{2,4}(?!\w))",
        lambda match: named(match, dash=" "),
    ),
    Kind(
        "points of percentage",
        r"(?<=\d,\d)(?P<unit> ?pp)(?!\w)",
        lambda match: named(match, unit=" pontos percentuais"),
    ),
    Kind(
        "time zone",  # "GMT-3", "UTC-03:00"
        r"(?<!\w)(?:GMT|UTC)(?P<gap> ?)(?P<sign>[+–-])(?P<hours>[01]?\d)(?P<rest>:[0-5]\d)?(?![\w:]|[.,]\d)",
        _zone,
    ),
    Kind(
        "degrees of two scales",  # "180 °C/350 °F"
        r"(?:(?<=°C)(?P<or> ?/ ?)(?=\d{1,3} ?°F)|(?<=°F)(?P<other> ?/ ?)(?=\d{1,3} ?°C)|(?<=°C)(?P<to> ?/ ?)(?=\d{1,2} ?°C))",
        lambda match: named(match, to=" a ", other=" ou ", **{"or": " ou "}),
        frozenset("°"),
    ),
    Kind(
        "degrees by night and by day",  # "20/25 °C"
        r"(?<![\w.,/])-?\d{1,2}(?P<to>/)(?=\d{1,2} ?°)",
        lambda match: named(match, to=" a "),
        frozenset("°"),
    ),
    Kind(
        "either of two",  # "110/220 V"
        r"(?<![\w.,/])\d{2,3}(?P<slash>/)(?=\d{2,3} ?(?:V|W|kW|Hz|cm|mAh)(?!\w))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "version with a point",
        rf"(?<![\w.])(?=\w{{0,20}}[A-Z]|áudio|motor|nuvem|soundbar|web )\w{{1,30}} (?P<number>\d{{1,2}}\.\d)(?![\w%]|[.,/]\d){_COUNTED}",
        _version,
    ),
    Kind(
        "version behind a comparison",  # "Python ≥ 3.11"
        r"(?:(?<![\w.])[A-Z][\w.+]{1,20}|\ue000) ?(?P<sign>>=|<=|[≥≤<>]) ?(?P<number>\d{1,2}(?:\.\d{1,3}){1,2})(?![\w%]|[.,/]\d)",
        _compared,
    ),
    Kind(
        "size of an engine",
        r"(?<![\w.,])(?P<number>\d\.\d)(?= (?:\ue000|8V|12V|16V|24V|[Ff]lex|[Tt]urbo|TSI|TDI|AT|CVT|aspirado|diesel)\b)",
        _version,
    ),
    Kind(
        "each of a time or a place",  # "2 milhões de visitantes/ano"
        r"(?<=[a-zà-ú]s)(?P<slash>/)(?=(?:aluno|ano|casal|dia|família|habitante|hora|mês|minuto|noite|pessoa|quarto|semana|turma)(?![\w/]))",
        lambda match: named(match, slash=" por "),
        frozenset("/"),
    ),
    Kind(
        "part that is spelled out",  # "1/16 avos de final"
        r"(?<![\w.,/])\d{1,3}(?P<slash>/)(?=\d{2,4} avos\b)",
        lambda match: named(match, slash=" "),
    ),
    Kind("aperture", r"(?<![\w/])[fF]/(?P<number>\d{1,2}(?:\.\d)?)(?![\w,/]|\.\d)", _version),
    Kind(
        "carats",  # "ouro 18k", "brilhante de 0,25 ct"
        r"(?:\b(?i:ouro|prata)(?: [a-zà-ú]{2,12}){0,2} \d{1,2}(?P<karat> ?[kK])|\d,\d\d(?P<carat> ?ct))(?!\w)",
        lambda match: named(match, karat=" quilates", carat=" quilates"),
    ),
    Kind(
        "colour of a light",  # "LED, 2700 K"
        r"\b(?i:leds?|lâmpadas?|luz|branc[ao])\b[^.;\n]{0,60} \d{4}(?P<unit> ?K)(?!\w)",
        lambda match: named(match, unit=" kelvin"),
    ),
    Kind(
        "wind of a quarter",
        r"\b(?i:ventos?|rajadas|vagas)(?: de|:)? (?P<way>[NSLEOW])(?= \d|[,.;]| e\b)",
        lambda match: named(match, way=COMPASS["pt"][match["way"]]),
        frozenset("NSLEOW"),
    ),
    Kind(
        "sizes of shoes",  # "meias 39/42"
        r"(?<![\w.,/-])(?:3[3-9]|4[0-5])(?P<slash>/)(?=(?:3[4-9]|4[0-8])(?![\w/-]|[.,]\d))",
        lambda match: named(match, slash=" "),
    ),
    Kind(
        "memory and storage",  # "8 GB/256 GB"
        r"(?:\bRAM|\d ?[GT]B)(?P<slash> ?/ ?)(?=\d{1,4} ?[GT]B(?!\w))",
        lambda match: named(match, slash=","),
        frozenset("/"),
    ),
    Kind(
        "hours of work",  # "turnos de 12/36", "escala 6x1"
        r"\b(?i:escalas?|jornadas?|plant(?:ão|ões)|regimes?|turnos?)(?: de)? \d{1,2}(?P<by>[/xX])(?=\d{1,2}(?![\w/]|[.,]\d))",
        lambda match: named(match, by=" por "),
    ),
    Kind(
        "one measure and another",  # "3,2 kg/50 cm"
        r"(?<=\d)(?: ?(?:[km]?g|[ckm]?m|[cm]?[lL]|k?W|V|cv|anos))(?P<slash> ?/ ?)(?=\d{1,4}(?:[.,]\d{1,3})? ?(?:[cm]m|m[²2]|Ah?|anos|cv|k?W|lb|mAh|mph|Nm|pol|rpm)(?!\w))",
        lambda match: named(match, slash=","),
        frozenset("/"),
    ),
    Kind(
        "in so much of a space",
        r"(?<=\d)(?P<slash>/)(?P<each>[cm]?m[³3]|campo)(?!\w)",
        lambda match: named(
            match, slash="", each=GRAMMAR.per.get(match["each"].replace("3", "³"), f"por {match['each']}")
        ),
    ),
)
