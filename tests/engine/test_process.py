"""The engine's ordinary life: start, load, answer, be replaced, close; and what its process may see."""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

import pytest

from f5tts_worker import log
from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor import process
from f5tts_worker.supervisor.child import processors, scrubbed_environment
from f5tts_worker.supervisor.states import Limits, State

CANARIES = {
    "AWS_SECRET_ACCESS_KEY": "canary-1",
    "AWS_ACCESS_KEY_ID": "canary-2",
    "RUNPOD_API_KEY": "canary-3",
    "RUNPOD_WEBHOOK_GET_JOB": "canary-4",
    "BUCKET_SECRET_ACCESS_KEY": "canary-5",
    "HF_TOKEN": "canary-6",
    "NVIDIA_API_KEY": "canary-7",
    "OMP_SECRET": "canary-8",
    "LD_PRELOAD": "",
    "PYTHONSTARTUP": "canary-9",
    "http_proxy": "canary-10",
}


async def test_states_of_an_ordinary_life(make_engine):
    """NEW, then READY with a process, LOADING and BUSY while it works, DEAD when closed."""
    engine = make_engine("does_as_told")
    assert (engine.state, engine.pid, engine.loaded) == (State.NEW, None, None)
    await engine.start()
    assert engine.state is State.READY
    pid = engine.pid
    await engine.start()
    assert engine.pid == pid
    seen = []
    load = {"model": "m", "progress": 3}
    await engine.ensure_loaded(load, on_progress=lambda *report: seen.append((engine.state, *report)))
    await engine.call("encode", {"progress": 1}, on_progress=lambda *_: seen.append(engine.state))
    assert seen == [*((State.LOADING, "working", n, 3) for n in (1, 2, 3)), State.BUSY]
    assert engine.loaded == load
    await engine.close()
    assert (engine.state, engine.pid) == (State.DEAD, None)
    assert not Path(f"/proc/{pid}").exists()


async def test_what_is_loaded_is_loaded_once(make_engine):
    """The same load again answers from memory; other parameters load; a call can name what it needs."""
    engine = make_engine("does_as_told")
    assert (await engine.ensure_loaded({"model": "a"}))["loads"] == ["a"]
    assert (await engine.ensure_loaded({"model": "a"}))["loads"] == ["a"]
    assert (await engine.call("load", {"model": "b"}))["loads"] == ["a", "b"]
    assert (await engine.call("transcribe", {}))["loads"] == ["a", "b"]
    assert (await engine.call("transcribe", {}, load={"model": "a"}))["loads"] == ["a", "b", "a"]


async def test_a_request_has_its_turn_once_what_it_needs_is_loaded(make_engine):
    """Loading again what another job replaced is a wait, not this request's work."""
    engine, seen = make_engine("does_as_told"), []

    def show(stage, done, total):
        seen.append(stage)

    load = {"model": "a", "progress": 1}
    await engine.call("encode", {}, load=load, on_progress=show, on_turn=lambda: seen.append("turn"))
    assert seen == ["working", "turn"]


@pytest.mark.parametrize("end", [{"die": "SIGKILL"}, {"exit": 3}])
async def test_a_new_engine_is_loaded_as_the_old_one_was(make_engine, end):
    """After a death the next call starts an engine, loads what was loaded last, with progress, and works."""
    engine = make_engine("does_as_told")
    await engine.ensure_loaded({"model": "a"})
    await engine.ensure_loaded({"model": "b", "progress": 2})
    with pytest.raises(WorkerError, match=r"SIGKILL|code 3"):
        await engine.call("transcribe", end)
    seen = []
    result = await engine.call("transcribe", {"echo": 5}, on_progress=lambda *report: seen.append(report))
    assert (result["echo"], result["loads"]) == (5, ["b"])
    assert seen == [("working", 1, 2), ("working", 2, 2)]


async def test_pieces_come_in_order_before_the_result(make_engine):
    """Each to the request that asks for them; none to one that has been left."""
    engine, seen = make_engine("does_as_told"), []
    calls = [
        engine.call(
            "synthesise",
            {"pieces": True, "tells": 5, "echo": n},
            on_piece=lambda piece, n=n: seen.append((n, piece)),
        )
        for n in range(2)
    ]
    assert [result["echo"] for result in await asyncio.gather(*calls)] == [0, 1]
    for n in range(2):
        assert [piece["index"] for number, piece in seen if number == n] == list(range(5))


