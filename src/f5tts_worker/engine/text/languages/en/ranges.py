"""The dash between two numbers in English: "to" in most, nothing in scores and names, "for" in cricket."""

# ruff: noqa: E501, RUF001 - a row of words is one kind; the dash of ranges is meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import places, tables
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named

_RANGE = (
    r"(?<![-–/])(?:\d|(?<=\d)[%°$€£¢\"']|(?<=\d )%|(?<=[apAP])\.?[mM]\.?|(?<=\d)(?:[a-zμ]?[a-zA-ZΩ]{1,2}|°[CF])|(?<=\d)(?:st|nd|rd|th))"
    r"(?P<to> ?[-–] ?)(?=[$€£]?\.?\d)(?!-|\d{1,2}/\d)"
)
_LOW_END, _HIGH_END = re.compile(r"(?<![\d.,])\d+$"), re.compile(r"\d+(?![.,]?\d)")
_LETTERS, _LETTERS_AGAIN = re.compile(r"(\d+)([A-Za-zμΩ]+)$"), re.compile(r"(\d+)([A-Za-z])(?!\w)")
_ENDINGS = frozenset(("am", "pm", "m", "st", "nd", "rd", "th", "k", "bn"))
_RUNS, _WICKETS = 100, 10  # of an innings, at least and at most
CRICKET = re.compile(
    r"(?i:\b(?:all out|ashes|bat(?:ted|ting|smen|ters?)|bowl\w*|close of play|chas(?:ed|ing)|cricket\w*|declar\w+|innings|overs|runs?|stumps|wickets?|openers?)\b)"
)
_RECORD = re.compile(
    r"(?i:\b(?:go|going|gone|went|record(?: of| is)?|improv\w+ to|fell to|dropped to) )1?\d$"
)
_OF_GAMES = re.compile(
    r" (?:against|at home|in|on the road|over|overall|since|this season|with)\b|[.,;!?)]|$"
)
_NAME_IN_FRONT = re.compile(r"(?<![\w.])[A-Z][\w.']+ \($")
_AT_HOURS = re.compile(
    r"(?i:\b(?:class|classes|closed|daily|day|days|dinner|evenings?|hours?|lunch|mornings?|mon|tues?|weds?|thurs?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|nights?|open|shifts?|weekdays|weekends?)\b)"
)
_CHAINED = re.compile(r"[$€£\d.,:]{1,12}[-–](?=[\dA-Z])")
_CHAINED_BEHIND = re.compile(r"(?<![\w:.,])\d{1,4}[-–]\d{1,4}[-–]\d{1,4}$")
_ONE_OF_A_CHAPTER = re.compile(
    r"\b(?:(?i:chart|diagram|equation|eq\.|exhibit|fig\.|figure|map|plate|problem|table)|Example|Ex\.|Exercise) \d*$"
)
_OPEN_HOURS = re.compile(r"(?:\ue000|[Dd]aily|[Oo]pen|[Hh]ours:?),? \d*$")  # "M-F, 7-7"

_Ends = tuple[re.Match[str], re.Match[str]]


def _say(match: re.Match[str]) -> Iterable[Piece]:
    """Say the dash between two numbers, unless more than two hang together."""
    if _CHAINED.match(match.string, match.end()):
        return ()
    if _CHAINED_BEHIND.search(match.string, max(0, match.start() - 14), match.start() + 1):
        return named(match, to=" ")  # the last of "12-4-27-2"
    line, dash = match.string, match.start("to")
    letters = _LETTERS.search(line, max(0, dash - 4), dash)
    if letters and _is_name(line, letters, _LETTERS_AGAIN.match(line, match.end())):
        return named(match, to=" ")
    low, high = _LOW_END.search(line, max(0, dash - 4), dash), _HIGH_END.match(line, match.end())
    if not low or not high:
        return named(match, to="to")
    is_innings = int(low[0]) >= _RUNS and 1 < int(high[0]) < _WICKETS
    if is_innings and CRICKET.search(line, max(0, dash - 120), dash + 120):  # "245-6"
        return named(match, to=" for ")
    return named(match, to=" " if _is_no_span((low, high), line, dash) else "to")


def _is_name(line: str, low: re.Match[str], high: re.Match[str] | None) -> bool:
    """Say whether the number before a dash ends in letters of a name: "Rule 10b-5", not "sizes 2T-5T", "4a-4d"."""
    letters = low[2]
    if _ONE_OF_A_CHAPTER.search(line, max(0, low.start() - 16), low.start()):
        return True  # "Figure 1a-2a"
    if high and letters == high[2]:
        return False
    if high and len(letters) == 1 and letters.islower() == high[2].islower():
        return (int(low[1]), letters) > (int(high[1]), high[2])
    return letters not in tables.UNITS and letters.lower() not in _ENDINGS


def _is_no_span(ends: _Ends, line: str, dash: int) -> bool:
    """Say whether nothing runs from one number to the other: a score, a house of Queens, a draw."""
    low, high = ends
    falls = int(low[0]) > int(high[0])
    record = _RECORD.search(line, max(0, dash - 24), dash)
    if record and (falls or low[0] == high[0]) and _OF_GAMES.match(line, high.end()):
        return True  # "going 4-1 on the road"
    team = len(low[0]) < len("000") and _NAME_IN_FRONT.search(line, max(0, dash - 24), low.start())
    in_brackets = team and line.startswith(")", high.end()) and not _AT_HOURS.search(team[0])
    house = len(low[0]) == len(high[0]) == len("45") and places.ON_A_STREET.match(line, high.end())
    if _ONE_OF_A_CHAPTER.search(line, max(0, dash - 16), dash):
        return True  # "Fig. 3-2"
    if falls and (in_brackets or house):
        return True  # "Denver (8-3)", but not "Lunch (12-2)"; "45-12 Queens Blvd", but not "9-5 Main Street"
    return low[0] == high[0] and not _OPEN_HOURS.search(line[max(0, dash - 14) : dash])  # "50-50"


RANGE = Kind("range", _RANGE, _say)
