"""From a request's text to speech and the times of its words; parts that are misspoken are made again.

The aligner hears whether words are missing, repeated or added in a chunk. Such a chunk is said again with
other noise, and the take with the fewest faults is kept. Chunks that stay as they are cost nothing: the
engine keeps them (engine/speech/kept_waves.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.weights.models import DEMO
from f5tts_worker.engine.protocol import (
    SYNTHESISE,
    AlignResult,
    ChunkFaults,
    PrepareResult,
    SpokenChunk,
    SynthesiseParams,
    SynthesiseResult,
)
from f5tts_worker.errors import WorkerError, fault
from f5tts_worker.jobs.delivery.response import advised
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps.engine import align_words
from f5tts_worker.request.fields import MAX_RETRIES
from f5tts_worker.request.requests import TtsRequest
from f5tts_worker.running_time import running_time
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.script.turns import Respelling, Turn
from f5tts_worker.storage.results.outputs import machine_made
from f5tts_worker.supervisor.lifetime import OnPiece
from f5tts_worker.volume.sweep import CHUNKS

# Chunks are said again only if so many times what the first speech took is left: for the round itself, and to
# put its best together.
ROUNDS = 2.0
_SHOWN_WORDS = 4  # of a chunk, so that a caller finds it


@dataclass(frozen=True)
class Task:
    """What is to be said: the request, its text's sentences, the prepared voice, the seed."""

    request: TtsRequest
    sentences: Sequence[str]
    reference: PrepareResult
    language: str
    seed: int
    target: Path  # a WAV file at the engine's rate
    longest_ms: int | None
    respellings: Sequence[Respelling] = ()
    besides_ms: int = 0  # of pauses and other speech around it: the longest counts them, too
    is_draft: bool = False  # it is stretched when it is put together with others


@dataclass(frozen=True)
class Spoken:
    """Speech, its words' times where they were asked for, and which parts were made again."""

    speech: SynthesiseResult
    words: Sequence[Mapping[str, Any]] | None = None
    retried: Sequence[Mapping[str, Any]] = ()
    audio: Path | None = None  # where it is, if not in the task's target


@dataclass
class Misspoken:
    """A chunk with a fault: what was heard of each of its takes, None where nothing is wrong."""

    words: str
    takes: dict[int, ChunkFaults | None] = field(default_factory=dict)

    @property
    def best(self) -> int:
        """The take with the fewest faults; of two alike, the earlier."""
        return min(self.takes, key=lambda take: (_badness(self.takes[take]), take))

    @property
    def is_right(self) -> bool:
        """Whether one of the takes has no fault."""
        return self.takes[self.best] is None

    def told(self, number: int, left: ChunkFaults | None) -> dict[str, Any]:
        """Return what the answer says of it; `left` is what is wrong with it in the end."""
        first = self.takes[0]
        return {
            "chunk": number + 1,
            "words": self.words,
            "why": _said(first),
            "times": len(self.takes) - 1,
            "left": _said(left),
        }


async def speak(task: Task, session: Session, *, is_again: bool = False) -> Spoken:
    """Say the task's text, and time its words; `is_again`: this job has said it before, at another pace.

    Raises WorkerError RESULT_TOO_LARGE, before anything is spoken, for what is sure to last longer.
    """
    if not task.request.is_heard:
        return Spoken(await _spoken(task, {}, session, is_again=is_again))
    if task.request.takes and retries_of(task.request):
        settled = await settle(without_takes(task), session, is_again=is_again)
        speech = await _spoken(task, settled.retakes, session, is_again=True)
        aligned = await _align(task, speech, session)
    else:
        settled = await settle(task, session, is_again=is_again)
        speech, aligned = settled.speech, settled.aligned
    session.job.warnings += aligned["warnings"]
    left = {fault["chunk"]: fault for fault in aligned["faults"] if retries_of(task.request)}
    return Spoken(speech, aligned["words"], told(settled.wrong, speech["chunks"], left))


@dataclass(frozen=True)
class Settled:
    """Speech whose misspoken chunks are made again as often as may be, and those chunks."""

    speech: SynthesiseResult
    aligned: AlignResult
    wrong: dict[int, Misspoken]

    @property
    def retakes(self) -> dict[int, int]:
        """The best take of each chunk that was misspoken."""
        return {number: chunk.best for number, chunk in self.wrong.items()}


async def settle(task: Task, session: Session, *, is_again: bool = False) -> Settled:
    """Say the task's text, hear it, and have chunks said again that are misspoken. Raises as `speak` does."""
    began = running_time()
    speech = await _spoken(task, {}, session, is_again=is_again)
    aligned = await _align(task, speech, session)
    most = running_time() - began  # what another round can take
    retries = retries_of(task.request)
    wrong = {
        fault["chunk"]: misspoken(speech["chunks"][fault["chunk"]], fault)
        for fault in (aligned["faults"] if retries else ())
    }
    said: dict[int, int] = {}
    for take in range(1, retries + 1):
        again = [number for number, chunk in wrong.items() if not chunk.is_right]
        if not again or session.job.remaining() < ROUNDS * most:
            break
        said = {number: take if number in again else chunk.best for number, chunk in wrong.items()}
        parts = f"{len(again)} misspoken part{'s' if len(again) > 1 else ''}"
        with session.job.progress.retrying(f"speaking {parts} again", take - 1, retries):
            speech = await _spoken(task, said, session)
            heard = await _align(task, {"chunks": [speech["chunks"][number] for number in again]}, session)
        found = {again[fault["chunk"]]: fault for fault in heard["faults"]}
        for number in again:
            wrong[number].takes[take] = found.get(number)
    if said:
        best = {number: chunk.best for number, chunk in wrong.items()}
        if best != said:
            speech = await _spoken(task, best, session)
        aligned = await _align(task, speech, session)
    return Settled(speech, aligned, wrong)


