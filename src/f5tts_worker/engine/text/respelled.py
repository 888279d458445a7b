"""Parts of a text that are spoken otherwise than they are written, and the display words that they are.

Places in a text and in its display words are compared by the characters that can be seen ("ink"): white space
is no part of the words, and not all marks of direction are.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from f5tts_worker.languages import ink, is_ink


@dataclass(frozen=True)
class Respelled:
    """Characters `start` to `stop` of a text, spoken as if `spoken` were written there; "": not at all."""

    start: int
    stop: int
    spoken: str

    def within(self, start: int, stop: int) -> "Respelled":
        """Return what of it is in a part of the text, with places in that; only its beginning is spoken."""
        first, last = max(self.start, start), min(self.stop, stop)
        return Respelled(first - start, last - start, self.spoken if first == self.start else "")


@dataclass(frozen=True)
class Span:
    """From the character `start` of word `first` to `stop` of word `last`, in ink."""

    first: int
    start: int
    last: int
    stop: int
    spoken: str


def find_spans(
    text: str, displays: Sequence[str], respellings: Sequence[tuple[Respelled, str]]
) -> list[Span]:
    """Return the words of each respelling that is about any; with each comes what is said for it."""
    if not respellings:
        return []
    before = list(itertools.accumulate(map(is_ink, text), initial=0))
    ends = list(itertools.accumulate(map(ink, displays)))
    starts = [0, *ends]
    spans = []
    for one, spoken in respellings:
        start, stop = before[one.start], before[one.stop]
        if ends and start < stop <= ends[-1]:
            first, last = bisect_right(ends, start), bisect_left(ends, stop)
            spans.append(Span(first, start - starts[first], last, stop - starts[last], spoken))
    return spans


def leading(text: str, count: int) -> str:
    """Return the beginning of a text that holds so much ink."""
    places = [place for place, character in enumerate(text) if is_ink(character)]
    return text[: places[count - 1] + 1] if count else ""
