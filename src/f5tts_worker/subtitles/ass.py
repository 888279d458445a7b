"""Cues to ASS (Advanced SubStation Alpha), with highlights. The only module that knows centiseconds."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import pysubs2

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.cues import Cue
from f5tts_worker.subtitles.direction import file_runs_left, mark_before, runs_left, word_runs_left
from f5tts_worker.subtitles.pictures import UNKNOWN
from f5tts_worker.subtitles.styles import Colour, Style, margin_of
from f5tts_worker.subtitles.words import WORD_JOINER, Word, joined, visible
from f5tts_worker.subtitles.wrapping import FULL, PLACE, narrowed, narrowest_room, size_of

STYLE_NAME = "Default"  # the file's first style; editors offer it first
SPOKEN_NAME = "Spoken"  # that of the word that is being spoken, where karaoke does not do it
LONGEST_CS = 10 * 60 * 60 * 100 - 1  # times are written H:MM:SS.cc, and pysubs2 writes one digit of hours
HOLD_CS = 30  # a highlight stays through a silence that is no longer, so that it does not flicker
HIDDEN = 255  # ASS's alpha
LEAST_BOX = 0.01  # pixels around the letters: libass draws no box without
GROW_MS = 80  # in which a word that pops reaches its size
_ALIGNMENTS = {"bottom": 2, "middle": 5, "top": 8}  # as on a numeric keypad


@dataclass(frozen=True)
class Event:
    """A Dialogue line: what is on the screen for a time, in centiseconds."""

    start_cs: int
    end_cs: int
    text: str
    style: str = STYLE_NAME
    voice: str = ""

    def __str__(self) -> str:
        start, end = _clock(self.start_cs), _clock(self.end_cs)
        return f"Dialogue: 0,{start},{end},{self.style},{self.voice},0,0,0,,{self.text}\n"


@dataclass(frozen=True)
class _Part:
    """A word as it is drawn: its text, what follows it, its width in per cent, and what lights it up."""

    word: Word
    text: str
    after: str
    width: int = FULL
    tags: str = ""

    @property
    def drawn(self) -> str:
        """The text with its overrides."""
        if self.width == FULL:
            return f"{{{self.tags}}}{self.text}" if self.tags else self.text
        return f"{{{self.tags}\\fscx{self.width}}}{self.text}{{\\fscx{FULL}}}"


def write(cues: Sequence[Cue], style: Style, *, title: str = "") -> str:
    r"""Return the cues as an ASS file, lines ended by line feeds, to be written as UTF-8.

    In a karaoke style the `\k` durations of an event add up to exactly the event's centiseconds. In a style
    that changes the spoken word alone, a cue is several events, each of which begins where the last one ends.
    Raises WorkerError RESULT_TOO_LARGE beyond the ten hours that the format holds.
    """
    if cues and centiseconds(cues[-1].end_ms) > LONGEST_CS:
        raise WorkerError(
            "RESULT_TOO_LARGE", "ASS subtitles hold at most 10 hours; ask for srt or vtt, or send less audio."
        )
    file = pysubs2.SSAFile()
    file.info.clear()
    if visible(title):
        file.info["Title"] = visible(title)
    picture = style.picture or UNKNOWN
    file.info.update(
        {
            "PlayResX": str(picture.width),
            "PlayResY": str(picture.height),
            # 0: a line that is too wide is wrapped into lines of similar width, as in an upright picture.
            "WrapStyle": "0",
            "ScaledBorderAndShadow": "yes",  # edges grow with the letters
            "YCbCr Matrix": "None",  # colours are RGB as written, whatever the video's matrix
        }
    )
    voices = list(dict.fromkeys(cue.voice for cue in cues if cue.voice is not None))
    file.styles = styles(style, voices)
    names = {voice: _voice_style(number % len(style.voices)) for number, voice in enumerate(voices)}
    leftwards = file_runs_left(cues)
    lines = [
        str(_labelled(event, cue, names, style))
        for cue in cues
        for event in events(cue, style, leftwards=runs_left(cue, among_such=leftwards))
    ]
    # The header is pysubs2's; its way to write events takes several times as long.
    return file.to_string("ass", header_notice="F5-TTS worker") + "".join(lines)


def events(cue: Cue, style: Style, *, leftwards: bool = False) -> list[Event]:
    """Return the cue as Dialogue lines that follow one another without a gap and never overlap."""
    parts = list(_parts(cue, style, leftwards=leftwards))
    start, end = centiseconds(cue.start_ms), centiseconds(cue.end_ms)
    size = size_of(cue, style)
    if style.effect and not style.is_karaoke:
        found = [_moment(parts, moment, style, size) for moment in moments(cue)]
    elif style.is_karaoke:
        found = [Event(start, end, karaoke(cue, parts, "k" if style.effect == "fill" else "kf"))]
    else:
        found = [Event(start, end, plain(parts))]
    if size != FULL:
        found = [replace(event, text=f"{{{_scaled(size)}}}{event.text}") for event in found]
    return _faded(found, style)


def moments(cue: Cue) -> list[tuple[int, int, int | None]]:
    """Return (start, end, number of the word that is being spoken) for all of the cue, in centiseconds.

    In a silence that can be seen, it is no word: None.
    """
    found: list[tuple[int, int, int | None]] = []
    now, end = centiseconds(cue.start_ms), centiseconds(cue.end_ms)
    times = [(centiseconds(word.start_ms), min(end, centiseconds(word.end_ms))) for word in cue.words]
    for number, (begin, stop) in enumerate([*times, (end, end)]):
        if begin > now and found and begin - now <= HOLD_CS:
            found[-1] = (found[-1][0], begin, found[-1][2])
        elif begin > now:
            found.append((now, begin, None))
        if stop > begin:
            found.append((begin, stop, number))
        now = max(now, stop)
    return found or [(now, end, None)]


def plain(parts: Sequence[_Part]) -> str:
    """Return a cue's text without a highlight."""
    return "".join(f"{part.drawn}{part.after}" for part in parts)


