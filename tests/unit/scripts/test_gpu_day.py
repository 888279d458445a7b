"""A day on a GPU: its runner, with steps that end in every way a step can. Real processes, real kills."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.pairs import ordinarily

ROOT = Path(__file__).parents[3]
STEPS = {
    "good": 'day.figures.add("speed", 2.5, "times as fast", "with a note")',
    "slow": (
        'day.figures.add("so far", 1)\n    (day.work / "slow").touch()\n    import time\n    time.sleep(300)'
    ),
    "bad": 'day.figures.add("before", 7)\n    raise ValueError("no such thing")',
    "gone": "import os\n    os._exit(3)",
    "elsewhere": 'from gpu_day.results import NotRunError\n    raise NotRunError("the machine has no flute")',
    "orphan": (
        "import subprocess, sys\n"
        '    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])\n'
        '    (day.work / "child").write_text(str(child.pid))'
    ),
    "counted": 'with (day.work / "count").open("a") as file:\n        file.write(".")',
    "patient": 'day.figures.add("seconds", day.left)',
    "family": (
        "import multiprocessing, subprocess, sys, time\n"
        '    code = "import sys; sys.path += sys.argv[2:]; import day_family; day_family.wait(sys.argv[1])"\n'
        '    subprocess.Popen([sys.executable, "-c", code, str(day.work / "program"), *sys.path])\n'
        '    forked = multiprocessing.get_context("fork").Process(target=stay, args=(day.work / "forked",))\n'
        "    forked.start()\n"
        "    time.sleep(300)\n\n\n"
        "def wait(path):\n"
        "    from gpu_day.step import die_with_parent\n"
        "    die_with_parent()\n"
        "    stay(path)\n\n\n"
        "def stay(path):\n"
        "    import os, pathlib, time\n"
        '    pathlib.Path(f"{path}.part").write_text(str(os.getpid()))\n'
        '    pathlib.Path(f"{path}.part").rename(path)\n'
        "    time.sleep(300)"
    ),
    "gpu": 'day.figures.add("must not run here", 1)',
}
DRIVER = """
import sys
sys.path[:0] = [{scripts!r}, {source!r}]
from gpu_day import runner
steps = [
    runner.Step(name, f"day_{{name}}", f"The step {{name}}", share, name == "gpu")
    for name, share in {steps!r}
]
sys.exit(runner.main(sys.argv[1:], steps, [{modules!r}]))
"""


class Day:
    """A folder with steps and what a run of them leaves."""

    def __init__(self, folder):
        self.folder, self.out, self.work = folder, folder / "out", folder / "work"
        for name, body in STEPS.items():
            (folder / f"day_{name}.py").write_text(f'"""A step."""\n\n\ndef run(day):\n    {body}\n')

    def command(self, *steps, minutes=5.0, more=()):
        weighed = [step if isinstance(step, tuple) else (step, 1.0) for step in steps]
        driver = self.folder / "driver.py"
        places = {"scripts": str(ROOT / "scripts"), "source": str(ROOT / "src"), "modules": str(self.folder)}
        driver.write_text(DRIVER.format(steps=weighed, **places))
        options = ["--device", "cpu", "--minutes", str(minutes), "--out", self.out, "--work", self.work]
        return [
            sys.executable,
            str(driver),
            *map(str, options),
            "--prepared",
            str(self.folder / "none"),
            *more,
        ]

    def run(self, *steps, **options):
        done = subprocess.run(
            self.command(*steps, **options), capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def results(self):
        return json.loads((self.out / "results.json").read_text())

    def status(self):
        return {name: found["status"] for name, found in self.results.items()}


@pytest.fixture
def day(tmp_path):
    return Day(tmp_path)


def until(condition, seconds=60.0):
    """Wait for something that another process does."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_step_is_saved_with_what_its_figures_rest_on(day):
    """Each figure is in JSON and in Markdown, beside card, driver, PyTorch, Python, date and command."""
    printed = day.run("good", "patient")
    found = day.results["good"]
    assert found["status"] == "done"
    assert found["rows"] == [{"what": "speed", "value": 2.5, "unit": "times as fast", "note": "with a note"}]
    assert set(found["machine"]) >= {"card", "driver", "pytorch", "python", "date"}
    assert printed.strip() == (day.out / "report.md").read_text().strip()
    for word in (
        "### The step good",
        "| speed | 2.5 times as fast | with a note |",
        "no GPU",
        "driver none",
        "PyTorch",
    ):
        assert word in printed
    assert "scripts/gpu_day.sh --device cpu --minutes 5 --only good" in printed


