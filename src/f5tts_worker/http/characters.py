"""The time of every character of a text, from the times of its words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Times = list[tuple[str, float, float]]

FARTHEST = 200  # characters between two words: a link's address, a tag


def character_times(text: str, words: Sequence[Mapping[str, Any]], seconds: float) -> Times:
    """Return each character of the text with its start and end in seconds; joined, they are the text.

    The characters of a word have their own times where it brings them (`timing_level`), else they share its
    time evenly. What stands between words, or was left out when the text was read, shares the time between
    them.
    """
    return CharacterTimes(text).further(words, seconds)


class CharacterTimes:
    """The same for words that come piece by piece."""

    def __init__(self, text: str, start: float = 0.0) -> None:
        """`start`: when the first piece begins, in seconds."""
        self._text = text
        self._at, self._clock = 0, start

    def further(self, words: Sequence[Mapping[str, Any]], seconds: float | None) -> Times:
        """Return the characters up to the last of these words; with `seconds`, the whole's, all the rest."""
        times: Times = []
        text = self._text
        for first, last, start, end, own in self._found(words):
            times += _shared(text[self._at : first], self._clock, start)
            times += _in_word(text[first:last], start, end, own)
            self._at, self._clock = last, end
        if seconds is not None:
            times += _shared(text[self._at :], self._clock, max(seconds, self._clock))
            self._at = len(text)
        return times

    def _found(
        self, words: Sequence[Mapping[str, Any]]
    ) -> Iterator[tuple[int, int, float, float, Sequence[Mapping[str, Any]]]]:
        """Yield where each word stands in the text, and when it and its characters are said.

        Words that are not in the text are left out.
        """
        at, clock = self._at, self._clock
        for word in words:
            shown = str(word["word"]).strip()
            first = self._text.find(shown, at, at + FARTHEST + len(shown))
            if shown and first >= 0:
                start = max(float(word["start"]), clock)
                clock, at = max(float(word["end"]), start), first + len(shown)
                yield first, at, start, clock, word.get("characters", ())


def _in_word(word: str, start: float, end: float, own: Sequence[Mapping[str, Any]]) -> Times:
    if [one["character"] for one in own] != list(word):
        return _shared(word, start, end)
    return [(one["character"], max(one["start"], start), max(one["end"], start)) for one in own]


def _shared(part: str, start: float, end: float) -> Times:
    step = (end - start) / len(part) if part else 0.0
    return [
        (character, round(start + step * index, 3), round(start + step * (index + 1), 3))
        for index, character in enumerate(part)
    ]
