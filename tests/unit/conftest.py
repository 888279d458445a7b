"""What every unit test leaves as it found it."""

import logging

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
