"""The numbers and letters before the items of a list: each belongs to the item behind it."""

import re
from collections.abc import Sequence

from f5tts_worker.subtitles.words import Word

_NUMBER = re.compile(r"\(?(?P<number>\d{1,3})[.)]")
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivx]{2,5})[.)]", re.IGNORECASE)


def labels(words: Sequence[Word]) -> frozenset[int]:
    """Return which words are labels of items.

    At the beginning of a paragraph, that is any number or letter with a mark. Within one, as in "do this:
    1. Sit. 2. Eat.", numbers that look like sentences are labels if they count from 1; not in "1. 2. 3. Go!".
    """
    found: set[int] = set()
    counted: list[tuple[int, int]] = []
    for index in range(len(words) - 1):
        word, after = words[index], words[index + 1]
        if word.voice != after.voice or word.paragraph != after.paragraph or not word.space:
            continue
        before = words[index - 1] if index else None
        if before is None or before.paragraph != word.paragraph or before.voice != word.voice:
            found.update([index] if _LABEL.fullmatch(word.visible) else [])
            continue
        number = _NUMBER.fullmatch(word.visible)
        begins = before.sentence != word.sentence or before.visible.endswith(":")
        if number and begins and after.sentence != word.sentence and any(map(str.isalpha, after.visible)):
            counted.append((index, int(number["number"])))
    return frozenset(found | _in_order(counted))


def _in_order(counted: Sequence[tuple[int, int]]) -> set[int]:
    """Return the places of numbers that count from 1, of those that do so at least to 2."""
    run: list[int] = []
    kept: set[int] = set()
    for index, number in counted:
        run = [*run, index] if number == len(run) + 1 else [index] * (number == 1)
        if len(run) > 1:
            kept.update(run)
    return kept
