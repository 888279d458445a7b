"""The worker's real engine process, driven through the supervisor as a job drives it."""

import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from f5tts_worker.engine.protocol import PREPARE, SYNTHESISE, LoadParams, PrepareParams, SynthesiseParams
from f5tts_worker.supervisor.process import Engine
from gpu_day.texts import DEMO, REFERENCE, REFERENCE_TEXT


@dataclass
class Speaker:
    """An engine that is up, with a voice."""

    engine: Engine
    folder: Path
    load: LoadParams
    voice: str = ""

    async def ready(self) -> dict[str, Any]:
        """Load; return what `load` answers and the seconds that it took with the process's start."""
        started = time.perf_counter()
        answer = await self.engine.ensure_loaded(self.load)
        return {**answer, "all": time.perf_counter() - started}

    async def say(self, text: str, steps: int, *, name: str = "said") -> dict[str, Any]:
        """Speak; `name` is the file's, and may ask for a fault (engine_side.py). Raises WorkerError."""
        if not self.voice:
            order: PrepareParams = {
                "audio": f"{REFERENCE}.wav",
                "text": REFERENCE_TEXT,
                "language": "en",
                "cache": str(self.folder / "cache"),
                "judge": False,
            }
            self.voice = (await self.engine.call(PREPARE, order, load=self.load))["reference"]
        job: SynthesiseParams = {
            "reference": self.voice,
            "cache": str(self.folder / "cache"),
            "text": text,
            "nfe_steps": steps,
            "out": str(self.folder / f"{name}.wav"),
        }
        started = time.perf_counter()
        answer = await self.engine.call(SYNTHESISE, job, load=self.load)
        return {**answer, "all": time.perf_counter() - started}


@asynccontextmanager
async def speaker(files: dict[str, str], device: str) -> AsyncIterator[Speaker]:
    """Yield a speaker whose process starts with the first call."""
    aligner = {"language": "en", "kind": "huggingface", "path": str(DEMO / "aligner"), "name": "demo"}
    load = {"model": {**files, "known": True}, "aligner": aligner, "warm_up": True, "device": device}
    paths = f"import sys; sys.path[1:1] = {sys.path!r}"  # and what was unpacked
    code = f"{paths}; from gpu_day import engine_side; engine_side.main(sys.argv[1:])"
    engine = Engine(Path(sys.executable), arguments=("-W", "ignore", "-c", code))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cache").mkdir()
        try:
            yield Speaker(engine, Path(folder), cast("LoadParams", load))
        finally:
            await engine.close()
