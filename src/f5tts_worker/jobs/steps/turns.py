"""Speech of several turns: each is spoken by itself, and put behind the one before it with its pauses.

A listener gets it turn by turn.

A turn's samples are those of the same turn alone: nothing that is said around it reaches the model. A
sentence with a pause inside it is spoken whole, and cut between two words, so that its melody stays.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from f5tts_worker.engine.protocol import (
    APPEND,
    AppendParams,
    AppendResult,
    CutPause,
    Gap,
    Piece,
    PrepareResult,
    SynthesiseResult,
)
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps import side_by_side
from f5tts_worker.jobs.steps.engine import ENGINE_RATE
from f5tts_worker.jobs.steps.pieces import Giving
from f5tts_worker.jobs.steps.speaking import Spoken, Task, speak
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.languages import ends_sentence, ink, is_ink
from f5tts_worker.request.requests import TtsRequest
from f5tts_worker.script.divided import NO_REST, Rest, rests
from f5tts_worker.script.lexicon import Lexicon
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.script.turns import Respelling, Turn
from f5tts_worker.storage.results.outputs import machine_made
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
    def is_plain(self) -> bool:
        """Whether it needs nothing that a text by itself does not."""
        return self.turn.voice is None and self.turn.speed is None and not self.turn.pauses


async def speak_parts(task: Task, parts: Sequence[Part], session: Session) -> Spoken:
    """Say the parts in order into the task's target; the words' places in it are theirs in the whole.

    `task` is the request's, of which each part is a smaller one. Raises WorkerError as `speak` does.
    """
    whole = Whole(task, parts, session)

    async def say(number: int, of_part: Session) -> Spoken:
        return await speak(task_of(task, parts, number, whole.samples), of_part)

    await side_by_side.each(len(parts), session, say, whole.add)
    return whole.spoken()


def task_of(task: Task, parts: Sequence[Part], number: int, samples: int) -> Task:
    """Return what is to be done for one part, as if it were a request of its own."""
    part, before = parts[number], sum(len(one.sentences) for one in parts[:number])
    numbers = range(before + 1, before + len(part.sentences) + 1)
    request = replace(
        task.request,
        text="".join(part.said),
        turns=(),
        takes={name - before: take for name, take in task.request.takes.items() if name in numbers},
        word_timings=task.request.is_heard,  # pauses are cut in where words end
        low_latency=False,  # a turn leaves when it is whole: short chunks would change its melody for nothing
    )
    if part.turn.speed is not None:
        request = replace(request, speed=part.turn.speed, words_per_minute=None, duration_ms=None)
    left = None
    if task.longest_ms is not None:  # the pauses that are still to come take their share
        silent = sum(pause.ms for one in parts[number:] for pause in one.turn.pauses)
        left = max(0, task.longest_ms - silent - samples * 1000 // ENGINE_RATE)
    return Task(
        request,
        part.said,
        part.reference,
        task.language,
        task.seed,
        _target(task, number),
        left,
        respellings=part.respellings,
    )


def _target(task: Task, number: int) -> Path:
    """Return the file of a part's speech by itself."""
    return task.target.with_name(f"turn-{number}.wav")


class Whole:
    """The speech so far."""

    def __init__(self, task: Task, parts: Sequence[Part], session: Session) -> None:
        self.samples = 0  # written
        self._task, self._parts, self._session = task, parts, session
        self._words: list[Word] = []
        self._retried: list[Mapping[str, Any]] = []
        self._warnings: dict[str, None] = {}
        self._chunks = 0
        self._speech: SynthesiseResult | None = None
        listener = session.job.listener
        self._giving = None if listener is None else Giving(task, session, listener)

    async def add(self, number: int, spoken: Spoken, place: Mapping[str, int] | None = None) -> None:
        """Put a spoken part behind what is there, or where parameters of `append` say."""
        part, audio = self._parts[number], _target(self._task, number)
        said = [word for chunk in spoken.speech["chunks"] for word in chunk["words"]]
        first, last = part.own([word["display"] for word in said])
        all_words = [dict(word) for word in spoken.words or ()]
        words = all_words[first:last]
        pauses = _Pauses.of(part.turn, words)
        is_last = number + 1 == len(self._parts)
        order: AppendParams = {
            "audio": str(audio),
            "out": str(self._task.target),
            "at": self.samples,
            "silence": samples_of(pauses.before + (self._gap(number, pauses) if number else 0)),
            "pauses": pauses.cuts,
            "silence_after": samples_of(pauses.after),
            "pause_before": self._begins_with_pause(number, pauses),
            "pause_after": pauses.after > 0,
            "comment": machine_made(self._task.request.model) if is_last else None,
        }
        order |= cast("AppendParams", place or {})
        if first and words:
            order["left_out_before"] = _behind(all_words, first)
        if last < len(all_words) and words:
            order["left_out_after"] = _behind(all_words, last)
        with self._session.job.stage("join"):
            placed = await self._session.call(APPEND, order)
        before, self.samples = self.samples, placed["samples"]
        earliest_ms = (order.get("sound_at") or 0) * 1000 // ENGINE_RATE
        moved = _placed(words, pauses.counts, placed, part.voice, earliest_ms)
        if self._giving is not None:
            piece: Piece = {
                "index": number,
                "audio": str(self._task.target),
                "start": before,
                "stop": self.samples,
                "sample_rate": ENGINE_RATE,
                "chunk": {
                    "words": said[first:last],
                    "start_ms": 0,
                    "end_ms": 0,
                },
                "is_last": is_last,
            }
            await self._giving.give(piece, moved)
        self._words += moved
        self._retried += ({**one, "chunk": one["chunk"] + self._chunks} for one in spoken.retried)
        self._chunks += len(spoken.speech["chunks"])
        self._warnings |= dict.fromkeys(spoken.speech["warnings"])
        self._speech = spoken.speech
        await self._session.job.in_thread(audio.unlink)

    def spoken(self) -> Spoken:
        """Return the whole."""
        assert self._speech is not None  # noqa: S101 - a request has a turn at least
        ms = round(self.samples * 1000 / ENGINE_RATE)
        speech: SynthesiseResult = {**self._speech, "ms": ms, "chunks": [], "warnings": [*self._warnings]}
        return Spoken(speech, self._words if self._task.request.is_heard else None, self._retried)

    def _gap(self, number: int, pauses: "_Pauses") -> int:
        """Return the silence before a part that has no pause of its own."""
        voice, before = self._parts[number - 1].voice, self._parts[number - 1].turn
        if before.goes_on and voice == self._parts[number].voice:
            return 0
        if self._begins_with_pause(number, pauses):
            return 0
        return _GAP_MS if ends_sentence(before.text) else _INNER_GAP_MS

    def _begins_with_pause(self, number: int, pauses: "_Pauses") -> bool:
        if pauses.before or not number:
            return pauses.before > 0
        before = self._parts[number - 1].turn
        return any(pause.at == len(before.text) for pause in before.pauses)


