"""Cues to SRT, WebVTT and JSON.

All are UTF-8 without a byte order mark and end lines with a line feed: WebVTT and JSON allow it, every
current player, editor and platform reads such SRT, and the text stays the same wherever an answer carries it.
Only SubRip itself, of 2003, asked for CR LF.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from f5tts_worker.subtitles.cues import Cue
from f5tts_worker.subtitles.direction import embedded, file_runs_left, runs_left
from f5tts_worker.subtitles.words import WORD_JOINER, Word, as_json, visible

# What readers of SRT may take for markup: braces, ASS's codes of a backslash and a letter, tags, the arrow.
CODES = re.compile(r"\{|\\(?=[Nnh{}]|$)|<(?=\S)|--(?=>)", re.MULTILINE)
_TIME = re.compile(r"\d:\d\d?:\d\d?(?=[.,]\d)")  # with a fraction; two in a line are a time line to pysubs2


def srt(cues: Sequence[Cue]) -> str:
    """Return the cues as SubRip text.

    SRT has no escapes, and players read HTML-like tags, `{...}` and backslash codes in it; so a U+2060, which
    cannot be seen, breaks up whatever could be taken for one of these or for a time line.
    """
    blocks, leftwards = [], file_runs_left(cues)
    for number, cue in enumerate(cues, 1):
        times = f"{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}"
        blocks.append(f"{number}\n{times}\n{_directed(_unmarked(cue.text), cue, leftwards)}\n")
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue], *, word_times: bool = False) -> str:
    """Return the cues as WebVTT; with `word_times`, each word carries the time it starts at.

    `&`, `<` and `>` are written as entities, so the text can contain neither a tag nor an arrow. A cue's
    voice is its voice span.
    """
    blocks, leftwards = ["WEBVTT\n"], file_runs_left(cues)
    for cue in cues:
        end = max(cue.end_ms, cue.start_ms + 1)  # the format has no cues without length
        times = f"{clock(cue.start_ms, '.')} --> {clock(end, '.')}"
        body = _timed(cue) if word_times else html.escape(cue.text, quote=False)
        body = _directed(body, cue, leftwards)
        if cue.voice is not None:
            body = f"<v {html.escape(visible(cue.voice), quote=False)}>{body}"
        blocks.append(f"{times}\n{body}\n")
    return "\n".join(blocks)


def as_json_text(
    words: Sequence[Word], cues: Sequence[Cue], *, title: str = "", audio_ms: int | None = None
) -> str:
    """Return words and cues as JSON: {title, duration, words, cues}; times in seconds, one item per line.

    A cue is {start, end, lines, words}, where `words` are the first and one past the last of its words in the
    list of words; words with nothing to see are in that list alone.
    """
    positions = {id(word): index for index, word in enumerate(words)}
    cue_items = [
        {
            "start": cue.start_ms / 1000,
            "end": cue.end_ms / 1000,
            "lines": cue.text.split("\n"),
            "words": [positions[id(first.sources[0])], positions[id(last.sources[-1])] + 1],
            **({} if cue.voice is None else {"voice": cue.voice}),
        }
        for cue in cues
        for first, last in [(cue.words[0], cue.words[-1])]
    ]
    duration = None if audio_ms is None else audio_ms / 1000
    return (
        f'{{"title": {_json(visible(title))},\n"duration": {_json(duration)},\n'
        f'"words": {_rows(as_json(words))},\n"cues": {_rows(cue_items)}}}\n'
    )


def _rows(items: Sequence[Mapping[str, Any]]) -> str:
    return "[\n" + ",\n".join(map(_json, items)) + "\n]" if items else "[]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def clock(ms: int, point: str) -> str:
    """Return a time as HH:MM:SS and milliseconds after the `point`."""
    minutes, ms = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{ms // 1000:02d}{point}{ms % 1000:03d}"


def _directed(body: str, cue: Cue, leftwards: bool) -> str:  # noqa: FBT001 - told by its name
    """Return a cue's lines, each embedded if the cue runs from right to left."""
    is_embedded = runs_left(cue, among_such=leftwards)
    return "\n".join(map(embedded, body.split("\n"))) if is_embedded else body


def _unmarked(text: str) -> str:
    lines = (
        _TIME.sub(rf"\g<0>{WORD_JOINER}", line) if len(_TIME.findall(line)) > 1 else line
        for line in text.split("\n")
    )
    return CODES.sub(rf"\g<0>{WORD_JOINER}", "\n".join(lines))


def _timed(cue: Cue) -> str:
    """Return the cue's text with time stamps, which must rise strictly and be inside the cue."""
    lines = []
    latest = cue.start_ms
    for line in cue.lines:
        parts = []
        for index, word in enumerate(line):
            if latest < word.start_ms < cue.end_ms:
                parts.append(f"<{clock(word.start_ms, '.')}>")
                latest = word.start_ms
            parts.append(html.escape(word.visible, quote=False))
            if word.space and index + 1 < len(line):
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines)