async def test_a_request_that_is_done_again_tells_its_pieces_again(make_engine, tmp_path):
    """From the first one on: who takes them knows which it has."""
    engine, seen = make_engine("does_as_told"), []
    params = {"pieces": True, "tells": 3, "die": "SIGKILL", "once": str(tmp_path / "died")}
    await engine.call("synthesise", params, on_piece=lambda piece: seen.append(piece["index"]))
    assert seen in ([0, 1, 2, 0, 1, 2], [0, 1, 0, 1, 2], [0, 0, 1, 2], [0, 1, 2])


async def test_what_belongs_to_a_request_needs_no_place_of_its_own(make_engine, tmp_path):
    """Else requests that have all places, and wait for what belongs to them, would wait for ever."""
    engine, until = make_engine("does_as_told", limits=Limits(at_once=1)), tmp_path / "until"
    long = asyncio.create_task(engine.call("synthesise", {"until": str(until)}))
    while engine.state is not State.BUSY:
        await asyncio.sleep(0.001)
    assert (await engine.call("align", {"echo": 1}, is_beside=True))["echo"] == 1
    until.touch()
    await long


@pytest.mark.parametrize("state", [State.STARTING, State.LOADING, State.READY])
async def test_a_kill_in_any_state_costs_one_job_at_most(make_engine, state):
    """Killed in each state: the waiting job gets an error that names the state, and the next one works."""
    engine = make_engine("starts_at_the_second_try" if state is State.STARTING else "does_as_told")
    method = "load" if state is State.LOADING else "transcribe"
    if state is State.READY:
        job = asyncio.create_task(engine.start())
        await job
    else:
        job = asyncio.create_task(engine.call(method, {"hang": True}))
    while engine.state is not state or engine.pid is None:
        await asyncio.sleep(0.001)
    while state is State.STARTING and not (engine._home / "was-here").exists():
        await asyncio.sleep(0.001)
    os.kill(engine.pid, signal.SIGKILL)
    if state is State.READY:
        while engine.state is not State.DEAD:
            await asyncio.sleep(0.001)
    else:
        with pytest.raises(WorkerError, match=f"{state.value}.*SIGKILL") as caught:
            await job
        assert caught.value.code == ("ENGINE_START_FAILED" if state is State.STARTING else "ENGINE_DIED")
        assert caught.value.details["exit_code"] == -signal.SIGKILL
    assert engine.state is State.DEAD
    assert (await engine.call("transcribe", {"echo": "next"}))["echo"] == "next"


async def test_what_was_under_way_is_done_again(make_engine, tmp_path):
    """An engine that is killed while it works for several costs none of them its answer."""
    engine = make_engine("does_as_told")
    await engine.start()
    killed, go = engine.pid, tmp_path / "go"
    started = [asyncio.Event() for _ in range(3)]
    jobs = [
        asyncio.create_task(
            engine.call(
                "transcribe",
                {"progress": 1, "until": str(go), "echo": number},
                on_progress=lambda *_, number=number: started[number].set(),
            )
        )
        for number in range(3)
    ]
    await asyncio.gather(*(event.wait() for event in started))
    os.kill(killed, signal.SIGKILL)
    go.touch()
    answers = await asyncio.gather(*jobs)
    assert [answer["echo"] for answer in answers] == [0, 1, 2]
    assert killed not in {answer["pid"] for answer in answers}


async def test_what_is_done_again_does_not_hold_others_up(make_engine, tmp_path, monkeypatch):
    """Once the engine has outlived its first seconds, other requests begin, however long it takes."""
    monkeypatch.setattr(process, "_TRIAL_S", 0.05)
    engine = make_engine("does_as_told")
    await engine.start()
    started, go = asyncio.Event(), tmp_path / "go"
    params = {"progress": 1, "until": str(go), "echo": "long"}
    long = asyncio.create_task(engine.call("transcribe", params, on_progress=lambda *_: started.set()))
    await started.wait()
    os.kill(engine.pid, signal.SIGKILL)
    async with asyncio.timeout(120):
        assert (await engine.call("encode", {"echo": "short"}))["echo"] == "short"
    assert not long.done()
    go.touch()
    assert (await long)["echo"] == "long"


