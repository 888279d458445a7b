#!/usr/bin/env python3
"""Count the vulnerabilities in scans by severity; fail when one that is high or critical has a fix.

Usage: vulnerabilities.py [--report-only] [--exceptions FILE] REPORT...

A REPORT is what `grype --output json` writes. FILE, .github/vulnerabilities.toml unless named, lists what is
let in and until when. With --report-only, what would be refused is listed, and nothing fails.
"""

import argparse
import datetime as dt
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SEVERITIES = ("Critical", "High", "Medium", "Low", "Negligible", "Unknown")
REFUSED = ("Critical", "High")
EXCEPTIONS = Path(__file__).parents[2] / ".github/vulnerabilities.toml"
FIELDS = {"id": str, "package": str, "reason": str, "until": dt.date}
LONGEST = dt.timedelta(days=180)


def table(matches: Sequence[Mapping[str, Any]]) -> str:
    """Return the numbers of vulnerabilities and of those with a fix, a Markdown row for each severity."""
    found = Counter(match["vulnerability"]["severity"] for match in matches)
    fixable = Counter(match["vulnerability"]["severity"] for match in matches if _fixed(match))
    rows = [f"| {severity.lower()} | {found[severity]} | {fixable[severity]} |" for severity in SEVERITIES]
    return "\n".join(["| vulnerabilities | found | with a fix |", "|---|---|---|", *rows])


def exceptions(file: Path, today: dt.date) -> dict[tuple[str, str], dt.date]:
    """Return until when a package's vulnerability is let in. Raises ValueError that names every fault."""
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("exception", [])
    faults = []
    for number, entry in enumerate(entries, 1):
        wrong = [name for name, kind in FIELDS.items() if type(entry.get(name)) is not kind]
        wrong += sorted(set(entry) - set(FIELDS))
        if wrong:
            faults.append(f"exception {number}: {', '.join(wrong)} is missing, unknown or of another type")
        elif entry["until"] > today + LONGEST:
            faults.append(f"exception {number}: {entry['until']} is more than {LONGEST.days} days away")
    if faults:
        raise ValueError("; ".join(faults))
    return {(entry["id"], entry["package"]): entry["until"] for entry in entries}


def refused(
    matches: Sequence[Mapping[str, Any]],
    excepted: Mapping[tuple[str, str], dt.date],
    today: dt.date,
) -> list[str]:
    """Return a line for each vulnerability that the policy does not let pass."""
    lines = []
    for match in matches:
        vulnerability, artifact = match["vulnerability"], match["artifact"]
        until = excepted.get((vulnerability["id"], artifact["name"]))
        if vulnerability["severity"] not in REFUSED or not _fixed(match) or (until and today <= until):
            continue
        fixed = ", ".join(vulnerability["fix"].get("versions") or ["a later version"])
        ended = f"; the exception ended on {until}" if until else ""
        lines.append(
            f"{vulnerability['id']} ({vulnerability['severity'].lower()}): "
            f"{artifact['name']} {artifact['version']}, mended in {fixed}{ended}"
        )
    return lines


def _fixed(match: Mapping[str, Any]) -> bool:
    return bool(match["vulnerability"].get("fix", {}).get("state") == "fixed")


def main() -> int:
    """Print a table for each report, and what is refused."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT")
    parser.add_argument("--exceptions", type=Path, default=EXCEPTIONS, metavar="FILE")
    parser.add_argument("--report-only", action="store_true")
    chosen = parser.parse_args()
    today = dt.datetime.now(dt.UTC).date()
    try:
        excepted = exceptions(chosen.exceptions, today)
    except ValueError as error:
        print(f"{chosen.exceptions}: {error}", file=sys.stderr)
        return 2
    faults = []
    for report in chosen.reports:
        matches = json.loads(report.read_text(encoding="utf-8"))["matches"]
        print(f"{report.stem}:\n\n{table(matches)}\n")
        faults += refused(matches, excepted, today)
    print("".join(f"* {line}\n" for line in dict.fromkeys(faults)))
    return 1 if faults and not chosen.report_only else 0


if __name__ == "__main__":
    sys.exit(main())
