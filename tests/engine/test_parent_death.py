"""An engine never outlives its worker, however busy it is."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from f5tts_worker.supervisor.own_folder import own_folder, remove_left

HERE = Path(__file__).parent

WORKER = """
import asyncio, os, sys
from pathlib import Path
from f5tts_worker.supervisor.process import Engine

async def main():
    script, busy, fork = sys.argv[1:]
    engine = Engine(Path(sys.executable), arguments=[script])
    started = asyncio.Event()
    job = asyncio.create_task(engine.call("transcribe", {"busy": busy}, on_progress=lambda *_: started.set()))
    await started.wait()
    reading, writing = os.pipe()
    held = os.fork() if fork == "fork" else 0   # as the SDK's heartbeat: it inherits the pipes and lives on
    if fork == "fork" and held == 0:
        import time
        os.write(writing, b"!")  # the fork is over: it has closed what is private to the worker
        time.sleep(60)
        os._exit(0)
    if held:
        os.read(reading, 1)
    print(engine.pid, held, engine._home, flush=True)
    await job

asyncio.run(main())
"""


@pytest.mark.parametrize("fork", ["fork", "alone"])
@pytest.mark.parametrize("busy", ["python", "asleep", "native", "holding the lock"])
async def test_the_engine_dies_with_its_worker(busy, fork, tmp_path, monkeypatch):
    """The worker is killed with SIGKILL while the engine is busy: the engine's process ends too.

    Its folder is removed by the next worker, though a process lives that the killed one has forked.
    """
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(HERE / "engines" / "is_busy_in_the_real_loop.py"), busy, fork],
        env={"PYTHONPATH": str(HERE.parents[1] / "src"), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        engine, held, home = worker.stdout.readline().split()
        worker.kill()
        worker.wait()
        try:
            while Path(f"/proc/{engine}").exists() and "Z" not in _state(engine):
                await asyncio.sleep(0.005)
            monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
            assert list(tmp_path.iterdir()) == [Path(home)]
            remove_left()
            with own_folder() as next_home:
                assert list(tmp_path.iterdir()) == [next_home]
        finally:
            if held != "0":
                os.kill(int(held), signal.SIGKILL)
    assert not list(tmp_path.iterdir())


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"
