"""A request's turns, ready to be spoken, and the silence that is to be in and between them."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from f5tts_worker.engine.protocol import CutPause, Gap, PrepareResult
from f5tts_worker.jobs.steps.engine import ENGINE_RATE
from f5tts_worker.languages import ends_sentence, ink, is_ink
from f5tts_worker.script.divided import NO_REST, Rest, rests
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.script.turns import Respelling, Turn
from f5tts_worker.storage.voices.builtin import LocalVoice

# Silence between turns, beside the 60 ms at most that each has at its edges: after a sentence, within one.
_GAP_MS, _INNER_GAP_MS = 200, 40

Word = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A turn, ready to be spoken: its sentences, the prepared voice with its name, and what others say."""

    turn: Turn
    sentences: Sequence[str]
    reference: PrepareResult
    voice: str
    rest: Rest = NO_REST

    @property
    def said(self) -> list[str]:
        """Its sentences as they are spoken: the first and the last with the rest of them."""
        said = [*self.sentences]
        said[0] = self.rest.before + said[0]
        said[-1] += self.rest.after
        return said

    @property
    def respellings(self) -> list[Respelling]:
        """Those of its turn, by their places in all that is spoken."""
        shift = len(self.rest.before)
        return [replace(one, start=one.start + shift, stop=one.stop + shift) for one in self.turn.respellings]

    def own(self, words: Sequence[str]) -> tuple[int, int]:
        """Return which of the words that are spoken are its own: the first, and one past the last."""
        ends = list(itertools.accumulate(ink(word) for word in words))
        before, own = ink(self.rest.before), ink(self.turn.text)
        return bisect_right(ends, before), bisect_left(ends, before + own) + 1

    @property
    def who(self) -> dict[str, str]:
        """Who says its words: a voice, and the caller's own name of the speaker, if there is one."""
        speaker = {} if self.turn.speaker is None else {"speaker": self.turn.speaker}
        return {"voice": self.voice, **speaker}

    @property
    def is_plain(self) -> bool:
        """Whether it needs nothing that a text by itself does not."""
        return self.turn.voice is None and self.turn.speed is None and not self.turn.pauses


def parts_of(
    turns: Sequence[Turn],
    cast: Mapping[str | None, LocalVoice],
    references: Mapping[str | None, PrepareResult],
    language: str,
) -> list[Part]:
    """Return the turns, each with its sentences and its prepared voice."""
    sentences = [split_sentences(turn.text, language) for turn in turns]
    return [
        Part(turn, own, references[turn.voice], cast[turn.voice].name, rest)
        for turn, own, rest in zip(turns, sentences, rests(turns, sentences), strict=True)
    ]


def sentences_of(parts: Sequence[Part]) -> list[str]:
    """Return the sentences of all parts: joined, they are the text of the request."""
    joined: list[str] = []
    for number, part in enumerate(parts):
        joined += part.sentences
        if number + 1 < len(parts):
            joined[-1] += part.turn.space_behind
    return joined


def gap_ms(parts: Sequence[Part], number: int) -> int:
    """Return the silence before a part that has no pause of its own there."""
    if not number:
        return 0
    voice, before = parts[number - 1].voice, parts[number - 1].turn
    if before.goes_on and voice == parts[number].voice:
        return 0
    if begins_with_pause(parts, number):
        return 0
    return _GAP_MS if ends_sentence(before.text) else _INNER_GAP_MS


def begins_with_pause(parts: Sequence[Part], number: int) -> bool:
    """Say whether a pause is between a part and what is before it."""
    text = parts[number].turn.text
    if any(pause.ms and not ink(text[: pause.at]) for pause in parts[number].turn.pauses):
        return True
    before = parts[number - 1].turn if number else None
    return before is not None and any(pause.at == len(before.text) for pause in before.pauses)


def silent_ms(parts: Sequence[Part], first: int = 0) -> int:
    """Return the silence that is put into and between parts, from this one on."""
    own = sum(pause.ms for part in parts[first:] for pause in part.turn.pauses)
    return own + sum(gap_ms(parts, number) for number in range(first, len(parts)))


@dataclass(frozen=True)
class Pauses:
    """A turn's pauses, in milliseconds: before its first word, after its last, and between two.

    `counts` has how many words come before each of those between.
    """

    before: int
    after: int
    cuts: Sequence[CutPause]
    counts: Sequence[int]

    @classmethod
    def of(cls, turn: Turn, words: Sequence[Word]) -> "Pauses":
        """Find a turn's pauses among its words."""
        ends = list(itertools.accumulate(ink(word["word"]) for word in words))
        said = list(itertools.accumulate(map(is_ink, turn.text), initial=0))  # before each character
        inner: dict[int, int] = {}
        before = after = 0
        for pause in turn.pauses:
            if not said[pause.at]:
                before += pause.ms
                continue
            count = bisect_left(ends, said[pause.at]) + 1
            if pause.at >= len(turn.text) or count >= len(words):
                after += pause.ms
            else:
                inner[count] = inner.get(count, 0) + pause.ms
        counts = sorted(inner)
        cuts: list[CutPause] = [{**behind(words, count), "ms": inner[count]} for count in counts]
        return cls(before, after, cuts, counts)

    def note(self, earlier: Sequence[Word], words: Sequence[Word]) -> None:
        """Tell each word how long the pause behind it is: of the turn's words, and the last one `earlier`."""
        pauses = [(words[count - 1], cut["ms"]) for count, cut in zip(self.counts, self.cuts, strict=True)]
        pauses += [(word, self.before) for word in earlier[-1:]] + [(word, self.after) for word in words[-1:]]
        for word, ms in pauses:
            if ms:
                word["pause_ms"] = word.get("pause_ms", 0) + ms


def behind(words: Sequence[Word], count: int) -> Gap:
    """Return the gap behind so many words."""
    return {"after_ms": words[count - 1]["end_ms"], "before_ms": words[count]["start_ms"]}


def samples_of(ms: int) -> int:
    """Return how many samples of the engine's so many milliseconds are."""
    return ms * ENGINE_RATE // 1000
