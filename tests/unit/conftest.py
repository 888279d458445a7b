"""What every unit test leaves as it found it."""

import logging

# Its plugin imports it when the run ends. By then a thread that a test leaves behind may be formatting a
# traceback, and Python 3.11's `ast` is not safe in two threads at once (CPython issue 106905).
import hypothesis  # noqa: F401 - imported early, see above
import pytest
from tests.frozen import freeze  # noqa: F401 - a fixture for all

from f5tts_worker import log, running_time


@pytest.fixture(autouse=True)
def logging_as_before():
    """Undo what a worker that starts here does to logging: it sends our lines to the stderr of its test."""
    ours = logging.getLogger("f5tts_worker")
    handlers, level, propagate = list(ours.handlers), ours.level, ours.propagate
    yield
    ours.handlers[:] = handlers
    ours.setLevel(level)
    ours.propagate = propagate


@pytest.fixture(autouse=True)
def secrets_as_before(monkeypatch):
    """Forget the keys that a worker hides here: another test's text may have the same word."""
    monkeypatch.setattr(log, "_known", set())


@pytest.fixture(autouse=True)
def a_busy_machines_pause_is_no_freeze(monkeypatch):
    """Take only half an hour for a freeze: what is done anew after one may not depend on the machine."""
    monkeypatch.setattr(running_time, "STOOD_S", 1800.0)
