"""What the fault-injection suite must do, and a count of what was done, for docs/RELIABILITY.md."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """A row of the table: the fault, how it is caused, and the least number of times in a full run."""

    name: str
    how: str
    least: dict[str, int]
    must_hold: str


FAULTS = {
    "race": Fault(
        "builders race, lease and file locks useless",
        "8 at a time, killed at random moments; 8 readers poll throughout",
        {"builders": 480, "SIGKILLs": 320},
        "no broken read",
    ),
    "empty": Fault(
        "ten workers start at once on an empty volume",
        "half of them killed at random moments",
        {"workers": 50, "SIGKILLs": 20},
        "one environment, and it works",
    ),
    "uv": Fault(
        "SIGKILL during `uv pip install`",
        "the worker or uv itself, at moments spread over the installation",
        {"SIGKILLs": 60},
        "nothing published that cannot be imported; the next attempt works",
    ),
    "whole": Fault(
        "the whole environment",
        "the bootstrap killed half-way, then run again",
        {"times": 1},
        "works",
    ),
    "full": Fault(
        "disk full before, during, at the pointer",
        "tmpfs of a few MB",
        {"times": 15},
        "VOLUME_FULL, nothing published, recovers when space is back",
    ),
    "host": Fault(
        "lease holder dies on another host",
        "a UTS namespace with another host name, SIGKILL",
        {"holders": 20},
        "taken over within the lease and 1 s",
    ),
    "index": Fault(
        "hash tampered, hash missing, index down, index slow",
        "index on the loopback interface",
        {"cases": 4},
        "the right code; only the last two are retryable",
    ),
    "files": Fault(
        "pointer truncated, other layout, folder gone; volume read-only, missing",
        "files, mounts",
        {"cases": 5},
        "treated as absent and rebuilt, or one clear sentence",
    ),
    "hub": Fault(
        "hub: 503 twice, reset in the middle, wrong bytes, 401, 404, stall",
        "hub on the loopback interface",
        {"cases": 6},
        "resumed, refused or explained; no bad file published",
    ),
    "download": Fault(
        "SIGKILL during a model's download, lease useless",
        "two workers at a time, one killed at a random moment",
        {"SIGKILLs": 20},
        "everything published is complete",
    ),
    "cache": Fault(
        "S3 model cache: empty, partial, corrupt, unreachable",
        "a real S3 server on the loopback interface",
        {"cases": 4},
        "falls through to the hub, says so once",
    ),
    "images": Fault(
        "two images with different locks on one volume",
        "both start at once",
        {"runs": 10},
        "each finds its own environment",
    ),
    "path": Fault(
        "prepared under one path, used under another",
        "bind mount, or else a copy",
        {"times": 1},
        "works",
    ),
    "sweep": Fault(
        "sweeps while workers start, build, use environments and die",
        "three sweepers without a pause; a week lasts ten seconds",
        {"workers": 80, "SIGKILLs": 20},
        "every environment in use stays complete",
    ),
}


@dataclass
class Tally:
    """Counts what the tests did: `tally("uv", SIGKILLs=1)`."""

    reached: dict[str, Counter[str]] = field(default_factory=lambda: {key: Counter() for key in FAULTS})
    notes: dict[str, str] = field(default_factory=dict)

    def __call__(self, fault, **numbers):
        for unit, number in numbers.items():
            self.reached[fault][unit.replace("_", " ")] += number

    def short(self):
        """Return the faults that were tried less often than a full run has to."""
        return [
            key
            for key, fault in FAULTS.items()
            if any(self.reached[key][unit] < least for unit, least in fault.least.items())
        ]

    def table(self):
        """Return the Markdown table of everything that was tried."""
        lines = ["| fault | how | at least | done | what held |", "|---|---|---|---|---|"]
        for key, fault in FAULTS.items():
            done = self.reached[key]
            least = ", ".join(f"{number} {unit}" for unit, number in fault.least.items())
            counted = ", ".join(f"{number:,} {unit}" for unit, number in done.items()) or "not run"
            counted += f" ({self.notes[key]})" if key in self.notes else ""
            lines.append(f"| {fault.name} | {fault.how} | {least} | {counted} | {fault.must_hold} |")
        return "\n".join(lines)
