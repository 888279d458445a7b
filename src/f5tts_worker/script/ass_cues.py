"""ASS and SSA -> cues: the dialogue; comments, drawings and the copies that effects make are none."""

import re
from collections.abc import Iterator, Sequence

from f5tts_worker.script.cue_file import Cue, CueFile, milliseconds, said_by

_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:,](\d{1,3})\s*")
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_MARKS = re.compile("[\u200e\u200f]")  # by which a line runs as its text does
_PLACE = re.compile(r"(?<=\S)\{\\fscx0\} \{\\fscx\d{1,5}\}(?=\S)")  # to wrap, inside a word: no space is seen
_DRAWS = re.compile(r"\\p[1-9]")
_EVENT = re.compile(r"Dialogue:[^,:]{0,12},\s*\d{1,3}:\d\d:\d\d[.:,]\d", re.IGNORECASE)  # without its section


def is_ass(lines: Sequence[str]) -> bool:
    """Say whether lines are those of an ASS or SSA file."""
    return any(
        line.strip().lower() in ("[script info]", "[events]") or _EVENT.match(line) for line in lines[:200]
    )


def ass_cues(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the dialogue, in the order of the file.

    Where karaoke was made into effects, each syllable is a line of its own, and the whole one is a comment.
    """
    is_made = any(row["effect"].strip().lower() == "fx" for _, row in _rows(lines))
    for number, row in _rows(lines):  # once more: a list of all would be far larger than the file
        effect = row["effect"].strip().lower()
        is_line = row["kind"] == "dialogue" or (is_made and effect == "karaoke")
        if not is_line or (is_made and effect == "fx") or _is_drawing(row["text"]):
            continue
        start, end = (_CLOCK.fullmatch(row[name]) for name in ("start", "end"))
        if start is None or end is None:
            read.fault(number, f"has times that cannot be read in line {number}", "0:00:01.00")
            continue
        times = milliseconds(*start.groups()), milliseconds(*end.groups())
        text = _PLACE.sub("", _MARKS.sub("", row["text"])).replace("\\h", " ")
        said = re.split(r"\\[Nn]", text)
        yield from said_by(row["name"], read.voiced(said, times, number))


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each event with the number of its line; `kind` is "dialogue" or "comment"."""
    section, fields = "[events]", list(_FIELDS)
    for number, line in enumerate(lines, start=1):
        kind, _, rest = line.partition(":")
        kind = kind.strip().lower()
        if line.strip().startswith("["):
            section = line.strip().lower()
        elif section == "[events]" and kind == "format":
            named = [name.strip().lower() for name in rest.split(",")]
            fields = named if {"start", "end", "text"} <= set(named) else fields
        elif section == "[events]" and kind in ("dialogue", "comment"):
            event = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            yield number, {**dict.fromkeys(_FIELDS, ""), **event, "kind": kind}


def _is_drawing(text: str) -> bool:
    """Say whether a line draws shapes: what follows the override is numbers."""
    return any(_DRAWS.search(override) for override in _OVERRIDE.findall(text))
