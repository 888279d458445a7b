"""What every unit test leaves as it found it."""

import logging

import pytest


@pytest.fixture(autouse=True)
def logging_as_before():
    """A worker that starts here sends our log lines to the stderr of its test: other tests must not inherit that."""
    ours = logging.getLogger("f5tts_worker")
    handlers, level, propagate = list(ours.handlers), ours.level, ours.propagate
    yield
    ours.handlers[:] = handlers
    ours.setLevel(level)
    ours.propagate = propagate
