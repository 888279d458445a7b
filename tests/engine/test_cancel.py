"""A caller who leaves stops the engine's work: it is asked, then killed; a load goes on without a caller."""

import asyncio
import os
from pathlib import Path

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.states import Limits, State


async def busy(engine, params, *, method="transcribe", **options):
    """Start a call, and return it once its first progress says that the engine works on it."""
    started = asyncio.Event()
    task = asyncio.create_task(engine.call(method, params, on_progress=lambda *_: started.set(), **options))
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return task


async def test_cancel_leaves_the_engine_usable(make_engine):
    """A cancelled call raises CancelledError, and the same process answers the next one."""
    engine = make_engine("does_as_told")
    await engine.start()
    pid = engine.pid
    task = await busy(engine, {"progress": 1, "hang": True})
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (engine.state, engine.pid) == (State.READY, pid)
    assert (await engine.call("transcribe", {"echo": "x"}))["pid"] == pid


@pytest.mark.parametrize("kind", ["python", "waiting"])
async def test_the_real_loop_obeys_a_cancel(make_engine, kind):
    """The engine's own loop stops Python code, and waiting for what another request holds, and stays up."""
    engine = make_engine("is_busy_in_the_real_loop")
    task = await busy(engine, {"busy": kind})
    pid = engine.pid
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert engine.pid == pid
    assert await engine.call("transcribe", {}) == {"modules": []}


async def test_a_cancel_waits_for_the_end_of_an_import(make_engine):
    """An import is not cut in half: the cancel comes after it, and the module is whole in the next call."""
    engine = make_engine("is_busy_in_the_real_loop", limits=Limits(grace_s=20))
    task = await busy(engine, {"busy": "importing"})
    pid = engine.pid
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await engine.call("transcribe", {"busy": "importing"})
    assert engine.pid == pid


async def test_a_deaf_engine_is_killed_after_the_grace(make_engine):
    """A hang that ignores the signal is killed, does not count as a death, and the next call works."""
    engine = make_engine("ignores_cancel", limits=Limits(grace_s=0.1, deaths=1))
    pids = []
    for _ in range(2):
        task = await busy(engine, {"hang": True})
        pids.append(engine.pid)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert engine.state is State.DEAD
        assert not Path(f"/proc/{pids[-1]}").exists()
    pids.append((await engine.call("transcribe", {}))["pid"])
    assert len(set(pids)) == 3


async def test_a_second_cancel_leaves_at_once_and_the_next_call_waits(make_engine):
    """A caller who insists is let go before the grace is over; the next call starts a new engine after it."""
    engine = make_engine("ignores_cancel", limits=Limits(grace_s=0.3))
    task = await busy(engine, {"hang": True})
    old = engine.pid
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert engine.pid == old
    assert (await engine.call("transcribe", {}))["pid"] != old


async def test_cancel_touches_no_other_request(make_engine, tmp_path):
    """Of requests side by side one is cancelled; the others, and the engine, go on."""
    engine = make_engine("does_as_told")
    go = tmp_path / "go"
    beside = asyncio.create_task(engine.call("transcribe", {"until": str(go), "echo": "beside"}))
    first = await busy(engine, {"progress": 1, "hang": True})
    pid = engine.pid
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (engine.state, engine.pid) == (State.BUSY, pid)
    go.touch()
    assert (await beside)["echo"] == "beside"
    assert (await engine.call("transcribe", {}))["pid"] == pid


async def test_cancel_while_queued_touches_nothing(make_engine):
    """A call that is cancelled before its turn neither disturbs the one at work nor those behind it."""
    engine = make_engine("does_as_told", limits=Limits(at_once=1))
    first = await busy(engine, {"progress": 1, "hang": True})
    pid = engine.pid
    second = asyncio.create_task(engine.call("transcribe", {"echo": 2}))
    third = asyncio.create_task(engine.call("transcribe", {"echo": 3}))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    assert engine.state is State.BUSY
    first.cancel()
    assert (await third)["echo"] == 3
    assert engine.pid == pid
    assert first.cancelled()


async def test_a_deaf_neighbour_costs_nobody_an_answer(make_engine, tmp_path):
    """An engine that is killed for one caller's sake does what others wait for again."""
    engine = make_engine("ignores_cancel", limits=Limits(grace_s=0.1, deaths=1))
    deaf = await busy(engine, {"hang": True})
    old = engine.pid
    beside = asyncio.create_task(engine.call("transcribe", {}))
    deaf.cancel()
    assert (await beside)["pid"] != old
    assert deaf.cancelled()


async def test_a_deadline_ends_the_work(make_engine):
    """Past its deadline a call gets JOB_TIMEOUT, and the engine is free for the next one."""
    engine = make_engine("does_as_told")
    await engine.start()
    pid = engine.pid
    with pytest.raises(WorkerError, match=r"0\.05 s.*'transcribe'") as caught:
        await engine.call("transcribe", {"hang": True}, deadline_s=0.05)
    assert caught.value.code == "JOB_TIMEOUT"
    assert (await engine.call("transcribe", {}))["pid"] == pid


async def test_a_deadline_counts_the_time_in_the_queue(make_engine):
    """A call whose time runs out in the queue gets JOB_TIMEOUT and disturbs nobody."""
    engine = make_engine("does_as_told", limits=Limits(at_once=1))
    first = await busy(engine, {"progress": 1, "hang": True})
    with pytest.raises(WorkerError) as caught:
        await engine.call("transcribe", {}, deadline_s=0.02)
    assert caught.value.code == "JOB_TIMEOUT"
    assert not first.done()
    first.cancel()
    await asyncio.wait({first})


async def test_a_load_goes_on_without_the_caller_who_asked(make_engine, tmp_path):
    """A cancelled wait for a load does not stop it: the next call finds it done, and loads nothing twice."""
    gate = tmp_path / "gate"
    engine = make_engine("loads_slowly")
    task = await busy(engine, {"gate": str(gate)}, method="load")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert engine.state is State.LOADING
    following = asyncio.create_task(engine.call("transcribe", {}))
    await asyncio.sleep(0)
    gate.touch()
    assert (await following)["loads"] == 1
    assert (await engine.ensure_loaded({"gate": str(gate)}))["loads"] == 1


async def test_no_progress_after_a_cancel(make_engine):
    """Once a call was cancelled its callback is not called again, whatever the engine still sends."""
    engine = make_engine("floods_progress")
    seen, many = [], asyncio.Event()

    def hear(*_):
        seen.append(task.done())
        if len(seen) == 100:
            many.set()

    task = await busy(engine, {})
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    task = asyncio.create_task(engine.call("transcribe", {}, on_progress=hear))
    await many.wait()
    task.cancel()
    await asyncio.wait({task})
    count = len(seen)
    await engine.call("transcribe", {})
    assert len(seen) == count
    assert not any(seen)


async def test_a_request_whose_parameters_are_no_json_changes_nothing(make_engine):
    """A caller's programming error is raised to it before the engine hears of it."""
    engine = make_engine("does_as_told")
    await engine.start()
    with pytest.raises(TypeError):
        await engine.call("transcribe", {"fd": os})
    with pytest.raises(ValueError, match="unknown method"):
        await engine.call("sing", {})
    assert engine.state is State.READY
