"""SRT, WebVTT and YouTube's SBV -> cues: a line of times, and what follows."""

import re
from collections.abc import Iterator, Sequence

from f5tts_worker.script.cue_file import Cue, CueFile, milliseconds

# Machine translation puts spaces into times and changes arrows; some programs write no fraction, others a
# dash, or the cue's number beside the times. YouTube's SBV has a comma in the arrow's place. What is said may
# be "9:30 -> 10:15", "9:30 - 10:15" or "9:30,10:15", too.
_CLOCK = r"(?:(\d{1,3}) ?: ?)?(\d{1,2}) ?: ?(\d{1,2})(?:(?:[.,] ?|:(?=\d{3}(?!\d)))(\d{1,9}))?"
_ARROW = r"\s*(?:[-\u2013\u2014]{1,9}(?:>|&gt;)|\u2192)\s*|(?P<dash>\s+[-\u2013\u2014~]{1,3}\s+)|(?P<sbv>,)"
_TIMES = re.compile(rf"\s*(?:\d{{1,6}}\s+(?=\d{{1,3}}:))?{_CLOCK}(?:{_ARROW}){_CLOCK}(?P<more>\s.*)?")
_FRAMES = re.compile(r"\s*\d\d:\d\d:\d\d[:;]\d\d\b")
_PRINTED = re.compile(r"^\s*\[([^\[\]]{1,40}->[^\[\]]{1,40})\]")  # "[00:01.000 --> 00:02.500]  Hello."
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_FULL_WIDTH = str.maketrans("\uff1a\uff0c\uff0e", ":,.")
_SETTINGS = re.compile(r"(?:\s+[A-Za-z]\w*:\S+)*\s*")  # "line:0 align:start", "X1:117 Y1:42"
_NUMBER = re.compile(r"[\s*_#]{0,9}\d{1,9}[\s*_#]{0,9}")  # a chat's answer may have it bold
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*")
# Times with a slip: nobody says a long arrow, and below an empty line or a number stands no "9:30 -> 10:15".
_LONG_ARROW = re.compile(
    r"[-\u2013\u2014]{2,9} ?(?:>|&gt;)|- -{1,9} ?>|^\s*[\d:.,]{5,40}\s*[-\u2013\u2014]{1,9} >"
)
_HALF_SBV = re.compile(r"\s*(?:\d{1,3}:\d\d:\d\d\.\d{3},\S{1,20}|\S{1,20},\d{1,3}:\d\d:\d\d\.\d{3})\s*")
_EXACT = re.compile(r":\d{1,2}[:.,]\d")
_FEWEST_DIGITS = 6
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)\b")
# YouTube's own captions show each line twice: while its words appear, and above the next line.
_ROLLING = re.compile(r"<\d\d:\d\d:\d\d\.\d{3}><c>")
_TAG = re.compile(r"<[^<>]*>")
_EXAMPLE = "times such as 00:00:01,000 --> 00:00:02,500"


def timed_cues(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the cues of SRT and WebVTT.

    One goes up to an empty line in WebVTT; in SRT up to the next number with times, as an empty line may be a
    slip.
    """
    is_vtt = any(line.lstrip().startswith("WEBVTT") for line in lines[:3])
    rolls = is_vtt and any(map(_ROLLING.search, lines))
    lines = ["" if _FENCE.fullmatch(line) else line for line in lines]
    found = [_times(line, before) for before, line in zip(["", *lines], lines, strict=False)]
    is_numbered = _are_numbered(lines, found)
    shown = ""  # the last line of the cue before
    number = 0
    while number < len(lines):
        line, times = lines[number], found[number]
        if is_vtt and _BLOCKS.match(line) and not lines[number - 1].strip():
            while number < len(lines) and lines[number].strip():
                number += 1
            continue
        if times is None:
            _check_line(line, lines[number - 1] if number else "", number + 1, read)
            number += 1
            continue
        first = number
        number += 1
        while number < len(lines) and found[number] is None and (lines[number] or not is_vtt):
            number += 1
        is_followed = number < len(lines) and found[number] is not None
        for place in range(first + 1, number):
            _check_line(lines[place], lines[place - 1], place + 1, read)
        said = _said(lines[first + 1 : number], ends_in_number=is_numbered and is_followed)
        if rolls:
            said, shown = _unrolled(said, shown)
        if not (is_vtt or _SETTINGS.fullmatch(times[2])):
            said = [times[2], *said]  # on the line of its times
        yield from read.voiced(said, times[:2], first + 1)


def _check_line(line: str, before: str, number: int, read: CueFile) -> None:
    """Note a line that must be one of times, but cannot be read; else its numbers would be said."""
    if not _is_of_times(line, before):
        return
    problem = f"has times that cannot be read in line {number}"
    if _FRAMES.match(line):
        read.fault(number, f"has times in frames in line {number}", f"{_EXAMPLE}, as no frame rate is known")
    else:
        read.fault(number, problem, _EXAMPLE)


def _is_of_times(line: str, before: str) -> bool:
    """Say whether a line with a slip was meant as one of times, where it stands."""
    digits = sum(map(str.isdigit, line))
    if digits < _FEWEST_DIGITS:
        return False
    if _LONG_ARROW.search(line) and ":" in line:
        return True
    if before.strip() and not _is_number(before):
        return False
    is_arrow = "->" in line or "\u2192" in line
    return (
        (is_arrow and _EXACT.search(line) is not None)
        or _HALF_SBV.fullmatch(line) is not None
        or (_is_number(before) and line.count(":") > 1 and sum(map(str.isalpha, line)) * 2 <= digits)
    )


def _times(line: str, before: str) -> tuple[int, int, str] | None:
    """Return the times of a line in milliseconds, and its rest, if it is one of times after `before`."""
    plain = _UNSEEN.sub("", line.translate(_FULL_WIDTH) if "\uff1a" in line else line)
    plain = _PRINTED.sub(r"\1 ", plain)
    found = _TIMES.fullmatch(plain) if ":" in plain else None
    if found is None:
        return None
    parts = found.groups()
    start, end = parts[:4], parts[6:10]
    is_exact = start[3] is not None and end[3] is not None
    more = found["more"] or ""
    needs_fraction = found["sbv"] or found["dash"] or more.strip()
    is_bare = not needs_fraction and (not before.strip() or _is_number(before))
    return (milliseconds(*start), milliseconds(*end), more) if is_exact or is_bare else None


def _is_number(line: str) -> bool:
    return _NUMBER.fullmatch(line) is not None


def _are_numbered(lines: Sequence[str], times: Sequence[object]) -> bool:
    """Say whether most cues have a number before their times; else such a line is said in the cue before."""
    last, numbered = "", 0
    for line, found in zip(lines, times, strict=True):
        numbered += found is not None and _is_number(last)
        last = line if line.strip() else last
    return numbered * 2 > len(times) - times.count(None)


def _said(lines: Sequence[str], *, ends_in_number: bool) -> list[str]:
    """Return the lines of a cue, without the number of the next one."""
    said = [line for line in lines if line.strip()]
    return said[:-1] if ends_in_number and said and _is_number(said[-1]) else said


def _unrolled(said: Sequence[str], shown: str) -> tuple[list[str], str]:
    """Return a cue's lines without the one that is still there from the cue before, and its own last line."""
    plain = [_TAG.sub("", line).strip() for line in said]
    new = said[1:] if plain and plain[0] == shown else said
    return list(new), plain[-1] if plain else shown
