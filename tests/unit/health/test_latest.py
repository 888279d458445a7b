"""Slow looks at something: several ask at once, and a look that fails or takes long."""

import asyncio
import threading

import pytest

from f5tts_worker.health.latest import Latest


async def test_all_who_ask_at_once_get_the_one_look():
    """Three wait for one look; whoever comes first takes it away from none."""
    looks = []

    def look():
        looks.append(1)
        return "seen"

    latest = Latest(look, "first")
    assert await asyncio.gather(*(latest.get(60) for _ in range(3))) == [("seen", True)] * 3
    assert looks == [1]


async def test_a_look_that_fails_fails_for_all_who_wait():
    """The next one looks again."""
    latest = Latest(lambda: 1 // 0, "first")
    failed = await asyncio.gather(latest.get(60), latest.get(60), return_exceptions=True)
    assert [type(error) for error in failed] == [ZeroDivisionError] * 2
    with pytest.raises(ZeroDivisionError):
        await latest.get(60)


async def test_a_look_that_takes_long():
    """What was seen last is returned meanwhile; the same look is waited for once more."""
    go_on = threading.Event()
    latest = Latest(lambda: go_on.wait(60), "first")
    assert await asyncio.gather(latest.get(0), latest.get(0)) == [("first", False)] * 2
    go_on.set()
    assert await latest.get(60) == (True, True)
