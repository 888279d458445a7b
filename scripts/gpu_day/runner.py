"""Measure what only a GPU can show, in the minutes that there are, most valuable first.

scripts/gpu_day.sh --prepare               where there is a network: fetch what a bare GPU machine lacks
scripts/gpu_day.sh [--minutes 10]          on the GPU machine, without a network
scripts/gpu_day.sh --device cpu --minutes 3    a trial without a GPU

Each step is a process of its own with a limit of its own. Its figures are saved one by one, and kept in
OUT/results.json; OUT/report.md shows all. Started again with the same OUT, the run goes on with the first
step that has no result. A step that was under way when the run was killed is not tried again unless --only
names it. What the steps print is in OUT/log.txt.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_runs import ROOT
from gpu_day.prepare import PREPARED, unpack
from gpu_day.results import markdown, read_json, write_json

_LEAST_SECONDS = 4.0  # in less, a step cannot even import PyTorch


@dataclass(frozen=True)
class Step:
    """A step: its module's `run(day)`, its title, its share of the time left, what it needs."""

    name: str
    module: str
    title: str
    share: float
    needs_gpu: bool = False


def _step(name: str, title: str, share: float, *, needs_gpu: bool = False, module: str = "") -> Step:
    return Step(name, f"gpu_day.steps.{module or name}", title, share, needs_gpu)


# In the order of their worth; the shares are about the seconds that each takes on a large GPU.
STEPS = (
    _step("files", "Files of full size, random weights", 40, needs_gpu=True),
    _step("parity", "Parity: the engine against F5-TTS's own sampler in fp32", 80),
    _step("synthesis", "Synthesis: the engine against `f5_tts.api` on the same device", 120),
    _step("faults", "A lost GPU context and exhausted memory, provoked", 60, needs_gpu=True),
    _step("cold", "Cold start: from the engine's process to the first speech", 50),
    _step("kernels", "One step of the flow: kernels, gaps, share of the matrix peak", 40),
    _step("graphs", "Experiment: CUDA graphs", 30, needs_gpu=True, module="experiments.graphs"),
    _step("compile", "Experiment: torch.compile", 60, needs_gpu=True, module="experiments.compiled"),
    _step("int8", "Experiment: int8", 25, needs_gpu=True, module="experiments.int8"),
    _step("fp8", "Experiment: fp8", 25, needs_gpu=True, module="experiments.fp8"),
    _step("caching", "Experiment: blocks kept from step to step", 25, module="experiments.caching"),
    _step("soak", "200 jobs: is memory flat?", 60),
    _step("training", "Training of the demo voices", 120),
)


