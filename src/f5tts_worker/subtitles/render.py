"""Words to subtitle files, in every requested format."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from f5tts_worker.errors import fault
from f5tts_worker.subtitles import ass, exchange, plain
from f5tts_worker.subtitles.cues import Cue, from_words
from f5tts_worker.subtitles.phrases import phrased
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
    language: str | None


# Format -> writer.
FORMATS: Mapping[str, Callable[[Script], str]] = {
    "ass": lambda s: ass.write(s.cues, s.style, title=s.title),
    "srt": lambda s: plain.srt(s.cues),
    "vtt": lambda s: plain.vtt(s.cues, word_times=bool(s.style.effect)),
    "ttml": lambda s: exchange.ttml(s.cues, title=s.title, language=s.language, position=s.style.position),
    "textgrid": lambda s: exchange.textgrid(s.words, s.cues, audio_ms=s.audio_ms),
    "json": lambda s: plain.as_json_text(s.words, s.cues, title=s.title, audio_ms=s.audio_ms),
    "whisper_json": lambda s: exchange.whisper_json(s.cues, language=s.language),
}


def render(
    words: Sequence[Word],
    formats: Sequence[str],
    style: Style | str | None = None,
    *,
    title: str = "",
    audio_ms: int | None = None,
    language: str | None = None,
    cued: Sequence[Word] | None = None,
) -> dict[str, str]:
    """Return {format: text of the file}, to be written as UTF-8.

    `style` (by name: one of `styles.STYLES`; None: the default) is the look of ASS, what a cue may be in all
    formats, and whether WebVTT has the times of words. Raises WorkerError INVALID_REQUEST for an unknown
    format or style, naming those that exist. `cued`: those of the words that cues show;
    None: all.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise fault("subtitle_format", f"is {str(unknown[0])[:40]!r}", f"one of {', '.join(FORMATS)}")
    look = find(style)
    shown = phrased(words if cued is None else cued)
    if look.all_caps:
        shown = [replace(word, text=capitals(word.visible, language), made_of=word.sources) for word in shown]
    cues = from_words(shown, audio_ms=audio_ms, rules=look.rules)
    script = Script(words, cues, look, title, audio_ms, language)
    return {name: FORMATS[name](script) for name in formats}


def capitals(text: str, language: str | None) -> str:
    """Return the text in capitals, as its language has them."""
    if any(char in _GEORGIAN for char in text):
        return text  # its capitals are from 2018, and few fonts have them
    if _GREEK.search(text) and text.strip("\"'«».,;:!") != _OR:
        text = unicodedata.normalize(
            "NFC", _ACCENTED.sub(_without_accents, unicodedata.normalize("NFD", text))
        )
    return (text.replace("i", "İ") if language == "tr" else text).upper()


def _without_accents(vowels: re.Match[str]) -> str:
    """Take the accents off a Greek vowel; where one parts it from the next, that gets a diaeresis instead."""
    first, accents, second = vowels["first"], vowels["accents"], vowels["second"] or ""
    parts = bool(second) and first in "αεηοΑΕΗΟ" and "\u0301" in accents
    kept = "".join(mark for mark in accents if mark in "\u0308\u0345")  # the iota becomes a letter
    return first + kept + second + "\u0308" * parts


_GEORGIAN = frozenset(map(chr, range(0x10D0, 0x1100)))
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_ACCENTED = re.compile(  # decomposed
    "(?P<first>[αεηιουωρΑΕΗΙΟΥΩΡ])(?P<accents>[\u0300-\u0345]+)(?P<second>[ιυ](?![\u0300-\u0345]))?"  # noqa: RUF001 - Greek
)
_OR = "ή"  # with its accent also in capitals, unlike the article
