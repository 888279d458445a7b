"""Print the digest of a lock file's sources, so that a stale lock is detected without a network.

Usage: lock_digest.py NAME, where NAME is image, runtime, cuda13, dev or oracle. scripts/lock.sh writes the
digest into the head of each lock; tests/unit/test_locks.py compares.
"""

import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "image": "requirements.txt",
    "runtime": "runtime_requirements.txt",
    "cuda13": "runtime_requirements_cuda13.txt",
    "dev": "tests/requirements.txt",
    "oracle": "tests/oracle_requirements.txt",
}


def sources(name: str, project: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of pyproject.toml that decide what is in the lock."""
    groups = project["dependency-groups"]
    image = project["project"]["dependencies"]
    excluded = project["tool"]["uv"]["exclude-dependencies"]
    told = project["tool"]["uv"]["dependency-metadata"]
    runtime = {"wanted": groups["runtime"], "excluded": excluded, "agrees_with": groups["oracle"]}
    runtime |= {"told": told}
    return {
        "image": {"wanted": image},
        "runtime": runtime,
        "cuda13": {**runtime, "overridden": groups["cuda13"]},
        "dev": {"wanted": [*image, *groups["dev"]], "told": told},
        "oracle": {"wanted": groups["oracle"]},
    }[name]


def digest(name: str, pyproject: Path = ROOT / "pyproject.toml") -> str:
    """Return the digest of the lock's sources, 16 hexadecimal digits."""
    parts = sources(name, tomllib.loads(pyproject.read_text(encoding="utf-8")))
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    print(digest(sys.argv[1]))