def test_a_step_that_fails_stops_no_other(day):
    """A failing step keeps its figures and its reason; the next ones run."""
    printed = day.run("bad", "gone", "elsewhere", "good")
    assert day.status() == {"bad": "failed", "gone": "failed", "elsewhere": "not run", "good": "done"}
    assert day.results["bad"]["rows"][0]["value"] == 7
    assert "**Failed:** ValueError: no such thing" in printed
    assert "**Failed:** it ended with code 3" in printed
    assert "**Not run:** the machine has no flute" in printed


def test_a_step_over_its_time_is_ended_and_named(day):
    """At its limit a step is killed; what it had found is kept, and the rest goes on."""
    printed = day.run(("slow", 1.0), ("good", 5.0), minutes=1.0)
    assert day.status() == {"slow": "timed out", "good": "done"}
    assert day.results["slow"]["rows"][0]["what"] == "so far"
    assert "**Ended at its limit of" in printed


@pytest.mark.parametrize("killed", ordinarily(["the run", "its session"], "the run"))
def test_a_killed_run_goes_on_with_the_next_step(day, killed):
    """SIGKILL in the middle of a step: nothing runs on, and the next run takes up the step after it."""
    steps = ("counted", "slow", "good")
    process = subprocess.Popen(day.command(*steps), start_new_session=True, stderr=subprocess.DEVNULL)
    until((day.work / "slow").exists)
    assert day.status() == {"counted": "done", "slow": "running"}
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    (os.killpg if killed == "its session" else os.kill)(process.pid, signal.SIGKILL)
    process.wait()
    until(lambda: not any(alive(pid) for pid in children))
    printed = day.run(*steps)
    assert day.status() == {"counted": "done", "slow": "killed", "good": "done"}
    assert (day.work / "count").read_text() == "."  # not once more
    assert day.results["slow"]["rows"][0]["what"] == "so far"
    assert "**Killed with the run**" in printed


def test_a_killed_run_leaves_nothing_on_the_gpu(day):
    """With the run die its step, the step's own programs and what it has forked."""
    process = subprocess.Popen(day.command("family"), stderr=subprocess.DEVNULL)
    files = [day.work / name for name in ("program", "forked")]
    until(lambda: all(file.exists() for file in files))
    pids = [file.read_text() for file in files]
    assert all(alive(pid) for pid in pids)
    process.kill()
    process.wait()
    until(lambda: not any(alive(pid) for pid in pids))


def test_only_runs_a_step_again(day):
    """--only runs the steps that it names, whether they have a result or not, and keeps the others'."""
    day.run("counted", "good")
    day.run("counted", "good", more=("--only", "counted"))
    assert (day.work / "count").read_text() == ".."
    assert day.status() == {"counted": "done", "good": "done"}


def test_the_minutes_are_kept(day):
    """Each step has its share of what is left; what one leaves goes to the next, and all end in time."""
    day.run(("patient", 1.0), ("good", 3.0), minutes=1.0)
    limits = {name: found["limit"] for name, found in day.results.items()}
    assert limits["patient"] <= 15.0
    assert 3 * limits["patient"] < limits["good"] <= 60.0 - day.results["patient"]["seconds"]
    assert 0 < day.results["patient"]["rows"][0]["value"] < limits["patient"]


def test_without_time_nothing_starts_and_the_next_run_goes_on(day):
    """A step that no time was left for is named, and run as soon as there is time."""
    printed = day.run("good", minutes=0.0)
    assert day.status() == {"good": "no time left"}
    assert "**Not run:** no time was left." in printed
    day.run("good")
    assert day.status() == {"good": "done"}


def test_what_needs_a_gpu_is_not_run_and_never_passed(day):
    """On a CPU a step that needs a GPU is named as not run, and takes no time from the others."""
    printed = day.run(("gpu", 99.0), ("patient", 1.0))
    assert day.status() == {"gpu": "needs a GPU", "patient": "done"}
    assert day.results["gpu"]["rows"] == []
    assert "**Not run:** needs a GPU." in printed
    assert day.results["patient"]["limit"] > 20.0


def test_a_step_leaves_no_process_behind(day):
    """What a step has started ends with it."""
    day.run("orphan", "good")
    pid = (day.work / "child").read_text()
    until(lambda: not alive(pid))


def test_a_gpu_that_is_not_there_is_said_before_anything_runs(day):
    """--device cuda without a GPU ends with one sentence."""
    command = day.command("good")
    command[command.index("cpu")] = "cuda"
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "CUDA_VISIBLE_DEVICES": ""}
    )
    assert done.returncode
    assert "sees no GPU here" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (day.out / "results.json").exists()
