"""When each character of a display word is said: the times of its letters, where the aligner heard them.

A letter lasts until the next one begins, the last one until the word ends; marks have no length. Where other
letters are said than are shown (for digits and signs), a word's characters share its time evenly.
"""

import itertools
from collections.abc import Sequence

from f5tts_worker.engine.alignment.ctc import Labels
from f5tts_worker.engine.protocol import CharacterTime


def character_starts(
    display: str, spoken: str, labels: Labels, letters: Sequence[float | None]
) -> tuple[float | None, ...]:
    """Return when each character of a display word begins, None for marks.

    `letters` is when the spoken form's letters begin, in the order of `Labels.letters`. Empty where the
    characters that are shown are not the letters that are said.
    """
    shown = [list(itertools.chain(*labels.letters(character))) for character in display]
    said = list(itertools.chain(*labels.letters(spoken)))
    if list(itertools.chain(*shown)) != said or len(said) != len(letters):
        return ()
    starts = iter(letters)
    own_starts = [list(itertools.islice(starts, len(own))) for own in shown]
    return tuple(own[0] if own else None for own in own_starts)


def in_word(word: str, starts_ms: Sequence[float | None], start_ms: int, end_ms: int) -> list[CharacterTime]:
    """Return the time of each character of a word, from `start_ms` to `end_ms` without gaps.

    `starts_ms` is when they begin, None where nothing is heard of them; empty where none is known.
    """
    known = [place for place in starts_ms if place is not None]
    if not known or len(starts_ms) != len(word):
        edges = [start_ms + (end_ms - start_ms) * number // len(word) for number in range(len(word) + 1)]
    else:
        edges = _edges(starts_ms, start_ms, end_ms)
    return [
        {"character": character, "start_ms": start, "end_ms": end}
        for character, (start, end) in zip(word, itertools.pairwise(edges), strict=True)
    ]


def _edges(starts_ms: Sequence[float | None], start_ms: int, end_ms: int) -> list[int]:
    """Return where characters begin, and the last one's end: what is not heard begins with what follows."""
    last = max(number for number, place in enumerate(starts_ms) if place is not None)
    edges = [end_ms] * (len(starts_ms) + 1)
    following = end_ms
    for number in range(last, -1, -1):
        place = starts_ms[number]
        if place is not None:
            following = min(max(round(place), start_ms), following)
        edges[number] = following
    first = next(number for number, place in enumerate(starts_ms) if place is not None)
    return [start_ms] * (first + 1) + edges[first + 1 :]
