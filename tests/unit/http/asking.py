"""An application asked without a server: its backend is a real worker whose engine is the tiny one."""

import contextlib
from pathlib import Path

import httpx
from tests.unit.tiny_worker import running

from f5tts_worker.config import read_environment
from f5tts_worker.http.application import make_app
from f5tts_worker.http.backend import OwnWorker, finished
from f5tts_worker.http.serving import Serving
from f5tts_worker.http.streams import last, sound_asked
from f5tts_worker.storage import open_store
from f5tts_worker.storage.results.expiry import path_while_it_counts

BASE = "http://localhost:8000"


def client_of(app, **headers):
    """Return a client that asks the application itself."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE, headers=headers, timeout=60)


@contextlib.asynccontextmanager
async def application(folder, serving=None, **variables):
    """Yield an application before a worker whose volume is the folder, and the worker."""
    async with running(folder, F5TTS_SERVE="http", **variables) as worker:

        async def path_of(key) -> Path | None:
            volume = await worker.readiness.volume()
            return path_while_it_counts(open_store(volume.settings), key)

        backend = OwnWorker(worker.answer, path_of, worker.state, worker.settings)
        yield make_app(backend, serving or Serving()), worker


@contextlib.asynccontextmanager
async def asking(folder, serving=None, **variables):
    """Yield a client of such an application."""
    async with application(folder, serving, **variables) as (app, _), client_of(app) as client:
        yield client


class Spoken:
    """A stand-in for a backend: it keeps what it was asked for, and answers with what it was given."""

    is_metered = False
    settings, _ = read_environment({"F5TTS_MODEL": "demo"})

    def __init__(self, audio=b"", **answer):
        self.asked = []
        self.audio = audio
        self.answer = {"status": "completed", "job_id": "job-1", "audio_url": "/v1/files/output/x"} | answer

    async def run(self, job_id, job_input):
        self.asked.append({name: value for name, value in job_input.items() if name != "endpoint"})
        return dict(self.answer)

    async def stream(self, job_id, job_input):
        form, order = sound_asked(job_input)
        answer = await self.run(job_id, order)
        async for told in finished(self, answer, form):
            yield told
        yield last(answer)

    async def read(self, address):
        return self.audio

    def models(self):
        return ("demo",)

    def state(self):
        return "ready"
