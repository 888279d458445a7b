"""Clocks that go on by hours at once, as they do for a process that stood still: stand-ins for `time`."""

import os
import signal
import time
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from f5tts_worker import running_time as module

Freeze = Callable[[float], None]


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Iterator[Freeze]:
    """Return a function after which so many seconds have passed in which nothing ran."""
    passed = [0.0]
    module.running_time.look()
    for name in ("_last", "_last_wall", "_stood"):  # as they were, once the test is over
        monkeypatch.setattr(module.running_time, name, getattr(module.running_time, name))
    stand_in = types.SimpleNamespace(
        monotonic=lambda: time.monotonic() + passed[0],
        time=lambda: time.time() + passed[0],
        sleep=time.sleep,
    )
    monkeypatch.setattr(module, "time", stand_in)

    def go_on(seconds: float) -> None:
        passed[0] += seconds

    yield go_on
    module.running_time()


def use_clock(file: Path) -> None:
    """Have this process's clocks go on as the test says: an hour for each byte in the file."""
    monotonic, wall = time.monotonic, time.time

    def passed() -> float:
        return 3600.0 * file.stat().st_size

    time.monotonic = lambda: monotonic() + passed()
    time.time = lambda: wall() + passed()


def stop_for_hours(pids: Sequence[int], clock: Path, hours: int) -> None:
    """Stop processes; continue them on the clock of `use_clock`, so many hours later."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    for pid in pids:
        while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.01)
    with clock.open("ab") as file:
        file.write(bytes(hours))
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
