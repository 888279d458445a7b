"""ASS and SSA -> cues: the dialogue; comments, drawings and the copies that effects make are none."""

import re
from collections.abc import Iterator, Sequence

from f5tts_worker.script.ass_rows import is_drawing, lines_of, rows
from f5tts_worker.script.cue_file import Cue, CueFile, milliseconds, said_by

_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:,](\d{1,3})\s*")
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
    is_made = any(row["effect"].strip().lower() == "fx" for _, row in rows(lines))
    for number, row in rows(lines):  # once more: a list of all would be far larger than the file
        effect = row["effect"].strip().lower()
        is_line = row["kind"] == "dialogue" or (is_made and effect == "karaoke")
        if not is_line or (is_made and effect == "fx") or is_drawing(row["text"]):
            continue
        start, end = (_CLOCK.fullmatch(row[name]) for name in ("start", "end"))
        if start is None or end is None:
            read.fault(number, f"has times that cannot be read in line {number}", "0:00:01.00")
            continue
        times = milliseconds(*start.groups()), milliseconds(*end.groups())
        yield from said_by(row["name"], read.voiced(lines_of(row["text"]), times, number))
