"""ASS and SSA -> cues: the dialogue; comments, drawings and the copies that effects make are none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from f5tts_worker.script.cue_file import Cue, CueFile, milliseconds

_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:,](\d{1,3})\s*")
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_MARKS = re.compile("[\u200e\u200f]")  # by which a line runs as its text does
_DRAWS = re.compile(r"\\p[1-9]")
_APART_MS = 90  # between two events of one line: two frames
_MOST_OPEN = 64  # lines on the screen at one time
_EVENT = re.compile(r"Dialogue:[^,:]{0,12},\s*\d{1,3}:\d\d:\d\d[.:,]\d", re.IGNORECASE)  # without its section


def is_ass(lines: Sequence[str]) -> bool:
    """Say whether lines are those of an ASS or SSA file."""
    return any(
        line.strip().lower() in ("[script info]", "[events]") or _EVENT.match(line) for line in lines[:200]
    )


def ass_cues(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the dialogue, in the order of the file.

    Where karaoke was made into effects, each syllable is a line of its own, and the whole one is a comment.
    Where each word lights up by an event of its own, they are one cue.
    """
    joined = _Lines()
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
        said = re.split(r"\\[Nn]", _MARKS.sub("", row["text"]).replace("\\h", " "))
        speaker = row["name"].strip()[:80]
        for cue in read.voiced(said, times, number):
            named = Cue(cue.start_ms, cue.end_ms, cue.text, cue.speaker or speaker or None, number)
            yield from joined.next(named, row["text"])
    yield from joined.rest()


class _Lines:
    """Joins events that show one line with another word lit: as a whole, they are one cue."""

    def __init__(self) -> None:
        self._open: dict[tuple[str | None, str], tuple[Cue, str]] = {}

    def next(self, cue: Cue, written: str) -> Iterator[Cue]:
        """Take the next cue, and yield the one before with these words if it is another line."""
        key = cue.speaker, cue.text
        before, as_written = self._open.get(key, (None, ""))
        if before and written != as_written and before.start_ms <= cue.start_ms <= before.end_ms + _APART_MS:
            cue = replace(before, end_ms=max(before.end_ms, cue.end_ms))
        elif before:
            yield before
        self._open[key] = cue, written
        if len(self._open) > _MOST_OPEN:
            yield from self.rest()

    def rest(self) -> Iterator[Cue]:
        """Yield those that are still open."""
        found = [cue for cue, _ in self._open.values()]
        self._open.clear()
        yield from found


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
