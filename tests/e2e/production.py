"""A worker in the SDK's production loop together with the stand-in that it works for."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.e2e.cloud import Cloud
from tests.e2e.processes import QUICK_HANDLER, WorkerProcess


class Production:
    """A worker under the stand-in for RunPod."""

    def __init__(
        self, cloud: Cloud, folder: Path, environ: Mapping[str, str], script: Path = QUICK_HANDLER
    ) -> None:
        self.cloud = cloud.__enter__()
        self.process = WorkerProcess(folder, dict(environ) | cloud.environment(), script=script)

    def run(self, job_input: object) -> dict[str, Any]:
        """Run a job to its end; return what was posted as its result."""
        return self.result(self.cloud.submit(job_input))

    def result(self, job: str) -> dict[str, Any]:
        """Wait for a job's result; say what the worker printed if none comes."""
        try:
            return self.cloud.result(job)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; the worker's last words:\n{self.process.log()[-3000:]}") from None

    def ok(self, job_input: object) -> dict[str, Any]:
        """Run a job that should succeed; return its output."""
        body = self.run(job_input)
        assert "error" not in body, body["error"]
        return body["output"]

    def wait_ready(self) -> None:
        """Wait until the models are loaded; no job waits for it meanwhile."""
        while self.ok({"endpoint": "health"})["engine"] != "READY":
            time.sleep(0.5)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the engine still once it is ready, so that no job ends meanwhile, however short it is."""
        self.wait_ready()
        engine = self.process.engine()
        os.kill(engine, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(engine, signal.SIGCONT)

    def close(self) -> None:
        self.process.close()
        self.cloud.__exit__()
        assert self.cloud.refused == []
        assert "Traceback" not in self.process.log(), self.process.log()[-3000:]
