"""The machine's GPUs and their driver, as nvidia-smi describes them: no library of the models is needed."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from f5tts_worker.supervisor.spawning import start

SMI_SECONDS = 10.0
COMPUTE_BLACKWELL = 10.0
_ASKED = ("name", "memory.total", "memory.free", "driver_version", "compute_cap")


@dataclass(frozen=True)
class Needs:
    """What an environment needs: a compute capability, and a driver (its major version)."""

    compute: float
    driver: int
    driver_blackwell: int

    def driver_for(self, compute: float) -> int:
        """Return the oldest driver, by its major version, that runs this environment on such a GPU."""
        return self.driver_blackwell if compute >= COMPUTE_BLACKWELL else self.driver


# By F5TTS_CUDA. Compute capabilities: what PyTorch was compiled for (torch._C._cuda_getArchFlags). Drivers:
# NVIDIA's table of CUDA compatibility has 525.60 for CUDA 12, 580 for CUDA 13; Blackwell came with 570.
NEEDS = {"12": Needs(7.0, 525, 570), "13": Needs(7.5, 580, 580)}


def look_at_gpus() -> dict[str, Any]:
    """Return what the health page says of GPUs: `gpus` (memory in MiB), or the `error` why there are none.

    `cuda` of a GPU are the values of F5TTS_CUDA whose environments run on it, with this driver.

    Takes about a second where there is a GPU, and no time where there is none.
    """
    program = shutil.which("nvidia-smi")
    if program is None:
        return _none("nvidia-smi is missing, so this machine has no NVIDIA GPU")
    try:
        said = _output([program, f"--query-gpu={','.join(_ASKED)}", "--format=csv,noheader,nounits"])
    except (OSError, subprocess.SubprocessError) as error:
        return _none(f"nvidia-smi does not work: {error}")
    gpus = []
    for line in said.splitlines():
        values = [value.strip() for value in line.split(",")]
        if len(values) == len(_ASKED):
            name, total, free, driver, compute = values
            memory = {"memory_mib": _number(total), "free_mib": _number(free)}
            fitting = [cuda for cuda in NEEDS if not why_unfit(cuda, driver, compute)]
            gpus.append({"name": name, **memory, "driver": driver, "compute": compute, "cuda": fitting})
    return {"gpus": gpus, "error": None} if gpus else _none(f"nvidia-smi names no GPU: {said.strip()}")


def why_unfit(cuda: str, driver: str, compute: str) -> str:
    """Say what a GPU lacks for the environment of F5TTS_CUDA, "" where nothing is known to be lacking."""
    needs = NEEDS[cuda]
    capability = float(compute) if re.fullmatch(r"\d+\.\d+", compute) else needs.compute
    if capability < needs.compute:
        return f"its compute capability is {compute}; {needs.compute} or newer is needed"
    needed = needs.driver_for(capability)
    major = re.match(r"\d+", driver)
    if major and int(major[0]) < needed:
        return f"the driver {driver} is too old; {needed} or newer is needed"
    return ""


def _none(why: str) -> dict[str, Any]:
    return {"gpus": [], "error": why[:300]}


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
