"""Cut a text into chunks that the model can say in one go.

F5-TTS was trained on at most 30 s, reference included; the official cut is at punctuation only, so a long
text without any is never cut. Here the cuts are chosen together: as few chunks as possible, ending where a
speaker would pause, and none of them tiny. Where sentences end is known already: words carry their sentence's
number.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from f5tts_worker.engine.text.clean import SpokenWord, speech_length
from f5tts_worker.engine.text.spoken import PROSODY
from f5tts_worker.languages import is_unspaced

# What it costs to end a chunk at the end of a sentence, at the end of a clause, or between two words. A chunk
# itself costs 1.
SENTENCE, CLAUSE, WORD = 0.0, 0.4, 1.5
_CHUNK = 1.0
# A chunk holds whole sentences, or a part of one: a cut behind the first words of a sentence tears it more
# than one between its clauses. Recognisers understand the demo as well either way (docs/BENCHMARKS.md).
_MIXED = 1.5
_LEAST_HEAD = 0.3  # of the length that a first chunk may have: a single "Well," is said badly
_ADDRESS_MARKS = "/._?&=@:-"
_UNEVEN = 0.5  # times the square of the share of a chunk that stays empty


def split_chunks(
    words: Sequence[SpokenWord], limit: float, heads: Sequence[float] = ()
) -> list[list[SpokenWord]]:
    """Cut words into chunks whose text has a `speech_length` of at most `limit`, closing mark included.

    Words keep their order; a word longer than the limit is cut into pieces. The cuts have the least total
    cost, found by dynamic programming over the last cut. `heads` are what the first chunks should not be
    longer than: they end at the last sentence or clause within that, or at the first one.
    """
    groups = _groups([piece for word in words for piece in _cut_word(word, limit)])
    chunks: list[list[SpokenWord]] = []
    for head in heads:
        stop = _head(groups, min(head, limit), limit)
        if stop == len(groups):
            break
        chunks.append(list(itertools.chain.from_iterable(groups[:stop])))
        groups = groups[stop:]
    return [*chunks, *_split(groups, limit)]


def _head(groups: Sequence[Sequence[SpokenWord]], wanted: float, limit: float) -> int:
    """Return how many groups a first chunk takes that should be short; all of them where it cannot be."""
    length, found = 0.0, len(groups)
    for stop in range(1, len(groups)):
        length += sum(map(_weight, groups[stop - 1]))
        if length > limit or (length > wanted and found < stop):
            break
        if length >= wanted * _LEAST_HEAD and break_cost(groups[stop - 1][0], groups[stop][0]) < WORD:
            found = stop
    return found


def _split(groups: Sequence[Sequence[SpokenWord]], limit: float) -> list[list[SpokenWord]]:
    if not groups:
        return []
    said = [group[0] for group in groups]
    costs = [0.0]
    cuts = [0]
    ends = list(itertools.accumulate((sum(map(_weight, group)) for group in groups), initial=0.0))
    for stop in range(1, len(said) + 1):
        following = said[stop] if stop < len(said) else None
        after = break_cost(said[stop - 1], following)
        best = (float("inf"), stop - 1)
        for start in range(stop - 1, -1, -1):
            length = ends[stop] - ends[start]
            if length > limit and start < stop - 1:
                break
            empty = max(0.0, 1 - length / limit)
            several = said[start].sentence != said[stop - 1].sentence
            whole = after == SENTENCE and (not start or said[start - 1].sentence != said[start].sentence)
            mixed = _MIXED if several and not whole else 0.0
            best = min(best, (costs[start] + _UNEVEN * empty * empty + mixed, start))
        costs.append(best[0] + _CHUNK + after)
        cuts.append(best[1])
    return _collect(groups, cuts)


def _groups(pieces: Sequence[SpokenWord]) -> list[list[SpokenWord]]:
    """Put what is silent behind what is said before it: ten thousand emoji are no places to cut at."""
    groups: list[list[SpokenWord]] = []
    for piece in pieces:
        if groups and not _weight(piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def break_cost(word: SpokenWord, following: SpokenWord | None) -> float:
    """Say how much it costs to end a chunk after `word`."""
    if following is None or word.sentence != following.sentence:
        return SENTENCE
    return CLAUSE if word.spoken.endswith(tuple(PROSODY)) else WORD


def _weight(word: SpokenWord) -> float:
    """Return a word's share of its chunk's length, with the space or closing mark that follows it."""
    spoken = word.spoken.strip()
    return speech_length(spoken) + (3.0 if is_unspaced(spoken[-1]) else 1.0) if spoken else 0.0


def _collect(groups: Sequence[Sequence[SpokenWord]], cuts: Sequence[int]) -> list[list[SpokenWord]]:
    chunks: list[list[SpokenWord]] = []
    stop = len(groups)
    while stop > 0:
        chunks.append(list(itertools.chain.from_iterable(groups[cuts[stop] : stop])))
        stop = cuts[stop]
    return chunks[::-1]


def _cut_word(word: SpokenWord, limit: float) -> list[SpokenWord]:
    """Cut a word that no chunk can hold into like parts, its display with it: an address behind its marks."""
    weight = _weight(word)
    if weight <= limit:
        return [word]
    parts = int(-(-weight // max(limit - 3.0, 1.0)))  # 3: a closing mark at most
    spoken = word.spoken.strip()
    while True:
        displays = _like_parts(word.display, parts, _ADDRESS_MARKS)
        pieces = [
            replace(word, display=d, spoken=s)
            for d, s in zip(displays, _like_parts(spoken, parts, " "), strict=True)
        ]
        if parts >= len(spoken) or all(_weight(piece) <= limit for piece in pieces):
            return pieces
        parts += 1 + parts // 4


def _like_parts(text: str, parts: int, marks: str) -> list[str]:
    """Cut a text into equal parts, or, where one of the marks is nearby, behind that."""
    cuts = [0]
    for part in range(1, parts):
        wanted, reach = max(cuts[-1], len(text) * part // parts), len(text) // (2 * parts)
        near = range(max(cuts[-1] + 1, wanted - reach), min(len(text) - 1, wanted + reach) + 1)
        behind = [at for at in near if text[at - 1] in marks and text[at] not in marks]
        cuts.append(min(behind, key=lambda at: abs(at - wanted), default=wanted))
    return [text[start:stop] for start, stop in itertools.pairwise([*cuts, len(text)])]
