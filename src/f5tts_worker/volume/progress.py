"""What every step of the bootstrap is given: somewhere to report to, and a way to be stopped."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from f5tts_worker.errors import WorkerError


@dataclass(frozen=True)
class Progress:
    """How far a step is: the stage's name, a phrase for people, and a count (0 of 0: unknown)."""

    stage: str
    message: str
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Watch:
    """A step's collaborator: it reports here, and asks here whether to continue."""

    report: Report = silent
    cancelled: threading.Event = field(default_factory=threading.Event)
    overtaken: threading.Event = field(
        default_factory=threading.Event
    )  # another worker does it now (lease.py)

    def say(self, stage: str, message: str, done: int = 0, total: int = 0) -> None:
        """Report progress."""
        self.report(Progress(stage, message, done, total))

    def check(self) -> None:
        """Raise WorkerError CANCELLED if the job that asked for this is over, or another worker does it."""
        if self.cancelled.is_set():
            raise WorkerError("CANCELLED", "The preparation of the volume was cancelled.")
        if self.overtaken.is_set():
            raise WorkerError("CANCELLED", "Another worker has taken over the preparation of the volume.")

    def sleep(self, seconds: float) -> None:
        """Wait, but only until the job is cancelled. Raises WorkerError CANCELLED."""
        self.cancelled.wait(seconds)
        self.check()
