"""What the server has done and is doing, in the text form that Prometheus reads."""

import asyncio
import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from f5tts_worker.health.gpus import look_at_gpus
from f5tts_worker.health.latest import Latest
from f5tts_worker.http.backend import Answer
from f5tts_worker.running_time import running_time

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4  # what every version of Prometheus reads
JOB_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)
FACTORS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5)
GPU_FRESH_S, GPU_PATIENCE_S = 60.0, 0.02  # nvidia-smi takes a second: it is not waited for
MADE_BEFORE = "made_before"  # nothing was made for this answer: it is that of an earlier job
SPEAKING = ("tts", "dub")  # the endpoints whose answers hold speech that was made for them
MEBIBYTE = 1024 * 1024
PROC = Path("/proc")


@dataclass
class Counted:
    """A job that is counted, and its answer when it has one."""

    answer: Answer = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """How it ended."""
        if "error" not in self.answer:
            cached = (self.answer.get("usage") or {}).get("cached")
            return MADE_BEFORE if cached == "answer" else "completed"
        return "cancelled" if self.answer.get("error_code") == "CANCELLED" else "failed"


class Metrics:
    """The figures of one server, in a registry of their own."""

    def __init__(self, parallel: int) -> None:
        """`parallel` is how many jobs the server takes at once."""
        self._registry = own = CollectorRegistry()
        self._gpus: Latest[dict[str, Any]] = Latest(look_at_gpus, {"gpus": None}, GPU_FRESH_S)
        self._memory = _Memory()
        self._jobs = Counter(
            "f5tts_jobs",
            "Jobs that have ended, by endpoint and outcome.",
            ("endpoint", "outcome"),
            registry=own,
        )
        self._seconds = Histogram(
            "f5tts_job_seconds",
            "Seconds from a job's beginning to its end, waiting included.",
            ("endpoint",),
            buckets=JOB_SECONDS,
            registry=own,
        )
        self._stages = Counter(
            "f5tts_stage_seconds",
            'Seconds that completed jobs have spent in each stage; "queued" is all waiting.',
            ("stage",),
            registry=own,
        )
        self._speech = Counter("f5tts_speech_seconds", "Seconds of speech that was made.", registry=own)
        self._factor = Histogram(
            "f5tts_real_time_factor",
            "Seconds of work for a second of speech, of each job that speaks.",
            buckets=FACTORS,
            registry=own,
        )
        self._errors = Counter(
            "f5tts_errors", "Errors that clients were answered with, by code.", ("code",), registry=own
        )
        self._under_way = Gauge(
            "f5tts_jobs_under_way", "Jobs that wait or are worked on.", ("endpoint",), registry=own
        )
        limit = Gauge("f5tts_jobs_limit", "Jobs that are taken at once (F5TTS_MAX_PARALLEL).", registry=own)
        limit.set(parallel)
        ProcessCollector(registry=own)
        own.register(self._memory)

    @contextlib.contextmanager
    def job(self, endpoint: str) -> Iterator[Counted]:
        """Count a job that is done in the block, which is given its answer."""
        since, counted = running_time(), Counted()
        outcome = "failed"
        self._under_way.labels(endpoint).inc()
        try:
            yield counted
            outcome = counted.outcome
        except (asyncio.CancelledError, GeneratorExit):  # the second where it was heard as it was made
            outcome = "cancelled"
            raise
        finally:
            self._under_way.labels(endpoint).dec()
            if outcome != MADE_BEFORE:
                self._seconds.labels(endpoint).observe(running_time() - since)
            self._jobs.labels(endpoint, outcome).inc()
        if outcome == "completed":
            self._work(endpoint, counted.answer)

    def refused(self, code: str) -> None:
        """Count an error that a client is answered with."""
        self._errors.labels(code).inc()

    def _work(self, endpoint: str, answer: Answer) -> None:
        """Count what went into an answer, and what came of it."""
        timings = answer.get("timings") or {}
        for stage, seconds in timings.items():
            if stage != "real_time_factor":
                self._stages.labels(stage).inc(seconds)
        if endpoint in SPEAKING:
            self._speech.inc(answer.get("duration") or 0.0)
            if "real_time_factor" in timings:
                self._factor.observe(timings["real_time_factor"])

    async def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        seen, _ = await self._gpus.get(GPU_PATIENCE_S)
        self._memory.gpus = seen["gpus"] or ()
        return await asyncio.to_thread(generate_latest, self._registry)

    def close(self) -> None:
        """Stop looking at the GPUs."""
        self._gpus.close()


class _Memory(Collector):
    """The memory of the processes that this one has started, and of the GPUs."""

    gpus: Sequence[Mapping[str, Any]] = ()  # as they were seen last

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield what is known now."""
        resident = GaugeMetricFamily(
            "f5tts_engine_resident_memory_bytes",
            "Resident memory of the processes that the worker has started.",
        )
        resident.add_metric((), _resident_of_children(os.getpid()))
        yield resident
        for name, key in (("total", "memory_mib"), ("free", "free_mib")):
            memory = GaugeMetricFamily(
                f"f5tts_gpu_memory_{name}_bytes", f"The GPU's {name} memory.", labels=("gpu",)
            )
            for number, gpu in enumerate(self.gpus):
                if gpu.get(key) is not None:
                    memory.add_metric((str(number),), gpu[key] * MEBIBYTE)
            if memory.samples:
                yield memory


def _resident_of_children(parent: int) -> int:
    """Return the bytes of memory that a process' children, and theirs, have resident (proc(5))."""
    children: dict[int, list[tuple[int, int]]] = {}  # by parent: the process and its pages
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append((int(folder.name), int(fields[21])))
    found, pages = [parent], 0
    for process in found:
        for child, its_pages in children.get(process, ()):
            found.append(child)
            pages += its_pages
    return pages * os.sysconf("SC_PAGE_SIZE")
