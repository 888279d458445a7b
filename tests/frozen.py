"""Clocks that go on by hours at once, as they do for a process that stood still: stand-ins for `time`."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from f5tts_worker.running_time import running_time

Freeze = Callable[[float], None]


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Freeze:
    """Return a function after which so many seconds have passed for this process, in which nothing ran."""
    passed = [0.0]
    monotonic, wall = time.monotonic, time.time
    running_time.look()
    for name in ("_last", "_last_wall", "_stood"):  # as they were, once the test is over
        monkeypatch.setattr(running_time, name, getattr(running_time, name))
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + passed[0])
    monkeypatch.setattr(time, "time", lambda: wall() + passed[0])

    def go_on(seconds: float) -> None:
        running_time()
        passed[0] += seconds

    return go_on


def use_clock(file: Path) -> None:
    """Have this process's clocks go on as the test says: an hour for each byte in the file."""
    monotonic, wall = time.monotonic, time.time

    def passed() -> float:
        return 3600.0 * file.stat().st_size

    time.monotonic = lambda: monotonic() + passed()
    time.time = lambda: wall() + passed()


def stop_for_hours(
    pids: Sequence[int], clock: Path, hours: int, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Stop processes; continue them on the clock of `use_clock`, so many hours later."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    for pid in pids:
        while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.01)
    meanwhile()
    with clock.open("ab") as file:
        file.write(bytes(hours))
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
