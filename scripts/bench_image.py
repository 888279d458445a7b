"""Measure what importing the handler costs, compared with a bare Python and the SDK."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--python", default=sys.executable, help="the image's Python")


def run(arguments: argparse.Namespace) -> int:
    """Import the handler in a fresh process; print its seconds and megabytes and those of a bare Python."""
    code = (
        "import time; start = time.perf_counter()\n{}\nimport resource\n"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    print(f"{'':20}{'seconds':>10}{'MB':>8}")
    for name, statement in (
        ("bare Python", "pass"),
        ("import runpod", "import runpod"),
        ("import handler", "import handler"),
    ):
        command = [arguments.python, "-c", code.format(statement)]
        runs = [
            subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
            for _ in range(3)
        ]
        seconds, megabytes = min(run.stdout.split()[-2:] for run in runs)
        print(f"{name:20}{float(seconds):10.2f}{megabytes:>8}")
    return 0
