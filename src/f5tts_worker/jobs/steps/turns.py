"""Speech of several turns: each is spoken by itself, and put behind the one before it with its pauses.

A listener gets it turn by turn.

A turn's samples are those of the same turn alone: nothing that is said around it reaches the model. A
sentence with a pause inside it is spoken whole, and cut between two words, so that its melody stays.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from f5tts_worker.engine.protocol import (
    APPEND,
    AppendParams,
    AppendResult,
    Gap,
    Piece,
    PlacedPart,
    SpokenWord,
    SynthesiseResult,
)
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps import side_by_side
from f5tts_worker.jobs.steps.engine import ENGINE_RATE
from f5tts_worker.jobs.steps.lengths import Length, length_of
from f5tts_worker.jobs.steps.parts import (
    Part,
    Pauses,
    Word,
    begins_with_pause,
    behind,
    gap_ms,
    samples_of,
)
from f5tts_worker.jobs.steps.pieces import Giving
from f5tts_worker.jobs.steps.speaking import Spoken, Task, speak
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.request.requests import TtsRequest
from f5tts_worker.script.lexicon import Lexicon
from f5tts_worker.script.turns import Turn
from f5tts_worker.storage.results.outputs import machine_made
from f5tts_worker.storage.voices.builtin import LocalVoice

NOT_HEARD: Word = {"score": None, "source": "interpolated"}
# Parts are spoken so loud, and as loud as is wanted when they are put together: so no loudness moves a cut.
_LOUDNESS = -20.0  # LUFS


async def speak_parts(task: Task, parts: Sequence[Part], session: Session) -> Spoken:
    """Say the parts in order into the task's target; the words' places in it are theirs in the whole.

    `task` is the request's, of which each part is a smaller one. Raises WorkerError as `speak` does.
    """
    whole = Whole(task, parts, session)
    length = await length_of(task, parts, session)

    async def say(number: int, of_part: Session) -> Spoken:
        return await speak(task_of(task, parts, number, whole.samples, length), of_part)

    if length is None:
        await side_by_side.each(len(parts), session, say, whole.add)
        return whole.spoken()
    said: list[Spoken] = []

    async def keep(_: int, spoken: Spoken) -> None:
        said.append(spoken)

    await side_by_side.each(len(parts), session, say, keep)
    sounds = [
        (await whole.sound_of(number, spoken), spoken.speech["tempo"]) for number, spoken in enumerate(said)
    ]
    for number, (spoken, samples) in enumerate(zip(said, length.shares(sounds), strict=True)):
        await whole.add(number, spoken, {"sound": samples, "watermark": session.settings.watermark})
    return whole.spoken()


def task_of(
    task: Task, parts: Sequence[Part], number: int, samples: int, length: Length | None = None
) -> Task:
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
        target_loudness=_LOUDNESS,
        words_per_minute=None,
        duration_ms=None,
    )
    if part.turn.speed is not None:
        request = replace(request, speed=part.turn.speed)
    if length is not None:
        request = replace(request, speed=length.speeds[number])
    besides_ms = 0
    if task.longest_ms is not None:  # the pauses that are still to come take their share
        silent = sum(pause.ms for one in parts[number:] for pause in one.turn.pauses)
        besides_ms = silent + samples * 1000 // ENGINE_RATE
    return Task(
        request,
        part.said,
        part.reference,
        task.language,
        task.seed,
        _target(task, number),
        task.longest_ms if length is None else None,  # a length has been looked at
        respellings=part.respellings,
        besides_ms=besides_ms,
        is_draft=length is not None,
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

    async def sound_of(self, number: int, spoken: Spoken) -> int:
        """Return how many samples of a part will be heard, pauses apart."""
        order = self._order(number, _OwnWords.of(self._parts[number], spoken))
        order["only_measured"] = True
        measured = await self._session.call(APPEND, order)
        return measured["sound"]

    async def add(self, number: int, spoken: Spoken, place: Mapping[str, int] | None = None) -> Sequence[str]:
        """Put a spoken part behind what is there, or where and how parameters of `append` say.

        Return its words that were cut off.
        """
        part, own = self._parts[number], _OwnWords.of(self._parts[number], spoken)
        order = self._order(number, own) | cast("AppendParams", place or {})
        is_last = number + 1 == len(self._parts)
        with self._session.job.stage("join"):
            placed = await self._session.call(APPEND, order)
        before, self.samples = self.samples, placed["samples"]
        earliest_ms = (order.get("sound_at") or 0) * 1000 // ENGINE_RATE
        heard = len(own.timed) if order.get("longest") is None else _heard(own.timed, placed["parts"][-1])
        timed = [*own.timed[:heard], *({**word, **NOT_HEARD} for word in own.timed[heard:])]
        moved = [{**word, **part.who} for word in _placed(timed, own.pauses.counts, placed, earliest_ms)]
        own.pauses.note(self._words, moved)
        if self._giving is not None:
            piece: Piece = {
                "index": number,
                "audio": str(self._task.target),
                "start": before,
                "stop": self.samples,
                "sample_rate": ENGINE_RATE,
                "chunk": {
                    "words": own.said,
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
        await self._session.job.in_thread(Path(order["audio"]).unlink)
        return [word["word"] for word in own.timed[heard:]]

    def _order(self, number: int, own: "_OwnWords") -> AppendParams:
        """Return what `append` is told of a part."""
        request, is_last = self._task.request, number + 1 == len(self._parts)
        order: AppendParams = {
            "audio": str(_target(self._task, number)),
            "out": str(self._task.target),
            "at": self.samples,
            "silence": samples_of(own.pauses.before + gap_ms(self._parts, number)),
            "pauses": own.pauses.cuts,
            "silence_after": samples_of(own.pauses.after),
            "pause_before": begins_with_pause(self._parts, number),
            "pause_after": own.pauses.after > 0,
            "gain": 10 ** ((request.target_loudness - _LOUDNESS) / 20),
            "comment": machine_made(request.model) if is_last else None,
        }
        if own.left_out_before:
            order["left_out_before"] = own.left_out_before
        if own.left_out_after:
            order["left_out_after"] = own.left_out_after
        return order

    def spoken(self) -> Spoken:
        """Return the whole."""
        assert self._speech is not None  # noqa: S101 - a request has a turn at least
        ms = round(self.samples * 1000 / ENGINE_RATE)
        speech: SynthesiseResult = {**self._speech, "ms": ms, "chunks": [], "warnings": [*self._warnings]}
        return Spoken(speech, self._words if self._task.request.is_heard else None, self._retried)


@dataclass(frozen=True)
class _OwnWords:
    """A part's own words among those that were spoken for it, and where they are cut from the others."""

    said: list[SpokenWord]
    timed: Sequence[Word]
    pauses: Pauses
    left_out_before: Gap | None
    left_out_after: Gap | None

    @classmethod
    def of(cls, part: Part, spoken: Spoken) -> "_OwnWords":
        said = [word for chunk in spoken.speech["chunks"] for word in chunk["words"]]
        first, last = part.own([word["display"] for word in said])
        all_words = [dict(word) for word in spoken.words or ()]
        words = all_words[first:last]
        return cls(
            said[first:last],
            words,
            Pauses.of(part.turn, words),
            behind(all_words, first) if first and words else None,
            behind(all_words, last) if last < len(all_words) and words else None,
        )


