"""Subtitles, transcripts and chapters that were pasted as a text: their words, without numbers and times."""

import itertools
import re

from f5tts_worker.script.ass_rows import is_drawing, lines_of, rows, without_overrides

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-+>\s*{_CLOCK}(?:\s+[a-z]+:\S+)*\s*|{_CLOCK},{_CLOCK}\s*")  # and of SBV
# On one line with its words, where line ends were lost: "1 00:00:01,000 --> 00:00:04,000 Hello."
_LOST_LINES = re.compile(
    rf"(?P<gap>[ \t]?)(?:(?<!\S)\d{{1,4}}[ \t]+)?(?<!\S)"
    rf"{_CLOCK}[ \t]*-+>[ \t]*{_CLOCK}[ \t]+(?=[^\s\d:]+(?:\s|$))"
)
_CODES = re.compile(rf"</?(?:c|v|lang|[biu])(?:[.\s][^<>]*)?>|<{_CLOCK}>|\{{\\[^{{}}\n]*\}}")
_SBV = re.compile(rf"^{_CLOCK},{_CLOCK}$", re.MULTILINE)
_HEADER = re.compile(r"\ufeff?WEBVTT\b")
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_IS_ASS = re.compile(
    r"\ufeff?\s*\[(?:Script Info|Events)\]|(?:Format:.*\n)?Dialogue:[^,\n]{0,12},\d{1,3}:\d\d:\d\d\.\d\d,"
)

# In front of a transcript's lines: "[00:01:23] Anna: Yes." and "0:00 Intro". They begin in the first minute
# or hour, unlike a plan of a day ("[09:00] Opening"); without brackets, one must begin at zero.
_STAMP = r"(?P<clock>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
_NO_HOURS = (
    r"(?!\s*(?:[-\u2013\u2014]\s*\d|(?:to|bis|à|a|Uhr|uur|h|[AaPp]\.?[Mm])\b))"  # "0:00 Uhr", "0:00 to 2:00"
)
_DASH = r"(?:[-\u2013\u2014:][ \t]+)?"
_STAMPS = (
    (re.compile(rf"[ \t]*\[{_STAMP}\][ \t]*{_DASH}"), re.compile(r"00?:")),
    (re.compile(rf"[ \t]*{_STAMP}{_NO_HOURS}(?:[ \t]+{_DASH}|$)"), re.compile(r"[0:.,]+$")),
)


def words_only(text: str) -> str:
    """Return the words of pasted subtitles on lines of their own; any other text as it is."""
    if is_ass(text):
        return _dialogue(text)
    if "->" not in text and not _SBV.search(text):
        return _without_stamps(text)
    text = _LOST_LINES.sub(r"\g<gap>", text)
    lines = text.split("\n")
    is_time = [bool(_TIMES.fullmatch(line)) for line in lines]
    if not any(is_time):
        return text
    kept: list[str] = []
    skipping = False
    for number, line in enumerate(lines):
        starts_block = number == 0 or not lines[number - 1].strip()
        if starts_block:
            skipping = bool(_HEADER.match(line) or _BLOCKS.match(line))
        names_cue = (
            number + 1 < len(lines) and is_time[number + 1] and (starts_block or line.strip().isdigit())
        )
        if not (skipping or is_time[number] or names_cue or not line.strip()):
            kept.append(_CODES.sub("", line))
    return "\n".join(kept)


def is_ass(text: str) -> bool:
    """Say whether a text is an ASS file, or lines of its dialogue."""
    return bool(_IS_ASS.match(text))


def _dialogue(text: str) -> str:
    """Return what is said in an ASS file: lines without drawings, and what effects repeat of them once."""
    said = (
        " ".join(without_overrides(line).strip() for line in lines_of(row["text"]))
        for _, row in rows(text.split("\n"))
        if row["kind"] == "dialogue" and not is_drawing(row["text"])
    )
    return "\n".join(line for line, _ in itertools.groupby(said))


def _without_stamps(text: str) -> str:
    """Take out times in front of at least half of the lines, the first one among them, that never fall."""
    if ":" not in text:
        return text
    lines = text.split("\n")
    full = [line for line in lines if line.strip()]
    for stamp, beginning in _STAMPS:
        clocks = [match["clock"] for line in full if (match := stamp.match(line))]
        is_first = bool(clocks and stamp.match(full[0]) and beginning.match(clocks[0]))
        if is_first and len(clocks) > 1 and 2 * len(clocks) >= len(full) and _never_fall(clocks):
            return "\n".join(cut for line in lines if (cut := stamp.sub("", line, count=1)) or not line)
    return text


def _never_fall(clocks: list[str]) -> bool:
    seconds = [_seconds(clock) for clock in clocks]
    return seconds == sorted(seconds)


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total
