"""Subtitles, transcripts and chapters that were pasted as a text: their words, without numbers and times."""

import re

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-+>\s*{_CLOCK}(?:\s+[a-z]+:\S+)*\s*")
_CODES = re.compile(rf"</?(?:c|v|lang|[biu])(?:[.\s][^<>]*)?>|<{_CLOCK}>|\{{\\[^{{}}\n]*\}}")
_HEADER = re.compile(r"\ufeff?WEBVTT\b")
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)\b")

# In front of a transcript's lines: "[00:01:23] Anna: Yes." and "0:00 Intro". They begin in the first minute
# or hour, unlike a plan of a day ("[09:00] Opening"); without brackets, one must begin at zero.
_STAMP = r"(?P<clock>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
_STAMPS = (
    (re.compile(rf"[ \t]*[\[(]{_STAMP}[\])][ \t]*(?:[-\u2013\u2014:][ \t]+)?"), re.compile(r"00?:")),
    (re.compile(rf"[ \t]*{_STAMP}(?:[ \t]+(?:[-\u2013\u2014][ \t]+)?|$)"), re.compile(r"[0:.,]+$")),
)


def words_only(text: str) -> str:
    """Return the words of pasted subtitles on lines of their own; any other text as it is."""
    if "->" not in text:
        return _without_stamps(text)
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


def _without_stamps(text: str) -> str:
    if ":" not in text:
        return text
    lines = text.split("\n")
    for stamp, beginning in _STAMPS:
        found = [stamp.match(line) for line in lines]
        clocks = [match["clock"] for match in found if match]
        if len(clocks) > 1 and beginning.match(clocks[0]):
            cut = [
                (line[match.end() :] if match else line, match)
                for line, match in zip(lines, found, strict=True)
            ]
            lines = [line for line, match in cut if line or not match]
    return "\n".join(lines)
