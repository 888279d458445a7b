"""A pytest plugin that counts the tables of docs/SECURITY.md and holds them to their numbers.

`python -m pytest -p tests.faults -m faults --exhaustive tests/unit` runs them and prints the tables. A test
names its table with `pytest.mark.faults("urls")`; one that tries several things at once says how many. It
may record, with `record_property`, how long past its limit something went on (`late_s`), and the bytes that
were `written`.
"""

from collections import Counter, defaultdict

import pytest

# Table -> how many it has at least.
MINIMUM = {
    "urls": 40,
    "bodies": 12,
    "s3": 18,
    "time": 8,
    "local api": 40,
    "http": 80,
    "audio": 15,
    "voice names": 30,
    "requests": 1000,
    "deliveries": 20,
    "canaries": 12,
}
MOST = {"late_s": 1.0, "written": 3_000_000.0}

_tables: dict[str, tuple[str, int]] = {}  # test -> its table and how many things it tries
_passed: Counter[str] = Counter()
_failed: Counter[str] = Counter()
_worst: dict[str, dict[str, float]] = defaultdict(dict)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Learn which test belongs to which table."""
    for item in items:
        for mark in item.iter_markers("faults"):
            _tables[item.nodeid] = (mark.args[0], mark.kwargs.get("count", 1))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what passed and what failed."""
    if report.nodeid not in _tables or (report.when != "call" and not report.failed):
        return
    table, count = _tables[report.nodeid]
    if report.passed:
        _passed[table] += count
    elif report.failed:
        _failed[table] += count
    for name, value in report.user_properties:
        if name in MOST:
            _worst[table][name] = max(_worst[table].get(name, 0.0), float(value))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each table that was run."""
    terminalreporter.section("faults and bad input")
    for table, least in MINIMUM.items():
        if table in _passed or table in _failed:
            worst = ", ".join(f"{name} at most {value:.3g}" for name, value in sorted(_worst[table].items()))
            line = f"{table:12} {_passed[table]:5} held of at least {least}, {_failed[table]} failed  {worst}"
            terminalreporter.write_line(line.rstrip())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a table that was run is short, or something took too long."""
    short = [table for table in _passed if _passed[table] < MINIMUM[table]]
    late = [table for table, worst in _worst.items() if any(worst[name] > MOST[name] for name in worst)]
    if (short or late) and session.exitstatus == 0:
        session.exitstatus = 1