def _heard(words: Sequence[Word], last: PlacedPart) -> int:
    """Return how many of a part's words are heard, by half at least, if its last piece is cut off."""
    ends = (word["start_ms"] + word["end_ms"] <= 2 * last["end_ms"] for word in words)
    return sum(itertools.takewhile(bool, ends))


def _placed(
    words: Sequence[Word], counts: Sequence[int], placed: AppendResult, earliest_ms: int
) -> list[Word]:
    """Return a part's words with their times in the whole: each stays within its piece between two cuts.

    No word begins before the part's sound does.
    """
    moved = []
    for number, (first, last) in enumerate(itertools.pairwise([0, *counts, len(words)])):
        piece = placed["parts"][number]

        def moved_to(ms: int, piece: PlacedPart = piece) -> int:
            return piece["at_ms"] + round((ms - piece["start_ms"]) / placed["tempo"])

        limits = max(piece["at_ms"], earliest_ms), moved_to(piece["end_ms"])
        for word in words[first:last]:
            word_moved = _moved(word, moved_to, limits)
            if "characters" in word:
                word_moved["characters"] = [_moved(one, moved_to, limits) for one in word["characters"]]
            moved.append(word_moved)
    return moved


def _moved(timed: Word, moved_to: Callable[[int], int], limits: tuple[int, int]) -> Word:
    start, end = (min(max(limits[0], moved_to(timed[name])), limits[1]) for name in ("start_ms", "end_ms"))
    return {**timed, "start_ms": start, "end_ms": end}


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
