"""Words to cues: what is on the screen at one time, in at most two lines.

The times of the words are given, so a cue cannot be slowed down: what can be chosen is where cues and lines
break, and how long a cue stays into the silence after it. Both are found as the cheapest way through all of
them.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from f5tts_worker.languages import CLAUSE_END, CLOSING, SENTENCE_END, is_unspaced
from f5tts_worker.subtitles.words import Word, divided, joined


@dataclass(frozen=True)
class CueRules:
    """What a cue may be. Times in milliseconds."""

    # Netflix Timed Text Style Guide, General Requirements: two lines; English, for adults: 42 characters
    # a line, 20 a second.
    lines: int = 2
    chars_per_line: int = 42
    chars_per_second: int = 20
    # Netflix's guides for Simplified Chinese and Korean: 16 full-width characters.
    wide_chars_per_line: int = 16
    # Netflix, General Requirements: 5/6 of a second to 7 seconds, 2 frames between two cues (83 ms at 24
    # frames a second), and a gap of less than half a second is closed to those 2 frames.
    shortest_ms: int = 833
    longest_ms: int = 7000
    gap_ms: int = 83
    chain_ms: int = 500
    # Ours: a cue stays this long after its last word where there is room, so that reading can finish.
    linger_ms: int = 300
    # Ours: a silence that a listener hears as a break between phrases, and one that no cue may contain,
    # because what is said after it would be on the screen long before.
    pause_ms: int = 500
    long_pause_ms: int = 2000


@dataclass(frozen=True)
class BreakCosts:
    """What a break costs; only the order and the rough distances matter. Ours, tuned by eye."""

    cue: int = 25  # for every cue, so that there are no more cues than needed
    at_clause: int = 15
    at_pause: int = 5
    elsewhere: int = 60
    inside_word: int = 300  # on top: between the parts of a word that no line can hold
    after_short_word: int = 45  # on top: articles and prepositions belong to what follows, in most languages
    before_mark: int = 400  # on top: no line begins with a closing mark
    sentence_inside: int = 35
    pause_inside: int = 70
    too_short: int = 120  # times the missing share of the shortest time
    too_fast: int = 80  # times the missing share of the reading time
    full: int = 30  # times the square of how full the cue is: two cues of one sentence share it evenly
    unbalanced: int = 80  # times the difference of the two lines, as a share of the line


RULES = CueRules()
COSTS = BreakCosts()
INSTANT_MS = 10  # a cue shorter than ASS can show

MARKS = SENTENCE_END | CLAUSE_END | frozenset(CLOSING)


@dataclass(frozen=True)
class Cue:
    """Lines of words and when they are on the screen, in milliseconds."""

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


def from_words(words: Sequence[Word], *, audio_ms: int | None = None, rules: CueRules = RULES) -> list[Cue]:
    """Break the words into cues that follow `rules` as well as the speech allows.

    Cues are in order and never overlap; each holds its words' times. Words with nothing to see are left out.
    A word that is too wide for a line is divided. No cue outlasts the audio (`audio_ms` long) where that is
    given.
    """
    shown = [part for word in words if word.visible for part in _parts(word, rules)]
    if not shown:
        return []
    last = shown[-1].end_ms
    table = _Table(shown, rules, max(last, audio_ms if audio_ms is not None else last + rules.longest_ms))
    cues = []
    for first, stop in table.cheapest():
        lines = table.lines(first, stop)
        cues.append(Cue(shown[first].start_ms, table.end_of_cue(first, stop), lines))
    return cues


def width(text: str, rules: CueRules = RULES) -> int:
    """Return the width of the text in units of which a line holds `capacity(rules)`.

    East Asian wide and fullwidth characters (Unicode Standard Annex 11) count as many narrow ones as the two
    limits of a line say; combining marks do not count.
    """
    total = 0
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me", "Cf"):
            continue
        wide = unicodedata.east_asian_width(char) in "WF"
        total += rules.chars_per_line if wide else rules.wide_chars_per_line
    return total


def capacity(rules: CueRules = RULES) -> int:
    """Return the width that a line holds."""
    return rules.chars_per_line * rules.wide_chars_per_line


def _parts(word: Word, rules: CueRules) -> list[Word]:
    """Divide a word that is too wide for a line, its time in proportion to the letters."""
    texts = divided(word.visible, capacity(rules), lambda text: width(text, rules))
    if len(texts) == 1:
        return [word]
    total, length = sum(map(len, texts)), word.end_ms - word.start_ms
    times = [word.start_ms + length * done // total for done in accumulate(map(len, texts), initial=0)]
    parts = [
        replace(word, text=text, start_ms=start, end_ms=end, space=text[-1].isspace(), whole=word)
        for text, start, end in zip(texts, times, times[1:], strict=False)
        if text.strip()
    ]
    return [*parts[:-1], replace(parts[-1], end_ms=word.end_ms, space=word.space)]


def ends_clause(word: Word) -> bool:
    """Say whether the word ends with a mark at which a voice would pause."""
    bare = word.visible.rstrip(CLOSING)
    return bool(bare) and bare[-1] in CLAUSE_END


def _leans_on(word: str, after: str) -> bool:
    """Guess by length whether the word is an article, a preposition or the like that goes with the next."""
    if not word.isalpha() or is_unspaced(word[-1]):
        return False
    return len(word) <= 2 or (len(word) == 3 and len(after) > 3)


class _Table:
    """Widths and costs of the words of one text, computed once."""

    def __init__(self, words: Sequence[Word], rules: CueRules, stage_end: int) -> None:
        self.words = words
        self.rules = rules
        self.stage_end = stage_end
        self.capacity = capacity(rules)
        self.widths = [width(word.visible, rules) for word in words]
        self.spaces = [rules.wide_chars_per_line if word.space else 0 for word in words]
        followers = [*words[1:], None]
        self.pauses = [
            0 if after is None else after.start_ms - word.end_ms
            for word, after in zip(words, followers, strict=True)
        ]
        sentences = [
            after is None or word.sentence != after.sentence
            for word, after in zip(words, followers, strict=True)
        ]
        self.breaks = [self._break_cost(index, sentence=sentence) for index, sentence in enumerate(sentences)]
        # Running sums, so that the cost of what a cue holds is one subtraction.
        self.extent = [0, *accumulate(w + s for w, s in zip(self.widths, self.spaces, strict=True))]
        inside = [
            COSTS.sentence_inside * sentence + COSTS.pause_inside * (pause >= rules.pause_ms)
            for sentence, pause in zip(sentences, self.pauses, strict=True)
        ]
        self.inside = [0, *accumulate(inside)]

    def cheapest(self) -> list[tuple[int, int]]:
        """Return the cues as (first word, one past the last), by dynamic programming over the breaks."""
        count = len(self.words)
        best = [0.0, *[float("inf")] * count]
        came_from = [0] * (count + 1)
        for first in range(count):
            for stop in self._stops(first):
                cost = best[first] + self._cue_cost(first, stop)
                if cost < best[stop]:
                    best[stop], came_from[stop] = cost, first
        spans = []
        stop = count
        while stop:
            spans.append((came_from[stop], stop))
            stop = came_from[stop]
        return spans[::-1]

    def lines(self, first: int, stop: int) -> tuple[tuple[Word, ...], ...]:
        """Lay the words first to stop out in one line, or in two at the best place."""
        if self._line_width(first, stop) <= self.capacity:
            return (tuple(self.words[first:stop]),)
        if self.rules.lines != 2:
            return self._filled(first, stop)
        places = [at for at in range(first + 1, stop) if self._fits(first, at) and self._fits(at, stop)]
        at = min(places, key=lambda place: self._line_break_cost(first, place, stop))
        return (tuple(self.words[first:at]), tuple(self.words[at:stop]))

    def end_of_cue(self, first: int, stop: int) -> int:
        """Return when a cue ends: late enough to be read, before the next one, after its last word."""
        rules = self.rules
        start, spoken = self.words[first].start_ms, self.words[stop - 1].end_ms
        wanted = max(spoken + rules.linger_ms, start + max(rules.shortest_ms, self._reading_ms(first, stop)))
        wanted = min(wanted, start + rules.longest_ms)
        limit = self._limit(stop)
        if limit - wanted < rules.chain_ms and stop < len(self.words):
            wanted = limit
        return max(spoken, min(wanted, limit))

    def _limit(self, stop: int) -> int:
        """Return the last moment at which a cue that ends before word `stop` may be on the screen."""
        return self.words[stop].start_ms - self.rules.gap_ms if stop < len(self.words) else self.stage_end

    def _stops(self, first: int) -> Iterator[int]:
        """Yield every end of a cue that starts with word `first` and fits the lines and the longest time."""
        rules, lines, used = self.rules, 1, 0
        for index in range(first, len(self.words)):
            if index > first:
                before = self.words[index - 1].end_ms
                too_long = self.words[index].end_ms - self.words[first].start_ms > rules.longest_ms
                if too_long or self.words[index].start_ms - before > rules.long_pause_ms:
                    return
            space = self.spaces[index - 1] if used else 0
            if used and used + space + self.widths[index] > self.capacity:
                lines, used, space = lines + 1, 0, 0
            if lines > rules.lines:
                return
            used += space + self.widths[index]
            yield index + 1

    def _cue_cost(self, first: int, stop: int) -> float:
        start, spoken = self.words[first].start_ms, self.words[stop - 1].end_ms
        time = max(spoken, self._limit(stop)) - start
        if time < INSTANT_MS:
            return 1e6  # it could not be seen
        missing = max(0.0, 1 - time / self.rules.shortest_ms)
        fast = max(0.0, 1 - time / max(1, self._reading_ms(first, stop)))
        full = self._line_width(first, stop) / (self.rules.lines * self.capacity)
        inside = self.inside[stop - 1] - self.inside[first] + COSTS.full * full**2
        end = self.breaks[stop - 1] if stop < len(self.words) else 0
        return COSTS.cue + end + inside + COSTS.too_short * missing + COSTS.too_fast * fast

    def _break_cost(self, index: int, *, sentence: bool) -> int:
        """Return what it costs to end a cue or a line after the word."""
        if index + 1 == len(self.words):
            return 0
        after = self.words[index + 1].visible
        held = COSTS.before_mark if after[0] in MARKS else 0
        if sentence:
            return held
        if self.pauses[index] >= self.rules.pause_ms:
            return held + COSTS.at_pause
        if ends_clause(self.words[index]):
            return held + COSTS.at_clause
        if self.words[index].whole is not None and self.words[index].whole is self.words[index + 1].whole:
            return held + COSTS.elsewhere + COSTS.inside_word
        short = _leans_on(self.words[index].visible, after)
        return held + COSTS.elsewhere + (COSTS.after_short_word if short else 0)

    def _line_break_cost(self, first: int, place: int, stop: int) -> float:
        above, below = self._line_width(first, place), self._line_width(place, stop)
        uneven = abs(above - below) / self.capacity
        # of two equal places, the longer line goes below: it hides less of the picture
        return self.breaks[place - 1] + COSTS.unbalanced * uneven + (above > below)

    def _line_width(self, first: int, stop: int) -> int:
        return self.extent[stop] - self.extent[first] - self.spaces[stop - 1]

    def _fits(self, first: int, stop: int) -> bool:
        return self._line_width(first, stop) <= self.capacity

    def _filled(self, first: int, stop: int) -> tuple[tuple[Word, ...], ...]:
        lines = []
        while first < stop:
            at = first + 1
            while at < stop and self._line_width(first, at + 1) <= self.capacity:
                at += 1
            lines.append(tuple(self.words[first:at]))
            first = at
        return tuple(lines)

    def _reading_ms(self, first: int, stop: int) -> int:
        chars = self._line_width(first, stop) / self.rules.wide_chars_per_line
        return round(1000 * chars / self.rules.chars_per_second)
