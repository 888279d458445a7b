"""Speech of a length that was asked for, where it has turns or pauses: they keep theirs, words get the rest.

How fast the model has to speak is worked out from how long each turn would be by itself. When all are spoken,
they are stretched by what is still missing: to the sample, and each by as much as the others.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from f5tts_worker.engine.protocol import PLAN, PlanResult
from f5tts_worker.errors import fault
from f5tts_worker.jobs.delivery.response import advised
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps.parts import Part, samples_of, silent_ms
from f5tts_worker.jobs.steps.speaking import Task, order_of
from f5tts_worker.request.requests import TtsRequest


@dataclass(frozen=True)
class Length:
    """How long the words of all turns are to last, pauses apart, and how fast each turn is to be spoken."""

    sound_ms: int
    speeds: Sequence[float]

    def shares(self, sounds: Sequence[tuple[int, float]]) -> list[int]:
        """Return how many samples each turn gets.

        `sounds` has of each its samples, and how many times as fast it is still to be played.
        """
        ends = list(itertools.accumulate((samples / tempo for samples, tempo in sounds), initial=0.0))
        scale = samples_of(self.sound_ms) / (ends[-1] or 1.0)
        return [round(stop * scale) - round(start * scale) for start, stop in itertools.pairwise(ends)]


async def length_of(task: Task, parts: Sequence[Part], session: Session) -> Length | None:
    """Return the length that was asked for, None where none was.

    Raises WorkerError INVALID_REQUEST where that cannot be, and RESULT_TOO_LARGE where no answer holds it.
    """
    request = task.request
    if request.duration_ms is None and request.words_per_minute is None:
        return None
    plans = [await session.call(PLAN, order_of(_alone(task, part), {}, session)) for part in parts]
    wanted = request.duration_ms
    if wanted is None:
        wanted = round(sum(plan["words"] for plan in plans) * 60_000 / (request.words_per_minute or 1.0))
    if task.longest_ms is not None and wanted > task.longest_ms:
        sentence = (
            f"The speech would be {wanted / 1000:.0f} s long; at most {task.longest_ms // 1000} s of this"
            " format fit into an answer."
        )
        details = {"seconds": round(wanted / 1000), "limit_seconds": task.longest_ms // 1000}
        raise advised(sentence, details, request.output_format)
    own = [part.turn.speed or 1.0 for part in parts]
    silent = silent_ms(parts)
    natural = sum(plan["ms"] / speed for plan, speed in zip(plans, own, strict=True))
    _check(request, wanted, silent, plans, own)
    faster = natural / (wanted - silent)
    return Length(wanted - silent, [speed * faster for speed in own])


def _alone(task: Task, part: Part) -> Task:
    """Return a part as a text of its own, without what others say of its sentences, at its own pace."""
    plain = replace(task.request, text=part.turn.text, words_per_minute=None, duration_ms=None)
    return replace(
        task,
        request=plain,
        sentences=part.sentences,
        reference=part.reference,
        respellings=part.turn.respellings,
    )


def _check(
    request: TtsRequest, wanted: int, silent: int, plans: Sequence[PlanResult], speeds: Sequence[float]
) -> None:
    """Raise WorkerError INVALID_REQUEST for a length that the text cannot have."""
    times = [(plan["ms"], plan["shortest_ms"], plan["longest_ms"]) for plan in plans]
    by_itself, shortest, longest = (
        (silent + sum(ms / speed for ms, speed in zip(each, speeds, strict=True))) / 1000
        for each in zip(*times, strict=True)
    )
    if shortest <= wanted / 1000 <= longest and wanted > silent:
        return
    counted = f", {silent / 1000:g} s of them pauses" if silent else ""
    found = {"natural_seconds": round(by_itself, 1), "pause_seconds": silent / 1000}
    if request.words_per_minute is not None:
        words = 60 * sum(plan["words"] for plan in plans)
        means = f"is {request.words_per_minute:g}, but the text has about {words / by_itself:.0f} by itself"
        expected = f"{math.ceil(words / longest)} to {math.floor(words / shortest)}"
        raise fault("words_per_minute", f"{means}, in {by_itself:.1f} s{counted}", expected, **found)
    least, most = math.ceil(10 * shortest) / 10, math.floor(10 * longest) / 10
    raise fault(
        "duration_seconds",
        f"means {wanted / 1000:g} s, but the text takes about {by_itself:.1f} s by itself{counted}",
        f"what means {least:.1f} to {most:.1f} s",
        **found,
    )
