"""One job of the check: what was sent, and what came of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from f5tts_worker.client.connection import FINAL, JobError, answer_of


@dataclass
class Outcome:
    """A job and its end; `lost` is a sentence if it has none. Times are seconds of `running_time`."""

    name: str
    order: Mapping[str, Any]
    job_id: str
    sent: float
    state: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    lost: str = ""
    unknown_since: float | None = None
    working_since: float | None = None

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """The answer of a job that succeeded."""
        with suppress(JobError):
            return answer_of(self.state)
        return None

    @property
    def failure(self) -> str:
        """How it failed, in a sentence that begins with a code; nothing if it succeeded."""
        try:
            answer_of(self.state)
        except JobError as error:
            told = str(error)
            return self.lost or (told if told.startswith(error.code) else f"{error.code}: {told}")
        return self.lost

    @property
    def ended(self) -> bool:
        """Whether it has an end, good or bad."""
        return bool(self.lost) or self.state.get("status") in FINAL

    @property
    def delay(self) -> float:
        """Seconds in RunPod's queue; 0 for a local worker."""
        return _seconds(self.state.get("delayTime"))

    @property
    def stages(self) -> float:
        """Seconds that the worker's answer accounts for."""
        timings = (self.answer or {}).get("timings") or {}
        return float(sum(value for name, value in timings.items() if name != "real_time_factor"))

    @property
    def worked(self) -> float:
        """Seconds that a worker was paid for, by RunPod's word or else the worker's own."""
        return _seconds(self.state.get("executionTime")) or self.stages

    @property
    def size(self) -> int:
        """Bytes of the answer as JSON."""
        return len(json.dumps(self.state.get("output") or {}, ensure_ascii=False).encode())


def _seconds(milliseconds: object) -> float:
    return milliseconds / 1000 if isinstance(milliseconds, int | float) else 0.0
