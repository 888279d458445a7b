"""Which machine this is, and what it can do at most. Prints the facts as one line of JSON when it is run.

python -m gpu_day.machine
"""

import datetime as dt
import json
import platform
import shutil
import subprocess
import time
from typing import Any

_SIDE = {"cuda": 8192, "cpu": 1024}  # of the square matrices


def facts(device: str) -> dict[str, Any]:
    """Return the card (or processor), driver, PyTorch, Python and date; `cuda`: PyTorch can use a GPU."""
    try:
        import torch
    except ModuleNotFoundError:
        version, cuda = "none", False
    else:
        version, cuda = str(torch.__version__), torch.cuda.is_available()
    card, driver = (_card() if cuda else None) or ("no GPU", "none")
    if device == "cpu" or not cuda:
        from bench_runs import cpu_name

        card, driver = f"no GPU ({cpu_name()})", "none"
    return {
        "card": card,
        "driver": driver,
        "pytorch": version,
        "python": platform.python_version(),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "cuda": cuda,
    }


def _card() -> tuple[str, str] | None:
    import torch

    name, program = torch.cuda.get_device_name(), shutil.which("nvidia-smi")
    if program is None:
        return name, "unknown"
    asked = [program, "--query-gpu=driver_version", "--format=csv,noheader", "--id=0"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    return name, said.stdout.strip() if said.returncode == 0 else "unknown"


def synchronise(device: str) -> None:
    """Wait until the device has done what it was asked."""
    if device == "cuda":
        import torch

        torch.cuda.synchronize()


def matrix_peak(device: str, dtype: Any) -> float:
    """Return what products of large random square matrices reach, TFLOP/s."""
    import torch

    side, times = _SIDE[device], 10
    a, b = (torch.randn(side, side, device=device).to(dtype) for _ in range(2))
    for _ in range(3):
        a @ b
    synchronise(device)
    started = time.perf_counter()
    for _ in range(times):
        a @ b
    synchronise(device)
    return 2 * side**3 * times / (time.perf_counter() - started) / 1e12


if __name__ == "__main__":
    import sys

    print(json.dumps(facts(sys.argv[1])))
