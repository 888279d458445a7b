"""The engine's states, the one guard of their order, and what an engine's death means to a caller. No I/O."""

import enum
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from f5tts_worker.errors import WorkerError


class State(enum.Enum):
    """What the engine is doing."""

    NEW = "new"
    STARTING = "starting"
    LOADING = "loading"
    READY = "idle"
    BUSY = "working"
    DEAD = "dead"


NEXT: Mapping[State, frozenset[State]] = {
    State.NEW: frozenset({State.STARTING}),
    State.STARTING: frozenset({State.READY, State.DEAD}),
    State.READY: frozenset({State.LOADING, State.BUSY, State.DEAD}),
    State.LOADING: frozenset({State.READY, State.DEAD}),
    State.BUSY: frozenset({State.READY, State.DEAD}),
    State.DEAD: frozenset(),  # the next engine is a new one
}


def guarded(now: State, to: State) -> State:
    """Return the next state. Raises RuntimeError for a step that the table does not have."""
    if to not in NEXT[now]:
        raise RuntimeError(f"the engine cannot go from {now.value} to {to.value}")
    return to


@dataclass(frozen=True)
class Limits:
    """Seconds, requests at once, and how many deaths within `window_s` are too many for this worker."""

    start_s: float = 60.0  # an interpreter on a cold network volume
    load_s: float = 600.0  # 1.4 GB of weights at a slow volume's speed, with room
    grace_s: float = 1.5  # from the request to stop to the kill
    at_once: int = 16  # each holds its voice and a little of its speech
    deaths: int = 3
    window_s: float = 600.0


class DeathError(WorkerError):
    """What an engine's death means to those who waited for it. `on_purpose`: it was killed for a caller."""

    on_purpose = False


class Deaths:
    """Remembers when engines died, and turns each death into the error that its job gets.

    By the time of day: deaths with a freeze of hours between them are no series.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.time) -> None:
        self._limits = limits
        self._clock = clock
        self._times: deque[float] = deque(maxlen=limits.deaths)

    def error(
        self,
        state: State,
        reason: str,
        details: Mapping[str, Any],
        *,
        on_purpose: bool = False,
        counts: bool = True,
    ) -> DeathError:
        """Return the error for an engine that died in `state`.

        The code is ENGINE_START_FAILED before it was ready, ENGINE_DIED after, and ENGINE_UNHEALTHY (which
        asks for a fresh worker) when those that count were too many. A kill on purpose never counts.
        """
        method = details.get("method")
        doing = state.value + (f" ({method})" if method else "")
        message = f"The engine died while it was {doing}: {reason}"
        if not on_purpose:
            if counts:
                self._times.append(self._clock())
            if self._too_many():
                message += f"; {self._limits.deaths} deaths in {self._limits.window_s / 60:g} minutes"
                return DeathError("ENGINE_UNHEALTHY", f"{message}.", details, refresh_worker=True)
        code = "ENGINE_START_FAILED" if state is State.STARTING else "ENGINE_DIED"
        death = DeathError(code, f"{message}.", details)
        death.on_purpose = on_purpose
        return death

    def _too_many(self) -> bool:
        if len(self._times) < self._limits.deaths:
            return False
        return self._clock() - self._times[0] <= self._limits.window_s


def end_of(exit_code: int | None) -> str:
    """Say in words how a process ended; None: it has not."""
    if exit_code is None:
        return "it does not end even when killed"
    if exit_code >= 0:
        return f"it exited with code {exit_code}"
    name = signal.Signals(-exit_code).name
    return f"it was killed by {name}" + (", as happens when memory runs out" if name == "SIGKILL" else "")
