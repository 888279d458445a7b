"""Subtitles that are to be spoken: SRT, WebVTT or ASS -> cues, or everything that is wrong with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

from f5tts_worker.script.readable import shown
from f5tts_worker.script.turns import Place, ScriptFault, Turn

MAX_CUES = 5_000
MAX_TRACK_MS = 4 * 3_600_000
_MOST_FAULTS = 30
_MOST_READ = 4 * MAX_CUES  # with those that only describe sounds

MAX_OVERLAP_MS = 100  # of cues that follow each other, by a program's rounding: the first one ends earlier

# Machine translation puts spaces into times and changes arrows; some programs write no fraction. YouTube's
# SBV has a comma in the arrow's place. What is said may be "9:30 -> 10:15" or "9:30,10:15", too.
_CLOCK = r"(?:(\d{1,3}) ?: ?)?(\d{1,2}) ?: ?(\d{1,2})(?:(?:[.,] ?|:(?=\d{3}(?!\d)))(\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_CLOCK}(?:\s*(?:[-\u2013\u2014]+>|\u2192)\s*|(?P<sbv>,)){_CLOCK}(?P<more>\s.*)?")
_UNSEEN_IN_TIMES = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_ENDS = re.compile("(?<!\r)\r+\n|\r")
# YouTube's own captions show each line twice: while its words appear, and above the next line.
_ROLLING = re.compile(r"<\d\d:\d\d:\d\d\.\d{3}><c>")
_ASS_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:](\d{1,3})\s*")
_ASS_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_DRAWS = re.compile(r"\\p[1-9]")
_VTT_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]++([^<>\n]{1,80})>")
_VTT_TAG = re.compile(r"</?(?:v|c|lang|ruby|rt|[biu])(?:[.\s][^<>]*)?>|<[\d:.]+>")
_NAMED = re.compile(r"\s*(?P<name>[^\W\d_][\w .'-]{0,40}):\s")
_SOUND = re.compile(
    r"(?:\[[^\[\]]*\]|\([^()]*\)|♪++[^♪]*+(?:♪++|$)|\s)+"
)  # "[door slams]", "(laughs)", "♪ la la ♪"
_BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)\b")


@dataclass(frozen=True)
class Cue:
    """What is said from `start_ms` to `end_ms`, by the file's speaker if it names one."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None
    line: int


@dataclass
class CueFile:
    """The cues of a file, in order; what is wrong with it, and what was left out of it."""

    cues: list[Cue]
    faults: list[ScriptFault]
    warnings: list[str]


def read_cues(text: str, speakers: Mapping[str, str]) -> CueFile:
    """Read subtitles of any of the three formats.

    `speakers` are names with a voice: such a name and a colon at the start of a cue are its speaker, too.
    """
    lines = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")).split("\n")
    read = CueFile([], [], [])
    is_ass = any(line.strip().lower() in ("[script info]", "[events]") for line in lines[:200])
    found = list(islice(_ass(lines, read) if is_ass else _timed(lines, read), _MOST_READ))
    if len(found) == _MOST_READ:
        _fault(read, 1, f"has {_MOST_READ:,} cues or more", f"at most {MAX_CUES:,}")
        return read
    if is_ass:  # the order of its lines means nothing
        found.sort(key=lambda cue: (cue.start_ms, cue.line))
    sounds = [cue for cue in found if _is_sound(cue)]
    spoken = [cue for cue in found if not _is_sound(cue) and any(map(str.isalnum, cue.text))]
    spoken = _without_rounding(spoken)
    _check(spoken, read)  # music may go on while somebody speaks
    if sounds:
        read.warnings.append(f"Not spoken, because it describes sounds: {_shown(sounds)}.")
    labels = {label.casefold() for label in speakers}
    read.cues = [_with_speaker(cue, labels) for cue in spoken]
    if not read.cues and not read.faults:
        _fault(read, 1, "has no cue with words in it", "subtitles in SRT, WebVTT or ASS")
    if len(read.cues) > MAX_CUES:
        _fault(read, 1, f"has {len(read.cues):,} cues", f"at most {MAX_CUES:,}")
    return read


def _is_sound(cue: Cue) -> bool:
    return _SOUND.fullmatch(cue.text) is not None


def turns_of_cues(cues: Sequence[Cue], speakers: Mapping[str, str]) -> tuple[list[Turn], list[str]]:
    """Return what each cue says and in which voice, and a warning that names speakers without one."""
    voices = {label.casefold(): voice for label, voice in speakers.items()}
    turns = [Turn(cue.text, voices.get((cue.speaker or "").casefold())) for cue in cues]
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
        named = _NAMED.match(cue.text) if cue.speaker is None else None
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


def _fault(read: CueFile, line: int, problem: str, expected: str) -> None:
    if len(read.faults) < _MOST_FAULTS:
        read.faults.append(ScriptFault(Place(line, 1), problem, expected))


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
            _fault(
                read, cue.line, f"has a cue {where} that does not end after it starts ({times})", "its times"
            )
        elif before is not None and cue.start_ms < before.start_ms:
            _fault(read, cue.line, f"has a cue {where} ({times}) that runs backwards", "cues in order")
        elif before is not None and cue.start_ms < before.end_ms:
            _fault(
                read,
                cue.line,
                f"has a cue {where} ({times}) that overlaps the one before it",
                "one at a time",
            )
        if cue.end_ms > MAX_TRACK_MS:
            _fault(read, cue.line, f"has a cue {where} that ends at {clock(cue.end_ms)}", "at most 4 hours")


