"""Subtitles that are spoken: each cue begins at its time and is fitted into it, and into the gap after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from f5tts_worker.jobs.delivery.response import advised
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps import side_by_side
from f5tts_worker.jobs.steps.parts import Part, samples_of
from f5tts_worker.jobs.steps.pieces import speak_in_pieces
from f5tts_worker.jobs.steps.speaking import Spoken, Task, speak
from f5tts_worker.jobs.steps.turns import Whole, speak_parts, task_of
from f5tts_worker.request.direction_fields import MAX_FITTED_PACE
from f5tts_worker.request.requests import DubRequest
from f5tts_worker.script.cues import clock, time_code_hours

_NAMED = 50  # cues that did not fit
_SHOWN = 20  # words of each that were cut off


async def say(task: Task, parts: Sequence[Part], session: Session) -> Spoken:
    """Say the parts in order: cues at their times, a text by itself in one go, or in pieces to a listener.

    Raises WorkerError as `speak` does.
    """
    if isinstance(task.request, DubRequest):
        return await _speak_cues(task, task.request, parts, session)
    if len(parts) > 1 or not parts[0].is_plain:
        return await speak_parts(task, parts, session)
    listener = session.job.listener
    return await (speak(task, session) if listener is None else speak_in_pieces(task, session, listener))


async def _speak_cues(task: Task, request: DubRequest, parts: Sequence[Part], session: Session) -> Spoken:
    _check_length(task, request)
    whole = Whole(task, parts, session)
    misfits: list[str] = []

    async def fit(number: int, of_cue: Session) -> tuple[Spoken, str]:
        slot = _Slot.of(request, number)
        return await _fitted(task_of(task, parts, number, whole.samples), request, slot, of_cue)

    async def take(number: int, fitted: tuple[Spoken, str]) -> None:
        slot, (spoken, misfit) = _Slot.of(request, number), fitted
        place = {"sound_at": samples_of(slot.start_ms)}
        if slot.room_ms is not None:
            place["longest"] = samples_of(slot.room_ms)
        if number + 1 == len(parts):
            place["pad_to"] = samples_of(request.track_ms)
        lost = await whole.add(number, spoken, place)
        if misfit or lost:
            misfits.append(f"Cue {number + 1} ({clock(slot.start_ms)}) {_misfit(misfit, lost)}")

    await side_by_side.each(len(parts), session, fit, take)
    session.job.warnings += misfits[:_NAMED]
    if len(misfits) > _NAMED:
        session.job.warnings.append(f"{len(misfits) - _NAMED} more cues did not fit into their time.")
    return whole.spoken()


def _check_length(task: Task, request: DubRequest) -> None:
    """Raise WorkerError RESULT_TOO_LARGE for a track that is longer than an answer holds, silence and all."""
    ms = request.track_ms
    if task.longest_ms is not None and ms > task.longest_ms:
        limit = task.longest_ms // 1000
        hours = time_code_hours(request.cues)
        sentence = f"The track lasts {clock(ms)}; at most {limit:,} s of this format fit into an answer."
        if hours:
            sentence += (
                f" Its first cue begins at {clock(request.cues[0].start_ms)}: if the picture's time code "
            )
            sentence += f"begins at {hours}:00:00, take {hours}:00:00 off all times."
        details = {"seconds": round(ms / 1000), "limit_seconds": limit}
        raise advised(sentence, details, request.output_format)


def _misfit(misfit: str, lost: Sequence[str]) -> str:
    """Return how a cue did not fit, as a sentence, with the words that were cut off."""
    if not lost:
        return f"{misfit}."
    shown = " ".join(lost) if len(lost) <= _SHOWN else f"{' '.join(lost[:_SHOWN])} … ({len(lost)} words)"
    return f"{misfit or 'is cut off at the next cue'}. Not heard: {shown}"


@dataclass(frozen=True)
class _Slot:
    """A cue's time: its start, how long it lasts, and the room until the next begins; None: without end."""

    start_ms: int
    own_ms: int
    room_ms: int | None

    @classmethod
    def of(cls, request: DubRequest, number: int) -> "_Slot":
        cue, following = request.cues[number], request.cues[number + 1 : number + 2]
        room = following[0].start_ms - cue.start_ms if following else None
        return cls(cue.start_ms, cue.end_ms - cue.start_ms, room)


async def _fitted(task: Task, request: DubRequest, slot: _Slot, session: Session) -> tuple[Spoken, str]:
    """Say a cue so that it fits; return it, and how it did not, as it follows "Cue 3 …"."""
    spoken = await speak(task, session)
    ms, misfit = spoken.speech["ms"], ""
    target = None
    if slot.room_ms is not None and ms > slot.room_ms:
        pace = ms / slot.room_ms
        target = max(slot.room_ms, round(ms / MAX_FITTED_PACE))
        if pace > request.max_pace:
            misfit = f"did not fit: it is spoken {min(pace, MAX_FITTED_PACE):.1f} times as fast as by itself"
            misfit += " and cut off at the next cue" if pace > MAX_FITTED_PACE else ""
    elif ms < slot.own_ms and request.min_pace < 1:
        target = min(slot.own_ms, round(ms / request.min_pace))
    if target is None:
        return spoken, misfit
    fitting = replace(task, request=replace(task.request, duration_ms=target))
    return await speak(fitting, session, is_again=True), misfit
