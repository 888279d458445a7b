"""Whatever an engine does wrong costs the job at hand an error that says so, and the next job works."""

import asyncio
import re

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.states import Limits, State


@pytest.mark.parametrize(
    ("name", "what_happened"),
    [
        ("writes_garbage", "not JSON"),
        ("writes_an_endless_line", "a line of more than"),
        ("answers_somebody_else", "result for request 2"),
        ("is_ready_twice", "ready for a second time"),
        ("reports_nonsense", "progress without"),
        ("dies_in_mid_line", "not JSON|exited with code 9"),
        ("closes_its_pipe", "closed its pipe but kept running"),
        ("leaves_an_orphan", "exited with code 5"),
    ],
)
async def test_a_fault_costs_one_job(make_engine, name, what_happened, caplog):
    """The job gets ENGINE_DIED and in which state, the log what happened, and the process is gone."""
    engine = make_engine(name, limits=Limits(grace_s=0.1))
    await engine.start()
    with pytest.raises(WorkerError) as caught:
        await engine.call("transcribe", {})
    assert caught.value.code == "ENGINE_DIED"
    assert caught.value.retryable
    assert re.search(what_happened, caplog.text)
    assert re.search("broke the protocol|closed its pipe|exited with code [59]", caught.value.message)
    assert "JSON" not in caught.value.message
    assert "working (transcribe)" in caught.value.message
    assert (engine.state, engine.pid) == (State.DEAD, None)
    await engine.start()
    assert engine.state is State.READY


async def test_prints_cannot_break_the_protocol(make_engine, caplog):
    """What an engine prints reaches the log, rate-limited, and never the protocol."""
    caplog.set_level("INFO", logger="f5tts_worker")
    engine = make_engine("prints_noise")
    assert await engine.call("transcribe", {}) == {"clean": True}
    assert await engine.call("transcribe", {}) == {"clean": True}
    await engine.close()
    messages = [record.getMessage() for record in caplog.records]
    assert any("forged" in message for message in messages)
    assert len(messages) < 1000
    assert max(map(len, messages)) <= 500


async def test_a_second_result_kills_the_engine(make_engine):
    """Of two results the first counts; the engine that sent two is not trusted with the next job."""
    engine = make_engine("answers_twice")
    first = await engine.call("transcribe", {})
    second = await engine.call("transcribe", {})
    assert first["pid"] != second["pid"]


async def test_a_result_counts_although_the_engine_dies_after_it(make_engine):
    """A result that was sent is delivered, and once the end is seen the next call starts the engine again."""
    engine = make_engine("answers_and_dies", limits=Limits(deaths=10))
    first = await engine.call("transcribe", {})
    while engine.state is not State.DEAD:
        await asyncio.sleep(0.001)
    second = await engine.call("transcribe", {})
    assert first["pid"] != second["pid"]


async def test_an_engine_that_cannot_start(make_engine, caplog):
    """A start that fails says how; what the engine wrote is in the log, without secrets, and nowhere else."""
    caplog.set_level("INFO", logger="f5tts_worker")
    engine = make_engine("exits_at_once")
    with pytest.raises(WorkerError) as caught:
        await engine.call("transcribe", {})
    assert caught.value.code == "ENGINE_START_FAILED"
    assert "exited with code 3" in caught.value.message
    assert "No module named 'torch'" in caplog.text
    assert "hunter2" not in caplog.text
    assert "deadbeef" not in caplog.text
    told = f"{caught.value.message} {caught.value.details}"
    assert "torch" not in told
    assert "example.com" not in told


async def test_an_engine_that_is_never_ready(make_engine, caplog):
    """A start that takes too long is given up, and the log shows what the engine said last."""
    caplog.set_level("INFO", logger="f5tts_worker")
    engine = make_engine("is_never_ready", limits=Limits(start_s=0.3))
    with pytest.raises(WorkerError, match=r"not ready within 0\.3 s") as caught:
        await engine.start()
    assert caught.value.code == "ENGINE_START_FAILED"
    assert "waiting for a file system that does not answer" in caplog.text
    assert "file system" not in f"{caught.value.message} {caught.value.details}"


