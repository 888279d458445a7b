"""A worker whose engine is the tiny one: real requests, real files, real processes, no models."""

import asyncio
import contextlib
import sys
from pathlib import Path

from f5tts_worker.bootstrap import Environment
from f5tts_worker.config import from_environment
from f5tts_worker.jobs.ready.readiness import Readiness
from f5tts_worker.jobs.worker import Worker
from f5tts_worker.supervisor.process import Engine

TINY = Path(__file__).with_name("tiny_engine.py")


class ReadyAtOnce(Readiness):
    """Its environment is this interpreter, and its engine the tiny one."""

    installing = False

    def _install(self, report):
        while self.installing:
            self._stop.wait(0.01)
        python = Path(sys.executable)
        return Environment("tiny", python.parent, python, python.parent)

    async def environment(self, job):
        return await self.environment_work.done(job)

    async def load_params(self, model, language, job):
        await self.environment(job)
        aligner = language and {"language": language}
        return {"model": {"name": model}, "aligner": aligner, "warm_up": True, "device": "cpu"}

    async def transcriber(self, job):
        return Path("/transcriber")


def make_engine(python):
    return Engine(python, arguments=(str(TINY),))


@contextlib.asynccontextmanager
async def running(folder, **variables):
    """Yield a worker whose volume is the folder; answers are asked for in this loop."""
    environ = {"F5TTS_VOLUME": str(folder), "F5TTS_MODEL": "demo"} | variables
    settings = from_environment(environ)
    readiness = ReadyAtOnce(settings, make_engine)
    worker = Worker(settings, readiness)
    try:
        yield worker
    finally:
        await readiness.close()


async def busy(worker):
    """Wait until the engine speaks for a job: it is at work a moment before, and the job goes on changing."""
    async with asyncio.timeout(120):
        while not any(_is_spoken(job) for job in worker._place.running.values()):
            await asyncio.sleep(0.01)


def _is_spoken(job):
    return not job.is_queued and (job.progress.latest or {}).get("stage") == "synthesise"


async def waits_for_others(worker, number):
    """Wait until the engine says that job `number` waits for others.

    Its status alone does not tell: a job also counts as queued for a moment before the engine is asked.
    """
    asked = job("asker", endpoint="status", job_id=f"job-{number}")
    async with asyncio.timeout(120):
        while True:
            progress = (await worker.answer(asked)).get("progress") or {}
            if progress.get("message") == "waiting for other jobs":
                return
            await asyncio.sleep(0.01)


def job(number=1, **data):
    return {"id": f"job-{number}", "input": data}
