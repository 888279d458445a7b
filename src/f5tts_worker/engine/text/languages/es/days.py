"""Days of the week by their letters and abbreviations, hours behind an article."""

# ruff: noqa: E501, RUF001 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.es.gender import agree
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, whole

_BY_LETTER = {
    "L": "lunes",
    "M": "martes",
    "X": "miércoles",
    "J": "jueves",
    "V": "viernes",
    "S": "sábado",
    "D": "domingo",
}
# What opening hours and timetables speak of, or a range of days from Monday.
_OPENING = re.compile(
    rf"(?<![\w.])(?:L(?: ?[-–] ?| a )[JVSD](?!\w)|[LMXJVS](?: ?[-–] ?| a |, | y )[MXJVSD]:? (?:de )?(?:las )?(?:{TAKEN}|\d))|\b(?i:horarios?|abiert[oa]s?|cerrad[oa]s?|abre|abren|abrimos|abierto|festivos|clases|turnos|lunes|sábados?|domingos?)\b"
)
_SIZES = re.compile(r"\b(?i:tallas?|talles?)\b")
_TIME = rf"(?:{TAKEN}|\d{{1,2}}(?:[:.h][0-5]\d)?(?: ?h)? ?(?:[-–]|a\b|y\b|h\b))"
_AND = r"(?:, ?| y | a | ?[-–] ?|/)"


def _say_letter(match: re.Match[str]) -> Iterable[Piece]:
    are_days = _OPENING.search(match.string) and not _SIZES.search(match.string)
    return whole(match, _BY_LETTER[match[0]]) if are_days else ()


def _say_behind(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, agree(cardinal(match["number"], "es"), "f"))


DAYS: tuple[Kind, ...] = (
    Kind(
        "letter of a day",
        rf"(?<![\w.'/{TAKEN}-])(?:[LMXJVSD](?=:? ?(?:de )?(?:las? )?{_TIME}|:? (?:cerrado|abierto)|{_AND}[LMXJVSD](?![\w'.-])| y fest)"
        r"|(?:(?<=\b[LMXJVS] y )|(?<=\b[LMXJVS], )|(?<=\b[LMXJVS] a )|(?<=\b[LMXJVS] - )|(?<=\b[LMXJVS] – ))[MXJVSD])(?![\w'])"
        r"|(?:(?<=\b[LMXJVS]-)|(?<=\b[LMXJVS]–)|(?<=\b[LMXJVS]/))[MXJVSD](?![\w'])",
        _say_letter,
        frozenset("LMXJVSD"),
    ),
    abbreviation_kind(
        "day",
        {
            "lun.": "lunes",
            "mié.": "miércoles",
            "jue.": "jueves",
            "vie.": "viernes",
            "sáb.": "sábado",
            "dom.": "domingo",
        },
        before=r"(?:(?<=\b[Ee]l )|(?<=\bdel )|(?<=\bal ))",
    ),
    Kind(
        "behind a feminine article",  # "a las 21", "las 201 de la lista"
        r"(?<=\b[Ll]as )(?P<number>[2-9]1|[1-9][02-9]1|[2-9]\d\d)(?![\w:/-]|[.,]\d| \d| h\b|\.º)",
        _say_behind,
    ),
    Kind(
        "one o'clock",
        r"(?:(?<=\b[Aa] la )|(?<=\b[Dd]e la )|(?<=\b[Ee]s la )|(?<=desde la )|(?<=hasta la )|(?<=sobre la )|(?<=hacia la ))1(?=[.,;!?)]*(?:$|\n| [^\W\d_]))",
        lambda match: whole(match, "una"),
    ),
)