async def test_of_several_only_the_one_to_blame_gets_an_error(make_engine, tmp_path):
    """A request of which the engine dies twice fails; what was under way beside it does not."""
    engine = make_engine("does_as_told")
    await engine.start()
    started, go = asyncio.Event(), tmp_path / "go"
    params = {"progress": 1, "until": str(go), "echo": "beside"}
    beside = asyncio.create_task(engine.call("transcribe", params, on_progress=lambda *_: started.set()))
    await started.wait()
    guilty = asyncio.create_task(engine.call("transcribe", {"die": "SIGSEGV"}))
    go_later = asyncio.get_running_loop().call_later(0.2, go.touch)
    with pytest.raises(WorkerError, match="SIGSEGV") as caught:
        await guilty
    assert caught.value.code == "ENGINE_DIED"
    assert (await beside)["echo"] == "beside"
    go_later.cancel()


async def test_requests_are_worked_on_side_by_side(make_engine, tmp_path):
    """A short request is answered while a long one is under way; each gets its own answer."""
    engine = make_engine("does_as_told")
    go = tmp_path / "go"
    long = asyncio.create_task(engine.call("transcribe", {"until": str(go), "echo": "long"}))
    assert (await engine.call("encode", {"echo": "short"}))["echo"] == "short"
    assert not long.done()
    assert engine.state is State.BUSY
    go.touch()
    assert (await long)["echo"] == "long"
    assert engine.state is State.READY


async def test_another_model_waits_for_what_is_under_way_and_another_aligner_does_not(make_engine, tmp_path):
    """No request loses its model while it is worked on."""
    engine = make_engine("does_as_told")
    go, load, begun = tmp_path / "go", {"model": "a", "aligner": "en"}, asyncio.Event()
    await engine.ensure_loaded(load)
    long = asyncio.create_task(engine.call("transcribe", {"until": str(go)}, load=load, on_turn=begun.set))
    await begun.wait()
    german = await engine.call("encode", {}, load={"model": "a", "aligner": "de"})
    assert german["loads"] == ["a", "a"]
    other = asyncio.create_task(engine.call("encode", {}, load={"model": "b"}))
    behind = asyncio.create_task(engine.call("encode", {"echo": "behind"}, load={"model": "b"}))
    await asyncio.sleep(0.05)
    assert not other.done()
    assert not behind.done()
    go.touch()
    assert (await long)["loads"] == ["a", "a"]
    assert (await other)["loads"] == ["a", "a", "b"]
    assert (await behind)["loads"] == ["a", "a", "b"]


async def test_a_wish_for_another_model_that_was_given_up_holds_nobody_up(make_engine, tmp_path):
    """Who waits for the model in use to be free, and leaves, leaves nothing behind."""
    engine = make_engine("does_as_told")
    go, load, begun = tmp_path / "go", {"model": "a"}, asyncio.Event()
    long = asyncio.create_task(engine.call("transcribe", {"until": str(go)}, load=load, on_turn=begun.set))
    await begun.wait()
    given_up = asyncio.create_task(engine.call("encode", {}, load={"model": "b"}))
    await asyncio.sleep(0.05)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert (await engine.call("encode", {}, load=load))["loads"] == ["a"]
    go.touch()
    await long


async def test_who_only_waited_is_not_to_blame(make_engine, tmp_path):
    """A request that waits to be done again alone is sent though the engine dies of another meanwhile."""
    engine = make_engine("does_as_told", limits=Limits(deaths=10))
    go, started = tmp_path / "go", asyncio.Event()
    innocent = {"progress": 1, "until": str(go), "echo": "innocent"}
    first = asyncio.create_task(engine.call("transcribe", innocent, on_progress=lambda *_: started.set()))
    await started.wait()
    guilty = [asyncio.create_task(engine.call("transcribe", {"die": "SIGKILL"})) for _ in range(3)]
    go.touch()
    for job in guilty:
        with pytest.raises(WorkerError) as caught:
            await job
        assert caught.value.code == "ENGINE_DIED"
    assert (await first)["echo"] == "innocent"


async def test_who_is_sent_again_beside_a_fault_is_not_to_blame(make_engine, tmp_path):
    """A request may be sent for the second time while one of which the engine dies is under way."""
    engine = make_engine("does_as_told", limits=Limits(deaths=10))
    go, later, started, begun = tmp_path / "go", tmp_path / "later", asyncio.Event(), asyncio.Event()
    innocent = {"progress": 1, "until": str(go), "echo": "innocent"}
    first = asyncio.create_task(engine.call("transcribe", innocent, on_progress=lambda *_: started.set()))
    await started.wait()
    async with engine._turn:  # the guilty one waits for its turn when the engine dies, and is sent first
        dies = {"progress": 1, "until": str(later), "die": "SIGKILL"}
        guilty = asyncio.create_task(engine.call("transcribe", dies, on_progress=lambda *_: begun.set()))
        await asyncio.sleep(0)
        started.clear()
        os.kill(engine.pid, signal.SIGKILL)
        await started.wait()  # QUEUED
    started.clear()
    await asyncio.gather(begun.wait(), started.wait())  # both are under way
    later.touch()
    with pytest.raises(WorkerError, match="died"):
        await guilty
    go.touch()
    assert (await first)["echo"] == "innocent"


