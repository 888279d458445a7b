"""Processes that die: what it costs, and what is left behind."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.e2e.answers import check_speech
from tests.e2e.cloud import PATIENCE_S
from tests.e2e.conftest import new_volume
from tests.e2e.processes import QUICK_HANDLER, children, command_line, pipes, wait_gone
from tests.e2e.test_production import LONG, SHORT

from f5tts_worker.volume.sweep import CHUNKS

LATE_HEARTBEAT = """
import runpy, time
from runpod.serverless.modules.rp_ping import Heartbeat
start_ping = Heartbeat.start_ping
def late(*arguments):
    time.sleep(1)
    start_ping(*arguments)
Heartbeat.start_ping = late
runpy.run_path({handler!r}, run_name="__main__")
"""

pytestmark = pytest.mark.environment

ORDER = {  # three chunks
    "text": "The baker opened his shop.\n\nWe packed our bags.\n\nMy uncle kept three brown horses.",
    "nfe_steps": 1,
    "seed": 11,
    "word_timings": False,
}


@pytest.fixture
def late(tmp_path):
    """Return a handler.py whose SDK forks its heartbeat a second later, while the engine loads."""
    script = tmp_path / "late_handler.py"
    script.write_text(LATE_HEARTBEAT.format(handler=str(QUICK_HANDLER)))
    return script


def test_jobs_whose_engine_dies_and_what_is_left_of_all(start_production, late, tmp_path):
    """One worker's life: its engine is killed while it loads, and in the middle of long speech.

    However late the SDK forks its heartbeat, it keeps none of the pipes of an engine that runs already. A
    heartbeat that holds them leaves the start of the engine hanging for ever, and outlives a killed worker,
    which then leaves its engine.

    While it loads: the job that waits is told so or served, and the next one works. When some chunks of long
    speech are done: the next engine makes the others, and the samples are the same. No job leaves a file in
    the temporary folder, and a cancelled one leaves none in the store. After SIGTERM the job under way ends,
    its result is posted, the exit code is 0, and the engine is gone.
    """
    volume = new_volume(tmp_path / "volume")  # so that no other engine keeps chunks there
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    # An hour for each: on a machine with much other work, none is refused as too long for its time.
    settings = {"F5TTS_VOLUME": str(volume), "TMPDIR": str(temporary), "F5TTS_JOB_SECONDS": "3600"}
    worker = start_production(late, **settings)
    heartbeat_without_pipes(worker, late)
    killed_while_it_loads(worker, tmp_path)
    cancelled_without_a_trace(worker, temporary, volume / "f5tts" / "store")
    killed_in_long_speech(worker, volume / "f5tts" / CHUNKS)
    ended_by_sigterm(worker, tmp_path)
    assert files_of(temporary) == set()


def heartbeat_without_pipes(worker, script):
    engine = worker.process.engine()

    def others():
        return [pid for pid in children(worker.process.pid) if pid != engine]

    worker.process.wait_until(
        lambda: any(script.name in command_line(pid) for pid in others()), PATIENCE_S, "a heartbeat"
    )
    for pid in others():  # one that has only just been forked is about to close them
        worker.process.wait_until(
            lambda pid=pid: not pipes(pid) & pipes(engine), PATIENCE_S, "the pipes' end"
        )


def killed_while_it_loads(worker, tmp_path):
    engine = worker.process.engine()
    job = worker.cloud.submit(SHORT)
    kill(worker, engine)
    body = worker.result(job)
    if "error" in body:
        assert body["output"]["error_code"] in ("ENGINE_DIED", "ENGINE_START_FAILED")
    check_speech(worker.ok(SHORT), SHORT["text"], tmp_path)


def cancelled_without_a_trace(worker, temporary, store):
    before = files_of(temporary)
    job = worker.cloud.submit(LONG)
    worker.cloud.wait_busy(job)
    worker.cloud.cancel(job)
    assert worker.run({"text": ""})["error"].startswith("INVALID_REQUEST: ")
    worker.ok(SHORT)
    assert files_of(temporary) == before
    assert [path.name for path in store.glob(f"**/*{job}*")] == [f"{job}.state.json"]


def killed_in_long_speech(worker, kept):
    shutil.rmtree(kept)
    whole = worker.ok(ORDER)
    made = {path.name for path in kept.glob("*.wav")}
    for number in range(5):  # on a machine with other work, all may be made before the kill
        shutil.rmtree(kept)
        job = worker.cloud.submit(ORDER | {"request_id": f"long-and-killed-{number}"})
        worker.process.wait_until(lambda: any(kept.glob("*.wav")), PATIENCE_S, "the first of the chunks")
        kill(worker, worker.process.engine())
        times = {path.name: path.stat().st_ino for path in kept.glob("*.wav")}
        body = worker.result(job)
        assert "error" not in body, body
        if len(times) < len(made):
            break
    assert 0 < len(times) < len(made)
    assert body["output"]["audio_base64"] == whole["audio_base64"]
    assert {path.name for path in kept.glob("*.wav")} == made
    assert {name: (kept / name).stat().st_ino for name in times} == times


def ended_by_sigterm(worker, tmp_path):
    text = "The old man and the young girl walked down the long road to the river."
    job = worker.cloud.submit({"text": text, "nfe_steps": 24})
    worker.cloud.wait_busy(job)
    engine = worker.process.engine()
    worker.process.process.terminate()
    assert worker.process.wait(PATIENCE_S) == 0, worker.process.log()[-3000:]
    check_speech(worker.cloud.result(job, 1)["output"], text, tmp_path)
    assert wait_gone(engine, 120)


# tests/engine/test_process.py has a request of which the engine dies twice, and test_parent_death.py there
# the engine's loop, busy in several ways, whose worker is killed.
@pytest.mark.exhaustive
def test_engines_that_are_killed_at_work_and_then_the_worker(start_production, late):
    """Killed at work, and again while the job is done once more: ENGINE_DIED, and no new worker is asked for.

    What three deaths do is in tests/unit/jobs/test_worker.py and tests/engine/test_misbehaviour.py.

    The engine ends with its worker even when the worker had no chance to say so, busy as it may be.
    """
    worker = start_production(late)
    lost = killed_at_work(worker, LONG, times=2)
    assert lost["output"]["error_code"] == "ENGINE_DIED"
    assert lost["output"]["retryable"] is True
    assert "SIGKILL" in lost["error"]
    assert "stopPod" not in lost

    job = worker.cloud.submit(LONG)
    worker.cloud.wait_busy(job)
    engine = worker.process.engine()
    worker.process.kill()
    assert wait_gone(engine, 120)


# tests/engine/test_cancel.py and tests/unit/test_deadline.py stop what is beyond its time, and
# test_production.py has the real engine stopped, by a cancel.
@pytest.mark.exhaustive
def test_a_job_beyond_its_time_is_stopped(start_production):
    """After F5TTS_JOB_SECONDS a job is JOB_TIMEOUT and retryable, and the engine serves the next one."""
    worker = start_production(F5TTS_JOB_SECONDS="5")
    worker.wait_ready()
    engine = worker.process.engine()
    body = worker.run(LONG)
    assert body["output"]["error_code"] == "JOB_TIMEOUT"
    assert body["output"]["retryable"] is True
    while (body := worker.run(SHORT)).get("output", {}).get("error_code") == "JOB_TIMEOUT":
        pass  # on a machine with other work, a short job can take that long
    assert "error" not in body
    assert worker.process.engine() == engine


def files_of(folder):
    """Return every file below a folder but those of the engine's own home."""
    return {
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    }


def killed_at_work(worker, order, times):
    """Kill the engine so many times while it works on a job; return what was posted for the job."""
    job, killed, after = worker.cloud.submit(order), set(), 0.0
    for _ in range(times):
        worker.cloud.wait_busy(job, after)
        engine = worker.process.engine()
        assert engine not in killed
        killed.add(engine)
        kill(worker, engine)
        after = time.monotonic()
    return worker.result(job)


def kill(worker, engine):
    """Kill an engine, and wait until it is gone."""
    os.kill(engine, signal.SIGKILL)
    worker.process.wait_until(lambda: not Path(f"/proc/{engine}").exists(), PATIENCE_S, "the engine's end")
