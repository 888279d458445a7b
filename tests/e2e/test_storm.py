"""The storm of docs/RELIABILITY.md in its shortest form."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "judge_storm.py"


@pytest.mark.environment
@pytest.mark.exhaustive
def test_a_short_storm(tmp_path):
    """Eleven jobs, one of each kind, then eight, of which every second meets a fault: all are right."""
    command = [sys.executable, str(SCRIPT), "--jobs", "8", "--at-once", "4", "--seed", "3", "--faulty", "0.5"]
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "8 jobs in" in done.stdout
