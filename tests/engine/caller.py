"""A process that uses a tiny engine, on the test's clock: caller.py STAGE FOLDER. Prints what it heard."""

import asyncio
import contextlib
import sys
from pathlib import Path

from tests.frozen import use_clock

from f5tts_worker.running_time import Loop, running_time
from f5tts_worker.supervisor.process import Engine
from f5tts_worker.supervisor.states import Limits

STAGE, FOLDER = sys.argv[1], Path(sys.argv[2])
LIMITS = Limits(start_s=100, load_s=100, grace_s=100)
SCRIPT = Path(__file__).parent / "engines" / "waits_to_be_let_go.py"


async def main() -> None:
    engine = Engine(Path(sys.executable), arguments=[str(SCRIPT), STAGE, str(FOLDER)], limits=LIMITS)
    busy = asyncio.Event()
    loaded = await engine.ensure_loaded({"model": {"name": "tiny"}}, deadline_s=100)
    before = engine.pid
    params = {"hang": STAGE == "cancel"}
    call = asyncio.create_task(
        engine.call("transcribe", params, deadline_s=100, on_progress=lambda *_: busy.set())
    )
    if STAGE == "cancel":
        await busy.wait()
        call.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await call
    print(loaded["seconds"]["weights"])
    print(before, (await engine.call("transcribe", {}, deadline_s=100))["pid"])
    await engine.close()


use_clock(FOLDER / "clock")
running_time.look()
loop = Loop()
loop.run_until_complete(main())
