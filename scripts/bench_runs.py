"""What the benchmarks share: how a program runs in an environment's Python, and what machine this is.

At their top, these modules import only the standard library, because they run in all three Pythons.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUSY = 0.3  # processes a core that were already waiting or running when the run began


def run_in(python: str | Path, *arguments: object, side: str = "ours") -> str:
    """Run a program in an environment's Python; return the last line that it printed.

    Raises SystemExit with the end of its messages if it fails.
    """
    command = [str(python), "-W", "ignore", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment_of(side))
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout.splitlines()[-1] if done.stdout else ""


def environment_of(side: str) -> Mapping[str, str]:
    """Return a side's variables. Neither looks anything up; ours runs as the worker starts its engine."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""}
    if side != "stock":  # the stock side runs as it comes
        environment |= {"PYTHONPATH": str(ROOT / "src"), "OMP_WAIT_POLICY": "PASSIVE"}
    return environment


def make_files(python: str | Path, folder: Path, *names: str) -> None:
    """Have the environment's Python make the named files of bench_files.py."""
    print("... files", file=sys.stderr)
    run_in(python, Path(__file__).with_name("bench_files.py"), folder, *names)


def cpu_name() -> str:
    """Return the processor's name."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
