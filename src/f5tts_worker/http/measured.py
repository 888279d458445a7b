"""A backend whose jobs are counted as they begin and end."""

import contextlib
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.http.backend import Answer, Backend, State
from f5tts_worker.http.metrics import Metrics
from f5tts_worker.http.streams import Told
from f5tts_worker.request.fields import ENDPOINTS


class Measured:
    """A backend whose jobs are counted."""

    def __init__(self, backend: Backend, metrics: Metrics) -> None:
        self._backend, self._metrics = backend, metrics
        self.is_metered, self.settings = backend.is_metered, backend.settings

    async def run(self, job_id: str, job_input: Mapping[str, Any]) -> Answer:
        """Return a job's answer. Raises as the backend does."""
        with self._metrics.job(_endpoint(job_input)) as counted:
            counted.answer = await self._backend.run(job_id, job_input)
            return counted.answer

    async def stream(self, job_id: str, job_input: Mapping[str, Any]) -> AsyncGenerator[Told, None]:
        """Yield what a job tells while it is done. Raises as the backend does."""
        with self._metrics.job(_endpoint(job_input)) as counted:
            async with contextlib.aclosing(self._backend.stream(job_id, job_input)) as told:
                async for one in told:
                    if one["type"] in ("end", "error"):
                        counted.answer = one
                    yield one

    def known(self, job_id: str) -> Answer | None:
        """Return how a job stands, if that is known without asking a worker."""
        return self._backend.known(job_id)

    async def read(self, address: str) -> bytes:
        """Return the content behind an address in an answer. Raises Fault."""
        return await self._backend.read(address)

    async def file(self, key: str) -> Path:
        """Return the file that is served under a key. Raises Fault 404."""
        return await self._backend.file(key)

    def models(self) -> tuple[str, ...]:
        """Return the models that are known without asking a worker."""
        return self._backend.models()

    def state(self) -> State:
        """Say whether jobs would be done now."""
        return self._backend.state()


def _endpoint(job_input: Mapping[str, Any]) -> str:
    """Return the endpoint of a job, one word for all that there are not: each word is kept for ever."""
    asked = job_input.get("endpoint", "tts")
    return asked if isinstance(asked, str) and asked in ENDPOINTS else "unknown"
