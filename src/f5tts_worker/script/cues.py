"""Subtitles that are to be spoken: a file in any format that is read -> cues, or everything that is wrong."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from f5tts_worker.script.ass_cues import ass_cues, is_ass
from f5tts_worker.script.cue_file import BEGINS, MAX_CUES, NAMED, Cue, CueFile
from f5tts_worker.script.highlighted import without_highlights
from f5tts_worker.script.other_cues import other_cues, why_without_cues
from f5tts_worker.script.timed_cues import timed_cues
from f5tts_worker.script.turns import Turn

__all__ = [
    "MAX_CUES",
    "Cue",
    "CueFile",
    "CueSpeaker",
    "clock",
    "read_cues",
    "speakers_of",
    "time_code_hours",
    "turns_of_cues",
]

MAX_TRACK_MS = 4 * 3_600_000
MAX_OVERLAP_MS = 100  # of cues that follow each other, by a program's rounding: the first one ends earlier
_MOST_READ = 4 * MAX_CUES  # with those that only describe sounds
_EMPTY_MS = 2_000  # at most: a cue without a length lasts until the next one
_HOUR_MS = 3_600_000
_OF_THE_HOUR_MS = 600_000  # so soon after an hour, times are those of a film reel's time code

_LINE_ENDS = re.compile("(?<!\r)\r+\n|\r")
_UNSEEN = re.compile("[\ufeff\u202a-\u202c]")  # byte order marks, and what embeds a line for players
_SOUND = re.compile(
    r"(?:\[[^\[\]]*\]|\([^()]*\)|[♪♫♬]++[^♪♫♬]*+(?:[♪♫♬]++|$)|\s)+"
)  # "[door slams]", "(laughs)", "♪ la la ♪"
_DESCRIBED = re.compile(
    r"(?:\[(?P<square>[^\[\]]{1,80})\]:?|(?<![^\s\])>\u2013\u2014-])\((?P<round>[^\W\d_][^()\[\]\d.!?]{0,39})\))\s*"
    rf"(?P<begins>{BEGINS})?"
)
_SENTENCE_END = re.compile(r"(?:[.!?…:\"”]\s*|\n\n)\Z")

_BEFORE_NAME = r"^[ \t>\u2013\u2014-]{0,9}\[?"
_WRITTEN = re.compile(rf"{_BEFORE_NAME}([^\W\d_][\w .'-]{{0,40}})\]?:(?=\s)", re.MULTILINE)
_NUMBERED = re.compile(rf"{_BEFORE_NAME}((?i:speaker)[ _]?\d{{1,3}})\]?:(?=\s)", re.MULTILINE)
_SPACE_LEFT = re.compile(r"\s+(?=[,.;:!?…])")


def read_cues(text: str, speakers: Mapping[str, str]) -> CueFile:
    """Read subtitles: SRT, WebVTT, SBV, ASS, TTML, LRC, or the JSON of a recogniser.

    `speakers` are names with a voice: such a name and a colon, or in brackets, at the start of a line is that
    line's speaker, too.
    """
    text = _LINE_ENDS.sub("\n", _UNSEEN.sub("", text))
    if "\\n" in text and "\n" not in text.strip():  # escaped once more than JSON needs
        text = text.replace("\\r", "").replace("\\n", "\n")
    read = CueFile({label.casefold() for label in speakers} | _written_speakers(text))
    found = list(islice(_cues(text, read), _MOST_READ))
    if len(found) == _MOST_READ:
        read.fault(1, f"has {_MOST_READ:,} cues or more", f"at most {MAX_CUES:,}")
        return read
    found = without_highlights(found)
    sounds = [cue for cue in found if _is_sound(cue)]
    spoken = [cue for cue in found if not _is_sound(cue)]
    spoken = _spoken(spoken, sounds)
    _note_time_code(spoken, read)
    spoken = _without_rounding(_with_length(spoken))
    _check(spoken, read)  # music may go on while somebody speaks
    if sounds:
        read.warnings.append(f"Not spoken, because it describes sounds: {_shown(sounds)}.")
    read.cues = spoken
    # Of the file's own times: a last cue without a length lasts as long as it takes to say.
    ends = (cue.end_ms for cue in (*found, *spoken[:-1]) if cue.end_ms <= MAX_TRACK_MS)
    read.end_ms = max(ends, default=0)
    if not read.cues and not read.faults:
        read.fault(1, why_without_cues(text), "subtitles in SRT, WebVTT, ASS, TTML or LRC")
    if len(read.cues) > MAX_CUES:
        read.fault(1, f"has {len(read.cues):,} cues", f"at most {MAX_CUES:,}")
    return read


def _written_speakers(text: str) -> set[str]:
    """Return names that a file has as speakers: in capitals at the start of several lines, or numbered ones.

    A single word in capitals may be one that is said: "WARNING: keep out."
    """
    found = Counter(name for name in map(str.strip, _WRITTEN.findall(text)) if name.isupper())
    numbered = {name.strip() for name in _NUMBERED.findall(text)}
    return {name.casefold() for name in numbered | {name for name, count in found.items() if count > 1}}


def _cues(text: str, read: CueFile) -> Iterator[Cue]:
    lines = text.split("\n")
    if is_ass(lines):
        return iter(
            sorted(islice(ass_cues(lines, read), _MOST_READ), key=lambda cue: (cue.start_ms, cue.line))
        )
    return other_cues(text, read) or timed_cues(lines, read)


def _is_sound(cue: Cue) -> bool:
    return _SOUND.fullmatch(cue.text) is not None


def _spoken(cues: Sequence[Cue], sounds: list[Cue]) -> list[Cue]:
    """Return cues without what describes sounds, which is added to `sounds`, and without copies."""
    kept: dict[tuple[int, int, str], Cue] = {}
    for cue in cues:
        described: list[Cue] = []
        end = 0  # of the last description

        def left_out(found: re.Match[str], cue: Cue = cue, described: list[Cue] = described) -> str:
            nonlocal end
            inside = found["round"]
            before = cue.text[max(0, found.start() - 9) : found.start()]
            goes_on = bool(before) and not _SENTENCE_END.search(before)  # "I was [sighs] - well, away"
            is_in_front = found.start() == end or not goes_on
            if inside and not (is_in_front and _describes(inside)):
                return found[0]  # "(I think)" is said, and what explains a word
            end = found.end()
            begins = found["begins"] or ""
            described.append(replace(cue, text=found[0].removesuffix(begins).strip()))
            return begins if goes_on else ""

        words = _DESCRIBED.sub(left_out, cue.text).strip()
        words = _SPACE_LEFT.sub("", words) if described else words
        sounds += described
        if any(map(str.isalnum, words)):
            kept.setdefault((cue.start_ms, cue.end_ms, words), replace(cue, text=words))
    return list(kept.values())


def _describes(in_parentheses: str) -> bool:
    """Say whether these words describe a sound, as one word does, or several in letters of one case."""
    return " " not in in_parentheses or in_parentheses.islower() or in_parentheses.isupper()


def time_code_hours(cues: Sequence[Cue]) -> int:
    """Return the full hour at which times begin, as an editor's time code does; 0 where they do not."""
    is_such = bool(cues) and cues[0].start_ms % _HOUR_MS < _OF_THE_HOUR_MS
    return cues[0].start_ms // _HOUR_MS if is_such else 0


