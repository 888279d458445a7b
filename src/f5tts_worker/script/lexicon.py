"""A lexicon: how words are to be spoken, whatever their spelling says; and its use on a turn's text.

An entry is a word or several. It is found as a whole, never inside a word. One that has a capital is found
only as it is written ("US" is not "us"); one in small letters however it is written ("gif": GIF, Gif).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from f5tts_worker.script.turns import Respelling, Turn

MAX_ENTRIES = 2_000
MAX_WORD_CHARS, MAX_SPOKEN_CHARS = 100, 300
EXPECTED = (
    f'an object such as {{"GIF": "jif"}}: words and how they are spoken, at most {MAX_ENTRIES:,},'
    f" of at most {MAX_WORD_CHARS} and {MAX_SPOKEN_CHARS} characters"
)

_OTHER_SPACE = re.compile(r"[^\S ]")


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
            key = unicodedata.normalize("NFC", " ".join(word.split()))  # as texts are
            known = self._any_case if key == key.lower() else self._exact
            known[key] = unicodedata.normalize("NFC", " ".join(spoken.split()))
        lengths: dict[str, set[int]] = {}
        for key in (*self._exact, *self._any_case):
            lengths.setdefault(_lowered(key[0]), set()).add(len(key))
        # By their first character: how long entries are, the longest first.
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def respelled(self, turn: Turn) -> Turn:
        """Return a turn whose words are spoken as the lexicon says, but for those that have a respelling."""
        if not self._lengths:
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
        """Yield what the lexicon says of a text, at each place by the longest entry.

        Each place is looked up once for each length of an entry, so that no lexicon can make it slow.
        """
        flat, places = _flat(text)
        lowered = _lowered(flat)
        reached = 0
        for start, first in enumerate(lowered):
            if start < reached or first not in self._lengths or (start and flat[start - 1].isalnum()):
                continue
            for length in self._lengths[first]:
                stop = start + length
                if stop > len(flat) or (stop < len(flat) and flat[stop].isalnum()):
                    continue
                spoken = self._exact.get(flat[start:stop]) or self._any_case.get(lowered[start:stop])
                if spoken is not None:
                    yield Respelling(places[start], places[stop - 1] + 1, spoken)
                    reached = stop
                    break


def _flat(text: str) -> tuple[str, Sequence[int]]:
    """Return a text with a blank for each white space in it, and where each character was."""
    if "  " not in text and not _OTHER_SPACE.search(text):
        return text, range(len(text))
    kept = [
        (place, " " if sign.isspace() else sign)
        for place, sign in enumerate(text)
        if not (sign.isspace() and place and text[place - 1].isspace())
    ]
    return "".join(sign for _, sign in kept), [place for place, _ in kept]


def _lowered(text: str) -> str:
    """Return a text in small letters, as long as it was."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in text)  # "İ"
