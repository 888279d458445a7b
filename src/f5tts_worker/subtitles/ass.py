"""Cues to ASS (Advanced SubStation Alpha), with karaoke. The only module that knows centiseconds."""

import unicodedata
from collections.abc import Iterator, Sequence

import pysubs2

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.cues import Cue
from f5tts_worker.subtitles.styles import NARROWEST, PLAY_HEIGHT, PLAY_WIDTH, Colour, Style
from f5tts_worker.subtitles.words import WORD_JOINER, Word, divided, joined, visible

STYLE_NAME = "Default"  # the file's only style; editors offer it first
# A space without width. Renderers wrap lines at spaces alone: a word that has to be divided in a narrow
# picture has some of these, and stays whole in a wide one.
BREAK = r"{\fscx0} {\fscx100}"
# Widths of letters, rounded up: those of Arial Bold or of DejaVu Sans Bold, which most machines without Arial
# use in its place, whichever is wider. In ems of Arial: a font's size is its height, and the em 0.895 of it.
_WIDTHS = {
    **dict.fromkeys("ijlI'|,./\\ ", 0.37),
    **dict.fromkeys('frt:;!()[]-`"*', 0.5),
    **dict.fromkeys("abcdeghknopqsuvxyz0123456789$?_EFJLTZ{}", 0.7),
    **dict.fromkeys("mwMW%@æœÆŒ", 1.06),
    **dict.fromkeys("ДЖМФЦШЩЫЮжмфшщыю", 1.28),
}
_OTHER_WIDTH = 0.84  # capitals, and most letters of other alphabets
_WIDE_WIDTH = 1.12  # Chinese, Japanese, Korean
_EM = 0.895
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
            # 0: a line that is too wide is wrapped into lines of similar width, as in an upright picture.
            "WrapStyle": "0",
            "ScaledBorderAndShadow": "yes",  # edges grow with the letters
            "YCbCr Matrix": "None",  # colours are RGB as written, whatever the video's matrix
        }
    )
    file.styles = {STYLE_NAME: ass_style(style)}
    file.events = [event(cue, style) for cue in cues]
    return file.to_string("ass", header_notice="F5-TTS worker")


def event(cue: Cue, style: Style) -> pysubs2.SSAEvent:
    """Return the cue as a Dialogue line."""
    parts = list(_parts(cue, room(style)))
    body = karaoke(cue, parts, style.karaoke) if style.karaoke else plain(parts)
    # pysubs2 takes milliseconds and rounds them itself; given whole centiseconds, it has nothing to round
    start, end = 10 * centiseconds(cue.start_ms), 10 * centiseconds(cue.end_ms)
    return pysubs2.SSAEvent(start=start, end=end, style=STYLE_NAME, text=body)


def room(style: Style) -> float:
    """Return how many ems a line holds in the narrowest picture."""
    picture = PLAY_HEIGHT * NARROWEST
    margins = 2 * (style.margin_side * picture / PLAY_WIDTH + style.outline)
    return (picture - margins) / (style.size * _EM)


def ems(text: str) -> float:
    """Return about how wide the text is, rather more than less."""
    return sum(_em_width(char) for char in text)


def plain(parts: Sequence[tuple[Word, str, str]]) -> str:
    """Return a cue's text without a highlight."""
    return "".join(text + after for _, text, after in parts)


def karaoke(cue: Cue, parts: Sequence[tuple[Word, str, str]], tag: str) -> str:
    r"""Return a cue's text with a `\k` (or `\kf`) before every word.

    A silence has a `\k` of its own, without text: otherwise the highlight would run ahead of the voice after
    every pause. Durations are differences of rounded points in time, so that they cannot drift.
    """
    body: list[str] = []
    now = centiseconds(cue.start_ms)
    for word, text, after in parts:
        start, end = centiseconds(word.start_ms), centiseconds(word.end_ms)
        if start > now:
            body.append(f"{{\\k{start - now}}}")
        body.append(f"{{\\{tag}{end - start}}}{text}{after}")
        now = end
    rest = centiseconds(cue.end_ms) - now
    if rest:
        body.append(f"{{\\k{rest}}}")
    return "".join(body)


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
        encoding=-1,  # the first letter decides a line's direction; any other value means left to right
        marginl=style.margin_side,
        marginr=style.margin_side,
        marginv=style.margin_bottom,
    )


def _colour(colour: Colour) -> pysubs2.Color:
    return pysubs2.Color(*colour)


def _em_width(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    wide = unicodedata.east_asian_width(char) in "WF"
    return _WIDTHS.get(char, _WIDE_WIDTH if wide else _OTHER_WIDTH)


def _parts(cue: Cue, most: float) -> Iterator[tuple[Word, str, str]]:
    """Yield each word, its text, and what follows it: a space, a line break, a place to break, or nothing."""
    for number, line in enumerate(cue.lines, 1):
        unspaced = BREAK if ems(joined(line)) > most else ""
        for index, word in enumerate(line, 1):
            text = BREAK.join(escape(part) for part in divided(word.visible, most, ems))
            if index < len(line):
                yield word, text, " " if word.space else unspaced
            else:
                yield word, text, "\\N" if number < len(cue.lines) else ""