def without_takes(task: Task) -> Task:
    """Return what is said where nobody asks for other takes; these change nothing but their sentences."""
    return replace(task, request=replace(task.request, takes={}))


def misspoken(chunk: SpokenChunk, fault: ChunkFaults) -> Misspoken:
    """Return a chunk with what is wrong in its first take."""
    return Misspoken(first_words(chunk), {0: fault})


def told(
    wrong: Mapping[int, Misspoken], chunks: Sequence[SpokenChunk], left: Mapping[int, ChunkFaults]
) -> list[Mapping[str, Any]]:
    """Return what the answer says of chunks that were misspoken, and of those that are in the end.

    The latter are not made again where a caller asked for just that take of a sentence.
    """
    new = {number: misspoken(chunks[number], fault) for number, fault in left.items() if number not in wrong}
    return [one.told(number, left.get(number)) for number, one in sorted({**wrong, **new}.items())]


def retries_of(request: TtsRequest) -> int:
    """Return how often what is misspoken is made again.

    Unless that is asked for, never with the demo: its aligner is small, and suspects a third of what is right
    (docs/BENCHMARKS.md).
    """
    if request.max_retries is not None:
        return request.max_retries
    return 0 if request.model == DEMO else MAX_RETRIES


def check_takes(request: TtsRequest, turns: Sequence[Turn], language: str) -> None:
    """Raise WorkerError INVALID_REQUEST for takes of sentences that the text does not have."""
    if not request.takes:
        return
    sentences = sum(len(split_sentences(turn.text, language)) for turn in turns)
    beyond = sorted(number for number in request.takes if number > sentences)
    if beyond:
        named = ", ".join(map(str, beyond[:10]))
        problem = f"names sentence {named}; the text has {sentences}"
        expected = f"numbers from 1 to {sentences}" if sentences > 1 else "1 alone"
        raise fault("takes", problem, expected, sentences=sentences)


async def _spoken(
    task: Task, retakes: Mapping[int, int], session: Session, *, is_again: bool = False
) -> SynthesiseResult:
    with session.job.stage("synthesise"):
        return await synthesise(task, retakes, session, is_again=is_again or bool(retakes))


async def synthesise(
    task: Task,
    retakes: Mapping[int, int],
    session: Session,
    on_piece: OnPiece | None = None,
    *,
    is_again: bool = False,
) -> SynthesiseResult:
    """Have the engine say the task's text, chunks in the takes that are named. Raises WorkerError.

    `is_again`: this job had it said before.
    """
    order = order_of(task, retakes, session, has_listener=on_piece is not None)
    try:
        spoken = await session.call(SYNTHESISE, order, on_piece=on_piece)
    except WorkerError as error:
        if error.code == "RESULT_TOO_LARGE":
            raise advised(error.message, error.details, task.request.output_format) from error
        raise
    session.job.usage.count_speech(spoken, is_again=is_again)
    return spoken


def order_of(
    task: Task, retakes: Mapping[int, int], session: Session, *, has_listener: bool = False
) -> SynthesiseParams:
    """Return what the engine is told of a task."""
    request = task.request
    return {
        "reference": task.reference["reference"],
        "cache": str(session.settings.root / "references"),
        "kept": str(session.settings.root / CHUNKS),
        "text": request.text,
        "sentences": task.sentences,
        "language": task.language,
        "normalise": request.text_normalization,
        "respellings": [(one.start, one.stop, one.spoken) for one in task.respellings],
        "speed": request.speed,
        "target_ms": request.duration_ms,
        "words_per_minute": request.words_per_minute,
        "stretched": request.pace_by == "stretching",
        "loudness": request.target_loudness,
        "nfe_steps": request.nfe_steps,
        "cfg_strength": request.cfg_strength,
        "seed": task.seed,
        "takes": {str(number - 1): take for number, take in request.takes.items()},
        "aligner": session.load["aligner"] if request.takes else None,
        "retakes": {str(number): take for number, take in retakes.items()},
        "remove_silence": request.remove_silence,
        "max_ms": task.longest_ms,
        "besides_ms": task.besides_ms,
        "is_draft": task.is_draft,
        # A request with an id of its own can be sent again, and goes on with what was done.
        "seconds_left": None if request.request_id else session.job.remaining(),
        "due": session.job.deadline,
        "comment": machine_made(request.model),
        "watermark": session.settings.watermark,
        "low_latency": request.low_latency,
        "pieces": has_listener,
        "out": str(task.target),
    }


async def _align(task: Task, said: Mapping[str, Any], session: Session) -> AlignResult:
    with session.job.stage("align"):
        return await align_words(
            task.target, said, task.language, session, characters=task.request.times_characters
        )


def _badness(fault: ChunkFaults | None) -> float:
    return 0.0 if fault is None else fault["badness"]


def _said(fault: ChunkFaults | None) -> str:
    """Say in words what is wrong with a take."""
    if fault is None:
        return ""
    parts = (("missing", fault["missing"]), ("heard in addition", fault["added"]))
    return "; ".join(f"{what}: {', '.join(words)}" for what, words in parts if words)


def first_words(chunk: SpokenChunk) -> str:
    """Return the first words of a chunk, so that a caller finds it."""
    shown = " ".join(word["display"] for word in chunk["words"][:_SHOWN_WORDS])
    return shown + (" …" if len(chunk["words"]) > _SHOWN_WORDS else "")
