"""TTML, LRC, tables of times and JSON with segments -> cues; other formats are refused by name."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeGuard

from f5tts_worker.script.cue_file import Cue, CueFile
from f5tts_worker.script.recognised_words import segments_of_words

_PARAGRAPH = re.compile(r"<(?:[A-Za-z]\w{0,20}:)?p(?=[\s>])")
_AGENT = re.compile(
    r"<(?:\w{1,20}:)?agent\s[^<>]{0,200}?\bid=\"([^\"<>]{1,80})\"[^<>]{0,200}>\s{0,99}"
    r"<(?:\w{1,20}:)?name\b[^<>]{0,80}>([^<>]{1,80})<"
)
_PARAGRAPH_END = re.compile(r"</(?:[A-Za-z]\w{0,20}:)?p\s*>")
_ATTRIBUTE = re.compile(
    r"(?<![\w.-])(?:\w{1,20}:)?([\w-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)')"
)
_MOST_TAG = 2_000
_PREFIX = r"(?:[A-Za-z][\w-]{0,20}:)?"
# What a paragraph holds beside its words: a description, what is known of it, where it came from.
_ASIDES = rf"{_PREFIX}(?:metadata|desc|title|copyright|agent|actor)"
_ASIDE = re.compile(rf"<{_ASIDES}(?:\s[^<>]*)?(?:/>|>[^<]*(?:<(?!/?{_ASIDES}[\s/>])[^<]*)*</{_ASIDES}\s*>)")
_ELEMENT = re.compile(rf"</?{_PREFIX}[A-Za-z][\w-]{{0,20}}(?:\s[^<>]*)?/?>")
_TIMED_SPAN = re.compile(rf"<{_PREFIX}span(?=[^<>]*\sbegin\s*=)(?P<head>[^<>]*)>")
_MOST_SECONDS = 10**7  # of JSON, whose numbers may have thousands of digits
_MS_APART = 100  # so long is no segment in seconds, and every one in milliseconds
_HEAD = 20_000
_CLOCK_TIME = re.compile(r"(\d{1,3}):(\d\d):(\d\d)(?:[.,](\d{1,9})|[:;](\d{1,3}))?")
_OFFSET_TIME = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_LRC_TIME = re.compile(r"\[(\d{1,3}):(\d\d)(?:[.:](\d{1,3}))?\]")
_LRC_TIMES = re.compile(rf"\s*(?:{_LRC_TIME.pattern}\s*)*+")
_TIMED = re.compile("->|\u2192|^\\d{1,3}:\\d\\d:\\d\\d\\.\\d{3},\\d", re.MULTILINE)  # SRT, WebVTT and SBV
_LRC_WORD = re.compile(r"<\d{1,3}:\d\d(?:[.:]\d{1,3})?>")
_LRC_OFFSET = re.compile(r"\[offset:\s*([+-]?\d{1,6})\s*\]", re.IGNORECASE)
_LONGEST_LINE_MS = 10_000  # of a song, before an instrumental part
_MOST_SUNG = 2_000_000  # characters, as often as their line is sung: a few bytes can repeat a long one
_TIMES_OWN = 50  # what a line takes to read, in characters, besides its words

_TABLE_ROW = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\t(\d{1,9}(?:\.\d{1,9})?)\t(.*)")
# Where JSON has its segments: Whisper's, ours, whisper.cpp's, Hugging Face's, AssemblyAI's and Deepgram's.
_LISTS = ("segments", "cues", "transcription", "chunks", "utterances")

_NOT_READ = (
    (re.compile(r"<(?:!doctype html|html)", re.IGNORECASE), "a web page (HTML)"),
    (re.compile("<sami", re.IGNORECASE), "SAMI"),
    (re.compile(r"(?:<\?xml[^<>]*>\s*)?<(?:timedtext|transcript)\b"), "YouTube's XML"),
    (re.compile(r"\{\d+\}\{\d+\}"), "MicroDVD (its times are frames)"),
    (re.compile(r"\[\d+\]\[\d+\]"), "MPL2"),
    (re.compile("Scenarist_SCC"), "SCC"),
    (re.compile(r"%PDF"), "a PDF"),
)


def name_of_other(text: str) -> str | None:
    """Return the name of a format that is known by its beginning, and not read."""
    start = text.lstrip()[:200]
    return next((name for pattern, name in _NOT_READ if pattern.match(start)), None)


def other_cues(text: str, read: CueFile) -> Iterator[Cue] | None:
    """Return the cues of a text in one of these formats, or None if it is in none of them."""
    head = text.lstrip()[:_HEAD]
    if head.startswith("<") and re.search(r"<(?:\w{1,20}:)?tt[\s>]", head):
        return _ttml(text, read)
    if head.startswith(("{", "[")) and (segments := _segments(text)):
        return _listed(segments, read)
    lines = text.split("\n")
    if _TABLE_ROW.fullmatch(next((line for line in lines[:50] if line[:1].isdigit()), "")):
        return _tabled(lines, read)
    if any(_LRC_TIME.match(line.strip()) for line in lines[:50]) and not _TIMED.search(head):
        return _lrc(lines, read)
    return None


def _ttml(text: str, read: CueFile) -> Iterator[Cue]:
    """Yield the paragraphs of TTML, DFXP and IMSC. Nothing here reads XML, so nothing expands an entity."""
    starts = [found.start() for found in _PARAGRAPH.finditer(text)]
    head = text[: min([*starts[:1], _HEAD])]
    rates, agents = _rates(head), dict(_AGENT.findall(head))
    line, place = 1, 0
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=False):
        line += text.count("\n", place, start)
        place = start
        tag, _, body = text[start:stop].partition(">")
        words = _PARAGRAPH_END.split(body, maxsplit=1)[0]
        said = _attributes(tag)
        heads = [said]
        if "begin" not in said and (spans := list(_TIMED_SPAN.finditer(words))):
            heads = [{**said, **_attributes(span["head"])} for span in spans]
            ends = [*(span.start() for span in spans[1:]), len(words)]
            parts = [words[span.end() : stop] for span, stop in zip(spans, ends, strict=True)]
        else:
            parts = [words]
        for head_of, part in zip(heads, parts, strict=True):
            yield from _timed(head_of, part, line, rates, agents, read)


def _timed(
    said: Mapping[str, str],
    words: str,
    line: int,
    rates: tuple[Fraction, Fraction],
    agents: Mapping[str, str],
    read: CueFile,
) -> Iterator[Cue]:
    """Yield the cues of words in TTML with these attributes, if they have times."""
    begin, end = _ttml_ms(said.get("begin"), rates), _ttml_ms(said.get("end"), rates)
    length = _ttml_ms(said.get("dur"), rates)
    if end is None and begin is not None and length is not None:
        end = begin + length
    words = re.sub(r"<(?:\w{1,20}:)?br\s*/?>", "\n", _ASIDE.sub("", words))
    if begin is not None and end is not None:
        speaker = agents.get(said.get("agent", ""))
        shown = _ELEMENT.sub("", words).split("\n")
        yield from _said_by(speaker, read.voiced(shown, (begin, end), line))
    elif "begin" in said:
        read.fault(line, f"has times that cannot be read in line {line}", 'begin="00:00:01.000"')


def _attributes(head: str) -> Mapping[str, str]:
    return {name: a or b for name, a, b in _ATTRIBUTE.findall(head[:_MOST_TAG])}


def _rates(head: str) -> tuple[Fraction, Fraction]:
    """Return frames and ticks per second, as the file says (TTML2, section 7.2)."""
    given = _attributes(head[:_MOST_TAG])
    frames = Fraction(_whole(given.get("frameRate"), 30))
    multiplier = re.fullmatch(r"\s*(\d{1,6})\s+(\d{1,6})\s*", given.get("frameRateMultiplier", ""))
    if multiplier and int(multiplier[1]) and int(multiplier[2]):
        frames *= Fraction(int(multiplier[1]), int(multiplier[2]))
    return frames, Fraction(_whole(given.get("tickRate"), 1))


_UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 and int(text) else default


def _ttml_ms(text: str | None, rates: tuple[Fraction, Fraction]) -> int | None:
    """Return a time expression of TTML in milliseconds."""
    if found := _CLOCK_TIME.fullmatch((text or "").strip()):
        hours, minutes, seconds = (int(part) for part in found.groups()[:3])
        rest = (
            Fraction(int(found[4]), 10 ** len(found[4]))
            if found[4]
            else Fraction(int(found[5] or 0)) / rates[0]
        )
        return round(((hours * 60 + minutes) * 60 + seconds + rest) * 1000)
    if found := _OFFSET_TIME.fullmatch((text or "").strip()):
        units = {**_UNITS, "f": 1 / rates[0], "t": 1 / rates[1]}
        return round(Fraction(found[1]) * units[found[2]] * 1000)
    return None


def _segments(text: str) -> list[Any]:
    """Return the segments of a recogniser's JSON, or the cues of our own, with times in seconds."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if isinstance(found, dict):
        inner = found.get("results")
        places = [found, inner] if isinstance(inner, dict) else [found]
        listed = (one[name] for one in places for name in _LISTS if isinstance(one.get(name), list))
        if (segments := next(listed, None)) is None:
            return segments_of_words(found)
        found = segments
    return [_in_seconds(one) for one in found] if all(isinstance(one, dict) for one in found) else []


