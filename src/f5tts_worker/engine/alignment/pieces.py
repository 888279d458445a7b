"""Cutting a recording and its text into pieces that belong together, each short enough to be aligned.

Cuts are between two words that are both part of an anchor, at a pause if there is one within reach. What is
between two anchors is searched: sound without text, text without sound, or words that were said differently.
"""

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from f5tts_worker.engine.alignment.anchors import Run, find_anchors
from f5tts_worker.engine.alignment.recognition import Recognition
from f5tts_worker.engine.alignment.search import Place, break_prices, find_words

# In seconds; about as long as a chunk of F5-TTS's own speech.
_SHORTEST, _LONGEST = 10.0, 30.0
_PACE = 0.07  # per letter: 14 letters a second
_LEAD = 0.08  # seconds of a pause that are left to the word after it
_TAIL = 0.35  # seconds after a word in which its last sound may die away
_LONG_PAUSE = 1.5  # more may be sound without text
_SPOKEN = 0.4  # three letters of a word are no farther apart
_ROOM = 0.5  # between two words: more may hold sound that is in none
_LEAST_ISLAND = 20  # letters of anchors that belong together: fewer may match by chance
_FEW = 25  # letters without an anchor: more may be other words of the same length
_DRIFT = (
    5  # letters heard too much or too little between two such anchors, and for every ten letters one more
)


@dataclass(frozen=True)
class Piece:
    """Words `first` to `last` (exclusive) belong to frames `start` to `end`; `said`: they fill them.

    `pause` is how many frames of silence surround the end.
    """

    first: int
    last: int
    start: int
    end: int
    said: bool
    pause: int = 0


@dataclass(frozen=True)
class _Text:
    """Each word's letters, whether it begins a sentence, and the prices of other sound."""

    words: Sequence[Sequence[Sequence[int]]]
    begins: Sequence[bool]
    prices: Sequence[float]


@dataclass(frozen=True)
class _Point:
    """Where recording and text may be cut: before `word`, at `frame`, in a pause of `pause` frames.

    `heard` and `said` letters come before it.
    """

    word: int
    frame: int
    pause: int
    heard: int
    said: int


def cut(
    heard: Recognition,
    words: Sequence[Sequence[Sequence[int]]],
    begins: Sequence[bool],
    frame_s: float,
    searched: Callable[[int], None] = lambda _frames: None,
) -> list[Piece]:
    """Return pieces that cover all words and frames, in order.

    `words` holds the letters of each word's pieces, `begins` whether it begins a sentence; a frame takes
    `frame_s` seconds. `searched` is called with the frames so far.
    """
    said = [letter for word in words for piece in word for letter in piece]
    owners = [number for number, word in enumerate(words) for piece in word for _ in piece]
    anchors = list(_islands(find_anchors(heard.letters, said)))
    middle = _points(anchors, heard.at, owners, round(_LEAD / frame_s))
    end = _Point(len(words), len(heard.path), 0, len(heard.letters), len(said))
    points = [_Point(0, 0, 0, 0, 0), *middle, end]
    text = _Text(words, begins, break_prices(begins))
    pieces: list[Piece] = []
    for left, right in itertools.pairwise(points):
        whole = Piece(left.word, right.word, left.frame, right.frame, True, right.pause)
        is_inside = left is not points[0] and right is not end
        pieces += (
            [whole]
            if is_inside and _is_plain(left, right, frame_s)
            else _searched(heard, text, whole, frame_s, searched)
        )
        searched(whole.end)
    return list(_joined(pieces, frame_s))


def _islands(anchors: Sequence[Run]) -> Iterator[Run]:
    """Yield the anchors that belong together with enough others; lone ones may match by chance."""
    island: list[Run] = []
    for run in [*anchors, None]:
        if run is not None and (not island or _belong(island[-1], run)):
            island.append(run)
            continue
        if sum(own.length for own in island) >= _LEAST_ISLAND:
            yield from island
        island = [run] if run else []


def _belong(left: Run, right: Run) -> bool:
    return _is_alike(right.heard - left.heard - left.length, right.said - left.said - left.length)


def _is_alike(heard: int, said: int) -> bool:
    return abs(heard - said) <= _DRIFT + min(heard, said) // 10


def _is_plain(left: _Point, right: _Point, frame_s: float) -> bool:
    """Say whether there are few letters between two points, as many as there should be, in a usual time."""
    said = right.said - left.said
    is_slow = (right.frame - left.frame) * frame_s > 2 * _PACE * said + _LONG_PAUSE
    return said <= _FEW and _is_alike(right.heard - left.heard, said) and not is_slow


