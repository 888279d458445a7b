"""The workflows, run step by step on this machine: what runs, in which order, and what is said not to run."""

import subprocess
import sys

import pytest
from scripts.lock_digest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))  # the scripts import each other as they do when they are run
import run_workflows
from run_workflows import Run, run_workflow, started_by
from workflow_expressions import UnknownValueError, evaluate

GITHUB = {
    "event_name": "push",
    "ref": "refs/heads/main",
    "ref_name": "main",
    "ref_type": "branch",
    "repository": "Some-Owner/F5TTS-Worker",
    "sha": "0" * 40,
}
STATUS = {"success": True, "failure": False, "always": True, "cancelled": False}


def tag(name):
    return GITHUB | {"ref": f"refs/tags/{name}", "ref_name": name, "ref_type": "tag"}


def test_the_steps_run_in_their_order(capfd):
    """The script runs what needs no GitHub, and names the rest."""
    run = Run(GITHUB, only_list=False)
    assert run_workflow(run, ROOT / ".github/workflows/image.yml", "build") == "success"
    states = {row.step: (row.state, row.why) for row in run.rows}
    assert states["The image's name in small letters, and the commit's time"] == ("passed", "")
    assert states["docker/login-action"] == ("not run", "an action")
    assert states["Build and push"] == ("not run", "an action")
    assert [row.state for row in run.rows].count("failed") == 0


def test_a_failed_step_ends_its_job_and_those_that_need_it(tmp_path, monkeypatch):
    """Later steps are skipped unless they ask for always(), and so are jobs that need the failed one."""
    subprocess.run(["git", "init", "--quiet", tmp_path / "small"], check=True)
    monkeypatch.setattr(run_workflows, "ROOT", tmp_path / "small")  # these steps need no file of ours
    file = tmp_path / "made.yml"
    file.write_text(
        """
jobs:
  second:
    needs: first
    steps: [{run: echo never}]
  first:
    steps:
      - {name: fails, run: "false | cat"}
      - {name: left out, run: echo never}
      - {name: always, if: always(), run: printf 'a<<X\\nb\\nX\\n' >> "$GITHUB_OUTPUT"}
"""
    )
    run = Run(GITHUB, only_list=False)
    assert run_workflow(run, file) == "failure"
    assert [(row.step, row.state) for row in run.rows] == [
        ("fails", "failed"),
        ("left out", "skipped"),
        ("always", "passed"),
        ("the job", "skipped"),
    ]


def test_what_an_action_makes_is_unknown():
    """A step that needs an action's output, or a file of a step that did not run, is named as not run."""
    run = Run(tag("v9.9.9"), only_list=True)
    run_workflow(run, ROOT / ".github/workflows/image.yml")
    why = {row.step: row.why for row in run.rows if row.state == "not run"}
    assert why["Count them; refuse them in a release"] == "needs image.json, locks.json"
    assert why["Pull what was pushed"] == "needs Docker"


@pytest.mark.parametrize(
    ("event", "github", "started"),
    [
        ("push", GITHUB, ["check", "image"]),
        ("push", tag("v1.0.0"), ["release"]),
        ("pull_request", GITHUB, ["check", "image"]),
        ("schedule", GITHUB, ["fresh", "scan"]),
    ],
)
def test_an_event_starts_its_workflows(event, github, started):
    """A push to main, a tag, a pull request and the week each start what they should, once."""
    assert set(started) <= set(started_by(github | {"event_name": event}))
    if event == "push":
        assert list(started_by(github | {"event_name": event})) == started


def test_without_a_name_only_what_the_event_starts_runs():
    """A tag starts the release, which calls others as its jobs. An endpoint is checked by hand."""
    command = [sys.executable, ROOT / "scripts/run_workflows.py", "--list", "--ref", "refs/tags/v1.2.3"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    places = {line.split(" s  ", 1)[1].split("/")[0] for line in printed.splitlines() if " s  " in line}
    assert places == {"release"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("github.event_name == 'push' && !cancelled()", True),
        ("github.ref_type != 'tag' && '--report-only' || ''", "--report-only"),
        ("(success() || failure()) && 'it''s'", "it's"),
        ("contains(github.ref_name, 'A')", True),
        ("needs.nothing.result", ""),
    ],
)
def test_expressions_are_github_s(expression, value):
    """Operators return operands, names that are not there are empty, and strings double their quotes."""
    assert evaluate(expression, {"github": GITHUB}, STATUS) == value


@pytest.mark.parametrize("expression", ["a ==", "'open", "hashFiles('x')", "a b", "(a"])
def test_expressions_that_are_not_understood_are_said(expression):
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=r"not understood|too early|missing|unknown function"):
        evaluate(expression, {}, STATUS)


def test_an_unknown_value_is_no_empty_text():
    """What an action would make is never taken for nothing."""
    with pytest.raises(UnknownValueError):
        evaluate(
            "steps.push.outputs.digest",
            {"steps": {"push": {"outputs": {"digest": UnknownValueError("x")}}}},
            STATUS,
        )
