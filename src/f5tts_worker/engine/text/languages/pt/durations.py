"""How long something took, in Portuguese: "1min57s28", "2:00:35", "1'07''", "a 45'' do líder"."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.pt.gender import agree
from f5tts_worker.engine.text.languages.pt.grammar import GRAMMAR
from f5tts_worker.engine.text.reading.grammar import Noun, regular
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_HOUR, _MINUTE, _SECOND = (GRAMMAR.units[unit] for unit in ("h", "min", "s"))
_HUNDREDTHS = {1: regular("décimo"), 2: regular("centésimo"), 3: regular("milésimo")}


def _counted(number: str, noun: Noun) -> str:
    value = number.lstrip("0")
    said = agree(cardinal(value, "pt"), noun.gender) if value else ""
    return f"{said} {noun.one if value == '1' else noun.many}" if said else ""


def _duration(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1h02min", "1min57s28" and "9s58" with hours, minutes, seconds and what is over."""
    groups = match.groupdict("")
    hours, minutes, seconds, over = (groups.get(name, "") for name in ("h", "min", "s", "part"))
    said = [
        _counted(hours, _HOUR),
        _counted(minutes, _MINUTE),
        _counted(seconds, _SECOND),
        _counted(over, _HUNDREDTHS[len(over)]) if over else "",
    ]
    parts = [part for part in said if part]
    if not parts:
        return ()
    return whole(match, " e ".join([" ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts))


def _lead(match: re.Match[str]) -> Iterable[Piece]:
    """Say "a 45'' do líder" with seconds, "2' de atraso" with minutes."""
    noun = _MINUTE if match["mark"] == "'" else _SECOND
    return named(match, number=_counted(match["number"], noun), mark="")


_MARKED = r"(?P<number>\d{1,2})(?P<mark>['\"])"
DURATIONS: tuple[Kind, ...] = (
    Kind(
        "duration",
        r"(?<![\w.,/])(?:(?:(?P<h>\d{1,2}) ?h ?)?(?P<min>\d{1,3}) ?min(?P<s>[0-5]?\d)(?:s(?P<part>\d{1,3})|s(?:eg)?)?(?!\w|[.,]\d))",
        _duration,
    ),
    Kind(
        "duration with spaces",
        r"(?<![\w.,/])(?:(?P<h>\d{1,2}) ?h ?)?(?P<min>\d{1,3}) ?min ?(?P<s>[0-5]?\d) ?s(?:eg)?(?!\w)",
        _duration,
    ),
    Kind(
        "seconds and hundredths",
        r"(?<![\w.,/])(?P<s>\d{1,2})s(?P<part>\d{2,3})(?!\w|[.,]\d)",
        _duration,
    ),
    Kind(
        "minutes with a colon",
        r"(?<![\w.,:/])(?P<min>\d{1,2}):(?P<s>[0-5]\d)\.(?P<part>\d{2,3})(?!\w|[.,:]\d)",
        _duration,
    ),
    Kind(
        "hours, minutes and seconds",  # two digits and a colon are a time of day, as in logs
        r"(?<![\w.,:/])(?P<h>\d):(?P<min>[0-5]\d):(?P<s>[0-5]\d)(?:[.,](?P<part>\d{1,3}))?(?!\w|[.,:]\d)",
        _duration,
    ),
    Kind(
        "minutes and seconds by marks",
        r"(?<![\w.,:/°'])(?:(?P<h>\d{1,2}) ?h ?)?(?P<min>\d{1,2})' ?(?P<s>[0-5]\d)\"(?P<part>\d{1,3})?(?!\w)",
        _duration,
    ),
    Kind("seconds by marks", r"(?<![\w.,:/°'])(?P<s>\d{1,2})\"(?P<part>\d\d)(?!\w)", _duration),
    Kind("lead", rf"\b(?i:atraso|desvantagem|diferença|vantagem) de {_MARKED}(?!\w)", _lead),
    Kind(
        "behind the leader",
        rf"(?<![\w.,:/°']){_MARKED}(?= (?:de (?:atraso|desvantagem|vantagem)|d[oa] (?:camisola|frente|líder|pelotão|primeir[oa]|vencedora?)\b))",
        _lead,
    ),
)
