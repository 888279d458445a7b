"""The worker and its engine stand still together, for hours, at every stage: the engine is not to blame."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.frozen import stop_for_hours
from tests.pairs import ordinarily
from tests.volume.workers import wait_for

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "stage", ordinarily(["start", "load", "transcribe", "cancel"], "start", "transcribe")
)
def test_no_silence_counts_that_could_not_be_broken(tmp_path, stage):
    """A limit of 100 s is not over after 12 h of standing still: the same engine goes on and answers."""
    (tmp_path / "clock").touch()
    caller = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("caller.py"), stage, tmp_path],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        reached = tmp_path / "reached"
        wait_for(lambda: (reached.exists() and reached.read_text()) or caller.poll() is not None)
        engine = reached.read_text()
        stop_for_hours([caller.pid, int(engine)], tmp_path / "clock", 12)
        (tmp_path / "go").touch()
        printed, _ = caller.communicate(timeout=60)
    finally:
        caller.kill()
        caller.wait()
    took, *pids = printed.split()
    assert pids == [engine, engine]
    assert float(took) < 3600
