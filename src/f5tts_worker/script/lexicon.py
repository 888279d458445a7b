"""A lexicon: how words are to be spoken, whatever their spelling says; and its use on a turn's text.

An entry is a word or several. It is found as a whole, never inside a word. One that has a capital is found
only as it is written ("US" is not "us"); one in small letters however it is written ("gif": GIF, Gif).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from f5tts_worker.script.turns import Respelling, Turn

MAX_ENTRIES = 2_000
MAX_WORD_CHARS, MAX_SPOKEN_CHARS = 100, 300
EXPECTED = (
    f'an object such as {{"GIF": "jif"}}: words and how they are spoken, at most {MAX_ENTRIES:,},'
    f" of at most {MAX_WORD_CHARS} and {MAX_SPOKEN_CHARS} characters"
)


def faults_of(value: Any) -> Iterator[str]:
    """Yield what is wrong with a value that is to be a lexicon, each as the end of "lexicon …"."""
    if not isinstance(value, dict):
        yield "is no object"
        return
    if len(value) > MAX_ENTRIES:
        yield f"has {len(value):,} entries"
        return
    for word, spoken in value.items():
        shown = repr(word if len(word) <= 40 else word[:40] + "…")
        if not any(map(str.isalnum, word)) or len(word) > MAX_WORD_CHARS or not _is_unicode(word):
            yield f"has the word {shown}"
        elif (
            not isinstance(spoken, str)
            or not any(map(str.isalnum, spoken))
            or len(spoken) > MAX_SPOKEN_CHARS
            or not _is_unicode(spoken)
        ):
            yield f"says nothing that can be spoken for {shown}"


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


class Lexicon:
    """A lexicon ready for use; of entries of the same word in several, the last counts."""

    def __init__(self, *entries: Mapping[str, str]) -> None:
        self._exact: dict[str, str] = {}
        self._any_case: dict[str, str] = {}
        for word, spoken in (pair for one in entries for pair in one.items()):
            key = " ".join(word.split())
            known = self._any_case if key == key.lower() else self._exact
            known[key] = " ".join(spoken.split())
        self._pattern = _pattern([*self._exact, *self._any_case])

    def respelled(self, turn: Turn) -> Turn:
        """Return a turn whose words are spoken as the lexicon says, but for those that have a respelling."""
        if self._pattern is None:
            return turn
        starts, stops = [one.start for one in turn.respellings], [one.stop for one in turn.respellings]
        found = [
            one
            for one in self._found(turn.text)
            if bisect_right(stops, one.start) == bisect_left(starts, one.stop)  # no respelling is there
        ]
        if not found:
            return turn
        both = sorted([*turn.respellings, *found], key=lambda one: one.start)
        return replace(turn, respellings=tuple(both))

    def _found(self, text: str) -> Iterator[Respelling]:
        assert self._pattern is not None  # noqa: S101 - `respelled` has looked
        reached = 0
        while match := self._pattern.search(text, reached):
            written = " ".join(match[0].split())
            spoken = self._exact.get(written) or self._any_case.get(written.lower())
            if spoken is not None:
                yield Respelling(match.start(), match.end(), spoken)
                reached = match.end()
            else:  # another case of it is an entry; a shorter one may begin here
                reached = match.start() + 1


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern of all words, the longest first; white space between their parts is of any kind."""
    parts = [r"\s+".join(map(re.escape, word.split())) for word in sorted(set(words), key=len, reverse=True)]
    if not parts:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])", re.IGNORECASE)