def _points(anchors: Sequence[Run], at: Sequence[int], owners: Sequence[int], lead: int) -> list[_Point]:
    """Return the places between two words whose last and first letter are adjacent in an anchor."""
    points: list[_Point] = []
    for run in anchors:
        for step in range(1, run.length):
            word = owners[run.said + step]
            if word == owners[run.said + step - 1]:
                continue
            last, first = at[run.heard + step - 1], at[run.heard + step]
            frame = max(first - lead, (last + first + 1) // 2)
            if not points or frame > points[-1].frame:
                points.append(_Point(word, frame, first - last, run.heard + step, run.said + step))
    return points


def _searched(
    heard: Recognition, text: _Text, whole: Piece, frame_s: float, searched: Callable[[int], None]
) -> list[Piece]:
    """Divide a piece into those in which its words are said and those in which they are not."""
    emission = heard.emission[whole.start : whole.end]
    prices = text.prices[whole.first : whole.last + 1]
    words = text.words[whole.first : whole.last]
    places, ends_apart = find_words(
        emission, words, heard.labels, prices, lambda done: searched(whole.start + done)
    )
    places = _closed(places, words, round(_ROOM / frame_s))
    if places and places[-1]:
        ends_apart = ends_apart and len(emission) - places[-1].end >= round(_ROOM / frame_s)
    pieces: list[Piece] = []
    word, frame = whole.first, whole.start
    for first, last, own in _said_runs(places, ends_apart=ends_apart):
        start = whole.start + max(own[0].start - round(_LEAD / frame_s), 0) if own[0].apart else frame
        start = max(start, frame)
        end = whole.end
        if whole.first + last < whole.last or ends_apart:
            end = _end_of_word(heard, whole.start + own[-1].end, frame_s, whole.end)
        pieces += _unsaid(text, Piece(word, whole.first + first, frame, start, False), frame_s)
        pieces.append(Piece(whole.first + first, whole.first + last, start, end, True, whole.pause))
        word, frame = whole.first + last, end
    pieces += _unsaid(text, replace(whole, first=word, start=frame, said=False), frame_s)
    return [piece for piece in pieces if piece.first < piece.last or piece.start < piece.end]


def _closed(
    places: Sequence[Place | None], words: Sequence[Sequence[Sequence[int]]], room: int
) -> list[Place | None]:
    """Ignore sound before a word that is too short to be anything but the word's own, badly heard."""
    closed: list[Place | None] = []
    end: int | None = 0  # of the word before; words that are left out come between them
    for place, word in zip(places, words, strict=True):
        if place is not None and end is not None:
            closed.append(replace(place, apart=place.apart and place.start - end >= room))
        else:
            closed.append(place)
        if place or word:
            end = place.end if place else None
    return closed


def _said_runs(
    places: Sequence[Place | None], *, ends_apart: bool
) -> Iterator[tuple[int, int, Sequence[Place]]]:
    """Yield the words (first, last, places of those looked for) between which is nothing but pauses."""
    said = [(number, place) for number, place in enumerate(places) if place]
    cuts = [index for index, (_, place) in enumerate(said) if index == 0 or place.apart]
    for begin, end in itertools.pairwise([*cuts, len(said)]):
        run = said[begin:end]
        is_first, is_last = not begin and not run[0][1].apart, end == len(said) and not ends_apart
        # Words that are not looked for belong to the run as well.
        first, last = (0 if is_first else run[0][0]), (len(places) if is_last else run[-1][0] + 1)
        yield first, last, [place for _, place in run]


def _end_of_word(heard: Recognition, end: int, frame_s: float, limit: int) -> int:
    """Return up to which frame the last sound of a word may be followed: the next letter is not its own."""
    far = end + round((_TAIL + _SPOKEN) / frame_s)
    rest = heard.at[bisect_left(heard.at, end) : bisect_left(heard.at, far)]
    # One letter or two alone are the word's last sound, heard twice or as another.
    spoken = (at for at, third in zip(rest, rest[2:], strict=False) if third - at <= round(_SPOKEN / frame_s))
    free = next(spoken, limit + round(_LEAD / frame_s)) - round(_LEAD / frame_s)
    return max(min(free, end + round(_TAIL / frame_s), limit), end)


def _unsaid(text: _Text, piece: Piece, frame_s: float) -> list[Piece]:
    """Put words that are not heard next to those of their sentence that are; the rest takes what is left."""
    numbers = range(piece.first, piece.last)
    starts = [number for number in (*numbers, piece.last) if text.begins[number]]
    after = starts[0] if starts else piece.last
    before = starts[-1] if starts else piece.last
    head, tail = (
        round(_PACE / frame_s * sum(len(part) for word in text.words[a:b] for part in word))
        for a, b in ((piece.first, after), (before, piece.last))
    )
    if head + tail >= piece.end - piece.start:
        return [piece]
    left = replace(piece, last=after, end=piece.start + head)
    right = replace(piece, first=before, start=piece.end - tail)
    return [left, Piece(after, before, left.end, right.start, False), right]


def _joined(pieces: Sequence[Piece], frame_s: float) -> Iterator[Piece]:
    """Join pieces that are said, up to the longest pause at which what comes before is long enough."""
    for said, group in itertools.groupby(pieces, lambda piece: piece.said):
        stretch = list(group)
        if not said:
            yield from stretch
            continue
        while stretch:
            lengths = [(piece.end - stretch[0].start) * frame_s for piece in stretch]
            whole = lengths[-1] <= _LONGEST
            fit = [number for number, length in enumerate(lengths) if _SHORTEST <= length <= _LONGEST]
            long = next((number for number, length in enumerate(lengths) if length > _LONGEST), 0)
            best = max(fit, key=lambda number: (stretch[number].pause, number)) if fit else max(long - 1, 0)
            count = len(stretch) if whole else best + 1
            yield replace(stretch[0], last=stretch[count - 1].last, end=stretch[count - 1].end)
            stretch = stretch[count:]
