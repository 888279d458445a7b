"""Engines for the tests: each is a small script in engines/, named for what it does or how it fails."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from f5tts_worker.supervisor.process import Engine
from f5tts_worker.supervisor.states import Limits

ENGINES = Path(__file__).parent / "engines"
MakeEngine = Callable[..., Engine]


def tiny_engine(name: str, **options) -> Engine:
    """Return an Engine whose process runs the tiny engine of that name."""
    script = ENGINES / f"{name}.py"
    assert script.is_file()
    options.setdefault("limits", Limits(start_s=20, load_s=20, grace_s=1.5))
    return Engine(Path(sys.executable), arguments=[str(script)], **options)


@pytest.fixture
async def make_engine() -> AsyncIterator[MakeEngine]:
    """Make tiny engines that are closed when the test is over."""
    engines = []

    def make(name: str, **options) -> Engine:
        engines.append(tiny_engine(name, **options))
        return engines[-1]

    yield make
    for engine in engines:
        await engine.close()
