"""Sentences of a text that its recording does not have: they have no time in which a cue could be read."""

from collections.abc import Sequence
from itertools import groupby

from f5tts_worker.subtitles.words import Word

# Between what is heard before and behind them, sentences that nobody hears share what time there is. Where
# they would be twice as fast as anybody speaks, they were not said. The fastest speakers say some 25
# characters a second.
_MS_PER_CHARACTER = 20


def without_unsaid(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Return the words for cues, and those of whole sentences that are not heard and have no time."""
    lost: list[Word] = []
    for is_heard, run in groupby(_sentences(words), key=lambda own: any(w.score is not None for w in own)):
        if not is_heard:
            own = [word for sentence in run for word in sentence]
            length = sum(len(word.visible) for word in own)
            if own[-1].end_ms - own[0].start_ms < _MS_PER_CHARACTER * length:
                lost += own
    if len(lost) == len(words):
        return list(words), []
    ids = set(map(id, lost))
    return [word for word in words if id(word) not in ids], lost


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    return [list(own) for _, own in groupby(words, key=lambda word: word.sentence)]
