"""Heads and cells of tables pasted as text in English: "No. | Name | Ht. (cm)", "Wed | closed"."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both dashes are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en.measures import SYMBOL, unit_of
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

_BEGINS = r"(?:(?<![\s\S])|(?<=\| )|(?<=[—–] )|(?<=\n))"
_ENDS = r"(?= \|| [—–] |\s*$|\n)"
_NEAR = 60  # letters on both sides in which a stroke shows that there are cells
_SURE = re.compile(r"[ckm]m|[km]g|m[lLsW]|[kMG][BVW]|Hz|ft|hr|lb|oz|yd|°[CF]")
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_HEADS = {
    "Addr": "Address", "Amt": "Amount", "Arr": "Arrives", "Avail": "Available", "Avg": "Average", "Bal": "Balance", "Conc": "Concentration", "Cat": "Category", "Chg": "Change",
    "Dep": "Departs", "Dept": "Department", "Desc": "Description", "Dist": "Distance", "Est": "Estimate", "Exp": "Expires", "Freq": "Frequency",
    "Hrs": "Hours", "Ht": "Height", "Max": "Maximum", "Min": "Minimum", "No": "Number", "Pos": "Position", "Prev": "Previous", "Pts": "Points",
    "Qty": "Quantity", "Ref": "Reference", "Rev": "Revenue", "Std": "Standard", "Tel": "Telephone", "Temp": "Temperature", "Vol": "Volume", "Wt": "Weight", "Yr": "Year",
}  # fmt: skip
_DOTTED = {f"{short}.": full for short, full in _HEADS.items()}


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of heads and cells; a stroke or the brackets of a unit show them."""
    return (
        abbreviation_kind("head", _DOTTED, before=_BEGINS, after=r"(?= (?:\||\())"),
        abbreviation_kind("head behind another", _DOTTED, before=r"(?<=\| )", after=_ENDS),
        abbreviation_kind("bare head", _HEADS, before=r"(?<=\| )", after=r"(?= \|| \(| [—–] |\s*$|\n)"),
        Kind("day of a cell", rf"{_BEGINS}(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|rs?)?\.?{_ENDS}", _day, frozenset("|")),
        Kind("unit of a head", rf"(?<=[a-z.\ue000] \()(?P<unit>{SYMBOL}(?:/{SYMBOL})?|in)(?=\))", _unit, frozenset("(")),
    )  # fmt: skip


def _is_among_cells(match: re.Match[str]) -> bool:
    return "|" in match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]


def _day(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, _DAYS[match["day"]]) if _is_among_cells(match) else ()


def _unit(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Chest (in)" with inches; one letter may be an item's, unless there are cells."""
    unit = match["unit"]
    name = "inches" if unit == "in" else unit_of(unit, many=True)
    is_sure = len(unit) > len("in") or _SURE.fullmatch(unit) or _is_among_cells(match)
    return whole(match, name) if name and is_sure else ()