def _note_time_code(cues: Sequence[Cue], read: CueFile) -> None:
    if hours := time_code_hours(cues):
        read.warnings.append(
            f"The first cue begins at {clock(cues[0].start_ms)}, and so does the speech. If the picture's "
            f"time code begins at {hours}:00:00, take {hours}:00:00 off all times."
        )


def _with_length(cues: Sequence[Cue]) -> list[Cue]:
    """Return cues of which those without a length last until the next one, or a little while."""
    nexts = [cue.start_ms for cue in cues[1:]] + [MAX_TRACK_MS]
    return [
        replace(cue, end_ms=min(after, cue.start_ms + _EMPTY_MS)) if cue.end_ms == cue.start_ms else cue
        for cue, after in zip(cues, nexts, strict=False)
    ]


def turns_of_cues(cues: Sequence[Cue], speakers: Mapping[str, str]) -> tuple[list[Turn], list[str]]:
    """Return what each cue says and in which voice, and a warning that names speakers without one."""
    voices = {label.casefold(): voice for label, voice in speakers.items()}
    turns = [
        Turn(cue.text, voices.get((cue.speaker or "").casefold()), speaker=cue.speaker or None)
        for cue in cues
    ]
    named = dict.fromkeys(cue.speaker for cue in cues if cue.speaker)
    without = [name for name in named if name.casefold() not in voices]
    if not without:
        return turns, []
    shown_names = ", ".join(without[:10]) + (" and others" if len(without) > 10 else "")
    return turns, [f"Speakers without a voice in voices speak in the request's own: {shown_names}."]


@dataclass
class CueSpeaker:
    """Who says so many cues. `is_marked`: the file itself says so; else a cue begins with "Name:"."""

    name: str
    cues: int
    is_marked: bool


def speakers_of(cues: Sequence[Cue]) -> list[CueSpeaker]:
    """Return who speaks, in the order in which they begin; the cues were read without names of voices."""
    found: dict[str, CueSpeaker] = {}
    for cue in cues:
        named = NAMED.match(cue.text) if cue.speaker is None else None
        name = cue.speaker or (named["name"].strip() if named else "")
        if name:
            speaker = found.setdefault(name.casefold(), CueSpeaker(name, 0, is_marked=False))
            speaker.cues += 1
            speaker.is_marked |= cue.speaker is not None
    return list(found.values())


def clock(ms: int) -> str:
    """Write a time as people read it in subtitles: 0:01:02.500."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _shown(cues: Sequence[Cue]) -> str:
    named = ", ".join(f"{cue.text[:40]} ({clock(cue.start_ms)})" for cue in cues[:10])
    return named + (f" and {len(cues) - 10} more" if len(cues) > 10 else "")


def _without_rounding(cues: Sequence[Cue]) -> list[Cue]:
    """Return cues of which none lasts a moment into the next one."""
    kept = list(cues)
    for place, after in enumerate(cues[1:]):
        cue = cues[place]
        if cue.start_ms < after.start_ms < cue.end_ms <= after.start_ms + MAX_OVERLAP_MS:
            kept[place] = replace(cue, end_ms=after.start_ms)
    return kept


def _check(cues: Sequence[Cue], read: CueFile) -> None:
    """Note cues whose times no track can keep."""
    for before, cue in zip([None, *cues], cues, strict=False):
        where, times = f"in line {cue.line}", f"{clock(cue.start_ms)} to {clock(cue.end_ms)}"
        if cue.end_ms <= cue.start_ms:
            read.fault(
                cue.line, f"has a cue {where} that does not end after it starts ({times})", "its times"
            )
        elif before is not None and cue.start_ms < before.start_ms:
            read.fault(cue.line, f"has a cue {where} ({times}) that runs backwards", "cues in order")
        elif before is not None and cue.start_ms < before.end_ms:
            read.fault(
                cue.line,
                f"has a cue {where} ({times}) that overlaps the one before it",
                "one at a time",
            )
        if cue.end_ms > MAX_TRACK_MS:
            read.fault(cue.line, f"has a cue {where} that ends at {clock(cue.end_ms)}", "at most 4 hours")
