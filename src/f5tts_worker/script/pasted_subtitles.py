"""SRT and WebVTT that were pasted as a text: their words, without numbers, times and codes."""

import re

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-+>\s*{_CLOCK}(?:\s+[a-z]+:\S+)*\s*")
_CODES = re.compile(rf"</?(?:c|v|lang|[biu])(?:[.\s][^<>]*)?>|<{_CLOCK}>|\{{\\[^{{}}\n]*\}}")
_HEADER = re.compile(r"\ufeff?WEBVTT\b")
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)\b")


def words_only(text: str) -> str:
    """Return the words of pasted subtitles on lines of their own; any other text as it is."""
    if "->" not in text:
        return text
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
