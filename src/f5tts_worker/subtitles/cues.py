"""Words to cues: what is on the screen at one time, in a line or a few.

The times of the words are given, so a cue cannot be slowed down: what can be chosen is where cues and lines
break (`breaking`), and how long a cue stays into the silence after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from f5tts_worker.subtitles.breaking import Breaks
from f5tts_worker.subtitles.rules import RULES, CueRules, capacity, extent, least_extent
from f5tts_worker.subtitles.together import HELD, parting
from f5tts_worker.subtitles.words import Word, divided, joined

_HYPHEN = re.compile(r"(?<=\w\w)-(?=\w\w)")


@dataclass(frozen=True)
class Cue:
    """Lines of words and when they are on the screen, in milliseconds. All words are of one voice."""

    start_ms: int
    end_ms: int
    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of the cue, in order."""
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        """The lines as visible text, with line feeds between them."""
        return "\n".join(joined(line) for line in self.lines)

    @property
    def voice(self) -> str | None:
        """Who says it, where a text has several voices."""
        return self.lines[0][0].voice if self.lines else None


def from_words(words: Sequence[Word], *, audio_ms: int | None = None, rules: CueRules = RULES) -> list[Cue]:
    """Break the words into cues that follow `rules` as well as the speech allows.

    Cues are in order and never overlap; each holds its words' times. Words with nothing to see are left out.
    A word that is too wide for a line is divided. No cue outlasts the audio (`audio_ms` long) where that is
    given.
    """
    shown: list[Word] = []
    for word in words:
        if word.visible:
            shown += _parts(word, rules, shown[-1] if shown else None)
    if not shown:
        return []
    last = shown[-1].end_ms
    breaks = Breaks(shown, rules, max(last, audio_ms if audio_ms is not None else last + rules.longest_ms))
    return [
        Cue(shown[first].start_ms, breaks.end_of_cue(first, stop), breaks.lines(first, stop))
        for first, stop in breaks.cheapest()
    ]


def _parts(word: Word, rules: CueRules, before: Word | None) -> list[Word]:
    """Divide a word that is too wide for a line, its time in proportion to the letters.

    So is one with hyphens that is too wide for a line with the article or the title `before` it.
    """
    texts = divided(word.visible, capacity(rules), lambda text: least_extent(text, rules))
    if len(texts) == 1 and before is not None:
        texts = _hyphenated(word, before, rules) or texts
    if len(texts) == 1:
        return [word]
    total, length, made_of = sum(map(len, texts)), word.end_ms - word.start_ms, word.sources
    times = [word.start_ms + length * done // total for done in accumulate(map(len, texts), initial=0)]
    part = replace(word, pause_ms=0, made_of=made_of)
    parts = [
        replace(part, text=text, start_ms=start, end_ms=end, space=text[-1].isspace())
        for text, start, end in zip(texts, times, times[1:], strict=False)
        if text.strip()
    ]
    return [*parts[:-1], replace(parts[-1], end_ms=word.end_ms, space=word.space, pause_ms=word.pause_ms)]


def _hyphenated(word: Word, before: Word, rules: CueRules) -> list[str]:
    """Return the two parts of a word of which the first fits into a line with the one before, if need be."""
    if "-" not in word.visible or before.sentence != word.sentence or before.voice != word.voice:
        return []
    room = capacity(rules) - extent(f"{before.visible} ", rules)
    if extent(word.visible, rules) <= room or parting(before.written, word.written, "-") < HELD:
        return []
    ends = [hyphen.end() for hyphen in _HYPHEN.finditer(word.visible)]
    fitting = [end for end in ends if extent(word.visible[:end], rules) <= room]
    return [word.visible[: fitting[-1]], word.visible[fitting[-1] :]] if fitting else []