async def test_an_engine_without_a_python(make_engine, tmp_path):
    """A missing interpreter is a failed start, no exception of the operating system, and names no path."""
    engine = make_engine("does_as_told")
    engine._command[0] = str(tmp_path / "python")
    with pytest.raises(WorkerError, match="cannot be run") as caught:
        await engine.start()
    assert caught.value.code == "ENGINE_START_FAILED"
    assert str(tmp_path) not in caught.value.message
    assert engine.state is State.DEAD


async def test_a_load_that_never_ends(make_engine):
    """A load past its limit kills the engine and says so."""
    engine = make_engine("never_loads", limits=Limits(load_s=0.2))
    with pytest.raises(WorkerError, match=r"loading \(load\): it did not load its models within 0.2 s"):
        await engine.ensure_loaded({"model": "a"})
    assert engine.state is State.DEAD


async def test_a_refused_load_leaves_the_engine_warm(make_engine):
    """An error that answers a load reaches the caller as it is; the engine lives and is not loaded."""
    engine = make_engine("refuses_to_load")
    for _ in range(2):
        with pytest.raises(WorkerError) as caught:
            await engine.ensure_loaded({"model": "a"})
        assert (caught.value.code, caught.value.details) == ("MODEL_MISMATCH", {"why": "because"})
    assert engine.state is State.READY
    assert engine.loaded is None
    assert await engine.call("transcribe", {}) == {}


async def test_an_engine_without_its_gpu_asks_for_a_fresh_worker(make_engine):
    """Only another worker helps, so the error asks for one though nothing has died; other errors do not."""
    for name, fresh in (("cannot_use_its_gpu", True), ("refuses_to_load", False)):
        with pytest.raises(WorkerError) as caught:
            await make_engine(name).ensure_loaded({"model": "a"})
        assert caught.value.refresh_worker is fresh


async def test_a_flood_of_progress_arrives_in_order(make_engine):
    """Progress in masses neither blocks the worker nor loses its order, and ends before the result."""
    engine = make_engine("floods_progress")
    seen = []
    result = await engine.call("transcribe", {}, on_progress=lambda _stage, done, _total: seen.append(done))
    assert result == {"done": True}
    assert seen == list(range(6_000))


async def test_a_piece_that_was_not_asked_for_breaks_the_protocol(make_engine):
    """Its sound might be another job's."""
    with pytest.raises(WorkerError, match="broke the protocol"):
        await make_engine("does_as_told").call("synthesise", {"tells": 1})


async def test_a_progress_callback_that_fails_costs_nothing(make_engine, caplog):
    """An exception in the caller's callback is logged once; the job goes on."""
    engine = make_engine("does_as_told")

    def fail(*_):
        raise ZeroDivisionError

    assert (await engine.call("transcribe", {"progress": 5, "echo": 1}, on_progress=fail))["echo"] == 1
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "a progress callback failed; it is not called again"
    ]


async def test_three_deaths_ask_for_a_fresh_worker(make_engine):
    """The third death within the window is ENGINE_UNHEALTHY with refresh_worker; old deaths are forgotten."""
    now = [0.0]
    engine = make_engine("does_as_told", clock=lambda: now[0])

    async def die():
        with pytest.raises(WorkerError) as caught:
            await engine.call("transcribe", {"die": "SIGSEGV"})
        assert "SIGSEGV" in caught.value.message
        return caught.value

    assert (await die()).code == "ENGINE_DIED"
    now[0] = 601.0
    assert (await die()).code == "ENGINE_DIED"
    now[0] = 700.0
    assert (await die()).code == "ENGINE_DIED"  # the first one was more than ten minutes ago
    now[0] = 701.0
    error = await die()
    assert error.code == "ENGINE_UNHEALTHY"
    assert error.refresh_worker
    assert (await engine.call("transcribe", {"echo": 1}))["echo"] == 1
