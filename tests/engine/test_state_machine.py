"""A generated life: starts, calls, deaths, kills, cancels and closes in any order, against a simple model."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.process import Engine
from f5tts_worker.supervisor.states import Limits, State

WINDOW = 600.0
DOES_AS_TOLD = Path(__file__).parent / "engines" / "does_as_told.py"


class LifeOfAnEngine(RuleBasedStateMachine):
    """A death costs the job that is to blame; the next finds the model loaded; three deaths are too many."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.now = 0.0
        self.deaths = []
        self.closed = False
        self.model = None
        self.engine = Engine(
            Path(sys.executable),
            arguments=[str(DOES_AS_TOLD)],
            limits=Limits(grace_s=5.0),
            clock=lambda: self.now,
        )
        self.pids = set()

    def run(self, coroutine):
        return self.loop.run_until_complete(coroutine)

    def dies(self):
        """Note a death, and return the code that its job must get."""
        self.deaths = [*self.deaths, self.now][-3:]
        unhealthy = len(self.deaths) == 3 and self.now - self.deaths[0] <= WINDOW
        return "ENGINE_UNHEALTHY" if unhealthy else "ENGINE_DIED"

    async def outcome(self, awaitable):
        try:
            return await awaitable
        except WorkerError as error:
            return error.code

    @rule(seconds=st.sampled_from([1.0, 250.0, 601.0]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule()
    def start(self):
        result = self.run(self.outcome(self.engine.start()))
        assert result == ("ENGINE_DIED" if self.closed else None)

    @rule(model=st.sampled_from("ab"))
    def load(self, model):
        result = self.run(self.outcome(self.engine.ensure_loaded({"model": model})))
        if self.closed:
            assert result == "ENGINE_DIED"
        else:
            assert result["loads"][-1] == model
            self.model = model

    @rule(echo=st.text(max_size=5), progress=st.integers(0, 3))
    def call(self, echo, progress):
        seen = []
        params = {"echo": echo, "progress": progress}
        result = self.run(
            self.outcome(self.engine.call("transcribe", params, on_progress=lambda *r: seen.append(r)))
        )
        if self.closed:
            assert (result, seen) == ("ENGINE_DIED", [])
        else:
            assert result["echo"] == echo
            assert result["loads"][-1:] == ([self.model] if self.model else [])
            assert seen == [("working", n + 1, progress) for n in range(progress)]

    @precondition(lambda self: not self.closed)
    @rule(
        how=st.sampled_from([{"die": "SIGKILL"}, {"die": "SIGSEGV"}, {"exit": 0}]), also_queued=st.booleans()
    )
    def dies_at_work(self, how, also_queued):
        async def both():
            calls = [self.engine.call("transcribe", how)]
            if also_queued:
                calls.append(self.engine.call("transcribe", {"echo": "queued"}))
            return await asyncio.gather(*map(self.outcome, calls))

        code, *queued = self.run(both())
        assert code == self.dies()  # once: that it dies of the second try, too, is the request's own fault
        assert [result["echo"] for result in queued] == ["queued"] * also_queued

    @precondition(lambda self: not self.closed)
    @rule()
    def is_killed_idle(self):
        async def kill():
            await self.engine.start()
            os.kill(self.engine.pid, signal.SIGKILL)
            while self.engine.state is not State.DEAD:
                await asyncio.sleep(0.001)

        self.run(kill())
        self.dies()

    @precondition(lambda self: not self.closed)
    @rule(beside=st.integers(0, 2))
    def is_killed_busy(self, beside):
        """Have what was under way done again."""
        with tempfile.TemporaryDirectory() as folder:
            go = Path(folder) / "go"

            async def kill():
                jobs = [await self._busy({"until": str(go), "echo": n}) for n in range(beside + 1)]
                os.kill(self.engine.pid, signal.SIGKILL)
                go.touch()
                return await asyncio.gather(*map(self.outcome, jobs))

            results = self.run(kill())
        self.dies()
        assert [result["echo"] for result in results] == list(range(beside + 1))

    @precondition(lambda self: not self.closed)
    @rule(by=st.sampled_from(["cancel", "deadline"]))
    def is_stopped(self, by):
        async def stop():
            if by == "deadline":
                await self.engine.call("transcribe", {})
                return await self.outcome(self.engine.call("transcribe", {"hang": True}, deadline_s=0.02))
            job = await self._busy({"hang": True})
            job.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await job
            return None

        assert self.run(stop()) == ("JOB_TIMEOUT" if by == "deadline" else None)
        assert self.engine.state is State.READY

    async def _busy(self, what):
        started = asyncio.Event()
        params = {"progress": 1, **what}
        job = asyncio.create_task(self.engine.call("align", params, on_progress=lambda *_: started.set()))
        await started.wait()
        return job

    @rule()
    def close(self):
        self.run(self.engine.close())
        self.closed = True

    @invariant()
    def states_and_processes_agree(self):
        """Hold that an idle engine has a living process, and a new or dead one has none."""
        assert self.engine.state in {State.NEW, State.READY, State.DEAD}
        pid = self.engine.pid
        assert (pid is not None) == (self.engine.state is State.READY)
        assert pid is None or Path(f"/proc/{pid}").exists()
        self.pids = {old for old in self.pids | {pid} if old and Path(f"/proc/{old}").exists()}
        assert self.pids <= {pid}

    def teardown(self):
        self.run(self.engine.close())
        self.loop.close()


TestLifeOfAnEngine = LifeOfAnEngine.TestCase
# Each example starts a few processes.
TestLifeOfAnEngine.settings = settings(
    max_examples=settings.default.max_examples // 10, stateful_step_count=12
)
