"""Words to subtitle files, in every requested format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles import ass, plain
from f5tts_worker.subtitles.cues import RULES, Cue, from_words
from f5tts_worker.subtitles.styles import Style, find
from f5tts_worker.subtitles.words import Word


@dataclass(frozen=True)
class Script:
    """All that a writer may use."""

    words: Sequence[Word]
    cues: Sequence[Cue]
    style: Style
    title: str
    audio_ms: int | None


# Format -> writer.
FORMATS: Mapping[str, Callable[[Script], str]] = {
    "ass": lambda s: ass.write(s.cues, s.style, title=s.title),
    "srt": lambda s: plain.srt(s.cues),
    "vtt": lambda s: plain.vtt(s.cues, word_times=bool(s.style.karaoke)),
    "json": lambda s: plain.as_json_text(s.words, s.cues, title=s.title, audio_ms=s.audio_ms),
}


def render(
    words: Sequence[Word],
    formats: Sequence[str],
    style: str | None = None,
    *,
    title: str = "",
    audio_ms: int | None = None,
) -> dict[str, str]:
    """Return {format: text of the file}, to be written as UTF-8.

    `style` names a style of `styles.STYLES` (None: the default); it is the look of ASS, and a karaoke style
    gives WebVTT the times of its words. Raises WorkerError INVALID_REQUEST for an unknown format or style,
    naming those that exist.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise WorkerError(
            "INVALID_REQUEST",
            f"There is no subtitle format {str(unknown[0])[:40]!r}; the formats are {', '.join(FORMATS)}.",
            {"field": "subtitle_format", "formats": list(FORMATS)},
        )
    look = find(style)
    rules = replace(RULES, chars_per_line=look.chars_per_line, wide_chars_per_line=look.wide_chars_per_line)
    script = Script(words, from_words(words, audio_ms=audio_ms, rules=rules), look, title, audio_ms)
    return {name: FORMATS[name](script) for name in formats}
