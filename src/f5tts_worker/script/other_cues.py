"""TTML, LRC, tables of times and a recogniser's JSON -> cues; other formats are refused by name."""

import itertools
import re
from collections.abc import Iterator, Sequence

from f5tts_worker.script.cue_file import Cue, CueFile
from f5tts_worker.script.recognised_cues import is_json, recognised_cues
from f5tts_worker.script.ttml_cues import ttml_cues

_HEAD = 20_000
_LRC_TIME = re.compile(r"\[(\d{1,3}):(\d\d)(?:[.:](\d{1,3}))?\]")
_LRC_TIMES = re.compile(rf"\s*(?:{_LRC_TIME.pattern}\s*)*+")
_TIMED = re.compile("->|\u2192|^\\d{1,3}:\\d\\d:\\d\\d\\.\\d{3},\\d", re.MULTILINE)  # SRT, WebVTT and SBV
_LRC_WORD = re.compile(r"<\d{1,3}:\d\d(?:[.:]\d{1,3})?>")
_LRC_OFFSET = re.compile(r"\[offset:\s*([+-]?\d{1,6})\s*\]", re.IGNORECASE)
_LONGEST_LINE_MS = 10_000  # of a song, before an instrumental part
_MOST_SUNG = 2_000_000  # characters, as often as their line is sung: a few bytes can repeat a long one
_TIMES_OWN = 50  # what a line takes to read, in characters, besides its words

_TABLE_ROW = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\t(\d{1,9}(?:\.\d{1,9})?)\t(.*)")

_NOT_READ = (
    (re.compile(r"<(?:!doctype html|html)", re.IGNORECASE), "a web page (HTML)"),
    (re.compile("<sami", re.IGNORECASE), "SAMI"),
    (re.compile(r"(?:<\?xml[^<>]*>\s*)?<(?:timedtext|transcript)\b"), "YouTube's XML"),
    (re.compile(r"\{\d+\}\{\d+\}"), "MicroDVD (its times are frames)"),
    (re.compile(r"\[\d+\]\[\d+\]"), "MPL2"),
    (re.compile("Scenarist_SCC"), "SCC"),
    (re.compile(r"%PDF"), "a PDF"),
)


def why_without_cues(text: str) -> str:
    """Say what is wrong with a text in which no cue was found."""
    start = text.lstrip()[:200]
    name = next((name for pattern, name in _NOT_READ if pattern.match(start)), None)
    if name is not None:
        return f"is {name}, which is not read"
    if is_json(text):
        return "is JSON in which no segments, utterances or words with times were found"
    return "has no cue with words in it"


def other_cues(text: str, read: CueFile) -> Iterator[Cue] | None:
    """Return the cues of a text in one of these formats, or None if it is in none of them."""
    head = text.lstrip()[:_HEAD]
    if head.startswith("<") and re.search(r"<(?:\w{1,20}:)?tt[\s>]", head):
        return ttml_cues(text, read)
    if head.startswith(("{", "[")) and (recognised := recognised_cues(text, read)):
        return recognised
    lines = text.split("\n")
    if _TABLE_ROW.fullmatch(next((line for line in lines[:50] if line[:1].isdigit()), "")):
        return _tabled(lines, read)
    if any(_LRC_TIME.match(line.strip()) for line in lines[:50]) and not _TIMED.search(head):
        return _lrc(lines, read)
    return None


def _tabled(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the rows of Audacity's labels (seconds, with a point) and of Whisper's table (milliseconds)."""
    # Some write whole seconds without a point among others.
    rows = (_TABLE_ROW.fullmatch(line.rstrip()) for line in lines)
    unit = 1000 if any(found and "." in found[1] + found[2] for found in rows) else 1
    for number, line in enumerate(lines, start=1):
        if found := _TABLE_ROW.fullmatch(line.rstrip()):
            times = (round(float(time) * unit) for time in found.groups()[:2])
            yield from read.voiced([found[3]], (next(times), next(times)), number)


def _lrc(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the lines of a song's text: each lasts until the next one, an empty one among them.

    The last has no length.
    """
    found: list[tuple[int, int, str]] = []
    left = _MOST_SUNG
    offset = next((int(tag[1]) for line in lines[:50] if (tag := _LRC_OFFSET.match(line.strip()))), 0)
    for number, line in enumerate(lines, start=1):
        starts = _LRC_TIMES.match(line)
        assert starts is not None  # noqa: S101 - it matches nothing, too
        words = _LRC_WORD.sub("", line[starts.end() :])
        times = [
            (int(minutes) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))
            for minutes, seconds, fraction in _LRC_TIME.findall(starts[0])
        ]
        left -= len(times) * (len(words) + _TIMES_OWN)
        if left < 0:
            read.fault(number, f"repeats its lines too often, up to line {number}", "a song of usual length")
            return
        # A positive offset has the lines appear sooner.
        found += [(max(0, time - offset), number, words) for time in times]
    found.sort()
    last = (found[-1][0], 0, "")
    for (start, number, words), after in itertools.pairwise([*found, last]):
        yield from read.voiced([words], (start, min(after[0], start + _LONGEST_LINE_MS)), number)
