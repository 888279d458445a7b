"""An engine never outlives its worker, however busy it is."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

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
    held = os.fork() if fork == "fork" else 0   # as the SDK's heartbeat: it inherits the pipes and lives on
    if fork == "fork" and held == 0:
        import time
        time.sleep(60)
        os._exit(0)
    print(engine.pid, held, engine._home, flush=True)
    await job

asyncio.run(main())
"""


@pytest.mark.parametrize("fork", ["fork", "alone"])
@pytest.mark.parametrize("busy", ["python", "asleep", "native", "holding the lock"])
async def test_the_engine_dies_with_its_worker(busy, fork):
    """The worker is killed with SIGKILL while the engine is busy: the engine's process ends too."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(HERE / "engines" / "is_busy_in_the_real_loop.py"), busy, fork],
        env={"PYTHONPATH": str(HERE.parents[1] / "src"), "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        engine, held, home = worker.stdout.readline().split()
        worker.kill()
        try:
            while Path(f"/proc/{engine}").exists() and "Z" not in _state(engine):
                await asyncio.sleep(0.005)
        finally:
            if held != "0":
                os.kill(int(held), signal.SIGKILL)
    subprocess.run(["rm", "-r", home], check=True)


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"