def karaoke(cue: Cue, parts: Sequence[_Part], tag: str) -> str:
    r"""Return a cue's text with a `\k` (or `\kf`) before every word.

    A silence has a `\k` of its own, without text: otherwise the highlight would run ahead of the voice after
    every pause. Durations are differences of rounded points in time, so that they cannot drift.
    """
    body: list[str] = []
    now, last = centiseconds(cue.start_ms), centiseconds(cue.end_ms)
    for part in parts:
        start, end = centiseconds(part.word.start_ms), min(last, centiseconds(part.word.end_ms))
        if start > now:
            body.append(f"{{\\k{start - now}}}")
        own = "k" if word_runs_left(part.word.visible) else tag  # a sweep always runs to the right
        body.append(f"{_lit(part, end - start, own)}{part.after}")
        now = end
    rest = last - now
    if rest:
        body.append(f"{{\\k{rest}}}")
    return "".join(body)


def _lit(part: _Part, length: int, tag: str) -> str:
    """Return a word that lights up in a time; each part of a divided one has its share, by its letters.

    libass ends what lights up together at the next change of style, and each place to wrap has two.
    """
    texts = part.text.split(PLACE)
    if len(texts) == 1:
        return replace(part, tags=f"\\{tag}{length}").drawn
    ends = [length * done // len("".join(texts)) for done in accumulate(map(len, texts), initial=0)]
    lengths = [end - start for start, end in pairwise(ends)]
    return PLACE.join(f"{{\\{tag}{own}}}{text}" for own, text in zip(lengths, texts, strict=True))


def escape(text: str) -> str:
    r"""Return the text so that nothing in it can open or be an override: `\{`, and U+2060 after a backslash.

    This is mpv's rule (osd_mangle_ass in sub/osd_libass.c), which libass renders as the plain text. The text
    must be one line already (`words.visible`).
    """
    return "".join({"{": "\\{", "\\": "\\" + WORD_JOINER}.get(char, char) for char in text)


def centiseconds(ms: int) -> int:
    """Return the milliseconds in centiseconds, rounded half up."""
    return (ms + 5) // 10


def styles(style: Style, voices: Sequence[str] = ()) -> dict[str, pysubs2.SSAStyle]:
    """Return the file's styles: that of all lines, of the spoken word, and of each voice's colour."""
    base = ass_style(style)
    found = {STYLE_NAME: base}
    if style.by_voice:
        base.primarycolor = _colour(style.voices[0])
        for number, colour in enumerate(style.voices[1 : len(voices)], 1):
            found[_voice_style(number)] = other = base.copy()
            other.primarycolor = _colour(colour)
    if style.effect and not style.is_karaoke:
        found[SPOKEN_NAME] = spoken = base.copy()
        spoken.primarycolor = _colour(style.spoken)
        if style.effect == "box":
            spoken.borderstyle, spoken.shadow = 3, 0
            spoken.outlinecolor = _colour(style.word_box)
            spoken.outline = _number(style.box_margin * (style.picture or UNKNOWN).scale)
    return found


def ass_style(style: Style) -> pysubs2.SSAStyle:
    """Return the style of all lines in pysubs2's form."""
    picture = style.picture or UNKNOWN
    scale = picture.scale
    top, bottom, covered_side = picture.covered
    side = round(picture.width * max(covered_side, style.margin_side / UNKNOWN.width))
    covered = {"top": top, "bottom": bottom, "middle": 0.0}[style.position]
    return pysubs2.SSAStyle(
        fontname=style.font,
        fontsize=_number(style.size * scale),
        bold=style.bold,
        primarycolor=_colour(style.fill),
        secondarycolor=_colour(style.waiting),
        outlinecolor=_colour(style.edge),
        backcolor=_colour(style.shade),
        borderstyle=3 if style.box else 1,
        outline=max(_number(style.outline * scale), LEAST_BOX * style.box),
        shadow=_number(style.shadow * scale),
        alignment=pysubs2.Alignment(_ALIGNMENTS[style.position]),
        encoding=-1,  # the first letter decides a line's direction; any other value means left to right
        marginl=side,
        marginr=side,
        marginv=math.ceil(picture.height * covered + margin_of(style) * scale),
    )


def _moment(parts: Sequence[_Part], moment: tuple[int, int, int | None], style: Style, size: int) -> Event:
    """Return the whole cue, its letters of a size in per cent, while one of its words is spoken."""
    start, end, number = moment
    texts = [f"{part.drawn}{part.after}" for part in parts]
    if number is not None:
        spoken = parts[number]
        text, usual = spoken.text, _scaled(size) if size != FULL else ""
        tags = f"\\r{SPOKEN_NAME}{usual}"
        if spoken.width != FULL:
            tags += f"\\fscx{spoken.width}"
        if style.effect == "pop":
            grown, width = size * style.scale // 100, size * style.scale * spoken.width // 100**2
            tags += f"\\t(0,{min(GROW_MS, 10 * (end - start))},\\fscx{width}\\fscy{grown})"
            text = text.replace(PLACE, PLACE.replace(str(FULL), str(width)))
        texts[number] = f"{{{tags}}}{text}{{\\r{usual}}}{spoken.after}"
    return Event(start, end, "".join(texts))


def _scaled(size: int) -> str:
    return f"\\fscx{size}\\fscy{size}"


def _faded(found: list[Event], style: Style) -> list[Event]:
    """Let the cue that these events are fade in and out, each over a quarter of its time at most."""
    start, end = 10 * found[0].start_cs, 10 * found[-1].end_cs
    length = min(style.fade_ms, (end - start) // 4)
    if not length:
        return found
    tags = [
        _fade(10 * event.start_cs - start, 10 * event.end_cs - start, end - start, length) for event in found
    ]
    return [replace(event, text=f"{tag}{event.text}") for event, tag in zip(found, tags, strict=True)]


def _fade(begin: int, stop: int, whole: int, length: int) -> str:
    """Return what fades an event, from `begin` to `stop` of a cue that is so long; all in milliseconds."""
    opens, closes = begin < length, stop > whole - length
    if not opens and not closes:
        return ""
    if (begin == 0 or not opens) and (stop == whole or not closes):
        return f"{{\\fad({length * opens},{length * closes})}}"
    # Alpha from, between and to; when the first change begins and ends, and the second. A change that began
    # in an event before goes on from where it was.
    first = round(HIDDEN * (1 - begin / length)) if opens else 0
    seen = length - begin if opens else 0
    out = whole - length - begin
    middle = round(HIDDEN * -out / length) if out < 0 else 0
    ends = (max(0, out), whole - begin) if closes else (stop - begin, stop - begin)
    alphas = first if opens else middle, middle, HIDDEN if closes else 0
    return f"{{\\fade({','.join(map(str, (*alphas, 0, seen, *ends)))})}}"


def _labelled(event: Event, cue: Cue, names: dict[str, str], style: Style) -> Event:
    """Return the event with its voice, which editors show as its actor, and that voice's style."""
    if cue.voice is None:
        return event
    label = visible(cue.voice).replace(",", ";")[:100]  # a comma would end the field
    return replace(event, voice=label, style=names[cue.voice] if style.by_voice else STYLE_NAME)


def _voice_style(number: int) -> str:
    return f"Voice {number + 1}" if number else STYLE_NAME


def _number(value: float) -> float:
    """Return a size with at most two decimals, whole where it is whole."""
    rounded = round(value, 2)
    return int(rounded) if float(rounded).is_integer() else rounded


def _clock(centis: int) -> str:
    seconds, centis = divmod(centis, 100)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{centis:02d}"


def _colour(colour: Colour) -> pysubs2.Color:
    return pysubs2.Color(*colour)


def _parts(cue: Cue, style: Style, *, leftwards: bool) -> Iterator[_Part]:
    """Yield each word as it is drawn, with the space, line break or place to wrap that follows it."""
    room = narrowest_room(style) if style.picture is None else math.inf
    for number, line in enumerate(cue.lines, 1):
        mark = mark_before(joined(line), leftwards=leftwards)
        last = "\\N" if number < len(cue.lines) else ""
        for index, (word, (texts, width, is_place)) in enumerate(
            zip(line, narrowed(line, room), strict=True), 1
        ):
            text = mark * (index == 1) + PLACE.join(map(escape, texts))
            between = " " if word.space else PLACE * is_place
            yield _Part(word, text, between if index < len(line) else last, width)
