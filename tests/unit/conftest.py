"""What every unit test leaves as it found it."""

import logging

# Its plugin imports it when the run ends. By then a thread that a test leaves behind may be formatting a
# traceback, and Python 3.11's `ast` is not safe in two threads at once (CPython issue 106905).
import hypothesis  # noqa: F401 (imported early, see above)
import pytest


@pytest.fixture(autouse=True)
def logging_as_before():
    """Undo what a worker that starts here does to logging: it sends our lines to the stderr of its test."""
    ours = logging.getLogger("f5tts_worker")
    handlers, level, propagate = list(ours.handlers), ours.level, ours.propagate
    yield
    ours.handlers[:] = handlers
    ours.setLevel(level)
    ours.propagate = propagate
