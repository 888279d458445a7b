"""What the check has found: claims that held or did not, and figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Claim:
    """Something that should be so of a job. `fault` says how it is not; nothing if it is."""

    job: str
    what: str
    fault: str = ""


@dataclass
class Verdict:
    """All that was found. `notes` are neither good nor bad: what could not be measured, and why."""

    claims: list[Claim] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def judge(self, job: str, what: str, faults: Iterable[str] | str = ()) -> None:
        """Note whether a claim holds: it does if there are no faults."""
        found = [faults] if isinstance(faults, str) else list(faults)
        self.claims.append(Claim(job, what, "; ".join(fault for fault in found[:3] if fault)))

    @property
    def faults(self) -> list[Claim]:
        """The claims that did not hold."""
        return [claim for claim in self.claims if claim.fault]