@dataclass(frozen=True)
class _Pauses:
    """A turn's pauses, in milliseconds: before its first word, after its last, and between two.

    `counts` has how many words come before each of those between.
    """

    before: int
    after: int
    cuts: Sequence[CutPause]
    counts: Sequence[int]

    @classmethod
    def of(cls, turn: Turn, words: Sequence[Word]) -> "_Pauses":
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
        cuts: list[CutPause] = [{**_behind(words, count), "ms": inner[count]} for count in counts]
        return cls(before, after, cuts, counts)


def _behind(words: Sequence[Word], count: int) -> Gap:
    """Return the gap behind so many words."""
    return {"after_ms": words[count - 1]["end_ms"], "before_ms": words[count]["start_ms"]}


def _placed(
    words: Sequence[Word], counts: Sequence[int], placed: AppendResult, voice: str, earliest_ms: int
) -> list[Word]:
    """Return a part's words with their times in the whole: each stays within its piece between two cuts.

    No word begins before the part's sound does.
    """
    moved = []
    for number, (first, last) in enumerate(itertools.pairwise([0, *counts, len(words)])):
        piece = placed["parts"][number]
        shift = piece["at_ms"] - piece["start_ms"]
        limits = max(piece["at_ms"], earliest_ms), piece["end_ms"] + shift
        for word in words[first:last]:
            word_moved = _moved(word, shift, limits) | {"voice": voice}
            if "characters" in word:
                word_moved["characters"] = [_moved(one, shift, limits) for one in word["characters"]]
            moved.append(word_moved)
    return moved


def _moved(timed: Word, shift: int, limits: tuple[int, int]) -> Word:
    start, end = (min(max(limits[0], timed[name] + shift), limits[1]) for name in ("start_ms", "end_ms"))
    return {**timed, "start_ms": start, "end_ms": end}


def samples_of(ms: int) -> int:
    """Return how many samples of the engine's so many milliseconds are."""
    return ms * ENGINE_RATE // 1000


def with_defaults(request: TtsRequest, cast: Mapping[str | None, LocalVoice]) -> TtsRequest:
    """Return a request with what its voice has where the request says nothing; of several, the first's.

    Each of several has its own speed, though, which is for its turns.
    """
    has = next(iter(cast.values())).defaults
    seed = has.get("seed") if request.seed is None else request.seed
    speed = has.get("speed", request.speed) if len(cast) == 1 and not request.has_pace else request.speed
    return replace(request, language=request.language or has.get("language"), seed=seed, speed=speed)


def directed_turns(
    request: TtsRequest, cast: Mapping[str | None, LocalVoice], language: str, tools: Tools
) -> list[Turn]:
    """Return what is to be said, respelled by the lexicons of the store, the voice and the request."""
    stored = tools.voices.lexicons(language)
    lexicons = {
        name: Lexicon(*stored, voice.defaults.get("lexicon", {}), request.lexicon)
        for name, voice in cast.items()
    }
    turns = [lexicons[turn.voice].respelled(turn) for turn in request.turns or (Turn(request.text),)]
    if len(cast) == 1 or request.has_pace:
        return turns
    speeds = {name: voice.defaults.get("speed") for name, voice in cast.items()}
    return [replace(turn, speed=speeds[turn.voice] if turn.speed is None else turn.speed) for turn in turns]


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
