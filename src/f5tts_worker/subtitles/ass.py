"""Cues to ASS (Advanced SubStation Alpha), with karaoke. The only module that knows centiseconds."""

from collections.abc import Iterator, Sequence

import pysubs2

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.cues import Cue
from f5tts_worker.subtitles.styles import PLAY_HEIGHT, PLAY_WIDTH, Colour, Style
from f5tts_worker.subtitles.words import WORD_JOINER, Word, visible

STYLE_NAME = "Default"  # the file's only style; editors offer it first
LONGEST_CS = 10 * 60 * 60 * 100 - 1  # times are written H:MM:SS.cc, and pysubs2 writes one digit of hours


def write(cues: Sequence[Cue], style: Style, *, title: str = "") -> str:
    r"""Return the cues as an ASS file, lines ended by line feeds, to be written as UTF-8.

    In a karaoke style the `\k` durations of an event add up to exactly the event's centiseconds. Raises
    WorkerError RESULT_TOO_LARGE beyond the ten hours that the format holds.
    """
    if cues and centiseconds(cues[-1].end_ms) > LONGEST_CS:
        raise WorkerError(
            "RESULT_TOO_LARGE", "ASS subtitles hold at most 10 hours; ask for srt or vtt, or send less audio."
        )
    file = pysubs2.SSAFile()
    file.info.clear()
    if visible(title):
        file.info["Title"] = visible(title)
    file.info.update(
        {
            "PlayResX": str(PLAY_WIDTH),
            "PlayResY": str(PLAY_HEIGHT),
            # 0: a line that is too wide for the picture is wrapped into lines of similar width. Ours are not,
            # but a fallback font can be wider than the one asked for.
            "WrapStyle": "0",
            "ScaledBorderAndShadow": "yes",
            "YCbCr Matrix": "None",  # colours are RGB as written, whatever the video's matrix
        }
    )
    file.styles = {STYLE_NAME: ass_style(style)}
    file.events = [event(cue, style) for cue in cues]
    return file.to_string("ass", header_notice="F5-TTS worker")


def event(cue: Cue, style: Style) -> pysubs2.SSAEvent:
    """Return the cue as a Dialogue line."""
    body = karaoke(cue, style.karaoke) if style.karaoke else plain(cue)
    # pysubs2 takes milliseconds and rounds them itself; given whole centiseconds, it has nothing to round
    start, end = 10 * centiseconds(cue.start_ms), 10 * centiseconds(cue.end_ms)
    return pysubs2.SSAEvent(start=start, end=end, style=STYLE_NAME, text=body)


def plain(cue: Cue) -> str:
    """Return the cue's text without a highlight."""
    return "".join(escape(word.visible) + after for word, after in _with_separators(cue))


def karaoke(cue: Cue, tag: str) -> str:
    r"""Return the cue's text with a `\k` (or `\kf`) before every word.

    A silence has a `\k` of its own, without text: otherwise the highlight would run ahead of the voice after
    every pause. Durations are differences of rounded points in time, so that they cannot drift.
    """
    parts: list[str] = []
    now = centiseconds(cue.start_ms)
    for word, after in _with_separators(cue):
        start, end = centiseconds(word.start_ms), centiseconds(word.end_ms)
        if start > now:
            parts.append(f"{{\\k{start - now}}}")
        parts.append(f"{{\\{tag}{end - start}}}{escape(word.visible)}{after}")
        now = end
    rest = centiseconds(cue.end_ms) - now
    if rest:
        parts.append(f"{{\\k{rest}}}")
    return "".join(parts)


def escape(text: str) -> str:
    r"""Return the text so that nothing in it can open or be an override: `\{`, and U+2060 after a backslash.

    This is mpv's rule (osd_mangle_ass in sub/osd_libass.c), which libass renders as the plain text. The text
    must be one line already (`words.visible`).
    """
    return "".join({"{": "\\{", "\\": "\\" + WORD_JOINER}.get(char, char) for char in text)


def centiseconds(ms: int) -> int:
    """Return the milliseconds in centiseconds, rounded half up."""
    return (ms + 5) // 10


def ass_style(style: Style) -> pysubs2.SSAStyle:
    """Return the style in pysubs2's form."""
    return pysubs2.SSAStyle(
        fontname=style.font,
        fontsize=style.size,
        bold=style.bold,
        primarycolor=_colour(style.fill),
        secondarycolor=_colour(style.waiting),
        outlinecolor=_colour(style.edge),
        backcolor=_colour(style.shade),
        borderstyle=3 if style.box else 1,
        outline=style.outline,
        shadow=style.shadow,
        alignment=pysubs2.Alignment(style.alignment),
        marginl=style.margin_side,
        marginr=style.margin_side,
        marginv=style.margin_bottom,
    )


def _colour(colour: Colour) -> pysubs2.Color:
    return pysubs2.Color(*colour)


def _with_separators(cue: Cue) -> Iterator[tuple[Word, str]]:
    """Yield each word with what follows it: a space, our line break, or nothing."""
    for number, line in enumerate(cue.lines, 1):
        for index, word in enumerate(line, 1):
            if index < len(line):
                yield word, " " if word.space else ""
            else:
                yield word, "\\N" if number < len(cue.lines) else ""
