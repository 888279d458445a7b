"""English, as people read it aloud: the kinds of spans in order of priority."""

# ruff: noqa: E501, RUF001 - the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import (
    amounts,
    codes,
    dates,
    extents,
    formulas,
    measures,
    money,
    notation,
    places,
    tables,
    times,
    words,
)
from f5tts_worker.engine.text.reading.addresses import address_kinds
from f5tts_worker.engine.text.reading.digit_groups import digit_kinds
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_RANGE = (
    r"(?<![-–/])(?:\d|(?<=\d)[%°$€£¢\"']|(?<=\d )%|(?<=[apAP])\.?[mM]\.?|(?<=\d)(?:[a-zμ]?[a-zA-ZΩ]{1,2}|°[CF])|(?<=\d)(?:st|nd|rd|th))"
    r"(?P<to> ?[-–] ?)(?=[$€£]?\.?\d)(?!-|\d{1,2}/\d)"
)
_LOW_END, _HIGH_END = re.compile(r"(?<![\d.,])\d+$"), re.compile(r"\d+(?![.,]?\d)")
_LETTERS_AGAIN = re.compile(r"\d+([A-Z])(?!\w)")
_LETTERS, _ENDINGS = (
    re.compile(r"\d([A-Za-zμΩ]+)$"),
    frozenset(("am", "pm", "m", "st", "nd", "rd", "th", "k", "bn")),
)
_RUNS, _WICKETS = 100, 10  # of an innings, at least and at most
_CRICKET = re.compile(
    r"(?i:\b(?:all out|ashes|bat(?:ted|ting|smen|ters?)|bowl\w*|close of play|chas(?:ed|ing)|cricket\w*|declar\w+|innings|overs|runs?|stumps|wickets?|openers?)\b)"
)
_RECORD = re.compile(
    r"(?i:\b(?:go|going|gone|went|record(?: of| is)?|improv\w+ to|fell to|dropped to) )1?\d$"
)
_OF_GAMES = re.compile(
    r" (?:against|at home|in|on the road|over|overall|since|this season|with)\b|[.,;!?)]|$"
)
_CHAINED = re.compile(r"[$€£\d.,:]{1,12}[-–](?=[\dA-Z])")


def _range(match: re.Match[str]) -> Iterable[Piece]:
    """Say the dash between two numbers, unless more than two hang together."""
    if _CHAINED.match(match.string, match.end()):
        return ()
    line, dash = match.string, match.start("to")
    low, high = _LOW_END.search(line, max(0, dash - 4), dash), _HIGH_END.match(line, match.end())
    letters = _LETTERS.search(line, max(0, dash - 4), dash)
    again = _LETTERS_AGAIN.match(line, match.end())
    is_size = letters and again and letters[1] == again[1]  # "sizes 2T-5T"
    if (
        letters and not is_size and letters[1] not in tables.UNITS and letters[1].lower() not in _ENDINGS
    ):  # "Rule 10b-5"
        return named(match, to=" ")
    is_innings = low and high and int(low[0]) >= _RUNS and 1 < int(high[0]) < _WICKETS
    if is_innings and _CRICKET.search(line, max(0, dash - 120), dash + 120):  # "245-6"
        return named(match, to=" for ")
    record = _RECORD.search(line, max(0, dash - 24), dash)
    if (
        low
        and high
        and record
        and (int(low[0]) >= int(high[0]) or "oing" in record[0])
        and _OF_GAMES.match(line, high.end())
    ):
        return named(match, to=" ")  # "going 4-1 on the road"
    if low and high and int(low[0]) > int(high[0]) and places.ON_A_STREET.match(line, high.end()):
        return named(match, to=" ")  # "45-12 Queens Blvd"
    is_level = low and high and low[0] == high[0]  # "50-50", a draw
    opens = re.search(
        r"(?:\ue000|[Dd]aily|[Oo]pen|[Hh]ours:?),? \d*$", line[max(0, dash - 14) : dash]
    )  # "M-F, 7-7"
    return named(match, to=" " if is_level and not opens else "to")


KINDS: tuple[Kind, ...] = (
    *address_kinds("en", tables.ADDRESS_SIGNS),
    *dates.dates(),
    *places.kinds(),
    *digit_kinds("en", "plus"),
    *notation.kinds(),
    *formulas.formulas(),
    *codes.names(),
    money.MONEY_RANGE,
    times.HOURS,
    Kind("range", _RANGE, _range),
    *times.times(),
    *money.kinds(),
    *amounts.kinds(),
    *extents.kinds(),
    *measures.kinds(),
    *formulas.signs(),
    *words.kinds(),
    *codes.left_over(),
)