async def test_a_load_beside_a_death_is_done_again(make_engine, tmp_path):
    """Another aligner is loaded while the engine works for others: their fault costs its caller nothing."""
    engine = make_engine("does_as_told", limits=Limits(deaths=10))
    go = tmp_path / "go"
    what = {"model": "a", "progress": 1, "until": str(go)}
    go.touch()
    load = {**what, "aligner": "en"}
    await engine.ensure_loaded(load)
    go.unlink()
    begun = asyncio.Event()
    beside = asyncio.create_task(engine.call("encode", {"until": str(go)}, load=load, on_turn=begun.set))
    await begun.wait()
    started, other = asyncio.Event(), {**what, "aligner": "de"}
    loading = asyncio.create_task(engine.ensure_loaded(other, on_progress=lambda *_: started.set()))
    await started.wait()
    pid = engine.pid
    os.kill(pid, signal.SIGKILL)
    go.touch()
    assert (await loading)["pid"] != pid
    await beside


async def test_a_load_that_kills_the_engine_is_not_tried_for_ever(make_engine):
    """Its caller gets the error after a few engines."""
    engine = make_engine("does_as_told", limits=Limits(deaths=10))
    with pytest.raises(WorkerError) as caught:
        await engine.call("encode", {}, load={"model": "a", "exit": 9})
    assert caught.value.code == "ENGINE_DIED"


async def test_not_more_are_under_way_than_may_be(make_engine, tmp_path):
    """A call beyond the limit waits for one of those before it."""
    engine = make_engine("does_as_told", limits=Limits(at_once=2))
    go = tmp_path / "go"
    long = [asyncio.create_task(engine.call("transcribe", {"until": str(go)})) for _ in range(2)]
    turns = []
    third = asyncio.create_task(engine.call("encode", {"echo": 3}, on_turn=lambda: turns.append(3)))
    while engine.state is not State.BUSY:
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.05)
    assert turns == []
    go.touch()
    assert (await third)["echo"] == 3
    await asyncio.gather(*long)


async def test_each_of_many_calls_gets_its_own_answer(make_engine):
    """Calls made at once begin in order, and none gets another's answer."""
    engine = make_engine("does_as_told")
    begun = []

    async def call(number):
        params = {"echo": number, "progress": 2}
        result = await engine.call("transcribe", params, on_turn=lambda: begun.append(number))
        return result["echo"]

    assert await asyncio.gather(*map(call, range(20))) == list(range(20))
    assert begun == list(range(20))


async def test_large_requests_and_answers_pass(make_engine):
    """A few megabytes each way pass, a lone surrogate too; more than the limit is an error, not a death."""
    engine = make_engine("does_as_told")
    text = "ä\ud800" + "x" * 4_000_000
    assert (await engine.call("transcribe", {"echo": text}))["echo"] == text
    real = make_engine("is_busy_in_the_real_loop")
    with pytest.raises(WorkerError, match="cannot be sent: a message of") as caught:
        await real.call("transcribe", {"busy": "huge"})
    assert caught.value.code == "INTERNAL"
    assert real.state is State.READY


async def test_the_real_loop_survives_prints_and_imports_nothing_heavy(make_engine):
    """A service's print does not reach the pipe, and the loop is up without PyTorch, NumPy or asyncio."""
    engine = make_engine("is_busy_in_the_real_loop")
    assert await engine.call("transcribe", {"busy": "print"}) == {"modules": []}


@pytest.mark.parametrize("how", ["busy", "idle", "starting", "new", "queued"])
async def test_close_in_any_state(make_engine, how):
    """Whoever waits when the engine closes gets ENGINE_DIED; so does every later call; no process is left."""
    engine = make_engine("is_never_ready" if how == "starting" else "does_as_told")
    jobs = []
    if how in {"busy", "starting", "queued"}:
        jobs = [asyncio.create_task(engine.call("transcribe", {"hang": True, "progress": 1}))]
        while engine.pid is None or (how != "starting" and engine.state is not State.BUSY):
            await asyncio.sleep(0.001)
    if how == "queued":
        jobs.append(asyncio.create_task(engine.call("transcribe", {})))
        await asyncio.sleep(0)
    if how == "idle":
        await engine.start()
    pid = engine.pid
    await engine.close()
    for job in [*jobs, engine.call("transcribe", {})]:
        with pytest.raises(WorkerError) as caught:
            await job
        assert caught.value.code == "ENGINE_DIED"
    assert engine.state is State.DEAD
    assert pid is None or not Path(f"/proc/{pid}").exists()
    await engine.close()


