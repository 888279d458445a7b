"""Days of the week by their letters and abbreviations, hours behind an article."""

# ruff: noqa: E501, RUF001, SIM905 - a pattern is one line; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.es.context import is_near, near
from f5tts_worker.engine.text.languages.es.gender import agree
from f5tts_worker.engine.text.languages.es.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

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
_OPENING = frozenset(
    "abierta abierto abre abren abrimos cerrada cerrado clases domingo domingos festivos horario horarios lunes sábado sábados turnos".split()
)
_RANGE = re.compile(
    rf"(?<![\w.])(?:L(?: ?[-–] ?| a )[JVSD](?!\w)|[LMXJVS](?: ?[-–] ?| a |, | y )[MXJVSD]:? (?:de )?(?:las )?(?:{TAKEN}|\d))"
)
_SIZES = frozenset({"talla", "tallas", "talle", "talles"})
_TIME = rf"(?:{TAKEN}|\d{{1,2}}(?:[:.h][0-5]\d)?(?: ?h)? ?(?:[-–]|a\b|y\b|h\b))"
_AND = r"(?:, ?| y | a | ?[-–] ?|/)"


def _say_letter(match: re.Match[str]) -> Iterable[Piece]:
    are_days = (_RANGE.search(near(match)) or is_near(match, _OPENING)) and not is_near(match, _SIZES)
    return whole(match, _BY_LETTER[match[0]]) if are_days else ()


def _say_days(match: re.Match[str]) -> Iterable[Piece]:
    """Say "del 1-6 al 31-8" as two days, not as ranges."""
    ends = [(int(match[f"{end}_day"]), int(match[f"{end}_month"])) for end in ("first", "last")]
    if not all(1 <= day <= 31 and 1 <= month <= 12 for day, month in ends):
        return ()
    months = GRAMMAR.months.split()
    said = (f"{cardinal(str(day), 'es')} de {months[month - 1]}" for day, month in ends)
    return named(match, **dict(zip(("first", "last"), said, strict=True)))


def _say_behind(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, agree(cardinal(match["number"], "es"), "f"))


DAYS: tuple[Kind, ...] = (
    Kind(
        "from day to day",
        r"\b(?:[Dd]el|[Dd]esde el) (?P<first>(?P<first_day>\d{1,2})-(?P<first_month>\d{1,2})) (?:al|hasta el) "
        r"(?P<last>(?P<last_day>\d{1,2})-(?P<last_month>\d{1,2}))(?![\w/-]|[.,]\d)",
        _say_days,
    ),
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