def _timed(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the cues of SRT and WebVTT: a line of times, and what follows.

    Up to an empty line in WebVTT; in SRT up to the next number with times, as an empty line may be a slip.
    """
    is_vtt = any(line.startswith("WEBVTT") for line in lines[:3])
    rolls = is_vtt and any(map(_ROLLING.search, lines))
    times = [_times(line, before) for before, line in zip(["", *lines], lines, strict=False)]
    is_numbered = _are_numbered(lines, times)
    shown = ""  # the last line of the cue before
    number = 0
    while number < len(lines):
        line = lines[number]
        if is_vtt and _BLOCKS.match(line) and not lines[number - 1].strip():
            while number < len(lines) and lines[number].strip():
                number += 1
            continue
        found = times[number]
        if found is None:
            if "->" in line and sum(map(str.isdigit, line)) >= 4:
                _fault(read, number + 1, f"has times that cannot be read in line {number + 1}", _EXAMPLE)
            number += 1
            continue
        first = number
        number += 1
        while number < len(lines) and times[number] is None and (lines[number] or not is_vtt):
            number += 1
        is_followed = number < len(lines) and times[number] is not None
        said = _said(lines[first + 1 : number], ends_in_number=is_numbered and is_followed)
        if rolls:
            said, shown = _unrolled(said, shown)
        yield from _voiced("\n".join(said), found[0], found[1], first + 1)


def _times(line: str, before: str) -> tuple[int, int] | None:
    """Return the times that a line says, in milliseconds, if it is one of times after the line `before`."""
    found = _TIMES.fullmatch(_UNSEEN_IN_TIMES.sub("", line)) if ":" in line else None
    if found is None:
        return None
    parts = found.groups()
    start, end = parts[:4], parts[5:9]
    is_exact = start[3] is not None and end[3] is not None
    is_bare = not (found["sbv"] or (found["more"] or "").strip()) and _is_number(before.strip() or "0")
    return (_ms(*start), _ms(*end)) if is_exact or is_bare else None


def _is_number(line: str) -> bool:
    return line.strip().isdigit()


def _are_numbered(lines: Sequence[str], times: Sequence[tuple[int, int] | None]) -> bool:
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
    plain = [_VTT_TAG.sub("", line).strip() for line in said]
    new = said[1:] if plain and plain[0] == shown else said
    return list(new), plain[-1] if plain else shown


_EXAMPLE = "times such as 00:00:01,000 --> 00:00:02,500"


def _voiced(text: str, start: int, end: int, line: int) -> Iterator[Cue]:
    """Yield a cue, or one for each of its speakers, with shares of its time by what each says."""
    parts = _VTT_VOICE.split(_OVERRIDE.sub("", text), maxsplit=MAX_CUES)  # more are too many anyway
    said = [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    spoken = [(name, shown(_VTT_TAG.sub("", words))) for name, words in said]
    spoken = [(name, words) for name, words in spoken if words]
    ends = [*accumulate((len(words) for _, words in spoken), initial=0)]
    for (name, words), before, after in zip(spoken, ends, ends[1:], strict=False):
        first, last = (start + (end - start) * done // ends[-1] for done in (before, after))
        yield Cue(first, last, words, name.strip() if name else None, line)


def _ass(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the dialogue of ASS and SSA; comments and drawings are none."""
    section, fields = "", list(_ASS_FIELDS)
    for number, line in enumerate(lines, start=1):
        kind, _, rest = line.partition(":")
        kind = kind.strip().lower()
        if line.strip().startswith("["):
            section = line.strip().lower()
        elif section == "[events]" and kind == "format":
            named = [name.strip().lower() for name in rest.split(",")]
            fields = named if {"start", "end", "text"} <= set(named) else fields
        elif section == "[events]" and kind == "dialogue" and not _is_drawing(rest):
            event = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            times = [_ASS_CLOCK.fullmatch(event.get(name, "")) for name in ("start", "end")]
            if times[0] is None or times[1] is None:
                _fault(read, number, f"has times that cannot be read in line {number}", "0:00:01.00")
                continue
            text = _OVERRIDE.sub("", event.get("text", ""))
            text = shown(re.sub(r"\\[Nnh]", " ", text))
            start, end = (_ms(*time.groups()) for time in times if time is not None)
            yield Cue(start, end, text, event.get("name", "").strip()[:80] or None, number)


def _is_drawing(text: str) -> bool:
    """Say whether a line of ASS draws shapes: what follows the override is numbers."""
    return any(_DRAWS.search(override) for override in _OVERRIDE.findall(text))


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _with_speaker(cue: Cue, labels: set[str]) -> Cue:
    """Return a cue without the name at its start, if that is one of the request's."""
    named = _NAMED.match(cue.text)
    if cue.speaker is not None or named is None or named["name"].strip().casefold() not in labels:
        return cue
    return replace(cue, speaker=named["name"].strip(), text=cue.text[named.end() :])
