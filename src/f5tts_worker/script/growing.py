"""A text that is still being written, such as a language model's: its sentences as soon as they are whole."""

import itertools
import re

from f5tts_worker.script.sentences import split_sentences

# What must follow a sentence before it counts as ended: "Dr." may be followed by a name, "ma. 3" by a month.
# Two words are enough for all texts of tests/unit/script, one is not; some scripts have no spaces.
_WORDS, _CHARS = 2, 20
_CONTEXT = 200  # characters of the sentence before
_WORD = re.compile(r"\S+\s")
_CLAUSE = re.compile(r"[,;:،、，；：](?=\s|[^\x00-\u2e7f])|\s[—–-](?=\s)")  # noqa: RUF001 - marks of many scripts
LONGEST = 1_000  # characters of a sentence that does not end: it is cut after a clause, or after a word


class GrowingText:
    """Takes a text piece by piece, and gives back whole sentences; joined, they are the text."""

    def __init__(self, language: str) -> None:
        """`language` is a code such as "en" or "en-GB"."""
        self._language = language
        self._before = ""  # the sentence before the rest: "No." answers a question
        self._rest = ""
        self._unseen = 0  # characters since the rest was looked at

    def add(self, text: str) -> list[str]:
        """Take more of the text, and return the sentences that are whole by now, white space and all."""
        self._rest += text
        self._unseen += len(text)
        if self._unseen < _CHARS and text.isascii() and not any(sign.isspace() for sign in text):
            return []  # no word more has ended
        self._unseen = 0
        certain = self._ends()
        while certain and not self._is_certain(self._rest[certain[-1] :]):  # all before a certain one are
            certain.pop()
        said = self._rest.rstrip()
        if said and self._rest.count("\n", len(said)) > 1:  # a blank line
            certain = [*self._ends(), len(self._rest)]
        whole = self._taken(certain)
        while len(self._rest) > LONGEST:
            whole += self._taken([_last_place(self._rest[:LONGEST])])
        return whole

    def flush(self) -> list[str]:
        """Return all that is left as if the text ended here."""
        return self._taken([*self._ends(), len(self._rest)] if self._rest else [])

    def _ends(self) -> list[int]:
        """Return where sentences seem to end in the rest, but not its own end."""
        lengths = (len(part) for part in split_sentences(self._before + self._rest, self._language)[:-1])
        places = (place - len(self._before) for place in itertools.accumulate(lengths))
        return [place for place in places if place > 0]

    def _taken(self, ends: list[int]) -> list[str]:
        """Take the sentences that end at these places from the rest."""
        whole = [self._rest[start:end] for start, end in itertools.pairwise([0, *ends])]
        if whole:
            self._before, self._rest = whole[-1][-_CONTEXT:], self._rest[ends[-1] :]
        return whole

    @staticmethod
    def _is_certain(after: str) -> bool:
        """Say whether so much follows a sentence that it cannot turn out to go on."""
        return len(_WORD.findall(after)) >= _WORDS or sum(not sign.isspace() for sign in after) >= _CHARS


def _last_place(text: str) -> int:
    """Return where a text is best cut: after its last clause, else after a word, else at its end."""
    clauses = [found.end() for found in _CLAUSE.finditer(text) if found.end() > len(text) // 4]
    blank = max((place for place, sign in enumerate(text) if sign.isspace()), default=-1)
    return clauses[-1] if clauses else blank + 1 or len(text)
