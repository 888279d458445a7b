"""Which clock a module reads: none that counts the hours of a freeze may decide that something is late."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "f5tts_worker"

# `running_time` is for every wait that ends, `time.time` for the age of what is kept. Besides:
ELSEWHERE = {
    "running_time.py": "is made of it",
    "supervisor/child.py": "counts lines of a log per second",
    "engine/request_loop.py": "leaves out reports of progress within a tenth of a second",
    "engine/service.py": "measures for the log and the benchmarks",
    "engine/speech/scheduling.py": "measures how fast this machine samples",
    "engine/speech/making.py": "measures for the log and the benchmarks",
    "client/output/display.py": "shows people the time that passed",
    "bootstrap/display.py": "shows people the time that passed",
    "bootstrap/inside/sign.py": "measures for the benchmarks",
}


def test_no_wait_is_on_a_clock_that_counts_a_freeze():
    """A new use of another clock says here why a freeze of hours does no harm to it."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"\b(monotonic|perf_counter)(_ns)?\(\)|= time\.monotonic\b", path.read_text())
    }
    assert found == set(ELSEWHERE)
