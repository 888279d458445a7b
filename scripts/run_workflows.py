#!/usr/bin/env python3
"""Run the workflows' own `run:` steps on this machine, in their order, as far as that needs no GitHub.

    scripts/run_workflows.py [WORKFLOW[/JOB]...] [--event EVENT] [--ref REF] [--list]

Without a name, every workflow runs that the event starts (push, to main), heavy jobs included. Each job has a
clone of what is committed. Actions and steps that need Docker, GitHub or its machine are not run, nor is what
needs their outputs or files: the table at the end names them all. --list shows the table alone.
"""

import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from workflow_expressions import UnknownValueError, evaluate, fill_in

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = ROOT / ".github/workflows"
REPOSITORY = "Some-Owner/F5TTS-Worker"  # with capitals, because registries do not take them
_ELSEWHERE = {"docker": "Docker", "gh": "GitHub", "sudo": "root on GitHub's machine"}
_FILES = re.compile(r"(?:\$RUNNER_TEMP|\$\{\{ runner\.temp \}\})/([\w.-]+)")
_FOREIGN = re.compile(rf"(?:^|[\s;|&(])({'|'.join(_ELSEWHERE)})\s", re.MULTILINE)
_OUTPUT = re.compile(r"^(?P<name>[\w-]+)(?:=(?P<value>.*)|<<(?P<end>.*))$")

Contexts = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One step and its state: `passed`, `failed`, `skipped` or `not run`; `why` says why not."""

    place: str
    step: str
    state: str
    why: str = ""
    seconds: float = 0.0


@dataclass
class Run:
    """What is asked for, and what has happened so far."""

    github: Mapping[str, Any]
    only_list: bool
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Note a step, and print it unless it is only listed."""
        self.rows.append(row)
        if not self.only_list:
            print(f"== {row.place}: {row.step}: {row.state}{f' ({row.why})' if row.why else ''}", flush=True)


def run_workflow(run: Run, file: Path, only: str = "", under: str = "") -> str:
    """Run a workflow's jobs, those that others need first; return `success` or `failure`."""
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    results: dict[str, dict[str, Any]] = {}
    for name, job in in_order(workflow["jobs"]):
        if only and name != only:
            results[name] = {"result": "success", "outputs": _Unknown(f"the job {name}")}
            continue
        place = f"{under}{file.stem}/{name}"
        needs = {one: results[one] for one in _needed(job)}
        contexts: Contexts = {"github": run.github, "needs": needs}
        worst = [one["result"] for one in needs.values()]
        status = _status("failure" if "failure" in worst else "skipped" if "skipped" in worst else "success")
        if not _applies(job.get("if"), contexts, status):
            run.add(Row(place, "the job", "skipped", "its condition is not met"))
            results[name] = {"result": "skipped", "outputs": {}}
        elif "uses" in job:
            result = run_workflow(run, ROOT / job["uses"], under=f"{place} > ")
            results[name] = {"result": result, "outputs": {}}
        else:
            results[name] = _run_job(run, place, workflow, job, contexts)
    return "failure" if any(one["result"] == "failure" for one in results.values()) else "success"