async def test_the_engine_sees_no_credentials(make_engine):
    """Only what is on the list arrives from our environment; the hub is off, caches have a folder."""
    allowed = {
        "PATH": os.environ["PATH"],
        "CUDA_VISIBLE_DEVICES": "0",
        "OMP_NUM_THREADS": "2",
        "LANG": "C.UTF-8",
    }
    engine = make_engine("shows_its_environment", environ=CANARIES | allowed)
    seen = await engine.call("transcribe", {"modules": ["f5tts_worker", "pytest", "conftest"]})
    environ = seen["environ"]
    assert "canary" not in str(environ)
    assert environ.items() >= allowed.items()
    assert not environ.keys() & CANARIES.keys()
    assert (environ["HF_HUB_OFFLINE"], environ["TRANSFORMERS_OFFLINE"]) == ("1", "1")
    assert seen["stdin"] == "/dev/null"
    assert seen["leader"] is True
    assert seen["found"]["f5tts_worker"] is True
    assert seen["cwd"] == environ["HOME"]
    await engine.close()
    assert not Path(environ["HOME"]).exists()


async def test_compiled_kernels_stay_with_the_environment(make_engine, tmp_path):
    """CUDA's cache is a folder of the environment, unless an operator chooses another."""
    engine = make_engine("shows_its_environment", environ={})
    environ = (await engine.call("transcribe", {"modules": []}))["environ"]
    assert Path(environ["CUDA_CACHE_PATH"]) == Path(sys.executable).parents[1] / "cuda-cache"
    assert int(environ["CUDA_CACHE_MAXSIZE"]) == 1024**3
    own = {"CUDA_CACHE_PATH": str(tmp_path)}
    engine = make_engine("shows_its_environment", environ=own)
    assert (await engine.call("transcribe", {"modules": []}))["environ"].items() >= own.items()


async def test_only_our_package_is_added_to_the_path(make_engine, tmp_path):
    """The import path shows our package and not its neighbours: they may be the image's site-packages."""
    environ = scrubbed_environment({}, tmp_path)
    assert [entry.name for entry in Path(environ["PYTHONPATH"]).iterdir()] == ["f5tts_worker"]


@pytest.mark.parametrize(
    ("files", "most"),
    [
        ({"cpu.max": "150000 100000"}, 2),
        ({"cpu.max": "20000 100000"}, 1),
        ({"cpu.max": "max 100000"}, 10**6),
        ({"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 10**6),
        ({"cpu.max": "nonsense"}, 10**6),
        ({}, 10**6),
    ],
)
def test_threads_follow_the_containers_share(tmp_path, files, most):
    """The engine gets as many threads as its container has processors' time, whatever the host has."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert processors(tmp_path) == min(most, len(os.sched_getaffinity(0)))


def test_an_operator_can_set_the_threads(tmp_path):
    """Threads wait without spinning unless the worker's own environment says otherwise."""
    assert scrubbed_environment({}, tmp_path)["OMP_WAIT_POLICY"] == "PASSIVE"
    own = {"OMP_WAIT_POLICY": "ACTIVE", "OMP_NUM_THREADS": "3"}
    assert scrubbed_environment(own, tmp_path).items() >= own.items()


async def test_the_job_of_a_log_line(make_engine, caplog):
    """What the engine writes to stderr while it works for a job is logged with that job's id."""
    seen = {}
    handler = caplog.handler
    handler.addFilter(lambda record: seen.update({record.getMessage(): log.job_id.get()}) or True)
    caplog.set_level("INFO", logger="f5tts_worker")
    engine = make_engine("does_as_told")
    await engine.start()

    async def job():
        log.job_id.set("job-7")
        with contextlib.suppress(WorkerError):
            await engine.call("transcribe", {"die": "SIGKILL"})

    await asyncio.create_task(job())
    assert seen["about to die"] == "job-7"
    assert (
        seen[
            "The engine died while it was working (transcribe): it was killed by SIGKILL, as happens when "
            "memory runs out."
        ]
        == "job-7"
    )
