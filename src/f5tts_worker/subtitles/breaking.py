"""Where cues and lines break: the cheapest way through all words of a text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from f5tts_worker.languages import CLAUSE_END, CLOSING, is_unspaced
from f5tts_worker.subtitles.costs import COSTS
from f5tts_worker.subtitles.labels import labels
from f5tts_worker.subtitles.rules import CueRules, capacity, extent, width
from f5tts_worker.subtitles.together import HELD, LABEL, closes, is_date, may_end_sentence, opens, parting
from f5tts_worker.subtitles.words import Word

LINE_ENDS, CUE_ENDS = 1, 2  # what must be between two words
INSTANT_MS = 10  # a cue shorter than ASS can show
UNSEEN = 1e6  # its cost
GLIMPSE = 0.5  # of the shortest time: a paragraph that is on the screen for less stands with another
SHORT_WORD = 7  # letters, with the mark after them


def ends_clause(word: Word) -> bool:
    """Say whether the word ends with a mark at which a voice would pause."""
    bare = word.visible.rstrip(CLOSING)
    return bool(bare) and bare[-1] in CLAUSE_END


def _is_address(word: Word, after: Word) -> bool:
    """Say whether no space is between two words of a script that has spaces, as inside of an address."""
    return not (word.space or is_unspaced(word.visible[-1]) or is_unspaced(after.visible[0]))


class Breaks:
    """Widths and costs of the words of one text, computed once; no word may be wider than a line."""

    def __init__(self, words: Sequence[Word], rules: CueRules, stage_end: int) -> None:
        """Cues may last until `stage_end`, in milliseconds."""
        self.words = words
        self.rules = rules
        self.capacity = capacity(rules)
        self.widths = [extent(word.visible, rules) for word in words]
        space = extent(" ", rules)
        self.spaces = [space if word.space else 0 for word in words]
        after = [*words[1:], None]
        self.pauses = [0 if b is None else b.start_ms - a.end_ms for a, b in zip(words, after, strict=True)]
        self.labels = labels(words)
        sentences = [
            b is None or (a.sentence != b.sentence and index not in self.labels)
            for index, (a, b) in enumerate(zip(words, after, strict=True))
        ]
        self.ends = sentences
        self.breaks = [self._break_cost(index) for index in range(len(words))]
        # Until when a cue that ends with this word may be on the screen.
        self.limits = [stage_end if b is None else b.start_ms - rules.gap_ms for b in after]
        heard = [s or pause >= rules.pause_ms for s, pause in zip(sentences, self.pauses, strict=True)]
        self.alone = [self._alone_cost(index, heard) for index in range(len(words))]
        divided = [a.is_part_of(b) or _is_address(a, b) for a, b in pairwise(words)]
        self.held = [
            cost >= HELD and not inside for cost, inside in zip(self.breaks, [*divided, False], strict=True)
        ]
        self.good_ends = [0, *accumulate(int(not held) for held in self.held)]
        # Running sums, so that what a cue holds is one subtraction: with the space after the last word, and
        # without it, by the number of words.
        self.extents = [0, *accumulate(w + s for w, s in zip(self.widths, self.spaces, strict=True))]
        self.extents_bare = [0, *(e - s for e, s in zip(self.extents[1:], self.spaces, strict=True))]
        per_char = 1000 / rules.chars_per_second / rules.wide_chars_per_line
        blank = rules.wide_chars_per_line
        chars = [*accumulate(width(word.visible, rules) + blank * word.space for word in words)]
        self.reading = [0.0, *(per_char * c for c in chars)]
        self.reading_bare = [
            0.0,
            *(per_char * (c - blank * word.space) for c, word in zip(chars, words, strict=True)),
        ]
        inside = [
            COSTS.sentence_inside * sentence + COSTS.pause_inside * (pause >= rules.pause_ms)
            for sentence, pause in zip(sentences, self.pauses, strict=True)
        ]
        self.inside = [0, *accumulate(inside)]
        self.rests, self.lasting = self._sentences()
        self.walls = self._walls()
        self.lines_ended = [0, *accumulate(map(bool, self.walls[:-1]))]
        self.rows = self._rows()

    def _sentences(self) -> tuple[list[int], list[int]]:
        """Return, for each word, where the rest of its sentence stops, and how long that can be shown.

        The whole sentence, that is. A word that begins one has no rest: all words may follow.
        """
        rests: list[int] = []
        lasting: list[int] = []
        for last, is_end in enumerate(self.ends):
            if is_end:
                first, stop = len(rests), last + 1
                rests += [len(self.words), *[stop] * (last - first)]
                time = self.limits[last] - self.words[first].start_ms
                lasting += [time] * (stop - first)
        return rests, lasting

    def _walls(self) -> list[int]:
        """Return what is between each word and the next: nothing, the end of a line, or that of a cue.

        No cue holds what comes after a long silence or a pause that was asked for, which would be told early,
        or what another voice says. A paragraph ends a line, or a cue of one line; but nothing that is too
        short to be seen stands alone for that.
        """
        rules, walls = self.rules, []
        for index, (a, b) in enumerate(pairwise(self.words)):
            is_apart = self.pauses[index] > rules.long_pause_ms or a.voice != b.voice
            is_apart = is_apart or a.pause_ms >= rules.pause_ms
            ends_paragraph = a.paragraph != b.paragraph
            least = min(self.lasting[index : index + 2])
            wanted = rules.one_sentence and self.ends[index] and least >= rules.shortest_ms
            if ends_paragraph and rules.lines == 1:
                wanted = least >= GLIMPSE * rules.shortest_ms
            line_ends = LINE_ENDS if ends_paragraph and rules.lines > 1 else 0
            walls.append(CUE_ENDS if is_apart or wanted else line_ends)
        return [*walls, CUE_ENDS]

    def _rows(self) -> list[tuple[int, int, int, int, int, int, float, float]]:
        """Return all that `cues_from` asks of a word, side by side: looked up once instead of eight times.

        When it ends, until when a cue that ends with it may be shown, its width, the space before it, what
        is between it and the word before, how far it all reaches in widths and in time to read, and the costs
        of ending a cue after it.
        """
        costs = [COSTS.cue + cost + inside for cost, inside in zip(self.breaks, self.inside, strict=False)]
        return list(
            zip(
                [word.end_ms for word in self.words],
                self.limits,
                self.widths,
                [0, *self.spaces[:-1]],
                [0, *self.walls[:-1]],
                self.extents_bare[1:],
                self.reading_bare[1:],
                costs,
                strict=True,
            )
        )

    def cheapest(self) -> list[tuple[int, int]]:
        """Return the cues as (first word, one past the last), by dynamic programming over the breaks."""
        count = len(self.words)
        best = [0.0, *[float("inf")] * count]
        came_from = [0] * (count + 1)
        for first in range(count):
            so_far = best[first]
            for stop, cost in self.cues_from(first):
                if so_far + cost < best[stop]:
                    best[stop], came_from[stop] = so_far + cost, first
        spans = []
        stop = count
        while stop:
            spans.append((came_from[stop], stop))
            stop = came_from[stop]
        return spans[::-1]

    def cues_from(self, first: int) -> Iterator[tuple[int, float]]:
        """Yield every end of a cue that starts with word `first`, one past its last word, and what it costs.

        Most of the time of a long text is spent here, so what could be a call is written out.
        """
        rules, room, held = self.rules, self.capacity, self.held
        start, inside, extent, reading = (
            self.words[first].start_ms, self.inside[first], self.extents[first], self.reading[first],
        )  # fmt: skip
        missed, too_short, too_fast, full_cost = COSTS.missed, COSTS.too_short, COSTS.too_fast, COSTS.full
        rest_inside = COSTS.rest_inside
        shortest, longest, most, whole = rules.shortest_ms, rules.longest_ms, rules.lines, rules.lines * room
        lines, used = 1, 0
        rest = self.rests[first]
        second = first  # where the second line begins if the first one is filled
        for last in range(first, self._most(first)):
            spoken, limit, width, space, wall, extent_after, reading_after, cost = self.rows[last]
            used += width
            if last > first:
                if wall == CUE_ENDS or spoken - start > longest:
                    return
                used += space
                if used > room or wall:
                    lines, used = lines + 1, width
                    if lines > most:
                        return
                    second = last if lines == 2 else second
            time = (limit if limit - start >= shortest else max(limit, spoken)) - start  # as in end_of_cue
            full = (extent_after - extent) / whole
            cost += full_cost * full * full - inside
            if time < shortest:
                cost += UNSEEN if time < INSTANT_MS else missed + too_short * (1 - time / shortest)
            if time < reading_after - reading:
                cost += missed + too_fast * (1 - time / (reading_after - reading))
            cost += rest_inside * (last >= rest)
            if last == first:
                cost += self.alone[first]
            elif lines == 2 and held[second - 1] and not self._has_good_line_break(first, second, last + 1):
                cost += COSTS.held_line
            yield last + 1, cost

    def _most(self, first: int) -> int:
        count, most = len(self.words), self.rules.words
        return count if most is None else min(count, first + most)

    def lines(self, first: int, stop: int) -> tuple[tuple[Word, ...], ...]:
        """Lay the words first to stop out in as few lines as hold them, broken at the best places."""
        ends = [*self._line_ends(first, stop), stop]
        return tuple(tuple(self.words[start:end]) for start, end in pairwise([first, *ends]))

    def end_of_cue(self, first: int, stop: int) -> int:
        """Return when a cue ends: late enough to be read, before the next one, after its last word.

        Where the next word follows without a pause, a cue that can afford it ends before its last word does,
        but not before the middle of it: two cues without the frames between them look like one that changes.
        """
        rules = self.rules
        start, spoken = self.words[first].start_ms, self.words[stop - 1].end_ms
        needed = round(self.reading_bare[stop] - self.reading[first])
        wanted = max(spoken + rules.linger_ms, start + max(rules.shortest_ms, needed))
        wanted = min(wanted, start + rules.longest_ms)
        limit = self.limits[stop - 1]
        if limit - wanted < rules.chain_ms and stop < len(self.words):
            wanted = min(limit, start + rules.longest_ms)
        if limit >= spoken:
            return max(spoken, min(wanted, limit))
        last = self.words[stop - 1]
        if limit - start >= rules.shortest_ms and 2 * limit >= last.start_ms + last.end_ms:
            return limit
        return limit + rules.gap_ms  # no gap at all: a shorter one would flicker

    def _alone_cost(self, index: int, heard: Sequence[bool]) -> int:
        """Return what it costs to show a word for itself; `heard`: after which words one hears an end."""
        if self.rules.words == 1 or len(self.words[index].visible) > SHORT_WORD:
            return 0
        return 0 if heard[index] and (index == 0 or heard[index - 1]) else COSTS.alone

    def _break_cost(self, index: int) -> int:
        """Return what it costs to end a cue or a line after the word."""
        if index + 1 == len(self.words):
            return 0
        word, after = self.words[index], self.words[index + 1]
        sentence, is_first = self.ends[index], index == 0 or self.ends[index - 1]
        is_held = closes(after.visible, is_apart=word.space, begins_sentence=sentence) or (
            word.space and not sentence and opens(word.visible, begins_sentence=is_first)
        )
        held = COSTS.before_mark if is_held else 0
        if sentence:
            return held
        if index in self.labels:
            return held + COSTS.elsewhere + LABEL
        if self.pauses[index] >= self.rules.pause_ms:
            return held + COSTS.at_pause
        if ends_clause(word) and not is_date(word.visible, after.visible):
            return held + COSTS.at_clause
        if word.is_part_of(after):
            return held + COSTS.elsewhere + COSTS.inside_word
        if _is_address(word, after):
            in_domain = COSTS.inside_domain if word.visible[-1] == "." else 0
            held += COSTS.inside_address + in_domain
        before = "" if is_first else self.words[index - 1].written
        if may_end_sentence(word.written, after.written, before):
            return held + COSTS.at_clause
        usual = COSTS.before_bracket if after.visible[0] in "([" else COSTS.elsewhere
        return held + usual + parting(word.written, after.written, before)

    def _has_good_line_break(self, first: int, filled: int, stop: int) -> bool:
        """Say whether two lines can hold the words and the first does not end where none should.

        The second line begins at `filled` at the latest, and where the words left for it fit at the earliest.
        """
        # the extents of words[at:stop] fall as `at` grows, so the first that fits can be searched for
        least = self.extents[stop] - self.spaces[stop - 1] - self.capacity
        earliest = bisect_left(self.extents, least, first + 1, filled)
        return self.good_ends[filled] > self.good_ends[earliest - 1]

    def _line_ends(self, first: int, stop: int) -> list[int]:
        """Return where each line but the last ends."""
        count = self._fewest_lines(first, stop)
        if count == 1:
            return []
        if count == 2:
            return [min(self._places(first, stop), key=lambda at: self._line_break_cost(first, at, stop))]
        share = (self.extents[stop] - self.extents[first]) / count
        ways: dict[int, tuple[float, list[int]]] = {first: (0.0, [])}
        for left in range(count - 1, -1, -1):  # lines that come after this one
            longer: dict[int, tuple[float, list[int]]] = {}
            for start, (cost, ends) in ways.items():
                for end in [stop] if left == 0 else range(start + 1, stop):
                    if not self._is_line(start, end):
                        break
                    used = self._line_width(start, end)
                    uneven = COSTS.unbalanced * abs(used - share) / self.capacity
                    total = cost + uneven + (self.breaks[end - 1] if left else 0)
                    if end not in longer or total < longer[end][0]:
                        longer[end] = (total, [*ends, end])
            ways = longer
        return ways[stop][1][:-1]

    def _fewest_lines(self, first: int, stop: int) -> int:
        lines, used = 1, self.widths[first]
        for index in range(first + 1, stop):
            used += self.spaces[index - 1] + self.widths[index]
            if used > self.capacity or self.walls[index - 1]:
                lines, used = lines + 1, self.widths[index]
        return lines

    def _places(self, first: int, stop: int) -> list[int]:
        """Return where the second of two lines may begin."""
        return [at for at in range(first + 1, stop) if self._is_line(first, at) and self._is_line(at, stop)]

    def _is_line(self, first: int, stop: int) -> bool:
        """Say whether one line can hold the words."""
        is_whole = self.lines_ended[first] == self.lines_ended[stop - 1]
        return is_whole and self._line_width(first, stop) <= self.capacity

    def _line_break_cost(self, first: int, place: int, stop: int) -> float:
        above, below = self._line_width(first, place), self._line_width(place, stop)
        uneven = abs(above - below) / self.capacity
        is_alone = (place - first == 1 and len(self.words[first].visible) < SHORT_WORD) or (
            stop - place == 1 and len(self.words[place].visible) < SHORT_WORD
        )
        uneven_cost = COSTS.unbalanced * uneven + COSTS.alone_in_line * is_alone
        # of two equal places, the longer line goes below: it hides less of the picture
        return self.breaks[place - 1] + uneven_cost + (above > below)

    def _line_width(self, first: int, stop: int) -> int:
        return self.extents[stop] - self.extents[first] - self.spaces[stop - 1]
