"""A machine whose clocks go on at once, as they do for a process that stood still: a stand-in for `time`."""

import time
import types
from collections.abc import Callable, Iterator

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