class Run:
    """One run: what is done so far is in OUT/results.json."""

    def __init__(self, options: argparse.Namespace, steps: Sequence[Step]) -> None:
        self._options, self._steps = options, steps
        self._ends = time.monotonic() + 60 * options.minutes
        self._out, self._work = options.out.resolve(), options.work.resolve()
        for folder in (self._out, self._work):
            folder.mkdir(parents=True, exist_ok=True)
        self._environment = self._prepare()
        self._machine = self._ask_machine()
        self._results = read_json(self._out / "results.json")
        for name, found in self._results.items():
            if found["status"] == "running":  # the run before was killed in the middle of it
                self._settle(name, "killed")

    def go(self) -> None:
        """Run what has no result yet, each step for its share of the time that is left."""
        again = self._options.only
        waiting = [step for step in self._steps if (step.name in again if again else not self._has(step))]
        while waiting:
            step, *waiting = waiting
            if step.needs_gpu and self._options.device == "cpu":
                self._record(step, "needs a GPU", 0.0)
                continue
            left = self._ends - time.monotonic()
            shares = [s.share for s in waiting if not (s.needs_gpu and self._options.device == "cpu")]
            limit = left * step.share / (step.share + sum(shares))
            if limit < _LEAST_SECONDS:
                self._record(step, "no time left", limit)
                continue
            self._run(step, limit)
        (self._out / "figures.json").unlink(missing_ok=True)

    def _has(self, step: Step) -> bool:
        found = self._results.get(step.name)
        return found is not None and found["status"] != "no time left"

    def _run(self, step: Step, limit: float) -> None:
        print(f"... {step.name}, at most {limit:.0f} s", file=sys.stderr, flush=True)
        (self._out / "figures.json").unlink(missing_ok=True)
        self._record(step, "running", limit)
        started = time.monotonic()
        places = (
            self._out / "figures.json",
            self._options.device,
            time.monotonic() + limit,
            self._work,
            self._out,
        )
        command = [sys.executable, "-m", "gpu_day.step", step.module, *map(str, places)]
        with (self._out / "log.txt").open("ab") as log:
            log.write(f"\n=== {step.name}\n".encode())
            log.flush()
            process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
            try:
                process.wait(limit)
                status = "failed"
            except subprocess.TimeoutExpired:
                status = "timed out"
            finally:
                with contextlib.suppress(ProcessLookupError):  # also what it may have left behind
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._results[step.name]["seconds"] = round(time.monotonic() - started, 1)
        self._results[step.name]["why"] = f"it ended with code {process.returncode}"
        self._settle(step.name, status)

    def _settle(self, name: str, status: str) -> None:
        """Take over the figures of a step that is over; `status` counts if it did not say how it ended."""
        self._results[name] |= {"status": status, "rows": []} | read_json(self._out / "figures.json")
        self._save()
        print(f"    {name}: {self._results[name]['status']}", file=sys.stderr, flush=True)

    def _record(self, step: Step, status: str, limit: float) -> None:
        options = self._options
        self._results[step.name] = {
            "status": status,
            "why": "",
            "rows": [],
            "limit": limit,
            "seconds": 0.0,
            "machine": self._machine,
            "command": f"scripts/gpu_day.sh --device {options.device} --minutes {options.minutes:g}"
            f" --only {step.name}",
        }
        self._save()

    def _save(self) -> None:
        write_json(self._out / "results.json", self._results)
        (self._out / "report.md").write_text(self.report(), encoding="utf-8")

    def report(self) -> str:
        """Return all results as Markdown."""
        done = {name: found for name, found in self._results.items() if found["status"] != "running"}
        return markdown(done, {step.name: step.title for step in self._steps})

    def _prepare(self) -> Mapping[str, str]:
        """Return the steps' environment; what `--prepare` fetched is unpacked where this Python lacks it."""
        packages, libraries = unpack(self._options.prepared, self._work)
        paths = [ROOT / "src", ROOT / "scripts", *packages]
        return {
            **os.environ,
            "PYTHONPATH": ":".join([*map(str, paths), *self._options.steps_from]),
            "LD_LIBRARY_PATH": ":".join(filter(None, [os.environ.get("LD_LIBRARY_PATH"), *libraries])),
            "HF_HUB_OFFLINE": "1",
            "OMP_WAIT_POLICY": "PASSIVE",
        }

    def _ask_machine(self) -> dict[str, Any]:
        command = [sys.executable, "-W", "ignore", "-m", "gpu_day.machine", self._options.device]
        asked = subprocess.run(command, capture_output=True, text=True, check=True, env=self._environment)
        facts: dict[str, Any] = json.loads(asked.stdout.splitlines()[-1])
        if self._options.device == "cuda" and not facts["cuda"]:
            raise SystemExit(
                f"PyTorch ({facts['pytorch']}) sees no GPU here; --device cpu is a trial without."
            )
        return facts


def options(arguments: Sequence[str], steps: Sequence[Step]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/gpu_day.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="for everything (default: 10)")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "gpu-day", help="a few small files")
    work = Path(tempfile.gettempdir()) / "f5tts-gpu-day"
    parser.add_argument("--work", type=Path, default=work, help="up to 3 GB that can be made again")
    parser.add_argument("--prepared", type=Path, default=PREPARED, help="what --prepare has made")
    names = [step.name for step in steps]
    parser.add_argument("--only", nargs="+", choices=names, default=[], help="run these, also once more")
    given = parser.parse_args(arguments)
    given.steps_from = []
    return given


def main(arguments: Sequence[str], steps: Sequence[Step] = STEPS, steps_from: Sequence[str] = ()) -> int:
    """Run the steps and print the report; `steps_from` are folders with modules of other steps."""
    given = options(arguments, steps)
    given.steps_from = list(steps_from)
    run = Run(given, steps)
    run.go()
    print(run.report())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
