"""The machine's GPUs and their driver, as nvidia-smi describes them: no library of the models is needed."""

import shutil
import subprocess
from typing import Any

from f5tts_worker.supervisor.spawning import start

SMI_SECONDS = 10.0
_ASKED = ("name", "memory.total", "memory.free", "driver_version", "compute_cap")


def look_at_gpus() -> dict[str, Any]:
    """Return what the health page says of GPUs: `gpus` (memory in MiB), or the `error` why there are none.

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
            gpus.append({"name": name, **memory, "driver": driver, "compute": compute})
    return {"gpus": gpus, "error": None} if gpus else _none(f"nvidia-smi names no GPU: {said.strip()}")


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
