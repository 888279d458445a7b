#!/usr/bin/env python3
"""Count a scan's vulnerabilities by severity; fail when one that is high or critical has a fix.

Usage: vulnerabilities.py REPORT    REPORT is what `grype --output json` writes
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

SEVERITIES = ("Critical", "High", "Medium", "Low", "Negligible", "Unknown")
REFUSED = ("Critical", "High")


def table(matches: list[dict[str, Any]]) -> str:
    """Return the numbers of vulnerabilities and of those with a fix, a Markdown row for each severity."""
    found = Counter(match["vulnerability"]["severity"] for match in matches)
    fixable = Counter(match["vulnerability"]["severity"] for match in matches if _fixed(match))
    rows = [f"| {severity.lower()} | {found[severity]} | {fixable[severity]} |" for severity in SEVERITIES]
    return "\n".join(["| vulnerabilities | found | with a fix |", "|---|---|---|", *rows])


def refused(matches: list[dict[str, Any]]) -> list[str]:
    """Return a line for each vulnerability that the policy does not let pass."""
    return [
        f"{match['vulnerability']['id']} ({match['vulnerability']['severity'].lower()}): "
        f"{match['artifact']['name']} {match['artifact']['version']}, "
        f"mended in {', '.join(match['vulnerability']['fix'].get('versions') or ['a later version'])}"
        for match in matches
        if match["vulnerability"]["severity"] in REFUSED and _fixed(match)
    ]


def _fixed(match: dict[str, Any]) -> bool:
    return match["vulnerability"].get("fix", {}).get("state") == "fixed"


def main() -> int:
    """Print the table and what is refused."""
    matches = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["matches"]
    print(table(matches))
    faults = refused(matches)
    print("".join(f"\n* {line}" for line in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
