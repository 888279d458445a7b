"""Sentences that several turns share: what the others say of them, so that each can be spoken whole.

Half a sentence by itself has another melody, and a model says a word or two by themselves badly. So a turn
that begins or ends inside a sentence is spoken with the rest of it, which is then cut off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from f5tts_worker.languages import is_unspaced
from f5tts_worker.script.turns import Turn

# More is not spoken for a turn's sake: a text costs a few times its own speech at most.
_MOST_TURNS, _MOST_CHARS = 4, 300


@dataclass(frozen=True)
class Rest:
    """What other turns say of a turn's first sentence, before it, and of its last, after it."""

    before: str = ""
    after: str = ""


NO_REST = Rest()


def rests(turns: Sequence[Turn], sentences: Sequence[Sequence[str]]) -> list[Rest]:
    """Return the rest of each turn; `sentences` are those of each turn's own text."""
    return [_rest(number, turns, sentences) for number in range(len(turns))]


def _rest(number: int, turns: Sequence[Turn], sentences: Sequence[Sequence[str]]) -> Rest:
    before: list[str] = []
    place = number
    while place and turns[place - 1].goes_on and len(before) < _MOST_TURNS:
        place -= 1
        before.insert(0, sentences[place][-1].strip())
        if len(sentences[place]) > 1:
            break
    after: list[str] = []
    place = number
    while turns[place].goes_on and len(after) < _MOST_TURNS:
        place += 1
        after.append(sentences[place][0].strip())
        if len(sentences[place]) > 1:
            break
    if len(before) + len(after) >= _MOST_TURNS or sum(map(len, before + after)) > _MOST_CHARS:
        return NO_REST
    own = turns[number].text
    return Rest(_joined([*before, own]).removesuffix(own), _joined([own, *after]).removeprefix(own))


def _joined(parts: Sequence[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += part if is_unspaced(text[-1]) and is_unspaced(part[0]) else f" {part}"
    return text
