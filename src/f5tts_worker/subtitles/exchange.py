"""Cues and words in the formats of other tools: TTML, Praat's TextGrid, and the JSON that Whisper writes."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from f5tts_worker.languages import is_unspaced
from f5tts_worker.subtitles.cues import Cue
from f5tts_worker.subtitles.direction import file_runs_left, runs_left
from f5tts_worker.subtitles.plain import clock
from f5tts_worker.subtitles.styles import Position
from f5tts_worker.subtitles.words import Word, joined, visible

_ALIGN = {"bottom": "after", "middle": "center", "top": "before"}


def ttml(
    cues: Sequence[Cue], *, title: str = "", language: str | None = None, position: Position = "bottom"
) -> str:
    """Return the cues as TTML2 in the text profile of IMSC 1.1 (W3C), which players and broadcasters read."""
    voices = list(dict.fromkeys(cue.voice for cue in cues if cue.voice is not None))
    agents = {voice: f"voice{number}" for number, voice in enumerate(voices, 1)}
    head = [f"<metadata><ttm:title>{_xml(visible(title))}</ttm:title>"] if visible(title) else ["<metadata>"]
    head += [
        f'<ttm:agent type="person" xml:id="{agents[voice]}"><ttm:name type="full">{_xml(visible(voice))}'
        "</ttm:name></ttm:agent>"
        for voice in voices
    ]
    leftwards = file_runs_left(cues)
    body = [
        f'<p begin="{clock(cue.start_ms, ".")}" end="{clock(max(cue.end_ms, cue.start_ms + 1), ".")}"'
        + (f' ttm:agent="{agents[cue.voice]}"' if cue.voice is not None else "")
        + (' tts:direction="rtl" tts:unicodeBidi="embed"' if runs_left(cue, among_such=leftwards) else "")
        + f">{'<br/>'.join(map(_xml, cue.text.split(chr(10))))}</p>\n"
        for cue in cues
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
        'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
        'ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" ttp:timeBase="media" '
        f'xml:lang="{_xml(language or "")}">\n'
        f"<head>{''.join(head)}</metadata>\n"
        '<layout><region xml:id="lines" tts:origin="10% 10%" tts:extent="80% 80%" '
        f'tts:displayAlign="{_ALIGN[position]}" tts:textAlign="center"/></layout></head>\n'
        f'<body region="lines"><div>\n{"".join(body)}</div></body>\n</tt>\n'
    )


def textgrid(words: Sequence[Word], cues: Sequence[Cue], *, audio_ms: int | None = None) -> str:
    """Return a TextGrid (Praat's long text format, UTF-8) with the tiers `words` and `cues`.

    Intervals of a tier fill all of its time, so silences have intervals without text. None can be without
    length there: a word of no length gets a millisecond of the silence beside it, or stands in the interval
    of the word before (at the beginning, of the word after).
    """
    spoken = [(word.start_ms, word.end_ms, word.visible) for word in words if word.visible]
    shown = [(cue.start_ms, cue.end_ms, joined(cue.words)) for cue in cues]
    last = max([1, *(end for _, end, _ in (*spoken, *shown))])
    length = max(audio_ms or 0, last)
    tiers = [("words", list(_intervals(spoken, length))), ("cues", list(_intervals(shown, length)))]
    out = ['File type = "ooTextFile"\nObject class = "TextGrid"\n\n', f"xmin = 0 \nxmax = {length / 1000} \n"]
    out.append(f"tiers? <exists> \nsize = {len(tiers)} \nitem []: \n")
    for number, (name, intervals) in enumerate(tiers, 1):
        out.append(f'    item [{number}]:\n        class = "IntervalTier" \n        name = "{name}" \n')
        out.append(f"        xmin = 0 \n        xmax = {length / 1000} \n")
        out.append(f"        intervals: size = {len(intervals)} \n")
        for index, (start, end, text) in enumerate(intervals, 1):
            quoted = text.replace('"', '""')
            out.append(f"        intervals [{index}]:\n            xmin = {start / 1000} \n")
            out.append(f'            xmax = {end / 1000} \n            text = "{quoted}" \n')
    return "".join(out)


def whisper_json(cues: Sequence[Cue], *, language: str | None = None) -> str:
    """Return the cues as the JSON of OpenAI's Whisper with word times, which caption tools read.

    A segment is a cue. As there, a word has the space before it, so that a segment's words joined are its
    text; `probability` is left out where nothing was heard.
    """
    segments, text = [], ""
    spaced = bool(cues) and not is_unspaced(cues[0].text[0])
    for number, cue in enumerate(cues):
        items = []
        for word in cue.words:
            item: dict[str, Any] = {"word": " " * spaced + word.visible}
            item |= {"start": word.start_ms / 1000, "end": word.end_ms / 1000}
            items.append(item if word.score is None else item | {"probability": word.score})
            spaced = word.space
        said = "".join(item["word"] for item in items)
        end = max(cue.end_ms, cue.words[-1].end_ms)  # a cue may end a moment before its last word
        segment = {"id": number, "start": cue.start_ms / 1000, "end": end / 1000, "text": said}
        voice = {} if cue.voice is None else {"speaker": cue.voice}
        segments.append(segment | voice | {"words": items})
        text += said
    rows = ",\n".join(json.dumps(segment, ensure_ascii=False, allow_nan=False) for segment in segments)
    head = json.dumps({"text": text, "language": language}, ensure_ascii=False)
    return f'{head[:-1]}, "segments": [\n{rows}\n]}}\n' if segments else f'{head[:-1]}, "segments": []}}\n'


def _intervals(items: Sequence[tuple[int, int, str]], length: int) -> Iterator[tuple[int, int, str]]:
    """Yield the items and the silences between them, each of at least a millisecond, from 0 to `length`."""
    now, early = 0, ""
    waiting: tuple[int, int, str] | None = None
    followers = [*(start for start, _, _ in items[1:]), length]
    for (start, end, text), following in zip(items, followers, strict=False):
        begin, stop = max(start, now), end
        if stop <= begin and following > begin:
            stop = begin + 1  # of the silence after it
        elif stop <= begin and begin > now:
            begin = stop - 1  # of the silence before it
        if stop <= begin:
            if waiting is None:
                early += f"{text} "
            else:
                waiting = (*waiting[:2], f"{waiting[2]} {text}")
            continue
        if waiting is not None:
            yield waiting
        if begin > now:
            yield now, begin, ""
        waiting, now, early = (begin, stop, early + text), stop, ""
    if waiting is not None:
        yield waiting
    if now < length:
        yield now, length, ""


def _xml(text: str) -> str:
    return escape(text, quote=True)