def started_by(github: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the workflows that an event starts."""
    for file in sorted(WORKFLOWS.glob("*.yml")):
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        triggers = workflow[True]  # "on" is a yes in YAML
        wanted = "tags" if github["ref_type"] == "tag" else "branches"
        if github["event_name"] in triggers and (
            github["event_name"] != "push" or wanted in triggers["push"]
        ):
            yield file.stem


def in_order(jobs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the jobs, each after those that it needs. Raises ValueError for a circle."""
    waiting = dict(jobs)
    while waiting:
        ready = [name for name, job in waiting.items() if not set(_needed(job)) & set(waiting)]
        if not ready:
            raise ValueError(f"these jobs wait for each other: {', '.join(waiting)}")
        for name in ready:
            yield name, waiting.pop(name)


def _needed(job: Mapping[str, Any]) -> list[str]:
    needs = job.get("needs", [])
    return [needs] if isinstance(needs, str) else list(needs)


def _run_job(
    run: Run, place: str, workflow: Mapping[str, Any], job: Mapping[str, Any], contexts: Contexts
) -> dict[str, Any]:
    results = []
    for matrix in _combinations(job.get("strategy", {}).get("matrix", {})):
        shown = f"{place} ({', '.join(map(str, matrix.values()))})" if matrix else place
        with tempfile.TemporaryDirectory(prefix="run-workflows-") as folder:
            checkout = Path(folder, "checkout")
            runner = {"environment": "self-hosted", "temp": folder}
            if not run.only_list:
                subprocess.run(["git", "clone", "--quiet", str(ROOT), str(checkout)], check=True)
            one = contexts | {"runner": runner, "matrix": matrix, "steps": {}, "env": {}}
            one["env"] = _filled({**workflow.get("env", {}), **job.get("env", {})}, one, _status("success"))
            result = _run_steps(run, shown, job["steps"], one, checkout)
            outputs = _outputs_of(job, one)
        results.append(result)
    return {"result": "failure" if "failure" in results else "success", "outputs": outputs}


def _combinations(matrix: Mapping[str, Any]) -> list[dict[str, Any]]:
    lists = {name: values for name, values in matrix.items() if name != "include"}
    products = [dict(zip(lists, values, strict=True)) for values in itertools.product(*lists.values())]
    return list(matrix.get("include", [])) or products


def _run_steps(
    run: Run, place: str, steps: Sequence[Mapping[str, Any]], contexts: Contexts, checkout: Path
) -> str:
    result, lacking = "success", set[str]()
    for step in steps:
        row, outputs = _run_step(run, place, step, contexts, checkout, _status(result), lacking)
        run.add(row)
        if row.state == "not run":
            lacking |= set(_FILES.findall(str(step)))
        result = "failure" if row.state == "failed" else result
        if "id" in step:
            contexts["steps"][step["id"]] = {"outputs": outputs}
    return result


def _run_step(
    run: Run,
    place: str,
    step: Mapping[str, Any],
    contexts: Contexts,
    checkout: Path,
    status: Mapping[str, bool],
    lacking: AbstractSet[str],
) -> tuple[Row, Any]:
    """Return what became of a step, and its outputs, which are unknown where it did not run.

    `lacking` are the names of files that steps which did not run would have made.
    """
    said = step.get("run", step.get("uses", "")).strip()
    name = step.get("name") or said.partition("\n")[0].partition("@")[0]
    unknown = _Unknown(f'"{name}"')
    try:
        if not _applies(step.get("if"), contexts, status):
            return Row(place, name, "skipped", "its condition is not met"), {}
        if "uses" in step:
            return Row(place, name, "not run", "an action"), unknown
        if foreign := _FOREIGN.search(said):
            return Row(place, name, "not run", f"needs {_ELSEWHERE[foreign[1]]}"), unknown
        if missing := sorted(set(_FILES.findall(said)) & lacking):
            return Row(place, name, "not run", f"needs {', '.join(missing)}"), unknown
        variables = contexts["env"] | _filled(step.get("env", {}), contexts, status)
        script = fill_in(said, contexts, status)
    except UnknownValueError as error:
        return Row(place, name, "not run", f"needs the output of {error}"), unknown
    if run.only_list:
        return Row(place, name, "would run"), unknown
    print(f"== {place}: {name}", flush=True)
    started = time.monotonic()
    code, outputs = _run_script(script, variables | _github_variables(run.github), checkout)
    state, why = ("passed", "") if code == 0 else ("failed", f"exit code {code}")
    return Row(place, name, state, why, time.monotonic() - started), outputs


def _run_script(script: str, variables: Mapping[str, str], checkout: Path) -> tuple[int, dict[str, str]]:
    """Run a step as GitHub's runner does with `shell: bash`; return its exit code and outputs."""
    temporary = checkout.parent
    files = {name: temporary / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    paths = {name: str(path) for name, path in {**files, "RUNNER_TEMP": temporary}.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    bash = shutil.which("bash") or "/bin/bash"
    ran = subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=checkout,
        env={**inherited, **variables, **paths},
        check=False,
    )
    return ran.returncode, _read_outputs(files["GITHUB_OUTPUT"].read_text(encoding="utf-8"))


def _read_outputs(text: str) -> dict[str, str]:
    outputs, lines = {}, iter(text.splitlines())
    for line in lines:
        found = _OUTPUT.match(line)
        if found is None:
            raise ValueError(f"not a line of GITHUB_OUTPUT: {line!r}")
        end = found["end"]
        value = found["value"] if end is None else "\n".join(itertools.takewhile(end.__ne__, lines))
        outputs[found["name"]] = value
    return outputs


class _Unknown(dict[str, Any]):
    """The outputs of what did not run: every one is unknown."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def get(self, _name: str, _default: Any = None) -> Any:
        return UnknownValueError(self._what)


def _outputs_of(job: Mapping[str, Any], contexts: Contexts) -> dict[str, Any]:
    outputs: dict[str, Any] = {}
    for name, text in job.get("outputs", {}).items():
        try:
            outputs[name] = fill_in(text, contexts, _status("success"))
        except UnknownValueError as error:
            outputs[name] = error
    return outputs


def _applies(condition: Any, contexts: Contexts, status: Mapping[str, bool]) -> bool:
    text = str(condition if condition is not None else "success()").strip()
    text = text.removeprefix("${{").removesuffix("}}")
    if not re.search(r"\b(success|failure|always|cancelled)\(\)", text):
        text = f"success() && ({text})"
    return bool(evaluate(text, contexts, status))


def _status(result: str) -> dict[str, bool]:
    return {
        "success": result == "success",
        "failure": result == "failure",
        "always": True,
        "cancelled": False,
    }


def _filled(env: Mapping[str, Any], contexts: Contexts, status: Mapping[str, bool]) -> dict[str, str]:
    return {name: fill_in(str(value), contexts, status) for name, value in env.items()}


def _github_variables(github: Mapping[str, Any]) -> dict[str, str]:
    return {f"GITHUB_{name.upper()}": str(value) for name, value in github.items()} | {"CI": "true"}


def _github(event: str, ref: str) -> dict[str, str]:
    ran = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True)
    kind, name = ref.removeprefix("refs/").split("/", 1)
    return {
        "event_name": event,
        "ref": ref,
        "ref_name": name,
        "ref_type": "tag" if kind == "tags" else "branch",
        "repository": REPOSITORY,
        "sha": ran.stdout.strip(),
    }


def main() -> int:
    """Run what the command line names; return 1 if a step failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("names", nargs="*", metavar="WORKFLOW[/JOB]")
    parser.add_argument("--event", default="push")
    parser.add_argument("--ref", default="refs/heads/main", help="refs/tags/v1.2.3 for a release")
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args()
    run = Run(_github(chosen.event, chosen.ref), chosen.list)
    for name in chosen.names or started_by(run.github):
        workflow, _, job = name.partition("/")
        run_workflow(run, WORKFLOWS / f"{workflow}.yml", job)
    print()
    for row in run.rows:
        print(
            f"{row.state:8} {row.seconds:6.0f} s  {row.place}: {row.step}{f' ({row.why})' if row.why else ''}"
        )
    return 1 if any(row.state == "failed" for row in run.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