def _in_seconds(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a segment with `start` and `end` in seconds, and its `text`, whosever it is."""
    start, end, length = one.get("start"), one.get("end"), one.get("duration")
    match one:
        case {"offsets": {"from": first, "to": last}}:  # whisper.cpp
            start, end = _of_ms(first), _of_ms(last)
        case {"timestamp": [first, last]}:  # Hugging Face; the last one may have no end
            start, end = first, first if last is None else last
        # AssemblyAI
        case {"start": int(first), "end": int(last), "confidence": _} if last - first >= _MS_APART:
            start, end = _of_ms(first), _of_ms(last)
    if _is_seconds(start) and end is None and _is_seconds(length):  # YouTube's, by its usual reader
        end = start + length
    return {**one, "start": start, "end": end, "text": one.get("text", one.get("transcript"))}


def _of_ms(time: object) -> object:
    return time / 1000 if isinstance(time, int) and 0 <= time < 1000 * _MOST_SECONDS else None


def _listed(segments: Sequence[Mapping[str, Any]], read: CueFile) -> Iterator[Cue]:
    for number, one in enumerate(segments, start=1):
        times = [one.get("start"), one.get("end")]
        if not all(map(_is_seconds, times)):
            read.fault(number, f"has no start and end, in seconds, in entry {number}", '"start": 1.5')
            continue
        lines = one.get("lines") if isinstance(one.get("lines"), list) else [one.get("text")]
        said = [line for line in lines or () if isinstance(line, str)]
        start, end = (round(time * 1000) for time in times if time is not None)
        speaker = one.get("speaker", one.get("voice"))
        yield from _said_by(speaker, read.voiced("\n".join(said).split("\n"), (start, end), number))


def _tabled(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the rows of Audacity's labels (seconds, with a point) and of Whisper's table (milliseconds)."""
    # Some write whole seconds without a point among others.
    rows = (_TABLE_ROW.fullmatch(line.rstrip()) for line in lines)
    unit = 1000 if any(found and "." in found[1] + found[2] for found in rows) else 1
    for number, line in enumerate(lines, start=1):
        if found := _TABLE_ROW.fullmatch(line.rstrip()):
            times = (round(float(time) * unit) for time in found.groups()[:2])
            yield from read.voiced([found[3]], (next(times), next(times)), number)


def _is_seconds(time: object) -> TypeGuard[float]:
    return isinstance(time, int | float) and not isinstance(time, bool) and 0 <= time < _MOST_SECONDS


def _said_by(speaker: object, cues: Iterator[Cue]) -> Iterator[Cue]:
    """Yield cues with the speaker that the file names, where their words name none."""
    name = speaker.strip()[:80] if isinstance(speaker, str) else ""
    return (replace(cue, speaker=cue.speaker or name or None) for cue in cues)


def _lrc(lines: Sequence[str], read: CueFile) -> Iterator[Cue]:
    """Yield the lines of a song's text: each lasts until the next one, an empty one among them."""
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
    last = (found[-1][0] + _LONGEST_LINE_MS, 0, "")
    for (start, number, words), after in itertools.pairwise([*found, last]):
        yield from read.voiced([words], (start, min(after[0], start + _LONGEST_LINE_MS)), number)
