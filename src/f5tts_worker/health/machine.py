"""What a worker finds around it: GPUs and their driver, and whether its bucket answers. No model library."""

import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import open_store
from f5tts_worker.supervisor.spawning import start

SMI_SECONDS = 10.0
PROBE_PREFIX = "health-probe/"  # nothing is ever stored there: asking for it costs one small request
_ASKED = ("name", "memory.total", "memory.free", "driver_version", "compute_cap")


@dataclass(frozen=True)
class Gpu:
    """One GPU as nvidia-smi describes it; memory in MiB."""

    name: str
    memory_mib: int
    free_mib: int
    driver: str
    compute: str


@dataclass(frozen=True)
class Machine:
    """The GPUs, or why none are visible; None: not known yet."""

    gpus: tuple[Gpu, ...] | None = None
    gpu_error: str | None = None


@dataclass(frozen=True)
class BucketSight:
    """Whether the bucket answers, and if not, why. None: not known yet, or no bucket is set."""

    reachable: bool | None = None
    error: str | None = None


def look_at_gpus() -> Machine:
    """Ask nvidia-smi. Takes about a second where there is a GPU, and no time where there is none."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return Machine((), "nvidia-smi is missing, so this machine has no NVIDIA GPU")
    try:
        said = _output([program, f"--query-gpu={','.join(_ASKED)}", "--format=csv,noheader,nounits"])
    except (OSError, subprocess.SubprocessError) as error:
        return Machine((), f"nvidia-smi does not work: {error}"[:300])
    gpus = []
    for line in said.splitlines():
        values = [value.strip() for value in line.split(",")]
        if len(values) == len(_ASKED):
            name, total, free, driver, compute = values
            gpus.append(Gpu(name, _number(total), _number(free), driver, compute))
    return Machine(tuple(gpus), None if gpus else f"nvidia-smi names no GPU: {said.strip()}"[:300])


def look_at_bucket(settings: Settings) -> BucketSight:
    """Make one request to the bucket that results go to."""
    if settings.bucket is None:
        return BucketSight()
    store = open_store(settings)
    try:
        store.list(PROBE_PREFIX)
    except WorkerError as error:
        return BucketSight(reachable=False, error=str(error))
    finally:
        store.close()
    return BucketSight(reachable=True)


def describe_bucket(settings: Settings, sight: BucketSight) -> dict[str, Any] | None:
    """Return the page's part on the bucket; None where results are kept on the volume."""
    if settings.bucket is None:
        return None
    return {"name": settings.bucket.name, "reachable": sight.reachable, "error": sight.error}


def _output(command: list[str]) -> str:
    """Return what a program says; it is killed when it takes too long."""
    process = start(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with process:
        try:
            said, _ = process.communicate(timeout=SMI_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    if process.returncode != 0:
        raise subprocess.SubprocessError(
            " ".join(str(said).split())[:200] or f"exit code {process.returncode}"
        )
    return str(said)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0  # "[N/A]" on some virtual GPUs
