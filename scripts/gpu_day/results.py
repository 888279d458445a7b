"""What a step has found: saved after every figure, so that a step that is ended keeps what it had.

A row is {what, value, unit, note}; a value may be a number or words. Standard library only.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FACTS = ("card", "driver", "pytorch", "python", "date")  # said of every figure
_STATUS = {
    "done": "",
    "failed": "**Failed:** {why}",
    "timed out": "**Ended at its limit of {limit:.0f} s**; what it had found by then:",
    "killed": "**Killed with the run**; what it had found by then:",
    "needs a GPU": "**Not run:** needs a GPU.",
    "no time left": "**Not run:** no time was left.",
    "not run": "**Not run:** {why}",
}


class NotRunError(Exception):
    """A step cannot run on this machine; the message says why."""


class Figures:
    """The rows of one step, in a file that is whole at any moment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: list[dict[str, Any]] = []
        self.save({"rows": []})

    def add(self, what: str, value: float | str, unit: str = "", note: str = "") -> None:
        """Add one figure, print it and save all."""
        self._rows.append({"what": what, "value": value, "unit": unit, "note": note})
        print(f"{what}: {shown(value)} {unit}  {note}", flush=True)
        self.save({"rows": self._rows})

    def skip(self, what: str, why: str) -> None:
        """Say that a figure was not measured, and why."""
        self.add(what, "not run", note=why)

    def end(self, status: str, why: str = "") -> None:
        """Save how the step ended."""
        self.save({"rows": self._rows, "status": status, "why": why})

    def save(self, state: Mapping[str, Any]) -> None:
        """Write the file."""
        write_json(self._path, state)


def write_json(path: Path, value: Any) -> None:
    """Write JSON so that a reader, or a run after a kill, finds the old file or the new one, never half."""
    partial = path.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """Read JSON; {} if there is none."""
    try:
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return value


def markdown(results: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return the results as a section of docs/BENCHMARKS.md, steps in the order of `titles`."""
    lines = ["## A day on a GPU", ""]
    for name, title in titles.items():
        if (found := results.get(name)) is None:
            continue
        lines += [f"### {title}", "", _origin(found), "", f"    {found['command']}", ""]
        if words := _STATUS[found["status"]].format(**found):
            lines += [words, ""]
        if found["rows"]:
            lines += _table(found["rows"])
    return "\n".join(lines)


def shown(value: float | str) -> str:
    """Return a value as people read it: three significant digits, and no exponent where none is needed."""
    if isinstance(value, str):
        return value
    if value == 0 or 1e-3 <= abs(value) < 1e3:
        return f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:.1e}"


def _origin(found: Mapping[str, Any]) -> str:
    facts = found["machine"]
    words = [f"{facts['date']}, {facts['card']}, driver {facts['driver']}, PyTorch {facts['pytorch']},"]
    return " ".join([*words, f"Python {facts['python']}; {found['seconds']:.0f} s."])


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["| | figure | |", "|---|---|---|"]
    for row in rows:
        figure = f"{shown(row['value'])} {row['unit']}".strip()
        cells = [str(cell).replace("|", "/") for cell in (row["what"], figure, row["note"])]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]
